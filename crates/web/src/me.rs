//! `/me`: what waits for a jobseeker, where their applications stand, what fits and why, their plan, their
//! consents, who looked, and their data to take away or to erase.

use app::seeker::File;
use axum::http::header;
use axum::response::{IntoResponse, Response};
use domain::policy::{Reach, UseCase, reach};
use domain::referral;
use domain::seeker::State;
use maud::{Markup, html};

use crate::routes::Routes;
use crate::staff::seeker_file as parts;
use crate::visit::Visit;
use crate::{error, page};

pub(crate) fn routes(routes: &mut Routes) {
    routes.get("/me", UseCase::ReadOwn, show);
    routes.get("/me/data", UseCase::ReadOwn, data);
}

/// One's own page; whoever holds another role finds the ways on.
pub(crate) async fn show(visit: Visit) -> Response {
    let mine = match app::seeker::mine(&visit.ctx, visit.app()).await {
        Ok(mine) => mine,
        Err(failed) => return error::page(&visit, &failed),
    };
    let seeks = reach(visit.ctx.actor.role, UseCase::WriteSeeker) == Reach::Own;
    let name = visit.signed.as_ref().map(|signed| signed.name.clone()).unwrap_or_default();
    let fit = match &mine {
        Some(file) if seeks && file.view.may_match && file.view.seeker.state.is_active(visit.ctx.today()) => {
            app::seeker::matches(&visit.ctx, visit.app(), file.view.seeker.id, 3).await.ok()
        }
        _ => None,
    };
    let body = html! {
        h1 { (name) }
        p.lead { (visit.t(&format!("role-{}", visit.ctx.actor.role))) }
        @match mine.as_ref().filter(|_| seeks) {
            Some(file) => {
                (waiting(&visit, file))
                section { h2 #applications { (visit.t("me-applications")) } (parts::journeys(&visit, &file.record.journeys)) }
                @if let Some(fit) = &fit {
                    section { h2 { (visit.t("me-suggestions")) } (crate::fit::results(&visit, fit))
                        p { a.button.second href={ "/staff/seekers/" (file.view.seeker.id) "/matches" } { (visit.t("me-suggestions-all")) } } }
                }
                section { h2 { (visit.t("my-results")) } p { (visit.t("my-results-note")) } p { a.button.second href="/me/results" { (visit.t("my-results")) } } }
                section { h2 { (visit.t("plan")) } (parts::plans(&visit, file)) }
                section { h2 { (visit.t("consent")) } (parts::consents(&visit, &file.view)) }
                section { h2 { (visit.t("looks")) } (parts::looks(&visit, &file.view)) }
                (own_data(&visit, file))
            }
            None => @if seeks { p.notice { (visit.t("my-registrations-none")) } div.actions { a.button href="/staff/seekers/new" { (visit.t("seeker-new")) } } },
        }
        ul {
            li { a href="/openings" { (visit.t("nav-openings")) } }
            li { a href="/fit" { (visit.t("nav-fit")) } }
            li { a href="/centres" { (visit.t("nav-centres")) } }
        }
    };
    page::shell(&visit, &name, body).into_response()
}

/// What the person can do now, and until when they are registered.
fn waiting(visit: &Visit, file: &File) -> Markup {
    let seeker = &file.view.seeker;
    let proposed =
        file.record.journeys.iter().filter(|j| j.referral.state == referral::State::Proposed).count();
    let steps = parts::next(visit, &file.view, &file.record);
    html! {
        section {
            h2 { (visit.t("me-waiting")) }
            p {
                (seeker.number) " " span.badge { (visit.t(&format!("seeker-state-{}", seeker.state.name()))) }
                @if let State::Active { valid_until, .. } = &seeker.state { " · " (visit.n("valid-until", valid_until.to_string())) }
            }
            ul {
                @if proposed > 0 { li { a href="#applications" { (visit.n("me-proposed-n", proposed)) } } }
                @for step in &steps { li { (step) } }
            }
            @if proposed == 0 && steps.is_empty() { p { (visit.t("me-nothing")) } }
            @if matches!(seeker.state, State::Active { .. } | State::Expired { .. }) {
                form method="post" action={ "/staff/seekers/" (seeker.id) "/renew" } { button { (visit.t("me-renew")) } }
            } @else if !matches!(seeker.state, State::Draft | State::Submitted { .. }) {
                div.actions { a.button href="/staff/seekers/new" { (visit.t("seeker-new")) } }
            }
        }
    }
}

fn own_data(visit: &Visit, file: &File) -> Markup {
    let path = format!("/staff/seekers/{}", file.view.seeker.id);
    html! {
        section {
            h2 { (visit.t("me-data")) }
            ul {
                li { a href=(path) { (visit.t("me-data-show")) } }
                @if file.view.may_write { li { a href={ (path) "/edit" } { (visit.t("me-data-correct")) } } }
                li { a href="/me/data" { (visit.t("me-data-download")) } }
                @if file.view.may_erase { li { a href={ (path) "/erase" } { (visit.t("erase")) } } }
            }
            button.second type="button" data-print="" hidden { (visit.t("print")) }
            @if file.record.registrations.len() > 1 {
                h3 { (visit.t("my-registrations")) }
                ul { @for seeker in &file.record.registrations { li { a href={ "/staff/seekers/" (seeker.id) } { (seeker.number) } " " span.badge { (visit.t(&format!("seeker-state-{}", seeker.state.name()))) } " · " (seeker.registered_on) } } }
            }
        }
    }
}

/// Everything kept about oneself, for another program to read (개인정보 보호법 §35의2).
async fn data(visit: Visit) -> Response {
    let file = match app::seeker::mine(&visit.ctx, visit.app()).await {
        Ok(Some(file)) => file,
        Ok(None) => return error::page(&visit, &app::Error::NotFound),
        Err(failed) => return error::page(&visit, &failed),
    };
    match app::seeker::export(&visit.ctx, visit.app(), file.view.seeker.id).await {
        Ok(exported) => {
            let headers = [
                (header::CONTENT_DISPOSITION, "attachment; filename=\"iljari-my-data.json\""),
                (header::CACHE_CONTROL, "no-store"),
            ];
            (headers, axum::Json(exported)).into_response()
        }
        Err(failed) => error::page(&visit, &failed),
    }
}
