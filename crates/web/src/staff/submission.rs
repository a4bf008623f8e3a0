//! `/staff/submission`, where an officer's month is one page: what the ledger already holds, the file to add, nothing to
//! report, the note for the next officer; and `/staff/submissions`, the board of bodies and months.

mod board;
mod file;

use app::submission::{Home, View};
use axum::extract::Path;
use axum::response::Response;
use domain::counting::{GradeName, Rule};
use domain::id::SubmissionId;
use domain::message::thousands;
use domain::policy::UseCase;
use domain::submission::State;
use maud::{Markup, html};

use super::ledger::{grade, rule};
use crate::component::{Form, area, sent};
use crate::error;
use crate::fields::Fields;
use crate::routes::Routes;
use crate::visit::Visit;

pub(super) fn routes(routes: &mut Routes) {
    routes.get("/staff/submission", UseCase::ReadSubmission, home);
    board::routes(routes);
    routes.get("/staff/submissions/{id}", UseCase::ReadSubmission, one);
    routes.post("/staff/submissions/{id}/submit", UseCase::WriteSubmission, submit);
    routes.post("/staff/submissions/{id}/nothing", UseCase::WriteSubmission, nothing);
    routes.post("/staff/submissions/{id}/hand-over", UseCase::WriteSubmission, hand_over);
    routes.post("/staff/submissions/{id}/return", UseCase::DecideSubmission, return_with);
    routes.post("/staff/submissions/{id}/accept", UseCase::DecideSubmission, accept);
    file::routes(routes);
}

async fn home(visit: Visit) -> Response {
    let home = match app::submission::home(&visit.ctx, visit.app()).await {
        Ok(home) => home,
        Err(failed) => return error::page(&visit, &failed),
    };
    let (fields, title) = (Fields::default(), visit.t("submission-home"));
    let body = html! {
        @match &home.now {
            Some(view) => (report(&visit, view, &Form::new(&fields))),
            None => p.notice { (visit.t(if home.body.is_empty() { "submission-no-body" } else { "submission-none" })) },
        }
        (beside(&visit, &home))
        p { a href="/staff/submissions" { (visit.t("submission-board")) } }
    };
    Form::new(&fields).page(&visit, &title, &body)
}

/// What else waits for the body: other reports, its projects, what others ask of it.
fn beside(visit: &Visit, home: &Home) -> Markup {
    let confirmed = home.projects_confirmed(&visit.ctx);
    html! {
        @if !home.others.is_empty() { section {
            h2 { (visit.t("submission-others")) }
            ul { @for other in &home.others { li { a href={ "/staff/submissions/" (other.id) } { (other.month) " · " (state(visit, &other.state)) @if let Some(days) = other.late_days(visit.ctx.today()) { " · " (late(days)) } } } } }
        } }
        @if !home.body.is_empty() {
            section {
                h2 { (visit.t("submission-projects")) " " (home.projects.len()) }
                @if home.projects.is_empty() { p { (visit.t("submission-projects-none")) } }
                @else {
                    p { (visit.n("submission-projects-confirmed", confirmed)) " " (visit.n("submission-projects-open", home.projects.len() - confirmed)) }
                    ul { @for project in home.projects.iter().take(20) { li { a href={ "/staff/projects/" (project.id) } { (project.number) " " (project.content.name) } @if !project.is_public() { " · " span.badge { (visit.t("project-draft")) } } @if project.owes_answer() { " · " span.badge { (visit.t("submission-owes-answer")) } } } } }
                }
                p { a href="/staff/projects" { (visit.t("submission-projects-all")) } }
            }
            section {
                h2 { (visit.t("submission-network")) }
                p { @match home.network_confirmed_on { Some(on) => { (visit.t("contacts-confirmed")) " " (on) }, None => (visit.t("submission-network-open")) } }
                form method="post" action="/staff/contacts/confirm" { input type="hidden" name="from" value="submission"; button.second { (visit.t("contacts-confirm")) } }
                p { a href="/staff/contacts" { (visit.t("contacts")) } }
            }
            section {
                h2 { (visit.t("submission-requests")) " " (home.requests.len()) }
                @if home.requests.is_empty() { p { (visit.t("submission-requests-none")) } }
                ul { @for (request, from) in &home.requests { li { (from) ": " a href={ "/staff/requests/" (request.id) } { (request.text) } " · " (visit.t("submission-answer-by")) " " (request.answer_by) } } }
            }
        }
    }
}

async fn one(visit: Visit, Path(id): Path<String>) -> Response {
    show(&visit, &id, Form::new(&Fields::default())).await
}

async fn show(visit: &Visit, id: &str, form: Form<'_>) -> Response {
    let Ok(id) = id.parse::<SubmissionId>() else { return error::page(visit, &app::Error::NotFound) };
    let view = match app::submission::get(&visit.ctx, visit.app(), id).await {
        Ok(view) => view,
        Err(failed) => return error::page(visit, &failed),
    };
    let title = format!("{} · {}", view.body, visit.t("submission-title"));
    let body = html! {
        (report(visit, &view, &form))
        p { a href="/staff/submissions" { (visit.t("submission-board")) } }
    };
    form.page(visit, &title, &body)
}

/// `D+3`.
pub(super) fn late(days: i32) -> String {
    format!("D+{days}")
}

/// Where a report stands: a word with a mark, never a colour alone.
pub(super) fn state(visit: &Visit, of: &State) -> Markup {
    let mark = match of {
        State::Called => "○",
        State::Submitted { to_mend: 0, .. } => "●",
        State::Submitted { .. } => "◐",
        State::Nothing { .. } => "–",
        State::Returned { .. } => "↩",
        State::Accepted { .. } => "✓",
    };
    html! {
        span class={ "report report-" (of.name()) } { span aria-hidden="true" { (mark) } " " (visit.t(&format!("submission-state-{}", of.name()))) }
        @match of {
            State::Submitted { rows, to_mend } => { "(" (visit.n("submission-rows-n", *rows)) @if *to_mend > 0 { ", " (visit.n("submission-mend-n", *to_mend)) } ")" }
            State::Accepted { rows } if *rows > 0 => { "(" (visit.n("submission-rows-n", *rows)) ")" }
            _ => {}
        }
    }
}

/// One month of one body: where it stands, what is in it, what may be done with it.
fn report(visit: &Visit, view: &View, form: &Form<'_>) -> Markup {
    let known = &view.submission;
    let at = format!("/staff/submissions/{}", known.id);
    let may_hand_in = view.may_write && !matches!(known.state, State::Accepted { .. });
    html! {
        p.lead {
            (view.body) " · " (known.month) " · " (state(visit, &known.state))
            @if let Some(days) = known.late_days(visit.ctx.today()) { " · " strong { (late(days)) } }
            " · " (visit.t("submission-due")) " " (known.due_on)
        }
        p.small { (visit.t("as-of")) " " (visit.instant(view.as_of)) @if known.reminders() > 0 { " · " (visit.n("submission-reminded", known.reminders())) } }
        @if let Some(heir) = &view.heir { p.notice { (visit.t("submission-heir")) " " strong { (heir) } } }
        @if let State::Returned { remark } = &known.state { p.notice { strong { (visit.t("submission-remark")) } " " (remark) } }
        @if let State::Nothing { why } = &known.state { p.notice { strong { (visit.t("submission-why")) } " " (why) } }
        @if let Some(closed) = view.closed_at { p.notice { (visit.t("submission-closed")) " (" (visit.instant(closed)) ")" } }
        (holds(visit, view))
        @if may_hand_in {
            div.actions { form method="post" action={ (at) "/submit" } { (version(view)) button { (visit.n("submission-submit", view.told.rows())) } } }
        }
        @if view.may_write { (file::section(visit, view, form)) }
        @if may_hand_in && view.told.rows() == 0 { section {
            h2 { (visit.t("submission-nothing")) }
            form.narrow method="post" action={ (at) "/nothing" } { (version(view)) (area(visit, form, "why", "submission-why")) button.second { (visit.t("submission-nothing")) } }
        } }
        @if view.may_decide { (decide(visit, view, form, &at)) }
        (definitions(visit))
        section {
            h2 { (visit.t("submission-hand-over")) }
            @if view.may_write {
                @let note = Fields(vec![("note".to_owned(), known.hand_over.clone())]);
                @let own = if form.fields.text("note").is_empty() { Form { fields: &note, ..form.clone() } } else { form.clone() };
                form.narrow method="post" action={ (at) "/hand-over" } { (version(view)) (area(visit, &own, "note", "submission-note")) button.second { (visit.t("save-form")) } }
            } @else if known.hand_over.is_empty() { p { (visit.t("submission-note-none")) } } @else { p { (known.hand_over) } }
            @if !view.notes.is_empty() { details { summary { (visit.t("submission-notes")) } ul { @for (month, note) in &view.notes { li { (month) ": " (note) } } } } }
        }
        section {
            h2 { (visit.t("submission-history")) }
            @if known.history.is_empty() { p { (visit.t("submission-history-none")) } }
            ul { @for event in known.history.iter().rev() { li { (visit.instant(event.at)) " " (visit.t(&format!("submission-state-{}", event.state))) @if let Some(name) = event.by.and_then(|by| view.hands.get(&by)).filter(|name| !name.is_empty()) { " · " (name) } @if !event.words.is_empty() { ": " (event.words) } } } }
        }
    }
}

fn version(view: &View) -> Markup {
    html! { input type="hidden" name="version" value=(view.submission.version); }
}

/// What the ledger holds of the body in the month: every number leads to its rows.
fn holds(visit: &Visit, view: &View) -> Markup {
    let (month, body) = (view.submission.month, view.submission.organisation);
    let cut = format!("basis=everyone&owner={body}&month={month}");
    let of = |class: &str, standing: &str, n: i64| {
        html! { @if n == 0 { "0" } @else { a href={ "/staff/ledger/rows?" (cut) "&class=" (class) "&standing=" (standing) } { (thousands(n)) } } }
    };
    html! { section {
        h2 { (visit.t("submission-holds")) }
        p { (visit.n("submission-rows", view.told.rows())) " " (visit.n("submission-persons", view.told.persons)) }
        @if view.figures.classes.is_empty() { p { (visit.t("submission-holds-none")) } }
        @else { div.scroll tabindex="0" role="region" aria-label=(visit.t("submission-holds")) { table {
            caption { (visit.t("submission-holds-note")) }
            thead { tr { th scope="col" { (visit.t("kind")) } th scope="col" { (grade(visit, GradeName::Filled)) } th scope="col" { (grade(visit, GradeName::Claimed)) } } }
            tbody { @for (class, line) in &view.figures.classes { @let name = class.to_string(); tr {
                th scope="row" { (name) " " (visit.t(&format!("class-{name}"))) }
                td { (of(&name, "confirmed", line.filled.value())) } td { (of(&name, "claimed", line.claimed.value())) }
            } } }
        } } }
        ul {
            @if !view.told.linked.is_empty() { li { (visit.n("submission-linked", view.told.linked.len())) " " (rule(visit, Rule::Cr01)) } }
            @if !view.told.left_out.is_empty() { li { a href={ "/staff/ledger/exclusions?" (cut) } { (visit.n("submission-left-out", view.told.left_out.len())) } } }
            @for (of, rows) in &view.corrections { li { a href={ "/staff/ledger/rows?basis=everyone&owner=" (body) "&month=" (of) } { (visit.t("ledger-correction")) "(" (of) ") " (visit.n("submission-rows-n", rows.len())) } " " (rule(visit, Rule::Cr02)) } }
        }
        p.small { a href="/staff/placements/new" { (visit.t("submission-add")) } }
    } }
}

/// What the plan manager does with it.
fn decide(visit: &Visit, view: &View, form: &Form<'_>, at: &str) -> Markup {
    let handed_in = matches!(view.submission.state, State::Submitted { .. } | State::Nothing { .. });
    html! { @if handed_in { section {
        h2 { (visit.t("submission-decide")) }
        div.actions { form method="post" action={ (at) "/accept" } { (version(view)) button { (visit.t("submission-accept")) } } }
        form.narrow method="post" action={ (at) "/return" } { (version(view)) (area(visit, form, "remark", "submission-remark")) button.second { (visit.t("submission-return")) } }
    } } }
}

/// What counts, where it is asked: a sentence each, with the rule behind it.
fn definitions(visit: &Visit) -> Markup {
    let rules = [Rule::Cr01, Rule::Cr02, Rule::Cr05, Rule::Cr06, Rule::Cr10, Rule::Cr12];
    html! { details {
        summary { (visit.t("submission-definitions")) }
        ul { @for one in rules { li { (rule(visit, one)) " " (visit.say(&one.sentence())) } } }
    } }
}

async fn answer(visit: &Visit, id: &str, fields: &Fields, outcome: Result<(), app::Error>) -> Response {
    match sent(visit, fields, outcome, |()| format!("/staff/submissions/{id}")) {
        Ok(answer) => answer,
        Err(form) => show(visit, id, form).await,
    }
}

async fn submit(visit: Visit, Path(id): Path<String>, fields: Fields) -> Response {
    let Ok(known) = id.parse() else { return error::page(&visit, &app::Error::NotFound) };
    let done = app::submission::submit(&visit.ctx, visit.app(), known, fields.parse("version")).await;
    answer(&visit, &id, &fields, done).await
}

async fn nothing(visit: Visit, Path(id): Path<String>, fields: Fields) -> Response {
    let Ok(known) = id.parse() else { return error::page(&visit, &app::Error::NotFound) };
    let (seen, why) = (fields.parse("version"), fields.text("why"));
    let done = app::submission::nothing(&visit.ctx, visit.app(), known, seen, why).await;
    answer(&visit, &id, &fields, done).await
}

async fn hand_over(visit: Visit, Path(id): Path<String>, fields: Fields) -> Response {
    let Ok(known) = id.parse() else { return error::page(&visit, &app::Error::NotFound) };
    let (seen, note) = (fields.parse("version"), fields.text("note"));
    let done = app::submission::hand_over(&visit.ctx, visit.app(), known, seen, note).await;
    answer(&visit, &id, &fields, done).await
}

async fn return_with(visit: Visit, Path(id): Path<String>, fields: Fields) -> Response {
    let Ok(known) = id.parse() else { return error::page(&visit, &app::Error::NotFound) };
    let (seen, remark) = (fields.parse("version"), fields.text("remark"));
    let done = app::submission::return_with(&visit.ctx, visit.app(), known, seen, remark).await;
    answer(&visit, &id, &fields, done).await
}

async fn accept(visit: Visit, Path(id): Path<String>, fields: Fields) -> Response {
    let Ok(known) = id.parse() else { return error::page(&visit, &app::Error::NotFound) };
    let done = app::submission::accept(&visit.ctx, visit.app(), known, fields.parse("version")).await;
    answer(&visit, &id, &fields, done).await
}
