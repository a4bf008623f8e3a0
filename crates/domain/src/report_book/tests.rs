//! A small book for the tests of its parts, and what holds for every book.

use jiff::civil::date;
use uuid::Uuid;

use super::*;
use crate::action::Source;
use crate::counting::{Class, Line, Month};
use crate::id::{ActionId, OrganisationId};
use crate::organisation::OrganisationKind;
use crate::{Actor, Ctx};

/// A book of so many departments, each with a line, a problem, a request and a pledge.
pub(crate) fn facts(departments: usize) -> Facts {
    let line = || vec![ClassLine::of(Class::R1, &Line::default())];
    let month = Month::of(date(2016, 5, 1));
    let department = |nth: usize| Department {
        id: OrganisationId(Uuid::from_u128(nth as u128 + 1)),
        name: format!("제{nth}과"),
        kind: OrganisationKind::Department,
        left_to: None,
        classes: line(),
        contributed: Some(0),
        open: Some(0),
        measures: Vec::new(),
        projects: Vec::new(),
        pledges: vec![PledgeLine {
            by: "약속한 사람".to_owned(),
            project: String::new(),
            jobs: Some(3),
            percent: None,
            source: "협약서".to_owned(),
        }],
        problems: vec![Problem::Returned { month, remark: "까닭".to_owned() }],
        requests: vec![Request {
            direction: Direction::Asks,
            other: "다른 과".to_owned(),
            text: "협조를 부탁".to_owned(),
            asked_on: date(2016, 5, 2),
            answer_by: date(2016, 5, 9),
        }],
        report: None,
        months: vec![OwnMonth {
            month,
            report: Some("called".to_owned()),
            late_days: Some(3),
            filled: Some(0),
            claimed: Some(0),
        }],
        actions: vec![OpenAction {
            source: Source::Instruction,
            number: "1".to_owned(),
            title: "할 일의 말".to_owned(),
            due_on: None,
            late_days: None,
        }],
        joint: vec![Joint { other: "함께한 곳".to_owned(), helped_us: 1, we_helped: 2 }],
    };
    let point = Point {
        id: ActionId(Uuid::nil()),
        meeting: MeetingId(Uuid::nil()),
        meeting_name: "보고회".to_owned(),
        source: Source::Instruction,
        number: "1".to_owned(),
        title: "지시한 말".to_owned(),
        owner: "제0과".to_owned(),
        due_on: None,
        state: "open".to_owned(),
        late_days: None,
        last_word: "담당의 말".to_owned(),
        measured: None,
        public: false,
        hidden: Vec::new(),
    };
    Facts {
        cover: Cover {
            city: "하늘시".to_owned(),
            meeting: MeetingId(Uuid::nil()),
            title: "보고회".to_owned(),
            meets_at: date(2016, 6, 1).at(14, 0, 0, 0),
            venue: String::new(),
            as_of: Timestamp::UNIX_EPOCH,
            as_of_local: date(2016, 5, 31).at(18, 0, 0, 0),
            seq: 1,
            edition: EDITION,
            rule_set: "1".to_owned(),
            ledger_digest: "00".to_owned(),
            year: 2016,
            before: None,
        },
        points: vec![point],
        plan: Plan::default(),
        totals: Totals { everyone: line(), residents: line(), workplaces: line(), ..Totals::default() },
        network: Network::default(),
        departments: (0..departments).map(department).collect(),
        youth: Vec::new(),
        sectors: Vec::new(),
        dongs: Vec::new(),
        months: Vec::new(),
        mismatch: None,
        missing: Vec::new(),
        changes: Vec::new(),
    }
}

#[test]
fn a_book_is_whole_as_long_as_it_says_what_was_hashed_and_is_published_once() {
    let zone = jiff::tz::TimeZone::UTC;
    let tenant = crate::id::TenantId(Uuid::nil());
    let ctx = Ctx::new(tenant, Actor::system(), Timestamp::UNIX_EPOCH, zone, [7; 32]);
    let book = ReportBook::freeze(ReportBookId(Uuid::nil()), facts(2), &ctx);
    // As it is kept and read back, it is the same.
    let kept = serde_json::to_string(&book).unwrap();
    let read: ReportBook = serde_json::from_str(&kept).unwrap();
    assert_eq!(read, book);
    assert!(read.is_whole());
    let mut forged = read.clone();
    forged.facts.departments[0].classes[0].filled = Some(1);
    assert!(!forged.is_whole());
    let published = read.publish(Timestamp::UNIX_EPOCH).unwrap();
    assert_eq!((published.state_name(), published.is_whole()), ("published", true));
    assert_eq!(published.publish(Timestamp::UNIX_EPOCH).unwrap_err().code, "report-book-published");
}

#[test]
fn a_book_of_the_first_edition_hashes_as_it_did() {
    let mut old = facts(1);
    old.cover.edition = 1;
    let department = &mut old.departments[0];
    (department.months, department.actions, department.joint) = Default::default();
    let said = old.canonical();
    let words =
        ["edition", "months\":[{\"claimed", "actions", "joint\":[", "draft", "left_to", "public", "hidden"];
    for later in words {
        assert!(!said.contains(later), "{later}: {said}");
    }
    let read: Facts = serde_json::from_str(&said).unwrap();
    assert_eq!((read.cover.edition, read.hash()), (1, old.hash()));
}

#[test]
fn a_difference_names_the_place_what_it_was_and_what_it_is() {
    let before = facts(2);
    assert_eq!(changes(&before, &before), []);
    let mut after = before.clone();
    after.departments[1].classes[0].filled = Some(12);
    after.points[0].state = "done".to_owned();
    after.totals.open = 4;
    let told = changes(&before, &after);
    let class = What::Class { class: Class::R1, part: Part::Filled };
    let expected = [
        Change {
            place: Place::City,
            what: What::Open,
            before: Some("0".to_owned()),
            after: Some("4".to_owned()),
        },
        Change {
            place: Place::Department("제1과".to_owned()),
            what: class,
            before: None,
            after: Some("12".to_owned()),
        },
        Change {
            place: Place::Point("1 지시한 말".to_owned()),
            what: What::State,
            before: Some("open".to_owned()),
            after: Some("done".to_owned()),
        },
    ];
    assert_eq!(told, expected);
    // Read the other way round it is the same list turned about.
    let back: Vec<Change> = changes(&after, &before)
        .into_iter()
        .map(|change| Change { before: change.after, after: change.before, ..change })
        .collect();
    assert_eq!(back, told);
}

#[test]
fn a_book_of_before_the_mismatch_reads_back_and_keeps_its_hash() {
    let old = facts(2);
    let told = old.canonical();
    assert!(!told.contains("mismatch"), "what is not there is not hashed");
    let read: Facts = serde_json::from_str(&told).unwrap();
    assert_eq!((&read, read.hash()), (&old, old.hash()));
    let part = GapPart { kind: "frictional".to_owned(), persons: Some(12) };
    let counted = Mismatch {
        method: 1,
        seekers: Some(12),
        openings: 1,
        heads: 2,
        parts: vec![part],
        levels: Vec::new(),
        lines: Vec::new(),
        levers: Vec::new(),
        dongs: Vec::new(),
    };
    let before = serde_json::to_string(&counted).unwrap();
    assert!(!before.contains("levers") && !before.contains("dongs"), "a book without them keeps its hash");
    let new = Facts { mismatch: Some(counted), ..old.clone() };
    assert_ne!(new.hash(), old.hash());
    assert_eq!(new.public(5).mismatch, new.mismatch, "its small cells were hidden when it was frozen");
    assert_eq!(serde_json::from_str::<Facts>(&new.canonical()).unwrap(), new);
}

#[test]
fn a_new_name_is_told_once_and_nothing_of_the_renamed_is_new_or_gone() {
    let mut before = facts(2);
    before.departments[0].classes[0].filled = Some(1);
    let mut after = before.clone();
    after.departments[0].name = "공원녹지과".to_owned();
    let told = changes(&before, &after);
    let renamed = Change {
        place: Place::Department("공원녹지과".to_owned()),
        what: What::Name,
        before: Some("제0과".to_owned()),
        after: Some("공원녹지과".to_owned()),
    };
    assert_eq!(told, [renamed]);
    // A book of an earlier edition says what it said.
    after.cover.edition = 2;
    let told = changes(&before, &after);
    assert_eq!(told.iter().filter(|one| one.before.is_none() || one.after.is_none()).count(), 2, "{told:?}");
    // A body that is gone is gone by its numbers.
    after.cover.edition = EDITION;
    after.departments.remove(0);
    let told = changes(&before, &after);
    let [gone] = told.as_slice() else { panic!("{told:?}") };
    assert_eq!((&gone.before, &gone.after), (&Some("1".to_owned()), &None));
}
