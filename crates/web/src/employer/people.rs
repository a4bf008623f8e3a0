//! Whom an employer's opening may suit, without saying who, and the request that the centre introduce one of them.

use app::suggestion::{Asked, Unnamed};
use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use domain::id::{OpeningId, SuggestionId};
use domain::message::Message;
use maud::{Markup, html};

use crate::fields::Fields;
use crate::staff::competition;
use crate::visit::Visit;
use crate::{error, page};

pub(super) async fn show(visit: Visit, Path(id): Path<String>) -> Response {
    let Ok(id) = id.parse::<OpeningId>() else { return error::page(&visit, &app::Error::NotFound) };
    render(&visit, id, None).await
}

async fn render(visit: &Visit, id: OpeningId, refused: Option<&Message>) -> Response {
    let asked = match app::suggestion::unnamed(&visit.ctx, visit.app(), id).await {
        Ok(asked) => asked,
        Err(failed) => return error::page(visit, &failed),
    };
    let title = visit.t("unnamed-title");
    let status = if refused.is_some() { StatusCode::CONFLICT } else { StatusCode::OK };
    let body = html! {
        h1 { (title) }
        @if let Some(refused) = refused { div.errors role="alert" tabindex="-1" { p { (visit.say(refused)) } } }
        p.lead { a href={ "/staff/openings/" (id) } { (asked.opening.content.title) } " · " (competition(visit, asked.competition)) }
        p { (visit.t("unnamed-note")) }
        (people(visit, id, &asked))
        p { a href="/employer" { (visit.t("employer-home")) } }
    };
    (status, page::shell(visit, &title, body)).into_response()
}

fn people(visit: &Visit, opening: OpeningId, asked: &Asked) -> Markup {
    let phone = visit.app().city.phone();
    html! {
        @match asked.total {
            Some(total) => p { (visit.n("unnamed-total", total)) },
            None => p.notice { (visit.n("unnamed-few", asked.least)) " " a.phone href={ "tel:" (phone) } { (phone) } },
        }
        ol.openings { @for (nth, one) in asked.people.iter().enumerate() { li.opening { (person(visit, opening, nth + 1, one)) } } }
    }
}

fn person(visit: &Visit, opening: OpeningId, nth: usize, one: &Unnamed) -> Markup {
    html! {
        h2 { (visit.n("unnamed-nth", nth)) }
        p { (visit.t("unnamed-experience")) ": " (visit.t(&format!("experience-{}", one.experience))) }
        ul { @for (kind, held) in &one.conditions { li { @if *held { "✓ " } @else { "? " } (visit.t(&format!("condition-{kind}"))) } } }
        details { summary { (visit.t("unnamed-parts")) }
            ul { @for (kind, tenths) in &one.parts { li { (visit.t(&format!("match-part-{kind}"))) " " (tenths) " / 10" } } }
        }
        @if one.asked { p { span.badge { (visit.t("unnamed-asked")) } } } @else {
            form method="post" action={ "/employer/openings/" (opening) "/people" } {
                input type="hidden" name="of" value=(one.id);
                button { (visit.t("unnamed-ask")) span.same { " " (visit.n("unnamed-nth", nth)) } }
            }
        }
    }
}

/// Asks the centre to introduce one of them.
pub(super) async fn introduce(visit: Visit, Path(id): Path<String>, fields: Fields) -> Response {
    let (Ok(id), Some(of)) = (id.parse::<OpeningId>(), fields.parse::<SuggestionId>("of")) else {
        return error::page(&visit, &app::Error::NotFound);
    };
    match app::suggestion::introduce(&visit.ctx, visit.app(), id, of).await {
        Ok(()) => Redirect::to(&format!("/employer/openings/{id}/people")).into_response(),
        Err(app::Error::Conflict(why)) => render(&visit, id, Some(&why)).await,
        Err(failed) => error::page(&visit, &failed),
    }
}
