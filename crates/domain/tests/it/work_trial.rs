//! Work trials: signed by three or four, void once anything changes, within the limits, and when a trial is work.

use std::collections::BTreeSet;

use domain::Ctx;
use domain::id::{AttachmentId, EmployerId, SeekerId};
use domain::law::needs_guardian;
use domain::message::{Catalogue, Lang};
use domain::reference::Reference;
use domain::work_time::{DailyHours, Weekdays};
use domain::work_trial::{
    BreakReason, Frame, Insurance, Party, State, StateName, Tally, Terms, Way, Who, WorkSign, WorkTrial,
};
use jiff::civil::{Date, date};
use strum::IntoEnumIterator;
use uuid::Uuid;

use super::cohort::{ctx, person};

fn frame() -> Frame {
    Frame {
        employer: EmployerId(Uuid::from_u128(2)),
        organisation: None,
        cohort: None,
        from: date(2016, 3, 16),
        until: date(2016, 3, 25),
        minor: false,
    }
}

fn terms() -> Terms {
    Terms {
        place: "편집실".to_owned(),
        tasks: "촬영한 영상을 나누고 이름을 붙입니다".to_owned(),
        weekdays: Weekdays::WORKING,
        hours: DailyHours::new(600, 1_020, 60).unwrap(),
        allowance_won: 20_000,
        insurance: Insurance::Accident,
        mentor: "편집팀장".to_owned(),
        aims: "편집 순서를 익힙니다".to_owned(),
        signs: BTreeSet::new(),
    }
}

fn draft(frame: Frame) -> WorkTrial {
    WorkTrial::draft(&ctx(0), (person(1), SeekerId(Uuid::from_u128(1))), frame)
}

/// Signed online on the day of the instant.
fn sign(trial: WorkTrial, at: &Ctx, party: Party) -> Result<WorkTrial, String> {
    let today = at.today();
    trial.sign(at, party, today, Way::Online).map_err(|why| why.code.into_owned())
}

fn agreed(frame: Frame) -> WorkTrial {
    let trial = draft(frame);
    let parties = trial.parties();
    parties.into_iter().fold(trial, |trial, party| sign(trial, &ctx(1), party).unwrap())
}

#[test]
fn it_is_agreed_with_the_last_of_three_signatures() {
    let one = sign(draft(frame()), &ctx(1), Party::Employer).unwrap();
    assert_eq!(one.state.name(), StateName::PartlySigned);
    assert!(one.awaits(Party::Person) && !one.awaits(Party::Employer) && !one.awaits(Party::Guardian));
    assert_eq!(sign(one.clone(), &ctx(2), Party::Employer).unwrap_err(), "work-trial-signed");
    assert_eq!(sign(one.clone(), &ctx(2), Party::Guardian).unwrap_err(), "work-trial-not-asked");
    let two = sign(one, &ctx(2), Party::Person).unwrap();
    assert_eq!(two.clone().start(&ctx(72)).unwrap_err().code, "work-trial-step-refused");
    let whole = sign(two, &ctx(3), Party::Guide).unwrap();
    let State::Agreed { at, by } = &whole.state else { panic!("{:?}", whole.state) };
    assert_eq!((*at, by.len()), (ctx(3).now, 3));
    assert_eq!(sign(whole.clone(), &ctx(4), Party::Guide).unwrap_err(), "work-trial-step-refused");
    assert_eq!(whole.clone().start(&ctx(47)).unwrap_err().code, "work-trial-begins-later");
    let running = whole.start(&ctx(48)).unwrap();
    assert_eq!(running.clone().complete(&ctx(24 * 10)).unwrap_err().code, "work-trial-ends-later");
    let done = running.complete(&ctx(24 * 11)).unwrap();
    assert!(matches!(done.state, State::Completed { on, .. } if on == date(2016, 3, 25)));
    assert_eq!(
        done.break_off(&ctx(300), date(2016, 3, 20), BreakReason::Other).unwrap_err().code,
        "work-trial-step-refused"
    );
}

#[test]
fn a_minor_is_bound_with_their_guardian_only() {
    let minor = Frame { minor: true, ..frame() };
    let mut trial = draft(minor);
    assert_eq!(trial.parties(), [Party::Person, Party::Employer, Party::Guide, Party::Guardian]);
    for party in [Party::Person, Party::Employer, Party::Guide] {
        trial = sign(trial, &ctx(1), party).unwrap();
        assert_eq!(trial.state.name(), StateName::PartlySigned, "{party}");
    }
    let scan = AttachmentId(Uuid::from_u128(9));
    let trial = trial.sign(&ctx(1), Party::Guardian, date(2016, 3, 14), Way::Paper { scan }).unwrap();
    assert_eq!(trial.state.name(), StateName::Agreed);
    let born = date(1997, 3, 14);
    assert!(needs_guardian(born, date(2016, 3, 13)) && !needs_guardian(born, date(2016, 3, 14)));
}

#[test]
fn any_change_makes_every_signature_void() {
    let longer = Frame { until: date(2016, 3, 26), ..frame() };
    let amended = agreed(frame()).amend(&ctx(30), longer).unwrap();
    assert_eq!((amended.state.name(), amended.written_on), (StateName::Drafted, date(2016, 3, 15)));
    assert_eq!(amended.history.last().map(|event| event.voided), Some(3));
    assert!(amended.parties().into_iter().all(|party| amended.awaits(party)));
    // What was signed on paper the day before was signed for other words.
    let scan = AttachmentId(Uuid::from_u128(9));
    let on = |day: Date| amended.clone().sign(&ctx(30), Party::Person, day, Way::Paper { scan });
    assert_eq!(on(date(2016, 3, 14)).unwrap_err().code, "work-trial-signed-outside");
    assert_eq!(on(date(2016, 3, 16)).unwrap_err().code, "work-trial-signed-outside");
    assert_eq!(on(date(2016, 3, 15)).unwrap().state.name(), StateName::PartlySigned);
    let running = agreed(frame()).start(&ctx(48)).unwrap();
    assert_eq!(running.amend(&ctx(49), longer).unwrap_err().code, "work-trial-step-refused");
}

#[test]
fn whoever_is_erased_ends_what_was_not_over_and_is_named_nowhere() {
    let running = agreed(frame()).start(&ctx(48)).unwrap();
    let early = running.clone().break_off(&ctx(72), date(2016, 3, 15), BreakReason::Health);
    assert_eq!(early.unwrap_err().code, "work-trial-day-outside");
    let erased = running.clone().erase(&ctx(72));
    assert!(
        matches!(erased.state, State::BrokenOff { on, reason: BreakReason::Erased, .. } if on == date(2016, 3, 17))
    );
    assert!(matches!(erased.who, Who::Erased { .. }) && erased.person().is_none() && !erased.frame.minor);
    let done = running.complete(&ctx(24 * 11)).unwrap().erase(&ctx(300));
    assert_eq!(done.state.name(), StateName::Completed);
    let tally = Tally::of([&erased, &done, &draft(frame())]);
    let counts = [StateName::BrokenOff, StateName::Completed, StateName::Drafted, StateName::Running];
    assert_eq!(counts.map(|name| tally.now(name)), [1, 1, 1, 0]);
    assert_eq!(tally.broken_off, [(BreakReason::Erased, 1)].into());
}

#[test]
fn it_stays_within_the_dated_limits() {
    let limits = &Reference::embedded().unwrap().work_trials;
    assert!(limits.on(date(2016, 1, 31)).is_none(), "nobody knows of one before");
    let limit = limits.on(date(2016, 3, 16));
    assert_eq!(
        limit.map(|limit| (limit.most_months, limit.most_daily_min, limit.most_weekly_min)),
        Some((6, 480, 2_400))
    );
    let wrong = |terms: &Terms, until: Date| -> Vec<(&'static str, String)> {
        let faults = terms.faults((date(2016, 3, 16), until), limit);
        faults.into_iter().map(|(field, why)| (field, why.code.into_owned())).collect()
    };
    let at = |field: &'static str, code: &str| (field, code.to_owned());
    assert_eq!(wrong(&terms(), date(2016, 9, 15)), []);
    assert_eq!(wrong(&terms(), date(2016, 9, 16)), [at("until", "work-trial-too-many-days")]);
    assert_eq!(wrong(&terms(), date(2016, 3, 15)), [at("until", "work-trial-days-turned")]);
    let eight = Terms { hours: DailyHours::new(540, 1_080, 60).unwrap(), ..terms() };
    assert_eq!(wrong(&eight, date(2016, 4, 1)), []);
    let longer = Terms { hours: DailyHours::new(540, 1_081, 60).unwrap(), ..terms() };
    assert_eq!(
        wrong(&longer, date(2016, 4, 1)),
        [at("start", "work-trial-long-day"), at("days", "work-trial-long-week")]
    );
    let empty = Terms {
        place: " ".to_owned(),
        mentor: "900101-1234567".to_owned(),
        weekdays: Weekdays::default(),
        allowance_won: -1,
        ..terms()
    };
    let wanted = [
        at("place", "work-trial-needs-words"),
        at("mentor", "resident-number-refused"),
        at("days", "work-trial-no-days"),
        at("allowance", "work-trial-allowance"),
    ];
    assert_eq!(wrong(&empty, date(2016, 4, 1)), wanted);
}

#[test]
fn a_trial_that_is_work_owes_the_minimum_wage() {
    let codes = |terms: &Terms| -> Vec<String> {
        terms.warnings(Some(6_030)).into_iter().map(|why| why.code.into_owned()).collect()
    };
    assert_eq!(codes(&terms()), Vec::<String>::new(), "an allowance is no wage while one learns");
    let work = Terms { signs: [WorkSign::Replaces].into(), ..terms() };
    assert_eq!(codes(&work), ["work-trial-like-work", "work-trial-below-minimum"]);
    // Six hours at the floor of the year.
    let paid = Terms { allowance_won: 6 * 6_030, ..work.clone() };
    assert_eq!(codes(&paid), ["work-trial-like-work"]);
    assert_eq!(codes(&Terms { allowance_won: 6 * 6_030 - 1, ..work }).len(), 2);
    let night = Terms { hours: DailyHours::new(1_080, 1_380, 0).unwrap(), ..terms() };
    assert_eq!(codes(&night), ["work-trial-like-work", "work-trial-below-minimum"]);
}

#[test]
fn every_word_of_a_work_trial_is_in_both_catalogues() {
    let catalogue = Catalogue::new(&[]);
    let states = StateName::iter().map(|one| format!("work-trial-state-{one}"));
    let parties = Party::iter().map(|one| format!("work-trial-party-{one}"));
    let reasons = BreakReason::iter().map(|one| format!("work-trial-break-{one}"));
    let insurances = Insurance::iter().map(|one| format!("work-trial-insurance-{one}"));
    let signs = WorkSign::iter().map(|one| format!("work-trial-sign-{one}"));
    let steps =
        ["amend", "sign", "start", "complete", "break_off"].map(|one| format!("work-trial-step-{one}"));
    for word in states.chain(parties).chain(reasons).chain(insurances).chain(signs).chain(steps) {
        assert!(catalogue.has(Lang::Ko, &word) && catalogue.has(Lang::En, &word), "{word}");
    }
}
