//! Conspicuous patterns (CR-17): looked for in what was done lately and in everything there is, put on a list, and
//! settled there by a second person. It must not know who waits with them: that is `review`.

use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};

use domain::Ctx;
use domain::anomaly::{Anomaly, Finding, Kind, Verdict};
use domain::id::{AnomalyId, PersonId, PlacementId, SeekerId};
use domain::policy::{Relation, UseCase, authorise};
use jiff::Timestamp;
use jiff::civil::Date;
use uuid::Uuid;

use crate::{App, Error};

/// Records of a finding shown at once.
const SUBJECTS: usize = 200;

/// A finding with the records it is about.
#[derive(Debug, Clone)]
pub struct Found {
    /// The finding.
    pub anomaly: Anomaly,
    /// Who made the entries, if a person still known.
    pub by: String,
    /// The records: what kind, what was last done to it and when, and its page where it has one.
    pub records: Vec<Record>,
}

/// A record of a finding.
#[derive(Debug, Clone)]
pub struct Record {
    /// What it is.
    pub noun: String,
    /// What was last done.
    pub verb: String,
    /// When.
    pub at: Timestamp,
    /// Its page.
    pub path: Option<String>,
}

/// One finding with its records.
///
/// # Errors
/// [`Error::Forbidden`], [`Error::NotFound`].
pub async fn get(ctx: &Ctx, app: &App, id: AnomalyId) -> Result<Found, Error> {
    authorise(&ctx.actor, UseCase::ReadReview, Relation::default())?;
    let (store, tenant) = (&app.store, ctx.tenant);
    let anomaly = store::anomaly::get(store, tenant, id).await.map_err(crate::fault)?;
    let by = match anomaly.finding.by {
        Some(person) => {
            let known = store::person::find(store, tenant, person).await.map_err(crate::fault)?;
            known.map(|(_, identity)| identity.name).unwrap_or_default()
        }
        None => String::new(),
    };
    let mut records = Vec::new();
    for subject in anomaly.finding.subjects.iter().take(SUBJECTS) {
        let mut ids = vec![*subject];
        if anomaly.finding.kind == Kind::SamePhone {
            let of = store::seeker::of_person(store, tenant, PersonId(*subject)).await;
            ids = of.map_err(crate::fault)?.into_iter().map(|(seeker, _)| seeker.id.0).collect();
        }
        for id in ids {
            records.extend(record(ctx, app, id, anomaly.settled.is_none()).await?);
        }
    }
    Ok(Found { anomaly, by, records })
}

async fn record(ctx: &Ctx, app: &App, id: Uuid, open: bool) -> Result<Option<Record>, Error> {
    let last = store::change::of_noun(&app.store, ctx.tenant, id, 1).await.map_err(crate::fault)?;
    let Some(last) = last.into_iter().next() else { return Ok(None) };
    let path = match last.noun.as_str() {
        "opening" => Some(format!("/staff/openings/{id}")),
        "placement" => {
            let known = store::placement::get(&app.store, ctx.tenant, PlacementId(id)).await;
            let known = known.map_err(crate::fault)?;
            let stands = Relation { under_review: open, ..crate::placement::relation(&known) };
            let may = authorise(&ctx.actor, UseCase::ReadPlacement, stands).is_ok();
            may.then(|| format!("/staff/placements/{id}"))
        }
        "seeker" => readable(ctx, app, SeekerId(id)).await?,
        // A service is shown on its person's page.
        "service" => match last.body["seeker"].as_str().and_then(|seeker| seeker.parse().ok()) {
            Some(seeker) => readable(ctx, app, seeker).await?,
            None => None,
        },
        _ => None,
    };
    Ok(Some(Record { noun: last.noun, verb: last.verb, at: last.at, path }))
}

/// The page of a registration, for those who may open it.
async fn readable(ctx: &Ctx, app: &App, id: SeekerId) -> Result<Option<String>, Error> {
    let found = store::seeker::find(&app.store, ctx.tenant, id).await.map_err(crate::fault)?;
    let Some((seeker, profile)) = found else { return Ok(None) };
    let stands = crate::seeker::relation(ctx, &seeker, profile.as_ref());
    let may = authorise(&ctx.actor, UseCase::ReadSeeker, stands).is_ok();
    Ok(may.then(|| format!("/staff/seekers/{id}")))
}

/// Looks for patterns in what was done lately and puts new ones on the list. The system does it after every
/// change; a pattern that grew is brought up to date, one that was settled stays so.
///
/// # Errors
/// When the store fails; the next look finds them again.
pub(crate) async fn find(app: &App) -> Result<(), Error> {
    app.ledger.catch_up(app).await?;
    let ctx = app.system_ctx();
    let found = app.ledger.findings(ctx.now, &ctx.zone, app.city.anomaly());
    note(app, &ctx, found).await?;
    Ok(())
}

/// Looks for what no single deed shows: one telephone of many people, results of a member of staff's own
/// household, channels that place conspicuously many, much of a month taken back. A walk through everything, so it
/// belongs to the day's work and to the first who opens the list after a change. Tells how many findings are new or
/// grew.
///
/// # Errors
/// When the store fails; the next look finds them again.
pub(crate) async fn patrol(_: &Ctx, app: &App) -> Result<usize, Error> {
    app.ledger.ready(app).await?;
    let (ctx, bounds) = (app.system_ctx(), app.city.anomaly());
    let crowded =
        store::handle::crowded(&app.store, app.tenant, bounds.same_phone).await.map_err(crate::fault)?;
    let crowded: Vec<(String, Uuid)> = crowded.into_iter().map(|(hash, person)| (hash, person.0)).collect();
    let mut found = domain::anomaly::same_phone(&crowded, bounds);
    found.extend(households(app).await?);
    found.extend(late_services(app).await?);
    found.extend(same_hands(app).await?);
    found.extend(app.ledger.rates(ctx.today(), &ctx.zone, bounds));
    found.extend(app.ledger.cancel_rates(ctx.now, &ctx.zone, bounds));
    let found = app.ledger.unnoted(found);
    note(app, &ctx, found).await
}

/// Up to which entry of the change log everything was walked through without a new finding, and on which day.
#[derive(Debug, Default)]
pub(crate) struct Patrolled(Mutex<Option<(i64, Date)>>);

/// The list as it has to stand now: looks again only when something has changed since or another day has begun.
///
/// # Errors
/// When the store fails.
pub(crate) async fn refresh(ctx: &Ctx, app: &App) -> Result<(), Error> {
    let seq = store::change::head(&app.store, app.tenant).await.map_err(crate::fault)?.seq;
    let now = (seq, ctx.today());
    if *app.patrolled.0.lock().unwrap_or_else(PoisonError::into_inner) == Some(now) {
        return Ok(());
    }
    find(app).await?;
    if patrol(ctx, app).await? == 0 {
        *app.patrolled.0.lock().unwrap_or_else(PoisonError::into_inner) = Some(now);
    }
    Ok(())
}

/// Results that members of staff entered for people with whom they share a telephone (CR-17).
async fn households(app: &App) -> Result<Vec<Finding>, Error> {
    let (store, tenant) = (&app.store, app.tenant);
    let mut out = Vec::new();
    for (staff, identity) in store::person::accounts(store, tenant).await.map_err(crate::fault)? {
        let phone: String = identity.phone.chars().filter(char::is_ascii_digit).collect();
        if phone.is_empty() || !staff.grants.iter().any(|grant| grant.role.is_staff()) {
            continue;
        }
        let mut entered = Vec::new();
        for person in store::handle::of_phone(store, tenant, &phone).await.map_err(crate::fault)? {
            let of = store::placement::of_person(store, tenant, person).await.map_err(crate::fault)?;
            entered.extend(of.into_iter().filter(|one| one.created_by == Some(staff.id)).map(|one| one.id.0));
        }
        out.extend(domain::anomaly::own_household(staff.id, entered));
    }
    Ok(out)
}

/// Services that were put on record once a job needed them, by who did so (CR-05).
async fn late_services(app: &App) -> Result<Vec<Finding>, Error> {
    let mut of: BTreeMap<PersonId, Vec<Uuid>> = BTreeMap::new();
    for id in app.ledger.with(|ledger, _, _| ledger.late_services()) {
        let found = store::service::find(&app.store, app.tenant, id).await.map_err(crate::fault)?;
        if let Some(by) = found.and_then(|(service, _)| service.by) {
            of.entry(by).or_default().push(id.0);
        }
    }
    Ok(of.into_iter().filter_map(|(by, ids)| domain::anomaly::late_service(by, ids)).collect())
}

/// Results whose person confirmed them from an account that the one who entered them had given (CR-17).
async fn same_hands(app: &App) -> Result<Vec<Finding>, Error> {
    let mut out = Vec::new();
    for id in app.ledger.with(|ledger, _, _| ledger.handed()) {
        let claim = store::placement::get(&app.store, app.tenant, id).await.map_err(crate::fault)?;
        out.extend(claim.handed.map(|handed| domain::anomaly::same_hand(handed.by, id.0)));
    }
    Ok(out)
}

pub(crate) async fn note(app: &App, ctx: &Ctx, found: Vec<Finding>) -> Result<usize, Error> {
    if found.is_empty() {
        return Ok(0);
    }
    let (listed, count) = (found.clone(), found.len());
    app.write(ctx, move |tx, ctx| {
        let found = found.clone();
        Box::pin(async move {
            for finding in &found {
                store::anomaly::note(tx, &ctx, finding).await?;
            }
            Ok(())
        })
    })
    .await?;
    app.ledger.noted(listed);
    Ok(count)
}

/// A second person settles a pattern; never the one who made it. One hand that entered and gave the account is in order
/// only by the name of another.
///
/// # Errors
/// [`Error::Forbidden`], [`Error::NotFound`], [`Error::Conflict`].
pub async fn settle(ctx: &Ctx, app: &App, id: AnomalyId, verdict: Verdict) -> Result<(), Error> {
    authorise(&ctx.actor, UseCase::DecideReview, Relation::default())?;
    let Some(by) = ctx.actor.person else { return Err(Error::NotFound) };
    let known = store::anomaly::get(&app.store, ctx.tenant, id).await.map_err(crate::fault)?;
    let settled = known.settle(verdict, by, ctx.now).map_err(Error::Conflict)?;
    // Whoever finds that it was in order stands for the word of the person with their own name.
    let mut seconded = Vec::new();
    if (settled.finding.kind, verdict) == (Kind::SameHand, Verdict::Explained) {
        for id in &settled.finding.subjects {
            let claim = store::placement::get(&app.store, ctx.tenant, PlacementId(*id)).await;
            seconded.push(claim.map_err(crate::fault)?.second(by, ctx.now).map_err(Error::Conflict)?);
        }
    }
    app.write(ctx, move |tx, ctx| {
        let (settled, seconded) = (settled.clone(), seconded.clone());
        Box::pin(async move {
            for claim in &seconded {
                store::placement::update(tx, &ctx, "second", claim).await?;
            }
            store::anomaly::update(tx, &ctx, "settle", &settled).await
        })
    })
    .await
}
