//! The machine's side: what it hands over, when it may forget what it handed over, and how what home says is laid
//! under what it has not handed over yet.

use std::collections::BTreeSet;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::field::{self, Joined, Shape};
use crate::{Command, Fields, Receipt, Seat, Step};
use domain::escrow::Lent;
use domain::id::CommandId;

/// Verb of the step by which a machine hands back the places that it did not use.
pub const GIVE_BACK: &str = "give_back";

/// Days for which what home has confirmed is still kept, should home itself have to be restored from an older copy.
pub const KEPT_DAYS: i64 = 7;

/// A command that waits to be handed over, or was.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Queued {
    /// What.
    pub command: Command,
    /// What home said of it, and when that came; `None` while it said nothing.
    pub receipt: Option<(Receipt, Timestamp)>,
}

impl Queued {
    /// Whether it may be forgotten: home confirmed it long enough ago.
    pub fn is_over(&self, now: Timestamp) -> bool {
        let kept = jiff::SignedDuration::from_hours(24 * KEPT_DAYS);
        self.receipt.as_ref().is_some_and(|(_, at)| now.duration_since(*at) > kept)
    }
}

/// Of what a machine offers, in its order, what home does not have.
pub fn missing(offered: &[CommandId], known: impl Fn(CommandId) -> bool) -> Vec<CommandId> {
    offered.iter().copied().filter(|id| !known(*id)).collect()
}

/// The first commands that home wants, in the order of the work: about so many bytes of them, but at least one.
pub fn batch<'q>(queue: &'q [Queued], wanted: &BTreeSet<CommandId>, about_bytes: usize) -> Vec<&'q Command> {
    let mut bytes = 0;
    let mut batch = Vec::new();
    for queued in queue.iter().filter(|queued| wanted.contains(&queued.command.id)) {
        bytes += weight(&queued.command);
        if bytes > about_bytes && !batch.is_empty() {
            break;
        }
        batch.push(&queued.command);
    }
    batch
}

/// About how many bytes a command has, without writing it.
fn weight(command: &Command) -> usize {
    fn value(of: &Value) -> usize {
        match of {
            Value::String(text) => text.len() + 2,
            Value::Array(items) => items.iter().map(value).sum(),
            Value::Object(fields) => fields.iter().map(|(key, of)| key.len() + 4 + value(of)).sum(),
            _ => 8,
        }
    }
    let edits = command.steps.iter().flat_map(|step| &step.edits);
    400 + edits.map(|(path, edit)| path.len() + 24 + value(&edit.from) + value(&edit.to)).sum::<usize>()
}

/// What home says of a record, with what this machine changed in it and has not heard of yet laid over it. What was
/// changed here stays to be seen here until home has decided.
pub fn rebase<'s>(home: Fields, shape: Shape, pending: impl IntoIterator<Item = &'s Step>) -> Fields {
    let mut fields = home;
    for step in pending {
        for (path, edit) in &step.edits {
            let now = fields.get(path).cloned().unwrap_or_default();
            match field::join(shape.grows(path), &now, edit) {
                Joined::Same => {}
                Joined::Becomes(value) => field::set(&mut fields, path, value),
                Joined::Clash => field::set(&mut fields, path, edit.to.clone()),
            }
        }
    }
    fields
}

/// How many places of a thing this machine may still give out: what home lent, less what home knows to be used, less
/// what was used here and home has not confirmed. A place counted twice for a while is one too few, never one too many.
pub fn left<'q>(lent: Lent, seat: &Seat, queue: impl IntoIterator<Item = &'q Queued>) -> u32 {
    let mut left = lent.left();
    for queued in queue {
        for step in queued.command.steps.iter().filter(|step| step.seat.as_ref() == Some(seat)) {
            if step.verb == GIVE_BACK {
                left = 0;
            } else if queued.receipt.is_none() {
                left = left.saturating_sub(1);
            }
        }
    }
    left
}
