//! The opening application (구인표) as a form: every field, in the order of the paper.

mod fill;
mod read;

use axum::extract::{Path, Query};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use domain::employer::Employer;
use domain::id::{EmployerId, OpeningId};
use domain::message::Message;
use domain::opening::Content;
use domain::person::normalise_phone;
use domain::policy::{Reach, UseCase, reach};
use maud::{Markup, html};

use crate::component::{Form, area, checks, codes, days, field_errors, input, select, yes_no};
use crate::fields::Fields;
use crate::visit::Visit;
use crate::{error, page};

pub(super) async fn new(visit: Visit, Query(mut pairs): Query<Vec<(String, String)>>) -> Response {
    // A link names the employer by id; people read names and numbers.
    for (_, value) in pairs.iter_mut().filter(|(name, _)| name == "employer") {
        if let Ok(id) = value.parse() {
            match app::employer::get(&visit.ctx, visit.app(), id).await {
                Ok(view) => {
                    *value = view.employer.business_number.map_or(view.employer.name, |n| n.to_string())
                }
                Err(failed) => return error::page(&visit, &failed),
            }
        }
    }
    render(&visit, &Fields(pairs), &[], StatusCode::OK, None)
}

pub(super) async fn create(visit: Visit, fields: Fields) -> Response {
    let made = async {
        let content = read::content(&visit, &fields).map_err(app::Error::Invalid)?;
        let employer = employer_of(&visit, &fields).await?;
        app::opening::create(&visit.ctx, visit.app(), employer, content).await
    };
    match made.await {
        Ok(id) => Redirect::to(&format!("/staff/openings/{id}")).into_response(),
        Err(failed) => again(&visit, &fields, &failed, None),
    }
}

/// One's own employer; else the one that was named; else, with a telephone or an address, a new one.
async fn employer_of(visit: &Visit, fields: &Fields) -> Result<EmployerId, app::Error> {
    if let Some(own) = visit.ctx.actor.employer {
        return Ok(own);
    }
    let (ctx, app, name) = (&visit.ctx, visit.app(), fields.text("employer"));
    if name.is_empty() {
        return Err(app::Error::field("employer", Message::new("employer-choose")));
    }
    match app::employer::named(ctx, app, name).await {
        Err(app::Error::Invalid(errors)) if errors.iter().any(|e| e.message.code == "not-found-by-name") => {
            let (phone, address) = (fields.text("employer_phone"), fields.text("employer_address"));
            if phone.is_empty() && address.is_empty() {
                return Err(app::Error::field(
                    "employer",
                    Message::new("employer-unknown").with("text", name),
                ));
            }
            let phone = match phone {
                "" => String::new(),
                typed => normalise_phone(typed).map_err(|why| app::Error::field("employer_phone", why))?,
            };
            let employer = Employer {
                name: name.to_owned(),
                phone,
                address: address.to_owned(),
                area: app.city.areas().resolve(address).into_iter().next(),
                ..crate::staff::employer::blank()
            };
            app::employer::create(ctx, app, employer, None).await
        }
        named => named,
    }
}

pub(super) async fn edit(visit: Visit, Path(id): Path<String>) -> Response {
    let Ok(id) = id.parse::<OpeningId>() else { return error::page(&visit, &app::Error::NotFound) };
    match app::opening::get(&visit.ctx, visit.app(), id).await {
        Ok(view) if view.may_write => {
            render(&visit, &fill::fields(&view.opening), &[], StatusCode::OK, Some(id))
        }
        Ok(_) => error::forbidden(&visit),
        Err(failed) => error::page(&visit, &failed),
    }
}

pub(super) async fn update(visit: Visit, Path(id): Path<String>, fields: Fields) -> Response {
    let (Ok(id), Some(version)) = (id.parse::<OpeningId>(), fields.parse::<i64>("version")) else {
        return error::page(&visit, &app::Error::NotFound);
    };
    let updated = async {
        let mut content = read::content(&visit, &fields).map_err(app::Error::Invalid)?;
        let known = app::opening::get(&visit.ctx, visit.app(), id).await?.opening.content;
        keep_unasked(&mut content, known);
        let reasons = super::law::reasons(&fields);
        app::opening::update_with(&visit.ctx, visit.app(), id, version, content, reasons).await
    };
    match updated.await {
        Ok(()) => Redirect::to(&format!("/staff/openings/{id}")).into_response(),
        Err(failed) => again(&visit, &fields, &failed, Some(id)),
    }
}

/// What a file or a map told and the form does not ask for stays, as long as it still fits what was typed.
fn keep_unasked(content: &mut Content, known: Content) {
    for skill in &mut content.languages {
        if let Some(kept) = known.languages.iter().find(|kept| kept.language == skill.language) {
            skill.level.clone_from(&kept.level);
        }
    }
    content.attachments = known.attachments;
    content.work_time.note = known.work_time.note;
    content.worknet_occupation = known.worknet_occupation.filter(|_| known.occupation == content.occupation);
    let (place, before) = (&mut content.workplace, known.workplace);
    if place.areas == before.areas && place.address == before.address {
        place.point = before.point;
    }
}

fn again(visit: &Visit, fields: &Fields, failed: &app::Error, id: Option<OpeningId>) -> Response {
    let status = match failed {
        app::Error::Conflict(_) => StatusCode::CONFLICT,
        _ => StatusCode::UNPROCESSABLE_ENTITY,
    };
    match field_errors(visit, failed) {
        Some(errors) => render(visit, fields, &errors, status, id),
        None => error::page(visit, failed),
    }
}

/// What an opening needs before it may be shown, as `domain::opening::Missing` has it.
const NEEDED: [&str; 11] = [
    "employer",
    "title",
    "occupation",
    "duties",
    "headcount",
    "employment_type",
    "wage_form",
    "wage_min",
    "weekly_hours",
    "area",
    "reception",
];

fn render(
    visit: &Visit,
    fields: &Fields,
    errors: &[(String, String)],
    status: StatusCode,
    id: Option<OpeningId>,
) -> Response {
    let form = Form::new(fields, errors).needing(&NEEDED);
    let title = visit.t(if id.is_some() { "edit" } else { "opening-new" });
    let body = html! {
        h1 { (title) }
        (form.summary(visit))
        @if let Some(id) = id.filter(|_| status == StatusCode::CONFLICT) {
            p.notice { (visit.t("conflict-compare")) " " a href={ "/staff/openings/" (id) "/edit" } target="_blank" { (visit.t("conflict-open")) } }
        }
        p { (visit.t("opening-needed")) }
        form.narrow method="post" {
            @if id.is_some() { input type="hidden" name="version" value=(fields.text("version")); }
            @else if visit.ctx.actor.employer.is_none() { (employer(visit, &form)) }
            (super::law::refused_inputs(visit, &form))
            (job(visit, &form)) (conditions(visit, &form)) (recruitment(visit, &form))
            div.actions { button { (visit.t("save-form")) } }
        }
    };
    (status, page::shell(visit, &title, body)).into_response()
}

/// Who offers it. A new employer is recorded with the least that is needed to reach it.
fn employer(visit: &Visit, form: &Form<'_>) -> Markup {
    let may_add = reach(visit.ctx.actor.role, UseCase::WriteEmployer) == Reach::All;
    html! {
        fieldset {
            legend { (visit.t("employer")) }
            (input(visit, form, "employer", "employer-search", "text", "employer-named"))
            @if may_add {
                p.hint { (visit.t("employer-first-time")) }
                (input(visit, form, "employer_phone", "employer-phone", "tel", ""))
                (input(visit, form, "employer_address", "address", "text", ""))
            }
        }
    }
}

fn job(visit: &Visit, form: &Form<'_>) -> Markup {
    html! {
        fieldset {
            legend { (visit.t("form-job")) }
            (input(visit, form, "title", "title", "text", ""))
            (input(visit, form, "occupation", "occupation", "text", "occupation-hint"))
            (input(visit, form, "related", "related", "text", "fit-list-hint"))
            (area(visit, form, "duties", "duties"))
            (input(visit, form, "headcount", "headcount", "number", ""))
            (input(visit, form, "headcount_disabled", "headcount-disabled", "number", ""))
            (select(visit, form, "employment_type", "employment-type", &codes(visit, "empTp")))
            (input(visit, form, "contract_months", "contract-months", "number", ""))
            (select(visit, form, "convertible", "convertible", &yes_no(visit)))
            (input(visit, form, "probation_months", "probation", "number", ""))
            (select(visit, form, "career", "career", &codes(visit, "career")))
            (input(visit, form, "career_min", "career-min", "number", ""))
            (input(visit, form, "career_max", "career-max", "number", ""))
            (select(visit, form, "education_min", "education", &codes(visit, "education")))
            (select(visit, form, "education_max", "education-max", &codes(visit, "education")))
            (input(visit, form, "majors", "majors", "text", "fit-list-hint"))
            (input(visit, form, "licences", "licences", "text", "fit-list-hint"))
            (input(visit, form, "skills", "skills", "text", "fit-list-hint"))
            (checks(visit, form, "languages", "languages", &codes(visit, "foreignLanguage")))
            (checks(visit, form, "computer", "computer", &codes(visit, "comPreferential")))
            (select(visit, form, "military_substitute", "military-substitute", &yes_no(visit)))
            (select(visit, form, "employment_permit", "employment-permit", &yes_no(visit)))
            (checks(visit, form, "preferences", "preferences", &codes(visit, "pfPreferential")))
            (input(visit, form, "preference_note", "preference-note", "text", ""))
        }
    }
}

fn conditions(visit: &Visit, form: &Form<'_>) -> Markup {
    html! {
        fieldset {
            legend { (visit.t("conditions")) }
            (select(visit, form, "wage_form", "fit-wage-form", &codes(visit, "salTp")))
            (input(visit, form, "wage_min", "wage-min", "text", ""))
            (input(visit, form, "wage_max", "wage-max", "text", ""))
            (input(visit, form, "wage_note", "wage-note", "text", ""))
            (input(visit, form, "bonus", "bonus", "text", ""))
            (select(visit, form, "pattern", "pattern", &codes(visit, "holidayTp")))
            (checks(visit, form, "days", "search-days", &days(visit)))
            (input(visit, form, "from", "fit-from", "time", ""))
            (input(visit, form, "to", "fit-to", "time", ""))
            (input(visit, form, "rest", "rest", "number", ""))
            (input(visit, form, "weekly_hours", "fit-weekly-hours", "text", ""))
            (select(visit, form, "shift", "shift-work", &yes_no(visit)))
            (input(visit, form, "meals", "meals", "text", ""))
            (input(visit, form, "address", "where", "text", ""))
            (input(visit, form, "area", "area", "text", "fit-area-hint"))
            (input(visit, form, "station", "nearest-station", "text", ""))
            (input(visit, form, "station_exit", "station-exit", "text", ""))
            (input(visit, form, "walk_min", "walk-min", "number", ""))
            (select(visit, form, "remote", "remote", &yes_no(visit)))
            @for name in ["pension", "employment", "accident", "health"] { (select(visit, form, &format!("insurance_{name}"), &format!("insurance-{name}"), &yes_no(visit))) }
            (input(visit, form, "retirement", "retirement", "text", ""))
            (checks(visit, form, "welfare", "welfare", &codes(visit, "welfare")))
            (input(visit, form, "welfare_note", "welfare-note", "text", ""))
            (input(visit, form, "accessibility", "accessibility", "text", ""))
            @for name in ["hands", "eyesight", "handwork", "lifting", "hearing", "standing"] { (input(visit, form, &format!("environment_{name}"), &format!("environment-{name}"), "text", "")) }
        }
    }
}

fn recruitment(visit: &Visit, form: &Form<'_>) -> Markup {
    let words = |prefix: &str, names: &[&str]| -> Vec<(String, String)> {
        names.iter().map(|name| ((*name).to_owned(), visit.t(&format!("{prefix}-{name}")))).collect()
    };
    html! {
        fieldset {
            legend { (visit.t("form-recruitment")) }
            (checks(visit, form, "selection", "selection", &words("selection", &["documents", "interview", "test", "practical", "other"])))
            (checks(visit, form, "reception", "how-to-apply", &words("reception", &["visit", "post", "fax", "email", "worknet", "homepage", "phone", "job_center"])))
            (input(visit, form, "apply_url", "apply-url", "url", ""))
            (input(visit, form, "documents", "documents", "text", ""))
            (select(visit, form, "deadline_kind", "deadline", &words("deadline", &["on", "until_filled"])))
            (input(visit, form, "deadline_on", "deadline-on", "date", ""))
            (select(visit, form, "mediation", "mediation", &words("mediation", &["active", "normal", "direct"])))
            (select(visit, form, "visibility", "visibility", &words("visibility", &["public", "counselors", "network"])))
            (select(visit, form, "programme", "programme", &words("programme", &["senior", "youth", "middle_aged", "disabled_only"])))
            (input(visit, form, "project", "project", "text", ""))
            (input(visit, form, "lead", "lead", "text", ""))
            (area(visit, form, "note", "note"))
        }
    }
}
