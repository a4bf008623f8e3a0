//! A number with exactly one grade and one unit. Two grades cannot be added: it does not compile.
//!
//! ```
//! use domain::counting::{Events, Figure, Filled};
//! let both = Figure::<Filled, Events>::new(2) + Figure::new(3);
//! assert_eq!(both.value(), 5);
//! ```
//! A promise is no result:
//! ```compile_fail
//! use domain::counting::{Events, Figure, Filled, Pledged};
//! let wrong = Figure::<Filled, Events>::new(2) + Figure::<Pledged, Events>::new(3);
//! ```
//! Days are not people (CR-12):
//! ```compile_fail
//! use domain::counting::{Figure, Filled, PersonDays, Persons};
//! let wrong = Figure::<Filled, Persons>::new(2) + Figure::<Filled, PersonDays>::new(3);
//! ```
//! Contributions of several bodies are not added (CR-01):
//! ```compile_fail
//! use domain::counting::Contributed;
//! let wrong = Contributed(2) + Contributed(3);
//! ```

use std::iter::Sum;
use std::marker::PhantomData;
use std::ops::Add;

use serde::Serialize;

words! {
    /// A grade as a word, for pages and files.
    pub enum GradeName {
        /// What a model says (추정).
        Estimated,
        /// What somebody promised (약정).
        Pledged,
        /// A vacancy that can be applied for (구인).
        Open,
        /// With evidence E1 or E2 (충족·확인).
        Filled,
        /// Told, with E3 only (주장).
        Claimed,
        /// Still there after some months (유지).
        Retained,
    }
}

words! {
    /// A unit as a word.
    pub enum UnitName {
        /// Unique people (명, 실인원).
        Persons,
        /// Job events (건).
        Events,
        /// Days worked (인일, 연인원).
        PersonDays,
        /// Won (원).
        Won,
        /// Places in a training (석).
        Seats,
        /// Facilities (개소).
        Facilities,
        /// Vacant places (자리).
        Vacancies,
    }
}

mod sealed {
    pub trait Sealed {}
}

/// The grade of a figure.
pub trait Grade: sealed::Sealed + Copy {
    /// Its word.
    const NAME: GradeName;
}

/// The unit of a figure.
pub trait Unit: sealed::Sealed + Copy {
    /// Its word.
    const NAME: UnitName;
}

macro_rules! markers {
    ($trait:ident, $names:ident: $($name:ident),+) => {$(
        #[doc = concat!("Marks a figure as `", stringify!($name), "`.")]
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
        pub struct $name;
        impl sealed::Sealed for $name {}
        impl $trait for $name {
            const NAME: $names = $names::$name;
        }
    )+};
}
markers!(Grade, GradeName: Estimated, Pledged, Open, Filled, Claimed, Retained);
markers!(Unit, UnitName: Persons, Events, PersonDays, Won, Seats, Facilities, Vacancies);

/// A number of one grade and one unit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub struct Figure<G, U> {
    value: i64,
    kind: PhantomData<(G, U)>,
}

impl<G: Grade, U: Unit> Figure<G, U> {
    /// A number of this grade and unit.
    pub fn new(value: i64) -> Self {
        Self { value, kind: PhantomData }
    }

    /// The bare number, for writing it down beside its grade and unit.
    pub fn value(self) -> i64 {
        self.value
    }

    /// Its grade's word.
    pub fn grade(self) -> GradeName {
        G::NAME
    }

    /// Its unit's word.
    pub fn unit(self) -> UnitName {
        U::NAME
    }
}

impl<G: Grade, U: Unit> Add for Figure<G, U> {
    type Output = Self;

    fn add(self, other: Self) -> Self {
        Self::new(self.value + other.value)
    }
}

impl<G: Grade, U: Unit> Sum for Figure<G, U> {
    fn sum<I: Iterator<Item = Self>>(figures: I) -> Self {
        figures.fold(Self::new(0), Add::add)
    }
}

/// In how many events a body had a part. It has no sum: one event has many contributors (CR-01).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default, Serialize)]
pub struct Contributed(pub i64);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_figure_tells_its_grade_and_unit() {
        let days = Figure::<Filled, PersonDays>::new(1_520);
        assert_eq!((days.grade(), days.unit()), (GradeName::Filled, UnitName::PersonDays));
        assert_eq!([days, days].into_iter().sum::<Figure<_, _>>().value(), 3_040);
    }

    #[test]
    fn cr_12_person_days_are_no_persons() {
        assert_ne!(Figure::<Filled, PersonDays>::new(1).unit(), UnitName::Persons);
    }
}
