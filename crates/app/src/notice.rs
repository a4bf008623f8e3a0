//! What people are told: on their own page, or by a counsellor's telephone call that is written down.

use domain::Ctx;
use domain::id::NoticeId;
use domain::notice::{How, Kind, Notice, To, Told};
use domain::policy::{Relation, UseCase, authorise};

use crate::{App, Error};

/// Notices on one's own page.
const LATEST: usize = 50;

/// Writes down that a counsellor told somebody, and how.
///
/// # Errors
/// [`Error::NotFound`]; [`Error::Conflict`] when somebody told it before.
pub async fn tell(ctx: &Ctx, app: &App, id: NoticeId, how: How) -> Result<(), Error> {
    authorise(&ctx.actor, UseCase::WriteReferral, Relation::default())?;
    let (store, tenant) = (&app.store, ctx.tenant);
    let notice =
        store::notice::find(store, tenant, id).await.map_err(crate::fault)?.ok_or(Error::NotFound)?;
    if let To::Person(person) = notice.to {
        let records = store::seeker::of_person(store, tenant, person).await.map_err(crate::fault)?;
        let known = records.iter().any(|(seeker, profile)| {
            let stands = crate::seeker::relation(ctx, seeker, profile.as_ref());
            authorise(&ctx.actor, UseCase::WriteReferral, stands).is_ok()
        });
        if !known {
            return Err(Error::NotFound);
        }
    }
    save(ctx, app, notice, how).await
}

/// What I am told under each of my ids, newest first. Whatever was untold is told by this: it was put before the
/// person.
///
/// # Errors
/// [`Error::Forbidden`] without an account.
pub async fn mine(ctx: &Ctx, app: &App) -> Result<Vec<Notice>, Error> {
    let own = Relation { person: ctx.actor.person, ..Relation::default() };
    authorise(&ctx.actor, UseCase::ReadOwn, own)?;
    let person = ctx.actor.person.ok_or(Error::NotFound)?;
    let (store, tenant) = (&app.store, ctx.tenant);
    let mut notices = Vec::new();
    for same in store::merge::same_as(store, tenant, person).await.map_err(crate::fault)? {
        notices.extend(store::notice::of_person(store, tenant, same, LATEST).await.map_err(crate::fault)?);
    }
    // A request to introduce them waits for a counsellor's call; reading a page is not that.
    notices.retain(|notice| notice.kind != Kind::IntroductionAsked);
    notices.sort_by_key(|notice| std::cmp::Reverse((notice.at, notice.id.0)));
    notices.truncate(LATEST);
    read(ctx, app, &notices).await?;
    Ok(notices)
}

/// What my employer is told, newest first.
///
/// # Errors
/// [`Error::Forbidden`] for those who do not act for an employer.
pub async fn of_my_employer(ctx: &Ctx, app: &App) -> Result<Vec<Notice>, Error> {
    let own = Relation { employer: ctx.actor.employer, ..Relation::default() };
    authorise(&ctx.actor, UseCase::AnswerReferral, own)?;
    let employer = ctx.actor.employer.ok_or(Error::NotFound)?;
    let notices =
        store::notice::of_employer(&app.store, ctx.tenant, employer, LATEST).await.map_err(crate::fault)?;
    read(ctx, app, &notices).await?;
    Ok(notices)
}

async fn read(ctx: &Ctx, app: &App, notices: &[Notice]) -> Result<(), Error> {
    for notice in notices.iter().filter(|notice| notice.waits()) {
        match save(ctx, app, notice.clone(), How::Web).await {
            // Another window, or a counsellor, was quicker.
            Ok(()) | Err(Error::Conflict(_)) => {}
            Err(failed) => return Err(failed),
        }
    }
    Ok(())
}

pub(crate) async fn save(ctx: &Ctx, app: &App, notice: Notice, how: How) -> Result<(), Error> {
    let by = ctx.actor.person.filter(|_| how != How::Web);
    let told = notice.tell(Told { at: ctx.now, by, how }).map_err(Error::Conflict)?;
    app.write(ctx, move |tx, ctx| {
        let told = told.clone();
        Box::pin(async move { store::notice::tell(tx, &ctx, &told).await })
    })
    .await
}
