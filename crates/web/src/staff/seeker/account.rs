//! Giving somebody registered at the counter an account of their own: who it is was checked, and the link is shown
//! once.

use axum::extract::Path;
use axum::http::{HeaderMap, HeaderValue, header};
use axum::response::{IntoResponse, Response};
use domain::id::SeekerId;
use domain::look::Purpose;
use domain::message::Message;
use domain::person::IdentityCheck;
use maud::html;
use strum::IntoEnumIterator;

use crate::component::{Form, input, select};
use crate::fields::Fields;
use crate::staff::{origin, qr};
use crate::visit::Visit;
use crate::{error, page};

pub(super) async fn ask(visit: Visit, Path(id): Path<String>) -> Response {
    let Ok(id) = id.parse::<SeekerId>() else { return error::page(&visit, &app::Error::NotFound) };
    render(&visit, id, Form::new(&Fields::default())).await
}

pub(super) async fn invite(
    visit: Visit,
    Path(id): Path<String>,
    headers: HeaderMap,
    fields: Fields,
) -> Response {
    let Ok(id) = id.parse::<SeekerId>() else { return error::page(&visit, &app::Error::NotFound) };
    let invited = match fields.parse::<IdentityCheck>("checked") {
        Some(checked) => {
            app::seeker::invite(&visit.ctx, visit.app(), id, fields.text("login"), checked).await
        }
        None => Err(app::Error::field("checked", Message::new("identity-check-first"))),
    };
    match invited {
        Ok(secret) => made(&visit, id, &format!("{}/links/{secret}", origin(&visit, &headers))),
        Err(failed) => match Form::refused(&visit, &fields, &failed) {
            Ok(answer) => answer,
            Err(form) => render(&visit, id, form).await,
        },
    }
}

/// The link, this once.
fn made(visit: &Visit, id: SeekerId, url: &str) -> Response {
    let title = visit.t("seeker-account");
    let body = html! {
        h1 { (title) }
        p.done role="status" { (visit.t("seeker-account-made")) }
        p { strong { (url) } }
        (qr(visit, url))
        div.actions { a.button.second href={ "/staff/seekers/" (id) } { (visit.t("back-to-record")) } }
    };
    let mut response = page::shell(visit, &title, body).into_response();
    response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response
}

async fn render(visit: &Visit, id: SeekerId, form: Form<'_>) -> Response {
    let (seeker, profile) = match app::seeker::open(&visit.ctx, visit.app(), id, Purpose::Account).await {
        Ok(opened) => opened,
        Err(failed) => return error::page(visit, &failed),
    };
    let form = form.needing(&["checked"]);
    let title = visit.t("seeker-account");
    let body = html! {
        p.lead { (profile.name) " · " (seeker.number) }
        p { (visit.t("seeker-account-note")) }
        form.narrow method="post" {
            (select(visit, &form, "checked", "identity-check", &checks(visit)))
            (input(visit, &form, "login", "login", "text", "seeker-account-login"))
            div.actions {
                button { (visit.t("seeker-account-go")) }
                a.button.second href={ "/staff/seekers/" (id) } { (visit.t("back-to-record")) }
            }
        }
    };
    form.page(visit, &title, &body)
}

/// The ways of checking who somebody is.
pub(crate) fn checks(visit: &Visit) -> Vec<(String, String)> {
    let word = |check: IdentityCheck| (check.to_string(), visit.t(&format!("identity-{check}")));
    IdentityCheck::iter().map(word).collect()
}
