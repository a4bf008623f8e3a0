//! Who has read what was shared: a line with the bodies that have, those that have not, and one button for whoever has not
//! said so. Other pages put [`section`] where they want it.

use axum::response::{IntoResponse, Redirect, Response};
use domain::comment::Subject;
use maud::{Markup, html};
use uuid::Uuid;

use crate::comment::{named, page_of};
use crate::error;
use crate::fields::Fields;
use crate::visit::Visit;

/// Who has read a thing, for those who may read it; nothing for everybody else.
pub(crate) async fn section(visit: &Visit, subject: Subject, id: impl Into<Uuid>) -> Markup {
    if visit.is_away() {
        return html! {};
    }
    let id = id.into();
    let Ok(read) = app::receipt::of(&visit.ctx, visit.app(), subject, id).await else { return html! {} };
    html! {
        section #receipts {
            h2 { (visit.t("receipts")) " " (read.by.len()) }
            @if read.by.is_empty() { p { (visit.t("receipts-none")) } }
            @else { ul { @for (who, body, receipt) in &read.by { li {
                @if who.is_empty() { (visit.t("erased")) } @else { (who) }
                @if !body.is_empty() { " · " (body) } " · " (visit.instant(receipt.at))
            } } } }
            @if !read.silent.is_empty() { details { summary { (visit.n("receipts-silent", read.silent.len())) } p { (read.silent.join(" · ")) } } }
            @if !read.mine && visit.ctx.actor.person.is_some() { (button(visit, subject, id)) }
        }
    }
}

/// The button of whoever has read it.
pub(crate) fn button(visit: &Visit, subject: Subject, id: Uuid) -> Markup {
    html! {
        form method="post" action="/staff/receipts" {
            input type="hidden" name="subject" value=(subject);
            input type="hidden" name="about" value=(id);
            button.second { (visit.t("receipt-leave")) }
        }
    }
}

pub(crate) async fn leave(visit: Visit, fields: Fields) -> Response {
    let Some((subject, about)) = named(&fields) else { return error::page(&visit, &app::Error::NotFound) };
    match app::receipt::leave(&visit.ctx, visit.app(), subject, about).await {
        Ok(()) => Redirect::to(&page_of(subject, about)).into_response(),
        Err(failed) => error::page(&visit, &failed),
    }
}
