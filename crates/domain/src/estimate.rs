//! What a sum of money is said to bring (추정): computed from a coefficient, or published by somebody.
//! Neither enters any total of results, and both are kept when the project fails (CR-13).

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use jiff::Timestamp;

use crate::coefficient::CoefficientTable;
use crate::counting::{Estimated, Figure, Persons, Reason, Rule};
use crate::id::{EstimateId, OrganisationId, ProjectId};
use crate::message::Message;
use crate::person::looks_like_resident_number;

/// An estimate as it stands beside others of a project. None is ever taken away: one that proved wrong is said to be
/// withdrawn, and stays.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Estimate {
    /// Its id.
    pub id: EstimateId,
    /// Of which project.
    pub project: ProjectId,
    /// The body that entered it.
    pub organisation: Option<OrganisationId>,
    /// How it came about.
    pub way: Way,
    /// When whoever entered it took it back, and why.
    pub withdrawn: Option<(Timestamp, String)>,
    /// Rises by one with every accepted change.
    pub version: i64,
    /// When it was entered.
    pub created_at: Timestamp,
}

/// How an estimate came about.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "way", rename_all = "snake_case")]
pub enum Way {
    /// From national coefficients.
    Computed(Computed),
    /// From a region's table, inside and outside the region apart.
    Regional(Regional),
    /// Announced by somebody.
    Published(Published),
}

impl Way {
    /// Whether another says nothing else, whoever computed it.
    pub fn says_the_same(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Computed(one), Self::Computed(other)) => {
                *one == Computed { author: one.author.clone(), ..other.clone() }
            }
            (Self::Regional(one), Self::Regional(other)) => {
                *one == Regional { author: one.author.clone(), ..other.clone() }
            }
            (Self::Published(one), Self::Published(other)) => one == other,
            _ => false,
        }
    }
}

impl Estimate {
    /// Takes it back, with the reason; it stays to be read.
    ///
    /// # Errors
    /// `estimate-withdrawn` for one that is taken back already; `estimate-why`; `resident-number-refused`.
    pub fn withdraw(self, why: &str, now: Timestamp) -> Result<Self, Message> {
        let why = why.trim();
        if self.withdrawn.is_some() {
            return Err(Message::new("estimate-withdrawn"));
        }
        if why.is_empty() {
            return Err(Message::new("estimate-why"));
        }
        if looks_like_resident_number(why) {
            return Err(Message::new("resident-number-refused"));
        }
        Ok(Self { withdrawn: Some((now, why.to_owned())), ..self })
    }

    /// What an estimate must tell before it may be saved (CR-13).
    ///
    /// # Errors
    /// CR-13 with what is missing.
    pub fn check(&self) -> Result<(), Reason> {
        match &self.way {
            Way::Computed(computed) => computed.parts().map(|_| ()),
            Way::Regional(regional) => regional.parts().map(|_| ()),
            Way::Published(published) => published.cr_13_told().map_or(Ok(()), Err),
        }
    }
}

/// An estimate computed from a region's input-output table: workers per billion won of new spending in one sector.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Regional {
    /// New spending in won.
    pub new_spending_won: i64,
    /// Sector of the table.
    pub sector_code: String,
    /// Workers per billion won inside the region, in ten-thousandths.
    pub inside_e4: i64,
    /// Outside it.
    pub outside_e4: i64,
    /// Year of the table.
    pub year: i16,
    /// Where the table was published.
    pub source: String,
    /// Who computed it.
    pub author: String,
}

/// Workers inside and outside a region; the parts always sum.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Sides {
    /// Both.
    pub total: Figure<Estimated, Persons>,
    /// Inside the region.
    pub inside: Figure<Estimated, Persons>,
    /// Outside: the rounded total less the rounded part inside.
    pub outside: Figure<Estimated, Persons>,
}

impl Regional {
    /// An estimate from a table's row of a sector; `None` for a sector the table does not have.
    pub fn from_table(
        table: &CoefficientTable,
        (year, source): (i16, &str),
        sector_code: &str,
        new_spending_won: i64,
        author: &str,
    ) -> Option<Self> {
        let row = table.regional.iter().find(|row| row.sector_code == sector_code)?;
        // The table has four places behind the point.
        let e4 = |workers: f64| (workers * 10_000.0).round() as i64;
        Some(Self {
            new_spending_won,
            sector_code: sector_code.to_owned(),
            inside_e4: e4(row.employment_in_region),
            outside_e4: e4(row.employment_out_region),
            year,
            source: source.to_owned(),
            author: author.to_owned(),
        })
    }

    /// The workers it stands for, each part rounded half up (V10).
    ///
    /// # Errors
    /// CR-13 when anything is missing that an estimate must tell.
    pub fn parts(&self) -> Result<Sides, Reason> {
        let told = !self.source.trim().is_empty() && !self.author.trim().is_empty() && self.year > 0;
        if !told || self.new_spending_won <= 0 || self.inside_e4 < 0 || self.outside_e4 < 0 {
            return Err(refused());
        }
        let total = workers(self.new_spending_won, self.inside_e4.saturating_add(self.outside_e4), 10_000);
        let inside = workers(self.new_spending_won, self.inside_e4, 10_000);
        Ok(Sides {
            total: Figure::new(total),
            inside: Figure::new(inside),
            outside: Figure::new(total - inside),
        })
    }
}

/// Workers of a sum by a coefficient per billion won in `scale`ths, rounded half up.
fn workers(won: i64, coefficient: i64, scale: i128) -> i64 {
    let (product, whole) = (i128::from(won) * i128::from(coefficient), 1_000_000_000 * scale);
    i64::try_from((product + whole / 2) / whole).unwrap_or(i64::MAX)
}

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
        let of = |tenths: i64| workers(self.new_spending_won, tenths, 10);
        let (total, direct) = (of(self.induced_tenths), of(self.direct_tenths));
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

    proptest! {
        #[test]
        fn v10_the_sides_of_a_region_sum_to_the_rounded_total(won in 1i64..1_000_000_000_000, inside in 0i64..600_000, outside in 0i64..600_000) {
            let regional = Regional {
                new_spending_won: won,
                sector_code: "01".to_owned(),
                inside_e4: inside,
                outside_e4: outside,
                year: 2020,
                source: "경기 지역산업연관표".to_owned(),
                author: "시험".to_owned(),
            };
            let sides = regional.parts().unwrap();
            prop_assert_eq!(sides.inside.value() + sides.outside.value(), sides.total.value());
            prop_assert!(sides.outside.value() >= 0);
        }
    }

    #[test]
    fn an_estimate_is_taken_back_once_and_stays_with_its_reason() {
        let estimate = Estimate {
            id: EstimateId(uuid::Uuid::nil()),
            project: ProjectId(uuid::Uuid::nil()),
            organisation: None,
            way: Way::Computed(computed(1_000_000_000, 150, 102)),
            withdrawn: None,
            version: 1,
            created_at: Timestamp::UNIX_EPOCH,
        };
        let now = Timestamp::UNIX_EPOCH;
        assert_eq!(estimate.clone().withdraw(" ", now).unwrap_err().code, "estimate-why");
        let gone = estimate.clone().withdraw("계수 착오", now).unwrap();
        assert_eq!(gone.way, estimate.way);
        assert_eq!(gone.withdrawn, Some((now, "계수 착오".to_owned())));
        assert_eq!(gone.withdraw("다시", now).unwrap_err().code, "estimate-withdrawn");
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
