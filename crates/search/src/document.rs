//! An opening as the index sees it.

use domain::area::{AreaCode, Point};
use domain::id::OpeningId;
use domain::occupation::OccupationCode;
use domain::work_time::Weekdays;
use jiff::civil::Date;

/// What is searched and filtered of an opening.
#[derive(Debug, Clone, PartialEq)]
pub struct Document {
    /// Its id.
    pub id: OpeningId,
    /// Title; counts most.
    pub title: String,
    /// Name of the employer.
    pub employer: String,
    /// Everything else that is text.
    pub body: String,
    /// Occupation.
    pub occupation: Option<OccupationCode>,
    /// Areas of work with everything they lie in.
    pub areas: Vec<AreaCode>,
    /// Least pay per month in won.
    pub monthly_won: Option<i64>,
    /// Least pay per hour in won.
    pub hourly_won: Option<i64>,
    /// Minutes a week.
    pub weekly_min: Option<u32>,
    /// Days worked.
    pub weekdays: Option<Weekdays>,
    /// Position.
    pub point: Option<Point>,
    /// Since when it is open, in milliseconds.
    pub opened_ms: i64,
    /// When the employer last confirmed it, in milliseconds.
    pub confirmed_ms: Option<i64>,
    /// Whether it needs confirmation, which puts it below those that do not, in every order.
    pub doubted: bool,
    /// Last day to apply.
    pub last_day: Option<Date>,
}
