//! At home: people's parts in cohorts as they come from machines, as far as they are more than fields: a cohort or a session
//! ended meanwhile, somebody applied at both places, a seat was lent, or given already. Seats follow from the parts, and are no word of
//! a machine. It must not know how a field is joined where nothing of that is so.

use std::collections::BTreeMap;

use ::sync::field::{Joined, join};
use ::sync::{Edit, Fields, Step};
use domain::Ctx;
use domain::cohort::{Cohort, State as Stage};
use domain::enrolment::{Enrolment, Event, State};
use domain::escrow::Lent;
use domain::id::{CohortId, EnrolmentId, NodeId};
use domain::reference::Reference;
use jiff::Timestamp;
use serde_json::Value;
use store::Tx;
use store::copy::Copy;

use crate::enrolment::news;
use crate::error::Stop;

/// The word of such a part in the change log.
pub(super) const NOUN: &str = "enrolment";

/// In which cohort a step is: that of the record that it changes, else the one that it names.
pub(super) fn cohort_of(step: &Step, known: Option<&Copy>) -> Option<CohortId> {
    if step.noun != NOUN {
        return None;
    }
    let named = || step.edits.get("cohort").map(|edit| &edit.to);
    known.map(|copy| &copy.body["cohort"]).or_else(named)?.as_str()?.parse().ok()
}

fn read(value: &Value) -> Option<State> {
    serde_json::from_value(value.clone()).ok()
}

/// Whether somebody needs none of the seats that a machine was lent: they sit already, or nobody sits any more.
pub(super) fn needs_no_seat(cohort: &Cohort, known: &Copy) -> bool {
    cohort.state.is_over() || read(&known.body["state"]).is_some_and(|state| state.holds_seat())
}

/// What becomes of a field of a part.
pub(super) fn weigh(
    cohort: &Cohort,
    step: &Step,
    known: &Copy,
    (path, home, edit): (&str, &Value, &Edit),
    joined: Joined,
) -> Joined {
    if let Some(nth) = path.strip_prefix("attendance.") {
        return mark(cohort, nth, (home, edit), joined);
    }
    match path {
        "state" => state(cohort, step, (home, edit), joined),
        "history" => match step.edits.get("state") {
            // A step about which a person has to decide has not happened yet.
            Some(lead) if waits(cohort, step, &known.body["state"], lead) => Joined::Same,
            _ => happened(home, edit),
        },
        "applied_at" if step.base == 0 => earlier(home, edit, joined),
        _ => joined,
    }
}

fn waits(cohort: &Cohort, step: &Step, home: &Value, edit: &Edit) -> bool {
    state(cohort, step, (home, edit), join(false, home, edit)) == Joined::Clash
}

/// Where somebody stands. Two places that took the same step took it once; a step in a cohort that is over is for a person to
/// decide.
fn state(cohort: &Cohort, step: &Step, (home, edit): (&Value, &Edit), joined: Joined) -> Joined {
    let (Some(now), Some(to)) = (read(home), read(&edit.to)) else { return joined };
    let seated = matches!(to, State::Selected { .. }) && now.holds_seat();
    if seated || alike(&now, &to) {
        return Joined::Same;
    }
    let pending = matches!(now, State::Applied | State::Waiting { .. });
    if step.base == 0 {
        // Whoever applied here, too, stands where home has brought them.
        let further = pending || now.holds_seat();
        return if matches!(to, State::Applied) && further { Joined::Same } else { Joined::Clash };
    }
    if cohort.state.is_over() && !matches!(to, State::Withdrawn { .. }) {
        return Joined::Clash;
    }
    let went_on = read(&edit.from).is_some_and(|from| alike(&now, &from));
    // A seat that was lent is theirs, whoever was chosen at home for the others.
    let lent = step.seat.is_some() && pending;
    if went_on || lent { Joined::Becomes(edit.to.clone()) } else { joined }
}

/// Whether two states say the same but for the instant.
fn alike(one: &State, other: &State) -> bool {
    one.name() == other.name() && (one == other || !matches!(one, State::DroppedOut { .. }))
}

/// What was noted of a session: the same note at two places is one, and a note of what did not take place is for a person to decide.
fn mark(cohort: &Cohort, nth: &str, (home, edit): (&Value, &Edit), joined: Joined) -> Joined {
    let session = nth.parse::<u32>().ok().and_then(|nth| cohort.session(nth));
    let held = !cohort.state.is_over() && session.is_some_and(|session| !session.is_cancelled());
    match joined {
        Joined::Becomes(_) if !held => Joined::Clash,
        Joined::Clash if timeless(home) == timeless(&edit.to) => Joined::Same,
        other => other,
    }
}

fn timeless(mark: &Value) -> Value {
    let mut mark = mark.clone();
    if let Value::Object(parts) = &mut mark {
        parts.remove("at");
    }
    mark
}

/// Of two applications the earlier one counts. A later one is shown beside it.
fn earlier(home: &Value, edit: &Edit, joined: Joined) -> Joined {
    let at = |value: &Value| serde_json::from_value::<Timestamp>(value.clone()).ok();
    match (at(home), at(&edit.to)) {
        (Some(now), Some(theirs)) if theirs < now => Joined::Becomes(edit.to.clone()),
        _ => joined,
    }
}

/// What happened at both places.
fn happened(home: &Value, edit: &Edit) -> Joined {
    let list = |value: &Value| value.as_array().cloned().unwrap_or_default();
    let (now, from) = (list(home), list(&edit.from));
    let fresh = list(&edit.to).into_iter().filter(|event| !from.contains(event) && !now.contains(event));
    let all: Vec<Value> = now.iter().cloned().chain(fresh).collect();
    if all == now { Joined::Same } else { Joined::Becomes(Value::Array(all)) }
}

/// What came of a cohort in one piece of work.
#[derive(Debug, Default)]
pub(super) struct Moved {
    /// What machines have of its seats, if that changed.
    lent: Option<BTreeMap<NodeId, Lent>>,
    /// Somebody who applied.
    applied: Option<EnrolmentId>,
    /// Whether a seat was freed by whoever took their application back or did not come.
    freed: bool,
}

impl Moved {
    /// One step was written.
    pub(super) fn by(&mut self, step: &Step, known: Option<&Copy>) {
        match known.map(|copy| &copy.body["state"]).and_then(read) {
            None => self.applied = Some(EnrolmentId(step.id)),
            Some(before) => {
                self.freed |= matches!(step.verb.as_str(), "withdraw" | "no_show") && before.holds_seat();
            }
        }
    }

    /// Seats that were lent were used.
    pub(super) fn used(&mut self, lent: &BTreeMap<NodeId, Lent>) {
        self.lent = Some(lent.clone());
    }

    /// Counts the seats anew and does what home has to do about them: nobody on the machine knew who waits.
    pub(super) async fn settle(
        &self,
        tx: &mut Tx,
        ctx: &Ctx,
        reference: &Reference,
        id: CohortId,
    ) -> Result<(), store::Error> {
        let Some(mut cohort) = store::record::find_in::<Cohort>(tx, ctx, id).await? else { return Ok(()) };
        let before = cohort.seats.clone();
        if let Some(lent) = &self.lent {
            cohort.seats.lent.clone_from(lent);
        }
        let all = store::enrolment::of_cohort_in(tx, ctx, id).await?;
        let sit = all.iter().filter(|(one, _)| one.state.holds_seat()).count();
        cohort.seats.taken = u32::try_from(sit).unwrap_or(u32::MAX);
        let chosen = matches!(cohort.state, Stage::Selected { .. } | Stage::Running { .. });
        let late = all
            .iter()
            .find(|(one, _)| chosen && Some(one.id) == self.applied && matches!(one.state, State::Applied));
        if let Some((one, Some(told))) = late {
            let parts: Vec<Enrolment> = all.iter().map(|(one, _)| one.clone()).collect();
            if let Ok((verb, next)) = cohort.late((one.clone(), &told.verdict), &parts, ctx.now) {
                store::enrolment::update(tx, ctx, verb, &next).await?;
                news::moved(tx, ctx, reference, &cohort, (&one.state, &next)).await?;
            }
        }
        if self.freed {
            match crate::enrolment::freed(tx, ctx, reference, &mut cohort).await {
                Ok(()) | Err(Stop::Refused(_)) => {}
                Err(Stop::Store(failed)) => return Err(failed),
            }
        }
        if cohort.seats != before {
            crate::cohort::save(tx, ctx, "seat", cohort).await?;
        }
        Ok(())
    }
}

/// A person decided where somebody stands: it happened with that, and the seat follows.
pub(super) async fn decided(
    tx: &mut Tx,
    ctx: &Ctx,
    values: &mut Fields,
    (before, after): (&Value, &Value),
) -> Result<(), Stop> {
    let (Some(before), Some(after)) = (read(before), read(after)) else { return Ok(()) };
    let event = Event::between(&before, &after, ctx.now, ctx.actor.person);
    if let Some(Value::Array(history)) = values.get_mut("history") {
        history.push(serde_json::to_value(event).map_err(crate::Error::internal)?);
    }
    if before.holds_seat() == after.holds_seat() {
        return Ok(());
    }
    let cohort = values.get("cohort").and_then(|id| id.as_str()?.parse::<CohortId>().ok());
    let mut cohort = crate::cohort::held(tx, ctx, cohort.ok_or(store::Error::NotFound)?).await?;
    cohort.seat(&before, &after)?;
    crate::cohort::save(tx, ctx, "seat", cohort).await?;
    Ok(())
}

/// On a machine: the seats of a cohort as home says them, less those that were given out here and of which home has not heard.
pub(super) fn seats_here<'s>(fields: &mut Fields, node: NodeId, given: impl IntoIterator<Item = &'s Step>) {
    let seats = fields.get("seats").cloned().unwrap_or_default();
    let Ok(mut pool) = serde_json::from_value::<domain::escrow::Pool>(seats) else { return };
    for _ in given {
        // What home took back meanwhile is decided there.
        let _ = pool.take_by(node);
    }
    if let Ok(seats) = serde_json::to_value(pool) {
        fields.insert("seats".to_owned(), seats);
    }
}
