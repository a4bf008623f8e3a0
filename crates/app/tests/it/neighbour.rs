//! Neighbours over a real socket: what is taken and how it is shown, what is not taken and why, and that nothing is lost.

use app::neighbour::{Form, Relayed, Step};
use app::opening::Search;
use app::testing::{START, TestCity};
use domain::area::AreaCode;
use domain::feed::{Batch, CityKey, Line, Shown, VERSION};
use domain::id::{NeighbourId, OpeningId};
use domain::neighbour::Failure;
use domain::opening::{Content, Reception, State, Workplace};
use domain::{Ctx, Role};
use jiff::Timestamp;

use crate::foreign_server::{Foreign, Reply};

const SOURCE: &str = "99120";

fn key() -> CityKey {
    CityKey::from_seed(SOURCE, &[5; 32])
}

fn id(n: u128) -> OpeningId {
    OpeningId(uuid::Uuid::from_u128(n))
}

fn at(day: i64) -> Timestamp {
    Timestamp::from_millisecond(START + day * 86_400_000).unwrap()
}

fn shown(n: u128, seq: i64, title: &str) -> Shown {
    let content = Content {
        title: title.to_owned(),
        duties: "가구를 조립합니다".to_owned(),
        headcount: 1,
        apply_url: "javascript:alert(1)".to_owned(),
        note: "사무실 메모".to_owned(),
        reception: vec![Reception::Phone],
        workplace: Workplace {
            areas: AreaCode::parse(SOURCE).into_iter().collect(),
            address: "바다시 파도동".to_owned(),
            ..Workplace::default()
        },
        ..Content::default()
    };
    Shown {
        version: VERSION,
        source: SOURCE.to_owned(),
        seq,
        id: id(n),
        number: format!("2016-{n:06}"),
        employer: "바다가구".to_owned(),
        business_number: None,
        occupation_name: "가구 조립원".to_owned(),
        area_name: "파도동".to_owned(),
        content,
        state: State::Open {
            since: at(0),
            valid_until: jiff::civil::date(2016, 5, 1),
            confirmed_at: None,
            asked: 0,
            asked_on: None,
            doubted_since: None,
        },
        licence: "공공누리 제1유형".to_owned(),
        expires: at(10),
        updated_at: at(0),
    }
}

fn line(n: u128, seq: i64, title: &str) -> Line {
    Line::Shown(Box::new(shown(n, seq, title)))
}

fn batch(from: Option<i64>, to: i64, lines: Vec<Line>) -> Batch {
    Batch { source: SOURCE.to_owned(), from, to, more: false, lines }
}

fn signed(batch: &Batch) -> Reply {
    let bytes = batch.bytes();
    let signature = key().sign(batch.from, batch.to, &bytes).to_string();
    Reply::bytes(bytes).with("signature", &signature)
}

/// A city with one neighbour whose key was compared, and the neighbour's server.
struct Next {
    city: TestCity,
    server: Foreign,
    id: NeighbourId,
}

impl Next {
    async fn door(relayed: bool) -> Self {
        let server = Foreign::start(|path| match path {
            "/feed/key" => Reply::ok(&format!("{}\n", key().public())),
            _ => signed(&batch(None, 0, Vec::new())),
        })
        .await;
        let city = TestCity::reaching(vec![server.address()]).await;
        let ctx = city.as_role(Role::Operator).await;
        let (source, name) = (SOURCE.to_owned(), "바다시".to_owned());
        let form = Form { source, name, address: server.origin(), relayed, ..Form::default() };
        let id = app::neighbour::create(&ctx, &city.app, form).await.unwrap();
        assert_eq!(
            app::neighbour::pull_due(&ctx, &city.app).await.unwrap(),
            [],
            "nobody compared the key yet"
        );
        app::neighbour::step(&ctx, &city.app, id, 1, Step::Confirm).await.unwrap();
        Self { city, server, id }
    }

    async fn ctx(&self) -> Ctx {
        self.city.as_role(Role::Operator).await
    }

    /// Fetches, whether or not it is time; why it was not taken.
    async fn pull(&self) -> Option<Failure> {
        let ctx = self.ctx().await;
        let view = app::neighbour::get(&ctx, &self.city.app, self.id).await.unwrap();
        app::neighbour::pull(&ctx, &self.city.app, &view.neighbour).await.unwrap().failure
    }

    async fn view(&self) -> app::neighbour::View {
        app::neighbour::get(&self.ctx().await, &self.city.app, self.id).await.unwrap()
    }

    /// Titles that are found among what neighbours share.
    async fn found(&self, text: &str) -> Vec<String> {
        let ctx = self.city.as_role(Role::Citizen).await;
        let wanted = Search { text: text.into(), page: 1, size: 50, abroad: true, ..Search::default() };
        let found = app::opening::search(&ctx, &self.city.app, &wanted).await.unwrap();
        let mut titles: Vec<String> =
            found.items.iter().map(|one| one.opening.content.title.clone()).collect();
        titles.sort();
        titles
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_neighbour_shares_is_found_labelled_and_never_ours() {
    let next = Next::door(false).await;
    next.server.now(|_| signed(&batch(None, 7, vec![line(1, 7, "가구 조립원"), line(2, 7, "가구 도색원")])));
    assert_eq!(next.pull().await, None);
    assert_eq!(next.found("가구").await, ["가구 도색원", "가구 조립원"]);
    let (city, ctx) = (&next.city, next.city.as_role(Role::Citizen).await);
    let wanted = Search { text: "가구".into(), page: 1, size: 50, abroad: true, ..Search::default() };
    let found = app::opening::search(&ctx, &city.app, &wanted).await.unwrap();
    for listed in &found.items {
        let from = listed.abroad.as_ref().expect("a label");
        assert_eq!((from.city.as_str(), from.source.as_str()), ("바다시", SOURCE));
        assert_eq!(from.licence, "공공누리 제1유형");
        assert_eq!(from.url, format!("{}/openings/{}", next.server.origin(), from.their_id));
        assert_ne!(listed.opening.id, from.their_id, "their ids are not ours");
        assert_eq!(listed.opening.content.apply_url, "", "no script in an address");
        assert_eq!(listed.opening.content.note, "");
        assert_eq!(listed.area_name, "파도동");
        let shown = app::opening::show(&ctx, &city.app, listed.opening.id).await.unwrap();
        assert!(shown.listed.abroad.is_some() && shown.contact.is_none());
    }
    // Nothing of ours knows it.
    let ours = Search { abroad: false, ..wanted };
    assert_eq!(app::opening::search(&ctx, &city.app, &ours).await.unwrap().total, 0);
    assert_eq!(city.app.projection.with(|state| (state.openings.len(), state.market.len())), (0, 0));
    let feed = app::feed::openings(&ctx, &city.app, None, 100).await.unwrap();
    assert_eq!(feed.lines, 0, "our own feed is ours");
    let exported = app::export::openings(&ctx, &city.app, app::export::Format::Csv).await.unwrap();
    assert!(!String::from_utf8_lossy(&exported).contains("바다가구"));
    assert!(
        app::neighbour::relay(&ctx, &city.app, SOURCE, None).await.is_err(),
        "not handed on unless asked to"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn changes_tombstones_and_snapshots_are_applied_and_twice_is_once() {
    let next = Next::door(false).await;
    next.server.now(|_| signed(&batch(None, 7, vec![line(1, 7, "가구 조립원"), line(2, 7, "가구 도색원")])));
    next.pull().await;
    let first = next.city.app.projection.abroad(|state| state.openings.keys().copied().collect::<Vec<_>>());
    next.server.now(|path| {
        assert!(path.ends_with("after=7") || path.ends_with("after=9"), "{path}");
        if path.ends_with("after=9") {
            return signed(&batch(Some(9), 9, Vec::new()));
        }
        signed(&batch(Some(7), 9, vec![line(1, 8, "가구 수리원"), Line::removed(SOURCE, 9, id(2))]))
    });
    assert_eq!(next.pull().await, None);
    assert_eq!(next.found("가구").await, ["가구 수리원"]);
    let head = app::system::health(&next.city.app).await.unwrap().head;
    assert_eq!(next.pull().await, None);
    assert_eq!(app::system::health(&next.city.app).await.unwrap().head, head, "nothing new writes nothing");
    // Too old: the snapshot, which removes what it lacks and keeps our ids.
    next.server.now(|path| match path.contains("after=") {
        true => Reply::status(410),
        false => signed(&batch(None, 20, vec![line(1, 20, "가구 수리원"), line(3, 20, "가구 포장원")])),
    });
    assert_eq!(next.pull().await, None);
    assert_eq!(next.found("가구").await, ["가구 수리원", "가구 포장원"]);
    next.server.now(|path| match path.contains("after=") {
        true => Reply::status(410),
        false => signed(&batch(None, 30, vec![line(1, 30, "가구 수리원")])),
    });
    next.pull().await;
    assert_eq!(next.found("가구").await, ["가구 수리원"]);
    let last = next.city.app.projection.abroad(|state| state.openings.keys().copied().collect::<Vec<_>>());
    assert!(first.contains(&last[0]), "an opening keeps its address here");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_expired_goes_though_its_city_is_silent() {
    let next = Next::door(false).await;
    next.server.now(|_| signed(&batch(None, 7, vec![line(1, 7, "가구 조립원")])));
    next.pull().await;
    next.server.now(|_| Reply::status(500));
    next.city.clock.advance_days(9);
    next.city.settle().await;
    assert_eq!(next.pull().await, Some(Failure::Away));
    assert_eq!(next.found("가구").await.len(), 1, "silence alone removes nothing");
    next.city.clock.advance_days(2);
    assert_eq!(next.found("가구").await.len(), 0, "not shown a moment longer");
    next.city.settle().await;
    let (_, expired) = app::day::run(&next.city.app)
        .await
        .unwrap()
        .into_iter()
        .find(|(name, _)| *name == "neighbour")
        .unwrap();
    assert_eq!(expired, 1);
    assert_eq!(next.view().await.openings, 0);
}

/// Whatever is wrong with an answer: nothing changes, the page says why and since when, and the next good batch is taken
/// from the same place.
#[tokio::test(flavor = "multi_thread")]
async fn what_cannot_be_trusted_is_waited_out_and_nothing_is_lost() {
    let next = Next::door(false).await;
    next.server.now(|_| signed(&batch(None, 7, vec![line(1, 7, "가구 조립원")])));
    next.pull().await;
    let good = || batch(Some(7), 9, vec![line(2, 9, "가구 도색원")]);
    let forged = |batch: &Batch, key: &CityKey| {
        let bytes = batch.bytes();
        let signature = key.sign(batch.from, batch.to, &bytes).to_string();
        Reply::bytes(bytes).with("signature", &signature)
    };
    let text = |text: String| {
        let signature = key().sign(Some(7), 9, text.as_bytes()).to_string();
        Reply::bytes(text.into_bytes()).with("signature", &signature)
    };
    let whole = String::from_utf8(good().bytes()).unwrap();
    let mut draft = shown(2, 9, "가구 도색원");
    draft.state = State::Draft;
    let mut nameless = shown(2, 9, "가구 도색원");
    nameless.employer = " ".into();
    let other_city = CityKey::from_seed("99130", &[9; 32]);
    let table: Vec<(&str, Reply, Failure)> = vec![
        ("not signed", Reply::bytes(good().bytes()), Failure::Forged),
        ("signed with another key", forged(&good(), &CityKey::from_seed(SOURCE, &[6; 32])), Failure::Forged),
        ("a header that is none", Reply::bytes(good().bytes()).with("signature", "x"), Failure::Forged),
        ("signed by another city", forged(&good(), &other_city), Failure::NotAsked),
        (
            "changed on the way",
            {
                let bytes = whole.replace("도색원", "도장원").into_bytes();
                Reply::bytes(bytes).with("signature", &key().sign(Some(7), 9, &good().bytes()).to_string())
            },
            Failure::Forged,
        ),
        (
            "an old batch again",
            signed(&batch(Some(3), 7, vec![line(2, 5, "가구 도색원")])),
            Failure::NotAsked,
        ),
        ("a snapshot that was not asked for", signed(&batch(None, 9, Vec::new())), Failure::NotAsked),
        ("a number beyond everything", signed(&batch(Some(7), i64::MAX, Vec::new())), Failure::Future),
        ("wrong types", text(whole.replace("\"headcount\":1", "\"headcount\":\"one\"")), Failure::Malformed),
        ("no object", text("[]\n".repeat(3)), Failure::Malformed),
        ("deep", text(format!("{}{}\n", "[".repeat(50_000), "]".repeat(50_000))), Failure::Malformed),
        ("a later version", text(whole.replace("\"version\":1", "\"version\":2")), Failure::Malformed),
        ("cut off", text(whole.lines().next().unwrap().to_owned()), Failure::Malformed),
        ("empty", text(String::new()), Failure::Malformed),
        ("a page of words", text("<html>under repair</html>".into()), Failure::Malformed),
        (
            "a line of a megabyte",
            text(whole.replace("가구를 조립합니다", &"가".repeat(400_000))),
            Failure::Huge,
        ),
        ("two hundred thousand lines", text("{}\n".repeat(200_000)), Failure::Huge),
        ("a draft", signed(&batch(Some(7), 9, vec![Line::Shown(Box::new(draft))])), Failure::Malformed),
        ("nobody's", signed(&batch(Some(7), 9, vec![Line::Shown(Box::new(nameless))])), Failure::Malformed),
        ("a bomb", Reply::zeros_in_gzip(80 << 20), Failure::Huge),
        ("endless", Reply::endless(), Failure::Huge),
        ("elsewhere", Reply::status(302).with("location", "http://169.254.169.254/"), Failure::Barred),
        ("we are ahead of its log", Reply::status(409), Failure::Backwards),
        ("an error", Reply::status(500), Failure::Away),
        ("broken off", Reply::cut(), Failure::Away),
    ];
    let log = app::system::health(&next.city.app).await.unwrap().head;
    let since = next.ctx().await.now;
    for (what, reply, failure) in table {
        next.server.now(move |_| reply.clone());
        assert_eq!(next.pull().await, Some(failure), "{what}");
        assert_eq!(next.found("가구").await, ["가구 조립원"], "{what}");
        let pull = next.view().await.pull;
        assert_eq!((pull.cursor, pull.reached), (Some(7), 7), "{what}");
        let trouble = pull.trouble.unwrap();
        assert_eq!((trouble.since, trouble.what), (since, failure), "{what}");
        assert!(pull.next_at.unwrap() > since, "{what}");
    }
    assert_eq!(app::system::health(&next.city.app).await.unwrap().head, log, "no failure is a change");
    let due = app::neighbour::pull_due(&next.ctx().await, &next.city.app).await.unwrap();
    assert_eq!(due, [], "not pressed while it is waited out");
    next.city.clock.advance_days(1);
    next.server.now(move |path| {
        assert!(path.ends_with("after=7"), "{path}");
        signed(&good())
    });
    let due = app::neighbour::pull_due(&next.ctx().await, &next.city.app).await.unwrap();
    assert_eq!((due.len(), due[0].failure), (1, None));
    assert_eq!(next.found("가구").await, ["가구 도색원", "가구 조립원"]);
    assert_eq!(next.view().await.pull.trouble, None);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_log_that_was_set_back_begins_anew_only_on_the_operators_word() {
    let next = Next::door(false).await;
    next.server
        .now(|_| signed(&batch(None, 70, vec![line(1, 70, "가구 조립원"), line(2, 70, "가구 도색원")])));
    next.pull().await;
    // An old snapshot, well signed: a copy that was restored, or somebody in between who plays it again.
    next.server.now(|path| match path.contains("after=") {
        true => Reply::status(410),
        false => signed(&batch(None, 30, vec![line(1, 30, "가구 수리원")])),
    });
    assert_eq!(next.pull().await, Some(Failure::Backwards));
    assert_eq!(next.found("가구").await, ["가구 도색원", "가구 조립원"]);
    let ctx = next.ctx().await;
    let version = next.view().await.neighbour.version;
    app::neighbour::step(&ctx, &next.city.app, next.id, version, Step::BeginAnew).await.unwrap();
    assert_eq!(next.pull().await, None);
    assert_eq!(next.found("가구").await, ["가구 수리원"]);
    app::neighbour::step(&ctx, &next.city.app, next.id, version, Step::Leave).await.unwrap();
    assert_eq!(next.found("가구").await.len(), 0, "who left is gone with everything");
    assert_eq!(app::neighbour::list(&ctx, &next.city.app).await.unwrap().len(), 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_busy_city_is_left_alone_as_long_as_it_asks() {
    let next = Next::door(false).await;
    next.server.now(|_| Reply::status(503).with("retry-after", "7200"));
    assert_eq!(next.pull().await, Some(Failure::Away));
    let pull = next.view().await.pull;
    assert!(pull.next_at.unwrap().duration_since(next.ctx().await.now).as_secs() >= 7_200);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_hub_hands_batches_on_as_they_were_signed() {
    let hub = Next::door(true).await;
    let (ctx, citizen) = (hub.ctx().await, hub.city.as_role(Role::Citizen).await);
    let relay = |after| app::neighbour::relay(&citizen, &hub.city.app, SOURCE, after);
    assert!(relay(None).await.is_err(), "nothing yet");
    hub.server.now(|path| match path.rsplit_once("after=") {
        None => signed(&batch(None, 7, vec![line(1, 7, "가구 조립원")])),
        Some((_, "7")) => signed(&batch(Some(7), 9, vec![line(2, 9, "가구 도색원")])),
        Some(_) => signed(&batch(Some(9), 9, Vec::new())),
    });
    for _ in 0..3 {
        app::neighbour::pull_all(&ctx, &hub.city.app).await.unwrap();
    }
    assert_eq!(relay(Some(9)).await.unwrap(), Relayed::Nothing);
    assert_eq!(relay(Some(8)).await.unwrap(), Relayed::Gone);
    let Relayed::Batch(first) = relay(None).await.unwrap() else { panic!("a snapshot") };
    let Relayed::Batch(second) = relay(Some(7)).await.unwrap() else { panic!("a batch") };
    for (kept, asked) in [(&first, None), (&second, Some(7))] {
        let signature = kept.signature.parse().unwrap();
        domain::feed::check(&kept.bytes, &signature, &key().public(), SOURCE, asked).unwrap();
    }
    // A third city fetches from the hub and trusts only the first one's key; a hub that changes a word is found out.
    let served = Foreign::start(|_| Reply::status(404)).await;
    let third = TestCity::reaching(vec![served.address()]).await;
    let operator = third.as_role(Role::Operator).await;
    let form = Form {
        source: SOURCE.into(),
        name: "바다시".into(),
        address: served.origin(),
        through_hub: true,
        key: key().public().to_string(),
        ..Form::default()
    };
    let id = app::neighbour::create(&operator, &third.app, form).await.unwrap();
    app::neighbour::step(&operator, &third.app, id, 1, Step::Confirm).await.unwrap();
    let reply = |kept: &app::neighbour::SignedBatch| {
        Reply::bytes(kept.bytes.clone()).with("signature", &kept.signature)
    };
    let (snapshot, change) = (reply(&first), reply(&second));
    let mut bad = second.clone();
    bad.bytes = String::from_utf8(bad.bytes).unwrap().replace("도색원", "도장원").into_bytes();
    let bad = reply(&bad);
    let snapshot_first = snapshot.clone();
    served.now(move |path| {
        assert!(path.starts_with("/feed/neighbours/99120/openings"), "{path}");
        if path.contains("after=") { bad.clone() } else { snapshot_first.clone() }
    });
    let pulled = app::neighbour::pull_all(&operator, &third.app).await.unwrap();
    assert_eq!((pulled[0].shown, pulled[0].failure), (1, None));
    assert_eq!(
        app::neighbour::pull_all(&operator, &third.app).await.unwrap()[0].failure,
        Some(Failure::Forged)
    );
    served.now(move |path| match path.rsplit_once("after=") {
        None => snapshot.clone(),
        Some((_, "7")) => change.clone(),
        Some(_) => Reply::status(204),
    });
    let pulled = app::neighbour::pull_all(&operator, &third.app).await.unwrap();
    assert_eq!((pulled[0].shown, pulled[0].failure), (1, None));
    let again = app::neighbour::pull_all(&operator, &third.app).await.unwrap();
    assert_eq!((again[0].batches, again[0].failure), (0, None));
    let expires = third.app.projection.abroad(|state| {
        state.openings.values().map(|entry| entry.abroad.as_ref().unwrap().expires_at).collect::<Vec<_>>()
    });
    assert_eq!(expires, [at(10), at(10)], "what the first city said holds at the third");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_restart_shows_what_was_there_and_another_process_is_noticed() {
    let next = Next::door(false).await;
    next.server.now(|_| signed(&batch(None, 7, vec![line(1, 7, "가구 조립원")])));
    let other = app::testing::open(next.city.path(), "haneul", &next.city.clock, &[]).await;
    next.pull().await;
    assert_eq!(other.projection.abroad(|state| state.openings.len()), 0);
    app::follow::step(&other).await.unwrap();
    assert_eq!(other.projection.abroad(|state| state.openings.len()), 1);
    let again = app::testing::open(next.city.path(), "haneul", &next.city.clock, &[]).await;
    assert_eq!(again.projection.abroad(|state| state.openings.len()), 1);
    assert!(store::change::rows_agree(&again.store, again.tenant).await.unwrap());
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_entered_wrongly_is_told_at_its_field() {
    let next = Next::door(false).await;
    let (ctx, app) = (next.ctx().await, &next.city.app);
    let good = Form {
        source: "99130".into(),
        name: "들판시".into(),
        address: next.server.origin(),
        key: key().public().to_string(),
        ..Form::default()
    };
    let root = next.city.app.city.root().to_string();
    let table: Vec<(&str, Form)> = vec![
        ("address", Form { address: "http://10.0.0.1".into(), ..good.clone() }),
        ("address", Form { address: "들판시".into(), ..good.clone() }),
        ("source", Form { source: "들판".into(), ..good.clone() }),
        ("source", Form { source: root, ..good.clone() }),
        ("source", Form { source: SOURCE.into(), ..good.clone() }),
        ("name", Form { name: String::new(), ..good.clone() }),
        ("key", Form { key: "abc".into(), ..good.clone() }),
        ("areas", Form { areas: "99130, 들판".into(), ..good.clone() }),
    ];
    for (field, form) in table {
        match app::neighbour::create(&ctx, app, form).await {
            Err(app::Error::Invalid(wrong)) => assert_eq!(wrong[0].field, field, "{wrong:?}"),
            other => panic!("{field}: {other:?}"),
        }
    }
    let counsellor = next.city.as_role(Role::Counselor).await;
    assert!(app::neighbour::create(&counsellor, app, good).await.is_err(), "the operator's");
}
