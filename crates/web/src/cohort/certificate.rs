//! The certificate as PDF, and the question whether the code of one is true. The answer names nobody.

use app::enrolment::Genuine;
use axum::extract::{Path, Query};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use domain::message::Message;
use maud::{Markup, html};

use crate::component::{Form, input};
use crate::fields::Fields;
use crate::staff::origin;
use crate::visit::Visit;
use crate::{page, paper};

pub(super) async fn pdf(visit: Visit, Path(id): Path<String>, headers: HeaderMap) -> Response {
    let url = format!("{}/certificates", origin(&visit, &headers));
    let made = match id.parse() {
        Ok(id) => app::paper::certificate(&visit.ctx, visit.app(), id, &url).await,
        Err(_) => Err(app::Error::NotFound),
    };
    paper::printed(&visit, made, "certificate.pdf").await
}

/// Where a code is typed; with one, its answer.
pub(super) async fn ask(visit: Visit, Query(pairs): Query<Vec<(String, String)>>) -> Response {
    let fields = Fields(pairs);
    if fields.text("code").is_empty() {
        let title = visit.t("certificate-check");
        return page::shell(&visit, &title, html! { h1 { (title) } (form(&visit, &Form::new(&fields))) })
            .into_response();
    }
    answer(&visit, &fields).await
}

/// The address on the paper itself.
pub(super) async fn show(visit: Visit, Path(code): Path<String>) -> Response {
    answer(&visit, &Fields(vec![("code".to_owned(), code)])).await
}

async fn answer(visit: &Visit, fields: &Fields) -> Response {
    let title = visit.t("certificate-check");
    match app::enrolment::genuine(&visit.ctx, visit.app(), fields.text("code")).await {
        Ok(found) => {
            let status = if found.is_some() { StatusCode::OK } else { StatusCode::NOT_FOUND };
            let body =
                html! { h1 { (title) } (said(visit, found.as_ref())) (form(visit, &Form::new(fields))) };
            (status, page::shell(visit, &title, body)).into_response()
        }
        Err(failed) => Form::refused(visit, fields, &failed)
            .unwrap_or_else(|filled| filled.page(visit, &title, &form(visit, &filled))),
    }
}

fn said(visit: &Visit, found: Option<&Genuine>) -> Markup {
    html! { @match found {
        Some(genuine) => {
            @let program = genuine.program.map(|program| visit.say(&program.name())).unwrap_or_default();
            p.lead { strong { (visit.t("certificate-yes")) } }
            p { (visit.say(&Message::new("certificate-of").with("program", program).with("number", genuine.number).with("day", genuine.on.to_string()))) }
        }
        None => { p.lead { strong { (visit.t("certificate-no")) } } p { (visit.t("certificate-no-note")) " " (crate::support_program::phone(visit)) } }
    } }
}

fn form(visit: &Visit, form: &Form<'_>) -> Markup {
    html! { form.narrow method="get" action="/certificates" {
        (input(visit, form, "code", "certificate-code", "text", "certificate-code-hint"))
        div.actions { button { (visit.t("certificate-go")) } }
    } }
}
