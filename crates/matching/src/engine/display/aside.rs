//! Making room: who is short of openings is shown one that is full already, and somebody who is shown it beside
//! others is shown another one instead, which may push a third aside, and so on until one has room.
//!
//! These are the augmenting paths of Kuhn (1955) over what is known of each person. A planned opening never moves.

use super::Plan;

/// Persons pushed aside for one at most.
const DEEPEST: usize = 12;
/// Times everybody who is short is looked at; later ones find little.
const ROUNDS: usize = 6;

/// Who is shown what, seen from the openings.
pub(super) struct Aside<'a, 'b> {
    plan: &'a mut Plan<'b>,
    /// Who is shown each opening beside the planned one.
    beside: Vec<Vec<u32>>,
    /// Openings looked at in this round.
    seen: Vec<bool>,
}

impl<'a, 'b> Aside<'a, 'b> {
    pub(super) fn new(plan: &'a mut Plan<'b>) -> Self {
        let openings = plan.shown.most.len();
        let mut beside = vec![Vec::new(); openings];
        for (seeker, list) in plan.shown.lists.iter().enumerate() {
            for (opening, _) in &list[usize::from(plan.planned[seeker] != i32::MAX).min(list.len())..] {
                beside[*opening as usize].push(seeker as u32);
            }
        }
        Self { plan, beside, seen: vec![false; openings] }
    }

    /// Gives everybody of these up to `least` openings, as far as others can be pushed aside for it.
    pub(super) fn make_room(&mut self, order: &[u32], least: usize) {
        for _ in 0..ROUNDS {
            let mut found = false;
            self.seen.fill(false);
            for seeker in order.iter().copied() {
                while self.plan.shown.lists[seeker as usize].len() < least && self.give(seeker, 0) {
                    found = true;
                }
            }
            if !found {
                break;
            }
        }
    }

    /// Shows a person one more opening, and whoever must move for it another one.
    fn give(&mut self, seeker: u32, depth: usize) -> bool {
        let at = seeker as usize;
        if let Some(free) = self.plan.best(at, false, true) {
            self.take(seeker, free);
            return true;
        }
        if depth == DEEPEST {
            return false;
        }
        for candidate in 0..self.plan.known[at].len() {
            let opening = self.plan.known[at][candidate].0;
            if std::mem::replace(&mut self.seen[opening as usize], true) {
                continue;
            }
            for other in 0..self.beside[opening as usize].len() {
                let moved = self.beside[opening as usize][other];
                if self.give(moved, depth + 1) {
                    self.leave(moved, opening, other);
                    // The chain may have come by this person and reordered what is known of them.
                    let known = self.plan.known[at].iter().position(|(own, _)| *own == opening);
                    known.into_iter().for_each(|known| self.take(seeker, known));
                    return known.is_some();
                }
            }
        }
        false
    }

    fn take(&mut self, seeker: u32, known: usize) {
        let opening = self.plan.known[seeker as usize][known].0;
        self.plan.take(seeker as usize, known);
        self.beside[opening as usize].push(seeker);
    }

    fn leave(&mut self, seeker: u32, opening: u32, place: usize) {
        self.beside[opening as usize].swap_remove(place);
        let list = &mut self.plan.shown.lists[seeker as usize];
        if let Some(at) = list.iter().position(|(own, _)| *own == opening) {
            let left = list.remove(at);
            self.plan.shown.shown[opening as usize] -= 1;
            self.plan.known[seeker as usize].push(left);
        }
    }
}
