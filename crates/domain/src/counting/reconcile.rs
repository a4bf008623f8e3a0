//! The two bases side by side: units as the disclosure form counts them, and the people confirmed behind
//! them. Between the two stands what makes them differ; neither holds a claim, an estimate or a promise.

use super::{Claimed, Class, Events, Figure, Figures, Filled, Persons};

/// A class on both bases.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Reconciled {
    /// Which class.
    pub class: Class,
    /// Units of the disclosure form: results with evidence.
    pub units: Figure<Filled, Events>,
    /// Of these, further results of somebody who has one already (CR-03, CR-10).
    pub repeated: i64,
    /// Different people with evidence. People are not added over classes: one may be in several.
    pub persons: Figure<Filled, Persons>,
    /// Results by word only, beside both.
    pub claimed: Figure<Claimed, Events>,
}

/// Every class of the form on both bases. Short work stands in a unit of its own (CR-12) and investment is no result.
pub fn reconcile(figures: &Figures) -> Vec<Reconciled> {
    let classes = [Class::R1, Class::R2, Class::R3, Class::R4, Class::R5, Class::R6];
    let lines = classes.into_iter().filter_map(|class| Some((class, figures.classes.get(&class)?)));
    lines
        .map(|(class, line)| Reconciled {
            class,
            units: line.filled,
            repeated: line.filled.value() - line.filled_persons.value(),
            persons: line.filled_persons,
            claimed: line.claimed,
        })
        .collect()
}

/// The sum that the form asks for: units over its classes. Of people there is none.
pub fn disclosed(lines: &[Reconciled]) -> Figure<Filled, Events> {
    lines.iter().map(|line| line.units).sum()
}
