//! Erasing a person: what will happen, why, and only after someone said that they checked.

use axum::extract::Path;
use axum::response::{IntoResponse, Redirect, Response};
use domain::id::SeekerId;
use domain::look::Purpose;
use domain::person::ErasureReason;
use maud::html;
use strum::IntoEnumIterator;

use crate::component::{Form, select, tick};
use crate::error;
use crate::fields::Fields;
use crate::visit::Visit;

pub(super) async fn ask(visit: Visit, Path(id): Path<String>) -> Response {
    let Ok(id) = id.parse::<SeekerId>() else { return error::page(&visit, &app::Error::NotFound) };
    render(&visit, id, Form::new(&Fields::default())).await
}

pub(super) async fn erase(visit: Visit, Path(id): Path<String>, fields: Fields) -> Response {
    let Ok(id) = id.parse::<SeekerId>() else { return error::page(&visit, &app::Error::NotFound) };
    let reason = fields.parse::<ErasureReason>("reason");
    let mut errors = Vec::new();
    if reason.is_none() {
        errors.push(("reason".to_owned(), visit.t("erasure-reason-choose")));
    }
    if !fields.ticked("checked") {
        errors.push(("checked".to_owned(), visit.t("erase-check-first")));
    }
    let Some(reason) = reason.filter(|_| errors.is_empty()) else {
        return render(&visit, id, Form::wrong(&fields, errors)).await;
    };
    match app::seeker::erase(&visit.ctx, visit.app(), id, reason).await {
        Ok(()) => Redirect::to(&format!("/staff/seekers/{id}")).into_response(),
        Err(failed) => error::page(&visit, &failed),
    }
}

async fn render(visit: &Visit, id: SeekerId, form: Form<'_>) -> Response {
    let (seeker, profile) = match app::seeker::open(&visit.ctx, visit.app(), id, Purpose::Erase).await {
        Ok(opened) => opened,
        Err(failed) => return error::page(visit, &failed),
    };
    let reasons: Vec<(String, String)> = ErasureReason::iter()
        .map(|reason| (reason.to_string(), visit.t(&format!("erasure-{reason}"))))
        .collect();
    let title = visit.t("erase");
    let body = html! {
        p.lead { (profile.name) " · " (seeker.number) }
        div.notice {
            p { strong { (visit.t("erase-forever")) } }
            ul {
                li { (visit.t("erase-what")) }
                li { (visit.t("erase-stays")) }
                li { (visit.t("erase-backups")) }
            }
        }
        form.narrow method="post" {
            (select(visit, &form, "reason", "erasure-reason", &reasons))
            (tick(&form, "checked", &visit.t("erase-checked")))
            div.actions {
                button.danger { (visit.t("erase-go")) }
                a.button.second href={ "/staff/seekers/" (id) } { (visit.t("back-to-record")) }
            }
        }
    };
    form.page(visit, &title, &body)
}
