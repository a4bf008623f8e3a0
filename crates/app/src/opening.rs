//! Openings: what everyone may find and read, what staff and employers do with them.
//!
//! Public answers come from the projection, which follows the change log; staff work reads the store,
//! so that one sees what one has just written.

mod daily;
mod decide;
mod front;
mod law;
mod search;
mod show;
mod staff;
mod template;
mod terms;
mod write;

use std::sync::Arc;

use domain::area::Point;
use domain::employer::Employer;
use domain::neighbour::Provenance;
use domain::opening::Opening;

pub use daily::{Call, calls, daily};
pub use decide::{
    accept, accept_with, cancel, close, confirm, pause, renew, renew_with, reopen, return_to_employer, stop,
    submit,
};
pub(crate) use decide::{answered, doubt, fill_if_taken};
pub(crate) use decide::{unfit, validity};
pub(crate) use front::Kept;
pub use front::{Front, SectorCount, front};
pub use law::Reasons;
pub(crate) use law::unanswered;
pub use search::{AreaCount, OccupationCount, Results, Search, Sort, search};
pub use show::{Minimum, NearStation, Shown, by_number, instead, show};
pub use staff::{Filter, HistoryLine, StaffRow, StaffView, get, list};
pub use template::{Template, template};
pub(crate) use terms::{tell_worse, worsen};
pub use write::{copy, create, update, update_with};
pub(crate) use write::{draft, put};

use crate::projection::Entry;

/// An opening as a row of a public list.
#[derive(Debug, Clone)]
pub struct Listed {
    /// The opening.
    pub opening: Arc<Opening>,
    /// Who offers it.
    pub employer: Arc<Employer>,
    /// Least pay per hour in won, where it can be told.
    pub hourly_won: Option<i64>,
    /// Least pay per month in won, where it can be told.
    pub monthly_won: Option<i64>,
    /// Metres from the place asked for, if one was.
    pub distance_m: Option<i64>,
    /// Whole days since the employer last confirmed it.
    pub confirmed_days: Option<i64>,
    /// Whether it needs confirmation (확인 필요): the employer did not answer.
    pub doubted: bool,
    /// Short name of the area of work; empty if unknown.
    pub area_name: String,
    /// Name of the occupation; empty if unknown.
    pub occupation_name: String,
    /// Position of the work, or of the middle of its area.
    pub point: Option<Point>,
    /// The neighbouring city whose it is: wherever it stands it says so. `None` for our own.
    pub abroad: Option<Arc<Provenance>>,
    /// Since when it is shown.
    pub opened_at: jiff::Timestamp,
}

impl Listed {
    pub(crate) fn new(entry: &Entry, ctx: &domain::Ctx, distance_m: Option<i64>) -> Self {
        // Days as the calendar has them: what was said yesterday evening was said yesterday.
        let confirmed_days = match &entry.opening.state {
            domain::opening::State::Open { confirmed_at: Some(at), .. } => {
                let on = ctx.zone.to_datetime(*at).date();
                Some(i64::from((ctx.today() - on).get_days()).max(0))
            }
            _ => None,
        };
        Self {
            opening: entry.opening.clone(),
            employer: entry.employer.clone(),
            hourly_won: entry.hourly_won,
            monthly_won: entry.monthly_won,
            distance_m,
            confirmed_days,
            doubted: entry.opening.state.doubted_since().is_some(),
            area_name: entry.area_name.clone(),
            occupation_name: entry.occupation_name.clone(),
            point: entry.point,
            abroad: entry.abroad.clone(),
            opened_at: jiff::Timestamp::from_millisecond(entry.opened_ms).unwrap_or(entry.opening.created_at),
        }
    }
}
