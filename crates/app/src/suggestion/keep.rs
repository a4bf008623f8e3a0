//! Keeping a list with what it was made of, before it is shown for the first time to an audience. It must not know how the
//! list was found.

use domain::Ctx;
use domain::actor::Role;
use domain::id::{OpeningId, SuggestionId};
use domain::message::Message;
use domain::referral::FitLine;
use domain::seeker::Seeker;
use domain::suggestion::{Audience, Competition, Condition, Inputs, Part, Row, Suggestion, To};
use matching::{Candidate, Constraint, ConstraintState, Explanation, RULES};
use sha2::{Digest, Sha256};

use crate::fit::Fit;
use crate::{App, Error};

/// A line of a list that is about to be shown.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Shown<'a> {
    pub(crate) rank: usize,
    pub(crate) opening: OpeningId,
    pub(crate) version: i64,
    pub(crate) explanation: &'a Explanation,
    pub(crate) competition: Competition,
    pub(crate) planned: bool,
    /// By which law the person comes before others for this work.
    pub(crate) priority: Option<&'a Message>,
}

impl Shown<'_> {
    fn row(&self) -> Row {
        let parts = self.explanation.parts().iter().map(|part| Part {
            kind: part.kind.to_string(),
            most: i64::from(part.max),
            line: line(&part.reason, Some(i64::from(part.points)), None),
        });
        let priority = self.priority.map(|law| Condition {
            kind: "priority".to_owned(),
            margin: None,
            unit: String::new(),
            line: line(law, None, Some(true)),
        });
        Row {
            rank: u32::try_from(self.rank).unwrap_or(u32::MAX),
            opening: self.opening,
            version: self.version,
            score: self.explanation.score().map(i64::from),
            parts: parts.collect(),
            conditions: self.explanation.constraints.iter().map(condition).chain(priority).collect(),
            competition: self.competition,
            planned: self.planned,
        }
    }
}

fn line(message: &Message, points: Option<i64>, held: Option<bool>) -> FitLine {
    FitLine { message: message.clone(), points, held }
}

fn condition(constraint: &Constraint) -> Condition {
    let (margin, held) = match constraint.state {
        ConstraintState::Met { spare } => (Some(spare), Some(true)),
        ConstraintState::Failed { short } => (Some(short), Some(false)),
        ConstraintState::Unknown => (None, None),
    };
    Condition {
        kind: constraint.kind.to_string(),
        margin,
        unit: constraint.kind.unit().to_owned(),
        line: line(&constraint.reason, None, held),
    }
}

/// A digest of what matching knew of a person.
pub(crate) fn wishes(candidate: &Candidate) -> String {
    let told = Sha256::digest(format!("{candidate:?}").as_bytes());
    told.iter().take(16).map(|byte| format!("{byte:02x}")).collect()
}

/// A list about one person as it is shown to an audience.
pub(crate) fn suggestion(
    ctx: &Ctx,
    audience: Audience,
    seeker: &Seeker,
    (seq, wishes, missing): (i64, &str, &[Message]),
    plan: Option<i64>,
    rows: &[Shown<'_>],
) -> Suggestion {
    let (actor, for_employer) = (&ctx.actor, audience == Audience::Employer);
    Suggestion {
        id: ctx.id(),
        person: seeker.person,
        seeker: seeker.id,
        at: ctx.now,
        to: To {
            audience,
            role: actor.role,
            actor: actor.person,
            organisation: actor.organisation,
            employer: actor.employer.filter(|_| for_employer),
        },
        inputs: Inputs {
            seq,
            rules: RULES.to_owned(),
            version: seeker.version,
            wishes: wishes.to_owned(),
            missing: missing.to_vec(),
            plan,
        },
        rows: rows.iter().map(Shown::row).collect(),
    }
}

/// Keeps lists, but for those that the same audience was shown before: one write for all that are new, none where there
/// are none. Gives their ids in order.
///
/// # Errors
/// When the store cannot be read or written; then nothing may be shown.
pub(crate) async fn keep(ctx: &Ctx, app: &App, lists: Vec<Suggestion>) -> Result<Vec<SuggestionId>, Error> {
    let (store, tenant) = (&app.store, ctx.tenant);
    let (mut ids, mut fresh) = (Vec::with_capacity(lists.len()), Vec::new());
    for list in lists {
        let digest = store::suggestion::digest(store, tenant, &list).map_err(crate::fault)?;
        let known = store::suggestion::known(store, tenant, list.person, &digest).await;
        match known.map_err(crate::fault)? {
            Some(known) => ids.push(known),
            None => {
                ids.push(list.id);
                fresh.push((list, digest));
            }
        }
    }
    if fresh.is_empty() {
        return Ok(ids);
    }
    // No change of anything: nobody needs to be woken.
    let ctx = ctx.clone();
    let written = store.write(move |tx| {
        let (ctx, fresh) = (ctx.clone(), fresh.clone());
        Box::pin(async move { store::suggestion::insert(tx, &ctx, &fresh).await })
    });
    written.await.map_err(crate::fault)?;
    Ok(ids)
}

/// Keeps what a person is shown of themselves, or their counsellor of them.
///
/// # Errors
/// As [`keep`].
pub(crate) async fn keep_list(ctx: &Ctx, app: &App, seeker: &Seeker, fit: &Fit) -> Result<(), Error> {
    let audience = if ctx.actor.role == Role::Seeker { Audience::Person } else { Audience::Counselor };
    let full = fit.full.iter().map(|one| (&one.listed, &one.explanation, &one.stands, one.planned));
    let near = fit.near.iter().map(|one| (&one.listed, &one.explanation, &one.stands, false));
    let rows = full.chain(near).zip(1..).map(|((listed, explanation, stands, planned), rank)| Shown {
        rank,
        opening: listed.opening.id,
        version: listed.opening.version,
        explanation,
        competition: stands.competition,
        planned,
        priority: None,
    });
    let rows: Vec<Shown<'_>> = rows.collect();
    let made = (fit.seq, fit.wishes.as_str(), fit.missing.as_slice());
    let list = suggestion(ctx, audience, seeker, made, fit.plan, &rows);
    keep(ctx, app, vec![list]).await.map(|_| ())
}
