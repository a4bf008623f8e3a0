//! An outside figure of the labour market (고용률, 취업자 수): always with its base, the period it speaks of, the day of its publication and its
//! source; several bases stand side by side. It is never computed from the ledger nor caused by it (CR-24).

use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::id::IndicatorId;
use crate::message::Message;

/// One value of a series.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Indicator {
    /// Its id.
    pub id: IndicatorId,
    /// Which series.
    pub series: Series,
    /// Whom it counts, such as `15–64`; the same series with another base is another line.
    pub base: String,
    /// The period it speaks of: `2015`, `2015-10`, `2015H2`.
    pub period: String,
    /// Whether it is what is aimed at, or what was measured.
    pub aim: bool,
    /// Tenths of a percent for a rate, whole people or won otherwise.
    pub value: i64,
    /// When it was published.
    pub published_on: Date,
    /// By whom.
    pub source: String,
    /// Rises by one with every accepted change.
    pub version: i64,
    /// When it was entered.
    pub created_at: Timestamp,
}

words! {
    /// A series.
    pub enum Series {
        /// Employment rate (고용률), tenths of a percent.
        EmploymentRate,
        /// Employed persons (취업자 수).
        Employed,
        /// Regular workers (상용근로자 수).
        RegularWorkers,
        /// Insured by employment insurance (고용보험 피보험자 수).
        EiInsured,
        /// Residents who work inside the city, of all who work (자족도), tenths of a percent.
        SelfSufficiency,
        /// Residents (인구).
        Population,
    }
}

impl Series {
    /// Whether its values are tenths of a percent.
    pub fn is_rate(self) -> bool {
        matches!(self, Self::EmploymentRate | Self::SelfSufficiency)
    }

    /// A value as people type it: percent with at most one decimal for a rate (`66.4 %` is 664), a whole number otherwise.
    pub fn read(self, text: &str) -> Option<i64> {
        let plain: String = text.chars().filter(|c| !matches!(c, ',' | ' ' | '%')).collect();
        if !self.is_rate() {
            return plain.parse().ok();
        }
        let (whole, tenth) = plain.split_once('.').unwrap_or((&plain, "0"));
        let digits = |text: &str, most: usize| {
            (1..=most).contains(&text.len()) && text.chars().all(|c| c.is_ascii_digit())
        };
        if !digits(whole, 3) || !digits(tenth, 1) {
            return None;
        }
        format!("{whole}{tenth}").parse().ok()
    }
}

impl Indicator {
    /// What must be so before it may be saved: field and what is wrong (CR-24).
    pub fn check(&self, today: Date) -> Vec<(&'static str, Message)> {
        let mut faults = Vec::new();
        for (field, text) in [("base", &self.base), ("period", &self.period), ("source", &self.source)] {
            if text.trim().is_empty() {
                faults.push((field, Message::new("indicator-needs-source")));
            }
        }
        if self.value < 0 || self.series.is_rate() && self.value > 1_000 {
            faults.push(("value", Message::new("indicator-value")));
        }
        if self.published_on > today {
            faults.push(("published_on", Message::new("indicator-future")));
        }
        faults
    }
}

/// A row of a shipped table.
#[derive(Deserialize)]
struct Shipped {
    series: Series,
    base: String,
    period: String,
    aim: bool,
    value: i64,
    published_on: Date,
    source: String,
}

/// The values of a table that ships with the program; ids and instants are the taker's to give.
///
/// # Errors
/// What is wrong with the table.
pub fn shipped(text: &str) -> Result<Vec<Indicator>, csv::Error> {
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    let rows = reader.deserialize::<Shipped>().map(|row| {
        let row = row?;
        Ok(Indicator {
            id: IndicatorId(uuid::Uuid::nil()),
            series: row.series,
            base: row.base,
            period: row.period,
            aim: row.aim,
            value: row.value,
            published_on: row.published_on,
            source: row.source,
            version: 1,
            created_at: Timestamp::UNIX_EPOCH,
        })
    });
    rows.collect()
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn what_ships_of_a_city_tells_all_that_it_must() {
        let text = crate::reference::text("targets/goyang_indicators.csv").unwrap();
        let rows = shipped(&text).unwrap();
        assert_eq!(rows.len(), 17);
        let wrong: Vec<_> = rows.iter().flat_map(|row| row.check(date(2026, 1, 1))).collect();
        assert_eq!(wrong, []);
        assert!(shipped("series,base\nx,y\n").is_err());
    }

    #[test]
    fn cr_24_an_outside_figure_tells_its_base_period_and_source() {
        let told = Indicator {
            id: IndicatorId(uuid::Uuid::nil()),
            series: Series::EmploymentRate,
            base: "15–64".to_owned(),
            period: "2015H2".to_owned(),
            aim: false,
            value: 637,
            published_on: date(2016, 2, 24),
            source: "통계청 지역별고용조사".to_owned(),
            version: 1,
            created_at: Timestamp::UNIX_EPOCH,
        };
        let fields = |one: &Indicator| {
            one.check(date(2016, 3, 1)).into_iter().map(|(field, _)| field).collect::<Vec<_>>()
        };
        assert_eq!(fields(&told), Vec::<&str>::new());
        let silent = Indicator { base: String::new(), source: " ".to_owned(), ..told.clone() };
        assert_eq!(fields(&silent), ["base", "source"]);
        assert_eq!(fields(&Indicator { value: 1_001, ..told.clone() }), ["value"]);
        assert_eq!(
            fields(&Indicator { value: 488_000, series: Series::Employed, ..told.clone() }),
            Vec::<&str>::new()
        );
        assert_eq!(fields(&Indicator { published_on: date(2016, 3, 2), ..told }), ["published_on"]);
    }

    #[test]
    fn a_rate_is_percent_with_one_decimal_and_people_are_whole() {
        let rate = |text: &str| Series::EmploymentRate.read(text);
        assert_eq!(
            (rate("66.4"), rate("66"), rate("66.4 %"), rate("0.5")),
            (Some(664), Some(660), Some(664), Some(5))
        );
        assert_eq!(
            (rate("66.44"), rate("66."), rate("-1"), rate("x"), rate("6.-1")),
            (None, None, None, None, None)
        );
        assert_eq!(Series::Employed.read("488,000"), Some(488_000));
        assert_eq!(Series::Employed.read("48만"), None);
    }
}
