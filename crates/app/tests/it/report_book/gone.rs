//! The book after a body was merged, closed or renamed, and of a meeting whose record is everybody's.

use app::organisation;
use domain::Role;
use domain::action::Action;
use domain::meeting::{Meeting, State as Held};
use domain::organisation::OrganisationKind;
use domain::project::Project;
use domain::report_book::{Place, Point, PointPart, ReportBook, What};
use jiff::civil::date;

use super::{change, freeze, recounted, world};
use crate::placement::at;

/// What the pages of a book say of measures and money adds up to what it says of the city.
fn adds_up(book: &ReportBook) {
    let facts = &book.facts;
    let count = |n: usize| i64::try_from(n).unwrap();
    let measures = || facts.departments.iter().flat_map(|one| &one.measures);
    for line in &facts.plan.categories {
        let of = || measures().filter(|one| (&one.category, one.unit) == (&line.category, line.unit));
        let told =
            (count(of().count()), of().map(|one| one.target).sum(), of().map(|one| one.budget_won).sum());
        assert_eq!(told, (line.measures, line.target, line.budget_won), "{}", line.category);
    }
    assert_eq!(count(measures().count()), facts.plan.measures);
    let pledged = facts.departments.iter().flat_map(|one| &one.pledges).filter_map(|one| one.jobs);
    assert_eq!(pledged.sum::<i64>(), facts.totals.pledged);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_body_that_is_merged_keeps_what_is_its_own_in_the_book_and_hands_the_rest_over_on_its_day() {
    let world = world().await;
    let (city, app) = (&world.city, &world.city.app);
    let (old, heir) = (world.bodies[0], world.bodies[2]);
    let going_on = Project {
        id: city.app.system_ctx().id(),
        number: "P-2".to_owned(),
        owner: old,
        ..world.project.clone()
    };
    city.keep(going_on.clone()).await;
    let first = freeze(&world).await;
    adds_up(&first);
    let plan = city.as_role(Role::PlanManager).await;
    organisation::leave_to(&plan, app, old, Some(heir), Some(date(2016, 6, 1))).await.unwrap();
    let body = async || {
        let all = store::organisation::all(&app.store, plan.tenant).await.unwrap();
        all.into_iter().find(|body| body.id == old).unwrap()
    };
    let open = async || {
        let all: Vec<Action> = store::record::all(&app.store, plan.tenant).await.unwrap();
        all[0].owner
    };
    let owner = async || {
        let kept: Option<Project> = store::record::find(&app.store, plan.tenant, going_on.id).await.unwrap();
        kept.unwrap().owner
    };
    // The day before, everything is as it was, however often the day's work is done.
    app::day::run(app).await.unwrap();
    assert!(body().await.active);
    assert_eq!((open().await, owner().await), (Some(old), old));
    at(city, date(2016, 6, 1), 9);
    app::day::run(app).await.unwrap();
    assert!(!body().await.active);
    assert_eq!((open().await, owner().await), (Some(heir), heir));
    assert_eq!(app::day::run(app).await.unwrap().iter().find(|done| done.0 == "organisation").unwrap().1, 0);

    let second = freeze(&world).await;
    adds_up(&second);
    let page = |id| second.facts.departments.iter().find(|one| one.id == id).unwrap();
    // What it was to do and did by its own measures stays its own; what is still to be done is the heir's.
    assert_eq!((page(old).measures.len(), page(old).projects.len(), page(old).actions.len()), (1, 0, 0));
    assert_eq!(page(old).left_to.as_ref().unwrap().name, "산업재단");
    assert_eq!((page(heir).projects.len(), page(heir).actions.len()), (1, 1));
    assert!(second.facts.changes.iter().all(|one| one.what != What::Target), "{:?}", second.facts.changes);
    let moved: Vec<_> = second.facts.changes.iter().filter(|one| one.what == What::Owner).collect();
    let [moved] = moved.as_slice() else { panic!("{moved:?}") };
    assert_eq!(moved.place, Place::Project("P-2 전시지원시설".to_owned()));
    assert_eq!((moved.before.as_deref(), moved.after.as_deref()), (Some("일자리과"), Some("산업재단")));
    assert_eq!(recounted(&world, first.id).await, Some(true));
    assert_eq!(recounted(&world, second.id).await, Some(true));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_body_that_is_gone_without_an_heir_has_its_page_and_a_new_name_is_told_once() {
    let world = world().await;
    let (city, app) = (&world.city, &world.city.app);
    let plan = city.as_role(Role::PlanManager).await;
    freeze(&world).await;
    let form = |name: &str, active| organisation::Form {
        parent: None,
        kind: OrganisationKind::Department,
        name: name.to_owned(),
        name_en: String::new(),
        phone: String::new(),
        active,
    };
    let parent = Some(city.city_body().await);
    let renamed = organisation::Form { parent, ..form("일자리정책과", true) };
    organisation::update(&plan, app, world.bodies[0], renamed).await.unwrap();
    let gone = organisation::Form { parent, ..form("복지과", false) };
    organisation::update(&plan, app, world.bodies[1], gone).await.unwrap();
    at(city, date(2016, 5, 31), 19);
    let book = freeze(&world).await;
    adds_up(&book);
    let page = book.facts.departments.iter().find(|one| one.id == world.bodies[1]).unwrap();
    assert_eq!((page.projects.len(), &page.left_to), (1, &None));
    let [told] = book.facts.changes.as_slice() else { panic!("{:?}", book.facts.changes) };
    assert_eq!((&told.place, told.what), (&Place::Department("일자리정책과".to_owned()), What::Name));
    assert_eq!((told.before.as_deref(), told.after.as_deref()), (Some("일자리과"), Some("일자리정책과")));
}

#[tokio::test(flavor = "multi_thread")]
async fn the_words_of_a_meeting_whose_record_is_everybodys_stand_in_the_extract() {
    let world = world().await;
    let (city, app) = (&world.city, &world.city.app);
    let ctx = city.app.system_ctx();
    let all: Vec<Meeting> = store::record::all(&app.store, ctx.tenant).await.unwrap();
    let earlier = all.into_iter().find(|one| one.id != world.meeting).unwrap();
    let published = Some(domain::meeting::Published { at: ctx.now, openly: true });
    change(city, Meeting { state: Held::Closed { at: ctx.now }, published, ..earlier }).await;
    at(city, date(2016, 5, 31), 19);
    let book = freeze(&world).await;
    let [point]: [Point; 1] = book.facts.public(5).points.try_into().unwrap_or_else(|all| panic!("{all:?}"));
    assert_eq!(point.title, "청년 취업 상담을 늘릴 것");
    // Two came of its measure, which is a small number.
    assert_eq!((point.hidden, point.measured.unwrap().result), (vec![PointPart::Result], None));
}
