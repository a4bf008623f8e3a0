//! `/employer/openings/{id}/demand`: what would fill an opening. Numbers alone, and none of few people.

use app::demand::Demand;
use axum::extract::Path;
use axum::response::{IntoResponse, Response};
use domain::id::OpeningId;
use domain::message::Message;
use domain::support_program::Verdict;
use maud::{Markup, html};

use super::widened;
use crate::support_program::{entry, to_tell};
use crate::visit::Visit;
use crate::{error, page};

pub(super) async fn show(visit: Visit, Path(id): Path<String>) -> Response {
    let Ok(id) = id.parse::<OpeningId>() else { return error::page(&visit, &app::Error::NotFound) };
    let found = match app::demand::demand(&visit.ctx, visit.app(), id).await {
        Ok(found) => found,
        Err(failed) => return error::page(&visit, &failed),
    };
    let title = visit.t("demand");
    let own = visit.ctx.actor.employer.is_some();
    let phone = visit.app().city.phone();
    let body = html! {
        h1 { (title) }
        p.lead { a href={ "/staff/openings/" (id) } { (found.wider.opening.content.title) } " · " (visit.t("as-of")) " " (visit.instant(visit.ctx.now)) }
        (widened(&visit, &found.wider))
        (subsidies(&visit, &found))
        (trainees(&visit, &found))
        section #ask {
            h2 { (visit.t("demand-ask")) }
            p { (visit.t("demand-ask-note")) }
            div.actions {
                @if own { a.button href={ "/employer/openings/" (id) "/people" } { (visit.t("unnamed-ask")) } }
                a.button.second.phone href={ "tel:" (phone) } { (visit.t("fit-call")) " " (phone) }
            }
        }
        button.second type="button" data-print="" hidden { (visit.t("print")) }
    };
    page::shell(&visit, &title, body).into_response()
}

/// Subsidies that such a hire may bring, by what the opening and the employer tell; the rest is unknown and said to be.
fn subsidies(visit: &Visit, found: &Demand) -> Markup {
    html! { section #subsidies {
        h2 { (visit.t("programmes-fit-employer")) }
        p { (visit.t("demand-subsidies-note")) }
        @if found.subsidies.is_empty() { p.notice { (visit.t("demand-subsidies-none")) } }
        ul.openings { @for (answer, verdict) in &found.subsidies {
            @let why = match verdict {
                Verdict::Unknown { missing } => to_tell(visit, missing),
                Verdict::Eligible | Verdict::NotEligible { .. } => html! { p { strong { (visit.t("programmes-eligible")) } } },
            };
            (entry(visit, answer, &why))
        } }
        p { a href="/programmes/fit?for=employer" { (visit.t("path-tell-more")) } }
    } }
}

fn trainees(visit: &Visit, found: &Demand) -> Markup {
    html! { section #trainees {
        h2 { (visit.t("demand-trainees")) }
        p { (visit.t("demand-trainees-note")) }
        @if found.trainees.is_empty() { p { (visit.t("demand-trainees-none")) } }
        ul { @for one in &found.trainees { li {
            (visit.say(&one.program.name())) " · "
            (visit.say(&Message::new("demand-trainees-until").with("number", one.cohort.number).with("day", one.cohort.until.to_string()))) " · "
            @match one.count {
                Some(count) => (visit.n("demand-trainees-n", count)),
                None => (visit.n("demand-trainees-few", found.wider.least)),
            }
        } } }
    } }
}
