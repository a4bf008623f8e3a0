//! The frozen book: it says what the ledger said, nothing that happens afterwards enters it, and two books tell what is
//! different between them.

use app::ledger::{self, Cut};
use app::placement::{self, claim};
use app::report_book::{self, Form, Format, Out};
use app::testing::TestCity;
use app::{Error, organisation};
use domain::action::{Action, Source};
use domain::counting::{Class, Month, Part};
use domain::id::{EmployerId, MeetingId, OrganisationId, ReportBookId};
use domain::measure::{self, Measure};
use domain::meeting::{Meeting, MeetingKind, State as Held};
use domain::organisation::OrganisationKind;
use domain::placement::{CancelReason, EvidenceKind, How};
use domain::project::{Content, FundSource, Impact, Openness, Project, Stage, Staged};
use domain::report_book::{ReportBook, changes};
use domain::submission::{State as Handed, Submission};
use domain::{Ctx, Lang, Role};
use jiff::civil::{Date, date};
use store::record::Record;

mod gone;

use crate::placement::{at, confirm, employer, hire, seeker, serve};

/// Writes what a record is now.
async fn change<R: Record>(city: &TestCity, record: R) {
    let ctx = city.app.system_ctx();
    let written = city.app.store.write(move |tx| {
        let (ctx, record) = (ctx.clone(), record.clone());
        Box::pin(async move { store::record::update(tx, &ctx, "correct", &record).await })
    });
    written.await.unwrap();
}

fn report(ctx: &Ctx, name: &str, day: Date) -> Meeting {
    Meeting {
        id: ctx.id(),
        kind: MeetingKind::Report,
        council: None,
        organisation: None,
        name: name.to_owned(),
        at: day.at(14, 0, 0, 0),
        venue: "시정연수원".to_owned(),
        agenda_closes_on: day,
        attendance: Default::default(),
        minutes: String::new(),
        informal: false,
        off_day: String::new(),
        answers: Default::default(),
        published: None,
        read_by: Default::default(),
        state: Held::Called,
        version: 1,
        created_at: ctx.now,
    }
}

/// A city on the last day of May 2016 with three bodies, a plan, a project and results.
pub(crate) struct World {
    pub(crate) city: TestCity,
    bodies: Vec<OrganisationId>,
    meeting: MeetingId,
    workplace: EmployerId,
    measure: Measure,
    project: Project,
}

pub(crate) async fn body(city: &TestCity, name: &str, kind: OrganisationKind) -> OrganisationId {
    let form = organisation::Form {
        parent: Some(city.city_body().await),
        kind,
        name: name.to_owned(),
        name_en: String::new(),
        phone: String::new(),
        active: true,
    };
    organisation::create(&city.as_role(Role::PlanManager).await, &city.app, form).await.unwrap()
}

/// Somebody who acts for a body.
async fn of_body(world: &World, owner: OrganisationId) -> Ctx {
    let counselor = world.city.as_role(Role::Counselor).await;
    counselor.acting_as(domain::Actor { organisation: Some(owner), ..counselor.actor.clone() })
}

/// A hire of somebody new, claimed for a body and confirmed or not.
async fn hired(world: &World, n: u32, owner: OrganisationId, confirmed: bool) -> domain::id::PlacementId {
    let (city, app) = (&world.city, &world.city.app);
    let of_body = of_body(world, owner).await;
    let person = seeker(city, &of_body, n).await;
    serve(&of_body, app, person).await;
    let id = claim(&of_body, app, hire(person, world.workplace, How::Event, of_body.today())).await.unwrap();
    if confirmed {
        confirm(&of_body, app, id, EvidenceKind::EmployerNotice).await;
    }
    id
}

pub(crate) async fn world() -> World {
    let city = TestCity::new().await;
    at(&city, date(2016, 5, 30), 9);
    let mut bodies = Vec::new();
    for (name, kind) in [
        ("일자리과", OrganisationKind::Department),
        ("복지과", OrganisationKind::Department),
        ("산업재단", OrganisationKind::Agency),
    ] {
        bodies.push(body(&city, name, kind).await);
    }
    let ctx = city.app.system_ctx();
    let earlier = report(&ctx, "상반기 보고회", date(2016, 1, 20));
    let meeting = report(&ctx, "2016년 추진전략 보고회", date(2016, 6, 1));
    let measure = Measure {
        id: ctx.id(),
        term_plan: ctx.id(),
        year: 2016,
        owner: bodies[0],
        content: measure::Content {
            name: "취업 알선".to_owned(),
            category: "employment_service".to_owned(),
            basis: "전년 실적".to_owned(),
            youth: true,
            ..measure::Content::default()
        },
        target: [1, 2, 3, 4],
        revisions: Vec::new(),
        shortfall: None,
        version: 1,
        created_at: ctx.now,
    };
    let project = Project {
        id: ctx.id(),
        number: "P-1".to_owned(),
        owner: bodies[1],
        content: Content {
            name: "전시지원시설".to_owned(),
            funds: [(FundSource::City, 12_400_000_000)].into(),
            ..Content::default()
        },
        stages: vec![Staged { stage: Stage::Planned, on: date(2016, 3, 2), why: String::new() }],
        impact: Impact::Open,
        confirmed: None,
        openness: Openness::Published { at: None, by: None },
        version: 1,
        created_at: ctx.now,
        updated_at: ctx.now,
    };
    let point = Action {
        id: ctx.id(),
        meeting: Some(earlier.id),
        item: None,
        task_force: None,
        source: Source::Instruction,
        number: "지시 1".to_owned(),
        title: "청년 취업 상담을 늘릴 것".to_owned(),
        owner: Some(bodies[0]),
        due_on: Some(date(2016, 5, 27)),
        measure: Some(measure.id),
        reports: Vec::new(),
        state: domain::action::State::Open,
        version: 1,
        created_at: ctx.now,
    };
    for (nth, owner) in bodies.iter().enumerate() {
        city.keep(Submission {
            id: ctx.id(),
            organisation: *owner,
            month: Month::parse("2016-04").unwrap(),
            due_on: date(2016, 5, 9),
            state: if nth == 2 { Handed::Called } else { Handed::Submitted { rows: 3, to_mend: 0 } },
            history: Vec::new(),
            mending: Vec::new(),
            hand_over: String::new(),
            version: 1,
            created_at: ctx.now,
        })
        .await;
    }
    let id = meeting.id;
    city.keep(earlier).await;
    city.keep(meeting).await;
    city.keep(measure.clone()).await;
    city.keep(project.clone()).await;
    city.keep(point).await;
    let workplace = employer(&city, 100_000_001).await;
    let world = World { city, bodies, meeting: id, workplace, measure, project };
    at(&world.city, date(2016, 5, 31), 15);
    for n in 0..4 {
        hired(&world, n, world.bodies[usize::from(n == 3)], n != 2).await;
    }
    at(&world.city, date(2016, 5, 31), 18);
    world
}

pub(crate) async fn freeze(world: &World) -> ReportBook {
    let ctx = world.city.as_role(Role::PlanManager).await;
    let form = Form { meeting: Some(world.meeting), as_of: None };
    let id = report_book::freeze(&ctx, &world.city.app, &form).await.unwrap();
    report_book::get(&ctx, &world.city.app, id).await.unwrap()
}

pub(crate) async fn recounted(world: &World, id: ReportBookId) -> Option<bool> {
    let ctx = world.city.as_role(Role::Auditor).await;
    report_book::recount(&ctx, &world.city.app, id).await.unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn cr_21_a_book_says_what_the_ledger_says_with_its_instant_rules_and_digest() {
    let world = world().await;
    let book = freeze(&world).await;
    let ctx = world.city.as_role(Role::PlanManager).await;
    let told = ledger::figures(&ctx, &world.city.app, &Cut::default()).await.unwrap();
    let facts = &book.facts;
    let whole = told.total.class(Class::R1);
    assert_eq!((whole.filled.value(), whole.claimed.value()), (3, 1));
    let line = facts.totals.everyone.iter().find(|line| line.class == Class::R1).unwrap();
    assert_eq!((line.filled, line.persons, line.claimed), (Some(3), Some(3), Some(1)));
    // What kind of work stands behind it is the ledger's too (A21).
    let quality = ledger::quality(&ctx, &world.city.app, &Cut::default()).await.unwrap();
    let (ours, theirs) = (line.quality.unwrap(), &quality[&Class::R1]);
    let insured = theirs.parts.iter().find(|(part, _)| *part == Part::Insured).unwrap().1;
    assert_eq!((ours.insured, ours.pay_known), (Some(insured), Some(theirs.pay.known)));
    assert_eq!((ours.at_minimum, theirs.all), (Some(theirs.pay.at_minimum), 3));
    for owner in &told.owners {
        let department = facts.departments.iter().find(|one| Some(one.id) == owner.id).unwrap();
        let line = department.classes.iter().find(|line| line.class == Class::R1).unwrap();
        assert_eq!(line.filled, Some(owner.figures.class(Class::R1).filled.value()), "{}", department.name);
        assert_eq!(line.claimed, Some(owner.figures.class(Class::R1).claimed.value()));
    }
    assert_eq!(facts.cover.ledger_digest, told.digest);
    assert_eq!((facts.cover.rule_set.as_str(), facts.cover.as_of), (told.rule_set, ctx.now));
    assert_eq!(facts.cover.as_of_local, date(2016, 5, 31).at(18, 0, 0, 0));
    // The measure's result is its query; the target of the first quarter is what was to come by now.
    let measure = &facts.departments.iter().find(|one| one.id == world.bodies[0]).unwrap().measures[0];
    assert_eq!((measure.result, measure.target, measure.target_by_now), (Some(2), 10, 1));
    assert_eq!(facts.youth.len(), 1);
    // Who owes a report, and what became of the instruction.
    let owing: Vec<_> = facts.missing.iter().map(|one| (one.name.as_str(), one.late_days)).collect();
    assert_eq!(owing, [("산업재단", Some(22))]);
    let point = &facts.points[0];
    assert_eq!((point.state.as_str(), point.late_days, point.owner.as_str()), ("open", Some(4), "일자리과"));
    assert_eq!(point.measured.as_ref().unwrap().reached(), Some(true));
    assert_eq!(facts.months.len(), 5);
    assert_eq!(facts.months[4].filled, Some(3));
    assert!(book.is_whole());
    assert_eq!(recounted(&world, book.id).await, Some(true));
}

/// One change as it may come after a freeze, chosen by a number.
async fn edit(world: &World, nth: u32, dice: u8) {
    let (city, app) = (&world.city, &world.city.app);
    let ctx = city.as_role(Role::PlanManager).await;
    match dice % 8 {
        0 => {
            hired(world, 100 + nth, world.bodies[2], true).await;
        }
        1 => {
            let id = hired(world, 200 + nth, world.bodies[0], false).await;
            let of_body = of_body(world, world.bodies[0]).await;
            let version = placement::get(&of_body, app, id).await.unwrap().placement.version;
            placement::cancel(&of_body, app, id, version, CancelReason::Mistake).await.unwrap();
        }
        2 => {
            let now: Measure =
                store::record::find(&app.store, ctx.tenant, world.measure.id).await.unwrap().unwrap();
            let target = [i64::from(dice), 2, 3, i64::from(nth)];
            change(city, now.revise(target, "추경", None, ctx.now).unwrap()).await;
        }
        3 => {
            let now: Project =
                store::record::find(&app.store, ctx.tenant, world.project.id).await.unwrap().unwrap();
            let mut content = now.content.clone();
            content.funds.insert(FundSource::City, 1_000_000 + i64::from(nth));
            change(city, Project { content, ..now }).await;
        }
        4 => {
            let project = Project {
                id: ctx.id(),
                number: format!("P-{nth}-{dice}"),
                version: 1,
                ..world.project.clone()
            };
            city.keep(project).await;
        }
        5 => {
            let all: Vec<Submission> = store::record::all(&app.store, ctx.tenant).await.unwrap();
            let called = all.into_iter().find(|one| one.organisation == world.bodies[2]).unwrap();
            if called.state == Handed::Called {
                change(city, called.submit(4, &ctx).unwrap()).await;
            }
        }
        6 => {
            let all: Vec<Action> = store::record::all(&app.store, ctx.tenant).await.unwrap();
            if let Some(open) = all.into_iter().find(|one| one.state == domain::action::State::Open) {
                change(city, open.done(ctx.today(), "상담 40명").unwrap()).await;
            }
        }
        _ => {
            let form = organisation::Form {
                parent: Some(city.city_body().await),
                kind: OrganisationKind::Department,
                name: format!("새 이름 {nth}"),
                name_en: String::new(),
                phone: String::new(),
                active: dice > 128,
            };
            organisation::update(&ctx, app, world.bodies[1], form).await.unwrap();
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn random_later_changes_move_no_frozen_book_and_a_book_asked_for_later_is_the_same() {
    let world = world().await;
    let first = freeze(&world).await;
    let frozen = serde_json::to_value(&first).unwrap();
    for round in 0_u32..3 {
        world.city.clock.advance_days(1);
        let dice: [u8; 10] = world.city.app.system_ctx().random();
        for (nth, dice) in (0_u32..).zip(dice) {
            edit(&world, round * 10 + nth, dice).await;
        }
        // It stands as it was, and the log as of its instant still gives the very same book.
        let ctx = world.city.as_role(Role::PlanManager).await;
        let now = report_book::get(&ctx, &world.city.app, first.id).await.unwrap();
        assert_eq!(serde_json::to_value(&now).unwrap(), frozen, "round {round}");
        assert_eq!(recounted(&world, first.id).await, Some(true), "round {round}");
    }
    // A book as of that instant for another meeting, asked for only now, says the same of everything but its cover.
    let ctx = world.city.as_role(Role::PlanManager).await;
    let other = report(&ctx, "다른 보고회", date(2016, 6, 1));
    let meeting = other.id;
    world.city.keep(other).await;
    let as_of = Some(first.facts.cover.as_of_local);
    let id =
        report_book::freeze(&ctx, &world.city.app, &Form { meeting: Some(meeting), as_of }).await.unwrap();
    let late = report_book::get(&ctx, &world.city.app, id).await.unwrap();
    assert_eq!(changes(&first.facts, &late.facts), []);
    assert_eq!(late.facts.departments, first.facts.departments);
    assert_eq!(late.facts.cover.ledger_digest, first.facts.cover.ledger_digest);
    // The next book tells what is different.
    let second = freeze(&world).await;
    assert_ne!(second.hash, first.hash);
    assert_eq!(second.facts.changes, changes(&late.facts, &second.facts));
    assert!(!second.facts.changes.is_empty());
    assert_eq!(second.facts.cover.before.as_ref().unwrap().hash, late.hash);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_book_asked_for_while_data_changes_is_of_one_moment() {
    let world = world().await;
    let writing = async {
        for n in 0..6 {
            hired(&world, 300 + n, world.bodies[2], true).await;
        }
    };
    let asking = async {
        let mut books = Vec::new();
        for second in 1..4 {
            // Each asks for an instant of its own.
            let now = world.city.clock.now();
            world.city.clock.set(now + jiff::SignedDuration::from_secs(second));
            books.push(freeze(&world).await);
        }
        books
    };
    let ((), books) = tokio::join!(writing, asking);
    for book in books {
        assert_eq!(recounted(&world, book.id).await, Some(true));
        // The departments' cells add up to the whole, which they would not if they were read at two moments.
        let of = |lines: &[domain::report_book::ClassLine]| {
            lines.iter().filter(|line| line.class == Class::R1).filter_map(|line| line.filled).sum::<i64>()
        };
        let parts: i64 = book.facts.departments.iter().map(|one| of(&one.classes)).sum();
        assert_eq!(parts + of(&book.facts.totals.unowned), of(&book.facts.totals.everyone));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_clock_that_was_wrong_cuts_nothing_off() {
    let world = world().await;
    let (city, app) = (&world.city, &world.city.app);
    let now = app.system_ctx().now;
    city.clock.set(now + jiff::SignedDuration::from_hours(30));
    change(city, world.project.clone()).await;
    city.clock.set(now + jiff::SignedDuration::from_mins(1));
    hired(&world, 40, world.bodies[0], true).await;
    city.settle().await;
    let ctx = city.as_role(Role::PlanManager).await;
    let head = app::system::health(app).await.unwrap().head;
    let form = Form { meeting: Some(world.meeting), as_of: None };
    let id = report_book::freeze(&ctx, app, &form).await.unwrap();
    assert_eq!(report_book::get(&ctx, app, id).await.unwrap().facts.cover.seq, head);
}

#[tokio::test(flavor = "multi_thread")]
async fn asking_twice_gives_one_book_and_bad_questions_are_answered() {
    let world = world().await;
    let (ctx, app) = (world.city.as_role(Role::PlanManager).await, &world.city.app);
    let form = Form { meeting: Some(world.meeting), as_of: None };
    let (one, two) =
        tokio::join!(report_book::freeze(&ctx, app, &form), report_book::freeze(&ctx, app, &form));
    assert_eq!(one.unwrap(), two.unwrap());
    assert_eq!(report_book::list(&ctx, app).await.unwrap().len(), 1);
    // Two of one minute are told apart wherever they are listed and on every page of theirs.
    world.city.clock.set(ctx.now + jiff::SignedDuration::from_secs(7));
    let later = freeze(&world).await;
    let first = report_book::get(&ctx, app, report_book::list(&ctx, app).await.unwrap()[1].id).await.unwrap();
    let labels = [&first, &later].map(|book| report_book::exactly(book.facts.cover.as_of_local));
    assert_eq!(labels, ["2016-05-31 18:00", "2016-05-31 18:00:07"]);
    let foot = report_book::book(app, &later.facts, &later.hash, Out::House, Lang::Ko).foot;
    assert!(foot.contains("18:00:07 기준"), "{foot}");
    world.city.clock.set(ctx.now);
    let field = |answer: Result<ReportBookId, Error>| match answer {
        Err(Error::Invalid(fields)) => (fields[0].field.to_string(), fields[0].message.code.to_string()),
        other => panic!("{other:?}"),
    };
    let none = report_book::freeze(&ctx, app, &Form { meeting: None, as_of: None }).await;
    assert_eq!(field(none), ("meeting".to_owned(), "report-book-meeting".to_owned()));
    let tomorrow = Some(date(2016, 6, 1).at(18, 0, 0, 0));
    let future = report_book::freeze(&ctx, app, &Form { as_of: tomorrow, ..form.clone() }).await;
    assert_eq!(field(future), ("as_of".to_owned(), "report-book-future".to_owned()));
    for role in [Role::Clerk, Role::Mayor, Role::Auditor, Role::Counselor] {
        let other = world.city.as_role(role).await;
        assert!(matches!(report_book::freeze(&other, app, &form).await, Err(Error::Forbidden(_))), "{role}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn cr_23_only_a_published_book_has_an_extract_and_no_small_cell_is_in_its_files() {
    let world = world().await;
    let book = freeze(&world).await;
    let (ctx, app) = (world.city.as_role(Role::PlanManager).await, &world.city.app);
    let citizen = world.city.as_role(Role::Citizen).await;
    assert!(matches!(report_book::extract(&citizen, app, book.id).await, Err(Error::NotFound)));
    report_book::publish(&ctx, app, book.id, book.version).await.unwrap();
    let again = report_book::publish(&ctx, app, book.id, book.version).await;
    assert!(matches!(again, Err(Error::Conflict(_))));
    let (facts, hash) = report_book::extract(&citizen, app, book.id).await.unwrap();
    assert_eq!(hash, book.hash);
    // Three confirmed, under the least of five: neither the whole nor a part is told.
    let all = facts.departments.iter().flat_map(|one| &one.classes).chain(&facts.totals.everyone);
    for line in all.filter(|line| line.class == Class::R1) {
        assert!(line.filled.is_none_or(|n| n == 0), "{line:?}");
        assert!(line.claimed.is_none_or(|n| n == 0), "{line:?}");
    }
    assert!(facts.dongs.iter().all(|dong| dong.filled.is_none_or(|n| n == 0)));
    assert_eq!(report_book::published(&citizen, app).await.unwrap().len(), 1);
    let json =
        report_book::file(app, (book.id, &facts, &hash), Out::Public, Format::Json, Lang::Ko).await.unwrap();
    let text = String::from_utf8(json.to_vec()).unwrap();
    assert!(!text.contains("청년 취업 상담을 늘릴 것") && !text.contains("\"filled\":3"), "{text}");
    let full = report_book::file(app, (book.id, &book.facts, &hash), Out::House, Format::Json, Lang::Ko)
        .await
        .unwrap();
    assert!(String::from_utf8(full.to_vec()).unwrap().contains("청년 취업 상담을 늘릴 것"));
}
