//! Fields about which home and a machine do not agree: kept with both words, shown to a person, decided by one.

use ::sync::Command;
use ::sync::field;
use ::sync::home::Clash as Found;
use domain::Ctx;
use domain::id::{ClashId, PersonId};
use domain::message::Message;
use domain::policy::{Relation, UseCase, authorise};
use jiff::Timestamp;
use serde_json::{Value, json};
use store::Tx;
use uuid::Uuid;

use super::{fields, followed, record, shape, version};
use crate::{App, Error};

/// Clashes shown in one go.
const MOST: usize = 200;

/// One that waits for a person.
#[derive(Debug, Clone, PartialEq)]
pub struct Clash {
    /// Its id.
    pub id: ClashId,
    /// Which field of which record, and who said what; `None` once the person was erased.
    pub found: Option<Found>,
    /// When what was said on the machine was done, and by whom.
    pub at: Option<Timestamp>,
    /// By whom.
    pub by: Option<PersonId>,
}

/// Which word is to stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Settled {
    /// What home has.
    Home,
    /// What was said on the machine.
    Theirs,
}

/// Keeps one, or lets one that is open go on.
pub(super) async fn put(
    tx: &mut Tx,
    ctx: &Ctx,
    known: Option<ClashId>,
    person: Option<PersonId>,
    found: &Found,
    command: &Command,
) -> Result<(), store::Error> {
    let from: Vec<_> = found.theirs.iter().map(|said| (said.command, said.node)).collect();
    let body = json!({
        "noun": found.noun, "id": found.id, "path": found.path, "said": from,
        "at": command.at, "by": command.actor.person,
    });
    let said: Vec<&Value> = found.theirs.iter().map(|said| &said.value).collect();
    let words = json!({ "home": found.home, "theirs": said });
    store::clash::put(tx, ctx, known, (&found.noun, found.id, person), body, &words).await.map(|_| ())
}

/// Those about a record that wait.
pub(super) async fn open_of(tx: &mut Tx, ctx: &Ctx, id: Uuid) -> Result<Vec<(ClashId, Found)>, store::Error> {
    let known = store::clash::open_of(tx, ctx, id).await?;
    Ok(known.iter().filter_map(|known| Some((known.id, read(known)?))).collect())
}

fn read(known: &store::clash::Known) -> Option<Found> {
    let (body, words) = (&known.body, known.words.as_ref()?);
    let said: Vec<(domain::id::CommandId, domain::id::NodeId)> =
        serde_json::from_value(body["said"].clone()).ok()?;
    let values = words["theirs"].as_array()?;
    let theirs = said.into_iter().zip(values);
    Some(Found {
        noun: body["noun"].as_str()?.to_owned(),
        id: body["id"].as_str()?.parse().ok()?,
        path: body["path"].as_str()?.to_owned(),
        home: words["home"].clone(),
        theirs: theirs
            .map(|((command, node), value)| ::sync::home::Said { command, node, value: value.clone() })
            .collect(),
    })
}

/// All that wait for a person, the oldest first.
///
/// # Errors
/// [`Error::Forbidden`]; when the store cannot be read.
pub async fn clashes(ctx: &Ctx, app: &App) -> Result<Vec<Clash>, Error> {
    authorise(&ctx.actor, UseCase::ReadReview, Relation::default())?;
    let known = store::clash::list(&app.store, ctx.tenant, true, MOST).await.map_err(crate::fault)?;
    let of = |known: &store::clash::Known| Clash {
        id: known.id,
        found: read(known),
        at: serde_json::from_value(known.body["at"].clone()).ok(),
        by: serde_json::from_value(known.body["by"].clone()).ok(),
    };
    Ok(known.iter().map(of).collect())
}

/// Decides one. If home has changed since, whoever decides is shown that first.
///
/// # Errors
/// [`Error::NotFound`]; [`Error::Conflict`] when it was settled, or home says something else by now.
pub async fn decide(ctx: &Ctx, app: &App, id: ClashId, settled: Settled) -> Result<(), Error> {
    authorise(&ctx.actor, UseCase::DecideReview, Relation::default())?;
    let known = store::clash::find(&app.store, ctx.tenant, id).await.map_err(crate::fault)?;
    let known = known.ok_or(Error::NotFound)?;
    let found = read(&known).ok_or(Error::NotFound)?;
    let shape = shape(&found.noun).ok_or(Error::NotFound)?;
    let city = app.city.clone();
    let body = {
        let mut body = known.body.clone();
        body["settled"] = json!({
            "for": match settled { Settled::Home => "home", Settled::Theirs => "theirs" },
            "by": ctx.actor.person, "at": ctx.now,
        });
        body
    };
    let done = app.write(ctx, move |tx, ctx| {
        let (found, body, city) = (found.clone(), body.clone(), city.clone());
        Box::pin(async move {
            store::clash::settle(tx, &ctx, id, body).await?;
            let now = store::copy::find_in(tx, &ctx, &found.noun, found.id).await?;
            let now = now.ok_or(store::Error::NotFound)?;
            let mut values = fields(shape, &now);
            if values.get(&found.path).unwrap_or(&Value::Null) != &found.home {
                return Err(store::Error::Conflict("clash.home".to_owned()));
            }
            let Some(said) = found.theirs.last().filter(|_| settled == Settled::Theirs) else {
                return Ok(());
            };
            field::set(&mut values, &found.path, said.value.clone());
            let copy = record(shape, &values, version(Some(&now)), ctx.now);
            let copy = followed(&found.noun, copy, city.reminders());
            store::copy::write(tx, &ctx, city.reminders(), (&found.noun, "decide"), &copy, false).await
        })
    });
    match done.await {
        Err(Error::Conflict(_)) => Err(Error::Conflict(Message::new("changed-meanwhile"))),
        other => other,
    }
}
