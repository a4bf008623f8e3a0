//! Employment coefficients of the Bank of Korea's input-output tables: workers per billion won. For
//! estimates only, never for results (counting rule CR-13).

use serde::Deserialize;

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

/// Both tables.
#[derive(Debug, Clone, Default)]
pub struct CoefficientTable {
    /// National history.
    pub national: Vec<NationalCoefficient>,
    /// Regional table, 83 sectors.
    pub regional: Vec<RegionalCoefficient>,
}
