//! Whether what a file says fits together: dates without gaps or overlaps, conditions that somebody can meet.
//!
//! It must not know how a file is read.

use std::collections::BTreeSet;

use jiff::civil::Date;

use crate::message::Message;
use crate::rule_file::{Fields, RuleFile};
use crate::segment::Definition;

use super::condition::{Asked, ConditionKind, Moment, Offered, Rule, Status};
use super::load::Known;
use super::{Gap, ProgramId, SupportProgram, Terms, Version, contradiction};

/// Programmes of different files: each has a name of its own, and names others that there are.
pub(super) fn together(read: &[(&RuleFile<'_>, SupportProgram)]) {
    let names: BTreeSet<&ProgramId> = read.iter().map(|(_, program)| &program.id).collect();
    for (nth, (file, program)) in read.iter().enumerate() {
        if read[..nth].iter().any(|(_, known)| known.id == program.id) {
            file.wrong(1, Message::new("data-twice").with("name", program.id.as_str()));
        }
        for rule in program.versions.iter().flat_map(|version| people(&version.terms)) {
            for asked in &rule.any_of {
                let Asked::NotWith { programs, .. } = asked else { continue };
                for id in programs.iter().filter(|id| !names.contains(id)) {
                    let what = Message::new("support-program-unknown").with("name", id.as_str());
                    file.wrong(rule.line, what);
                }
            }
        }
    }
}

fn people(terms: &Terms) -> &[Rule<Asked>] {
    match terms {
        Terms::Person(rules) | Terms::Employer { hired: rules, .. } => rules,
    }
}

/// Versions by their first day: each name once, none on the same day as another, and every gap between two declared.
pub(super) fn versions(file: &Fields<'_>, versions: &[Version], gaps: &[(usize, Gap)]) {
    for (nth, version) in versions.iter().enumerate() {
        if versions[..nth].iter().any(|known| known.id == version.id) {
            file.wrong(version.line, Message::new("data-twice").with("name", version.id.as_str()));
        }
    }
    let mut between = Vec::new();
    for pair in versions.windows(2) {
        let (before, next) = (&pair[0], &pair[1]);
        let lines = |what| Message::new(what).with("line", before.line).with("other", next.line);
        match (before.until, next.from) {
            (Some(until), Some(from)) if until < from => {
                let (first, last) = (until.tomorrow().unwrap_or(until), from.yesterday().unwrap_or(from));
                if first <= last {
                    between.push((first, last, next.line, lines("support-gap")));
                }
            }
            _ => file.wrong(next.line, lines("support-overlap")),
        }
    }
    let declared =
        |from: Date, until: Date| gaps.iter().any(|(_, gap)| (gap.from, gap.until) == (from, until));
    for (from, until, line, what) in &between {
        if !declared(*from, *until) {
            let what = what.clone().with("from", from.to_string()).with("until", until.to_string());
            file.wrong(*line, what);
        }
    }
    for (line, gap) in gaps {
        if !between.iter().any(|(from, until, ..)| (gap.from, gap.until) == (*from, *until)) {
            file.wrong(*line, Message::new("support-gap-none"));
        }
    }
}

/// One version.
pub(super) fn version(table: &Fields<'_>, version: &Version, known: &Known<'_>) {
    dates(table, version);
    match &version.terms {
        Terms::Person(rules) => of_people(table, version, rules, known),
        Terms::Employer { firm, hired } => {
            once(table, firm, Offered::kind);
            contradiction::of_firms(firm).into_iter().for_each(|(line, what)| table.wrong(line, what));
            for (rule, offered) in each(firm) {
                let out = match offered {
                    Offered::Hours { least_weekly } => range("least_weekly", *least_weekly, 1, 52),
                    Offered::Wage { least_percent } => range("least_percent", *least_percent, 100, 1_000),
                    Offered::NoDismissal { months } => range("months", *months, 1, 120),
                    _ => None,
                };
                out.into_iter().for_each(|what| table.wrong(rule.line, what));
            }
            of_people(table, version, hired, known);
        }
    }
}

fn dates(table: &Fields<'_>, version: &Version) {
    let line = version.line;
    let wrong = |holds: bool, what: Message| {
        if holds {
            table.wrong(line, what);
        }
    };
    let ends_before = |key: &'static str| Message::new("support-ends-before").with("key", key);
    let before =
        |from: Option<Date>, until: Option<Date>| from.zip(until).is_some_and(|(from, until)| until < from);
    wrong(before(version.from, version.until), ends_before("until"));
    wrong(version.apply.is_some_and(|window| window.until < window.from), ends_before("apply"));
    wrong(
        version.period.is_some_and(|period| period.until.latest() < period.from.earliest()),
        ends_before("period"),
    );
    if let Some(window) = version.apply {
        let (from, until) = (window.from.date(), window.until.date());
        let outside = before(version.from, Some(from)) || before(Some(until), version.until);
        wrong(outside, Message::new("support-window-outside"));
        let starts = version.period.map(|period| period.from.latest());
        wrong(before(Some(from), starts), Message::new("support-period-before-window"));
        wrong(before(version.notice, Some(from)), Message::new("support-notice-after-window"));
    }
    wrong(version.quota == Some(0), Message::new("support-quota-none"));
    let stage = version.stage.filter(|stage| stage.nth == 0 || stage.nth > stage.of);
    wrong(stage.is_some(), Message::new("support-stage-outside"));
}

fn of_people(table: &Fields<'_>, version: &Version, rules: &[Rule<Asked>], known: &Known<'_>) {
    once(table, rules, Asked::kind);
    let employer = matches!(version.terms, Terms::Employer { .. });
    for (rule, asked) in each(rules) {
        let wrong = |what: Message| table.wrong(rule.line, what);
        let day_unknown = match asked.moment() {
            Some(Moment::Start) => !employer && version.period.is_none(),
            Some(Moment::Notice) => version.notice.is_none() && version.apply.is_none(),
            Some(Moment::FirstDay) => version.apply.is_none(),
            Some(Moment::Applying) | None => false,
        };
        if let (true, Some(on)) = (day_unknown, asked.moment()) {
            wrong(Message::new("support-day-unknown").with("on", on.to_string()));
        }
        let out = match asked {
            Asked::Age { min, .. } => range("min", u32::from(min.unwrap_or(0)), 0, 120),
            Asked::Residence { months, .. } => range("months", *months, 0, 240),
            Asked::Income { most_percent } => range("most_percent", *most_percent, 1, 1_000),
            Asked::Assets { most_won, aged } => {
                let least = aged.map_or(*most_won, |aged| aged.most_won.min(*most_won));
                (least < 1).then(|| out_of_range("most_won", 1, i64::MAX))
            }
            Asked::Unemployed { least_months } => range("least_months", *least_months, 1, 240),
            Asked::Worked { least_days, least_hours, within_months } => {
                range("within_months", *within_months, 1, 240)
                    .or_else(|| range("least_days", least_days.unwrap_or(1), 1, within_months * 31))
                    .or_else(|| range("least_hours", least_hours.unwrap_or(1), 1, within_months * 31 * 24))
            }
            Asked::InsuredUnder { months } => range("months", *months, 1, 600),
            Asked::Repeat { most, within_months } => {
                range("most", *most, 1, 100).or_else(|| range("within_months", *within_months, 1, 240))
            }
            Asked::InARow { most } => {
                if version.stage.is_none() {
                    wrong(Message::new("support-no-stage"));
                }
                range("most", u32::from(*most), 1, 100)
            }
            _ => None,
        };
        out.into_iter().for_each(wrong);
    }
    must_and_must_not(table, rules, known);
    let nobody = contradiction::of_people(rules, known.segments);
    nobody.into_iter().for_each(|(line, what)| table.wrong(line, what));
}

/// Every condition with the rule it stands in.
fn each<C>(rules: &[Rule<C>]) -> impl Iterator<Item = (&Rule<C>, &C)> {
    rules.iter().flat_map(|rule| rule.any_of.iter().map(move |condition| (rule, condition)))
}

/// Conditions that stand alone.
fn alone<C>(rules: &[Rule<C>]) -> impl Iterator<Item = (&Rule<C>, &C)> {
    each(rules).filter(|(rule, _)| rule.any_of.len() == 1)
}

/// A limit is set once: of two, nobody knows which holds. Lists may add to each other.
fn once<C>(table: &Fields<'_>, rules: &[Rule<C>], kind: fn(&C) -> ConditionKind) {
    use ConditionKind as Kind;
    let lists = [Kind::IsAny, Kind::IsNone, Kind::Segment, Kind::NotWith, Kind::Ask];
    let kinds: Vec<(usize, ConditionKind)> = alone(rules).map(|(rule, one)| (rule.line, kind(one))).collect();
    for (nth, (line, kind)) in kinds.iter().enumerate() {
        let first = kinds[..nth].iter().find(|(_, known)| known == kind);
        if let Some((first, _)) = first.filter(|_| !lists.contains(kind)) {
            let what = Message::new("support-condition-twice").with("kind", kind.to_string());
            table.wrong(*line, what.with("line", *first));
        }
    }
}

/// Nobody can be what must not be, nor anything by which one is that, too; not as an alternative either.
fn must_and_must_not(table: &Fields<'_>, rules: &[Rule<Asked>], known: &Known<'_>) {
    let excluded = alone(rules).flat_map(|(rule, asked)| match asked {
        Asked::IsNone { of } => of.iter().map(|status| (rule.line, *status)).collect(),
        _ => Vec::new(),
    });
    let excluded: Vec<(usize, Status)> = excluded.collect();
    for (rule, asked) in each(rules) {
        let must: Vec<Status> = match asked {
            Asked::IsAny { of } => of.clone(),
            Asked::Segment { of } => {
                let versions =
                    of.iter().filter_map(|code| known.segments.get(code)).flat_map(|one| &one.versions);
                let told = versions.filter_map(|version| match version.definition {
                    Definition::Told(status) => Some(status),
                    Definition::Ages { .. } => None,
                });
                told.collect()
            }
            _ => continue,
        };
        let wider = |status: &Status| std::iter::successors(Some(*status), |status| status.wider());
        let must: Vec<Status> = must.iter().flat_map(wider).collect();
        for (line, status) in excluded.iter().filter(|(_, status)| must.contains(status)) {
            let (first, later) = (*line.min(&rule.line), *line.max(&rule.line));
            let what = Message::new("support-must-and-must-not").with("status", status.to_string());
            table.wrong(later, what.with("line", first));
        }
    }
}

fn range(key: &'static str, value: u32, min: u32, max: u32) -> Option<Message> {
    (!(min..=max).contains(&value)).then(|| out_of_range(key, i64::from(min), i64::from(max)))
}

fn out_of_range(key: &'static str, min: i64, max: i64) -> Message {
    Message::new("data-out-of-range").with("key", key).with("min", min).with("max", max)
}
