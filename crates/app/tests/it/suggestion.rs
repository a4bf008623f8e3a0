//! What was suggested to whom and why: kept once with what it was made of, read again by whoever may, told to an employer
//! without a name, counted where people lack it, and up to date within a second.

use std::sync::Arc;
use std::time::{Duration, Instant};

use app::mismatch::{self, Standing};
use app::suggestion::{self, Asked, Since};
use app::testing::TestCity;
use app::today::{Ask, Link, Section};
use app::{Error, fit, seeker};
use domain::area::AreaCode;
use domain::id::{EmployerId, OpeningId, SeekerId};
use domain::notice::Kind;
use domain::opening::Content;
use domain::person::ErasureReason;
use domain::seeker::{Profile, WageWish};
use domain::suggestion::{Audience, Competition, Suggestion};
use domain::wage::WageForm;
use domain::{Actor, Ctx, Role};

use crate::referral::{counselor, employer, opening, opening_of, person, wanted};

async fn kept(city: &TestCity, who: SeekerId) -> Vec<Suggestion> {
    let ctx = counselor(city).await;
    let found = suggestion::list(&ctx, &city.app, who).await.unwrap().1;
    found.into_iter().map(|past| past.suggestion).collect()
}

async fn head(city: &TestCity) -> i64 {
    store::change::head(&city.app.store, city.app.tenant).await.unwrap().seq
}

/// The person of a registration, signed in.
async fn themself(city: &TestCity, who: SeekerId) -> Ctx {
    let (seeker, _) = store::seeker::find(&city.app.store, city.app.tenant, who).await.unwrap().unwrap();
    city.app.ctx(Actor { person: Some(seeker.person), ..Actor::staff(Role::Seeker, seeker.person, None) })
}

async fn at_employer(city: &TestCity, employer: EmployerId) -> Ctx {
    let person = city.employ(employer).await;
    city.app.ctx(Actor { employer: Some(employer), ..Actor::staff(Role::Employer, person, None) })
}

/// So many more people whom the same work suits; names have no digits.
async fn people(city: &TestCity, count: u32) -> Vec<SeekerId> {
    let mut made = Vec::new();
    for n in 0..count {
        let nth = char::from_u32(u32::from('가') + 28 * n).unwrap();
        made.push(person(city, &format!("박{nth}별"), &format!("03100021{n:02}")).await);
    }
    made
}

#[tokio::test(flavor = "multi_thread")]
async fn a_list_is_kept_once_with_what_it_was_made_of_and_says_what_changed_since() {
    let city = TestCity::new().await;
    let firm = employer(&city).await;
    let one = opening(&city, firm, 2).await;
    let who = person(&city, "가○나", "0310001001").await;
    let ctx = counselor(&city).await;
    let before = head(&city).await;
    let shown = seeker::matches(&ctx, &city.app, who, 10).await.unwrap();
    seeker::matches(&ctx, &city.app, who, 10).await.unwrap();
    let lists = kept(&city, who).await;
    assert_eq!(lists.len(), 1, "the same list is not written again");
    assert_eq!(head(&city).await, before, "reading makes no entry in the log");
    let list = &lists[0];
    assert_eq!((list.to.audience, list.to.actor), (Audience::Counselor, ctx.actor.person));
    assert_eq!((list.inputs.seq, list.inputs.rules.as_str()), (shown.seq, matching::RULES));
    let row = &list.rows[0];
    let points: i64 = row.parts.iter().filter_map(|part| part.line.points).sum();
    assert_eq!((row.rank, row.opening, Some(points)), (1, one, row.score));
    assert_eq!(row.parts.len(), 6);
    assert_eq!(row.score, shown.full[0].explanation.score().map(i64::from));
    assert_eq!(row.competition, Competition { left: 2, live: 0 });
    let bytes = serde_json::to_vec(list).unwrap().len();
    println!("{bytes} bytes for a list of {}", list.rows.len());
    assert!(bytes < 4_000 * list.rows.len(), "{bytes}");
    let failed: Vec<_> = row.conditions.iter().filter(|one| one.line.held == Some(false)).collect();
    assert!(failed.is_empty() && !row.conditions.is_empty(), "{:?}", row.conditions);
    // To the person it is another showing; competition alone makes no other list.
    seeker::matches(&themself(&city, who).await, &city.app, who, 10).await.unwrap();
    assert_eq!(kept(&city, who).await.len(), 2);
    let other = person(&city, "다○라", "0310001002").await;
    app::referral::propose(&ctx, &city.app, other, one).await.unwrap();
    let seen = seeker::matches(&ctx, &city.app, who, 10).await.unwrap();
    assert_eq!(seen.full[0].stands.competition, Competition { left: 2, live: 1 });
    assert_eq!(kept(&city, who).await.len(), 2);
    // The opening ends and the profile is changed: the old list says so, a new one is kept.
    let view = seeker::get(&ctx, &city.app, who).await.unwrap();
    let wage = WageWish::AtLeast { form: WageForm::Monthly, won: 2_500_000 };
    let profile = Profile { wage, ..view.profile.unwrap() };
    seeker::update(&ctx, &city.app, who, view.seeker.version, profile).await.unwrap();
    let now = app::opening::get(&ctx, &city.app, one).await.unwrap().opening.version;
    app::opening::close(&ctx, &city.app, one, now, domain::opening::CloseReason::EmployerRequest)
        .await
        .unwrap();
    city.settle().await;
    let past = suggestion::one(&ctx, &city.app, who, list.id).await.unwrap();
    assert_eq!(past.since, [Since::ProfileEdited, Since::WishesEdited]);
    assert_eq!(past.rows[0].since, [Since::OpeningClosed]);
    assert_eq!(past.suggestion, *list, "what was shown stays what it was");
    seeker::matches(&ctx, &city.app, who, 10).await.unwrap();
    let lists = kept(&city, who).await;
    assert_eq!(lists.len(), 3);
    assert!(lists.iter().any(|list| list.rows.is_empty()), "an empty list is one as well");
    // Nobody else's list is read by the way of this person.
    let theirs = suggestion::one(&ctx, &city.app, other, list.id).await;
    assert!(matches!(theirs, Err(Error::NotFound)));
    // With the key it is gone.
    let supervisor = city.as_role(Role::Supervisor).await;
    seeker::erase(&supervisor, &city.app, who, ErasureReason::Requested).await.unwrap();
    assert_eq!(kept(&city, who).await, []);
    assert!(suggestion::told(&city.app).await.unwrap().is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn the_candidates_of_an_opening_are_kept_with_each_of_them() {
    let city = TestCity::new().await;
    let firm = employer(&city).await;
    let one = opening(&city, firm, 1).await;
    let two = people(&city, 2).await;
    let found = app::referral::candidates(&counselor(&city).await, &city.app, one).await.unwrap();
    assert_eq!(found.full.len(), 2);
    for who in two {
        let lists = kept(&city, who).await;
        assert_eq!((lists.len(), lists[0].to.audience), (1, Audience::Candidates));
        let rank =
            found.full.iter().zip(1..).find(|(one, _)| one.seeker.id == who).map(|(_, rank)| rank).unwrap();
        assert_eq!(
            lists[0].rows.iter().map(|row| (row.rank, row.opening)).collect::<Vec<_>>(),
            [(rank, one)]
        );
    }
    // Nobody told the people of it.
    assert!(suggestion::told(&city.app).await.unwrap().is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn of_any_pair_every_condition_that_fails_is_told_with_the_change_that_mends_it() {
    let city = TestCity::new().await;
    let firm = employer(&city).await;
    let one = opening(&city, firm, 1).await;
    let who = person(&city, "가○나", "0310001001").await;
    let ctx = counselor(&city).await;
    let view = seeker::get(&ctx, &city.app, who).await.unwrap();
    let wage = WageWish::AtLeast { form: WageForm::Monthly, won: 2_400_000 };
    let far = AreaCode::parse("11110").into_iter().collect();
    let profile = Profile { wage, desired_areas: far, ..view.profile.unwrap() };
    seeker::update(&ctx, &city.app, who, view.seeker.version, profile.clone()).await.unwrap();
    let number = app::opening::get(&ctx, &city.app, one).await.unwrap().opening.origin.number;
    let judged = suggestion::consider(&ctx, &city.app, who, &number).await.unwrap().found.unwrap();
    let say = |message| city.app.catalogue.say(domain::Lang::Ko, message);
    let flips: Vec<String> =
        judged.flips.iter().map(|flip| format!("{} / {}", say(&flip.ask), say(&flip.ease))).collect();
    assert_eq!(judged.explanation.failed().count(), 2);
    assert_eq!(flips.len(), 2, "{flips:?}");
    assert!(flips[1].contains("2,100,000원") && flips[1].contains("2,400,000원"), "{flips:?}");
    // Done, they mend it.
    let wage = WageWish::AtLeast { form: WageForm::Monthly, won: 2_100_000 };
    let near = AreaCode::parse("99110").into_iter().collect();
    let version = seeker::get(&ctx, &city.app, who).await.unwrap().seeker.version;
    let mended = Profile { wage, desired_areas: near, ..profile };
    seeker::update(&ctx, &city.app, who, version, mended).await.unwrap();
    let judged = suggestion::consider(&ctx, &city.app, who, &one.to_string()).await.unwrap().found.unwrap();
    assert_eq!(judged.explanation.failed().count(), 0);
    // Staff ask about one that is closed as well; the person about what is on the lists.
    let version = app::opening::get(&ctx, &city.app, one).await.unwrap().opening.version;
    app::opening::close(&ctx, &city.app, one, version, domain::opening::CloseReason::EmployerRequest)
        .await
        .unwrap();
    city.settle().await;
    let closed = suggestion::consider(&ctx, &city.app, who, &number).await.unwrap().found.unwrap();
    assert!(!closed.stands.refusals.is_empty());
    let own = themself(&city, who).await;
    assert!(suggestion::consider(&own, &city.app, who, &number).await.unwrap().found.is_none());
    let form = fit::Form { occupation_text: "가구조립원".into(), ..fit::Form::default() };
    let refused = suggestion::of_form(&own, &city.app, &form, &number).await;
    assert!(matches!(refused, Err(Error::Invalid(fields)) if fields[0].field == "opening_number"));
}

#[tokio::test(flavor = "multi_thread")]
async fn an_empty_form_is_told_what_it_lacks_and_no_score() {
    let city = TestCity::new().await;
    let firm = employer(&city).await;
    let one = opening(&city, firm, 1).await;
    let citizen = city.as_role(Role::Citizen).await;
    let empty = fit::Form::default();
    let found = fit::find(&citizen, &city.app, &empty).await.unwrap();
    assert_eq!((found.full.len(), found.near.len(), found.missing.len()), (0, 0, 6));
    let judged = suggestion::of_form(&citizen, &city.app, &empty, &one.to_string()).await.unwrap();
    assert_eq!(judged.explanation.suitability, fit::Suitability::Untold);
    assert_eq!((judged.explanation.score(), judged.explanation.missing.len()), (None, 6));
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_is_referred_already_or_in_a_crowd_is_told_so_instead_of_a_button() {
    let city = TestCity::new().await;
    let firm = employer(&city).await;
    let one = opening(&city, firm, 1).await;
    let ctx = counselor(&city).await;
    let many = people(&city, city.app.city.referral_rules().live_per_head).await;
    let last = person(&city, "가○나", "0310001001").await;
    for who in &many {
        app::referral::propose(&ctx, &city.app, *who, one).await.unwrap();
    }
    let codes = |fit: &fit::Fit| {
        let why = fit.full[0].stands.refusals.iter().map(|why| why.code.to_string());
        why.collect::<Vec<_>>()
    };
    let crowded = seeker::matches(&ctx, &city.app, last, 10).await.unwrap();
    assert_eq!(codes(&crowded), ["referral-crowded"]);
    assert!(crowded.full[0].stands.referred.is_none());
    let again = seeker::matches(&ctx, &city.app, many[0], 10).await.unwrap();
    assert!(again.full[0].stands.referred.is_some());
    assert!(codes(&again).contains(&"referral-again".to_owned()));
    let form = fit::Form { occupation_text: "가구조립원".into(), ..fit::Form::default() };
    let citizen = fit::find(&city.as_role(Role::Citizen).await, &city.app, &form).await.unwrap();
    assert_eq!(codes(&citizen), ["referral-crowded"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_employer_is_told_of_people_without_a_name_and_asks_the_centre_for_one_of_them() {
    let city = TestCity::new().await;
    let firm = employer(&city).await;
    let one = opening(&city, firm, 4).await;
    let least = u32::try_from(city.app.city.ledger().least_shown).unwrap();
    let few = people(&city, least - 1).await;
    let employer = at_employer(&city, firm).await;
    let asked = suggestion::unnamed(&employer, &city.app, one).await.unwrap();
    assert_eq!((asked.total, asked.people.len()), (None, 0), "so few would be recognised");
    assert!(kept(&city, few[0]).await.is_empty());
    let more = person(&city, "가○나", "0310001001").await;
    let asked = suggestion::unnamed(&employer, &city.app, one).await.unwrap();
    let count = usize::try_from(least).unwrap();
    assert_eq!((asked.total, asked.people.len()), (Some(count), count));
    let said = format!("{:?}", asked.people);
    for secret in
        ["가○나", "0310001001", "9911051000", "1949", "8832", &few[0].to_string(), &more.to_string()]
    {
        assert!(!said.contains(secret), "{secret}: {said}");
    }
    // Each of them reads that it was shown, and to whom.
    let lists = kept(&city, more).await;
    assert_eq!(
        (lists.len(), lists[0].to.audience, lists[0].to.employer),
        (1, Audience::Employer, Some(firm))
    );
    suggestion::unnamed(&employer, &city.app, one).await.unwrap();
    assert_eq!(kept(&city, more).await.len(), 1);
    // The centre is asked; staff are told for whom, the employer is not, and the person not before a call.
    let wanted = lists[0].id;
    suggestion::introduce(&employer, &city.app, one, wanted).await.unwrap();
    let twice = suggestion::introduce(&employer, &city.app, one, wanted).await;
    assert_eq!(crate::referral::code_of(twice), "introduction-asked");
    assert_eq!(app::notice::mine(&themself(&city, more).await, &city.app).await.unwrap(), []);
    let ctx = counselor(&city).await;
    let day = app::today::day(&ctx, &city.app, &Ask::default()).await.unwrap();
    let calls = day.rows(Section::Calls);
    let call = calls.iter().find(|row| matches!(row.link, Link::Notice(_, Kind::IntroductionAsked, _)));
    assert_eq!(call.map(|row| (row.who.as_str(), row.what.as_str())), Some(("가○나", "가구 조립원 모집")));
    let asked = suggestion::unnamed(&employer, &city.app, one).await.unwrap();
    assert_eq!(asked.people.iter().filter(|one| one.asked).count(), 1);
    // By nobody else, and for nothing else.
    let other = opening_of(&city, &ctx, firm, Content { title: "다른 일".into(), ..self::wanted(1) }).await;
    let elsewhere = suggestion::introduce(&employer, &city.app, other, wanted).await;
    assert!(matches!(elsewhere, Err(Error::NotFound)));
    for role in [Role::Counselor, Role::Seeker, Role::Auditor] {
        let who = city.as_role(role).await;
        let refused = suggestion::unnamed(&who, &city.app, one).await;
        assert!(matches!(refused, Err(Error::NotFound)), "{role}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_was_shown_none_of_their_matches_lacks_information_and_whoever_saw_nothing_is_not_judged() {
    let city = TestCity::new().await;
    let firm = employer(&city).await;
    let seen = person(&city, "가○나", "0310001001").await;
    let unseen = person(&city, "다○라", "0310001002").await;
    // An empty list, before there was anything.
    seeker::matches(&themself(&city, seen).await, &city.app, seen, 10).await.unwrap();
    opening(&city, firm, 2).await;
    let manager = city.as_role(Role::PlanManager).await;
    let standings = async || {
        city.settle().await;
        mismatch::now(&manager, &city.app).await.unwrap();
        let ctx = counselor(&city).await;
        // Asked until the last count is the one of now.
        for _ in 0..200 {
            let told = mismatch::board(&manager, &city.app).await.unwrap();
            if told.board.is_some() && !told.renewing {
                break;
            }
        }
        let occupation = domain::occupation::OccupationCode::parse("8832");
        let area = AreaCode::parse("99110");
        let members = mismatch::people(&ctx, &city.app, occupation.as_ref(), area.as_ref()).await.unwrap();
        let of = |id| members.people.iter().find(|one| one.id == id).map(|one| one.standing);
        (of(seen), of(unseen))
    };
    assert_eq!(standings().await, (Some(Standing::Information), Some(Standing::Placeable)));
    // Told of it now, they are placeable, at the next entry of the log.
    seeker::matches(&themself(&city, seen).await, &city.app, seen, 10).await.unwrap();
    person(&city, "마○바", "0310001003").await;
    assert_eq!(standings().await.0, Some(Standing::Placeable));
    // After a while nobody is taken to know it any more.
    assert_eq!(suggestion::told(&city.app).await.unwrap().len(), 1);
    city.clock.advance_days(91);
    assert!(suggestion::told(&city.app).await.unwrap().is_empty());
}

#[expect(clippy::disallowed_methods, reason = "how long others wait is measured by the real clock")]
fn now() -> Instant {
    Instant::now()
}

/// Which lists an opening stands in: the person's, the counsellor's, its employer's.
async fn stands(city: &TestCity, (own, who): (&Ctx, SeekerId), employer: &Ctx, one: OpeningId) -> [bool; 3] {
    let in_fit = |fit: fit::Fit| fit.full.iter().any(|row| row.listed.opening.id == one);
    let mine = seeker::matches(own, &city.app, who, 10).await.unwrap();
    let theirs = seeker::matches(&counselor(city).await, &city.app, who, 10).await.unwrap();
    let at_firm = suggestion::unnamed(employer, &city.app, one).await;
    let at_firm = at_firm.is_ok_and(|asked: Asked| !asked.people.is_empty());
    [in_fit(mine), in_fit(theirs), at_firm]
}

#[tokio::test(flavor = "multi_thread")]
async fn an_opening_stands_in_every_list_within_a_second_and_leaves_within_a_second() {
    let city = TestCity::new().await;
    let firm = employer(&city).await;
    let all = people(&city, u32::try_from(city.app.city.ledger().least_shown).unwrap()).await;
    let (employer, own) = (at_employer(&city, firm).await, themself(&city, all[0]).await);
    city.settle().await;
    let following = tokio::spawn(app::follow::follow(Arc::clone(&city.app)));
    let ctx = counselor(&city).await;
    let id = app::opening::create(&ctx, &city.app, firm, wanted(3)).await.unwrap();
    app::opening::submit(&ctx, &city.app, id, 1).await.unwrap();
    let until = async |wanted: [bool; 3]| {
        let start = now();
        loop {
            let found = stands(&city, (&own, all[0]), &employer, id).await;
            if found == wanted {
                return start.elapsed();
            }
            assert!(start.elapsed() < Duration::from_secs(10), "{found:?}");
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
    };
    app::opening::accept(&ctx, &city.app, id, 2).await.unwrap();
    let opened = until([true; 3]).await;
    let version = app::opening::get(&ctx, &city.app, id).await.unwrap().opening.version;
    app::opening::close(&ctx, &city.app, id, version, domain::opening::CloseReason::EmployerRequest)
        .await
        .unwrap();
    let closed = until([false; 3]).await;
    following.abort();
    assert!(opened < Duration::from_secs(1) && closed < Duration::from_secs(1), "{opened:?} {closed:?}");
    println!("in every list after {opened:?}, out of every list after {closed:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_person_reads_their_own_and_nobody_elses() {
    let city = TestCity::new().await;
    let who = person(&city, "가○나", "0310001001").await;
    let other = person(&city, "다○라", "0310001002").await;
    let own = themself(&city, who).await;
    assert!(suggestion::list(&own, &city.app, who).await.is_ok());
    assert!(matches!(suggestion::list(&own, &city.app, other).await, Err(Error::NotFound)));
    assert!(matches!(suggestion::consider(&own, &city.app, other, "1").await, Err(Error::NotFound)));
    let exported = seeker::export(&own, &city.app, who).await.unwrap();
    assert!(exported.suggestions.is_empty());
    seeker::matches(&own, &city.app, who, 3).await.unwrap();
    let exported = seeker::export(&own, &city.app, who).await.unwrap();
    assert_eq!(exported.suggestions.len(), 1);
    // Lists are forgotten with the looks.
    let days = i64::from(city.app.city.reminders().looks_days);
    for (more, left) in [(days - 1, 1), (2, 0)] {
        city.clock.advance_days(more);
        app::retention::daily(&city.app.system_ctx(), &city.app, true).await.unwrap();
        assert_eq!(kept(&city, who).await.len(), left);
    }
}
