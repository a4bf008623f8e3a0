//! The generated demo city keeps what it promises, in the first city and in the invented one.

use std::collections::{BTreeMap, BTreeSet};

use app::App;
use app::demo::{DemoCity, Sizes, generate};
use app::testing::TestCity;
use domain::anomaly::Kind;
use domain::city::City;
use domain::cohort::StateName as Stage;
use domain::counting::{Rule, Standing};
use domain::enrolment::StateName as Part;
use domain::merge::MergeName;
use domain::opening::StateName;
use domain::organisation::OrganisationKind;
use domain::placement::StateName as PlacementState;
use domain::reference::Reference;
use domain::{Actor, Ctx, Role};
use jiff::Timestamp;
use jiff::civil::date;
use strum::IntoEnumIterator;

fn made(city: &City, seed: u8, sizes: &Sizes) -> DemoCity {
    let now: Timestamp = "2026-03-16T00:00:00Z".parse().unwrap();
    generate([seed; 32], sizes, city, Reference::embedded().unwrap(), date(2026, 3, 16), now)
}

#[test]
fn the_same_seed_makes_the_same_city() {
    let city = City::embedded("haneul").unwrap();
    let text = |seed| {
        let demo = made(&city, seed, &Sizes::SMALL);
        format!(
            "{:?}{:?}{:?}{:?}{:?}{:?}{:?}",
            demo.organisations,
            demo.staff,
            demo.employers,
            demo.openings,
            demo.seekers,
            demo.placements,
            demo.services
        )
    };
    assert_eq!(text(1), text(1));
    assert_ne!(text(1), text(2));
}

#[test]
fn every_city_gets_its_sizes_and_lawful_complete_openings() {
    for name in City::embedded_names() {
        let city = City::embedded(&name).unwrap();
        let demo = made(&city, 1, &Sizes::FULL);
        let sizes = Sizes {
            employers: demo.employers.len(),
            openings: demo.openings.len(),
            seekers: demo.seekers.len(),
        };
        assert_eq!(sizes, Sizes::FULL, "{name}");
        let floor = Reference::embedded().unwrap().minimum_wages.hourly_won(2026).unwrap();
        let employers: BTreeMap<_, _> = demo.employers.iter().map(|(e, _)| (e.id, e)).collect();
        let mut per_dong = BTreeMap::<_, usize>::new();
        for opening in &demo.openings {
            let content = &opening.content;
            assert_eq!(content.missing(employers[&opening.employer]), [], "{content:?}");
            let (week, days) =
                (content.work_time.weekly_minutes(), content.work_time.weekdays.map(|d| d.count()));
            assert_eq!(content.wage.unwrap().reaches_hourly(floor, week, days), Some(true), "{content:?}");
            *per_dong.entry(&content.workplace.areas[0]).or_default() += 1;
        }
        for dong in city.dongs() {
            assert!(per_dong.get(&dong.code).is_some_and(|n| *n >= 20), "{name}: {}", dong.name);
        }
        let kinds: BTreeSet<_> = demo.openings.iter().map(|o| o.content.occupation.clone()).collect();
        let titles: BTreeSet<_> = demo.openings.iter().map(|o| o.content.title.as_str()).collect();
        assert!(kinds.len() >= 60 && titles.len() >= 1_000, "{} {}", kinds.len(), titles.len());
        for sector in city.sectors() {
            let of_sector = demo.openings.iter().filter(|o| {
                let industry = employers[&o.employer].industry.as_ref();
                o.state.name() == StateName::Open
                    && (o.content.occupation.as_ref().is_some_and(|code| sector.covers_occupation(code))
                        || industry.is_some_and(|code| sector.covers_industry(code)))
            });
            let known = demo
                .openings
                .iter()
                .any(|o| o.content.occupation.as_ref().is_some_and(|code| sector.covers_occupation(code)));
            // The invented city flies kites, of which the word list knows nothing.
            assert!(of_sector.count() >= 50 || (name == "haneul" && !known), "{name}: {}", sector.id);
        }
        let week = date(2026, 3, 16)..=date(2026, 3, 23);
        let closing = demo.openings.iter().filter_map(|o| o.content.deadline.last_day());
        assert!(closing.filter(|day| week.contains(day)).count() >= 100, "{name}: too few close this week");
        let open = demo.openings.iter().filter(|o| o.state.name() == StateName::Open).count();
        assert!(open > 4_000, "{open}");
    }
}

#[test]
fn nothing_could_be_a_real_telephone_and_every_seeker_is_complete() {
    let city = City::embedded("haneul").unwrap();
    let demo = made(&city, 1, &Sizes::SMALL);
    assert!(
        demo.employers.iter().all(|(e, _)| e.phone.starts_with("031000") && e.name.starts_with("(가상)"))
    );
    let contacts = demo.employers.iter().filter_map(|(_, contact)| contact.as_ref());
    assert!(contacts.map(|c| &c.phone).all(|phone| phone.starts_with("031000")));
    for (_, _, profile) in &demo.seekers {
        assert!(profile.mobile.starts_with("0100000"));
        assert_eq!(profile.missing(), []);
    }
}

#[test]
fn each_role_signs_in_once() {
    let city = City::embedded("haneul").unwrap();
    let demo = made(&city, 1, &Sizes::SMALL);
    let logins: BTreeSet<_> = demo.staff.iter().map(|s| s.identity.login.as_str()).collect();
    assert_eq!(logins.len(), 11);
    assert_eq!(demo.organisations.len(), 3 + city.offices().len());
    for member in demo.staff.iter().filter(|s| [Role::Clerk, Role::Agency, Role::Partner].contains(&s.role)) {
        let body = member.person.grants[0].organisation;
        let kind = demo.organisations.iter().find(|o| Some(o.id) == body).map(|o| o.kind);
        assert!(kind.is_some_and(|kind| kind != OrganisationKind::City), "{:?}", member.role);
        assert!(demo.openings.iter().any(|o| o.origin.organisation == body), "{:?}", member.role);
    }
}

/// What the demo's people wish for is what people would type: it must be understood.
#[tokio::test(flavor = "multi_thread")]
async fn every_trade_of_the_demo_is_understood_by_its_everyday_name() {
    let city = TestCity::new().await;
    let trades = include_str!("../../../../data/demo/occupations.psv");
    let lost: Vec<String> = trades
        .lines()
        .filter_map(|line| {
            let mut parts = line.split('|');
            let (code, name) = (parts.next()?, parts.next()?);
            let first = city.app.occupations(name).into_iter().next().map(|code| code.to_string());
            (first.as_deref() != Some(code)).then(|| format!("{name} {code} {first:?}"))
        })
        .collect();
    assert_eq!(lost, Vec::<String>::new());
}

/// Every role's first page has real work on it, and the same seed brings the same.
#[tokio::test(flavor = "multi_thread")]
async fn an_office_at_work_leaves_something_for_every_role() {
    let lived = async || {
        let city = TestCity::new().await;
        let app = city.app.clone();
        let made = app::populate::demo_city(&app.system_ctx(), &app, [3; 32], &Sizes::SMALL, &|_, _| {})
            .await
            .unwrap();
        city.settle().await;
        let done = app::populate::live(&app, [3; 32], &made, 45).await.unwrap();
        app::day::run(&app).await.unwrap();
        city.settle().await;
        (city, made, done)
    };
    let (city, made, done) = lived().await;
    let app = &city.app;
    let ctx = |role| city_ctx(app, &made.actors, role);
    assert!(done >= 30, "{done} referrals");
    for name in domain::referral::StateName::iter() {
        let found = app::referral::list(&ctx(Role::Auditor), app, Some(name), 1, 100).await.unwrap();
        assert!(found.total > 0, "nobody is {name}");
    }
    let counselor = ctx(Role::Counselor);
    let day = app::today::day(&counselor, app, &app::today::Ask::default()).await.unwrap();
    let empty: Vec<_> = day.sections.iter().filter(|one| one.total == 0).map(|one| one.section).collect();
    assert!(empty.is_empty(), "{empty:?}: every part of the counsellor's day has something to do");
    assert!(day.next.len() >= 10);
    let supervisor = ctx(Role::Supervisor);
    let review = app::review::waiting(&supervisor, app).await.unwrap();
    let kinds: BTreeSet<_> = review.anomalies.iter().map(|one| one.finding.kind).collect();
    for kind in [Kind::CancelBurst, Kind::OffHours, Kind::SamePhone, Kind::OwnHousehold] {
        assert!(kinds.contains(&kind), "{kind}");
    }
    assert!(!review.disputes.is_empty() && !review.early.is_empty());
    for rule in [Rule::Cr04, Rule::Cr05, Rule::Cr15, Rule::Cr17, Rule::Cr18] {
        let year = |year| app::ledger::Cut { year: Some(year), ..Default::default() };
        let mut count = 0;
        for cut in [year(2015), year(2016)] {
            count += app::ledger::excluded(&supervisor, app, &cut, Some(rule), 1, 1).await.unwrap().total;
        }
        assert!(count > 0, "{rule} left nothing out");
    }
    assert!(app::merge::list(&supervisor, app, MergeName::Suggested, 1, 5).await.unwrap().total >= 2);
    let plan = ctx(Role::PlanManager);
    let months = app::ledger::months(&plan, app).await.unwrap();
    assert!(months.closed.len() >= 6 && !months.corrections.is_empty(), "{}", months.closed.len());
    let confirmed = app::ledger::Cut { standing: Some(Standing::Confirmed), ..Default::default() };
    let rows = app::ledger::rows(&supervisor, app, &confirmed, 1, 100).await.unwrap().items;
    assert!(rows.len() >= 3 && rows.iter().all(|row| row.placement.state.name() != PlacementState::Claimed));
    let seeker = ctx(Role::Seeker);
    let own = app::seeker::mine(&seeker, app).await.unwrap().unwrap();
    assert!(!own.record.journeys.is_empty());
    assert!(!app::placement::mine(&seeker, app).await.unwrap().is_empty(), "a result to confirm");
    let employer = ctx(Role::Employer);
    assert!(!app::referral::shortlist(&employer, app, None).await.unwrap().is_empty());
    let cohorts = app::cohort::published(&seeker, app).await.unwrap();
    let stages: Vec<Stage> = cohorts.iter().map(|one| one.cohort.state.name()).collect();
    assert_eq!(stages, [Stage::Completed, Stage::Running, Stage::Recruiting]);
    let of = async |nth: usize| app::cohort::get(&plan, app, cohorts[nth].cohort.id).await.unwrap().tally;
    let (over, goes_on, recruits) = (of(0).await, of(1).await, of(2).await);
    assert_eq!((over.enrolled, over.now(Part::Completed)), (15, 13));
    assert_eq!((goes_on.now(Part::Enrolled), goes_on.now(Part::Waiting)), (15, 3));
    assert_eq!((recruits.applied, recruits.now(Part::Applied)), (6, 6));
    let digest = app::ledger::figures(&plan, app, &Default::default()).await.unwrap().digest;
    let (again, made, _) = lived().await;
    let plan = city_ctx(&again.app, &made.actors, Role::PlanManager);
    assert_eq!(app::ledger::figures(&plan, &again.app, &Default::default()).await.unwrap().digest, digest);
}

/// The office reports, its plan is neither all lost nor all won, and each report meeting has its book, of which the newer tells
/// what became of the older; what a book says of a measure is what the plan's page says.
#[tokio::test(flavor = "multi_thread")]
async fn the_demos_meetings_have_their_books_and_some_reports_are_owed() {
    let city = TestCity::of("goyang").await;
    // Half an hour before the office's work of a day is dated.
    city.clock.set("2026-11-20T00:30:00Z".parse().unwrap());
    let app = &city.app;
    let ctx = app.system_ctx();
    let made = app::populate::demo_city(&ctx, app, [3; 32], &Sizes::SMALL, &|_, _| {}).await.unwrap();
    city.settle().await;
    app::populate::live(app, [3; 32], &made, 45).await.unwrap();
    app::populate::book(app).await.unwrap();
    let to_come = (ctx.now, jiff::Timestamp::MAX);
    let ahead = store::change::first_stamped(&app.store, app.tenant, 0, to_come).await.unwrap();
    assert_eq!(ahead, None, "nothing is written before it happens");
    let ctx = city_ctx(app, &made.actors, Role::PlanManager);
    let board = app::submission::board(&ctx, app, 2026).await.unwrap();
    let last = board.lines.iter().filter_map(|line| line.cells.last()?.as_ref());
    let last: Vec<_> = last.map(|cell| (cell.state.name(), cell.late.is_some())).collect();
    for wanted in [("called", true), ("called", false), ("returned", false), ("nothing", false)] {
        assert!(last.contains(&wanted), "{wanted:?}: {last:?}");
    }
    assert!(last.iter().filter(|one| one.0 == "accepted").count() > last.len() / 3);
    let earlier = board.lines.iter().flat_map(|line| line.cells.iter().rev().skip(1).flatten());
    let open: Vec<_> = earlier.filter(|cell| cell.state.name() != "accepted").collect();
    assert!(open.is_empty(), "{open:?}");
    let plan = app::measure::board(&ctx, app, None).await.unwrap();
    let short = plan.lines.iter().filter(|line| line.falls_short(ctx.today())).count();
    let ahead = plan.lines.iter().filter(|line| line.achieved() >= Some(1_000)).count();
    assert!((6..=20).contains(&short) && ahead >= 3, "{short} behind, {ahead} ahead of {}", plan.lines.len());
    let books = app::report_book::list(&ctx, app).await.unwrap();
    let [newer, older] = books.as_slice() else { panic!("{} books", books.len()) };
    for line in [newer, older] {
        let book = app::report_book::get(&ctx, app, line.id).await.unwrap();
        let cover = &book.facts.cover;
        assert_eq!((&line.title, line.as_of, &line.hash), (&cover.title, cover.as_of, &book.hash));
        assert!(cover.as_of_local < cover.meets_at, "a book is of a moment before its meeting");
        assert_eq!(
            app::report_book::recount(&ctx, app, line.id).await.unwrap(),
            Some(true),
            "{}",
            line.title
        );
        assert!(book.facts.departments.iter().map(|one| one.measures.len()).sum::<usize>() >= 55);
    }
    let facts = app::report_book::get(&ctx, app, newer.id).await.unwrap().facts;
    assert!(facts.points.len() == 6 && facts.points.iter().any(|point| point.measured.is_some()));
    assert!(!facts.missing.is_empty() && !facts.changes.is_empty() && facts.cover.before.is_some());
    let said: BTreeMap<_, _> = facts
        .departments
        .iter()
        .flat_map(|one| &one.measures)
        .map(|line| (line.id, (line.result, line.claimed)))
        .collect();
    for line in &plan.lines {
        let reached = (Some(line.year.confirmed), Some(line.year.claimed));
        assert_eq!(said[&line.measure.id], reached, "{} {}", line.owner, line.measure.content.name);
    }
    assert!(plan.lines.iter().any(|line| {
        line.measure.content.query.unit == domain::measure::Unit::Services && line.year.confirmed > 0
    }));
}

fn city_ctx(app: &App, actors: &[Actor], role: Role) -> Ctx {
    app.ctx(actors.iter().find(|actor| actor.role == role).unwrap().clone())
}
