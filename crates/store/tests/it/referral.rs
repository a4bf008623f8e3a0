//! Rows of referrals, of questions to employers and of notices, on both engines.

use domain::answer::{Given, Kind, Question, Reply};
use domain::id::{EmployerId, OpeningId, SeekerId};
use domain::notice::{self, About, How, Notice, To, Told};
use domain::opening::{Content, Opening, Origin};
use domain::policy::Scope;
use domain::referral::{Interview, Letter, Outcome, Referral, RejectReason, State, StateName};
use domain::reminder::Reminders;
use domain::seeker::{Profile, Seeker};
use domain::{Channel, Ctx, opening};
use jiff::ToSpan;
use jiff::civil::{Date, date};
use store::day::Part;
use store::{Error, answer, notice as notices, referral};

use crate::engines::{World, on_both};
use crate::person_file::registration;

/// Everybody's work until a day.
fn until(by: Date, limit: usize) -> Part {
    Part { by, mine: None, within: Scope::Everyone, limit }
}

fn opened(ctx: &Ctx, employer: EmployerId) -> Opening {
    Opening {
        id: ctx.id(),
        employer,
        content: Content { headcount: 1, ..Content::default() },
        state: opening::State::Draft,
        origin: Origin {
            number: ctx.id::<OpeningId>().to_string(),
            received_on: ctx.today(),
            channel: Channel::Phone,
            received_by: None,
            organisation: None,
            wanted_auth_no: None,
            info_service: String::new(),
            source: String::new(),
            source_key: String::new(),
            source_digest: String::new(),
            licence: String::new(),
        },
        worsened: Vec::new(),
        reopened: None,
        law: None,
        version: 1,
        created_at: ctx.now,
        updated_at: ctx.now,
    }
}

/// An opening of an employer and a person referred to it.
async fn referred(world: &World) -> Referral {
    let ctx = world.ctx();
    let mut employer = crate::placement::employer(world);
    employer.business_number = None;
    let (opening, person) = (
        opened(&ctx, employer.id),
        Seeker { number: ctx.id::<SeekerId>().to_string(), ..registration(&ctx) },
    );
    let made = Referral {
        id: ctx.id(),
        opening: opening.id,
        employer: employer.id,
        seeker: person.id,
        person: person.person,
        organisation: None,
        proposed_by: None,
        proposed_at: ctx.now,
        justification: String::new(),
        fit: Vec::new(),
        state: State::Proposed,
        version: 1,
        updated_at: ctx.now,
    };
    let kept = made.clone();
    let work = world.store.write(move |tx| {
        let (ctx, employer, opening, person, made) =
            (ctx.clone(), employer.clone(), opening.clone(), person.clone(), made.clone());
        Box::pin(async move {
            store::employer::insert(tx, &ctx, &employer, None).await?;
            store::opening::insert(tx, &ctx, &opening).await?;
            store::seeker::insert(tx, &ctx, &person, &Profile::default()).await?;
            referral::insert(tx, &ctx, &Reminders::default(), &made).await
        })
    });
    work.await.unwrap();
    kept
}

async fn changed(world: &World, referral: &Referral, state: State) -> Result<Referral, Error> {
    let ctx = world.ctx();
    let next = Referral { state, ..referral.clone() };
    let work = world.store.write(move |tx| {
        let (ctx, next) = (ctx.clone(), next.clone());
        Box::pin(async move { referral::update(tx, &ctx, &Reminders::default(), "step", &next).await })
    });
    work.await?;
    Ok(referral::get(&world.store, world.tenant, referral.id).await.unwrap())
}

on_both! {
    async fn a_referral_is_found_by_all_it_joins_and_changed_only_by_whoever_read_it_last(world: &World) {
        let made = referred(world).await;
        let other = referred(world).await;
        let (store, tenant) = (&world.store, world.tenant);
        assert_eq!(referral::get(store, tenant, made.id).await.unwrap(), made);
        for found in [
            referral::of_person(store, tenant, made.person).await.unwrap(),
            referral::of_seeker(store, tenant, made.seeker).await.unwrap(),
            referral::of_opening(store, tenant, made.opening).await.unwrap(),
            referral::of_employer(store, tenant, made.employer, 10).await.unwrap(),
        ] {
            assert_eq!(found, std::slice::from_ref(&made));
        }
        let agreed = changed(world, &made, State::Consented { at: made.updated_at }).await.unwrap();
        assert_eq!(agreed.version, 2);
        let late = changed(world, &made, State::Consented { at: made.updated_at }).await.unwrap_err();
        assert!(matches!(&late, Error::Conflict(what) if what == "referral.version"), "{late:?}");
        assert_eq!(referral::get(store, tenant, made.id).await.unwrap(), agreed);
        let (all, count) = referral::list(store, tenant, Scope::Everyone, Some(StateName::Proposed), 10, 0).await.unwrap();
        assert_eq!((all, count), (vec![other], 1));
        assert_eq!(referral::list(store, tenant, Scope::Everyone, None, 1, 1).await.unwrap().1, 2);
    }

    async fn vacant_are_the_heads_that_open_openings_have_left(world: &World) {
        let made = referred(world).await;
        let (store, tenant, day) = (&world.store, world.tenant, world.ctx().today());
        let vacant = async |on| store::opening::vacant(store, tenant, on).await.unwrap();
        assert_eq!(vacant(day).await, [], "a draft looks for nobody");
        let mut opening = store::opening::get(store, tenant, made.opening).await.unwrap();
        let (since, confirmed_at) = (world.ctx().now, None);
        let (asked, asked_on, doubted_since) = Default::default();
        opening.content.headcount = 3;
        opening.state = opening::State::Open { since, valid_until: day, confirmed_at, asked, asked_on, doubted_since };
        let ctx = world.ctx();
        world.store.write(move |tx| {
            let (ctx, opening) = (ctx.clone(), opening.clone());
            Box::pin(async move { store::opening::update(tx, &ctx, "accept", &opening).await })
        }).await.unwrap();
        assert_eq!(vacant(day).await, [(made.opening, 3)]);
        assert_eq!(vacant(day.tomorrow().unwrap()).await, [], "it was valid to the end of that day");
        let mut hired = crate::placement::claim(world, made.employer);
        (hired.opening, hired.referral) = (Some(made.opening), Some(made.id));
        let ctx = world.ctx();
        let claimed = hired.clone();
        world.store.write(move |tx| {
            let (ctx, hired) = (ctx.clone(), claimed.clone());
            Box::pin(async move { store::placement::insert(tx, &ctx, &hired).await })
        }).await.unwrap();
        assert_eq!(vacant(day).await, [(made.opening, 2)]);
        let (ctx, now) = (world.ctx(), world.ctx().now);
        let mistake = hired.cancel(domain::placement::CancelReason::Mistake, None, now).unwrap();
        world.store.write(move |tx| {
            let (ctx, mistake) = (ctx.clone(), mistake.clone());
            Box::pin(async move { store::placement::update(tx, &ctx, "cancel", &mistake).await })
        }).await.unwrap();
        assert_eq!(vacant(day).await, [(made.opening, 3)], "taken back, the head is free again");
    }

    async fn registers_hold_what_came_in_on_their_days(world: &World) {
        let made = referred(world).await;
        let other = referred(world).await;
        let (store, tenant) = (&world.store, world.tenant);
        let day = date(2016, 3, 1);
        assert_eq!(world.ctx().today(), day);
        let letter = Letter::new("L2016-000001".to_owned(), date(2016, 3, 2));
        let sent = changed(world, &made, State::Sent { letter: letter.clone() }).await.unwrap();
        let found = async |days| referral::sent(store, tenant, days).await.unwrap();
        assert_eq!(found((day, letter.sent_on)).await, std::slice::from_ref(&sent));
        assert_eq!(found((day, day)).await, []);
        let outcome = Outcome::Rejected { reason: RejectReason::Distance };
        let ended = State::Ended { at: sent.updated_at, how: outcome, letter: Some(letter.clone()), interview: None };
        let ended = changed(world, &sent, ended).await.unwrap();
        assert_eq!(found((letter.sent_on, letter.sent_on)).await, [ended]);

        // Made within one millisecond, their ids follow no order but their own.
        let mut both = [made.opening, other.opening];
        both.sort_unstable();
        let ids = |found: Vec<Opening>| found.into_iter().map(|opening| opening.id).collect::<Vec<_>>();
        let received = async |days, most| ids(store::opening::received(store, tenant, days, most).await.unwrap());
        assert_eq!(received((day, day), 10).await, both);
        assert_eq!(received((day, day), 1).await, both[..1]);
        let before = date(2016, 2, 1);
        assert_eq!(received((before, before), 10).await, []);

        let registered = async |scope, days| {
            let found = store::register::registered(store, tenant, scope, days, 10).await.unwrap();
            found.into_iter().map(|(seeker, _)| seeker.id).collect::<Vec<_>>()
        };
        let mut both = [made.seeker, other.seeker];
        both.sort_unstable();
        assert_eq!(registered(Scope::Everyone, (before, day)).await, both);
        assert_eq!(registered(Scope::Everyone, (before, before)).await, []);
        assert_eq!(registered(Scope::Nobody, (before, day)).await, []);
    }

    async fn what_is_due_and_what_turns_follows_its_state_to_the_day(world: &World) {
        let made = referred(world).await;
        let (store, tenant) = (&world.store, world.tenant);
        let letter = Letter::new("L2016-000001".to_owned(), date(2016, 3, 1));
        let sent = changed(world, &made, State::Sent { letter: letter.clone() }).await.unwrap();
        let due = async |day| referral::unanswered(store, tenant, &until(day, 10)).await.unwrap().1;
        let turning = async |day| referral::turning(store, tenant, day, 10).await.unwrap().len();
        assert_eq!((due(date(2016, 3, 9)).await, due(date(2016, 3, 10)).await), (0, 1));
        assert_eq!((turning(date(2016, 3, 9)).await, turning(date(2016, 3, 10)).await), (0, 1));
        let held = "2016-03-08T01:00:00Z".parse().unwrap();
        let interview = Interview { at: held, accompanied_by: None };
        let state = State::Interviewed { letter: letter.clone(), interview: interview.clone() };
        let interviewed = changed(world, &sent, state).await.unwrap();
        assert_eq!((due(date(2016, 3, 14)).await, due(date(2016, 3, 15)).await), (0, 1));
        let ended = State::Ended {
            at: held,
            how: Outcome::Rejected { reason: RejectReason::Distance },
            letter: Some(letter),
            interview: Some(interview),
        };
        changed(world, &interviewed, ended).await.unwrap();
        assert_eq!((due(date(2036, 1, 1)).await, turning(date(2036, 1, 1)).await), (0, 0));
        assert!(referral::by_letter(store, tenant, "L2016-000001").await.unwrap().is_some());
        assert!(referral::by_letter(store, tenant, "L2016-000002").await.unwrap().is_none());
    }

    async fn a_letter_number_and_a_code_belong_to_one_referral(world: &World) {
        let (one, two) = (referred(world).await, referred(world).await);
        let letter = Letter::new("L2016-000001".to_owned(), date(2016, 3, 1));
        changed(world, &one, State::Sent { letter: letter.clone() }).await.unwrap();
        let twice = changed(world, &two, State::Sent { letter }).await.unwrap_err();
        assert!(matches!(twice, Error::Conflict(_)), "{twice:?}");
        let code = async |id, hash: &'static str| {
            let ctx = world.ctx();
            let work = world.store.write(move |tx| {
                let ctx = ctx.clone();
                Box::pin(async move { referral::set_code(tx, &ctx, id, hash).await })
            });
            work.await
        };
        code(one.id, "a").await.unwrap();
        assert!(matches!(code(two.id, "a").await, Err(Error::Conflict(_))));
        code(two.id, "b").await.unwrap();
        let found = referral::by_code(&world.store, world.tenant, "a").await.unwrap().unwrap();
        assert_eq!(found.id, one.id);
        let ctx = world.ctx();
        let numbers = world.store.write(move |tx| {
            let ctx = ctx.clone();
            Box::pin(async move {
                Ok((referral::next_letter(tx, &ctx).await?, referral::next_letter(tx, &ctx).await?))
            })
        });
        assert_eq!(numbers.await.unwrap(), ("L2016-000001".to_owned(), "L2016-000002".to_owned()));
    }

    async fn a_question_takes_one_answer_of_two_that_come_at_once(world: &World) {
        let referral = referred(world).await;
        let ctx = world.ctx();
        let asked = Question {
            id: ctx.id(),
            employer: referral.employer,
            opening: referral.opening,
            kind: Kind::Result,
            made_at: ctx.now,
            made_by: None,
            organisation: referral.organisation,
            until: ctx.now + 720.hours(),
            given: Vec::new(),
            version: 1,
        };
        let (again, first) = (Question { id: ctx.id(), ..asked.clone() }, asked.clone());
        let insert = async |question: Question, token: &'static str, code: &'static str| {
            let ctx = world.ctx();
            let work = world.store.write(move |tx| {
                let (ctx, question) = (ctx.clone(), question.clone());
                Box::pin(async move { answer::insert(tx, &ctx, &question, token, code).await })
            });
            work.await
        };
        insert(first, "token", "code").await.unwrap();
        assert!(matches!(insert(again, "another", "code").await, Err(Error::Conflict(_))));
        let (store, tenant) = (&world.store, world.tenant);
        assert_eq!(answer::by_token(store, tenant, "token").await.unwrap().unwrap(), asked);
        assert_eq!(answer::by_code(store, tenant, "code").await.unwrap().unwrap(), asked);
        assert_eq!(answer::by_token(store, tenant, "code").await.unwrap(), None);
        let reply = Reply::NoShow { referral: referral.id };
        let said = asked.clone().take(Given { at: ctx.now, keyed_by: None, reply }).unwrap();
        let give = async || {
            let (ctx, said) = (world.ctx(), said.clone());
            let work = world.store.write(move |tx| {
                let (ctx, said) = (ctx.clone(), said.clone());
                Box::pin(async move { answer::update(tx, &ctx, &said).await })
            });
            work.await
        };
        let (a, b) = tokio::join!(give(), give());
        assert_eq!([&a, &b].iter().filter(|done| done.is_ok()).count(), 1, "{a:?} {b:?}");
        let stands = answer::of_opening(store, tenant, referral.opening).await.unwrap();
        assert_eq!((stands.len(), stands[0].given.len(), stands[0].version), (1, 1, 2));
    }

    async fn a_notice_is_told_once(world: &World) {
        let ctx = world.ctx();
        let (person, employer) = (ctx.id(), ctx.id());
        let first = Notice::new(&ctx, To::Person(person), notice::Kind::ReferralProposed, About::default());
        let second = Notice::new(&ctx, To::Employer(employer), notice::Kind::PersonUnavailable, About::default());
        let both = [first.clone(), second.clone()];
        let work = world.store.write(move |tx| {
            let (ctx, both) = (ctx.clone(), both.clone());
            Box::pin(async move {
                for notice in &both {
                    notices::insert(tx, &ctx, notice).await?;
                }
                Ok(())
            })
        });
        work.await.unwrap();
        let (store, tenant) = (&world.store, world.tenant);
        let (untold, count) = notices::untold(store, tenant, &until(date(2016, 3, 1), 1)).await.unwrap();
        assert_eq!((untold.len(), count), (1, 2));
        assert_eq!(notices::of_person(store, tenant, person, 10).await.unwrap(), std::slice::from_ref(&first));
        assert_eq!(notices::of_employer(store, tenant, employer, 10).await.unwrap(), [second]);
        let told = first.tell(Told { at: world.ctx().now, by: None, how: How::Phone }).unwrap();
        let tell = async || {
            let (ctx, told) = (world.ctx(), told.clone());
            let work = world.store.write(move |tx| {
                let (ctx, told) = (ctx.clone(), told.clone());
                Box::pin(async move { notices::tell(tx, &ctx, &told).await })
            });
            work.await
        };
        let (a, b) = tokio::join!(tell(), tell());
        assert_eq!([&a, &b].iter().filter(|done| done.is_ok()).count(), 1, "{a:?} {b:?}");
        assert_eq!(notices::untold(store, tenant, &until(date(2016, 3, 1), 10)).await.unwrap().1, 1);
        assert_eq!(notices::find(store, tenant, told.id).await.unwrap(), Some(told));
    }
}
