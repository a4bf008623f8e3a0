//! Who works with whom (연결): dealings between two bodies joined into one tie each, with how many and when last. A tie on which
//! nothing happened for half a year is dead until something does. It must not know where dealings come from.

use std::collections::BTreeMap;

use jiff::ToSpan;
use jiff::civil::Date;

use crate::id::OrganisationId;

/// Days without anything after which a tie is dead.
pub const DEAD_DAYS: i64 = 180;

words! {
    /// In which way two bodies have to do with each other.
    pub enum Way {
        /// One asked the other for something.
        Request,
        /// Both signed an agreement.
        Mou,
        /// Both sat in a meeting of one of them.
        Meeting,
        /// What one brought to a meeting the other has to do.
        Decision,
        /// One found a lead from a project of the other.
        Lead,
        /// One visited a firm that the other looks after.
        Visit,
        /// One knows somebody of the other.
        Contact,
    }
}

/// One dealing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Dealing {
    /// The bodies; in either order.
    pub between: (OrganisationId, OrganisationId),
    /// In which way.
    pub way: Way,
    /// On which day.
    pub on: Date,
}

/// Everything between two bodies.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tie {
    /// The bodies, the smaller id first.
    pub between: (OrganisationId, OrganisationId),
    /// How many dealings of each way.
    pub ways: BTreeMap<Way, usize>,
    /// When last.
    pub last_on: Date,
}

impl Tie {
    /// How many dealings in all.
    pub fn count(&self) -> usize {
        self.ways.values().sum()
    }

    /// Whether nothing happened for so long that it is dead.
    pub fn is_dead(&self, today: Date) -> bool {
        is_silent(Some(self.last_on), today)
    }

    /// Whether a body is one of the two.
    pub fn touches(&self, body: OrganisationId) -> bool {
        self.between.0 == body || self.between.1 == body
    }
}

/// Whether somebody last heard of on a day, or never, is silent by now.
pub fn is_silent(last_on: Option<Date>, today: Date) -> bool {
    last_on.is_none_or(|on| on.saturating_add(DEAD_DAYS.days()) <= today)
}

/// The ties of dealings, each pair once, in order of the pairs. A body has no tie with itself; what lies ahead has not
/// happened.
pub fn ties(dealings: impl IntoIterator<Item = Dealing>, today: Date) -> Vec<Tie> {
    let mut found = BTreeMap::<(OrganisationId, OrganisationId), Tie>::new();
    for dealing in dealings {
        let (a, b) = dealing.between;
        if a == b || dealing.on > today {
            continue;
        }
        let between = (a.min(b), a.max(b));
        let blank = || Tie { between, ways: BTreeMap::new(), last_on: dealing.on };
        let tie = found.entry(between).or_insert_with(blank);
        *tie.ways.entry(dealing.way).or_default() += 1;
        tie.last_on = tie.last_on.max(dealing.on);
    }
    found.into_values().collect()
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;
    use uuid::Uuid;

    use super::*;

    fn dealing(a: u128, b: u128, way: Way, on: Date) -> Dealing {
        let body = |n| OrganisationId(Uuid::from_u128(n));
        Dealing { between: (body(a), body(b)), way, on }
    }

    #[test]
    fn dealings_of_two_bodies_are_one_tie_whoever_began() {
        let today = date(2016, 5, 2);
        let all = [
            dealing(1, 2, Way::Request, date(2016, 3, 2)),
            dealing(2, 1, Way::Meeting, date(2016, 4, 7)),
            dealing(2, 1, Way::Meeting, date(2016, 1, 7)),
            dealing(3, 3, Way::Contact, date(2016, 4, 7)),
            dealing(1, 3, Way::Mou, date(2016, 6, 1)),
        ];
        let [tie] = &ties(all, today)[..] else { panic!("one tie") };
        assert_eq!((tie.count(), tie.last_on), (3, date(2016, 4, 7)));
        assert_eq!(tie.ways, [(Way::Request, 1), (Way::Meeting, 2)].into());
        let backwards = all.into_iter().rev();
        assert_eq!(ties(backwards, today)[0], *tie, "in whatever order they are told");
    }

    #[test]
    fn half_a_year_without_anything_is_dead() {
        let today = date(2016, 5, 2);
        let last = |days: i64| Some(today.saturating_add((-days).days()));
        assert!(!is_silent(last(179), today));
        assert!(is_silent(last(180), today) && is_silent(None, today));
    }
}
