//! The board of bodies and months: who handed in, how late, what was returned. It must not know pages.

use std::collections::BTreeMap;

use domain::Ctx;
use domain::counting::Month;
use domain::id::{OrganisationId, SubmissionId};
use domain::policy::{Relation, UseCase, authorise, may_ask};
use domain::submission::{State, Submission};
use jiff::Timestamp;
use jiff::civil::Date;

use super::Bodies;
use crate::{App, Error};

/// The board of a year.
#[derive(Debug, Clone)]
pub struct Board {
    /// The months that were called for, in order.
    pub months: Vec<Month>,
    /// A line for each body, in order of the tree.
    pub lines: Vec<Line>,
    /// The month last called for, of any year.
    pub latest: Option<Month>,
    /// As of when.
    pub as_of: Timestamp,
}

/// A body's reports of the year.
#[derive(Debug, Clone)]
pub struct Line {
    /// Which body.
    pub id: OrganisationId,
    /// Its name.
    pub body: String,
    /// The body that goes on with its work, and from which day.
    pub left_to: Option<(String, Date)>,
    /// By month of the board; `None` where it was not called for.
    pub cells: Vec<Option<Cell>>,
}

/// A report on the board.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cell {
    /// Which report.
    pub id: SubmissionId,
    /// Where it stands.
    pub state: State,
    /// Days it was, or is, late.
    pub late: Option<i32>,
    /// By when.
    pub due_on: Date,
    /// How often the body was reminded.
    pub reminders: usize,
}

impl Cell {
    fn of(submission: &Submission, today: Date) -> Self {
        Self {
            id: submission.id,
            state: submission.state.clone(),
            late: submission.late_days(today),
            due_on: submission.due_on,
            reminders: submission.reminders(),
        }
    }

    /// Whether nobody has handed it in yet.
    pub fn is_missing(&self) -> bool {
        matches!(self.state, State::Called)
    }
}

impl Board {
    /// How many reports of the board stand so, or are missing and overdue.
    pub fn count(&self, is: impl Fn(&Cell) -> bool) -> usize {
        self.lines.iter().flat_map(|line| line.cells.iter().flatten()).filter(|cell| is(cell)).count()
    }
}

/// The board of a year, of all bodies or, for whoever reports for one, of that one.
///
/// # Errors
/// [`Error::Forbidden`]; when the store cannot be read.
pub async fn board(ctx: &Ctx, app: &App, year: i16) -> Result<Board, Error> {
    if !may_ask(&ctx.actor, UseCase::ReadSubmission) {
        authorise(&ctx.actor, UseCase::ReadSubmission, Relation::default())?;
    }
    let all: Vec<Submission> = store::record::all(&app.store, ctx.tenant).await.map_err(crate::fault)?;
    let bodies = Bodies::read(ctx, app).await?;
    let may = |id| authorise(&ctx.actor, UseCase::ReadSubmission, bodies.relation(ctx, id)).is_ok();
    let latest = all.iter().map(|submission| submission.month).max();
    let mut months: Vec<Month> =
        all.iter().map(|submission| submission.month).filter(|month| month.year() == year).collect();
    months.sort_unstable();
    months.dedup();
    let mut cells: BTreeMap<(OrganisationId, Month), Cell> = BTreeMap::new();
    for submission in all.iter().filter(|submission| may(submission.organisation)) {
        let at = (submission.organisation, submission.month);
        cells.insert(at, Cell::of(submission, ctx.today()));
    }
    let mut lines = Vec::new();
    for (_, body) in domain::organisation::in_tree_order(&bodies.0) {
        let of_body: Vec<Option<Cell>> =
            months.iter().map(|month| cells.get(&(body.id, *month)).cloned()).collect();
        if of_body.iter().any(Option::is_some) {
            let left_to = body.successor.map(|left| (bodies.name(left.id), left.from));
            lines.push(Line { id: body.id, body: body.name.clone(), left_to, cells: of_body });
        }
    }
    Ok(Board { months, lines, latest, as_of: ctx.now })
}
