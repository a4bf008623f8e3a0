//! Closing a month: what it says is frozen with its time, rules and digest, and later changes are told as
//! corrections in the open month (CR-02, CR-21).

use std::collections::BTreeMap;
use std::sync::Arc;

use domain::counting::{
    Basis, Counted, Figures, Filter, Frozen, Ledger, Month, RULE_SET, Standing, cr_21_corrections,
    cr_21_first_to_close,
};
use domain::id::PlacementId;
use domain::placement::{EvidenceGrade, RETENTION_MONTHS};
use domain::policy::{Relation, UseCase, authorise};
use domain::{Ctx, Message};
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

/// A correction of a closed month (정정), and where it stands: in the closed month that carries it, or in the open one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Correction {
    /// The month to whose results it belongs (CR-02).
    pub of: Month,
    /// The closed month that carries it; `None` for the open one.
    pub carried_by: Option<Month>,
    /// How much more or less.
    pub counts: Counts,
}

impl Closes {
    /// What a closed month said of a cut when it was closed. Frozen is the city as a whole, by home and by workplace;
    /// parts of it are told as they stand now.
    pub fn frozen(&self, cut: &Cut, month: Month) -> Option<Counts> {
        let close = self.closed.iter().find(|close| close.frozen.month == month)?;
        match basis_of_whole(cut)? {
            Basis::Residents => Some(close.frozen.own.clone()),
            Basis::Workplaces => {
                let beside = close.frozen.beside.iter();
                Some(
                    beside
                        .filter_map(|(what, n)| Some((what.strip_prefix("work.")?.to_owned(), *n)))
                        .collect(),
                )
            }
            Basis::Everyone => None,
        }
    }

    /// The corrections to the results of a span, by which its months add up to its total (CR-02).
    pub fn corrections(&self, cut: &Cut, span: (Date, Date)) -> Vec<Correction> {
        if basis_of_whole(cut) != Some(Basis::Residents) {
            return Vec::new();
        }
        let carried = self.closed.iter().flat_map(|close| {
            let by = Some(close.frozen.month);
            close.frozen.corrections.iter().map(move |(of, counts)| (by, *of, counts))
        });
        let open = self.corrections.iter().map(|(of, counts)| (None, *of, counts));
        let within = carried.chain(open).filter(|(_, of, _)| of.first() >= span.0 && of.last() <= span.1);
        within.map(|(carried_by, of, counts)| Correction { of, carried_by, counts: counts.clone() }).collect()
    }

    /// The claims behind a cut of a closed month when it was closed.
    pub(super) fn rows(&self, cut: &Cut) -> Option<Vec<PlacementId>> {
        let close = self.closed.iter().find(|close| Some(close.frozen.month) == cut.month)?;
        let old = close.rows.is_empty() && !close.frozen.own.is_empty();
        if old || basis_of_whole(cut) != Some(Basis::Residents) {
            return None;
        }
        let wanted = |what: &str| {
            let (class, grade) = what.split_once('.').unwrap_or((what, ""));
            cut.class.is_none_or(|known| known.to_string() == class)
                && cut.standing.is_none_or(|known| grade == column(known))
        };
        let rows = close.rows.iter().filter(|(what, _)| wanted(what));
        Some(rows.flat_map(|(_, ids)| ids).copied().collect())
    }
}

/// By what a cut takes the city as a whole, if it does.
fn basis_of_whole(cut: &Cut) -> Option<Basis> {
    let of_body = cut.owner.is_some() || cut.project.is_some() || cut.employer.is_some();
    let whole =
        !of_body && cut.sector.is_none() && cut.how.is_none() && cut.part.is_none() && cut.from.is_none();
    whole.then_some(cut.basis)
}

fn column(standing: Standing) -> &'static str {
    match standing {
        Standing::Confirmed => "filled",
        Standing::Claimed => "claimed",
    }
}

/// The closed months with the corrections that wait for the open one; read again only after a change, for they hold
/// every row that they were closed with.
///
/// # Errors
/// [`Error::Forbidden`]; when the store cannot be read.
pub async fn months(ctx: &Ctx, app: &App) -> Result<Arc<Closes>, Error> {
    authorise(&ctx.actor, UseCase::ReadLedger, Relation::default())?;
    app.ledger.ready(app).await?;
    let today = ctx.today();
    if let Some(known) = app.ledger.closes(today) {
        return Ok(known);
    }
    let closed = store::month_close::all(&app.store, ctx.tenant).await.map_err(crate::fault)?;
    let filter = homes(ctx, app);
    let (live, seq) = app.ledger.with(|ledger, counted, seq| (live(ledger, counted, &filter, today), seq));
    let frozen: Vec<Frozen> = closed.iter().map(|close| close.frozen.clone()).collect();
    let corrections = cr_21_corrections(&live, &frozen);
    let closes = Arc::new(Closes { closed, corrections });
    app.ledger.keep_closes(seq, today, &closes);
    Ok(closes)
}

/// Closes a month that is over, the earliest first. Everything it freezes is read at one entry of the change log, and
/// a second close at the same time is refused: both would carry the same corrections.
///
/// # Errors
/// [`Error::Forbidden`]; [`Error::Conflict`] when it is not over, closed already, or an earlier one is open.
pub async fn close(ctx: &Ctx, app: &App, month: Month) -> Result<(), Error> {
    authorise(&ctx.actor, UseCase::CloseMonth, Relation::default())?;
    app.ledger.ready(app).await?;
    let closed = store::month_close::all(&app.store, ctx.tenant).await.map_err(crate::fault)?;
    let frozen: Vec<Frozen> = closed.iter().map(|close| close.frozen.clone()).collect();
    let cut = |basis| Cut { month: Some(month), basis, ..Cut::default() }.filter(ctx, app);
    let (always, homes, works) = (homes(ctx, app), cut(Basis::Residents), cut(Basis::Workplaces));
    let (mut live, rows, told, worked) = app.ledger.with(|ledger, counted, _| {
        let figures = |filter| ledger.figures(counted, filter, ctx.today());
        let live = live(ledger, counted, &always, ctx.today());
        (live, ledger.told(counted, &homes), figures(&homes), figures(&works))
    });
    let known: Vec<Month> = frozen.iter().map(|close| close.month).collect();
    month.may_close(ctx.today(), known.contains(&month)).map_err(Error::Conflict)?;
    let with_results: Vec<Month> = live.keys().copied().collect();
    if let Some(first) = cr_21_first_to_close(month, &known, &with_results) {
        return Err(Error::Conflict(Message::new("month-close-earlier").with("month", first.to_string())));
    }
    let corrections = cr_21_corrections(&live, &frozen);
    let mut beside: Counts =
        counts(&worked).into_iter().map(|(what, n)| (format!("work.{what}"), n)).collect();
    beside.extend(kept(&told));
    let mut behind: BTreeMap<String, Vec<PlacementId>> = BTreeMap::new();
    for row in &rows {
        behind.entry(format!("{}.{}", row.class, column(row.standing))).or_default().push(row.id);
    }
    let own = live.remove(&month).unwrap_or_default();
    let close = MonthClose {
        id: ctx.id(),
        closed_at: ctx.now,
        closed_by: ctx.actor.person,
        rule_set: RULE_SET.to_owned(),
        digest: digest(&rows),
        frozen: Frozen { month, own, beside, corrections },
        rows: behind,
    };
    app.write(ctx, move |tx, ctx| {
        let (close, known) = (close.clone(), known.len());
        Box::pin(async move { store::month_close::insert(tx, &ctx, &close, known).await })
    })
    .await
}

/// The months before one that have results, for whoever fills a city with a past.
///
/// # Errors
/// When the store cannot be read.
pub(crate) async fn months_before(ctx: &Ctx, app: &App, month: Month) -> Result<Vec<Month>, Error> {
    app.ledger.ready(app).await?;
    let filter = homes(ctx, app);
    let live = app.ledger.with(|ledger, counted, _| live(ledger, counted, &filter, ctx.today()));
    Ok(live.into_keys().filter(|known| *known < month).collect())
}

/// The city's total goes by home (CR-20), of every month.
fn homes(ctx: &Ctx, app: &App) -> Filter {
    let all = Cut { basis: Basis::Residents, ..Cut::default() }.filter(ctx, app);
    Filter { from: None, to: None, ..all }
}

fn live(ledger: &Ledger, counted: &Counted, homes: &Filter, today: Date) -> BTreeMap<Month, Counts> {
    let by_month = ledger.figures_by(counted, homes, today, |event| Month::of(event.start));
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
