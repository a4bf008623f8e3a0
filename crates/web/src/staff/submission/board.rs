//! `/staff/submissions`: bodies and months, each cell leading to its report; calling for a month.

use app::FieldError;
use app::submission::{Board, Cell};
use axum::extract::Query;
use axum::response::Response;
use domain::counting::{Month, YEARS};
use domain::message::Message;
use domain::policy::{Reach, UseCase, reach};
use domain::submission::State;
use jiff::civil::Date;
use maud::{Markup, html};

use super::{late, state};
use crate::component::{Form, input, sent};
use crate::error;
use crate::fields::Fields;
use crate::routes::Routes;
use crate::visit::Visit;

pub(super) fn routes(routes: &mut Routes) {
    routes.get("/staff/submissions", UseCase::ReadSubmission, show);
    routes.post("/staff/submissions", UseCase::DecideSubmission, call);
}

async fn show(visit: Visit, Query(pairs): Query<Vec<(String, String)>>) -> Response {
    let fields = Fields(pairs);
    render(&visit, Form::new(&fields)).await
}

async fn call(visit: Visit, fields: Fields) -> Response {
    let called = match read(&visit, &fields) {
        Ok((month, due_on)) => {
            let called = app::submission::call(&visit.ctx, visit.app(), month, due_on).await;
            called.map(|_| month.year())
        }
        Err(wrong) => Err(app::Error::Invalid(wrong)),
    };
    match sent(&visit, &fields, called, |year| format!("/staff/submissions?year={year}")) {
        Ok(answer) => answer,
        Err(form) => render(&visit, form).await,
    }
}

/// Month and day as they were typed; whatever is wrong with either is said at once.
fn read(visit: &Visit, fields: &Fields) -> Result<(Month, Option<Date>), Vec<FieldError>> {
    let month = Month::parse(fields.text("month"));
    let month = month.ok_or_else(|| FieldError::new("month", Message::new("month-unreadable")));
    match (month, fields.day("due_on")) {
        (Ok(month), Ok(due_on)) => Ok((month, due_on)),
        (Ok(month), Err(day)) => {
            let mut errors = app::submission::check_call(&visit.ctx, month, None);
            errors.push(day);
            Err(errors)
        }
        (Err(month), day) => Err(std::iter::once(month).chain(day.err()).collect()),
    }
}

async fn render(visit: &Visit, form: Form<'_>) -> Response {
    let asked = form.fields.parse("year").filter(|year| YEARS.contains(year));
    let last = Month::of(visit.ctx.today()).previous();
    let year = asked.unwrap_or_else(|| last.year());
    let board = match app::submission::board(&visit.ctx, visit.app(), year).await {
        Ok(board) => board,
        Err(failed) => return error::page(visit, &failed),
    };
    let may_call = reach(visit.ctx.actor.role, UseCase::DecideSubmission) != Reach::No;
    let title = visit.t("submission-board");
    let usual =
        [("month", last.to_string()), ("due_on", app::submission::deadline(visit.app(), last).to_string())];
    let usual = Fields(usual.map(|(name, value)| (name.to_owned(), value)).to_vec());
    let call = if form.errors.is_empty() { Form::new(&usual) } else { form.clone() };
    let body = html! {
        p.lead { (year) " · " (visit.t("as-of")) " " (visit.instant(board.as_of)) }
        (summary(visit, &board))
        nav.narrow aria-label=(visit.t("submission-year")) { p {
            a href={ "/staff/submissions?year=" (year - 1) } { (year - 1) } " · " a href={ "/staff/submissions?year=" (year + 1) } { (year + 1) }
        } }
        @if board.lines.is_empty() { p.notice { (visit.t("submission-board-empty")) } }
        @else { (table(visit, &board)) }
        @if may_call { section {
            h2 { (visit.t("submission-call")) }
            form.narrow method="post" action="/staff/submissions" {
                (input(visit, &call, "month", "ledger-month", "month", ""))
                (input(visit, &call, "due_on", "submission-due", "date", "submission-due-hint"))
                button { (visit.t("submission-call")) }
            }
            p { a href="/staff/ledger/months" { (visit.t("ledger-months")) } }
        } }
    };
    form.page(visit, &title, &body)
}

/// The board in words.
fn summary(visit: &Visit, board: &Board) -> Markup {
    let overdue = board.count(|cell| cell.is_missing() && cell.late.is_some());
    let in_time = board.count(|cell| cell.is_missing() && cell.late.is_none());
    let counts = [
        ("submission-n-overdue", overdue),
        ("submission-n-called", in_time),
        ("submission-n-submitted", board.count(|cell| matches!(cell.state, State::Submitted { .. }))),
        ("submission-n-nothing", board.count(|cell| matches!(cell.state, State::Nothing { .. }))),
        ("submission-n-returned", board.count(|cell| matches!(cell.state, State::Returned { .. }))),
        ("submission-n-accepted", board.count(|cell| matches!(cell.state, State::Accepted { .. }))),
    ];
    let said: Vec<String> =
        counts.into_iter().filter(|(_, n)| *n > 0).map(|(code, n)| visit.n(code, n)).collect();
    html! { @if !said.is_empty() { p { (said.join(" · ")) } } }
}

fn table(visit: &Visit, board: &Board) -> Markup {
    html! { div.scroll tabindex="0" role="region" aria-label=(visit.t("submission-board")) { table.heat {
        caption { (visit.t("submission-board-note")) }
        thead { tr { th scope="col" { (visit.t("organisation")) } @for month in &board.months { th scope="col" { (month) } } } }
        tbody { @for line in &board.lines { tr {
            th scope="row" { (line.body) @if let Some((heir, from)) = &line.left_to { br; span.small { "→ " (heir) " (" (from) ")" } } }
            @for cell in &line.cells { td { @match cell { Some(cell) => (link(visit, cell)), None => span.small { (visit.t("submission-not-called")) } } } }
        } } }
    } } }
}

/// A cell: a missing report says `미제출` once it is due.
fn link(visit: &Visit, cell: &Cell) -> Markup {
    html! { a href={ "/staff/submissions/" (cell.id) } {
        @match (cell.is_missing(), cell.late) {
            (true, Some(days)) => span.report.report-missing { span aria-hidden="true" { "✕" } " " (visit.t("submission-missing")) " " (late(days)) },
            (false, Some(days)) => { (state(visit, &cell.state)) " " (late(days)) }
            _ => (state(visit, &cell.state)),
        }
    } }
}
