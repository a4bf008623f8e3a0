//! Sessions as rows of a form: a day, from when until when, the rest and the room each. One fieldset fills rows with every
//! working day of a while, without a script.
//!
//! It must not know whose sessions they are.

use app::FieldError;
use domain::cohort::{Session, SessionState};
use domain::message::{Arg, Message};
use domain::work_time::DailyHours;
use jiff::civil::Date;
use maud::{Markup, html};

use crate::component::{Form, clock, input};
use crate::fields::Fields;
use crate::support_program::person::taken;
use crate::visit::Visit;

/// Inputs of a row, each followed by its number.
const PARTS: [&str; 5] = ["on", "from", "until", "rest", "room"];

/// Inputs that fill rows.
const FILL: [&str; 6] = ["fill_from", "fill_until", "fill_start", "fill_end", "fill_rest", "fill_room"];

/// Rows that a form may have.
const MOST: usize = 150;
/// Empty rows after those that are filled, and rows of a new form.
const SPARE: usize = 2;
const LEAST: usize = 5;

/// Longest rest within a session, in minutes.
const LONGEST_REST: u32 = 600;

/// What stands in the inputs of a row, in the order of [`PARTS`].
type Row = [String; 5];

fn name(part: &str, nth: usize) -> String {
    format!("{part}_{nth}")
}

fn rows(fields: &Fields) -> Vec<Row> {
    let row = |nth: usize| PARTS.map(|part| fields.text(&name(part, nth)).to_owned());
    (1..=MOST).map(row).filter(|row| row.iter().any(|text| !text.is_empty())).collect()
}

/// The same form with these rows, by time, so that the number of a row is that of its session.
fn with(fields: &Fields, mut rows: Vec<Row>) -> Fields {
    rows.sort_by_cached_key(|row| (row[0].is_empty(), row[0].clone(), row[1].clone()));
    let of_row = |key: &str| {
        let parts = key.split_once('_');
        parts.is_some_and(|(part, nth)| PARTS.contains(&part) && nth.parse::<usize>().is_ok())
    };
    let mut pairs: Vec<(String, String)> = fields.0.iter().filter(|(key, _)| !of_row(key)).cloned().collect();
    for (nth, row) in (1..).zip(rows) {
        pairs.extend(PARTS.iter().zip(row).map(|(part, text)| (name(part, nth), text)));
    }
    Fields(pairs)
}

/// The rows by time and without gaps; nothing typed is lost.
pub(super) fn tidy(fields: &Fields) -> Fields {
    with(fields, rows(fields))
}

/// The rows of sessions that are known.
pub(super) fn of(sessions: &[Session]) -> Fields {
    let planned = sessions.iter().filter(|session| !session.is_cancelled());
    let row = |session: &Session| {
        let hours = session.hours;
        let (start, end) = (clock(hours.start_min), clock(hours.end_min));
        [session.on.to_string(), start, end, hours.break_min.to_string(), session.room.clone()]
    };
    with(&Fields::default(), planned.map(row).collect())
}

/// Whether rows are to be filled: asked for, and with something typed. Whoever presses Enter elsewhere saves.
pub(super) fn is_fill(fields: &Fields) -> bool {
    fields.ticked("fill") && FILL.iter().any(|name| fields.ticked(name))
}

/// The form with a row for every working day of a while; a row at the same time is not added twice.
///
/// # Errors
/// What is missing or cannot be read, by its input.
pub(super) fn fill(visit: &Visit, fields: &Fields) -> Result<Fields, Vec<FieldError>> {
    let mut errors = Vec::new();
    let first = needed(taken(fields.day("fill_from"), &mut errors), fields, "fill_from", &mut errors);
    let last = needed(taken(fields.day("fill_until"), &mut errors), fields, "fill_until", &mut errors);
    let hours = hours(fields, ["fill_start", "fill_end", "fill_rest"], &mut errors);
    let (Some(first), Some(last), Some(hours), true) = (first, last, hours, errors.is_empty()) else {
        return Err(errors);
    };
    let holidays = &visit.app().reference.holidays;
    let days = std::iter::successors(Some(first), |day| day.tomorrow().ok());
    let days: Vec<Date> = days
        .take_while(|day| *day <= last)
        .filter(|day| holidays.is_working_day(*day))
        .take(MOST + 1)
        .collect();
    let mut all = rows(fields);
    for day in &days {
        let (start, end) = (clock(hours.start_min), clock(hours.end_min));
        let room = fields.text("fill_room").to_owned();
        let row = [day.to_string(), start, end, hours.break_min.to_string(), room];
        if !all.iter().any(|known| known[..2] == row[..2]) {
            all.push(row);
        }
    }
    let wrong = |code| Err(vec![FieldError::new("fill_until", Message::new(code).with("most", MOST))]);
    match (days.len(), all.len()) {
        (0, _) => wrong("desk-fill-none"),
        (_, many) if many > MOST => wrong("desk-fill-many"),
        _ => {
            let mut filled = with(fields, all);
            filled.0.retain(|(key, _)| !FILL.contains(&key.as_str()) && key != "fill");
            Ok(filled)
        }
    }
}

/// A value, or that the input must be filled unless something unreadable stands in it already.
fn needed<T>(
    value: Option<T>,
    fields: &Fields,
    name: &'static str,
    errors: &mut Vec<FieldError>,
) -> Option<T> {
    if value.is_none() && !fields.ticked(name) {
        errors.push(FieldError::new(name, Message::new("field-needed")));
    }
    value
}

/// From when until when, with the rest in minutes.
fn hours(
    fields: &Fields,
    [from, until, rest]: [&'static str; 3],
    errors: &mut Vec<FieldError>,
) -> Option<DailyHours> {
    let rest = taken(fields.count(rest, LONGEST_REST), errors).unwrap_or(0);
    let (start, end) = (fields.clock(from), fields.clock(until));
    for (name, clock) in [(from, start), (until, end)] {
        if clock.is_none() {
            errors.push(FieldError::new(name, Message::new("desk-clock-unreadable")));
        }
    }
    let (start, end) = (start?, end?);
    let rest = u16::try_from(rest).unwrap_or(u16::MAX);
    let hours = DailyHours::new(start, end, rest).filter(|_| start < end);
    if hours.is_none() {
        errors.push(FieldError::new(until, Message::new("desk-hours-turned")));
    }
    hours
}

/// Day, hours and room of one session that is typed by itself, in inputs without a number.
///
/// # Errors
/// What is missing or cannot be read, by its input.
pub(super) fn one(fields: &Fields) -> Result<(Date, DailyHours, String), Vec<FieldError>> {
    let mut errors = Vec::new();
    let on = needed(taken(fields.day("on"), &mut errors), fields, "on", &mut errors);
    let hours = hours(fields, ["from", "until", "rest"], &mut errors);
    match (on, hours, errors.is_empty()) {
        (Some(on), Some(hours), true) => Ok((on, hours, fields.text("room").to_owned())),
        _ => Err(errors),
    }
}

/// The sessions of the rows, each under the number of its row.
pub(super) fn read(fields: &Fields, errors: &mut Vec<FieldError>) -> Vec<Session> {
    let mut sessions = Vec::new();
    for (nth, row) in (1_usize..).zip(rows(fields)) {
        let alone = PARTS.iter().zip(row).map(|(part, text)| ((*part).to_owned(), text));
        match one(&Fields(alone.collect())) {
            Ok((on, hours, room)) => {
                let nth = u32::try_from(nth).unwrap_or(u32::MAX);
                sessions.push(Session { nth, on, hours, room, state: SessionState::Planned });
            }
            Err(wrong) => errors.extend(
                wrong.into_iter().map(|why| FieldError { field: name(&why.field, nth).into(), ..why }),
            ),
        }
    }
    sessions
}

/// What a use case finds wrong with a session, at the row of that session.
pub(super) fn at_rows(failed: app::Error) -> app::Error {
    let app::Error::Invalid(errors) = failed else { return failed };
    let at_row = |error: FieldError| match (&*error.field, error.message.args.get("nth")) {
        ("sessions", Some(Arg::Number(nth))) => {
            let part = if error.message.code == "cohort-session-overlaps" { "from" } else { "on" };
            FieldError { field: format!("{part}_{nth}").into(), ..error }
        }
        _ => error,
    };
    app::Error::Invalid(errors.into_iter().map(at_row).collect())
}

/// The rows, and what fills them.
pub(super) fn inputs(visit: &Visit, form: &Form<'_>) -> Markup {
    let count = (rows(form.fields).len() + SPARE).clamp(LEAST, MOST);
    let title = visit.t("cohorts-sessions");
    html! {
        fieldset #sessions tabindex="-1" {
            legend { (title) }
            p.hint { (visit.t("desk-sessions-hint")) }
            div.scroll tabindex="0" role="region" aria-label=(title) { table {
                caption.same { (title) }
                thead { tr { th scope="col" { (visit.t("cohorts-nth")) } @for part in PARTS { th scope="col" { (visit.t(&format!("desk-session-{part}"))) } } } }
                tbody { @for nth in 1..=count { tr {
                    th scope="row" { (nth) }
                    @for part in PARTS { td { (cell(visit, form, part, nth)) } }
                } } }
            } }
        }
        fieldset {
            legend { (visit.t("desk-fill")) }
            p.hint { (visit.t("desk-fill-hint")) }
            (input(visit, form, "fill_from", "desk-fill-from", "date", ""))
            (input(visit, form, "fill_until", "desk-fill-until", "date", ""))
            (input(visit, form, "fill_start", "desk-session-from", "time", ""))
            (input(visit, form, "fill_end", "desk-session-until", "time", ""))
            (input(visit, form, "fill_rest", "desk-session-rest", "number", ""))
            (input(visit, form, "fill_room", "desk-session-room", "text", ""))
            button.second name="fill" value="yes" { (visit.t("desk-fill-go")) }
        }
    }
}

/// One input of a row; the error stands under it and is tied to it.
fn cell(visit: &Visit, form: &Form<'_>, part: &str, nth: usize) -> Markup {
    let (id, kind) = (name(part, nth), kind(part));
    let error = form.error(&id);
    let label = format!("{} {}", visit.n("cohorts-session", nth), visit.t(&format!("desk-session-{part}")));
    html! {
        input id=(id) name=(id) type=(kind) value=(form.fields.text(&id)) aria-label=(label)
            inputmode=[(kind == "number").then_some("numeric")]
            aria-invalid=[error.map(|_| "true")] aria-describedby=[error.map(|_| format!("{id}-error"))];
        @if let Some(error) = error { p.error id={ (id) "-error" } { (error) } }
    }
}

fn kind(part: &str) -> &'static str {
    match part {
        "on" => "date",
        "from" | "until" => "time",
        "rest" => "number",
        _ => "text",
    }
}
