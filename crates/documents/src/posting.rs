//! An opening with the names that files outside know: all that a feed or an export may show.

use domain::opening::Content;
use jiff::civil::{Date, DateTime};

/// One opening with its facts in words; nothing of the people behind it.
#[derive(Debug, Clone, Copy)]
pub struct Posting<'a> {
    /// What is offered.
    pub content: &'a Content,
    /// Name of the employer.
    pub employer_name: &'a str,
    /// Ten digits, if known.
    pub business_number: Option<&'a str>,
    /// Name of the employer's industry; empty if unknown.
    pub industry_name: &'a str,
    /// Name of the occupation; empty if unknown.
    pub occupation_name: &'a str,
    /// Name of the first area, in full; empty if unknown.
    pub area_name: &'a str,
    /// WorkNet's number.
    pub wanted_auth_no: Option<&'a str>,
    /// Which service vouches for that number; empty without one.
    pub info_service: &'a str,
    /// This city's own number.
    pub number: &'a str,
    /// Who gave the number: the name of the city.
    pub publisher: &'a str,
    /// Day of receipt.
    pub posted_on: Date,
    /// Last day of its validity, if it is shown.
    pub valid_until: Option<Date>,
    /// When it last changed, in the city.
    pub changed: Option<DateTime>,
    /// Address of the public page; empty when it has none.
    pub url: &'a str,
}

impl Posting<'_> {
    /// WorkNet's number, else this city's.
    pub fn public_number(&self) -> &str {
        self.wanted_auth_no.unwrap_or(self.number)
    }
}
