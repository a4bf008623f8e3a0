//! The change feed: cursors without gaps while several write, the horizon, cursors that have not come, waiting, signatures, and
//! keys of other bodies' programs.

use std::collections::BTreeMap;
use std::time::Duration;

use app::Error;
use app::opening::{accept, close, create, submit};
use app::testing::TestCity;
use domain::Role;
use domain::feed::{Batch, Fault, Line, check};
use domain::id::OpeningId;
use domain::opening::CloseReason;

use crate::opening::{content, employer, opened};

async fn part(city: &TestCity, after: Option<i64>, limit: usize) -> Result<Batch, Error> {
    let citizen = city.as_role(Role::Citizen).await;
    let feed = app::feed::openings(&citizen, &city.app, after, limit).await?;
    // Every answer is verified as a stranger would.
    let (key, source) = (app::feed::key(&citizen, &city.app).unwrap(), app::feed::source(&city.app));
    let signed = feed.signed.to_string().parse().unwrap();
    Ok(check(&feed.bytes, &signed, &key, source, after).unwrap())
}

/// What a reader has who follows from a cursor to the end, in parts.
async fn read_on(city: &TestCity, have: &mut BTreeMap<OpeningId, i64>, mut cursor: i64) -> i64 {
    loop {
        let batch = part(city, Some(cursor), 3).await.unwrap();
        for line in &batch.lines {
            assert!(line.seq() > cursor, "told twice");
            match line {
                Line::Shown(shown) => have.insert(shown.id, shown.seq),
                Line::Removed(removed) => have.remove(&removed.id),
            };
        }
        assert!(batch.to >= cursor);
        cursor = batch.to;
        if !batch.more {
            return cursor;
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_reader_misses_nothing_while_several_write() {
    let city = std::sync::Arc::new(TestCity::new().await);
    let whose = employer(&city).await;
    let staff = city.as_role(Role::Counselor).await;
    let writers: Vec<_> = (0..4)
        .map(|writer| {
            let (city, staff) = (city.clone(), staff.acting_as(staff.actor.clone()));
            tokio::spawn(async move {
                for n in 0..8 {
                    let id = create(&staff, &city.app, whose, content(1_300_000)).await.unwrap();
                    submit(&staff, &city.app, id, 1).await.unwrap();
                    accept(&staff, &city.app, id, 2).await.unwrap();
                    if (n + writer) % 2 == 0 {
                        close(&staff, &city.app, id, 3, CloseReason::EmployerRequest).await.unwrap();
                    }
                }
            })
        })
        .collect();
    let (mut have, mut cursor) = (BTreeMap::new(), 0);
    while writers.iter().any(|writer| !writer.is_finished()) {
        cursor = read_on(&city, &mut have, cursor).await;
        tokio::task::yield_now().await;
    }
    for writer in writers {
        writer.await.unwrap();
    }
    cursor = read_on(&city, &mut have, cursor).await;
    let whole = part(&city, None, 1).await.unwrap();
    let shown: Vec<OpeningId> = whole.lines.iter().map(Line::id).collect();
    assert_eq!((have.into_keys().collect::<Vec<_>>(), cursor), (shown.clone(), whole.to));
    assert_eq!(shown.len(), 16);
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_was_away_past_the_horizon_takes_the_snapshot() {
    let city = TestCity::new().await;
    let old = opened(&city).await;
    let before = part(&city, None, 1).await.unwrap().to;
    city.clock.advance_days(29);
    let young = opened(&city).await;
    assert_eq!(part(&city, Some(before - 1), 100).await.unwrap().lines.last().unwrap().id(), young);
    city.clock.advance_days(2);
    let Err(Error::Compacted(horizon)) = part(&city, Some(before - 1), 100).await else { panic!("served") };
    assert_eq!(horizon, before, "the last change of a month ago");
    // From the horizon on it goes on as ever, and the snapshot has everything.
    assert_eq!(part(&city, Some(horizon), 100).await.unwrap().lines.len(), 1);
    let ids: Vec<_> = part(&city, None, 1).await.unwrap().lines.iter().map(Line::id).collect();
    assert_eq!(ids, [old, young]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_cursor_that_has_not_come_is_told_so() {
    let city = TestCity::new().await;
    opened(&city).await;
    let head = part(&city, None, 1).await.unwrap().to;
    assert!(part(&city, Some(head), 1).await.unwrap().lines.is_empty());
    let Err(Error::Conflict(why)) = part(&city, Some(head + 1), 1).await else { panic!("served") };
    assert_eq!(why.code, "feed-cursor-ahead");
}

#[tokio::test(flavor = "multi_thread")]
async fn an_opening_that_expires_overnight_leaves_the_snapshot_though_nothing_was_written() {
    let city = TestCity::new().await;
    opened(&city).await;
    let today = part(&city, None, 1).await.unwrap();
    let [Line::Shown(shown)] = today.lines.as_slice() else { panic!("{today:?}") };
    // Two months of validity, to the end of the last day in Seoul.
    assert_eq!(shown.expires.to_string(), "2016-05-14T15:00:00Z");
    assert_eq!((shown.version, shown.source.as_str(), shown.licence.as_str()), (1, "99110", "KOGL-1"));
    city.clock.advance_days(62);
    let later = part(&city, None, 1).await.unwrap();
    assert_eq!((later.lines.len(), later.to), (0, today.to));
}

#[tokio::test(flavor = "multi_thread")]
async fn the_office_and_the_people_behind_stay_out_of_every_line() {
    let city = TestCity::new().await;
    let staff = city.as_role(Role::Counselor).await;
    let told = domain::opening::Content {
        note: "전화는 오후에".into(),
        lead: "L-77".into(),
        attachments: vec!["약도.pdf".into()],
        ..content(1_300_000)
    };
    let id = create(&staff, &city.app, employer(&city).await, told).await.unwrap();
    submit(&staff, &city.app, id, 1).await.unwrap();
    accept(&staff, &city.app, id, 2).await.unwrap();
    let bytes = part(&city, None, 1).await.unwrap().bytes();
    let text = String::from_utf8(bytes).unwrap();
    for word in ["오후에", "L-77", "약도", "0540001111", "\"headcount_disabled\""] {
        assert!(!text.contains(word), "{word}: {text}");
    }
}

#[tokio::test]
async fn an_employers_new_name_is_told_with_each_of_its_public_openings() {
    let city = TestCity::new().await;
    let staff = city.as_role(Role::Counselor).await;
    let whose = employer(&city).await;
    let open = async || {
        let id = create(&staff, &city.app, whose, content(1_300_000)).await.unwrap();
        submit(&staff, &city.app, id, 1).await.unwrap();
        accept(&staff, &city.app, id, 2).await.unwrap();
        id
    };
    let (first, second) = (open().await, open().await);
    let shown = |line: &Line| match line {
        Line::Shown(shown) => (shown.id, shown.employer.clone()),
        Line::Removed(removed) => panic!("{removed:?}"),
    };
    // One that nobody was shown yet.
    create(&staff, &city.app, whose, content(1_300_000)).await.unwrap();
    let cursor = part(&city, None, 1).await.unwrap().to;
    let known = app::employer::get(&staff, &city.app, whose).await.unwrap();
    let called = |name: &str, address: &str| domain::employer::Employer {
        name: name.to_owned(),
        address: address.to_owned(),
        ..known.employer.clone()
    };
    let write = async |employer| {
        let seq = app::employer::get(&staff, &city.app, whose).await.unwrap().seq;
        app::employer::update(&staff, &city.app, employer, known.contact.clone(), seq).await.unwrap();
    };
    write(called(&known.employer.name, "하늘시 다른로 9")).await;
    let quiet = part(&city, Some(cursor), 10).await.unwrap();
    assert_eq!((quiet.lines.len(), quiet.to), (0, cursor + 1), "the feed does not tell the office's address");
    write(called("새이름가구", "하늘시 다른로 9")).await;
    // One change is never told in halves, however few were asked for.
    let told = part(&city, Some(quiet.to), 1).await.unwrap();
    let both = BTreeMap::from([first, second].map(|id| (id, "새이름가구".to_owned())));
    assert_eq!(told.lines.iter().map(shown).collect::<BTreeMap<_, _>>(), both);
    assert_eq!(told.lines.len(), 2);
    assert_eq!((told.to, told.more), (quiet.to + 1, false));
    assert!(told.lines.iter().all(|line| line.seq() == told.to));
    assert_eq!(part(&city, Some(told.to), 1).await.unwrap().lines.len(), 0);
    // What left the lists since is told as gone, once.
    close(&staff, &city.app, first, 3, CloseReason::EmployerRequest).await.unwrap();
    let later = part(&city, Some(quiet.to), 10).await.unwrap();
    assert_eq!(later.lines.iter().map(Line::id).collect::<Vec<_>>(), [second, first]);
    assert!(matches!(later.lines[1], Line::Removed(_)));
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_waits_is_woken_by_a_change_of_openings_and_by_nothing_else() {
    let city = std::sync::Arc::new(TestCity::new().await);
    let id = opened(&city).await;
    let cursor = part(&city, None, 1).await.unwrap().to;
    let waiting = {
        let (city, citizen) = (city.clone(), city.as_role(Role::Citizen).await);
        tokio::spawn(async move {
            app::feed::follow(&citizen, &city.app, cursor, 10, Duration::from_secs(30)).await.unwrap()
        })
    };
    tokio::time::sleep(Duration::from_millis(50)).await;
    // A new employer is a change, but none of openings.
    employer(&city).await;
    city.settle().await;
    tokio::time::sleep(Duration::from_millis(50)).await;
    assert!(!waiting.is_finished());
    let staff = city.as_role(Role::Counselor).await;
    close(&staff, &city.app, id, 3, CloseReason::EmployerRequest).await.unwrap();
    city.settle().await;
    let told = tokio::time::timeout(Duration::from_secs(1), waiting).await.expect("within a second").unwrap();
    assert_eq!((told.lines, told.cursor), (1, cursor + 2));

    // Nothing changes: an empty answer after the time one was willing to wait, from where to go on.
    let citizen = city.as_role(Role::Citizen).await;
    let quiet =
        app::feed::follow(&citizen, &city.app, told.cursor, 10, Duration::from_millis(50)).await.unwrap();
    assert_eq!((quiet.lines, quiet.cursor), (0, told.cursor));
}

#[tokio::test(flavor = "multi_thread")]
async fn only_so_many_wait_and_whoever_goes_away_makes_room() {
    let city = std::sync::Arc::new(TestCity::new().await);
    opened(&city).await;
    let cursor = part(&city, None, 1).await.unwrap().to;
    let most = usize::try_from(city.app.city.feed().waiting).unwrap();
    let mut readers = tokio::task::JoinSet::new();
    let mut wait = |seconds| {
        let (city, citizen) = (city.clone(), city.app.ctx(domain::Actor::citizen()));
        readers.spawn(async move {
            app::feed::follow(&citizen, &city.app, cursor, 10, Duration::from_secs(seconds)).await
        })
    };
    // One more than may: whichever comes last is refused at once, and by then all others wait.
    let places: Vec<_> = (0..=most).map(|_| wait(600)).collect();
    let Err(Error::Unavailable(why)) = readers.join_next().await.unwrap().unwrap() else {
        panic!("all wait")
    };
    assert_eq!((&*why.code, readers.len()), ("feed-waiting-full", most));
    let gone = places.iter().find(|reader| !reader.is_finished()).unwrap();
    gone.abort();
    assert!(readers.join_next().await.unwrap().unwrap_err().is_cancelled());
    let citizen = city.app.ctx(domain::Actor::citizen());
    let after = app::feed::follow(&citizen, &city.app, cursor, 10, Duration::from_millis(10)).await;
    assert_eq!(after.unwrap().lines, 0, "the place is free again");
    assert_eq!(readers.len(), most - 1, "nobody else left");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_key_stays_through_a_restart_and_a_change_of_the_master_key() {
    let city = TestCity::new().await;
    let citizen = city.as_role(Role::Citizen).await;
    let before = app::feed::key(&citizen, &city.app).unwrap();
    city.app.store.keys().add([9; 32]).unwrap();
    let again = app::testing::open(city.path(), "haneul", &city.clock, &[]).await;
    assert_eq!(app::feed::key(&citizen, &again).unwrap(), before);
    let other = TestCity::of("goyang").await;
    let citizen = other.as_role(Role::Citizen).await;
    let theirs = app::feed::key(&citizen, &other.app).unwrap();
    assert_ne!(theirs, before);
    let feed = app::feed::openings(&citizen, &other.app, None, 1).await.unwrap();
    assert_eq!(check(&feed.bytes, &feed.signed, &before, "41280", None), Err(Fault::Forged));
}
