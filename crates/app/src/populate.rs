//! Filling an empty system with the generated demo city, and with the real announcements that ship
//! with the project as imported drafts; and [`live`]: some weeks of an office's work on top of it.

mod life;
mod network;

mod book;
mod cohort;
mod history;
mod measure;
mod meeting;
mod project;
mod report;

use std::sync::Arc;

pub use book::book;
pub use history::history;
pub use life::live;

use domain::reminder::days_after;
use domain::{Actor, Ctx, Role};

use crate::demo::{self, DemoCity, Sizes};
use crate::import::{self, File, Kind, Options, Report};
use crate::{App, Error};

/// The announcements of public corporations, in the data folder: they lack pay, hours and place.
const ANNOUNCEMENTS: &str = "openings/busan_public_corp_postings_2020_2025.csv";
/// Rows written in one transaction.
const BATCH: usize = 1_000;

/// A ready-made sign-in of the demo city.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SignIn {
    /// Its role.
    pub role: Role,
    /// Name to type.
    pub login: String,
    /// Password to type.
    pub password: String,
}

/// What was put in.
#[derive(Debug, Clone)]
pub struct Populated {
    /// Sign-ins, one a role.
    pub sign_ins: Vec<SignIn>,
    /// What became of the announcements.
    pub announcements: Report,
    /// Who acts in which role.
    pub actors: Vec<Actor>,
}

/// Whether the system is still empty.
///
/// # Errors
/// Only when the store fails.
pub async fn is_empty(app: &App) -> Result<bool, Error> {
    Ok(store::change::head(&app.store, app.tenant).await.map_err(crate::fault)?.seq <= 1)
}

/// Puts the demo city in. `done` is told what has been written, of how many.
///
/// It is written as of two instants, so that the book of the last report meeting holds what was known on its eve, and the
/// next one tells what is different.
///
/// # Errors
/// When the store fails.
pub async fn demo_city(
    ctx: &Ctx,
    app: &App,
    seed: [u8; 32],
    sizes: &Sizes,
    done: &(dyn Fn(usize, usize) + Sync),
) -> Result<Populated, Error> {
    let today = ctx.today();
    let mut city = demo::generate(seed, sizes, &app.city, app.reference, today, ctx.now);
    project::credit(app, today, &city.organisations, &mut city.openings, &mut city.placements);
    let actors: Vec<Actor> = city.staff.iter().filter_map(actor).collect();
    let goals = measure::goals(ctx, app, &city);
    let (mut written, total) = (0, city.rows());
    let mut step = |n: usize| {
        written += n;
        done(written, total);
    };
    let eve = eve(ctx);
    let [before, since] = city.parted(eve.now);
    let staff = before.staff.clone();
    fill(&eve, app, before, &mut step).await?;
    let sign_ins = sign_ins(&eve, app, staff).await?;
    project::projects(&eve, app, today).await?;
    project::agreements(&eve, app, today).await?;
    measure::fill(&eve, app, &goals).await?;
    report::reports(&eve, app, today).await?;
    report::close(&eve, app).await?;
    meeting::call(&eve, app).await?;
    book::of_the_last(&eve, app).await?;
    fill(ctx, app, since, &mut step).await?;
    project::projects(ctx, app, today).await?;
    project::rosters(ctx, app, today).await?;
    report::reports(ctx, app, today).await?;
    report::close(ctx, app).await?;
    measure::go_on(ctx, app, &goals).await?;
    let announcements = announcements(ctx, app).await?;
    Ok(Populated { sign_ins, announcements, actors })
}

/// The evening before the last report meeting.
fn eve(ctx: &Ctx) -> Ctx {
    let day = days_after(ctx.today(), -meeting::REPORTED - 1);
    let at = ctx.zone.to_timestamp(day.at(18, 0, 0, 0)).unwrap_or(ctx.now);
    Ctx::new(ctx.tenant, ctx.actor.clone(), at, ctx.zone.clone(), ctx.random())
}

/// Writes rows of the generated city.
async fn fill(ctx: &Ctx, app: &App, city: DemoCity, step: &mut impl FnMut(usize)) -> Result<(), Error> {
    let organisations = Arc::new(city.organisations);
    let count = organisations.len();
    app.write(ctx, move |tx, ctx| {
        let organisations = organisations.clone();
        Box::pin(async move {
            for body in organisations.iter() {
                store::organisation::insert(tx, &ctx, body).await?;
            }
            Ok(())
        })
    })
    .await?;
    step(count);
    for chunk in city.employers.chunks(BATCH) {
        let (chunk, count) = (Arc::new(chunk.to_vec()), chunk.len());
        app.write(ctx, move |tx, ctx| {
            let chunk = chunk.clone();
            Box::pin(async move { store::employer::insert_many(tx, &ctx, &chunk).await })
        })
        .await?;
        step(count);
    }
    for chunk in city.openings.chunks(BATCH) {
        let (chunk, count) = (Arc::new(chunk.to_vec()), chunk.len());
        app.write(ctx, move |tx, ctx| {
            let chunk = chunk.clone();
            Box::pin(async move { store::opening::insert_many(tx, &ctx, &chunk).await })
        })
        .await?;
        step(count);
    }
    for chunk in city.seekers.chunks(BATCH) {
        let people: Vec<_> =
            chunk.iter().map(|(seeker, _, profile)| (seeker.clone(), profile.clone())).collect();
        let (chunk, count) = (Arc::new(people), chunk.len());
        app.write(ctx, move |tx, ctx| {
            let chunk = chunk.clone();
            Box::pin(async move { store::seeker::insert_many(tx, &ctx, &chunk).await })
        })
        .await?;
        step(count);
    }
    for chunk in city.services.chunks(BATCH) {
        let (chunk, count) = (Arc::new(chunk.to_vec()), chunk.len());
        app.write(ctx, move |tx, ctx| {
            let chunk = chunk.clone();
            Box::pin(async move {
                for (service, notes) in chunk.iter() {
                    store::service::insert(tx, &ctx, service, notes).await?;
                }
                Ok(())
            })
        })
        .await?;
        step(count);
    }
    for chunk in city.placements.chunks(BATCH) {
        let (chunk, count) = (Arc::new(chunk.to_vec()), chunk.len());
        app.write(ctx, move |tx, ctx| {
            let chunk = chunk.clone();
            Box::pin(async move { store::placement::insert_many(tx, &ctx, &chunk).await })
        })
        .await?;
        step(count);
    }
    Ok(())
}

/// Where a rule said no the city goes on without it.
fn unless_refused<T>(done: Result<T, Error>) -> Result<Option<T>, Error> {
    match done {
        Ok(done) => Ok(Some(done)),
        Err(Error::Conflict(_) | Error::Invalid(_) | Error::NotFound | Error::Forbidden(_)) => Ok(None),
        Err(failed) => Err(failed),
    }
}

/// The one who signs in, acting in their role.
fn actor(member: &demo::Staff) -> Option<Actor> {
    let grant = member.person.grants.first()?;
    let employer = grant.employer;
    Some(Actor { employer, ..Actor::staff(member.role, member.person.id, grant.organisation) })
}

async fn sign_ins(ctx: &Ctx, app: &App, staff: Vec<demo::Staff>) -> Result<Vec<SignIn>, Error> {
    let mut out = Vec::new();
    for member in staff {
        // Eight hex digits are enough for a machine that only talks to itself; they are printed anyway.
        let password =
            format!("demo-{}", ctx.random::<4>().iter().map(|b| format!("{b:02x}")).collect::<String>());
        let hash = crate::session::hash_password(ctx, password.clone()).await?;
        let (person, identity) = (member.person, member.identity);
        let login = identity.login.clone();
        app.write(ctx, move |tx, ctx| {
            let (person, identity, hash) = (person.clone(), identity.clone(), hash.clone());
            Box::pin(async move {
                store::person::insert(tx, &ctx, &person, &identity).await?;
                store::person::set_password(tx, &ctx, person.id, &hash, None).await
            })
        })
        .await?;
        out.push(SignIn { role: member.role, login, password });
    }
    Ok(out)
}

/// Takes the shipped announcements in through the same door as any other file.
async fn announcements(ctx: &Ctx, app: &App) -> Result<Report, Error> {
    let Some(bytes) = domain::reference::file(ANNOUNCEMENTS) else { return Ok(Report::default()) };
    let name = ANNOUNCEMENTS.rsplit('/').next().unwrap_or(ANNOUNCEMENTS).to_owned();
    let supervisor = ctx.acting_as(Actor { role: Role::Supervisor, ..ctx.actor.clone() });
    let file = File { name, bytes: bytes.into_owned() };
    let options = Options { licence: "MIT".to_owned(), ..Options::default() };
    import::run(&supervisor, app, Kind::Openings, &file, &options).await
}
