//! Closing a month: what it says is frozen with its time, rules and digest, and later changes are told as
//! corrections in the open month (CR-02, CR-21).

use std::collections::BTreeMap;

use domain::Ctx;
use domain::counting::{Basis, Figures, Filter, Frozen, Month, RULE_SET, cr_21_corrections};
use domain::placement::{EvidenceGrade, RETENTION_MONTHS};
use domain::policy::{Relation, UseCase, authorise};
use jiff::civil::Date;
use store::month_close::MonthClose;
use strum::IntoEnumIterator;

use super::digest::digest;
use super::read::Cut;
use crate::{App, Error};

/// Counts by what is counted: a class with a standing.
pub type Counts = BTreeMap<String, i64>;

/// The closed months, and what has changed in them since.
#[derive(Debug, Clone)]
pub struct Closes {
    /// In order.
    pub closed: Vec<MonthClose>,
    /// By month, what the open month tells as a correction.
    pub corrections: BTreeMap<Month, Counts>,
}

/// The closed months with the corrections that wait for the open one.
///
/// # Errors
/// [`Error::Forbidden`]; when the store cannot be read.
pub async fn months(ctx: &Ctx, app: &App) -> Result<Closes, Error> {
    authorise(&ctx.actor, UseCase::ReadLedger, Relation::default())?;
    app.ledger.ready(app).await?;
    let closed = store::month_close::all(&app.store, ctx.tenant).await.map_err(crate::fault)?;
    let frozen: Vec<Frozen> = closed.iter().map(|close| close.frozen.clone()).collect();
    let corrections = cr_21_corrections(&live(ctx, app), &frozen);
    Ok(Closes { closed, corrections })
}

/// Closes a month that is over.
///
/// # Errors
/// [`Error::Forbidden`]; [`Error::Conflict`] when it is not over, or closed already.
pub async fn close(ctx: &Ctx, app: &App, month: Month) -> Result<(), Error> {
    authorise(&ctx.actor, UseCase::CloseMonth, Relation::default())?;
    let known = months(ctx, app).await?;
    let is_closed = known.closed.iter().any(|close| close.frozen.month == month);
    month.may_close(ctx.today(), is_closed).map_err(Error::Conflict)?;
    let own = live(ctx, app).remove(&month).unwrap_or_default();
    let cut = |basis| Cut { month: Some(month), basis, ..Cut::default() }.filter(ctx, app);
    let (homes, works) = (cut(Basis::Residents), cut(Basis::Workplaces));
    let (rows, told, worked) = app.ledger.with(|ledger, counted, _| {
        let figures = |filter| ledger.figures(counted, filter, ctx.today());
        (ledger.told(counted, &homes), figures(&homes), figures(&works))
    });
    let mut beside: Counts =
        counts(&worked).into_iter().map(|(what, n)| (format!("work.{what}"), n)).collect();
    beside.extend(kept(&told));
    let close = MonthClose {
        id: ctx.id(),
        closed_at: ctx.now,
        closed_by: ctx.actor.person,
        rule_set: RULE_SET.to_owned(),
        digest: digest(&rows),
        frozen: Frozen { month, own, beside, corrections: known.corrections },
    };
    app.write(ctx, move |tx, ctx| {
        let close = close.clone();
        Box::pin(async move { store::month_close::insert(tx, &ctx, &close).await })
    })
    .await
}

fn live(ctx: &Ctx, app: &App) -> BTreeMap<Month, Counts> {
    let today: Date = ctx.today();
    // The city's total goes by home (CR-20).
    let all = Cut { basis: Basis::Residents, ..Cut::default() }.filter(ctx, app);
    let homes = Filter { from: None, to: None, ..all };
    let by_month = app
        .ledger
        .with(|ledger, counted, _| ledger.figures_by(counted, &homes, today, |event| Month::of(event.start)));
    by_month.into_iter().map(|(month, figures)| (month, counts(&figures))).collect()
}

fn counts(figures: &Figures) -> Counts {
    let lines = figures.classes.iter().flat_map(|(class, line)| {
        [
            (format!("{class}.filled"), line.filled.value()),
            (format!("{class}.persons"), line.filled_persons.value()),
            (format!("{class}.days"), line.days.value()),
            (format!("{class}.claimed"), line.claimed.value()),
        ]
    });
    lines.filter(|(_, n)| *n != 0).collect()
}

/// Who had been looked at after how many months, and was still there (CR-22).
fn kept(figures: &Figures) -> Counts {
    let looks = figures.classes.iter().flat_map(|(class, line)| {
        RETENTION_MONTHS.into_iter().zip(line.kept).flat_map(move |(months, known)| {
            let by_grade = EvidenceGrade::iter().zip(known.by_grade);
            let by_grade =
                by_grade.map(move |(grade, n)| (format!("{class}.kept-{months}.{grade}"), n.value()));
            by_grade.chain([
                (format!("{class}.asked-{months}"), known.asked.value()),
                (format!("{class}.kept-{months}"), known.kept.value()),
            ])
        })
    });
    looks.filter(|(_, n)| *n != 0).collect()
}
