//! Figures, the rows behind them, and what was excluded.

use std::collections::BTreeMap;

use domain::Ctx;
use domain::counting::{
    Asked, Basis, Class, Contributed, Counted, Figure, Figures, Filter, Ledger, Month, Open, Part, RULE_SET,
    Rule, Standing, Vacancies,
};
use domain::id::{EmployerId, OrganisationId, PersonId, PlacementId};
use domain::look::Purpose;
use domain::placement::How;
use domain::policy::{Relation, UseCase, authorise};
use jiff::Timestamp;
use jiff::civil::Date;

use super::digest::digest;
use crate::look::leave;
use crate::page::Page;
use crate::placement::{self, View};
use crate::{App, Error};

/// Which part of the ledger is asked for.
#[derive(Debug, Clone, Default)]
pub struct Cut {
    /// Year of start; the present one if nothing is said.
    pub year: Option<i16>,
    /// One month of it.
    pub month: Option<Month>,
    /// By home, by workplace, or neither (CR-20).
    pub basis: Basis,
    /// Of one body.
    pub owner: Option<OrganisationId>,
    /// Found in one way.
    pub how: Option<How>,
    /// Of one class.
    pub class: Option<Class>,
    /// Confirmed or claimed.
    pub standing: Option<Standing>,
    /// Only what is behind one number of a line.
    pub part: Option<Part>,
    /// What came of one project, by its number.
    pub project: Option<String>,
    /// At one employer.
    pub employer: Option<EmployerId>,
    /// Through openings of one sector of the city, by its id.
    pub sector: Option<String>,
    /// From this day of start on, whatever the year: what comes of a project or a promise takes years.
    pub from: Option<Date>,
}

/// The events a body owns, and in how many it had a part.
#[derive(Debug, Clone)]
pub struct OwnerLine {
    /// Which body; `None` for claims without one.
    pub id: Option<OrganisationId>,
    /// Its name.
    pub name: String,
    /// What it owns; these add up to the city's.
    pub figures: Figures,
    /// What it helped with; these are never added.
    pub contributed: Contributed,
}

/// A published look at the ledger (CR-21).
#[derive(Debug, Clone)]
pub struct Statement {
    /// As of when.
    pub as_of: Timestamp,
    /// Change of the log up to which it is true.
    pub seq: i64,
    /// Version of the counting rules.
    pub rule_set: &'static str,
    /// Digest of the rows, hex.
    pub digest: String,
    /// First and last day of start.
    pub span: (Date, Date),
    /// The cut as a whole.
    pub total: Figures,
    /// By month of start (CR-02).
    pub months: BTreeMap<Month, Figures>,
    /// By the body that owns them (CR-01).
    pub owners: Vec<OwnerLine>,
    /// By how the work was found.
    pub ways: BTreeMap<How, Figures>,
    /// How many claims each rule left out.
    pub excluded: BTreeMap<Rule, usize>,
    /// Heads that are looked for on the day, whatever the cut; no result.
    pub open: Figure<Open, Vacancies>,
}

/// The figures of a cut, by numbers alone.
#[derive(Debug)]
pub(super) struct Cutting {
    digest: String,
    total: Figures,
    months: BTreeMap<Month, Figures>,
    owned: BTreeMap<Option<OrganisationId>, Figures>,
    contributed: BTreeMap<OrganisationId, Contributed>,
    ways: BTreeMap<How, Figures>,
    excluded: BTreeMap<Rule, usize>,
}

impl Cutting {
    pub(super) fn of(ledger: &Ledger, counted: &Counted, filter: &Filter, today: Date) -> Self {
        let mut owned = ledger.figures_by(counted, filter, today, |event| ledger.owner_of(event));
        let contributed = ledger.contributions(counted, filter);
        for body in contributed.keys() {
            owned.entry(Some(*body)).or_default();
        }
        let mut excluded = BTreeMap::new();
        for (_, rule) in ledger.excluded_in(counted, filter) {
            *excluded.entry(rule).or_insert(0) += 1;
        }
        Self {
            digest: digest(&ledger.told(counted, filter)),
            total: ledger.figures(counted, filter, today),
            months: ledger.figures_by(counted, filter, today, |event| Month::of(event.start)),
            owned,
            contributed,
            ways: ledger.figures_by(counted, filter, today, |event| ledger.how_of(event)),
            excluded,
        }
    }
}

impl Cut {
    pub(crate) fn filter(&self, ctx: &Ctx, app: &App) -> Filter {
        let year = self.year.or(self.month.map(Month::year)).unwrap_or_else(|| ctx.today().year());
        let (from, to) = match self.month {
            Some(month) => (month.first(), month.last()),
            None => {
                (Date::new(year, 1, 1).unwrap_or(Date::MIN), Date::new(year, 12, 31).unwrap_or(Date::MAX))
            }
        };
        // From a day on means until today's year is over, unless a year or month is asked for.
        let (from, to) = match (self.from, self.year, self.month) {
            (Some(first), None, None) => (first, to),
            (Some(first), ..) => (first.max(from), to),
            (None, ..) => (from, to),
        };
        Filter {
            from: Some(from),
            to: Some(to),
            basis: self.basis,
            districts: districts(app),
            owner: self.owner,
            how: self.how,
            class: self.class,
            standing: self.standing,
            project: self.project.clone(),
            employer: self.employer,
            ages: None,
            openings: self.sector.as_ref().map(|id| {
                let sector = app.city.sector(id);
                app.ledger.records(|records| sector.map(|one| records.of_sector(one)).unwrap_or_default())
            }),
        }
    }
}

/// The districts that are the city, five digits each (CR-20).
pub(crate) fn districts(app: &App) -> Vec<String> {
    let own = app.city.districts().into_iter().map(|area| &area.code).chain(std::iter::once(app.city.root()));
    let mut districts: Vec<String> = own.filter_map(|code| code.district()).map(str::to_owned).collect();
    districts.sort_unstable();
    districts.dedup();
    districts
}

/// The figures of a cut, without people.
///
/// # Errors
/// [`Error::Forbidden`]; when the store cannot be read.
pub async fn figures(ctx: &Ctx, app: &App, cut: &Cut) -> Result<Statement, Error> {
    authorise(&ctx.actor, UseCase::ReadLedger, Relation::default())?;
    app.ledger.ready(app).await?;
    let bodies = store::organisation::all(&app.store, ctx.tenant).await.map_err(crate::fault)?;
    let filter = cut.filter(ctx, app);
    let (cutting, seq) = app.ledger.cutting(&filter, ctx.today());
    let name = |id: Option<OrganisationId>| {
        let known = bodies.iter().find(|body| Some(body.id) == id);
        known.map(|body| body.name.clone()).unwrap_or_default()
    };
    let owners = cutting.owned.iter().map(|(id, figures)| OwnerLine {
        id: *id,
        name: name(*id),
        figures: figures.clone(),
        contributed: id.and_then(|id| cutting.contributed.get(&id).copied()).unwrap_or_default(),
    });
    Ok(Statement {
        as_of: ctx.now,
        seq,
        rule_set: RULE_SET,
        digest: cutting.digest.clone(),
        span: (filter.from.unwrap_or(Date::MIN), filter.to.unwrap_or(Date::MAX)),
        total: cutting.total.clone(),
        months: cutting.months.clone(),
        owners: owners.collect(),
        ways: cutting.ways.clone(),
        excluded: cutting.excluded.clone(),
        open: super::open::heads(ctx, app).await?,
    })
}

/// The figures of a cut alone, for a use case that has asked the policy.
pub(crate) async fn total(ctx: &Ctx, app: &App, cut: &Cut) -> Result<Figures, Error> {
    app.ledger.ready(app).await?;
    Ok(app.ledger.cutting(&cut.filter(ctx, app), ctx.today()).0.total.clone())
}

/// The rows behind a figure; of a closed month those it was closed with, each with the rule by which it counts no
/// more. People are named only to those who may see them, and each is told of the look.
///
/// # Errors
/// [`Error::Forbidden`]; when the store cannot be read.
pub async fn rows(ctx: &Ctx, app: &App, cut: &Cut, page: usize, size: usize) -> Result<Page<View>, Error> {
    authorise(&ctx.actor, UseCase::ReadLedger, Relation::default())?;
    app.ledger.ready(app).await?;
    let filter = cut.filter(ctx, app);
    let today = ctx.today();
    let frozen = super::months(ctx, app).await?.rows(cut);
    let ids = app.ledger.with(|ledger, counted, _| {
        let ids = match (frozen, cut.part) {
            (Some(frozen), _) => frozen,
            (None, Some(part)) => ledger.rows_of(counted, &filter, part, today),
            (None, None) => ledger.rows(counted, &filter),
        };
        ids.into_iter().map(|id| (id, counted.barred(id))).collect()
    });
    paged(ctx, app, ids, page, size).await
}

/// The claims that do not count, each with its rule.
///
/// # Errors
/// [`Error::Forbidden`]; when the store cannot be read.
pub async fn excluded(
    ctx: &Ctx,
    app: &App,
    cut: &Cut,
    rule: Option<Rule>,
    page: usize,
    size: usize,
) -> Result<Page<View>, Error> {
    authorise(&ctx.actor, UseCase::ReadLedger, Relation::default())?;
    app.ledger.ready(app).await?;
    let filter = cut.filter(ctx, app);
    let mut ids = app.ledger.with(|ledger, counted, _| ledger.excluded_in(counted, &filter));
    ids.retain(|(_, by)| rule.is_none_or(|rule| rule == *by));
    paged(ctx, app, ids.into_iter().map(|(id, rule)| (id, Some(rule))).collect(), page, size).await
}

/// The rows behind a question, for whoever may read figures.
///
/// # Errors
/// As [`rows`].
pub(crate) async fn rows_of(
    ctx: &Ctx,
    app: &App,
    asked: &Asked,
    page: usize,
    size: usize,
) -> Result<Page<View>, Error> {
    authorise(&ctx.actor, UseCase::ReadLedger, Relation::default())?;
    app.ledger.ready(app).await?;
    let ids = app.ledger.with(|ledger, counted, _| match asked.part {
        Some(part) => ledger.rows_of(counted, &asked.filter, part, ctx.today()),
        None => ledger.rows(counted, &asked.filter),
    });
    paged(ctx, app, ids.into_iter().map(|id| (id, None)).collect(), page, size).await
}

/// Claims by their ids, each with the rule by which it does not count, for a use case that has asked the policy.
///
/// # Errors
/// When the store cannot be read.
pub(crate) async fn paged(
    ctx: &Ctx,
    app: &App,
    ids: Vec<(PlacementId, Option<Rule>)>,
    page: usize,
    size: usize,
) -> Result<Page<View>, Error> {
    let (total, page, size) = (ids.len(), page.max(1), size.clamp(1, 100));
    let mut items = Vec::new();
    for (id, rule) in ids.into_iter().skip((page - 1).saturating_mul(size)).take(size) {
        let placement = store::placement::get(&app.store, ctx.tenant, id).await.map_err(crate::fault)?;
        let stands = placement::relation(&placement);
        items.push(placement::view(ctx, app, placement, rule, stands).await?);
    }
    let named: Vec<PersonId> =
        items.iter().filter(|item| item.person.is_some()).map(|item| item.placement.person).collect();
    leave(ctx, app, named, Purpose::ReadPlacement).await?;
    Ok(Page { items, total, page, size })
}

/// The confirmed hires (R1) of the city's people that begin in a span of days, an event each.
///
/// # Errors
/// When the store cannot be read.
pub(crate) async fn confirmed_hires(app: &App, (from, to): (Date, Date)) -> Result<Vec<PlacementId>, Error> {
    app.ledger.ready(app).await?;
    let filter = Filter {
        from: Some(from),
        to: Some(to),
        basis: Basis::Residents,
        districts: districts(app),
        class: Some(Class::R1),
        standing: Some(Standing::Confirmed),
        ..Filter::default()
    };
    Ok(app.ledger.with(|ledger, counted, _| ledger.rows(counted, &filter)))
}
