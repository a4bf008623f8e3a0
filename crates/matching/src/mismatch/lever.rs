//! Which family of conditions keeps how many apart: the flow with every set of families eased, and what
//! each is worth on average over all orders of easing them (Shapley, "A Value for n-Person Games", 1953).
//!
//! The values are whole numbers over 7!, and sum to all that easing everything would place. It must not know
//! which family an office can ease.

use strum::{EnumIter, IntoEnumIterator};

use super::edges::Hindrances;
use super::flow::{Allowed, Flow, Network};
use crate::constraint::ConstraintKind;

/// Conditions that are eased together.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, strum::Display, strum::EnumString, EnumIter,
)]
#[strum(serialize_all = "snake_case")]
pub enum Family {
    /// Areas and the way to work.
    Place,
    /// Pay.
    Pay,
    /// Days, hours of the day, hours a week.
    Time,
    /// Employment types.
    EmploymentType,
    /// Licences.
    Licence,
    /// Experience.
    Experience,
    /// Schooling.
    Schooling,
}

/// How many families there are.
pub const FAMILIES: usize = 7;
/// How many sets of families there are.
pub const SUBSETS: usize = 1 << FAMILIES;
/// 7!: the denominator of [`Levers::shapley`].
pub const ORDERS: i64 = 5_040;

impl Family {
    /// All of them in order.
    pub fn all() -> impl Iterator<Item = Self> {
        Self::iter()
    }

    /// The conditions.
    pub fn hindrances(self) -> Hindrances {
        use ConstraintKind as C;
        match self {
            Self::Place => Hindrances::PLACE,
            Self::Pay => Hindrances::of(&[C::Wage]),
            Self::Time => Hindrances::of(&[C::Days, C::Hours, C::WeeklyHours]),
            Self::EmploymentType => Hindrances::of(&[C::EmploymentType]),
            Self::Licence => Hindrances::of(&[C::Licence]),
            Self::Experience => Hindrances::of(&[C::Experience]),
            Self::Schooling => Hindrances::of(&[C::Education]),
        }
    }
}

/// What easing brings.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Levers {
    /// How many can be placed with each set of families eased; bit n of the place is family n of [`Family::all`].
    pub placed: [u64; SUBSETS],
    /// What each family is worth in persons placed, in 5,040ths. They sum to `5040 * (placed[127] - placed[0])`.
    pub shapley: [i64; FAMILIES],
}

/// The hindrances of a set of families. Whoever was told of nothing is told.
fn eased(set: usize) -> Hindrances {
    let families = Family::all().enumerate().filter(|(n, _)| set & (1 << n) != 0);
    families.fold(Hindrances::UNTOLD, |all, (_, family)| all.and(family.hindrances()))
}

/// Eases every set of families. Each flow grows out of the one without the set's last family.
pub fn levers(network: &Network<'_>) -> Levers {
    let mut placed = [0u64; SUBSETS];
    let allowed = |set: usize| {
        let eased = eased(set);
        Allowed::where_(move |hindrances| hindrances.within(eased))
    };
    let mut flow = Flow::new(network);
    flow.grow(&allowed(0));
    placed[0] = flow.placed();
    // Sets to solve with the flow of the set without their last family.
    let mut waiting: Vec<(usize, Flow<'_>)> = vec![(0, flow)];
    while let Some((set, flow)) = waiting.pop() {
        let last = (usize::BITS - set.leading_zeros()) as usize;
        for family in last..FAMILIES {
            let with = set | 1 << family;
            let mut wider = flow.clone();
            wider.grow(&allowed(with));
            placed[with] = wider.placed();
            if family + 1 < FAMILIES {
                waiting.push((with, wider));
            }
        }
    }
    Levers { placed, shapley: shapley(&placed) }
}

/// The Shapley values of what sets are worth, in 5,040ths: over all sets without the family, what it adds, times the
/// orders in which just these come before it. Worth over 2^40 counts as 2^40.
pub fn shapley(worth: &[u64; SUBSETS]) -> [i64; FAMILIES] {
    /// `n! (6 - n)!`: orders in which a given n come first and the other 6 - n after.
    const ORDERS_WITH: [i64; FAMILIES] = [720, 120, 48, 36, 48, 120, 720];
    let worth_of = |set: usize| worth[set].min(1 << 40) as i64;
    std::array::from_fn(|family| {
        let without = (0..SUBSETS).filter(|set| set & (1 << family) == 0);
        without
            .map(|set| {
                let before = (set as u32).count_ones() as usize;
                ORDERS_WITH[before] * (worth_of(set | 1 << family) - worth_of(set))
            })
            .sum()
    })
}
