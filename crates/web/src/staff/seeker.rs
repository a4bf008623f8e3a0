//! `/staff/seekers`: jobseekers; every look is written down where the person can see it.

use app::seeker::Filter;
use axum::extract::{Form as Posted, Path, Query};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use domain::Channel;
use domain::code::{Education, WageForm};
use domain::id::SeekerId;
use domain::message::Message;
use domain::person::{ErasureReason, normalise_phone};
use domain::policy::{Reach, UseCase, reach};
use domain::seeker::{Consents, Profile, WageWish};
use domain::work_time::WorkTime;
use maud::html;

use crate::component::{Form, area, checks, codes, days, field_errors, input, pages, select};
use crate::fields::Fields;
use crate::routes::Routes;
use crate::visit::Visit;
use crate::{error, page};

pub(super) fn routes(routes: &mut Routes) {
    routes.get("/staff/seekers", UseCase::ReadSeeker, list);
    routes.get("/staff/seekers/new", UseCase::WriteSeeker, new);
    routes.post("/staff/seekers/new", UseCase::WriteSeeker, create);
    routes.get("/staff/seekers/{id}", UseCase::ReadSeeker, show);
    routes.get("/staff/seekers/{id}/matches", UseCase::ReadMatch, matches);
    routes.post("/staff/seekers/{id}/withdraw", UseCase::WriteSeeker, withdraw);
    routes.post("/staff/seekers/{id}/erase", UseCase::ErasePerson, erase);
}

async fn list(visit: Visit, Query(pairs): Query<Vec<(String, String)>>) -> Response {
    let fields = Fields(pairs);
    let filter = Filter {
        state: fields.parse("state"),
        page: fields.parse("page").unwrap_or(1).clamp(1, 100_000),
        size: 30,
    };
    let found = match app::seeker::list(&visit.ctx, visit.app(), &filter).await {
        Ok(found) => found,
        Err(failed) => return error::page(&visit, &failed),
    };
    let title = visit.t("staff-seekers");
    let body = html! {
        h1 { (title) }
        p.lead { (visit.n("seekers-n", found.total)) }
        p.notice { (visit.t("look-note")) }
        @if reach(visit.ctx.actor.role, UseCase::WriteSeeker) != Reach::No { div.actions { a.button href="/staff/seekers/new" { (visit.t("seeker-new")) } } }
        div.scroll { table {
            caption { (title) }
            thead { tr { th scope="col" { (visit.t("receipt-number")) } th scope="col" { (visit.t("name")) } th scope="col" { (visit.t("state")) } th scope="col" { (visit.t("desired-occupation")) } th scope="col" { (visit.t("area")) } } }
            tbody { @for row in &found.items { tr {
                td { a href={ "/staff/seekers/" (row.seeker.id) } { (row.seeker.number) } }
                @match &row.profile {
                    Some(profile) => {
                        th scope="row" { (profile.name) }
                        td { span.badge { (visit.t(&format!("seeker-state-{}", row.seeker.state.name()))) } }
                        td { (profile.occupations.iter().map(|code| visit.app().reference.occupations.name(code)).collect::<Vec<_>>().join(", ")) }
                        td { (profile.area.as_ref().map(|code| visit.app().city.areas().name(code)).unwrap_or_default()) }
                    }
                    None => { th scope="row" { (visit.t("erased")) } td {} td {} td {} }
                }
            } } }
        } }
        (pages(&visit, "/staff/seekers", &fields, found.page, found.last()))
    };
    page::shell(&visit, &title, body).into_response()
}

async fn show(visit: Visit, Path(id): Path<String>) -> Response {
    let Ok(id) = id.parse::<SeekerId>() else { return error::page(&visit, &app::Error::NotFound) };
    let view = match app::seeker::get(&visit.ctx, visit.app(), id).await {
        Ok(view) => view,
        Err(failed) => return error::page(&visit, &failed),
    };
    let role = visit.ctx.actor.role;
    let may = |use_case| reach(role, use_case) != Reach::No;
    let name = view.profile.as_ref().map_or_else(|| visit.t("erased"), |profile| profile.name.clone());
    let body = html! {
        h1 { (name) }
        p.lead { (view.seeker.number) " · " span.badge { (visit.t(&format!("seeker-state-{}", view.seeker.state.name()))) } }
        @if !view.missing.is_empty() && view.profile.is_some() { div.notice { ul { @for missing in &view.missing { li { (visit.say(&missing.message())) } } } } }
        @if let Some(profile) = &view.profile {
            dl.facts {
                dt { (visit.t("born-on")) } dd { @if let Some(day) = profile.born_on { (day) } }
                dt { (visit.t("phone")) } dd { (profile.mobile) " " (profile.phone) " " (profile.proxy_phone) }
                dt { (visit.t("email")) } dd { (profile.email) }
                dt { (visit.t("address")) } dd { (profile.address) }
                dt { (visit.t("desired-occupation")) } dd { (profile.occupations.iter().map(|code| visit.app().reference.occupations.name(code)).collect::<Vec<_>>().join(", ")) }
                dt { (visit.t("fit-desired-areas")) } dd { (profile.desired_areas.iter().map(|code| visit.app().city.areas().name(code)).collect::<Vec<_>>().join(", ")) }
                dt { (visit.t("licences")) } dd { (profile.licences.join(", ")) }
                dt { (visit.t("skills")) } dd { (profile.skills.join(", ")) }
                dt { (visit.t("fit-desired-work")) } dd { (profile.desired_work) }
            }
            div.actions {
                @if may(UseCase::ReadMatch) { a.button href={ "/staff/seekers/" (id) "/matches" } { (visit.t("matches")) } }
                @if may(UseCase::WriteSeeker) { form method="post" action={ "/staff/seekers/" (id) "/withdraw" } { button.second { (visit.t("withdraw")) } } }
                @if may(UseCase::ErasePerson) { form method="post" action={ "/staff/seekers/" (id) "/erase" } { button.danger { (visit.t("erase")) } } }
            }
        }
        section {
            h2 { (visit.t("looks")) }
            ul { @for look in &view.looks { li { (visit.instant(look.at)) " · " (visit.t(&format!("role-{}", look.role))) " " (look.who) " · " (visit.t(&format!("purpose-{}", look.purpose))) } } }
        }
    };
    page::shell(&visit, &name, body).into_response()
}

async fn matches(visit: Visit, Path(id): Path<String>) -> Response {
    let Ok(id) = id.parse::<SeekerId>() else { return error::page(&visit, &app::Error::NotFound) };
    match app::seeker::matches(&visit.ctx, visit.app(), id, 10).await {
        Ok(fit) => {
            let title = visit.t("matches");
            page::shell(&visit, &title, html! { h1 { (title) } (crate::fit::results(&visit, &fit)) })
                .into_response()
        }
        Err(failed) => error::page(&visit, &failed),
    }
}

async fn withdraw(visit: Visit, Path(id): Path<String>) -> Response {
    let Ok(id) = id.parse::<SeekerId>() else { return error::page(&visit, &app::Error::NotFound) };
    match app::seeker::withdraw(&visit.ctx, visit.app(), id).await {
        Ok(()) => Redirect::to(&format!("/staff/seekers/{id}")).into_response(),
        Err(failed) => error::page(&visit, &failed),
    }
}

async fn erase(visit: Visit, Path(id): Path<String>) -> Response {
    let Ok(id) = id.parse::<SeekerId>() else { return error::page(&visit, &app::Error::NotFound) };
    match app::seeker::erase(&visit.ctx, visit.app(), id, ErasureReason::Requested).await {
        Ok(()) => Redirect::to("/staff/seekers").into_response(),
        Err(failed) => error::page(&visit, &failed),
    }
}

async fn new(visit: Visit) -> Response {
    form_page(&visit, &Fields::default(), &[], StatusCode::OK)
}

async fn create(visit: Visit, Posted(pairs): Posted<Vec<(String, String)>>) -> Response {
    let fields = Fields(pairs);
    let made = match read(&visit, &fields) {
        Ok(profile) => app::seeker::register(&visit.ctx, visit.app(), profile, Channel::Counter).await,
        Err(errors) => Err(app::Error::Invalid(errors)),
    };
    match made {
        Ok(id) => Redirect::to(&format!("/staff/seekers/{id}")).into_response(),
        Err(failed) => match field_errors(&visit, &failed) {
            Some(errors) => form_page(&visit, &fields, &errors, StatusCode::UNPROCESSABLE_ENTITY),
            None => error::page(&visit, &failed),
        },
    }
}

/// Fourteen inputs, as one asks them at a counter.
fn form_page(visit: &Visit, fields: &Fields, errors: &[(String, String)], status: StatusCode) -> Response {
    let form = Form { fields, errors };
    let title = visit.t("seeker-new");
    let consent = [("yes".to_owned(), visit.t("consent-registration"))];
    let body = html! {
        h1 { (title) }
        (form.summary(visit))
        form.narrow method="post" {
            (input(visit, &form, "name", "name", "text", ""))
            (input(visit, &form, "born_on", "born-on", "date", "born-on-hint"))
            (input(visit, &form, "phone", "phone", "tel", ""))
            (input(visit, &form, "area", "fit-area", "text", "fit-area-hint"))
            (input(visit, &form, "occupation", "desired-occupation", "text", "fit-occupation-hint"))
            (input(visit, &form, "desired_area", "fit-desired-areas", "text", "fit-area-hint"))
            (select(visit, &form, "wage_form", "fit-wage-form", &codes(visit, "salTp")))
            (input(visit, &form, "wage_won", "fit-wage", "text", ""))
            (checks(visit, &form, "days", "fit-days", &days(visit)))
            (input(visit, &form, "career_months", "fit-career", "number", ""))
            (select(visit, &form, "education", "education", &codes(visit, "education")))
            (input(visit, &form, "licences", "licences", "text", "fit-list-hint"))
            (area(visit, &form, "desired_work", "fit-desired-work"))
            (checks(visit, &form, "consent_registration", "consent", &consent))
            div.actions { button { (visit.t("save-form")) } }
        }
    };
    (status, page::shell(visit, &title, body)).into_response()
}

fn read(visit: &Visit, fields: &Fields) -> Result<Profile, Vec<app::FieldError>> {
    let mut errors = Vec::new();
    let phone = match fields.text("phone") {
        "" => String::new(),
        typed => normalise_phone(typed).unwrap_or_else(|message| {
            errors.push(app::FieldError::new("phone", message));
            String::new()
        }),
    };
    let mobile = phone.starts_with("01");
    let born = fields.text("born_on");
    let born_on = born.parse().ok();
    if born_on.is_none() && !born.is_empty() {
        errors.push(app::FieldError::new("born_on", Message::new("form-date-unreadable").with("text", born)));
    }
    let mut number = |name: &'static str| {
        fields.number(name).unwrap_or_else(|error| {
            errors.push(error);
            None
        })
    };
    let (won, career) = (number("wage_won"), number("career_months"));
    let areas = visit.app().city.areas();
    let resolve = |name: &'static str, errors: &mut Vec<app::FieldError>| {
        let typed = fields.text(name);
        let found = areas.resolve(typed);
        if found.is_empty() && !typed.is_empty() {
            errors.push(app::FieldError::new(name, Message::new("form-area-unknown").with("text", typed)));
        }
        found
    };
    let area = resolve("area", &mut errors).into_iter().next();
    let desired_areas = resolve("desired_area", &mut errors).into_iter().take(2).collect();
    let typed = fields.text("occupation");
    let occupations: Vec<_> =
        visit.app().reference.occupations.resolve(typed).into_iter().map(|hit| hit.code).take(3).collect();
    if occupations.is_empty() && !typed.is_empty() {
        errors.push(app::FieldError::new(
            "occupation",
            Message::new("form-occupation-unknown").with("text", typed),
        ));
    }
    let form = WageForm::from_code(fields.text("wage_form")).unwrap_or(WageForm::Monthly);
    let list = |name: &str| {
        fields.text(name).split(',').map(str::trim).filter(|t| !t.is_empty()).map(str::to_owned).collect()
    };
    let consent = fields.ticked("consent_registration").then(|| visit.ctx.today());
    let profile = Profile {
        name: fields.text("name").to_owned(),
        born_on,
        address: fields.text("area").to_owned(),
        area,
        mobile: if mobile { phone.clone() } else { String::new() },
        phone: if mobile { String::new() } else { phone },
        education: Education::from_code(fields.text("education")),
        occupations,
        desired_work: fields.text("desired_work").to_owned(),
        career_months: career.and_then(|n| u32::try_from(n).ok()),
        desired_areas,
        wage: won.filter(|won| *won > 0).map_or(WageWish::Unknown, |won| WageWish::AtLeast { form, won }),
        work_time: WorkTime { weekdays: fields.weekdays("days"), ..WorkTime::default() },
        licences: list("licences"),
        consents: Consents { registration: consent, ..Consents::default() },
        ..Profile::default()
    };
    if errors.is_empty() { Ok(profile) } else { Err(errors) }
}
