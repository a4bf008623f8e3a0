//! Taking part in a cohort, to its end: group counselling, attendance, leaving early, and being erased.

use std::collections::BTreeSet;

use domain::cohort::{Applicant, Cohort, Completion, Queued, WaitReason, select};
use domain::enrolment::{
    Application, DropReason, Enrolment, Mark, Presence, Shown, State, StateName, Tally, Who, attended,
    waiting,
};
use domain::message::{Catalogue, Lang, Message};
use domain::reference::Reference;
use domain::support_program::{Facts, Ground, Kind, Past, ProgramId, Status, SupportPrograms, Verdict};
use jiff::ToSpan;
use jiff::civil::date;
use strum::IntoEnumIterator;

use super::cohort::{at, counselling, ctx, day, person, recruiting, seed};

fn electronic(presence: Presence) -> Mark {
    Mark { presence, shown: Shown::Electronic, at: at(600) }
}

fn applied(n: i64) -> Enrolment {
    Enrolment::apply(&ctx(n), &recruiting(), person(n as u128), None).unwrap()
}

fn enrolled(n: i64) -> Enrolment {
    applied(n).select(at(100), None).unwrap().enrol(at(500), None).unwrap()
}

/// Seventeen career-break women apply, and who of them is chosen for fifteen seats.
fn sc_6() -> (Cohort, Vec<Enrolment>) {
    let mut cohort = recruiting();
    let all: Vec<Enrolment> = (1..=17).map(applied).collect();
    let reference = Reference::embedded().unwrap();
    let program = reference.support_programs.get(&cohort.program).unwrap();
    let version = program.version(&cohort.program_version).unwrap();
    let told = Facts { told: [(Status::CareerBreak, true)].into(), ..Facts::default() };
    let applicants: Vec<Applicant> = all
        .iter()
        .map(|one| {
            let when = date(2016, 3, 14).at(9, 0, 0, 0);
            let answer = program.assess(version, &told, when, Ground::of(reference)).unwrap();
            Applicant {
                enrolment: one.id,
                applied_at: one.applied_at,
                segments: reference.segments.of(&told, when.date()).into_iter().collect::<BTreeSet<_>>(),
                score: None,
                verdict: answer.verdict(),
            }
        })
        .collect();
    assert!(applicants.iter().all(|one| one.verdict == Verdict::Eligible));
    let chosen = select(&applicants, cohort.seats.free(), &cohort.criteria, &seed()).unwrap();
    assert_eq!((chosen.selected.len(), chosen.waiting.len(), chosen.refused.len()), (15, 2, 0));
    let go_on = |one: Enrolment| {
        let next = match chosen.waiting.iter().find(|queued| queued.enrolment == one.id) {
            Some(queued) => one.clone().wait(*queued, at(100), None).unwrap(),
            None => one.clone().select(at(100), None).unwrap(),
        };
        cohort.seat(&one.state, &next.state).unwrap();
        next
    };
    let all = all.into_iter().map(go_on).collect();
    cohort.state = cohort.state.chosen(at(100), seed()).unwrap();
    (cohort, all)
}

#[test]
fn seventeen_apply_fifteen_take_part_thirteen_complete() {
    let (mut cohort, mut all) = sc_6();
    let reasons: Vec<(u32, WaitReason)> = waiting(&all)
        .iter()
        .map(|one| match one.state {
            State::Waiting { place, reason, .. } => (place, reason),
            ref other => panic!("{other:?}"),
        })
        .collect();
    assert_eq!(
        reasons,
        [(1, WaitReason::FirstCome), (2, WaitReason::FirstCome)],
        "each may see place and reason"
    );
    cohort.state = cohort.state.clone().start(at(500)).unwrap();
    for one in all.iter_mut().filter(|one| matches!(one.state, State::Selected { .. })) {
        *one = one.clone().enrol(at(500), None).unwrap();
    }
    // Two of fifteen stay away on two of five days: 60 % of the hours.
    for (n, one) in all.iter_mut().filter(|one| matches!(one.state, State::Enrolled { .. })).enumerate() {
        for nth in 1..=5 {
            let presence = if n < 2 && nth > 3 { Presence::Absent } else { Presence::Present };
            *one = one.clone().mark(&cohort, nth, electronic(presence), day(5)).unwrap();
        }
        *one = one.clone().finish(&cohort, at(700), None).unwrap();
    }
    let tally = Tally::of(&all);
    assert_eq!((tally.applied, tally.enrolled), (17, 15));
    assert_eq!(tally.now(StateName::Completed), 13);
    assert_eq!(tally.dropped, [(DropReason::TooFewHours, 2)].into());
    assert_eq!(tally.waiting, [(WaitReason::FirstCome, 2)].into());
    let done = cohort.complete(at(701), &all).unwrap();
    assert_eq!(done, domain::cohort::State::Completed { at: at(701), seed: Some(seed()) });
    // What was closed before the seed was kept is read as well.
    let bare = serde_json::json!({ "state": "completed", "at": at(701) });
    let bare: domain::cohort::State = serde_json::from_value(bare).unwrap();
    assert_eq!(bare.seed(), None);
}

#[test]
fn a_free_seat_goes_to_whoever_waits_longest_and_that_is_logged() {
    let (mut cohort, mut all) = sc_6();
    assert_eq!(cohort.promote(&all, at(110), None).unwrap_err().code, "cohort-full");
    let first = all.iter().position(|one| matches!(one.state, State::Selected { .. })).unwrap();
    let gone = all[first].clone().withdraw(at(110), None).unwrap();
    cohort.seat(&all[first].state, &gone.state).unwrap();
    all[first] = gone;
    let next = waiting(&all)[0].id;
    let by = person(900);
    let promoted = cohort.promote(&all, at(120), Some(by)).unwrap().unwrap();
    assert_eq!(promoted.id, next);
    let event = promoted.history.last().unwrap();
    assert_eq!(
        (event.state, event.at, event.by, event.promoted_from),
        (StateName::Selected, at(120), Some(by), Some(1))
    );
    let slot = all.iter_mut().find(|one| one.id == next).unwrap();
    *slot = promoted;
    assert_eq!(waiting(&all).len(), 1, "the second stays second of the list that was published");
    assert_eq!(cohort.seats.free(), 0);
}

#[test]
fn eighty_of_a_hundred_hours_are_enough_and_a_minute_less_is_not() {
    let cohort = counselling();
    let with = |marks: [Presence; 5]| {
        let mut one = enrolled(1);
        for (presence, nth) in marks.into_iter().zip(1..) {
            one = one.mark(&cohort, nth, electronic(presence), day(5)).unwrap();
        }
        one.finish(&cohort, at(700), None).unwrap().state
    };
    use Presence::*;
    // Five days of six hours; 80 % are four days.
    assert_eq!(
        with([Present, Present, Present, Present, Absent]),
        State::Completed { at: at(700), percent: Some(80) }
    );
    let short = State::DroppedOut { on: cohort.until, reason: DropReason::TooFewHours };
    assert_eq!(with([Present, Present, Present, Late { minutes: 1 }, Absent]), short);
    let late = with([Late { minutes: 120 }, Late { minutes: 120 }, Late { minutes: 120 }, Present, Present]);
    assert_eq!(late, State::Completed { at: at(700), percent: Some(80) });
    assert_eq!(
        with([Excused, Excused, Excused, Excused, Absent]),
        State::Completed { at: at(700), percent: Some(80) }
    );
}

#[test]
fn what_is_noted_of_a_session_that_was_cancelled_counts_no_more() {
    let mut cohort = counselling();
    let mut one = enrolled(1);
    for nth in 1..=4 {
        let presence = if nth == 1 { Presence::Absent } else { Presence::Present };
        one = one.mark(&cohort, nth, electronic(presence), day(5)).unwrap();
    }
    assert_eq!(attended(&one.attendance, &cohort.sessions).percent(), 60);
    cohort.cancel_session(5, at(650), "정전".to_owned()).unwrap();
    let refused = one.clone().mark(&cohort, 5, electronic(Presence::Present), day(5)).unwrap_err();
    assert_eq!(refused.code, "cohort-session-cancelled");
    assert_eq!(
        Catalogue::new(&[]).say(Lang::Ko, &refused),
        "5회차는 취소되었습니다. 취소된 회차에는 출석을 적을 수 없습니다."
    );
    assert_eq!(attended(&one.attendance, &cohort.sessions).percent(), 75, "three of the four that were held");
    cohort.cancel_session(1, at(650), "정전".to_owned()).unwrap();
    assert_eq!(attended(&one.attendance, &cohort.sessions).percent(), 100);
    for nth in 2..=4 {
        cohort.cancel_session(nth, at(650), "정전".to_owned()).unwrap();
    }
    assert!(!attended(&one.attendance, &cohort.sessions).reach(1), "of nothing held, nothing is attended");
}

#[test]
fn attendance_is_noted_with_evidence_of_a_session_that_was_held_of_somebody_who_takes_part() {
    let cohort = counselling();
    let code =
        |one: Enrolment, nth, mark, today| one.mark(&cohort, nth, mark, today).unwrap_err().code.to_string();
    let present = electronic(Presence::Present);
    assert_eq!(code(enrolled(1), 6, present, day(5)), "cohort-session-unknown");
    assert_eq!(code(enrolled(1), 2, present, day(1)), "enrolment-session-ahead");
    assert_eq!(code(applied(1), 1, present, day(5)), "enrolment-step-refused");
    assert_eq!(
        code(enrolled(1), 1, electronic(Presence::Late { minutes: 361 }), day(5)),
        "enrolment-late-too-long"
    );
    let signed = |on| Mark { shown: Shown::Signed { supervisor: person(900), on }, ..present };
    assert_eq!(
        code(enrolled(1), 1, signed(day(2)), day(5)),
        "attendance-unsupported",
        "signed on another day (CR-19)"
    );
    assert!(enrolled(1).mark(&cohort, 1, signed(day(1)), day(1)).is_ok());
    assert_eq!(enrolled(1).finish(&cohort, at(700), None).unwrap_err().code, "enrolment-attendance-open");
}

#[test]
fn an_enrolment_goes_its_way_and_no_other() {
    let queued = Queued { enrolment: applied(1).id, place: 1, reason: WaitReason::Draw };
    let stayed = Cohort { completion: Completion::Stayed, ..counselling() };
    let all = |one: &Enrolment| {
        [
            one.clone().refuse(vec![Message::new("support-lacks-residence")], at(1), None),
            one.clone().select(at(1), None),
            one.clone().wait(queued, at(1), None),
            one.clone().promote(at(1), None),
            one.clone().enrol(at(1), None),
            one.clone().no_show(at(1), None),
            one.clone().withdraw(at(1), None),
            one.clone().drop_out(day(2), DropReason::Employed, at(1), None),
            one.clone().finish(&stayed, at(1), None),
        ]
        .map(|to| to.ok().map(|one| one.state.name()))
    };
    use StateName::*;
    let (refused, chosen, waits) = (Some(Refused), Some(Selected), Some(Waiting));
    let one = applied(1);
    assert_eq!(all(&one), [refused, chosen, waits, None, None, None, Some(Withdrawn), None, None]);
    let selected = one.clone().select(at(1), None).unwrap();
    let wanted = [None, None, None, None, Some(Enrolled), Some(NoShow), Some(Withdrawn), None, None];
    assert_eq!(all(&selected), wanted);
    let waiting = one.wait(queued, at(1), None).unwrap();
    assert_eq!(all(&waiting), [None, None, None, chosen, None, None, Some(Withdrawn), None, None]);
    let takes_part = selected.enrol(at(1), None).unwrap();
    let wanted = [None, None, None, None, None, None, None, Some(DroppedOut), Some(Completed)];
    assert_eq!(all(&takes_part), wanted);
    let over = takes_part.finish(&stayed, at(2), None).unwrap();
    assert_eq!(all(&over), [None; 9]);
    assert_eq!(over.state, State::Completed { at: at(2), percent: None });
    let late = Enrolment::apply(&ctx(1), &counselling(), person(1), None).unwrap_err();
    assert_eq!(late.code, "enrolment-not-recruiting");
}

#[test]
fn nobody_applies_after_the_last_day_of_applying() {
    let cohort = Cohort { apply_until: Some(date(2016, 3, 15)), ..recruiting() };
    let applied = |hours| Enrolment::apply(&ctx(hours), &cohort, person(1), None).map(|one| one.applied_at);
    assert_eq!(applied(47).unwrap(), at(47), "the whole last day");
    assert_eq!(applied(48).unwrap_err().code, "enrolment-apply-over");
    assert!(cohort.takes_on(date(2016, 3, 15)) && !cohort.takes_on(date(2016, 3, 16)));
    assert!(recruiting().takes_on(date(2016, 4, 9)), "without a last day, for as long as it recruits");
    assert!(!counselling().takes_on(date(2016, 3, 15)), "what is only planned takes nobody");
    let old = serde_json::to_value(counselling()).unwrap();
    let mut old = old.as_object().unwrap().clone();
    old.remove("apply_until");
    let read: Cohort = serde_json::from_value(old.into()).unwrap();
    assert_eq!(read, counselling(), "what was written before there was such a day");
}

#[test]
fn whoever_is_erased_stays_counted_without_a_name() {
    let (mut cohort, mut all) = sc_6();
    let before = Tally::of(&all);
    for one in all.iter_mut().filter(|one| matches!(one.state, State::Selected { .. })).take(3) {
        *one = one.clone().enrol(at(500), None).unwrap();
    }
    let erased = all.iter().map(|one| one.clone().erase(day(2), at(550))).collect::<Vec<_>>();
    for (one, gone) in all.iter().zip(&erased) {
        assert_eq!((gone.person(), gone.who), (None, Who::Erased { at: at(550) }));
        assert_eq!((gone.id, gone.applied_at), (one.id, one.applied_at));
        cohort.seat(&one.state, &gone.state).unwrap();
    }
    let tally = Tally::of(&erased);
    assert_eq!(tally.applied, before.applied, "nobody is lost");
    assert_eq!(tally.enrolled, 3);
    assert_eq!(tally.dropped, [(DropReason::Erased, 3)].into());
    assert_eq!(tally.now(StateName::Withdrawn), 14);
    assert_eq!(cohort.seats.taken, 0, "their seats are free");
    let stayed = Cohort { completion: Completion::Stayed, ..counselling() };
    let completed = enrolled(1).finish(&stayed, at(700), None).unwrap();
    let state = completed.state.clone();
    let gone = completed.erase(day(5), at(800));
    assert_eq!((gone.person(), gone.state), (None, state), "a completion stays one");
    let own = Enrolment::apply(&ctx(77), &recruiting(), person(77), Some(person(77))).unwrap();
    let text = serde_json::to_string(&own.erase(day(1), at(1))).unwrap();
    assert!(!text.contains(&person(77).to_string()), "{text}");
    let refused = applied(1).refuse(vec![Message::new("support-lacks-residence")], at(1), None).unwrap();
    assert!(
        matches!(refused.erase(day(1), at(2)).state, State::Refused { reasons, .. } if reasons.is_empty())
    );
}

#[test]
fn what_somebody_took_part_in_is_told_to_other_programmes() {
    let reference = Reference::embedded().unwrap();
    let works = reference.support_programs.get(&ProgramId::parse("goyang-public-works").unwrap()).unwrap();
    let version = works.versions.iter().find(|version| version.id.as_str() == "2011-4").unwrap();
    let cohort = Cohort { program: works.id.clone(), program_version: version.id.clone(), ..recruiting() };
    let one = Enrolment::apply(&ctx(1), &cohort, person(1), None).unwrap();
    assert_eq!(one.past(&cohort, works), None);
    let one = one.select(at(1), None).unwrap().enrol(at(2), None).unwrap();
    let past = |until| Past {
        program: works.id.clone(),
        version: Some(version.id.clone()),
        kind: works.kind,
        stage: version.stage,
        from: cohort.from,
        until: Some(until),
    };
    assert_eq!(one.past(&cohort, works), Some(past(cohort.until)));
    let left = one.drop_out(cohort.from + 1.day(), DropReason::Employed, at(3), None).unwrap();
    assert_eq!(left.past(&cohort, works), Some(past(cohort.from + 1.day())));
}

/// An invented programme that nobody has together with a direct job.
const ALONE: &str = r#"id = "alone"
name_ko = "하늘 일경험"
name_en = "Work trial"
operator = "하늘시"
kind = "work_trial"
for = "person"
licence = "invented"

[[version]]
id = "undated"
name_ko = "연중"
name_en = "all year"
gives_ko = "일경험"
gives_en = "a work trial"
sources = ["invented"]
source_kind = "official"
conditions = [{ kind = "not_with", kinds = ["direct_job"] }]
"#;

#[test]
fn what_is_known_here_refuses_a_second_benefit_and_makes_nobody_eligible() {
    let reference = Reference::embedded().unwrap();
    let files = [("alone.toml".to_owned(), ALONE.to_owned())];
    let programs = SupportPrograms::load(&files, &reference.segments, &reference.industries).unwrap();
    let program = programs.iter().next().unwrap();
    let rules = (program, &program.versions[0]);
    let judge = |facts: &Facts, past: &[Past]| {
        let when = date(2016, 3, 14).at(9, 0, 0, 0);
        Application::of(rules, facts, past.to_vec(), when, Ground::of(reference)).unwrap().verdict
    };
    let past = Past {
        program: ProgramId::parse("goyang-public-works").unwrap(),
        version: None,
        kind: Kind::DirectJob,
        stage: None,
        from: date(2016, 3, 2),
        until: Some(date(2016, 6, 30)),
    };
    let (silent, nothing) = (Facts::default(), Facts { history: Some(Vec::new()), ..Facts::default() });
    assert!(matches!(judge(&silent, &[]), Verdict::Unknown { .. }), "nobody said that there was nothing");
    assert_eq!(judge(&nothing, &[]), Verdict::Eligible);
    for facts in [&silent, &nothing, &Facts { history: Some(vec![past.clone()]), ..Facts::default() }] {
        let Verdict::NotEligible { reasons } = judge(facts, std::slice::from_ref(&past)) else {
            panic!("{facts:?}")
        };
        assert_eq!(reasons.len(), 1, "{reasons:?}");
        let said = Catalogue::new(&[]).say(Lang::Ko, &reasons[0]);
        for words in ["공공근로", "2016-03-02 ~ 2016-06-30"] {
            assert!(said.contains(words), "which other programme, and when: {said}");
        }
    }
    let over = Past { until: Some(date(2016, 3, 13)), ..past };
    assert_eq!(judge(&nothing, std::slice::from_ref(&over)), Verdict::Eligible);
    assert!(matches!(judge(&silent, &[over]), Verdict::Unknown { .. }));
}

#[test]
fn an_enrolment_is_kept_and_read_as_it_was() {
    let signed = Shown::Signed { supervisor: person(900), on: day(1) };
    let mark = Mark { presence: Presence::Late { minutes: 10 }, shown: signed, at: at(600) };
    let one = enrolled(1).mark(&counselling(), 1, mark, day(1)).unwrap();
    let text = serde_json::to_string(&one).unwrap();
    assert_eq!(serde_json::from_str::<Enrolment>(&text).unwrap(), one);
}

#[test]
fn every_word_of_an_enrolment_is_in_both_catalogues() {
    let catalogue = Catalogue::new(&[]);
    let states = StateName::iter().map(|name| format!("enrolment-state-{name}"));
    let reasons = DropReason::iter().map(|reason| format!("enrolment-drop-{reason}"));
    let steps =
        ["refuse", "select", "wait", "promote", "enrol", "no_show", "withdraw", "drop_out", "finish", "mark"];
    let steps = steps.map(|step| format!("enrolment-step-{step}"));
    for word in states.chain(reasons).chain(steps) {
        assert!(catalogue.has(Lang::Ko, &word) && catalogue.has(Lang::En, &word), "{word}");
    }
}
