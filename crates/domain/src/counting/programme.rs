//! Rules over plain inputs: agreements (CR-14), attendance (CR-19), and sums by the disclosure scheme (V3, V4).

use std::collections::BTreeMap;

use jiff::civil::Date;

use super::terms::rounded;
use super::{Events, Figure, Filled, Pledged, Reason, Rule};
use crate::message::Message;

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
