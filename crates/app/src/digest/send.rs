//! Sending what is due. That it is begun stands in the store before the server hears of it, what came of it afterwards,
//! together with the notices that are told by it.

use domain::Ctx;
use domain::digest::{Basket, Delivery, Fault, Kind, Moot, Outcome, State};
use domain::id::OpeningId;
use domain::notice::{Notice, Told};
use domain::seeker::Profile;

use super::letter::Content;
use super::{Post, fill, letter, records, same, wish};
use crate::{App, Error};

/// Messages in one turn: the store is not held for longer than it takes to say what came of each.
const A_TURN: usize = 500;

/// Refusals in a row after which the fault is not the addresses'.
const IN_A_ROW: usize = 10;

/// Sends what is due: how many were taken, and how many came to another end or wait.
pub(super) async fn send(ctx: &Ctx, app: &App, post: &Post) -> Result<(usize, usize), Error> {
    let due = store::digest::due(&app.store, ctx.tenant, ctx.now, A_TURN).await.map_err(crate::fault)?;
    let (mut sent, mut other, mut refused) = (0, 0, 0);
    for (delivery, basket) in due {
        if !post.ways().contains(&delivery.way) {
            continue;
        }
        // The clock goes on while the server thinks.
        let ctx = &app.system_ctx();
        let state = match one(ctx, app, post, delivery, basket.news.len(), &basket).await {
            Ok(state) => state,
            // Another process has it.
            Err(Error::Conflict(_)) => continue,
            Err(failed) => return Err(failed),
        };
        match state {
            State::Sent { .. } => (sent, refused) = (sent + 1, 0),
            // Nobody else's message gets through now either; each keeps its turn.
            State::Deferred { why: Fault::Away | Fault::Settings | Fault::Outbox, .. } => {
                return Ok((sent, other + 1));
            }
            State::Refused { .. } if refused + 1 >= IN_A_ROW => return Ok((sent, other + 1)),
            State::Refused { .. } => (other, refused) = (other + 1, refused + 1),
            _ => other += 1,
        }
    }
    Ok((sent, other))
}

async fn one(
    ctx: &Ctx,
    app: &App,
    post: &Post,
    delivery: Delivery,
    promised: usize,
    basket: &Basket,
) -> Result<State, Error> {
    let everyone = same(ctx, app, delivery.person).await?;
    let mut news: Vec<Notice> = Vec::new();
    if promised > 0 {
        news = fill::waiting(ctx, app, &everyone).await?;
        news.retain(|notice| basket.news.contains(&notice.id));
    }
    let Some((profile, address)) = reader(ctx, app, &delivery).await? else {
        let state = match delivery.kind {
            Kind::Digest => State::Unsubscribed { at: ctx.now },
            Kind::Confirm => State::Moot { at: ctx.now, why: Moot::Address },
        };
        return ended(ctx, app, Delivery { state, ..delivery }, Vec::new()).await;
    };
    let content = content(ctx, app, news, basket).await?;
    if delivery.kind == Kind::Digest && content.is_empty() {
        let state = State::Moot { at: ctx.now, why: Moot::Told };
        return ended(ctx, app, Delivery { state, ..delivery }, Vec::new()).await;
    }
    let letter = match delivery.kind {
        Kind::Digest => letter::digest(ctx, app, post, &delivery, &profile, &content).await?,
        Kind::Confirm => letter::confirm(app, post, &delivery, &profile, &address),
    };
    let begun = delivery.begin(ctx.now).map_err(Error::Conflict)?;
    let begun = written(ctx, app, begun, Vec::new()).await?;
    let outcome = post.hand(begun.way, &address, (begun.id, ctx.now), &letter).await;
    let refused = matches!(outcome, Outcome::Refused(Fault::Address, _));
    let told = match outcome {
        Outcome::Taken(_) => {
            content.news.into_iter().filter(|notice| notice.kind.is_told_by_message()).collect()
        }
        _ => Vec::new(),
    };
    let (now, how) = (app.system_ctx().now, begun.way.how());
    let told = told
        .into_iter()
        .filter_map(|notice: Notice| notice.tell(Told { at: now, by: None, how }).ok())
        .collect();
    let state = ended(ctx, app, begun.clone().end(now, outcome), told).await?;
    if refused {
        came_back(ctx, app, &begun, &address).await?;
    }
    Ok(state)
}

/// What of a basket is still so.
async fn content(ctx: &Ctx, app: &App, news: Vec<Notice>, basket: &Basket) -> Result<Content, Error> {
    let open = |ids: &[OpeningId]| {
        app.projection.with(|state| {
            let known = ids.iter().filter_map(|id| state.openings.get(id).cloned());
            known.collect::<Vec<_>>()
        })
    };
    let mut content = Content { news, openings: open(&basket.openings), ..Content::default() };
    for found in &basket.found {
        let openings = open(&found.openings);
        let name = crate::saved_search::named(ctx, app, found.search).await?;
        content.found.extend(name.filter(|_| !openings.is_empty()).map(|name| (name, openings)));
    }
    for ended in &basket.ended {
        content.ended.extend(crate::saved_search::named(ctx, app, *ended).await?);
    }
    Ok(content)
}

/// What the one it goes to told, and where they read; `None` when they want nothing there any more.
async fn reader(ctx: &Ctx, app: &App, delivery: &Delivery) -> Result<Option<(Profile, String)>, Error> {
    let latest = crate::seeker::latest(ctx, app, delivery.person).await?.map(|seeker| seeker.id);
    for (seeker, profile) in records(ctx, app, delivery.person).await? {
        if delivery.kind == Kind::Digest && Some(seeker.id) != latest {
            continue;
        }
        let at = match delivery.kind {
            Kind::Digest => profile.heard_at(),
            Kind::Confirm => profile.heard_next().filter(|_| profile.heard_at().is_none()),
        };
        let at = at.filter(|(way, _)| *way == delivery.way).map(|(_, address)| address.to_owned());
        if let Some(address) = at {
            return Ok(Some((profile, address)));
        }
    }
    Ok(None)
}

/// Nothing goes to an address that a server does not know, until the person says it again; a counsellor calls.
async fn came_back(ctx: &Ctx, app: &App, delivery: &Delivery, address: &str) -> Result<(), Error> {
    let mut changed = Vec::new();
    for (seeker, mut profile) in records(ctx, app, delivery.person).await? {
        if profile.heard_next().is_some_and(|(way, at)| way == delivery.way && at == address) {
            profile.hearing.confirmed.clear();
            profile.hearing.returned_on = Some(ctx.today());
            changed.push((seeker, profile));
        }
    }
    match wish::keep(app, changed, "return_address").await {
        // Somebody corrects the record in this moment; the next message finds the same.
        Err(Error::Conflict(_)) => Ok(()),
        kept => kept,
    }
}

async fn ended(ctx: &Ctx, app: &App, delivery: Delivery, told: Vec<Notice>) -> Result<State, Error> {
    written(ctx, app, delivery, told).await.map(|delivery| delivery.state)
}

/// Writes a delivery down with what it told. A notice that a counsellor told in this moment stays theirs.
async fn written(ctx: &Ctx, app: &App, delivery: Delivery, told: Vec<Notice>) -> Result<Delivery, Error> {
    let ctx = ctx.clone();
    let changes = !told.is_empty();
    let wrote = app.store.write(move |tx| {
        let (ctx, delivery, told) = (ctx.clone(), delivery.clone(), told.clone());
        Box::pin(async move {
            for notice in &told {
                match store::notice::tell(tx, &ctx, notice).await {
                    Ok(()) | Err(store::Error::Conflict(_)) => {}
                    Err(failed) => return Err(failed),
                }
            }
            store::digest::update(tx, &ctx, &delivery).await
        })
    });
    let wrote = wrote.await.map_err(crate::fault);
    if changes {
        app.projection.nudge();
    }
    wrote
}
