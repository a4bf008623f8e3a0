//! Closed months, the corrections that wait, and closing the next one.

use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use domain::counting::{Month, Rule};
use domain::policy::{Reach, UseCase, reach};
use maud::html;

use super::rule;
use crate::component::{Form, field_errors, input};
use crate::fields::Fields;
use crate::visit::Visit;
use crate::{error, page};

pub(super) async fn list(visit: Visit) -> Response {
    render(&visit, &Fields::default(), &[], StatusCode::OK).await
}

pub(super) async fn close(visit: Visit, fields: Fields) -> Response {
    let Some(month) = Month::parse(fields.text("month")) else {
        let errors = [("month".to_owned(), visit.t("month-unreadable"))];
        return render(&visit, &fields, &errors, StatusCode::UNPROCESSABLE_ENTITY).await;
    };
    match app::ledger::close(&visit.ctx, visit.app(), month).await {
        Ok(()) => Redirect::to("/staff/ledger/months").into_response(),
        Err(failed) => match field_errors(&visit, &failed) {
            Some(errors) => {
                let errors: Vec<_> = errors.into_iter().map(|(_, text)| ("month".to_owned(), text)).collect();
                render(&visit, &fields, &errors, StatusCode::UNPROCESSABLE_ENTITY).await
            }
            None => error::page(&visit, &failed),
        },
    }
}

async fn render(visit: &Visit, fields: &Fields, errors: &[(String, String)], status: StatusCode) -> Response {
    let told = match app::ledger::months(&visit.ctx, visit.app()).await {
        Ok(told) => told,
        Err(failed) => return error::page(visit, &failed),
    };
    let form = Form::new(fields, errors);
    let title = visit.t("ledger-months");
    let counts = |counts: &app::ledger::Counts| {
        counts.iter().map(|(what, n)| format!("{what} {n}")).collect::<Vec<_>>().join(" · ")
    };
    let body = html! {
        h1 { (title) " " (rule(visit, Rule::Cr21)) }
        (form.summary(visit))
        div.scroll { table {
            caption { (title) }
            thead { tr { th scope="col" { (visit.t("ledger-month")) } th scope="col" { (visit.t("ledger-closed-at")) } th scope="col" { (visit.t("ledger-frozen")) } th scope="col" { (visit.t("ledger-carried")) } th scope="col" { (visit.t("ledger-rule-set")) } th scope="col" { (visit.t("ledger-digest")) } } }
            tbody { @for close in &told.closed { tr {
                th scope="row" { (close.frozen.month) } td { (visit.instant(close.closed_at)) } td { (counts(&close.frozen.own)) @if !close.frozen.beside.is_empty() { br; span.small { (counts(&close.frozen.beside)) } } }
                td { @for (month, delta) in &close.frozen.corrections { (month) ": " (counts(delta)) " " } }
                td { (close.rule_set) }
                td { code { (close.digest.get(..16).unwrap_or_default()) } }
            } } }
        } }
        h2 { (visit.t("ledger-corrections")) " " (rule(visit, Rule::Cr02)) }
        @if told.corrections.is_empty() { p { (visit.t("ledger-corrections-none")) } }
        ul { @for (month, delta) in &told.corrections { li { (month) ": " (counts(delta)) } } }
        @if reach(visit.ctx.actor.role, UseCase::CloseMonth) != Reach::No {
            form.narrow method="post" action="/staff/ledger/months" {
                (input(visit, &form, "month", "ledger-month", "month", "ledger-month-hint"))
                button { (visit.t("ledger-close")) }
            }
        }
    };
    (status, page::shell(visit, &title, body)).into_response()
}
