//! One claim as it is shown, with its history, and every result credited to oneself. Each look at another's is
//! written before it is shown.

use domain::Ctx;
use domain::attachment::Attachment;
use domain::counting::{Rule, Standing};
use domain::id::{OrganisationId, PlacementId};
use domain::look::Purpose;
use domain::placement::{Placement, StateName};
use domain::policy::{Reach, Relation, UseCase, authorise, reach};
use jiff::Timestamp;

use crate::look::leave;
use crate::{App, Error};

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

/// One claim; the look is written before it is shown.
///
/// # Errors
/// [`Error::NotFound`], also for those who may not know that it exists.
pub async fn get(ctx: &Ctx, app: &App, id: PlacementId) -> Result<View, Error> {
    let placement = store::placement::get(&app.store, ctx.tenant, id).await.map_err(crate::fault)?;
    let stands = stands(ctx, app, &placement).await?;
    authorise(&ctx.actor, UseCase::ReadPlacement, stands).map_err(|_| Error::NotFound)?;
    let barred = barred(app, id).await?;
    leave(ctx, app, vec![placement.person], Purpose::ReadPlacement).await?;
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
    let (store, tenant) = (&app.store, ctx.tenant);
    let mut found = Vec::new();
    for same in store::merge::same_as(store, tenant, person).await.map_err(crate::fault)? {
        found.extend(store::placement::of_person(store, tenant, same).await.map_err(crate::fault)?);
    }
    let mut out = Vec::with_capacity(found.len());
    for placement in found {
        let barred = barred(app, placement.id).await?;
        out.push(view(ctx, app, placement, barred).await?);
    }
    Ok(out)
}

/// By which rule a claim does not count, if it does not.
pub(super) async fn barred(app: &App, id: PlacementId) -> Result<Option<Rule>, Error> {
    app.ledger.ready(app).await?;
    Ok(app.ledger.with(|_, counted, _| counted.barred(id)))
}

pub(crate) async fn view(
    ctx: &Ctx,
    app: &App,
    placement: Placement,
    excluded: Option<Rule>,
) -> Result<View, Error> {
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
    let standing =
        app.ledger.with(|ledger, _, _| ledger.standing_of(placement.id, ctx.today())).unwrap_or_default();
    Ok(View { placement, person, employer, excluded, standing, bodies, papers, history })
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
