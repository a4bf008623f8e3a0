//! Openings of the demo city: pay from the year's floor upward, hours by the kind of work, states as
//! an office has them.

use domain::Channel;
use domain::code::{CareerKind, Education, EmploymentType};
use domain::employer::Employer;
use domain::opening::{
    Career, CloseReason, Content, Deadline, Insurance, Opening, Origin, Reception, ReturnReason, State,
    Workplace, valid_until,
};
use domain::wage::{Wage, WageForm, month_hours};
use domain::work_time::{DailyHours, Weekdays, WorkTime};
use jiff::{SignedDuration, ToSpan};

use super::Ground;
use super::employer::{WithContact, address, spot};
use super::words::{Dice, Job};

/// Openings of the employers in turn; dongs in turn too, so that none is left out.
pub(super) fn all(ground: &Ground<'_>, employers: &[(WithContact, Job)], count: usize) -> Vec<Opening> {
    let offers = employers.iter().cycle().take(count).enumerate();
    offers.filter_map(|(nth, ((employer, _), job))| one(ground, nth, employer, job)).collect()
}

fn one(ground: &Ground<'_>, nth: usize, employer: &Employer, job: &Job) -> Option<Opening> {
    let dice = &ground.dice;
    // Squared, so that most were confirmed lately.
    let age = i64::try_from(dice.below(60) * dice.below(60) / 60).unwrap_or(0);
    let since = ground.now.checked_sub(SignedDuration::from_hours(24 * age)).unwrap_or(ground.now);
    let day = ground.today.saturating_sub(age.days());
    let state = state(dice, since, valid_until(day, 2));
    Some(Opening {
        id: dice.id(),
        employer: employer.id,
        content: content(ground, nth, job)?,
        state,
        origin: Origin {
            number: format!("D-{:05}", nth + 1),
            received_on: day,
            channel: if dice.percent(50) { Channel::Web } else { Channel::Phone },
            received_by: None,
            organisation: None,
            wanted_auth_no: None,
            source: String::new(),
            source_key: String::new(),
            source_digest: String::new(),
            licence: String::new(),
        },
        version: 1,
        created_at: since,
        updated_at: since,
    })
}

fn state(dice: &Dice, at: jiff::Timestamp, valid_until: jiff::civil::Date) -> State {
    match dice.below(100) {
        0..=3 => State::Submitted { at },
        4..=5 => State::Draft,
        6..=7 => State::Paused { since: at, valid_until },
        8..=9 => State::Filled { at },
        10..=11 => State::Closed { at, reason: CloseReason::EmployerRequest },
        12..=13 => State::Expired { at },
        14 => State::Returned {
            at,
            reason: ReturnReason::ConditionsRefused,
            explanation: "근로조건을 적어 다시 신청해 주세요.".to_owned(),
        },
        _ => State::Open { since: at, valid_until, confirmed_at: Some(at) },
    }
}

fn content(ground: &Ground<'_>, nth: usize, job: &Job) -> Option<Content> {
    let dice = &ground.dice;
    let work_time = work_time(dice, job.pattern)?;
    let wage = wage(ground, job, &work_time)?;
    let workplace = workplace(ground, nth)?;
    let heads = 1 + dice.below(10).min(dice.below(10)).min(dice.below(10));
    let call = dice.word(&["모집", "채용합니다", "구합니다", "함께하실 분", "신규 채용"]);
    let closing = dice.word(&[
        "처음이신 분께는 일을 차근차근 알려 드립니다.",
        "동료와 협력하여 안전하게 일합니다.",
        "근무표는 미리 의논하여 정합니다.",
    ]);
    let short = matches!(job.pattern, "short" | "weekend" | "dawn");
    let insured = work_time.weekly_minutes()? >= 15 * 60;
    Some(Content {
        title: format!("{} {call}", job.name),
        occupation: Some(job.occupation.clone()),
        duties: format!("{} {} {closing}", job.duties[0], job.duties[1]),
        headcount: u32::try_from(heads).ok()?,
        employment_type: Some(if short {
            EmploymentType::IndefinitePartTime
        } else {
            EmploymentType::Indefinite
        }),
        career: Some(Career { kind: CareerKind::Any, min_months: None, max_months: None }),
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
        deadline: Deadline::UntilFilled(None),
        ..Content::default()
    })
}

/// Days, start, end and break of a pattern, a variant of it by chance.
fn work_time(dice: &Dice, pattern: &str) -> Option<WorkTime> {
    let tuesday_thursday = Weekdays(0b000_1010);
    let (days, start, end, rest) = match pattern {
        "shift" => (Weekdays(0b011_0011), *dice.pick(&[7 * 60, 14 * 60])?, 0, 60),
        "weekend" => (Weekdays::WEEKEND, *dice.pick(&[9 * 60, 11 * 60])?, 0, 60),
        "short" => (*dice.pick(&[Weekdays::WORKING, tuesday_thursday])?, 570, 570 + 180, 0),
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
