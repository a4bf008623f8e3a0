//! The tailored path of a person from what they told alone, and the plan that they agree to.

use app::Error;
use app::path::{Tailored, own, tailored};
use app::testing::TestCity;
use domain::action_plan::{Agreement, Owner, Signed};
use domain::id::{ActionPlanId, SeekerId};
use domain::look::Purpose;
use domain::opening::Content;
use domain::seeker::{Profile, WageWish};
use domain::segment::Definition;
use domain::support_program::{Fact, Missing, Verdict};
use domain::wage::WageForm;
use domain::{Actor, Ctx, Lang, Role};

use crate::referral::{code_of, counselor, employer, opening, opening_of, person, wanted};

async fn themself(city: &TestCity, who: SeekerId) -> Ctx {
    let (seeker, _) = store::seeker::find(&city.app.store, city.app.tenant, who).await.unwrap().unwrap();
    city.app.ctx(Actor::staff(Role::Seeker, seeker.person, None))
}

/// A city with an opening that fits, one that pays less than is wished, and one that asks for a licence.
async fn made() -> (TestCity, SeekerId) {
    let city = TestCity::new().await;
    let (who, firm, staff) =
        (person(&city, "가○나", "0310001001").await, employer(&city).await, counselor(&city).await);
    let (_, told) = store::seeker::find(&city.app.store, city.app.tenant, who).await.unwrap().unwrap();
    let wage = WageWish::AtLeast { form: WageForm::Monthly, won: 2_050_000 };
    app::seeker::update(&staff, &city.app, who, 1, Profile { wage, ..told.unwrap() }).await.unwrap();
    opening(&city, firm, 1).await;
    let poor = domain::wage::Wage::new(WageForm::Monthly, 1_900_000, 1_900_000);
    opening_of(&city, &staff, firm, Content { title: "조립 보조".into(), wage: poor, ..wanted(1) }).await;
    let licences = vec!["지게차운전기능사".to_owned()];
    opening_of(&city, &staff, firm, Content { title: "지게차 조립".into(), licences, ..wanted(1) }).await;
    (city, who)
}

fn program<'a>(path: &'a Tailored, id: &str) -> Option<&'a Verdict> {
    path.programs.iter().find(|one| one.answer.program.id.as_str() == id).map(|one| &one.verdict)
}

#[tokio::test(flavor = "multi_thread")]
async fn one_page_holds_what_fits_what_nearly_does_and_what_learning_would_open() {
    let (city, who) = made().await;
    let path = tailored(&themself(&city, who).await, &city.app, who).await.unwrap();
    let fit = path.fit.as_ref().unwrap();
    let titles = |of: &[app::fit::Fitting]| -> Vec<String> {
        of.iter().map(|one| one.listed.opening.content.title.clone()).collect()
    };
    assert_eq!(titles(&fit.full), ["가구 조립원 모집"]);
    assert_eq!(fit.near.len(), 2, "{:?}", fit.near);
    assert_eq!((fit.learn.len(), fit.widening().count()), (1, 1), "{:?} {:?}", fit.learn, fit.relax);
    assert!(city.app.catalogue.say(Lang::Ko, &fit.learn[0].0).contains("지게차"));
    assert!(path.care.counselor.contains("시험") && !path.care.phone.is_empty(), "{:?}", path.care);
    let sheet = app::paper::path(&themself(&city, who).await, &city.app, who, Lang::Ko).await.unwrap();
    let said = format!("{:?}", sheet.blocks);
    for words in ["가구 조립원 모집", "지게차", "맞는 일자리", "고령자"] {
        assert!(said.contains(words), "{words}: {said}");
    }
    assert!(!said.contains("path-") && !said.contains("{ $"), "{said}");
}

#[tokio::test(flavor = "multi_thread")]
async fn unknown_stays_unknown() {
    let (city, who) = made().await;
    let path = tailored(&themself(&city, who).await, &city.app, who).await.unwrap();
    let Some(Verdict::Unknown { missing }) = program(&path, "national-support-1") else {
        panic!("{:?}", path.programs)
    };
    assert!(
        missing.contains(&Missing::Fact(Fact::Income)) && !missing.contains(&Missing::Fact(Fact::BornOn))
    );
    assert!(
        path.programs.iter().all(|one| !matches!(one.verdict, Verdict::NotEligible { .. })),
        "whatever does not fit is left out"
    );
    // Born in 1949: of age by the law's definition; nothing that only one's own word tells.
    let held: Vec<&str> = path
        .segments
        .iter()
        .filter(|one| one.missing.is_none())
        .map(|one| one.segment.code.as_str())
        .collect();
    assert_eq!(held, ["senior", "elder"]);
    assert!(path.segments.iter().any(|one| one.missing.is_some()), "{:?}", path.segments);
    for one in &path.segments {
        let told = matches!(one.version.definition, Definition::Told(_));
        assert_eq!(told, one.missing.is_some(), "{one:?}");
        assert!(!one.version.basis.is_empty());
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn only_the_person_and_who_counsels_them_read_it_and_a_look_stays() {
    let (city, who) = made().await;
    let stranger = person(&city, "다○라", "0310001002").await;
    let other = themself(&city, stranger).await;
    assert!(matches!(tailored(&other, &city.app, who).await, Err(Error::NotFound)));
    for role in [Role::Auditor, Role::Clerk, Role::Mayor, Role::Employer] {
        let ctx = city.as_role(role).await;
        assert!(tailored(&ctx, &city.app, who).await.is_err(), "{role}");
    }
    let staff = counselor(&city).await;
    tailored(&staff, &city.app, who).await.unwrap();
    let looks = app::seeker::get(&staff, &city.app, who).await.unwrap().looks.items;
    assert!(looks.iter().any(|look| look.purpose == Purpose::Match && look.role == Role::Counselor));
    assert_eq!(own(&themself(&city, who).await, &city.app).await.unwrap(), Some(who));
    assert_eq!(own(&staff, &city.app).await.unwrap(), None);
    let own_ctx = themself(&city, who).await;
    app::seeker::erase(&own_ctx, &city.app, who, domain::person::ErasureReason::Requested).await.unwrap();
    assert!(matches!(tailored(&staff, &city.app, who).await, Err(Error::NotFound)));
}

#[tokio::test(flavor = "multi_thread")]
async fn the_person_agrees_to_the_plan_they_read_and_is_asked_again_for_every_further_step() {
    let (city, who) = made().await;
    let (staff, own) = (counselor(&city).await, themself(&city, who).await);
    let step = async |words: &str| -> ActionPlanId {
        let due = staff.today();
        app::action_plan::agree(&staff, &city.app, who, "", words, due, Owner::Person).await.unwrap()
    };
    let stands = async |id: ActionPlanId| {
        let (plan, _) =
            store::action_plan::find(&city.app.store, city.app.tenant, id).await.unwrap().unwrap();
        (plan.agreement, plan.version)
    };
    let id = step("이력서 쓰기").await;
    assert_eq!(stands(id).await, (Agreement::Proposed, 1));
    step("전화하기").await;
    assert_eq!(code_of(app::action_plan::sign(&own, &city.app, id, 1).await), "changed-meanwhile");
    let stranger = person(&city, "다○라", "0310001002").await;
    let other = themself(&city, stranger).await;
    assert!(matches!(app::action_plan::sign(&other, &city.app, id, 2).await, Err(Error::NotFound)));
    app::action_plan::sign(&own, &city.app, id, 2).await.unwrap();
    assert_eq!(stands(id).await.0, Agreement::Agreed { at: own.now, how: Signed::Online });
    assert_eq!(code_of(app::action_plan::sign(&own, &city.app, id, 3).await), "action-plan-agreed");
    step("지게차 교육 신청").await;
    let (agreement, version) = stands(id).await;
    assert!(agreement.is_open(), "a further step asks again");
    app::action_plan::sign(&staff, &city.app, id, version).await.unwrap();
    assert_eq!(stands(id).await.0, Agreement::Agreed { at: staff.now, how: Signed::Paper });
    let sheet = app::paper::action_plan(&staff, &city.app, id, Lang::Ko).await.unwrap();
    let said = format!("{:?}", sheet.blocks);
    for words in ["이력서 쓰기", "지게차 교육 신청", "서명", "가○나"] {
        assert!(said.contains(words), "{words}: {said}");
    }
}
