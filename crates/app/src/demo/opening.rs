//! Openings of the demo city: pay from the year's floor upward, hours by the kind of work, states as
//! an office has them.

use domain::Channel;
use domain::code::{CareerKind, Education, EmploymentType, Preference, Welfare};
use domain::employer::Employer;
use domain::opening::{
    Career, CloseReason, Content, Deadline, Insurance, Opening, Origin, PauseReason, Reception, ReturnReason,
    Selection, State, Workplace, valid_until,
};
use domain::organisation::{Organisation, OrganisationKind};
use domain::wage::{Wage, WageForm, month_hours};
use domain::work_time::{DailyHours, Weekdays, WorkTime};
use jiff::{SignedDuration, ToSpan};

use super::Ground;
use super::employer::{WithContact, address, spot};
use super::words::{Dice, Job};

/// Openings of the employers in turn; dongs in turn too, so that none is left out.
pub(super) fn all(
    ground: &Ground<'_>,
    bodies: &[Organisation],
    employers: &[(WithContact, Job)],
    count: usize,
) -> Vec<Opening> {
    let offers = employers.iter().cycle().take(count).enumerate();
    let mut openings: Vec<Opening> =
        offers.filter_map(|(nth, ((employer, _), job))| one(ground, nth, employer, job)).collect();
    // Three in ten came through a department, an agency or a partner, each in turn.
    let offices = bodies.iter().filter(|body| body.kind != OrganisationKind::City).map(|body| body.id);
    let through = openings.iter_mut().filter(|_| ground.dice.percent(30));
    for (opening, office) in through.zip(offices.collect::<Vec<_>>().into_iter().cycle()) {
        opening.origin.organisation = Some(office);
    }
    openings
}

fn one(ground: &Ground<'_>, nth: usize, employer: &Employer, trade: &Job) -> Option<Opening> {
    let dice = &ground.dice;
    // A nursing home needs cooks and cleaners too: one in four openings is for other work of its trade.
    let beside: Vec<&Job> = ground.jobs.iter().filter(|job| job.suffix == trade.suffix).collect();
    let job = if dice.percent(25) { dice.pick(&beside).copied().unwrap_or(trade) } else { trade };
    // Squared, so that most were confirmed lately.
    let drawn = i64::try_from(dice.below(60) * dice.below(60) / 60).unwrap_or(0);
    // The first belongs to the employer who signs in; some are old enough for a referral that nobody answered.
    let age = match nth {
        0 => 20,
        _ if nth % 50 == 7 => 57,
        _ => drawn,
    };
    let since = ground.now.checked_sub(SignedDuration::from_hours(24 * age)).unwrap_or(ground.now);
    let day = ground.today.saturating_sub(age.days());
    let drawn = state(dice, since, valid_until(day, 2));
    let state = if nth == 0 || nth % 50 == 7 { State::fresh(since, valid_until(day, 2)) } else { drawn };
    Some(Opening {
        id: dice.id(),
        employer: employer.id,
        content: content(ground, nth, job)?,
        state,
        origin: Origin {
            // As receipt numbers are, so that they have reply codes; far from those that are given to what is keyed.
            number: format!("{}-{:06}", day.year(), 500_001 + nth),
            received_on: day,
            channel: if dice.percent(50) { Channel::Web } else { Channel::Phone },
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
        version: 1,
        created_at: since,
        updated_at: since,
        law: None,
    })
}

fn state(dice: &Dice, at: jiff::Timestamp, valid_until: jiff::civil::Date) -> State {
    match dice.below(100) {
        0..=3 => State::Submitted { at },
        4..=5 => State::Draft,
        6..=7 => State::Paused { since: at, valid_until, why: PauseReason::Wanted },
        8..=9 => State::Filled { at, valid_until: Some(valid_until) },
        10..=11 => State::Closed {
            at,
            reason: CloseReason::EmployerRequest,
            valid_until: Some(valid_until),
            word: None,
            doubted_since: None,
        },
        12..=13 => State::Expired { at },
        14 => State::Returned {
            at,
            reason: ReturnReason::ConditionsRefused,
            explanation: "근로조건을 적어 다시 신청해 주세요.".to_owned(),
        },
        _ => State::fresh(at, valid_until),
    }
}

fn content(ground: &Ground<'_>, nth: usize, job: &Job) -> Option<Content> {
    let dice = &ground.dice;
    let work_time = work_time(dice, job.pattern)?;
    let wage = wage(ground, job, &work_time)?;
    let workplace = workplace(ground, nth)?;
    let heads = 1 + dice.below(10).min(dice.below(10)).min(dice.below(10));
    let duties = duties(dice, job);
    let short = matches!(job.pattern, "short" | "weekend" | "dawn");
    let insured = work_time.weekly_minutes()? >= 15 * 60;
    Some(Content {
        title: title(ground, job, &workplace),
        occupation: Some(job.occupation.clone()),
        duties,
        headcount: u32::try_from(heads).ok()?,
        employment_type: Some(if short {
            EmploymentType::IndefinitePartTime
        } else {
            EmploymentType::Indefinite
        }),
        career: Some(career(dice)),
        education_min: Some(if dice.percent(85) { Education::Any } else { Education::High }),
        licences: Some(job.licence.to_owned()).filter(|l| !l.is_empty()).into_iter().collect(),
        skills: job.skills.iter().map(|skill| (*skill).to_owned()).collect(),
        wage: Some(wage),
        work_time,
        workplace,
        insurance: Insurance {
            pension: Some(insured),
            employment: Some(insured),
            accident: Some(true),
            health: Some(insured),
        },
        reception: vec![
            Reception::Phone,
            *dice.pick(&[Reception::Visit, Reception::JobCenter, Reception::Homepage])?,
        ],
        welfare: Welfare::ALL.iter().copied().filter(|_| dice.percent(18)).collect(),
        preferences: Preference::ALL.iter().copied().filter(|_| dice.percent(7)).collect(),
        retirement: if insured && dice.percent(60) { "퇴직연금" } else { "" }.to_owned(),
        selection: vec![if dice.percent(80) { Selection::Interview } else { Selection::Documents }],
        deadline: deadline(ground),
        ..Content::default()
    })
}

/// What makes people stop at a line of a list: the hours or the place, then the work.
fn title(ground: &Ground<'_>, job: &Job, workplace: &Workplace) -> String {
    let dice = &ground.dice;
    let call = dice.word(&["모집", "채용합니다", "구합니다", "함께하실 분", "신규 채용", "직원 모집"]);
    let name = workplace.areas.first().map_or("", |area| ground.city.areas().name(area));
    let hours = match job.pattern {
        "short" => dice.word(&["하루 3시간", "오전 시간제", "짧은 근무"]),
        "weekend" => dice.word(&["주말", "토·일 근무", "주말 시간제"]),
        "early" => dice.word(&["오전 7시 출근", "오후 4시 퇴근", "이른 출근"]),
        "dawn" => dice.word(&["새벽 시작", "오전 9시 퇴근", "이른 아침"]),
        "shift" => dice.word(&["교대", "교대 근무", "오전·오후 교대"]),
        _ => dice.word(&["주 5일", "정규직", "주간 전담"]),
    };
    match dice.below(4) {
        0 => format!("[{name}] {} {call}", job.name),
        1 => format!("{hours} {} {call}", job.name),
        2 => format!("{name} {hours} {} {call}", job.name),
        _ => format!("{} {call}", job.name),
    }
}

/// Two of the duties in their order, and a word on the house.
fn duties(dice: &Dice, job: &Job) -> String {
    let left_out = if job.duties.len() > 2 { dice.below(job.duties.len()) } else { job.duties.len() };
    let kept = job.duties.iter().enumerate().filter(|(nth, _)| *nth != left_out).map(|(_, duty)| *duty);
    let closing = dice.word(&[
        "처음이신 분께는 일을 차근차근 알려 드립니다.",
        "동료와 협력하여 안전하게 일합니다.",
        "근무표는 미리 의논하여 정합니다.",
        "경력에 따라 맡는 일을 조정합니다.",
        "버스 정류장에서 걸어서 오실 수 있습니다.",
        "오래 함께 일할 분을 찾습니다.",
    ]);
    kept.chain([closing]).collect::<Vec<_>>().join(" ")
}

/// Two in three take anybody; the rest ask for a year or three.
fn career(dice: &Dice) -> Career {
    let (kind, min_months) = match dice.below(12) {
        0..=7 => (CareerKind::Any, None),
        8 => (CareerKind::New, None),
        9..=10 => (CareerKind::Experienced, Some(12)),
        _ => (CareerKind::Experienced, Some(36)),
    };
    Career { kind, min_months, max_months: None }
}

/// Two in five end on a day within six weeks; the rest run until somebody is found.
fn deadline(ground: &Ground<'_>) -> Deadline {
    if ground.dice.percent(40) {
        return Deadline::On(ground.today.saturating_add(ground.dice.amount(42).days()));
    }
    Deadline::UntilFilled(None)
}

/// Days, start, end and break of a pattern, a variant of it by chance.
fn work_time(dice: &Dice, pattern: &str) -> Option<WorkTime> {
    let tuesday_thursday = Weekdays(0b000_1010);
    let (days, start, end, rest) = match pattern {
        "shift" => (Weekdays(0b011_0011), *dice.pick(&[7 * 60, 14 * 60])?, 0, 60),
        "weekend" => (Weekdays::WEEKEND, *dice.pick(&[9 * 60, 11 * 60])?, 0, 60),
        "short" => (*dice.pick(&[Weekdays::WORKING, tuesday_thursday])?, 570, 570 + 180, 0),
        "early" => (Weekdays::WORKING, 7 * 60, 0, 60),
        "dawn" => (Weekdays::WORKING, 240, 240 + 300, 30),
        _ => (Weekdays::WORKING, *dice.pick(&[8 * 60, 9 * 60])?, 0, 60),
    };
    let end = if end == 0 { start + 9 * 60 } else { end };
    let daily = DailyHours::new(start, end, rest)?;
    Some(WorkTime {
        weekdays: Some(days),
        daily: Some(daily),
        shift: pattern == "shift",
        ..WorkTime::default()
    })
}

/// Pay by the hour for short weeks, by the month for others, rounded up so as never to fall below the floor.
fn wage(ground: &Ground<'_>, job: &Job, work_time: &WorkTime) -> Option<Wage> {
    let percent = job.wage_percent + i64::try_from(ground.dice.below(15)).ok()?;
    let up_to = |won: i64, step: i64| (won + step - 1) / step * step;
    let hourly = up_to(ground.floor_hourly_won * percent / 100 + 1, 10);
    let week = work_time.weekly_minutes()?;
    if week < 30 * 60 {
        return Wage::new(WageForm::Hourly, hourly, hourly);
    }
    let monthly = up_to(hourly * month_hours(week)?, 10_000);
    Wage::new(WageForm::Monthly, monthly, monthly + 100_000 * i64::try_from(ground.dice.below(3)).ok()?)
}

/// A place in the `nth` dong, or in eight of a hundred cases in a neighbouring area.
fn workplace(ground: &Ground<'_>, nth: usize) -> Option<Workplace> {
    let neighbour = ground.dice.pick(ground.city.neighbours()).filter(|_| ground.dice.percent(8));
    let beyond = neighbour.and_then(|code| Some((code.clone(), ground.city.areas().get(code)?.centroid)));
    let (area, point) = match beyond {
        Some(place) => place,
        None => spot(ground, nth)?,
    };
    Some(Workplace {
        address: address(ground, &area),
        areas: vec![area],
        point: Some(point),
        ..Workplace::default()
    })
}
