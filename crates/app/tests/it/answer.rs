//! Answers by link, by the code on a letter and at the counter, and who may give them.

use app::Error;
use app::answer::Secret;
use app::referral::{Answer, answer, get, look_up, propose, schedule};
use app::testing::TestCity;
use app::today::{Ask, Section};
use domain::answer::Reply;
use domain::notice::Kind;
use domain::referral::{DeclineReason, RejectReason, StateName};
use domain::reminder::Act;
use domain::{Ctx, Role};
use jiff::civil::date;

use crate::referral::{
    code_of, counselor, elsewhere, employer, opening, person, sent, state, untold, version,
};

/// A counsellor of another body.
async fn stranger(city: &TestCity) -> Ctx {
    let mut actor = city.as_role(Role::Supervisor).await.actor;
    actor.organisation = Some(elsewhere(city).await);
    city.app.ctx(actor)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_code_answers_once_and_a_mistyped_one_never() {
    let city = TestCity::new().await;
    let opening = opening(&city, employer(&city).await, 2).await;
    let id = sent(&city, person(&city, "가○나", "0310001001").await, opening).await;
    let ctx = counselor(&city).await;
    let seen = get(&ctx, &city.app, id).await.unwrap();
    let (code, number) = (seen.code.unwrap(), seen.referral.state.letter().unwrap().number.clone());
    assert_eq!(number, "L2016-000001");
    assert_eq!(look_up(&ctx, &city.app, &number.to_lowercase()).await.unwrap().referral.id, id);
    let citizen = city.as_role(Role::Citizen).await;
    let home = "203.0.113.7";
    let low = code.to_lowercase();
    let seen = app::answer::asked(&citizen, &city.app, Secret::Code(&low, home)).await.unwrap();
    assert_eq!((seen.people.len(), seen.people[0].referral.id), (1, id));
    let mut wrong: Vec<char> = code.chars().collect();
    wrong[0] = if wrong[0] == '2' { '3' } else { '2' };
    let wrong: String = wrong.into_iter().collect();
    assert_eq!(code_of(look_up(&ctx, &city.app, &wrong).await), "code-mistyped");
    let strange = domain::referral::code_from([1; 8]);
    assert_eq!(code_of(look_up(&ctx, &city.app, &strange).await), "letter-unknown");
    let secret = Secret::Code(&code, home);
    let undecided = Reply::Undecided { referral: id };
    app::answer::answer(&citizen, &city.app, secret, undecided).await.unwrap();
    assert_eq!(state(&city, id).await, StateName::Sent, "not decided yet is no answer");
    let other = Reply::NoShow { referral: ctx.id() };
    assert!(matches!(app::answer::answer(&citizen, &city.app, secret, other).await, Err(Error::NotFound)));
    let no = Reply::Rejected { referral: id, reason: RejectReason::Distance };
    app::answer::answer(&citizen, &city.app, secret, no).await.unwrap();
    let hired = Reply::Hired { referral: id, start_on: date(2016, 4, 1) };
    assert_eq!(code_of(app::answer::answer(&citizen, &city.app, secret, hired).await), "letter-answered");
    let recorded = look_up(&ctx, &city.app, &code).await.unwrap().recorded.unwrap();
    assert_eq!(recorded.role, "citizen");
    assert!(untold(&city).await.contains(&Kind::ReferralRejected));
}

#[tokio::test(flavor = "multi_thread")]
async fn guessing_codes_is_braked_for_whoever_guesses_and_for_nobody_else() {
    let city = TestCity::new().await;
    let opening = opening(&city, employer(&city).await, 2).await;
    let id = sent(&city, person(&city, "가○나", "0310001001").await, opening).await;
    let staff = counselor(&city).await;
    let code = get(&staff, &city.app, id).await.unwrap().code.unwrap();
    let citizen = city.as_role(Role::Citizen).await;
    let (guesser, other) = ("203.0.113.7", "203.0.113.8");
    for n in 0..20u8 {
        let strange = domain::referral::code_from([n; 8]);
        let told = app::answer::asked(&citizen, &city.app, Secret::Code(&strange, guesser)).await;
        assert_eq!(code_of(told), "answer-code-unknown");
    }
    let held = app::answer::asked(&citizen, &city.app, Secret::Code(&code, guesser)).await;
    assert!(matches!(held, Err(Error::TooMany(_))), "the right code is no longer told from a wrong one");
    app::answer::asked(&citizen, &city.app, Secret::Code(&code, other)).await.unwrap();
    app::answer::asked(&staff, &city.app, Secret::Code(&code, guesser)).await.unwrap();
    for n in 0..20u8 {
        let strange = domain::referral::code_from([n; 8]);
        assert_eq!(code_of(look_up(&staff, &city.app, &strange).await), "letter-unknown");
    }
    assert!(matches!(look_up(&staff, &city.app, &code).await, Err(Error::TooMany(_))));
    city.clock.advance_days(1);
    let citizen = city.as_role(Role::Citizen).await;
    app::answer::asked(&citizen, &city.app, Secret::Code(&code, guesser)).await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_hire_keyed_with_the_code_on_the_persons_own_letter_is_only_a_word() {
    let city = TestCity::new().await;
    let opening = opening(&city, employer(&city).await, 1).await;
    let id = sent(&city, person(&city, "가○나", "0310001001").await, opening).await;
    let code = get(&counselor(&city).await, &city.app, id).await.unwrap().code.unwrap();
    let citizen = city.as_role(Role::Citizen).await;
    let reply = Reply::Hired { referral: id, start_on: date(2016, 4, 1) };
    app::answer::answer(&citizen, &city.app, Secret::Code(&code, "203.0.113.7"), reply).await.unwrap();
    assert_eq!(state(&city, id).await, StateName::Hired);
    let claims = store::placement::of_referral(&city.app.store, city.app.tenant, id).await.unwrap();
    let said: Vec<_> = claims[0].evidence.iter().map(|one| one.kind).collect();
    assert_eq!(said, [domain::placement::EvidenceKind::LetterCode]);
    assert_eq!(claims[0].state.name(), domain::placement::StateName::Claimed);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_link_that_staff_were_handed_confirms_nothing_by_itself() {
    let city = TestCity::new().await;
    let opening = opening(&city, employer(&city).await, 2).await;
    let id = sent(&city, person(&city, "가○나", "0310001001").await, opening).await;
    let staff = counselor(&city).await;
    let put = app::answer::put(&staff, &city.app, opening, domain::answer::Kind::Result).await.unwrap();
    // Nobody but whoever put the question is shown its secrets again.
    let mut colleague = staff.clone();
    colleague.actor.person = Some(domain::id::PersonId(uuid::Uuid::from_u128(777)));
    let again = app::answer::again(&colleague, &city.app, put.question.id).await;
    assert!(matches!(again, Err(app::Error::NotFound)));
    // Signed out, whoever put the question opens its link: it speaks for the employer and is their word.
    let citizen = city.as_role(Role::Citizen).await;
    let hired = Reply::Hired { referral: id, start_on: date(2016, 4, 1) };
    app::answer::answer(&citizen, &city.app, Secret::Token(&put.token), hired).await.unwrap();
    let (store, tenant) = (&city.app.store, city.app.tenant);
    let claim = store::placement::of_referral(store, tenant, id).await.unwrap().remove(0);
    assert_eq!(claim.state.name(), domain::placement::StateName::Claimed);
    assert_eq!((claim.created_by, claim.awaits_second()), (staff.actor.person, true));
    // Signed in for the employer they speak for themselves, and that confirms.
    let second = sent(&city, person(&city, "다○라", "0310001002").await, opening).await;
    let mut own = city.as_role(Role::Employer).await;
    own.actor.employer = Some(put.question.employer);
    let hired = Reply::Hired { referral: second, start_on: date(2016, 4, 1) };
    let done = app::answer::answer(&own, &city.app, Secret::Token(&put.token), hired).await.unwrap();
    assert_eq!(done.given[1].keyed_by, own.actor.person);
    let claim = store::placement::of_referral(store, tenant, second).await.unwrap().remove(0);
    assert_eq!(claim.state.name(), domain::placement::StateName::Confirmed);
    assert_eq!(claim.created_by, own.actor.person);
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_holds_a_letter_cannot_silence_the_chase_by_saying_not_decided() {
    let city = TestCity::new().await;
    let opening = opening(&city, employer(&city).await, 1).await;
    let id = sent(&city, person(&city, "가○나", "0310001001").await, opening).await;
    let before = get(&counselor(&city).await, &city.app, id).await.unwrap();
    let (code, undecided) = (before.code.unwrap(), Reply::Undecided { referral: id });
    let secret = Secret::Code(&code, "203.0.113.7");
    for _ in 0..4 {
        let citizen = city.as_role(Role::Citizen).await;
        app::answer::answer(&citizen, &city.app, secret, undecided).await.unwrap();
    }
    let after = get(&counselor(&city).await, &city.app, id).await.unwrap();
    assert_eq!((after.due, &after.referral.state), (before.due, &before.referral.state));
    let said: Vec<_> = after.history.iter().filter(|line| line.verb == "undecided").collect();
    assert_eq!(said.iter().map(|line| line.role.as_str()).collect::<Vec<_>>(), ["citizen"]);
    assert!(after.history.iter().all(|line| line.verb != "call"), "nobody telephoned");
    city.clock.advance_days(9);
    app::day::run(&city.app).await.unwrap();
    let day = app::today::day(&counselor(&city).await, &city.app, &Ask::default()).await.unwrap();
    assert!(day.rows(Section::Results).iter().any(|row| row.due.act == Act::ChaseReferral));
    let staff = counselor(&city).await;
    app::answer::answer(&staff, &city.app, secret, undecided).await.unwrap();
    let last = get(&staff, &city.app, id).await.unwrap().history.remove(0);
    let told = (last.verb.as_str(), last.role.as_str(), last.channel.as_str());
    assert_eq!(told, ("undecided", "counselor", "phone"));
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_is_signed_in_answers_as_themselves_or_not_at_all() {
    let city = TestCity::new().await;
    let opening = opening(&city, employer(&city).await, 2).await;
    let id = sent(&city, person(&city, "가○나", "0310001001").await, opening).await;
    let staff = counselor(&city).await;
    let code = get(&staff, &city.app, id).await.unwrap().code.unwrap();
    let question = app::answer::put(&staff, &city.app, opening, domain::answer::Kind::Result).await.unwrap();
    let hired = Reply::Hired { referral: id, start_on: date(2016, 4, 1) };
    for role in [Role::Seeker, Role::Clerk, Role::Auditor, Role::Partner, Role::Employer] {
        let other = city.as_role(role).await;
        let secret = Secret::Token(&question.token);
        let told = app::answer::answer(&other, &city.app, secret, hired).await;
        assert!(matches!(told, Err(Error::Forbidden(_))), "{role}: {told:?}");
        assert!(matches!(app::answer::asked(&other, &city.app, secret).await, Err(Error::Forbidden(_))));
        let told = app::answer::answer(&other, &city.app, Secret::Code(&code, "x"), hired).await;
        assert!(told.is_err(), "{role}");
    }
    let other = stranger(&city).await;
    let seen = app::answer::asked(&other, &city.app, Secret::Token(&question.token)).await.unwrap();
    assert!(seen.people.is_empty(), "another body's people are not theirs to know");
    let told = app::answer::answer(&other, &city.app, Secret::Token(&question.token), hired).await;
    assert!(matches!(told, Err(Error::NotFound)), "{told:?}");
    let unknown = app::answer::asked(&other, &city.app, Secret::Code(&code, "")).await;
    assert_eq!(code_of(unknown), "answer-code-unknown");
    assert!(matches!(
        app::answer::again(&other, &city.app, question.question.id).await,
        Err(Error::NotFound)
    ));
    let theirs = app::answer::put(&other, &city.app, opening, domain::answer::Kind::Result).await.unwrap();
    let citizen = city.as_role(Role::Citizen).await;
    let seen = app::answer::asked(&citizen, &city.app, Secret::Token(&theirs.token)).await.unwrap();
    assert!(seen.people.is_empty(), "nor do they reach them by a link of their own");

    app::answer::again(&staff, &city.app, question.question.id).await.unwrap();
    let (store, tenant) = (&city.app.store, city.app.tenant);
    let log = store::change::of_noun(store, tenant, question.question.id.0, 9).await.unwrap();
    assert_eq!((log[0].verb.as_str(), log[0].actor), ("show", staff.actor.person));
    let done = app::answer::answer(&staff, &city.app, Secret::Token(&question.token), hired).await.unwrap();
    assert_eq!(done.given[0].keyed_by, staff.actor.person);
    let claims = store::placement::of_referral(store, tenant, id).await.unwrap();
    let said: Vec<_> = claims[0].evidence.iter().map(|one| (one.kind, one.by)).collect();
    assert_eq!(said, [(domain::placement::EvidenceKind::Phone, staff.actor.person)]);
    assert_eq!(claims[0].state.name(), domain::placement::StateName::Claimed);
    assert_eq!(get(&staff, &city.app, id).await.unwrap().placement, Some(claims[0].id));
    let kept = store::answer::of_opening(store, tenant, opening).await.unwrap();
    assert!(kept.iter().any(|kept| kept.given.iter().any(|given| given.reply == hired)));
    assert!(store::change::rows_agree(store, tenant).await.unwrap());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_letter_of_another_body_is_as_unknown_as_none_and_numbers_are_braked() {
    let city = TestCity::new().await;
    let opening = opening(&city, employer(&city).await, 2).await;
    let id = sent(&city, person(&city, "가○나", "0310001001").await, opening).await;
    let staff = counselor(&city).await;
    let number = get(&staff, &city.app, id).await.unwrap().referral.state.letter().unwrap().number.clone();
    let other = stranger(&city).await;
    assert_eq!(code_of(look_up(&other, &city.app, &number).await), "letter-unknown");
    for n in 1..20 {
        assert_eq!(code_of(look_up(&other, &city.app, &format!("L2015-{n:06}")).await), "letter-unknown");
    }
    assert!(matches!(look_up(&other, &city.app, &number).await, Err(Error::TooMany(_))));

    // Ended by the person themselves, its answer names nobody.
    let mut actor = city.as_role(Role::Seeker).await.actor;
    let seen = get(&staff, &city.app, id).await.unwrap().referral;
    actor.person = Some(seen.person);
    let own = city.app.ctx(actor);
    let no = Answer::Declined(domain::referral::DeclineReason::Distance);
    answer(&own, &city.app, id, seen.version, no).await.unwrap();
    let recorded = look_up(&staff, &city.app, &number).await.unwrap().recorded.unwrap();
    assert_eq!((recorded.role.as_str(), recorded.who.as_str()), ("seeker", ""), "no name");
}

#[tokio::test(flavor = "multi_thread")]
async fn an_opening_closed_by_its_employers_link_ends_its_referrals_at_once() {
    let city = TestCity::new().await;
    let wanted = opening(&city, employer(&city).await, 2).await;
    let id = sent(&city, person(&city, "가○나", "0310001001").await, wanted).await;
    let staff = counselor(&city).await;
    let question =
        app::answer::put(&staff, &city.app, wanted, domain::answer::Kind::StillOpen).await.unwrap();
    let citizen = city.as_role(Role::Citizen).await;
    app::answer::answer(&citizen, &city.app, Secret::Token(&question.token), Reply::NotNeeded).await.unwrap();
    assert_eq!(state(&city, id).await, StateName::OpeningEnded);
    assert!(untold(&city).await.contains(&Kind::OpeningEnded));
}

#[tokio::test(flavor = "multi_thread")]
async fn every_answer_is_taken_once_and_only_from_whom_it_comes() {
    let city = TestCity::new().await;
    let employer = employer(&city).await;
    let wanted = opening(&city, employer, 9).await;
    let staff = counselor(&city).await;
    let mut actor = city.as_role(Role::Employer).await.actor;
    actor.employer = Some(employer);
    let theirs = city.app.ctx(actor);
    let (no, not_mine) = (Answer::Rejected(RejectReason::Experience), Answer::Declined(DeclineReason::Pay));
    let hired = Answer::Hired(date(2016, 3, 20));
    let mut nth = 0;
    let mut referred = async || {
        nth += 1;
        let seeker = person(&city, &format!("사람{nth}"), &format!("03100020{nth:02}")).await;
        sent(&city, seeker, wanted).await
    };

    // Staff take any answer; whose it was shows in how it ended, and only an employer's no is news to the person.
    for (said, ended, told) in [
        (no, StateName::Rejected, Some(Kind::ReferralRejected)),
        (not_mine, StateName::Declined, None),
        (Answer::NoShow, StateName::NoShow, None),
        (hired, StateName::Hired, Some(Kind::ReferralHired)),
    ] {
        let before = untold(&city).await;
        let id = referred().await;
        if said == Answer::NoShow {
            let refused = answer(&staff, &city.app, id, 3, said).await;
            assert_eq!(code_of(refused), "referral-needs-interview");
            schedule(&staff, &city.app, id, 3, staff.now, None).await.unwrap();
        }
        let asked = version(&city, id).await;
        answer(&staff, &city.app, id, asked, said).await.unwrap();
        assert_eq!(state(&city, id).await, ended, "{said:?}");
        let after = untold(&city).await;
        let count = |all: &[Kind], kind| all.iter().filter(|one| **one == kind).count();
        for kind in [Kind::ReferralRejected, Kind::ReferralHired] {
            let more = count(&after, kind) - count(&before, kind);
            assert_eq!(more, usize::from(told == Some(kind)), "{said:?}: {kind}");
        }
        let version = version(&city, id).await;
        assert_eq!(code_of(answer(&staff, &city.app, id, version, no).await), "referral-step-refused");
    }

    // An employer cannot say that the person does not want to, nor the person what the employer decided.
    let id = referred().await;
    let mut actor = city.as_role(Role::Seeker).await.actor;
    actor.person = Some(get(&staff, &city.app, id).await.unwrap().referral.person);
    let own = city.app.ctx(actor);
    assert!(matches!(answer(&theirs, &city.app, id, 3, not_mine).await, Err(Error::NotFound)));
    for said in [no, Answer::NoShow, hired] {
        assert!(matches!(answer(&own, &city.app, id, 3, said).await, Err(Error::NotFound)), "{said:?}");
    }
    assert_eq!(code_of(answer(&theirs, &city.app, id, 2, no).await), "changed-meanwhile");
    let far = Answer::Hired(date(2017, 3, 20));
    assert_eq!(code_of(answer(&theirs, &city.app, id, 3, far).await), "start-too-far");
    assert_eq!(state(&city, id).await, StateName::Sent, "nothing was written on the way");
    answer(&own, &city.app, id, 3, not_mine).await.unwrap();
    assert_eq!(state(&city, id).await, StateName::Declined);

    // Before the letter there is nothing to answer but that one does not want to.
    let seeker = person(&city, "사람구", "0310002099").await;
    let id = propose(&staff, &city.app, seeker, wanted).await.unwrap();
    for said in [no, Answer::NoShow, hired] {
        assert!(matches!(answer(&staff, &city.app, id, 1, said).await, Err(Error::Conflict(_))), "{said:?}");
    }
    answer(&staff, &city.app, id, 1, not_mine).await.unwrap();
    assert_eq!(state(&city, id).await, StateName::Declined);
}
