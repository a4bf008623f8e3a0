//! `/staff/supporters`: how many offer to be called for events, in which language and when; by name for those who counsel them;
//! and the shifts for which they are called.

use app::supporter::{Filter, Pool, Row, csv, pool};
use axum::extract::Query;
use axum::response::{IntoResponse, Response};
use domain::code::Language;
use domain::message::thousands;
use domain::policy::{Reach, UseCase, reach};
use domain::supporter::{DayPart, Work};
use domain::supporter_shift::Shift;
use maud::{Markup, html};

use crate::component::{Form, codes, input, select, table_file};
use crate::fields::Fields;
use crate::routes::Routes;
use crate::supporter::{spoken, what, when, words};
use crate::visit::Visit;
use crate::{error, page};

pub(super) fn routes(routes: &mut Routes) {
    routes.get("/staff/supporters", UseCase::ReadProject, list);
    routes.get("/staff/supporters.csv", UseCase::ReadProject, file);
}

/// Filters of an address; what cannot be read filters nothing.
fn filter(fields: &Fields) -> Filter {
    Filter {
        language: Language::from_code(fields.text("language")),
        work: fields.parse("work"),
        part: fields.parse("part"),
        on: fields.day("on").ok().flatten(),
    }
}

async fn list(visit: Visit, Query(pairs): Query<Vec<(String, String)>>) -> Response {
    let fields = Fields(pairs);
    let (ctx, app) = (&visit.ctx, visit.app());
    let (found, shifts) =
        match (pool(ctx, app, filter(&fields)).await, app::supporter_shift::list(ctx, app).await) {
            (Ok(found), Ok(shifts)) => (found, shifts),
            (Err(failed), _) | (_, Err(failed)) => return error::page(&visit, &failed),
        };
    let title = visit.t("supporters");
    let form = Form::new(&fields);
    let body = html! {
        h1 { (title) }
        p.lead { (visit.t("supporters-offer")) " " strong { (people(&visit, found.count)) } " · " (visit.t("as-of")) " " (visit.instant(ctx.now)) }
        p { (visit.t("supporters-note")) }
        @if reach(ctx.actor.role, UseCase::WriteProject) != Reach::No { div.actions { a.button href="/staff/supporters/shifts/new" { (visit.t("supporter-shift-new")) } } }
        (calls(&visit, &shifts))
        section {
            h2 { (visit.t("supporters-find")) }
            form.narrow method="get" action="/staff/supporters" {
                (select(&visit, &form, "language", "supporter-language", &codes(&visit, Language::LIST)))
                (select(&visit, &form, "work", "supporter-works", &words::<Work>(&visit, "supporter-work")))
                (select(&visit, &form, "part", "supporter-parts", &words::<DayPart>(&visit, "supporter-part")))
                (input(&visit, &form, "on", "supporters-on", "date", ""))
                div.actions { button.second { (visit.t("fit-go")) } a.button.second href="/staff/supporters" { (visit.t("see-all")) } }
            }
        }
        (numbers(&visit, &found))
        @if let Some(rows) = &found.rows { (by_name(&visit, rows)) } @else { p.notice { (visit.t("supporters-numbers-only")) } }
        div.actions {
            button.second type="button" data-print="" hidden { (visit.t("print")) }
            a.button.second href={ "/staff/supporters.csv" (fields.query()) } { "CSV" }
        }
    };
    page::shell(&visit, &title, body).into_response()
}

async fn file(visit: Visit, Query(pairs): Query<Vec<(String, String)>>) -> Response {
    match pool(&visit.ctx, visit.app(), filter(&Fields(pairs))).await {
        Ok(found) => table_file("supporters.csv", csv(visit.app(), &found, visit.lang)),
        Err(failed) => error::page(&visit, &failed),
    }
}

/// A number of people; of a few it is not told how many.
fn people(visit: &Visit, n: Option<i64>) -> String {
    n.map_or_else(
        || visit.n("supporters-few", visit.app().city.ledger().least_shown),
        |n| format!("{}{}", thousands(n), visit.t("unit-people")),
    )
}

fn numbers(visit: &Visit, found: &Pool) -> Markup {
    let languages = found
        .languages
        .iter()
        .map(|(of, n)| ("supporter-language", visit.label(Language::LIST, of.code()), *n));
    let works = found
        .works
        .iter()
        .map(|(work, n)| ("supporter-works", visit.t(&format!("supporter-work-{work}")), *n));
    let parts = found
        .parts
        .iter()
        .map(|(part, n)| ("supporter-parts", visit.t(&format!("supporter-part-{part}")), *n));
    let lines: Vec<_> = languages.chain(works).chain(parts).collect();
    let title = visit.t("supporters-numbers");
    html! { section {
        h2 { (title) }
        @if lines.is_empty() { p.notice { (visit.t("supporters-none")) } } @else { div.scroll tabindex="0" role="region" aria-label=(title) { table {
            caption.same { (title) }
            thead { tr { th scope="col" { (visit.t("kind")) } th scope="col" { (visit.t("name")) } th.num scope="col" { (visit.t("supporters-people")) } } }
            tbody { @for (kind, name, n) in &lines { tr { td { (visit.t(kind)) } th scope="row" { (name) } td.num { (people(visit, *n)) } } } }
        } } }
    } }
}

/// Those whom who asks may know.
fn by_name(visit: &Visit, rows: &[Row]) -> Markup {
    let title = visit.t("supporters-by-name");
    let joined = |all: Vec<String>| all.join(", ");
    let days =
        |row: &Row| joined(row.offer.weekdays.days().map(|day| visit.t(&format!("day-{day}"))).collect());
    let parts = |row: &Row| {
        joined(row.offer.parts.iter().map(|part| visit.t(&format!("supporter-part-{part}"))).collect())
    };
    html! { section {
        h2 { (title) }
        @if rows.is_empty() { p.notice { (visit.t("supporters-none")) } } @else { div.scroll tabindex="0" role="region" aria-label=(title) { table {
            caption.same { (title) }
            thead { tr { th scope="col" { (visit.t("name")) } th scope="col" { (visit.t("phone")) } th scope="col" { (visit.t("supporter-works")) } th scope="col" { (visit.t("supporter-languages")) } th scope="col" { (visit.t("supporter-weekdays")) } th scope="col" { (visit.t("supporter-until")) } th scope="col" { (visit.t("supporters-last")) } } }
            tbody { @for row in rows { tr {
                th scope="row" { a href={ "/staff/seekers/" (row.seeker) } { (row.name) } }
                td { (row.phone) " " (visit.t(&format!("supporter-call-{}", row.offer.call_by))) }
                td { (joined(row.offer.works.iter().map(|work| visit.t(&format!("supporter-work-{work}"))).collect())) }
                td { (joined(row.offer.languages.iter().map(|one| spoken(visit, *one)).collect())) }
                td { (days(row)) " · " (parts(row)) }
                td { (row.offer.until) }
                td { @if let Some(day) = row.last_on { (day) } @else { (visit.t("supporters-never")) } }
            } } }
        } } }
    } }
}

/// The shifts, the latest day first.
pub(super) fn calls(visit: &Visit, shifts: &[Shift]) -> Markup {
    let title = visit.t("supporter-shifts");
    html! { section {
        h2 { (title) }
        @if shifts.is_empty() { p.notice { (visit.t("supporter-shifts-none")) } } @else { div.scroll tabindex="0" role="region" aria-label=(title) { table {
            caption.same { (title) }
            thead { tr { th scope="col" { (visit.t("event-title")) } th scope="col" { (visit.t("supporter-shift-when")) } th scope="col" { (visit.t("supporter-works")) } th.num scope="col" { (visit.t("supporter-shift-heads")) } th.num scope="col" { (visit.t("follow-up-asked")) } th.num scope="col" { (visit.t("supporter-answer-yes")) } th.num scope="col" { (visit.t("supporter-answer-came")) } th scope="col" { (visit.t("state")) } } }
            tbody { @for shift in shifts {
                @let tally = shift.tally();
                tr {
                    th scope="row" lang=[visit.content_lang()] { a href={ "/staff/supporters/shifts/" (shift.id) } { (shift.content.title) } }
                    td { (when(visit, &shift.content)) }
                    td { (what(visit, &shift.content)) }
                    td.num { (shift.content.heads) } td.num { (tally.called) } td.num { (tally.yes) } td.num { (tally.came) }
                    td { span.badge { (visit.t(&format!("supporter-shift-state-{}", shift.state.name()))) } }
                }
            } }
        } } }
    } }
}
