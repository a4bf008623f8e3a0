//! Taking part in a cohort: seventeen who apply for fifteen seats, forty at once, who is refused and who may see it, attendance, and being
//! erased on the way.

use app::Error;
use app::cohort::{complete, get, public, resize, select, start};
use app::enrolment::{
    apply, drop_out, enrol, mark, no_show, of_cohort, of_seeker, promote, score, tell, withdraw,
};
use app::testing::{START, TestCity};
use domain::area::AreaCode;
use domain::cohort::{Criterion, StateName as Stage, WaitReason};
use domain::enrolment::{DropReason, Presence, Shown, State, StateName};
use domain::id::{CohortId, EnrolmentId, SeekerId};
use domain::merge::{Decision, MergeName};
use domain::occupation::OccupationCode;
use domain::person::ErasureReason;
use domain::seeker::{Consents, Profile};
use domain::support_program::{Fact, Facts, Missing, ProgramId, Status, Verdict, VersionId};
use domain::{Actor, Channel, Ctx, Role};
use futures::future::{join, join_all};
use jiff::Timestamp;
use jiff::civil::{Date, date};

use crate::cohort::{counselling, published};
use crate::referral::{code_of, counselor};

const SYLLABLES: [&str; 14] =
    ["가", "나", "다", "라", "마", "바", "사", "아", "자", "차", "카", "타", "파", "하"];

fn profile(ctx: &Ctx, n: usize) -> Profile {
    Profile {
        name: format!("{}○{}", SYLLABLES[n / 14], SYLLABLES[n % 14]),
        born_on: "1979-05-06".parse().ok(),
        phone: format!("0310002{n:03}"),
        area: AreaCode::parse("4128551000"),
        occupations: OccupationCode::parse("8832").into_iter().collect(),
        desired_areas: AreaCode::parse("41285").into_iter().collect(),
        consents: Consents { registration: Some(ctx.today()), ..Consents::default() },
        ..Profile::default()
    }
}

/// Somebody registered at the counter; each number is another person.
pub(crate) async fn applicant(city: &TestCity, n: usize) -> SeekerId {
    let ctx = counselor(city).await;
    app::seeker::register(&ctx, &city.app, profile(&ctx, n), Channel::Counter).await.unwrap()
}

pub(crate) fn career_break() -> Facts {
    Facts { told: [(Status::CareerBreak, true)].into(), ..Facts::default() }
}

pub(crate) fn at(city: &TestCity, day: Date) {
    city.clock.set(city.app.city.zone().to_timestamp(day.at(18, 0, 0, 0)).unwrap());
}

async fn state(city: &TestCity, seeker: SeekerId) -> State {
    let ctx = counselor(city).await;
    of_seeker(&ctx, &city.app, seeker).await.unwrap().remove(0).0.state
}

/// Applies for so many, a minute apart.
pub(crate) async fn applied(city: &TestCity, cohort: CohortId, count: usize) -> Vec<(SeekerId, EnrolmentId)> {
    let mut all = Vec::new();
    for n in 0..count {
        let later = i64::try_from(n).unwrap() * 60_000;
        city.clock.set(Timestamp::from_millisecond(START + later).unwrap());
        let seeker = applicant(city, n).await;
        let ctx = counselor(city).await;
        let applied = apply(&ctx, &city.app, cohort, seeker, career_break()).await.unwrap();
        assert_eq!(applied.verdict, Verdict::Eligible);
        all.push((seeker, applied.id));
    }
    all
}

/// Begins on its first day with everybody who was chosen.
pub(crate) async fn begun(city: &TestCity, cohort: CohortId) -> Vec<EnrolmentId> {
    at(city, date(2016, 4, 4));
    let ctx = counselor(city).await;
    start(&ctx, &city.app, cohort).await.unwrap();
    let mut all = Vec::new();
    for row in of_cohort(&ctx, &city.app, cohort).await.unwrap() {
        if matches!(row.enrolment.state, State::Selected { .. }) {
            enrol(&ctx, &city.app, row.enrolment.id).await.unwrap();
            all.push(row.enrolment.id);
        }
    }
    all
}

/// Notes all five sessions on the last day; whoever is named stays away from the last two.
pub(crate) async fn noted(city: &TestCity, cohort: CohortId, all: &[EnrolmentId], away: &[EnrolmentId]) {
    at(city, date(2016, 4, 8));
    let ctx = counselor(city).await;
    for nth in 1..=5 {
        let marks = all.iter().map(|id| {
            let presence = if nth > 3 && away.contains(id) { Presence::Absent } else { Presence::Present };
            (*id, presence)
        });
        mark(&ctx, &city.app, (cohort, nth), marks.collect(), Shown::Electronic).await.unwrap();
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn seventeen_apply_fifteen_are_chosen_one_goes_one_comes_and_thirteen_complete() {
    let city = TestCity::of("goyang").await;
    let cohort = published(&city, counselling()).await;
    let people = applied(&city, cohort, 17).await;
    let (ctx, app) = (counselor(&city).await, &city.app);
    let chosen = select(&ctx, app, cohort).await.unwrap();
    assert_eq!((chosen.selected.len(), chosen.waiting.len(), chosen.refused.len()), (15, 2, 0));
    for (n, wanted) in [(15, 1), (16, 2)] {
        let State::Waiting { place, reason, .. } = state(&city, people[n].0).await else { panic!("{n}") };
        assert_eq!((place, reason), (wanted, WaitReason::FirstCome));
    }
    withdraw(&ctx, app, people[3].1).await.unwrap();
    assert_eq!(get(&ctx, app, cohort).await.unwrap().cohort.seats.taken, 15);
    let (promoted, _) = of_seeker(&ctx, app, people[15].0).await.unwrap().remove(0);
    let event = promoted.history.last().unwrap();
    assert_eq!((event.state, event.by, event.promoted_from), (StateName::Selected, None, Some(1)));
    let told = store::change::of_noun(&app.store, app.tenant, promoted.id.0, 9).await.unwrap();
    assert_eq!(told[0].verb, "promote");
    assert!(matches!(state(&city, people[16].0).await, State::Waiting { place: 2, .. }));

    let all = begun(&city, cohort).await;
    assert_eq!(all.len(), 15);
    at(&city, date(2016, 4, 8));
    let ctx = counselor(&city).await;
    assert_eq!(code_of(complete(&ctx, app, cohort).await), "enrolment-attendance-open");
    assert_eq!(
        get(&ctx, app, cohort).await.unwrap().cohort.state.name(),
        Stage::Running,
        "nothing was written"
    );
    noted(&city, cohort, &all, &all[..2]).await;
    complete(&ctx, app, cohort).await.unwrap();
    let view = get(&ctx, app, cohort).await.unwrap();
    assert_eq!(view.cohort.state.name(), Stage::Completed);
    assert_eq!((view.tally.applied, view.tally.enrolled), (17, 15));
    assert_eq!(view.tally.now(StateName::Completed), 13);
    assert_eq!(view.tally.dropped, [(DropReason::TooFewHours, 2)].into());
    assert_eq!((view.tally.now(StateName::Waiting), view.tally.now(StateName::Withdrawn)), (1, 1));
    assert_eq!(view.cohort.seats.taken, 13);
    let citizen = city.as_role(Role::Citizen).await;
    let (_, counts) = public(&citizen, app, cohort).await.unwrap();
    assert_eq!((counts.applied, counts.states), (Some(17), vec![(StateName::Completed, 13)]));
    assert_eq!(counts.others, Some(4), "one waits, one went, two stayed away: none of it is told apart");
    assert_eq!(counts.dropped, [], "a reason would tell how many left");
    assert!(app::system::verify(&city.as_role(Role::Auditor).await, app).await.unwrap().ledger_ok);
    assert!(store::change::rows_agree(&app.store, app.tenant).await.unwrap());
}

#[tokio::test(flavor = "multi_thread")]
async fn forty_at_once_never_take_more_than_fifteen_seats() {
    let city = TestCity::of("goyang").await;
    let cohort = published(&city, counselling()).await;
    let mut seekers = Vec::new();
    for n in 0..40 {
        seekers.push(applicant(&city, n).await);
    }
    let (ctx, app) = (counselor(&city).await, &city.app);
    let twice = seekers.iter().chain(&seekers);
    let tries = join_all(twice.map(|seeker| apply(&ctx, app, cohort, *seeker, career_break()))).await;
    assert_eq!(tries.iter().filter(|one| one.is_ok()).count(), 40, "each once");
    let (one, other) = join(select(&ctx, app, cohort), select(&ctx, app, cohort)).await;
    assert_eq!(u8::from(one.is_ok()) + u8::from(other.is_ok()), 1, "people are chosen once");
    let full = async || {
        let view = get(&ctx, app, cohort).await.unwrap();
        assert_eq!(view.cohort.seats.taken, 15);
        assert_eq!(view.tally.now(StateName::Selected), 15);
        view.tally.now(StateName::Waiting)
    };
    assert_eq!(full().await, 25);
    for one in join_all((0..5).map(|_| promote(&ctx, app, cohort))).await {
        assert_eq!(code_of(one), "cohort-full");
    }
    let rows = of_cohort(&ctx, app, cohort).await.unwrap();
    let sit = rows.iter().filter(|row| row.enrolment.state.holds_seat()).map(|row| row.enrolment.id);
    let gone: Vec<EnrolmentId> = sit.take(3).collect();
    let (gone, _) = join(
        join_all(gone.iter().map(|id| withdraw(&ctx, app, *id))),
        join_all((0..5).map(|_| promote(&ctx, app, cohort))),
    )
    .await;
    assert!(gone.iter().all(Result::is_ok), "{gone:?}");
    assert_eq!(full().await, 22);
    resize(&ctx, app, cohort, 17).await.unwrap();
    let more = join_all((0..5).map(|_| promote(&ctx, app, cohort))).await;
    assert_eq!(more.iter().filter(|one| one.is_ok()).count(), 2);
    assert_eq!(get(&ctx, app, cohort).await.unwrap().cohort.seats.taken, 17);
    assert!(store::change::rows_agree(&app.store, app.tenant).await.unwrap());
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_is_not_eligible_is_refused_with_reasons_that_stand_under_their_key() {
    let city = TestCity::of("goyang").await;
    let mut works = counselling();
    works.program = ProgramId::parse("goyang-public-works").unwrap();
    works.version = VersionId::parse("2011-4");
    let cohort = published(&city, works).await;
    let seeker = applicant(&city, 0).await;
    let (ctx, app) = (counselor(&city).await, &city.app);
    let applied = apply(&ctx, app, cohort, seeker, Facts::default()).await.unwrap();
    let Verdict::NotEligible { reasons } = &applied.verdict else { panic!("{applied:?}") };
    assert!(reasons.iter().any(|why| why.code == "support-lacks-over"), "{reasons:?}");
    let (one, told) = of_seeker(&ctx, app, seeker).await.unwrap().remove(0);
    assert_eq!((one.state.name(), told.unwrap().verdict), (StateName::Refused, applied.verdict.clone()));
    let log = store::change::of_noun(&app.store, app.tenant, applied.id.0, 9).await.unwrap();
    assert!(log.iter().all(|entry| !entry.body.to_string().contains("support-lacks")), "{log:?}");
    let again = apply(&ctx, app, cohort, seeker, Facts::default()).await;
    assert_eq!(code_of(again), "enrolment-twice");
    let ahead = Facts { born_on: Some(date(2099, 1, 1)), ..career_break() };
    let other = applicant(&city, 1).await;
    assert_eq!(code_of(apply(&ctx, app, cohort, other, ahead).await), "support-born-in-future");
    assert_eq!(get(&ctx, app, cohort).await.unwrap().tally.applied, 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_may_be_eligible_is_taken_with_what_is_missing_and_refused_if_it_stays_so() {
    let city = TestCity::of("goyang").await;
    let mut scored = counselling();
    scored.criteria = vec![Criterion::Score];
    let cohort = published(&city, scored).await;
    let (ctx, app) = (counselor(&city).await, &city.app);
    let mut ids = Vec::new();
    for n in 0..3 {
        let applied = apply(&ctx, app, cohort, applicant(&city, n).await, Facts::default()).await.unwrap();
        let Verdict::Unknown { missing } = applied.verdict else { panic!("{applied:?}") };
        assert_eq!(missing, [Missing::Fact(Fact::Operator), Missing::Told(Status::CareerBreak)].into());
        ids.push(applied.id);
    }
    for id in &ids[..2] {
        assert_eq!(tell(&ctx, app, *id, career_break()).await.unwrap(), Verdict::Eligible);
    }
    score(&ctx, app, ids[0], 60).await.unwrap();
    assert_eq!(code_of(select(&ctx, app, cohort).await), "cohort-score-missing");
    score(&ctx, app, ids[1], 80).await.unwrap();
    assert_eq!(tell(&ctx, app, ids[1], career_break()).await.unwrap(), Verdict::Eligible, "points stay");
    let chosen = select(&ctx, app, cohort).await.unwrap();
    assert_eq!(chosen.selected, [ids[1], ids[0]]);
    assert_eq!(chosen.refused.len(), 1);
    assert_eq!(code_of(tell(&ctx, app, ids[2], career_break()).await), "enrolment-decided");
    assert_eq!(code_of(score(&ctx, app, ids[0], 1).await), "enrolment-decided");
    no_show(&ctx, app, ids[0]).await.unwrap();
    assert_eq!(get(&ctx, app, cohort).await.unwrap().cohort.seats.taken, 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_person_applies_once_under_all_their_ids_for_themselves_and_sees_only_their_own() {
    let city = TestCity::of("goyang").await;
    let cohort = published(&city, counselling()).await;
    let (first, other) = (applicant(&city, 0).await, applicant(&city, 1).await);
    let (ctx, app) = (counselor(&city).await, &city.app);
    let again = Profile { phone: String::new(), ..profile(&ctx, 0) };
    let second = app::seeker::register(&ctx, app, again, Channel::Event).await.unwrap();
    let supervisor = city.as_role(Role::Supervisor).await;
    let pairs = app::merge::list(&supervisor, app, MergeName::Suggested, 1, 20).await.unwrap();
    app::merge::decide(&supervisor, app, pairs.items[0].merge.id, 1, Decision::Same).await.unwrap();
    let person = app::seeker::get(&ctx, app, first).await.unwrap().seeker.person;
    let own = city.app.ctx(Actor::staff(Role::Seeker, person, None));
    let applied = apply(&own, app, cohort, first, career_break()).await.unwrap();
    let theirs = apply(&ctx, app, cohort, other, career_break()).await.unwrap();
    assert_eq!(code_of(apply(&ctx, app, cohort, second, career_break()).await), "enrolment-twice");
    assert_eq!(of_seeker(&ctx, app, second).await.unwrap()[0].0.id, applied.id, "one person, one part");
    let seen = of_cohort(&own, app, cohort).await.unwrap();
    assert_eq!(seen.iter().map(|row| row.enrolment.id).collect::<Vec<_>>(), [applied.id]);
    let strange = apply(&own, app, cohort, other, career_break()).await;
    assert!(matches!(strange, Err(Error::NotFound)), "{strange:?}");
    assert!(matches!(withdraw(&own, app, theirs.id).await, Err(Error::NotFound)));
    assert!(matches!(enrol(&own, app, applied.id).await, Err(Error::NotFound)), "staff say who came");
    withdraw(&own, app, applied.id).await.unwrap();
    assert_eq!(state(&city, first).await.name(), StateName::Withdrawn);
    let citizen = city.as_role(Role::Citizen).await;
    assert!(matches!(of_cohort(&citizen, app, cohort).await, Err(Error::NotFound)));
}

#[tokio::test(flavor = "multi_thread")]
async fn attendance_is_noted_for_everybody_or_nobody_and_never_of_a_session_that_was_cancelled() {
    let city = TestCity::of("goyang").await;
    let cohort = published(&city, counselling()).await;
    applied(&city, cohort, 3).await;
    select(&counselor(&city).await, &city.app, cohort).await.unwrap();
    let all = begun(&city, cohort).await;
    let (ctx, app) = (counselor(&city).await, &city.app);
    let present = |ids: &[EnrolmentId]| -> Vec<(EnrolmentId, Presence)> {
        ids.iter().map(|id| (*id, Presence::Present)).collect()
    };
    let noted_of = async |nth: u32| {
        let rows = of_cohort(&ctx, app, cohort).await.unwrap();
        rows.iter().filter(|row| row.enrolment.attendance.contains_key(&nth)).count()
    };
    let ahead = mark(&ctx, app, (cohort, 2), present(&all), Shown::Electronic).await;
    assert_eq!(code_of(ahead), "enrolment-session-ahead");
    let nobody = EnrolmentId(uuid::Uuid::from_u128(9));
    let strange = mark(&ctx, app, (cohort, 1), present(&[all[0], nobody]), Shown::Electronic).await;
    assert!(matches!(strange, Err(Error::NotFound)), "{strange:?}");
    assert_eq!(noted_of(1).await, 0, "all or none");
    let supervisor = ctx.actor.person.unwrap();
    let late = Shown::Signed { supervisor, on: date(2016, 4, 5) };
    assert_eq!(code_of(mark(&ctx, app, (cohort, 1), present(&all), late).await), "attendance-unsupported");
    let signed = Shown::Signed { supervisor, on: date(2016, 4, 4) };
    mark(&ctx, app, (cohort, 1), present(&all), signed).await.unwrap();
    assert_eq!(noted_of(1).await, 3);
    app::cohort::cancel_session(&ctx, app, (cohort, 2), "정전".to_owned()).await.unwrap();
    at(&city, date(2016, 4, 6));
    let ctx = counselor(&city).await;
    let refused = mark(&ctx, app, (cohort, 2), present(&all), Shown::Electronic).await;
    assert_eq!(code_of(refused), "cohort-session-cancelled");
    let day = |day: i8| (date(2016, 4, day), DropReason::Employed);
    assert_eq!(code_of(drop_out(&ctx, app, all[0], day(7)).await), "enrolment-day-outside");
    assert_eq!(code_of(drop_out(&ctx, app, all[0], day(3)).await), "enrolment-day-outside");
    drop_out(&ctx, app, all[0], day(5)).await.unwrap();
    let left = mark(&ctx, app, (cohort, 3), present(&all), Shown::Electronic).await;
    assert_eq!(code_of(left), "enrolment-step-refused");
    let view = get(&ctx, app, cohort).await.unwrap();
    assert_eq!((view.tally.dropped, view.cohort.seats.taken), ([(DropReason::Employed, 1)].into(), 2));
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_is_erased_on_the_way_stays_counted_without_a_name() {
    let city = TestCity::of("goyang").await;
    let cohort = published(&city, counselling()).await;
    let people = applied(&city, cohort, 3).await;
    select(&counselor(&city).await, &city.app, cohort).await.unwrap();
    let all = begun(&city, cohort).await;
    let app = &city.app;
    let supervisor = city.as_role(Role::Supervisor).await;
    app::seeker::erase(&supervisor, app, people[0].0, ErasureReason::Requested).await.unwrap();
    let ctx = counselor(&city).await;
    let rows = of_cohort(&ctx, app, cohort).await.unwrap();
    let (gone, here): (Vec<_>, Vec<_>) = rows.iter().partition(|row| row.enrolment.person().is_none());
    assert_eq!((gone.len(), here.len()), (1, 2));
    assert!(gone[0].name.is_empty() && gone[0].application.is_none());
    assert!(here.iter().all(|row| !row.name.is_empty() && row.application.is_some()));
    let view = get(&ctx, app, cohort).await.unwrap();
    assert_eq!((view.tally.applied, view.tally.enrolled, view.cohort.seats.taken), (3, 3, 2));
    assert_eq!(view.tally.dropped, [(DropReason::Erased, 1)].into());
    let left: Vec<EnrolmentId> = all.into_iter().filter(|id| *id != people[0].1).collect();
    noted(&city, cohort, &left, &[]).await;
    complete(&counselor(&city).await, app, cohort).await.unwrap();
    let tally = get(&ctx, app, cohort).await.unwrap().tally;
    assert_eq!((tally.applied, tally.now(StateName::Completed)), (3, 2));
    assert!(store::change::rows_agree(&app.store, app.tenant).await.unwrap());
}
