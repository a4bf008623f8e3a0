//! From a suggestion to an answer, under a clock that is moved.

use app::Error;
use app::referral::{Answer, agree, answer, called, candidates, get, mine, propose, schedule, send};
use app::testing::TestCity;
use app::today::{Ask, Section};
use domain::actor::Channel;
use domain::code::EmploymentType;
use domain::employer::Employer;
use domain::id::{EmployerId, OpeningId, ReferralId, SeekerId};
use domain::notice::Kind;
use domain::occupation::OccupationCode;
use domain::opening::{Content, Reception, Workplace};
use domain::referral::{RejectReason, StateName};
use domain::reminder::Act;
use domain::seeker::{Consents, Profile};
use domain::wage::{Wage, WageForm};
use domain::work_time::{DailyHours, Weekdays, WorkTime};
use domain::{Ctx, Role};
use jiff::civil::date;
use strum::IntoEnumIterator;

pub(crate) async fn counselor(city: &TestCity) -> Ctx {
    city.as_role(Role::Counselor).await
}

pub(crate) async fn employer(city: &TestCity) -> EmployerId {
    let employer = Employer {
        workers: Some(9),
        address: "하늘시 별빛동".into(),
        phone: "0310001111".into(),
        ..Employer::named(EmployerId(uuid::Uuid::nil()), "가상가구")
    };
    app::employer::create(&counselor(city).await, &city.app, employer, None).await.unwrap()
}

pub(crate) async fn opening(city: &TestCity, employer: EmployerId, headcount: u32) -> OpeningId {
    opening_of(city, &counselor(city).await, employer, wanted(headcount)).await
}

pub(crate) fn wanted(headcount: u32) -> Content {
    Content {
        title: "가구 조립원 모집".into(),
        occupation: OccupationCode::parse("8832"),
        duties: "가구를 조립합니다".into(),
        headcount,
        employment_type: Some(EmploymentType::Indefinite),
        wage: Wage::new(WageForm::Monthly, 2_100_000, 2_100_000),
        work_time: WorkTime {
            weekdays: Some(Weekdays::WORKING),
            daily: DailyHours::new(540, 1080, 60),
            ..WorkTime::default()
        },
        workplace: Workplace {
            areas: domain::area::AreaCode::parse("9911051000").into_iter().collect(),
            ..Workplace::default()
        },
        reception: vec![Reception::Phone],
        ..Content::default()
    }
}

pub(crate) async fn opening_of(
    city: &TestCity,
    ctx: &Ctx,
    employer: EmployerId,
    content: Content,
) -> OpeningId {
    let id = app::opening::create(ctx, &city.app, employer, content).await.unwrap();
    app::opening::submit(ctx, &city.app, id, 1).await.unwrap();
    app::opening::accept(ctx, &city.app, id, 2).await.unwrap();
    city.settle().await;
    id
}

pub(crate) async fn person(city: &TestCity, name: &str, phone: &str) -> SeekerId {
    let profile = Profile {
        name: name.into(),
        born_on: "1949-05-06".parse().ok(),
        phone: phone.into(),
        area: domain::area::AreaCode::parse("9911051000"),
        occupations: OccupationCode::parse("8832").into_iter().collect(),
        desired_areas: domain::area::AreaCode::parse("99110").into_iter().collect(),
        consents: Consents { registration: Some(city.app.system_ctx().today()), ..Consents::default() },
        ..Profile::default()
    };
    app::seeker::register(&counselor(city).await, &city.app, profile, Channel::Counter).await.unwrap()
}

/// Proposed, agreed to by telephone, and sent.
pub(crate) async fn sent(city: &TestCity, seeker: SeekerId, opening: OpeningId) -> ReferralId {
    let ctx = counselor(city).await;
    let id = propose(&ctx, &city.app, seeker, opening).await.unwrap();
    agree(&ctx, &city.app, id, 1, Channel::Phone).await.unwrap();
    send(&ctx, &city.app, id, 2).await.unwrap();
    id
}

pub(crate) async fn state(city: &TestCity, id: ReferralId) -> StateName {
    get(&counselor(city).await, &city.app, id).await.unwrap().referral.state.name()
}

pub(crate) async fn version(city: &TestCity, id: ReferralId) -> i64 {
    get(&counselor(city).await, &city.app, id).await.unwrap().referral.version
}

pub(crate) fn code_of<T: std::fmt::Debug>(result: Result<T, Error>) -> String {
    match result {
        Err(Error::Conflict(why)) => why.code.into_owned(),
        Err(Error::Invalid(fields)) => fields[0].message.code.to_string(),
        other => panic!("{other:?}"),
    }
}

pub(crate) async fn untold(city: &TestCity) -> Vec<Kind> {
    let found = store::notice::untold(&city.app.store, city.app.tenant, &city.everything()).await.unwrap().0;
    found.into_iter().map(|notice| notice.kind).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_first_day_that_contradicts_a_held_interview_is_asked_about_again() {
    let city = TestCity::new().await;
    let employer = employer(&city).await;
    let one = opening(&city, employer, 1).await;
    let who = person(&city, "가○나", "0310001001").await;
    let id = sent(&city, who, one).await;
    let ctx = counselor(&city).await;
    let at = city.app.city.zone().to_timestamp(date(2016, 3, 16).at(10, 0, 0, 0)).unwrap();
    schedule(&ctx, &city.app, id, 3, at, None).await.unwrap();
    city.clock.advance_days(4);
    let ctx = counselor(&city).await;
    app::referral::interviewed(&ctx, &city.app, id, 4).await.unwrap();
    let Err(Error::Invalid(wrong)) = answer(&ctx, &city.app, id, 5, Answer::Hired(date(2016, 3, 15))).await
    else {
        panic!("taken")
    };
    assert_eq!((wrong[0].field.as_ref(), wrong[0].message.code.as_ref()), ("start_on", "start-contradicts"));
    let said = city.app.catalogue.say(domain::Lang::Ko, &wrong[0].message);
    assert!(said.contains("2016-03-15") && said.contains("면접일(2016-03-16)"), "{said}");
    assert_eq!(state(&city, id).await, StateName::Interviewed, "nothing was written");
    answer(&ctx, &city.app, id, 5, Answer::Hired(date(2016, 3, 17))).await.unwrap();
    // A counsellor corrects the first day of a claim with a reason.
    let claim = get(&ctx, &city.app, id).await.unwrap().placement.unwrap();
    let why = domain::placement::MoveReason::Employer;
    app::placement::move_start(&ctx, &city.app, claim, 1, date(2016, 3, 18), why).await.unwrap();
    let seen = app::placement::get(&ctx, &city.app, claim).await.unwrap();
    assert_eq!(seen.placement.start_on, date(2016, 3, 18));
    assert_eq!(seen.history[0].verb, "move");
    let mayor = city.as_role(Role::Mayor).await;
    let refused = app::placement::move_start(&mayor, &city.app, claim, 2, date(2016, 3, 19), why).await;
    assert!(matches!(refused, Err(Error::NotFound)));
}

#[tokio::test(flavor = "multi_thread")]
async fn the_last_head_fills_the_opening_and_ends_what_hangs_on_it() {
    let city = TestCity::new().await;
    let employer = employer(&city).await;
    let (one, two) = (opening(&city, employer, 1).await, opening(&city, employer, 2).await);
    let (a, b) = (person(&city, "가○나", "0310001001").await, person(&city, "다○라", "0310001002").await);
    let hired = sent(&city, a, one).await;
    let elsewhere = sent(&city, a, two).await;
    let late = sent(&city, b, one).await;
    let ctx = counselor(&city).await;
    let found = candidates(&ctx, &city.app, one).await.unwrap();
    assert!(found.full.iter().chain(&found.near).any(|candidate| candidate.name == "가○나"));
    let too_early = answer(&ctx, &city.app, hired, 3, Answer::Hired(date(2016, 3, 13))).await;
    assert_eq!(code_of(too_early), "start-before-letter");
    assert_eq!(state(&city, hired).await, StateName::Sent);
    answer(&ctx, &city.app, hired, 3, Answer::Hired(date(2016, 4, 1))).await.unwrap();
    assert_eq!(state(&city, hired).await, StateName::Hired);
    assert_eq!(state(&city, elsewhere).await, StateName::PlacedElsewhere);
    assert_eq!(state(&city, late).await, StateName::OpeningEnded);
    let opening = app::opening::get(&ctx, &city.app, one).await.unwrap().opening;
    assert_eq!(opening.state.name(), domain::opening::StateName::Filled);
    let other = app::opening::get(&ctx, &city.app, two).await.unwrap().opening;
    assert_eq!(other.state.name(), domain::opening::StateName::Open, "a head of two is free");
    let claims = store::placement::of_referral(&city.app.store, city.app.tenant, hired).await.unwrap();
    assert_eq!(claims.len(), 1);
    assert_eq!(claims[0].start_on, date(2016, 4, 1));
    let kinds = untold(&city).await;
    for kind in [Kind::ReferralHired, Kind::OpeningEnded, Kind::PersonUnavailable] {
        assert_eq!(kinds.iter().filter(|told| **told == kind).count(), 1, "{kind}");
    }
    assert_eq!(code_of(propose(&ctx, &city.app, b, one).await), "referral-opening-not-open");
    assert_eq!(code_of(propose(&ctx, &city.app, a, two).await), "referral-seeker-not-active");
    let again =
        answer(&ctx, &city.app, late, version(&city, late).await, Answer::Hired(date(2016, 4, 1))).await;
    assert_eq!(code_of(again), "referral-no-heads");
    assert!(store::change::rows_agree(&city.app.store, city.app.tenant).await.unwrap());
}

#[tokio::test(flavor = "multi_thread")]
async fn who_may_not_be_referred_is_told_why() {
    let city = TestCity::new().await;
    let opening = opening(&city, employer(&city).await, 1).await;
    let ctx = counselor(&city).await;
    let seeker = person(&city, "가○나", "0310001001").await;
    let id = propose(&ctx, &city.app, seeker, opening).await.unwrap();
    assert_eq!(code_of(propose(&ctx, &city.app, seeker, opening).await), "referral-again");
    assert_eq!(code_of(send(&ctx, &city.app, id, 1).await), "referral-step-refused");
    for n in 2..=5 {
        let other = person(&city, &format!("사람{n}"), &format!("031000200{n}")).await;
        propose(&ctx, &city.app, other, opening).await.unwrap();
    }
    let sixth = person(&city, "사람육", "0310002006").await;
    assert_eq!(code_of(propose(&ctx, &city.app, sixth, opening).await), "referral-crowded");
    agree(&ctx, &city.app, id, 1, Channel::Phone).await.unwrap();
    assert_eq!(code_of(agree(&ctx, &city.app, id, 1, Channel::Phone).await), "changed-meanwhile");
    app::seeker::withdraw(&ctx, &city.app, seeker).await.unwrap();
    assert_eq!(state(&city, id).await, StateName::Withdrawn, "taken back with effect at once");
    assert_eq!(code_of(propose(&ctx, &city.app, seeker, opening).await), "referral-seeker-not-active");
}

#[tokio::test(flavor = "multi_thread")]
async fn an_interview_is_asked_about_at_7_and_14_days_then_the_opening_is_in_doubt_and_at_last_it_is_closed()
{
    let city = TestCity::new().await;
    let opening = opening(&city, employer(&city).await, 1).await;
    let id = sent(&city, person(&city, "박○수", "0310001001").await, opening).await;
    let at = date(2016, 3, 18).at(10, 0, 0, 0);
    let at = city.app.city.zone().to_timestamp(at).unwrap();
    schedule(&counselor(&city).await, &city.app, id, 3, at, None).await.unwrap();
    let due = async |days: i64| {
        city.clock.advance_days(days);
        app::day::run(&city.app).await.unwrap();
        assert_eq!(app::day::run(&city.app).await.unwrap().iter().map(|(_, n)| n).sum::<usize>(), 0);
        let ctx = counselor(&city).await;
        let day = app::today::day(&ctx, &city.app, &Ask::default()).await.unwrap();
        day.rows(Section::Results).iter().find(|row| row.what.contains("박○수")).map(|row| row.due.act)
    };
    assert_eq!(due(5).await, None, "the day after, it counts as held and nothing is asked yet");
    assert_eq!(state(&city, id).await, StateName::Interviewed);
    assert_eq!(due(6).await, Some(Act::AskResult));
    called(&counselor(&city).await, &city.app, id, version(&city, id).await).await.unwrap();
    assert_eq!(due(6).await, None, "one day before the second round");
    let doubted = async || {
        let ctx = counselor(&city).await;
        app::opening::get(&ctx, &city.app, opening).await.unwrap().opening.state.doubted_since().is_some()
    };
    assert!(!doubted().await);
    assert_eq!(due(1).await, Some(Act::AskResult));
    assert!(doubted().await);
    assert_eq!(state(&city, id).await, StateName::Interviewed);
    due(38).await;
    assert!(matches!(state(&city, id).await, StateName::Silent | StateName::OpeningEnded));
    assert!(untold(&city).await.iter().any(|k| matches!(k, Kind::ReferralClosed | Kind::OpeningEnded)));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_letter_nobody_spoke_of_is_chased_at_9_21_and_45_days_closed_and_told() {
    let city = TestCity::new().await;
    let opening = opening(&city, employer(&city).await, 1).await;
    let id = sent(&city, person(&city, "박○수", "0310001001").await, opening).await;
    let rounds = async |days: i64| {
        city.clock.advance_days(days);
        app::day::run(&city.app).await.unwrap();
        get(&counselor(&city).await, &city.app, id).await.unwrap().referral.state.letter().unwrap().asked
    };
    assert_eq!(rounds(8).await, 0);
    assert_eq!(rounds(1).await, 1);
    assert_eq!(rounds(11).await, 1);
    assert_eq!(rounds(1).await, 2);
    assert_eq!(rounds(24).await, 3);
    assert_eq!(state(&city, id).await, StateName::Sent);
    rounds(7).await;
    assert_eq!(state(&city, id).await, StateName::Silent);
    let told = app::today::day(&counselor(&city).await, &city.app, &Ask::default()).await.unwrap();
    let closed = told.rows(Section::Calls).iter().find_map(|row| match row.link {
        app::today::Link::Notice(id, Kind::ReferralClosed, _) => Some(id),
        _ => None,
    });
    let ctx = counselor(&city).await;
    let how = domain::notice::How::Phone;
    app::notice::tell(&ctx, &city.app, closed.unwrap(), how).await.unwrap();
    assert_eq!(
        code_of(app::notice::tell(&ctx, &city.app, closed.unwrap(), how).await),
        "notice-told-already"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn an_employer_learns_of_a_person_with_the_letter_and_only_of_its_own() {
    let city = TestCity::new().await;
    let employer = employer(&city).await;
    let opening = opening(&city, employer, 1).await;
    let ctx = counselor(&city).await;
    let seeker = person(&city, "박○수", "0310001001").await;
    let id = propose(&ctx, &city.app, seeker, opening).await.unwrap();
    let mut actor = city.as_role(Role::Employer).await.actor;
    actor.employer = Some(employer);
    let own = city.app.ctx(actor.clone());
    assert!(matches!(get(&own, &city.app, id).await, Err(Error::NotFound)), "before the letter");
    agree(&ctx, &city.app, id, 1, Channel::Counter).await.unwrap();
    send(&ctx, &city.app, id, 2).await.unwrap();
    let list = app::referral::shortlist(&own, &city.app, None).await.unwrap();
    assert_eq!(list.iter().map(|one| one.name.as_str()).collect::<Vec<_>>(), ["박○수"]);
    let looks = app::seeker::get(&ctx, &city.app, seeker).await.unwrap().looks.items;
    assert!(
        looks
            .iter()
            .any(|look| look.role == Role::Employer && look.purpose == domain::look::Purpose::Provision)
    );
    actor.employer = Some(ctx.id());
    let stranger = city.app.ctx(actor);
    assert!(matches!(get(&stranger, &city.app, id).await, Err(Error::NotFound)));
    assert!(app::referral::shortlist(&stranger, &city.app, None).await.unwrap().is_empty());
    assert_eq!(mine(&ctx, &city.app, Some(seeker)).await.unwrap().len(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn two_heads_are_never_taken_by_three() {
    let city = TestCity::new().await;
    let employer = employer(&city).await;
    let wanted = opening(&city, employer, 2).await;
    let mut letters = Vec::new();
    for number in 0..6 {
        let seeker = person(&city, &format!("가○{number}"), &format!("031000200{number}")).await;
        letters.push(sent(&city, seeker, wanted).await);
    }
    let hires = letters.iter().map(|id| {
        let (app, id) = (city.app.clone(), *id);
        let ctx = counselor(&city);
        async move { answer(&ctx.await, &app, id, 3, Answer::Hired(date(2016, 4, 1))).await }
    });
    let done = futures::future::join_all(hires).await;
    assert_eq!(done.iter().filter(|hire| hire.is_ok()).count(), 2, "{done:?}");
    let mut states = Vec::new();
    for id in letters {
        states.push(state(&city, id).await);
    }
    let count = |name| states.iter().filter(|state| **state == name).count();
    assert_eq!((count(StateName::Hired), count(StateName::OpeningEnded)), (2, 4), "{states:?}");
    let filled = store::opening::get(&city.app.store, city.app.tenant, wanted).await.unwrap();
    assert_eq!(filled.state.name(), domain::opening::StateName::Filled);
}

#[tokio::test(flavor = "multi_thread")]
async fn candidates_are_those_who_are_here_now() {
    let city = TestCity::new().await;
    let one = opening(&city, employer(&city).await, 2).await;
    let names = async || {
        let found = candidates(&counselor(&city).await, &city.app, one).await.unwrap();
        found.full.iter().chain(&found.near).map(|candidate| candidate.name.clone()).collect::<Vec<_>>()
    };
    assert!(names().await.is_empty());
    // Of equal points who registered first is first.
    let first = person(&city, "가○나", "0310001001").await;
    city.clock.advance_days(1);
    let second = person(&city, "다○라", "0310001002").await;
    assert_eq!(names().await, ["가○나", "다○라"]);
    let supervisor = city.as_role(Role::Supervisor).await;
    app::seeker::erase(&supervisor, &city.app, first, domain::person::ErasureReason::Requested)
        .await
        .unwrap();
    assert_eq!(names().await, ["다○라"]);
    app::seeker::withdraw(&counselor(&city).await, &city.app, second).await.unwrap();
    assert!(names().await.is_empty());
    // Whoever is registered for another body, and has not agreed to be shown to the city, is not the city's to refer.
    let third = person(&city, "마○바", "0310001003").await;
    assert_eq!(names().await, ["마○바"]);
    app::seeker::transfer(&counselor(&city).await, &city.app, third, elsewhere(&city).await, Channel::Phone)
        .await
        .unwrap();
    assert!(names().await.is_empty());
}

/// A body other than the city's own.
pub(crate) async fn elsewhere(city: &TestCity) -> domain::id::OrganisationId {
    let form = app::organisation::Form {
        parent: None,
        kind: domain::organisation::OrganisationKind::Partner,
        name: "가상 새일센터".into(),
        name_en: String::new(),
        phone: String::new(),
        active: true,
    };
    app::organisation::create(&city.as_role(Role::Operator).await, &city.app, form).await.unwrap()
}

/// A referral that has ended, however it ended, holds nobody back.
#[tokio::test(flavor = "multi_thread")]
async fn whoever_was_referred_once_is_not_kept_for_ever() {
    let city = TestCity::new().await;
    let opening = opening(&city, employer(&city).await, 1).await;
    let seeker = person(&city, "카나리아", "0540002222").await;
    let id = sent(&city, seeker, opening).await;
    let ctx = counselor(&city).await;
    let rejected = Answer::Rejected(RejectReason::iter().next().unwrap());
    answer(&ctx, &city.app, id, version(&city, id).await, rejected).await.unwrap();
    app::seeker::withdraw(&ctx, &city.app, seeker).await.unwrap();
    let run = async || app::retention::daily(&city.app.system_ctx(), &city.app, true).await.unwrap();
    run().await;
    city.clock.advance_days(700);
    assert_eq!(run().await.told, 1);
    let (waiting, _) =
        store::notice::untold(&city.app.store, city.app.tenant, &city.everything()).await.unwrap();
    let ahead = waiting.iter().find(|one| one.kind == domain::notice::Kind::RemovalAhead).unwrap();
    app::notice::tell(&counselor(&city).await, &city.app, ahead.id, domain::notice::How::Paper)
        .await
        .unwrap();
    city.clock.advance_days(30);
    assert_eq!(run().await.removed, 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn days_that_the_city_moved_are_written_anew_and_the_daily_work_ends() {
    let city = TestCity::new().await;
    let wanted = opening(&city, employer(&city).await, 1).await;
    let seeker = person(&city, "가○나", "0310001001").await;
    let ctx = counselor(&city).await;
    let id = propose(&ctx, &city.app, seeker, wanted).await.unwrap();
    let (store, tenant) = (&city.app.store, city.app.tenant);
    let one = store::referral::get(store, tenant, id).await.unwrap();
    let many: Vec<_> = (0..250).map(|_| domain::referral::Referral { id: ctx.id(), ..one.clone() }).collect();
    // As if the city had closed what is silent on the same day when they were written.
    let hasty = domain::reminder::Reminders { silent_closed_days: 0, ..city.app.city.reminders().clone() };
    let written = ctx.clone();
    let write = store.write(move |tx| {
        let (ctx, many, hasty) = (written.clone(), many.clone(), hasty.clone());
        Box::pin(async move {
            for referral in &many {
                store::referral::insert(tx, &ctx, &hasty, referral).await?;
            }
            Ok(())
        })
    });
    write.await.unwrap();
    let stale = async || store::referral::turning(store, tenant, ctx.today(), 500).await.unwrap().len();
    assert_eq!(stale().await, 250);
    let run = tokio::time::timeout(std::time::Duration::from_secs(60), app::day::run(&city.app));
    run.await.expect("the daily work ends").unwrap();
    assert_eq!(stale().await, 0);
    assert_eq!(state(&city, id).await, StateName::Proposed, "nothing was closed before its day");
    assert!(store::change::rows_agree(store, tenant).await.unwrap());
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_is_hired_under_one_id_is_taken_out_of_what_runs_under_the_other() {
    let city = TestCity::new().await;
    let employer = employer(&city).await;
    let (one, two) = (opening(&city, employer, 1).await, opening(&city, employer, 2).await);
    let first = person(&city, "가○나", "0310001001").await;
    let second = person(&city, "가○나", "0310001001").await;
    let hired = sent(&city, first, one).await;
    let other = sent(&city, second, two).await;
    let supervisor = city.as_role(Role::Supervisor).await;
    let suggested = domain::merge::MergeName::Suggested;
    let pairs = app::merge::list(&supervisor, &city.app, suggested, 1, 9).await.unwrap();
    let pair = &pairs.items[0].merge;
    app::merge::decide(&supervisor, &city.app, pair.id, pair.version, domain::merge::Decision::Same)
        .await
        .unwrap();
    let staff = counselor(&city).await;
    answer(&staff, &city.app, hired, 3, Answer::Hired(date(2016, 4, 1))).await.unwrap();
    assert_eq!(state(&city, other).await, StateName::PlacedElsewhere);
    assert!(untold(&city).await.contains(&Kind::PersonUnavailable), "the other employer holds a letter");
}
