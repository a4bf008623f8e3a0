//! An allocation carried over any interleaving of changes proves itself as one made anew does.

use matching::engine::{
    Allocation, Columns, NONE, OpeningIndex, Origin, SeekerIndex, Shape, Terms, certify, reallocate,
};
use proptest::prelude::*;

use crate::engine_allocation::{best_sum, run};
use crate::engine_market::market;

#[derive(Debug, Clone, Copy)]
enum Change {
    AddOpening(usize),
    EditOpening(usize, usize),
    CloseOpening(usize),
    AddSeeker(usize),
    EditSeeker(usize, usize),
    RemoveSeeker(usize),
    Restart,
}

fn change() -> impl Strategy<Value = Change> {
    let n = 0usize..1_000;
    prop_oneof![
        3 => n.clone().prop_map(Change::AddOpening),
        2 => (n.clone(), n.clone()).prop_map(|(at, from)| Change::EditOpening(at, from)),
        3 => n.clone().prop_map(Change::CloseOpening),
        3 => n.clone().prop_map(Change::AddSeeker),
        2 => (n.clone(), n.clone()).prop_map(|(at, from)| Change::EditSeeker(at, from)),
        3 => n.prop_map(Change::RemoveSeeker),
        2 => Just(Change::Restart),
    ]
}

/// A market, what was allocated last, and where its rows stood then.
struct Story {
    columns: Columns,
    allocation: Allocation,
    origin: Origin,
    spare: Columns,
}

impl Story {
    fn begin(shape: Shape, people: usize, places: usize, seed: u64) -> Self {
        let columns = market(shape, people, places, seed);
        let allocation = run(&columns, &Terms { known: 4, ..Terms::default() });
        let mut story =
            Self { columns, allocation, origin: Origin::default(), spare: market(shape, 90, 90, seed + 1) };
        story.all_stands();
        story
    }

    fn all_stands(&mut self) {
        let rows = |len: usize| (0..len as u32).collect();
        self.origin =
            Origin { seekers: rows(self.columns.seekers.len()), openings: rows(self.columns.openings.len()) };
    }

    /// Leaves a row out of a side, as a file of today does that no longer names it.
    fn without(&self, seeker: Option<usize>, opening: Option<usize>) -> (Columns, Origin) {
        let mut columns =
            Columns { tree: self.columns.tree.clone(), skills: self.columns.skills, ..Columns::default() };
        let mut origin = Origin::default();
        for at in (0..self.columns.seekers.len()).filter(|at| Some(*at) != seeker) {
            columns.seekers.push(self.columns.seekers.row(at));
            origin.seekers.push(self.origin.seekers[at]);
        }
        for at in (0..self.columns.openings.len()).filter(|at| Some(*at) != opening) {
            columns.openings.push(self.columns.openings.row(at));
            origin.openings.push(self.origin.openings[at]);
        }
        (columns, origin)
    }

    fn apply(&mut self, change: Change) {
        let (people, places) = (self.columns.seekers.len(), self.columns.openings.len());
        match change {
            Change::AddOpening(from) => {
                self.columns.openings.push(self.spare.openings.row(from % 90));
                self.origin.openings.push(NONE);
            }
            Change::EditOpening(at, from) if places > 0 => {
                self.columns.openings.set(at % places, self.spare.openings.row(from % 90));
                self.origin.openings[at % places] = NONE;
            }
            Change::CloseOpening(at) if places > 0 => {
                (self.columns, self.origin) = self.without(None, Some(at % places));
            }
            Change::AddSeeker(from) => {
                self.columns.seekers.push(self.spare.seekers.row(from % 90));
                self.origin.seekers.push(NONE);
            }
            Change::EditSeeker(at, from) if people > 0 => {
                self.columns.seekers.set(at % people, self.spare.seekers.row(from % 90));
                self.origin.seekers[at % people] = NONE;
            }
            Change::RemoveSeeker(at) if people > 0 => {
                (self.columns, self.origin) = self.without(Some(at % people), None);
            }
            Change::Restart => self.restart(),
            _ => {}
        }
    }

    fn restart(&mut self) {
        let (openings, seekers) = (OpeningIndex::build(&self.columns), SeekerIndex::build(&self.columns));
        let terms = Terms { known: 4, ..Terms::default() };
        self.allocation =
            reallocate(&self.columns, &openings, &seekers, &self.allocation, &self.origin, &terms);
        self.all_stands();
        let proof = certify(&self.columns, &self.allocation, true, 1).unwrap();
        let best = best_sum(&self.columns);
        let people = self.columns.seekers.len() as i64;
        assert!(proof.dual() >= best && best >= proof.primal, "{best} {proof:?}");
        assert!(proof.dual() - proof.primal <= people, "{proof:?}");
        assert!(best - proof.primal <= self.allocation.filled as i64, "{best} {proof:?}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(40))]
    #[test]
    fn what_is_carried_over_proves_itself(
        seed in 0u64..50, shape in 0usize..4, scarce in any::<bool>(),
        changes in prop::collection::vec(change(), 0..60)
    ) {
        let shape = [Shape::City, Shape::OneOccupation, Shape::Ties, Shape::OneSeat][shape];
        let (people, places) = if scarce { (60, 12) } else { (30, 40) };
        let mut story = Story::begin(shape, people, places, seed);
        changes.into_iter().for_each(|change| story.apply(change));
        story.restart();
    }
}

#[test]
fn nothing_changed_changes_nothing_and_strange_origins_begin_anew() {
    let mut story = Story::begin(Shape::City, 300, 80, 4);
    let before = story.allocation.clone();
    story.restart();
    assert_eq!(
        (&before.opening_of, before.utility),
        (&story.allocation.opening_of, story.allocation.utility)
    );
    assert_eq!(story.allocation.bids, 0);
    story.origin.seekers.pop();
    story.restart();
    assert_eq!(before.opening_of, story.allocation.opening_of);
    assert_eq!(before.bids, story.allocation.bids);
}

#[test]
fn a_few_changes_cost_a_few_bids() {
    let mut story = Story::begin(Shape::City, 4_000, 2_000, 8);
    let cold = story.allocation.bids;
    for at in 0..20 {
        story.apply(Change::AddOpening(at));
        story.apply(Change::CloseOpening(at * 37));
        story.apply(Change::RemoveSeeker(at * 91));
        story.apply(Change::AddSeeker(at));
    }
    let (openings, seekers) = (OpeningIndex::build(&story.columns), SeekerIndex::build(&story.columns));
    let terms = Terms::default();
    let warm = reallocate(&story.columns, &openings, &seekers, &story.allocation, &story.origin, &terms);
    let proof = certify(&story.columns, &warm, true, 2).unwrap();
    assert!(proof.dual() - proof.primal <= warm.filled as i64 + 20, "{proof:?}");
    assert!(warm.bids * 10 < cold, "{} bids beside {cold}", warm.bids);
}
