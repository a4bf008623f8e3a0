//! What must hold once all is settled, counted by tokens without asking the rules.

use std::collections::{BTreeSet, HashMap};

use serde_json::Value;
use sync::Command;
use sync::node::GIVE_BACK;
use uuid::Uuid;

use super::{Tally, World};

impl World {
    /// What must hold once all is settled.
    ///
    /// # Errors
    /// What does not.
    pub(crate) fn check(&mut self) -> Result<Tally, String> {
        let home = &self.home;
        // What lies aside was never home's; the machine still shows its own.
        let aside: BTreeSet<Uuid> = home.aside.iter().flat_map(|c| c.steps.iter().map(|s| s.id)).collect();
        for node in &self.nodes {
            if let Some(queued) = node.disk.queue.iter().find(|queued| queued.receipt.is_none()) {
                return Err(format!("the queue is stuck at {}", queued.command.id));
            }
            let mut own = node.disk.records.iter().filter(|(key, _)| !aside.contains(&key.1));
            let mut homes = home.records.iter().filter(|(key, _)| !aside.contains(&key.1));
            if !own.by_ref().eq(homes.by_ref()) {
                return Err("a machine and home differ".to_owned());
            }
        }
        // Where each token ended up.
        let mut places: HashMap<String, usize> = HashMap::new();
        let mut seen = |value: &Value| {
            for token in value.as_array().map_or(vec![value], |list| list.iter().collect()) {
                if let Some(token) = token.as_str() {
                    *places.entry(token.to_owned()).or_default() += 1;
                }
            }
        };
        for ((_, path), values) in &home.history {
            if path == "notes" {
                // A list that grows: its last state has everything, each once.
                values.last().into_iter().for_each(&mut seen);
            } else {
                values.iter().for_each(&mut seen);
            }
        }
        for (clash, _) in &home.clashes {
            clash.theirs.iter().for_each(|said| seen(&said.value));
        }
        for command in &home.aside {
            for edit in command.steps.iter().flat_map(|step| step.edits.iter()) {
                if edit.0 == "notes" {
                    edit.1.to.as_array().and_then(|list| list.last()).into_iter().for_each(&mut seen);
                } else {
                    seen(&edit.1.to);
                }
            }
        }
        for command in self.told.values() {
            for (path, edit) in command.steps.iter().flat_map(|step| step.edits.iter()) {
                let token = match path.as_str() {
                    "notes" => edit.to.as_array().and_then(|list| list.last()).cloned().unwrap_or_default(),
                    _ => edit.to.clone(),
                };
                let times = token.as_str().and_then(|token| places.get(token)).copied().unwrap_or(0);
                if times != 1 {
                    return Err(format!("{path} {token} of {} is there {times} times", command.id));
                }
            }
        }
        // Nothing was written over by somebody who had not seen it.
        for ((_, path), values) in home.history.iter().filter(|((_, path), _)| path != "notes") {
            for pair in values.windows(2) {
                if self.parent.get(pair[1].as_str().unwrap_or_default()) != Some(&pair[0]) {
                    return Err(format!("{path}: {} was written over unseen by {}", pair[0], pair[1]));
                }
            }
        }
        // A clash is one only between words that did not know of each other.
        for (clash, _) in &home.clashes {
            let mut saw = clash.theirs[0].value.clone();
            while let Some(before) = saw.as_str().and_then(|token| self.parent.get(token)) {
                if *before == clash.home {
                    return Err(format!("{} clashes with what its writer saw", clash.path));
                }
                saw = before.clone();
            }
        }
        for (seat, pool) in &home.pools {
            if pool.taken > pool.capacity || pool.taken + pool.out() > pool.capacity {
                return Err(format!("{}: {} of {} places given out", seat.id, pool.taken, pool.capacity));
            }
            self.tally.hires += pool.taken as usize;
        }
        let hires = |c: &&Command| c.steps.iter().any(|s| s.seat.is_some() && s.verb != GIVE_BACK);
        let given = self.told.values().filter(hires).count()
            - home.aside.iter().filter(hires).count().min(self.told.len());
        if given > self.tally.hires {
            return Err(format!("{given} places were said to be given, {} are", self.tally.hires));
        }
        self.tally.clashes = home.clashes.len();
        self.tally.aside = home.aside.len();
        Ok(self.tally)
    }
}
