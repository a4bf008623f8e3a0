//! The law where openings are decided on: what refuses, what needs a reason, and what is kept.

use app::opening::{Reasons, accept_with, create, get, submit, update, update_with};
use app::testing::TestCity;
use app::today::{Ask, Link, Section};
use app::{Error, opening};
use domain::Role;
use domain::employer::{BusinessNumber, Employer};
use domain::law::{Act, Rule};
use domain::message::Lang;
use domain::opening::{Content, StateName};
use domain::reminder::Act as ReminderAct;

use crate::opening::{content, employer};

#[tokio::test(flavor = "multi_thread")]
async fn every_unlawful_word_is_told_before_an_opening_is_shown() {
    let city = TestCity::new().await;
    let staff = city.as_role(Role::Counselor).await;
    let wrong = Content { preference_note: "35세 이하 남자 환영".into(), ..content(1_200_000) };
    let id = create(&staff, &city.app, employer(&city).await, wrong).await.unwrap();
    submit(&staff, &city.app, id, 1).await.unwrap();
    let refused = opening::accept(&staff, &city.app, id, 2).await;
    let Err(Error::Conflict(message)) = refused else { panic!("accepted") };
    let said = city.app.catalogue.say(Lang::Ko, &message);
    for part in
        ["5,742원", "2016년 최저임금 6,030원", "35세 이하", "고용상 연령차별금지", "남자", "남녀고용평등"]
    {
        assert!(said.contains(part), "{part}: {said}");
    }
    let view = get(&staff, &city.app, id).await.unwrap();
    let blocking = |rule| view.law.findings.iter().any(|f| f.rule == rule && f.act == Act::Block);
    assert!(blocking(Rule::MinimumWage) && blocking(Rule::Age) && blocking(Rule::Sex));
    update(&staff, &city.app, id, 2, content(1_300_000)).await.unwrap();
    opening::accept(&staff, &city.app, id, 3).await.unwrap();
    let kept = get(&staff, &city.app, id).await.unwrap().opening.law.unwrap();
    assert_eq!(kept.rule_set, "2014-08-07");
    // What is shown stays lawful, and says at which field it is not.
    let again = Content { preference_note: "여성만".into(), ..content(1_300_000) };
    let Err(Error::Invalid(errors)) = update(&staff, &city.app, id, 4, again).await else {
        panic!("updated")
    };
    assert_eq!(errors.iter().map(|e| e.field.as_ref()).collect::<Vec<_>>(), ["preference_note"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_needs_a_reason_is_shown_with_one_and_keeps_it() {
    let city = TestCity::new().await;
    let staff = city.as_role(Role::Counselor).await;
    let asked = Content { note: "외국인 불가".into(), ..content(1_300_000) };
    let id = create(&staff, &city.app, employer(&city).await, asked.clone()).await.unwrap();
    submit(&staff, &city.app, id, 1).await.unwrap();
    assert!(matches!(opening::accept(&staff, &city.app, id, 2).await, Err(Error::Conflict(_))));
    let reasons = |text: &str| Reasons::from([(Rule::Exclusion, text.to_owned())]);
    let with_number = accept_with(&staff, &city.app, id, 2, reasons("900101-1234567")).await;
    assert!(matches!(with_number, Err(Error::Conflict(_))));
    accept_with(&staff, &city.app, id, 2, reasons("보안 시설이라 법에 따라 내국인만")).await.unwrap();
    let view = get(&staff, &city.app, id).await.unwrap();
    assert_eq!(view.opening.state.name(), StateName::Open);
    let reason = view.opening.law.unwrap().justifications.remove(&Rule::Exclusion).unwrap();
    assert_eq!((reason.by, reason.text.as_str()), (staff.actor.person, "보안 시설이라 법에 따라 내국인만"));
    assert_eq!(reason.at, staff.now);
    // The reason holds for these words and no others.
    update(&staff, &city.app, id, 3, Content { duties: "가구를 옮깁니다".into(), ..asked }).await.unwrap();
    let other = Content { note: "장애인 불가".into(), ..content(1_300_000) };
    let refused = update(&staff, &city.app, id, 4, other.clone()).await;
    assert!(matches!(refused, Err(Error::Invalid(errors)) if errors[0].field == "reason_LAW-13"));
    update_with(&staff, &city.app, id, 4, other, reasons("까닭")).await.unwrap();
    update(&staff, &city.app, id, 5, content(1_300_000)).await.unwrap();
    let kept = get(&staff, &city.app, id).await.unwrap().opening.law.unwrap();
    assert!(kept.justifications.is_empty(), "words that are gone need no reason");
}

#[tokio::test(flavor = "multi_thread")]
async fn an_employers_reason_is_judged_by_staff_before_it_is_shown() {
    let city = TestCity::new().await;
    let staff = city.as_role(Role::Counselor).await;
    let firm = employer(&city).await;
    let id = create(&staff, &city.app, firm, content(1_300_000)).await.unwrap();
    submit(&staff, &city.app, id, 1).await.unwrap();
    opening::accept(&staff, &city.app, id, 2).await.unwrap();
    let own = domain::Actor { employer: Some(firm), organisation: None, ..staff.actor.clone() };
    let own = staff.acting_as(domain::Actor { role: Role::Employer, ..own });
    let state = async || get(&staff, &city.app, id).await.unwrap().opening.state.name();
    // What nothing is to be said of is the employer's to change.
    let moved = Content { duties: "가구를 옮깁니다".into(), ..content(1_300_000) };
    update(&own, &city.app, id, 3, moved).await.unwrap();
    assert_eq!(state().await, StateName::Open);
    let asked = Content { note: "외국인 불가".into(), ..content(1_300_000) };
    let reasons = Reasons::from([(Rule::Exclusion, "그냥".to_owned())]);
    update_with(&own, &city.app, id, 4, asked.clone(), reasons).await.unwrap();
    city.settle().await;
    assert_eq!(state().await, StateName::Submitted);
    let citizen = city.app.ctx(domain::Actor::citizen());
    assert!(opening::show(&citizen, &city.app, id).await.is_err(), "nobody reads it meanwhile");
    let day = app::today::day(&staff, &city.app, &app::today::Ask::default()).await.unwrap();
    let page = app::today::Link::Page(format!("/staff/openings/{id}"));
    assert!(
        day.rows(app::today::Section::Check).iter().any(|row| row.link == page),
        "on the page of the day"
    );
    assert!(matches!(opening::accept(&own, &city.app, id, 5).await, Err(Error::Forbidden(_))));
    opening::accept(&staff, &city.app, id, 5).await.unwrap();
    // What staff have judged is not judged again.
    let again = Content { duties: "가구를 조립합니다".into(), ..asked };
    update(&own, &city.app, id, 6, again).await.unwrap();
    assert_eq!(state().await, StateName::Open);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_same_telephone_and_the_same_text_are_told() {
    let city = TestCity::new().await;
    let staff = city.as_role(Role::Counselor).await;
    let first = create(&staff, &city.app, employer(&city).await, content(1_300_000)).await.unwrap();
    submit(&staff, &city.app, first, 1).await.unwrap();
    opening::accept(&staff, &city.app, first, 2).await.unwrap();
    city.settle().await;
    let owner = get(&staff, &city.app, first).await.unwrap().employer.id;
    let words = async |employer| {
        let id = create(&staff, &city.app, employer, content(1_300_000)).await.unwrap();
        let found = get(&staff, &city.app, id).await.unwrap().law.findings;
        let doubtful = found.into_iter().filter(|f| f.rule == Rule::Doubtful);
        doubtful.map(|finding| finding.words).collect::<Vec<_>>()
    };
    assert_eq!(words(owner).await, ["2016-000001"]);
    assert_eq!(words(employer(&city).await).await, ["0540001111"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn without_a_business_number_it_is_shown_with_a_warning_and_somebody_is_to_check_who_it_is() {
    let city = TestCity::new().await;
    let staff = city.as_role(Role::Counselor).await;
    let by_telephone = employer(&city).await;
    let id = create(&staff, &city.app, by_telephone, content(1_300_000)).await.unwrap();
    submit(&staff, &city.app, id, 1).await.unwrap();
    let identity = async || {
        let found = get(&staff, &city.app, id).await.unwrap().law.findings;
        let found = found.into_iter().filter(|f| f.rule == Rule::Identity);
        found.map(|f| (f.act, f.remedy.code.into_owned())).collect::<Vec<_>>()
    };
    let to_check = async || {
        city.settle().await;
        let day = app::today::day(&staff, &city.app, &Ask::default()).await.unwrap();
        let rows = day.rows(Section::Check).iter().filter(|row| row.due.act == ReminderAct::VerifyEmployer);
        rows.map(|row| (row.who.clone(), row.due.on, row.link.clone())).collect::<Vec<_>>()
    };
    assert_eq!(identity().await, [(Act::Warn, "law-remedy-unverified".to_owned())]);
    assert_eq!(to_check().await, [], "nothing is shown yet");
    opening::accept(&staff, &city.app, id, 2).await.unwrap();
    let page = Link::Page(format!("/staff/employers/{by_telephone}"));
    assert_eq!(to_check().await, [("가상가구".to_owned(), staff.today(), page)]);
    let unknown = app::employer::verify(&staff, &city.app, by_telephone).await;
    assert!(matches!(unknown, Err(Error::Conflict(_))), "nobody checks what is not recorded");

    let view = app::employer::get(&staff, &city.app, by_telephone).await.unwrap();
    let number = Some(BusinessNumber::from_first_nine(123_456_789));
    let known = Employer { business_number: number, ..view.employer };
    app::employer::update(&staff, &city.app, known, None, view.seq).await.unwrap();
    app::employer::verify(&staff, &city.app, by_telephone).await.unwrap();
    assert_eq!((identity().await, to_check().await), (Vec::new(), Vec::new()));

    // A number in the text that cannot be one keeps the opening off the lists.
    let wrong = Content { note: "사업자등록번호 123-45-67899".into(), ..content(1_300_000) };
    let id = create(&staff, &city.app, by_telephone, wrong).await.unwrap();
    submit(&staff, &city.app, id, 1).await.unwrap();
    let Err(Error::Conflict(why)) = opening::accept(&staff, &city.app, id, 2).await else { panic!("shown") };
    assert!(city.app.catalogue.say(Lang::Ko, &why).contains("123-45-67899"));
}

#[tokio::test(flavor = "multi_thread")]
async fn what_the_rules_of_today_ask_a_reason_for_is_not_renewed_without_one() {
    let city = TestCity::new().await;
    let staff = city.as_role(Role::Counselor).await;
    let asked = Content { note: "외국인 불가".into(), ..content(1_300_000) };
    let id = create(&staff, &city.app, employer(&city).await, asked.clone()).await.unwrap();
    submit(&staff, &city.app, id, 1).await.unwrap();
    let reasons = Reasons::from([(Rule::Exclusion, "보안 시설이라 법에 따라 내국인만".to_owned())]);
    accept_with(&staff, &city.app, id, 2, reasons.clone()).await.unwrap();
    opening::renew(&staff, &city.app, id, 3).await.unwrap();
    // As if it had been accepted under rules that did not ask.
    let mut unasked = get(&staff, &city.app, id).await.unwrap().opening;
    unasked.law = None;
    let (ctx, version) = (staff.clone(), unasked.version + 1);
    let write = city.app.store.write(move |tx| {
        let (ctx, unasked) = (ctx.clone(), unasked.clone());
        Box::pin(async move { store::opening::update(tx, &ctx, "update", &unasked).await })
    });
    write.await.unwrap();
    let refused = opening::renew(&staff, &city.app, id, version).await;
    assert!(matches!(refused, Err(Error::Conflict(_))), "{refused:?}");
    update_with(&staff, &city.app, id, version, asked, reasons).await.unwrap();
    opening::renew(&staff, &city.app, id, version + 1).await.unwrap();
}
