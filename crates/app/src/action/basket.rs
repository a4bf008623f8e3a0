//! The weekly basket: one notice a person with all that their body has to do soon or should have done, never one for each
//! (ADR 13 says what a notice is).

use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};

use domain::Ctx;
use domain::action::Action;
use domain::id::{OrganisationId, PersonId};
use domain::message::Message;
use domain::notice::{About, How, Kind, Notice, To};
use domain::person::{Account, Person};
use domain::policy::{Reach, Relation, UseCase, authorise, reach};
use jiff::civil::Date;
use jiff::{Timestamp, ToSpan};

use crate::{App, Error};

/// Days ahead of which a basket tells.
const AHEAD_DAYS: i32 = 7;
/// Notices of a person that are looked through for this week's.
const LATEST: usize = 50;

/// The day on which baskets were last filled: who has an account is read once a day, not with every turn of the work.
#[derive(Debug, Default)]
pub(crate) struct Filled(Mutex<Option<Date>>);

/// What waits for the actor's own body: actions that are late or due within a week, the longest due first, and the
/// baskets that were not read before. They count as told by this.
///
/// # Errors
/// [`Error::Forbidden`] without an account.
pub async fn mine(ctx: &Ctx, app: &App) -> Result<Vec<Notice>, Error> {
    let own = Relation { person: ctx.actor.person, ..Relation::default() };
    authorise(&ctx.actor, UseCase::ReadOwn, own)?;
    let Some(person) = ctx.actor.person else { return Ok(Vec::new()) };
    let found = store::notice::of_person(&app.store, ctx.tenant, person, LATEST).await;
    let mut baskets: Vec<Notice> = found.map_err(crate::fault)?;
    baskets.retain(|notice| notice.kind == Kind::ActionsDue && notice.waits());
    for basket in &baskets {
        match crate::notice::save(ctx, app, basket.clone(), How::Web).await {
            // Another window was quicker.
            Ok(()) | Err(Error::Conflict(_)) => {}
            Err(failed) => return Err(failed),
        }
    }
    Ok(baskets)
}

/// Fills this week's baskets; gives how many. A second run on the same day does nothing, one in the same week nothing for
/// whoever has theirs.
pub(crate) async fn weekly(ctx: &Ctx, app: &App) -> Result<usize, Error> {
    let today = ctx.today();
    if *app.baskets.0.lock().unwrap_or_else(PoisonError::into_inner) == Some(today) {
        return Ok(0);
    }
    let until = today.saturating_add(AHEAD_DAYS.days());
    let due: Vec<Action> = store::record::due(&app.store, ctx.tenant, until).await.map_err(crate::fault)?;
    let mut of_body: BTreeMap<OrganisationId, Vec<&Action>> = BTreeMap::new();
    for action in &due {
        if let Some(owner) = action.owner {
            of_body.entry(owner).or_default().push(action);
        }
    }
    let people = match of_body.is_empty() {
        true => Vec::new(),
        false => store::person::accounts(&app.store, ctx.tenant).await.map_err(crate::fault)?,
    };
    let monday = today.saturating_sub(i64::from(today.weekday().to_monday_zero_offset()).days());
    let since = app.city.zone().to_timestamp(monday.at(0, 0, 0, 0)).unwrap_or(Timestamp::MIN);
    let mut filled = 0;
    for (person, _) in people.iter().filter(|(person, _)| person.account == Account::Active) {
        let theirs: Vec<&Action> =
            bodies(person).iter().filter_map(|body| of_body.get(body)).flatten().copied().collect();
        if theirs.is_empty() || has_one(ctx, app, person.id, since).await? {
            continue;
        }
        let notice = Notice::new(ctx, To::Person(person.id), Kind::ActionsDue, About::default());
        let notice = notice.saying(told(&theirs, today));
        app.write(ctx, move |tx, ctx| {
            let notice = notice.clone();
            Box::pin(async move { store::notice::insert(tx, &ctx, &notice).await })
        })
        .await?;
        filled += 1;
    }
    *app.baskets.0.lock().unwrap_or_else(PoisonError::into_inner) = Some(today);
    Ok(filled)
}

/// The bodies for which somebody tells of actions.
fn bodies(person: &Person) -> Vec<OrganisationId> {
    let takes_part = |role| reach(role, UseCase::TakePart) == Reach::Own;
    let of_role = person.grants.iter().filter(|grant| grant.confirmed && takes_part(grant.role));
    let mut bodies: Vec<OrganisationId> = of_role.filter_map(|grant| grant.organisation).collect();
    bodies.sort_unstable();
    bodies.dedup();
    bodies
}

/// Whether somebody has this week's basket.
async fn has_one(ctx: &Ctx, app: &App, person: PersonId, since: Timestamp) -> Result<bool, Error> {
    let found = store::notice::of_person(&app.store, ctx.tenant, person, LATEST).await;
    let notices: Vec<Notice> = found.map_err(crate::fault)?;
    Ok(notices.iter().any(|notice| notice.kind == Kind::ActionsDue && notice.at >= since))
}

/// The basket in words: how many, how many late, and the first by name.
fn told(actions: &[&Action], today: Date) -> Message {
    let late = actions.iter().filter(|action| action.late_days(today).is_some()).count();
    let first = actions.iter().min_by_key(|action| (action.due_on, &action.number));
    let named = first.map(|action| format!("{} {}", action.number, action.title)).unwrap_or_default();
    Message::new("actions-basket").with("n", actions.len()).with("late", late).with("first", named)
}
