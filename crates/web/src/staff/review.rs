//! `/staff/review`: what waits for a second person, a section each.

use axum::extract::Path;
use axum::response::{IntoResponse, Redirect, Response};
use domain::anomaly::{Anomaly, Verdict};
use domain::counting::Rule;
use domain::placement::Placement;
use domain::policy::{Reach, UseCase, reach};
use maud::{Markup, html};

use super::ledger::rule;
use super::placement::choices;
use crate::component::{Form, select, yes_no};
use crate::fields::Fields;
use crate::routes::Routes;
use crate::visit::Visit;
use crate::{error, page};

pub(super) fn routes(routes: &mut Routes) {
    routes.get("/staff/review", UseCase::ReadReview, show);
    routes.post("/staff/review/anomalies/{id}", UseCase::DecideReview, settle_anomaly);
    routes.post("/staff/review/disputes/{id}", UseCase::DecideReview, settle_dispute);
}

async fn show(visit: Visit) -> Response {
    let waiting = match app::ledger::review(&visit.ctx, visit.app()).await {
        Ok(waiting) => waiting,
        Err(failed) => return error::page(&visit, &failed),
    };
    let title = visit.t("staff-review");
    let sections: [(&str, usize, Markup); 2] = [
        ("review-anomalies", waiting.anomalies.len(), anomalies(&visit, &waiting.anomalies)),
        ("review-disputes", waiting.disputes.len(), disputes(&visit, &waiting.disputes)),
    ];
    let body = html! {
        h1 { (title) }
        p { a href="/staff/ledger/exclusions" { (visit.t("ledger-excluded")) } }
        @for (name, count, section) in sections {
            section { h2 { (visit.t(name)) " " (count) } @if count == 0 { p { (visit.t("review-none")) } } (section) }
        }
    };
    page::shell(&visit, &title, body).into_response()
}

fn may_decide(visit: &Visit) -> bool {
    reach(visit.ctx.actor.role, UseCase::DecideReview) != Reach::No
}

fn anomalies(visit: &Visit, found: &[Anomaly]) -> Markup {
    html! { ul.plain { @for anomaly in found { li {
        p { strong { (visit.say(&anomaly.finding.message)) } " " (visit.instant(anomaly.finding.at)) " " (rule(visit, Rule::Cr17)) }
        @if may_decide(visit) && anomaly.finding.by != visit.ctx.actor.person {
            form.narrow method="post" action={ "/staff/review/anomalies/" (anomaly.id) } {
                (select(visit, &Form::new(&Fields::default(), &[]), "verdict", "review-verdict", &choices::<Verdict>(visit, "verdict")))
                button { (visit.t("review-settle")) }
            }
        }
    } } } }
}

fn disputes(visit: &Visit, found: &[Placement]) -> Markup {
    html! { ul.plain { @for placement in found { li {
        p {
            a href={ "/staff/placements/" (placement.id) } { (placement.start_on) } " "
            @if let Some(dispute) = &placement.dispute { (visit.t(&format!("dispute-{}", dispute.reason))) " " (visit.instant(dispute.at)) }
            " " (rule(visit, Rule::Cr18))
        }
        @if may_decide(visit) && placement.created_by != visit.ctx.actor.person {
            form.narrow method="post" action={ "/staff/review/disputes/" (placement.id) } {
                (select(visit, &Form::new(&Fields::default(), &[]), "upheld", "review-upheld", &yes_no(visit)))
                button { (visit.t("review-settle")) }
            }
        }
    } } } }
}

async fn settle_anomaly(visit: Visit, Path(id): Path<String>, fields: Fields) -> Response {
    let (Ok(id), Some(verdict)) = (id.parse(), fields.parse("verdict")) else {
        return Redirect::to("/staff/review").into_response();
    };
    back(&visit, app::ledger::settle_anomaly(&visit.ctx, visit.app(), id, verdict).await)
}

async fn settle_dispute(visit: Visit, Path(id): Path<String>, fields: Fields) -> Response {
    let upheld = match fields.text("upheld") {
        "yes" => true,
        "no" => false,
        _ => return Redirect::to("/staff/review").into_response(),
    };
    let Ok(id) = id.parse() else { return error::page(&visit, &app::Error::NotFound) };
    back(&visit, app::ledger::settle_dispute(&visit.ctx, visit.app(), id, upheld).await)
}

fn back(visit: &Visit, done: Result<(), app::Error>) -> Response {
    match done {
        Ok(()) => Redirect::to("/staff/review").into_response(),
        Err(failed) => error::page(visit, &failed),
    }
}
