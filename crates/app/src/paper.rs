//! Papers: gathering the facts of a form, letter, list or register, and printing it.
//!
//! Who may see the record may print it, and printing a person's record is a look at it. How a paper looks is
//! known to `documents` alone.

mod attendance;
mod bulletin;
mod certificate;
mod label;
pub(crate) mod large_list;
mod meeting;
mod opening;
mod poster;
mod referral;
mod register;
mod seeker;
mod word;

use std::sync::Arc;

pub use attendance::attendance_sheet;
pub use bulletin::{bulletin, bulletin_line, bulletin_paper};
pub use certificate::certificate;
pub use documents::paper::{Align, Block, Cell, Column, Kind, Sheet};
pub use documents::paper::{BulletinLine, BulletinPaper};
use documents::paper::{Office, PressError, Printed, press};
use domain::Ctx;
use domain::message::Message;
use domain::policy::UseCase;
use jiff::civil::Date;
pub use label::labels;
pub use large_list::large_list;
pub use meeting::{meeting_record, packet};
pub use opening::{opening_form, question};
pub use poster::{instead, opening_sheet, poster};
pub use referral::{letter, name_list, result_notice};
pub use register::{half_year, opening_register, seeker_register};
pub use seeker::{own_list, seeker_form, slip};
use tokio::sync::Semaphore;

use crate::{App, Error};

/// Papers printed at once: each takes a core while it lasts.
static PRESSES: Semaphore = Semaphore::const_new(2);
/// Papers that may wait for a press; more than that and the machine is asked too much.
static QUEUE: Semaphore = Semaphore::const_new(40);
/// Rows of a register that are printed in one go.
pub const MOST_ROWS: usize = 2_000;

/// Prints a sheet as PDF, away from the threads that answer requests.
///
/// # Errors
/// [`Error::Unavailable`] when too many papers wait already.
pub async fn pdf(ctx: &Ctx, sheet: Sheet) -> Result<Vec<u8>, Error> {
    let (now, sheet) = (ctx.now, Arc::new(sheet));
    Ok(pressed(move || press(&sheet, now)).await?.bytes)
}

/// Prints by `work`, away from the threads that answer requests.
pub(crate) async fn pressed(
    work: impl FnOnce() -> Result<Printed, PressError> + Send + 'static,
) -> Result<Printed, Error> {
    let busy = || Error::Unavailable(Message::new("paper-busy"));
    let _place = QUEUE.try_acquire().map_err(|_| busy())?;
    let _press = PRESSES.acquire().await.map_err(|_| busy())?;
    let printed = tokio::task::spawn_blocking(work).await;
    printed.map_err(Error::internal)?.map_err(Error::internal)
}

/// A period of days for a register, both ends in it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Period {
    /// First day.
    pub from: Date,
    /// Last day.
    pub to: Date,
}

impl Period {
    /// A period of at most a year that does not run backwards.
    ///
    /// # Errors
    /// `paper-period`, at the field of the last day.
    pub fn new(from: Date, to: Date) -> Result<Self, Error> {
        let days = to.since(from).map_or(-1, |span| span.get_days());
        if (0..=366).contains(&days) {
            Ok(Self { from, to })
        } else {
            Err(Error::field("to", Message::new("paper-period")))
        }
    }

    /// The month of a day.
    pub fn month_of(day: Date) -> Self {
        Self { from: day.first_of_month(), to: day.last_of_month() }
    }

    fn days(self) -> (Date, Date) {
        (self.from, self.to)
    }
}

impl std::fmt::Display for Period {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} ~ {}", self.from, self.to)
    }
}

/// A half of a year.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Half {
    /// The year.
    pub year: i16,
    /// 1 or 2.
    pub half: u8,
}

impl Half {
    /// The half in which a day lies.
    pub fn of(day: Date) -> Self {
        Self { year: day.year(), half: if day.month() <= 6 { 1 } else { 2 } }
    }

    fn period(self) -> Option<Period> {
        let (from, to) = if self.half == 1 { ((1, 1), (6, 30)) } else { ((7, 1), (12, 31)) };
        let day = |(month, day)| Date::new(self.year, month, day).ok();
        Some(Period { from: day(from)?, to: day(to)? })
    }
}

fn office(ctx: &Ctx, app: &App) -> Office {
    Office {
        name: format!("{} 일자리센터", app.city.name_ko()),
        phone: app.city.phone().to_owned(),
        as_of: app.city.zone().to_datetime(ctx.now).strftime("%Y-%m-%d %H:%M").to_string(),
    }
}

/// A register that would be longer than can be printed in one go.
fn too_long() -> Error {
    Error::field("to", Message::new("paper-too-long").with("most", MOST_ROWS))
}

/// Opens the door of a list to those whose office it is. Whom of the people on it they may know is asked
/// of each person.
fn at_door(ctx: &Ctx, use_case: UseCase) -> Result<(), Error> {
    use domain::policy::{Forbidden, Reach, Relation, authorise, reach};
    match reach(ctx.actor.role, use_case) {
        Reach::All | Reach::Need => Ok(authorise(&ctx.actor, use_case, Relation::default())?),
        Reach::No | Reach::Own => Err(Error::Forbidden(Forbidden { role: ctx.actor.role, use_case })),
    }
}
