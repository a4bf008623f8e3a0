//! A youth internship with a subsidy for the employer, in the first half of 2026.
//!
//! The city's work in the administration for the young takes people of 18 to 39 by ordinance, counted on the day of the notice,
//! which lies within the sixty days up to 26 February. Three seats. Five apply on 2 March:
//! - one who was 39 on every day that may be the counting day, and turned 40 on the day after the last of them: taken;
//! - two of 26 and 24: taken;
//! - one who was 40 on all of these days: refused, with that reason;
//! - one who was 17 on all of them, and is 18 by now: refused, with that reason.
//!
//! Each of the three tries the work at a firm by an agreement that they, the firm and the centre sign, within the days of the
//! internship, from 30 March to 5 June. All three complete it: three work trials and three completions, each in its own unit,
//! and no job.
//!
//! On 15 June the firm hires the one of 26. Their hire was found alone and counts because the trial was done for them before
//! (CR-05) and insurance shows it: one placement, of one person. The one of 40, who tried nothing, finds work alone and is left
//! out for that reason.
//!
//! For the hire the firm, with six insured workers in manufacturing, gets the subsidy for jobs of the young of type II, which ends
//! at 34 whatever the ordinance says: for the one who is 40 by then it would not. A second firm with four workers does not get
//! it either, and each is told why.

use app::cohort::{Form as Planned, complete as close, get as cohort_of, select, start as begin};
use app::enrolment::{apply, enrol, of_cohort};
use app::support_program::fit_hire;
use app::testing::TestCity;
use app::work_trial::{self, Form};
use domain::area::AreaCode;
use domain::cohort::{Completion, Criterion};
use domain::counting::Rule;
use domain::enrolment::{State, StateName};
use domain::id::{CohortId, EmployerId, SeekerId};
use domain::industry::IndustryCode;
use domain::placement::{EvidenceKind, How};
use domain::support_program::{Facts, Hire, ProgramId, Residence, Size, Status, Verdict, VersionId, Work};
use domain::work_trial::{StateName as Trial, Tally};
use jiff::civil::{Date, date};

use crate::ledger::totals;
use crate::placement::{at, confirm, employer, hire};
use crate::referral::counselor;
use crate::work_trial::{registered, signed, terms, version};

/// What somebody says of themselves who lives in the city, does not work and goes to no university.
fn facts(born_on: Date) -> Facts {
    let residence =
        AreaCode::parse("4128510900").map(|area| Residence { area, since: Some(date(2020, 1, 1)) });
    Facts {
        born_on: Some(born_on),
        residence,
        work: Some(Work::NotInWork),
        told: [(Status::UniversityStudent, false), (Status::UniversityStudentOnLeave, false)].into(),
        ..Facts::default()
    }
}

/// Three seats for ten weeks, published.
async fn internship(city: &TestCity) -> CohortId {
    let planned = Planned {
        program: ProgramId::parse("goyang-youth-administration").unwrap(),
        version: VersionId::parse("2026-1"),
        organisation: None,
        seats: 3,
        from: date(2026, 3, 30),
        until: date(2026, 6, 7),
        apply_until: None,
        sessions: Vec::new(),
        criteria: vec![Criterion::FirstCome],
        completion: Completion::Stayed,
    };
    crate::cohort::published(city, planned).await
}

/// Registers somebody and applies for them: the registration, and why they were refused if they were.
async fn applied(city: &TestCity, cohort: CohortId, nth: usize, born_on: Date) -> (SeekerId, Vec<String>) {
    let name = ["가○나", "다○라", "마○바", "사○아", "자○차"][nth];
    let seeker = registered(city, name, &format!("031000300{nth}"), born_on).await;
    let answer = apply(&counselor(city).await, &city.app, cohort, seeker, facts(born_on)).await.unwrap();
    let reasons = match answer.verdict {
        Verdict::Eligible => Vec::new(),
        Verdict::NotEligible { reasons } => reasons.into_iter().map(|why| why.code.into_owned()).collect(),
        Verdict::Unknown { missing } => panic!("{missing:?}"),
    };
    (seeker, reasons)
}

/// Writes an agreement within the days of the internship, signed by all three.
async fn agreed(
    city: &TestCity,
    (cohort, seeker): (CohortId, SeekerId),
    firm: EmployerId,
) -> domain::id::WorkTrialId {
    let form = Form {
        employer: firm,
        organisation: None,
        cohort: Some(cohort),
        from: date(2026, 3, 30),
        until: date(2026, 6, 5),
        terms: terms(),
    };
    let ctx = counselor(city).await;
    let late = Form { until: date(2026, 6, 8), ..form.clone() };
    let outside = work_trial::draft(&ctx, &city.app, seeker, late).await;
    assert_eq!(crate::referral::code_of(outside), "work-trial-outside-cohort");
    let id = work_trial::draft(&ctx, &city.app, seeker, form).await.unwrap();
    signed(city, id, seeker, firm).await;
    id
}

/// What the subsidy of type II says to a hire on 15 June.
async fn subsidy(city: &TestCity, workers: u32, born_on: Date) -> Verdict {
    let hire = Hire {
        workers: Some(workers),
        industry: IndustryCode::parse("C"),
        size: Some(Size::Small),
        starts_on: Some(date(2026, 6, 15)),
        person: facts(born_on),
        ..Hire::default()
    };
    let answers = fit_hire(&counselor(city).await, &city.app, &hire).unwrap();
    answers.iter().find(|one| one.program.id.as_str() == "youth-job-leap-2").unwrap().verdict()
}

#[tokio::test(flavor = "multi_thread")]
async fn sc_youth_internship() {
    let city = TestCity::of("goyang").await;
    at(&city, date(2026, 3, 2), 9);
    let cohort = internship(&city).await;
    let born = [date(1986, 2, 27), date(1999, 7, 1), date(2001, 9, 9), date(1985, 12, 28), date(2008, 2, 27)];
    let mut people = Vec::new();
    for (nth, born_on) in born.into_iter().enumerate() {
        people.push(applied(&city, cohort, nth, born_on).await);
    }
    let reasons: Vec<&[String]> = people.iter().map(|(_, why)| why.as_slice()).collect();
    let [over, under] = ["support-lacks-age-over", "support-lacks-age-under"].map(|why| vec![why.to_owned()]);
    let wanted: [&[String]; 5] = [&[], &[], &[], &over, &under];
    assert_eq!(reasons, wanted);

    let app = &city.app;
    let chosen = select(&counselor(&city).await, app, cohort).await.unwrap();
    assert_eq!((chosen.selected.len(), chosen.waiting.len()), (3, 0));
    at(&city, date(2026, 3, 27), 9);
    let firm = employer(&city, 100_000_001).await;
    let mut trials = Vec::new();
    for (seeker, _) in &people[..3] {
        trials.push(agreed(&city, (cohort, *seeker), firm).await);
    }
    let refused = Form {
        employer: firm,
        organisation: None,
        cohort: Some(cohort),
        from: date(2026, 3, 30),
        until: date(2026, 6, 5),
        terms: terms(),
    };
    let refused = work_trial::draft(&counselor(&city).await, app, people[3].0, refused).await;
    assert_eq!(crate::referral::code_of(refused), "work-trial-no-seat");

    at(&city, date(2026, 3, 30), 9);
    let ctx = counselor(&city).await;
    begin(&ctx, app, cohort).await.unwrap();
    for row in of_cohort(&ctx, app, cohort).await.unwrap() {
        if matches!(row.enrolment.state, State::Selected { .. }) {
            enrol(&ctx, app, row.enrolment.id).await.unwrap();
        }
    }
    for id in &trials {
        work_trial::start(&ctx, app, version(&city, *id).await).await.unwrap();
    }
    at(&city, date(2026, 6, 8), 9);
    let ctx = counselor(&city).await;
    for id in &trials {
        work_trial::complete(&ctx, app, version(&city, *id).await).await.unwrap();
    }
    close(&ctx, app, cohort).await.unwrap();

    let view = cohort_of(&ctx, app, cohort).await.unwrap();
    assert_eq!((view.tally.applied, view.tally.enrolled), (5, 3));
    assert_eq!((view.tally.now(StateName::Completed), view.tally.now(StateName::Refused)), (3, 2));
    let rows = work_trial::list(&ctx, app).await.unwrap();
    let tried = Tally::of(rows.iter().map(|row| &row.trial));
    assert_eq!(tried.states, [(Trial::Completed, 3)].into());
    assert_eq!(totals(&city, 2026).await, (0, 0, 0), "neither is a job");

    at(&city, date(2026, 6, 15), 9);
    let ctx = counselor(&city).await;
    let start_on = ctx.today();
    let hired =
        app::placement::claim(&ctx, app, hire(people[1].0, firm, How::SelfFound, start_on)).await.unwrap();
    confirm(&ctx, app, hired, EvidenceKind::InsuranceLookup).await;
    assert_eq!(totals(&city, 2026).await, (1, 1, 0), "one hire of one person");
    let second = employer(&city, 100_000_002).await;
    let alone =
        app::placement::claim(&ctx, app, hire(people[3].0, second, How::SelfFound, start_on)).await.unwrap();
    confirm(&ctx, app, alone, EvidenceKind::InsuranceLookup).await;
    assert_eq!(app::placement::get(&ctx, app, alone).await.unwrap().excluded, Some(Rule::Cr05));
    assert_eq!(totals(&city, 2026).await, (1, 1, 0));

    let lacks = |verdict: Verdict| -> Vec<String> {
        let Verdict::NotEligible { reasons } = verdict else { panic!("{verdict:?}") };
        reasons.into_iter().map(|why| why.code.into_owned()).collect()
    };
    assert_eq!(subsidy(&city, 6, born[1]).await, Verdict::Eligible);
    assert_eq!(lacks(subsidy(&city, 4, born[1]).await), ["support-lacks-workers-under"]);
    assert_eq!(lacks(subsidy(&city, 6, born[0]).await), ["support-lacks-age-over"]);
    assert_eq!(tried.now(Trial::Completed), 3, "nothing was added to anything");
    assert!(store::change::rows_agree(&app.store, app.tenant).await.unwrap());
}
