//! Who fits an opening, with why and why not, and a button to propose.

use app::referral::Candidate;
use axum::extract::Path;
use axum::response::{IntoResponse, Response};
use domain::id::OpeningId;
use domain::law::read_from_words;
use maud::{Markup, html};

use crate::fit::why;
use crate::visit::Visit;
use crate::{error, page};

pub(super) async fn show(visit: Visit, Path(id): Path<String>) -> Response {
    let Ok(id) = id.parse::<OpeningId>() else { return error::page(&visit, &app::Error::NotFound) };
    let found = match app::referral::candidates(&visit.ctx, visit.app(), id).await {
        Ok(found) => found,
        Err(failed) => return error::page(&visit, &failed),
    };
    let title = visit.t("candidates");
    let body = html! {
        h1 { (title) }
        p.lead { a href={ "/staff/openings/" (id) } { (found.opening.content.title) } " · " (visit.n("candidates-left", found.left)) " · " @if let Some(apart) = crate::staff::opening::apart(&visit, found.apart) { (apart) " · " } (visit.n("candidates-live", found.live)) }
        section { h2 { (visit.t("candidates-full")) } (list(&visit, id, &found.full)) }
        section { h2 { (visit.t("candidates-near")) } (list(&visit, id, &found.near)) }
    };
    page::shell(&visit, &title, body).into_response()
}

fn list(visit: &Visit, opening: OpeningId, candidates: &[Candidate]) -> Markup {
    html! {
        @if candidates.is_empty() { p { (visit.t("candidates-none")) } }
        ul.openings { @for candidate in candidates { li.opening {
            h3 { a href={ "/staff/seekers/" (candidate.seeker.id) } { (candidate.name) } " " span.small { (candidate.seeker.number) } }
            @if let Some(law) = &candidate.priority { p { span.badge { (visit.t("priority-first")) } " " a href="/about/priorities" { (visit.say(law)) } } }
            @for failed in candidate.explanation.failed() { p { "✕ " (visit.say(&failed.reason)) } }
            (why(visit, &candidate.explanation))
            @if !candidate.refusals.is_empty() { ul { @for refusal in &candidate.refusals { li { (visit.say(refusal)) } } } }
            @if candidate.refusals.iter().all(read_from_words) { (propose(visit, &candidate.seeker.id.to_string(), &opening.to_string())) }
        } } }
    }
}

/// A button that proposes a person for an opening.
pub(crate) fn propose(visit: &Visit, seeker: &str, opening: &str) -> Markup {
    html! {
        form method="post" action="/staff/referrals/new" {
            input type="hidden" name="seeker" value=(seeker);
            input type="hidden" name="opening" value=(opening);
            button { (visit.t("referral-propose")) }
        }
    }
}
