//! The check code of a certificate (수료증): whoever holds the paper asks by it whether it is true. It is made of keyed hashes
//! of the cohort and of the enrolment, so that nothing has to be kept; its first signs lead to the cohort, so that nobody else
//! has to be looked through.
//!
//! It must not know who completed anything: the answer names nobody.

use domain::Ctx;
use domain::cohort::Cohort;
use domain::enrolment::{Enrolment, State};
use domain::id::{CohortId, EnrolmentId};
use domain::message::Message;
use domain::policy::{Relation, UseCase, authorise};
use domain::referral::{code_from, read_code};
use domain::support_program::SupportProgram;
use jiff::civil::Date;

use crate::{App, Error};

/// Signs of a code that lead to its cohort.
const OF_COHORT: usize = 3;

/// What a certificate certifies, without whom.
#[derive(Debug, Clone)]
pub struct Genuine {
    /// Of which programme.
    pub program: Option<&'static SupportProgram>,
    /// Which run of it.
    pub number: u32,
    /// The day on which it was completed.
    pub on: Date,
}

/// The code of a certificate: nine signs, the last of which checks the others.
pub(crate) fn code(app: &App, cohort: CohortId, enrolment: EnrolmentId) -> String {
    let mut bytes = [0; 8];
    let (of_cohort, own) = bytes.split_at_mut(OF_COHORT);
    hashed(app, "certificate-cohort", &cohort.to_string(), of_cohort);
    hashed(app, "certificate", &enrolment.to_string(), own);
    code_from(bytes)
}

/// The first bytes of a keyed hash.
fn hashed(app: &App, purpose: &str, text: &str, into: &mut [u8]) {
    let hash = app.store.blind(app.tenant, purpose, text);
    for (byte, digits) in into.iter_mut().zip(hash.as_bytes().chunks_exact(2)) {
        let digits = std::str::from_utf8(digits).unwrap_or_default();
        *byte = u8::from_str_radix(digits, 16).unwrap_or_default();
    }
}

/// What the certificate of a code certifies; `None` when there is no such certificate.
///
/// # Errors
/// [`Error::Invalid`] at `code` for what cannot be a code: it was mistyped.
pub async fn genuine(ctx: &Ctx, app: &App, typed: &str) -> Result<Option<Genuine>, Error> {
    authorise(&ctx.actor, UseCase::ReadPublic, Relation::default())?;
    let typed = read_code(typed).map_err(|_| Error::field("code", Message::new("certificate-mistyped")))?;
    let all: Vec<Cohort> = store::record::all(&app.store, ctx.tenant).await.map_err(crate::fault)?;
    for cohort in all {
        // A code of nobody's has the same first signs.
        let nobody = code(app, cohort.id, EnrolmentId(uuid::Uuid::nil()));
        if nobody.get(..OF_COHORT) != typed.get(..OF_COHORT) {
            continue;
        }
        let people = store::enrolment::of_cohort(&app.store, ctx.tenant, cohort.id).await;
        let people = people.map_err(crate::fault)?;
        let one = people.into_iter().find(|(one, _)| code(app, cohort.id, one.id) == typed);
        let Some(on) = one.and_then(|(one, _)| completed_on(ctx, &one)) else { continue };
        let program = app.reference.support_programs.get(&cohort.program);
        return Ok(Some(Genuine { program, number: cohort.number, on }));
    }
    Ok(None)
}

/// The day on which somebody completed it.
pub(crate) fn completed_on(ctx: &Ctx, one: &Enrolment) -> Option<Date> {
    match one.state {
        State::Completed { at, .. } => Some(ctx.zone.to_datetime(at).date()),
        _ => None,
    }
}
