//! Monthly reports: called for, filled in from the ledger, handed in once, returned, accepted, late by days; and a body
//! that is merged into another in the middle of the year.

use app::ledger::{self, Cut};
use app::submission::{self, Cell};
use app::testing::TestCity;
use app::{Error, organisation, project};
use domain::counting::{Class, Month};
use domain::id::{OrganisationId, PersonId, SubmissionId};
use domain::organisation::OrganisationKind;
use domain::placement::How;
use domain::project::{Content, FundSource};
use domain::submission::State;
use domain::{Actor, Ctx, Role};
use jiff::civil::date;
use uuid::Uuid;

use crate::placement::{at, employer, hire, seeker};

pub(crate) fn month(text: &str) -> Month {
    Month::parse(text).unwrap()
}

/// A department with that name.
pub(crate) async fn department(city: &TestCity, name: &str) -> OrganisationId {
    let plan = city.as_role(Role::PlanManager).await;
    let form = organisation::Form {
        parent: plan.actor.organisation,
        kind: OrganisationKind::Department,
        name: name.to_owned(),
        name_en: String::new(),
        phone: String::new(),
        active: true,
    };
    organisation::create(&plan, &city.app, form).await.unwrap()
}

/// An officer of a body.
pub(crate) fn clerk(city: &TestCity, body: OrganisationId) -> Ctx {
    let person = PersonId(Uuid::from_u128(body.0.as_u128() ^ 1));
    city.app.ctx(Actor::staff(Role::Clerk, person, Some(body)))
}

/// A body's report of a month as the plan manager's board shows it.
pub(crate) async fn cell(city: &TestCity, body: OrganisationId, of: &str) -> Option<Cell> {
    let plan = city.as_role(Role::PlanManager).await;
    let board = submission::board(&plan, &city.app, month(of).year()).await.unwrap();
    let column = board.months.iter().position(|known| *known == month(of))?;
    board.lines.iter().find(|line| line.id == body)?.cells[column].clone()
}

pub(crate) async fn id_of(city: &TestCity, body: OrganisationId, of: &str) -> SubmissionId {
    cell(city, body, of).await.unwrap().id
}

async fn called(city: &TestCity, of: &str) {
    let plan = city.as_role(Role::PlanManager).await;
    submission::call(&plan, &city.app, month(of), None).await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_month_is_called_for_and_handed_in_and_late_ones_are_reminded() {
    let city = TestCity::new().await;
    let app = &city.app;
    let (farming, traffic) = (department(&city, "도시농업과").await, department(&city, "교통과").await);
    at(&city, date(2016, 3, 2), 9);
    let plan = city.as_role(Role::PlanManager).await;
    let early = submission::call(&plan, app, month("2016-03"), None).await;
    assert!(
        matches!(early, Err(Error::Invalid(fields)) if fields[0].field == "month"),
        "a month that is not over"
    );
    let within = submission::call(&plan, app, month("2016-02"), Some(date(2016, 2, 28))).await;
    assert!(matches!(within, Err(Error::Invalid(fields)) if fields[0].field == "due_on"));
    assert_eq!(submission::call(&plan, app, month("2016-02"), Some(date(2016, 3, 7))).await.unwrap(), 2);
    let again = submission::call(&plan, app, month("2016-02"), None).await;
    assert!(
        matches!(again, Err(Error::Invalid(fields)) if fields[0].message.code == "submission-called-already"),
        "once only"
    );

    let theirs = clerk(&city, farming);
    let id = id_of(&city, farming, "2016-02").await;
    // Nobody hands in for another body, nor reads what it reports.
    let stranger = clerk(&city, traffic);
    assert!(matches!(submission::get(&stranger, app, id).await, Err(Error::NotFound)));
    assert!(matches!(submission::submit(&stranger, app, id, None).await, Err(Error::NotFound)));
    assert!(matches!(submission::accept(&theirs, app, id, None).await, Err(Error::NotFound)));
    // Nothing in the ledger: there is nothing to hand in, but a reason to give.
    let empty = submission::submit(&theirs, app, id, None).await;
    assert!(matches!(empty, Err(Error::Conflict(why)) if why.code == "submission-empty"));
    let wordless = submission::nothing(&theirs, app, id, None, " ").await;
    assert!(matches!(wordless, Err(Error::Invalid(fields)) if fields[0].field == "why"));
    submission::nothing(&theirs, app, id, Some(1), "작물이 아직 없음").await.unwrap();
    // The second officer learns what the first did.
    let late = submission::nothing(&theirs, app, id, Some(1), "다른 까닭").await;
    let Err(Error::Conflict(why)) = late else { panic!("{late:?}") };
    assert_eq!(why.code, "submission-meanwhile");
    assert!(
        app.catalogue.say(app.lang(), &why).contains("해당없음"),
        "{}",
        app.catalogue.say(app.lang(), &why)
    );

    at(&city, date(2016, 3, 7), 9);
    assert_eq!(app::day::run(app).await.unwrap().iter().find(|done| done.0 == "submission").unwrap().1, 0);
    at(&city, date(2016, 3, 8), 9);
    let done = app::day::run(app).await.unwrap();
    assert_eq!(
        done.iter().find(|done| done.0 == "submission").unwrap().1,
        1,
        "the one that is late is reminded"
    );
    let missing = cell(&city, traffic, "2016-02").await.unwrap();
    assert_eq!((missing.late, missing.reminders, missing.is_missing()), (Some(1), 1, true));
    assert_eq!(cell(&city, farming, "2016-02").await.unwrap().late, None);
    // An officer sees the own line alone.
    let own = submission::board(&theirs, app, 2016).await.unwrap();
    assert_eq!(own.lines.iter().map(|line| line.id).collect::<Vec<_>>(), [farming]);

    // On a day of the next month the month that is over is called for by itself; the note goes on with it.
    submission::hand_over(&theirs, app, id, None, "명단은 3층 캐비닛").await.unwrap();
    at(&city, date(2016, 4, 1), 9);
    app::day::run(app).await.unwrap();
    let march = submission::get(&theirs, app, id_of(&city, farming, "2016-03").await).await.unwrap();
    assert_eq!(march.submission.hand_over, "명단은 3층 캐비닛");
    assert_eq!(march.submission.due_on, date(2016, 4, 7), "the fifth working day");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_the_ledger_holds_is_what_is_handed_in() {
    let city = TestCity::new().await;
    let app = &city.app;
    let body = department(&city, "도시농업과").await;
    let (officer, counselor) = (clerk(&city, body), city.as_role(Role::Counselor).await);
    let workplace = employer(&city, 100_000_001).await;
    let mut made = Vec::new();
    for n in 1..=2 {
        let who = seeker(&city, &counselor, n).await;
        let born = crate::placement::profile(&counselor, n).born_on;
        let wanted = hire(who, workplace, How::DirectJob, date(2016, 3, 14));
        let wanted = app::placement::Claim { born_on: born, ..wanted };
        made.push(app::placement::claim(&officer, app, wanted).await.unwrap());
    }
    // Entered at one instant, their ids are in any order.
    made.sort_unstable();
    at(&city, date(2016, 4, 4), 9);
    called(&city, "2016-03").await;
    let id = id_of(&city, body, "2016-03").await;
    let seen = submission::get(&officer, app, id).await.unwrap();
    assert_eq!((seen.told.own.clone(), seen.told.persons), (made, 2));
    assert_eq!(seen.figures.class(Class::R2).claimed.value(), 2);
    let nothing = submission::nothing(&officer, app, id, None, "없음").await;
    assert!(matches!(nothing, Err(Error::Conflict(why)) if why.code == "submission-not-nothing"));
    submission::submit(&officer, app, id, Some(1)).await.unwrap();
    assert_eq!(cell(&city, body, "2016-03").await.unwrap().state, State::Submitted { rows: 2, to_mend: 0 });
    let plan = city.as_role(Role::PlanManager).await;
    submission::return_with(&plan, app, id, Some(2), "사업체 이름을 확인해 주세요").await.unwrap();
    assert_eq!(submission::home(&officer, app).await.unwrap().now.unwrap().submission.id, id);
    submission::submit(&officer, app, id, Some(3)).await.unwrap();
    submission::accept(&plan, app, id, Some(4)).await.unwrap();
    assert_eq!(cell(&city, body, "2016-03").await.unwrap().state, State::Accepted { rows: 2 });
    let again = submission::submit(&officer, app, id, None).await;
    assert!(matches!(again, Err(Error::Conflict(why)) if why.code == "submission-step-refused"));
    let list = submission::checklist(&plan, app, month("2016-03")).await.unwrap();
    // The invented city's own offices are not made here: one body reports.
    assert_eq!((list.accepted, list.missing.len(), list.waiting.len()), (1, 0, 0));
    assert!(list.is_clear());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_body_merged_in_the_middle_of_the_year_keeps_its_past_and_is_followed_afterwards() {
    let city = TestCity::new().await;
    let app = &city.app;
    let (old, new) = (department(&city, "도시농업과").await, department(&city, "농업정책과").await);
    let officer = clerk(&city, old);
    let counselor = city.as_role(Role::Counselor).await;
    let workplace = employer(&city, 100_000_001).await;
    let enter = async |ctx: &Ctx, n: u32, on| {
        let who = seeker(&city, &counselor, n).await;
        let born_on = crate::placement::profile(&counselor, n).born_on;
        let wanted = hire(who, workplace, How::DirectJob, on);
        app::placement::claim(ctx, app, app::placement::Claim { born_on, ..wanted }).await.unwrap()
    };
    enter(&officer, 1, date(2016, 3, 14)).await;
    let content = Content {
        name: "도시텃밭".to_owned(),
        funds: [(FundSource::City, 50_000_000)].into(),
        ..Content::default()
    };
    let form = project::Form { number: "P-1".to_owned(), content, ..project::Form::default() };
    let going_on = project::create(&officer, app, form).await.unwrap();
    at(&city, date(2016, 4, 4), 9);
    let (officer, next, plan) = (clerk(&city, old), clerk(&city, new), city.as_role(Role::PlanManager).await);
    called(&city, "2016-03").await;
    ledger::close(&plan, app, month("2016-03")).await.unwrap();
    let before = ledger::months(&plan, app).await.unwrap().closed.clone();

    let leave = async |to, from| organisation::leave_to(&plan, app, old, to, from).await;
    assert!(
        matches!(leave(None, Some(date(2016, 4, 1))).await, Err(Error::Invalid(f)) if f[0].field == "successor")
    );
    assert!(matches!(leave(Some(old), Some(date(2016, 4, 1))).await, Err(Error::Invalid(_))));
    assert!(matches!(leave(Some(new), None).await, Err(Error::Invalid(f)) if f[0].field == "from"));
    leave(Some(new), Some(date(2016, 4, 1))).await.unwrap();
    let twice = leave(Some(new), Some(date(2016, 5, 1))).await;
    assert!(matches!(twice, Err(Error::Conflict(why)) if why.code == "organisation-succeeded"));

    // What goes on is the successor's; what was closed stays as it was, under the old name.
    assert_eq!(project::get(&next, app, going_on).await.unwrap().project.owner, new);
    assert_eq!(ledger::months(&plan, app).await.unwrap().closed, before);
    let owners = async |of: &str| {
        let cut = Cut { month: Some(month(of)), ..Cut::default() };
        let told = ledger::figures(&plan, app, &cut).await.unwrap();
        let those = told.owners.into_iter().filter(|line| line.figures.class(Class::R2).claimed.value() > 0);
        those.map(|line| line.name).collect::<Vec<_>>()
    };
    assert_eq!(owners("2016-03").await, ["도시농업과"]);
    // Work that begins after it is told under the new name, also where the old office still entered it.
    enter(&officer, 2, date(2016, 4, 4)).await;
    assert_eq!(owners("2016-04").await, ["농업정책과"]);
    // The report that the old body still owed is handed in by the new one, and stays the old one's on the board.
    let id = id_of(&city, old, "2016-03").await;
    submission::submit(&next, app, id, None).await.unwrap();
    assert_eq!(cell(&city, old, "2016-03").await.unwrap().state, State::Submitted { rows: 1, to_mend: 0 });
    let board = submission::board(&plan, app, 2016).await.unwrap();
    let line = board.lines.iter().find(|line| line.id == old).unwrap();
    assert_eq!(line.left_to, Some(("농업정책과".to_owned(), date(2016, 4, 1))));
    // From then on only the new one is called.
    at(&city, date(2016, 5, 2), 9);
    app::day::run(app).await.unwrap();
    assert_eq!(cell(&city, old, "2016-04").await, None);
    let april = submission::get(&next, app, id_of(&city, new, "2016-04").await).await.unwrap();
    assert_eq!(april.told.rows(), 1);
}
