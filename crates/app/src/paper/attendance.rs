//! The attendance sheet of a cohort, printed by whoever runs it. Everybody on it was looked at.

use documents::paper::{self, AttendanceSheet, Sheet};
use domain::Ctx;
use domain::cohort::Session;
use domain::id::CohortId;
use domain::message::Message;

use super::office;
use crate::enrolment::Row;
use crate::{App, Error};

/// The sheet of a cohort: whoever was chosen or takes part, with what is noted already.
///
/// # Errors
/// [`Error::NotFound`].
pub async fn attendance_sheet(ctx: &Ctx, app: &App, id: CohortId) -> Result<Sheet, Error> {
    let cohort = crate::cohort::minded(ctx, app, id).await?;
    let rows = crate::enrolment::of_cohort(ctx, app, id).await?;
    let word = |kind: &str, name: &str| app.catalogue.say(app.lang(), &Message::word(kind, name));
    let noted = |row: &Row, session: &Session| match row.enrolment.attendance.get(&session.nth) {
        _ if session.is_cancelled() => word("cohort-state", "cancelled"),
        Some(mark) => word("enrolment-presence", mark.presence.name().into()),
        None => String::new(),
    };
    let here = rows.iter().filter(|row| row.enrolment.state.holds_seat()).map(|row| {
        let name = if row.name.is_empty() { "(파기)" } else { row.name.as_str() };
        (name.to_owned(), cohort.sessions.iter().map(|session| noted(row, session)).collect())
    });
    let body = match cohort.organisation {
        Some(body) => store::organisation::find(&app.store, ctx.tenant, body).await.map_err(crate::fault)?,
        None => None,
    };
    let program = app.reference.support_programs.get(&cohort.program);
    let name = program.map(|program| program.name_ko.as_str()).unwrap_or_default();
    let mut rooms: Vec<&str> = cohort.sessions.iter().map(|session| session.room.as_str()).collect();
    rooms.sort_unstable();
    rooms.dedup();
    Ok(paper::attendance_sheet(&AttendanceSheet {
        office: office(ctx, app),
        name: format!("{name} {}기", cohort.number),
        term: format!("{} ~ {}", cohort.from, cohort.until),
        body: body.map(|body| body.name).unwrap_or_default(),
        room: rooms.join(", "),
        sessions: cohort.sessions.iter().map(session).collect(),
        people: here.collect(),
    }))
}

/// Number, day and hours, a line each.
fn session(session: &Session) -> String {
    let (start, end) = (session.hours.start_min, session.hours.start_min + session.hours.presence_min());
    let clock = |min: u16| format!("{:02}:{:02}", min / 60 % 24, min % 60);
    format!("{}회\n{}\n{}~{}", session.nth, session.on, clock(start), clock(end))
}
