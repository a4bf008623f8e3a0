//! `/staff/cohorts/{id}/outcome`: who of those who completed a cohort had work after 3 and 6 months, how many of the jobs lasted,
//! and why people left; with the rows behind it for whoever may know who took part.

use app::cohort::{Hired, Outcome};
use axum::extract::{Path, Query};
use axum::response::{IntoResponse, Response};
use domain::cohort::Employment;
use domain::counting::{Kept, Rule};
use domain::id::CohortId;
use domain::message::Message;
use domain::policy::UseCase;
use maud::{Markup, html};

use super::ledger::rows::table;
use super::ledger::rule;
use crate::component::pages;
use crate::fields::Fields;
use crate::routes::Routes;
use crate::visit::Visit;
use crate::{error, page};

const SIZE: usize = 50;

pub(super) fn routes(routes: &mut Routes) {
    routes.get("/staff/cohorts/{id}/outcome", UseCase::ReadCohort, show);
}

async fn show(visit: Visit, Path(id): Path<String>, Query(pairs): Query<Vec<(String, String)>>) -> Response {
    let Ok(id) = id.parse::<CohortId>() else { return error::page(&visit, &app::Error::NotFound) };
    let fields = Fields(pairs);
    let at = fields.parse("page").unwrap_or(1);
    let (ctx, app) = (&visit.ctx, visit.app());
    // Whoever may not know who took part sees the sums alone.
    let (outcome, rows) = match app::cohort::hired(ctx, app, id, (at, SIZE)).await {
        Ok(Hired { outcome, rows }) => (outcome, Some(rows)),
        Err(app::Error::NotFound) => match app::cohort::outcome(ctx, app, id).await {
            Ok(outcome) => (outcome, None),
            Err(failed) => return error::page(&visit, &failed),
        },
        Err(failed) => return error::page(&visit, &failed),
    };
    let words = match &rows {
        Some(_) => app::satisfaction::words(ctx, app, id).await,
        None => Ok(Vec::new()),
    };
    let words = match words {
        Ok(words) => words,
        Err(failed) => return error::page(&visit, &failed),
    };
    let (title, hires) = (visit.t("cohort-outcome"), visit.t("cohort-outcome-hires"));
    let path = format!("/staff/cohorts/{id}/outcome");
    let body = html! {
        h1 { (title) }
        p.lead { (visit.say(&app::satisfaction::named(app.reference, Some(&outcome.cohort)))) " · " (outcome.cohort.from) " ~ " (outcome.cohort.until) " · " (visit.t("as-of")) " " (visit.instant(outcome.as_of)) " #" (outcome.seq) " · " (visit.t("ledger-rule-set")) " " (outcome.rule_set) }
        p { (visit.t("cohort-outcome-note")) " " (rule(&visit, Rule::Cr11)) " " (rule(&visit, Rule::Cr22)) }
        (sums(&visit, &outcome))
        (dropped(&visit, &outcome))
        @if !words.is_empty() { section { h2 { (visit.t("satisfaction-words")) } ul { @for word in &words { li lang=[visit.content_lang()] { (word) } } } } }
        @if let Some(rows) = &rows { section {
            h2 { (hires) }
            (table(&visit, &hires, &rows.items))
            (pages(&visit, &path, &fields, rows.page, rows.last()))
        } }
    };
    page::shell(&visit, &title, body).into_response()
}

fn sums(visit: &Visit, outcome: &Outcome) -> Markup {
    html! { div.scroll tabindex="0" role="region" aria-label=(visit.t("cohort-outcome")) { table {
        caption { (visit.n("cohort-outcome-completers", outcome.completers)) }
        thead { tr { th scope="col" { (visit.t("cohort-outcome-after")) } th scope="col" { (visit.t("cohort-outcome-employed")) } th scope="col" { (visit.t("cohort-outcome-insured")) } th scope="col" { (visit.t("cohort-outcome-stayed")) } } }
        tbody {
            @for (months, employed, kept) in [(3, &outcome.employed_3m, &outcome.retained_3m), (6, &outcome.employed_6m, &outcome.retained_6m)] { tr {
                th scope="row" { (visit.n("cohort-outcome-months", months)) }
                @match employed {
                    Employment::Known { on, completers, employed } => {
                        td { (of(visit, employed.people().value(), i64::from(*completers))) p.small { (on) } }
                        td { (of(visit, employed.insured.value(), i64::from(*completers))) }
                    }
                    other => td colspan="2" { (visit.t(&format!("cohort-employment-{}", other.name()))) @if let Employment::NotYet { known_on } = other { " · " (visit.n("cohort-outcome-from", known_on.to_string())) } },
                }
                td { (stayed(visit, kept)) }
            } }
        }
    } } }
}

fn of(visit: &Visit, n: i64, all: i64) -> String {
    visit.say(&Message::new("cohort-outcome-of").with("n", n).with("of", all))
}

/// Of the jobs whose day has come; what nobody looked at is said beside it.
fn stayed(visit: &Visit, kept: &Kept) -> Markup {
    let (due, asked) = (kept.due.value(), kept.asked.value());
    html! {
        @if due == 0 { "–" } @else { (visit.say(&Message::new("cohort-outcome-jobs").with("n", kept.kept.value()).with("of", due))) }
        @if asked < due { p.small { (visit.n("cohort-outcome-unasked", due - asked)) } }
    }
}

fn dropped(visit: &Visit, outcome: &Outcome) -> Markup {
    html! { @if !outcome.dropped.is_empty() { section {
        h2 { (visit.t("cohort-outcome-dropped")) }
        ul { @for (reason, n) in &outcome.dropped { li { (visit.t(&format!("enrolment-drop-{reason}"))) " " (n) } } }
    } } }
}
