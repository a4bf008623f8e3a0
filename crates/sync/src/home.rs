//! Home takes a command: whether it may come in now, what it writes, and what a person has to decide.

use serde::{Deserialize, Serialize};
use serde_json::Value;
use uuid::Uuid;

use crate::field::{self, Joined, Shape};
use crate::node::GIVE_BACK;
use crate::{Command, Edit, Fields, NotYet, Quarantine, Receipt, Seat, Step};
use domain::escrow::Pool;
use domain::id::{CommandId, NodeId};

/// What home knows before it looks at the records.
#[derive(Debug, Clone, Default)]
pub struct Known {
    /// Digest and receipt of the command of this id, if one came.
    pub seen: Option<([u8; 32], Receipt)>,
    /// Whether the one before it came; true when there is none.
    pub previous: bool,
    /// Whether the machine was given up.
    pub revoked: bool,
}

/// Whether a command may come in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Door {
    /// Its records are to be read and judged.
    Open,
    /// It came before: what was said then.
    Again(Receipt),
    /// It lies aside.
    Aside(Quarantine),
}

/// Decides by what is known of a command's id alone, and by the [`Command::digest`] of what came.
///
/// # Errors
/// [`NotYet`] when another one must come first.
pub fn door(command: &Command, digest: [u8; 32], known: &Known) -> Result<Door, NotYet> {
    if let Some((before, receipt)) = &known.seen {
        // The same bytes are the same command; anything else under its id is kept, beside it.
        let same = *before == digest;
        return Ok(if same { Door::Again(receipt.clone()) } else { Door::Aside(Quarantine::SameId) });
    }
    if let (false, Some(previous)) = (known.previous, command.previous) {
        return Err(NotYet(previous));
    }
    Ok(if known.revoked { Door::Aside(Quarantine::Revoked) } else { Door::Open })
}

/// A field about which two places do not agree. What home had stands until a person decides.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Clash {
    /// Of what kind of thing.
    pub noun: String,
    /// Of which one.
    pub id: Uuid,
    /// Which field.
    pub path: String,
    /// What home says.
    pub home: Value,
    /// What the machine said, in order: whoever went on from their own word said more than one.
    pub theirs: Vec<Said>,
}

/// What was said on a machine.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Said {
    /// In which command, which tells who and when.
    pub command: CommandId,
    /// On which machine.
    pub node: NodeId,
    /// What.
    pub value: Value,
}

/// Everything that judging a command needs and changes, read by whoever calls within one transaction.
pub trait Records {
    /// How the records of a noun are taken apart; `None` for a noun that machines do not write.
    fn shape(&self, noun: &str) -> Option<Shape>;
    /// The record as it is now.
    fn get(&self, noun: &str, id: Uuid) -> Option<Fields>;
    /// The clashes about it that wait for a person.
    fn open_clashes(&self, noun: &str, id: Uuid) -> Vec<Clash>;
    /// The places of a thing.
    fn pool(&self, seat: &Seat) -> Option<Pool>;
    /// Whether two places may make one record of a noun, each without the other: what they say of it is then joined.
    fn meets(&self, _noun: &str) -> bool {
        false
    }
    /// What becomes of a field of which home says `home`, where more is known than the field itself: that something around it has
    /// ended, or that two values mean the same.
    fn weigh(&self, _step: &Step, _path: &str, _home: &Value, _edit: &Edit, joined: Joined) -> Joined {
        joined
    }
}

/// What a command changes.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Outcome {
    /// Records as they are to be: the step that led there, and all of their fields. A record stands here once for each
    /// step that changes it.
    pub writes: Vec<Write>,
    /// Clashes as they are to be, new ones and ones that go on.
    pub clashes: Vec<Clash>,
    /// Pools as they are to be.
    pub pools: Vec<(Seat, Pool)>,
    /// How many fields of this command clash.
    pub clashing: u32,
}

/// One record to be written.
#[derive(Debug, Clone, PartialEq)]
pub struct Write {
    /// Place of the step in the command.
    pub step: usize,
    /// All of its fields.
    pub fields: Fields,
    /// Whether it is new.
    pub fresh: bool,
}

impl Outcome {
    /// What the machine is told.
    pub fn receipt(&self) -> Receipt {
        match self.clashing {
            0 => Receipt::Applied,
            fields => Receipt::Clashed { fields },
        }
    }

    /// The places of a thing as they are by now.
    fn pool(&mut self, seat: &Seat, records: &impl Records) -> Result<&mut Pool, Quarantine> {
        let known = self.pools.iter().position(|(of, _)| of == seat);
        let at = match known {
            Some(at) => at,
            None => {
                self.pools.push((seat.clone(), records.pool(seat).ok_or(Quarantine::UnknownRecord)?));
                self.pools.len() - 1
            }
        };
        self.pools.get_mut(at).map(|(_, pool)| pool).ok_or(Quarantine::UnknownRecord)
    }

    fn latest(&self, command: &Command, noun: &str, id: Uuid) -> Option<&Fields> {
        let of = |write: &&Write| {
            command.steps.get(write.step).is_some_and(|step| step.id == id && step.noun == noun)
        };
        self.writes.iter().rev().find(of).map(|write| &write.fields)
    }
}

/// Judges a command whose door is open against what home holds.
///
/// # Errors
/// Why it must lie aside: then nothing of it is written.
pub fn judge(command: &Command, records: &impl Records) -> Result<Outcome, Quarantine> {
    let mut outcome = Outcome::default();
    for (at, step) in command.steps.iter().enumerate() {
        if let Some(seat) = &step.seat {
            let pool = outcome.pool(seat, records)?;
            if step.verb == GIVE_BACK {
                pool.settle(command.node);
                continue;
            }
            pool.take_by(command.node).map_err(|_| Quarantine::NoSeat)?;
        }
        let shape = records.shape(&step.noun).ok_or(Quarantine::Unreadable)?;
        let now = outcome.latest(command, &step.noun, step.id).cloned();
        let now = now.or_else(|| records.get(&step.noun, step.id));
        match (now, step.base) {
            (None, 0) => {
                let mut fields = Fields::new();
                for (path, edit) in &step.edits {
                    field::set(&mut fields, path, edit.to.clone());
                }
                outcome.writes.push(Write { step: at, fields, fresh: true });
            }
            (None, _) => return Err(Quarantine::UnknownRecord),
            (Some(now), 0) => {
                let says = |(path, edit): (&String, &Edit)| now.get(path) == Some(&edit.to);
                if step.edits.iter().all(says) {
                    continue;
                }
                if !records.meets(&step.noun) {
                    return Err(Quarantine::SameRecord);
                }
                change(command, at, step, (shape, now), records, &mut outcome);
            }
            (Some(now), _) => change(command, at, step, (shape, now), records, &mut outcome),
        }
    }
    Ok(outcome)
}

fn change(
    command: &Command,
    at: usize,
    step: &Step,
    (shape, now): (Shape, Fields),
    records: &impl Records,
    outcome: &mut Outcome,
) {
    let mut fields = now.clone();
    for (path, edit) in &step.edits {
        let home = now.get(path).unwrap_or(&Value::Null);
        let joined = field::join(shape.grows(path), home, edit);
        match records.weigh(step, path, home, edit, joined) {
            Joined::Same => {}
            Joined::Becomes(value) => field::set(&mut fields, path, value),
            Joined::Clash => {
                outcome.clashing += 1;
                let said = Said { command: command.id, node: command.node, value: edit.to.clone() };
                // Whoever goes on from their own word that clashed before adds to that clash; it is no second one.
                let goes_on = |clash: &Clash| {
                    let last = clash.theirs.last();
                    (clash.noun == step.noun && clash.id == step.id && clash.path == *path)
                        && last.is_some_and(|last| last.node == command.node && last.value == edit.from)
                };
                if let Some(clash) = outcome.clashes.iter_mut().find(|clash| goes_on(clash)) {
                    clash.theirs.push(said);
                    continue;
                }
                let open = records.open_clashes(&step.noun, step.id).into_iter().find(goes_on);
                let mut clash = open.unwrap_or_else(|| Clash {
                    noun: step.noun.clone(),
                    id: step.id,
                    path: path.clone(),
                    home: home.clone(),
                    theirs: Vec::new(),
                });
                clash.theirs.push(said);
                outcome.clashes.push(clash);
            }
        }
    }
    if fields != now {
        outcome.writes.push(Write { step: at, fields, fresh: false });
    }
}
