//! Pairs of records that may be one person: looked at side by side, decided by a supervisor, undone.

use std::collections::HashMap;

use domain::Ctx;
use domain::id::{MergeId, PersonId, SeekerId};
use domain::look::Purpose;
use domain::merge::{Decision, Merge, MergeName, canonical};
use domain::policy::{Relation, UseCase, authorise, scope};
use domain::seeker::{Profile, Revival, ReviveReason, Seeker, State};

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
    let within = scope(&ctx.actor, UseCase::ReadSeeker);
    let found = store::merge::list(&app.store, ctx.tenant, within, state, size, offset).await;
    let (pairs, total) = found.map_err(crate::fault)?;
    let may_decide = authorise(&ctx.actor, UseCase::DecideReview, Relation::default()).is_ok();
    let mut items = Vec::with_capacity(pairs.len());
    let mut people: Vec<PersonId> = Vec::new();
    for merge in pairs {
        let of = |person| store::seeker::of_person(&app.store, ctx.tenant, person);
        let first = of(merge.first).await.map_err(crate::fault)?;
        let second = of(merge.second).await.map_err(crate::fault)?;
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

/// Says that a pair is one person, or two, or that what was said before was wrong. Nothing is rewritten, but for a
/// death that came from one to the other of two who are no longer one: that is taken back.
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
    let revived = match merge.state.name() {
        MergeName::Merged => parted(ctx, app, &merge).await?,
        _ => Vec::new(),
    };
    merge.state = merge.state.decide(decision, ctx.now, ctx.actor.person).map_err(Error::Conflict)?;
    merge.updated_at = ctx.now;
    let verb: &'static str = decision.into();
    app.write(ctx, move |tx, ctx| {
        let (merge, revived) = (merge.clone(), revived.clone());
        Box::pin(async move {
            store::merge::update(tx, &ctx, verb, &merge).await?;
            for (seeker, profile) in &revived {
                store::seeker::update(tx, &ctx, "revive", seeker, profile).await?;
            }
            Ok(())
        })
    })
    .await
}

/// Registrations as they are without this pair, of those whose death came with the notice of a registration that
/// is then another person's.
async fn parted(ctx: &Ctx, app: &App, pair: &Merge) -> Result<Vec<(Seeker, Profile)>, Error> {
    let (store, tenant) = (&app.store, ctx.tenant);
    let mut left = store::merge::merged(store, tenant).await.map_err(crate::fault)?;
    left.retain(|one| *one != (pair.first, pair.second));
    let known = canonical(&left);
    let root = |person: PersonId| known.get(&person).copied().unwrap_or(person);
    let mut all = Vec::new();
    for person in store::merge::same_as(store, tenant, pair.first).await.map_err(crate::fault)? {
        all.extend(store::seeker::of_person(store, tenant, person).await.map_err(crate::fault)?);
    }
    let people: HashMap<SeekerId, PersonId> = all.iter().map(|(one, _)| (one.id, one.person)).collect();
    let mut revived = Vec::new();
    for (mut one, profile) in all {
        let State::Deceased { through: Some(through), .. } = &one.state else { continue };
        let theirs = people.get(through).is_some_and(|person| root(*person) == root(one.person));
        let Some(profile) = profile.filter(|_| !theirs) else { continue };
        one.state = one.state.told_apart(ctx.now).map_err(Error::Conflict)?;
        let reason = ReviveReason::AnotherPerson;
        one.revived.push(Revival { at: ctx.now, by: ctx.actor.person, reason });
        one.updated_at = ctx.now;
        one.due = one.next_due(app.city.reminders());
        revived.push((one, profile));
    }
    Ok(revived)
}

/// Whether who asks needs to know every one of these records. A pair of two bodies is compared by whoever may
/// read both, which consent to sharing makes possible.
fn knows<'a>(ctx: &Ctx, mut records: impl Iterator<Item = &'a (Seeker, Option<Profile>)>) -> bool {
    records.all(|(seeker, profile)| {
        let relation = crate::seeker::relation(ctx, seeker, profile.as_ref());
        authorise(&ctx.actor, UseCase::ReadSeeker, relation).is_ok()
    })
}
