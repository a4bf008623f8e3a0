//! What neighbouring cities share, wherever it stands among our pages: never without its label, never in one list with ours; and
//! their signed batches handed on.

use std::sync::Arc;

use app::fit::Fit;
use app::neighbour::Relayed;
use app::opening::{Listed, Search, Shown};
use axum::extract::{Path, Query};
use axum::http::{HeaderName, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use domain::id::SeekerId;
use domain::neighbour::Provenance;
use domain::opening::Reception;
use domain::policy::{Reach, UseCase, reach};
use maud::{Markup, html};

use crate::component::opening_row;
use crate::error;
use crate::fields::Fields;
use crate::fit::why;
use crate::routes::Routes;
use crate::visit::Visit;

/// How many stand beside a page of ours.
const BESIDE: usize = 5;

pub(crate) fn routes(routes: &mut Routes) {
    routes.get("/feed/neighbours/{id}/openings", UseCase::ReadPublic, relay);
}

/// Whose it is and since when we have it; nothing for our own.
pub(crate) fn label(visit: &Visit, listed: &Listed) -> Markup {
    html! { @if let Some(from) = &listed.abroad {
        p.small.abroad {
            span.badge { (visit.n("abroad-label", from.city.as_str())) }
            " " (visit.t("abroad-received")) " " (visit.instant(from.received_at))
            " · " (visit.t("abroad-expires")) " " (visit.instant(from.expires_at))
        }
    } }
}

/// The same question put to the neighbours: a few of theirs under a page of ours, with the way to all of them.
pub(crate) async fn beside(visit: &Visit, fields: &Fields, search: &Search) -> Markup {
    if search.abroad {
        return html! {};
    }
    let wanted = Search { abroad: true, page: 1, size: BESIDE, ..search.clone() };
    // The page of ours stands without them.
    let Ok(found) = app::opening::search(&visit.ctx, visit.app(), &wanted).await else { return html! {} };
    html! { @if found.total > 0 && !found.items.is_empty() {
        section.similar {
            h2 { (visit.t("abroad-openings")) }
            p.small { (visit.t("abroad-note")) }
            ul.openings { @for listed in &found.items { (opening_row(visit, listed)) } }
            p { a href={ "/openings" (fields.but("page", "").with("from", "neighbours")) } { (visit.n("abroad-all-n", found.total)) } }
        }
    } }
}

/// How one applies there: nobody is referred by us.
pub(crate) fn apply(visit: &Visit, shown: &Shown, from: &Arc<Provenance>) -> Markup {
    let content = &shown.listed.opening.content;
    let may = |use_case| reach(visit.ctx.actor.role, use_case) != Reach::No;
    html! { section {
        h2 { (visit.t("how-to-apply")) }
        p { (visit.n("abroad-apply", from.city.as_str())) }
        ul {
            @if !from.url.is_empty() { li { a href=(from.url) rel="noopener noreferrer nofollow" { (visit.n("abroad-page", from.city.as_str())) } } }
            @for way in &content.reception { li { (visit.t(&format!("reception-{way}")))
                @if *way == Reception::Homepage && !content.apply_url.is_empty() { ": " a href=(content.apply_url) rel="noopener noreferrer nofollow" { (content.apply_url) } }
            } }
            li { (visit.t("abroad-centre")) ": " a.phone href={ "tel:" (visit.app().city.phone()) } { (visit.app().city.phone()) } }
        }
        @if may(UseCase::WriteEmployer) && may(UseCase::WritePlacement) {
            form method="post" action={ "/staff/exchange/openings/" (shown.listed.opening.id) "/employer" } { button.second { (visit.t("abroad-hired")) } }
        }
    } }
}

/// What suits next door; with a person, the way to write down that they were told.
pub(crate) fn fitting(visit: &Visit, fit: &Fit, seeker: Option<SeekerId>) -> Markup {
    html! { @if !fit.abroad.is_empty() { section {
        h2 { (visit.t("abroad-fit")) }
        p.small { (visit.t("abroad-fit-note")) }
        ul.openings { @for one in &fit.abroad { li {
            ul.openings { (opening_row(visit, &one.listed)) }
            @if let Some(seeker) = seeker {
                form method="post" action={ "/staff/seekers/" (seeker) "/next-door" } {
                    input type="hidden" name="opening" value=(one.listed.opening.id);
                    button.second { (visit.t("abroad-hand-on")) }
                }
            } @else { (why(visit, &one.explanation)) }
        } } }
    } } }
}

/// A batch of a neighbour as it was signed.
async fn relay(
    visit: Visit,
    Path(source): Path<String>,
    Query(pairs): Query<Vec<(String, String)>>,
) -> Response {
    let fields = Fields(pairs);
    let after = match fields.text("after") {
        "" => None,
        text => match text.parse::<i64>() {
            Ok(after) if after >= 0 => Some(after),
            _ => {
                return (
                    StatusCode::BAD_REQUEST,
                    "after is a number that an earlier answer gave as cursor\n",
                )
                    .into_response();
            }
        },
    };
    match app::neighbour::relay(&visit.ctx, visit.app(), &source, after).await {
        Ok(Relayed::Nothing) => StatusCode::NO_CONTENT.into_response(),
        Ok(Relayed::Gone) => StatusCode::GONE.into_response(),
        Ok(Relayed::Batch(batch)) => {
            let kind = [
                (header::CONTENT_TYPE, "application/x-ndjson; charset=utf-8"),
                (header::CACHE_CONTROL, "no-cache"),
            ];
            let mut response = (kind, batch.bytes).into_response();
            if let Ok(signature) = HeaderValue::from_str(&batch.signature) {
                response.headers_mut().insert(HeaderName::from_static("signature"), signature);
            }
            response
        }
        Err(failed) => error::page(&visit, &failed),
    }
}
