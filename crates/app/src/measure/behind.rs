//! The rows behind a figure of several measures together: of a unit, and maybe of a category, in a year's plan. What two of
//! its measures hold is there once, as in the figure.

use std::collections::HashMap;

use domain::Ctx;
use domain::counting::{Asked, Standing};
use domain::id::PlacementId;
use domain::measure::{Measure, Unit};
use domain::policy::{Relation, UseCase, authorise};

use super::Stamp;
use super::standing::{Grade, Row, asked, board_of, recorded_now};
use crate::page::Page;
use crate::placement::View as Claim;
use crate::{App, Error};

/// Which figure.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Whole {
    /// Of which year.
    pub year: i16,
    /// In what it is counted.
    pub unit: Unit,
    /// Of one category of the disclosure scheme; of all where none is named.
    pub category: Option<String>,
    /// Confirmed or claimed.
    pub grade: Grade,
}

/// A figure with its rows.
#[derive(Debug, Clone)]
pub struct Behind {
    /// What the rows come to in the unit.
    pub figure: i64,
    /// The rows, each once.
    pub rows: Page<Row>,
    /// As of when and from what.
    pub stamp: Stamp,
}

/// The rows behind a figure of the year's plan. People are named only to those who may see them, and each is told of the
/// look.
///
/// # Errors
/// [`Error::Forbidden`]; [`Error::NotFound`] where the plan has no such measures; when the store cannot be read.
pub async fn rows_behind(
    ctx: &Ctx,
    app: &App,
    whole: &Whole,
    (page, size): (usize, usize),
) -> Result<Behind, Error> {
    authorise(&ctx.actor, UseCase::ReadPlan, Relation::default())?;
    authorise(&ctx.actor, UseCase::ReadLedger, Relation::default())?;
    let board = board_of(ctx, app, whole.year).await?;
    let plans = crate::term_plan::all(app).await?;
    let plan = crate::term_plan::of_year(&plans, whole.year).map(|plan| plan.id);
    let wanted = |one: &&Measure| {
        Some(one.term_plan) == plan
            && one.content.query.unit == whole.unit
            && whole.category.as_ref().is_none_or(|category| one.content.category == *category)
    };
    let measures: Vec<&Measure> = board.lines.iter().map(|line| &line.measure).filter(wanted).collect();
    if measures.is_empty() {
        return Err(Error::NotFound);
    }
    let (today, stamp) = (ctx.today(), board.stamp.clone());
    let (page, size) = (page.max(1), size.clamp(1, 100));
    if whole.unit.is_recorded() {
        let days = match whole.grade {
            Grade::Confirmed => recorded_now(app, whole.unit, measures, today),
            Grade::Claimed => Vec::new(),
        };
        let total = days.len();
        let items = days.into_iter().skip((page - 1).saturating_mul(size)).take(size).map(Row::Recorded);
        let rows = Page { items: items.collect(), total, page, size };
        return Ok(Behind { figure: i64::try_from(total).unwrap_or(i64::MAX), rows, stamp });
    }
    let standing = match whole.grade {
        Grade::Confirmed => Standing::Confirmed,
        Grade::Claimed => Standing::Claimed,
    };
    let question: Vec<Asked> = measures
        .iter()
        .map(|measure| {
            let mut asked = asked(app, measure, today);
            asked.filter.standing = Some(standing);
            asked
        })
        .collect();
    let (tally, rows) = app.ledger.with(|ledger, counted, _| ledger.behind(counted, &question));
    let days: HashMap<PlacementId, i64> = rows.iter().copied().collect();
    let ids = rows.into_iter().map(|(id, _)| (id, None)).collect();
    let found = crate::ledger::paged(ctx, app, ids, page, size).await?;
    let row = |claim: Claim| {
        let worked = days.get(&claim.placement.id).copied().unwrap_or_default();
        Row::Claim(Box::new(claim), worked)
    };
    let items = found.items.into_iter().map(row).collect();
    let (confirmed, claimed) = whole.unit.of(&tally);
    let figure = if whole.grade == Grade::Confirmed { confirmed } else { claimed };
    Ok(Behind { figure, rows: Page { items, total: found.total, page, size }, stamp })
}
