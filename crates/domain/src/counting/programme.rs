//! Rules whose nouns come later, over plain inputs: public jobs (CR-10), trainings (CR-11), agreements
//! (CR-14), attendance (CR-19), and the two bases of the disclosure scheme, side by side (V3, V4).

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;

use super::terms::rounded;
use super::{Events, Figure, Filled, PersonMonths, Persons, Pledged, Reason, Rule};
use crate::message::Message;

/// One person's part in one stage (단계) of public works.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stage<P> {
    /// Who.
    pub person: P,
    /// Of which household, if known.
    pub household: Option<u64>,
    /// Which stage, counted on through the years.
    pub stage: u32,
    /// Months worked in it.
    pub months: u32,
}

/// CR-10: public jobs are unique people and person-months; several stages of one person are one person.
pub fn cr_10_direct_jobs<P: Ord + Clone>(
    stages: &[Stage<P>],
) -> (Figure<Filled, Persons>, Figure<Filled, PersonMonths>) {
    let people: BTreeSet<&P> = stages.iter().map(|stage| &stage.person).collect();
    let months = stages.iter().map(|stage| i64::from(stage.months)).sum();
    (Figure::new(people.len() as i64), Figure::new(months))
}

/// CR-10: whether a person may take part in a stage: not after so many in a row, and one of a household.
pub fn cr_10_may_take_part<P: Ord + Clone>(
    before: &[Stage<P>],
    wanted: &Stage<P>,
    most_in_a_row: u32,
) -> Option<Reason> {
    let taken: BTreeSet<u32> =
        before.iter().filter(|known| known.person == wanted.person).map(|known| known.stage).collect();
    let in_a_row = (1..=wanted.stage).take_while(|back| taken.contains(&(wanted.stage - back))).count();
    if in_a_row >= most_in_a_row as usize {
        return Some(Reason::new(Rule::Cr10, Message::new("stages-in-a-row").with("most", most_in_a_row)));
    }
    let housemate = before.iter().any(|known| {
        known.stage == wanted.stage
            && known.person != wanted.person
            && known.household.is_some()
            && known.household == wanted.household
    });
    housemate.then(|| Reason::new(Rule::Cr10, Message::new("one-per-household")))
}

/// CR-11: completers are no jobs; of those who completed, how many were insured after 3 and 6 months, in
/// tenths of a percent. `None` when nobody completed (national state D, 수료자 없음).
pub fn cr_11_completion_rate(
    completed: Figure<Filled, Persons>,
    insured: Figure<Filled, Persons>,
) -> Option<i64> {
    (completed.value() > 0).then(|| rounded(insured.value() * 1_000, completed.value()))
}

/// CR-14: of the jobs of an agreement, what still is a promise: those confirmed have become results of
/// their own and leave it, never below none.
pub fn cr_14_still_pledged(
    pledged: Figure<Pledged, Events>,
    confirmed: Figure<Filled, Events>,
) -> Figure<Pledged, Events> {
    Figure::new((pledged.value() - confirmed.value()).max(0))
}

/// How the attendance of a paid programme is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Attendance {
    /// By card, terminal or telephone (전자).
    Electronic,
    /// A roster signed by somebody who supervised that day.
    Signed {
        /// The day of the signature.
        on: Date,
    },
    /// A roster by hand alone.
    Roster,
}

/// CR-19: attendance of a paid programme is electronic, or signed by a supervisor on that day; wages were
/// paid to people abroad and in hospital.
pub fn cr_19_attendance(attendance: Attendance, day: Date) -> Option<Reason> {
    match attendance {
        Attendance::Electronic => None,
        Attendance::Signed { on } if on == day => None,
        _ => Some(Reason::new(Rule::Cr19, Message::new("attendance-unsupported"))),
    }
}

/// A sum by the disclosure scheme (공시 기준): its own units, added as the ministry's form demands. It is
/// no [`Figure`]: nothing of it can be added to confirmed people.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Disclosed {
    /// Category and number.
    pub parts: BTreeMap<String, i64>,
}

impl Disclosed {
    /// The form's total.
    pub fn total(&self) -> i64 {
        self.parts.values().sum()
    }

    /// The total as tenths of a percent of a target; `None` without a target.
    pub fn achieved(&self, target: i64) -> Option<i64> {
        (target > 0).then(|| rounded(self.total() * 1_000, target))
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    fn stage(person: u32, household: u64, stage: u32) -> Stage<u32> {
        Stage { person, household: Some(household), stage, months: 4 }
    }

    #[test]
    fn cr_10_three_stages_are_one_person() {
        let stages = [stage(1, 1, 1), stage(1, 1, 2), stage(1, 1, 3), stage(2, 2, 3)];
        let (people, months) = cr_10_direct_jobs(&stages);
        assert_eq!((people.value(), months.value()), (2, 16));
        assert!(cr_10_may_take_part(&stages, &stage(1, 1, 4), 3).is_some());
        assert_eq!(cr_10_may_take_part(&stages, &stage(1, 1, 5), 3), None);
        assert!(cr_10_may_take_part(&stages, &stage(3, 2, 3), 3).is_some());
        assert_eq!(cr_10_may_take_part(&stages, &stage(3, 3, 3), 3), None);
    }

    #[test]
    fn cr_11_completions_are_measured_not_counted() {
        assert_eq!(cr_11_completion_rate(Figure::new(569), Figure::new(275)), Some(483));
        assert_eq!(cr_11_completion_rate(Figure::new(0), Figure::new(0)), None);
    }

    #[test]
    fn cr_14_a_promise_shrinks_by_what_was_kept() {
        assert_eq!(cr_14_still_pledged(Figure::new(300), Figure::new(80)).value(), 220);
        assert_eq!(cr_14_still_pledged(Figure::new(300), Figure::new(310)).value(), 0);
    }

    #[test]
    fn cr_19_a_hand_roster_alone_is_refused() {
        let day = date(2016, 5, 2);
        assert_eq!(cr_19_attendance(Attendance::Electronic, day), None);
        assert_eq!(cr_19_attendance(Attendance::Signed { on: day }, day), None);
        assert!(cr_19_attendance(Attendance::Signed { on: date(2016, 5, 31) }, day).is_some());
        assert_eq!(cr_19_attendance(Attendance::Roster, day).unwrap().rule, Rule::Cr19);
    }

    fn disclosed(parts: &[(&str, i64)]) -> Disclosed {
        Disclosed { parts: parts.iter().map(|(name, n)| ((*name).to_owned(), *n)).collect() }
    }

    #[test]
    fn v3_government_and_private_parts_of_a_target() {
        let sum = disclosed(&[("정부부문", 10_809), ("민간부문", 2_075)]);
        assert_eq!((sum.total(), sum.achieved(14_342)), (12_884, Some(898)));
        assert_eq!(sum.achieved(0), None);
    }

    #[test]
    fn v4_seven_categories_of_the_form() {
        let parts = [22_584, 182, 203, 3_518, 267, 1_800, 526];
        let names = ["직접일자리", "훈련", "고용장려금", "고용서비스", "창업", "지원고용", "인프라"];
        let sum = disclosed(&names.into_iter().zip(parts).collect::<Vec<_>>());
        // No function leads from here to people: the other basis is counted from the ledger or not at all.
        assert_eq!(sum.total(), 29_080);
    }
}
