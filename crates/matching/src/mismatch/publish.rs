//! The gap board as it may be published: no count of a few persons is in it, nor can one be worked out from
//! what is (CR-23).
//!
//! Rows and columns are first hidden one by one as everywhere (`cr_23_suppress`). In a table with sums on two
//! sides that is not enough, so each small count is then attacked: all hidden numbers are varied at once,
//! as far as every printed sum allows, and more is hidden until the small count could as well be no small one.
//! It must not know what rows and columns mean. One table of the same people may be published so; two that
//! cut them differently may tell by comparison what neither tells alone.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BinaryHeap};

use domain::counting::cr_23_suppress;

use super::board::{Cell, Line};
use super::split::MismatchKind;

/// The columns of the board.
pub const KINDS: [MismatchKind; 5] = [
    MismatchKind::Placeable,
    MismatchKind::Frictional,
    MismatchKind::Structural,
    MismatchKind::DemandShortage,
    MismatchKind::TooLittleKnown,
];

/// A table with its sums, without what must not be told.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Published {
    /// By row, then column.
    pub cells: Vec<Vec<Option<u64>>>,
    /// Sum of each row.
    pub rows: Vec<Option<u64>>,
    /// Sum of each column.
    pub columns: Vec<Option<u64>>,
    /// Sum of all.
    pub total: Option<u64>,
}

/// A line of the board as published.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PublishedLine {
    /// Which.
    pub cell: Cell,
    /// Seekers by [`KINDS`].
    pub kinds: [Option<u64>; 5],
    /// All seekers.
    pub seekers: Option<u64>,
    /// The class, where its count is told too: which of two hidden numbers is the greater tells of both.
    pub class: Option<MismatchKind>,
    /// Openings with free heads; they are public.
    pub openings: u64,
    /// Free heads.
    pub heads: u64,
}

/// The board without counts of under `least` persons, with the sums of its columns and of all.
pub fn publish_board(lines: &[Line], least: u64) -> (Vec<PublishedLine>, Published) {
    let counts: Vec<Vec<u64>> =
        lines.iter().map(|line| KINDS.iter().map(|kind| line.of(*kind)).collect()).collect();
    let table = publish(&counts, least);
    let told = lines.iter().zip(&table.cells).zip(&table.rows).map(|((line, row), seekers)| {
        let kinds: [Option<u64>; 5] = std::array::from_fn(|n| row.get(n).copied().flatten());
        let is_told = |class: &MismatchKind| {
            KINDS.iter().zip(kinds).any(|(kind, count)| kind == class && count.is_some())
        };
        PublishedLine {
            cell: line.cell.clone(),
            kinds,
            seekers: *seekers,
            class: line.class().filter(is_told),
            openings: line.openings,
            heads: line.heads,
        }
    });
    (told.collect(), table)
}

/// What the board tells of a district.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct District<D> {
    /// Which.
    pub key: D,
    /// Everybody whom the board counts there, printed or not.
    pub people: u64,
    /// By [`KINDS`], what is printed of them.
    pub printed: [u64; KINDS.len()],
}

/// Takes back words of places until those that are left tell nothing of a few. A word says that its place holds `least` people
/// of its class, hence two rules. What is printed of the district's class must account for all of its words: else they would
/// say how many stand in hidden cells, and what is left for others. And where some place holds a few, the district must have
/// room for `least` people there too: else the words of the others would tell that it has not.
pub fn spare_words<D: Ord>(
    told: &mut [PublishedLine],
    lines: &[Line],
    district: &dyn Fn(&Cell) -> Option<District<D>>,
    least: u64,
) {
    let mut of: BTreeMap<D, (u64, [u64; KINDS.len()], Vec<usize>)> = BTreeMap::new();
    for (at, line) in lines.iter().enumerate() {
        if let Some(District { key, people, printed }) = district(&line.cell) {
            of.entry(key).or_insert((people, printed, Vec::new())).2.push(at);
        }
    }
    for (people, printed, mut places) in of.into_values() {
        places.sort_by_key(|at| Reverse(lines[*at].all_seekers()));
        for (kind, printed) in KINDS.into_iter().zip(printed) {
            let of_kind = places.iter().filter(|at| told[**at].class == Some(kind));
            let beyond: Vec<usize> = of_kind.skip((printed / least.max(1)) as usize).copied().collect();
            beyond.into_iter().for_each(|at| told[at].class = None);
        }
        let (mut worded, rest): (Vec<usize>, Vec<usize>) =
            places.into_iter().partition(|at| told[*at].class.is_some());
        let few = rest.iter().any(|at| (1..least).contains(&lines[*at].all_seekers()));
        while few && people < least.saturating_mul(worded.len() as u64 + 1) {
            let Some(at) = worded.pop() else { break };
            told[at].class = None;
        }
    }
}

/// Hides counts of 1 to `least` - 1 and whatever would tell them. Nought is told, except where all must be hidden. Rows
/// shorter than the longest are filled up with noughts.
pub fn publish(rows: &[Vec<u64>], least: u64) -> Published {
    let mut grid = Grid::new(rows);
    let small: Vec<usize> =
        (0..grid.value.len()).filter(|at| grid.value[*at] > 0 && grid.value[*at] < least).collect();
    grid.hide_by_line(least);
    small.iter().for_each(|at| grid.hide(*at));
    // What is hidden later only loosens what was: each small count needs to be made safe once.
    let safe = small.into_iter().all(|at| grid.make_safe(at, least));
    grid.told(!safe)
}

/// The table with its sums as one more row and column.
struct Grid {
    height: usize,
    width: usize,
    value: Vec<u64>,
    hidden: Vec<bool>,
    /// The hidden numbers at each node, as they were hidden.
    hidden_at: Vec<Vec<usize>>,
}

impl Grid {
    fn new(rows: &[Vec<u64>]) -> Self {
        let columns = rows.iter().map(Vec::len).max().unwrap_or(0);
        let (height, width) = (rows.len() + 1, columns + 1);
        let mut value = vec![0u64; height * width];
        for (row, counts) in rows.iter().enumerate() {
            for (column, count) in counts.iter().enumerate() {
                for at in [(row, column), (row, columns), (rows.len(), column), (rows.len(), columns)] {
                    let sum = &mut value[at.0 * width + at.1];
                    *sum = sum.saturating_add(*count);
                }
            }
        }
        let hidden_at = vec![Vec::new(); height + width];
        Self { height, width, hidden: vec![false; value.len()], value, hidden_at }
    }

    fn row(&self, row: usize) -> impl Iterator<Item = usize> + use<> {
        let from = row * self.width;
        from..from + self.width
    }

    fn column(&self, column: usize) -> impl Iterator<Item = usize> + use<> {
        (0..self.height).map({
            let width = self.width;
            move |row| row * width + column
        })
    }

    /// Each row and each column by itself, those of sums too; the last of each is its sum.
    fn hide_by_line(&mut self, least: u64) {
        let least = i64::try_from(least).unwrap_or(i64::MAX);
        let rows = (0..self.height).map(|row| self.row(row).collect::<Vec<_>>());
        let columns = (0..self.width).map(|column| self.column(column).collect::<Vec<_>>());
        let lines: Vec<Vec<usize>> = rows.chain(columns).collect();
        for line in lines {
            let parts = &line[..line.len() - 1];
            let value = |at: &usize| i64::try_from(self.value[*at]).unwrap_or(i64::MAX);
            let shown = cr_23_suppress(&parts.iter().map(value).collect::<Vec<_>>(), least);
            // Where a line hides even its noughts its sum must go, which the attack below finds by itself.
            let hides = parts.iter().zip(shown).filter(|(at, shown)| shown.is_none() && self.value[**at] > 0);
            let hides: Vec<usize> = hides.map(|(at, _)| *at).collect();
            hides.into_iter().for_each(|at| self.hide(at));
        }
    }

    fn hide(&mut self, at: usize) {
        if !std::mem::replace(&mut self.hidden[at], true) {
            let (from, to) = self.ends(at);
            self.hidden_at[from].push(at);
            self.hidden_at[to].push(at);
        }
    }

    /// The two ends of a number as the pipe of a circulation: rows, then columns, then the sum of rows and of columns.
    /// What flows into a row (its sum) flows out by its cells into the columns, and by their sums together.
    fn ends(&self, at: usize) -> (usize, usize) {
        let (row, column) = (at / self.width, at % self.width);
        let (rows, columns) = (self.height - 1, self.width - 1);
        let (by_rows, by_columns) = (rows + columns, rows + columns + 1);
        match (row == rows, column == columns) {
            (false, false) => (row, rows + column),
            (false, true) => (by_rows, row),
            (true, false) => (rows + column, by_columns),
            (true, true) => (by_columns, by_rows),
        }
    }

    /// Varies the hidden numbers along cycles until that at `at` is as great as `least`, for all that the printed numbers
    /// say and that whatever is hidden is at least 1. Where it cannot be, hides what lets it. False where nothing does.
    fn make_safe(&mut self, at: usize, least: u64) -> bool {
        let mut made: Vec<(usize, bool)> = Vec::new();
        let mut safe = true;
        while safe && self.value[at] < least {
            let cycle = self.cycle(at, false).or_else(|| self.cycle(at, true));
            safe = cycle.is_some();
            for (step, up) in cycle.into_iter().flatten().chain(safe.then_some((at, true))) {
                self.hide(step);
                self.vary(step, up);
                made.push((step, up));
            }
        }
        made.into_iter().rev().for_each(|(step, up)| self.vary(step, !up));
        safe
    }

    fn vary(&mut self, at: usize, up: bool) {
        self.value[at] = if up { self.value[at] + 1 } else { self.value[at] - 1 };
    }

    /// The numbers that can go up or down by one to let that at `at` go up by one: hidden ones, and when `hiding` also
    /// such as are still told, as few persons in them as possible.
    fn cycle(&self, at: usize, hiding: bool) -> Option<Vec<(usize, bool)>> {
        let (to, from) = self.ends(at);
        let mut came: Vec<Option<(usize, usize, bool)>> = vec![None; self.height + self.width];
        let mut cost = vec![u64::MAX; came.len()];
        cost[from] = 0;
        let mut queue = BinaryHeap::from([Reverse((0_u64, from))]);
        while let Some(Reverse((paid, node))) = queue.pop() {
            if node == to {
                let (mut node, mut steps) = (node, Vec::new());
                while let Some((before, step, up)) = came[node] {
                    steps.push((step, up));
                    node = before;
                }
                return Some(steps);
            }
            let told = if hiding { self.line(node) } else { Vec::new() };
            let told = told.into_iter().filter(|step| !self.hidden[*step] && self.value[*step] > 0);
            for step in self.hidden_at[node].iter().copied().chain(told).filter(|step| *step != at) {
                let (tail, head) = self.ends(step);
                let up = tail == node;
                let next = if up { head } else { tail };
                let price = if self.hidden[step] { 0 } else { self.value[step] };
                let pays = paid.saturating_add(price);
                if pays < cost[next] && (up || self.value[step] > 1) {
                    cost[next] = pays;
                    came[next] = Some((node, step, up));
                    queue.push(Reverse((pays, next)));
                }
            }
        }
        None
    }

    /// The numbers at a node: a row or column with its sum; at the last two the sums of rows, or of columns, with the
    /// sum of all.
    fn line(&self, node: usize) -> Vec<usize> {
        let (rows, columns) = (self.height - 1, self.width - 1);
        match node {
            row if row < rows => self.row(row).collect(),
            column if column < rows + columns => self.column(column - rows).collect(),
            node if node == rows + columns => self.column(columns).collect(),
            _ => self.row(rows).collect(),
        }
    }

    fn told(&self, nothing: bool) -> Published {
        let told = |at: usize| (!nothing && !self.hidden[at]).then_some(self.value[at]);
        let (rows, columns) = (self.height - 1, self.width - 1);
        let line = |row: usize| (0..columns).map(|column| told(row * self.width + column)).collect();
        Published {
            cells: (0..rows).map(line).collect(),
            rows: (0..rows).map(|row| told(row * self.width + columns)).collect(),
            columns: line(rows),
            total: told(rows * self.width + columns),
        }
    }
}
