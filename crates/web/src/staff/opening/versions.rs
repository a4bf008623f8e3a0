//! Every version of an opening side by side: what each accepted change made of it.

use axum::extract::Path;
use axum::response::{IntoResponse, Response};
use domain::id::OpeningId;
use maud::html;

use super::form;
use crate::visit::Visit;
use crate::{error, page};

/// Columns that still fit beside one another.
const SHOWN: usize = 6;

pub(super) async fn show(visit: Visit, Path(id): Path<String>) -> Response {
    let Ok(id) = id.parse::<OpeningId>() else { return error::page(&visit, &app::Error::NotFound) };
    let view = match app::opening::get(&visit.ctx, visit.app(), id).await {
        Ok(view) => view,
        Err(failed) => return error::page(&visit, &failed),
    };
    // Steps that left the content as it was are in the history, and need no column of their own.
    let mut versions: Vec<(String, &domain::opening::Opening)> = Vec::new();
    for line in view.history.iter().rev() {
        let Some(version) = line.version.as_deref() else { continue };
        if versions.last().is_none_or(|(_, last)| last.content != version.content) {
            let head = format!("{} · {} {}", version.version, visit.instant(line.at), line.who);
            versions.push((head, version));
        }
    }
    let from = versions.len().saturating_sub(SHOWN);
    let (heads, shown): (Vec<String>, Vec<_>) = versions.split_off(from).into_iter().unzip();
    let title = visit.t("versions-title");
    let body = html! {
        h1 { (title) }
        p.lead { a href={ "/staff/openings/" (id) } { (view.opening.content.title) } " · " (view.opening.origin.number) }
        @if shown.len() < 2 { p.notice { (visit.t("versions-one")) } }
        @else { (form::of_versions(&visit, &heads, &shown)) }
    };
    page::shell(&visit, &title, body).into_response()
}
