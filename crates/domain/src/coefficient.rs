//! Employment coefficients of the Bank of Korea's input-output tables: workers per billion won. For
//! estimates only, never for results (counting rule CR-13).

use serde::Deserialize;

/// Year of the regional table.
pub const REGIONAL_YEAR: i16 = 2020;
/// Where the regional table was published.
pub const REGIONAL_SOURCE: &str = "한국은행 2020년 지역산업연관표(경기)";

/// A national figure of one year and sector.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct NationalCoefficient {
    /// Year of the table.
    pub year: i16,
    /// Part of the country.
    pub scope: String,
    /// Sector in words.
    pub sector: String,
    /// Which coefficient: 취업유발계수, 취업계수, 고용유발계수.
    pub metric: String,
    /// Workers per billion won.
    pub value: f64,
    /// Unit.
    pub unit: String,
    /// Where it was published.
    pub source_url: String,
    /// Remarks.
    pub note: String,
}

/// A region's figures of one sector, parts inside and outside the region apart.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct RegionalCoefficient {
    /// Sector of the table (통합중분류).
    pub sector_code: String,
    /// Its name.
    pub sector_name: String,
    /// Production induced inside the region, won per won.
    pub production_in_region: f64,
    /// Outside it.
    pub production_out_region: f64,
    /// Value added inside the region, won per won.
    pub value_added_in_region: f64,
    /// Outside it.
    pub value_added_out_region: f64,
    /// Workers per billion won inside the region.
    pub employment_in_region: f64,
    /// Outside it.
    pub employment_out_region: f64,
}

/// A year's coefficients of one sector, direct and induced together: what an estimate in parts needs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CoefficientSet {
    /// Year of the table.
    pub year: i16,
    /// Sector in words.
    pub sector: String,
    /// Workers per billion won, direct and indirect, in tenths (취업유발계수).
    pub induced_tenths: i64,
    /// Workers per billion won, direct only, in tenths (취업계수).
    pub direct_tenths: i64,
    /// Where they were published.
    pub source: String,
}

impl CoefficientSet {
    /// What it is chosen by.
    pub fn key(&self) -> String {
        format!("{}.{}", self.year, self.sector)
    }
}

impl CoefficientTable {
    /// The years and sectors of which both coefficients are known, the latest first.
    pub fn sets(&self) -> Vec<CoefficientSet> {
        let of = |metric: &'static str| self.national.iter().filter(move |row| row.metric == metric);
        let tenths = |value: f64| (value * 10.0).round() as i64;
        let sets = of("취업유발계수").filter_map(|induced| {
            let direct =
                of("취업계수").find(|row| row.year == induced.year && row.sector == induced.sector)?;
            Some(CoefficientSet {
                year: induced.year,
                sector: induced.sector.clone(),
                induced_tenths: tenths(induced.value),
                direct_tenths: tenths(direct.value),
                source: induced.source_url.clone(),
            })
        });
        let mut sets: Vec<_> = sets.collect();
        sets.sort_by(|one, other| (other.year, &one.sector).cmp(&(one.year, &other.sector)));
        sets
    }
}

/// Both tables.
#[derive(Debug, Clone, Default)]
pub struct CoefficientTable {
    /// National history.
    pub national: Vec<NationalCoefficient>,
    /// Regional table, 83 sectors.
    pub regional: Vec<RegionalCoefficient>,
}
