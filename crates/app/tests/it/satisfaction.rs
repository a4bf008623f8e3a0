//! What became of those who completed a cohort, thirteen of fifteen, and the questions to them: each once, whatever runs
//! twice; answered, refused, not reached; nothing after a no, and nobody in them after an erasure.

use std::collections::BTreeSet;

use app::Error;
use app::cohort::{complete, hired, outcome, select};
use app::digest::turn;
use app::interview::{Answer as Told, admit, book, settle};
use app::measure::{self, Row};
use app::satisfaction::{Noted, answer, asked, follow_up, note, open, public, refuse, token, words};
use app::testing::TestCity;
use app::today::{Ask, Section, day};
use domain::cohort::{Employment, EmploymentName};
use domain::hiring_event::spelled;
use domain::id::{CohortId, EnrolmentId, OrganisationId, PlacementId, SatisfactionId, SeekerId};
use domain::measure::{Query, Unit};
use domain::person::ErasureReason;
use domain::placement::{EndReason, EvidenceGrade, EvidenceKind, Retention};
use domain::referral::RejectReason;
use domain::satisfaction::{About, Answer, Channel, Kind, Reason, Satisfaction, Score, StateName};
use domain::{Actor, Role};
use futures::future::join;
use jiff::civil::date;
use uuid::Uuid;

use crate::cohort::{counselling, published};
use crate::enrolment::{applied, at, begun, noted};
use crate::hiring_event::{DAY, choice, fair};
use crate::measure::{form, plan};
use crate::placement::{claim_event, confirm, employer, serve};
use crate::post_office::PostOffice;
use crate::referral::{code_of, counselor, person};

/// Group counselling: fifteen were chosen, thirteen completed on 8 April.
async fn thirteen(city: &TestCity) -> (CohortId, Vec<(SeekerId, EnrolmentId)>) {
    let cohort = published(city, counselling()).await;
    let people = applied(city, cohort, 17).await;
    select(&counselor(city).await, &city.app, cohort).await.unwrap();
    let all = begun(city, cohort).await;
    noted(city, cohort, &all, &all[..2]).await;
    complete(&counselor(city).await, &city.app, cohort).await.unwrap();
    (cohort, people.into_iter().filter(|(_, id)| all[2..].contains(id)).collect())
}

/// Hired today, with the employer's notice.
async fn begins(city: &TestCity, who: SeekerId) -> PlacementId {
    let ctx = counselor(city).await;
    let workplace = employer(city, 100_000_001).await;
    serve(&ctx, &city.app, who).await;
    let id = claim_event(&ctx, &city.app, who, workplace).await;
    confirm(&ctx, &city.app, id, EvidenceKind::EmployerNotice).await;
    id
}

async fn version(city: &TestCity, id: PlacementId) -> i64 {
    store::placement::get(&city.app.store, city.app.tenant, id).await.unwrap().version
}

async fn of_cohort(city: &TestCity, cohort: CohortId) -> Vec<Satisfaction> {
    let all = store::satisfaction::of_group(&city.app.store, city.app.tenant, cohort).await.unwrap();
    all.into_iter().map(|(one, _)| one).collect()
}

async fn of_seeker(city: &TestCity, who: SeekerId) -> Vec<store::satisfaction::Record> {
    let (store, tenant) = (&city.app.store, city.app.tenant);
    let (seeker, _) = store::seeker::find(store, tenant, who).await.unwrap().unwrap();
    store::satisfaction::of_person(store, tenant, seeker.person).await.unwrap()
}

/// Whom a counsellor must call.
async fn calls(city: &TestCity, only: Section) -> usize {
    let ask = Ask { mine: false, only: Some(only) };
    day(&counselor(city).await, &city.app, &ask).await.unwrap().rows(only).len()
}

fn good() -> Answer {
    Answer {
        score: Some(Score::Good),
        reasons: vec![Reason::Information],
        word: "나중에도 열어 주세요".to_owned(),
        ..Answer::default()
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn sc_6_thirteen_completed_one_has_work_and_it_lasted_three_months() {
    let city = TestCity::of("goyang").await;
    let (cohort, people) = thirteen(&city).await;
    let (who, app) = (people[0].0, &city.app);
    at(&city, date(2016, 5, 2));
    let job = begins(&city, who).await;
    let ctx = counselor(&city).await;
    let told = outcome(&ctx, app, cohort).await.unwrap();
    let on = date(2016, 7, 8);
    assert_eq!((told.completers, told.employed_3m), (13, Employment::NotYet { known_on: on }));
    at(&city, date(2016, 8, 2));
    let ctx = counselor(&city).await;
    let look =
        |still_employed, months, on| Retention { months, still_employed, on, grade: EvidenceGrade::E3 };
    let august = look(true, 3, date(2016, 8, 2));
    app::placement::check_retention(&ctx, app, job, version(&city, job).await, august, "").await.unwrap();
    at(&city, date(2016, 11, 2));
    let ctx = counselor(&city).await;
    let (seen, left) = (version(&city, job).await, date(2016, 10, 14));
    app::placement::end(&ctx, app, job, seen, left, EndReason::Left).await.unwrap();

    let told = outcome(&ctx, app, cohort).await.unwrap();
    for known in [told.employed_3m, told.employed_6m] {
        let Employment::Known { completers, employed, .. } = known else { panic!("{known:?}") };
        assert_eq!((completers, employed.insured.value(), employed.otherwise.value()), (13, 0, 1));
    }
    let kept = [told.retained_3m, told.retained_6m].map(|kept| (kept.kept.value(), kept.due.value()));
    assert_eq!(kept, [(1, 1), (0, 1)]);
    assert_eq!(told.dropped.values().sum::<u32>(), 2);
    let behind = hired(&ctx, app, cohort, (1, 50)).await.unwrap();
    assert_eq!(behind.rows.items.iter().map(|row| row.placement.id).collect::<Vec<_>>(), [job]);
    assert!(behind.rows.items[0].person.is_some(), "the one who counsels them");
    // Who reads figures sees the sums, and no row of anybody.
    let mayor = city.as_role(Role::Mayor).await;
    assert_eq!(outcome(&mayor, app, cohort).await.unwrap().completers, 13);
    assert!(matches!(hired(&mayor, app, cohort, (1, 50)).await, Err(Error::NotFound)));
    // Nor do those who counsel at another body; auditors see all.
    let other = Some(OrganisationId(Uuid::from_u128(77)));
    let stranger = app.ctx(Actor::staff(Role::Counselor, city.user(Role::Counselor).await, other));
    assert_eq!(outcome(&stranger, app, cohort).await.unwrap().completers, 13);
    assert!(matches!(hired(&stranger, app, cohort, (1, 50)).await, Err(Error::NotFound)));
    assert!(matches!(words(&stranger, app, cohort).await, Err(Error::NotFound)));
    assert!(app::enrolment::of_cohort(&stranger, app, cohort).await.unwrap().is_empty());
    let auditor = city.as_role(Role::Auditor).await;
    assert_eq!(hired(&auditor, app, cohort, (1, 50)).await.unwrap().rows.total, 1);
    let everybody = app.ctx(Actor::citizen());
    assert!(outcome(&everybody, app, cohort).await.is_err());
    let shown = public(&everybody, app, cohort).await.unwrap();
    assert_eq!((shown.completers, shown.employed[0].state), (Some(13), EmploymentName::Known));
    assert_eq!(shown.employed[0].shown.unwrap().otherwise, None, "one person is not shown");
    assert_eq!(shown.retained, [(3, None), (6, None)]);
    // Whoever was erased has completed all the same; nobody knows any more who had work.
    let supervisor = city.as_role(Role::Supervisor).await;
    app::seeker::erase(&supervisor, app, who, ErasureReason::Requested).await.unwrap();
    let told = outcome(&ctx, app, cohort).await.unwrap();
    let Employment::Known { completers, employed, .. } = told.employed_6m else { panic!("known") };
    assert_eq!((completers, employed.people().value()), (13, 0));
}

#[tokio::test(flavor = "multi_thread")]
async fn the_plan_counts_who_completed_and_who_had_work_in_their_own_units_and_never_as_jobs() {
    let city = TestCity::of("goyang").await;
    let (_, people) = thirteen(&city).await;
    at(&city, date(2016, 5, 2));
    begins(&city, people[0].0).await;
    at(&city, date(2016, 11, 2));
    let (plan, manager, app) =
        (plan(&city, "민선 6기", 2014).await, city.as_role(Role::PlanManager).await, &city.app);
    let owner = city.city_body().await;
    for unit in [Unit::Jobs, Unit::ProgramCompletions, Unit::CompletersEmployed] {
        let query = Query { unit, whole_city: true, ..Query::default() };
        measure::create(&manager, app, form(plan, owner, &unit.to_string(), query)).await.unwrap();
    }
    let restarted = app::testing::open(city.path(), "goyang", &city.clock, &[]).await;
    for app in [app.as_ref(), &restarted] {
        let board = measure::board(&manager, app, Some(2016)).await.unwrap();
        let whole = |unit| board.whole(unit).unwrap().reached;
        assert_eq!(whole(Unit::Jobs).confirmed, 1, "a completion is no job");
        assert_eq!(
            (whole(Unit::ProgramCompletions).confirmed, whole(Unit::ProgramCompletions).claimed),
            (13, 0)
        );
        assert_eq!(whole(Unit::CompletersEmployed).confirmed, 1);
        let of = |unit| board.lines.iter().find(|line| line.measure.content.query.unit == unit).unwrap();
        // Completed in April; who had work is known in October.
        assert_eq!(of(Unit::ProgramCompletions).quarters.map(|one| one.confirmed), [0, 13, 0, 0]);
        assert_eq!(of(Unit::CompletersEmployed).quarters.map(|one| one.confirmed), [0, 0, 0, 1]);
        let id = of(Unit::ProgramCompletions).measure.id;
        let rows = measure::rows(&manager, app, id, (None, None), (1, 50)).await.unwrap();
        assert!(rows.total == 13 && rows.items.iter().all(|row| matches!(row, Row::Recorded(_))));
    }
    let bare = Query { unit: Unit::CompletersEmployed, age_from: Some(15), ..Query::default() };
    assert!(measure::create(&manager, app, form(plan, owner, "나이", bare)).await.is_err());
}

#[tokio::test(flavor = "multi_thread")]
async fn everybody_is_asked_once_whoever_runs_the_day_and_how_often() {
    let city = TestCity::of("goyang").await;
    let (cohort, people) = thirteen(&city).await;
    let other = app::testing::open(city.path(), "goyang", &city.clock, &[]).await;
    let (one, two) = join(app::day::run(&city.app), app::day::run(&other)).await;
    one.unwrap();
    two.unwrap();
    app::day::run(&city.app).await.unwrap();
    let put = of_cohort(&city, cohort).await;
    assert_eq!(put.len(), 13);
    assert!(put.iter().all(|one| one.by == Channel::Call), "they have a telephone and nothing else");
    assert_eq!(calls(&city, Section::Satisfaction).await, 13);
    let ctx = counselor(&city).await;

    let ids: Vec<SatisfactionId> = put.iter().map(|one| one.id).collect();
    let looked = open(&ctx, &city.app, ids[0]).await.unwrap();
    assert!(!looked.name.is_empty() && looked.phones.len() == 1);
    for id in &ids[..9] {
        note(&ctx, &city.app, *id, Noted::Answered(good())).await.unwrap();
    }
    let nothing = note(&ctx, &city.app, ids[9], Noted::Answered(Answer::default())).await;
    assert!(matches!(nothing, Err(Error::Invalid(wrong)) if wrong[0].field == "score"));
    note(&ctx, &city.app, ids[9], Noted::Refused { always: false }).await.unwrap();
    note(&ctx, &city.app, ids[10], Noted::Unreachable).await.unwrap();
    let again = note(&ctx, &city.app, ids[0], Noted::Answered(good())).await;
    assert_eq!(code_of(again), "satisfaction-over");
    let stranger = city.as_role(Role::Agency).await;
    assert!(matches!(open(&stranger, &city.app, ids[11]).await, Err(Error::NotFound)));
    assert_eq!(calls(&city, Section::Satisfaction).await, 2);

    let told = follow_up(&city.as_role(Role::Mayor).await, &city.app).await.unwrap();
    let sums = &told.groups[0].sums;
    assert_eq!((told.groups.len(), told.due, sums.asked), (1, 2, 13));
    let now = |state| sums.now(state);
    assert_eq!((now(StateName::Answered), now(StateName::Refused), now(StateName::Unreachable)), (9, 1, 1));
    assert!(sums.scores.contains(&(Score::Good, Some(9))) && sums.reasons == [(Reason::Information, 9)]);
    // Words are read without names, and not where they are few.
    assert_eq!(words(&ctx, &city.app, cohort).await.unwrap(), ["나중에도 열어 주세요"; 9]);
    assert!(matches!(words(&city.as_role(Role::Mayor).await, &city.app, cohort).await, Err(Error::NotFound)));
    // Long after, nobody asks any more.
    city.clock.advance_days(61);
    app::day::run(&city.app).await.unwrap();
    assert_eq!(calls(&city, Section::Satisfaction).await, 0);
    assert_eq!(of_cohort(&city, cohort).await.len(), 13);

    // Erased: that they were asked stays, what they said leaves the sums.
    let supervisor = city.as_role(Role::Supervisor).await;
    for (who, _) in &people {
        app::seeker::erase(&supervisor, &city.app, *who, ErasureReason::Requested).await.unwrap();
    }
    let shown = public(&city.app.ctx(Actor::citizen()), &city.app, cohort).await.unwrap().satisfaction;
    assert_eq!((shown.asked, shown.now(StateName::Answered), shown.scores.len()), (13, 9, 0));
    assert!(store::change::rows_agree(&city.app.store, city.app.tenant).await.unwrap());
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_talked_to_an_employer_at_an_event_is_asked_once_from_the_day_after_it_closed() {
    let city = TestCity::new().await;
    let ((id, openings), app) = (fair(&city).await, &city.app);
    let (mut people, mut talks) = (Vec::new(), Vec::new());
    for (n, name) in ["가○나", "다○라", "마○바"].into_iter().enumerate() {
        let who = person(&city, name, &format!("031000100{n}")).await;
        let ctx = counselor(&city).await;
        talks.extend(book(&ctx, app, (id, who), choice(openings[0], 600)).await.unwrap());
        people.push(who);
    }
    let ctx = counselor(&city).await;
    talks.extend(book(&ctx, app, (id, people[0]), choice(openings[1], 630)).await.unwrap());
    crate::hiring_event::at(&city, DAY, 10);
    let ctx = counselor(&city).await;
    app::hiring_event::open(&ctx, app, id).await.unwrap();
    talks.push(admit(&ctx, app, (id, 2), &spelled(1)).await.unwrap());
    let no = Told::Rejected(RejectReason::Skill);
    let told = talks.iter().enumerate().map(|(nth, talk)| (*talk, if nth == 2 { Told::NoShow } else { no }));
    settle(&ctx, app, id, told.collect()).await.unwrap();
    app::hiring_event::close(&ctx, app, id).await.unwrap();

    let put = async || {
        app::day::run(app).await.unwrap();
        let all = store::satisfaction::of_group(&app.store, app.tenant, id).await.unwrap();
        all.into_iter().map(|(one, _)| one).collect::<Vec<_>>()
    };
    assert!(put().await.is_empty(), "not on the day itself");
    city.clock.advance_days(1);
    assert_eq!(put().await.len(), 2, "neither who did not come nor who left only a number");
    let all = put().await;
    let asked: BTreeSet<_> = all.iter().filter_map(|one| one.person).collect();
    assert_eq!((all.len(), asked.len()), (2, 2), "two talks are one question, however often the day runs");
    assert!(all.iter().all(|one| matches!(one.about, About::Event { event, .. } if event == id)));
    assert!(all.iter().all(|one| one.about_on == DAY && one.by == Channel::Call));

    let ctx = counselor(&city).await;
    note(&ctx, app, all[0].id, Noted::Answered(good())).await.unwrap();
    let shown = app::hiring_event::page(&ctx, app, id).await.unwrap().satisfaction.unwrap();
    assert_eq!((shown.asked, shown.now(StateName::Answered)), (2, 1));
    let told = follow_up(&city.as_role(Role::Mayor).await, app).await.unwrap();
    let group = &told.groups[0];
    assert_eq!((group.kind, group.id, told.due), (Kind::Event, id.0, 1));
    assert!(app.catalogue.say(app.lang(), &group.what).contains("봄 채용박람회"));
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_reads_mail_is_written_to_reminded_once_and_called_last() {
    let (city, office) = (TestCity::new().await, PostOffice::open());
    city.app.send_through(office.post(None));
    let who = crate::digest::heard(&city, &office).await;
    let job = begins(&city, who).await;
    let start = counselor(&city).await.today();
    let run = async |days: i64| {
        city.clock.advance_days(days);
        app::day::run(&city.app).await.unwrap();
        turn(&city.app).await.unwrap();
    };
    let links = || {
        let letters = office.kept();
        let said = letters.iter().filter_map(|one| one["plain"].as_str().map(str::to_owned));
        said.filter(|text| text.contains("/satisfaction/")).count()
    };
    run(27).await;
    assert_eq!((of_seeker(&city, who).await.len(), links()), (0, 0), "the month is not over");
    run(4).await;
    let (one, _) = of_seeker(&city, who).await.remove(0);
    assert_eq!((one.by, one.about_on), (Channel::Message, start + jiff::Span::new().months(1)));
    assert_eq!(links(), 1);
    // One call would ask both: the list of claims leaves it to this question.
    assert_eq!((calls(&city, Section::Retention).await, calls(&city, Section::Calls).await), (0, 0));
    run(6).await;
    assert_eq!(links(), 1);
    run(1).await;
    run(1).await;
    assert_eq!(links(), 2, "reminded once");
    assert_eq!(calls(&city, Section::Satisfaction).await, 0);
    run(6).await;
    assert_eq!((links(), calls(&city, Section::Satisfaction).await), (2, 1));

    let (anybody, secret) = (city.app.ctx(Actor::citizen()), token(&city.app, one.id));
    assert_eq!(asked(&anybody, &city.app, &secret).await.unwrap().question.id, one.id);
    assert!(matches!(asked(&anybody, &city.app, &format!("{secret}0")).await, Err(Error::NotFound)));
    let staff = answer(&counselor(&city).await, &city.app, &secret, good()).await;
    assert_eq!(code_of(staff), "satisfaction-of-another");
    let still = Answer { still: Some(true), ..good() };
    answer(&anybody, &city.app, &secret, still.clone()).await.unwrap();
    let looks = store::placement::get(&city.app.store, city.app.tenant, job).await.unwrap().retention;
    assert_eq!(
        looks.iter().map(|look| (look.months, look.still_employed, look.grade)).collect::<Vec<_>>(),
        [(1, true, EvidenceGrade::E3)]
    );
    assert_eq!(code_of(answer(&anybody, &city.app, &secret, still).await), "satisfaction-over");
    assert_eq!(calls(&city, Section::Satisfaction).await, 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_wants_no_such_questions_is_asked_none() {
    let city = TestCity::of("goyang").await;
    let (cohort, people) = thirteen(&city).await;
    app::day::run(&city.app).await.unwrap();
    let who = people[0].0;
    let (one, _) = of_seeker(&city, who).await.remove(0);
    let anybody = city.app.ctx(Actor::citizen());
    refuse(&anybody, &city.app, &token(&city.app, one.id), true).await.unwrap();
    at(&city, date(2016, 5, 2));
    begins(&city, who).await;
    at(&city, date(2016, 6, 3));
    app::day::run(&city.app).await.unwrap();
    assert_eq!(of_seeker(&city, who).await.len(), 1);
    assert_eq!(calls(&city, Section::Retention).await, 1, "the claim is still looked at");
    assert_eq!(of_cohort(&city, cohort).await.len(), 13);
}
