//! Pairs of records that may be one person: looked at side by side, decided by a supervisor, undone.

use std::collections::HashMap;

use domain::id::{MergeId, PersonId, SeekerId};
use domain::look::Purpose;
use domain::merge::{Decision, Merge, MergeName, canonical};
use domain::person::IdentityCheck;
use domain::policy::{Relation, Scope, UseCase, authorise, reviews_the_city, scope};
use domain::seeker::{Profile, Revival, ReviveReason, Seeker, State};
use domain::{Ctx, Message};

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
    /// Whether one of the two has an account, so that it must be checked who they are before they are made one.
    pub opens: bool,
    /// Whether it must be said why before the two are shown; until then nothing that names them is here.
    pub why: bool,
}

/// Pairs in a state of which who asks may read both sides, newest first; a supervisor of the city reads all of which
/// the decision is theirs. Showing them is a look at both people.
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
    let decides = may_decide_on(state) && reviews_the_city(&ctx.actor);
    let within = if decides { Scope::Everyone } else { scope(&ctx.actor, UseCase::ReadSeeker) };
    let found = store::merge::list(&app.store, ctx.tenant, within, state, size, offset).await;
    let (pairs, total) = found.map_err(crate::fault)?;
    let may_decide = authorise(&ctx.actor, UseCase::DecideReview, Relation::default()).is_ok();
    let mut items = Vec::with_capacity(pairs.len());
    let mut people: Vec<PersonId> = Vec::new();
    for merge in pairs {
        let of = |person| store::seeker::of_person(&app.store, ctx.tenant, person);
        let first = of(merge.first).await.map_err(crate::fault)?;
        let second = of(merge.second).await.map_err(crate::fault)?;
        if unsaid(ctx, app, first.iter().chain(&second)).await?.is_some() {
            let bare = |all: Vec<(Seeker, Option<Profile>)>| -> Vec<_> {
                all.into_iter().map(|(seeker, _)| (seeker, None)).collect()
            };
            let (first, second) = (bare(first), bare(second));
            items.push(Pair { merge, first, second, may_decide: false, opens: false, why: true });
            continue;
        }
        let opens = crate::seeker::opens(ctx, app, (merge.first, merge.second)).await?;
        for person in [merge.first, merge.second] {
            if !people.contains(&person) {
                people.push(person);
            }
        }
        items.push(Pair { merge, first, second, may_decide, opens, why: false });
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
    decide_checked(ctx, app, id, version, decision, None).await
}

/// The same, after it was checked that whoever signs in is whom the other record is about: making them one opens it.
/// How it was checked, the person reads among the looks.
///
/// # Errors
/// As [`decide`]; [`Error::Conflict`] without the check where one of the two has an account.
pub async fn decide_checked(
    ctx: &Ctx,
    app: &App,
    id: MergeId,
    version: i64,
    decision: Decision,
    checked: Option<IdentityCheck>,
) -> Result<(), Error> {
    authorise(&ctx.actor, UseCase::DecideReview, Relation::default())?;
    let found = store::merge::find(&app.store, ctx.tenant, id).await.map_err(crate::fault)?;
    let mut merge = found.ok_or(Error::NotFound)?;
    if merge.version != version {
        return Err(Error::Conflict(Message::new("changed-meanwhile")));
    }
    let sides = records(ctx, app, &merge).await?;
    if let Some(needed) = unsaid(ctx, app, sides.iter()).await? {
        return Err(needed);
    }
    let revived = match merge.state.name() {
        MergeName::Merged => parted(ctx, app, &merge).await?,
        _ => Vec::new(),
    };
    let people = (merge.first, merge.second);
    let needed = decision == Decision::Same && crate::seeker::opens(ctx, app, people).await?;
    if needed && checked.is_none() {
        return Err(Error::Conflict(Message::new("merge-identity-first")));
    }
    let checked = checked.filter(|_| needed);
    let numbered = |profile: &Profile| !(profile.mobile.is_empty() && profile.phone.is_empty());
    let numbered = sides.iter().filter_map(|(_, profile)| profile.as_ref()).any(numbered);
    if checked == Some(IdentityCheck::KnownPhone) && !numbered {
        return Err(Error::Conflict(Message::new("identity-no-number")));
    }
    let checked = checked.map(Purpose::from);
    merge.state = merge.state.decide(decision, ctx.now, ctx.actor.person).map_err(Error::Conflict)?;
    merge.updated_at = ctx.now;
    let verb: &'static str = decision.into();
    app.write(ctx, move |tx, ctx| {
        let (merge, revived) = (merge.clone(), revived.clone());
        Box::pin(async move {
            if let Some(checked) = checked {
                store::look::insert(tx, &ctx, &[merge.first, merge.second], checked, None).await?;
            }
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

/// The registrations of both sides of a pair, for those who may read them.
async fn records(ctx: &Ctx, app: &App, merge: &Merge) -> Result<Vec<(Seeker, Option<Profile>)>, Error> {
    let mut all = Vec::new();
    for person in [merge.first, merge.second] {
        all.extend(store::seeker::of_person(&app.store, ctx.tenant, person).await.map_err(crate::fault)?);
    }
    if knows(ctx, merge, all.iter()) { Ok(all) } else { Err(Error::NotFound) }
}

/// Whose registrations a pair is of, for those who may read both sides.
///
/// # Errors
/// [`Error::Forbidden`], [`Error::NotFound`].
pub(crate) async fn whose(ctx: &Ctx, app: &App, id: MergeId) -> Result<Vec<SeekerId>, Error> {
    authorise(&ctx.actor, UseCase::ReadReview, Relation::default())?;
    let found = store::merge::find(&app.store, ctx.tenant, id).await.map_err(crate::fault)?;
    let all = records(ctx, app, &found.ok_or(Error::NotFound)?).await?;
    Ok(all.into_iter().map(|(seeker, _)| seeker.id).collect())
}

/// What stops whoever must say why of one of these people and has not.
async fn unsaid<'a>(
    ctx: &Ctx,
    app: &App,
    records: impl Iterator<Item = &'a (Seeker, Option<Profile>)>,
) -> Result<Option<Error>, Error> {
    for (seeker, _) in records {
        match crate::seeker::before(ctx, app, seeker.id).await {
            Ok(()) => {}
            Err(needed @ Error::WhyNeeded(_)) => return Ok(Some(needed)),
            Err(failed) => return Err(failed),
        }
    }
    Ok(None)
}

/// Whether a pair in this state is still a second person's to decide.
fn may_decide_on(state: MergeName) -> bool {
    state != MergeName::Apart
}

/// Whether who asks needs to know every one of these records. A pair of two bodies is compared by whoever may
/// read both, which consent to sharing makes possible, and by a supervisor of the city while it can be decided.
fn knows<'a>(
    ctx: &Ctx,
    merge: &Merge,
    mut records: impl Iterator<Item = &'a (Seeker, Option<Profile>)>,
) -> bool {
    let under_review = may_decide_on(merge.state.name());
    records.all(|(seeker, profile)| {
        let relation = crate::seeker::relation(ctx, seeker, profile.as_ref());
        authorise(&ctx.actor, UseCase::ReadSeeker, Relation { under_review, ..relation }).is_ok()
    })
}
