//! Rows about people made safe to give away: what together could point to somebody is told less exactly until at least so many
//! rows look alike (k-anonymity), and until those do not all share one secret, for then it would be told of each (l-diversity). A pure function of the rows; it must not know whose they are.
//!
//! Whoever knows everything of a person that stands in the rows finds at least so many rows that may be theirs.

use std::collections::{HashMap, HashSet};

/// How exactly a row is told: for each of its marks how much of it is left, from whole to nothing.
pub trait Generalise: Clone {
    /// What together could point to somebody.
    type Mark: Clone + Eq + std::hash::Hash;

    /// What must not be learnt of somebody by knowing in which group they stand.
    type Secret: Eq + std::hash::Hash;

    /// How many steps there are from exact (0) to nothing told.
    const STEPS: usize;

    /// The marks at a step; each step tells no more than the one before.
    fn mark(&self, step: usize) -> Self::Mark;

    /// What is secret of it, if anything is known.
    fn secret(&self) -> Option<Self::Secret>;
}

/// What is given away, and what was kept back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Released<R> {
    /// Each row with the step at which it is told.
    pub rows: Vec<(R, usize)>,
    /// Rows kept back because they cannot hide even when nothing is told.
    pub kept_back: usize,
}

/// How many rows look alike, and which secrets they have.
type Group<R> = (usize, HashSet<Option<<R as Generalise>::Secret>>);

/// Tells each row as exactly as `least` alike rows allow.
///
/// A row stays at the first step at which as many rows that are not told yet look like it and differ in what is secret. Those
/// left over at the last step cannot hide among each other: they are kept back.
pub fn release<R: Generalise>(rows: &[R], least: usize) -> Released<R> {
    let mut out = Vec::with_capacity(rows.len());
    let mut left: Vec<&R> = rows.iter().collect();
    for step in 0..R::STEPS {
        let mut alike: HashMap<R::Mark, Group<R>> = HashMap::new();
        for row in &left {
            let group = alike.entry(row.mark(step)).or_default();
            group.0 += 1;
            group.1.insert(row.secret());
        }
        // Where nothing is known of anybody there is nothing to learn.
        let hides =
            |(rows, secrets): &Group<R>| *rows >= least && (secrets.len() > 1 || secrets.contains(&None));
        let (told, rest): (Vec<&R>, Vec<&R>) =
            left.into_iter().partition(|row| alike.get(&row.mark(step)).is_some_and(hides));
        out.extend(told.into_iter().map(|row| (row.clone(), step)));
        left = rest;
    }
    Released { rows: out, kept_back: left.len() }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// A place and an age band; first the age goes, then the place.
    #[derive(Debug, Clone, PartialEq, Eq)]
    struct Row(u8, u8, Option<bool>);

    impl Generalise for Row {
        type Mark = (Option<u8>, Option<u8>);
        const STEPS: usize = 3;

        fn mark(&self, step: usize) -> Self::Mark {
            ((step < 2).then_some(self.0), (step < 1).then_some(self.1))
        }

        type Secret = bool;

        fn secret(&self) -> Option<bool> {
            self.2
        }
    }

    #[test]
    fn a_lone_row_is_told_less_exactly_or_kept_back() {
        let rows: Vec<Row> = [(1, 1), (1, 1), (1, 1), (1, 2), (1, 3), (1, 4), (2, 1)]
            .map(|(place, age)| Row(place, age, None))
            .into();
        let released = release(&rows, 3);
        let steps: Vec<usize> = released.rows.iter().map(|(_, step)| *step).collect();
        assert_eq!((steps, released.kept_back), (vec![0, 0, 0, 1, 1, 1], 1));
        assert_eq!(release(&rows, 1).rows.len(), 7);
        assert_eq!(release(&rows, 8).kept_back, 7);
    }

    #[test]
    fn a_group_that_shares_a_secret_is_told_less_exactly() {
        let same: Vec<Row> = (0..3).map(|_| Row(1, 1, Some(false))).collect();
        assert_eq!(release(&same, 3).kept_back, 3, "all of them left: whoever is among them has");
        let mixed: Vec<Row> = same.iter().cloned().chain([Row(1, 2, Some(true))]).collect();
        let released = release(&mixed, 3);
        assert_eq!(released.rows.iter().map(|(_, step)| *step).collect::<Vec<_>>(), [1, 1, 1, 1]);
    }

    proptest! {
        /// The linkage attempt: of every person, with all marks known, at least so many rows may be theirs.
        #[test]
        fn cr_23_whoever_knows_all_marks_finds_as_many_rows_or_none_of_theirs(
            rows in prop::collection::vec((0u8..4, 0u8..4, prop::option::of(any::<bool>())), 0..60),
            least in 2usize..6,
        ) {
            let rows: Vec<Row> = rows.into_iter().map(|(a, b, c)| Row(a, b, c)).collect();
            let released = release(&rows, least);
            prop_assert_eq!(released.rows.len() + released.kept_back, rows.len());
            for (row, step) in &released.rows {
                let theirs = released.rows.iter().filter(|(other, at)| other.mark(*at) == row.mark(*at));
                prop_assert!(theirs.count() >= least, "{row:?} at {step}");
                let group = released.rows.iter().filter(|(other, at)| at == step && other.mark(*at) == row.mark(*at));
                let secrets: HashSet<Option<bool>> = group.map(|(other, _)| other.secret()).collect();
                prop_assert!(secrets.len() > 1 || secrets.contains(&None), "{row:?} at {step}");
            }
        }
    }
}
