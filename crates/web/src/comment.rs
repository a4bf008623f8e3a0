//! Remarks under a page of the staff's: a thread with a form, the page of what calls me, and one address for all of them.
//! Other pages put [`section`] where they want it and know nothing more.

use app::comment::{Form as Said, Said as Remark};
use axum::extract::Path;
use axum::response::{IntoResponse, Redirect, Response};
use domain::comment::Subject;
use domain::id::CommentId;
use domain::policy::{Reach, UseCase, reach};
use maud::{Markup, html};
use uuid::Uuid;

use crate::component::Form;
use crate::fields::Fields;
use crate::routes::Routes;
use crate::visit::Visit;
use crate::{error, page};

pub(crate) fn routes(routes: &mut Routes) {
    routes.post("/staff/comments", UseCase::WriteComment, add);
    routes.post("/staff/comments/{id}/withdraw", UseCase::WriteComment, withdraw);
    routes.get("/staff/mentions", UseCase::ReadComment, mentions);
    routes.post("/staff/receipts", UseCase::ReadComment, crate::receipt::leave);
}

/// The page of a thing that remarks can be on.
pub(crate) fn page_of(subject: Subject, id: Uuid) -> String {
    let folder = match subject {
        Subject::Project => "projects",
        Subject::Measure => "measures",
        Subject::Lead => "leads",
        Subject::Opening => "openings",
        Subject::Action => "actions",
        Subject::Meeting => "meetings",
        Subject::AgendaItem => "agenda-items",
        Subject::CoopRequest => "requests",
        Subject::Idea => "ideas",
        Subject::Mou => return "/staff/mous".to_owned(),
        Subject::Comment => return "/staff/mentions".to_owned(),
    };
    format!("/staff/{folder}/{id}")
}

/// The remarks on a thing, for those who may read them; nothing for everybody else.
pub(crate) async fn section(visit: &Visit, subject: Subject, id: impl Into<Uuid>) -> Markup {
    let id = id.into();
    // What is said of a record is said at home.
    if visit.is_away() {
        return html! {};
    }
    let Ok(thread) = app::comment::thread(&visit.ctx, visit.app(), subject, id).await else {
        return html! {};
    };
    let said: usize = thread.iter().map(|remark| 1 + remark.answers.len()).sum();
    let may = may_write(visit);
    html! {
        section #comments {
            h2 { (visit.t("comments")) @if said > 0 { " " (said) } }
            @if thread.is_empty() { p { (visit.t(if may { "comments-none" } else { "list-empty" })) } }
            @else { ol.comments { @for root in &thread { li {
                (remark(visit, root))
                @if !root.answers.is_empty() { ol { @for answer in &root.answers { li { (remark(visit, answer)) } } } }
                @if may { details { summary { (visit.t("comment-answer")) } (form(visit, &Form::new(&blank(subject, id, Some(root.comment.id))))) } }
            } } } }
            @if may { (form(visit, &Form::new(&blank(subject, id, None)))) }
        }
    }
}

fn may_write(visit: &Visit) -> bool {
    reach(visit.ctx.actor.role, UseCase::WriteComment) != Reach::No
}

fn remark(visit: &Visit, said: &Remark) -> Markup {
    let comment = &said.comment;
    html! {
        article id={ "comment-" (comment.id) } {
            p.small {
                strong { @if said.who.is_empty() { (visit.t("erased")) } @else { (said.who) } }
                @if !said.body.is_empty() { " · " (said.body) }
                " · " time datetime=(comment.created_at) { (visit.instant(comment.created_at)) }
            }
            @if comment.withdrawn_at.is_some() { p { em { (visit.t("comment-withdrawn")) } } }
            @else { @for line in comment.text.lines() { p lang=[visit.content_lang()] { (line) } } }
            @if said.mine { form method="post" action={ "/staff/comments/" (comment.id) "/withdraw" } { button.plain { (visit.t("comment-withdraw")) } } }
        }
    }
}

fn blank(subject: Subject, id: Uuid, answers: Option<CommentId>) -> Fields {
    let answers = answers.map(|of| of.to_string()).unwrap_or_default();
    let pairs = [("subject", subject.to_string()), ("about", id.to_string()), ("answers", answers)];
    Fields(pairs.into_iter().map(|(name, value)| (name.to_owned(), value)).collect())
}

/// The form of a remark. Several stand on one page, so each names its own text area.
fn form(visit: &Visit, form: &Form<'_>) -> Markup {
    let of = form.fields.text("answers");
    let id = if of.is_empty() { "text".to_owned() } else { format!("text-{of}") };
    let error = form.error("text");
    html! {
        form.narrow method="post" action="/staff/comments" {
            @for name in ["subject", "about", "answers"] { input type="hidden" name=(name) value=(form.fields.text(name)); }
            div.field {
                label for=(id) { (visit.t(if of.is_empty() { "comment-text" } else { "comment-answer-text" })) }
                p.hint id={ (id) "-hint" } { (visit.t("comment-hint")) }
                textarea id=(id) name="text" rows="3" aria-describedby={ (id) "-hint" @if error.is_some() { " " (id) "-error" } } aria-invalid=[error.map(|_| "true")] { (form.fields.text("text")) }
                @if let Some(error) = error { p.error id={ (id) "-error" } { (error) } }
            }
            div.actions { button.second { (visit.t("comment-say")) } }
        }
    }
}

/// The thing that a form speaks of.
pub(crate) fn named(fields: &Fields) -> Option<(Subject, Uuid)> {
    Some((fields.parse("subject")?, fields.parse("about")?))
}

async fn add(visit: Visit, fields: Fields) -> Response {
    let Some((subject, about)) = named(&fields) else { return error::page(&visit, &app::Error::NotFound) };
    let said = Said { text: fields.text("text").to_owned(), answers: fields.parse("answers") };
    match app::comment::add(&visit.ctx, visit.app(), subject, about, said).await {
        Ok(id) => Redirect::to(&format!("{}#comment-{id}", page_of(subject, about))).into_response(),
        Err(failed) => match Form::refused(&visit, &fields, &failed) {
            Ok(answer) => answer,
            Err(again) => {
                let rest = html! { (form(&visit, &again)) p { a href=(page_of(subject, about)) { (visit.t("comment-back")) } } };
                again.page(&visit, &visit.t("comment-text"), &rest)
            }
        },
    }
}

async fn withdraw(visit: Visit, Path(id): Path<String>) -> Response {
    let Ok(id) = id.parse::<CommentId>() else { return error::page(&visit, &app::Error::NotFound) };
    match app::comment::withdraw(&visit.ctx, visit.app(), id).await {
        Ok(comment) => {
            let back = comment.noun.parse().map(|subject| page_of(subject, comment.about));
            Redirect::to(&format!("{}#comments", back.unwrap_or_default())).into_response()
        }
        Err(failed) => error::page(&visit, &failed),
    }
}

/// A line that leads to what calls me, when something does.
pub(crate) async fn waiting(visit: &Visit) -> Markup {
    let unread = app::comment::unread(&visit.ctx, visit.app()).await.unwrap_or_default();
    html! { @if unread > 0 { p.notice { a href="/staff/mentions" { (visit.n("mentions-n", unread)) } } } }
}

async fn mentions(visit: Visit) -> Response {
    let calls = match app::comment::calls(&visit.ctx, visit.app()).await {
        Ok(calls) => calls,
        Err(failed) => return error::page(&visit, &failed),
    };
    let title = visit.t("mentions");
    let unread = calls.iter().filter(|call| !call.read).count();
    let body = html! {
        h1 { (title) }
        p.lead { (visit.n("mentions-n", unread)) " " span.small { (visit.t("as-of")) " " (visit.instant(visit.ctx.now)) } }
        @if calls.is_empty() { p { (visit.t("mentions-none")) } }
        ol.comments { @for call in &calls { li {
            (remark(&visit, &call.said))
            div.actions {
                a.button.second href={ (page_of(call.subject, call.said.comment.about)) "#comment-" (call.said.comment.id) } { (visit.t(&format!("comment-on-{}", call.subject))) }
                @if call.read { span.badge { (visit.t("receipt-mine")) } }
                @else { (crate::receipt::button(&visit, Subject::Comment, call.said.comment.id.0)) }
            }
        } } }
    };
    page::shell(&visit, &title, body).into_response()
}
