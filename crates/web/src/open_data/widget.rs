//! `/open-data/widget`: makes the lines that put a list of openings on another home page.

use axum::extract::Query;
use axum::http::HeaderMap;
use axum::response::{IntoResponse, Response};
use domain::message::Lang;
use domain::policy::UseCase;
use maud::html;

use crate::component::{Form, dong_input, input, select};
use crate::fields::Fields;
use crate::page;
use crate::routes::Routes;
use crate::staff::origin;
use crate::visit::Visit;

pub(super) fn routes(routes: &mut Routes) {
    routes.get("/open-data/widget", UseCase::ReadPublic, show);
}

async fn show(visit: Visit, Query(pairs): Query<Vec<(String, String)>>, headers: HeaderMap) -> Response {
    let fields = Fields(pairs);
    let form = Form::new(&fields);
    let title = visit.t("widget-build");
    let occupations: Vec<(String, String)> = visit
        .app()
        .reference
        .occupations
        .iter()
        .filter(|one| one.parent.is_none())
        .map(|one| (one.code.to_string(), one.name.clone()))
        .collect();
    let langs = [(Lang::Ko.to_string(), "한국어".to_owned()), (Lang::En.to_string(), "English".to_owned())];
    let origin = origin(&visit, &headers);
    // The language of the frame is chosen here, not that of this page.
    let spoken = fields.parse::<Lang>("spoken").map(|lang| lang.to_string()).unwrap_or_default();
    let kept: Vec<(String, String)> = fields
        .0
        .iter()
        .filter(|(key, _)| ["dong", "occupation", "count"].contains(&key.as_str()))
        .cloned()
        .collect();
    let mut query = Fields(kept).query();
    if !spoken.is_empty() {
        query = format!("{query}{}lang={spoken}", if query.is_empty() { "?" } else { "&" });
    }
    let count = fields.parse::<usize>("count").unwrap_or(5).clamp(1, 20);
    let height = 140 + count * 110;
    let src = format!("{origin}/widget{query}");
    let frame = format!(
        "<iframe src=\"{}\" title=\"{}\" width=\"100%\" height=\"{height}\" loading=\"lazy\" style=\"border:0\"></iframe>",
        src.replace('&', "&amp;"),
        visit.t("nav-openings")
    );
    let data: String = ["dong", "occupation", "count"]
        .iter()
        .filter(|name| !fields.text(name).is_empty())
        .map(|name| format!(" data-{name}=\"{}\"", fields.text(name).replace(['"', '<', '>', '&'], "")))
        .collect();
    let spoken = if spoken.is_empty() { String::new() } else { format!(" data-lang=\"{spoken}\"") };
    let script =
        format!("<script src=\"{origin}/widget.js\"{data}{spoken} data-height=\"{height}\" async></script>");
    let body = html! {
        h1 { (title) }
        p.lead { (visit.t("widget-note")) }
        form.narrow method="get" action="/open-data/widget" {
            (dong_input(&visit, &form, "dong", "widget-dong", "widget-dong-hint"))
            (select(&visit, &form, "occupation", "occupation", &occupations))
            (input(&visit, &form, "count", "widget-count", "number", ""))
            (select(&visit, &form, "spoken", "widget-lang", &langs))
            button { (visit.t("widget-make")) }
        }
        h2 { (visit.t("widget-frame")) }
        p { (visit.t("widget-frame-note")) " " a href={ "/widget" (query) } { (visit.t("widget-look")) } }
        (super::code(&visit, "iframe", &frame))
        h2 { (visit.t("widget-script")) }
        p { (visit.t("widget-script-note")) }
        (super::code(&visit, "script", &script))
    };
    page::shell(&visit, &title, body).into_response()
}
