//! One claim as it is shown, with its history, and every result credited to oneself. Each look at another's is
//! written before it is shown.

use domain::Ctx;
use domain::actor::Channel;
use domain::attachment::Attachment;
use domain::counting::{Rule, Standing};
use domain::id::{OrganisationId, PlacementId, SeekerId};
use domain::look::Purpose;
use domain::placement::{Placement, StateName};
use domain::policy::{Reach, Relation, UseCase, authorise, reach, reviews_the_city};
use domain::seeker::Seeker;
use jiff::Timestamp;

use crate::look::leave;
use crate::{App, Error};

/// Open findings among which a claim is looked for.
const FINDINGS: i64 = 100;

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
    /// Whether who asks may open it.
    pub may_open: bool,
    /// Whether who asks may change it.
    pub may_write: bool,
    /// Whether who asks may give evidence for it: also what waits for a second person, of whichever body.
    pub may_prove: bool,
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
        state_of(&self.placement, self.standing)
    }
}

/// What counts as claimed is never shown as confirmed.
fn state_of(placement: &Placement, standing: Standing) -> StateName {
    match (placement.state.name(), standing) {
        (StateName::Confirmed, Standing::Claimed) => StateName::Claimed,
        (name, _) => name,
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

/// Whether a claim waits for a decision of a second person: disputed, unproven, left out by a rule, or among the
/// records of an open finding. What was taken back waits for nothing.
async fn under_review(ctx: &Ctx, app: &App, placement: &Placement) -> Result<bool, Error> {
    if !reviews_the_city(&ctx.actor) {
        return Ok(false);
    }
    if waits(placement, barred(app, placement.id).await?) {
        return Ok(true);
    }
    let open = store::anomaly::list(&app.store, ctx.tenant, true, FINDINGS).await.map_err(crate::fault)?;
    Ok(open.iter().any(|one| one.finding.subjects.contains(&placement.id.0)))
}

/// The same of a claim by itself.
fn waits(placement: &Placement, rule: Option<Rule>) -> bool {
    placement.awaits_second() || placement.is_disputed() || rule.is_some_and(|rule| rule != Rule::Cr17)
}

/// How whoever asks stands to a claim that they want to read.
async fn reading(ctx: &Ctx, app: &App, placement: &Placement) -> Result<Relation, Error> {
    let stands = stands(ctx, app, placement).await?;
    if authorise(&ctx.actor, UseCase::ReadPlacement, stands).is_ok() {
        return Ok(stands);
    }
    let stands = Relation { under_review: under_review(ctx, app, placement).await?, ..stands };
    authorise(&ctx.actor, UseCase::ReadPlacement, stands).map_err(|_| Error::NotFound)?;
    Ok(stands)
}

/// Under which registration a claim stands, for those who may read it.
///
/// # Errors
/// [`Error::NotFound`].
pub(crate) async fn whose(ctx: &Ctx, app: &App, id: PlacementId) -> Result<Option<SeekerId>, Error> {
    let placement = store::placement::get(&app.store, ctx.tenant, id).await.map_err(crate::fault)?;
    reading(ctx, app, &placement).await?;
    Ok(placement.seeker)
}

/// One claim. Whoever checks everybody, or reads it only to decide on it, says why first; the look is written before
/// it is shown.
///
/// # Errors
/// [`Error::NotFound`], also for those who may not know that it exists.
pub async fn get(ctx: &Ctx, app: &App, id: PlacementId) -> Result<View, Error> {
    let placement = store::placement::get(&app.store, ctx.tenant, id).await.map_err(crate::fault)?;
    let stands = reading(ctx, app, &placement).await?;
    let checks = reach(ctx.actor.role, UseCase::ReadPlacement) == Reach::All || stands.under_review;
    if let Some(seeker) = placement.seeker.filter(|_| checks) {
        crate::seeker::before(ctx, app, seeker).await?;
    }
    let barred = barred(app, id).await?;
    leave(ctx, app, vec![placement.person], Purpose::ReadPlacement).await?;
    let (store, tenant) = (&app.store, ctx.tenant);
    let mut seen = view(ctx, app, placement, barred, stands).await?;
    let bodies = store::organisation::all(store, tenant).await.map_err(crate::fault)?;
    seen.bodies = bodies.into_iter().map(|body| (body.id, body.name)).collect();
    if seen.may_write {
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
    let (store, tenant) = (&app.store, ctx.tenant);
    let mut found = Vec::new();
    for same in store::merge::same_as(store, tenant, person).await.map_err(crate::fault)? {
        found.extend(store::placement::of_person(store, tenant, same).await.map_err(crate::fault)?);
    }
    let mut out = Vec::with_capacity(found.len());
    for placement in found {
        let barred = barred(app, placement.id).await?;
        let stands = relation(&placement);
        out.push(view(ctx, app, placement, barred, stands).await?);
    }
    Ok(out)
}

/// By which rule a claim does not count, if it does not.
pub(super) async fn barred(app: &App, id: PlacementId) -> Result<Option<Rule>, Error> {
    app.ledger.ready(app).await?;
    Ok(app.ledger.with(|_, counted, _| counted.barred(id)))
}

/// How a claim counts: where it stands for whoever reads it, and the rule that leaves it out.
///
/// # Errors
/// When the store cannot be read.
pub(crate) async fn counted_as(
    ctx: &Ctx,
    app: &App,
    placement: &Placement,
) -> Result<(StateName, Option<Rule>), Error> {
    let excluded = barred(app, placement.id).await?;
    let standing =
        app.ledger.with(|ledger, _, _| ledger.standing_of(placement.id, ctx.today())).unwrap_or_default();
    Ok((state_of(placement, standing), excluded))
}

pub(crate) async fn view(
    ctx: &Ctx,
    app: &App,
    placement: Placement,
    excluded: Option<Rule>,
    stands: Relation,
) -> Result<View, Error> {
    let employer =
        store::employer::find(&app.store, ctx.tenant, placement.employer).await.map_err(crate::fault)?;
    let counsels = matches!(reach(ctx.actor.role, UseCase::ReadPlacement), Reach::All | Reach::Need);
    let knows = counsels && authorise(&ctx.actor, UseCase::ReadPlacement, stands).is_ok();
    let judged = Relation { under_review: waits(&placement, excluded), ..stands };
    let may_open = authorise(&ctx.actor, UseCase::ReadPlacement, judged).is_ok();
    let may_write = authorise(&ctx.actor, UseCase::WritePlacement, relation(&placement)).is_ok();
    let may_prove = may_write || (placement.awaits_second() && reviews_the_city(&ctx.actor));
    let person = match placement.seeker.filter(|_| may_open) {
        Some(seeker) => {
            let found = store::seeker::find(&app.store, ctx.tenant, seeker).await.map_err(crate::fault)?;
            let named = found.filter(|(seeker, _)| knows || told_by(ctx, &placement, seeker));
            named.and_then(|(_, profile)| profile).map(|profile| profile.name)
        }
        None => None,
    };
    let employer = employer.map(|known| known.name).unwrap_or_default();
    let (bodies, papers, history) = Default::default();
    let standing =
        app.ledger.with(|ledger, _, _| ledger.standing_of(placement.id, ctx.today())).unwrap_or_default();
    Ok(View {
        placement,
        person,
        employer,
        excluded,
        standing,
        may_open,
        may_write,
        may_prove,
        bodies,
        papers,
        history,
    })
}

/// Whether who asks is of the body that told of a result and of its person by a list of its own: they wrote the name themselves.
/// Whoever was registered at a counter, or became known to another body, is named only to those who counsel them.
fn told_by(ctx: &Ctx, placement: &Placement, seeker: &Seeker) -> bool {
    let own = |body: Option<OrganisationId>| body.is_some() && body == ctx.actor.organisation;
    let listed = seeker.channel == Channel::Import && seeker.intake_on.is_none();
    ctx.actor.role.is_staff() && own(placement.owner) && own(seeker.organisation) && listed
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
