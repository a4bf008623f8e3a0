//! What a sum of money is said to bring (추정): computed from a coefficient, or published by somebody.
//! Neither enters any total of results, and both are kept when the project fails (CR-13).

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::counting::{Estimated, Figure, Persons, Reason, Rule};
use crate::message::Message;

/// An estimate computed from new spending.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Computed {
    /// New spending in won; an operating budget that exists anyway is none.
    pub new_spending_won: i64,
    /// Workers per billion won, direct and indirect, in tenths (취업유발계수).
    pub induced_tenths: i64,
    /// Workers per billion won, direct only, in tenths (취업계수).
    pub direct_tenths: i64,
    /// Year of the table.
    pub year: i16,
    /// Where the coefficients were published.
    pub source: String,
    /// Who computed it.
    pub author: String,
}

/// Workers by an estimate; the parts always sum.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Parts {
    /// Direct and indirect.
    pub total: Figure<Estimated, Persons>,
    /// Direct.
    pub direct: Figure<Estimated, Persons>,
    /// Indirect: the rounded total less the rounded direct part.
    pub indirect: Figure<Estimated, Persons>,
}

impl Computed {
    /// The workers it stands for, each part rounded half up (V2, V10).
    ///
    /// # Errors
    /// CR-13 when anything is missing that an estimate must tell.
    pub fn parts(&self) -> Result<Parts, Reason> {
        let told = !self.source.trim().is_empty() && !self.author.trim().is_empty() && self.year > 0;
        let sound = self.new_spending_won > 0 && self.induced_tenths >= self.direct_tenths;
        if !told || !sound || self.direct_tenths < 0 {
            return Err(refused());
        }
        let workers = |tenths: i64| {
            let product = i128::from(self.new_spending_won) * i128::from(tenths);
            i64::try_from((product + 5_000_000_000) / 10_000_000_000).unwrap_or(i64::MAX)
        };
        let (total, direct) = (workers(self.induced_tenths), workers(self.direct_tenths));
        Ok(Parts {
            total: Figure::new(total),
            direct: Figure::new(direct),
            indirect: Figure::new(total - direct),
        })
    }
}

/// In what an announcement counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PublishedUnit {
    /// People (명).
    Persons,
    /// Won (원).
    Won,
}

/// What somebody announced. Several may stand side by side, and none is taken away when it fails.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Published {
    /// How much.
    pub value: i64,
    /// In what.
    pub unit: PublishedUnit,
    /// Who said so.
    pub source: String,
    /// When.
    pub on: Option<Date>,
}

impl Published {
    /// CR-13: an announcement needs its source and day.
    pub fn cr_13_told(&self) -> Option<Reason> {
        (self.source.trim().is_empty() || self.on.is_none()).then(refused)
    }
}

fn refused() -> Reason {
    Reason { rule: Rule::Cr13, message: Message::new("estimate-needs-source") }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;
    use proptest::prelude::*;

    use super::*;

    fn computed(won: i64, induced_tenths: i64, direct_tenths: i64) -> Computed {
        let (source, author) = ("한국은행 산업연관표".to_owned(), "시험".to_owned());
        Computed { new_spending_won: won, induced_tenths, direct_tenths, year: 2015, source, author }
    }

    fn numbers(estimate: &Computed) -> (i64, i64, i64) {
        let parts = estimate.parts().unwrap();
        (parts.total.value(), parts.direct.value(), parts.indirect.value())
    }

    #[test]
    fn v2_twelve_billion_by_two_tables() {
        assert_eq!(numbers(&computed(12_400_000_000, 150, 102)), (186, 126, 60));
        assert_eq!(numbers(&computed(12_400_000_000, 115, 77)), (143, 95, 48));
    }

    proptest! {
        #[test]
        fn v10_the_parts_sum_to_the_rounded_total(won in 1i64..1_000_000_000_000, direct in 0i64..300, more in 0i64..300) {
            let (total, direct, indirect) = numbers(&computed(won, direct + more, direct));
            prop_assert_eq!(direct + indirect, total);
            prop_assert!(indirect >= 0);
        }
    }

    #[test]
    fn cr_13_an_estimate_tells_where_it_comes_from() {
        let silent = Computed { author: String::new(), ..computed(1_000_000_000, 150, 102) };
        assert_eq!(silent.parts().unwrap_err().rule, Rule::Cr13);
        assert!(computed(0, 150, 102).parts().is_err());
        let said = Published {
            value: 90_000,
            unit: PublishedUnit::Persons,
            source: "보도자료".to_owned(),
            on: Some(date(2016, 5, 20)),
        };
        assert_eq!(said.cr_13_told(), None);
        assert!(Published { on: None, ..said }.cr_13_told().is_some());
    }
}
