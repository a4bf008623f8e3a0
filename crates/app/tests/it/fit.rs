//! The short form: what people type, and what it is taken for.

use std::collections::BTreeSet;

use app::fit::{Form, find};
use app::import::{File, Kind, Options, run};
use app::project;
use app::testing::TestCity;
use domain::Role;
use domain::area::AreaCode;
use domain::measure::{Query, Unit};
use domain::project::FundSource;

use crate::measure;

const OPENINGS: &str = "사업장명,구인제목,모집직종,직무내용,모집인원,고용형태,임금,근무시간,근무요일,근무지,접수방법,대표전화,재택\n\
    가상사무,자료 정리,사무직,집에서 자료를 정리합니다,2명,정규직,월 250만원,09:00~18:00,월~금,하늘시 별빛동,전화,054-000-1111,Y\n";

#[tokio::test(flavor = "multi_thread")]
async fn work_from_home_is_near_from_anywhere_for_whoever_asks_for_it() {
    let city = TestCity::new().await;
    let ctx = city.as_role(Role::Supervisor).await;
    let file = File { name: "o.csv".into(), bytes: OPENINGS.as_bytes().to_vec() };
    let report = run(&ctx, &city.app, Kind::Openings, &file, &Options::default()).await.unwrap();
    assert_eq!((report.created, report.drafts), (1, 0), "{:?}", report.problems);
    city.settle().await;
    let elsewhere = vec![AreaCode::parse("11110").unwrap()];
    let full = async |occupation: &str| {
        let form =
            Form { occupation_text: occupation.into(), desired_areas: elsewhere.clone(), ..Form::default() };
        find(&ctx, &city.app, &form).await.unwrap().full_total
    };
    assert_eq!((full("사무직").await, full("재택 사무직").await), (0, 1));
    let search = app::opening::Search { text: "재택".into(), ..Default::default() };
    assert_eq!(app::opening::search(&ctx, &city.app, &search).await.unwrap().total, 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn training_is_told_for_the_wished_work_and_a_little_of_any_where_there_is_none() {
    let city = TestCity::new().await;
    let manager = city.as_role(Role::PlanManager).await;
    let plan = measure::plan(&city, "민선 6기", 2014).await;
    let project = project::Form {
        number: "P-CARE".to_owned(),
        owner: Some(city.city_body().await),
        content: domain::project::Content {
            name: "돌봄센터".to_owned(),
            funds: [(FundSource::City, 900_000_000)].into(),
            sector: "care".to_owned(),
            ..domain::project::Content::default()
        },
        in_won: false,
    };
    let project = project::create(&manager, &city.app, project).await.unwrap();
    project::publish(&manager, &city.app, (project, 1)).await.unwrap();
    let (one, two) = (measure::department(&city, "관광과").await, measure::department(&city, "도로과").await);
    let trains =
        |project: &str| Query { unit: Unit::Completions, project: project.to_owned(), ..Query::default() };
    for (owner, name, project) in [
        (one, "맞춤훈련", ""),
        (two, "맞춤훈련", ""),
        (one, "청년훈련", ""),
        (two, "중장년훈련", ""),
        (two, "여성훈련", ""),
        (one, "이음과정", "P-CARE"),
        (one, "용접원 양성과정", ""),
    ] {
        let form = measure::form(plan, owner, name, trains(project));
        app::measure::create(&manager, &city.app, form).await.unwrap();
    }
    let told = async |occupation: &str| -> Vec<String> {
        let form = Form { occupation_text: occupation.into(), ..Form::default() };
        let fit = find(&manager, &city.app, &form).await.unwrap();
        fit.trainings.into_iter().map(|one| format!("{} {}", one.name, one.body)).collect()
    };
    assert_eq!(told("요양보호사").await, ["이음과정 관광과"], "by the sector of its project");
    assert_eq!(told("용접원").await, ["용접원 양성과정 관광과"], "by its name");
    let any = told("영상 편집").await;
    assert_eq!(any.len(), 3, "{any:?}");
    assert!(!any.iter().any(|one| one.starts_with("이음과정")), "it is for other work: {any:?}");
    let names: BTreeSet<&str> = any.iter().filter_map(|one| one.split(' ').next()).collect();
    assert_eq!(names.len(), 3, "each once: {any:?}");
}
