//! `/youth`: policies for the young as other bodies announce them, in their words and under their name.

use axum::response::{IntoResponse, Response};
use domain::announcement::{Announcement, Kind};
use domain::policy::UseCase;
use maud::{Markup, html};

use crate::routes::Routes;
use crate::visit::Visit;
use crate::{error, page};

/// Policies on the page.
const MOST: usize = 200;

pub(crate) fn routes(routes: &mut Routes) {
    routes.get("/youth", UseCase::ReadPublic, list);
}

async fn list(visit: Visit) -> Response {
    let found = match app::announcement::current(&visit.ctx, visit.app(), Kind::Youth).await {
        Ok(found) => found,
        Err(failed) => return error::page(&visit, &failed),
    };
    let title = visit.t("youth-policies");
    let body = html! {
        h1 { (title) }
        p.lead { (visit.n("youth-n", found.len())) " · " (visit.t("as-of")) " " (visit.instant(visit.ctx.now)) }
        p { a.button.second href="/programmes/fit" { (visit.t("programmes-fit")) } " " a href="/programmes" { (visit.t("programmes")) } }
        p { (visit.t("announced-note")) }
        @if found.is_empty() { p.notice { (visit.t("youth-empty")) " " a href={ "tel:" (visit.app().city.phone()) } { (visit.app().city.phone()) } } }
        (rows(&visit, found.iter().take(MOST)))
    };
    page::shell(&visit, &title, body).into_response()
}

/// Hiring events of other bodies within a span, for the calendar.
pub(crate) async fn events(visit: &Visit, (first, last): (jiff::civil::Date, jiff::civil::Date)) -> Markup {
    // The calendar stands without them.
    let Ok(mut found) = app::announcement::current(&visit.ctx, visit.app(), Kind::Event).await else {
        return html! {};
    };
    found.retain(|one| {
        let from = one.from.or(one.until);
        from.is_none_or(|from| from <= last) && one.until.is_none_or(|until| until >= first)
    });
    html! { @if !found.is_empty() { section {
        h2 { (visit.t("announced-events")) }
        p.small { (visit.t("announced-note")) }
        (rows(visit, found.iter().take(MOST)))
    } } }
}

/// Each in its source's words, with the source named.
fn rows<'a>(visit: &Visit, announced: impl Iterator<Item = &'a Announcement>) -> Markup {
    html! { ul.openings { @for one in announced { li.opening lang="ko" {
        h3 { @if one.url.is_empty() { (one.title) } @else { a href=(one.url) rel="noopener noreferrer nofollow" { (one.title) } } }
        p { @if !one.body.is_empty() { (one.body) " · " } @if !one.place.is_empty() { (one.place) " · " } (term(visit, one)) @if let Some((least, most)) = one.ages { " · " (least) "–" (most) (visit.t("announced-years")) } }
        @for line in one.text.lines().take(6) { p { (line) } }
        p.small { (one.licence) " · " (visit.t("announced-read")) " " (visit.instant(one.read_at)) }
    } } } }
}

/// The days as far as they could be read; else what stands there.
fn term(visit: &Visit, one: &Announcement) -> String {
    match (one.from, one.until) {
        (Some(from), Some(until)) if from != until => format!("{from} ~ {until}"),
        (_, Some(until)) => until.to_string(),
        _ if one.term.is_empty() => visit.t("deadline-unknown"),
        _ => one.term.clone(),
    }
}
