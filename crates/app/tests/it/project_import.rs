//! Files of projects as budget offices export them: each row becomes a project, corrects one, or says why not.

use app::import::{File, Kind, Options, Report, run};
use app::project;
use app::testing::TestCity;
use domain::project::{FundSource, Stage};
use domain::{Actor, Ctx, Role};

use crate::referral::elsewhere;

async fn take(ctx: &Ctx, city: &TestCity, text: &str) -> Report {
    let file = File { name: "예산.csv".into(), bytes: text.as_bytes().to_vec() };
    run(ctx, &city.app, Kind::Projects, &file, &Options::default()).await.unwrap()
}

fn counts(report: &Report) -> [usize; 6] {
    [report.rows, report.created, report.updated, report.unchanged, report.duplicate, report.rejected]
}

const HEAD: &str =
    "2016년 세부사업 현황,,,,,,(단위: 천원)\n세부사업코드,세부사업명,부서명,국비,시비,추진상황,산업\n";

#[tokio::test(flavor = "multi_thread")]
async fn an_export_of_the_budget_is_taken_in_once_and_a_second_run_changes_nothing() {
    let city = TestCity::new().await;
    elsewhere(&city).await;
    let plan = city.as_role(Role::PlanManager).await;
    let text = format!(
        "{HEAD}\
         2016-01,돌봄센터 설치,가상 새일센터,\"100,000\",\"762,000\",추진중,care\n\
         2016-02,하천 정비,가상새일센터,,\"1,200,000\",보류,\n\
         2016-02,하천 정비,가상새일센터,,\"1,200,000\",보류,\n\
         2016-03,조사,없는과,,\"500,000\",,\n\
         2016-04,무예산,가상새일센터,0,0,,\n\
         ,번호 없음,가상새일센터,,\"500,000\",,\n\
         2016-05,이상한 산업,가상새일센터,,\"500,000\",,어업\n\
         합계,,,,,,\n"
    );
    let report = take(&plan, &city, &text).await;
    assert_eq!(counts(&report), [8, 3, 0, 0, 1, 4], "{:?}", report.problems);
    let rejected: Vec<(usize, &str)> = report
        .problems
        .iter()
        .filter(|one| one.rejected)
        .map(|one| (one.row, one.message.code.as_ref()))
        .collect();
    let wanted = [
        (6, "project-department-unknown"),
        (7, "project-funds-none"),
        (8, "project-number-missing"),
        (10, "row-is-sum"),
    ];
    assert_eq!(rejected, wanted);
    assert!(
        report
            .problems
            .iter()
            .any(|one| (one.row, one.message.code.as_ref()) == (9, "project-sector-unread"))
    );

    let known = project::list(&plan, &city.app).await.unwrap();
    let first = known.iter().find(|one| one.number == "2016-01").unwrap();
    assert_eq!(first.content.funds[&FundSource::City], 762_000_000, "the unit stands above the header");
    assert_eq!((first.stage(), first.content.sector.as_str()), (Stage::Underway, "care"));
    assert_eq!(known.iter().find(|one| one.number == "2016-02").unwrap().stage(), Stage::Suspended);

    let head = app::system::health(&city.app).await.unwrap().head;
    let again = take(&plan, &city, &text).await;
    assert_eq!(counts(&again), [8, 0, 0, 3, 1, 4]);
    assert_eq!(app::system::health(&city.app).await.unwrap().head, head, "not one change was written");

    // A later export corrects and goes on; what it leaves empty stays, and nobody's answer is lost.
    let later =
        format!("{HEAD}2016-01,돌봄센터 설치,가상 새일센터,,\"800,000\",완료,\n2016-02,하천 정비,,,,계획,\n");
    let report = take(&plan, &city, &later).await;
    assert_eq!(counts(&report), [2, 0, 1, 1, 0, 0], "{:?}", report.problems);
    let known = project::list(&plan, &city.app).await.unwrap();
    let first = known.iter().find(|one| one.number == "2016-01").unwrap();
    assert_eq!((first.stages.len(), first.stage()), (2, Stage::Completed));
    assert_eq!(first.content.sector, "care");
    // No stage goes back, and the row says so.
    assert!(
        report
            .problems
            .iter()
            .any(|one| (one.row, one.message.code.as_ref()) == (4, "project-stage-refused"))
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_department_brings_in_its_own_projects_only() {
    let city = TestCity::new().await;
    let body = elsewhere(&city).await;
    let clerk = city.app.ctx(Actor::staff(Role::Clerk, city.user(Role::Clerk).await, Some(body)));
    let name = city.app.city.name_ko().to_owned();
    let text = format!(
        "{HEAD}2016-01,우리 사업,,,\"500,000\",,\n2016-02,남의 사업,{name},,\"500,000\",,\n2016-03,적힌 부서,가상 새일센터,,\"862\",,\n"
    );
    let report = take(&clerk, &city, &text).await;
    assert_eq!(counts(&report), [3, 1, 0, 0, 0, 2], "{:?}", report.problems);
    let codes: Vec<&str> = report.problems.iter().map(|one| one.message.code.as_ref()).collect();
    assert_eq!(codes, ["project-of-others", "project-funds-unlikely"]);
    let known = project::list(&clerk, &city.app).await.unwrap();
    assert_eq!((known.len(), known[0].owner), (1, body));
    // What is asked is ticked in the preview, and then taken in.
    let in_won = Options { in_won: true, ..Options::default() };
    let file = File { name: "예산.csv".into(), bytes: text.clone().into_bytes() };
    let ticked = run(&clerk, &city.app, Kind::Projects, &file, &in_won).await.unwrap();
    assert_eq!(counts(&ticked), [3, 1, 0, 1, 0, 1], "{:?}", ticked.problems);
    let counselor = city.as_role(Role::Counselor).await;
    let file = File { name: "a.csv".into(), bytes: text.into_bytes() };
    let refused = run(&counselor, &city.app, Kind::Projects, &file, &Options::default()).await;
    assert!(matches!(refused, Err(app::Error::Forbidden(_))), "{refused:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_demo_city_has_the_projects_of_2016_with_their_history() {
    let city = TestCity::of("goyang").await;
    city.clock.set("2026-11-02T00:00:00Z".parse().unwrap());
    let sizes = app::demo::Sizes { employers: 60, openings: 400, seekers: 80 };
    let ctx = city.app.system_ctx();
    app::populate::demo_city(&ctx, &city.app, [3; 32], &sizes, &|_, _| {}).await.unwrap();
    city.settle().await;
    let plan = city.as_role(Role::PlanManager).await;
    let projects = project::list(&plan, &city.app).await.unwrap();
    assert_eq!(projects.len(), 50);
    assert!(project::departments(&plan, &city.app).await.unwrap().len() >= 25, "of all departments");
    let of = |number: &str| projects.iter().find(|one| one.number == number).unwrap();

    let given_up = project::get(&plan, &city.app, of("P2016-KVALLEY").id).await.unwrap();
    let stages: Vec<Stage> = given_up.project.stages.iter().map(|staged| staged.stage).collect();
    assert_eq!(stages, [Stage::Underway, Stage::Suspended, Stage::Cancelled]);
    assert_eq!(given_up.project.stages[2].on, jiff::civil::date(2024, 6, 30));
    assert_eq!(given_up.estimates.len(), 6, "what was announced stays");
    let event = app::roster::board(&plan, &city.app, of("P2016-ROTARY").id).await.unwrap();
    assert_eq!((event.worked.persons.value(), event.worked.days.value()), (320, 1_520));
    let site = app::hiring_commitment::Of::Project(of("P-025").id);
    let lines = app::hiring_commitment::lines(&plan, &city.app, site).await.unwrap();
    let kept = lines[0].kept.unwrap();
    assert_eq!((kept.of_persons, kept.by_persons()), (Some(345), Some(false)));
    assert_eq!(app::mou::list(&plan, &city.app).await.unwrap().len(), 4);
    let zone = app::mou::list(&plan, &city.app).await.unwrap().pop().unwrap();
    assert_eq!((zone.mou.signed_on, zone.partners.len()), (jiff::civil::date(2015, 5, 19), 14));
    let span = (jiff::civil::date(2026, 11, 1), jiff::civil::date(2027, 4, 30));
    let calendar = app::calendar::calendar(&plan, &city.app, span).await.unwrap();
    assert!(calendar.len() > 30 && calendar.iter().any(|entry| !entry.hiring.is_empty()));
    // Some work came of them, and every grade is somewhere.
    let offered = app::project::Filter { size: 100, ..Default::default() };
    let mut found = [0, 0];
    for one in project::select(&plan, &city.app, &offered).await.unwrap().items {
        let outcome = project::outcome(&plan, &city.app, one.project.id).await.unwrap();
        found[0] += outcome.openings.len();
        found[1] += usize::from(!outcome.placed.classes.is_empty());
    }
    assert!(found[0] > 10 && found[1] > 0, "{found:?}");
}
