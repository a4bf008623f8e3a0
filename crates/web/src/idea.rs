//! `/ideas`: anybody brings an idea without an account, follows it by its number, and reads what became of others.

use std::net::SocketAddr;

use app::idea::{Form as Brought, View};
use axum::Extension;
use axum::extract::{ConnectInfo, Path, Query};
use axum::http::HeaderMap;
use axum::response::{IntoResponse, Redirect, Response};
use domain::idea::State;
use domain::message::Lang;
use domain::policy::UseCase;
use maud::{Markup, html};

use crate::component::{Form, area, input, select};
use crate::fields::Fields;
use crate::routes::Routes;
use crate::visit::Visit;
use crate::{error, page};

pub(crate) fn routes(routes: &mut Routes) {
    routes.get("/ideas", UseCase::BringIdea, list);
    routes.get("/ideas/new", UseCase::BringIdea, new);
    routes.post("/ideas/new", UseCase::BringIdea, bring);
    routes.get("/ideas/{id}", UseCase::BringIdea, show);
}

async fn list(visit: Visit, Query(pairs): Query<Vec<(String, String)>>) -> Response {
    let fields = Fields(pairs);
    let number = fields.text("number");
    let mut form = Form::new(&fields);
    if !number.is_empty() {
        match app::idea::by_number(&visit.ctx, visit.app(), number).await {
            Ok(view) => return Redirect::to(&format!("/ideas/{}", view.idea.number)).into_response(),
            Err(app::Error::NotFound) => {
                form = Form::wrong(&fields, vec![("number".to_owned(), visit.t("idea-number-unknown"))]);
            }
            Err(failed) => return error::page(&visit, &failed),
        }
    }
    let decided = match app::idea::decided(&visit.ctx, visit.app()).await {
        Ok(decided) => decided,
        Err(failed) => return error::page(&visit, &failed),
    };
    let rest = html! {
        p.lead { (visit.n("ideas-decided-n", decided.len())) }
        div.actions { a.button href="/ideas/new" { (visit.t("idea-new")) } }
        form.narrow method="get" { (input(&visit, &form, "number", "idea-number", "text", "idea-number-hint")) div.actions { button.second { (visit.t("idea-find")) } } }
        h2 { (visit.t("ideas-decided")) }
        @if decided.is_empty() { p { (visit.t("ideas-decided-none")) } }
        ul.openings { @for view in &decided { li.opening { h3 lang=[visit.content_lang()] { (view.idea.title) } (answer(&visit, view)) } } }
    };
    form.page(&visit, &visit.t("ideas"), &rest)
}

/// Where an idea stands, in words for whoever brought it.
pub(crate) fn answer(visit: &Visit, view: &View) -> Markup {
    html! {
        p { span.badge { (visit.t(&format!("idea-state-{}", view.idea.state.name()))) }
            @match &view.idea.state {
                State::Brought => {}
                State::Screening { on, .. } => { " " (view.screened_by) " · " (on) }
                State::Project { .. } => { " " span lang=[visit.content_lang()] { (view.project) } }
                State::Lead { .. } => {}
                State::Declined { on, why } => { " " (on) " · " span lang=[visit.content_lang()] { (why) } }
            }
        }
    }
}

async fn new(visit: Visit) -> Response {
    render(&visit, Form::new(&Fields::default()))
}

fn render(visit: &Visit, form: Form<'_>) -> Response {
    let name = |sector: &domain::city::Sector| match visit.lang {
        Lang::Ko => sector.name_ko.clone(),
        Lang::En => sector.name_en.clone(),
    };
    let sectors: Vec<_> =
        visit.app().city.sectors().iter().map(|sector| (sector.id.clone(), name(sector))).collect();
    let form = form.needing(&["title", "text"]);
    let rest = html! {
        p.lead { (visit.t("idea-note")) }
        form.narrow method="post" {
            (input(visit, &form, "title", "idea-title", "text", ""))
            (area(visit, &form, "text", "idea-text"))
            (select(visit, &form, "sector", "sector", &sectors))
            div.actions { button { (visit.t("idea-bring")) } }
        }
    };
    form.page(visit, &visit.t("idea-new"), &rest)
}

async fn bring(
    visit: Visit,
    from: Option<Extension<ConnectInfo<SocketAddr>>>,
    headers: HeaderMap,
    fields: Fields,
) -> Response {
    let from = crate::account::address_of(&visit, from, &headers).to_string();
    let brought = Brought {
        title: fields.text("title").to_owned(),
        text: fields.text("text").to_owned(),
        sector: fields.text("sector").to_owned(),
    };
    match app::idea::bring(&visit.ctx, visit.app(), brought, &from).await {
        Ok(number) => Redirect::to(&format!("/ideas/{number}")).into_response(),
        Err(failed) => match Form::refused(&visit, &fields, &failed) {
            Ok(answer) => answer,
            Err(again) => render(&visit, again),
        },
    }
}

async fn show(visit: Visit, Path(number): Path<String>) -> Response {
    let view = match app::idea::by_number(&visit.ctx, visit.app(), &number).await {
        Ok(view) => view,
        Err(failed) => return error::page(&visit, &failed),
    };
    let title = view.idea.title.clone();
    let body = html! {
        h1 lang=[visit.content_lang()] { (title) }
        (answer(&visit, &view))
        p.notice { (visit.t("idea-keep")) " " strong { (view.idea.number) } }
        @for line in view.idea.text.lines() { p lang=[visit.content_lang()] { (line) } }
        p { a href="/ideas" { (visit.t("ideas")) } }
    };
    page::shell(&visit, &title, body).into_response()
}
