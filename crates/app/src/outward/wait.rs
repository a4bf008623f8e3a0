//! How long to wait before asking again.

use domain::Ctx;
use jiff::SignedDuration;

/// Longest wait that another side may ask for.
const LONGEST_S: u64 = 86_400;

/// What the other side asked to wait, at most a day.
pub fn retry_after(wait_s: Option<u64>) -> Option<SignedDuration> {
    wait_s.map(|wait| SignedDuration::from_secs(i64::try_from(wait.min(LONGEST_S)).unwrap_or(0)))
}

/// A pause that doubles with every failure in a row from `first` up to `most`, shortened at random by up to a quarter, so that
/// those who failed together do not come back together.
pub fn pause(ctx: &Ctx, first: SignedDuration, most: SignedDuration, fails: u32) -> SignedDuration {
    let doubled = first.as_secs().saturating_mul(1 << fails.min(20));
    let whole = doubled.min(most.as_secs()).max(1);
    let [chance] = ctx.random::<1>();
    let off = whole.saturating_mul(i64::from(chance)) / 1_024;
    SignedDuration::from_secs((whole - off).max(1))
}
