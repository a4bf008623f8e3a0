//! Texts as vectors of rare features: weights by rarity, lengths, and the products with a question.
//!
//! Whole numbers only. It must not know what a feature stands for.

use std::collections::HashMap;

use super::FULL;
use super::feature::Features;

/// One, in the fixed point of rarities.
const ONE: u64 = 1_024;

/// A question or a text as weights of features, its length [`FULL`] at most.
pub(super) type Vector = Vec<(u64, u64)>;

/// The vectors of texts, by feature.
#[derive(Debug)]
pub(super) struct Space {
    /// Feature → place in `rarity` and `starts`.
    places: HashMap<u64, u32>,
    rarity: Vec<u64>,
    starts: Vec<usize>,
    /// Text and weight, by feature.
    postings: Vec<(u32, u32)>,
    texts: usize,
    /// Rarity of what no text has.
    unknown: u64,
}

impl Space {
    /// The space of those texts; `slope` in thousandths is how far their length counts.
    pub(super) fn new(texts: &[Features], slope: u32) -> Self {
        let mut places: HashMap<u64, u32> = HashMap::new();
        let mut counts: Vec<u32> = Vec::new();
        for (feature, _) in texts.iter().flatten() {
            let next = u32::try_from(counts.len()).unwrap_or(u32::MAX);
            let place = *places.entry(*feature).or_insert(next);
            match counts.get_mut(place as usize) {
                Some(count) => *count += 1,
                None => counts.push(1),
            }
        }
        let all = texts.len() as u64 + 1;
        let rarity: Vec<u64> = counts.iter().map(|count| rarity(all, u64::from(*count) + 1)).collect();
        let mut space = Self {
            places,
            rarity,
            starts: Vec::new(),
            postings: Vec::new(),
            texts: texts.len(),
            unknown: rarity_of_none(all),
        };
        let lengths: Vec<u64> = texts.iter().map(|text| space.length(text)).collect();
        let mean = lengths.iter().sum::<u64>() / all.max(1);
        let slope = u64::from(slope);
        let pivoted = |length: u64| (((1_000 - slope.min(1_000)) * mean + slope * length) / 1_000).max(1);
        let mut rows: Vec<(u32, u32, u32)> = Vec::new();
        for (text, (features, length)) in (0_u32..).zip(texts.iter().zip(&lengths)) {
            for (feature, weight) in features {
                let Some(place) = space.places.get(feature) else { continue };
                let share = space.weight(*feature, *weight) * u64::from(FULL) / pivoted(*length);
                rows.push((*place, text, u32::try_from(share).unwrap_or(u32::MAX)));
            }
        }
        rows.sort_unstable();
        space.starts = (0..=space.rarity.len())
            .map(|place| rows.partition_point(|row| (row.0 as usize) < place))
            .collect();
        space.postings = rows.into_iter().map(|(_, text, weight)| (text, weight)).collect();
        space
    }

    /// A text as a vector of length [`FULL`]; what no text of the space has counts in its length.
    pub(super) fn vector(&self, features: &Features) -> Vector {
        self.vector_of_length(features, self.length(features))
    }

    /// The same with a length that was measured elsewhere.
    pub(super) fn vector_of_length(&self, features: &Features, length: u64) -> Vector {
        let unit = |(feature, weight): &(u64, u32)| {
            (*feature, self.weight(*feature, *weight) * u64::from(FULL) / length.max(1))
        };
        features.iter().map(unit).collect()
    }

    /// The root of the sum of squared weights.
    pub(super) fn length(&self, features: &Features) -> u64 {
        let squares = features.iter().map(|(feature, weight)| self.weight(*feature, *weight).pow(2));
        squares.fold(0_u64, u64::saturating_add).isqrt()
    }

    /// The product of the question with every text, in parts of [`FULL`].
    pub(super) fn products(&self, question: &Vector) -> Vec<u32> {
        let mut sums = vec![0_u64; self.texts];
        for (feature, weight) in question {
            let Some(place) = self.places.get(feature).map(|place| *place as usize) else { continue };
            let (Some(start), Some(end)) = (self.starts.get(place), self.starts.get(place + 1)) else {
                continue;
            };
            for (text, share) in self.postings.get(*start..*end).unwrap_or_default() {
                if let Some(sum) = sums.get_mut(*text as usize) {
                    *sum += weight * u64::from(*share);
                }
            }
        }
        sums.into_iter().map(|sum| u32::try_from(sum / u64::from(FULL)).unwrap_or(u32::MAX)).collect()
    }

    fn weight(&self, feature: u64, weight: u32) -> u64 {
        let rarity = self.places.get(&feature).and_then(|place| self.rarity.get(*place as usize));
        u64::from(weight) * rarity.unwrap_or(&self.unknown) / ONE
    }
}

/// `1 + ln(all / having)`, as scikit-learn smooths it.
fn rarity(all: u64, having: u64) -> u64 {
    ONE + ln(all).saturating_sub(ln(having))
}

fn rarity_of_none(all: u64) -> u64 {
    rarity(all, 1)
}

/// The natural logarithm of a whole number, in [`ONE`]s: bits of the binary one by repeated squaring.
pub(super) fn ln(value: u64) -> u64 {
    let value = value.max(1);
    let whole = u64::from(value.ilog2());
    // The rest lies in [1, 2), with 31 bits behind the point.
    let mut rest = if whole >= 31 { value >> (whole - 31) } else { value << (31 - whole) };
    let mut binary = whole;
    for _ in 0..16 {
        rest = (rest * rest) >> 31;
        binary <<= 1;
        if rest >= 1 << 32 {
            rest >>= 1;
            binary += 1;
        }
    }
    // ln 2 = 0.693147…, 16 bits behind the point on both sides.
    (binary * 45_426) >> 22
}
