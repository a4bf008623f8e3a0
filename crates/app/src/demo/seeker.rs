//! Jobseekers of the demo city. All are invented; their words are those of the openings, so that
//! matching has something to find.

use domain::Channel;
use domain::code::{Education, WageForm};
use domain::person::{Account, Grant, Person};
use domain::seeker::{Consents, MediationWish, PastWork, Profile, Seeker, State, WageWish};
use domain::work_time::{Weekdays, WorkTime};
use domain::{Role, opening};
use jiff::{SignedDuration, ToSpan};

use super::Ground;
use super::employer::{address, spot};

/// Those for whom one shelter takes messages.
const SHELTERED: std::ops::Range<usize> = 20..25;

pub(super) fn all(ground: &Ground<'_>, count: usize) -> Vec<(Seeker, Person, Profile)> {
    (0..count).filter_map(|nth| one(ground, nth)).collect()
}

fn one(ground: &Ground<'_>, nth: usize) -> Option<(Seeker, Person, Profile)> {
    let dice = &ground.dice;
    // The first is who signs in: registered lately. One in four came within the last year and is done here.
    let lot = if nth == 0 { 99 } else { dice.below(100) };
    let past = matches!(lot, 3..=28);
    let age = match nth {
        0 => 16,
        _ if past => 100 + dice.below(300),
        // Some must soon say whether they still look for work.
        _ => dice.below(88),
    };
    let age = i64::try_from(age).ok()?;
    let since = ground.now.checked_sub(SignedDuration::from_hours(24 * age)).unwrap_or(ground.now);
    let day = ground.today.saturating_sub(age.days());
    let grant = Grant { role: Role::Seeker, organisation: None, employer: None, confirmed: true };
    let person = Person { id: dice.id(), account: Account::None, grants: vec![grant] };
    let later = |days: usize| {
        let hours = 24 * (20 + i64::try_from(dice.below(days)).unwrap_or(0));
        since.checked_add(SignedDuration::from_hours(hours)).unwrap_or(since)
    };
    let state = match lot {
        0..=2 => State::Submitted { at: since },
        3..=8 => State::Placed { at: later(60) },
        9..=28 => State::Expired { at: later(70) },
        29..=30 => State::Withdrawn { at: since },
        _ => State::Active { since, valid_until: opening::valid_until(day, 3) },
    };
    let seeker = Seeker {
        id: dice.id(),
        person: person.id,
        number: format!("S-{:05}", nth + 1),
        registered_on: day,
        channel: if dice.percent(50) { Channel::Counter } else { Channel::Web },
        organisation: None,
        assigned: None,
        intake_on: None,
        due: None,
        consents: Vec::new(),
        moves: Vec::new(),
        revived: Vec::new(),
        state,
        source: String::new(),
        source_key: String::new(),
        source_digest: String::new(),
        version: 1,
        created_at: since,
        updated_at: since,
    };
    Some((seeker, person, profile(ground, nth, day)?))
}

fn profile(ground: &Ground<'_>, nth: usize, registered_on: jiff::civil::Date) -> Option<Profile> {
    let dice = &ground.dice;
    let (area, home) = spot(ground, ground.places.by_population(dice))?;
    let job = dice.pick(&ground.jobs)?;
    let years = i64::try_from(17 + dice.below(62)).ok()?;
    let born_on = ground
        .today
        .saturating_sub(years.years())
        .saturating_sub(i64::try_from(dice.below(365)).ok()?.days());
    // Nobody has worked longer than since their eighteenth birthday.
    let months = u32::try_from(dice.below(120)).ok()?.min(u32::try_from((years - 17) * 12).ok()?);
    let mut occupations = vec![job.occupation.clone()];
    for _ in 0..dice.below(3) {
        let wish = dice.pick(&ground.jobs)?.occupation.clone();
        if !occupations.contains(&wish) {
            occupations.push(wish);
        }
    }
    let wish = ground.floor_hourly_won * (90 + i64::try_from(dice.below(40)).ok()?) / 100;
    let district = ground.city.areas().get(&area)?.parent.clone();
    Some(Profile {
        name: dice.name(),
        born_on: Some(born_on),
        address: address(ground, &area),
        desired_areas: vec![if dice.percent(50) {
            ground.city.root().clone()
        } else {
            district.unwrap_or(area.clone())
        }],
        area: Some(area),
        home: Some(home),
        mobile: format!("0100000{:04}", nth % 10_000),
        // A shelter takes messages for several people: one telephone for many (CR-17).
        proxy_phone: if SHELTERED.contains(&nth) { "0310009000".to_owned() } else { String::new() },
        education: dice
            .pick(&[Education::Middle, Education::High, Education::Associate, Education::Bachelor])
            .copied(),
        occupations,
        desired_work: job.name.to_owned(),
        career_months: Some(months),
        careers: vec![PastWork {
            work: job.name.to_owned(),
            occupation: Some(job.occupation.clone()),
            months: Some(months),
            ..PastWork::default()
        }],
        commute_max_min: dice.pick(&[30, 40, 60, 90]).copied(),
        wage: WageWish::AtLeast { form: WageForm::Hourly, won: wish },
        work_time: WorkTime {
            weekdays: Some(if dice.percent(70) { Weekdays::ALL } else { Weekdays::WORKING }),
            ..WorkTime::default()
        },
        licences: Some(job.licence.to_owned())
            .filter(|l| !l.is_empty() && dice.percent(80))
            .into_iter()
            .collect(),
        skills: job.skills.iter().map(|skill| (*skill).to_owned()).collect(),
        mediation: Some(MediationWish::Wanted),
        consents: Consents {
            registration: Some(registered_on),
            local_government: Some(true),
            employment_center: Some(true),
            ..Consents::default()
        },
        ..Profile::default()
    })
}
