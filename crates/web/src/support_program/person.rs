//! What is asked of a person, only as far as some programme asks it, and what their answers are taken for. Everything may stay
//! unknown.

use std::collections::{BTreeMap, BTreeSet};

use app::FieldError;
use app::support_program::{Wanted, field, list, past};
use domain::code::Education;
use domain::message::{Lang, Message, thousands, won_in_words};
use domain::support_program::{
    Asked, Asks, Fact, Facts, Missing, Past, ProgramId, Residence, Status, Target, Work, Worked,
};
use jiff::civil::Date;
use maud::{Markup, html};
use strum::IntoEnumIterator;

use crate::component::{Form, checks, codes, dong_input, input, select, unknown_area};
use crate::fields::Fields;
use crate::visit::Visit;

/// Months for which work is asked: those of national employment support.
const WORKED_WITHIN: u32 = 24;

/// The value that says of a list: none of these.
const NONE: &str = "none";

/// Times that somebody took part: programme, first day, last day.
const PASTS: [[&str; 3]; 3] = [
    ["history_1", "history_1_from", "history_1_until"],
    ["history_2", "history_2_from", "history_2_until"],
    ["history_3", "history_3_from", "history_3_until"],
];

pub(crate) fn inputs(visit: &Visit, form: &Form<'_>, asked: &BTreeSet<Missing>, target: Target) -> Markup {
    let asks = |fact: Fact| asked.contains(&Missing::Fact(fact));
    let statuses: Vec<Status> = Status::iter().filter(|one| asked.contains(&Missing::Told(*one))).collect();
    let legend = if target == Target::Employer { "programmes-hired" } else { "programmes-yourself" };
    let works: Vec<(String, String)> =
        Work::iter().map(|work| (work.to_string(), visit.t(&format!("support-work-{work}")))).collect();
    let mut schooling = codes(visit, "education");
    schooling.retain(|(code, _)| code != Education::Any.code());
    html! {
        fieldset {
            legend { (visit.t(legend)) }
            p.hint { (visit.t("programmes-leave-unknown")) }
            @if asks(Fact::BornOn) { (input(visit, form, "born_on", "support-fact-born_on", "text", "programmes-born-hint")) }
            @if asks(Fact::Residence) {
                (dong_input(visit, form, "residence", "support-fact-residence", "fit-area-hint"))
                (input(visit, form, "residence_since", "support-fact-residence_since", "date", "programmes-since-hint"))
            }
            @if asks(Fact::Income) { (input(visit, form, "income", "support-fact-income", "number", "programmes-income-hint")) }
            @if asks(Fact::Assets) { (input(visit, form, "assets", "support-fact-assets", "text", "programmes-assets-hint")) }
            @if asks(Fact::Work) { (select(visit, form, "work", "support-fact-work", &works)) }
            @if asks(Fact::UnemployedSince) { (input(visit, form, "unemployed_since", "support-fact-unemployed_since", "date", "programmes-unemployed-hint")) }
            @if asks(Fact::Worked) {
                (input(visit, form, "worked_days", "programmes-worked-days", "number", "programmes-worked-hint"))
                (input(visit, form, "worked_hours", "programmes-worked-hours", "number", ""))
            }
            @if asks(Fact::Insured) { (input(visit, form, "insured", "support-fact-insured", "number", "")) }
            @if asks(Fact::Education) { (select(visit, form, "education", "support-fact-education", &schooling)) }
        }
        @if !statuses.is_empty() {
            fieldset {
                legend { (visit.t("programmes-statuses")) }
                p.hint { (visit.t("programmes-statuses-hint")) }
                @for status in statuses { (told(visit, form, status)) }
            }
        }
        @if asks(Fact::Household) { (checks(visit, form, "household", "support-fact-household", &shared(visit))) }
        @if asks(Fact::History) { (history(visit, form)) }
    }
}

/// Yes, no, or not known; the last one until somebody chooses.
fn told(visit: &Visit, form: &Form<'_>, status: Status) -> Markup {
    let name = field(Missing::Told(status));
    let (chosen, error) = (form.fields.text(&name), form.error(&name));
    html! {
        fieldset.field id=(name) tabindex="-1" aria-describedby=[error.map(|_| format!("{name}-error"))] {
            legend { (visit.t(&format!("support-status-{status}"))) }
            div.checks { @for (value, key) in [("yes", "yes"), ("no", "no"), ("", "programmes-dont-know")] {
                label { input type="radio" name=(name) value=(value) checked[chosen == value]; " " (visit.t(key)) }
            } }
            @if let Some(error) = error { p.error id={ (name) "-error" } { (error) } }
        }
    }
}

/// Nobody of the household, or in which of the programmes that take one of each.
fn shared(visit: &Visit) -> Vec<(String, String)> {
    let offers = list(&visit.ctx, visit.app(), Wanted::default()).unwrap_or_default();
    let one_each =
        |asks: Asks<'_>| matches!(asks, Asks::Person(rule) if rule.any_of.contains(&Asked::OnePerHousehold));
    let programs = offers.iter().filter(|offer| offer.version.asks().into_iter().any(one_each));
    let named = programs.map(|offer| (offer.program.id.to_string(), visit.say(&offer.program.name())));
    std::iter::once((NONE.to_owned(), visit.t("programmes-household-none"))).chain(named).collect()
}

fn history(visit: &Visit, form: &Form<'_>) -> Markup {
    let offers = list(&visit.ctx, visit.app(), Wanted { target: Some(Target::Person), ..Wanted::default() });
    let programs: Vec<(String, String)> = offers
        .unwrap_or_default()
        .iter()
        .map(|offer| (offer.program.id.to_string(), visit.say(&offer.program.name())))
        .collect();
    html! {
        (checks(visit, form, "history", "support-fact-history", &[(NONE.to_owned(), visit.t("programmes-history-none"))]))
        @for (nth, [program, from, until]) in PASTS.into_iter().enumerate() {
            fieldset {
                legend { (visit.n("programmes-past-n", nth + 1)) }
                (select(visit, form, program, "programmes-past", &programs))
                (input(visit, form, from, "programmes-past-from", "date", ""))
                (input(visit, form, until, "programmes-past-until", "date", "programmes-past-hint"))
            }
        }
    }
}

/// A value, or nothing with what is wrong written down.
pub(crate) fn taken<T>(read: Result<Option<T>, FieldError>, errors: &mut Vec<FieldError>) -> Option<T> {
    read.unwrap_or_else(|error| {
        errors.push(error);
        None
    })
}

/// What was typed.
///
/// # Errors
/// What cannot be read, by its input.
pub(crate) fn read(visit: &Visit, fields: &Fields) -> Result<Facts, Vec<FieldError>> {
    let mut errors = Vec::new();
    let born_on = app::born_on(fields.text("born_on"), visit.ctx.today());
    let born_on = taken(born_on.map_err(|why| FieldError::new("born_on", why)), &mut errors);
    let days = taken(fields.count("worked_days", 10_000), &mut errors);
    let hours = taken(fields.count("worked_hours", 100_000), &mut errors);
    let worked =
        (days.is_some() || hours.is_some()).then_some(Worked { within_months: WORKED_WITHIN, days, hours });
    let statuses = Status::iter().filter_map(|status| match fields.text(&field(Missing::Told(status))) {
        "yes" => Some((status, true)),
        "no" => Some((status, false)),
        _ => None,
    });
    let told: BTreeMap<Status, bool> = statuses.collect();
    let facts = Facts {
        born_on,
        residence: residence(visit, fields, &mut errors),
        income_percent: taken(fields.count("income", 10_000), &mut errors),
        assets_won: taken(fields.budget("assets"), &mut errors),
        work: fields.parse("work"),
        unemployed_since: taken(fields.day("unemployed_since"), &mut errors),
        worked,
        education: Education::from_code(fields.text("education")).filter(|level| *level != Education::Any),
        insured_months: taken(fields.count("insured", 1_000), &mut errors),
        told,
        history: took_part(visit, fields, &mut errors),
        household: household(fields),
    };
    if errors.is_empty() { Ok(facts) } else { Err(errors) }
}

fn residence(visit: &Visit, fields: &Fields, errors: &mut Vec<FieldError>) -> Option<Residence> {
    let (typed, since) = (fields.text("residence"), taken(fields.day("residence_since"), errors));
    if typed.is_empty() {
        return None;
    }
    let Some(area) = visit.app().city.areas().resolve(typed).into_iter().next() else {
        errors.push(FieldError::new("residence", unknown_area(visit, typed)));
        return None;
    };
    Some(Residence { area, since })
}

/// Nobody ticked: not known. Who ticks a programme and “nobody” means the programme.
fn household(fields: &Fields) -> Option<BTreeSet<ProgramId>> {
    let mut ticked = fields.all("household").peekable();
    ticked.peek()?;
    Some(ticked.filter(|id| *id != NONE).filter_map(ProgramId::parse).collect())
}

/// Nothing told: not known.
fn took_part(visit: &Visit, fields: &Fields, errors: &mut Vec<FieldError>) -> Option<Vec<Past>> {
    let mut times = Vec::new();
    for [program, from, until] in PASTS {
        let Some(id) = ProgramId::parse(fields.text(program)) else { continue };
        let (first, last): (Option<Date>, Option<Date>) =
            (taken(fields.day(from), errors), taken(fields.day(until), errors));
        match first {
            Some(first) if last.is_some_and(|last| last < first) => {
                errors.push(FieldError::new(until, Message::new("programmes-past-ends-before")));
            }
            Some(first) => times.extend(past(visit.app(), &id, first, last)),
            None if fields.text(from).is_empty() => {
                errors.push(FieldError::new(from, Message::new("programmes-past-undated")));
            }
            None => {}
        }
    }
    (!times.is_empty() || fields.ticked("history")).then_some(times)
}

/// A sum in words and in figures.
pub(super) fn won(visit: &Visit, won: i64) -> String {
    let figures = format!("{}{}", thousands(won), visit.t("won"));
    match visit.lang {
        Lang::Ko if won >= 10_000 => format!("{}원 ({figures})", won_in_words(won)),
        _ => figures,
    }
}

/// How what was typed was understood, as far as it was read into something else: the entry and the words.
pub(super) fn understood(visit: &Visit, facts: &Facts) -> Vec<(&'static str, String)> {
    let area = |home: &Residence| {
        let area = visit.app().city.areas().get(&home.area);
        area.map_or_else(|| home.area.to_string(), |area| area.full_name.clone())
    };
    let told = [
        ("support-fact-born_on", facts.born_on.map(|day| day.to_string())),
        ("support-fact-residence", facts.residence.as_ref().map(area)),
        ("support-fact-income", facts.income_percent.map(|percent| format!("{percent}%"))),
        ("support-fact-assets", facts.assets_won.map(|sum| won(visit, sum))),
    ];
    told.into_iter().filter_map(|(key, said)| Some((key, said?))).collect()
}
