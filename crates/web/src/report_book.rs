//! `/plan/books`: the public extracts of frozen report books, and how a book is drawn on a page.
//!
//! Everything was frozen with the book; nothing here counts, and a hidden cell stays a dash.

use app::report_book::{Align, Block, Book, Column, Format, Line, Out, Value};
use axum::extract::Path;
use axum::http::header::{CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::response::{IntoResponse, Response};
use domain::id::ReportBookId;
use domain::policy::UseCase;
use domain::report_book::Facts;
use maud::{Markup, html};
use strum::IntoEnumIterator;

use crate::component::drawing;
use crate::routes::Routes;
use crate::visit::Visit;
use crate::{error, page};

pub(crate) fn routes(routes: &mut Routes) {
    routes.get("/plan/books", UseCase::ReadPublic, list);
    routes.get("/plan/books/{id}", UseCase::ReadPublic, show);
    routes.get("/plan/books/{id}/book.pdf", UseCase::ReadPublic, pdf);
    routes.get("/plan/books/{id}/book.hwpx", UseCase::ReadPublic, hwpx);
    routes.get("/plan/books/{id}/book.xlsx", UseCase::ReadPublic, xlsx);
    routes.get("/plan/books/{id}/book.json", UseCase::ReadPublic, json);
}

async fn list(visit: Visit) -> Response {
    let lines = match app::report_book::published(&visit.ctx, visit.app()).await {
        Ok(lines) => lines,
        Err(failed) => return error::page(&visit, &failed),
    };
    let title = visit.t("plan-books");
    let body = html! {
        h1 { (title) }
        p.lead { (visit.n("books-n", lines.len())) }
        @if lines.is_empty() { p { (visit.t("plan-books-empty")) } } @else { (table(&visit, &title, "/plan/books", &lines, false)) }
    };
    page::shell(&visit, &title, body).into_response()
}

/// Books with their instant and hash; for everybody, who can read extracts only, it is said to be the original's.
pub(crate) fn table(visit: &Visit, caption: &str, at: &str, lines: &[Line], state: bool) -> Markup {
    html! {
        div.scroll tabindex="0" role="region" aria-label=(caption) { table {
            caption { (caption) }
            thead { tr {
                th scope="col" { (visit.t("book-meeting")) } th scope="col" { (visit.t("book-as-of-head")) } th scope="col" { (visit.t(if state { "book-hash" } else { "book-hash-original" })) }
                @if state { th scope="col" { (visit.t("book-state-head")) } }
            } }
            tbody { @for line in lines { tr {
                th scope="row" { a href={ (at) "/" (line.id) } { (line.title) } }
                td.nowrap { (visit.exactly(line.as_of)) }
                td { code { (line.hash.get(..12).unwrap_or_default()) } }
                @if state { td { (visit.t(&format!("book-state-{}", named(line)))) } }
            } } }
        } }
    }
}

fn named(line: &Line) -> &'static str {
    match line.state {
        domain::report_book::State::Frozen => "frozen",
        domain::report_book::State::Published { .. } => "published",
    }
}

async fn extract(visit: &Visit, id: &str) -> Result<(ReportBookId, Facts, String), app::Error> {
    let id = id.parse::<ReportBookId>().map_err(|_| app::Error::NotFound)?;
    let (facts, hash) = app::report_book::extract(&visit.ctx, visit.app(), id).await?;
    Ok((id, facts, hash))
}

async fn show(visit: Visit, Path(id): Path<String>) -> Response {
    let (id, facts, hash) = match extract(&visit, &id).await {
        Ok(found) => found,
        Err(failed) => return error::page(&visit, &failed),
    };
    let book = app::report_book::book(visit.app(), &facts, &hash, Out::Public, visit.lang);
    let body = html! {
        (head(&visit, &book, &facts))
        (files(&visit, &format!("/plan/books/{id}")))
        (drawn(&visit, &book, &facts, false))
        p { a href="/plan/books" { (visit.t("plan-books")) } }
    };
    page::shell(&visit, &book.title, body).into_response()
}

/// What stands on the cover: title, the sentence with its instant and hash, names and values.
pub(crate) fn head(visit: &Visit, book: &Book, facts: &Facts) -> Markup {
    let at = visit.exactly(facts.cover.as_of);
    html! {
        h1 { (book.title) }
        p.lead { (book.subtitle) " · " (visit.n("book-as-of-said", at)) " · " code { "#" (book.hash.get(..12).unwrap_or_default()) } }
        p { (book.note) }
        dl.facts { @for (name, value) in &book.cover { dt { (name) } dd { (value) } } }
    }
}

/// The files of a book.
pub(crate) fn files(visit: &Visit, at: &str) -> Markup {
    html! {
        div.actions {
            @for (nth, format) in Format::iter().enumerate() {
                a.button.second[nth > 0] href={ (at) "/book." (format) } { (visit.t(&format!("book-file-{format}"))) }
            }
            button.second type="button" data-print="" hidden { (visit.t("print")) }
        }
    }
}

/// The chapters with their contents in front. Staff find the ledger's rows of each department from its page.
pub(crate) fn drawn(visit: &Visit, book: &Book, facts: &Facts, rows: bool) -> Markup {
    html! { div.book {
        nav aria-label=(book.contents) { h2 { (book.contents) } ol { @for chapter in &book.chapters {
            li { a href={ "#" (chapter.id) } { (chapter.title) } }
        } } }
        @for chapter in &book.chapters {
            section id=(chapter.id) {
                h2 { (chapter.title) }
                @for block in &chapter.blocks { (block_drawn(visit, block, facts, rows)) }
                @if rows && chapter.id == "results" && facts.totals.rosters.is_some() {
                    p { a href="/staff/projects" { (visit.t("rosters")) " · " (visit.t("staff-projects")) } }
                }
            }
        }
        p.foot { (book.foot) }
    } }
}

fn block_drawn(visit: &Visit, block: &Block, facts: &Facts, rows: bool) -> Markup {
    match block {
        Block::Page { text } => {
            let of = facts.departments.iter().find(|department| department.name == *text).filter(|_| rows);
            html! {
                h3.new-page { (text) }
                @if let Some(of) = of {
                    p { a href={ "/staff/ledger?year=" (facts.cover.year) "&owner=" (of.id) } { (visit.t("book-ledger-now")) } }
                }
            }
        }
        Block::Heading { text } => html! { h3 { (text) } },
        Block::Text { text } => html! { p { (lines(text)) } },
        Block::List { items } => html! { ul { @for item in items { li { (lines(item)) } } } },
        Block::Drawing { caption, svg, .. } => html! {
            figure { @if !caption.is_empty() { figcaption { (caption) } } (drawing(svg.clone())) }
        },
        Block::Table { caption, columns, rows, empty } => listing(caption, columns, rows, empty),
    }
}

fn listing(caption: &str, columns: &[Column], rows: &[Vec<Value>], empty: &str) -> Markup {
    html! {
        div.scroll tabindex="0" role="region" aria-label=(caption) { table {
            caption { (caption) }
            thead { tr { @for column in columns { th scope="col" { (column.name) } } } }
            tbody {
                @if rows.is_empty() { tr { td colspan=(columns.len()) { (empty) } } }
                @for row in rows { tr { @for (nth, (value, column)) in row.iter().zip(columns).enumerate() {
                    @if nth == 0 { th scope="row" { (lines(&value.shown())) } } @else { td class=(place(column.align)) { (lines(&value.shown())) } }
                } } }
            }
        } }
    }
}

fn place(align: Align) -> &'static str {
    match align {
        Align::Left => "left",
        Align::Center => "center",
        Align::Right => "right",
    }
}

/// Text with its line ends.
fn lines(text: &str) -> Markup {
    html! { @for (i, line) in text.split('\n').enumerate() { @if i > 0 { br; } (line) } }
}

async fn pdf(visit: Visit, Path(id): Path<String>) -> Response {
    public(&visit, &id, Format::Pdf).await
}

async fn hwpx(visit: Visit, Path(id): Path<String>) -> Response {
    public(&visit, &id, Format::Hwpx).await
}

async fn xlsx(visit: Visit, Path(id): Path<String>) -> Response {
    public(&visit, &id, Format::Xlsx).await
}

async fn json(visit: Visit, Path(id): Path<String>) -> Response {
    public(&visit, &id, Format::Json).await
}

async fn public(visit: &Visit, id: &str, format: Format) -> Response {
    match extract(visit, id).await {
        Ok((id, facts, hash)) => file(visit, (id, &facts, &hash), Out::Public, format).await,
        Err(failed) => error::page(visit, &failed),
    }
}

/// A file of a book to be saved.
pub(crate) async fn file(
    visit: &Visit,
    (id, facts, hash): (ReportBookId, &Facts, &str),
    out: Out,
    format: Format,
) -> Response {
    let made = app::report_book::file(visit.app(), (id, facts, hash), out, format, visit.lang).await;
    let bytes = match made {
        Ok(bytes) => bytes,
        Err(failed) => return error::page(visit, &failed),
    };
    let kind = match format {
        Format::Pdf => "application/pdf",
        Format::Hwpx => "application/hwp+zip",
        Format::Xlsx => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        Format::Json => "application/json",
    };
    let at = facts.cover.as_of_local.strftime("%Y-%m-%d-%H%M%S");
    let whose = match out {
        Out::House => "book",
        Out::Public => "book-public",
    };
    let headers = [
        (CONTENT_TYPE, kind.to_owned()),
        (CONTENT_DISPOSITION, format!("attachment; filename=\"{whose}-{at}.{format}\"")),
        (CACHE_CONTROL, "no-store".to_owned()),
    ];
    (headers, bytes.to_vec()).into_response()
}
