//! Seeded random numbers that are the same on every machine: SplitMix64, and distributions made of the four
//! basic operations only, since a system's own exponential may round differently.
//!
//! It must not know what is drawn.

/// The ratio of the circle's golden angle, SplitMix64's step.
const STEP: u64 = 0x9e37_79b9_7f4a_7c15;
const LN_2: f64 = core::f64::consts::LN_2;

/// A stream of numbers.
#[derive(Debug, Clone)]
pub struct Draw(u64);

impl Draw {
    /// The stream of a seed; `purpose` gives streams that do not disturb each other.
    pub fn new(seed: u64, purpose: u64) -> Self {
        let mut draw = Self(seed ^ purpose.wrapping_mul(0xd6e8_feb8_6659_fd93));
        draw.next();
        draw
    }

    pub(crate) fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(STEP);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// A number below `n`.
    pub fn below(&mut self, n: usize) -> usize {
        ((u128::from(self.next()) * n as u128) >> 64) as usize
    }

    /// From 0 up to, not including, 1.
    pub(crate) fn unit(&mut self) -> f64 {
        (self.next() >> 11) as f64 / (1u64 << 53) as f64
    }

    /// True in so many of a hundred cases.
    pub(crate) fn percent(&mut self, percent: usize) -> bool {
        self.below(100) < percent
    }

    /// Normally distributed but for the tails: twelve uniform numbers, less six.
    pub fn normal(&mut self) -> f64 {
        (0..12).map(|_| self.unit()).sum::<f64>() - 6.0
    }

    /// Log-normally distributed.
    pub(crate) fn lognormal(&mut self, mean: f64, deviation: f64) -> f64 {
        exp(mean + deviation * self.normal())
    }

    /// A place in a table of running sums.
    pub(crate) fn weighted(&mut self, sums: &[f64]) -> usize {
        let Some(total) = sums.last() else { return 0 };
        let at = self.unit() * total;
        sums.partition_point(|sum| *sum <= at).min(sums.len() - 1)
    }

    /// A new order of the numbers below `n`.
    pub fn order(&mut self, n: usize) -> Vec<usize> {
        let mut order: Vec<usize> = (0..n).collect();
        for at in (1..n).rev() {
            order.swap(at, self.below(at + 1));
        }
        order
    }
}

/// Running sums of weights.
pub(crate) fn running(weights: impl Iterator<Item = f64>) -> Vec<f64> {
    weights
        .scan(0.0, |sum, weight| {
            *sum += weight;
            Some(*sum)
        })
        .collect()
}

/// The exponential by halving and its series.
pub fn exp(x: f64) -> f64 {
    let doublings = (x / LN_2).floor().clamp(-1_000.0, 1_000.0);
    let rest = x - doublings * LN_2;
    let (mut term, mut sum) = (1.0, 1.0);
    for n in 1..=20 {
        term = term * rest / f64::from(n);
        sum += term;
    }
    let factor = if doublings < 0.0 { 0.5 } else { 2.0 };
    (0..doublings.abs() as u32).fold(sum, |sum, _| sum * factor)
}

/// The natural logarithm of a number from 1 on.
pub fn ln(x: f64) -> f64 {
    let (mut rest, mut whole) = (x, 0.0);
    while rest > 2.0 {
        rest /= 2.0;
        whole += LN_2;
    }
    let ratio = (rest - 1.0) / (rest + 1.0);
    let square = ratio * ratio;
    let (mut power, mut sum) = (ratio, 0.0);
    for n in 0..24 {
        sum += power / f64::from(2 * n + 1);
        power *= square;
    }
    whole + 2.0 * sum
}
