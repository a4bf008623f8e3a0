//! The scenario of public works (공공근로): three stages of a year by invented rules like a city's own, one of each household,
//! two stages in a row at most, a household income up to 65 % of the median. Each refusal names its rule in the words of the
//! programme's page, and whoever stands just inside of a limit is taken.

use app::cohort::{Form, complete, plan, publish, select, start};
use app::enrolment::{apply, enrol, of_cohort, of_seeker, tell};
use app::support_program::{get, told};
use app::testing::TestCity;
use domain::Role;
use domain::area::AreaCode;
use domain::cohort::{Completion, Criterion};
use domain::enrolment::{State, StateName};
use domain::id::{CohortId, EnrolmentId, SeekerId};
use domain::message::{Lang, Message};
use domain::support_program::{
    Fact, Facts, Missing, Paper, ProgramId, Residence, Status, Verdict, VersionId, Work,
};
use jiff::civil::{Date, date};

use crate::enrolment::{applicant, at};
use crate::referral::counselor;

const WORKS: &str = "works";

/// The three stages, the latest first, as a file of `data/programmes`.
fn rules() -> String {
    let stage = |nth: u8, from: &str, until: &str, [first, last]: [&str; 2], [begins, ends]: [&str; 2]| {
        format!(
            r#"
[[version]]
id = "2016-{nth}"
name_ko = "2016년 {nth}단계"
name_en = "2016, stage {nth}"
from = {from}
until = {until}
apply = {{ from = {first}, until = {last} }}
period = {{ from = {begins}, until = {ends} }}
stage = {{ year = 2016, nth = {nth}, of = 3 }}
gives_ko = "주 25시간"
gives_en = "25 hours a week"
sources = ["invented"]
source_kind = "official"
conditions = [
  {{ kind = "age", min = 18, on = "start" }},
  {{ kind = "residence", area = "4128" }},
  {{ kind = "income", most_percent = 65 }},
  {{ kind = "assets", most_won = 200_000_000 }},
  {{ kind = "work", of = ["unemployed", "no_regular_income"] }},
  {{ kind = "is_none", of = ["unemployment_benefit", "student"] }},
  {{ kind = "one_per_household" }},
  {{ kind = "in_a_row", most = 2 }},
]
"#
        )
    };
    let head = format!(
        "id = \"{WORKS}\"\nname_ko = \"공공근로사업\"\nname_en = \"Public works\"\noperator = \"고양시\"\narea = \"4128\"\n\
         kind = \"direct_job\"\nfor = \"person\"\nlicence = \"invented\"\n"
    );
    [
        head,
        stage(3, "2016-08-01", "2016-12-31", ["2016-08-01", "2016-08-05"], ["2016-08-08", "2016-11-30"]),
        stage(2, "2016-04-01", "2016-07-31", ["2016-04-04", "2016-04-08"], ["2016-04-11", "2016-07-29"]),
        stage(1, "2016-01-01", "2016-03-31", ["2016-01-04", "2016-01-08"], ["2016-01-11", "2016-03-31"]),
    ]
    .concat()
}

fn works() -> ProgramId {
    ProgramId::parse(WORKS).unwrap()
}

/// Somebody without work, in no other programme, whose household lives in the city on 65 % of the median.
fn facts() -> Facts {
    Facts {
        born_on: Some(date(1979, 5, 6)),
        residence: Some(Residence { area: AreaCode::parse("41285").unwrap(), since: None }),
        income_percent: Some(65),
        assets_won: Some(200_000_000),
        work: Some(Work::Unemployed),
        told: [(Status::UnemploymentBenefit, false), (Status::Student, false)].into(),
        history: Some(Vec::new()),
        household: Some([].into()),
        ..Facts::default()
    }
}

/// Calls for a stage on a day on which one may apply.
async fn called(city: &TestCity, stage: &str, today: Date, [from, until]: [Date; 2]) -> CohortId {
    at(city, today);
    let ctx = counselor(city).await;
    let form = Form {
        program: works(),
        version: VersionId::parse(stage),
        organisation: None,
        seats: 10,
        apply_until: None,
        from,
        until,
        sessions: Vec::new(),
        criteria: vec![Criterion::Draw],
        completion: Completion::Stayed,
    };
    let id = plan(&ctx, &city.app, form).await.unwrap();
    publish(&ctx, &city.app, id).await.unwrap();
    id
}

async fn applied(
    city: &TestCity,
    cohort: CohortId,
    seeker: SeekerId,
    facts: Facts,
) -> (EnrolmentId, Verdict) {
    let applied = apply(&counselor(city).await, &city.app, cohort, seeker, facts).await.unwrap();
    (applied.id, applied.verdict)
}

/// Everybody who was taken works from the first day to the last.
async fn worked(city: &TestCity, cohort: CohortId, [from, until]: [Date; 2]) {
    let app = &city.app;
    select(&counselor(city).await, app, cohort).await.unwrap();
    at(city, from);
    let ctx = counselor(city).await;
    start(&ctx, app, cohort).await.unwrap();
    for row in of_cohort(&ctx, app, cohort).await.unwrap() {
        if matches!(row.enrolment.state, State::Selected { .. }) {
            enrol(&ctx, app, row.enrolment.id).await.unwrap();
        }
    }
    at(city, until);
    complete(&counselor(city).await, app, cohort).await.unwrap();
}

/// The one reason of a refusal in words; it must be what the programme's page says that it asks.
async fn rule_of(city: &TestCity, verdict: &Verdict, code: &str) -> String {
    let Verdict::NotEligible { reasons } = verdict else { panic!("{verdict:?}") };
    assert_eq!(reasons.iter().map(|why| &*why.code).collect::<Vec<&str>>(), [code]);
    let said = city.app.catalogue.say(Lang::Ko, &reasons[0]);
    let ctx = city.as_role(Role::Citizen).await;
    let page = told(&city.app, &get(&ctx, &city.app, WORKS).unwrap(), Lang::Ko);
    assert!(page.conditions.contains(&said), "{said}: {:?}", page.conditions);
    said
}

#[tokio::test(flavor = "multi_thread")]
async fn one_of_each_household_and_an_income_that_must_be_shown() {
    let city = TestCity::with_programs("goyang", &[("works.toml", &rules())]).await;
    let days = [date(2016, 1, 11), date(2016, 3, 31)];
    let cohort = called(&city, "2016-1", date(2016, 1, 5), days).await;
    let (first, second, third, fourth) = (
        applicant(&city, 0).await,
        applicant(&city, 1).await,
        applicant(&city, 2).await,
        applicant(&city, 3).await,
    );
    assert_eq!(applied(&city, cohort, first, facts()).await.1, Verdict::Eligible);

    // Of the same household, and of one that is in another programme.
    let same = Facts { household: Some([works()].into()), ..facts() };
    let (refused, verdict) = applied(&city, cohort, second, same).await;
    let said = rule_of(&city, &verdict, "one-per-household").await;
    assert_eq!(said, "같은 단계에는 한 가구에서 한 사람만 참여할 수 있습니다.");
    let other = Facts { household: Some([ProgramId::parse("other").unwrap()].into()), ..facts() };
    assert_eq!(applied(&city, cohort, third, other).await.1, Verdict::Eligible);

    // Nobody knows the income: the receipt of the health insurance shows it.
    let unknown = Facts { income_percent: None, ..facts() };
    let (open, verdict) = applied(&city, cohort, fourth, unknown).await;
    let Verdict::Unknown { missing } = verdict else { panic!("{verdict:?}") };
    assert_eq!(missing, [Missing::Fact(Fact::Income)].into());
    let papers: Vec<Paper> = missing.iter().filter_map(|what| what.paper()).collect();
    assert_eq!(papers, [Paper::HealthInsurance]);
    let paper = city.app.catalogue.say(Lang::Ko, &Message::word("support-paper", papers[0].into()));
    assert_eq!(paper, "건강보험료 납부확인서");
    let ctx = counselor(&city).await;
    assert_eq!(tell(&ctx, &city.app, open, facts()).await.unwrap(), Verdict::Eligible, "65 %");
    let more = Facts { income_percent: Some(66), ..facts() };
    let Verdict::NotEligible { reasons } = applied(&city, cohort, applicant(&city, 4).await, more).await.1
    else {
        panic!("66 % is more")
    };
    assert_eq!(
        city.app.catalogue.say(Lang::Ko, &reasons[0]),
        "가구소득이 기준중위소득의 65% 이하여야 하는데 66%입니다."
    );

    worked(&city, cohort, days).await;
    let view = app::cohort::get(&counselor(&city).await, &city.app, cohort).await.unwrap();
    assert_eq!((view.tally.applied, view.tally.now(StateName::Completed)), (5, 3));
    assert_eq!(view.tally.now(StateName::Refused), 2);
    // Why somebody was refused is told to them, and stands in no log.
    let ctx = counselor(&city).await;
    let (part, kept) = of_seeker(&ctx, &city.app, second).await.unwrap().remove(0);
    assert!(matches!(kept.unwrap().verdict, Verdict::NotEligible { .. }) && part.id == refused);
    let log = store::change::of_noun(&city.app.store, city.app.tenant, refused.0, 9).await.unwrap();
    assert!(log.iter().all(|entry| !entry.body.to_string().contains("household")), "{log:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_second_stage_in_a_row_is_allowed_and_a_third_is_not() {
    let city = TestCity::with_programs("goyang", &[("works.toml", &rules())]).await;
    let one = [date(2016, 1, 11), date(2016, 3, 31)];
    let cohort = called(&city, "2016-1", date(2016, 1, 5), one).await;
    let (always, first_only, second_only) =
        (applicant(&city, 0).await, applicant(&city, 1).await, applicant(&city, 2).await);
    for seeker in [always, first_only] {
        assert_eq!(applied(&city, cohort, seeker, facts()).await.1, Verdict::Eligible);
    }
    worked(&city, cohort, one).await;

    let two = [date(2016, 4, 11), date(2016, 7, 29)];
    let cohort = called(&city, "2016-2", date(2016, 4, 5), two).await;
    for seeker in [always, second_only] {
        assert_eq!(applied(&city, cohort, seeker, facts()).await.1, Verdict::Eligible, "the second in a row");
    }
    worked(&city, cohort, two).await;

    let cohort = called(&city, "2016-3", date(2016, 8, 2), [date(2016, 8, 8), date(2016, 11, 30)]).await;
    // What the city knows itself refuses, also whoever does not tell of it.
    let silent = Facts { history: None, ..facts() };
    let (refused, verdict) = applied(&city, cohort, always, silent).await;
    let said = rule_of(&city, &verdict, "stages-in-a-row").await;
    assert_eq!(said, "연속해서 2단계까지만 참여할 수 있습니다.");
    for seeker in [first_only, second_only] {
        assert_eq!(
            applied(&city, cohort, seeker, facts()).await.1,
            Verdict::Eligible,
            "not two right before"
        );
    }
    let ctx = counselor(&city).await;
    let parts = of_seeker(&ctx, &city.app, always).await.unwrap();
    let stood = |stage: &str| {
        let of = |(part, _): &&(domain::enrolment::Enrolment, _)| part.program_version.as_str() == stage;
        parts.iter().find(of).unwrap().0.state.name()
    };
    assert_eq!((stood("2016-1"), stood("2016-2")), (StateName::Completed, StateName::Completed));
    assert_eq!(stood("2016-3"), StateName::Refused);
    assert!(parts.iter().any(|(part, _)| part.id == refused));
    assert!(store::change::rows_agree(&city.app.store, city.app.tenant).await.unwrap());
}
