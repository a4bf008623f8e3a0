//! Figures, the rows behind them, what was excluded, and one's own results.

use std::collections::BTreeMap;

use domain::Ctx;
use domain::attachment::Attachment;
use domain::counting::{
    Basis, Class, Contributed, Counted, Figures, Filter, Ledger, Month, Part, RULE_SET, Rule, Standing, Told,
};
use domain::id::{OrganisationId, PersonId, PlacementId};
use domain::placement::{How, Placement, StateName};
use domain::policy::{Reach, Relation, UseCase, authorise, reach};
use jiff::Timestamp;
use jiff::civil::Date;
use sha2::{Digest, Sha256};

use crate::page::Page;
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

/// A claim as it is shown.
#[derive(Debug, Clone)]
pub struct View {
    /// The claim.
    pub placement: Placement,
    /// Name of the person, for those who may see it and while it can be read.
    pub person: Option<String>,
    /// Name of the employer.
    pub employer: String,
    /// Why it does not count, if it does not.
    pub excluded: Option<Rule>,
    /// The column it counts in by itself (CR-06).
    pub standing: Standing,
    /// The bodies of the network, to name its owner and contributors by.
    pub bodies: Vec<(OrganisationId, String)>,
    /// Papers kept of the person, for those who may attach one as evidence.
    pub papers: Vec<Attachment>,
    /// What was done to it, newest first.
    pub history: Vec<HistoryLine>,
}

impl View {
    /// Where it stands for whoever reads it: what counts as claimed is never shown as confirmed.
    pub fn state(&self) -> StateName {
        match (self.placement.state.name(), self.standing) {
            (StateName::Confirmed, Standing::Claimed) => StateName::Claimed,
            (name, _) => name,
        }
    }
}

/// A line of a claim's history.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HistoryLine {
    /// Its entry in the change log.
    pub seq: i64,
    /// When.
    pub at: Timestamp,
    /// In which role.
    pub role: String,
    /// Through which channel.
    pub channel: String,
    /// Which member of staff, if still known; the person themself is not named.
    pub who: String,
    /// What was done.
    pub verb: String,
    /// Where it stood afterwards.
    pub state: Option<StateName>,
}

impl Cut {
    pub(super) fn filter(&self, ctx: &Ctx, app: &App) -> Filter {
        let year = self.year.or(self.month.map(Month::year)).unwrap_or_else(|| ctx.today().year());
        let (from, to) = match self.month {
            Some(month) => (month.first(), month.last()),
            None => {
                (Date::new(year, 1, 1).unwrap_or(Date::MIN), Date::new(year, 12, 31).unwrap_or(Date::MAX))
            }
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
    })
}

/// A digest of all that the figures are made of, in the order of the ids, so that it does not tell how the rows
/// were sorted and no change of one passes unseen.
pub(super) fn digest(rows: &[Told]) -> String {
    let mut rows = rows.to_vec();
    rows.sort_unstable_by_key(|row| row.id);
    let mut hash = Sha256::new();
    hash.update(RULE_SET.as_bytes());
    for row in rows {
        let owner = row.owner.map(|owner| owner.to_string()).unwrap_or_default();
        let (id, start, standing, class, days) = (row.id, row.start, row.standing, row.class, row.days);
        hash.update(format!("{id}|{start}|{standing:?}|{class}|{owner}|{days}\n"));
    }
    hash.finalize().iter().map(|byte| format!("{byte:02x}")).collect()
}

/// The rows behind a figure. People are named only to those who may see them, and each is told of the look.
///
/// # Errors
/// [`Error::Forbidden`]; when the store cannot be read.
pub async fn rows(ctx: &Ctx, app: &App, cut: &Cut, page: usize, size: usize) -> Result<Page<View>, Error> {
    authorise(&ctx.actor, UseCase::ReadLedger, Relation::default())?;
    app.ledger.ready(app).await?;
    let filter = cut.filter(ctx, app);
    let today = ctx.today();
    let ids = app.ledger.with(|ledger, counted, _| match cut.part {
        Some(part) => ledger.rows_of(counted, &filter, part, today),
        None => ledger.rows(counted, &filter),
    });
    paged(ctx, app, ids.into_iter().map(|id| (id, None)).collect(), page, size).await
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

async fn paged(
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
        items.push(view(ctx, app, placement, rule).await?);
    }
    let named: Vec<PersonId> =
        items.iter().filter(|item| item.person.is_some()).map(|item| item.placement.person).collect();
    look(ctx, app, named).await?;
    Ok(Page { items, total, page, size })
}

/// One claim; the look is written before it is shown.
///
/// # Errors
/// [`Error::NotFound`], also for those who may not know that it exists.
pub async fn get(ctx: &Ctx, app: &App, id: PlacementId) -> Result<View, Error> {
    let placement = store::placement::get(&app.store, ctx.tenant, id).await.map_err(crate::fault)?;
    let stands = stands(ctx, app, &placement).await?;
    authorise(&ctx.actor, UseCase::ReadPlacement, stands).map_err(|_| Error::NotFound)?;
    app.ledger.ready(app).await?;
    let barred = app.ledger.with(|_, counted, _| {
        counted.excluded.iter().find(|(excluded, _)| *excluded == id).map(|(_, rule)| *rule)
    });
    look(ctx, app, vec![placement.person]).await?;
    let may_write = authorise(&ctx.actor, UseCase::WritePlacement, relation(&placement)).is_ok();
    let (store, tenant) = (&app.store, ctx.tenant);
    let mut seen = view(ctx, app, placement, barred).await?;
    let bodies = store::organisation::all(store, tenant).await.map_err(crate::fault)?;
    seen.bodies = bodies.into_iter().map(|body| (body.id, body.name)).collect();
    if may_write {
        let papers = store::attachment::of_person(store, tenant, seen.placement.person).await;
        seen.papers = papers.map_err(crate::fault)?;
    }
    seen.history = history(ctx, app, &seen.placement).await?;
    Ok(seen)
}

async fn history(ctx: &Ctx, app: &App, placement: &Placement) -> Result<Vec<HistoryLine>, Error> {
    let (store, tenant) = (&app.store, ctx.tenant);
    let changes = store::change::of_noun(store, tenant, placement.id.0, 100).await.map_err(crate::fault)?;
    let mut out = Vec::with_capacity(changes.len());
    for change in changes {
        let who = match change.actor.filter(|actor| *actor != placement.person) {
            Some(actor) => {
                let known = store::person::find(store, tenant, actor).await.map_err(crate::fault)?;
                known.map(|(_, identity)| identity.name).unwrap_or_default()
            }
            None => String::new(),
        };
        let state = change.body["state"]["state"].as_str().and_then(|state| state.parse().ok());
        let (seq, at, role) = (change.seq, change.at, change.role);
        out.push(HistoryLine { seq, at, role, channel: change.channel, who, verb: change.verb, state });
    }
    Ok(out)
}

/// Every result credited to oneself, with why it does not count where it does not (CR-18).
///
/// # Errors
/// [`Error::Forbidden`] without an account.
pub async fn mine(ctx: &Ctx, app: &App) -> Result<Vec<View>, Error> {
    let own = Relation { person: ctx.actor.person, ..Relation::default() };
    authorise(&ctx.actor, UseCase::ReadOwn, own)?;
    let Some(person) = ctx.actor.person else { return Ok(Vec::new()) };
    app.ledger.ready(app).await?;
    let (store, tenant) = (&app.store, ctx.tenant);
    let mut found = Vec::new();
    for same in store::merge::same_as(store, tenant, person).await.map_err(crate::fault)? {
        found.extend(store::placement::of_person(store, tenant, same).await.map_err(crate::fault)?);
    }
    let mut out = Vec::with_capacity(found.len());
    for placement in found {
        let id = placement.id;
        let barred = app.ledger.with(|_, counted, _| {
            counted.excluded.iter().find(|(excluded, _)| *excluded == id).map(|(_, rule)| *rule)
        });
        out.push(view(ctx, app, placement, barred).await?);
    }
    Ok(out)
}

async fn view(ctx: &Ctx, app: &App, placement: Placement, excluded: Option<Rule>) -> Result<View, Error> {
    let employer =
        store::employer::find(&app.store, ctx.tenant, placement.employer).await.map_err(crate::fault)?;
    let counsels = matches!(reach(ctx.actor.role, UseCase::ReadPlacement), Reach::All | Reach::Need);
    let knows = counsels && authorise(&ctx.actor, UseCase::ReadPlacement, relation(&placement)).is_ok();
    let person = match placement.seeker.filter(|_| knows) {
        Some(seeker) => {
            let found = store::seeker::find(&app.store, ctx.tenant, seeker).await.map_err(crate::fault)?;
            found.and_then(|(_, profile)| profile).map(|profile| profile.name)
        }
        None => None,
    };
    let employer = employer.map(|known| known.name).unwrap_or_default();
    let (bodies, papers, history) = Default::default();
    let standing = app.ledger.with(|ledger, _, _| ledger.standing_of(placement.id)).unwrap_or_default();
    Ok(View { placement, person, employer, excluded, standing, bodies, papers, history })
}

async fn look(ctx: &Ctx, app: &App, people: Vec<PersonId>) -> Result<(), Error> {
    let others: Vec<PersonId> = people.into_iter().filter(|id| Some(*id) != ctx.actor.person).collect();
    if others.is_empty() {
        return Ok(());
    }
    app.write(ctx, move |tx, ctx| {
        let others = others.clone();
        Box::pin(async move { store::look::insert(tx, &ctx, &others, "read_placement").await })
    })
    .await
}

/// The relation of whoever asks to a claim: what stands under another id of the same person is theirs too.
pub(super) async fn stands(ctx: &Ctx, app: &App, placement: &Placement) -> Result<Relation, Error> {
    let mut stands = relation(placement);
    if let Some(own) = ctx.actor.person.filter(|own| *own != placement.person) {
        let everyone = store::merge::same_as(&app.store, ctx.tenant, own).await.map_err(crate::fault)?;
        if everyone.contains(&placement.person) {
            stands.person = Some(own);
        }
    }
    Ok(stands)
}

pub(crate) fn relation(placement: &Placement) -> Relation {
    Relation {
        person: Some(placement.person),
        employer: Some(placement.employer),
        organisation: placement.owner,
        ..Relation::default()
    }
}
