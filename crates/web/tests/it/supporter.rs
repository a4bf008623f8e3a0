//! Supporters on the pages: joining at the counter, a shift from its opening to who came, and who sees whose name.

use axum::http::StatusCode;
use domain::area::AreaCode;
use domain::id::SeekerId;
use domain::occupation::OccupationCode;
use domain::seeker::{Consents, Profile};
use domain::{Channel, Role};

use crate::site::Site;

const OFFER: &str = "works=registration_desk&works=interpretation&language_1=01&level_1=fluent&weekdays=0&weekdays=1&weekdays=2&weekdays=3&weekdays=4&parts=morning&parts=afternoon&from=2016-03-14&until=2016-12-31&call_by=phone&agreed=yes";
const SHIFT: &str = "title=Fair&day=2016-04-04&start=09:00&until=18:00&rest=60&place=Hall&heads=1&work=registration_desk&wage=6030";

async fn seeker(site: &Site) -> SeekerId {
    let ctx = site.city.as_role(Role::Counselor).await;
    let profile = Profile {
        name: "가○나".to_owned(),
        born_on: "1979-05-06".parse().ok(),
        phone: "0310002000".to_owned(),
        area: AreaCode::parse("4128551000"),
        occupations: OccupationCode::parse("8832").into_iter().collect(),
        desired_areas: AreaCode::parse("41285").into_iter().collect(),
        consents: Consents { registration: Some(ctx.today()), ..Consents::default() },
        ..Profile::default()
    };
    app::seeker::register(&ctx, &site.city.app, profile, Channel::Counter).await.unwrap()
}

/// Opens a shift and gives its address.
async fn opened(site: &Site) -> String {
    let answer = site.post("/staff/supporters/shifts/new", Some(Role::PlanManager), SHIFT).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text);
    answer.headers["location"].to_str().unwrap().to_owned()
}

/// Whether an entry of a catalogue stands where its words should.
fn unworded(text: &str) -> bool {
    ["supporter-work-", "supporter-level-", "supporter-part-", "supporter-answer-", "supporter-shift-", "{ $"]
        .iter()
        .any(|part| text.replace("/supporters/", "/").contains(part))
}

#[tokio::test(flavor = "multi_thread")]
async fn somebody_joins_is_asked_says_yes_and_comes() {
    let site = Site::empty("goyang").await;
    let own = format!("/staff/seekers/{}/supporter", seeker(&site).await);
    let empty = site.get(&own, Some(Role::Counselor)).await;
    assert_eq!((empty.status, empty.text.matches("<h1").count()), (StatusCode::OK, 1));
    let wrong =
        site.post(&own, Some(Role::Counselor), "from=2016-03-14&until=2016-12-31&call_by=phone").await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    for field in ["works", "weekdays", "parts", "agreed"] {
        assert!(wrong.text.contains(&format!("href=\"#{field}\"")), "{field}: {}", wrong.text);
    }
    let mute = site.post(&own, Some(Role::Counselor), &OFFER.replace("level_1=fluent", "level_1=")).await;
    assert!(mute.text.contains("href=\"#level_1\"") && mute.text.contains("id=\"level_1\""));
    let joined = site.post(&own, Some(Role::Counselor), OFFER).await;
    assert_eq!(joined.status, StatusCode::SEE_OTHER, "{}", joined.text);
    for lang in ["ko", "en"] {
        let page = site.get(&format!("{own}?lang={lang}"), Some(Role::Counselor)).await.text;
        assert!(page.contains("value=\"fluent\" selected") && !unworded(&page), "{page}");
    }

    let shift = opened(&site).await;
    let asked = site.post(&format!("{shift}/ask"), Some(Role::PlanManager), "count=1").await;
    assert_eq!(asked.status, StatusCode::SEE_OTHER);
    let again = site.post(&format!("{shift}/ask"), Some(Role::PlanManager), "count=1").await;
    assert_eq!(again.status, StatusCode::CONFLICT);
    let page = site.get(&shift, Some(Role::PlanManager)).await.text;
    assert!(page.contains("가○나") && page.contains("0310002000"), "whoever calls knows whom: {page}");
    let called = site.get(&own, Some(Role::Counselor)).await.text;
    let hidden = |name: &str| {
        let begun = called.split(&format!("name=\"{name}\" value=\"")).nth(1).unwrap();
        begun.split('"').next().unwrap().to_owned()
    };
    let said = format!("shift={}&supporter={}&answer=yes", hidden("shift"), hidden("supporter"));
    let yes = site.post(&format!("{own}/answers"), Some(Role::Counselor), &said).await;
    assert_eq!(yes.status, StatusCode::SEE_OTHER, "{}", yes.text);

    let minutes = format!("minutes_{}=480&taken=signed", hidden("supporter"));
    let early = site.post(&format!("{shift}/attendance"), Some(Role::PlanManager), &minutes).await;
    assert_eq!(early.status, StatusCode::CONFLICT);
    site.city.clock.advance_days(21);
    let unread = minutes.replace("480", "many");
    let unread = site.post(&format!("{shift}/attendance"), Some(Role::PlanManager), &unread).await;
    assert_eq!(unread.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(unread.text.contains(&format!("href=\"#minutes_{}\"", hidden("supporter"))), "{}", unread.text);
    let noted = site.post(&format!("{shift}/attendance"), Some(Role::PlanManager), &minutes).await;
    assert_eq!(noted.status, StatusCode::SEE_OTHER, "{}", noted.text);
    for lang in ["ko", "en"] {
        let page = site.get(&format!("{shift}?lang={lang}"), Some(Role::PlanManager)).await.text;
        assert!(page.contains("data-print") && !unworded(&page), "{page}");
    }
    let list = site.get("/staff/supporters?lang=en", Some(Role::Counselor)).await.text;
    assert!(list.contains("가○나") && list.contains("2016-04-04") && !unworded(&list), "{list}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_shift_is_refused_at_each_field_that_is_wrong() {
    let site = Site::empty("goyang").await;
    let path = "/staff/supporters/shifts/new";
    let form = site.get(path, Some(Role::PlanManager)).await.text;
    assert!(form.contains("value=\"6030\""), "the minimum wage of the year: {form}");
    for (was, is, field) in [
        ("until=18:00", "until=", "until"),
        ("until=18:00", "until=19:00", "until"),
        ("day=2016-04-04", "day=2016-03-13", "day"),
        ("day=2016-04-04", "day=2016-02-30", "day"),
        ("heads=1", "heads=0", "heads"),
        ("work=registration_desk", "work=interpretation", "language"),
        ("work=registration_desk", "work=", "work"),
        ("wage=6030", "wage=6029", "wage"),
        ("title=Fair", "title=", "title"),
        ("place=Hall", "place=Hall&project=P-NONE", "project"),
    ] {
        let answer = site.post(path, Some(Role::PlanManager), &SHIFT.replace(was, is)).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{is}");
        assert!(answer.text.contains(&format!("href=\"#{field}\"")), "{is}: {}", answer.text);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn names_are_for_those_who_counsel_or_call_and_the_file_holds_no_others() {
    let site = Site::empty("goyang").await;
    let id = seeker(&site).await;
    site.post(&format!("/staff/seekers/{id}/supporter"), Some(Role::Counselor), OFFER).await;
    let shift = opened(&site).await;
    site.post(&format!("{shift}/ask"), Some(Role::PlanManager), "count=1").await;
    for (role, known) in [(Role::Counselor, true), (Role::Auditor, true), (Role::Mayor, false)] {
        for path in ["/staff/supporters", "/staff/supporters.csv", shift.as_str()] {
            let answer = site.get(path, Some(role)).await;
            assert_eq!(answer.status, StatusCode::OK, "{path} {role}");
            assert_eq!(answer.text.contains("가○나"), known, "{path} {role}");
        }
    }
    let numbers = site.get("/staff/supporters.csv", Some(Role::PlanManager)).await.text;
    assert!(!numbers.contains("가○나") && numbers.contains("all,,*"), "one is too few to be told: {numbers}");
    for role in [Role::Mayor, Role::Counselor, Role::Auditor] {
        let refused = site.post(&format!("{shift}/cancel"), Some(role), "").await;
        assert_eq!(refused.status, StatusCode::FORBIDDEN, "{role}");
    }
    for path in ["/staff/supporters", "/me/supporter", shift.as_str()] {
        assert_eq!(site.get(path, None).await.status, StatusCode::SEE_OTHER, "{path}");
        assert_eq!(site.get(path, Some(Role::Employer)).await.status, StatusCode::FORBIDDEN, "{path}");
    }
    let mine = site.get("/me/supporter", Some(Role::Seeker)).await;
    assert_eq!(mine.status, StatusCode::NOT_FOUND);
    assert!(mine.text.contains("href=\"/staff/seekers/new\""), "register first");
    for path in ["/staff/supporters/shifts/nothing", "/staff/seekers/nothing/supporter"] {
        assert_eq!(site.get(path, Some(Role::Counselor)).await.status, StatusCode::NOT_FOUND, "{path}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_shift_is_called_for_from_the_page_of_its_event() {
    let site = Site::empty("goyang").await;
    let manager = Some(Role::PlanManager);
    let fair = "kind=job_fair&title=Spring&on=2016-04-04&from=10:00&until=16:00&length=20&place=Gym&booths=";
    let made = site.post("/staff/events/new", manager, fair).await;
    let event = made.headers["location"].to_str().unwrap().to_owned();
    let id = event.rsplit('/').next().unwrap();
    let new = format!("/staff/supporters/shifts/new?event={id}");
    assert!(site.get(&event, manager).await.text.contains(&format!("href=\"{new}\"")));
    let form = site.get(&new, manager).await.text;
    assert!(form.contains(&format!("value=\"{id}\" selected")), "{form}");
    let wanted = SHIFT.replace("title=Fair&day=2016-04-04", "title=&day=").replace("place=Hall", "place=");
    let path = "/staff/supporters/shifts/new";
    let bare = site.post(path, manager, &wanted).await;
    assert!(bare.text.contains("href=\"#day\""), "without an event it has a day of its own: {}", bare.text);
    let opened = site.post(path, manager, &format!("{wanted}&event={id}")).await;
    assert_eq!(opened.status, StatusCode::SEE_OTHER, "{}", opened.text);
    let shift = opened.headers["location"].to_str().unwrap().to_owned();
    let page = site.get(&shift, manager).await.text;
    assert!(page.contains("Spring") && page.contains("Gym") && page.contains(&format!("href=\"{event}\"")));
    for lang in ["ko", "en"] {
        let staff = site.get(&format!("{event}?lang={lang}"), manager).await.text;
        assert!(staff.contains(&format!("href=\"{shift}\"")) && !unworded(&staff), "{staff}");
    }
    let over = format!("{wanted}&event=01957b00-0000-7000-8000-000000000000");
    let over = site.post(path, manager, &over).await;
    assert_eq!(over.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(over.text.contains("href=\"#event\""), "{}", over.text);
}
