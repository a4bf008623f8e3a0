//! What belongs to a person besides their registration: handles, suggestions, services, plans.

use domain::Ctx;
use domain::action_plan::{ActionPlan, Agreement, Owner, Step, StepState, Words};
use domain::actor::Channel;
use domain::handle::HandleKind;
use domain::id::PersonId;
use domain::merge::{Decision, MergeName};
use domain::occupation::OccupationCode;
use domain::policy::Scope;
use domain::reminder::{Act, Reminders};
use domain::seeker::{Profile, Seeker, State};
use domain::service::{Notes, Service, ServiceKind};
use store::day::Part;
use store::{Error, action_plan, change, handle, merge, seeker, service};

use crate::engines::{World, on_both};

/// Everybody's work until a day.
fn by_day(day: &str) -> Part {
    Part { by: day.parse().unwrap(), mine: None, within: Scope::Everyone, limit: 9 }
}

fn told(name: &str, born: &str, phone: &str) -> Profile {
    Profile { name: name.into(), born_on: born.parse().ok(), phone: phone.into(), ..Profile::default() }
}

pub(crate) fn registration(ctx: &Ctx) -> Seeker {
    Seeker {
        id: ctx.id(),
        person: ctx.id(),
        number: String::new(),
        registered_on: ctx.today(),
        channel: Channel::Counter,
        organisation: None,
        assigned: None,
        intake_on: None,
        due: None,
        consents: Vec::new(),
        moves: Vec::new(),
        revived: Vec::new(),
        state: State::Active { since: ctx.now, valid_until: "2016-06-01".parse().unwrap() },
        source: String::new(),
        source_key: String::new(),
        source_digest: String::new(),
        version: 1,
        created_at: ctx.now,
        updated_at: ctx.now,
    }
}

async fn register(world: &World, profile: &Profile) -> Seeker {
    let ctx = world.ctx();
    let mut made = registration(&ctx);
    made.due = made.next_due(&Reminders::default());
    let (seeker, profile) = (made.clone(), profile.clone());
    let work = world.store.write(move |tx| {
        let (ctx, seeker, profile) = (ctx.clone(), seeker.clone(), profile.clone());
        Box::pin(async move {
            seeker::insert(tx, &ctx, &seeker, &profile).await?;
            merge::suggest(tx, &ctx, &seeker, &profile, false).await
        })
    });
    work.await.unwrap();
    made
}

async fn erase(world: &World, person: PersonId) {
    let ctx = world.ctx();
    let work = world.store.write(move |tx| {
        let ctx = ctx.clone();
        Box::pin(async move { store::key::destroy(tx, &ctx, person, "requested").await })
    });
    work.await.unwrap();
}

async fn found(world: &World, kind: HandleKind, text: &str) -> usize {
    handle::list(&world.store, world.tenant, domain::policy::Scope::Everyone, (kind, text), None, 10, 0)
        .await
        .unwrap()
        .1
}

on_both! {
    async fn a_person_is_found_by_what_they_told_last_and_by_nothing_once_erased(world: &World) {
        let seeker = register(world, &told("박 가나", "1949-03-02", "0310001234")).await;
        for (kind, text) in [(HandleKind::Name, "박가나"), (HandleKind::Phone, "0310001234"), (HandleKind::Phone4, "1234")] {
            assert_eq!(found(world, kind, text).await, 1, "{kind}");
        }
        assert_eq!(found(world, HandleKind::Name, "박가").await, 0, "a part is no whole");
        let (ctx, changed) = (world.ctx(), Seeker { version: 1, ..seeker.clone() });
        let work = world.store.write(move |tx| {
            let (ctx, changed) = (ctx.clone(), changed.clone());
            Box::pin(async move {
                seeker::update(tx, &ctx, "update", &changed, &told("박다라", "1949-03-02", "0310001234")).await
            })
        });
        work.await.unwrap();
        assert_eq!((found(world, HandleKind::Name, "박가나").await, found(world, HandleKind::Name, "박다라").await), (0, 1));
        let then = seeker::at_version(&world.store, world.tenant, &seeker, 1).await.unwrap().unwrap();
        assert_eq!(then.name, "박 가나", "what was told before can be read");
        assert!(handle::count_of(&world.store, world.tenant, seeker.person).await.unwrap() > 3);

        erase(world, seeker.person).await;

        assert_eq!(handle::count_of(&world.store, world.tenant, seeker.person).await.unwrap(), 0);
        assert_eq!(found(world, HandleKind::Phone, "0310001234").await, 0);
        assert!(seeker::at_version(&world.store, world.tenant, &seeker, 1).await.unwrap().is_none());
        assert!(change::rows_agree(&world.store, world.tenant).await.unwrap());
    }

    async fn two_of_three_suggest_one_person_and_a_decision_can_be_undone(world: &World) {
        let first = register(world, &told("박가나", "1949-03-02", "0310001234")).await;
        // At the bus, without a telephone.
        let second = register(world, &told("박가나", "1949-03-02", "")).await;
        register(world, &told("박가나", "1950-01-01", "0319999999")).await;
        let (pairs, total) = merge::list(&world.store, world.tenant, Scope::Everyone, MergeName::Suggested, 10, 0).await.unwrap();
        assert_eq!(total, 1, "one of three is nobody");
        let pair = pairs.into_iter().next().unwrap();
        assert_eq!((pair.first, pair.second), domain::merge::ordered(first.person, second.person));
        assert_eq!(pair.grounds, [HandleKind::NameBirth]);
        assert!(merge::canonical(&world.store, world.tenant).await.unwrap().is_empty(), "a suggestion merges nobody");

        let decide = async |decision: Decision| {
            let mut pair = merge::find(&world.store, world.tenant, pair.id).await.unwrap().unwrap();
            let ctx = world.ctx();
            pair.state = pair.state.decide(decision, ctx.now, None).unwrap();
            let work = world.store.write(move |tx| {
                let (ctx, pair) = (ctx.clone(), pair.clone());
                Box::pin(async move { merge::update(tx, &ctx, decision.into(), &pair).await })
            });
            work.await.unwrap();
        };
        decide(Decision::Same).await;
        let known = merge::canonical(&world.store, world.tenant).await.unwrap();
        assert_eq!(known.get(&pair.second), Some(&pair.first));
        let both = merge::same_as(&world.store, world.tenant, pair.second).await.unwrap();
        assert_eq!(both, [pair.first, pair.second]);
        decide(Decision::Undo).await;
        assert!(merge::canonical(&world.store, world.tenant).await.unwrap().is_empty());
        assert_eq!(seeker::of_person(&world.store, world.tenant, pair.second).await.unwrap().len(), 1, "nothing was rewritten");
        assert!(change::rows_agree(&world.store, world.tenant).await.unwrap());
    }

    async fn services_keep_their_days_and_only_those_that_count(world: &World) {
        let seeker = register(world, &told("박가나", "1949-03-02", "")).await;
        let ctx = world.ctx();
        let done = |on: &str| Service {
            id: ctx.id(), person: seeker.person, seeker: Some(seeker.id), kind: ServiceKind::Counselling,
            on: on.parse().unwrap(), by: None, organisation: None, project: String::new(), channel: Channel::Phone, cancelled_at: None,
            version: 1, created_at: ctx.now,
        };
        let (kept, wrong) = (done("2016-03-02"), done("2016-02-01"));
        let notes = Notes { text: "카나리아 상담".into(), ..Notes::default() };
        let (a, b, said, at) = (kept.clone(), wrong.clone(), notes.clone(), ctx.clone());
        let work = world.store.write(move |tx| {
            let (ctx, a, b, notes) = (at.clone(), a.clone(), b.clone(), said.clone());
            Box::pin(async move {
                service::insert(tx, &ctx, &a, &notes).await?;
                service::insert(tx, &ctx, &b, &notes).await?;
                let struck = b.cancel(ctx.now).map_err(|_| Error::NotFound)?;
                service::update(tx, &ctx, "cancel", &struck, &notes).await
            })
        });
        work.await.unwrap();
        let counted = service::after(&world.store, world.tenant, None, 10).await.unwrap();
        assert_eq!(counted.iter().map(|one| (one.person, one.on)).collect::<Vec<_>>(), [(seeker.person, kept.on)]);
        let of = service::of_person(&world.store, world.tenant, seeker.person).await.unwrap();
        assert_eq!(of.iter().map(|(_, notes)| notes.clone()).collect::<Vec<_>>(), [Some(notes.clone()), Some(notes)]);
        erase(world, seeker.person).await;
        let of = service::of_person(&world.store, world.tenant, seeker.person).await.unwrap();
        assert!(of.len() == 2 && of.iter().all(|(_, notes)| notes.is_none()), "the day stays, the words are gone");
        assert!(change::rows_agree(&world.store, world.tenant).await.unwrap());
    }

    async fn a_plan_is_due_by_its_next_step_and_a_registration_by_its_clock(world: &World) {
        let seeker = register(world, &told("박가나", "1949-03-02", "")).await;
        let ctx = world.ctx();
        let step = |due: &str| Step { due_on: due.parse().unwrap(), owner: Owner::Person, state: StepState::Open };
        let made = ActionPlan {
            id: ctx.id(), person: seeker.person, seeker: seeker.id, organisation: None,
            steps: vec![step("2016-04-01"), step("2016-03-10")], agreement: Agreement::Proposed, ended_at: None, version: 1,
            created_at: ctx.now, updated_at: ctx.now,
        };
        let words = Words { goal: "경비".into(), steps: vec!["이력서".into(), "전화".into()] };
        let (one, said, at) = (made.clone(), words.clone(), ctx.clone());
        let work = world.store.write(move |tx| {
            let (ctx, plan, words) = (at.clone(), one.clone(), said.clone());
            Box::pin(async move { action_plan::insert(tx, &ctx, &plan, &words).await })
        });
        work.await.unwrap();
        let due = async |by: &str| action_plan::due(&world.store, world.tenant, &by_day(by)).await.unwrap().1;
        assert_eq!((due("2016-03-09").await, due("2016-03-10").await), (0, 1));
        let settled = made.settle(1, StepState::Done { on: ctx.today() }).unwrap();
        let work = world.store.write(move |tx| {
            let (ctx, plan, words) = (ctx.clone(), settled.clone(), words.clone());
            Box::pin(async move { action_plan::update(tx, &ctx, "settle", &plan, &words).await })
        });
        work.await.unwrap();
        assert_eq!((due("2016-03-31").await, due("2016-04-01").await), (0, 1));

        // First counselling within three days of the first of March; the last day of validity is 1 June.
        let calls = async |by: &str| seeker::due(&world.store, world.tenant, Act::HoldIntake, &by_day(by)).await.unwrap().1;
        assert_eq!((calls("2016-03-03").await, calls("2016-03-04").await), (0, 1));
        let turning = async |on: &str| seeker::turning(&world.store, world.tenant, on.parse().unwrap(), "", 9).await.unwrap().len();
        assert_eq!((turning("2016-06-01").await, turning("2016-06-02").await), (0, 1));
    }

    async fn first_wishes_are_counted(world: &World) {
        let wishing = |name: &str, codes: &[&str]| Profile {
            occupations: codes.iter().map(|code| OccupationCode::parse(code).unwrap()).collect(),
            ..told(name, "1949-03-02", "")
        };
        let mut made = Vec::new();
        for (name, codes) in [("박가나", &["5501", "8832"][..]), ("최가나", &["5501"]), ("정다라", &[]), ("김가나", &["8832"])] {
            made.push(register(world, &wishing(name, codes)).await);
        }
        let today = world.ctx().today();
        let wishes = async |day| store::register::wishes(&world.store, world.tenant, (day, day)).await.unwrap();
        let of = |code: &str| OccupationCode::parse(code);
        assert_eq!(wishes(today).await.into_iter().collect::<Vec<_>>(), [(None, 1), (of("5501"), 2), (of("8832"), 1)]);
        assert!(wishes(today.yesterday().unwrap()).await.is_empty());
        erase(world, made[0].person).await;
        assert_eq!(wishes(today).await.into_iter().collect::<Vec<_>>(), [(None, 2), (of("5501"), 1), (of("8832"), 1)]);
    }

    async fn rows_of_an_earlier_release_get_what_they_are_found_by(world: &World) {
        let seeker = register(world, &told("박가나", "1949-03-02", "0310001234")).await;
        world.tamper("DELETE FROM handle").await;
        world.tamper("UPDATE seeker SET shared = NULL, due_on = NULL, turn_on = NULL, due_act = NULL").await;
        let ctx = world.ctx();
        assert_eq!(seeker::complete(&world.store, &ctx, &Reminders::default()).await.unwrap(), 1);
        assert_eq!(seeker::complete(&world.store, &ctx, &Reminders::default()).await.unwrap(), 0, "once");
        assert_eq!(found(world, HandleKind::Phone4, "1234").await, 1);
        let due = seeker::due(&world.store, world.tenant, Act::HoldIntake, &by_day("2016-03-04")).await.unwrap().0;
        assert_eq!(due[0].0.id, seeker.id);
        assert!(change::rows_agree(&world.store, world.tenant).await.unwrap());
    }
}
