//! In which order people who came are called: whoever booked goes first from their time on, numbers fill the rest in the order
//! in which they came. It must not know who they are.

use super::{Interview, State, Way};

/// Who waits at a booth, the next first, at so many minutes after midnight.
pub fn queue(all: &[Interview], booth: u16, now_min: u16) -> Vec<&Interview> {
    let mut waiting: Vec<_> = all
        .iter()
        .filter(|one| one.booth == booth)
        .filter_map(|one| {
            let State::Arrived { at } = one.state else { return None };
            let turn = match one.way {
                Way::Booked { slot_min } if slot_min <= now_min => (0, slot_min),
                Way::WalkIn { .. } => (1, 0),
                Way::Booked { slot_min } => (2, slot_min),
            };
            Some(((turn, at, one.ticket(), one.id), one))
        })
        .collect();
    waiting.sort_by_key(|(turn, _)| *turn);
    waiting.into_iter().map(|(_, one)| one).collect()
}
