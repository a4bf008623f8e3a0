//! `/staff/books`: freezing the book of a report meeting, reading it, its files, and letting everybody read its extract.

use app::report_book::{Form as Asked, Format, Out};
use axum::extract::Path;
use axum::response::{IntoResponse, Response};
use domain::id::ReportBookId;
use domain::policy::{Reach, UseCase, reach};
use domain::report_book::{ReportBook, State};
use jiff::civil::DateTime;
use maud::{Markup, html};

use crate::component::{Form, input, select, sent};
use crate::fields::Fields;
use crate::report_book::{drawn, file, files, head, table};
use crate::routes::Routes;
use crate::visit::Visit;
use crate::{error, page};

pub(super) fn routes(routes: &mut Routes) {
    routes.get("/staff/books", UseCase::ReadPlan, list);
    routes.post("/staff/books", UseCase::WritePlan, freeze);
    routes.get("/staff/books/{id}", UseCase::ReadPlan, show);
    routes.post("/staff/books/{id}/publish", UseCase::WritePlan, publish);
    routes.post("/staff/books/{id}/recount", UseCase::ReadPlan, recount);
    routes.get("/staff/books/{id}/book.pdf", UseCase::ReadPlan, pdf);
    routes.get("/staff/books/{id}/book.hwpx", UseCase::ReadPlan, hwpx);
    routes.get("/staff/books/{id}/book.xlsx", UseCase::ReadPlan, xlsx);
    routes.get("/staff/books/{id}/book.json", UseCase::ReadPlan, json);
}

async fn list(visit: Visit) -> Response {
    render(&visit, Form::new(&Fields::default())).await
}

async fn freeze(visit: Visit, fields: Fields) -> Response {
    let said = fields.text("as_of");
    let as_of: Option<DateTime> = said.parse().ok();
    if as_of.is_none() && !said.is_empty() {
        let errors = vec![("as_of".to_owned(), visit.t("report-book-as-of"))];
        return render(&visit, Form::wrong(&fields, errors)).await;
    }
    let asked = Asked { meeting: fields.parse("meeting"), as_of };
    let frozen = app::report_book::freeze(&visit.ctx, visit.app(), &asked).await;
    match sent(&visit, &fields, frozen, |id| format!("/staff/books/{id}")) {
        Ok(answer) => answer,
        Err(form) => render(&visit, form).await,
    }
}

async fn render(visit: &Visit, form: Form<'_>) -> Response {
    let lines = match app::report_book::list(&visit.ctx, visit.app()).await {
        Ok(lines) => lines,
        Err(failed) => return error::page(visit, &failed),
    };
    let title = visit.t("staff-books");
    let ask = match reach(visit.ctx.actor.role, UseCase::WritePlan) {
        Reach::No => html! {},
        _ => match ask(visit, &form).await {
            Ok(ask) => ask,
            Err(failed) => return error::page(visit, &failed),
        },
    };
    let body = html! {
        p.lead { (visit.n("books-n", lines.len())) }
        @if lines.is_empty() { p { (visit.t("staff-books-empty")) } } @else { (table(visit, &title, "/staff/books", &lines, true)) }
        (ask)
    };
    form.page(visit, &title, &body)
}

/// The form that freezes one.
async fn ask(visit: &Visit, form: &Form<'_>) -> Result<Markup, app::Error> {
    let meetings = app::report_book::meetings(&visit.ctx, visit.app()).await?;
    let options: Vec<(String, String)> = meetings
        .iter()
        .map(|meeting| {
            (meeting.id.to_string(), format!("{} · {}", meeting.at.strftime("%Y-%m-%d %H:%M"), meeting.name))
        })
        .collect();
    Ok(html! {
        h2 { (visit.t("book-freeze-title")) }
        p { (visit.t("book-freeze-note")) }
        @if options.is_empty() { p { (visit.t("book-no-meeting")) } } @else {
            form.narrow method="post" {
                (select(visit, form, "meeting", "book-meeting", &options))
                (input(visit, form, "as_of", "book-as-of-head", "datetime-local", "book-as-of-hint"))
                button { (visit.t("book-freeze")) }
            }
        }
    })
}

async fn get(visit: &Visit, id: &str) -> Result<ReportBook, app::Error> {
    let id = id.parse::<ReportBookId>().map_err(|_| app::Error::NotFound)?;
    app::report_book::get(&visit.ctx, visit.app(), id).await
}

async fn show(visit: Visit, Path(id): Path<String>) -> Response {
    match get(&visit, &id).await {
        Ok(book) => shown(&visit, &book, &Form::new(&Fields::default()), None),
        Err(failed) => error::page(&visit, &failed),
    }
}

/// The book; with what came of gathering it anew, if somebody asked for that.
fn shown(visit: &Visit, book: &ReportBook, form: &Form<'_>, told: Option<&'static str>) -> Response {
    let words = app::report_book::book(visit.app(), &book.facts, &book.hash, Out::House, visit.lang);
    let may = reach(visit.ctx.actor.role, UseCase::WritePlan) != Reach::No;
    let at = format!("/staff/books/{}", book.id);
    let body = html! {
        (head(visit, &words, &book.facts))
        (form.summary(visit))
        @if let Some(told) = told { p.notice role="status" { (visit.t(told)) } }
        (files(visit, &at))
        form method="post" action={ (at) "/recount" } { button.second { (visit.t("book-recount")) } " " span.small { (visit.t("book-recount-note")) } }
        @match book.state {
            State::Published { at: since } => p { a href={ "/plan/books/" (book.id) } { (visit.t("book-public")) } " · " (visit.instant(since)) },
            State::Frozen if may => form method="post" action={ (at) "/publish" } {
                input type="hidden" name="version" value=(book.version);
                p { (visit.t("book-publish-note")) }
                button.second { (visit.t("book-publish")) }
            },
            State::Frozen => p { (visit.t("book-state-frozen")) },
        }
        (drawn(visit, &words, &book.facts, true))
        p { a href="/staff/books" { (visit.t("staff-books")) } }
    };
    (form.status, page::shell(visit, &words.title, body)).into_response()
}

async fn publish(visit: Visit, Path(id): Path<String>, fields: Fields) -> Response {
    let book = match get(&visit, &id).await {
        Ok(book) => book,
        Err(failed) => return error::page(&visit, &failed),
    };
    let seen = fields.parse("version").unwrap_or(0);
    let published = app::report_book::publish(&visit.ctx, visit.app(), book.id, seen).await;
    match sent(&visit, &fields, published, |()| format!("/staff/books/{}", book.id)) {
        Ok(answer) => answer,
        Err(form) => shown(&visit, &book, &form, None),
    }
}

/// Gathers the book anew from the change log and says whether it is the same.
async fn recount(visit: Visit, Path(id): Path<String>) -> Response {
    let book = match get(&visit, &id).await {
        Ok(book) => book,
        Err(failed) => return error::page(&visit, &failed),
    };
    match app::report_book::recount(&visit.ctx, visit.app(), book.id).await {
        Ok(same) => {
            let told = match same {
                Some(true) => "book-recount-same",
                Some(false) => "book-recount-other",
                None => "book-recount-rules",
            };
            shown(&visit, &book, &Form::new(&Fields::default()), Some(told))
        }
        Err(failed) => error::page(&visit, &failed),
    }
}

async fn pdf(visit: Visit, Path(id): Path<String>) -> Response {
    of(&visit, &id, Format::Pdf).await
}

async fn hwpx(visit: Visit, Path(id): Path<String>) -> Response {
    of(&visit, &id, Format::Hwpx).await
}

async fn xlsx(visit: Visit, Path(id): Path<String>) -> Response {
    of(&visit, &id, Format::Xlsx).await
}

async fn json(visit: Visit, Path(id): Path<String>) -> Response {
    of(&visit, &id, Format::Json).await
}

async fn of(visit: &Visit, id: &str, format: Format) -> Response {
    match get(visit, id).await {
        Ok(book) => file(visit, (book.id, &book.facts, &book.hash), Out::House, format).await,
        Err(failed) => error::page(visit, &failed),
    }
}
