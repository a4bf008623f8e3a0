//! Supporters for events: who is asked in which order, places under many answers at once, who came on a roster as people and
//! days, who may know whom, and being erased on the way.

use std::collections::BTreeMap;

use app::Error;
use app::hiring_event::{self, Form};
use app::supporter::{Filter, join, leave, mine, of_seeker, pool};
use app::supporter_shift::{answer, ask, attend, called, cancel, get, list, open};
use app::testing::TestCity;
use domain::code::Language;
use domain::hiring_event::CancelReason;
use domain::id::{OrganisationId, ProjectId, SeekerId, SupporterId, SupporterShiftId};
use domain::person::ErasureReason;
use domain::project::{Content as Project, FundSource};
use domain::roster::Taken;
use domain::supporter::{CallBy, DayPart, Level, Offer, Spoken, Work};
use domain::supporter_shift::{AnswerName, Content, StateName};
use domain::work_time::{DailyHours, Weekdays};
use domain::{Actor, Role};
use futures::future::{self, join_all};
use jiff::civil::{Date, date};
use uuid::Uuid;

use crate::enrolment::applicant;
use crate::hiring_event::{DAY, booth, bringing, form, signs};
use crate::referral::{code_of, counselor, person};

fn offer() -> Offer {
    Offer {
        languages: vec![Spoken { language: Language::English, level: Level::Fluent }],
        works: [Work::RegistrationDesk, Work::Interpretation].into(),
        weekdays: Weekdays::ALL,
        parts: [DayPart::Morning, DayPart::Afternoon].into(),
        not_on: [date(2016, 4, 6)].into(),
        from: date(2016, 3, 14),
        until: date(2016, 12, 31),
        call_by: CallBy::Phone,
        agreed_on: Some(date(2016, 3, 14)),
    }
}

fn desk(day: Date, heads: u32) -> Content {
    Content {
        title: "가상 의료관광 박람회".to_owned(),
        event: None,
        project: None,
        day,
        hours: DailyHours::new(540, 1_020, 0).unwrap(),
        place: "제1전시장".to_owned(),
        heads,
        work: Work::RegistrationDesk,
        language: None,
        wage_won_hourly: 6_030,
    }
}

/// So many people in the pool, in order of joining.
async fn joined(city: &TestCity, count: usize) -> Vec<(SeekerId, SupporterId)> {
    let ctx = counselor(city).await;
    let mut all = Vec::new();
    for n in 0..count {
        let seeker = applicant(city, n).await;
        all.push((seeker, join_pool(city, seeker).await));
    }
    assert_eq!(pool(&ctx, &city.app, Filter::default()).await.unwrap().rows.unwrap().len(), count);
    all
}

async fn join_pool(city: &TestCity, seeker: SeekerId) -> SupporterId {
    join(&counselor(city).await, &city.app, seeker, offer()).await.unwrap()
}

async fn opened(city: &TestCity, project: &str, content: Content) -> SupporterShiftId {
    open(&city.as_role(Role::PlanManager).await, &city.app, None, project, content).await.unwrap()
}

async fn project(city: &TestCity) -> ProjectId {
    let content = Project {
        name: "가상 의료관광 행사".to_owned(),
        funds: [(FundSource::City, 124_000_000)].into(),
        ..Project::default()
    };
    let form = app::project::Form { number: "P-MICE".to_owned(), owner: None, content, in_won: false };
    app::project::create(&city.as_role(Role::PlanManager).await, &city.app, form).await.unwrap()
}

async fn asked(city: &TestCity, id: SupporterShiftId) -> Vec<SupporterId> {
    let view = get(&city.as_role(Role::PlanManager).await, &city.app, id).await.unwrap();
    view.shift.calls.iter().map(|call| call.supporter).collect()
}

async fn yes(city: &TestCity, id: SupporterShiftId, who: SupporterId) -> Result<(), Error> {
    answer(&city.as_role(Role::PlanManager).await, &city.app, id, who, true).await
}

fn at(city: &TestCity, day: Date) {
    city.clock.set(city.app.city.zone().to_timestamp(day.at(19, 0, 0, 0)).unwrap());
}

#[tokio::test(flavor = "multi_thread")]
async fn an_offer_is_refused_at_its_fields_and_replaced_not_doubled() {
    let city = TestCity::of("goyang").await;
    let (ctx, app) = (counselor(&city).await, &city.app);
    let seeker = applicant(&city, 0).await;
    let unfit = Offer { works: [].into(), agreed_on: None, ..offer() };
    let Err(Error::Invalid(wrong)) = join(&ctx, app, seeker, unfit).await else { panic!("refused") };
    let fields: Vec<&str> = wrong.iter().map(|one| &*one.field).collect();
    assert_eq!(fields, ["works", "agreed"]);
    let first = join(&ctx, app, seeker, offer()).await.unwrap();
    let changed = Offer { call_by: CallBy::Text, ..offer() };
    assert_eq!(join(&ctx, app, seeker, changed).await.unwrap(), first);
    let person = app::seeker::get(&ctx, app, seeker).await.unwrap().seeker.person;
    let own = app.ctx(Actor::staff(Role::Seeker, person, None));
    let seen = mine(&own, app).await.unwrap().unwrap();
    let (one, told) = seen.offer.unwrap();
    assert_eq!((one.id, told.call_by, seen.calls.len()), (first, CallBy::Text, 0));
    leave(&own, app, seeker).await.unwrap();
    assert_eq!(code_of(leave(&own, app, seeker).await), "supporter-left");
    assert_eq!(pool(&ctx, app, Filter::default()).await.unwrap().count, Some(0));
    assert_eq!(join(&own, app, seeker, offer()).await.unwrap(), first, "comes back under the same offer");
    assert!(store::change::rows_agree(&app.store, app.tenant).await.unwrap());
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_waited_longest_is_asked_first_and_nobody_twice() {
    let city = TestCity::of("goyang").await;
    let people = joined(&city, 6).await;
    let (ctx, app) = (city.as_role(Role::PlanManager).await, &city.app);
    let first = opened(&city, "", desk(date(2016, 4, 4), 2)).await;
    assert_eq!(ask(&ctx, app, first, 2).await.unwrap(), 2);
    let busy = asked(&city, first).await;
    for who in &busy {
        yes(&city, first, *who).await.unwrap();
    }
    let second = opened(&city, "", desk(date(2016, 4, 5), 2)).await;
    assert_eq!(get(&ctx, app, second).await.unwrap().waiting, 6);
    assert_eq!(ask(&ctx, app, second, 4).await.unwrap(), 4);
    let next = asked(&city, second).await;
    assert!(busy.iter().all(|who| !next.contains(who)), "those who had none come first");
    assert_eq!(ask(&ctx, app, second, 9).await.unwrap(), 2);
    assert_eq!(code_of(ask(&ctx, app, second, 9).await), "supporter-shift-nobody");
    let same_time = opened(&city, "", desk(date(2016, 4, 4), 6)).await;
    assert_eq!(ask(&ctx, app, same_time, 9).await.unwrap(), 4, "nobody who is bound at that time");
    let excluded = opened(&city, "", desk(date(2016, 4, 6), 6)).await;
    assert_eq!(code_of(ask(&ctx, app, excluded, 9).await), "supporter-shift-nobody");
    let seed = &get(&ctx, app, second).await.unwrap().shift.seed;
    assert_eq!(seed.as_str().len(), 32, "published, to be drawn again");
    assert_eq!((people.len(), list(&ctx, app).await.unwrap().len()), (6, 4));
}

#[tokio::test(flavor = "multi_thread")]
async fn many_say_yes_at_once_and_no_place_is_given_twice() {
    let city = TestCity::of("goyang").await;
    joined(&city, 8).await;
    let (ctx, app) = (city.as_role(Role::PlanManager).await, &city.app);
    let id = opened(&city, "", desk(date(2016, 4, 4), 3)).await;
    ask(&ctx, app, id, 8).await.unwrap();
    let all = asked(&city, id).await;
    let said = join_all(all.iter().map(|who| yes(&city, id, *who))).await;
    assert_eq!(said.iter().filter(|one| one.is_ok()).count(), 3);
    for refused in said.into_iter().filter(Result::is_err) {
        assert_eq!(code_of(refused), "supporter-shift-full");
    }
    let shift = get(&ctx, app, id).await.unwrap().shift;
    assert_eq!((shift.seats.taken, shift.tally().yes), (3, 3));
    assert!(store::change::rows_agree(&app.store, app.tenant).await.unwrap());
}

#[tokio::test(flavor = "multi_thread")]
async fn two_shifts_of_one_hour_never_get_the_same_person() {
    let city = TestCity::of("goyang").await;
    let who = joined(&city, 1).await[0].1;
    let (ctx, app) = (city.as_role(Role::PlanManager).await, &city.app);
    let first = opened(&city, "", desk(date(2016, 4, 4), 1)).await;
    let second = opened(&city, "", desk(date(2016, 4, 4), 1)).await;
    ask(&ctx, app, first, 1).await.unwrap();
    ask(&ctx, app, second, 1).await.unwrap();
    let (one, other) = future::join(yes(&city, first, who), yes(&city, second, who)).await;
    assert!(one.is_ok() != other.is_ok(), "{one:?} {other:?}");
    let refused = if one.is_err() { one } else { other };
    assert_eq!(code_of(refused), "supporter-shift-overlaps");
}

#[tokio::test(flavor = "multi_thread")]
async fn who_came_stands_on_a_roster_as_people_and_days_and_never_as_jobs() {
    let city = TestCity::of("goyang").await;
    let people = joined(&city, 3).await;
    let project = project(&city).await;
    let app = &city.app;
    let half = |from, until| Content {
        hours: DailyHours::new(from, until, 0).unwrap(),
        ..desk(date(2016, 4, 4), 3)
    };
    let morning = opened(&city, "P-MICE", half(540, 720)).await;
    let afternoon = opened(&city, "P-MICE", half(720, 1_020)).await;
    let next_day = opened(&city, "P-MICE", desk(date(2016, 4, 5), 3)).await;
    let ctx = city.as_role(Role::PlanManager).await;
    for id in [morning, afternoon, next_day] {
        ask(&ctx, app, id, 3).await.unwrap();
        for (_, who) in &people {
            yes(&city, id, *who).await.unwrap();
        }
    }
    let came = |minutes: &[u32]| -> BTreeMap<SupporterId, u32> {
        people.iter().map(|(_, who)| *who).zip(minutes.iter().copied()).collect()
    };
    let early = attend(&ctx, app, morning, came(&[180]), Taken::Signed).await;
    assert_eq!(code_of(early), "supporter-shift-ahead");
    at(&city, date(2016, 4, 5));
    let ctx = city.as_role(Role::PlanManager).await;
    attend(&ctx, app, morning, came(&[180, 180]), Taken::Signed).await.unwrap();
    attend(&ctx, app, afternoon, came(&[300, 300, 240]), Taken::Signed).await.unwrap();
    attend(&ctx, app, next_day, came(&[480]), Taken::Signed).await.unwrap();
    let worked = app::roster::board(&ctx, app, project).await.unwrap().worked;
    assert_eq!((worked.persons.value(), worked.days.value()), (3, 4), "twice on one day is one day");
    assert_eq!(worked.resident_persons.value(), 3);

    // Noted again: the sheet of the first note is taken back.
    attend(&ctx, app, next_day, came(&[480, 400]), Taken::Electronic).await.unwrap();
    let board = app::roster::board(&ctx, app, project).await.unwrap();
    assert_eq!((board.worked.persons.value(), board.worked.days.value()), (3, 5));
    assert_eq!(board.rosters.iter().filter(|sheet| sheet.withdrawn.is_some()).count(), 1);
    let held = get(&ctx, app, next_day).await.unwrap();
    assert_eq!(
        (held.shift.state.name(), held.project.as_deref()),
        (StateName::Held, Some("가상 의료관광 행사"))
    );
    assert_eq!((held.shift.tally().came, held.shift.tally().minutes), (2, 880));
    // Who came in the afternoon, too, keeps their day when the morning is corrected.
    attend(&ctx, app, morning, came(&[180]), Taken::Signed).await.unwrap();
    let worked = app::roster::board(&ctx, app, project).await.unwrap().worked;
    assert_eq!((worked.persons.value(), worked.days.value()), (3, 5));
    let claims = store::placement::of_person(
        &app.store,
        app.tenant,
        app::seeker::get(&counselor(&city).await, app, people[0].0).await.unwrap().seeker.person,
    );
    assert!(claims.await.unwrap().is_empty(), "no job");
    assert!(store::change::rows_agree(&app.store, app.tenant).await.unwrap());
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_is_erased_frees_their_place_and_stays_counted_where_they_came() {
    let city = TestCity::of("goyang").await;
    let people = joined(&city, 2).await;
    let project = project(&city).await;
    let app = &city.app;
    let past = opened(&city, "P-MICE", desk(date(2016, 3, 21), 2)).await;
    let ahead = opened(&city, "P-MICE", desk(date(2016, 4, 4), 2)).await;
    let ctx = city.as_role(Role::PlanManager).await;
    for id in [past, ahead] {
        ask(&ctx, app, id, 2).await.unwrap();
        for (_, who) in &people {
            yes(&city, id, *who).await.unwrap();
        }
    }
    at(&city, date(2016, 3, 21));
    let ctx = city.as_role(Role::PlanManager).await;
    let came = people.iter().map(|(_, who)| (*who, 480)).collect();
    attend(&ctx, app, past, came, Taken::Signed).await.unwrap();
    let supervisor = city.as_role(Role::Supervisor).await;
    app::seeker::erase(&supervisor, app, people[0].0, ErasureReason::Requested).await.unwrap();
    assert_eq!(get(&ctx, app, past).await.unwrap().shift.tally().came, 2);
    let shift = get(&ctx, app, ahead).await.unwrap().shift;
    assert_eq!((shift.seats.taken, shift.tally().no), (1, 1));
    let rows = called(&ctx, app, ahead).await.unwrap();
    let gone = rows.iter().find(|row| row.call.supporter == people[0].1).unwrap();
    assert!(gone.name.is_empty() && gone.phone.is_empty() && gone.call_by.is_none());
    assert_eq!(gone.call.answer.name(), AnswerName::No);
    let (row, told) = store::supporter::find(&app.store, app.tenant, people[0].1).await.unwrap().unwrap();
    assert!(row.person().is_none() && told.is_none());
    assert!(matches!(answer(&ctx, app, ahead, people[0].1, true).await, Err(Error::NotFound)));
    let worked = app::roster::board(&ctx, app, project).await.unwrap().worked;
    assert_eq!((worked.persons.value(), worked.days.value()), (2, 2));
    assert!(store::change::rows_agree(&app.store, app.tenant).await.unwrap());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_shift_is_opened_for_ones_own_body_and_project_only() {
    let city = TestCity::of("goyang").await;
    project(&city).await;
    let app = &city.app;
    let manager = city.as_role(Role::PlanManager).await;
    let wrong = Content { heads: 0, wage_won_hourly: 6_029, ..desk(date(2016, 4, 4), 1) };
    let Err(Error::Invalid(wrong)) = open(&manager, app, None, "", wrong).await else { panic!("refused") };
    let fields: Vec<&str> = wrong.iter().map(|one| &*one.field).collect();
    assert_eq!(fields, ["heads", "wage"]);
    let unknown = open(&manager, app, None, "P-NONE", desk(date(2016, 4, 4), 1)).await;
    assert_eq!(code_of(unknown), "project-unknown");
    let far = Some(OrganisationId(Uuid::from_u128(77)));
    let stranger = app.ctx(Actor::staff(Role::Clerk, city.user(Role::Clerk).await, far));
    let theirs = open(&stranger, app, None, "P-MICE", desk(date(2016, 4, 4), 1)).await;
    assert_eq!(code_of(theirs), "supporter-shift-project");
    let id = opened(&city, "P-MICE", desk(date(2016, 4, 4), 1)).await;
    assert!(!get(&stranger, app, id).await.unwrap().may_mind, "it reads what there is");
    for refused in [
        ask(&stranger, app, id, 1).await.map(|_| ()),
        attend(&stranger, app, id, BTreeMap::new(), Taken::Signed).await,
        cancel(&stranger, app, id).await,
    ] {
        assert!(matches!(refused, Err(Error::NotFound)), "{refused:?}");
    }
    for role in [Role::Counselor, Role::Supervisor, Role::Mayor, Role::Seeker, Role::Citizen] {
        let made = open(&city.as_role(role).await, app, None, "", desk(date(2016, 4, 4), 1)).await;
        assert!(matches!(made, Err(Error::Forbidden(_))), "{role}");
    }
    cancel(&manager, app, id).await.unwrap();
    assert_eq!(code_of(cancel(&manager, app, id).await), "supporter-shift-over");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_pool_shows_names_to_those_who_counsel_and_only_numbers_to_others() {
    let city = TestCity::of("goyang").await;
    let people = joined(&city, 3).await;
    let app = &city.app;
    let least = app.city.ledger().least_shown;
    let numbers = pool(&city.as_role(Role::PlanManager).await, app, Filter::default()).await.unwrap();
    assert!(numbers.rows.is_none());
    let shown = (3 >= least).then_some(3);
    assert_eq!((numbers.count, &numbers.languages), (shown, &vec![(Language::English, shown)]));
    let text = String::from_utf8(app::supporter::csv(app, &numbers, domain::Lang::En)).unwrap();
    assert!(text.contains("English") && !text.contains("○"), "{text}");
    leave(&counselor(&city).await, app, people[0].0).await.unwrap();
    leave(&counselor(&city).await, app, people[1].0).await.unwrap();
    let few = pool(&city.as_role(Role::Clerk).await, app, Filter::default()).await.unwrap();
    assert_eq!((few.count, few.works.iter().filter(|(_, n)| n.is_some()).count()), (None, 0));
    let ctx = counselor(&city).await;
    let rows = pool(&ctx, app, Filter { part: Some(DayPart::Morning), ..Filter::default() }).await.unwrap();
    assert_eq!(rows.rows.unwrap().len(), 1);
    for unfit in [
        Filter { language: Some(Language::Arabic), ..Filter::default() },
        Filter { work: Some(Work::SetUp), ..Filter::default() },
        Filter { part: Some(DayPart::Night), ..Filter::default() },
        Filter { on: Some(date(2016, 4, 6)), ..Filter::default() },
    ] {
        assert_eq!(pool(&ctx, app, unfit).await.unwrap().count, Some(0), "{unfit:?}");
    }
    for role in [Role::Seeker, Role::Employer, Role::Citizen] {
        let refused = pool(&city.as_role(role).await, app, Filter::default()).await;
        assert!(matches!(refused, Err(Error::Forbidden(_))), "{role}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_person_answers_for_themselves_and_for_nobody_else() {
    let city = TestCity::of("goyang").await;
    let people = joined(&city, 2).await;
    let (ctx, app) = (city.as_role(Role::PlanManager).await, &city.app);
    let id = opened(&city, "", desk(date(2016, 4, 4), 2)).await;
    ask(&ctx, app, id, 2).await.unwrap();
    let person = app::seeker::get(&counselor(&city).await, app, people[0].0).await.unwrap().seeker.person;
    let own = app.ctx(Actor::staff(Role::Seeker, person, None));
    answer(&own, app, id, people[0].1, true).await.unwrap();
    let strange = answer(&own, app, id, people[1].1, true).await;
    assert!(matches!(strange, Err(Error::NotFound)), "{strange:?}");
    answer(&counselor(&city).await, app, id, people[1].1, false).await.unwrap();
    assert!(matches!(called(&own, app, id).await, Err(Error::NotFound)));
    let seen = of_seeker(&own, app, people[0].0).await.unwrap();
    assert_eq!((seen.calls.len(), seen.calls[0].answer.name()), (1, AnswerName::Yes));
    let rows = called(&ctx, app, id).await.unwrap();
    assert!(rows.iter().all(|row| !row.name.is_empty() && row.phone.starts_with("031")));
    let looks = app::seeker::get(&counselor(&city).await, app, people[0].0).await.unwrap().looks.items;
    assert!(looks.iter().any(|look| look.role == Role::PlanManager), "whoever called leaves a look");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_shift_at_a_hiring_event_takes_what_it_is_from_there_and_follows_it() {
    let city = TestCity::new().await;
    let (project, app) = (project(&city).await, &city.app);
    let (mut people, brought) = (Vec::new(), bringing(&city, 0, 1).await);
    for n in 0..5 {
        let seeker = person(&city, &signs(n), &format!("0310001{n:03}")).await;
        people.push(join_pool(&city, seeker).await);
    }
    let ctx = city.as_role(Role::PlanManager).await;
    let fair = Form { project: "P-MICE".into(), ..form(vec![booth(&city, 1, brought, 1).await]) };
    let id = hiring_event::plan(&ctx, app, fair.clone()).await.unwrap();
    let bare =
        Content { event: Some(id), title: String::new(), place: String::new(), ..desk(date(2016, 3, 15), 5) };
    let shift = opened(&city, "", bare.clone()).await;
    let content = async || get(&ctx, app, shift).await.unwrap().shift.content;
    let told = content().await;
    assert_eq!((told.title.as_str(), told.day, told.place.as_str()), ("봄 채용박람회", DAY, "별빛체육관"));
    assert_eq!(told.project, Some(project), "its days go where the event's go");

    let edit = async |to: Form| {
        let seen = hiring_event::get(&ctx, app, id).await.unwrap().event.version;
        hiring_event::edit(&ctx, app, (id, seen), to).await
    };
    let later = Form { on: date(2016, 3, 18), ..fair.clone() };
    assert_eq!(code_of(edit(later).await), "hiring-event-day-shifts");
    edit(Form { place: "달빛체육관".into(), ..fair.clone() }).await.unwrap();
    assert_eq!(content().await.place, "달빛체육관");
    hiring_event::publish(&ctx, app, id).await.unwrap();
    ask(&ctx, app, shift, 5).await.unwrap();
    for who in &people {
        yes(&city, shift, *who).await.unwrap();
    }

    at(&city, DAY);
    let ctx = city.as_role(Role::PlanManager).await;
    let came = people.iter().map(|who| (*who, 480)).collect();
    attend(&ctx, app, shift, came, Taken::Signed).await.unwrap();
    hiring_event::open(&ctx, app, id).await.unwrap();
    hiring_event::close(&ctx, app, id).await.unwrap();
    let event = hiring_event::get(&ctx, app, id).await.unwrap().event;
    let staff = hiring_event::staffing(&ctx, app, &event).await.unwrap();
    let (of, worked) = (staff.shifts.iter().map(|one| one.id).collect::<Vec<_>>(), staff.board.worked);
    assert_eq!((of, worked.persons.value(), worked.days.value()), (vec![shift], 5, 5));
    let citizen = city.as_role(Role::Citizen).await;
    let shown = hiring_event::page(&citizen, app, id).await.unwrap().figures.unwrap();
    assert_eq!((shown.workers, shown.worker_days), (Some(5), Some(5)));
    assert!(matches!(hiring_event::staffing(&citizen, app, &event).await, Err(Error::Forbidden(_))));
    let manager = city.as_role(Role::PlanManager).await;
    assert_eq!(code_of(open(&manager, app, None, "", bare.clone()).await), "supporter-shift-event-over");

    // Whatever was called for an event ends with it.
    let next = Form { on: date(2016, 3, 30), project: String::new(), ..fair };
    let next = hiring_event::plan(&ctx, app, next).await.unwrap();
    let called_off = opened(&city, "", Content { event: Some(next), ..bare }).await;
    hiring_event::cancel(&ctx, app, next, CancelReason::Emergency).await.unwrap();
    assert_eq!(get(&ctx, app, called_off).await.unwrap().shift.state.name(), StateName::Cancelled);
    assert!(store::change::rows_agree(&app.store, app.tenant).await.unwrap());
}
