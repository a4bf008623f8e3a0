//! Keys with which other bodies' programs act here: made, shown once and taken back by the operator; every use is written
//! down. What a program does with one is what an officer of its body could do, no more: the policy is asked as ever.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use domain::id::{OrganisationId, PartnerKeyId};
use domain::partner_key::{PartnerKey, Scope, StateName};
use domain::policy::{Relation, UseCase, authorise};
use domain::{Actor, Ctx};
use jiff::Timestamp;
use jiff::civil::Date;
pub use store::partner_key::Use;

use crate::session::token_hash;
use crate::{App, Error, FieldError, record};

mod submit;
pub use submit::{Submission, Submitted, submit};

/// Before the secret, so that whoever finds one knows what it is.
const PREFIX: &str = "iljari_";
/// Uses that are shown of a key.
const SHOWN: i64 = 200;
/// Referrals in one answer.
const REFERRALS: i64 = 1_000;

/// A key as the operator asks for it.
#[derive(Debug, Clone)]
pub struct Form {
    /// What it is for.
    pub name: String,
    /// For which body.
    pub organisation: Option<OrganisationId>,
    /// What it may do.
    pub scopes: Vec<Scope>,
    /// Last day.
    pub until: Option<Date>,
}

/// A key with what is told about it.
#[derive(Debug, Clone)]
pub struct View {
    /// The key.
    pub key: PartnerKey,
    /// Name of its body.
    pub body: String,
    /// Where it stands today.
    pub state: StateName,
    /// How often it was used.
    pub times: i64,
    /// The day it was last used.
    pub last_used: Option<Date>,
}

/// Whoever comes with a key.
#[derive(Debug, Clone)]
pub struct Keyed {
    /// The key.
    pub key: PartnerKey,
    /// As whom they act.
    pub actor: Actor,
}

/// How a referral to an opening stands that a body handed in; nothing of the person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Followed {
    /// Id of the referral.
    pub id: domain::id::ReferralId,
    /// Which opening.
    pub opening: domain::id::OpeningId,
    /// Word for where it stands.
    pub state: String,
    /// Day on which it was proposed.
    pub proposed_on: Date,
}

/// All keys, the newest first.
///
/// # Errors
/// [`Error::Forbidden`]; when the store cannot be read.
pub async fn list(ctx: &Ctx, app: &App) -> Result<Vec<View>, Error> {
    authorise(&ctx.actor, UseCase::ManageKeys, Relation::default())?;
    let mut keys: Vec<PartnerKey> = store::record::all(&app.store, ctx.tenant).await.map_err(crate::fault)?;
    keys.sort_by_key(|key| std::cmp::Reverse((key.made_at, key.id)));
    let bodies = store::organisation::all(&app.store, ctx.tenant).await.map_err(crate::fault)?;
    let used = store::partner_key::last_used(&app.store, ctx.tenant).await.map_err(crate::fault)?;
    let view = |key: PartnerKey| {
        let body = bodies.iter().find(|body| body.id == key.organisation);
        let used = used.iter().find(|used| used.key == key.id);
        View {
            body: body.map(|body| body.name.clone()).unwrap_or_default(),
            state: key.state(ctx.today()),
            times: used.map_or(0, |used| used.times),
            last_used: used.map(|used| ctx.zone.to_datetime(used.last).date()),
            key,
        }
    };
    Ok(keys.into_iter().map(view).collect())
}

/// The latest uses of a key, newest first.
///
/// # Errors
/// [`Error::NotFound`]; when the store cannot be read.
pub async fn uses(ctx: &Ctx, app: &App, id: PartnerKeyId) -> Result<Vec<Use>, Error> {
    authorise(&ctx.actor, UseCase::ManageKeys, Relation::default())?;
    store::partner_key::uses(&app.store, ctx.tenant, id, SHOWN).await.map_err(crate::fault)
}

/// Makes a key and gives its secret, which cannot be had again.
///
/// # Errors
/// [`Error::Forbidden`]; [`Error::Invalid`] with every field that is wrong.
pub async fn make(ctx: &Ctx, app: &App, form: Form) -> Result<String, Error> {
    authorise(&ctx.actor, UseCase::ManageKeys, Relation::default())?;
    let body = match form.organisation {
        Some(id) => store::organisation::find(&app.store, ctx.tenant, id).await.map_err(crate::fault)?,
        None => None,
    };
    let body = body.filter(|body| body.stands_on(ctx.today()));
    let secret = format!("{PREFIX}{}", URL_SAFE_NO_PAD.encode(ctx.random::<32>()));
    let key = PartnerKey {
        id: ctx.id(),
        name: form.name.trim().to_owned(),
        organisation: body.as_ref().map_or(OrganisationId(uuid::Uuid::nil()), |body| body.id),
        scopes: form.scopes,
        hash: token_hash(&secret),
        ending: secret.chars().skip(secret.chars().count() - 4).collect(),
        until: form.until.unwrap_or(Date::MIN),
        made_by: ctx.actor.person,
        made_at: ctx.now,
        revoked_at: None,
        version: 1,
    };
    let mut faults: Vec<FieldError> =
        key.check(ctx.today()).into_iter().map(|(field, why)| FieldError::new(field, why)).collect();
    if body.is_none() {
        faults.push(FieldError::new("organisation", domain::Message::new("key-organisation")));
    }
    if !faults.is_empty() {
        return Err(Error::Invalid(faults));
    }
    record::add(ctx, app, UseCase::ManageKeys, key).await?;
    Ok(secret)
}

/// Takes a key back: the next request with it is refused.
///
/// # Errors
/// [`Error::NotFound`]; [`Error::Conflict`] when it was already.
pub async fn revoke(ctx: &Ctx, app: &App, id: PartnerKeyId) -> Result<(), Error> {
    let at = ctx.now;
    record::change(ctx, app, UseCase::ManageKeys, (id, None), "revoke", |key: PartnerKey| key.revoke(at))
        .await
        .map(|_| ())
}

/// Who comes with a secret; nobody when it is unknown, over or taken back, or when its body is no more.
///
/// # Errors
/// Only when the store fails.
pub async fn resolve(app: &App, secret: &str, now: Timestamp) -> Result<Option<Keyed>, Error> {
    let today = app.city.zone().to_datetime(now).date();
    let hash = token_hash(secret);
    let known = store::record::known_as::<PartnerKey>(&app.store, app.tenant, &hash).await;
    let known = known.map_err(crate::fault)?;
    let Some(key) = known.filter(|key| key.state(today) == StateName::Active) else { return Ok(None) };
    let body =
        store::organisation::find(&app.store, app.tenant, key.organisation).await.map_err(crate::fault)?;
    let body = body.filter(|body| body.stands_on(today));
    Ok(body.map(|body| Keyed { actor: key.actor(&body), key }))
}

/// Writes down that a key asked for something outside its scopes.
///
/// # Errors
/// Only when the store fails.
pub async fn refused(ctx: &Ctx, app: &App, keyed: &Keyed, scope: Scope) -> Result<(), Error> {
    note(ctx, app, keyed, Use { at: ctx.now, scope, refused: true, about: None }).await
}

async fn note(ctx: &Ctx, app: &App, keyed: &Keyed, told: Use) -> Result<(), Error> {
    let key = keyed.key.id;
    app.write(ctx, move |tx, ctx| {
        let told = told.clone();
        Box::pin(async move { store::partner_key::used(tx, &ctx, key, &told).await })
    })
    .await
}

/// How referrals to the openings stand that the key's body handed in by its programs.
///
/// # Errors
/// [`Error::Forbidden`]; when the store fails.
pub async fn referrals(ctx: &Ctx, app: &App, keyed: &Keyed, after: &str) -> Result<Vec<Followed>, Error> {
    let body = keyed.key.organisation;
    let relation = Relation { organisation: Some(body), ..Relation::default() };
    authorise(&ctx.actor, UseCase::FollowReferral, relation)?;
    let found = store::partner_key::referrals(&app.store, ctx.tenant, body, (after, REFERRALS))
        .await
        .map_err(crate::fault)?;
    let told = Use { at: ctx.now, scope: Scope::ReferralsRead, refused: false, about: None };
    note(ctx, app, keyed, told).await?;
    let followed = |referral: domain::referral::Referral| Followed {
        id: referral.id,
        opening: referral.opening,
        state: referral.state.name().to_string(),
        proposed_on: ctx.zone.to_datetime(referral.proposed_at).date(),
    };
    Ok(found.into_iter().map(followed).collect())
}
