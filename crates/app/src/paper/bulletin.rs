//! An issue of the bulletin in words, ready for paper.

use documents::paper::{self, BulletinLine, BulletinPaper, BulletinWords, Printed};
use domain::Ctx;
use domain::bulletin::{Bulletin, Facts, Form, Line, Segment};
use domain::message::{Lang, Message, thousands};
use domain::policy::{Relation, UseCase, authorise};

use crate::{App, Error};

/// Pages of large type that somebody takes along and reads.
const LARGE_PAGES: usize = 8;
/// Digits of a digest that are printed.
const DIGITS: usize = 12;

/// Most openings that a form shows, and pages that it may have.
fn bounds(app: &App, form: Form) -> (usize, usize) {
    match form {
        Form::A4 => (usize::MAX, usize::MAX),
        Form::A3 => (app.city.bulletin().poster, 1),
        Form::Large => (app.city.bulletin().large, LARGE_PAGES),
    }
}

/// How many more there are than are shown, in words.
fn more(app: &App, issue: &Bulletin, form: Form, shown: usize, lang: Lang) -> String {
    match issue.facts.total.saturating_sub(shown) {
        0 => String::new(),
        n => {
            let key = if form == Form::A3 { "bulletin-more-poster" } else { "bulletin-more" };
            app.catalogue.say(lang, &Message::new(key).with("n", n))
        }
    }
}

/// An issue as a paper of one form; `origin` is where the pages are that its codes lead to.
pub fn bulletin_paper(app: &App, issue: &Bulletin, form: Form, lang: Lang, origin: &str) -> BulletinPaper {
    let facts = &issue.facts;
    let (most, _) = bounds(app, form);
    let state = |state: &str| app.catalogue.word(lang, &format!("opening-state-{state}"));
    BulletinPaper {
        form: match form {
            Form::A4 => "a4",
            Form::A3 => "a3",
            Form::Large => "large",
        },
        lang: if lang == Lang::En { "en" } else { "ko" },
        words: words(app, lang),
        office: office(app, lang),
        phone: facts.phone.clone(),
        about: about(app, facts, lang),
        number: number(app, facts, lang),
        as_of: as_of(app, facts, lang),
        digest: issue.digest.chars().take(DIGITS).collect(),
        lines: facts.lines.iter().take(most).map(|one| bulletin_line(app, one, lang, origin)).collect(),
        errata: facts
            .errata
            .iter()
            .map(|gone| [gone.code.clone(), gone.title.clone(), state(&gone.state)])
            .collect(),
        more: more(app, issue, form, facts.lines.len().min(most), lang),
    }
}

/// Prints an issue. The same issue gives the same file for the same address.
///
/// # Errors
/// [`Error::Unavailable`] when too many papers wait already.
pub async fn bulletin(
    ctx: &Ctx,
    app: &App,
    issue: &Bulletin,
    form: Form,
    lang: Lang,
    origin: &str,
) -> Result<Printed, Error> {
    authorise(&ctx.actor, UseCase::ReadPublic, Relation::default())?;
    let (mut paper, at) = (bulletin_paper(app, issue, form, lang, origin), issue.facts.as_of);
    let (_, pages) = bounds(app, form);
    // How many fit is known when they are set: long titles take the room of others.
    let fewer: Vec<_> =
        (1..paper.lines.len()).rev().map(|shown| (shown, more(app, issue, form, shown, lang))).collect();
    super::pressed(move || {
        let mut printed = paper::bulletin(&paper, at)?;
        for (shown, more) in fewer {
            if printed.pages <= pages {
                break;
            }
            paper.lines.truncate(shown);
            paper.more = more;
            printed = paper::bulletin(&paper, at)?;
        }
        Ok(printed)
    })
    .await
}

pub(super) fn office(app: &App, lang: Lang) -> String {
    match lang {
        Lang::Ko => format!("{} 일자리센터", app.city.name_ko()),
        Lang::En => format!("{} Job Centre", app.city.name_en()),
    }
}

/// For whom and where.
fn about(app: &App, facts: &Facts, lang: Lang) -> String {
    let mut parts = vec![facts.place.in_lang(lang).to_owned()];
    if facts.choice.segment != Segment::All {
        parts.push(app.catalogue.word(lang, &format!("segment-{}", facts.choice.segment)));
    }
    parts.push(facts.sector.in_lang(lang).to_owned());
    parts.retain(|part| !part.is_empty());
    parts.join(" · ")
}

fn number(app: &App, facts: &Facts, lang: Lang) -> String {
    let number = Message::new("bulletin-number").with("number", facts.number.as_str());
    app.catalogue.say(lang, &number.with("day", facts.week_of.to_string()))
}

fn as_of(app: &App, facts: &Facts, lang: Lang) -> String {
    let at = app.city.zone().to_datetime(facts.as_of).strftime("%Y-%m-%d %H:%M").to_string();
    // The change number is an address, not a quantity: without separators.
    let as_of = Message::new("bulletin-as-of").with("at", at).with("seq", facts.seq.to_string());
    app.catalogue.say(lang, &as_of)
}

/// Pay per month and per hour in words.
pub(super) fn pay(app: &App, one: &Line, lang: Lang) -> (String, String) {
    let say = |code: &'static str, won: Option<i64>| {
        let said = won.map(|won| app.catalogue.say(lang, &Message::new(code).with("won", thousands(won))));
        said.unwrap_or_default()
    };
    let (monthly, hourly) =
        (say("large-list-monthly", one.monthly_won), say("large-list-hourly", one.hourly_won));
    if monthly.is_empty() && hourly.is_empty() { (one.wage_note.clone(), hourly) } else { (monthly, hourly) }
}

pub(super) fn week(days: u8) -> [bool; 7] {
    std::array::from_fn(|day| days & (1 << day) != 0)
}

pub(super) fn until(app: &App, day: Option<jiff::civil::Date>, lang: Lang) -> String {
    let said = day.map(|day| {
        let until = Message::new("bulletin-until-day").with("month", i64::from(day.month()));
        app.catalogue.say(lang, &until.with("day", i64::from(day.day())))
    });
    said.unwrap_or_default()
}

/// Who offers it, and for how many.
pub(super) fn employer(app: &App, one: &Line, lang: Lang) -> String {
    if one.heads <= 1 {
        return one.employer.clone();
    }
    let heads = app.catalogue.say(lang, &Message::new("bulletin-heads").with("n", i64::from(one.heads)));
    format!("{} · {heads}", one.employer)
}

pub(super) fn place(one: &Line) -> String {
    match one.distance_m {
        Some(m) => format!("{} ({}.{} km)", one.place, m / 1_000, m % 1_000 / 100),
        None => one.place.clone(),
    }
}

/// Address of an opening's page as squares.
pub(super) fn squares(app: &App, origin: &str, one: &Line) -> String {
    let site = app.city.bulletin().site.trim_end_matches('/');
    let origin = if site.is_empty() { origin } else { site };
    if origin.is_empty() { String::new() } else { paper::qr(&format!("{origin}/openings/{}", one.opening)) }
}

/// An opening in words; `origin` is where its page is, empty for no squares.
pub fn bulletin_line(app: &App, one: &Line, lang: Lang, origin: &str) -> BulletinLine {
    let (monthly, hourly) = pay(app, one, lang);
    BulletinLine {
        title: one.title.clone(),
        employer: employer(app, one, lang),
        pay: monthly,
        hourly,
        place: place(one),
        way: one.way.in_lang(lang).to_owned(),
        week: week(one.days),
        hours: clock(one, lang),
        phone: one.phone.clone(),
        direct: one.direct,
        until: until(app, one.until, lang),
        doubted: one.doubted,
        code: one.code.clone(),
        qr: squares(app, origin, one),
    }
}

/// Hours in words; the days before them are drawn already.
pub(super) fn clock(one: &Line, lang: Lang) -> String {
    let said = one.hours.in_lang(lang);
    match (one.days, lang) {
        (0, _) | (_, Lang::En) => said.to_owned(),
        _ => said.split_once(' ').map_or(said, |(_, clock)| clock).to_owned(),
    }
}

pub(super) fn days(app: &App, lang: Lang) -> [String; 7] {
    std::array::from_fn(|day| app.catalogue.word(lang, &format!("bulletin-day-{day}")))
}

fn words(app: &App, lang: Lang) -> BulletinWords {
    let say = |code: &'static str| app.catalogue.word(lang, code);
    BulletinWords {
        title: say("bulletin-title"),
        place: say("large-list-employer"),
        way: say("large-list-way"),
        hours: say("large-list-hours"),
        call: say("bulletin-call"),
        centre: say("bulletin-centre"),
        code: say("bulletin-code"),
        until: say("bulletin-until"),
        doubted: say("bulletin-doubted"),
        none: say("bulletin-none"),
        errata: say("bulletin-errata"),
        errata_note: say("bulletin-errata-note"),
        how: say("bulletin-how"),
        slip: say("bulletin-slip"),
        slip_note: say("bulletin-slip-note"),
        slip_name: say("bulletin-slip-name"),
        slip_phone: say("bulletin-slip-phone"),
        slip_interest: say("bulletin-slip-interest"),
        slip_call: say("bulletin-slip-call"),
        scan: say("bulletin-scan"),
        days: days(app, lang),
    }
}
