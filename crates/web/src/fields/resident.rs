//! A form that holds a resident registration number comes back with only the fields that hold one, to be
//! mended and sent on; everything else that was typed goes along unseen. It must not know any form.

use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use domain::message::Message;
use domain::person::looks_like_resident_number;
use maud::html;

use super::Fields;
use crate::page;
use crate::visit::Visit;

/// The page that asks for the field again. Nothing of the form has been stored.
pub(super) fn refuse(visit: &Visit, fields: &Fields) -> Response {
    let (wrong, right): (Vec<_>, Vec<_>) =
        fields.0.iter().partition(|(_, value)| looks_like_resident_number(value));
    let why = visit.say(&Message::new("resident-number-refused"));
    let title = visit.t("resident-title");
    let body = html! {
        h1 { (title) }
        div.errors role="alert" tabindex="-1" {
            ul { @for (name, _) in &wrong { li { a href={ "#" (name) } { (why) } } } }
        }
        form.narrow method="post" action=(visit.here) {
            @for (name, value) in &right { input type="hidden" name=(name) value=(value); }
            @for (name, value) in &wrong {
                div.field {
                    label for=(name) { (visit.t("resident-field")) }
                    textarea id=(name) name=(name) rows="3" aria-invalid="true" aria-describedby={ (name) "-error" } { (value) }
                    p.error id={ (name) "-error" } { (why) }
                }
            }
            button { (visit.t("resident-go")) }
        }
    };
    (StatusCode::UNPROCESSABLE_ENTITY, page::shell(visit, &title, body)).into_response()
}
