//! Work trials: who may see and sign one and from when, signatures that a change makes void, the young with their guardian,
//! and being erased on the way.

use std::collections::BTreeSet;

use app::attachment::attach;
use app::testing::TestCity;
use app::work_trial::{Form, amend, break_off, complete, draft, get, list, sign, sign_on_paper, start};
use app::{Error, work_trial};
use domain::attachment::Paper;
use domain::id::{EmployerId, SeekerId, WorkTrialId};
use domain::person::ErasureReason;
use domain::seeker::{Consents, Link, Profile};
use domain::service::ServiceKind;
use domain::work_time::{DailyHours, Weekdays};
use domain::work_trial::{BreakReason, Insurance, Party, StateName, Terms, WorkSign};
use domain::{Actor, Channel, Ctx, Role};
use jiff::civil::{Date, date};

use crate::placement::at;
use crate::referral::{code_of, counselor, employer};

pub(crate) fn terms() -> Terms {
    Terms {
        place: "편집실".to_owned(),
        tasks: "촬영한 영상을 나누고 이름을 붙입니다".to_owned(),
        weekdays: Weekdays::WORKING,
        hours: DailyHours::new(540, 1_020, 60).unwrap(),
        allowance_won: 20_000,
        insurance: Insurance::Accident,
        mentor: "편집팀장".to_owned(),
        aims: "편집 순서를 익힙니다".to_owned(),
        signs: BTreeSet::new(),
    }
}

fn form(employer: EmployerId) -> Form {
    let (from, until) = (date(2016, 3, 16), date(2016, 3, 25));
    Form { employer, organisation: None, cohort: None, from, until, terms: terms() }
}

pub(crate) async fn registered(city: &TestCity, name: &str, phone: &str, born_on: Date) -> SeekerId {
    let ctx = counselor(city).await;
    let area = city.app.city.dongs().next().map(|dong| dong.code.clone());
    let profile = Profile {
        name: name.to_owned(),
        born_on: Some(born_on),
        phone: phone.to_owned(),
        area,
        occupations: domain::occupation::OccupationCode::parse("4166").into_iter().collect(),
        desired_areas: vec![city.app.city.root().clone()],
        consents: Consents { registration: Some(ctx.today()), ..Consents::default() },
        ..Profile::default()
    };
    app::seeker::register(&ctx, &city.app, profile, Channel::Counter).await.unwrap()
}

/// Circumstances in which the person of a registration acts.
pub(crate) async fn themself(city: &TestCity, seeker: SeekerId) -> Ctx {
    let person = app::seeker::get(&counselor(city).await, &city.app, seeker).await.unwrap().seeker.person;
    city.app.ctx(Actor::staff(Role::Seeker, person, None))
}

pub(crate) fn firm(city: &TestCity, employer: EmployerId) -> Ctx {
    city.app.ctx(Actor { role: Role::Employer, employer: Some(employer), ..Actor::citizen() })
}

pub(crate) async fn version(city: &TestCity, id: WorkTrialId) -> (WorkTrialId, i64) {
    (id, get(&counselor(city).await, &city.app, id).await.unwrap().row.trial.version)
}

async fn state(city: &TestCity, id: WorkTrialId) -> StateName {
    get(&counselor(city).await, &city.app, id).await.unwrap().row.trial.state.name()
}

/// Signed by all three with their own accounts.
pub(crate) async fn signed(city: &TestCity, id: WorkTrialId, seeker: SeekerId, employer: EmployerId) {
    let app = &city.app;
    sign(&themself(city, seeker).await, app, version(city, id).await).await.unwrap();
    sign(&firm(city, employer), app, version(city, id).await).await.unwrap();
    sign(&counselor(city).await, app, version(city, id).await).await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn three_sign_and_it_is_done_as_a_service_and_no_job() {
    let city = TestCity::new().await;
    let (workplace, app) = (employer(&city).await, &city.app);
    let seeker = registered(&city, "가○나", "0310001001", date(1990, 5, 6)).await;
    let ctx = counselor(&city).await;
    let id = draft(&ctx, app, seeker, form(workplace)).await.unwrap();
    // An employer learns of it once the person has signed, and nobody else's.
    let theirs = firm(&city, workplace);
    assert!(matches!(get(&theirs, app, id).await, Err(Error::NotFound)));
    assert!(list(&theirs, app).await.unwrap().is_empty());
    let person = themself(&city, seeker).await;
    let mine = list(&person, app).await.unwrap();
    assert_eq!((mine.len(), mine[0].may_sign), (1, Some(Party::Person)));
    sign(&person, app, (id, 1)).await.unwrap();
    let told = get(&theirs, app, id).await.unwrap();
    assert_eq!((told.row.name.as_str(), told.row.may_sign), ("가○나", Some(Party::Employer)));
    let other = EmployerId(uuid::Uuid::from_u128(77));
    assert!(matches!(get(&firm(&city, other), app, id).await, Err(Error::NotFound)));
    let stranger = city.as_role(Role::Seeker).await;
    assert!(matches!(get(&stranger, app, id).await, Err(Error::NotFound)));
    assert!(matches!(sign(&stranger, app, (id, 2)).await, Err(Error::NotFound)));
    assert_eq!(code_of(sign(&person, app, (id, 2)).await), "work-trial-signed");
    sign(&theirs, app, (id, 2)).await.unwrap();
    assert!(matches!(start(&person, app, (id, 3)).await, Err(Error::NotFound)), "staff begin it");
    assert_eq!(code_of(start(&ctx, app, (id, 3)).await), "work-trial-step-refused");
    sign(&ctx, app, (id, 3)).await.unwrap();
    assert_eq!(state(&city, id).await, StateName::Agreed);
    at(&city, date(2016, 3, 16), 9);
    start(&counselor(&city).await, app, (id, 4)).await.unwrap();
    at(&city, date(2016, 3, 28), 9);
    let ctx = counselor(&city).await;
    complete(&ctx, app, (id, 5)).await.unwrap();
    let file = app::seeker::file(&ctx, app, seeker).await.unwrap();
    let given: Vec<_> = file.record.services.iter().map(|(one, _)| (one.kind, one.on)).collect();
    assert_eq!(given, [(ServiceKind::WorkTrial, date(2016, 3, 25))]);
    assert!(file.record.placements.is_empty());
    assert_eq!(crate::ledger::totals(&city, 2016).await, (0, 0, 0));
    let looks = app::seeker::get(&ctx, app, seeker).await.unwrap().looks.items;
    assert!(looks.iter().any(|look| look.purpose == domain::look::Purpose::Provision), "{looks:?}");
    assert!(app::system::verify(&city.as_role(Role::Auditor).await, app).await.unwrap().ledger_ok);
    assert!(store::change::rows_agree(&app.store, app.tenant).await.unwrap());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_change_voids_what_was_signed_and_nobody_signs_what_they_did_not_read() {
    let city = TestCity::new().await;
    let (workplace, app) = (employer(&city).await, &city.app);
    let seeker = registered(&city, "가○나", "0310001001", date(1990, 5, 6)).await;
    let ctx = counselor(&city).await;
    let id = draft(&ctx, app, seeker, form(workplace)).await.unwrap();
    signed(&city, id, seeker, workplace).await;
    amend(&ctx, app, (id, 4), form(workplace)).await.unwrap();
    assert_eq!(state(&city, id).await, StateName::Agreed, "nothing was changed");
    let mut dearer = form(workplace);
    dearer.terms.allowance_won = 30_000;
    dearer.terms.signs = [WorkSign::Replaces].into();
    amend(&ctx, app, (id, 4), dearer).await.unwrap();
    let view = get(&ctx, app, id).await.unwrap();
    assert_eq!(view.row.trial.state.name(), StateName::Drafted);
    assert_eq!(view.row.trial.history.last().map(|event| event.voided), Some(3));
    let warned: Vec<_> = view.warnings.iter().map(|why| why.code.as_ref()).collect();
    assert_eq!(warned, ["work-trial-like-work", "work-trial-below-minimum"]);
    assert!(
        matches!(get(&firm(&city, workplace), app, id).await, Err(Error::NotFound)),
        "not signed any more"
    );
    let person = themself(&city, seeker).await;
    assert_eq!(code_of(sign(&person, app, (id, 4)).await), "changed-meanwhile");
    sign(&person, app, (id, 5)).await.unwrap();
    let future = break_off(&ctx, app, (id, 6), (date(2016, 3, 15), BreakReason::Person)).await;
    assert_eq!(code_of(future), "work-trial-day-outside");
    break_off(&ctx, app, (id, 6), (date(2016, 3, 14), BreakReason::Person)).await.unwrap();
    assert_eq!(code_of(amend(&ctx, app, (id, 7), form(workplace)).await), "work-trial-step-refused");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_young_are_held_to_their_rules_and_their_guardian_signs_on_paper() {
    let city = TestCity::new().await;
    let (workplace, app) = (employer(&city).await, &city.app);
    let seeker = registered(&city, "다○라", "0310001002", date(1999, 5, 6)).await;
    let other = registered(&city, "마○바", "0310001003", date(1990, 5, 6)).await;
    let ctx = counselor(&city).await;
    let fields = |made: Result<WorkTrialId, Error>| -> Vec<(String, String)> {
        let Err(Error::Invalid(wrong)) = made else { panic!("{made:?}") };
        wrong.into_iter().map(|one| (one.field.into_owned(), one.message.code.into_owned())).collect()
    };
    let mut late = form(workplace);
    late.terms.hours = DailyHours::new(1_080, 1_380, 0).unwrap();
    let at_night = draft(&ctx, app, seeker, late.clone()).await;
    assert_eq!(fields(at_night), [("start".to_owned(), "minor-no-night".to_owned())]);
    draft(&ctx, app, other, late).await.unwrap();
    let mut barred = form(workplace);
    barred.terms.place = "PC방".to_owned();
    assert_eq!(fields(draft(&ctx, app, seeker, barred).await)[0].1, "minor-barred-place");
    let nowhere = Form { employer: EmployerId(uuid::Uuid::from_u128(77)), ..form(workplace) };
    assert_eq!(fields(draft(&ctx, app, seeker, nowhere).await)[0].0, "employer");

    let id = draft(&ctx, app, seeker, form(workplace)).await.unwrap();
    signed(&city, id, seeker, workplace).await;
    assert_eq!(state(&city, id).await, StateName::PartlySigned, "the guardian is missing");
    let scan = b"%PDF-1.4\n1 0 obj endobj\n%%EOF";
    let of_another = attach(&ctx, app, other, Paper::Form, scan).await.unwrap();
    let today = date(2016, 3, 14);
    let strange = sign_on_paper(&ctx, app, (id, 4), (Party::Guardian, today, of_another)).await;
    assert_eq!(code_of(strange), "work-trial-scan");
    let kept = attach(&ctx, app, seeker, Paper::Form, scan).await.unwrap();
    let ahead = sign_on_paper(&ctx, app, (id, 4), (Party::Guardian, date(2016, 3, 15), kept)).await;
    assert!(matches!(ahead, Err(Error::Invalid(ref wrong)) if wrong[0].field == "on"), "{ahead:?}");
    let again = sign_on_paper(&ctx, app, (id, 4), (Party::Person, today, kept)).await;
    assert!(matches!(again, Err(Error::Invalid(ref wrong)) if wrong[0].field == "party"), "{again:?}");
    let own =
        sign_on_paper(&themself(&city, seeker).await, app, (id, 4), (Party::Guardian, today, kept)).await;
    assert!(matches!(own, Err(Error::NotFound)), "staff note what was signed on paper");
    sign_on_paper(&ctx, app, (id, 4), (Party::Guardian, today, kept)).await.unwrap();
    assert_eq!(state(&city, id).await, StateName::Agreed);
    let sheet = app::paper::work_trial(&ctx, app, id).await.unwrap();
    let drawn = format!("{:?}", sheet.blocks);
    for words in ["보호자", "종이 서명", "전자 서명", "근로계약이 아닙니다", "편집팀장"]
    {
        assert!(drawn.contains(words), "{words}: {drawn}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_is_erased_leaves_a_trial_that_is_counted_and_says_nothing() {
    let city = TestCity::new().await;
    let (workplace, app) = (employer(&city).await, &city.app);
    let seeker = registered(&city, "가○나", "0310001001", date(1990, 5, 6)).await;
    let ctx = counselor(&city).await;
    let id = draft(&ctx, app, seeker, form(workplace)).await.unwrap();
    signed(&city, id, seeker, workplace).await;
    let own = themself(&city, seeker).await;
    let mine = app::seeker::export(&own, app, seeker).await.unwrap();
    assert_eq!(mine.work_trials.len(), 1);
    let log = store::change::of_noun(&app.store, app.tenant, id.0, 9).await.unwrap();
    assert!(log.iter().all(|entry| !entry.body.to_string().contains("편집")), "{log:?}");
    app::seeker::erase(&own, app, seeker, ErasureReason::Requested).await.unwrap();
    let view = get(&ctx, app, id).await.unwrap();
    assert_eq!(view.row.trial.state.name(), StateName::BrokenOff);
    assert!(view.terms.is_none() && view.row.name.is_empty() && view.row.trial.person().is_none());
    assert!(!view.may_write, "there is nothing to write any more");
    assert!(matches!(app::paper::work_trial(&ctx, app, id).await, Err(Error::NotFound)));
    assert_eq!(work_trial::list(&ctx, app).await.unwrap().len(), 1, "it stays counted");
    assert!(store::change::rows_agree(&app.store, app.tenant).await.unwrap());
}

#[tokio::test(flavor = "multi_thread")]
async fn links_to_own_work_are_read_by_an_employer_with_a_letter_only() {
    let city = TestCity::new().await;
    let (workplace, app) = (employer(&city).await, &city.app);
    let seeker = crate::referral::person(&city, "가○나", "0310001001").await;
    let ctx = counselor(&city).await;
    let view = app::seeker::get(&ctx, app, seeker).await.unwrap();
    let link = |url: &str| Link { title: "편집 작품".to_owned(), url: url.to_owned() };
    let with = |portfolio: Vec<Link>| Profile { portfolio, ..view.profile.clone().unwrap() };
    let refused = |failed: Result<(), Error>| -> Vec<String> {
        let Err(Error::Invalid(wrong)) = failed else { panic!("{failed:?}") };
        wrong.into_iter().map(|one| format!("{}: {}", one.field, one.message.code)).collect()
    };
    let inner = with(vec![link("https://films.example"), link("https://127.0.0.1/x")]);
    let failed = app::seeker::update(&ctx, app, seeker, view.seeker.version, inner).await;
    assert_eq!(refused(failed), ["portfolio_1_url: portfolio-inner"]);
    let six = with(vec![link("https://films.example"); 6]);
    let failed = app::seeker::update(&ctx, app, seeker, view.seeker.version, six).await;
    assert_eq!(refused(failed), ["portfolio_5_url: portfolio-most"]);
    let kept = vec![link("https://films.example/reel")];
    app::seeker::update(&ctx, app, seeker, view.seeker.version, with(kept.clone())).await.unwrap();
    let opening = crate::referral::opening(&city, workplace, 1).await;
    let id = app::referral::propose(&ctx, app, seeker, opening).await.unwrap();
    let theirs = firm(&city, workplace);
    assert!(matches!(app::referral::get(&theirs, app, id).await, Err(Error::NotFound)));
    app::referral::agree(&ctx, app, id, 1, Channel::Phone).await.unwrap();
    app::referral::send(&ctx, app, id, 2).await.unwrap();
    assert_eq!(app::referral::get(&theirs, app, id).await.unwrap().portfolio, kept);
    let letter = app::paper::letter(&ctx, app, id, "https://city.example/answer").await.unwrap();
    assert!(format!("{:?}", letter.blocks).contains("편집 작품: https://films.example/reel"));
    let no = app::referral::Answer::Rejected(domain::referral::RejectReason::Distance);
    app::referral::answer(&ctx, app, id, 3, no).await.unwrap();
    assert!(app::referral::get(&theirs, app, id).await.unwrap().portfolio.is_empty(), "it is over");
}
