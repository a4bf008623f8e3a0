//! `/cohorts/{id}/outcome`: what became of those who completed a cohort, and how it was for them, in sums in which nobody is found.

use app::satisfaction::{After, Public};
use axum::extract::Path;
use axum::response::{IntoResponse, Response};
use domain::id::CohortId;
use domain::message::Message;
use domain::policy::UseCase;
use domain::support_program::ProgramId;
use maud::{Markup, html};

use crate::routes::Routes;
use crate::staff::satisfaction_answers as answers;
use crate::visit::Visit;
use crate::{error, page};

pub(crate) fn routes(routes: &mut Routes) {
    routes.get("/cohorts/{id}/outcome", UseCase::ReadPublic, show);
}

async fn show(visit: Visit, Path(id): Path<String>) -> Response {
    let Ok(id) = id.parse::<CohortId>() else { return error::page(&visit, &app::Error::NotFound) };
    let told = match app::satisfaction::public(&visit.ctx, visit.app(), id).await {
        Ok(told) => told,
        Err(failed) => return error::page(&visit, &failed),
    };
    let title = visit.say(&app::satisfaction::named(visit.app().reference, Some(&told.cohort)));
    let body = html! {
        h1 { (title) }
        p.lead { (told.cohort.from) " ~ " (told.cohort.until) }
        (section(&visit, &told))
    };
    page::shell(&visit, &title, body).into_response()
}

/// How a programme was for those who completed it; nothing while nobody was asked.
pub(crate) async fn of_program(visit: &Visit, program: &ProgramId) -> Markup {
    let told = app::satisfaction::of_program(&visit.ctx, visit.app(), program).await;
    let told = told.ok().filter(|told| told.asked > 0);
    html! { @if let Some(told) = &told { section #satisfaction { h2 { (visit.t("satisfaction-kind-cohort")) } (answers(visit, told)) } } }
}

/// The same as a part of a page.
pub(crate) fn section(visit: &Visit, told: &Public) -> Markup {
    let hidden = || visit.t("disclosure-hidden-mark");
    html! { section #outcome {
        h2 { (visit.t("cohort-outcome")) }
        p { (visit.t("cohort-outcome-note")) }
        dl.facts {
            dt { (visit.t("cohort-outcome-completed")) } dd { (told.completers.map_or_else(hidden, |n| n.to_string())) }
            @for after in &told.employed { dt { (visit.n("cohort-outcome-months", after.months)) } dd { (had_work(visit, after)) } }
            @for (months, kept) in &told.retained { dt { (visit.t("cohort-outcome-stayed")) " · " (visit.n("cohort-outcome-months", *months)) } dd { @match kept {
                Some((_, 0)) => "–",
                Some((there, due)) => (visit.say(&Message::new("cohort-outcome-jobs").with("n", *there).with("of", *due))),
                None => (hidden()),
            } } }
        }
        @if told.satisfaction.asked > 0 { h3 { (visit.t("satisfaction-kind-cohort")) } (answers(visit, &told.satisfaction)) }
        p.small { (visit.t("as-of")) " " (visit.instant(told.as_of)) " · " (visit.t("ledger-rule-set")) " " (told.rule_set) }
    } }
}

/// Who had work then, or why that is not known.
fn had_work(visit: &Visit, after: &After) -> Markup {
    let cell = |n: Option<i64>| n.map_or_else(|| visit.t("disclosure-hidden-mark"), |n| n.to_string());
    html! { @match after.shown {
        Some(shown) => { (visit.t("cohort-outcome-insured")) " " (cell(shown.insured)) " · " (visit.t("cohort-outcome-otherwise")) " " (cell(shown.otherwise)) " · " (visit.t("cohort-outcome-rest")) " " (cell(shown.rest)) " (" (after.on) ")" },
        None => (visit.t(&format!("cohort-employment-{}", after.state))),
    } }
}
