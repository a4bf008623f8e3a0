//! The opening application (구인표) as a form: every field, in the order of the paper.

mod compare;
mod fill;
mod read;
mod template;
pub(super) use compare::of_versions;

use axum::extract::{Path, Query};
use axum::response::Response;
use domain::Ctx;
use domain::actor::{Actor, Channel};
use domain::employer::{BusinessNumber, Employer};
use domain::id::{EmployerId, OpeningId};
use domain::message::Message;
use domain::opening::Content;
use domain::person::normalise_phone;
use domain::policy::{Reach, UseCase, reach};
use maud::{Markup, html};

use crate::component::{
    Form, area, checks, codes, days, input, occupation_input, select, sent, tick, yes_no,
};
use crate::error;
use crate::fields::Fields;
use crate::visit::Visit;

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
    match template::begin(&visit, Fields(pairs)).await {
        Ok((fields, said)) => {
            let said = said.map(|said| html! { p.notice role="status" { (visit.say(&said)) } });
            render(&visit, Form::new(&fields), None, said.as_ref())
        }
        Err(failed) => error::page(&visit, &failed),
    }
}

pub(super) async fn create(visit: Visit, fields: Fields) -> Response {
    let made = async {
        let content = read::content(&visit, &fields).map_err(app::Error::Invalid)?;
        let employer = employer_of(&visit, &fields).await?;
        app::opening::create(&reached_by(&visit, &fields), visit.app(), employer, content).await
    };
    sent(&visit, &fields, made.await, |id| format!("/staff/openings/{id}"))
        .unwrap_or_else(|form| render(&visit, form, None, None))
}

/// Ways in which an opening that staff key reached them; by post or fax it is a paper.
const ROUTES: [Channel; 4] = [Channel::Phone, Channel::Counter, Channel::Paper, Channel::Web];

/// The request as it came to the city: staff say by which way, an employer keys it themselves.
fn reached_by(visit: &Visit, fields: &Fields) -> Ctx {
    let said =
        fields.parse("channel").filter(|one| visit.ctx.actor.employer.is_none() && ROUTES.contains(one));
    let channel = said.unwrap_or(visit.ctx.actor.channel);
    visit.ctx.acting_as(Actor { channel, ..visit.ctx.actor.clone() })
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
            if BusinessNumber::is_meant_by(name) {
                BusinessNumber::parse(name).map_err(|why| app::Error::field("employer", why))?;
                return Err(app::Error::field("employer", Message::new("employer-name-too")));
            }
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
            let business_number = match fields.text("employer_number") {
                "" => None,
                typed => Some(
                    BusinessNumber::parse(typed).map_err(|why| app::Error::field("employer_number", why))?,
                ),
            };
            let employer = Employer {
                name: name.to_owned(),
                business_number,
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
            render(&visit, Form::new(&fill::fields(&visit, &view.opening)), Some(id), None)
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
        Err(app::Error::Conflict(why)) if why.code == "changed-meanwhile" => {
            clash(&visit, &fields, &app::Error::Conflict(why), id).await
        }
        updated => sent(&visit, &fields, updated, |()| format!("/staff/openings/{id}"))
            .unwrap_or_else(|form| render(&visit, form, Some(id), None)),
    }
}

/// Somebody saved another version meanwhile: both stand side by side, and one's own is kept with a press of
/// the button, which now names the version it replaces.
async fn clash(visit: &Visit, fields: &Fields, why: &app::Error, id: OpeningId) -> Response {
    let theirs = match app::opening::get(&visit.ctx, visit.app(), id).await {
        Ok(view) => view.opening,
        Err(failed) => return error::page(visit, &failed),
    };
    let mut mine = fields.clone();
    mine.0.retain(|(name, _)| name != "version");
    mine.0.push(("version".to_owned(), theirs.version.to_string()));
    let table = compare::table(
        visit,
        &[visit.t("conflict-theirs"), visit.t("conflict-mine")],
        &[fill::fields(visit, &theirs), mine.clone()],
    );
    Form::refused(visit, &mine, why).unwrap_or_else(|form| render(visit, form, Some(id), Some(&table)))
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

/// A part of the form: all of it, what an opening needs and little more, or the rest.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Part {
    All,
    Needed,
    Rest,
}

impl Part {
    fn has(self, name: &str) -> bool {
        match self {
            Self::All => true,
            Self::Needed => FIRST.contains(&name),
            Self::Rest => !FIRST.contains(&name),
        }
    }
}

/// The fields asked first, in five minutes at the telephone: what is needed, when the work is and until when one
/// may apply.
const FIRST: [&str; 16] = [
    "title",
    "occupation",
    "duties",
    "headcount",
    "headcount_sure",
    "employment_type",
    "wage_form",
    "wage_min",
    "days",
    "from",
    "to",
    "weekly_hours",
    "area",
    "reception",
    "deadline_kind",
    "deadline_on",
];

fn whole(visit: &Visit, form: &Form<'_>, part: Part) -> Markup {
    html! { (job(visit, form, part)) (conditions(visit, form, part)) (recruitment(visit, form, part)) }
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

fn render(visit: &Visit, form: Form<'_>, id: Option<OpeningId>, said: Option<&Markup>) -> Response {
    let form = form.needing(&NEEDED);
    let title = visit.t(if id.is_some() { "edit" } else { "opening-new" });
    let body = html! {
        @if let (None, Some(said)) = (id, said) { (said) }
        @if id.is_none() { (template::form(visit, form.fields)) }
        @if let (Some(id), Some(clash)) = (id, said) {
            p.notice { (visit.t("conflict-choose")) }
            (clash)
            div.actions { a.button.second href={ "/staff/openings/" (id) } { (visit.t("conflict-take-theirs")) } }
        }
        p { (visit.t("opening-needed")) }
        form.narrow method="post" {
            @if id.is_some() { input type="hidden" name="version" value=(form.fields.text("version")); }
            @else if visit.ctx.actor.employer.is_none() { (employer(visit, &form)) (route(visit, &form)) }
            (super::law::refused_inputs(visit, &form))
            @if id.is_some() { (whole(visit, &form, Part::All)) }
            @else {
                (whole(visit, &form, Part::Needed))
                // What is folded away opens by itself when something in it is wrong.
                details open[form.errors.iter().any(|(name, _)| Part::Rest.has(name))] {
                    summary { (visit.t("opening-more-fields")) }
                    (whole(visit, &form, Part::Rest))
                }
            }
            div.actions { button { (visit.t(if id.is_some() && said.is_some() { "conflict-keep-mine" } else { "save-form" })) } }
        }
    };
    form.page(visit, &title, &body)
}

/// By which way it came; most are told by telephone, which stands first.
fn route(visit: &Visit, form: &Form<'_>) -> Markup {
    let said = form.fields.text("channel");
    html! {
        div.field { label for="channel" { (visit.t("opening-channel")) }
            select id="channel" name="channel" {
                @for one in ROUTES.map(|one| one.to_string()) { option value=(one) selected[one == said] { (visit.t(&format!("opening-channel-{one}"))) } }
            }
        }
    }
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
                (input(visit, form, "employer_number", "business-number", "text", "business-number-hint"))
            }
        }
    }
}

/// Asks whether so many heads are meant, once there are.
fn many(visit: &Visit, form: &Form<'_>) -> Markup {
    let asked = form.error("headcount_sure").is_some() || form.fields.ticked("headcount_sure");
    html! { @if asked { (tick(form, "headcount_sure", &visit.t("headcount-sure"))) } }
}

fn job(visit: &Visit, form: &Form<'_>, part: Part) -> Markup {
    html! {
        fieldset {
            legend { (visit.t("form-job")) }
            @if part.has("title") { (input(visit, form, "title", "title", "text", "")) }
            @if part.has("occupation") { (occupation_input(visit, form, "occupation", "occupation", "occupation-hint")) }
            @if part.has("related") { (input(visit, form, "related", "related", "text", "fit-list-hint")) }
            @if part.has("duties") { (area(visit, form, "duties", "duties")) }
            @if part.has("headcount") { (input(visit, form, "headcount", "headcount", "number", "")) (many(visit, form)) }
            @if part.has("headcount_disabled") { (input(visit, form, "headcount_disabled", "headcount-disabled", "number", "")) }
            @if part.has("employment_type") { (select(visit, form, "employment_type", "employment-type", &codes(visit, "empTp"))) }
            @if part.has("contract_months") { (input(visit, form, "contract_months", "contract-months", "number", "")) }
            @if part.has("work_days") { (input(visit, form, "work_days", "work-days", "number", "work-days-hint")) }
            @if part.has("convertible") { (select(visit, form, "convertible", "convertible", &yes_no(visit))) }
            @if part.has("probation_months") { (input(visit, form, "probation_months", "probation", "number", "")) }
            @if part.has("career") { (select(visit, form, "career", "career", &codes(visit, "career"))) }
            @if part.has("career_min") { (input(visit, form, "career_min", "career-min", "number", "")) }
            @if part.has("career_max") { (input(visit, form, "career_max", "career-max", "number", "")) }
            @if part.has("education_min") { (select(visit, form, "education_min", "education", &codes(visit, "education"))) }
            @if part.has("education_max") { (select(visit, form, "education_max", "education-max", &codes(visit, "education"))) }
            @if part.has("majors") { (input(visit, form, "majors", "majors", "text", "fit-list-hint")) }
            @if part.has("licences") { (input(visit, form, "licences", "licences", "text", "fit-list-hint")) }
            @if part.has("skills") { (input(visit, form, "skills", "skills", "text", "fit-list-hint")) }
            @if part.has("languages") { (checks(visit, form, "languages", "languages", &codes(visit, "foreignLanguage"))) }
            @if part.has("computer") { (checks(visit, form, "computer", "computer", &codes(visit, "comPreferential"))) }
            @if part.has("military_substitute") { (select(visit, form, "military_substitute", "military-substitute", &yes_no(visit))) }
            @if part.has("employment_permit") { (select(visit, form, "employment_permit", "employment-permit", &yes_no(visit))) }
            @if part.has("preferences") { (checks(visit, form, "preferences", "preferences", &codes(visit, "pfPreferential"))) }
            @if part.has("preference_note") { (input(visit, form, "preference_note", "preference-note", "text", "")) }
        }
    }
}

fn conditions(visit: &Visit, form: &Form<'_>, part: Part) -> Markup {
    html! {
        fieldset {
            legend { (visit.t("conditions")) }
            @if part.has("wage_form") { (select(visit, form, "wage_form", "fit-wage-form", &codes(visit, "salTp"))) }
            @if part.has("wage_min") { (input(visit, form, "wage_min", "wage-min", "text", "")) }
            @if part.has("wage_max") { (input(visit, form, "wage_max", "wage-max", "text", "")) }
            @if part.has("wage_note") { (input(visit, form, "wage_note", "wage-note", "text", "")) }
            @if part.has("bonus") { (input(visit, form, "bonus", "bonus", "text", "")) }
            @if part.has("pattern") { (select(visit, form, "pattern", "pattern", &codes(visit, "holidayTp"))) }
            @if part.has("days") { (checks(visit, form, "days", "search-days", &days(visit))) }
            @if part.has("from") { (input(visit, form, "from", "fit-from", "time", "")) }
            @if part.has("to") { (input(visit, form, "to", "fit-to", "time", "")) }
            @if part.has("rest") { (input(visit, form, "rest", "rest", "number", "")) }
            @if part.has("weekly_hours") { (input(visit, form, "weekly_hours", "fit-weekly-hours", "text", "")) }
            @if part.has("shift") { (select(visit, form, "shift", "shift-work", &yes_no(visit))) }
            @if part.has("meals") { (input(visit, form, "meals", "meals", "text", "")) }
            @if part.has("address") { (input(visit, form, "address", "where", "text", "")) }
            @if part.has("area") { (input(visit, form, "area", "area", "text", "fit-area-hint")) }
            @if part.has("station") { (input(visit, form, "station", "nearest-station", "text", "")) }
            @if part.has("station_exit") { (input(visit, form, "station_exit", "station-exit", "text", "")) }
            @if part.has("walk_min") { (input(visit, form, "walk_min", "walk-min", "number", "")) }
            @if part.has("remote") { (select(visit, form, "remote", "remote", &yes_no(visit))) }
            @if part.has("insurance") { @for name in ["pension", "employment", "accident", "health"] { (select(visit, form, &format!("insurance_{name}"), &format!("insurance-{name}"), &yes_no(visit))) } }
            @if part.has("retirement") { (input(visit, form, "retirement", "retirement", "text", "")) }
            @if part.has("welfare") { (checks(visit, form, "welfare", "welfare", &codes(visit, "welfare"))) }
            @if part.has("welfare_note") { (input(visit, form, "welfare_note", "welfare-note", "text", "")) }
            @if part.has("accessibility") { (input(visit, form, "accessibility", "accessibility", "text", "")) }
            @if part.has("environment") { @for name in ["hands", "eyesight", "handwork", "lifting", "hearing", "standing"] { (input(visit, form, &format!("environment_{name}"), &format!("environment-{name}"), "text", "")) } }
        }
    }
}

fn recruitment(visit: &Visit, form: &Form<'_>, part: Part) -> Markup {
    let words = |prefix: &str, names: &[&str]| -> Vec<(String, String)> {
        names.iter().map(|name| ((*name).to_owned(), visit.t(&format!("{prefix}-{name}")))).collect()
    };
    html! {
        fieldset {
            legend { (visit.t("form-recruitment")) }
            @if part.has("selection") { (checks(visit, form, "selection", "selection", &words("selection", &["documents", "interview", "test", "practical", "other"]))) }
            @if part.has("reception") { (checks(visit, form, "reception", "how-to-apply", &words("reception", &["visit", "post", "fax", "email", "worknet", "homepage", "phone", "job_center"]))) }
            @if part.has("apply_url") { (input(visit, form, "apply_url", "apply-url", "url", "")) }
            @if part.has("documents") { (input(visit, form, "documents", "documents", "text", "")) }
            @if part.has("deadline_kind") { (select(visit, form, "deadline_kind", "deadline", &words("deadline", &["on", "until_filled"]))) }
            @if part.has("deadline_on") { (input(visit, form, "deadline_on", "deadline-on", "date", "")) }
            @if part.has("mediation") { (select(visit, form, "mediation", "mediation", &words("mediation", &["active", "normal", "direct"]))) }
            @if part.has("visibility") { (select(visit, form, "visibility", "visibility", &words("visibility", &["public", "counselors", "network"]))) }
            @if part.has("first_look_until") { (input(visit, form, "first_look_until", "first-look-until", "date", "first-look-hint")) }
            @if part.has("programme") { (select(visit, form, "programme", "programme", &words("programme", &["senior", "youth", "middle_aged", "disabled_only"]))) }
            @if part.has("project") { (input(visit, form, "project", "project", "text", "")) }
            @if part.has("lead") { (input(visit, form, "lead", "lead", "text", "")) }
            @if part.has("note") { (area(visit, form, "note", "note")) }
        }
    }
}
