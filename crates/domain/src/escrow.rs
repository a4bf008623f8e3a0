//! Places set aside for a machine that leaves (escrow), so that what is given out where there is no network is
//! never given out twice. The heads of an opening are such places, and the seats of a programme are.
//!
//! What is set aside counts as gone at home until it is handed back in order, or the machine is given up by a
//! person: no clock hands anything back, since a clock out there may be years off.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::id::NodeId;
use crate::message::Message;

/// What one machine was given along.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Lent {
    /// Places it may give out.
    pub granted: u32,
    /// Places that it has, as far as home knows.
    pub used: u32,
}

impl Lent {
    /// Places it may still give out.
    pub fn left(self) -> u32 {
        self.granted.saturating_sub(self.used)
    }
}

/// The places of one thing. It holds at every time: those taken and those lent out and not yet used are together no
/// more than there are.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Pool {
    /// How many there are.
    pub capacity: u32,
    /// How many were given out, at home and elsewhere.
    pub taken: u32,
    /// What each machine was given along.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub lent: BTreeMap<NodeId, Lent>,
}

impl Pool {
    /// A pool of which nothing is gone.
    pub fn of(capacity: u32) -> Self {
        Self { capacity, ..Self::default() }
    }

    /// Places that are with machines and were not used.
    pub fn out(&self) -> u32 {
        self.lent.values().fold(0, |sum, lent| sum.saturating_add(lent.left()))
    }

    /// Places that may be given out at home, or lent.
    pub fn free(&self) -> u32 {
        self.capacity.saturating_sub(self.taken.saturating_add(self.out()))
    }

    /// Lends a machine this many more.
    ///
    /// # Errors
    /// `escrow-too-many` with how many are free.
    pub fn lend(&mut self, node: NodeId, count: u32) -> Result<(), Message> {
        if count > self.free() {
            return Err(Message::new("escrow-too-many").with("wanted", count).with("free", self.free()));
        }
        self.lent.entry(node).or_default().granted += count;
        Ok(())
    }

    /// Gives one out at home.
    ///
    /// # Errors
    /// `escrow-none-left` when all are taken, or with machines.
    pub fn take(&mut self) -> Result<(), Message> {
        if self.free() == 0 {
            return Err(none_left(self.out()));
        }
        self.taken += 1;
        Ok(())
    }

    /// Enters one that a machine gave out: from what it was lent, else from what is free.
    ///
    /// # Errors
    /// `escrow-none-left` when it was lent none that is left and none is free.
    pub fn take_by(&mut self, node: NodeId) -> Result<(), Message> {
        let free = self.free();
        match self.lent.get_mut(&node).filter(|lent| lent.left() > 0) {
            Some(lent) => lent.used += 1,
            None if free > 0 => {}
            None => return Err(none_left(self.out())),
        }
        self.taken += 1;
        Ok(())
    }

    /// Undoes one that was given out: the place is free at home, wherever it was given out.
    pub fn undo(&mut self) {
        self.taken = self.taken.saturating_sub(1);
    }

    /// Takes back what a machine did not use: it said so itself after everything else that it did, or a person gave it up.
    pub fn settle(&mut self, node: NodeId) -> u32 {
        self.lent.remove(&node).map_or(0, Lent::left)
    }

    /// Changes how many there are.
    ///
    /// # Errors
    /// `escrow-capacity-below` with how many are taken or with machines.
    pub fn resize(&mut self, capacity: u32) -> Result<(), Message> {
        let held = self.taken.saturating_add(self.out());
        if capacity < held {
            return Err(Message::new("escrow-capacity-below").with("held", held).with("out", self.out()));
        }
        self.capacity = capacity;
        Ok(())
    }
}

fn none_left(out: u32) -> Message {
    Message::new("escrow-none-left").with("out", out)
}
