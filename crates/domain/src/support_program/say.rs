//! What a condition asks, in words of the catalogue. Why one is not met is said where it is judged.

use crate::area::AreaCode;
use crate::code::Education;
use crate::industry::IndustryCode;
use crate::message::{Message, won_in_words};
use crate::segment::{SegmentCode, SegmentTable};

use super::assess::{Asks, Ground, Line};
use super::condition::{AreaPrefix, Asked, Bilingual, Moment, Offered, Rule, Size, Status, Work};
use super::{Kind, Terms, Version};

impl Line<'_> {
    /// What is asked.
    pub fn says(&self, ground: Ground<'_>) -> Message {
        self.asks.says(ground)
    }
}

impl Asks<'_> {
    /// What is asked. Alternatives are put with “or”.
    pub fn says(&self, ground: Ground<'_>) -> Message {
        match *self {
            Self::Target(program) => {
                asks("target").with("target", Message::word("support-target", program.target().into()))
            }
            Self::Dates(version) => dates(version),
            Self::Person(rule) => one_of(rule, |asked| asked.says(ground)),
            Self::Employer(rule) => one_of(rule, |offered| offered.says(ground)),
        }
    }
}

impl Version {
    /// What it asks beside its dates, in the order of the file: of the employer first where it is for one.
    pub fn asks(&self) -> Vec<Asks<'_>> {
        match &self.terms {
            Terms::Person(rules) => rules.iter().map(Asks::Person).collect(),
            Terms::Employer { firm, hired } => {
                firm.iter().map(Asks::Employer).chain(hired.iter().map(Asks::Person)).collect()
            }
        }
    }
}

impl Asked {
    /// What it asks.
    pub fn says(&self, ground: Ground<'_>) -> Message {
        match self {
            Self::Age { min, max, on } => age(*min, *max).with("on", moment(*on)),
            Self::Residence { area: of, months, on } => {
                let asks = if *months == 0 {
                    asks("residence")
                } else {
                    asks("residence-for").with("months", *months)
                };
                asks.with("area", area(of, ground)).with("on", moment(*on))
            }
            Self::Income { most_percent } => asks("income").with("most", *most_percent),
            Self::Assets { most_won, aged: None } => asks("assets").with("most", won(*most_won)),
            Self::Assets { most_won, aged: Some(aged) } => asks("assets-aged")
                .with("most", won(*most_won))
                .with("min", aged.min)
                .with("max", aged.max)
                .with("aged", won(aged.most_won)),
            Self::Work { of } => asks("work").with("of", works(of)),
            Self::Unemployed { least_months } => asks("unemployed").with("least", *least_months),
            Self::Worked { least_days, least_hours, within_months } => {
                let asks = match (least_days, least_hours) {
                    (Some(days), Some(hours)) => asks("worked").with("days", *days).with("hours", *hours),
                    (Some(days), None) => asks("worked-days").with("days", *days),
                    (None, hours) => asks("worked-hours").with("hours", hours.unwrap_or(0)),
                };
                asks.with("within", *within_months)
            }
            Self::Schooling { most } => asks("schooling").with("most", education(*most)),
            Self::InsuredUnder { months } => asks("insured").with("under", *months),
            Self::Segment { of } => asks("segment").with("of", segments(of, ground.segments)),
            Self::IsAny { of } => asks("is-any").with("of", statuses(of)),
            Self::IsNone { of } => asks("is-none").with("of", statuses(of)),
            Self::OnePerHousehold => Message::new("one-per-household"),
            Self::Repeat { most, within_months } => {
                asks("repeat").with("most", *most).with("within", *within_months)
            }
            Self::InARow { most } => Message::new("stages-in-a-row").with("most", *most),
            Self::NotWith { kinds, .. } if kinds.is_empty() => asks("not-with-others"),
            Self::NotWith { kinds, .. } => {
                asks("not-with").with("kinds", list(kinds.iter().map(|kind| kind_of(*kind))))
            }
            Self::Ask(question) => question.says(),
        }
    }
}

impl Offered {
    /// What it asks.
    pub fn says(&self, ground: Ground<'_>) -> Message {
        match self {
            Self::Workers { min, max } => match (min, max) {
                (Some(min), Some(max)) => asks("workers-between").with("min", *min).with("max", *max),
                (None, Some(max)) => asks("workers-to").with("max", *max),
                (min, None) => asks("workers-from").with("min", min.unwrap_or(0)),
            },
            Self::Industry { of } => asks("industry").with("of", industries(of, ground)),
            Self::Size { of } => asks("size").with("of", sizes(of)),
            Self::Regular => asks("regular"),
            Self::Hours { least_weekly } => asks("hours").with("least", *least_weekly),
            Self::Wage { least_percent } => asks("wage").with("least", *least_percent),
            Self::NoDismissal { months } => asks("dismissed").with("months", *months),
            Self::Ask(question) => question.says(),
        }
    }
}

impl Bilingual {
    fn says(&self) -> Message {
        asks("ask").with("ko", self.ko.as_str()).with("en", self.en.as_str())
    }
}

fn asks(what: &str) -> Message {
    Message::word("support-asks", what)
}

fn moment(on: Moment) -> Message {
    Message::word("support-moment", on.into())
}

fn won(won: i64) -> Message {
    Message::new("support-won").with("ko", won_in_words(won)).with("en", won)
}

fn age(min: Option<u8>, max: Option<u8>) -> Message {
    match (min, max) {
        (Some(min), Some(max)) => asks("age-between").with("min", min).with("max", max),
        (None, Some(max)) => asks("age-to").with("max", max),
        (min, None) => asks("age-from").with("min", min.unwrap_or(0)),
    }
}

fn dates(version: &Version) -> Message {
    let day = |day: Option<jiff::civil::Date>| day.map_or_else(String::new, |day| day.to_string());
    match version.apply {
        Some(window) => asks("dates")
            .with("from", window.from.date().to_string())
            .with("until", window.until.date().to_string()),
        None if version.from.is_none() && version.until.is_none() => asks("dates-always"),
        None => asks("dates").with("from", day(version.from)).with("until", day(version.until)),
    }
}

fn one_of<C>(rule: &Rule<C>, says: impl Fn(&C) -> Message) -> Message {
    let either = |one: Message, other: Message| asks("either").with("one", one).with("other", other);
    rule.any_of.iter().map(says).reduce(either).unwrap_or_else(|| asks("either"))
}

/// Several sentences, one after the other.
pub(super) fn sentences(of: Vec<Message>) -> Message {
    let joined =
        |one: Message, other: Message| Message::new("support-and").with("one", one).with("other", other);
    of.into_iter().reduce(joined).unwrap_or_else(|| Message::new("support-nothing"))
}

/// The name of an area by its first digits; the digits where no area has them.
pub(super) fn area(prefix: &AreaPrefix, ground: Ground<'_>) -> String {
    let padded =
        format!("{:0<width$}", prefix.as_str(), width = if prefix.as_str().len() <= 2 { 2 } else { 5 });
    let known = AreaCode::parse(&padded).and_then(|code| ground.areas.get(&code));
    known.map_or_else(|| prefix.as_str().to_owned(), |area| area.full_name.clone())
}

/// Several things, with commas.
fn list(of: impl Iterator<Item = Message>) -> Message {
    let joined =
        |one: Message, other: Message| Message::new("support-list").with("one", one).with("other", other);
    of.reduce(joined).unwrap_or_else(|| Message::new("support-nothing"))
}

fn kind_of(kind: Kind) -> Message {
    Message::word("support-kind", kind.into())
}

pub(super) fn work(work: Work) -> Message {
    Message::word("support-work", work.into())
}

pub(super) fn works(of: &[Work]) -> Message {
    list(of.iter().map(|one| work(*one)))
}

pub(super) fn statuses(of: &[Status]) -> Message {
    list(of.iter().map(|status| Message::word("support-status", status.into())))
}

pub(super) fn sizes(of: &[Size]) -> Message {
    list(of.iter().map(|size| Message::word("support-size", size.into())))
}

pub(super) fn education(level: Education) -> Message {
    Message::word("support-education", level.code())
}

pub(super) fn segments(of: &[SegmentCode], table: &SegmentTable) -> Message {
    list(of.iter().filter_map(|code| table.get(code)).map(|segment| segment.name()))
}

pub(super) fn industries(of: &[IndustryCode], ground: Ground<'_>) -> Message {
    list(of.iter().filter_map(|code| ground.industries.get(code)).map(|class| {
        Message::new("support-name").with("ko", class.name.as_str()).with("en", class.name_en.as_str())
    }))
}
