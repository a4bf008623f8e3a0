//! Fields about which home and a machine do not agree: kept with both words, shown to a person, decided by one.

use std::collections::BTreeSet;

use ::sync::field;
use ::sync::home::Clash as Found;
use ::sync::{Command, Quarantine, Receipt};
use domain::Ctx;
use domain::id::{ClashId, NodeId, PersonId};
use domain::look::Purpose;
use domain::message::Message;
use domain::policy::{Relation, UseCase, authorise};
use jiff::Timestamp;
use serde_json::{Value, json};
use store::Tx;
use uuid::Uuid;

use super::{fields, followed, part, record, shape, version};
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
    // Whatever is shown of somebody is a look at their record.
    let about = known.iter().filter_map(|known| known.body["key"].as_str()?.parse().ok());
    crate::look::leave(ctx, app, about.collect(), Purpose::Merge).await?;
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
/// [`Error::NotFound`]; [`Error::Conflict`] when it was settled, when home says something else by now, or when no seat is left.
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
    app.decide(ctx, move |tx, ctx| {
        let (found, body, city) = (found.clone(), body.clone(), city.clone());
        Box::pin(async move {
            store::change::hold(tx, &ctx).await?;
            store::clash::settle(tx, &ctx, id, body).await?;
            let now = store::copy::find_in(tx, &ctx, &found.noun, found.id).await?;
            let now = now.ok_or(store::Error::NotFound)?;
            let mut values = fields(shape, &now);
            if values.get(&found.path).unwrap_or(&Value::Null) != &found.home {
                return Err(store::Error::Conflict("clash.home".to_owned()).into());
            }
            let Some(said) = found.theirs.last().filter(|_| settled == Settled::Theirs) else {
                return Ok(());
            };
            field::set(&mut values, &found.path, said.value.clone());
            if found.noun == part::NOUN && found.path == "state" {
                part::decided(tx, &ctx, &mut values, (&found.home, &said.value)).await?;
            }
            let copy = record(shape, &values, version(Some(&now)), ctx.now);
            let copy = followed(&found.noun, copy, city.reminders());
            store::copy::write(tx, &ctx, city.reminders(), (&found.noun, "decide"), &copy, false).await?;
            Ok(())
        })
    })
    .await
}

/// What lies aside and waits for a person: why, from which machine, by whom, and what it would have done. It is a look at everybody
/// whom it is about and home knows.
///
/// # Errors
/// [`Error::Forbidden`]; when the store cannot be read.
pub async fn aside(ctx: &Ctx, app: &App) -> Result<Vec<Aside>, Error> {
    authorise(&ctx.actor, UseCase::ReadReview, Relation::default())?;
    let (store, tenant) = (&app.store, ctx.tenant);
    let kept = store::command::aside(store, tenant, true).await.map_err(crate::fault)?;
    let (mut asides, mut about) = (Vec::new(), BTreeSet::new());
    for mut aside in kept.into_iter().filter_map(laid_aside) {
        for step in &mut aside.steps {
            let copy = store::copy::find(store, tenant, &step.noun, step.id).await.map_err(crate::fault)?;
            step.known = copy.is_some();
            about.extend(copy.and_then(|copy| copy.person));
            let named = step.fields.iter().find_map(|(path, value)| match path.as_str() {
                "person" => value.as_str(),
                "who" => value["person"].as_str(),
                _ => None,
            });
            if let Some(person) = named.and_then(|id| id.parse::<PersonId>().ok()) {
                let of = store::seeker::of_person(store, tenant, person).await.map_err(crate::fault)?;
                about.extend(of.first().map(|_| person));
            }
        }
        if let Some(person) = aside.by {
            let found = store::person::find(store, tenant, person).await.map_err(crate::fault)?;
            aside.who = found.map(|(_, identity)| identity.name).unwrap_or_default();
        }
        asides.push(aside);
    }
    crate::look::leave(ctx, app, about.into_iter().collect(), Purpose::Merge).await?;
    Ok(asides)
}

/// A piece of work that lies aside.
#[derive(Debug, Clone, PartialEq)]
pub struct Aside {
    /// Which.
    pub id: Uuid,
    /// Why.
    pub why: Quarantine,
    /// From which machine.
    pub node: NodeId,
    /// When it was done.
    pub at: Timestamp,
    /// By whom.
    pub by: Option<PersonId>,
    /// Their name; empty when it is not known.
    pub who: String,
    /// What would have been done.
    pub steps: Vec<Laid>,
}

/// What a piece of work that lies aside would have done to one record.
#[derive(Debug, Clone, PartialEq)]
pub struct Laid {
    /// What kind of thing.
    pub noun: String,
    /// Which one.
    pub id: Uuid,
    /// Whether home has it.
    pub known: bool,
    /// What it would say, by path; nothing once the person was erased.
    pub fields: Vec<(String, Value)>,
}

fn laid_aside(one: store::command::Aside) -> Option<Aside> {
    let read = |key: &str| one.body[key].clone();
    let steps: Vec<(String, Uuid, String)> = serde_json::from_value(read("steps")).ok()?;
    let whole = one.whole.and_then(|whole| serde_json::from_value::<Command>(whole).ok());
    let mut told = whole.map(|command| command.steps).unwrap_or_default().into_iter();
    let laid = steps.into_iter().map(|(noun, id, _)| {
        let edits = told.next().map(|step| step.edits).unwrap_or_default();
        let fields = edits.into_iter().map(|(path, edit)| (path, edit.to));
        let fields = fields.filter(|(_, value)| !value.is_null()).collect();
        Laid { noun, id, known: false, fields }
    });
    Some(Aside {
        id: one.id,
        why: serde_json::from_value(read("why")).ok()?,
        node: serde_json::from_value(read("node")).ok()?,
        at: serde_json::from_value(read("at")).ok()?,
        by: serde_json::from_value(read("by")).ok()?,
        who: String::new(),
        steps: laid.collect(),
    })
}

/// Sees to a piece of work that lies aside: taken in now, if what kept it out is mended, else left out for good. It stays kept
/// either way.
///
/// # Errors
/// [`Error::NotFound`]; [`Error::Conflict`] when somebody else has, or it still cannot come in.
pub async fn see_to(ctx: &Ctx, app: &App, id: Uuid, take: bool) -> Result<(), Error> {
    authorise(&ctx.actor, UseCase::DecideReview, Relation::default())?;
    let kept = store::command::aside(&app.store, ctx.tenant, true).await.map_err(crate::fault)?;
    let one = kept.into_iter().find(|one| one.id == id).ok_or(Error::NotFound)?;
    if take {
        let command = one.whole.and_then(|whole| serde_json::from_value::<Command>(whole).ok());
        let command = command.ok_or(Error::NotFound)?;
        // Under an id of its own: the one it came with has its answer already.
        let again = Command { id: ctx.id(), previous: None, ..command };
        match super::home::admit(ctx, app, again).await? {
            Some(Receipt::Quarantined { why }) => {
                let why =
                    Message::new("aside-still").with("why", Message::word("quarantine", &why.to_string()));
                return Err(Error::Conflict(why));
            }
            Some(_) => {}
            None => return Err(Error::NotFound),
        }
    }
    let mut body = one.body;
    body["settled"] = json!({ "taken": take, "by": ctx.actor.person, "at": ctx.now });
    app.write(ctx, move |tx, ctx| {
        let body = body.clone();
        Box::pin(async move { store::command::settle_aside(tx, &ctx, id, body).await })
    })
    .await
}
