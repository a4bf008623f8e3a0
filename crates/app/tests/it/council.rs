//! Councils over a real store: seats and quorum, links between bodies, what comes back at the next meeting, the weekly
//! basket, receipts, and what is refused.

use app::testing::TestCity;
use app::{Error, action, agenda_item, council, meeting};
use domain::action::Source;
use domain::council::CouncilKind;
use domain::id::{ActionId, CouncilId, MeetingId, OrganisationId};
use domain::meeting::{Answer, Attendance, Begin, MeetingKind, Step, View as Said};
use domain::notice::Kind;
use domain::organisation::OrganisationKind;
use domain::person::{Account, Grant, Identity, Person};
use domain::{Actor, Ctx, Role};
use jiff::civil::{Date, date};

/// A body of a kind.
async fn body(city: &TestCity, name: &str, kind: OrganisationKind) -> OrganisationId {
    let plan = city.as_role(Role::PlanManager).await;
    let form = app::organisation::Form {
        parent: Some(city.city_body().await),
        kind,
        name: name.to_owned(),
        name_en: String::new(),
        phone: String::new(),
        active: true,
    };
    app::organisation::create(&plan, &city.app, form).await.unwrap()
}

/// Somebody of a body, with an account.
async fn member(city: &TestCity, body: OrganisationId, login: &str) -> Ctx {
    let ctx = city.app.system_ctx();
    let grant = Grant { role: Role::Partner, organisation: Some(body), employer: None, confirmed: true };
    let person = Person { id: ctx.id(), account: Account::Active, grants: vec![grant] };
    let identity =
        Identity { name: "시험 위원".to_owned(), login: login.to_owned(), phone: String::new() };
    let id = city.account(person, identity).await;
    city.app.ctx(Actor::staff(Role::Partner, id, Some(body)))
}

fn form(kind: CouncilKind, ends_on: Option<Date>) -> council::Form {
    council::Form {
        kind,
        organisation: None,
        name: "일자리네트워크 협의체".to_owned(),
        mission: "일자리 정보를 나눈다".to_owned(),
        quorum_percent: 50,
        agenda_closes_days: 3,
        from: date(2016, 3, 1),
        ends_on,
        part_of: None,
        set_up_by: None,
    }
}

/// A council of so many bodies.
async fn council_of(city: &TestCity, bodies: &[OrganisationId]) -> CouncilId {
    let plan = city.as_role(Role::PlanManager).await;
    let id = council::create(&plan, &city.app, form(CouncilKind::Council, None)).await.unwrap();
    for body in bodies {
        let seen = council::get(&plan, &city.app, id).await.unwrap().council.version;
        let seat = council::SeatForm {
            organisation: Some(*body),
            from: Some(date(2016, 3, 1)),
            ..council::SeatForm::default()
        };
        council::seat(&plan, &city.app, (id, seen), seat).await.unwrap();
    }
    id
}

async fn call(city: &TestCity, council: CouncilId, day: Date) -> MeetingId {
    let plan = city.as_role(Role::PlanManager).await;
    let form = meeting::Form {
        kind: MeetingKind::Council,
        council: Some(council),
        name: String::new(),
        at: Some(day.at(14, 0, 0, 0)),
        venue: "회의실".to_owned(),
    };
    meeting::call(&plan, &city.app, form).await.unwrap()
}

/// Puts the clock on a day at two in the afternoon.
fn on(city: &TestCity, day: Date) {
    let zone = city.app.city.zone().clone();
    city.clock.set(zone.to_timestamp(day.at(14, 0, 0, 0)).unwrap());
}

async fn go(city: &TestCity, id: MeetingId, step: meeting::Move) -> Result<(), Error> {
    let plan = city.as_role(Role::PlanManager).await;
    let mut view = meeting::get(&plan, &city.app, id).await.unwrap();
    // Who came is noted before it begins: everybody.
    if matches!(step, meeting::Move::Open(_)) {
        let came = view.seats.iter().map(|seat| (seat.organisation, Attendance::Present)).collect();
        meeting::note(&plan, &city.app, (id, view.meeting.version), came, "").await.unwrap();
        view.meeting.version += 1;
    }
    let seen = view.meeting.version;
    meeting::go(&plan, &city.app, (id, seen), step).await
}

async fn decide(
    city: &TestCity,
    id: MeetingId,
    item: Option<domain::id::AgendaItemId>,
    owner: Option<OrganisationId>,
    due_on: Date,
) -> ActionId {
    let plan = city.as_role(Role::PlanManager).await;
    let form = action::Form {
        source: Source::Decision,
        item,
        title: "상담".to_owned(),
        owner,
        due_on: Some(due_on),
        measure: None,
    };
    action::decide(&plan, &city.app, id, form).await.unwrap()
}

fn code(outcome: Result<impl std::fmt::Debug, Error>) -> String {
    match outcome.unwrap_err() {
        Error::Conflict(why) => why.code.into_owned(),
        Error::Invalid(fields) => format!("{}: {}", fields[0].field, fields[0].message.code),
        other => other.to_string(),
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn bodies_that_sit_together_are_linked_and_those_that_do_nothing_are_seen() {
    let city = TestCity::new().await;
    let mut bodies = Vec::new();
    for name in ["가단", "나센터", "다대학", "라조합"] {
        bodies.push(body(&city, name, OrganisationKind::Partner).await);
    }
    let id = council_of(&city, &bodies).await;
    let meeting = call(&city, id, date(2016, 4, 7)).await;
    let corps = member(&city, bodies[0], "corps").await;
    let form = agenda_item::Form { title: "장병 상담".to_owned(), ..agenda_item::Form::default() };
    let item = agenda_item::bring(&corps, &city.app, meeting, form).await.unwrap();
    let plan = city.as_role(Role::PlanManager).await;
    assert_eq!(council::links(&plan, &city.app).await.unwrap(), [], "a meeting to come links nobody");

    on(&city, date(2016, 4, 7));
    let plan = city.as_role(Role::PlanManager).await;
    go(&city, meeting, meeting::Move::Open(Begin::default())).await.unwrap();
    let there = bodies[..2].iter().map(|body| (*body, Attendance::Present)).collect();
    let seen = meeting::get(&plan, &city.app, meeting).await.unwrap().meeting.version;
    meeting::note(&plan, &city.app, (meeting, seen), there, "기록").await.unwrap();
    let answer =
        Answer { on: date(2016, 4, 6), views: [(item, (Said::Agree, "좋습니다".to_owned()))].into() };
    meeting::answer(&plan, &city.app, (meeting, seen + 1), bodies[2], answer).await.unwrap();
    decide(&city, meeting, Some(item), Some(bodies[1]), date(2016, 4, 29)).await;
    go(&city, meeting, meeting::Move::Close).await.unwrap();

    let links = council::links(&plan, &city.app).await.unwrap();
    let works: Vec<bool> = links.iter().map(|link| link.works).collect();
    assert_eq!((links.len(), works.iter().filter(|works| **works).count()), (3, 1), "{links:?}");
    let asked = links.iter().find(|link| link.works).unwrap();
    let pair = [asked.one, asked.other];
    assert!(pair.contains(&bodies[0]) && pair.contains(&bodies[1]));
    assert_eq!(asked.on, date(2016, 4, 7));

    // The one that never came is quiet a hundred and eighty-one days after it took its seat, not before.
    let quiet = async |day: Date| {
        on(&city, day);
        let plan = city.as_role(Role::PlanManager).await;
        let view = council::get(&plan, &city.app, id).await.unwrap();
        view.seats.iter().filter(|seat| seat.quiet).map(|seat| seat.name.clone()).collect::<Vec<_>>()
    };
    assert_eq!(quiet(date(2016, 8, 28)).await, Vec::<String>::new());
    assert_eq!(quiet(date(2016, 8, 29)).await, ["라조합"]);
    assert_eq!(quiet(date(2016, 10, 5)).await.len(), 4, "the rest after the same time without a word");
}

#[tokio::test(flavor = "multi_thread")]
async fn members_bring_their_own_items_in_time_and_nobody_elses() {
    let city = TestCity::new().await;
    let seated = body(&city, "가단", OrganisationKind::Partner).await;
    let other = body(&city, "나센터", OrganisationKind::Partner).await;
    let id = council_of(&city, &[seated]).await;
    let meeting = call(&city, id, date(2016, 4, 7)).await;
    let item = |organisation| agenda_item::Form {
        organisation,
        title: "안건".to_owned(),
        ..agenda_item::Form::default()
    };
    let (mine, theirs) = (member(&city, seated, "mine").await, member(&city, other, "theirs").await);
    assert_eq!(code(agenda_item::bring(&theirs, &city.app, meeting, item(None)).await), "agenda-not-member");
    let for_another = agenda_item::bring(&mine, &city.app, meeting, item(Some(other))).await;
    assert!(matches!(for_another, Err(Error::Forbidden(_))));
    let empty = agenda_item::Form::default();
    assert_eq!(code(agenda_item::bring(&mine, &city.app, meeting, empty).await), "title: agenda-title");
    on(&city, date(2016, 4, 4));
    let mine = city.app.ctx(mine.actor.clone());
    let brought = agenda_item::bring(&mine, &city.app, meeting, item(None)).await.unwrap();
    on(&city, date(2016, 4, 5));
    let mine = city.app.ctx(mine.actor.clone());
    assert_eq!(code(agenda_item::bring(&mine, &city.app, meeting, item(None)).await), "agenda-closed");
    let off = agenda_item::withdraw(&mine, &city.app, (brought, 1), "철회").await;
    assert_eq!(code(off), "agenda-closed", "nor is it taken off any more by its body");
    let plan = city.as_role(Role::PlanManager).await;
    agenda_item::withdraw(&plan, &city.app, (brought, 1), "철회").await.unwrap();
    let view = meeting::get(&plan, &city.app, meeting).await.unwrap();
    assert_eq!((view.agenda().count(), view.items.len()), (0, 1), "it stays to be seen");
    // The secretariat still adds one, which is marked as late.
    let late = agenda_item::bring(&plan, &city.app, meeting, item(Some(seated))).await.unwrap();
    assert!(agenda_item::get(&plan, &city.app, late).await.unwrap().late);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_basket_is_one_a_week_and_person_however_often_the_day_is_worked() {
    let city = TestCity::new().await;
    let one = body(&city, "가단", OrganisationKind::Partner).await;
    let id = council_of(&city, &[one]).await;
    let meeting = call(&city, id, date(2016, 4, 7)).await;
    let person = member(&city, one, "mine").await;
    on(&city, date(2016, 4, 7));
    go(&city, meeting, meeting::Move::Open(Begin::default())).await.unwrap();
    let first = decide(&city, meeting, None, Some(one), date(2016, 4, 18)).await;
    decide(&city, meeting, None, Some(one), date(2016, 4, 20)).await;
    decide(&city, meeting, None, Some(one), date(2016, 6, 20)).await;

    let baskets = async |day: Date| {
        on(&city, day);
        app::day::run(&city.app).await.unwrap();
        app::day::run(&city.app).await.unwrap();
        let ctx = city.app.ctx(person.actor.clone());
        let all = app::notice::mine(&ctx, &city.app).await.unwrap();
        all.into_iter().filter(|notice| notice.kind == Kind::ActionsDue).collect::<Vec<_>>()
    };
    assert_eq!(baskets(date(2016, 4, 7)).await.len(), 0, "nothing is due within a week");
    let told = baskets(date(2016, 4, 13)).await;
    assert_eq!(told.len(), 1);
    let said = serde_json::to_value(told[0].detail.as_ref().unwrap()).unwrap();
    assert_eq!((&said["args"]["n"], &said["args"]["late"]), (&2.into(), &0.into()), "{said}");
    assert_eq!(baskets(date(2016, 4, 15)).await.len(), 1, "the same week");
    let ctx = city.app.ctx(person.actor.clone());
    action::say(&ctx, &city.app, (first, 1), action::Word::Done, "명단").await.unwrap();
    let told = baskets(date(2016, 4, 25)).await;
    assert_eq!(told.len(), 2);
    let said = serde_json::to_value(told[0].detail.as_ref().unwrap()).unwrap();
    assert_eq!((&said["args"]["n"], &said["args"]["late"]), (&1.into(), &1.into()), "{said}");
}

#[tokio::test(flavor = "multi_thread")]
async fn only_the_owner_tells_of_an_action_and_only_the_secretariat_judges_it() {
    let city = TestCity::new().await;
    let owner = body(&city, "가단", OrganisationKind::Partner).await;
    let other = body(&city, "나센터", OrganisationKind::Partner).await;
    let id = council_of(&city, &[owner, other]).await;
    let meeting = call(&city, id, date(2016, 4, 7)).await;
    on(&city, date(2016, 4, 7));
    go(&city, meeting, meeting::Move::Open(Begin::default())).await.unwrap();
    let action = decide(&city, meeting, None, Some(owner), date(2016, 4, 18)).await;
    let (mine, theirs) = (member(&city, owner, "mine").await, member(&city, other, "theirs").await);
    let say = async |ctx: &Ctx, seen: i64, word, text: &str| {
        action::say(ctx, &city.app, (action, seen), word, text).await
    };
    use action::Word::{Accept, Done, Report, SendBack};
    assert!(matches!(say(&theirs, 1, Report, "합니다").await, Err(Error::NotFound)));
    assert_eq!(code(say(&mine, 1, Report, " ").await), "action-words");
    say(&mine, 1, Report, "상담실을 정했습니다").await.unwrap();
    assert_eq!(code(say(&mine, 1, Done, "명단").await), "changed-meanwhile");
    say(&mine, 2, Done, "명단").await.unwrap();
    assert!(matches!(say(&mine, 3, Accept, "").await, Err(Error::NotFound)), "nobody judges themselves");
    let plan = city.as_role(Role::PlanManager).await;
    say(&plan, 3, SendBack, "인원을 적어 주세요").await.unwrap();
    say(&mine, 4, Done, "명단 40명").await.unwrap();
    say(&plan, 5, Accept, "").await.unwrap();
    let view = action::get(&plan, &city.app, action).await.unwrap();
    assert_eq!(view.action.reports.len(), 3);
    // What the office has settled nobody assigns anew.
    let assigned = action::assign(&plan, &city.app, (action, 6), (Some(other), None, None)).await;
    assert_eq!(code(assigned), "action-settled");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_task_force_has_an_end_and_no_task_beyond_it() {
    let city = TestCity::new().await;
    let one = body(&city, "가단", OrganisationKind::Department).await;
    let plan = city.as_role(Role::PlanManager).await;
    let endless = council::create(&plan, &city.app, form(CouncilKind::TaskForce, None)).await;
    assert_eq!(code(endless), "ends_on: task-force-end");
    let force = form(CouncilKind::TaskForce, Some(date(2016, 6, 30)));
    let id = council::create(&plan, &city.app, force).await.unwrap();
    let task = |owner, due_on| action::Form {
        source: Source::Task,
        item: None,
        title: "미스매칭 조사".to_owned(),
        owner,
        due_on,
        measure: None,
    };
    let refused = async |owner, due| code(action::task(&plan, &city.app, id, task(owner, due)).await);
    assert_eq!(refused(None, Some(date(2016, 5, 1))).await, "owner: task-owner");
    assert_eq!(refused(Some(one), None).await, "due_on: task-due");
    assert_eq!(refused(Some(one), Some(date(2016, 7, 1))).await, "due_on: task-after-end");
    action::task(&plan, &city.app, id, task(Some(one), Some(date(2016, 6, 30)))).await.unwrap();
    let view = council::get(&plan, &city.app, id).await.unwrap();
    assert_eq!(view.actions.iter().map(|one| one.number.as_str()).collect::<Vec<_>>(), ["과제 1"]);
    let late = meeting::Form {
        kind: MeetingKind::Council,
        council: Some(id),
        name: String::new(),
        at: Some(date(2016, 7, 1).at(14, 0, 0, 0)),
        venue: String::new(),
    };
    assert_eq!(code(meeting::call(&plan, &city.app, late.clone()).await), "at: meeting-after-end");
    let past = meeting::Form { at: Some(date(2016, 3, 14).at(8, 59, 0, 0)), ..late.clone() };
    assert_eq!(code(meeting::call(&plan, &city.app, past).await), "at: meeting-past");
    let never = meeting::Form { at: None, ..late };
    assert_eq!(code(meeting::call(&plan, &city.app, never).await), "at: meeting-at");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_report_meeting_has_its_five_steps_and_hands_everything_on_to_the_next() {
    let city = TestCity::new().await;
    let one = body(&city, "가과", OrganisationKind::Department).await;
    let report = async |name: &str, day: Date| {
        let plan = city.as_role(Role::PlanManager).await;
        let form = meeting::Form {
            kind: MeetingKind::Report,
            council: None,
            name: name.to_owned(),
            at: Some(day.at(14, 0, 0, 0)),
            venue: String::new(),
        };
        meeting::call(&plan, &city.app, form).await.unwrap()
    };
    let first = report("1차 보고회", date(2016, 5, 31)).await;
    let plan = city.as_role(Role::PlanManager).await;
    let view = meeting::get(&plan, &city.app, first).await.unwrap();
    let steps: Vec<Option<Step>> = view.items.iter().map(|item| item.step).collect();
    use Step::{Closing, Departments, Instructions, Network, Plan};
    assert_eq!(steps, [Plan, Network, Departments, Instructions, Closing].map(Some));

    on(&city, date(2016, 5, 31));
    go(&city, first, meeting::Move::Open(Begin::default())).await.unwrap();
    let plan = city.as_role(Role::PlanManager).await;
    let give = async |source, owner| {
        let form = action::Form {
            source,
            item: None,
            title: "현장을 찾아갈 것".to_owned(),
            owner,
            due_on: Some(date(2016, 6, 30)),
            measure: None,
        };
        action::decide(&plan, &city.app, first, form).await.unwrap()
    };
    let instruction = give(Source::Instruction, Some(one)).await;
    let loose = give(Source::Improvement, None).await;
    assert_eq!(code(go(&city, first, meeting::Move::Close).await), "action-ownerless");
    let owned = (Some(one), Some(date(2016, 7, 15)), None);
    action::assign(&plan, &city.app, (loose, 1), owned).await.unwrap();
    go(&city, first, meeting::Move::Close).await.unwrap();
    let orphaned = action::assign(&plan, &city.app, (loose, 2), (None, None, None)).await;
    assert_eq!(code(orphaned), "owner: task-owner", "after the meeting nobody makes it ownerless");

    let second = report("2차 보고회", date(2016, 7, 7)).await;
    action::say(&plan, &city.app, (instruction, 1), action::Word::Done, "방문 12곳").await.unwrap();
    let due = meeting::get(&plan, &city.app, second).await.unwrap().due;
    let seen: Vec<(String, &str)> = due.iter().map(|one| (one.number.clone(), one.state_name())).collect();
    assert_eq!(seen, [("개선 1".to_owned(), "open"), ("지시 1".to_owned(), "done")]);

    // The record is read once by a body, after it was given to all.
    let clerk = city.as_role(Role::Clerk).await;
    assert_eq!(code(meeting::read(&clerk, &city.app, first).await), "meeting-unpublished");
    let version = meeting::get(&plan, &city.app, first).await.unwrap().meeting.version;
    meeting::publish(&plan, &city.app, (first, version), false).await.unwrap();
    meeting::read(&clerk, &city.app, first).await.unwrap();
    meeting::read(&clerk, &city.app, first).await.unwrap();
    assert_eq!(meeting::get(&plan, &city.app, first).await.unwrap().meeting.read_by.len(), 1);
    let citizen = city.as_role(Role::Citizen).await;
    assert!(matches!(meeting::open_record(&citizen, &city.app, first).await, Err(Error::NotFound)));
    meeting::publish(&plan, &city.app, (first, version + 2), true).await.unwrap();
    assert_eq!(meeting::open_record(&citizen, &city.app, first).await.unwrap().actions.len(), 2);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_action_with_a_measure_is_judged_by_the_ledger_and_shown_so_at_the_next_meeting() {
    let city = TestCity::new().await;
    let owner = crate::measure::department(&city, "일자리과").await;
    let term = crate::measure::plan(&city, "민선 6기", 2014).await;
    let plan = city.as_role(Role::PlanManager).await;
    let form = crate::measure::form(term, owner, "취업 알선", domain::measure::Query::default());
    let measure = app::measure::create(&plan, &city.app, form).await.unwrap();
    let id = council_of(&city, &[owner]).await;
    let meeting = call(&city, id, date(2016, 4, 7)).await;
    on(&city, date(2016, 4, 7));
    go(&city, meeting, meeting::Move::Open(Begin::default())).await.unwrap();
    let action = decide(&city, meeting, None, Some(owner), date(2016, 6, 30)).await;
    let plan = city.as_role(Role::PlanManager).await;
    let bound = (Some(owner), Some(date(2016, 6, 30)), Some(measure));
    action::assign(&plan, &city.app, (action, 1), bound).await.unwrap();
    let unknown = (Some(owner), None, Some(domain::id::MeasureId(uuid::Uuid::nil())));
    let refused = action::assign(&plan, &city.app, (action, 2), unknown).await;
    assert_eq!(code(refused), "measure: action-measure-unknown");

    // The first quarter is over with ten to come and nothing confirmed.
    let next = call(&city, id, date(2016, 5, 12)).await;
    let view = meeting::get(&plan, &city.app, next).await.unwrap();
    let judged = &view.judged[&action];
    assert_eq!((judged.target, judged.confirmed, judged.short), (100, 0, true));
    // A partner reads the action without the plan behind it.
    let partner = member(&city, owner, "mine").await;
    let seen = action::get(&partner, &city.app, action).await.unwrap();
    assert!(seen.judged.is_none() && seen.measure.is_some());
}
