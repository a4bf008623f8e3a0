//! Files through the one door: created, unchanged, closed, refused; never half.

use app::Error;
use app::import::{File, Kind, Options, Report, confirm, preview, rejected_file, run, upload};
use app::testing::TestCity;
use domain::{Lang, Role};

fn file(name: &str, text: &str) -> File {
    File { name: name.into(), bytes: text.as_bytes().to_vec() }
}

async fn take(city: &TestCity, kind: Kind, file: &File, options: &Options) -> Report {
    let ctx = city.as_role(Role::Supervisor).await;
    run(&ctx, &city.app, kind, file, options).await.unwrap()
}

const HEADER: &str =
    "사업장명,구인제목,모집직종,직무내용,모집인원,고용형태,임금,근무시간,근무요일,근무지,접수방법,대표전화\n";
const WHOLE: &str = "가상가구,가구 조립원,가구 조립원,가구를 조립합니다,2명,기간의 정함이 없는 근로계약,월 200만원,09:00~18:00,월~금,하늘시 별빛동,전화,054-000-1111\n";

#[tokio::test(flavor = "multi_thread")]
async fn real_announcements_become_drafts_and_a_second_run_changes_nothing() {
    let city = TestCity::new().await;
    let bytes =
        domain::reference::file("openings/busan_public_corp_postings_2020_2025.csv").unwrap().into_owned();
    let file = File { name: "busan.csv".into(), bytes };
    let first = take(&city, Kind::Openings, &file, &Options::default()).await;
    assert_eq!((first.rows, first.rejected), (186, 0));
    assert_eq!(first.created + first.duplicate, 186);
    assert_eq!(first.drafts, first.created, "none of them can be published");
    assert_eq!(first.missing["missing-wage"], first.created);
    let head = app::system::health(&city.app).await.unwrap().head;
    let second = take(&city, Kind::Openings, &file, &Options::default()).await;
    assert_eq!((second.created, second.updated, second.unchanged), (0, 0, first.created));
    assert_eq!(app::system::health(&city.app).await.unwrap().head, head, "not one change was written");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_whole_row_is_open_at_once_and_leaves_with_its_source() {
    let city = TestCity::new().await;
    let options = Options { source: "desk".into(), snapshot: true, ..Options::default() };
    let report = take(&city, Kind::Openings, &file("a.csv", &format!("{HEADER}{WHOLE}")), &options).await;
    assert_eq!((report.created, report.drafts), (1, 0), "{:?}", report.problems);
    city.settle().await;
    assert_eq!(city.app.projection.with(|state| state.openings.len()), 1);
    let other = WHOLE.replace("가구 조립원,", "가구 수리원,");
    let report = take(&city, Kind::Openings, &file("b.csv", &format!("{HEADER}{other}")), &options).await;
    assert_eq!((report.created, report.closed), (1, Some(1)));
    city.settle().await;
    assert_eq!(city.app.projection.with(|state| state.openings.len()), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_that_wants_fewer_than_were_found_fills_the_opening() {
    let city = TestCity::new().await;
    let options = Options { source: "desk".into(), ..Options::default() };
    let header = HEADER.replace("대표전화\n", "대표전화,구인인증번호\n");
    let row = WHOLE.replace("054-000-1111\n", "054-000-1111,K0000001\n");
    take(&city, Kind::Openings, &file("a.csv", &format!("{header}{row}")), &options).await;
    city.settle().await;
    let opening = city.app.projection.with(|state| *state.openings.keys().next().unwrap());
    let person = crate::referral::person(&city, "가○나", "0310001001").await;
    let sent = crate::referral::sent(&city, person, opening).await;
    let staff = city.as_role(Role::Supervisor).await;
    let hired = app::referral::Answer::Hired(jiff::civil::date(2016, 4, 1));
    app::referral::answer(&staff, &city.app, sent, 3, hired).await.unwrap();
    let state = async || store::opening::get(&city.app.store, city.app.tenant, opening).await.unwrap().state;
    assert_eq!(state().await.name(), domain::opening::StateName::Open);
    let fewer = row.replace("2명", "1명");
    let report = take(&city, Kind::Openings, &file("b.csv", &format!("{header}{fewer}")), &options).await;
    assert_eq!(report.updated, 1, "{:?}", report.problems);
    assert_eq!(state().await.name(), domain::opening::StateName::Filled);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_dry_run_and_a_refused_file_write_nothing() {
    let city = TestCity::new().await;
    let head = app::system::health(&city.app).await.unwrap().head;
    let dry = Options { dry_run: true, ..Options::default() };
    let report = take(&city, Kind::Openings, &file("a.csv", &format!("{HEADER}{WHOLE}")), &dry).await;
    assert_eq!(report.created, 1);
    let ctx = city.as_role(Role::Supervisor).await;
    for (name, text) in [("a.csv", ""), ("b.csv", "가,나\n1,2\n"), ("c.xlsx", "%PDF-1.7 not a sheet")] {
        let refused = run(&ctx, &city.app, Kind::Openings, &file(name, text), &Options::default()).await;
        assert!(matches!(refused, Err(Error::Invalid(fields)) if fields[0].field == "file"), "{name}");
    }
    // Making the two users above is all that was written.
    let written = app::system::health(&city.app).await.unwrap().head - head;
    assert!(written <= 2, "{written} changes");
}

#[tokio::test(flavor = "multi_thread")]
async fn rows_that_cannot_be_are_refused_with_place_and_reason_and_can_be_mended() {
    let city = TestCity::new().await;
    let wrong = ",,,,2명,,월 200만원,,,,,\n";
    let ctx = city.as_role(Role::Supervisor).await;
    let uploaded = file("a.csv", &format!("{HEADER}{WHOLE}{wrong}"));
    let id = upload(&ctx, &city.app, Kind::Openings, uploaded, "").await.unwrap();
    let seen = preview(&ctx, &city.app, id).await.unwrap();
    assert_eq!((seen.report.created, seen.report.rejected), (1, 1));
    assert_eq!(
        app::opening::list(&ctx, &city.app, &Default::default()).await.unwrap().total,
        0,
        "nothing before 확인"
    );
    let (report, _) = confirm(&ctx, &city.app, id, Default::default()).await.unwrap();
    let problem = report.problems.iter().find(|problem| problem.rejected).unwrap();
    assert_eq!(problem.row, 3);
    assert_eq!(problem.message.code, "row-no-opening");
    assert!(!city.app.catalogue.say(Lang::Ko, &problem.message).is_empty());
    let (name, bytes) = rejected_file(&ctx, &city.app, id, Lang::Ko).await.unwrap();
    assert_eq!(name, "a-rejected.xlsx");
    let again = File { name, bytes };
    let report =
        run(&ctx, &city.app, Kind::Openings, &again, &Options { dry_run: true, ..Options::default() })
            .await
            .unwrap();
    assert_eq!((report.rows, report.rejected), (1, 1), "the one row, still wrong until mended");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_cell_that_cannot_be_makes_a_draft_that_says_so() {
    let city = TestCity::new().await;
    // Nothing that publishing asks for is missing, and yet nobody checked the day.
    let header = HEADER.replace("대표전화\n", "대표전화,마감일\n");
    let row = WHOLE.replace("054-000-1111\n", "054-000-1111,2026-02-30\n");
    let report =
        take(&city, Kind::Openings, &file("a.csv", &format!("{header}{row}")), &Options::default()).await;
    assert_eq!((report.created, report.rejected, report.drafts), (1, 0, 1), "{:?}", report.problems);
    let problem = &report.problems[0];
    assert_eq!((problem.message.code.as_ref(), problem.rejected), ("date-impossible", false));
    assert!(problem.column.contains("마감일"), "{problem:?}");
    city.settle().await;
    assert_eq!(city.app.projection.with(|state| state.openings.len()), 0, "a draft is not shown");
    let people = "이름,생년월일,휴대전화,주소,희망직종,희망근무지역,희망임금,개인정보 수집 동의\n김카나,1990-02-03,010-0000-1111,하늘시 별빛동,요양보호사,하늘시,-5,Y\n";
    let report = take(&city, Kind::Seekers, &file("p.csv", people), &Options::default()).await;
    assert_eq!((report.created, report.rejected, report.drafts), (1, 0, 1), "{:?}", report.problems);
    assert_eq!(report.problems[0].message.code, "desired-wage-below-zero");
}

#[tokio::test(flavor = "multi_thread")]
async fn people_come_in_sealed_and_once() {
    let city = TestCity::new().await;
    let text = "이름,생년월일,휴대전화,주소,희망직종,희망근무지역,개인정보 수집 동의\n김카나,1990-02-03,010-0000-1111,하늘시 별빛동,요양보호사,하늘시,Y\n";
    let report = take(&city, Kind::Seekers, &file("people.csv", text), &Options::default()).await;
    assert_eq!((report.created, report.rejected), (1, 0), "{:?}", report.problems);
    let again = take(&city, Kind::Seekers, &file("people.csv", text), &Options::default()).await;
    assert_eq!((again.created, again.unchanged), (0, 1));
    for entry in std::fs::read_dir(city.path()).unwrap() {
        let path = entry.unwrap().path();
        let bytes = std::fs::read(&path).unwrap();
        for canary in ["김카나", "01000001111"] {
            assert!(
                !bytes.windows(canary.len()).any(|part| part == canary.as_bytes()),
                "{canary} in {}",
                path.display()
            );
        }
    }
    let clerk = city.as_role(Role::Clerk).await;
    let refused = run(&clerk, &city.app, Kind::Seekers, &file("people.csv", text), &Options::default()).await;
    assert!(matches!(refused, Err(Error::Forbidden(_))));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_takes_no_refusal_back_and_brings_nobody_back() {
    let city = TestCity::new().await;
    let text = |area: &str| {
        format!(
            "이름,생년월일,휴대전화,주소,희망직종,희망근무지역,개인정보 수집 동의,고용센터 제공 동의\n김카나,1990-02-03,010-0000-1111,{area},요양보호사,하늘시,Y,Y\n"
        )
    };
    let first = file("people.csv", &text("하늘시 별빛동"));
    take(&city, Kind::Seekers, &first, &Options::default()).await;
    let staff = city.as_role(Role::Supervisor).await;
    let filter = app::seeker::Filter { page: 1, size: 10, ..app::seeker::Filter::default() };
    let row = app::seeker::list(&staff, &city.app, &filter).await.unwrap().items.remove(0);
    let (id, mut profile) = (row.seeker.id, row.profile.unwrap());
    assert_eq!(profile.consents.employment_center, Some(true));
    profile.consents.employment_center = None;
    app::seeker::update(&staff, &city.app, id, row.seeker.version, profile).await.unwrap();
    let changed = file("people.csv", &text("하늘시"));
    assert_eq!(take(&city, Kind::Seekers, &changed, &Options::default()).await.updated, 1);
    let view = app::seeker::get(&staff, &city.app, id).await.unwrap();
    assert_eq!(view.profile.unwrap().consents.employment_center, Some(false));
    app::seeker::withdraw(&staff, &city.app, id).await.unwrap();
    assert_eq!(take(&city, Kind::Seekers, &first, &Options::default()).await.unchanged, 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_registers_nobody_of_whom_a_death_is_recorded() {
    let city = TestCity::new().await;
    let head = "이름,생년월일,휴대전화,주소,희망직종,희망근무지역,개인정보 수집 동의\n";
    let row =
        |name: &str, phone: &str| format!("{name},1990-02-03,{phone},하늘시 별빛동,요양보호사,하늘시,Y\n");
    let first = file("people.csv", &format!("{head}{}", row("김카나", "010-0000-1111")));
    take(&city, Kind::Seekers, &first, &Options::default()).await;
    let staff = city.as_role(Role::Supervisor).await;
    let filter = app::seeker::Filter { page: 1, size: 10, ..app::seeker::Filter::default() };
    let id = app::seeker::list(&staff, &city.app, &filter).await.unwrap().items[0].seeker.id;
    app::seeker::decease(&staff, &city.app, id, staff.today()).await.unwrap();
    let rows = format!("{head}{}{}", row("김카나", "010-0000-2222"), row("박카나", "010-0000-3333"));
    let second = file("more.csv", &rows);
    for dry_run in [true, false] {
        let options = Options { dry_run, ..Options::default() };
        let report = take(&city, Kind::Seekers, &second, &options).await;
        assert_eq!((report.rows, report.created, report.rejected), (2, 1, 1), "{:?}", report.problems);
        let problem = report.problems.iter().find(|problem| problem.rejected).unwrap();
        assert_eq!((problem.row, problem.message.code.as_ref()), (2, "seeker-deceased"));
    }
    assert_eq!(app::seeker::list(&staff, &city.app, &filter).await.unwrap().total, 2);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_child_in_a_file_stays_a_draft_and_is_accepted_by_nobody() {
    let city = TestCity::new().await;
    let text = "이름,생년월일,휴대전화,주소,희망직종,희망근무지역,개인정보 수집 동의\n김카나,2004-02-03,010-0000-1111,하늘시 별빛동,요양보호사,하늘시,Y\n";
    let report = take(&city, Kind::Seekers, &file("people.csv", text), &Options::default()).await;
    assert_eq!((report.created, report.drafts), (1, 1), "{:?}", report.problems);
    let staff = city.as_role(Role::Supervisor).await;
    let filter = app::seeker::Filter { page: 1, size: 10, ..app::seeker::Filter::default() };
    let row = app::seeker::list(&staff, &city.app, &filter).await.unwrap().items.remove(0);
    let refused = app::seeker::accept(&staff, &city.app, row.seeker.id).await;
    assert!(matches!(refused, Err(Error::Conflict(why)) if why.code == "minor-too-young"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_preview_shows_no_resident_number_and_takes_in_no_bare_heading() {
    let city = TestCity::new().await;
    let ctx = city.as_role(Role::Supervisor).await;
    let text = "성명,생년월일,희망직종,비고\n가상인,850302-1234567,요양보호사,8503021234567\n나상인,850302,요양보호사,850302 - 1234567 앞\n";
    let id = upload(&ctx, &city.app, Kind::Seekers, file("a.csv", text), "").await.unwrap();
    let seen = preview(&ctx, &city.app, id).await.unwrap();
    assert!(!format!("{seen:?}").contains("1234567"), "{seen:?}");
    assert_eq!((seen.rows[0][0][0].as_str(), seen.rows[0][0][1].as_str()), ("가상인", "***"));
    let heading = file("b.csv", "성명,생년월일,희망직종\n");
    let id = upload(&ctx, &city.app, Kind::Seekers, heading, "").await.unwrap();
    assert_eq!(preview(&ctx, &city.app, id).await.unwrap().report.rows, 0);
    let refused = confirm(&ctx, &city.app, id, Default::default()).await;
    assert!(matches!(refused, Err(Error::Conflict(why)) if why.code == "import-nothing"));
    let noise = upload(&ctx, &city.app, Kind::Seekers, file("c.xlsx", "아무 글이나\n"), "").await;
    assert!(matches!(noise, Err(Error::Invalid(wrong)) if wrong[0].message.code == "import-no-sheet"));
}
