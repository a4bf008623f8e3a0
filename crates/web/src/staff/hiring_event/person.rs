//! Whom a person meets at events: what they have booked, and the times that a counsellor may book for them.

use app::hiring_event::Page;
use axum::extract::Path;
use axum::response::{IntoResponse, Response};
use domain::id::SeekerId;
use domain::message::Message;
use maud::html;

use crate::component::{Form, sent};
use crate::fields::Fields;
use crate::hiring_event::{booked, chosen, time_select};
use crate::visit::Visit;
use crate::{error, page};

pub(super) async fn show(visit: Visit, Path(id): Path<String>) -> Response {
    match id.parse() {
        Ok(id) => render(&visit, id, &Form::new(&Fields::default())).await,
        Err(_) => error::page(&visit, &app::Error::NotFound),
    }
}

pub(super) async fn book(visit: Visit, Path(id): Path<String>, fields: Fields) -> Response {
    let Ok(id) = id.parse::<SeekerId>() else { return error::page(&visit, &app::Error::NotFound) };
    let (ctx, app) = (&visit.ctx, visit.app());
    let done = match (fields.parse("event"), fields.parse("withdraw"), chosen(&fields)) {
        (_, Some(interview), _) => app::interview::withdraw(ctx, app, interview).await.map(|()| Vec::new()),
        (Some(event), None, Some(choice)) => app::interview::book(ctx, app, (event, id), vec![choice]).await,
        _ => Err(app::Error::field("choice", Message::new("field-needed"))),
    };
    match sent(&visit, &fields, done, |_| format!("/staff/seekers/{id}/interviews")) {
        Ok(answer) => answer,
        Err(form) => render(&visit, id, &form).await,
    }
}

async fn render(visit: &Visit, id: SeekerId, form: &Form<'_>) -> Response {
    let (ctx, app) = (&visit.ctx, visit.app());
    let theirs = match app::interview::of_seeker(ctx, app, id).await {
        Ok(theirs) => theirs,
        Err(failed) => return error::page(visit, &failed),
    };
    let pages = match pages(visit).await {
        Ok(pages) => pages,
        Err(failed) => return error::page(visit, &failed),
    };
    let title = visit.t("event-of-person");
    let here = format!("/staff/seekers/{id}/interviews");
    let body = html! {
        h1 { (title) }
        (form.summary(visit))
        p.lead { (visit.n("event-interviews-n", theirs.len())) " · " (visit.t("as-of")) " " (visit.instant(ctx.now)) }
        (booked(visit, &theirs, &here))
        @if pages.is_empty() { p.notice { (visit.t("events-none")) } }
        @for page in &pages { section {
            h2 lang=[visit.content_lang()] { (page.event.on) " " (page.event.title) }
            form.narrow method="post" action=(here) {
                input type="hidden" name="event" value=(page.event.id);
                (time_select(visit, page, form))
                button { (visit.t("event-book")) }
            }
        } }
        p { a href={ "/staff/seekers/" (id) } { (visit.t("back-to-record")) } }
    };
    (form.status, page::shell(visit, &title, body)).into_response()
}

async fn pages(visit: &Visit) -> Result<Vec<Page>, app::Error> {
    let mut pages = Vec::new();
    for event in app::hiring_event::upcoming(&visit.ctx, visit.app()).await? {
        pages.push(app::hiring_event::page(&visit.ctx, visit.app(), event.id).await?);
    }
    Ok(pages)
}
