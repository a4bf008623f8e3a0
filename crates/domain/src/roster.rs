//! People who worked some days for a project or an event: one sheet of one agency or building site. People and days are
//! told apart and neither is ever shown in the other's unit (CR-12); all of it is short-term work (R8) and moves no other figure.
//!
//! A worker is known here by a keyed hash only, so that one who stands on two sheets is one person.

use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::counting::{
    Attendance, Claimed, Figure, Filled, FullTime, PersonDays, Persons, cr_19_attendance, rounded,
};
use crate::id::{OrganisationId, ProjectId, RosterId};
use crate::message::Message;
use crate::person::looks_like_resident_number;

/// A sheet.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Roster {
    /// Its id.
    pub id: RosterId,
    /// Of which project or event.
    pub project: ProjectId,
    /// The body that handed it in.
    pub organisation: Option<OrganisationId>,
    /// The agency, or the firm on the site.
    pub employer: String,
    /// First day it speaks of.
    pub from: Date,
    /// Last day.
    pub until: Date,
    /// How attendance was taken.
    pub attendance: Taken,
    /// Who worked, and how long.
    pub workers: Vec<Worker>,
    /// When it was taken back, and why.
    pub withdrawn: Option<(Timestamp, String)>,
    /// Rises by one with every accepted change.
    pub version: i64,
    /// When it was handed in.
    pub created_at: Timestamp,
}

words! {
    /// How attendance was taken (CR-19).
    pub enum Taken {
        /// By card, terminal or telephone.
        Electronic,
        /// By a roster that a supervisor signed day by day.
        Signed,
        /// By a roster alone.
        Roster,
    }
}

/// Somebody who worked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Worker {
    /// Keyed hash of name, birth date and the end of the telephone number; says nothing to anybody without the key.
    pub key: String,
    /// Whether they live in the city.
    pub resident: bool,
    /// Days worked.
    pub days: i64,
}

/// What rosters add up to. Days are no people (CR-12).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Worked {
    /// Different people (실인원) with attendance that counts.
    pub persons: Figure<Filled, Persons>,
    /// Their days (인·일).
    pub days: Figure<Filled, PersonDays>,
    /// Those of them who live in the city.
    pub resident_persons: Figure<Filled, Persons>,
    /// Their days.
    pub resident_days: Figure<Filled, PersonDays>,
    /// Different people known from rosters alone (CR-19).
    pub claimed_persons: Figure<Claimed, Persons>,
    /// Their days.
    pub claimed_days: Figure<Claimed, PersonDays>,
}

impl Roster {
    /// What must be so before it may be saved.
    ///
    /// # Errors
    /// `roster-period`; `roster-empty`; `roster-days` for a worker with no day, or with more than the period has.
    pub fn check(&self) -> Result<(), Message> {
        if self.until < self.from {
            return Err(Message::new("roster-period").with("day", self.from.to_string()));
        }
        if self.workers.is_empty() {
            return Err(Message::new("roster-empty"));
        }
        let most = i64::from((self.until - self.from).get_days()) + 1;
        match self.workers.iter().position(|worker| !(1..=most).contains(&worker.days)) {
            Some(at) => Err(Message::new("roster-days").with("row", at + 1).with("most", most)),
            None => Ok(()),
        }
    }

    /// Whether another that stands says the same of a part of the same days: the same people with the same days each.
    pub fn repeats(&self, other: &Self) -> bool {
        let said = |roster: &Self| -> BTreeMap<String, i64> {
            roster.workers.iter().map(|worker| (worker.key.clone(), worker.days)).collect()
        };
        let meets = self.from <= other.until && other.from <= self.until;
        other.withdrawn.is_none() && self.project == other.project && meets && said(self) == said(other)
    }

    /// Takes it back, with the reason; it stays to be read and adds up to nothing.
    ///
    /// # Errors
    /// `roster-withdrawn` for one that is taken back already; `roster-why`.
    pub fn withdraw(self, why: &str, now: Timestamp) -> Result<Self, Message> {
        let why = why.trim();
        if self.withdrawn.is_some() {
            return Err(Message::new("roster-withdrawn"));
        }
        if why.is_empty() || looks_like_resident_number(why) {
            return Err(Message::new("roster-why"));
        }
        Ok(Self { withdrawn: Some((now, why.to_owned())), ..self })
    }

    /// Whether its attendance counts (CR-19).
    fn counts(&self) -> bool {
        self.attendance.counts(self.until)
    }

    /// Whether it tells already that somebody worked on a day, by attendance that counts no less than another: one person
    /// has one day on one day, however often they came.
    pub fn tells_of(&self, worker: &str, day: Date, taken: Taken) -> bool {
        self.withdrawn.is_none()
            && (self.from, self.until) == (day, day)
            && (self.counts() || !taken.counts(day))
            && self.workers.iter().any(|one| one.key == worker)
    }
}

impl Taken {
    /// Whether attendance taken so counts (CR-19).
    fn counts(self, until: Date) -> bool {
        let attendance = match self {
            Self::Electronic => Attendance::Electronic,
            Self::Signed => Attendance::Signed { on: until },
            Self::Roster => Attendance::Roster,
        };
        cr_19_attendance(attendance, until).is_none()
    }
}

/// What the rosters of a project add up to: a person who stands on several is one (CR-03), their days are added.
pub fn worked(rosters: &[Roster]) -> Worked {
    added(&rosters.iter().collect::<Vec<_>>())
}

/// The same of the sheets of any project that begin in a span of days, with the projects: what stands beside the ledger,
/// which knows none of these people, and is never added to it.
pub fn worked_in(rosters: &[Roster], (first, last): (Date, Date)) -> (Worked, BTreeSet<ProjectId>) {
    let begins = |roster: &&Roster| roster.withdrawn.is_none() && (first..=last).contains(&roster.from);
    let those: Vec<&Roster> = rosters.iter().filter(begins).collect();
    (added(&those), those.iter().map(|roster| roster.project).collect())
}

fn added(rosters: &[&Roster]) -> Worked {
    let live = || rosters.iter().filter(|roster| roster.withdrawn.is_none());
    let of = |counts: bool| {
        let mut people: BTreeMap<&str, (bool, i64)> = BTreeMap::new();
        for worker in live().filter(|roster| roster.counts() == counts).flat_map(|roster| &roster.workers) {
            let known = people.entry(&worker.key).or_default();
            *known = (known.0 || worker.resident, known.1 + worker.days);
        }
        people
    };
    let (filled, claimed) = (of(true), of(false));
    let sum = |people: &BTreeMap<&str, (bool, i64)>, at_home: bool| -> (i64, i64) {
        let those = people.values().filter(|(resident, _)| *resident || !at_home);
        those.fold((0, 0), |(n, days), (_, more)| (n + 1, days + more))
    };
    let ((persons, days), (resident_persons, resident_days)) = (sum(&filled, false), sum(&filled, true));
    let (claimed_persons, claimed_days) = sum(&claimed, false);
    Worked {
        persons: Figure::new(persons),
        days: Figure::new(days),
        resident_persons: Figure::new(resident_persons),
        resident_days: Figure::new(resident_days),
        claimed_persons: Figure::new(claimed_persons),
        claimed_days: Figure::new(claimed_days),
    }
}

impl Worked {
    /// The full-time equivalent of the days; information only (CR-09).
    pub fn full_time(&self, full_year_days: i64) -> FullTime {
        FullTime::of_days(self.days.value(), full_year_days)
    }

    /// Residents among the people, in tenths of a percent; `None` without people.
    pub fn resident_share(&self) -> Option<i64> {
        tenths(self.resident_persons.value(), self.persons.value())
    }

    /// Residents' part of the days, in tenths of a percent.
    pub fn resident_days_share(&self) -> Option<i64> {
        tenths(self.resident_days.value(), self.days.value())
    }
}

/// People and days of rosters as they stand beside the ledger's results, in whatever place.
pub fn beside_the_ledger(persons: i64, days: i64) -> Message {
    Message::new("rosters-beside-ledger").with("persons", persons).with("days", days)
}

fn tenths(part: i64, whole: i64) -> Option<i64> {
    (whole > 0).then(|| rounded(part * 1_000, whole))
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;
    use proptest::prelude::*;

    use super::*;

    fn roster(workers: Vec<(u32, bool, i64)>, attendance: Taken) -> Roster {
        let workers =
            workers.into_iter().map(|(key, resident, days)| Worker { key: key.to_string(), resident, days });
        Roster {
            id: RosterId(uuid::Uuid::nil()),
            project: ProjectId(uuid::Uuid::nil()),
            organisation: None,
            employer: "시험 건설".to_owned(),
            from: date(2016, 5, 1),
            until: date(2016, 5, 31),
            attendance,
            workers: workers.collect(),
            withdrawn: None,
            version: 1,
            created_at: Timestamp::UNIX_EPOCH,
        }
    }

    /// So many workers with so many days together, as evenly as may be.
    fn spread(from: u32, people: i64, days: i64, resident: bool) -> Vec<(u32, bool, i64)> {
        (0..people)
            .map(|nth| (from + nth as u32, resident, days / people + i64::from(nth < days % people)))
            .collect()
    }

    #[test]
    fn cr_12_an_event_has_people_and_days_and_they_differ() {
        let worked = worked(&[roster(spread(0, 320, 1_520, true), Taken::Electronic)]);
        assert_eq!((worked.persons.value(), worked.days.value()), (320, 1_520));
        assert_eq!(worked.full_time(250).shown(), "6.1");
    }

    #[test]
    fn a_site_has_a_share_of_residents_by_people_and_by_days() {
        let mut rows = spread(0, 142, 2_786, true);
        rows.extend(spread(1_000, 270, 8_083 - 2_786, false));
        let worked = worked(&[roster(rows, Taken::Signed)]);
        assert_eq!((worked.persons.value(), worked.resident_persons.value()), (412, 142));
        assert_eq!((worked.resident_share(), worked.resident_days_share()), (Some(345), Some(345)));
    }

    #[test]
    fn cr_19_a_roster_alone_is_a_claim_and_one_taken_back_is_nothing() {
        let alone = roster(spread(0, 5, 10, true), Taken::Roster);
        let gone = Roster {
            withdrawn: Some((Timestamp::UNIX_EPOCH, "중복".to_owned())),
            ..roster(spread(0, 9, 9, true), Taken::Electronic)
        };
        let worked = worked(&[alone, gone]);
        assert_eq!(
            (worked.persons.value(), worked.claimed_persons.value(), worked.claimed_days.value()),
            (0, 5, 10)
        );
        assert_eq!(worked.resident_share(), None);
    }

    #[test]
    fn the_same_people_and_days_of_the_same_time_are_one_sheet() {
        let may = roster(vec![(1, true, 3), (2, true, 5)], Taken::Signed);
        let turned = roster(vec![(2, false, 5), (1, true, 3)], Taken::Electronic);
        assert!(turned.repeats(&may), "in another order, and by another evidence");
        assert!(!roster(vec![(1, true, 3), (2, true, 6)], Taken::Signed).repeats(&may));
        let june = Roster { from: date(2016, 6, 1), until: date(2016, 6, 30), ..may.clone() };
        assert!(!june.repeats(&may), "another month");
        let gone = Roster { withdrawn: Some((Timestamp::UNIX_EPOCH, "중복".to_owned())), ..may.clone() };
        assert!(!may.repeats(&gone));
    }

    #[test]
    fn a_day_that_the_period_does_not_have_is_refused_with_its_row() {
        let check = |days| roster(vec![(1, true, 3), (2, true, days)], Taken::Signed).check();
        assert_eq!(check(31), Ok(()));
        for wrong in [0, 32] {
            assert_eq!(
                check(wrong),
                Err(Message::new("roster-days").with("row", 2usize).with("most", 31i64))
            );
        }
        assert!(roster(vec![], Taken::Signed).check().is_err());
    }

    proptest! {
        #[test]
        fn cr_03_sheets_in_any_order_and_cut_give_the_same_people(rows in prop::collection::vec((0u32..30, any::<bool>(), 1i64..31), 1..60), cut in 0usize..60) {
            let whole = worked(&[roster(rows.clone(), Taken::Signed)]);
            let (first, second) = rows.split_at(cut.min(rows.len()));
            let parts = [roster(second.to_vec(), Taken::Signed), roster(first.to_vec(), Taken::Signed)];
            prop_assert_eq!(worked(&parts), whole);
            let different: std::collections::BTreeSet<u32> = rows.iter().map(|row| row.0).collect();
            prop_assert_eq!(whole.persons.value(), different.len() as i64);
            prop_assert_eq!(whole.days.value(), rows.iter().map(|row| row.2).sum::<i64>());
        }
    }
}
