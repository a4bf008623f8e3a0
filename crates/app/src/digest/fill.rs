//! Filling the day's baskets: what nobody has told a person, a few openings that they were not sent before, and what is new in
//! searches that they saved. It must not know how anything is sent.

use std::collections::BTreeSet;

use domain::Ctx;
use domain::Role;
use domain::actor::Actor;
use domain::digest::{Basket, Delivery, Kind, Moot, OPENINGS, State};
use domain::id::{OpeningId, PersonId};
use domain::notice::Notice;
use domain::seeker::{Profile, Seeker};

use super::{Post, same};
use crate::{App, Error};

/// Deliveries of a person that are looked through for what they were sent before.
const BEFORE: usize = 200;

/// Fills the baskets of today, once the hour has come: how many. A second run finds each person's there.
pub(super) async fn fill(ctx: &Ctx, app: &App, post: &Post) -> Result<usize, Error> {
    let (today, clock) = (ctx.today(), app.city.digest());
    let hour = ctx.zone.to_datetime(ctx.now).hour();
    if app.digests.is(today) || hour < clock.hour {
        return Ok(0);
    }
    app.pool.catch_up(&app.store, app.tenant, &app.city).await?;
    let (mut filled, mut last, mut seen) = (0, String::new(), BTreeSet::new());
    loop {
        let records = store::digest::heard(&app.store, ctx.tenant, &last).await.map_err(crate::fault)?;
        let Some((end, _)) = records.last() else { break };
        last = end.id.to_string();
        for (seeker, profile) in records {
            let Some(profile) = profile else { continue };
            let everyone = same(ctx, app, seeker.person).await?;
            let root = everyone.iter().copied().min().unwrap_or(seeker.person);
            // Whoever has several registrations hears by the one that runs.
            let latest = crate::seeker::latest(ctx, app, seeker.person).await?;
            if latest.is_some_and(|latest| latest.id == seeker.id) && seen.insert(root) {
                filled += usize::from(one(ctx, app, post, (&seeker, &profile), &everyone).await?);
            }
        }
    }
    app.digests.set(today);
    Ok(filled)
}

/// One person's basket, if there is anything to put in.
async fn one(
    ctx: &Ctx,
    app: &App,
    post: &Post,
    (seeker, profile): (&Seeker, &Profile),
    everyone: &[PersonId],
) -> Result<bool, Error> {
    let Some((way, _)) = profile.heard_at().filter(|(way, _)| post.ways().contains(way)) else {
        return Ok(false);
    };
    let slot = format!("digest/{}", ctx.today());
    let (mut before, mut ended, mut unsent) = (BTreeSet::new(), BTreeSet::new(), Vec::new());
    for person in everyone {
        if store::digest::has(&app.store, ctx.tenant, *person, &slot).await.map_err(crate::fault)? {
            return Ok(false);
        }
        let past = store::digest::of_person(&app.store, ctx.tenant, *person, BEFORE).await;
        for (delivery, basket) in past.map_err(crate::fault)? {
            match delivery.state {
                State::Sent { .. } => {
                    before.extend(basket.every_opening());
                    ended.extend(basket.ended);
                }
                State::Waiting | State::Deferred { .. } if delivery.kind == Kind::Digest => {
                    unsent.push(delivery);
                }
                _ => {}
            }
        }
    }
    let news = waiting(ctx, app, everyone).await?.into_iter().map(|notice| notice.id).collect();
    let openings = suggested(ctx, app, seeker, profile, &before).await?;
    before.extend(&openings);
    let (found, ended) = crate::saved_search::news(ctx, app, seeker.person, &before, &ended).await?;
    let basket = Basket { news, openings, found, ended };
    if basket.is_empty() {
        return Ok(false);
    }
    // What yesterday could not be sent is in today's.
    for old in &mut unsent {
        old.state = State::Moot { at: ctx.now, why: Moot::Superseded };
    }
    let delivery = Delivery::new(ctx, seeker.person, Kind::Digest, way);
    let ctx = ctx.clone();
    let put = app.store.write(move |tx| {
        let (ctx, slot, delivery, basket, unsent) =
            (ctx.clone(), slot.clone(), delivery.clone(), basket.clone(), unsent.clone());
        Box::pin(async move {
            for old in &unsent {
                store::digest::update(tx, &ctx, old).await?;
            }
            store::digest::insert(tx, &ctx, &slot, &delivery, &basket).await
        })
    });
    match put.await.map_err(crate::fault) {
        Ok(added) => Ok(added),
        // Another process was quicker, or the person was erased in this moment.
        Err(Error::Conflict(_) | Error::NotFound) => Ok(false),
        Err(failed) => Err(failed),
    }
}

/// What may go out of what nobody has told a person, under whichever id, and is not pointless by now.
pub(super) async fn waiting(ctx: &Ctx, app: &App, everyone: &[PersonId]) -> Result<Vec<Notice>, Error> {
    let (store, tenant) = (&app.store, ctx.tenant);
    let mut news = Vec::new();
    for person in everyone {
        for notice in store::notice::waiting(store, tenant, *person).await.map_err(crate::fault)? {
            if !notice.kind.goes_out() {
                continue;
            }
            let referral = match notice.about.referral {
                Some(id) => store::referral::find(store, tenant, id).await.map_err(crate::fault)?,
                None => None,
            };
            if !referral.is_some_and(|referral| notice.outlived_by(&referral, ctx.now, &ctx.zone)) {
                news.push(notice);
            }
        }
    }
    news.sort_by_key(|notice| (notice.at, notice.id));
    Ok(news)
}

/// The openings that the person's own page suggests today and that were not sent to them before. The list is kept as every list
/// that is shown.
async fn suggested(
    ctx: &Ctx,
    app: &App,
    seeker: &Seeker,
    profile: &Profile,
    before: &BTreeSet<OpeningId>,
) -> Result<Vec<OpeningId>, Error> {
    if !profile.may_be_matched() || !seeker.state.is_active(ctx.today()) {
        return Ok(Vec::new());
    }
    let fit = crate::fit::few(ctx, app, seeker, profile, OPENINGS).await?;
    let openings: Vec<OpeningId> = fit.full.iter().map(|one| one.listed.opening.id).collect();
    let fresh: Vec<OpeningId> = openings.into_iter().filter(|one| !before.contains(one)).collect();
    if !fresh.is_empty() {
        let own = Actor { role: Role::Seeker, person: Some(seeker.person), ..ctx.actor.clone() };
        crate::suggestion::keep_list(&app.ctx(own), app, seeker, &fit).await?;
    }
    Ok(fresh)
}
