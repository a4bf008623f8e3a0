//! Closed months, the corrections that wait, and closing the next one.

use app::submission::Checklist;
use axum::response::{IntoResponse, Response};
use domain::counting::{Month, Rule};
use domain::id::SubmissionId;
use domain::policy::{Reach, UseCase, reach};
use maud::{Markup, html};

use super::rule;
use crate::component::{Form, input, sent};
use crate::fields::Fields;
use crate::visit::Visit;
use crate::{error, page};

pub(super) async fn list(visit: Visit) -> Response {
    render(&visit, &Form::new(&Fields::default())).await
}

pub(super) async fn close(visit: Visit, fields: Fields) -> Response {
    let Some(month) = Month::parse(fields.text("month")) else {
        let errors = vec![("month".to_owned(), visit.t("month-unreadable"))];
        return render(&visit, &Form::wrong(&fields, errors)).await;
    };
    let closed = app::ledger::close(&visit.ctx, visit.app(), month).await;
    match sent(&visit, &fields, closed, |()| "/staff/ledger/months".to_owned()) {
        Ok(answer) => answer,
        Err(mut form) => {
            form.errors.iter_mut().for_each(|(field, _)| *field = "month".to_owned());
            render(&visit, &form).await
        }
    }
}

async fn render(visit: &Visit, form: &Form<'_>) -> Response {
    let told = match app::ledger::months(&visit.ctx, visit.app()).await {
        Ok(told) => told,
        Err(failed) => return error::page(visit, &failed),
    };
    let title = visit.t("ledger-months");
    let counts = |counts: &app::ledger::Counts| {
        counts.iter().map(|(what, n)| counted(visit, what, *n)).collect::<Vec<_>>().join(" · ")
    };
    let may_close = reach(visit.ctx.actor.role, UseCase::CloseMonth) != Reach::No;
    let list = match next(visit, &told).filter(|_| may_close) {
        Some(month) => match app::submission::checklist(&visit.ctx, visit.app(), month).await {
            Ok(list) => Some(list),
            Err(failed) => return error::page(visit, &failed),
        },
        None => None,
    };
    let body = html! {
        h1 { (title) " " (rule(visit, Rule::Cr21)) }
        (form.summary(visit))
        div.scroll tabindex="0" role="region" aria-label=(title) { table {
            caption { (title) }
            thead { tr { th scope="col" { (visit.t("ledger-month")) } th scope="col" { (visit.t("ledger-closed-at")) } th scope="col" { (visit.t("ledger-frozen")) } th scope="col" { (visit.t("ledger-carried")) } th scope="col" { (visit.t("ledger-rule-set")) } th scope="col" { (visit.t("ledger-digest")) } } }
            tbody { @for close in &told.closed { tr {
                th.nowrap scope="row" { (close.frozen.month) } td { (visit.instant(close.closed_at)) } td { (counts(&close.frozen.own)) @if close.frozen.own.is_empty() { (visit.t("ledger-frozen-none")) } @if !close.frozen.beside.is_empty() { br; span.small { (counts(&close.frozen.beside)) } } }
                td { @for (month, delta) in &close.frozen.corrections { (month) ": " (counts(delta)) " " } }
                td { (close.rule_set) }
                td { code { (close.digest.get(..16).unwrap_or_default()) } }
            } } }
        } }
        h2 { (visit.t("ledger-corrections")) " " (rule(visit, Rule::Cr02)) }
        @if told.corrections.is_empty() { p { (visit.t("ledger-corrections-none")) } }
        ul { @for (month, delta) in &told.corrections { li { (month) ": " (counts(delta)) } } }
        @if let Some(list) = &list { (checklist(visit, list)) }
        @if may_close {
            form.narrow method="post" action="/staff/ledger/months" {
                (input(visit, form, "month", "ledger-month", "month", "ledger-month-hint"))
                button { (visit.t("ledger-close")) }
            }
        }
    };
    (form.status, page::shell(visit, &title, body)).into_response()
}

/// The month to close next, if it is over.
fn next(visit: &Visit, told: &app::ledger::Closes) -> Option<Month> {
    let over = Month::of(visit.ctx.today()).previous();
    let after = told.closed.last().map_or(over, |close| close.frozen.month.next());
    (after <= over).then_some(after)
}

/// What is still open of the month that would be closed next. It may be closed all the same: what comes later is a
/// correction.
fn checklist(visit: &Visit, list: &Checklist) -> Markup {
    let report =
        |id: &SubmissionId, words: Markup| html! { li { a href={ "/staff/submissions/" (id) } { (words) } } };
    let left_out: usize = list.excluded.values().sum();
    html! { section {
        h2 { (visit.t("close-check")) " " (list.month) }
        p { (visit.n("submission-n-accepted", list.accepted)) " " @if list.is_clear() { (visit.t("close-check-clear")) } @else { (visit.t("close-check-open")) } }
        ul {
            @for (id, body, late) in &list.missing { (report(id, html! { (visit.t("submission-missing")) ": " (body) @if let Some(days) = late { " D+" (days) } })) }
            @for (id, body) in &list.returned { (report(id, html! { (visit.t("submission-state-returned")) ": " (body) })) }
            @for (id, body, to_mend) in &list.waiting { (report(id, html! { (visit.t("close-check-waiting")) ": " (body) @if *to_mend > 0 { " (" (visit.n("submission-mend-n", *to_mend)) ")" } })) }
            @if list.duplicates > 0 { li { (visit.n("close-check-duplicates", list.duplicates)) } }
            @if left_out > 0 { li { a href={ "/staff/ledger/exclusions?basis=everyone&month=" (list.month) } { (visit.n("close-check-excluded", left_out)) } } }
        }
        p { a href="/staff/submissions" { (visit.t("submission-board")) } }
    } }
}

/// A frozen count in words: `R1.filled`, `work.R4.claimed`, `R1.kept-6`, `R1.kept-6.E1`.
fn counted(visit: &Visit, what: &str, n: i64) -> String {
    let (by, rest) = match what.strip_prefix("work.") {
        Some(rest) => (format!("{} ", visit.t("ledger-basis-workplaces")), rest),
        None => (String::new(), what),
    };
    let (class, of) = rest.split_once('.').unwrap_or((rest, ""));
    let (of, months) = of.split_once('-').unwrap_or((of, ""));
    let label = match of {
        "filled" => visit.t("grade-filled"),
        "claimed" => visit.t("grade-claimed"),
        "persons" => visit.t("ledger-frozen-persons"),
        "days" => visit.t("ledger-frozen-days"),
        "asked" => visit.t("ledger-asked"),
        "kept" => visit.t("grade-retained"),
        other => other.to_owned(),
    };
    // Who stayed is told as a whole and by grade of evidence: `kept-6`, `kept-6.E1`.
    let (months, grade) = months.split_once('.').unwrap_or((months, ""));
    let mut after = months.parse::<u8>().map(|n| format!(" {}", visit.n("months-n", n))).unwrap_or_default();
    if !grade.is_empty() {
        after.push_str(&format!(" ({grade})"));
    }
    format!("{by}{} {label}{after} {}", visit.t(&format!("class-{class}")), domain::message::thousands(n))
}
