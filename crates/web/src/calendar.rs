//! `/calendar`: the public part of the hiring calendar, as a page and as an iCalendar feed; and how a calendar is drawn,
//! with its table behind it, for the staff's page as well.

use app::calendar::{Entry, Kind};
use app::icalendar;
use app::timeline::{Bar, Row, timeline};
use axum::extract::Query;
use axum::http::{HeaderMap, header};
use axum::response::{IntoResponse, Response};
use domain::counting::Month;
use domain::message::Lang;
use domain::policy::UseCase;
use jiff::ToSpan;
use jiff::civil::Date;
use maud::{Markup, html};

use crate::component::drawing;
use crate::fields::Fields;
use crate::routes::Routes;
use crate::visit::Visit;
use crate::{error, page};

/// Months that are shown at once when nothing is asked for, and those that may be asked for.
const MONTHS: i64 = 6;
const CHOICES: [i64; 4] = [3, 6, 12, 24];
/// Rows of one drawing: more are told to narrow the months.
const MOST: usize = 60;

pub(crate) fn routes(routes: &mut Routes) {
    routes.get("/calendar", UseCase::ReadPublic, show);
    routes.get("/calendar.ics", UseCase::ReadPublic, ics);
}

/// The months that an address asks for, from its first day to its last.
pub(crate) fn span(visit: &Visit, fields: &Fields) -> (Date, Date) {
    let first = Month::parse(fields.text("from")).unwrap_or_else(|| Month::of(visit.ctx.today())).first();
    let months = fields.parse::<i64>("months").filter(|months| CHOICES.contains(months)).unwrap_or(MONTHS);
    (first, first.saturating_add((months - 1).months()).last_of_month())
}

/// The years around today: what a subscription holds, the same whenever it is asked in a year.
pub(crate) fn years(visit: &Visit) -> (Date, Date) {
    let year = visit.ctx.today().year();
    let day = |year, month, day| Date::new(year, month, day).unwrap_or_default();
    (day(year - 1, 1, 1), day(year + 1, 12, 31))
}

async fn show(visit: Visit, Query(pairs): Query<Vec<(String, String)>>) -> Response {
    let fields = Fields(pairs);
    let span = span(&visit, &fields);
    let entries = match app::calendar::public(&visit.ctx, visit.app(), span).await {
        Ok(entries) => entries,
        Err(failed) => return error::page(&visit, &failed),
    };
    let title = visit.t("calendar-public");
    let events = crate::youth::events(&visit, span).await;
    let body = html! {
        h1 { (title) }
        (drawn(&visit, &fields, "/calendar", span, &entries, &own))
        (events)
    };
    page::shell(&visit, &title, body).into_response()
}

async fn ics(visit: Visit, headers: HeaderMap) -> Response {
    match app::calendar::public(&visit.ctx, visit.app(), years(&visit)).await {
        Ok(entries) => feed(&visit, &headers, "/calendar", &entries),
        Err(failed) => error::page(&visit, &failed),
    }
}

/// The page of an entry that everybody may open.
fn own(entry: &Entry) -> Option<String> {
    (entry.kind == Kind::Cohort).then(|| format!("/cohorts/{}", entry.id))
}

/// Entries as an iCalendar feed; each leads to a page of its own, else to `page`.
pub(crate) fn feed(visit: &Visit, headers: &HeaderMap, page: &str, entries: &[Entry]) -> Response {
    let city = visit.app().city.id();
    let origin = crate::staff::origin(visit, headers);
    let told = |entry: &Entry| icalendar::Entry {
        uid: format!("{}@{city}.iljari", entry.id),
        changed_at: entry.changed_at,
        from: entry.from,
        until: entry.until,
        title: format!("[{}] {}", visit.t(&format!("calendar-kind-{}", entry.kind)), entry.name),
        place: entry.place.clone(),
        note: note(visit, entry),
        url: format!("{origin}{}", own(entry).unwrap_or_else(|| page.to_owned())),
    };
    let entries: Vec<icalendar::Entry> = entries.iter().map(told).collect();
    let name = match visit.lang {
        Lang::Ko => visit.app().city.name_ko(),
        Lang::En => visit.app().city.name_en(),
    };
    let text = icalendar::feed(&format!("{name} {}", visit.t("calendar")), &entries);
    let kind = [
        (header::CONTENT_TYPE, "text/calendar; charset=utf-8"),
        (header::CONTENT_DISPOSITION, "attachment; filename=\"calendar.ics\""),
        (header::CACHE_CONTROL, "no-cache"),
    ];
    (kind, text).into_response()
}

/// Where it stands, whose it is and whom it expects to hire when.
fn note(visit: &Visit, entry: &Entry) -> String {
    let hiring = hiring(visit, entry);
    let stage = entry.stage.map(|stage| visit.t(&format!("project-stage-{stage}"))).unwrap_or_default();
    let lines = [stage.as_str(), entry.owner.as_str(), hiring.as_str()];
    lines.into_iter().filter(|line| !line.is_empty()).collect::<Vec<_>>().join("\n")
}

/// The months in which people are to be hired: `2016-04 5명`, an expectation.
fn hiring(visit: &Visit, entry: &Entry) -> String {
    let months: Vec<String> = entry
        .hiring
        .iter()
        .map(|(month, heads)| format!("{month} {heads}{}", visit.t("unit-people")))
        .collect();
    if months.is_empty() {
        String::new()
    } else {
        format!("{} {}", visit.t("calendar-hiring"), months.join(", "))
    }
}

fn bar(kind: Kind) -> Bar {
    match kind {
        Kind::Budgeted => Bar::Full,
        Kind::Development => Bar::Hatched,
        Kind::Event | Kind::Cohort => Bar::Dotted,
        Kind::Mou => Bar::Outline,
    }
}

/// A calendar: months as links, the drawing, the table behind it. `page` is where an entry's own page is.
pub(crate) fn drawn(
    visit: &Visit,
    fields: &Fields,
    here: &str,
    span: (Date, Date),
    entries: &[Entry],
    page: &dyn Fn(&Entry) -> Option<String>,
) -> Markup {
    let title = visit.t("calendar");
    let note = visit.t("calendar-drawn-note");
    let frame = app::Frame { id: "calendar", title: &title, description: &note };
    let row = |entry: &Entry| Row {
        name: entry.name.clone(),
        kind: visit.t(&format!("calendar-kind-{}", entry.kind)),
        from: entry.from,
        until: entry.until,
        bar: bar(entry.kind),
        marks: entry.hiring.keys().map(|month| month.first()).collect(),
    };
    let rows: Vec<Row> = entries.iter().take(MOST).map(row).collect();
    let month = |day: Date| Month::of(day).to_string();
    let (before, after) = (span.0.saturating_sub(MONTHS.months()), span.1.saturating_add(1.days()));
    html! {
        p.lead { (month(span.0)) " ~ " (month(span.1)) " · " (visit.n("calendar-n", entries.len())) " · " (visit.t("as-of")) " " (visit.instant(visit.ctx.now)) }
        nav aria-label=(visit.t("calendar-months")) { p {
            a href={ (here) (fields.with("from", &month(before))) } { (visit.t("previous")) } " · "
            @for months in CHOICES { a href={ (here) (fields.with("months", &months.to_string())) } aria-current=[(fields.parse::<i64>("months").unwrap_or(MONTHS) == months).then_some("true")] { (visit.n("calendar-months-n", months)) } " · " }
            a href={ (here) (fields.with("from", &month(after))) } { (visit.t("next")) } " · "
            a href={ (here) ".ics" } { (visit.t("calendar-subscribe")) }
        } }
        @if entries.is_empty() { p.notice { (visit.t("calendar-none")) } } @else {
            @if entries.len() > MOST { p.notice { (visit.n("calendar-more", MOST)) } }
            figure.wide { figcaption { (note) } div.scroll tabindex="0" role="region" aria-label=(visit.t("calendar-drawing")) { (drawing(timeline(&frame, span, visit.ctx.today(), &rows))) } }
            div.scroll tabindex="0" role="region" aria-label=(title) { table {
                caption.same { (title) }
                thead { tr { th scope="col" { (visit.t("project-term")) } th scope="col" { (visit.t("kind")) } th scope="col" { (visit.t("name")) } th scope="col" { (visit.t("organisation")) } th scope="col" { (visit.t("project-place")) } th scope="col" { (visit.t("calendar-hiring")) } } }
                tbody { @for entry in entries { tr {
                    td { (entry.from) " ~ " (entry.until) }
                    td { (visit.t(&format!("calendar-kind-{}", entry.kind))) @if let Some(stage) = entry.stage { " · " (visit.t(&format!("project-stage-{stage}"))) } @if entry.draft { " " span.badge.doubt { (visit.t("project-draft")) } } }
                    th scope="row" lang=[visit.content_lang()] { @match page(entry) { Some(to) => a href=(to) { (entry.name) }, None => (entry.name) } }
                    td { (entry.owner) } td { (entry.place) } td { (hiring(visit, entry)) }
                } } }
            } }
            p.small { (visit.t("calendar-note")) }
        }
    }
}
