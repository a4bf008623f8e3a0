//! The register of agreements (업무협약): who signed, what about, until when. What they promise in jobs is told by
//! [`crate::hiring_commitment`].

use domain::Ctx;
use domain::id::{MouId, OrganisationId};
use domain::mou::Mou;
use domain::policy::{Relation, UseCase, authorise};
use jiff::civil::Date;

use crate::{App, Error, FieldError, record};

/// An agreement as its keeper keys it.
#[derive(Debug, Clone)]
pub struct Form {
    /// The body that keeps it; the actor's own when nothing is said.
    pub organisation: Option<OrganisationId>,
    /// What it is called.
    pub name: String,
    /// Who signed it, the keeper left out.
    pub partners: Vec<OrganisationId>,
    /// When.
    pub signed_on: Date,
    /// Until when it holds; `None` without an end.
    pub until: Option<Date>,
    /// What about.
    pub subject: String,
}

/// An agreement with the names of who signed it.
#[derive(Debug, Clone)]
pub struct View {
    /// The agreement.
    pub mou: Mou,
    /// Name of the body that keeps it.
    pub keeper: String,
    /// Names of the others.
    pub partners: Vec<String>,
    /// Whether it holds today.
    pub holds: bool,
    /// Whether who asks may write it.
    pub may_write: bool,
}

/// The register, the latest signed first.
///
/// # Errors
/// [`Error::Forbidden`]; when the store cannot be read.
pub async fn list(ctx: &Ctx, app: &App) -> Result<Vec<View>, Error> {
    authorise(&ctx.actor, UseCase::ReadNetwork, Relation::default())?;
    let mut mous: Vec<Mou> = store::record::all(&app.store, ctx.tenant).await.map_err(crate::fault)?;
    mous.sort_by_key(|mou| std::cmp::Reverse((mou.signed_on, mou.id)));
    views(ctx, app, mous).await
}

/// One agreement.
///
/// # Errors
/// [`Error::NotFound`].
pub async fn get(ctx: &Ctx, app: &App, id: MouId) -> Result<View, Error> {
    let mou = record::get(ctx, app, UseCase::ReadNetwork, id).await?;
    views(ctx, app, vec![mou]).await?.pop().ok_or(Error::NotFound)
}

async fn views(ctx: &Ctx, app: &App, mous: Vec<Mou>) -> Result<Vec<View>, Error> {
    let bodies = store::organisation::all(&app.store, ctx.tenant).await.map_err(crate::fault)?;
    let name = |id: OrganisationId| {
        bodies.iter().find(|body| body.id == id).map(|body| body.name.clone()).unwrap_or_default()
    };
    let view = |mou: Mou| {
        let relation = Relation { organisation: mou.organisation, ..Relation::default() };
        View {
            keeper: mou.organisation.map(name).unwrap_or_default(),
            partners: mou.partners.iter().map(|id| name(*id)).collect(),
            holds: mou.holds(ctx.today()),
            may_write: authorise(&ctx.actor, UseCase::WriteNetwork, relation).is_ok(),
            mou,
        }
    };
    Ok(mous.into_iter().map(view).collect())
}

/// Enters an agreement.
///
/// # Errors
/// [`Error::Forbidden`]; [`Error::Invalid`] with every field that is wrong.
pub async fn create(ctx: &Ctx, app: &App, form: Form) -> Result<MouId, Error> {
    let organisation = form.organisation.or(ctx.actor.organisation);
    authorise(&ctx.actor, UseCase::WriteNetwork, Relation { organisation, ..Relation::default() })?;
    let mou = Mou {
        id: ctx.id(),
        organisation,
        name: form.name.trim().to_owned(),
        partners: form.partners,
        signed_on: form.signed_on,
        until: form.until,
        subject: form.subject.trim().to_owned(),
        version: 1,
        created_at: ctx.now,
    };
    checked(&mou)?;
    let made = mou.id;
    record::add(ctx, app, UseCase::WriteNetwork, mou).await?;
    Ok(made)
}

/// Corrects an agreement.
///
/// # Errors
/// [`Error::NotFound`]; [`Error::Invalid`]; [`Error::Conflict`] when it was changed meanwhile.
pub async fn update(ctx: &Ctx, app: &App, id: MouId, seen: i64, form: Form) -> Result<(), Error> {
    let known: Mou = record::get(ctx, app, UseCase::WriteNetwork, id).await?;
    let changed = move |mou: Mou| Mou {
        name: form.name.trim().to_owned(),
        partners: form.partners,
        signed_on: form.signed_on,
        until: form.until,
        subject: form.subject.trim().to_owned(),
        ..mou
    };
    let changed = changed(known);
    checked(&changed)?;
    record::change(ctx, app, UseCase::WriteNetwork, (id, Some(seen)), "update", |mou: Mou| {
        Ok(Mou { version: mou.version, ..changed })
    })
    .await?;
    Ok(())
}

fn checked(mou: &Mou) -> Result<(), Error> {
    let faults: Vec<FieldError> =
        mou.check().into_iter().map(|(field, why)| FieldError::new(field, why)).collect();
    if faults.is_empty() { Ok(()) } else { Err(Error::Invalid(faults)) }
}
