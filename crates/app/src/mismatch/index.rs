//! The index of a count: from what is printed of it alone, by work, by place and by wage band. It must not know who asks.

use std::collections::BTreeMap;

use domain::area::AreaCode;
use domain::occupation::OccupationCode;
use matching::mismatch::board::Cell;
use matching::mismatch::printed::{self, BANDS, Bands, Index, Printed};
use matching::mismatch::publish::{Published, PublishedLine};
use matching::mismatch::seed::SplitMix64;

use super::count::on_board;
use super::ground::Vacant;
use crate::pool::Looking;

/// Where a wage band ends, in per cent of what a full month pays at least.
const ENDS: [i64; BANDS - 1] = [120, 150, 200];

/// Each cell of the board by wage band.
pub(super) type Banded = BTreeMap<Cell, Bands>;

/// Everybody by what they want at least, and heads by what they pay.
pub(super) fn bands(cells: &[Cell], people: &[Looking], vacant: &[Vacant], floor_won: i64) -> Banded {
    let band = |won: i64| ENDS.iter().filter(|end| won * 100 >= floor_won * **end).count();
    let mut out = Banded::new();
    for (cell, person) in cells.iter().zip(people) {
        let bands = out.entry(cell.clone()).or_default();
        match person.candidate.least_won_monthly() {
            Some(won) => bands.known[band(won)].seekers += 1,
            None => bands.unknown.seekers += 1,
        }
    }
    for one in vacant {
        let (bands, heads) = (out.entry(on_board(&one.cell)).or_default(), u64::from(one.heads));
        match one.job.won_monthly() {
            Some(won) => {
                bands.known[band(won)].heads += heads;
                bands.won = bands.won.saturating_add(u64::try_from(won).unwrap_or(0).saturating_mul(heads));
            }
            None => bands.unknown.heads += heads,
        }
    }
    out
}

/// The index of what is printed. The entry of the log is the seed, so that everybody who asks at the same entry is told the
/// same.
pub(super) fn index(
    (lines, table): &(Vec<PublishedLine>, Published),
    bands: &Banded,
    hires: &BTreeMap<OccupationCode, u64>,
    least: u64,
    seq: i64,
) -> Index {
    let printed = lines.iter().map(|line| Printed {
        work: line.cell.occupation.as_ref().map(|code| code.as_str().to_owned()),
        place: line.cell.area.as_ref().map(AreaCode::as_str).map(str::to_owned),
        seekers: line.seekers,
        heads: line.heads,
        bands: bands.get(&line.cell).copied().unwrap_or_default(),
    });
    let printed: Vec<Printed<String>> = printed.collect();
    let of =
        |work: &String| OccupationCode::parse(work).and_then(|code| hires.get(&code).copied()).unwrap_or(0);
    printed::index(&printed, table.total, least, &of, &mut SplitMix64::new(seq.unsigned_abs()))
}
