//! The mismatch index: the share of hires that a market loses because seekers and free heads stand in
//! different cells.
//!
//! Şahin, Song, Topa, Violante, "Mismatch Unemployment", American Economic Review 104(11), 2014,
//! 3529-3564. The formulas used here are derived in `docs/mismatch.md` from hires
//! `h = phi * v^a * u^(1-a)` of each cell, and tested against a planner who moves seekers by hand. It must
//! not know what a cell is.

/// Weight of free heads in hires, in thousandths: 1 to 999. The paper's is 500.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Alpha(u16);

impl Alpha {
    /// One half.
    pub const HALF: Self = Self(500);

    /// In thousandths; `None` unless 1 to 999.
    pub fn thousandths(alpha: u16) -> Option<Self> {
        (1..=999).contains(&alpha).then_some(Self(alpha))
    }

    pub(crate) fn share(self) -> f64 {
        f64::from(self.0) / 1_000.0
    }

    /// `v^a * u^(1-a)`.
    pub(crate) fn mean(self, v: f64, u: f64) -> f64 {
        // The square root is exact to the last bit on every machine; powers may differ in it.
        if self == Self::HALF { (v * u).sqrt() } else { v.powf(self.share()) * u.powf(1.0 - self.share()) }
    }
}

/// Seekers and free heads of a cell.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Stock {
    /// Persons who seek.
    pub seekers: u64,
    /// Free heads.
    pub heads: u64,
}

/// A cell whose heads are filled with more or less ease.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Weighted {
    /// Who and what stands there.
    pub stock: Stock,
    /// Hires for the same seekers and heads, in millionths of a common measure. A cell of 0 is left out.
    pub efficiency: u32,
    /// Worth of a hire, in won or any common measure. A cell of 0 is left out.
    pub worth: u64,
}

/// The index where cells differ.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Heterogeneous {
    /// Share of worth lost against the planner who makes worth greatest; 0 to 1.
    pub worth: f64,
    /// Share of hires lost against the same planner. Under 0 where the planner prefers few dear hires.
    pub hires: f64,
}

/// A sum in a fixed order that keeps what each step rounds away (Neumaier 1974).
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Sum(f64, f64);

impl Sum {
    pub(crate) fn add(&mut self, term: f64) {
        let sum = self.0 + term;
        self.1 += if self.0.abs() >= term.abs() { (self.0 - sum) + term } else { (term - sum) + self.0 };
        self.0 = sum;
    }

    pub(crate) fn total(self) -> f64 {
        self.0 + self.1
    }

    pub(crate) fn of(terms: impl Iterator<Item = f64>) -> f64 {
        let mut sum = Self::default();
        terms.for_each(|term| sum.add(term));
        sum.total()
    }
}

/// All of the cells.
pub fn whole(cells: impl IntoIterator<Item = Stock>) -> Stock {
    cells.into_iter().fold(Stock::default(), |all, cell| Stock {
        seekers: all.seekers.saturating_add(cell.seekers),
        heads: all.heads.saturating_add(cell.heads),
    })
}

/// The part of the index a cell adds: `a*v_i/v + (1-a)*u_i/u - (v_i/v)^a (u_i/u)^(1-a)`.
///
/// Summed over the cells the first two are 1. Each part is the distance of a weighted arithmetic mean from the geometric
/// one: never under 0, and 0 exactly where the cell has its share of both.
pub(crate) fn part(cell: Stock, all: Stock, alpha: Alpha) -> f64 {
    if u128::from(cell.seekers) * u128::from(all.heads) == u128::from(cell.heads) * u128::from(all.seekers) {
        return 0.0;
    }
    let (v, u) = (cell.heads as f64 / all.heads as f64, cell.seekers as f64 / all.seekers as f64);
    if alpha == Alpha::HALF {
        let apart = v.sqrt() - u.sqrt();
        return 0.5 * apart * apart;
    }
    (alpha.share() * v + (1.0 - alpha.share()) * u - alpha.mean(v, u)).max(0.0)
}

/// The basic index `M = 1 - sum (v_i/v)^a (u_i/u)^(1-a)`: 0 where all cells are equally tight, 1 where no cell has both.
/// `None` where there are no seekers, or no heads.
pub fn mismatch(cells: &[Stock], alpha: Alpha) -> Option<f64> {
    let all = whole(cells.iter().copied());
    let lost = || Sum::of(cells.iter().map(|cell| part(*cell, all, alpha))).clamp(0.0, 1.0);
    (all.seekers > 0 && all.heads > 0).then(lost)
}

/// The index where cells differ in efficiency and in the worth of a hire.
///
/// With `x = efficiency * worth` the planner sends seekers in proportion to `x^(1/a) v`, so that
/// `xbar = [sum x^(1/a) v_i/v]^a`; hires then are `sum phi_i (x_i/xbar)^((1-a)/a) v_i/v`.
pub fn heterogeneous(cells: &[Weighted], alpha: Alpha) -> Option<Heterogeneous> {
    let cells: Vec<&Weighted> = cells.iter().filter(|cell| cell.efficiency > 0 && cell.worth > 0).collect();
    let all = whole(cells.iter().map(|cell| cell.stock));
    if all.seekers == 0 || all.heads == 0 {
        return None;
    }
    // Only proportions count: by the greatest where there are heads, so that no power leaves the range.
    let with_heads = || cells.iter().filter(|cell| cell.stock.heads > 0);
    let most_x = with_heads().map(|cell| u128::from(cell.efficiency) * u128::from(cell.worth)).max()? as f64;
    let x = |cell: &Weighted| f64::from(cell.efficiency) * cell.worth as f64 / most_x;
    let phi = |cell: &Weighted| f64::from(cell.efficiency) / 1e6;
    let (v, u) = (
        |cell: &Weighted| cell.stock.heads as f64 / all.heads as f64,
        |cell: &Weighted| cell.stock.seekers as f64 / all.seekers as f64,
    );
    let a = alpha.share();
    let raised = Sum::of(with_heads().map(|cell| x(cell).powf(1.0 / a) * v(cell)));
    let x_bar = raised.powf(a);
    let now_x = Sum::of(cells.iter().map(|cell| x(cell) * alpha.mean(v(cell), u(cell))));
    let now = Sum::of(cells.iter().map(|cell| phi(cell) * alpha.mean(v(cell), u(cell))));
    let best = Sum::of(with_heads().map(|cell| phi(cell) * (x(cell) / x_bar).powf((1.0 - a) / a) * v(cell)));
    Some(Heterogeneous { worth: (1.0 - now_x / x_bar).clamp(0.0, 1.0), hires: 1.0 - now / best })
}

/// Jackman and Roper's share: how many of the seekers would have to stand in another cell for all to be equally tight,
/// `1/2 sum |u_i/u - v_i/v|` (Oxford Bulletin of Economics and Statistics 49(1), 1987, 9-36). `None` as for [`mismatch`].
pub fn to_be_moved(cells: &[Stock]) -> Option<f64> {
    let all = whole(cells.iter().copied());
    if all.seekers == 0 || all.heads == 0 {
        return None;
    }
    let apart = |cell: &Stock| {
        (cell.seekers as f64 / all.seekers as f64 - cell.heads as f64 / all.heads as f64).abs()
    };
    Some((Sum::of(cells.iter().map(apart)) / 2.0).clamp(0.0, 1.0))
}
