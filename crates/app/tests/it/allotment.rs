//! Who is suggested which openings: kept from crowding one door, up to date within a moment, never what nobody could be
//! referred to, audited by group, priced for the offices; and who comes first by law.

use app::allotment::{self, GroupKey, TraitName, groups};
use app::fit::Fit;
use app::testing::TestCity;
use app::{Error, seeker};
use domain::area::AreaCode;
use domain::code::WageForm;
use domain::id::{OpeningId, SeekerId};
use domain::measure::Query;
use domain::opening::{CloseReason, Content};
use domain::seeker::{Consents, Profile, Sex, WageWish};
use domain::{Channel, Role};
use jiff::civil::date;

use crate::referral::{counselor, employer, opening_of, wanted};

const PEOPLE: u32 = 6;

/// So many openings of the same work with a head each.
async fn openings(city: &TestCity, count: usize) -> Vec<OpeningId> {
    let (ctx, firm) = (counselor(city).await, employer(city).await);
    let mut made = Vec::new();
    for n in 0..count {
        let wage = domain::wage::Wage::new(WageForm::Monthly, 2_100_000 + n as i64 * 10_000, 2_200_000);
        made.push(opening_of(city, &ctx, firm, Content { wage, ..wanted(1) }).await);
    }
    made
}

fn profile(city: &TestCity, n: u32) -> Profile {
    let nth = char::from_u32(u32::from('가') + 28 * n).unwrap();
    Profile {
        name: format!("박{nth}별"),
        born_on: jiff::civil::Date::new(1950 + (6 * n % 42) as i16, 5, 6).ok(),
        sex: Some(if n.is_multiple_of(2) { Sex::Female } else { Sex::Male }),
        phone: format!("03100021{n:02}"),
        area: domain::area::AreaCode::parse("9911051000"),
        occupations: domain::occupation::OccupationCode::parse("8832").into_iter().collect(),
        desired_areas: domain::area::AreaCode::parse("99110").into_iter().collect(),
        wage: WageWish::AtLeast { form: WageForm::Monthly, won: 2_000_000 },
        consents: Consents { registration: Some(city.app.system_ctx().today()), ..Consents::default() },
        ..Profile::default()
    }
}

async fn people(city: &TestCity, from: u32, count: u32) -> Vec<SeekerId> {
    let ctx = counselor(city).await;
    let mut made = Vec::new();
    for n in from..from + count {
        made.push(seeker::register(&ctx, &city.app, profile(city, n), Channel::Counter).await.unwrap());
    }
    city.settle().await;
    made
}

/// The few that are suggested on a person's page.
async fn few(city: &TestCity, who: SeekerId) -> Fit {
    let ctx = counselor(city).await;
    let file = seeker::file(&ctx, &city.app, who).await.unwrap();
    seeker::suggested(&ctx, &city.app, &file, 5).await.unwrap().unwrap()
}

fn shown(fit: &Fit) -> Vec<OpeningId> {
    fit.full.iter().map(|one| one.listed.opening.id).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn no_crowd_is_sent_to_one_door_and_everybody_is_shown_enough() {
    let city = TestCity::new().await;
    let offered = openings(&city, 9).await;
    let who = people(&city, 0, PEOPLE).await;
    // Without lists everybody gets the same: what fits best.
    let best = few(&city, who[0]).await;
    assert_eq!((best.plan, shown(&best).len()), (None, 5));
    for other in &who {
        assert_eq!(shown(&few(&city, *other).await), shown(&best));
    }
    let plan = allotment::renew(&city.app).await.unwrap();
    assert_eq!((plan.size().0, plan.size().1, plan.dropped()), (6, 9, 0));
    let mut counted = vec![0; offered.len()];
    for person in &who {
        let fit = few(&city, *person).await;
        assert_eq!(fit.plan, Some(plan.seq));
        assert!(fit.full.iter().all(|one| one.planned) && (3..=5).contains(&fit.full.len()));
        for opening in shown(&fit) {
            counted[offered.iter().position(|one| *one == opening).unwrap()] += 1;
        }
        // One's own search is as it was.
        let all = seeker::matches(&counselor(&city).await, &city.app, *person, 20).await.unwrap();
        assert_eq!((all.full.len(), all.plan), (9, None));
    }
    // One head each: shown to five at most.
    assert!(counted.iter().all(|n| *n <= 5), "{counted:?}");
    assert!(counted.iter().sum::<usize>() >= 3 * who.len(), "{counted:?}");
    // The same people and openings get the same lists, carried over or made anew.
    let again = allotment::renew(&city.app).await.unwrap();
    assert!(again.carried());
    assert_eq!(again.hash(), plan.hash());
    let anew = allotment::anew(&city.app).await.unwrap();
    assert!(!anew.carried());
    assert_eq!(anew.hash(), plan.hash());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_change_is_seen_at_once() {
    let city = TestCity::new().await;
    openings(&city, 9).await;
    let who = people(&city, 0, PEOPLE).await;
    allotment::renew(&city.app).await.unwrap();
    let ctx = counselor(&city).await;
    // An opening that closes is gone from every list; what fits best fills up to the least.
    let before = shown(&few(&city, who[0]).await);
    for gone in &before {
        let version = app::opening::get(&ctx, &city.app, *gone).await.unwrap().opening.version;
        app::opening::close(&ctx, &city.app, *gone, version, CloseReason::EmployerRequest).await.unwrap();
    }
    city.settle().await;
    let after = few(&city, who[0]).await;
    assert!(shown(&after).iter().all(|one| !before.contains(one)) && after.full.len() >= 3, "{after:?}");
    // Whoever is new is in no list and is shown what fits best.
    let new = people(&city, 20, 1).await[0];
    let fit = few(&city, new).await;
    assert_eq!(fit.plan, None);
    assert!(!fit.full.is_empty() && fit.full.iter().all(|one| !one.planned));
    // So is whoever changed their wishes since.
    let other = who.iter().rev().copied().find(|one| !before.is_empty() && *one != who[0]).unwrap();
    let view = seeker::get(&ctx, &city.app, other).await.unwrap();
    let wage = WageWish::AtLeast { form: WageForm::Monthly, won: 2_050_000 };
    let changed = Profile { wage, ..view.profile.unwrap() };
    seeker::update(&ctx, &city.app, other, view.seeker.version, changed).await.unwrap();
    city.settle().await;
    assert_eq!(few(&city, other).await.plan, None);
    // The next lists know both.
    let plan = allotment::renew(&city.app).await.unwrap();
    assert_eq!(few(&city, other).await.plan, Some(plan.seq));
    assert_eq!(few(&city, new).await.plan, Some(plan.seq));
}

#[tokio::test(flavor = "multi_thread")]
async fn what_nobody_could_be_referred_to_is_not_suggested() {
    let city = TestCity::new().await;
    let offered = openings(&city, 4).await;
    let who = people(&city, 0, 7).await;
    allotment::renew(&city.app).await.unwrap();
    let ctx = counselor(&city).await;
    let crowd = city.app.city.referral_rules().live_per_head as usize;
    for person in &who[..crowd] {
        app::referral::propose(&ctx, &city.app, *person, offered[0]).await.unwrap();
    }
    city.settle().await;
    let last = who[crowd];
    assert!(
        !shown(&few(&city, last).await).contains(&offered[0]),
        "the old lists still hold it, the page does not"
    );
    let plan = allotment::renew(&city.app).await.unwrap();
    assert_eq!(plan.size().1, 3, "it is not among what is shared out");
    let all = seeker::matches(&ctx, &city.app, last, 20).await.unwrap();
    assert!(shown(&all).contains(&offered[0]), "whoever searches finds it");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_auditor_is_told_of_groups_that_are_large_enough() {
    let city = TestCity::new().await;
    openings(&city, 6).await;
    let auditor = city.as_role(Role::Auditor).await;
    people(&city, 0, 3).await;
    let few = allotment::fairness(&auditor, &city.app).await.unwrap();
    assert!(few.everybody.is_none() && few.traits.iter().all(|one| one.groups.is_empty()), "{few:?}");
    people(&city, 3, 9).await;
    let plan = allotment::renew(&city.app).await.unwrap();
    let told = allotment::fairness(&auditor, &city.app).await.unwrap();
    assert_eq!((told.seq, told.lists.clone()), (plan.seq, plan.hash()));
    let everybody = told.everybody.as_ref().unwrap();
    assert_eq!((everybody.seekers, everybody.shown), (12, plan.size().2 as u64));
    let sex = told.traits.iter().find(|one| one.by == TraitName::Sex).unwrap();
    assert_eq!(
        sex.groups.iter().map(|one| (one.key.as_str(), one.seekers)).collect::<Vec<_>>(),
        [("female", 6), ("male", 6)]
    );
    let least = u64::try_from(told.least).unwrap();
    assert!(told.traits.iter().flat_map(|one| &one.groups).all(|group| group.seekers >= least));
    assert!(told.csv().lines().count() > 3 && told.csv().contains("sex,female,6,"));
    // It is the same whoever asks at the same entry, and nobody else is told.
    assert_eq!(allotment::fairness(&city.as_role(Role::PlanManager).await, &city.app).await.unwrap(), told);
    for role in [Role::Counselor, Role::Mayor, Role::Citizen] {
        let refused = allotment::fairness(&city.as_role(role).await, &city.app).await;
        assert!(matches!(refused, Err(Error::Forbidden(_))), "{role}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn sex_age_school_and_disadvantage_change_no_list() {
    let lists = async |other: bool| {
        let city = TestCity::new().await;
        let offered = openings(&city, 9).await;
        let ctx = counselor(&city).await;
        let mut who = Vec::new();
        for n in 0..PEOPLE {
            let same = profile(&city, n);
            let consents = Consents { sensitive: other.then_some(true), ..same.consents.clone() };
            let changed = Profile {
                sex: other.then_some(Sex::Male),
                born_on: if other { jiff::civil::Date::new(1960, 1, 2).ok() } else { same.born_on },
                school: if other { "가상대학교".to_owned() } else { String::new() },
                vulnerable: if other { vec!["장애인".to_owned()] } else { Vec::new() },
                consents,
                ..same
            };
            who.push(seeker::register(&ctx, &city.app, changed, Channel::Counter).await.unwrap());
        }
        city.settle().await;
        allotment::renew(&city.app).await.unwrap();
        let mut told = Vec::new();
        for person in who {
            let list = shown(&few(&city, person).await);
            let place = |one: &OpeningId| offered.iter().position(|known| known == one).unwrap();
            told.push(list.iter().map(place).collect::<Vec<_>>());
        }
        told
    };
    assert_eq!(lists(false).await, lists(true).await);
}

#[tokio::test(flavor = "multi_thread")]
async fn prices_are_told_to_the_offices() {
    let city = TestCity::new().await;
    let manager = city.as_role(Role::PlanManager).await;
    assert_eq!(allotment::prices(&manager, &city.app).await.unwrap(), None);
    openings(&city, 2).await;
    people(&city, 0, 7).await;
    allotment::renew(&city.app).await.unwrap();
    let prices = allotment::prices(&manager, &city.app).await.unwrap().unwrap();
    let work = &prices.works[0];
    assert_eq!((work.code.as_deref(), work.openings, work.heads), (Some("883"), 2, 2));
    // Seven want two heads: one more head would place one more person, one more person nobody.
    assert!(work.head >= 3_000 && work.sum == work.head * 2 || work.sum >= 6_000, "{work:?}");
    assert!(work.seeker.is_some_and(|value| value < 1_000), "{work:?}");
    assert_eq!(prices.places[0].code.as_deref(), Some("9911051000"));
    assert!(matches!(
        allotment::prices(&city.as_role(Role::Citizen).await, &city.app).await,
        Err(Error::Forbidden(_))
    ));
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_comes_first_by_law_does_so_for_that_work_alone() {
    let city = TestCity::new().await;
    let (ctx, firm) = (counselor(&city).await, employer(&city).await);
    let manager = city.as_role(Role::PlanManager).await;
    crate::lead::project(&manager, &city.app).await;
    let term = crate::measure::plan(&city, "민선 6기", 2015).await;
    let owner = crate::measure::department(&city, "일자리과").await;
    let query = Query { project: "P-MICE".to_owned(), ..Query::default() };
    let mut form = crate::measure::form(term, owner, "공공근로", query);
    form.content.category = "direct".to_owned();
    app::measure::create(&manager, &city.app, form).await.unwrap();
    let public = opening_of(&city, &ctx, firm, Content { project: "P-MICE".to_owned(), ..wanted(2) }).await;
    let other = opening_of(&city, &ctx, firm, wanted(2)).await;
    // The better match has no priority; the other told of one with consent.
    let better =
        Profile { career_months: Some(48), desired_work: "가구 조립".into(), ..profile(&city, 0) };
    let told = profile(&city, 1);
    let consents = Consents { sensitive: Some(true), ..told.consents.clone() };
    let prior = Profile { vulnerable: vec!["한부모".to_owned()], consents, ..told };
    let mut who = Vec::new();
    for profile in [better, prior] {
        who.push(seeker::register(&ctx, &city.app, profile, Channel::Counter).await.unwrap());
    }
    city.settle().await;
    let found = app::referral::candidates(&ctx, &city.app, public).await.unwrap();
    assert_eq!(found.full.iter().map(|one| one.seeker.id).collect::<Vec<_>>(), [who[1], who[0]]);
    let law = found.full[0].priority.as_ref().unwrap();
    let said = city.app.catalogue.say(domain::Lang::Ko, law);
    assert!(
        said.contains("고용정책 기본법") && said.contains(&city.app.reference.priorities.version),
        "{said}"
    );
    assert!(found.full[1].priority.is_none());
    // Nothing is added to the score.
    let score = |at: usize| found.full[at].explanation.score();
    assert!(score(0) < score(1));
    // For work of no such programme the score alone decides.
    let found = app::referral::candidates(&ctx, &city.app, other).await.unwrap();
    assert_eq!(found.full.iter().map(|one| one.seeker.id).collect::<Vec<_>>(), who);
    assert!(found.full.iter().all(|one| one.priority.is_none()));
    // What is proposed keeps the law and its version.
    let id = app::referral::propose(&ctx, &city.app, who[1], public).await.unwrap();
    let kept = app::referral::get(&ctx, &city.app, id).await.unwrap().referral.fit;
    assert!(kept.iter().any(|line| line.message.code == "priority-held"), "{kept:?}");
}

#[test]
fn whoever_told_nothing_is_in_no_group() {
    let on = date(2016, 3, 14);
    let [sex, age, area, disability, vulnerable] = groups(&Profile::default(), on);
    assert_eq!((sex, age, area), (GroupKey::Untold, GroupKey::Untold, GroupKey::Untold));
    assert_eq!((disability, vulnerable), (GroupKey::Word("not_told"), GroupKey::Word("not_told")));
    let told = Profile {
        sex: Some(Sex::Female),
        born_on: Some(date(1951, 3, 14)),
        area: AreaCode::parse("9911051000"),
        vulnerable: vec!["한부모".to_owned()],
        ..Profile::default()
    };
    let [sex, age, area, disability, vulnerable] = groups(&told, on);
    assert_eq!((sex, age), (GroupKey::Word("female"), GroupKey::Word("65_up")));
    assert_eq!(area, GroupKey::Area(AreaCode::parse("99110").unwrap()));
    assert_eq!((disability, vulnerable), (GroupKey::Word("not_told"), GroupKey::Word("told")));
}
