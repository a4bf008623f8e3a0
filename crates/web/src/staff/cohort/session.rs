//! Attendance of one session on one page: everybody a row, and what shows it. A session is cancelled here, with why.

use app::FieldError;
use app::cohort::View;
use app::enrolment::Row;
use axum::extract::Path;
use axum::response::Response;
use domain::cohort::{Session, SessionState};
use domain::enrolment::{Enrolment, Presence, PresenceName, Shown, State};
use domain::id::{CohortId, EnrolmentId, PersonId};
use domain::message::Message;
use maud::{Markup, html};
use strum::IntoEnumIterator;

use super::step::minded;
use super::{id_of, named, place, show::people};
use crate::component::{Form, clock, input, select, sent, tick};
use crate::error;
use crate::fields::Fields;
use crate::visit::Visit;

/// Everything that the page of a session is made of.
struct Sheet {
    view: View,
    session: Session,
    rows: Vec<Row>,
    supervisors: Vec<(PersonId, String)>,
}

/// How people attended, and what shows it.
type Noted = (Vec<(EnrolmentId, Presence)>, Shown);

/// Day and hours of a session.
pub(super) fn when(session: &Session) -> String {
    let hours = session.hours;
    format!("{} {}~{}", session.on, clock(hours.start_min), clock(hours.end_min))
}

fn here(id: CohortId, nth: u32) -> String {
    format!("{}/sessions/{nth}", place(id))
}

async fn sheet(visit: &Visit, id: &str, nth: &str) -> Result<Sheet, Response> {
    let failed = |failed: app::Error| error::page(visit, &failed);
    let view = minded(visit, id_of(id).map_err(failed)?).await?;
    let session = nth.parse().ok().and_then(|nth| view.cohort.session(nth)).cloned();
    let session = session.ok_or_else(|| failed(app::Error::NotFound))?;
    let rows = people(visit, view.cohort.id).await.map_err(failed)?.unwrap_or_default();
    let supervisors =
        app::cohort::supervisors(&visit.ctx, visit.app(), &view.cohort).await.map_err(failed)?;
    Ok(Sheet { view, session, rows, supervisors })
}

pub(super) async fn show(visit: Visit, Path((id, nth)): Path<(String, String)>) -> Response {
    match sheet(&visit, &id, &nth).await {
        Ok(sheet) => {
            let fields = noted(&visit, &sheet);
            render(&visit, &sheet, &Form::new(&fields))
        }
        Err(answer) => answer,
    }
}

/// The form with what is noted; what shows it is taken from the last note.
fn noted(visit: &Visit, sheet: &Sheet) -> Fields {
    let mut pairs = Vec::new();
    let marks = sheet.rows.iter().filter_map(|row| {
        let mark = row.enrolment.attendance.get(&sheet.session.nth)?;
        Some((row.enrolment.id, *mark))
    });
    let mut last = None;
    for (id, mark) in marks {
        pairs.push((format!("presence-{id}"), mark.presence.name().to_string()));
        if let Presence::Late { minutes } = mark.presence {
            pairs.push((format!("late-{id}"), minutes.to_string()));
        }
        last = Some(mark.shown);
    }
    let (shown, supervisor, on) = match last {
        Some(Shown::Electronic) => ("electronic", None, None),
        Some(Shown::Signed { supervisor, on }) => ("signed", Some(supervisor), Some(on)),
        None => ("", None, None),
    };
    let supervisor = supervisor.or(visit.ctx.actor.person).map(|id| id.to_string()).unwrap_or_default();
    pairs.push(("shown".to_owned(), shown.to_owned()));
    pairs.push(("supervisor".to_owned(), supervisor));
    pairs.push(("signed_on".to_owned(), on.unwrap_or(sheet.session.on).to_string()));
    Fields(pairs)
}

pub(super) async fn mark(visit: Visit, Path((id, nth)): Path<(String, String)>, fields: Fields) -> Response {
    let sheet = match sheet(&visit, &id, &nth).await {
        Ok(sheet) => sheet,
        Err(answer) => return answer,
    };
    let at = (sheet.view.cohort.id, sheet.session.nth);
    let done = match read(&sheet, &fields) {
        Ok((marks, shown)) => app::enrolment::mark(&visit.ctx, visit.app(), at, marks, shown).await,
        Err(errors) => Err(app::Error::Invalid(errors)),
    };
    match sent(&visit, &fields, done, |()| here(at.0, at.1)) {
        Ok(answer) => answer,
        Err(form) => render(&visit, &sheet, &form),
    }
}

fn takes_part(part: &Enrolment) -> bool {
    matches!(part.state, State::Enrolled { .. })
}

/// What was noted of whom, and what shows it. Of whom nothing is said, nothing is noted, unless all the others were there.
fn read(sheet: &Sheet, fields: &Fields) -> Result<Noted, Vec<FieldError>> {
    // Of a session that was cancelled nothing can be noted, whatever else is wrong with the form.
    if sheet.session.is_cancelled() {
        let what = Message::new("cohort-session-cancelled").with("nth", sheet.session.nth);
        return Err(vec![FieldError::new("session", what)]);
    }
    let (mut errors, mut marks) = (Vec::new(), Vec::new());
    let rest = fields.ticked("rest_present");
    for row in sheet.rows.iter().filter(|row| takes_part(&row.enrolment)) {
        let id = row.enrolment.id;
        match fields.parse(&format!("presence-{id}")) {
            Some(PresenceName::Present) => marks.push((id, Presence::Present)),
            Some(PresenceName::Absent) => marks.push((id, Presence::Absent)),
            Some(PresenceName::Excused) => marks.push((id, Presence::Excused)),
            Some(PresenceName::Late) => match late(fields, id) {
                Ok(minutes) => marks.push((id, Presence::Late { minutes })),
                Err(wrong) => errors.push(wrong),
            },
            None if rest => marks.push((id, Presence::Present)),
            None => {}
        }
    }
    if marks.is_empty() && errors.is_empty() {
        errors.push(FieldError::new("rest_present", Message::new("desk-nobody-noted")));
    }
    match (shown(sheet, fields, &mut errors), errors.is_empty()) {
        (Some(shown), true) => Ok((marks, shown)),
        _ => Err(errors),
    }
}

/// Minutes that somebody missed.
fn late(fields: &Fields, id: EnrolmentId) -> Result<u32, FieldError> {
    let name = format!("late-{id}");
    let alone = Fields(vec![("late".to_owned(), fields.text(&name).to_owned())]);
    let missing = || FieldError::new("late", Message::new("desk-minutes-needed"));
    let minutes = alone.count("late", 24 * 60).and_then(|minutes| minutes.ok_or_else(missing));
    minutes.map_err(|wrong| FieldError { field: name.into(), ..wrong })
}

fn shown(sheet: &Sheet, fields: &Fields, errors: &mut Vec<FieldError>) -> Option<Shown> {
    match fields.text("shown") {
        "electronic" => return Some(Shown::Electronic),
        "signed" => {}
        _ => {
            errors.push(FieldError::new("shown", Message::new("desk-shown-needed")));
            return None;
        }
    }
    let supervisor: Option<PersonId> = fields.parse("supervisor");
    let supervisor = supervisor.filter(|id| sheet.supervisors.iter().any(|(known, _)| known == id));
    if supervisor.is_none() {
        errors.push(FieldError::new("supervisor", Message::new("desk-supervisor-needed")));
    }
    let on = match fields.day("signed_on") {
        Ok(Some(on)) => Some(on),
        Ok(None) => {
            errors.push(FieldError::new("signed_on", Message::new("field-needed")));
            None
        }
        Err(wrong) => {
            errors.push(wrong);
            None
        }
    };
    Some(Shown::Signed { supervisor: supervisor?, on: on? })
}

pub(super) async fn cancel(
    visit: Visit,
    Path((id, nth)): Path<(String, String)>,
    fields: Fields,
) -> Response {
    let sheet = match sheet(&visit, &id, &nth).await {
        Ok(sheet) => sheet,
        Err(answer) => return answer,
    };
    let at = (sheet.view.cohort.id, sheet.session.nth);
    let why = fields.text("why").to_owned();
    let done = app::cohort::cancel_session(&visit.ctx, visit.app(), at, why).await;
    match sent(&visit, &fields, done, |()| here(at.0, at.1)) {
        Ok(answer) => answer,
        Err(form) => render(&visit, &sheet, &form),
    }
}

fn render(visit: &Visit, sheet: &Sheet, form: &Form<'_>) -> Response {
    let (cohort, session) = (&sheet.view.cohort, &sheet.session);
    let title = format!("{} — {}", named(visit, cohort), visit.n("cohorts-session", session.nth));
    let path = here(cohort.id, session.nth);
    let open = !session.is_cancelled() && !cohort.state.is_over();
    let rest = html! {
        p.lead #session tabindex="-1" { (when(session)) @if !session.room.is_empty() { " · " (session.room) } " · " (visit.t("as-of")) " " (visit.instant(visit.ctx.now)) }
        @if let SessionState::Cancelled { why, at } = &session.state {
            p.notice { span.badge.late { (visit.t("cohort-state-cancelled")) } " " (why) " · " (visit.instant(*at)) }
        }
        p.notice { (visit.t("look-note")) }
        @if open && sheet.rows.iter().any(|row| takes_part(&row.enrolment)) {
            form method="post" action=(path) {
                (table(visit, sheet, form))
                (tick(form, "rest_present", &visit.t("desk-rest-present")))
                (evidence(visit, sheet, form))
                button { (visit.t("save-form")) }
            }
        } @else {
            @if open { p { (visit.t("desk-nobody-enrolled")) } }
            (table(visit, sheet, form))
        }
        @if open { details open[form.opens(&["why"])] {
            summary { (visit.t("desk-session-cancel")) }
            form.narrow method="post" action={ (path) "/cancellation" } {
                p { (visit.t("desk-session-cancel-note")) }
                (input(visit, form, "why", "reason", "text", ""))
                button.danger { (visit.t("desk-session-cancel")) }
            }
        } }
        p { a href={ (place(cohort.id)) "#sessions" } { (named(visit, cohort)) } " · " a href={ (place(cohort.id)) "/attendance" } { (visit.t("desk-sheet")) } }
    };
    form.page(visit, &title, &rest)
}

/// Everybody who takes part, and whoever left with what was noted of them.
fn table(visit: &Visit, sheet: &Sheet, form: &Form<'_>) -> Markup {
    let nth = sheet.session.nth;
    let there = |row: &&Row| takes_part(&row.enrolment) || row.enrolment.attendance.contains_key(&nth);
    let rows: Vec<&Row> = sheet.rows.iter().filter(there).collect();
    let title = visit.t("desk-attendance");
    let open = !sheet.session.is_cancelled() && !sheet.view.cohort.state.is_over();
    html! { @if !rows.is_empty() { table.cards {
        caption.same { (title) }
        thead { tr { th scope="col" { (visit.t("name")) } th scope="col" { (title) } th scope="col" { (visit.t("desk-late")) } } }
        tbody { @for row in rows { @let part = &row.enrolment; tr {
            th scope="row" { a href={ "/staff/enrolments/" (part.id) } { @if row.name.is_empty() { (visit.t("erased")) } @else { (row.name) } } }
            @if open && takes_part(part) { (choice(visit, form, row)) } @else {
                td { @if let Some(mark) = part.attendance.get(&nth) { (visit.t(&format!("enrolment-presence-{}", mark.presence.name()))) } }
                td { @if let Some(Presence::Late { minutes }) = part.attendance.get(&nth).map(|mark| mark.presence) { (minutes) } }
            }
        } } }
    } } }
}

/// How one person attended, and the minutes they missed.
fn choice(visit: &Visit, form: &Form<'_>, row: &Row) -> Markup {
    let id = row.enrolment.id;
    let (presence, late) = (format!("presence-{id}"), format!("late-{id}"));
    let chosen = form.fields.text(&presence);
    let (wrong, too_long) = (form.error(&presence), form.error(&late));
    html! {
        td {
            select id=(presence) name=(presence) aria-label={ (row.name) " " (visit.t("desk-attendance")) } aria-invalid=[wrong.map(|_| "true")] aria-describedby=[wrong.map(|_| format!("{presence}-error"))] {
                option value="" { (visit.t("choose-none")) }
                @for one in PresenceName::iter() { option value=(one) selected[chosen == <&str>::from(one)] { (visit.t(&format!("enrolment-presence-{one}"))) } }
            }
            @if let Some(wrong) = wrong { p.error id={ (presence) "-error" } { (wrong) } }
        }
        td {
            input id=(late) name=(late) type="number" inputmode="numeric" value=(form.fields.text(&late)) aria-label={ (row.name) " " (visit.t("desk-late")) } aria-invalid=[too_long.map(|_| "true")] aria-describedby=[too_long.map(|_| format!("{late}-error"))];
            @if let Some(too_long) = too_long { p.error id={ (late) "-error" } { (too_long) } }
        }
    }
}

/// What shows the attendance: names alone are no evidence (CR-19).
fn evidence(visit: &Visit, sheet: &Sheet, form: &Form<'_>) -> Markup {
    let ways =
        ["electronic", "signed"].map(|way| (way.to_owned(), visit.t(&format!("enrolment-shown-{way}"))));
    let signing: Vec<(String, String)> =
        sheet.supervisors.iter().map(|(id, name)| (id.to_string(), name.clone())).collect();
    html! {
        fieldset {
            legend { (visit.t("desk-shown")) }
            p.hint { (visit.t("desk-shown-hint")) }
            (select(visit, form, "shown", "desk-shown-by", &ways))
            (select(visit, form, "supervisor", "desk-supervisor", &signing))
            (input(visit, form, "signed_on", "trial-signed-on", "date", ""))
        }
    }
}
