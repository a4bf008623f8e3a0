//! Openings near a dong in large type: public, for people without a screen.

use documents::paper::{self, LARGE_PER_PAGE, LargeList, LargeOpening, LargeWords, Office, Sheet};
use domain::Ctx;
use domain::message::{Lang, Message, thousands};
use domain::opening::{Deadline, Reception};
use domain::person::written_phone;

use super::poster::office;
use super::word;
use crate::opening::{Listed, NearStation, Search, Sort, search};
use crate::{App, Error};

/// Pages at most.
const MOST_PAGES: usize = 10;

/// So many pages of the openings nearest to a place by name; the newest without one.
///
/// # Errors
/// [`Error::Invalid`] for a place that is not known.
pub async fn large_list(ctx: &Ctx, app: &App, dong: &str, pages: usize, lang: Lang) -> Result<Sheet, Error> {
    let near = Some(dong.trim().to_owned()).filter(|dong| !dong.is_empty());
    let wanted = Search {
        sort: if near.is_some() { Sort::Distance } else { Sort::Newest },
        near,
        page: 1,
        size: pages.clamp(1, MOST_PAGES) * LARGE_PER_PAGE,
        ..Search::default()
    };
    let found = search(ctx, app, &wanted).await?;
    if let Some(problem) = found.problem {
        return Err(Error::field("dong", problem));
    }
    let say = |code: &'static str| app.catalogue.word(lang, code);
    let place = found.origin.map(|(name, _)| name);
    let about = match place {
        Some(name) => app.catalogue.say(lang, &Message::new("large-list-near").with("place", name)),
        None => say("large-list-newest"),
    };
    Ok(paper::large_list(&LargeList {
        about: format!("{about} {}", say("large-list-call")),
        openings: found.items.iter().map(|listed| line(app, listed, lang)).collect(),
        ..blank(office(ctx, app, lang), app, lang)
    }))
}

/// A list with nothing on it yet.
pub(super) fn blank(office: Office, app: &App, lang: Lang) -> LargeList {
    let say = |code: &'static str| app.catalogue.word(lang, code);
    LargeList {
        about: String::new(),
        office,
        english: lang == Lang::En,
        words: LargeWords {
            title: say("large-list-title"),
            employer: say("large-list-employer"),
            pay: say("large-list-pay"),
            hours: say("large-list-hours"),
            way: say("large-list-way"),
            call: say("large-list-number"),
            code: say("bulletin-code"),
            none: say("large-list-none"),
        },
        openings: Vec::new(),
    }
}

pub(super) fn line(app: &App, listed: &Listed, lang: Lang) -> LargeOpening {
    let content = &listed.opening.content;
    let far = listed.distance_m.map(|m| format!("{}.{} km", m / 1_000, m % 1_000 / 100));
    let place = [listed.employer.name.as_str(), &listed.area_name, far.as_deref().unwrap_or_default()];
    let until = match content.deadline {
        Deadline::On(day) => {
            let day = super::bulletin::until(app, Some(day), lang);
            format!(" {}", app.catalogue.say(lang, &Message::new("large-list-until").with("day", day)))
        }
        _ => String::new(),
    };
    // The employer's telephone where one applies by telephone; the centre helps with all others.
    let by_phone = content.reception.contains(&Reception::Phone) && !listed.employer.phone.is_empty();
    let phone = if by_phone { &listed.employer.phone } else { app.city.phone() };
    LargeOpening {
        number: listed.opening.origin.number.clone(),
        title: content.title.clone(),
        employer: joined(&place),
        pay: pay(app, listed, lang),
        hours: format!("{}{until}", hours(app, listed, lang)),
        way: way(app, listed, lang),
        phone: written_phone(&phone.replace('-', "")),
        code: crate::bulletin::code(&listed.opening.origin.number),
    }
}

/// Per hour and per month, where they can be told.
fn pay(app: &App, listed: &Listed, lang: Lang) -> String {
    let say = |code: &'static str, won: Option<i64>| {
        won.map(|won| app.catalogue.say(lang, &Message::new(code).with("won", thousands(won))))
    };
    let parts = [say("large-list-hourly", listed.hourly_won), say("large-list-monthly", listed.monthly_won)];
    let told: Vec<String> = parts.into_iter().flatten().collect();
    if told.is_empty() { listed.opening.content.wage_note.clone() } else { told.join(" · ") }
}

pub(crate) fn hours(app: &App, listed: &Listed, lang: Lang) -> String {
    let time = &listed.opening.content.work_time;
    if lang == Lang::Ko {
        return word::hours(time);
    }
    let days = time.weekdays.filter(|days| !days.is_empty());
    let days = days.map(|days| app.catalogue.word(lang, &format!("match-days-{}", days.0)));
    let say = |message: Message| app.catalogue.say(lang, &message);
    let clock = time.daily.map(|daily| {
        let rest = i64::from(daily.break_min);
        let rest = (rest > 0).then(|| say(Message::new("large-list-rest").with("min", rest)));
        let at = |minutes: u16| format!("{:02}:{:02}", minutes / 60, minutes % 60);
        let span = format!("{}~{} {}", at(daily.start_min), at(daily.end_min), rest.unwrap_or_default());
        span.trim_end().to_owned()
    });
    // Where no clock was told, how many hours a week still says something.
    let weekly = time.weekly_min.filter(|_| time.daily.is_none()).map(|minutes| {
        let hours = i64::from(minutes) * 10 / 60;
        let told =
            if hours % 10 == 0 { (hours / 10).to_string() } else { format!("{}.{}", hours / 10, hours % 10) };
        say(Message::new("large-list-weekly").with("hours", told))
    });
    let shift = time.shift.then(|| app.catalogue.word(lang, "large-list-shift"));
    let told: Vec<String> = [days, clock, weekly, shift].into_iter().flatten().collect();
    // What nobody took apart stands as it was written.
    if told.is_empty() { time.note.clone() } else { told.join(" · ") }
}

/// The stop that the employer named, else the nearest station and how far it is.
pub(crate) fn way(app: &App, listed: &Listed, lang: Lang) -> String {
    let place = &listed.opening.content.workplace;
    let say = |name: &str, min: Option<i64>| {
        let message = match min {
            Some(min) => Message::new("large-list-station-walk").with("min", min),
            None => Message::new("large-list-station"),
        };
        app.catalogue.say(lang, &message.with("name", super::opening::bare(name)))
    };
    if !place.station.is_empty() && !super::opening::is_station(app, &place.station) {
        let named = match place.walk_min {
            Some(min) => {
                let message = Message::new("large-list-stop-walk").with("min", i64::from(min));
                app.catalogue.say(lang, &message.with("name", place.station.as_str()))
            }
            None => place.station.clone(),
        };
        return joined(&[&named, &place.station_exit]);
    }
    if !place.station.is_empty() {
        let named = say(&place.station, place.walk_min.map(i64::from));
        return joined(&[&named, &place.station_exit]);
    }
    let Some(station) = listed.point.and_then(|point| NearStation::of(app, point)) else {
        return String::new();
    };
    if station.walk_min.is_some() {
        return say(&station.name, station.walk_min);
    }
    let km = format!("{}.{}", station.distance_m / 1000, station.distance_m % 1000 / 100);
    let away = Message::new("large-list-station-away").with("km", km);
    app.catalogue.say(lang, &away.with("name", super::opening::bare(&station.name)))
}

fn joined(parts: &[&str]) -> String {
    parts.iter().copied().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" · ")
}
