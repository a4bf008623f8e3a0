//! Seats and the waiting list while eight desks press whatever they like at once, on both engines. What held then is read
//! from the log, entry by entry: no end that happens to be right hides a wrong way to it.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, Mutex};

use app::cohort::{get, resize, select, start};
use app::enrolment::{apply, drop_out, enrol, no_show, of_cohort, promote, withdraw};
use app::testing::TestCity;
use app::{App, Error};
use domain::cohort::{Cohort, Criterion};
use domain::enrolment::{DropReason, Enrolment, State, StateName};
use domain::id::{CohortId, EnrolmentId, SeekerId};
use domain::{Actor, Ctx};
use jiff::Timestamp;
use jiff::civil::date;
use jiff::tz::TimeZone;
use uuid::Uuid;

use crate::cohort::{counselling, published};
use crate::enrolment::{applicant, at, career_break};
use crate::referral::counselor;

const SEEDS: [u8; 3] = [11, 23, 47];
const DESKS: u8 = 8;
const PRESSES: usize = 20;
const PEOPLE: usize = 14;
const SEATS: u32 = 4;

/// What is pressed while people may apply, and after they were chosen; more often what stands there more often.
const EARLY: [&str; 8] = ["apply", "apply", "apply", "apply", "apply", "apply", "withdraw", "resize"];
const LATE: [&str; 16] = [
    "promote", "promote", "promote", "withdraw", "withdraw", "enrol", "enrol", "enrol", "no_show", "no_show",
    "drop_out", "drop_out", "resize", "resize", "start", "apply",
];

/// A cohort and whoever may come.
struct Room {
    app: Arc<App>,
    cohort: CohortId,
    seekers: Vec<SeekerId>,
    applied: Mutex<Vec<EnrolmentId>>,
}

/// The same draws from the same seed.
struct Dice(Ctx);

impl Dice {
    fn new(room: &Room, seed: u8, desk: u8) -> Self {
        let mut bytes = [0; 32];
        bytes[..2].copy_from_slice(&[seed, desk]);
        Self(Ctx::new(room.app.tenant, Actor::system(), Timestamp::UNIX_EPOCH, TimeZone::UTC, bytes))
    }

    fn one<T: Copy>(&self, of: &[T]) -> T {
        let [drawn] = self.0.random::<1>();
        of[usize::from(drawn) % of.len()]
    }
}

async fn press(ctx: &Ctx, room: &Room, dice: &Dice, what: &str) -> Result<(), Error> {
    let (app, cohort) = (&*room.app, room.cohort);
    match what {
        "apply" => {
            let applied = apply(ctx, app, cohort, dice.one(&room.seekers), career_break()).await?;
            room.applied.lock().unwrap().push(applied.id);
            return Ok(());
        }
        "select" => return select(ctx, app, cohort).await.map(|_| ()),
        "start" => return start(ctx, app, cohort).await,
        "promote" => return promote(ctx, app, cohort).await.map(|_| ()),
        "resize" => return resize(ctx, app, cohort, dice.one(&[2, 3, 4, 5, 6, 7])).await,
        _ => {}
    }
    let applied = room.applied.lock().unwrap().clone();
    if applied.is_empty() {
        return Ok(());
    }
    let one = dice.one(&applied);
    match what {
        "withdraw" => withdraw(ctx, app, one).await,
        "enrol" => enrol(ctx, app, one).await,
        "no_show" => no_show(ctx, app, one).await,
        _ => drop_out(ctx, app, one, (date(2016, 4, 4), DropReason::Care)).await,
    }
}

/// A desk presses on; what cannot be done is refused, and nothing else goes wrong.
async fn desk(ctx: Ctx, room: Arc<Room>, dice: Dice) -> Result<(), Error> {
    for nth in 0..PRESSES {
        let what = match nth * 3 / PRESSES {
            0 => dice.one(&EARLY),
            _ if nth * 3 < PRESSES + 3 => "select",
            _ => dice.one(&LATE),
        };
        match press(&ctx, &room, &dice, what).await {
            Ok(()) | Err(Error::Conflict(_) | Error::Invalid(_)) => {}
            Err(failed) => return Err(failed),
        }
    }
    Ok(())
}

/// Walks along the log: seats are those of whoever holds one and never too many, nobody comes from the waiting list but the
/// first of it, under that name. What each part was in the end, and how many came from the list.
async fn walked(room: &Room, since: i64, seed: u8) -> (BTreeMap<Uuid, Enrolment>, usize) {
    let log = store::change::after(&room.app.store, room.app.tenant, since, 100_000).await.unwrap();
    let (mut parts, mut promoted) = (BTreeMap::<Uuid, Enrolment>::new(), 0);
    for entry in log {
        let at = format!("seed {seed}, entry {} ({})", entry.seq, entry.verb);
        if entry.noun_id == room.cohort.0 {
            let now: Cohort = serde_json::from_value(entry.body).unwrap();
            let sit = parts.values().filter(|one| one.state.holds_seat()).count();
            assert_eq!(usize::try_from(now.seats.taken).unwrap(), sit, "{at}");
            assert!(now.seats.taken <= now.seats.capacity, "{at}: {:?}", now.seats);
            assert_eq!(now.seats.taken + now.seats.free(), now.seats.capacity, "{at}");
            continue;
        }
        if entry.noun != "enrolment" || entry.body["cohort"] != room.cohort.to_string() {
            continue;
        }
        let now: Enrolment = serde_json::from_value(entry.body).unwrap();
        let was = parts.insert(entry.noun_id, now.clone()).map(|one| one.state);
        let from = match was {
            Some(State::Waiting { place, .. }) if now.state.holds_seat() => Some(place),
            _ => None,
        };
        assert_eq!(from.is_some(), entry.verb == "promote", "{at}: {was:?} to {:?}", now.state);
        let Some(from) = from else { continue };
        promoted += 1;
        assert_eq!(now.history.last().unwrap().promoted_from, Some(from), "{at}");
        let passed =
            parts.values().filter(|one| matches!(one.state, State::Waiting { place, .. } if place < from));
        assert_eq!(passed.count(), 0, "{at}: somebody waited before place {from}");
    }
    (parts, promoted)
}

async fn check(ctx: &Ctx, room: &Room, since: i64, seed: u8) -> Cohort {
    let app = &*room.app;
    let (parts, promoted) = walked(room, since, seed).await;
    let rows = of_cohort(ctx, app, room.cohort).await.unwrap();
    let view = get(ctx, app, room.cohort).await.unwrap();
    let people: BTreeSet<_> = rows.iter().filter_map(|row| row.enrolment.person()).collect();
    assert_eq!(
        (people.len(), rows.len()),
        (parts.len(), parts.len()),
        "seed {seed}: each person has one part"
    );
    for row in &rows {
        assert_eq!(parts[&row.enrolment.id.0], row.enrolment, "seed {seed}: the log says what is");
    }
    assert_eq!(view.tally.states.values().sum::<u32>(), view.tally.applied, "seed {seed}: one state each");
    let told = rows.iter().flat_map(|row| &row.enrolment.history).filter(|one| one.promoted_from.is_some());
    assert_eq!(told.count(), promoted, "seed {seed}: every promotion is in the log, and once");
    view.cohort
}

/// Whoever waits is taken one by one, in order, until nobody does or nothing is free.
async fn emptied(ctx: &Ctx, room: &Room, seed: u8) {
    loop {
        match promote(ctx, &room.app, room.cohort).await {
            Ok(Some(_)) => {}
            Ok(None) => return,
            Err(Error::Conflict(why)) if why.code == "cohort-full" => return,
            Err(failed) => panic!("seed {seed}: {failed:?}"),
        }
    }
}

async fn round(city: &TestCity, seekers: &[SeekerId], seed: u8) {
    let since = store::change::head(&city.app.store, city.app.tenant).await.unwrap().seq;
    let mut form = counselling();
    (form.seats, form.criteria) = (SEATS, vec![Criterion::Draw]);
    let cohort = published(city, form).await;
    let app = city.app.clone();
    let room = Arc::new(Room { app, cohort, seekers: seekers.to_vec(), applied: Mutex::default() });
    let mut desks = Vec::new();
    for nth in 0..DESKS {
        let (ctx, dice) = (counselor(city).await, Dice::new(&room, seed, nth));
        desks.push(tokio::spawn(desk(ctx, room.clone(), dice)));
    }
    for (nth, pressed) in desks.into_iter().enumerate() {
        pressed.await.unwrap().unwrap_or_else(|failed| panic!("seed {seed}, desk {nth}: {failed:?}"));
    }
    let ctx = counselor(city).await;
    check(&ctx, &room, since, seed).await;
    emptied(&ctx, &room, seed).await;
    let now = get(&ctx, &room.app, cohort).await.unwrap();
    let waits = now.tally.now(StateName::Waiting);
    assert!(
        waits == 0 || now.cohort.seats.free() == 0,
        "seed {seed}: no seat is lost: {:?}",
        now.cohort.seats
    );
    // With room for everybody, everybody comes, the longest waiting first.
    resize(&ctx, &room.app, cohort, now.cohort.seats.taken + waits + 1).await.unwrap();
    emptied(&ctx, &room, seed).await;
    let last = check(&ctx, &room, since, seed).await;
    assert_eq!((last.seats.taken, last.seats.free()), (now.cohort.seats.taken + waits, 1), "seed {seed}");
}

async fn hold(city: TestCity) {
    at(&city, date(2016, 4, 4));
    let mut seekers = Vec::new();
    for nth in 0..PEOPLE {
        seekers.push(applicant(&city, nth).await);
    }
    for seed in SEEDS {
        round(&city, &seekers, seed).await;
    }
    assert!(store::change::rows_agree(&city.app.store, city.app.tenant).await.unwrap());
}

#[tokio::test(flavor = "multi_thread")]
async fn seats_and_order_hold_whatever_eight_desks_do_at_once() {
    hold(TestCity::of("goyang").await).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn seats_and_order_hold_on_postgresql_too() {
    let url = tokio::task::spawn_blocking(crate::postgres::database).await.unwrap();
    hold(TestCity::on("goyang", store::Url::Postgres(url)).await).await;
}
