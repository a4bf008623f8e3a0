//! Contacts: nobody is kept without consent or read without sharing; found twice and decided; erased; taken in from a list.

use app::Error;
use app::contact::{Filter, Form, Row, confirm, create, erase, get, list, settle, update};
use app::import::{File, Kind, Options, run};
use app::testing::TestCity;
use domain::contact::{Details, Sharing};
use domain::{Ctx, Role};
use jiff::civil::date;

use crate::coop_request::clerk;

fn known(firm: &str, name: &str, sharing: Sharing) -> Form {
    Form {
        firm: firm.to_owned(),
        business_number: String::new(),
        body: None,
        sector: "care".to_owned(),
        sharing,
        consented_on: Some(date(2016, 3, 2)),
        last_on: None,
        details: Details { name: name.to_owned(), phone: "010-5555-7777".to_owned(), ..Details::default() },
    }
}

async fn all(ctx: &Ctx, city: &TestCity) -> Vec<Row> {
    list(ctx, &city.app, &Filter::default()).await.unwrap()
}

fn names(rows: &[Row]) -> Vec<Option<&str>> {
    rows.iter().map(|row| row.details.as_ref().map(|details| details.name.as_str())).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn who_a_contact_is_is_read_only_where_it_is_shared_and_every_look_is_left() {
    let city = TestCity::new().await;
    let app = &city.app;
    let (here, there) = (clerk(&city, "관광과").await, clerk(&city, "건설과").await);
    let own = create(&here, app, known("가 협회", "가○나", Sharing::Own)).await.unwrap();
    let shared = create(&here, app, known("나 협회", "다○라", Sharing::City)).await.unwrap();
    assert_eq!(names(&all(&here, &city).await), [Some("가○나"), Some("다○라")]);
    let seen = all(&there, &city).await;
    assert_eq!(names(&seen), [None, Some("다○라")], "that somebody is known there, not who");
    assert!(seen.iter().all(|row| !row.may_write));
    assert!(matches!(get(&there, app, own).await, Err(Error::NotFound)));
    let row = get(&there, app, shared).await.unwrap();
    assert!(matches!(erase(&there, app, (shared, 1)).await, Err(Error::NotFound)), "read, not changed");
    let looks = store::look::count(&app.store, app.tenant, row.contact.person).await.unwrap();
    assert!(looks >= 3, "two lists and a page: {looks}");
    for role in [Role::Citizen, Role::Seeker, Role::Employer, Role::Partner, Role::Mayor, Role::Operator] {
        let ctx = city.as_role(role).await;
        assert!(matches!(list(&ctx, app, &Filter::default()).await, Err(Error::Forbidden(_))), "{role}");
    }
    let citizen = city.as_role(Role::Citizen).await;
    assert_eq!(app::contact::public(&citizen, app, "care").await.unwrap().len(), 0);
    create(&here, app, known("다 협회", "마○바", Sharing::Public)).await.unwrap();
    assert_eq!(app::contact::public(&citizen, app, "care").await.unwrap()[0].1.phone, "01055557777");
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_is_kept_without_consent_and_whoever_asks_is_erased() {
    let city = TestCity::new().await;
    let app = &city.app;
    let here = clerk(&city, "관광과").await;
    let fields = async |form: Form| match create(&here, app, form).await {
        Err(Error::Invalid(fields)) => fields.iter().map(|one| one.field.to_string()).collect::<Vec<_>>(),
        other => panic!("{other:?}"),
    };
    let agreed = known("가 협회", "가○나", Sharing::Own);
    assert_eq!(fields(Form { consented_on: None, ..agreed.clone() }).await, ["consented_on"]);
    let wrong =
        Form { business_number: "123".into(), firm: " ".into(), sector: "x".into(), ..agreed.clone() };
    assert_eq!(fields(wrong).await, ["business_number", "firm", "sector"]);
    let id = create(&here, app, agreed.clone()).await.unwrap();
    assert_eq!(fields(agreed.clone()).await, ["firm"], "the same person twice");
    let late = update(&here, app, (id, 5), agreed.clone()).await;
    assert!(matches!(late, Err(Error::Conflict(_))));
    // A form from which the name was taken out erases it.
    let emptied = Form { details: Details::default(), ..agreed.clone() };
    update(&here, app, (id, 1), emptied).await.unwrap();
    let row = get(&here, app, id).await.unwrap();
    assert!(row.contact.erased && row.details.unwrap() == Details::default());
    assert!(matches!(erase(&here, app, (id, 2)).await, Err(Error::Conflict(_))), "nobody is left to erase");
    // Somebody new at the firm has a key of their own.
    update(&here, app, (id, 2), known("가 협회", "사○아", Sharing::Own)).await.unwrap();
    assert_eq!(names(&all(&here, &city).await), [Some("사○아")]);
    erase(&here, app, (id, 3)).await.unwrap();
    assert!(store::change::rows_agree(&app.store, app.tenant).await.unwrap());
    assert!(
        app::organisation::get(&here, app, here.actor.organisation.unwrap())
            .await
            .unwrap()
            .profile
            .network_confirmed_on
            .is_none()
    );
    confirm(&here, app).await.unwrap();
    let body = app::organisation::get(&here, app, here.actor.organisation.unwrap()).await.unwrap();
    assert_eq!(body.profile.network_confirmed_on, Some(here.today()));
}

const LIST: &str = "업체명,사업자등록번호,담당자,연락처,동의일\n";

#[tokio::test(flavor = "multi_thread")]
async fn a_departments_own_list_is_taken_in_once_and_what_another_has_waits_for_a_decision() {
    let city = TestCity::new().await;
    let app = &city.app;
    let (here, there) = (clerk(&city, "관광과").await, clerk(&city, "건설과").await);
    let number = domain::employer::BusinessNumber::from_first_nine(123_456_789).to_string();
    let theirs =
        Form { business_number: number.clone(), ..known("별빛가구", "가○나", Sharing::City) };
    create(&there, app, theirs).await.unwrap();
    let text = format!(
        "{LIST}(주) 별빛 가구,{number},다○라,010-1111-2222,2016-03-02\n새 업체,,마○바,010-3333-4444,\n새 업체,,마○바,010-3333-4444,\n,,사○아,,\n셋 업체,123,,,\n"
    );
    let file = File { name: "연락처.csv".into(), bytes: text.into_bytes() };
    let dry = Options { dry_run: true, ..Options::default() };
    let preview = run(&here, app, Kind::Contacts, &file, &dry).await.unwrap();
    assert_eq!(all(&here, &city).await.len(), 1, "nothing is kept before it is confirmed");
    let report = run(&here, app, Kind::Contacts, &file, &Options::default()).await.unwrap();
    assert_eq!(preview.created, report.created);
    assert_eq!((report.rows, report.created, report.duplicate, report.rejected), (5, 3, 1, 1));
    let code = |code: &str| report.problems.iter().any(|problem| problem.message.code == code);
    assert!(code("contact-known-elsewhere") && code("contact-without-consent") && code("row-no-firm"));
    assert!(code("business-number-length"));
    let again = run(&here, app, Kind::Contacts, &file, &Options::default()).await.unwrap();
    assert_eq!((again.created, again.updated, again.unchanged), (0, 0, 3));

    let mine = Filter { organisation: here.actor.organisation, ..Filter::default() };
    let rows = list(&here, app, &mine).await.unwrap();
    assert_eq!(rows.len(), 3);
    let twice = list(&here, app, &Filter { alike: true, ..Filter::default() }).await.unwrap();
    let [twice] = &twice[..] else { panic!("one") };
    assert_eq!(twice.details.as_ref().unwrap().name, "다○라");
    let nobody = rows.iter().find(|row| row.contact.firm == "새 업체").unwrap();
    assert_eq!(nobody.details, Some(Details::default()), "no day of consent, no name");
    let (id, version) = (twice.contact.id, twice.contact.version);
    assert!(matches!(settle(&there, app, (id, version), true).await, Err(Error::NotFound)));
    settle(&here, app, (id, version), false).await.unwrap();
    assert!(matches!(settle(&here, app, (id, version + 1), false).await, Err(Error::Conflict(_))));
    assert_eq!(get(&here, app, id).await.unwrap().details.unwrap().name, "다○라", "somebody else stays");
    // What was known before is told to whoever looks at the firm.
    let talks = app::network::talks(&here, app, None, "별빛가구").await.unwrap();
    assert_eq!(talks.iter().filter(|talk| talk.kind == "contact").count(), 2);
}

/// Of a file and of a department each is kept once, however its firm is written; a list with fewer columns leaves the rest.
#[tokio::test(flavor = "multi_thread")]
async fn a_list_stores_nobody_twice_and_takes_nothing_away_that_it_does_not_tell() {
    let city = TestCity::new().await;
    let app = &city.app;
    let here = clerk(&city, "관광과").await;
    let number = domain::employer::BusinessNumber::from_first_nine(123_456_789).to_string();
    let wrong = format!("{}{}", &number[..number.len() - 1], if number.ends_with('0') { '1' } else { '0' });
    let take = async |text: &str| {
        let file = File { name: "연락처.csv".into(), bytes: text.to_owned().into_bytes() };
        run(&here, app, Kind::Contacts, &file, &Options::default()).await.unwrap()
    };
    let full = "업체명,사업자등록번호,담당자,직위,연락처,이메일,동의일,공개범위\n";
    let first = take(&format!(
        "{full}(주)별빛가구,{number},가○나,과장,010-1111-2222,a@example.com,2016-03-02,전부서\n별빛가구 주식회사,{number},가○나,,,,2016-03-02,\n별빛 가구,,가○나,,,,2016-03-02,\n별님상사,{wrong},다○라,,,,2016-03-02,\n"
    ))
    .await;
    assert_eq!((first.rows, first.created, first.duplicate, first.rejected), (4, 2, 2, 0));
    let said = |report: &app::import::Report, code: &str| -> Vec<usize> {
        let of = report.problems.iter().filter(|problem| problem.message.code == code);
        of.map(|problem| problem.row).collect()
    };
    assert_eq!(said(&first, "contact-twice"), [3, 4]);
    assert_eq!(said(&first, "business-number-check-digit"), [5]);

    let kept = |rows: &[Row]| {
        let row = rows.iter().find(|row| row.contact.business_number.is_some()).unwrap();
        (row.contact.sharing, row.contact.consented_on, row.details.clone().unwrap())
    };
    let before = kept(&all(&here, &city).await);
    assert_eq!((before.0, before.2.phone.as_str()), (Sharing::City, "01011112222"));
    let fewer = take(&format!("업체명,사업자등록번호\n별빛가구,{number}\n")).await;
    assert_eq!((fewer.created, fewer.duplicate), (0, 0));
    assert_eq!(kept(&all(&here, &city).await), before, "nothing it does not tell is taken away");
    let next = "업체명,담당자,연락처,동의일\n별빛가구,가○나,010-3333-4444,2016-03-02\n";
    // Before it is taken in, each change is told with what it replaces; what is kept of the file never holds it.
    let file = File { name: "연락처.csv".into(), bytes: next.to_owned().into_bytes() };
    let look = Options { dry_run: true, ..Options::default() };
    let told = run(&here, app, Kind::Contacts, &file, &look).await.unwrap();
    let told: Vec<_> =
        told.changes.iter().map(|one| (one.row, one.field, &*one.before, &*one.after)).collect();
    assert_eq!(told.len(), 1);
    assert_eq!(told[0], (2, "contact-phone", "010-1111-2222", "010-3333-4444"));
    let other = take(next).await;
    assert!(other.changes.is_empty(), "what is kept of a file names nobody");
    assert_eq!((other.created, other.updated), (0, 1));
    let after = kept(&all(&here, &city).await);
    assert_eq!((after.0, after.2.phone.as_str(), &after.2.email), (before.0, "01033334444", &before.2.email));
    assert_eq!(all(&here, &city).await.len(), 2);
}

#[tokio::test(flavor = "multi_thread")]
async fn whom_nobody_had_to_do_with_for_two_years_is_forgotten_and_the_firm_stays() {
    let city = TestCity::new().await;
    let app = &city.app;
    let here = clerk(&city, "관광과").await;
    let quiet = create(&here, app, known("가 협회", "가○나", Sharing::City)).await.unwrap();
    let lively = Form { last_on: Some(date(2016, 3, 14)), ..known("나 협회", "다○라", Sharing::City) };
    let lively = create(&here, app, lively).await.unwrap();
    // The fourteenth of March and 730 days: the last day on which the first is known.
    city.clock.advance_days(730);
    let done = app::retention::daily(&app.system_ctx(), app, true).await.unwrap();
    assert_eq!(done.network, 0);
    let here = app.ctx(here.actor.clone());
    let met = Form { last_on: Some(date(2018, 3, 1)), ..known("나 협회", "다○라", Sharing::City) };
    update(&here, app, (lively, 1), met).await.unwrap();
    city.clock.advance_days(1);
    let done = app::retention::daily(&app.system_ctx(), app, true).await.unwrap();
    assert_eq!(done.network, 1);
    let here = app.ctx(here.actor.clone());
    let row = get(&here, app, quiet).await.unwrap();
    assert!(
        row.contact.erased && row.details.is_none_or(|details| details.is_empty()),
        "nobody is known there"
    );
    assert_eq!(row.contact.firm, "가 협회");
    assert_eq!(get(&here, app, lively).await.unwrap().details.unwrap().name, "다○라");
}

#[tokio::test(flavor = "multi_thread")]
async fn two_people_of_a_firm_whose_names_may_not_be_kept_are_one_contact() {
    let city = TestCity::new().await;
    let here = clerk(&city, "관광과").await;
    let number = domain::employer::BusinessNumber::from_first_nine(100_000_001).to_string();
    let bare: String = number.chars().filter(char::is_ascii_digit).collect();
    let rows =
        format!("하늘농원,{number},가○나,,\n하늘 농원,{bare},다○라,,\n하늘농원,{number},마○바,,2016-03-02\n");
    let file = File { name: "a.csv".into(), bytes: format!("{LIST}{rows}").into_bytes() };
    let report = run(&here, &city.app, Kind::Contacts, &file, &Options::default()).await.unwrap();
    assert_eq!((report.rows, report.created, report.duplicate), (3, 2, 1), "{:?}", report.problems);
    let again = run(&here, &city.app, Kind::Contacts, &file, &Options::default()).await.unwrap();
    assert_eq!((again.created, again.updated, again.unchanged), (0, 0, 2), "{:?}", again.problems);
}
