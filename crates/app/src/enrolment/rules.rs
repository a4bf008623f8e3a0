//! What an applicant is judged by: the version of the rules that is pinned to their application, and what they took part
//! in, as far as it is known here.
//!
//! It must not know what follows from the answer.

use domain::Ctx;
use domain::cohort::Cohort;
use domain::enrolment::{Application, Enrolment};
use domain::message::Message;
use domain::reference::Reference;
use domain::support_program::{Facts, Ground};
use store::Tx;

use crate::error::Stop;

/// Within a transaction: judges an applicant as of the instant at which they applied. `known` are all parts of theirs.
///
/// # Errors
/// What cannot be so about them, by field; when the program does not know the version any more.
pub(super) async fn assess(
    tx: &mut Tx,
    ctx: &Ctx,
    reference: &'static Reference,
    one: &Enrolment,
    facts: &Facts,
    known: &[Enrolment],
) -> Result<Application, Stop> {
    let program = reference.support_programs.get(&one.program);
    let version = program.and_then(|program| program.version(&one.program_version));
    let Some(rules) = program.zip(version) else {
        return Err(Message::new("cohort-version-unknown").into());
    };
    let mut past = Vec::new();
    for other in known {
        if other.cohort == one.cohort {
            continue;
        }
        let cohort: Option<Cohort> = store::record::find_in(tx, ctx, other.cohort).await?;
        let of = reference.support_programs.get(&other.program);
        past.extend(cohort.zip(of).and_then(|(cohort, of)| other.past(&cohort, of)));
    }
    let at = ctx.zone.to_datetime(one.applied_at);
    let judged = Application::of(rules, facts, past, at, Ground::of(reference));
    Ok(judged.map_err(crate::support_program::refused)?)
}
