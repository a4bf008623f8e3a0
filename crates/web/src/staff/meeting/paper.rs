//! The files of an item of the agenda: the list with its upload, and a file itself.

use axum::extract::{Multipart, Path};
use axum::response::Response;
use domain::agenda_item::AgendaItem;
use domain::id::AttachmentId;
use maud::html;

use super::minutes::get;
use super::{may_take_part, may_write};
use crate::component::{Form, sent};
use crate::error;
use crate::fields::Fields;
use crate::staff::attachment::{file_field, given};
use crate::visit::Visit;

/// What browsers offer to choose from; what is taken is told by the bytes.
const KINDS: &str = ".pdf,.hwp,.hwpx,.docx,.xlsx,.pptx,.odt,.png,.jpg,.jpeg";

pub(super) async fn list(visit: Visit, Path(id): Path<String>) -> Response {
    match get(&visit, &id).await {
        Ok(item) => page(&visit, &item, &Form::new(&Fields::default())).await,
        Err(failed) => error::page(&visit, &failed),
    }
}

async fn page(visit: &Visit, item: &AgendaItem, form: &Form<'_>) -> Response {
    let papers = match app::agenda_item::papers(&visit.ctx, visit.app(), item.id).await {
        Ok(papers) => papers,
        Err(failed) => return error::page(visit, &failed),
    };
    let own = item.organisation.is_some() && item.organisation == visit.ctx.actor.organisation;
    let may = may_write(visit) || (own && may_take_part(visit));
    let body = html! {
        p.lead { (item.title) " · " a href={ "/staff/meetings/" (item.meeting) } { (visit.t("meeting-back")) } }
        @if papers.is_empty() { p { (visit.t("list-empty")) } }
        ul { @for (nth, paper) in (1..).zip(&papers) { li {
            a href={ "/staff/agenda-papers/" (paper.id) } { @if paper.name.is_empty() { (visit.t("agenda-file")) " " (nth) } @else { (paper.name) } " · " (paper.format.to_string().to_uppercase()) " · " (paper.bytes.div_ceil(1024)) " KB" }
            " · " (visit.instant(paper.at))
        } } }
        @if may { form.narrow method="post" enctype="multipart/form-data" {
            (file_field(visit, !form.errors.is_empty(), ("agenda-paper-hint", KINDS)))
            button { (visit.t("paper-keep")) }
        } }
    };
    form.page(visit, &visit.t("agenda-papers"), &body)
}

pub(super) async fn add(visit: Visit, Path(id): Path<String>, mut parts: Multipart) -> Response {
    let item = match get(&visit, &id).await {
        Ok(item) => item,
        Err(failed) => return error::page(&visit, &failed),
    };
    let (mut name, mut file) = (String::new(), Vec::new());
    loop {
        match parts.next_field().await {
            Ok(Some(part)) if part.name() == Some("file") => {
                name = part.file_name().unwrap_or_default().to_owned();
                match part.bytes().await {
                    Ok(bytes) => file = bytes.to_vec(),
                    Err(failed) => return error::unreadable_form(&visit, failed.status()),
                }
            }
            Ok(Some(_)) => {}
            Ok(None) => break,
            Err(failed) => return error::unreadable_form(&visit, failed.status()),
        }
    }
    let added = app::agenda_item::attach(&visit.ctx, visit.app(), item.id, (&name, &file)).await;
    match sent(&visit, &Fields::default(), added, |_| format!("/staff/agenda-items/{}/papers", item.id)) {
        Ok(answer) => answer,
        Err(form) => page(&visit, &item, &form).await,
    }
}

pub(super) async fn download(visit: Visit, Path(id): Path<String>) -> Response {
    let Ok(id) = id.parse::<AttachmentId>() else { return error::page(&visit, &app::Error::NotFound) };
    given(&visit, app::agenda_item::paper(&visit.ctx, visit.app(), id).await)
}
