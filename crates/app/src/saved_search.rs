//! Searches that people keep, and what is new in them: in the day's news, at a private address, or on paper at a counter. Each
//! opening is told once; whoever pauses, or lets ninety days go by, hears nothing.
//!
//! It must not know how news travels, nor how a paper is drawn.

use std::collections::BTreeSet;

use base64::Engine as _;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use domain::digest::Found;
use domain::id::{OpeningId, PersonId, SavedSearchId};
use domain::look::Purpose;
use domain::message::Message;
use domain::policy::{Relation, UseCase, authorise};
use domain::print_job::Paper;
use domain::saved_search::{Alert, AlertName, Criteria, MOST, SavedSearch, State, StateName};
use domain::seeker::Seeker;
use domain::{Ctx, Role};
use jiff::Timestamp;
use store::saved_search::Record;

use crate::opening::{Listed, Search, Sort, search};
use crate::session::token_hash;
use crate::{App, Error, FieldError, print_job};

/// Openings of one search that are looked through for new ones.
const LOOKED: usize = 100;
/// New openings of one search in one message; the others come with the next.
const A_MESSAGE: usize = 10;

/// A search as its person sees it.
#[derive(Debug, Clone)]
pub struct View {
    /// The search.
    pub search: SavedSearch,
    /// What it looks for.
    pub criteria: Criteria,
    /// How many openings it finds today.
    pub total: usize,
}

/// The searches of a person, and how they stand to them.
#[derive(Debug, Clone)]
pub struct Own {
    /// Their registration.
    pub seeker: Seeker,
    /// In order of making; those taken off are not among them.
    pub searches: Vec<View>,
    /// Whether news is sent to them by mail or text message.
    pub heard: bool,
}

/// A search that was kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Saved {
    /// Its id.
    pub id: SavedSearchId,
    /// The secret in its address, where it has one; it cannot be had again.
    pub token: Option<String>,
}

/// What stands at a private address.
#[derive(Debug, Clone)]
pub struct Feed {
    /// The search.
    pub search: SavedSearch,
    /// What it looks for.
    pub criteria: Criteria,
    /// What opened since it was made, the newest first; nothing once it runs no more.
    pub openings: Vec<Listed>,
}

/// One's own searches; `None` for whoever has no registration.
///
/// # Errors
/// [`Error::Forbidden`] without an account; when the store or the index fails.
pub async fn mine(ctx: &Ctx, app: &App) -> Result<Option<Own>, Error> {
    let own = Relation { person: ctx.actor.person, ..Relation::default() };
    authorise(&ctx.actor, UseCase::ReadOwn, own)?;
    let Some(seeker) = registration(ctx, app).await? else { return Ok(None) };
    let mut searches = Vec::new();
    for (search, criteria) in of_everyone(ctx, app, seeker.person).await? {
        let Some(criteria) = criteria.filter(|_| search.state.name() != StateName::Dropped) else { continue };
        let total = search_of(&criteria, 1);
        let total = crate::opening::search(ctx, app, &total).await?.total;
        searches.push(View { search, criteria, total });
    }
    let found = store::seeker::find(&app.store, ctx.tenant, seeker.id).await.map_err(crate::fault)?;
    let heard = found.and_then(|(_, profile)| profile).is_some_and(|profile| profile.heard_at().is_some());
    Ok(Some(Own { seeker, searches, heard }))
}

/// The registration of whoever asks for themselves.
async fn registration(ctx: &Ctx, app: &App) -> Result<Option<Seeker>, Error> {
    match ctx.actor.person.filter(|_| ctx.actor.role == Role::Seeker) {
        Some(person) => crate::seeker::latest(ctx, app, person).await,
        None => Ok(None),
    }
}

/// Every search of a person under whichever of their ids, in order of making.
///
/// # Errors
/// When the store cannot be read.
pub(crate) async fn of_everyone(ctx: &Ctx, app: &App, person: PersonId) -> Result<Vec<Record>, Error> {
    let (store, tenant, mut all) = (&app.store, ctx.tenant, Vec::new());
    for same in store::merge::same_as(store, tenant, person).await.map_err(crate::fault)? {
        all.extend(store::saved_search::of_person(store, tenant, same).await.map_err(crate::fault)?);
    }
    all.sort_by_key(|(search, _)| (search.made_at, search.id));
    Ok(all)
}

/// Keeps a search of whoever asks.
///
/// # Errors
/// [`Error::NotFound`] for whoever has no registration of their own; [`Error::Invalid`] with every field that is wrong;
/// [`Error::Conflict`] when they keep as many as anybody may.
pub async fn save(ctx: &Ctx, app: &App, criteria: Criteria, alert: Alert) -> Result<Saved, Error> {
    let seeker = own(ctx, app).await?;
    let mut wrong: Vec<FieldError> =
        criteria.faults().into_iter().map(|(field, why)| FieldError::new(field, why)).collect();
    wrong.extend(crate::service::free_text("name", &criteria.name));
    if let Alert::Print { place } = &alert
        && !print_job::places(app).contains(place)
    {
        wrong.push(FieldError::new("place", Message::new("print-place-unknown")));
    }
    if !wrong.is_empty() {
        return Err(Error::Invalid(wrong));
    }
    let kept = of_everyone(ctx, app, seeker.person).await?;
    if kept.iter().filter(|(one, _)| one.state.name() != StateName::Dropped).count() >= MOST {
        return Err(Error::Conflict(Message::new("saved-search-full").with("most", MOST)));
    }
    let search = SavedSearch::new(ctx, seeker.person, alert);
    let token = (search.alert == Alert::Feed).then(|| secret(ctx));
    let (id, hash) = (search.id, token.as_deref().map(token_hash));
    app.write(ctx, move |tx, ctx| {
        let (search, criteria, hash) = (search.clone(), criteria.clone(), hash.clone());
        Box::pin(
            async move { store::saved_search::insert(tx, &ctx, &search, &criteria, hash.as_deref()).await },
        )
    })
    .await?;
    Ok(Saved { id, token })
}

fn secret(ctx: &Ctx) -> String {
    BASE64_URL_SAFE_NO_PAD.encode(ctx.random::<32>())
}

/// The registration of whoever keeps searches: themselves alone.
async fn own(ctx: &Ctx, app: &App) -> Result<Seeker, Error> {
    let own = Relation { person: ctx.actor.person, ..Relation::default() };
    authorise(&ctx.actor, UseCase::WriteSeeker, own)?;
    registration(ctx, app).await?.ok_or(Error::NotFound)
}

/// One of one's own that was not taken off.
async fn get(ctx: &Ctx, app: &App, id: SavedSearchId) -> Result<SavedSearch, Error> {
    let seeker = own(ctx, app).await?;
    let all = of_everyone(ctx, app, seeker.person).await?;
    let found = all.into_iter().map(|(search, _)| search).find(|search| search.id == id);
    found.filter(|search| search.state.name() != StateName::Dropped).ok_or(Error::NotFound)
}

/// Hears nothing of it for a while.
///
/// # Errors
/// [`Error::NotFound`]; [`Error::Conflict`] unless it runs.
pub async fn pause(ctx: &Ctx, app: &App, id: SavedSearchId) -> Result<(), Error> {
    let search = get(ctx, app, id).await?.pause(ctx.today()).map_err(Error::Conflict)?;
    update(ctx, app, "pause", search).await
}

/// Still wants it, or again: for another ninety days.
///
/// # Errors
/// [`Error::NotFound`].
pub async fn renew(ctx: &Ctx, app: &App, id: SavedSearchId) -> Result<(), Error> {
    let search = get(ctx, app, id).await?.renew(ctx.now, ctx.today()).map_err(Error::Conflict)?;
    update(ctx, app, "renew", search).await
}

/// Takes it off for good.
///
/// # Errors
/// [`Error::NotFound`].
pub async fn drop_out(ctx: &Ctx, app: &App, id: SavedSearchId) -> Result<(), Error> {
    let search = SavedSearch { updated_at: ctx.now, ..get(ctx, app, id).await?.drop_out(ctx.now) };
    app.write(ctx, move |tx, ctx| {
        let search = search.clone();
        Box::pin(async move { store::saved_search::drop_out(tx, &ctx, &search).await })
    })
    .await
}

/// Another address for a reader; the one from before leads nowhere from now on.
///
/// # Errors
/// [`Error::NotFound`], also for a search of which the person hears in another way.
pub async fn readdress(ctx: &Ctx, app: &App, id: SavedSearchId) -> Result<String, Error> {
    let search = get(ctx, app, id).await?;
    if search.alert != Alert::Feed {
        return Err(Error::NotFound);
    }
    let search = SavedSearch { updated_at: ctx.now, ..search };
    let token = secret(ctx);
    let hash = token_hash(&token);
    app.write(ctx, move |tx, ctx| {
        let (search, hash) = (search.clone(), hash.clone());
        Box::pin(async move { store::saved_search::readdress(tx, &ctx, &search, Some(&hash)).await })
    })
    .await?;
    Ok(token)
}

async fn update(ctx: &Ctx, app: &App, verb: &'static str, search: SavedSearch) -> Result<(), Error> {
    let search = SavedSearch { updated_at: ctx.now, ..search };
    app.write(ctx, move |tx, ctx| {
        let search = search.clone();
        Box::pin(async move { store::saved_search::update(tx, &ctx, verb, &search).await })
    })
    .await
}

/// What stands at an address, for whoever holds it.
///
/// # Errors
/// [`Error::NotFound`] for one of nobody, one that was taken back, and once the person was erased.
pub async fn feed(ctx: &Ctx, app: &App, token: &str) -> Result<Feed, Error> {
    authorise(&ctx.actor, UseCase::ReadPublic, Relation::default())?;
    let found = store::saved_search::by_token(&app.store, ctx.tenant, &token_hash(token)).await;
    let (search, criteria) = found.map_err(crate::fault)?.ok_or(Error::NotFound)?;
    let criteria = criteria.filter(|_| search.state.name() != StateName::Dropped).ok_or(Error::NotFound)?;
    let openings = match search.runs_on(ctx.today()) {
        true => fresh(ctx, app, &criteria, search.since).await?,
        false => Vec::new(),
    };
    Ok(Feed { search, criteria, openings })
}

/// What opened after an instant, the newest first. Where nothing has all the words, nothing is new.
async fn fresh(ctx: &Ctx, app: &App, criteria: &Criteria, since: Timestamp) -> Result<Vec<Listed>, Error> {
    let found = search(ctx, app, &search_of(criteria, LOOKED)).await?;
    if found.relaxed || found.problem.is_some() {
        return Ok(Vec::new());
    }
    Ok(found.items.into_iter().filter(|listed| listed.opened_at > since).collect())
}

fn search_of(criteria: &Criteria, size: usize) -> Search {
    let wanted = criteria.clone();
    Search {
        text: wanted.text,
        occupation: wanted.occupation,
        sector: wanted.sector,
        areas: wanted.areas,
        min_monthly_won: wanted.min_monthly_won,
        min_hourly_won: wanted.min_hourly_won,
        max_weekly_hours: wanted.max_weekly_hours,
        days: wanted.days,
        near: wanted.near,
        radius_m: wanted.radius_m,
        sort: Sort::Newest,
        page: 1,
        size,
        abroad: false,
    }
}

/// What goes into a person's news: what is new in each search, and the searches that ran their time. `told` are openings
/// that they were sent before or that stand in the same message, `ended` the searches of which they were told that.
///
/// # Errors
/// When the store or the index fails.
pub(crate) async fn news(
    ctx: &Ctx,
    app: &App,
    person: PersonId,
    told: &BTreeSet<OpeningId>,
    ended: &BTreeSet<SavedSearchId>,
) -> Result<(Vec<Found>, Vec<SavedSearchId>), Error> {
    let (mut told, mut found, mut over) = (told.clone(), Vec::new(), Vec::new());
    for (search, criteria) in of_everyone(ctx, app, person).await? {
        let Some(criteria) = criteria.filter(|_| search.alert == Alert::News) else { continue };
        if matches!(search.state, State::Expired { .. }) && !ended.contains(&search.id) {
            over.push(search.id);
        }
        if !search.runs_on(ctx.today()) {
            continue;
        }
        let openings = fresh(ctx, app, &criteria, search.since).await?.into_iter();
        let new = openings.map(|listed| listed.opening.id).filter(|id| !told.contains(id));
        let openings: Vec<OpeningId> = new.take(A_MESSAGE).collect();
        if !openings.is_empty() {
            told.extend(&openings);
            found.push(Found { search: search.id, openings });
        }
    }
    Ok((found, over))
}

/// What a search of a message is called; `None` when nobody is to hear of it any more.
///
/// # Errors
/// When the store cannot be read.
pub(crate) async fn named(ctx: &Ctx, app: &App, id: SavedSearchId) -> Result<Option<String>, Error> {
    let found = store::saved_search::find(&app.store, ctx.tenant, id).await.map_err(crate::fault)?;
    let heard = |state: State| matches!(state, State::Running { .. } | State::Expired { .. });
    Ok(found.filter(|(search, _)| heard(search.state)).and_then(|(_, criteria)| Some(criteria?.name)))
}

/// What a counter prints: the number under which the person is registered, the search and what is new in it. It names nobody;
/// that it was printed is a look.
///
/// # Errors
/// [`Error::Forbidden`]; [`Error::NotFound`] when nobody is to hear of it any more.
pub(crate) async fn to_print(
    ctx: &Ctx,
    app: &App,
    id: SavedSearchId,
) -> Result<(String, SavedSearch, Vec<Listed>), Error> {
    authorise(&ctx.actor, UseCase::PrintPaper, Relation::default())?;
    let found = store::saved_search::find(&app.store, ctx.tenant, id).await.map_err(crate::fault)?;
    let (search, criteria) =
        found.filter(|(search, _)| search.runs_on(ctx.today())).ok_or(Error::NotFound)?;
    let criteria = criteria.ok_or(Error::NotFound)?;
    let seeker = crate::seeker::latest(ctx, app, search.person).await?.ok_or(Error::NotFound)?;
    crate::look::leave(ctx, app, vec![search.person], Purpose::Print).await?;
    let openings = fresh(ctx, app, &criteria, search.since).await?;
    Ok((seeker.number, search, openings))
}

/// It came out, as it was when it was handed over: what was new then was told.
///
/// # Errors
/// When the store cannot be written.
pub(crate) async fn printed(ctx: &Ctx, app: &App, id: SavedSearchId, at: Timestamp) -> Result<(), Error> {
    let found = store::saved_search::find(&app.store, ctx.tenant, id).await.map_err(crate::fault)?;
    match found.filter(|(search, _)| search.state.name() != StateName::Dropped) {
        Some((search, _)) => update(&app.system_ctx(), app, "print", search.told(at)).await,
        None => Ok(()),
    }
}

/// What a day brings: searches that ran their time end, and what is new for a counter waits there once.
///
/// # Errors
/// When the store cannot be read or written.
pub(crate) async fn turn(ctx: &Ctx, app: &App) -> Result<usize, Error> {
    if app.store.outpost().is_some() {
        return Ok(0);
    }
    let (store, tenant, today, mut changed) = (&app.store, ctx.tenant, ctx.today(), 0);
    for search in store::saved_search::over(store, tenant, today).await.map_err(crate::fault)? {
        let Some(ended) = search.turned(today) else { continue };
        match update(ctx, app, "expire", ended).await {
            Ok(()) => changed += 1,
            // The person renews it in this moment.
            Err(Error::Conflict(_)) => {}
            Err(failed) => return Err(failed),
        }
    }
    let waiting = print_job::waiting_searches(ctx, app).await?;
    for (search, criteria) in
        store::saved_search::running(store, tenant, AlertName::Print).await.map_err(crate::fault)?
    {
        let (Some(criteria), Alert::Print { place }) = (criteria, &search.alert) else { continue };
        if waiting.contains(&search.id) || fresh(ctx, app, &criteria, search.since).await?.is_empty() {
            continue;
        }
        print_job::put_found(ctx, app, place.clone(), Paper::Found { search: search.id }).await?;
        changed += 1;
    }
    Ok(changed)
}
