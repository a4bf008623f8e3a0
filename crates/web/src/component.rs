//! Pieces that several pages share: an opening as a row, pay in words, week strips, form fields, pages.

use app::opening::Listed;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Redirect, Response};
use domain::message::{Message, thousands};
use domain::opening::{Content, Deadline};
use domain::wage::{Wage, WageForm};
use domain::work_time::{DailyHours, WorkTime};
use maud::{Markup, PreEscaped, html};

use crate::fields::Fields;
use crate::visit::Visit;
use crate::{error, page};

/// Pay in words: `월급 2,100,000원`, with the range if there is one.
pub(crate) fn wage(visit: &Visit, wage: Option<Wage>, note: &str) -> String {
    let Some(wage) = wage else {
        return if note.is_empty() { visit.t("wage-unknown") } else { note.to_owned() };
    };
    let form = visit.t(&format!("wage-form-{}", wage.form.code()));
    let won = visit.t("won");
    let min = thousands(wage.min_won);
    if wage.max_won > wage.min_won {
        format!("{form} {min}~{}{won}", thousands(wage.max_won))
    } else {
        format!("{form} {min}{won}")
    }
}

/// What the pay comes to per hour, when it was told otherwise.
pub(crate) fn per_hour(visit: &Visit, listed: &Listed) -> Option<String> {
    let told_hourly = listed.opening.content.wage.is_some_and(|wage| wage.form == WageForm::Hourly);
    let won = listed.hourly_won.filter(|_| !told_hourly)?;
    Some(format!("{} {}{}", visit.t("wage-form-H"), thousands(won), visit.t("won")))
}

/// Minutes after midnight as `09:00`.
pub(crate) fn clock(minutes: u16) -> String {
    format!("{:02}:{:02}", minutes / 60, minutes % 60)
}

/// Days and hours in words.
pub(crate) fn work_time(visit: &Visit, time: &WorkTime) -> String {
    let mut parts = Vec::new();
    if let Some(days) = time.weekdays.filter(|days| !days.is_empty()) {
        parts.push(visit.t(&format!("match-days-{}", days.0)));
    }
    if let Some(DailyHours { start_min, end_min, .. }) = time.daily {
        parts.push(format!("{}~{}", clock(start_min), clock(end_min)));
    }
    if let Some(minutes) = time.weekly_minutes() {
        let hours = if minutes % 60 == 0 {
            (minutes / 60).to_string()
        } else {
            format!("{:.1}", f64::from(minutes) / 60.0)
        };
        parts.push(visit.n("weekly-hours", hours));
    }
    if time.shift {
        parts.push(visit.t("shift-work"));
    }
    if parts.is_empty() {
        return if time.note.is_empty() { visit.t("unknown") } else { time.note.clone() };
    }
    parts.join(" · ")
}

/// Until when one may apply, in words.
pub(crate) fn deadline(visit: &Visit, deadline: Deadline) -> String {
    match deadline {
        Deadline::Unknown => visit.t("deadline-unknown"),
        Deadline::On(day) => day.to_string(),
        Deadline::UntilFilled(None) => visit.t("deadline-until-filled"),
        Deadline::UntilFilled(Some(day)) => format!("{} ({day})", visit.t("deadline-until-filled")),
    }
}

/// "업체 확인 3일 전", or that nobody has.
pub(crate) fn confirmed(visit: &Visit, days: Option<i64>) -> String {
    match days {
        None => visit.t("confirmed-never"),
        Some(0) => visit.t("confirmed-today"),
        Some(days) => visit.n("confirmed-days", days),
    }
}

/// Metres as a distance in words.
pub(crate) fn distance(metres: i64) -> String {
    if metres < 1_000 {
        format!("{metres} m")
    } else {
        format!("{}.{} km", metres / 1_000, metres % 1_000 / 100)
    }
}

/// An opening as a row of a list.
pub(crate) fn opening_row(visit: &Visit, listed: &Listed) -> Markup {
    let content = &listed.opening.content;
    html! {
        li.opening {
            h3 lang=[visit.content_lang()] { a href={ "/openings/" (listed.opening.id) } { (content.title) } }
            (crate::abroad::label(visit, listed))
            p.employer lang=[visit.content_lang()] { (listed.employer.name) @if !listed.occupation_name.is_empty() { " · " (listed.occupation_name) } }
            p.pay { strong { (wage(visit, content.wage, &content.wage_note)) } @if let Some(hourly) = per_hour(visit, listed) { " (" (hourly) ")" } }
            p { span lang=[visit.content_lang()] { (place(visit, listed)) } @if let Some(metres) = listed.distance_m { " · " (distance(metres)) } " · " (work_time(visit, &content.work_time)) }
            p.small { @if listed.doubted { span.badge.doubt { (visit.t("needs-confirmation")) } " " } @if listed.abroad.is_none() { (confirmed(visit, listed.confirmed_days)) " · " } (visit.t("deadline")) " " (deadline(visit, content.deadline)) " · " (visit.n("headcount-n", content.headcount)) }
            button.plain.save hidden type="button" data-save=(listed.opening.id) data-title=(content.title) data-line=(saved_line(visit, listed)) data-saved=(visit.t("saved-yes")) { (visit.t("save")) }
        }
    }
}

/// What the saved list keeps beside the title: pay, place, last day.
pub(crate) fn saved_line(visit: &Visit, listed: &Listed) -> String {
    let content = &listed.opening.content;
    let pay = wage(visit, content.wage, &content.wage_note);
    format!(
        "{pay} · {} · {} {}",
        place(visit, listed),
        visit.t("deadline"),
        deadline(visit, content.deadline)
    )
}

/// Where the work is, in words.
pub(crate) fn place(visit: &Visit, listed: &Listed) -> String {
    let workplace = &listed.opening.content.workplace;
    match (workplace.remote, listed.area_name.is_empty()) {
        (true, true) => visit.t("remote"),
        (true, false) => format!("{} · {}", listed.area_name, visit.t("remote")),
        (false, false) => listed.area_name.clone(),
        (false, true) if workplace.address.is_empty() => visit.t("unknown"),
        (false, true) => workplace.address.clone(),
    }
}

/// The week as seven columns, work drawn where it happens; the words stand beside it.
pub(crate) fn week_strip(visit: &Visit, content: &Content) -> Markup {
    let Some((days, hours)) = content.work_time.weekdays.zip(content.work_time.daily) else {
        return html! {};
    };
    let x = |day: u8| 34 + i32::from(day) * 40;
    let y = |minutes: i32| 18 + minutes / 12;
    let (start, end) = (i32::from(hours.start_min), i32::from(hours.end_min));
    let spans: Vec<(i32, i32)> =
        if end > start { vec![(start, end)] } else { vec![(start, 1_440), (0, end)] };
    let named = work_time(visit, &content.work_time);
    html! {
        svg.week viewBox="0 0 320 150" role="img" aria-label=(named) {
            title { (named) }
            @for hour in [0, 6, 12, 18, 24] {
                line.grid x1="32" x2="316" y1=(y(hour * 60)) y2=(y(hour * 60)) {}
                text x="4" y=(y(hour * 60) + 4) { (hour) }
            }
            @for day in 0..7u8 {
                text.day x=(x(day) + 16) y="12" text-anchor="middle" { (visit.t(&format!("day-{day}"))) }
                @if days.days().any(|d| d == day) {
                    @for (from, to) in &spans {
                        rect.work x=(x(day)) width="32" y=(y(*from)) height=((y(*to) - y(*from)).max(1)) rx="3" {}
                    }
                }
            }
        }
    }
}

/// A drawing made elsewhere, as it is. It must come from `app` and never hold what people typed unescaped.
pub(crate) fn drawing(svg: String) -> Markup {
    PreEscaped(svg)
}

/// A table to be saved, for a spreadsheet.
pub(crate) fn table_file(name: &'static str, bytes: Vec<u8>) -> Response {
    let headers = [
        (header::CONTENT_TYPE, "text/csv; charset=utf-8".to_owned()),
        (header::CONTENT_DISPOSITION, format!("attachment; filename=\"{name}\"")),
        (header::CACHE_CONTROL, "no-store".to_owned()),
    ];
    (headers, bytes).into_response()
}

/// Links to the other pages of a list.
pub(crate) fn pages(visit: &Visit, path: &str, fields: &Fields, page: usize, last: usize) -> Markup {
    pages_by(visit, page, last, |n, text| {
        html! { a href={ (path) (fields.with("page", &n.to_string())) } { (text) } }
    })
}

/// The same, for a list that is not asked for by its address: `way` leads to a page.
pub(crate) fn pages_by(
    visit: &Visit,
    page: usize,
    last: usize,
    way: impl Fn(usize, &str) -> Markup,
) -> Markup {
    if last <= 1 {
        return html! {};
    }
    let link = |n: usize, text: String| {
        html! { li { @if n == page { span aria-current="page" { (text) } } @else { (way(n, &text)) } } }
    };
    let from = page.saturating_sub(2).max(1);
    let to = (from + 4).min(last);
    html! {
        nav.pages aria-label=(visit.t("pages-label")) {
            ul {
                @if page > 1 { (link(page - 1, visit.t("previous"))) }
                @if from > 1 { (link(1, "1".into())) }
                @for n in from..=to { (link(n, n.to_string())) }
                @if to < last { (link(last, last.to_string())) }
                @if page < last { (link(page + 1, visit.t("next"))) }
            }
        }
    }
}

/// A labelled text input; the error stands under it and is tied to it.
pub(crate) fn input(
    visit: &Visit,
    form: &Form<'_>,
    name: &str,
    label: &str,
    kind: &str,
    hint: &str,
) -> Markup {
    listed_input(visit, form, name, label, kind, hint, None)
}

/// The same for a dong, with the city's own to pick from; words typed otherwise are read as well.
pub(crate) fn dong_input(visit: &Visit, form: &Form<'_>, name: &str, label: &str, hint: &str) -> Markup {
    html! {
        (listed_input(visit, form, name, label, "text", hint, Some("dongs")))
        datalist id="dongs" { @for dong in visit.app().city.dongs() { option value=(dong.name) {} } }
    }
}

/// The same for an occupation, with the classification's names to pick from; everyday words are read as well.
pub(crate) fn occupation_input(
    visit: &Visit,
    form: &Form<'_>,
    name: &str,
    label: &str,
    hint: &str,
) -> Markup {
    html! {
        (listed_input(visit, form, name, label, "text", hint, Some("occupations")))
        datalist id="occupations" { @for work in visit.app().reference.occupations.pickable() { option value=(work) {} } }
    }
}

fn listed_input(
    visit: &Visit,
    form: &Form<'_>,
    name: &str,
    label: &str,
    kind: &str,
    hint: &str,
    list: Option<&str>,
) -> Markup {
    let error = form.error(name);
    let described =
        [(!hint.is_empty()).then(|| format!("{name}-hint")), error.map(|_| format!("{name}-error"))];
    let described: Vec<String> = described.into_iter().flatten().collect();
    html! {
        div.field {
            label for=(name) { (visit.t(label)) (form.mark(visit, name)) }
            @if !hint.is_empty() { p.hint id={ (name) "-hint" } { (visit.t(hint)) } }
            input id=(name) name=(name) type=(kind) value=(form.fields.text(name)) list=[list] autofocus[form.keyed && form.errors.first().is_some_and(|(field, _)| field == name)]
                inputmode=[(kind == "number" || kind == "tel").then_some("numeric")]
                aria-invalid=[error.map(|_| "true")] aria-describedby=[(!described.is_empty()).then(|| described.join(" "))];
            @if let Some(error) = error { p.error id={ (name) "-error" } { (error) } }
        }
    }
}

/// A labelled text area.
pub(crate) fn area(visit: &Visit, form: &Form<'_>, name: &str, label: &str) -> Markup {
    let error = form.error(name);
    html! {
        div.field {
            label for=(name) { (visit.t(label)) (form.mark(visit, name)) }
            textarea id=(name) name=(name) rows="4" aria-invalid=[error.map(|_| "true")] aria-describedby=[error.map(|_| format!("{name}-error"))] { (form.fields.text(name)) }
            @if let Some(error) = error { p.error id={ (name) "-error" } { (error) } }
        }
    }
}

/// A labelled choice; the empty one comes first.
pub(crate) fn select(
    visit: &Visit,
    form: &Form<'_>,
    name: &str,
    label: &str,
    options: &[(String, String)],
) -> Markup {
    let chosen = form.fields.text(name);
    let error = form.error(name);
    html! {
        div.field {
            label for=(name) { (visit.t(label)) (form.mark(visit, name)) }
            select id=(name) name=(name) aria-invalid=[error.map(|_| "true")] aria-describedby=[error.map(|_| format!("{name}-error"))] {
                option value="" { (visit.t("choose-none")) }
                @for (value, text) in options { option value=(value) selected[value == chosen] { (text) } }
            }
            @if let Some(error) = error { p.error id={ (name) "-error" } { (error) } }
        }
    }
}

/// A choice of reasons in a form with several buttons; none is chosen before somebody does.
pub(crate) fn reasons(visit: &Visit, id: &str, prefix: &str, reasons: &[String]) -> Markup {
    html! {
        div.field { label for=(id) { (visit.t("reason")) }
            select id=(id) name="reason" {
                option value="" { (visit.t("reason-none")) }
                @for reason in reasons { option value=(reason) { (visit.t(&format!("{prefix}-{reason}"))) } }
            }
        }
    }
}

/// Boxes to tick under one legend.
pub(crate) fn checks(
    visit: &Visit,
    form: &Form<'_>,
    name: &str,
    legend: &str,
    options: &[(String, String)],
) -> Markup {
    let ticked: Vec<&str> = form.fields.all(name).collect();
    let error = form.error(name);
    html! {
        fieldset.field id=(name) tabindex="-1" aria-describedby=[error.map(|_| format!("{name}-error"))] {
            legend { (visit.t(legend)) (form.mark(visit, name)) }
            div.checks {
                @for (value, text) in options {
                    label { input type="checkbox" name=(name) value=(value) checked[ticked.contains(&value.as_str())]; " " (text) }
                }
            }
            @if let Some(error) = error { p.error id={ (name) "-error" } { (error) } }
        }
    }
}

/// The seven days as boxes.
pub(crate) fn days(visit: &Visit) -> Vec<(String, String)> {
    (0..7).map(|day| (day.to_string(), visit.t(&format!("day-{day}")))).collect()
}

/// The codes of a list with their labels.
pub(crate) fn codes(visit: &Visit, list: &str) -> Vec<(String, String)> {
    let entries = visit.app().reference.codes.entries(list, visit.lang);
    entries.map(|(code, label)| (code.to_owned(), label.to_owned())).collect()
}

/// A form with what was typed, what is wrong with it, and the status that says so.
#[derive(Debug, Clone)]
pub(crate) struct Form<'a> {
    pub(crate) fields: &'a Fields,
    pub(crate) errors: Vec<(String, String)>,
    pub(crate) status: StatusCode,
    pub(crate) needed: &'static [&'static str],
    /// Keyed in rows: what is wrong is said, and the cursor stands in the first wrong field.
    pub(crate) keyed: bool,
}

/// The answer to a form that was sent: onward when it was taken, else the form again; any other failure is a page
/// of its own.
pub(crate) fn sent<'a, T>(
    visit: &Visit,
    fields: &'a Fields,
    outcome: Result<T, app::Error>,
    onward: impl FnOnce(T) -> String,
) -> Result<Response, Form<'a>> {
    match outcome {
        Ok(done) => Ok(Redirect::to(&onward(done)).into_response()),
        Err(failed) => Form::refused(visit, fields, &failed),
    }
}

impl<'a> Form<'a> {
    /// Nothing is wrong with it yet.
    pub(crate) fn new(fields: &'a Fields) -> Self {
        Self { fields, errors: Vec::new(), status: StatusCode::OK, needed: &[], keyed: false }
    }

    pub(crate) fn wrong(fields: &'a Fields, errors: Vec<(String, String)>) -> Self {
        Self { errors, status: StatusCode::UNPROCESSABLE_ENTITY, ..Self::new(fields) }
    }

    /// What a use case found wrong at the fields or came too late for is the form again; any other failure a page of
    /// its own.
    pub(crate) fn refused(
        visit: &Visit,
        fields: &'a Fields,
        failed: &app::Error,
    ) -> Result<Response, Form<'a>> {
        let Some(errors) = field_errors(visit, failed) else { return Ok(error::page(visit, failed)) };
        let late = matches!(failed, app::Error::Conflict(_));
        let status = if late { StatusCode::CONFLICT } else { StatusCode::UNPROCESSABLE_ENTITY };
        Err(Self { status, ..Self::wrong(fields, errors) })
    }

    /// The page that holds it: heading, what is wrong, the rest.
    pub(crate) fn page(&self, visit: &Visit, title: &str, rest: &Markup) -> Response {
        let body = html! { h1 { (title) } (self.summary(visit)) (rest) };
        (self.status, page::shell(visit, title, body)).into_response()
    }

    /// The same with some fields marked as needed, in words: a colour or a star says nothing to many.
    pub(crate) fn needing(self, needed: &'static [&'static str]) -> Self {
        Self { needed, ..self }
    }

    pub(crate) fn mark(&self, visit: &Visit, name: &str) -> Markup {
        html! { @if self.needed.contains(&name) { " " span.needed { (visit.t("needed")) } } }
    }

    pub(crate) fn error(&self, name: &str) -> Option<&str> {
        self.errors.iter().find(|(field, _)| field == name).map(|(_, text)| text.as_str())
    }

    /// Whether something is wrong with one of these: what is folded away opens by itself then.
    pub(crate) fn opens(&self, names: &[&str]) -> bool {
        names.iter().any(|name| self.error(name).is_some())
    }

    /// The summary on top, each line a link to its field, or to the page on which it is mended.
    pub(crate) fn summary(&self, visit: &Visit) -> Markup {
        html! {
            @if !self.errors.is_empty() {
                // Focused by the browser itself, also without script.
                div.errors role="alert" tabindex="-1" autofocus[!self.keyed] {
                    h2 { (visit.n("form-errors", self.errors.len())) }
                    ul { @for (field, text) in &self.errors { li { a href={ @if !field.starts_with('/') { "#" } (field) } { (text) } } } }
                }
            }
        }
    }
}

/// The errors of a use case in words, by field; `None` when it failed for another reason.
pub(crate) fn field_errors(visit: &Visit, error: &app::Error) -> Option<Vec<(String, String)>> {
    match error {
        app::Error::Invalid(fields) => {
            Some(fields.iter().map(|field| (field.field.to_string(), visit.say(&field.message))).collect())
        }
        app::Error::Conflict(message) => Some(vec![("main".to_owned(), visit.say(message))]),
        _ => None,
    }
}

/// One box to tick, by itself; the error stands under it and is tied to it.
pub(crate) fn tick(form: &Form<'_>, name: &str, label: &str) -> Markup {
    let (error, value) = (form.error(name), form.fields.text(name));
    html! {
        div.field {
            div.checks {
                label for=(name) {
                    input id=(name) type="checkbox" name=(name) value=(if value.is_empty() { "yes" } else { value }) checked[!value.is_empty()]
                        aria-invalid=[error.map(|_| "true")] aria-describedby=[error.map(|_| format!("{name}-error"))];
                    " " (label)
                }
            }
            @if let Some(error) = error { p.error id={ (name) "-error" } { (error) } }
        }
    }
}

/// A name that is read back as exactly this code, else the code itself.
pub(crate) fn said<C: ToString + PartialEq>(name: &str, code: &C, found: &[C]) -> String {
    let certain = !name.is_empty() && !name.contains(',') && found == std::slice::from_ref(code);
    if certain { name.to_owned() } else { code.to_string() }
}

/// That no area is called so, with those that may have been meant.
pub(crate) fn unknown_area(visit: &Visit, typed: &str) -> Message {
    let city = &visit.app().city;
    near("form-area-unknown", "form-area-near", typed, &city.areas().near(typed, city.root()))
}

/// That no occupation is called so, with those that may have been meant.
pub(crate) fn unknown_occupation(visit: &Visit, typed: &str) -> Message {
    let near_by = visit.app().reference.occupations.near(typed);
    near("form-occupation-unknown", "form-occupation-near", typed, &near_by)
}

fn near(unknown: &'static str, alike: &'static str, typed: &str, names: &[&str]) -> Message {
    match names {
        [] => Message::new(unknown).with("text", typed),
        names => Message::new(alike).with("text", typed).with("near", names.join(", ")),
    }
}

/// Yes and no, for what may also be unknown.
pub(crate) fn yes_no(visit: &Visit) -> Vec<(String, String)> {
    vec![("yes".into(), visit.t("yes")), ("no".into(), visit.t("no"))]
}
