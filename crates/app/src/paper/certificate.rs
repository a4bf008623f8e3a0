//! The certificate of a completed programme (수료증), for the person and for whoever may read their part. Printing one is a
//! look at the person's record.

use documents::paper::{self, Certificate, Office, Sheet};
use domain::Ctx;
use domain::cohort::{Cohort, Completion};
use domain::enrolment::{Enrolment, attended};
use domain::id::EnrolmentId;
use domain::look::Purpose;
use domain::message::Message;
use domain::referral::spaced_code;

use super::{office, word};
use crate::enrolment::{code, completed_on, name, readable};
use crate::look::leave;
use crate::{App, Error};

/// The certificate. `url` is where certificates are checked; the code is added.
///
/// # Errors
/// [`Error::NotFound`], also for those who may not know that it exists; [`Error::Conflict`] unless it was completed.
pub async fn certificate(ctx: &Ctx, app: &App, id: EnrolmentId, url: &str) -> Result<Sheet, Error> {
    let (one, cohort) = readable(ctx, app, id).await?;
    let on = completed_on(ctx, &one);
    let on = on.ok_or_else(|| Error::Conflict(Message::new("certificate-not-completed")))?;
    let person = one.person().ok_or(Error::NotFound)?;
    leave(ctx, app, vec![person], Purpose::Print).await?;
    let program = app.reference.support_programs.get(&one.program);
    let code = spaced_code(&code(app, cohort.id, one.id));
    Ok(paper::certificate(&Certificate {
        office: issuer(ctx, app, &cohort).await?,
        name: name(ctx, app, person).await?,
        program: program.map_or_else(|| one.program.to_string(), |program| program.name_ko.clone()),
        number: format!("제{}기", cohort.number),
        days: format!("{} ~ {}", word::long_day(cohort.from), word::long_day(cohort.until)),
        hours: hours(&cohort, &one),
        completed_on: word::long_day(on),
        url: format!("{url}/{code}"),
        code,
    }))
}

/// The body that ran it; the job centre where none is named.
async fn issuer(ctx: &Ctx, app: &App, cohort: &Cohort) -> Result<Office, Error> {
    let centre = office(ctx, app);
    let bodies = store::organisation::all(&app.store, ctx.tenant).await.map_err(crate::fault)?;
    Ok(match bodies.into_iter().find(|body| Some(body.id) == cohort.organisation) {
        Some(body) => {
            let phone = if body.phone.is_empty() { centre.phone } else { body.phone };
            Office { name: body.name, phone, as_of: centre.as_of }
        }
        None => centre,
    })
}

/// Hours attended of those held, where they count.
fn hours(cohort: &Cohort, one: &Enrolment) -> String {
    let Completion::Hours { .. } = cohort.completion else { return String::new() };
    let hours = attended(&one.attendance, &cohort.sessions);
    format!("{} (전체 {})", clock(hours.attended_min), clock(hours.held_min))
}

/// Minutes as hours: `24시간`, `23시간 30분`.
fn clock(minutes: u64) -> String {
    match (minutes / 60, minutes % 60) {
        (hours, 0) => format!("{hours}시간"),
        (hours, rest) => format!("{hours}시간 {rest}분"),
    }
}
