//! Pairs of records that may be one person: looked at side by side, decided by a supervisor, undone.

use domain::Ctx;
use domain::id::{MergeId, PersonId};
use domain::look::Purpose;
use domain::merge::{Decision, Merge, MergeName};
use domain::policy::{Relation, UseCase, authorise};
use domain::seeker::{Profile, Seeker};

use crate::page::Page;
use crate::{App, Error};

/// A pair with the registrations of both sides.
#[derive(Debug, Clone)]
pub struct Pair {
    /// The pair.
    pub merge: Merge,
    /// Registrations of the earlier record.
    pub first: Vec<(Seeker, Option<Profile>)>,
    /// Registrations of the later one.
    pub second: Vec<(Seeker, Option<Profile>)>,
    /// Whether who asks may decide.
    pub may_decide: bool,
}

/// Pairs in a state of which who asks may read both sides, newest first. Showing them is a look at both
/// people.
///
/// # Errors
/// [`Error::Forbidden`].
pub async fn list(
    ctx: &Ctx,
    app: &App,
    state: MergeName,
    page: usize,
    size: usize,
) -> Result<Page<Pair>, Error> {
    authorise(&ctx.actor, UseCase::ReadReview, Relation::default())?;
    let (page, size) = (page.max(1), size.clamp(1, 100));
    let offset = (page - 1).saturating_mul(size);
    let (pairs, mut total) =
        store::merge::list(&app.store, ctx.tenant, state, size, offset).await.map_err(crate::fault)?;
    let may_decide = authorise(&ctx.actor, UseCase::DecideReview, Relation::default()).is_ok();
    let mut items = Vec::with_capacity(pairs.len());
    let mut people: Vec<PersonId> = Vec::new();
    for merge in pairs {
        let of = |person| store::seeker::of_person(&app.store, ctx.tenant, person);
        let first = of(merge.first).await.map_err(crate::fault)?;
        let second = of(merge.second).await.map_err(crate::fault)?;
        if !knows(ctx, first.iter().chain(&second)) {
            total = total.saturating_sub(1);
            continue;
        }
        for person in [merge.first, merge.second] {
            if !people.contains(&person) {
                people.push(person);
            }
        }
        items.push(Pair { merge, first, second, may_decide });
    }
    crate::look::leave(ctx, app, people, Purpose::Merge).await?;
    Ok(Page { items, total, page, size })
}

/// Says that a pair is one person, or two, or that what was said before was wrong. Nothing is rewritten.
///
/// # Errors
/// [`Error::Forbidden`]; [`Error::NotFound`], also where one side is nobody for who asks; [`Error::Conflict`]
/// when it was decided meanwhile.
pub async fn decide(
    ctx: &Ctx,
    app: &App,
    id: MergeId,
    version: i64,
    decision: Decision,
) -> Result<(), Error> {
    authorise(&ctx.actor, UseCase::DecideReview, Relation::default())?;
    let found = store::merge::find(&app.store, ctx.tenant, id).await.map_err(crate::fault)?;
    let mut merge = found.ok_or(Error::NotFound)?;
    if merge.version != version {
        return Err(Error::Conflict(domain::Message::new("changed-meanwhile")));
    }
    for person in [merge.first, merge.second] {
        let of = store::seeker::of_person(&app.store, ctx.tenant, person).await.map_err(crate::fault)?;
        if !knows(ctx, of.iter()) {
            return Err(Error::NotFound);
        }
    }
    merge.state = merge.state.decide(decision, ctx.now, ctx.actor.person).map_err(Error::Conflict)?;
    merge.updated_at = ctx.now;
    let verb: &'static str = decision.into();
    app.write(ctx, move |tx, ctx| {
        let merge = merge.clone();
        Box::pin(async move { store::merge::update(tx, &ctx, verb, &merge).await })
    })
    .await
}

/// Whether who asks needs to know every one of these records. A pair of two bodies is compared by whoever may
/// read both, which consent to sharing makes possible.
fn knows<'a>(ctx: &Ctx, mut records: impl Iterator<Item = &'a (Seeker, Option<Profile>)>) -> bool {
    records.all(|(seeker, profile)| {
        let relation = crate::seeker::relation(ctx, seeker, profile.as_ref());
        authorise(&ctx.actor, UseCase::ReadSeeker, relation).is_ok()
    })
}
