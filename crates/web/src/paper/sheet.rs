//! A sheet drawn as HTML: the boxes of the annex on the screen and, printed, on A4.

use app::paper::{Align, Block, Cell, Column, Half, Kind, Period, Sheet};
use axum::response::{IntoResponse, Response};
use domain::look::Why;
use domain::policy::{Reach, UseCase, reach};
use maud::{Markup, html};

use crate::component::{Form, drawing, select};
use crate::fields::Fields;
use crate::page;
use crate::visit::Visit;

/// The page of one sheet.
pub(super) fn page(visit: &Visit, sheet: &Sheet) -> Response {
    let (path, query) = visit.here.split_once('?').unwrap_or((&visit.here, ""));
    let pdf = format!("{path}.pdf{}{query}", if query.is_empty() { "" } else { "?" });
    let kind = match (sheet.landscape, sheet.points >= 14) {
        (true, _) => "sheet landscape",
        (false, true) => "sheet large",
        (false, false) => "sheet",
    };
    let body = html! {
        div.actions {
            a.button href=(pdf) { (visit.t("paper-pdf")) }
            button.second type="button" data-print="" hidden { (visit.t("print")) }
        }
        @if let Some(what) = queued(path) { (crate::staff::to_queue(visit, &what)) }
        article class=(kind) lang=(sheet.lang) {
            @if !sheet.form.is_empty() { p.form-number { (sheet.form) } }
            h1 { (sheet.title) }
            @for block in &sheet.blocks { (drawn(block, &visit.t("paper-table"))) }
            p.foot { (sheet.issuer) " · " (as_of(sheet)) " · #" (sheet.digest()) }
        }
    };
    page::shell(visit, &sheet.title, body).into_response()
}

/// What a queue would print instead of this page, where it can: somebody else stands at the printer.
fn queued(path: &str) -> Option<String> {
    let between = |start: &str, end: &str| path.strip_prefix(start)?.strip_suffix(end).map(str::to_owned);
    let letter = between("/staff/referrals/", "/letter").map(|id| format!("letter:{id}"));
    letter.or_else(|| between("/staff/seekers/", "/slip").map(|id| format!("slip:{id}")))
}

fn as_of(sheet: &Sheet) -> String {
    if sheet.lang == "en" { format!("as of {}", sheet.as_of) } else { format!("{} 기준", sheet.as_of) }
}

fn drawn(block: &Block, named: &str) -> Markup {
    match block {
        Block::Heading { text } => html! { h2 { (text) } },
        Block::Text { text, align, strong } => html! {
            p class=(place(*align)) { @if *strong { strong { (lines(text)) } } @else { (lines(text)) } }
        },
        Block::Boxes { widths, rows } => boxes(widths, rows),
        Block::Table { columns, rows, empty } => table(columns, rows, empty, named),
        Block::Code { caption, code, url, qr } => html! {
            div.code {
                p { (lines(caption)) @if !code.is_empty() { br; strong { (code) } } @if !url.is_empty() { br; span.small { (url) } } }
                @if !qr.is_empty() { div.qr role="img" aria-label=(url) { (drawing(qr.clone())) } }
            }
        },
        Block::Card { mark, title, lines, call } => html! {
            section.card {
                h2 { (mark) " " (title) }
                dl.facts { @for (name, value) in lines { dt { (name) } dd { (value) } } }
                p.call { (call) }
            }
        },
        Block::NewPage => html! { hr.new-page; },
    }
}

fn boxes(widths: &[u8], rows: &[Vec<Cell>]) -> Markup {
    html! {
        table.boxes {
            (widths_of(widths.iter().copied()))
            tbody { @for row in rows { tr { @for cell in row {
                @let (span, down) = ((cell.span > 1).then_some(cell.span), (cell.rows > 1).then_some(cell.rows));
                @match cell.kind {
                    Kind::Label if cell.text.is_empty() => td.named colspan=[span] rowspan=[down] {},
                    Kind::Label => th scope="row" colspan=[span] rowspan=[down] { (lines(&cell.text)) },
                    Kind::Value => td colspan=[span] rowspan=[down] { (lines(&cell.text)) },
                    Kind::Blank => td.blank colspan=[span] rowspan=[down] { (lines(&cell.text)) },
                }
            } } } }
        }
    }
}

fn table(columns: &[Column], rows: &[Vec<String>], empty: &str, named: &str) -> Markup {
    html! {
        div.scroll tabindex="0" role="region" aria-label=(named) { table.listing {
            (widths_of(columns.iter().map(|column| column.width)))
            thead { tr { @for column in columns { th scope="col" { (column.name) } } } }
            tbody {
                @if rows.is_empty() { tr { td colspan=(columns.len()) { (empty) } } }
                @for row in rows { tr { @for (text, column) in row.iter().zip(columns) { td class=(place(column.align)) { (lines(text)) } } } }
            }
        } }
    }
}

/// Relative widths as shares of the table.
fn widths_of(widths: impl Iterator<Item = u8> + Clone) -> Markup {
    let all: usize = widths.clone().map(usize::from).sum();
    html! { colgroup { @for width in widths { col width={ (usize::from(width) * 100 / all.max(1)) "%" }; } } }
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

/// Where registers are asked for by period.
pub(super) fn registers(visit: &Visit, month: Period, now: Half) -> Response {
    let role = visit.ctx.actor.role;
    let day = |id: &str, name: &str, key: &str, value: String| {
        html! { div.field { label for=(id) { (visit.t(key)) } input id=(id) name=(name) type="date" value=(value) required; } }
    };
    let none = Fields::default();
    let empty = Form::new(&none);
    let reasons = Why::REGISTER.map(|why| (why.to_string(), visit.t(&format!("why-{why}")))).to_vec();
    let ask = |path: &str, key: &str, why: bool| {
        html! { section {
            h2 { (visit.t(key)) }
            form.narrow method="get" action=(path) {
                (day(&format!("{key}-from"), "from", "paper-from", month.from.to_string()))
                (day(&format!("{key}-to"), "to", "paper-to", month.to.to_string()))
                @if why { (select(visit, &empty, "why", "why-reason", &reasons)) }
                div.actions { button { (visit.t("paper-show")) } }
            }
        } }
    };
    let body = html! {
        h1 { (visit.t("registers")) }
        p.lead { (visit.t("registers-note")) }
        (ask("/staff/registers/openings", "register-openings", false))
        @if reach(role, UseCase::ReadReferral) != Reach::No {
            (ask("/staff/registers/seekers", "register-seekers", true))
            section {
                h2 { (visit.t("register-half-year")) }
                ul { @for (year, half) in [(now.year, 1), (now.year, 2), (now.year - 1, 1), (now.year - 1, 2)] {
                    li { a href={ "/staff/registers/half-year?year=" (year) "&half=" (half) } { (year) " · " (visit.t(&format!("half-{half}"))) } }
                } }
            }
        }
    };
    page::shell(visit, &visit.t("registers"), body).into_response()
}
