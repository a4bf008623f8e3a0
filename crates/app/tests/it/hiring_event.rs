//! Hiring events: what is refused before the day, forty at once for one slot, queues of numbers, a hire that is one claim, and being
//! erased on the way.

use app::Error;
use app::hiring_event::{Brought, Form, cancel, close, edit, get, open, page, past, plan, publish, upcoming};
use app::interview::{
    Answer, Choice, admit, arrive, book, book_own, call_next, interviewed, join, lines, mine, name, rows,
    settle, ticket, withdraw,
};
use app::testing::TestCity;
use app::today::{Ask, Section};
use domain::employer::Employer;
use domain::hiring_event::{CancelReason, FIRST_FROM_PHONE, Kind, Slots, StateName as Stage, spelled};
use domain::id::{EmployerId, HiringEventId, InterviewId, OpeningId, OrganisationId, SeekerId};
use domain::interview::{State, StateName, Way, Who};
use domain::notice::Kind as News;
use domain::opening::CloseReason;
use domain::person::ErasureReason;
use domain::placement::How;
use domain::referral::{DeclineReason, RejectReason};
use domain::{Actor, Ctx, Role};
use futures::future::{join as both, join_all};
use jiff::civil::{Date, date};
use uuid::Uuid;

use crate::referral::{code_of, counselor, opening, person, untold};

/// The day of the event.
pub(crate) const DAY: Date = date(2016, 3, 16);

const SYLLABLES: [&str; 14] =
    ["가", "나", "다", "라", "마", "바", "사", "아", "자", "차", "카", "타", "파", "하"];

/// Two signs that say a number without digits.
pub(crate) fn signs(n: usize) -> String {
    format!("{}○{}", SYLLABLES[n / 14], SYLLABLES[n % 14])
}

/// An employer with an opening.
pub(crate) async fn bringing(city: &TestCity, n: usize, headcount: u32) -> OpeningId {
    let employer = Employer {
        workers: Some(9),
        address: "하늘시 별빛동".into(),
        phone: format!("0310003{n:03}"),
        ..Employer::named(EmployerId(Uuid::nil()), format!("{}가구", signs(n)))
    };
    let ctx = counselor(city).await;
    let employer = app::employer::create(&ctx, &city.app, employer, None).await.unwrap();
    opening(city, employer, headcount).await
}

pub(crate) async fn number(city: &TestCity, id: OpeningId) -> String {
    store::opening::get(&city.app.store, city.app.tenant, id).await.unwrap().origin.number
}

pub(crate) async fn booth(city: &TestCity, nth: u16, opening: OpeningId, interviewers: u16) -> Brought {
    Brought { number: nth, openings: vec![number(city, opening).await], interviewers }
}

/// From ten to noon, a quarter of an hour each.
pub(crate) fn form(booths: Vec<Brought>) -> Form {
    Form {
        kind: Kind::JobFair,
        title: "봄 채용박람회".into(),
        on: DAY,
        slots: Slots { from_min: 600, until_min: 720, length_min: 15 },
        place: "별빛체육관".into(),
        area: None,
        directions: String::new(),
        phone: "0310009999".into(),
        host: None,
        supporters: Vec::new(),
        project: String::new(),
        booths,
    }
}

/// The hour of the day of the event.
pub(crate) fn at(city: &TestCity, day: Date, hour: i8) {
    city.clock.set(city.app.city.zone().to_timestamp(day.at(hour, 0, 0, 0)).unwrap());
}

/// A published event of two employers, three and one talking at a time.
pub(crate) async fn fair(city: &TestCity) -> (HiringEventId, [OpeningId; 2]) {
    let openings = [bringing(city, 0, 1).await, bringing(city, 1, 3).await];
    let booths = vec![booth(city, 1, openings[0], 3).await, booth(city, 2, openings[1], 1).await];
    let ctx = counselor(city).await;
    let id = plan(&ctx, &city.app, form(booths)).await.unwrap();
    publish(&ctx, &city.app, id).await.unwrap();
    (id, openings)
}

/// The same with its doors open.
async fn opened(city: &TestCity) -> (HiringEventId, [OpeningId; 2]) {
    let fair = fair(city).await;
    at(city, DAY, 10);
    open(&counselor(city).await, &city.app, fair.0).await.unwrap();
    fair
}

pub(crate) fn choice(opening: OpeningId, slot_min: u16) -> Vec<Choice> {
    vec![Choice { opening, slot_min }]
}

async fn own(city: &TestCity, seeker: SeekerId) -> Ctx {
    let person = app::seeker::get(&counselor(city).await, &city.app, seeker).await.unwrap().seeker.person;
    city.app.ctx(Actor::staff(Role::Seeker, person, None))
}

async fn state(city: &TestCity, id: InterviewId) -> State {
    store::interview::find(&city.app.store, city.app.tenant, id).await.unwrap().unwrap().state
}

#[tokio::test(flavor = "multi_thread")]
async fn only_openings_that_are_open_bring_an_employer_to_an_event() {
    let city = TestCity::new().await;
    let (ctx, app) = (counselor(&city).await, &city.app);
    let (one, other) = (bringing(&city, 0, 1).await, bringing(&city, 1, 1).await);
    let first = booth(&city, 1, one, 1).await;
    let planned = |booths: Vec<Brought>| plan(&ctx, app, form(booths));
    let unknown = Brought { openings: vec!["2016-999999".into()], ..first.clone() };
    assert_eq!(code_of(planned(vec![unknown]).await), "hiring-event-opening-unknown");
    let mixed =
        Brought { openings: vec![number(&city, one).await, number(&city, other).await], ..first.clone() };
    assert_eq!(code_of(planned(vec![mixed]).await), "hiring-event-opening-other");
    let bare = Brought { number: 2, openings: Vec::new(), interviewers: 1 };
    assert_eq!(code_of(planned(vec![first.clone(), bare]).await), "hiring-event-booth-empty");
    let id = planned(vec![]).await.unwrap();
    assert_eq!(code_of(publish(&ctx, app, id).await), "hiring-event-no-openings");
    assert!(upcoming(&ctx, app).await.unwrap().is_empty(), "nobody reads of what is being prepared");
    assert!(matches!(page(&ctx, app, id).await, Err(Error::NotFound)));
    let booths = vec![first, booth(&city, 2, other, 1).await];
    edit(&ctx, app, (id, 1), form(booths.clone())).await.unwrap();
    let version = store::opening::get(&app.store, app.tenant, other).await.unwrap().version;
    app::opening::close(&ctx, app, other, version, CloseReason::NotNeeded).await.unwrap();
    assert_eq!(code_of(publish(&ctx, app, id).await), "hiring-event-booth-closed");
    edit(&ctx, app, (id, 2), form(booths[..1].to_vec())).await.unwrap();
    assert_eq!(code_of(edit(&ctx, app, (id, 2), form(Vec::new())).await), "changed-meanwhile");
    publish(&ctx, app, id).await.unwrap();
    let listed = upcoming(&city.as_role(Role::Citizen).await, app).await.unwrap();
    assert_eq!(listed.iter().map(|event| event.id).collect::<Vec<_>>(), [id]);
    let shown = page(&city.as_role(Role::Citizen).await, app, id).await.unwrap();
    assert_eq!(shown.stands[0].openings[0].opening.id, one);
    assert_eq!((shown.stands[0].free.len(), shown.figures), (8, None));
    assert_eq!(code_of(open(&ctx, app, id).await), "hiring-event-opens-on");
    at(&city, date(2016, 3, 17), 10);
    let late = counselor(&city).await;
    assert!(upcoming(&late, app).await.unwrap().is_empty());
    assert_eq!(past(&late, app).await.unwrap().len(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn forty_at_once_never_book_more_than_three_seats_of_a_slot() {
    let city = TestCity::new().await;
    let (id, openings) = fair(&city).await;
    let mut seekers = Vec::new();
    for n in 0..40 {
        seekers.push(person(&city, &signs(n), &format!("0310001{n:03}")).await);
    }
    let (ctx, app) = (counselor(&city).await, &city.app);
    let tries = seekers.iter().map(|seeker| book(&ctx, app, (id, *seeker), choice(openings[0], 600)));
    let (taken, refused): (Vec<_>, Vec<_>) = join_all(tries).await.into_iter().partition(Result::is_ok);
    assert_eq!((taken.len(), refused.len()), (3, 37));
    for one in refused {
        assert_eq!(code_of(one), "interview-slot-full");
    }
    let shown = page(&ctx, app, id).await.unwrap();
    assert!(shown.stands[0].free.iter().all(|(start, _)| *start != 600));
    withdraw(&ctx, app, taken[0].as_ref().unwrap()[0]).await.unwrap();
    let again = seekers.iter().map(|seeker| book(&ctx, app, (id, *seeker), choice(openings[0], 600)));
    assert_eq!(join_all(again).await.iter().filter(|one| one.is_ok()).count(), 1, "what is free again");
    assert!(store::change::rows_agree(&app.store, app.tenant).await.unwrap());
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_is_at_two_booths_at_one_time_nor_twice_at_one() {
    let city = TestCity::new().await;
    let (id, openings) = fair(&city).await;
    let who = person(&city, "가○나", "0310001001").await;
    let (ctx, app) = (counselor(&city).await, &city.app);
    book(&ctx, app, (id, who), choice(openings[0], 600)).await.unwrap();
    let tried = async |opening, slot_min| book(&ctx, app, (id, who), choice(opening, slot_min)).await;
    assert_eq!(code_of(tried(openings[0], 615).await), "interview-booth-twice");
    assert_eq!(code_of(tried(openings[1], 600).await), "interview-same-time");
    let others = form(vec![booth(&city, 1, openings[1], 1).await]);
    let overlapping = Form { slots: Slots { from_min: 605, until_min: 665, length_min: 15 }, ..others };
    let beside = plan(&ctx, app, overlapping).await.unwrap();
    publish(&ctx, app, beside).await.unwrap();
    let elsewhere = async |slot_min| book(&ctx, app, (beside, who), choice(openings[1], slot_min)).await;
    assert_eq!(code_of(elsewhere(605).await), "interview-same-time", "at another event of the day");
    elsewhere(620).await.unwrap();
    let pair =
        vec![Choice { opening: openings[1], slot_min: 660 }, Choice { opening: openings[0], slot_min: 690 }];
    assert_eq!(code_of(book(&ctx, app, (id, who), pair).await), "interview-booth-twice");
    assert_eq!(app::interview::of_seeker(&ctx, app, who).await.unwrap().len(), 2, "all of them or none");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_person_books_for_themselves_and_sees_only_their_own() {
    let city = TestCity::new().await;
    let (id, openings) = fair(&city).await;
    let (who, other) =
        (person(&city, "가○나", "0310001001").await, person(&city, "다○라", "0310001002").await);
    let (theirs, app) = (own(&city, who).await, &city.app);
    let wanted = Choice { opening: openings[0], slot_min: 600 };
    let booked = book_own(&theirs, app, id, wanted).await.unwrap();
    let strange = book(&theirs, app, (id, other), choice(openings[0], 615)).await;
    assert!(matches!(strange, Err(Error::NotFound)), "{strange:?}");
    let all = mine(&theirs, app).await.unwrap();
    assert_eq!(all.iter().map(|(one, event)| (one.id, event.id)).collect::<Vec<_>>(), [(booked, id)]);
    assert!(matches!(rows(&theirs, app, (id, 1)).await, Err(Error::NotFound)));
    let not_theirs = own(&city, other).await;
    assert!(matches!(withdraw(&not_theirs, app, booked).await, Err(Error::NotFound)));
    assert!(matches!(arrive(&theirs, app, booked).await, Err(Error::NotFound)), "the desk says who came");
    let clerk =
        Actor::staff(Role::Clerk, city.user(Role::Clerk).await, Some(OrganisationId(Uuid::from_u128(9))));
    assert!(matches!(get(&app.ctx(clerk), app, id).await, Err(Error::NotFound)), "of another body");
    withdraw(&theirs, app, booked).await.unwrap();
    at(&city, DAY, 10);
    let late = own(&city, who).await;
    let again = book_own(&late, app, id, wanted).await.unwrap();
    assert_eq!(code_of(withdraw(&late, app, again).await), "interview-too-late");
}

#[tokio::test(flavor = "multi_thread")]
async fn numbers_from_telephones_and_paper_are_called_in_their_order() {
    let city = TestCity::new().await;
    let (id, _) = fair(&city).await;
    let (citizen, app) = (city.as_role(Role::Citizen).await, &city.app);
    assert_eq!(code_of(join(&citizen, app, (id, 1), "a").await), "interview-not-held");
    at(&city, DAY, 10);
    let (ctx, citizen) = (counselor(&city).await, city.as_role(Role::Citizen).await);
    open(&ctx, app, id).await.unwrap();
    let numbers = join_all((0..20).map(|_| join(&citizen, app, (id, 2), "a"))).await;
    let mut numbers: Vec<u32> = numbers.into_iter().map(Result::unwrap).collect();
    numbers.sort_unstable();
    assert_eq!(numbers, (FIRST_FROM_PHONE..FIRST_FROM_PHONE + 20).collect::<Vec<_>>(), "no number twice");
    at(&city, DAY, 11);
    let (ctx, citizen) = (counselor(&city).await, city.as_role(Role::Citizen).await);
    assert_eq!(code_of(admit(&ctx, app, (id, 2), "0007-0").await), "ticket-mistyped");
    let paper = spelled(7);
    admit(&ctx, app, (id, 2), &paper).await.unwrap();
    admit(&ctx, app, (id, 1), &paper).await.unwrap();
    assert_eq!(code_of(admit(&ctx, app, (id, 1), &paper).await), "ticket-waits-already");
    assert_eq!(code_of(admit(&ctx, app, (id, 9), &spelled(8)).await), "interview-booth-unknown");
    assert_eq!(code_of(admit(&ctx, app, (id, 1), &spelled(9_000)).await), "ticket-mistyped");
    let (_, _, held) = ticket(&citizen, app, id, &paper).await.unwrap();
    let mut waits: Vec<_> = held.iter().map(|one| (one.booth, one.before, one.minutes)).collect();
    waits.sort_unstable();
    assert_eq!(waits, [(1, 0, 0), (2, 20, 300)], "fifteen minutes each, one talks");
    assert!(matches!(ticket(&citizen, app, id, "0008-1").await, Err(Error::NotFound)));
    let first = call_next(&ctx, app, (id, 2)).await.unwrap().unwrap();
    let (_, board) = lines(&citizen, app, id).await.unwrap();
    assert_eq!(board[1].called, [(first, Way::WalkIn { ticket: FIRST_FROM_PHONE })]);
    assert_eq!((board[0].waiting, board[1].waiting), (1, 20));
    let calls = join_all((0..30).map(|_| call_next(&ctx, app, (id, 2)))).await;
    let called: std::collections::BTreeSet<_> = calls.into_iter().filter_map(Result::unwrap).collect();
    assert_eq!(called.len(), 20, "each once, however many call");
    interviewed(&ctx, app, first).await.unwrap();
    assert_eq!(state(&city, first).await.name(), StateName::Interviewed);
    at(&city, date(2016, 3, 17), 9);
    let late = join(&city.as_role(Role::Citizen).await, app, (id, 1), "a").await;
    assert_eq!(code_of(late), "interview-day-over");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_hire_is_one_claim_that_takes_a_head_however_often_it_is_told() {
    let city = TestCity::new().await;
    let (id, openings) = fair(&city).await;
    let who = person(&city, "가○나", "0310001001").await;
    let booked =
        book(&counselor(&city).await, &city.app, (id, who), choice(openings[0], 600)).await.unwrap()[0];
    at(&city, DAY, 10);
    let (ctx, app) = (counselor(&city).await, &city.app);
    open(&ctx, app, id).await.unwrap();
    arrive(&ctx, app, booked).await.unwrap();
    let start_on = date(2016, 3, 21);
    let hired = Answer::Hired { start_on, opening: None };
    let early = Answer::Hired { start_on: date(2016, 3, 15), opening: None };
    assert_eq!(code_of(settle(&ctx, app, id, vec![(booked, early)]).await), "interview-start-before");
    let away = Answer::Hired { start_on, opening: Some(openings[1]) };
    assert_eq!(code_of(settle(&ctx, app, id, vec![(booked, away)]).await), "interview-opening-away");
    let (one, other) =
        both(settle(&ctx, app, id, vec![(booked, hired)]), settle(&ctx, app, id, vec![(booked, hired)]))
            .await;
    if one.is_err() && other.is_err() {
        settle(&ctx, app, id, vec![(booked, hired)]).await.unwrap();
    }
    assert_eq!(state(&city, booked).await.name(), StateName::Hired);
    assert_eq!(code_of(settle(&ctx, app, id, vec![(booked, hired)]).await), "interview-step-refused");
    let person = app::seeker::get(&ctx, app, who).await.unwrap().seeker.person;
    let claims = store::placement::of_person(&app.store, app.tenant, person).await.unwrap();
    assert_eq!(claims.iter().map(|claim| claim.how).collect::<Vec<_>>(), [How::Referral]);
    let view = get(&ctx, app, id).await.unwrap();
    assert_eq!((view.outcome.claimed, view.outcome.confirmed), (1, 0), "told is not confirmed");
    assert_eq!((view.outcome.openings, view.outcome.filled), (2, 1));
    close(&ctx, app, id).await.unwrap();
    assert!(store::change::rows_agree(&app.store, app.tenant).await.unwrap());
}

#[tokio::test(flavor = "multi_thread")]
async fn paper_that_comes_after_the_work_began_is_claimed_once_as_found_at_the_event() {
    let city = TestCity::new().await;
    let (id, openings) = opened(&city).await;
    let who = person(&city, "가○나", "0310001001").await;
    let (ctx, app) = (counselor(&city).await, &city.app);
    let seen = admit(&ctx, app, (id, 2), &spelled(1)).await.unwrap();
    name(&ctx, app, seen, who).await.unwrap();
    assert_eq!(code_of(name(&ctx, app, seen, who).await), "interview-named");
    at(&city, date(2016, 3, 23), 10);
    let ctx = counselor(&city).await;
    let start_on = date(2016, 3, 21);
    let open = Answer::Hired { start_on, opening: None };
    assert_eq!(code_of(settle(&ctx, app, id, vec![(seen, open)]).await), "interview-opening-needed");
    let hired = Answer::Hired { start_on, opening: Some(openings[1]) };
    settle(&ctx, app, id, vec![(seen, hired)]).await.unwrap();
    let person = app::seeker::get(&ctx, app, who).await.unwrap().seeker.person;
    let claims = store::placement::of_person(&app.store, app.tenant, person).await.unwrap();
    assert_eq!(claims.iter().map(|claim| claim.how).collect::<Vec<_>>(), [How::Event]);
    let unnamed = admit(&ctx, app, (id, 1), &spelled(2)).await.unwrap();
    let told = Answer::Hired { start_on, opening: None };
    settle(&ctx, app, id, vec![(unnamed, told)]).await.unwrap();
    let outcome = get(&ctx, app, id).await.unwrap().outcome;
    assert_eq!(outcome.tally.now(StateName::Hired), 2);
    assert_eq!(outcome.claimed + outcome.confirmed, 1, "nobody without a name stands in the ledger");
}

#[tokio::test(flavor = "multi_thread")]
async fn each_talk_is_asked_for_until_it_has_a_result() {
    let city = TestCity::new().await;
    let (id, openings) = fair(&city).await;
    let mut booked = Vec::new();
    for n in 0..3 {
        let who = person(&city, &signs(n), &format!("0310001{n:03}")).await;
        let ctx = counselor(&city).await;
        booked.extend(book(&ctx, &city.app, (id, who), choice(openings[0], 600)).await.unwrap());
    }
    let answers = vec![(booked[0], Answer::NoShow)];
    let early = settle(&counselor(&city).await, &city.app, id, answers.clone()).await;
    assert_eq!(code_of(early), "interview-doors");
    at(&city, DAY, 10);
    let (ctx, app) = (counselor(&city).await, &city.app);
    open(&ctx, app, id).await.unwrap();
    let asked = async || {
        let day = app::today::day(&counselor(&city).await, app, &Ask::default()).await.unwrap();
        day.rows(Section::Interviews).iter().map(|row| row.what.clone()).collect::<Vec<_>>()
    };
    assert!(asked().await.is_empty(), "not on the day itself");
    at(&city, date(2016, 3, 17), 9);
    assert_eq!(asked().await, ["봄 채용박람회 · 1 (3)"], "the booth, not the people");
    let ctx = counselor(&city).await;
    assert_eq!(code_of(close(&ctx, app, id).await), "hiring-event-unsettled");
    let by = date(2016, 3, 24);
    let past = vec![(booked[1], Answer::SecondRound(date(2016, 3, 17)))];
    assert_eq!(code_of(settle(&ctx, app, id, past).await), "interview-second-past");
    let half = vec![(booked[0], Answer::NoShow), (InterviewId(Uuid::nil()), Answer::NoShow)];
    assert!(matches!(settle(&ctx, app, id, half).await, Err(Error::NotFound)));
    assert_eq!(state(&city, booked[0]).await, State::Booked, "all or none");
    let told = vec![
        (booked[0], Answer::NoShow),
        (booked[1], Answer::SecondRound(by)),
        (booked[2], Answer::Declined(DeclineReason::Pay)),
    ];
    settle(&ctx, app, id, told).await.unwrap();
    assert!(asked().await.is_empty());
    close(&ctx, app, id).await.unwrap();
    assert_eq!(get(&ctx, app, id).await.unwrap().event.state.name(), Stage::Closed);
    at(&city, by, 9);
    assert_eq!(asked().await, ["봄 채용박람회 · 1 (1)"], "a second round is asked for on its day");
    let ctx = counselor(&city).await;
    settle(&ctx, app, id, vec![(booked[1], Answer::Rejected(RejectReason::Skill))]).await.unwrap();
    assert!(asked().await.is_empty());
    let shown = page(&ctx, app, id).await.unwrap().figures.unwrap();
    assert_eq!((shown.held, shown.no_show), (None, None), "so few that one might know who");
    assert_eq!((shown.unsettled, shown.confirmed, shown.openings), (Some(0), Some(0), 2));
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_booked_is_told_when_it_is_called_off_and_keeps_their_place_when_it_changes() {
    let city = TestCity::new().await;
    let (id, openings) = fair(&city).await;
    let who = person(&city, "가○나", "0310001001").await;
    let (ctx, app) = (counselor(&city).await, &city.app);
    let booked = book(&ctx, app, (id, who), choice(openings[0], 600)).await.unwrap()[0];
    let booths = vec![booth(&city, 1, openings[0], 2).await];
    let version = async || get(&ctx, app, id).await.unwrap().event.version;
    let moved = Form { on: date(2016, 3, 18), ..form(booths.clone()) };
    assert_eq!(code_of(edit(&ctx, app, (id, version().await), moved).await), "hiring-event-day-booked");
    let other = form(vec![booth(&city, 2, openings[1], 1).await]);
    assert_eq!(code_of(edit(&ctx, app, (id, version().await), other).await), "hiring-event-strands");
    edit(&ctx, app, (id, version().await), form(booths)).await.unwrap();
    assert_eq!(state(&city, booked).await, State::Booked);
    cancel(&ctx, app, id, CancelReason::Emergency).await.unwrap();
    assert_eq!(state(&city, booked).await.name(), StateName::Withdrawn);
    assert_eq!(untold(&city).await, [News::EventCancelled]);
    let again = book(&ctx, app, (id, who), choice(openings[0], 600)).await;
    assert_eq!(code_of(again), "interview-not-taken");
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_is_erased_on_the_way_leaves_a_free_seat_and_a_visitor_without_a_name() {
    let city = TestCity::new().await;
    let (id, openings) = fair(&city).await;
    let (who, next) =
        (person(&city, "가○나", "0310001001").await, person(&city, "다○라", "0310001002").await);
    let (ctx, app) = (counselor(&city).await, &city.app);
    let wanted =
        vec![Choice { opening: openings[0], slot_min: 600 }, Choice { opening: openings[1], slot_min: 660 }];
    let booked = book(&ctx, app, (id, who), wanted).await.unwrap();
    at(&city, DAY, 10);
    let ctx = counselor(&city).await;
    open(&ctx, app, id).await.unwrap();
    arrive(&ctx, app, booked[0]).await.unwrap();
    let no = Answer::Rejected(RejectReason::Skill);
    settle(&ctx, app, id, vec![(booked[0], no)]).await.unwrap();
    assert!(!rows(&ctx, app, (id, 1)).await.unwrap()[0].name.is_empty());
    let supervisor = city.as_role(Role::Supervisor).await;
    app::seeker::erase(&supervisor, app, who, ErasureReason::Requested).await.unwrap();
    let left = rows(&ctx, app, (id, 1)).await.unwrap();
    assert!(left[0].name.is_empty() && matches!(left[0].interview.who, Who::Erased { .. }));
    assert_eq!(state(&city, booked[1]).await.name(), StateName::Withdrawn);
    let tally = get(&ctx, app, id).await.unwrap().outcome.tally;
    assert_eq!((tally.visitors, tally.held, tally.interviews), (1, 1, 2));
    book(&ctx, app, (id, next), choice(openings[1], 660)).await.unwrap();
    let gone = book(&ctx, app, (id, who), choice(openings[0], 615)).await;
    assert!(matches!(gone, Err(Error::NotFound)), "{gone:?}");
    let log = store::change::of_noun(&app.store, app.tenant, booked[0].0, 1).await.unwrap();
    assert!(!log[0].body.to_string().contains("person"), "{}", log[0].body);
    assert!(store::change::rows_agree(&app.store, app.tenant).await.unwrap());
}
