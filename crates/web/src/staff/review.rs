//! `/staff/review`: what waits for a second person, a section each.

use app::review::{EarlyClose, Review};
use axum::extract::Path;
use axum::response::{IntoResponse, Redirect, Response};
use domain::counting::Rule;
use domain::merge::MergeName;
use domain::opening::State;
use domain::placement::{DisputeReason, Placement, SettleGround};
use domain::policy::{Reach, UseCase, reach};
use maud::{Markup, html};

use super::ledger::rule;
use super::placement::choices;
use crate::component::{Form, input, select, yes_no};
use crate::fields::Fields;
use crate::routes::Routes;
use crate::visit::Visit;
use crate::{error, page};

/// Pairs of records shown at once.
const MERGES: usize = 20;

pub(super) fn routes(routes: &mut Routes) {
    routes.get("/staff/review", UseCase::ReadReview, show);
    routes.post("/staff/review/disputes/{id}", UseCase::DecideReview, settle_dispute);
}

async fn show(visit: Visit) -> Response {
    let waiting = match app::review::waiting(&visit.ctx, visit.app()).await {
        Ok(waiting) => waiting,
        Err(failed) => return error::page(&visit, &failed),
    };
    let merges = match app::merge::list(&visit.ctx, visit.app(), MergeName::Suggested, 1, MERGES).await {
        Ok(found) => found,
        Err(failed) => return error::page(&visit, &failed),
    };
    let title = visit.t("staff-review");
    let left_out: usize = waiting.excluded.values().sum();
    let sections: [(&str, usize, Markup); 6] = [
        (
            "merges",
            merges.total,
            html! {
                (super::merge::section(&visit, &merges.items))
                @if merges.total > 0 { p { a href="/staff/review/merges" { (visit.t("merges-all")) } } }
            },
        ),
        ("review-anomalies", waiting.anomalies.len(), super::anomaly::list(&visit, &waiting.anomalies)),
        ("review-disputes", waiting.disputes.len(), disputes(&visit, &waiting)),
        ("review-unproven", waiting.unproven.len(), unproven(&visit, &waiting)),
        ("ledger-excluded", left_out, excluded(&visit, &waiting)),
        ("review-early", waiting.early.len(), early(&visit, &waiting.early)),
    ];
    let body = html! {
        h1 { (title) }
        nav aria-label=(title) { ul.tiles { @for (name, count, _) in &sections { li { a href={ "#" (name) } { (visit.t(name)) " " strong { (count) } } } } } }
        @for (name, count, section) in &sections {
            section id=(name) { h2 { (visit.t(name)) " " (count) } @if *count == 0 { p { (visit.t("review-none")) } } (section) }
        }
    };
    page::shell(&visit, &title, body).into_response()
}

/// What was left out of this year's figures, by rule.
fn excluded(visit: &Visit, waiting: &Review) -> Markup {
    html! { ul { @for (by, count) in &waiting.excluded { li {
        a href={ "/staff/ledger/exclusions?basis=everyone&rule=" (by) } { (by) " · " (count) } " " (visit.say(&by.sentence()))
    } } } }
}

/// Openings that ended before every head was found, and why.
fn early(visit: &Visit, closed: &[EarlyClose]) -> Markup {
    html! { @if !closed.is_empty() { div.scroll tabindex="0" role="region" aria-label=(visit.t("review-early")) { table {
        caption { (visit.t("review-early-note")) }
        thead { tr { th scope="col" { (visit.t("noun-opening")) } th scope="col" { (visit.t("employer")) } th scope="col" { (visit.t("reason")) } th scope="col" { (visit.t("headcount")) } th scope="col" { (visit.t("review-closed-at")) } } }
        tbody { @for one in closed { @if let State::Closed { at, reason, .. } = &one.opening.state { tr {
            th scope="row" { a href={ "/staff/openings/" (one.opening.id) } { (one.opening.origin.number) " " (one.opening.content.title) } }
            td { (one.employer) } td { (visit.t(&format!("close-{reason}"))) } td { (one.taken) " / " (one.opening.content.headcount) } td { (visit.instant(*at)) }
        } } } }
    } } } }
}

pub(super) fn may_decide(visit: &Visit) -> bool {
    reach(visit.ctx.actor.role, UseCase::DecideReview) != Reach::No
}

/// Evidence that the account which entered the claim keyed without a paper: another one looks and enters it.
fn unproven(visit: &Visit, waiting: &Review) -> Markup {
    let found = &waiting.unproven;
    html! { @if !found.is_empty() { p { (visit.t("review-unproven-note")) " " (rule(visit, Rule::Cr06)) } ul { @for placement in found { li {
        (start(waiting, placement))
        @for piece in &placement.evidence { " · " (visit.t(&format!("evidence-{}", piece.kind))) " " (piece.on) }
    } } } } }
}

/// The first day of a claim, leading to its page for those who may open it.
fn start(waiting: &Review, placement: &Placement) -> Markup {
    html! { @if waiting.may_open.contains(&placement.id) { a href={ "/staff/placements/" (placement.id) } { (placement.start_on) } } @else { (placement.start_on) } }
}

fn disputes(visit: &Visit, waiting: &Review) -> Markup {
    html! { ul.plain { @for placement in &waiting.disputes { li {
        p {
            (start(waiting, placement)) " "
            @if let Some(dispute) = &placement.dispute { (visit.t(&format!("dispute-{}", dispute.reason))) " " (visit.instant(dispute.at)) }
            " " (rule(visit, Rule::Cr18))
        }
        @if may_decide(visit) && placement.created_by != visit.ctx.actor.person {
            form.narrow method="post" action={ "/staff/review/disputes/" (placement.id) } {
                (select(visit, &Form::new(&Fields::default()), "upheld", "review-upheld", &yes_no(visit)))
                (select(visit, &Form::new(&Fields::default()), "ground", "review-ground", &choices::<SettleGround>(visit, "ground")))
                @if placement.dispute.as_ref().is_some_and(|dispute| dispute.reason == DisputeReason::WrongStart) {
                    (input(visit, &Form::new(&Fields::default()), "start_on", "review-start-on", "date", "review-start-on-hint"))
                }
                button { (visit.t("review-settle")) }
            }
        }
    } } } }
}

async fn settle_dispute(visit: Visit, Path(id): Path<String>, fields: Fields) -> Response {
    let upheld = match fields.text("upheld") {
        "yes" => true,
        "no" => false,
        _ => {
            let needed = domain::Message::new("review-upheld-needed");
            return error::page(&visit, &app::Error::field("upheld", needed));
        }
    };
    let Ok(id) = id.parse() else { return error::page(&visit, &app::Error::NotFound) };
    let Some(ground) = fields.parse("ground") else {
        let needed = domain::Message::new("review-ground-needed");
        return error::page(&visit, &app::Error::field("ground", needed));
    };
    let on = (ground, fields.parse("start_on"));
    back(&visit, app::placement::settle(&visit.ctx, visit.app(), id, upheld, on).await)
}

/// Back to the list.
pub(super) fn back(visit: &Visit, done: Result<(), app::Error>) -> Response {
    match done {
        Ok(()) => Redirect::to("/staff/review").into_response(),
        Err(failed) => error::page(visit, &failed),
    }
}
