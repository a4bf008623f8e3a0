//! What was suggested about a person, to whom and why, as it was shown then; and why any one opening suits them or not.

use app::suggestion::{Judged, Past, PastRow};
use axum::extract::{Path, Query};
use axum::response::{IntoResponse, Response};
use domain::Role;
use domain::id::{OpeningId, SeekerId, SuggestionId};
use domain::law::read_from_words;
use domain::message::thousands;
use domain::policy::{Reach, UseCase, reach};
use domain::suggestion::{Audience, Competition, Condition, Row};
use maud::{Markup, html};

use super::step;
use crate::component::wage;
use crate::fields::Fields;
use crate::fit;
use crate::visit::Visit;
use crate::{error, page};

/// Every list that was shown, the latest first.
pub(super) async fn list(visit: Visit, Path(id): Path<String>) -> Response {
    let Ok(id) = id.parse::<SeekerId>() else { return error::page(&visit, &app::Error::NotFound) };
    let (seeker, past) = match app::suggestion::list(&visit.ctx, visit.app(), id).await {
        Ok(found) => found,
        Err(failed) => return error::page(&visit, &failed),
    };
    let title = visit.t("suggestions");
    let back = step::home(&visit, id);
    let body = html! {
        h1 { (title) }
        p.lead { (seeker.number) }
        p { (visit.t("suggestions-note")) }
        @if past.is_empty() { p.notice { (visit.t("suggestions-nothing")) } }
        ul { @for one in &past { li {
            a href={ "/staff/seekers/" (id) "/suggestions/one?of=" (one.suggestion.id) } { (visit.instant(one.suggestion.at)) }
            " · " (whom(&visit, one)) " · " (visit.n("suggestions-n", one.suggestion.rows.len()))
        } } }
        (ask(&visit, id))
        p { a href=(back) { (visit.t("back-to-record")) } }
    };
    page::shell(&visit, &title, body).into_response()
}

/// One list, as it was shown.
pub(super) async fn one(
    visit: Visit,
    Path(id): Path<String>,
    Query(pairs): Query<Vec<(String, String)>>,
) -> Response {
    let (Ok(id), Some(of)) = (id.parse::<SeekerId>(), Fields(pairs).parse::<SuggestionId>("of")) else {
        return error::page(&visit, &app::Error::NotFound);
    };
    match app::suggestion::one(&visit.ctx, visit.app(), id, of).await {
        Ok(past) => page::shell(&visit, &visit.t("suggestions"), shown(&visit, id, &past)).into_response(),
        Err(failed) => error::page(&visit, &failed),
    }
}

/// To whom a list was shown.
fn whom(visit: &Visit, past: &Past) -> Markup {
    let to = &past.suggestion.to;
    html! {
        (visit.t(&format!("audience-{}", to.audience))) " · " (visit.t(&format!("role-{}", to.role)))
        @if !past.who.is_empty() { " " (past.who) } @if !past.body.is_empty() { " (" (past.body) ")" }
    }
}

fn shown(visit: &Visit, id: SeekerId, past: &Past) -> Markup {
    let inputs = &past.suggestion.inputs;
    html! {
        h1 { (visit.t("suggestions")) }
        p.lead { (visit.instant(past.suggestion.at)) " · " (whom(visit, past)) }
        @if past.suggestion.to.audience == Audience::Employer { p.notice { (visit.t("suggestions-unnamed")) } }
        section {
            h2 { (visit.t("suggestion-inputs")) }
            dl.facts {
                dt { (visit.t("suggestion-registration")) } dd { (past.number) " · " (visit.n("suggestion-version", inputs.version)) }
                dt { (visit.t("suggestion-market")) } dd { (visit.n("suggestion-seq", inputs.seq)) }
                dt { (visit.t("suggestion-rules")) } dd { (inputs.rules) }
                dt { (visit.t("suggestion-wishes")) } dd { code { (inputs.wishes) } }
                @if let Some(plan) = inputs.plan { dt { (visit.t("suggestion-plan")) } dd { (visit.n("suggestion-seq", plan)) } }
            }
            @if !inputs.missing.is_empty() { ul { @for missing in &inputs.missing { li { (visit.say(missing)) } } } }
            @for since in &past.since { p.notice { (visit.t(&format!("since-{since}"))) } }
        }
        @if past.rows.is_empty() { p.notice { (visit.t("suggestion-empty")) } }
        ol.openings { @for row in &past.rows { li.opening value=(row.row.rank) { (line(visit, row)) } } }
        div.actions {
            button.second type="button" data-print="" hidden { (visit.t("print")) }
            a.button.second href={ "/staff/seekers/" (id) "/suggestions" } { (visit.t("suggestions-all")) }
        }
    }
}

fn line(visit: &Visit, past: &PastRow) -> Markup {
    let row = &past.row;
    html! {
        h2 { @match &past.opening {
            Some(opening) => a href=(link(visit, opening.id)) { (opening.content.title) },
            None => (visit.t("suggestion-opening-gone")),
        } }
        p { (past.employer)
            @if let Some(opening) = &past.opening { " · " (opening.origin.number) }
            " · " (visit.n("suggestion-version", row.version))
            @if row.planned { " " span.badge { (visit.t("suggestion-planned")) } }
        }
        (parts(visit, row))
        ul { @for condition in &row.conditions { li { (held(condition.line.held)) (visit.say(&condition.line.message)) (margin(visit, condition)) } } }
        p { (competition(visit, row.competition)) }
        @for since in &past.since { p.notice { (visit.t(&format!("since-{since}"))) } }
    }
}

fn link(visit: &Visit, opening: OpeningId) -> String {
    match visit.ctx.actor.role {
        Role::Seeker => format!("/openings/{opening}"),
        _ => format!("/staff/openings/{opening}"),
    }
}

fn parts(visit: &Visit, row: &Row) -> Markup {
    html! {
        @match row.score {
            Some(score) => div.scroll tabindex="0" role="region" aria-label=(visit.t("fit-parts")) { table {
                caption { (visit.t("fit-parts")) }
                thead { tr { th scope="col" { (visit.t("fit-part")) } th.num scope="col" { (visit.t("fit-points")) } th scope="col" { (visit.t("fit-reason")) } } }
                tbody {
                    @for part in &row.parts { tr {
                        th scope="row" { (visit.t(&format!("match-part-{}", part.kind))) }
                        td.num { (thousands(part.line.points.unwrap_or_default())) " / " (thousands(part.most)) }
                        td { (visit.say(&part.line.message)) }
                    } }
                    tr { th scope="row" { (visit.t("fit-sum")) } td.num { (thousands(score)) } td {} }
                }
            } },
            None => p { (visit.t("fit-untold")) },
        }
    }
}

fn held(held: Option<bool>) -> &'static str {
    match held {
        Some(true) => "✓ ",
        Some(false) => "✕ ",
        None => "? ",
    }
}

/// What there was to spare, or was short, in its own unit.
fn margin(visit: &Visit, condition: &Condition) -> Markup {
    let words = match (condition.line.held, condition.margin) {
        (Some(true), Some(margin)) if margin > 0 => "margin-spare",
        (Some(false), Some(_)) => "margin-short",
        _ => return html! {},
    };
    let margin = thousands(condition.margin.unwrap_or_default());
    let unit = visit.t(&format!("margin-unit-{}", condition.unit));
    html! { " (" (visit.t(words)) " " (margin) (unit) ")" }
}

/// How many want it.
pub(crate) fn competition(visit: &Visit, competition: Competition) -> Markup {
    html! { (visit.t("competition")) ": " (visit.n("competition-left", competition.left)) " · " (visit.n("competition-live", competition.live)) }
}

/// The form that asks about one opening.
pub(super) fn ask(visit: &Visit, id: SeekerId) -> Markup {
    let label = visit.t("pair-opening");
    html! {
        form.narrow method="get" action={ "/staff/seekers/" (id) "/suggestions/why" } {
            div.field { label for="pair-opening" { (label) } input id="pair-opening" name="opening" required; }
            div.actions { button.second { (visit.t("pair-ask")) } }
        }
    }
}

/// Why an opening, by its number, suits a person or not.
pub(super) async fn why(
    visit: Visit,
    Path(id): Path<String>,
    Query(pairs): Query<Vec<(String, String)>>,
) -> Response {
    let Ok(id) = id.parse::<SeekerId>() else { return error::page(&visit, &app::Error::NotFound) };
    consider(&visit, id, Fields(pairs).text("opening"), false).await
}

/// The same of oneself, from the page of an opening.
pub(crate) async fn own(visit: Visit, Path(opening): Path<String>) -> Response {
    match app::suggestion::own(&visit.ctx, visit.app()).await {
        Ok(id) => consider(&visit, id, &opening, true).await,
        Err(failed) => error::page(&visit, &failed),
    }
}

/// The page of a pair; of an opening that `must` be there it is not found without.
async fn consider(visit: &Visit, id: SeekerId, wanted: &str, must: bool) -> Response {
    let considered = match app::suggestion::consider(&visit.ctx, visit.app(), id, wanted).await {
        Ok(considered) if must && considered.found.is_none() => {
            return error::page(visit, &app::Error::NotFound);
        }
        Ok(considered) => considered,
        Err(failed) => return error::page(visit, &failed),
    };
    let title = visit.t("pair-title");
    let back = step::home(visit, id);
    let body = html! {
        h1 { (title) }
        p.lead { (considered.name) " · " (considered.seeker.number) }
        @match &considered.found {
            Some(judged) => { (pair(visit, judged)) (refer(visit, id, judged)) }
            None => p.notice { (visit.t("opening-number-unknown")) },
        }
        (ask(visit, id))
        p { a href=(back) { (visit.t("back-to-record")) } }
    };
    page::shell(visit, &title, body).into_response()
}

/// One pair: points, conditions, what would have to change, and how many want it.
pub(crate) fn pair(visit: &Visit, judged: &Judged) -> Markup {
    let (opening, why) = (&judged.opening, &judged.explanation);
    let failed: Vec<_> = why.failed().collect();
    html! {
        section #pair {
            h2 { (opening.content.title) }
            p { (judged.employer) " · " (wage(visit, opening.content.wage, &opening.content.wage_note)) " · " (opening.origin.number)
                " " span.badge { (visit.t(&format!("opening-state-{}", opening.state.name()))) } }
            @if failed.is_empty() { p { (visit.t("pair-none-fails")) } } @else {
                h3 { (visit.n("pair-fails-n", failed.len())) }
                ul {
                    @for constraint in &failed {
                        li {
                            "✕ " (visit.say(&constraint.reason))
                            @if let Some(flip) = judged.flips.iter().find(|flip| flip.kind == constraint.kind) {
                                br; "→ " (visit.say(&flip.ask)) " " (visit.t("pair-or")) " " (visit.say(&flip.ease)) " " (visit.t("pair-holds"))
                            }
                        }
                    }
                }
            }
            @if why.score().is_some() && !why.is_relevant() { p.notice { (visit.t("pair-other-work")) } }
            (fit::why(visit, why))
            @if why.score().is_none() { ul { @for missing in &why.missing { li { (visit.say(missing)) } } } }
            (fit::stands(visit, &judged.stands))
        }
    }
}

/// What staff may do about it.
fn refer(visit: &Visit, id: SeekerId, judged: &Judged) -> Markup {
    let refers = reach(visit.ctx.actor.role, UseCase::WriteReferral) != Reach::No;
    html! { @if refers { (proposal(visit, &id.to_string(), &judged.opening.id.to_string(), &judged.stands)) } }
}

/// A button to propose, or why there is none: the person waits for an answer there already, or may not be referred.
pub(crate) fn proposal(visit: &Visit, seeker: &str, opening: &str, stands: &app::fit::Stands) -> Markup {
    html! {
        @match &stands.referred {
            Some(referral) => p { a href={ "/staff/referrals/" (referral.id) } { (visit.t("competition-referred")) } " " span.badge { (crate::referral::standing(visit, &referral.state)) } },
            None => {
                @if let Some(apart) = stands.apart.and_then(|apart| crate::staff::opening::apart(visit, apart)) { p.small { (apart) } }
                @if !stands.refusals.is_empty() { ul { @for refusal in &stands.refusals { li { (visit.say(refusal)) } } } }
                @if stands.refusals.iter().all(read_from_words) { (crate::staff::propose(visit, seeker, opening)) }
            }
        }
    }
}
