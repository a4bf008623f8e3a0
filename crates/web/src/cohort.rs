//! `/cohorts`: cohorts of programmes as everybody reads them, as a calendar, and as whoever applies for themselves; and
//! `/certificates`, where the code of a certificate is checked.
//!
//! Nobody's name stands on any of these pages but the reader's own.

use app::cohort::Published;
use axum::extract::Path;
use axum::http::{HeaderMap, header};
use axum::response::{IntoResponse, Response};
use domain::cohort::{Cohort, Session, State};
use domain::id::CohortId;
use domain::message::Message;
use domain::policy::UseCase;
use domain::support_program::SupportProgram;
use jiff::ToSpan;
use maud::{Markup, html};

use crate::error;
use crate::routes::Routes;
use crate::staff::origin;
use crate::visit::Visit;

mod apply;
mod certificate;
pub(crate) mod list;
pub(crate) mod part;
mod show;

pub(crate) fn routes(routes: &mut Routes) {
    routes.get("/cohorts/{id}", UseCase::ReadPublic, show::show);
    routes.get("/cohorts/{id}/calendar.ics", UseCase::ReadPublic, calendar);
    routes.get("/cohorts/{id}/apply", UseCase::ReadPublic, apply::ask);
    routes.post("/cohorts/{id}/apply", UseCase::WriteEnrolment, apply::send);
    routes.get("/enrolments/{id}/certificate.pdf", UseCase::ReadEnrolment, certificate::pdf);
    routes.get("/certificates", UseCase::ReadPublic, certificate::ask);
    routes.get("/certificates/{token}", UseCase::ReadPublic, certificate::show);
}

/// The cohort that an address names, with what came of it.
async fn named(visit: &Visit, id: &str) -> Result<(Published, app::cohort::Counts), app::Error> {
    let id: CohortId = id.parse().map_err(|_| app::Error::NotFound)?;
    app::cohort::public(&visit.ctx, visit.app(), id).await
}

/// `집단상담 3기`, in the reader's language.
pub(crate) fn name(visit: &Visit, program: Option<&SupportProgram>, cohort: &Cohort) -> String {
    let program = program.map_or_else(|| cohort.program.to_string(), |program| visit.say(&program.name()));
    visit.say(&Message::new("cohorts-name").with("program", program).with("number", cohort.number))
}

/// The last day of applying, in words.
fn apply_until(visit: &Visit, cohort: &Cohort) -> String {
    cohort.apply_until.map_or_else(|| visit.t("cohorts-apply-open"), |day| day.to_string())
}

/// Who runs it, with a telephone that is answered: the centre's where the body has none.
fn runs(visit: &Visit, one: &Published) -> Markup {
    let phone = one.body.as_ref().map(|body| body.phone.as_str()).filter(|phone| !phone.is_empty());
    html! {
        @if let Some(body) = &one.body { span lang=[visit.content_lang()] { (body.name) } " · " }
        @match phone { Some(phone) => a.phone href={ "tel:" (phone) } { (phone) }, None => (crate::support_program::phone(visit)) }
    }
}

/// Sessions as times of a calendar; those that do not take place stay in it and say so.
async fn calendar(visit: Visit, Path(id): Path<String>, headers: HeaderMap) -> Response {
    let (one, _) = match named(&visit, &id).await {
        Ok(found) => found,
        Err(failed) => return error::page(&visit, &failed),
    };
    let name = name(&visit, Some(one.program), &one.cohort);
    let url = format!("{}/cohorts/{}", origin(&visit, &headers), one.cohort.id);
    let sessions = one.cohort.sessions.iter();
    let entries: Vec<_> =
        sessions.filter_map(|session| entry(&visit, &one.cohort, session, (&name, &url))).collect();
    let kind = [
        (header::CONTENT_TYPE, "text/calendar; charset=utf-8"),
        (header::CONTENT_DISPOSITION, "attachment; filename=\"cohort.ics\""),
        (header::CACHE_CONTROL, "no-cache"),
    ];
    (kind, app::icalendar::timed(&name, &entries)).into_response()
}

fn entry(
    visit: &Visit,
    cohort: &Cohort,
    session: &Session,
    (name, url): (&str, &str),
) -> Option<app::icalendar::Timed> {
    let city = &visit.app().city;
    let at = |minutes: u16| {
        let time = session.on.at(0, 0, 0, 0).saturating_add(i64::from(minutes).minutes());
        city.zone().to_timestamp(time).ok()
    };
    let (from, hours) = (session.hours.start_min, session.hours);
    Some(app::icalendar::Timed {
        uid: format!("{}-{}@{}.iljari", cohort.id, session.nth, city.id()),
        changed_at: cohort.updated_at,
        from: at(from)?,
        until: at(from + hours.presence_min())?,
        cancelled: session.is_cancelled() || matches!(cohort.state, State::Cancelled { .. }),
        title: format!("{name} {}", visit.n("cohorts-session", session.nth)),
        place: session.room.clone(),
        note: show::off(visit, session).unwrap_or_default(),
        url: url.to_owned(),
    })
}
