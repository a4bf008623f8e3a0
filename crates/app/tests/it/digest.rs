//! What goes out by itself, to a real mail server: once, to whoever agreed and confirmed, with nothing personal outside; kept
//! through a server that is down, a process that ends in between and addresses that are nobody's; and nothing after a no.

use app::digest::{Asked, Done, MailSettings, Post, Setting, Tls, Wish, confirm, stop, turn, wish};
use app::testing::TestCity;
use app::{Error, allotment, seeker};
use domain::digest::{Delivery, Fault, State, StateName, Way};
use domain::id::SeekerId;
use domain::message::Message;
use domain::notice::{About, How, Kind, Notice, To};
use domain::seeker::{ConsentKind, Profile};
use domain::{Actor, Channel, Ctx};
use jiff::SignedDuration;
use strum::IntoEnumIterator;

use crate::post_office::{PostOffice, token};
use crate::referral::{counselor, employer, opening, person};

const ADDRESS: &str = "maru@haneul.example";
/// Stands in the record and may stand in no header.
const CANARY: &str = "한가람솔";

fn anybody(city: &TestCity) -> Ctx {
    city.app.ctx(Actor::citizen())
}

fn later(city: &TestCity, wait: SignedDuration) {
    city.clock.set(city.clock.now() + wait);
}

async fn profile(city: &TestCity, who: SeekerId) -> Profile {
    store::seeker::find(&city.app.store, city.app.tenant, who).await.unwrap().unwrap().1.unwrap()
}

async fn deliveries(city: &TestCity, who: SeekerId) -> Vec<Delivery> {
    let found = store::seeker::find(&city.app.store, city.app.tenant, who).await.unwrap().unwrap().0;
    app::digest::of(&counselor(city).await, &city.app, &found).await.unwrap()
}

/// Somebody at the counter with an address and a mobile telephone.
async fn reachable(city: &TestCity) -> SeekerId {
    let who = person(city, CANARY, "01000001234").await;
    let told =
        Profile { email: ADDRESS.to_owned(), mobile: "01000001234".to_owned(), ..profile(city, who).await };
    seeker::update(&counselor(city).await, &city.app, who, 1, told).await.unwrap();
    who
}

async fn wants(city: &TestCity, who: SeekerId, by: Way) -> Result<Asked, Error> {
    let wanted = Wish { by: Some(by), english: false, agreed: true };
    wish(&counselor(city).await, &city.app, who, wanted, Channel::Counter).await
}

/// The same, who has confirmed the address, on the day after.
pub(crate) async fn heard(city: &TestCity, office: &PostOffice) -> SeekerId {
    let who = reachable(city).await;
    assert_eq!(wants(city, who, Way::Mail).await.unwrap(), Asked::Confirm);
    assert_eq!(turn(&city.app).await.unwrap(), Done { filled: 0, sent: 1, other: 0 });
    let asked = office.kept().pop().unwrap();
    let token = token(asked["plain"].as_str().unwrap(), "confirm");
    confirm(&anybody(city), &city.app, &token).await.unwrap();
    assert!(profile(city, who).await.heard_at().is_some());
    city.clock.advance_days(1);
    city.settle().await;
    who
}

/// Something happened that nobody has told.
async fn happens(city: &TestCity, who: SeekerId, kind: Kind) {
    let found = store::seeker::find(&city.app.store, city.app.tenant, who).await.unwrap().unwrap().0;
    let ctx = city.app.system_ctx();
    let about = About { seeker: Some(who), ..About::default() };
    let detail = Message::new("notice-interview-at").with("at", CANARY);
    let notice = Notice::new(&ctx, To::Person(found.person), kind, about).saying(detail);
    let written = city.app.store.write(move |tx| {
        let (ctx, notice) = (ctx.clone(), notice.clone());
        Box::pin(async move { store::notice::insert(tx, &ctx, &notice).await })
    });
    written.await.unwrap();
}

async fn untold(city: &TestCity) -> usize {
    store::notice::untold(&city.app.store, city.app.tenant, &city.everything()).await.unwrap().0.len()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_basket_comes_once_a_day_is_read_by_others_and_is_telling() {
    let (city, office) = (TestCity::new().await, PostOffice::open());
    city.app.send_through(office.post(None));
    let firm = employer(&city).await;
    opening(&city, firm, 1).await;
    let who = heard(&city, &office).await;
    happens(&city, who, Kind::InterviewScheduled).await;
    happens(&city, who, Kind::IntroductionAsked).await;
    assert_eq!(turn(&city.app).await.unwrap(), Done { filled: 1, sent: 1, other: 0 });
    let kept = office.kept();
    assert_eq!(kept.len(), 2);
    let basket = &kept[1];
    assert_eq!(basket["defects"].as_array().unwrap().len(), 0, "{basket}");
    assert_eq!(
        (basket["type"].as_str(), basket["headers"]["Subject"].as_str()),
        (Some("multipart/alternative"), Some("[하늘시 일자리] 새 소식 2건"))
    );
    let headers = basket["headers"].to_string();
    for personal in [CANARY, "가구 조립원", "01000001234", "면접"] {
        assert!(!headers.contains(personal), "{personal} in {headers}");
    }
    let stop_at = basket["headers"]["List-Unsubscribe"].as_str().unwrap();
    assert_eq!(basket["headers"]["List-Unsubscribe-Post"], "List-Unsubscribe=One-Click");
    for part in ["plain", "html"] {
        let part = basket[part].as_str().unwrap();
        assert!(part.contains("면접이 잡혔습니다") && part.contains("가구 조립원 모집"), "{part}");
        assert!(part.contains("https://jobs.haneul.example/openings/") && part.contains("/me"));
        // Pay and place before one opens it, and no link that says nothing by itself.
        assert!(part.contains("월 ") && part.contains("원 · ") && !part.contains("자세히"), "{part}");
        assert!(stop_at.contains(&token(part, "stop")) && !part.contains("소개"));
    }
    // Told by it, but for what a counsellor must say.
    assert_eq!(untold(&city).await, 1);
    let notices =
        store::notice::of_person(&city.app.store, city.app.tenant, deliveries(&city, who).await[0].person, 9);
    let told: Vec<How> =
        notices.await.unwrap().iter().filter_map(|one| Some(one.told.as_ref()?.how)).collect();
    assert_eq!(told, [How::Mail]);
    // The same day brings nothing more, the next not the same opening again.
    happens(&city, who, Kind::ReferralRejected).await;
    later(&city, SignedDuration::from_hours(3));
    assert_eq!(turn(&city.app).await.unwrap(), Done::default());
    city.clock.advance_days(1);
    assert_eq!(turn(&city.app).await.unwrap().sent, 1);
    let next = office.kept().pop().unwrap();
    assert_eq!(next["headers"]["Subject"], "[하늘시 일자리] 새 소식 1건");
    assert!(!next["plain"].as_str().unwrap().contains("가구 조립원"));
    assert_eq!(untold(&city).await, 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn no_kind_of_news_puts_anything_into_the_subject() {
    let (city, office) = (TestCity::new().await, PostOffice::open());
    city.app.send_through(office.post(None));
    let who = heard(&city, &office).await;
    for kind in Kind::iter() {
        happens(&city, who, kind).await;
    }
    turn(&city.app).await.unwrap();
    let basket = office.kept().pop().unwrap();
    let going: Vec<Kind> = Kind::iter().filter(|kind| kind.goes_out()).collect();
    assert_eq!(basket["headers"]["Subject"], format!("[하늘시 일자리] 새 소식 {}건", going.len()));
    assert!(!basket["headers"].to_string().contains(CANARY));
    let plain = basket["plain"].as_str().unwrap();
    assert_eq!(plain.matches(CANARY).count(), going.len());
    assert!(!plain.contains("digest-news"), "a kind without words: {plain}");
    // Calls: what does not go out, and the removal.
    assert_eq!(untold(&city).await, Kind::iter().count() - going.len() + 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_server_that_is_down_loses_nothing_and_doubles_nothing() {
    let (city, mut office) = (TestCity::new().await, PostOffice::open());
    city.app.send_through(office.post(None));
    let who = heard(&city, &office).await;
    happens(&city, who, Kind::ReferralRejected).await;
    office.stop();
    assert_eq!(turn(&city.app).await.unwrap(), Done { filled: 1, sent: 0, other: 1 });
    let waits = deliveries(&city, who).await.remove(0);
    assert!(matches!(waits.state, State::Deferred { why: Fault::Away, .. }), "{waits:?}");
    assert_eq!((untold(&city).await, waits.tries), (1, 1));
    office.start();
    assert_eq!(turn(&city.app).await.unwrap(), Done::default(), "before it is due");
    later(&city, SignedDuration::from_mins(10));
    assert_eq!(turn(&city.app).await.unwrap(), Done { filled: 0, sent: 1, other: 0 });
    later(&city, SignedDuration::from_mins(60));
    assert_eq!(turn(&city.app).await.unwrap(), Done::default());
    assert_eq!((office.kept().len(), untold(&city).await), (2, 0));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_no_is_the_addresss_only_where_the_server_says_so() {
    let (city, office) = (TestCity::new().await, PostOffice::open());
    city.app.send_through(office.post(None));
    let who = heard(&city, &office).await;
    happens(&city, who, Kind::ReferralRejected).await;
    office.answers(Some("451 4.7.1 later"));
    assert_eq!(turn(&city.app).await.unwrap().other, 1);
    let state = deliveries(&city, who).await.remove(0).state;
    assert!(
        matches!(&state, State::Deferred { why: Fault::Later, answer, .. } if answer == "451"),
        "{state:?}"
    );
    office.answers(Some("550 5.7.1 relaying denied for <maru@haneul.example>"));
    later(&city, SignedDuration::from_mins(10));
    turn(&city.app).await.unwrap();
    let state = deliveries(&city, who).await.remove(0).state;
    assert!(matches!(&state, State::Deferred { why: Fault::Settings, .. }), "{state:?}");
    assert!(profile(&city, who).await.heard_at().is_some());
    office.answers(Some("550 5.1.1 <maru@haneul.example> unknown"));
    later(&city, SignedDuration::from_mins(20));
    turn(&city.app).await.unwrap();
    let refused = deliveries(&city, who).await.remove(0);
    assert!(matches!(&refused.state, State::Refused { why: Fault::Address, .. }), "{refused:?}");
    assert!(!format!("{refused:?}").contains(ADDRESS), "the server's words are not kept");
    // Somebody calls; nothing goes there before the person says it again and confirms.
    let told = profile(&city, who).await;
    assert_eq!((told.heard_at(), told.hearing.returned_on.is_some(), untold(&city).await), (None, true, 1));
    office.answers(None);
    city.clock.advance_days(1);
    assert_eq!(turn(&city.app).await.unwrap(), Done::default());
    assert_eq!(wants(&city, who, Way::Mail).await.unwrap(), Asked::Confirm);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_process_that_ends_between_sending_and_writing_sends_again_under_the_same_mark() {
    let (city, mut office) = (TestCity::new().await, PostOffice::open());
    city.app.send_through(office.post(None));
    let who = heard(&city, &office).await;
    happens(&city, who, Kind::ReferralRejected).await;
    office.stop();
    turn(&city.app).await.unwrap();
    let waits = deliveries(&city, who).await.remove(0);
    // As it stands while the server has it and nobody has written that down.
    let ctx = city.app.system_ctx();
    let cut = Delivery { state: State::Sending { since: ctx.now }, ..waits.clone() };
    let written = city.app.store.write(move |tx| {
        let (ctx, cut) = (ctx.clone(), cut.clone());
        Box::pin(async move { store::digest::update(tx, &ctx, &cut).await.map(|_| ()) })
    });
    written.await.unwrap();
    office.start();
    later(&city, SignedDuration::from_mins(29));
    assert_eq!(turn(&city.app).await.unwrap(), Done::default(), "perhaps it still runs");
    later(&city, SignedDuration::from_mins(2));
    assert_eq!(turn(&city.app).await.unwrap(), Done { filled: 0, sent: 1, other: 0 });
    let kept = office.kept();
    assert_eq!(kept[1]["headers"]["Message-ID"], format!("<{}@haneul.example>", waits.id));
    let sent = deliveries(&city, who).await.remove(0);
    assert_eq!((sent.id, sent.state.name(), sent.tries), (waits.id, StateName::Sent, 2));
    assert_eq!(turn(&city.app).await.unwrap(), Done::default());
}

#[tokio::test(flavor = "multi_thread")]
async fn one_press_stops_it_and_two_do_no_more() {
    let (city, office) = (TestCity::new().await, PostOffice::open());
    city.app.send_through(office.post(None));
    let who = heard(&city, &office).await;
    happens(&city, who, Kind::ReferralRejected).await;
    turn(&city.app).await.unwrap();
    let secret = token(office.kept()[1]["plain"].as_str().unwrap(), "stop");
    for wrong in [
        "",
        "x",
        &secret[..secret.len() - 1],
        &format!("{}0", &secret[..secret.len() - 1]),
        &secret.replace('-', ""),
    ] {
        if wrong != secret {
            assert!(matches!(stop(&anybody(&city), &city.app, wrong).await, Err(Error::NotFound)), "{wrong}");
        }
    }
    assert!(profile(&city, who).await.heard_at().is_some());
    for _ in 0..2 {
        stop(&anybody(&city), &city.app, &secret).await.unwrap();
    }
    let told = profile(&city, who).await;
    assert_eq!(
        (told.heard_next(), told.hearing.by, told.consents.news),
        (None, Some(Way::None), Some(false))
    );
    happens(&city, who, Kind::OpeningEnded).await;
    city.clock.advance_days(1);
    assert_eq!(turn(&city.app).await.unwrap(), Done::default());
    assert_eq!((office.kept().len(), untold(&city).await), (2, 1));
    // The link that confirmed confirms nothing now.
    let old = token(office.kept()[0]["plain"].as_str().unwrap(), "confirm");
    assert!(confirm(&anybody(&city), &city.app, &old).await.is_err());
}

#[tokio::test(flavor = "multi_thread")]
async fn text_messages_lie_in_a_folder_for_its_owner_only() {
    let (city, office) = (TestCity::new().await, PostOffice::open());
    let outbox = city.path().join("outbox");
    city.app.send_through(office.post(Some(outbox.clone())));
    let who = reachable(&city).await;
    assert_eq!(wants(&city, who, Way::Text).await.unwrap(), Asked::Confirm);
    turn(&city.app).await.unwrap();
    let files: Vec<_> = std::fs::read_dir(&outbox).unwrap().map(|file| file.unwrap().path()).collect();
    assert_eq!(files.len(), 1, "{files:?}");
    let message: serde_json::Value = serde_json::from_slice(&std::fs::read(&files[0]).unwrap()).unwrap();
    assert_eq!(message["to"], "01000001234");
    let mode = |path: &std::path::Path| {
        std::os::unix::fs::PermissionsExt::mode(&std::fs::metadata(path).unwrap().permissions()) & 0o777
    };
    assert_eq!((mode(&files[0]), mode(&outbox)), (0o600, 0o700));
    let secret = token(message["text"].as_str().unwrap(), "confirm");
    confirm(&anybody(&city), &city.app, &secret).await.unwrap();
    assert_eq!(profile(&city, who).await.heard_at(), Some((Way::Text, "01000001234")));
    // A folder that is away defers, and the next turn finds it again.
    happens(&city, who, Kind::ReferralHired).await;
    city.clock.advance_days(1);
    std::fs::remove_dir_all(&outbox).unwrap();
    std::fs::write(&outbox, "in the way").unwrap();
    turn(&city.app).await.unwrap();
    let state = deliveries(&city, who).await.remove(0).state;
    assert!(matches!(state, State::Deferred { why: Fault::Outbox, .. }), "{state:?}");
    std::fs::remove_file(&outbox).unwrap();
    later(&city, SignedDuration::from_mins(10));
    assert_eq!(turn(&city.app).await.unwrap().sent, 1);
    assert_eq!(untold(&city).await, 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_cannot_be_sent_is_said_before_anything_is_kept() {
    let (city, office) = (TestCity::new().await, PostOffice::open());
    let ctx = counselor(&city).await;
    let who = reachable(&city).await;
    let why = |outcome: Result<Asked, Error>| match outcome {
        Err(Error::Invalid(fields)) => fields.iter().map(|one| one.message.code.to_string()).collect(),
        other => vec![format!("{other:?}")],
    };
    assert_eq!(why(wants(&city, who, Way::Mail).await), ["digest-way-off"]);
    city.app.send_through(office.post(None));
    let no = |by, agreed| Wish { by, english: false, agreed };
    let said = wish(&ctx, &city.app, who, no(None, true), Channel::Counter).await;
    assert_eq!(why(said), ["digest-way-choose"]);
    let said = wish(&ctx, &city.app, who, no(Some(Way::Mail), false), Channel::Counter).await;
    assert_eq!(why(said), ["digest-consent-needed"]);
    assert_eq!(profile(&city, who).await.hearing.by, None);
    let (mut version, garbage) =
        (2, ["", "maru", "maru@haneul", "a@b.example, c@d.example", "maru@haneul.example\nBcc: x@y.example"]);
    for address in garbage {
        let told = Profile { email: address.to_owned(), ..profile(&city, who).await };
        if seeker::update(&ctx, &city.app, who, version, told).await.is_ok() {
            version += 1;
            let code = if address.is_empty() { "digest-address-missing" } else { "digest-address-wrong" };
            assert_eq!(why(wants(&city, who, Way::Mail).await), [code], "{address}");
        }
    }
    // No more than three questions a day go to an address.
    let told = Profile { email: ADDRESS.to_owned(), ..profile(&city, who).await };
    seeker::update(&ctx, &city.app, who, version, told).await.unwrap();
    for n in 0..4 {
        let asked = if n < 3 { Asked::Confirm } else { Asked::Enough };
        assert_eq!(wants(&city, who, Way::Mail).await.unwrap(), asked);
    }
    // A way of a counsellor's needs nothing, and nothing goes out for it.
    assert_eq!(wants(&city, who, Way::Phone).await.unwrap(), Asked::Nothing);
    assert_eq!(turn(&city.app).await.unwrap(), Done { filled: 0, sent: 0, other: 3 });
    assert_eq!(office.kept().len(), 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_refuses_lists_is_in_none_and_is_served_by_hand() {
    let (city, office) = (TestCity::new().await, PostOffice::open());
    city.app.send_through(office.post(None));
    let firm = employer(&city).await;
    let offered = opening(&city, firm, 1).await;
    let who = heard(&city, &office).await;
    let ctx = counselor(&city).await;
    assert_eq!(allotment::renew(&city.app).await.unwrap().size().0, 1);
    let kind = ConsentKind::Automated;
    assert!(!seeker::consent(&ctx, &city.app, who, kind, false, Channel::Phone).await.unwrap());
    city.settle().await;
    assert_eq!(allotment::renew(&city.app).await.unwrap().size().0, 0);
    let file = seeker::file(&ctx, &city.app, who).await.unwrap();
    assert!(seeker::suggested(&ctx, &city.app, &file, 5).await.unwrap().is_none());
    assert!(file.view.seeker.consents.iter().any(|said| said.kind == kind && said.by == Channel::Phone));
    assert_eq!(turn(&city.app).await.unwrap(), Done::default(), "no openings, so no basket");
    // By hand: what fits is looked for, and they are referred.
    let by_hand = seeker::matches(&ctx, &city.app, who, 10).await.unwrap();
    assert_eq!(by_hand.full.len(), 1);
    app::referral::propose(&ctx, &city.app, who, offered).await.unwrap();
    city.clock.advance_days(1);
    assert_eq!(turn(&city.app).await.unwrap().sent, 1);
    let basket = office.kept().pop().unwrap();
    assert_eq!(basket["headers"]["Subject"], "[하늘시 일자리] 새 소식 1건");
    seeker::consent(&ctx, &city.app, who, kind, true, Channel::Phone).await.unwrap();
    city.settle().await;
    assert_eq!(allotment::renew(&city.app).await.unwrap().size().0, 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_erased_person_is_sent_nothing_and_nothing_says_that_they_were() {
    let (city, office) = (TestCity::new().await, PostOffice::open());
    city.app.send_through(office.post(None));
    let who = heard(&city, &office).await;
    happens(&city, who, Kind::ReferralRejected).await;
    let supervisor = city.as_role(domain::Role::Supervisor).await;
    let reason = domain::person::ErasureReason::iter().next().unwrap();
    seeker::erase(&supervisor, &city.app, who, reason).await.unwrap();
    assert_eq!(deliveries(&city, who).await, []);
    assert_eq!(turn(&city.app).await.unwrap(), Done::default());
    assert_eq!(office.kept().len(), 1);
}

#[test]
fn settings_that_cannot_be_used_are_named() {
    let mail = |from: &str| MailSettings {
        server: "localhost".to_owned(),
        port: None,
        tls: Tls::None,
        account: None,
        from: from.to_owned(),
    };
    assert!(matches!(Post::new("jobs.example", None, None), Err(Setting::Address)));
    assert!(matches!(Post::new("https://a\r\nb", None, None), Err(Setting::Address)));
    let from = Post::new("https://jobs.example", Some(&mail("nobody")), None);
    assert!(matches!(from, Err(Setting::From(_))));
    let line = Post::new("https://jobs.example", Some(&mail("a@b.example\r\nBcc: c@d.example")), None);
    assert!(matches!(line, Err(Setting::From(_))));
    assert!(Post::new("https://jobs.example/", None, None).is_ok_and(|post| post.ways().is_empty()));
}
