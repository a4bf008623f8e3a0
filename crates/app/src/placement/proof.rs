//! Evidence of a claim: what turns it into a result (CR-06).

use domain::id::{AttachmentId, PlacementId};
use domain::placement::{Evidence, EvidenceKind, ExemptReason};
use domain::policy::{Reach, UseCase, authorise, reach};
use domain::{Ctx, Message};
use jiff::civil::Date;

use super::show::stands;
use super::{change, proving};
use crate::{App, Error};

/// A piece of evidence as staff key it.
#[derive(Debug, Clone)]
pub struct Proof {
    /// What it is.
    pub kind: EvidenceKind,
    /// The day it speaks of.
    pub on: Date,
    /// Why there is no insurance record.
    pub exempt: Option<ExemptReason>,
    /// The paper, among those kept of the person.
    pub paper: Option<AttachmentId>,
    /// Number of the look-up, for an insurance record that an officer looked up.
    pub reference: String,
}

/// Attaches evidence. An officer's look-up of the insurance record is E1: only those who counsel have the
/// authority for one, and its number has the city's form and is of this person alone. What the account that entered
/// the claim keys without a paper, a look-up too, waits for a second person.
///
/// # Errors
/// [`Error::NotFound`], [`Error::Conflict`]; [`Error::Invalid`] at `paper` for one of another person, at `kind`
/// without authority, at `reference` for a number that is missing, of another form or of somebody else's look-up.
pub async fn attach(ctx: &Ctx, app: &App, id: PlacementId, version: i64, proof: Proof) -> Result<(), Error> {
    if proof.kind == EvidenceKind::InsuranceLookup && !looks_up(ctx) {
        return Err(Error::field("kind", Message::new("evidence-authority-needed")));
    }
    let known = store::placement::get(&app.store, ctx.tenant, id).await.map_err(crate::fault)?;
    let stands = proving(stands(ctx, app, &known).await?, &known, "attach");
    authorise(&ctx.actor, UseCase::WritePlacement, stands).map_err(|_| Error::NotFound)?;
    let mut number = String::new();
    if proof.kind == EvidenceKind::InsuranceLookup {
        number = lookup_number(ctx, app, &proof.reference, "reference")?;
    }
    if let Some(paper) = proof.paper {
        let theirs = store::attachment::of_person(&app.store, ctx.tenant, known.person).await;
        if !theirs.map_err(crate::fault)?.iter().any(|kept| kept.id == paper) {
            return Err(Error::field("paper", Message::new("evidence-paper-unknown")));
        }
    }
    change(ctx, app, UseCase::WritePlacement, id, Some(version), "attach", move |placement, ctx| {
        let mut evidence = Evidence::new(proof.kind, proof.on, ctx.actor.person).shown_by(proof.paper);
        if proof.kind == EvidenceKind::InsuranceLookup {
            evidence = evidence.referring_to(&number);
        }
        evidence.exempt = proof.exempt;
        placement.attach(evidence, ctx.now, ctx.today())
    })
    .await
}

/// Only those who counsel have the authority to look the insurance record up.
pub(super) fn looks_up(ctx: &Ctx) -> bool {
    reach(ctx.actor.role, UseCase::WritePlacement) == Reach::Need
}

/// The number of a look-up in its one writing.
///
/// # Errors
/// [`Error::Invalid`] at the field for a number that is missing or of another form.
pub(super) fn lookup_number(ctx: &Ctx, app: &App, typed: &str, field: &'static str) -> Result<String, Error> {
    if typed.trim().is_empty() {
        return Err(Error::field(field, Message::new("evidence-reference-needed")));
    }
    let form = app.city.lookup_form().check(typed, ctx.today());
    form.map_err(|why| Error::field(field, why))
}
