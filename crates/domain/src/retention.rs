//! How long a person's data is kept after the last thing that happened, and when they are told before it is
//! removed. A pure planner: it is given the day and the people, and must not know where anything is stored.
//!
//! The figures are the city's own (`kept_days`, `removal_told_days` of its file). Nobody is removed who was
//! not told so many days before, and a day on which too many would go at once, or that comes too soon or too
//! late after the last one, does nothing until somebody looked.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::id::PersonId;
use crate::reminder::{Reminders, days_after};

/// Days after which the bytes of a file taken in are destroyed, whether its rejected rows were mended or not.
pub const IMPORT_DAYS: i32 = 30;

/// Of a hundred people the most that may be removed on one day without being asked.
const MOST_PERCENT: usize = 1;
/// So few may always be removed: one per cent of a small city is nobody.
const ALWAYS: usize = 10;

/// A person as far as keeping them goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Kept {
    /// Who.
    pub person: PersonId,
    /// Day of the last thing that happened with them.
    pub last_active: Date,
    /// Day on which somebody was asked to tell them that they will be removed; `None` while nobody was.
    pub asked_on: Option<Date>,
    /// Day on which they were told, or the letter was posted; `None` while they were not.
    pub told_on: Option<Date>,
    /// Whether something still runs that needs them: a registration, a referral, an account of staff.
    pub held: bool,
}

impl Kept {
    /// What is known of the same person under another id: what happened with one of them happened with the person.
    pub fn join(&mut self, other: &Self) {
        self.last_active = self.last_active.max(other.last_active);
        self.asked_on = self.asked_on.max(other.asked_on);
        self.told_on = self.told_on.max(other.told_on);
        self.held |= other.held;
    }
}

/// What is to be done on a day.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Plan {
    /// To be told that they will be removed.
    pub tell: Vec<PersonId>,
    /// To be removed.
    pub remove: Vec<PersonId>,
    /// Why nothing was removed, and somebody must look.
    pub stopped: Option<Stopped>,
}

/// Why a plan stops and asks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "why", rename_all = "snake_case")]
pub enum Stopped {
    /// More than one in a hundred would go on one day.
    TooMany {
        /// How many.
        people: usize,
    },
    /// The clock did not go on by a day since the last run.
    ClockJumped {
        /// By how many days.
        days: i32,
    },
}

/// Whom to tell and whom to remove on `today`. `last_run` is the day of the run before; `agreed` says that
/// somebody looked at a plan that stopped.
pub fn plan(people: &[Kept], clocks: &Reminders, today: Date, last_run: Option<Date>, agreed: bool) -> Plan {
    let mut plan = Plan::default();
    let told_from = clocks.kept_days.saturating_sub(clocks.removal_told_days);
    for kept in people.iter().filter(|kept| !kept.held) {
        // A word given before the last activity was about an earlier silence.
        let Some(asked) = kept.asked_on.filter(|asked| *asked >= kept.last_active) else {
            if days_after(kept.last_active, told_from) <= today {
                plan.tell.push(kept.person);
            }
            continue;
        };
        // Until they are told nothing begins to run: a call that nobody made removes nobody.
        match kept.told_on.filter(|told| *told >= asked) {
            None => {}
            Some(told) => {
                let due = days_after(kept.last_active, clocks.kept_days)
                    .max(days_after(told, clocks.removal_told_days));
                if due <= today {
                    plan.remove.push(kept.person);
                }
            }
        }
    }
    if agreed {
        return plan;
    }
    let jump = last_run.map_or(1, |last| days_between(last, today));
    plan.stopped = if !(0..=2).contains(&jump) {
        Some(Stopped::ClockJumped { days: jump })
    } else if plan.remove.len() > (people.len() * MOST_PERCENT / 100).max(ALWAYS) {
        Some(Stopped::TooMany { people: plan.remove.len() })
    } else {
        None
    };
    if plan.stopped.is_some() {
        plan.tell.clear();
        plan.remove.clear();
    }
    plan
}

fn days_between(from: Date, to: Date) -> i32 {
    from.until(to).map_or(i32::MAX, |span| span.get_days())
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use jiff::civil::date;
    use uuid::Uuid;

    use super::*;

    fn person(n: u128) -> PersonId {
        PersonId(Uuid::from_u128(n))
    }

    /// The next of a fixed row of numbers.
    fn draw(state: &mut u64) -> u64 {
        *state ^= *state << 13;
        *state ^= *state >> 7;
        *state ^= *state << 17;
        *state
    }

    /// Ten thousand lives over five years, every second day: some come back after they were told, some on the
    /// last day, some are held by an account.
    #[test]
    fn nothing_outlives_its_period_and_nothing_goes_early() {
        let clocks = Reminders::default();
        let start = date(2016, 1, 1);
        let mut seed = 0x9e37_79b9_7f4a_7c15_u64;
        let mut lives: Vec<(Kept, Vec<Date>)> = (0..10_000)
            .map(|n| {
                let mut active: Vec<Date> = (0..=draw(&mut seed) % 4)
                    .map(|_| days_after(start, i32::try_from(draw(&mut seed) % 1_000).unwrap()))
                    .collect();
                active.sort_unstable();
                let held = draw(&mut seed).is_multiple_of(50);
                (
                    Kept { person: person(n), last_active: active[0], asked_on: None, told_on: None, held },
                    active,
                )
            })
            .collect();
        // Nobody can be told before.
        let first = days_after(start, clocks.kept_days - clocks.removal_told_days - 1);
        let (mut removed, mut told, mut day, mut last) = (0, 0, first, None);
        while day < days_after(start, 1_900) {
            for (kept, active) in &mut lives {
                kept.last_active =
                    active.iter().copied().filter(|at| *at <= day).max().unwrap_or(kept.last_active);
            }
            let people: Vec<Kept> =
                lives.iter().map(|(kept, _)| *kept).filter(|kept| kept.last_active <= day).collect();
            let mut due = plan(&people, &clocks, day, last, false);
            if let Some(Stopped::TooMany { people: many }) = due.stopped {
                // Towards the end few are left; somebody looks and agrees.
                assert!(many * 100 > people.len(), "{many} of {} on {day}", people.len());
                due = plan(&people, &clocks, day, last, true);
            }
            assert_eq!(due.stopped, None, "{day}");
            let tell: BTreeSet<PersonId> = due.tell.into_iter().collect();
            let remove: BTreeSet<PersonId> = due.remove.into_iter().collect();
            for (kept, _) in &mut lives {
                if tell.contains(&kept.person) {
                    (kept.asked_on, kept.told_on) = (Some(day), Some(day));
                    told += 1;
                }
            }
            lives.retain(|(kept, _)| {
                let silence = days_between(kept.last_active, day);
                if remove.contains(&kept.person) {
                    removed += 1;
                    let notice = kept.told_on.map(|told| days_between(told, day));
                    assert!(silence >= clocks.kept_days, "{kept:?} went early on {day}");
                    assert!(notice >= Some(clocks.removal_told_days), "{kept:?} was not told in time");
                    return false;
                }
                assert!(kept.held || silence <= clocks.kept_days + 5, "{kept:?} is still there on {day}");
                true
            });
            last = Some(day);
            day = days_after(day, 2);
        }
        assert!(removed > 9_000 && told >= removed, "{removed} removed, {told} told");
        assert!(lives.iter().all(|(kept, _)| kept.held), "only whoever is held stays");
    }

    #[test]
    fn too_many_at_once_or_a_jump_of_the_clock_stops_and_asks() {
        let clocks = Reminders::default();
        let today = date(2026, 3, 1);
        let old = |n| Kept {
            person: person(n),
            last_active: date(2020, 1, 1),
            asked_on: Some(date(2021, 1, 1)),
            told_on: Some(date(2021, 1, 1)),
            held: false,
        };
        let fresh =
            |n| Kept { person: person(n), last_active: today, asked_on: None, told_on: None, held: false };
        let people: Vec<Kept> = (0..21).map(old).chain((21..2_000).map(fresh)).collect();
        let yesterday = Some(days_after(today, -1));
        let stopped = plan(&people, &clocks, today, yesterday, false);
        assert_eq!(stopped.stopped, Some(Stopped::TooMany { people: 21 }));
        assert!(stopped.remove.is_empty());
        assert_eq!(plan(&people, &clocks, today, yesterday, true).remove.len(), 21);
        let few: Vec<Kept> = people[11..].to_vec();
        assert_eq!(plan(&few, &clocks, today, yesterday, false).remove.len(), 10);
        for days in [-1, 3, 400] {
            let jumped = plan(&few, &clocks, today, Some(days_after(today, -days)), false);
            assert_eq!(jumped.stopped, Some(Stopped::ClockJumped { days }));
        }
    }

    #[test]
    fn the_days_of_notice_begin_when_they_are_told_and_not_before() {
        let clocks = Reminders::default();
        let asked = date(2022, 1, 1);
        let untold = Kept {
            person: person(1),
            last_active: date(2020, 1, 1),
            asked_on: Some(asked),
            told_on: None,
            held: false,
        };
        let at = |kept: Kept, day: Date| {
            let plan = plan(&[kept], &clocks, day, None, false);
            (plan.tell.len(), plan.remove.len())
        };
        assert_eq!(at(untold, days_after(asked, 500)), (0, 0), "nobody made the call");
        let told = days_after(asked, 490);
        let kept = Kept { told_on: Some(told), ..untold };
        assert_eq!(at(kept, days_after(told, clocks.removal_told_days - 1)), (0, 0));
        assert_eq!(at(kept, days_after(told, clocks.removal_told_days)), (0, 1));
        let before = Kept { told_on: Some(days_after(asked, -1)), ..untold };
        assert_eq!(at(before, days_after(asked, 500)), (0, 0), "that was about an earlier silence");
    }

    #[test]
    fn whoever_comes_back_is_told_again_before_they_go() {
        let clocks = Reminders::default();
        let kept = Kept {
            person: person(1),
            last_active: date(2020, 1, 1),
            asked_on: Some(date(2019, 12, 1)),
            told_on: Some(date(2019, 12, 1)),
            held: false,
        };
        let day = days_after(kept.last_active, 800);
        let plan = plan(&[kept], &clocks, day, None, false);
        assert_eq!((plan.tell, plan.remove), (vec![kept.person], vec![]));
    }
}
