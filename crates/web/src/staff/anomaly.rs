//! `/staff/review/anomalies`: a conspicuous pattern with its records, and what a second person found it to be.

use axum::extract::Path;
use axum::response::{IntoResponse, Redirect, Response};
use domain::anomaly::{Anomaly, Verdict};
use domain::counting::Rule;
use domain::policy::UseCase;
use maud::{Markup, html};

use super::ledger::rule;
use super::placement::choices;
use super::review::{back, may_decide};
use crate::component::{Form, select};
use crate::fields::Fields;
use crate::routes::Routes;
use crate::visit::Visit;
use crate::{error, page};

pub(super) fn routes(routes: &mut Routes) {
    routes.get("/staff/review/anomalies/{id}", UseCase::ReadReview, show);
    routes.post("/staff/review/anomalies/{id}", UseCase::DecideReview, settle);
}

/// One finding with the records it is about.
async fn show(visit: Visit, Path(id): Path<String>) -> Response {
    let Ok(id) = id.parse() else { return error::page(&visit, &app::Error::NotFound) };
    let found = match app::anomaly::get(&visit.ctx, visit.app(), id).await {
        Ok(found) => found,
        Err(failed) => return error::page(&visit, &failed),
    };
    let finding = &found.anomaly.finding;
    let title = visit.say(&finding.message);
    let body = html! {
        h1 { (title) " " (rule(&visit, Rule::Cr17)) }
        p.lead { (visit.t(&format!("anomaly-{}", finding.kind))) " · " (visit.instant(finding.at)) @if !found.by.is_empty() { " · " (found.by) } }
        @match &found.anomaly.settled {
            Some(settled) => p.notice { (visit.instant(settled.at)) " · " (visit.t(&format!("verdict-{}", settled.verdict))) },
            None => (verdict(&visit, &found.anomaly)),
        }
        div.scroll tabindex="0" role="region" aria-label=(visit.t("review-records")) { table {
            caption { (visit.t("review-records")) }
            thead { tr { th scope="col" { (visit.t("review-record")) } th scope="col" { (visit.t("review-last")) } th scope="col" { (visit.t("review-at")) } } }
            tbody { @for record in &found.records { @let noun = visit.t(&format!("noun-{}", record.noun)); tr {
                th scope="row" { @match &record.path { Some(path) => a href=(path) { (noun) }, None => (noun) } }
                td { (visit.t(&format!("done-{}", if record.verb == "cancel" { "cancel" } else if record.verb == "insert" { "insert" } else { "other" }))) }
                td { (visit.instant(record.at)) }
            } } }
        } }
        p { a href="/staff/review" { (visit.t("staff-review")) } }
    };
    page::shell(&visit, &title, body).into_response()
}

fn verdict(visit: &Visit, anomaly: &Anomaly) -> Markup {
    html! { @if may_decide(visit) && anomaly.finding.by != visit.ctx.actor.person {
        form.narrow method="post" action={ "/staff/review/anomalies/" (anomaly.id) } {
            (select(visit, &Form::new(&Fields::default()), "verdict", "review-verdict", &choices::<Verdict>(visit, "verdict")))
            button { (visit.t("review-settle")) }
        }
    } }
}

/// The findings that wait, each with its verdicts.
pub(super) fn list(visit: &Visit, found: &[Anomaly]) -> Markup {
    html! { ul.plain { @for anomaly in found { li {
        p { a href={ "/staff/review/anomalies/" (anomaly.id) } { strong { (visit.say(&anomaly.finding.message)) } } " " (visit.instant(anomaly.finding.at)) " " (rule(visit, Rule::Cr17)) }
        (verdict(visit, anomaly))
    } } } }
}

async fn settle(visit: Visit, Path(id): Path<String>, fields: Fields) -> Response {
    let (Ok(id), Some(verdict)) = (id.parse(), fields.parse("verdict")) else {
        return Redirect::to("/staff/review").into_response();
    };
    back(&visit, app::anomaly::settle(&visit.ctx, visit.app(), id, verdict).await)
}
