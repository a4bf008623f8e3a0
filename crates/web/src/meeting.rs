//! `/meetings`: what councils and report meetings decided, for everybody: the agenda, who does what by when, and how it
//! stands. Papers, minutes and who came are not for this page.

use axum::extract::Path;
use axum::response::{IntoResponse, Response};
use domain::message::Message;
use domain::policy::UseCase;
use maud::html;

use crate::routes::Routes;
use crate::visit::Visit;
use crate::{error, page};

pub(crate) fn routes(routes: &mut Routes) {
    routes.get("/meetings", UseCase::ReadPublic, list);
    routes.get("/meetings/{id}", UseCase::ReadPublic, show);
}

async fn list(visit: Visit) -> Response {
    let meetings = match app::meeting::open_list(&visit.ctx, visit.app()).await {
        Ok(meetings) => meetings,
        Err(failed) => return error::page(&visit, &failed),
    };
    let title = visit.t("meetings-public");
    let body = html! {
        h1 { (title) }
        p.lead { (visit.n("meetings-n", meetings.len())) " · " (visit.instant(visit.ctx.now)) }
        @if meetings.is_empty() { p.notice { (visit.t("meetings-public-none")) } }
        ul lang=[visit.content_lang()] { @for meeting in &meetings { li { a href={ "/meetings/" (meeting.id) } { (meeting.name) } " · " time datetime=(meeting.at.date()) { (meeting.at.date()) } } } }
    };
    page::shell(&visit, &title, body).into_response()
}

async fn show(visit: Visit, Path(id): Path<String>) -> Response {
    let record = match id.parse() {
        Ok(id) => app::meeting::open_record(&visit.ctx, visit.app(), id).await,
        Err(_) => Err(app::Error::NotFound),
    };
    let record = match record {
        Ok(record) => record,
        Err(failed) => return error::page(&visit, &failed),
    };
    let (meeting, today) = (&record.meeting, visit.ctx.today());
    let open = record.actions.iter().filter(|action| action.state_name() == "open").count();
    let summary = Message::new("meeting-public-lead").with("n", record.actions.len()).with("open", open);
    let body = html! {
        h1 lang=[visit.content_lang()] { (meeting.name) }
        p.lead { time datetime=(meeting.at.date()) { (meeting.at.date()) } " · " (meeting.venue) }
        p { (visit.say(&summary)) " · " (visit.instant(visit.ctx.now)) }
        h2 { (visit.t("agenda")) }
        ol lang=[visit.content_lang()] { @for item in &record.items { li { (item) } } }
        h2 { (visit.t("meeting-actions")) }
        @if record.actions.is_empty() { p { (visit.t("meeting-actions-none")) } }
        @else { div.scroll tabindex="0" role="region" aria-label=(visit.t("meeting-actions")) { table {
            caption.same { (visit.t("meeting-actions")) }
            thead { tr { th scope="col" { (visit.t("action-number")) } th scope="col" { (visit.t("action-what")) } th scope="col" { (visit.t("action-owner")) } th scope="col" { (visit.t("action-due")) } th scope="col" { (visit.t("state")) } } }
            tbody { @for action in &record.actions { tr {
                th scope="row" { (action.number) }
                td lang=[visit.content_lang()] { (action.title) }
                td lang=[visit.content_lang()] { @if let Some(owner) = action.owner { (record.names.get(&owner).map_or("", String::as_str)) } }
                td { @if let Some(day) = action.due_on { (day) } }
                td { (visit.say(&app::action::standing(action, today))) }
            } } }
        } } }
        p { a href="/meetings" { (visit.t("meetings-public")) } }
    };
    page::shell(&visit, &meeting.name, body).into_response()
}
