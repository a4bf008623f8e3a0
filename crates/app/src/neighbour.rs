//! Neighbouring cities: who shares openings with us, how fetching goes, what is handed on, and what a counsellor does with an
//! opening next door. It must not know how their feed is fetched and judged: that is `neighbour/pull.rs`.

mod follow;
mod next_door;
mod pull;
mod relay;

use domain::Ctx;
use domain::area::AreaCode;
use domain::feed::PublicKey;
use domain::id::NeighbourId;
use domain::message::Message;
use domain::neighbour::{Neighbour, Pull, State};
use domain::policy::{Relation, UseCase, authorise};

use crate::outward::Wanted;
use crate::{App, Error, FieldError, record};

pub use follow::follow;
pub use next_door::{employer, hand_on};
pub use pull::{Pulled, pull, pull_all, pull_due};
pub use relay::{Relayed, SignedBatch, relay};

/// A neighbour as it is entered.
#[derive(Debug, Clone, Default)]
pub struct Form {
    /// Code of its area.
    pub source: String,
    /// Its name.
    pub name: String,
    /// Where its pages are, or the hub's.
    pub address: String,
    /// Whether the address is a hub's.
    pub through_hub: bool,
    /// The key; asked of the city itself when empty.
    pub key: String,
    /// Codes of the areas for which it speaks, separated by commas or spaces.
    pub areas: String,
    /// Licence where its lines name none.
    pub licence: String,
    /// Whether we hand its batches on.
    pub relayed: bool,
}

/// A neighbour with how it goes.
#[derive(Debug, Clone)]
pub struct View {
    /// The neighbour.
    pub neighbour: Neighbour,
    /// What to compare by telephone.
    pub fingerprint: String,
    /// How fetching goes.
    pub pull: Pull,
    /// Its openings that are shown now.
    pub openings: usize,
    /// Batches kept for handing on.
    pub batches: i64,
}

/// A step with a neighbour.
#[derive(Debug, Clone, Copy, PartialEq, Eq, strum::Display, strum::EnumString)]
#[strum(serialize_all = "snake_case")]
pub enum Step {
    /// Its key was compared by telephone, or the pause is over.
    Confirm,
    /// Not fetched for now.
    Pause,
    /// Ended; what is here of it goes.
    Leave,
    /// Its log was set back, as it was agreed by telephone: everything is fetched anew.
    BeginAnew,
    /// Tried again now, whatever the pause.
    TryNow,
}

fn may(ctx: &Ctx) -> Result<(), Error> {
    Ok(authorise(&ctx.actor, UseCase::OperateSystem, Relation::default())?)
}

/// All that have not left, by name.
///
/// # Errors
/// [`Error::Forbidden`]; when the store cannot be read.
pub async fn list(ctx: &Ctx, app: &App) -> Result<Vec<View>, Error> {
    may(ctx)?;
    let mut out = Vec::new();
    for neighbour in all(app).await? {
        out.push(view(app, neighbour).await?);
    }
    out.sort_by(|a, b| a.neighbour.name.cmp(&b.neighbour.name));
    Ok(out)
}

/// One.
///
/// # Errors
/// [`Error::NotFound`]; [`Error::Forbidden`].
pub async fn get(ctx: &Ctx, app: &App, id: NeighbourId) -> Result<View, Error> {
    may(ctx)?;
    let found = store::record::find::<Neighbour>(&app.store, ctx.tenant, id).await.map_err(crate::fault)?;
    view(app, found.ok_or(Error::NotFound)?).await
}

async fn all(app: &App) -> Result<Vec<Neighbour>, Error> {
    let all = store::record::all::<Neighbour>(&app.store, app.tenant).await.map_err(crate::fault)?;
    Ok(all.into_iter().filter(|one| one.state != State::Left).collect())
}

async fn view(app: &App, neighbour: Neighbour) -> Result<View, Error> {
    let id = neighbour.id;
    let pull = store::neighbour::pull(&app.store, app.tenant, id).await.map_err(crate::fault)?;
    let (batches, _) =
        store::neighbour::count_batches(&app.store, app.tenant, id).await.map_err(crate::fault)?;
    let openings = app.projection.abroad(|state| {
        let of = |from: &domain::neighbour::Provenance| from.neighbour == id;
        state.openings.values().filter(|entry| entry.abroad.as_deref().is_some_and(of)).count()
    });
    let fingerprint = neighbour.public_key().map(|key| key.fingerprint()).unwrap_or_default();
    Ok(View { neighbour, fingerprint, pull, openings, batches })
}

/// Enters a neighbour. Nothing is fetched before its key was compared and [`Step::Confirm`] taken.
///
/// # Errors
/// [`Error::Forbidden`]; [`Error::Invalid`] with every field that is wrong.
pub async fn create(ctx: &Ctx, app: &App, mut form: Form) -> Result<NeighbourId, Error> {
    may(ctx)?;
    form.address = form.address.trim().trim_end_matches('/').to_owned();
    if let Err(fault) = app.outward.check(&form.address) {
        return Err(Error::field("address", fault.message()));
    }
    if form.key.trim().is_empty() && !form.through_hub {
        form.key = ask_key(app, &form.address).await?;
    }
    let (areas, wrong) = areas(&form.areas);
    let neighbour = Neighbour {
        id: ctx.id(),
        source: form.source.trim().to_owned(),
        name: form.name.trim().to_owned(),
        address: form.address,
        through_hub: form.through_hub,
        key: form.key.trim().to_owned(),
        areas,
        licence: form.licence.trim().to_owned(),
        relayed: form.relayed,
        state: State::Proposed,
        version: 1,
        created_at: ctx.now,
        updated_at: ctx.now,
    };
    let mut errors: Vec<FieldError> =
        neighbour.check().into_iter().map(|(field, why)| FieldError::new(field, why)).collect();
    if neighbour.source == app.city.root().as_str() {
        errors.push(FieldError::new("source", Message::new("neighbour-ourselves")));
    }
    errors.extend(
        wrong.map(|text| {
            FieldError::new("areas", Message::new("neighbour-area-unreadable").with("text", text))
        }),
    );
    if all(app).await?.iter().any(|known| known.source == neighbour.source) {
        errors.push(FieldError::new("source", Message::new("neighbour-known")));
    }
    if !errors.is_empty() {
        return Err(Error::Invalid(errors));
    }
    let id = neighbour.id;
    record::add(ctx, app, UseCase::OperateSystem, neighbour).await?;
    Ok(id)
}

/// The key as the city itself tells it; whether it is really theirs, a telephone call tells.
async fn ask_key(app: &App, address: &str) -> Result<String, Error> {
    let wanted = Wanted { bytes: 4_096, ..Wanted::new(format!("{address}/feed/key")) };
    let answer = app.outward.get(&wanted).await;
    let answer = answer.map_err(|fault| Error::field("address", fault.message()))?;
    let text = String::from_utf8_lossy(&answer.body).into_owned();
    let json: serde_json::Value = serde_json::from_str(&text).unwrap_or_default();
    let told = ["key", "public_key"].iter().find_map(|name| json[*name].as_str());
    let key = told.unwrap_or(text.trim()).to_owned();
    match key.parse::<PublicKey>() {
        Ok(_) => Ok(key),
        Err(_) => Err(Error::field("address", Message::new("neighbour-no-key"))),
    }
}

/// The codes of a list, and the first that is none.
fn areas(text: &str) -> (Vec<AreaCode>, Option<String>) {
    let mut codes = Vec::new();
    for word in text.split([',', ' ', '\n']).map(str::trim).filter(|word| !word.is_empty()) {
        match AreaCode::parse(word) {
            Some(code) => codes.push(code),
            None => return (codes, Some(word.to_owned())),
        }
    }
    (codes, None)
}

/// Takes a step.
///
/// # Errors
/// [`Error::NotFound`]; [`Error::Conflict`] when the neighbour does not stand so that it could be taken.
pub async fn step(ctx: &Ctx, app: &App, id: NeighbourId, seen: i64, step: Step) -> Result<(), Error> {
    may(ctx)?;
    let at = (id, Some(seen));
    let changed = |change: fn(Neighbour) -> Result<Neighbour, Message>| {
        record::change::<Neighbour>(ctx, app, UseCase::OperateSystem, at, "update", move |known| {
            Ok(Neighbour { updated_at: ctx.now, ..change(known)? })
        })
    };
    match step {
        Step::Confirm => changed(Neighbour::confirm).await.map(|_| ()),
        Step::Pause => changed(Neighbour::pause).await.map(|_| ()),
        Step::Leave => {
            changed(Neighbour::leave).await?;
            app.write(ctx, move |tx, ctx| {
                Box::pin(async move { store::neighbour::clear(tx, &ctx, id).await })
            })
            .await?;
            settle(ctx, app).await
        }
        Step::BeginAnew => {
            let known = get(ctx, app, id).await?;
            let pull = known.pull.begun_anew(ctx.now);
            app.write(ctx, move |tx, ctx| {
                let pull = pull.clone();
                Box::pin(async move { store::neighbour::begin_anew(tx, &ctx, id, &pull).await })
            })
            .await
        }
        Step::TryNow => {
            let known = get(ctx, app, id).await?;
            let pull = Pull { next_at: Some(ctx.now), ..known.pull };
            app.write(ctx, move |tx, ctx| {
                let pull = pull.clone();
                Box::pin(async move { store::neighbour::keep_pull(tx, &ctx, id, &pull).await })
            })
            .await
        }
    }
}

/// Lets lists see what changed.
async fn settle(ctx: &Ctx, app: &App) -> Result<(), Error> {
    app.projection.catch_up_abroad(&app.store, ctx.tenant, ctx.now).await.map(|_| ())
}

/// Takes away what expired, whether or not its city says anything: the day's work.
pub(crate) async fn expire(ctx: &Ctx, app: &App) -> Result<usize, Error> {
    let ctx = ctx.clone();
    let expired = app
        .store
        .write(move |tx| {
            let ctx = ctx.clone();
            Box::pin(async move { store::neighbour::expire(tx, &ctx).await })
        })
        .await;
    expired.map_err(crate::fault)
}

/// The neighbour of a name or of a code, for the command line.
///
/// # Errors
/// [`Error::NotFound`]; [`Error::Forbidden`].
pub async fn named(ctx: &Ctx, app: &App, name: &str) -> Result<Neighbour, Error> {
    may(ctx)?;
    let known = all(app).await?.into_iter().find(|one| one.name == name || one.source == name);
    known.ok_or(Error::NotFound)
}
