//! What no allocation can exceed, by the prices of the openings: one question a seeker instead of a look at every
//! pair. It trusts the index; [`super::certify`] trusts nothing and takes as long as there are pairs.

use super::allocate::Allocation;
use super::columns::Columns;
use super::lists::{OpeningIndex, SlotPrices, Wanted, ask_all, by_place};
use super::path::Path;

/// `Σ seats × price + Σ over seekers of max(0, best score less price)`, in points: at least the greatest sum of
/// scores whatever the prices are (weak duality of linear programming). The index must be of these columns.
pub fn bound(columns: &Columns, openings: &OpeningIndex, allocation: &Allocation, threads: usize) -> i64 {
    let prices = SlotPrices::of(&openings.0, &allocation.opening_prices);
    let wanted = Wanted { k: &|_| 1, floor: 1, prices: Some(prices.view(1)), threads, path: Path::Best };
    let seekers = &columns.seekers;
    let order = by_place(seekers.len(), &|at| (seekers.wishes[at][0], seekers.x[at], seekers.y[at]));
    let row = |at: u32| seekers.row(at as usize);
    let lists = ask_all(&openings.0, &order, seekers.len(), &row, &wanted);
    let best = (0..lists.len()).filter_map(|at| lists.of(at).first());
    let seats = columns.openings.seats.iter().zip(&allocation.opening_prices);
    best.map(|listed| i64::from(listed.value)).sum::<i64>()
        + seats.map(|(seats, price)| i64::from(*seats) * i64::from(*price)).sum::<i64>()
}
