//! The short form: what people type, and what it is taken for.

use app::fit::{Form, find};
use app::import::{File, Kind, Options, run};
use app::testing::TestCity;
use domain::Role;
use domain::area::AreaCode;

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
