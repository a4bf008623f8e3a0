//! Every form that comes back says on top what is wrong, each line a link to a field that is there and is marked,
//! and holds what was typed.

use axum::http::StatusCode;
use domain::Role;

use crate::day::{SENIOR, STAFF, id_of, sent, to};
use crate::site::Site;

/// What stands between two texts, wherever both do.
fn between<'a>(text: &'a str, start: &str, end: &str) -> Vec<&'a str> {
    text.split(start).skip(1).filter_map(|rest| rest.split(end).next()).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn whatever_comes_back_leads_to_the_field_and_keeps_what_was_typed() {
    let site = Site::new().await;
    let person = to(&site.post("/staff/seekers/new", STAFF, SENIOR).await);
    let referral = sent(&site, id_of(&person)).await;
    let opening = format!("/staff/openings/{}/edit", site.opening());
    let (supervisor, operator, clerk) =
        (Some(Role::Supervisor), Some(Role::Operator), Some(Role::PlanManager));
    for (path, role, typed, kept) in [
        ("/staff/seekers/new", STAFF, "name=canary&born_on=yesterday", "value=\"canary\""),
        (
            "/staff/seekers/new",
            STAFF,
            "name=canary&born_on=yesterday&school=canary-school",
            "value=\"canary-school\"",
        ),
        (&format!("{person}/services/new"), STAFF, "kind=intake&on=&abilities=canary", ">canary<"),
        (&format!("{person}/plan"), STAFF, "goal=canary&step=a&due_on=never", "value=\"canary\""),
        (&format!("{person}/steps/decease"), STAFF, "on=canary", "value=\"canary\""),
        (&format!("{person}/steps/cancel"), STAFF, "reason=", "id=\"cancel-reason-error\""),
        (&format!("{person}/erase"), supervisor, "reason=requested", "value=\"requested\" selected"),
        (&opening, STAFF, "version=1&title=canary&wage_min=much", "value=\"canary\""),
        ("/staff/openings/new", STAFF, "employer=&title=canary", "value=\"canary\""),
        (
            "/staff/openings/new",
            STAFF,
            "employer=canary&employer_phone=0310001111&employer_number=123-45-67899&title=a",
            "value=\"123-45-67899\"",
        ),
        (
            "/staff/openings/new",
            STAFF,
            "employer=123-45-67899&employer_phone=0310001111",
            "value=\"123-45-67899\"",
        ),
        ("/staff/employers/new", STAFF, "name=canary&business_number=1234567890", "value=\"1234567890\""),
        ("/staff/placements/new", STAFF, "employer=canary&seeker=", "value=\"canary\""),
        (
            &format!("/staff/referrals/{referral}/steps"),
            STAFF,
            "version=3&step=schedule&at=canary",
            "value=\"canary\"",
        ),
        ("/staff/organisations", operator, "name=&name_en=canary", "value=\"canary\""),
        ("/staff/users", operator, "name=canary&login=&role=counselor", "value=\"canary\""),
        ("/staff/ledger/months", clerk, "month=canary", "value=\"canary\""),
        ("/fit", None, "wage_won=much&skills=canary", "value=\"canary\""),
        ("/programmes/fit", None, "born_on=2099-01-01&assets=canary", "value=\"canary\""),
        ("/programmes/fit", None, "residence=canary&history_2=national-support-1", "value=\"canary\""),
        ("/programmes/fit?for=employer", None, "wage=canary&dismissed=2099-13-01", "value=\"canary\""),
        ("/result", None, "number=canary&code=", "value=\"canary\""),
        ("/answer", None, "code=canary", "value=\"canary\""),
    ] {
        let answer = site.post(path, role, typed).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{path} {typed}: {}", answer.text);
        let said = between(
            &answer.text,
            "<div class=\"errors\" role=\"alert\" tabindex=\"-1\" autofocus>",
            "</div>",
        );
        let [said] = said[..] else { panic!("{path} {typed}: said once, focused: {said:?}") };
        let fields = between(said, "href=\"#", "\"");
        assert!(!fields.is_empty(), "{path} {typed}: where");
        for field in fields {
            assert!(answer.text.contains(&format!("id=\"{field}\"")), "{path} {typed}: no field {field}");
            // A field that is folded away is neither seen nor reached.
            let before = answer.text.split(&format!("id=\"{field}\"")).next().unwrap();
            let (begun, ended) = (before.rfind("<details>"), before.rfind("</details>"));
            assert!(begun <= ended, "{path} {typed}: {field} is folded away");
            assert!(
                field == "main" || answer.text.contains(&format!("id=\"{field}-error\"")),
                "{path} {typed}: nothing is said at {field}"
            );
        }
        assert!(answer.text.contains(kept), "{path} {typed}: {kept} is lost: {}", answer.text);
    }
    let staff = site.city.as_role(Role::Counselor).await;
    for name in ["canary", "123-45-67899"] {
        let found = app::employer::list(&staff, &site.app(), name, 1, 9).await.unwrap();
        assert_eq!(found.total, 0, "no employer was recorded on the way: {name}");
    }
}
