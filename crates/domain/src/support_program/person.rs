//! Whether a person meets a condition. Each answer is certain: where a day or a value is not known closely enough to
//! say, it is missing.
//!
//! It must not know what follows from an answer.

use jiff::ToSpan;
use jiff::civil::Date;

use crate::code::Education;
use crate::counting::age_on;
use crate::message::{Arg, Message};

use super::assess::{Case, Finding};
use super::condition::{AgedLimit, AreaPrefix, Asked, Moment, Status, Work};
use super::fact::{Fact, Facts, Missing, Worked};
use super::{Kind, ProgramId};

pub(super) fn judge(asked: &Asked, facts: &Facts, case: &Case<'_>) -> Finding {
    match asked {
        Asked::Age { min, max, on } => age(*min, *max, *on, facts, case),
        Asked::Residence { area, months, on } => residence(area, *months, *on, facts, case),
        Asked::Income { most_percent } => known(facts.income_percent, Fact::Income, |told| {
            let why = || lacks("income").with("most", *most_percent).with("told", told);
            Finding::held(told <= *most_percent, why)
        }),
        Asked::Assets { most_won, aged } => assets(*most_won, *aged, facts, case),
        Asked::Work { of } => known(facts.work, Fact::Work, |told| {
            let why = || lacks("work").with("of", super::say::works(of)).with("told", super::say::work(told));
            Finding::held(of.contains(&told), why)
        }),
        Asked::Unemployed { least_months } => unemployed(*least_months, facts, case),
        Asked::Worked { least_days, least_hours, within_months } => {
            worked(*least_days, *least_hours, *within_months, facts.worked)
        }
        Asked::Schooling { most } => {
            let level = facts.education.filter(|level| *level != Education::Any);
            known(level, Fact::Education, |told| {
                Finding::held(told <= *most, || lacks("schooling").with("most", super::say::education(*most)))
            })
        }
        Asked::InsuredUnder { months } => known(facts.insured_months, Fact::Insured, |told| {
            Finding::held(told < *months, || lacks("insured").with("under", *months).with("told", told))
        }),
        Asked::Segment { of } => {
            let held = of.iter().map(|code| case.ground.segments.holds(code, facts, case.today()));
            any_held(held, || lacks("segment").with("of", super::say::segments(of, case.ground.segments)))
        }
        Asked::IsAny { of } => {
            let held = of.iter().map(|status| facts.is(*status).ok_or(Missing::Told(*status)));
            any_held(held, || lacks("is-any").with("of", super::say::statuses(of)))
        }
        Asked::IsNone { of } => is_none(of, facts),
        Asked::OnePerHousehold => known(facts.household.as_ref(), Fact::Household, |programs| {
            Finding::held(!programs.contains(&case.program.id), || Message::new("one-per-household"))
        }),
        Asked::Repeat { most, within_months } => repeat(*most, *within_months, facts, case),
        Asked::InARow { most } => in_a_row(*most, facts, case),
        Asked::NotWith { programs, kinds } => not_with(programs, kinds, facts, case),
        Asked::Ask(_) => Finding::missing(Fact::Operator),
    }
}

/// Why a condition is not met; the rest of the name of its entry.
pub(super) fn lacks(what: &str) -> Message {
    Message::word("support-lacks", what)
}

/// The answer for a known value; else the value is missing.
pub(super) fn known<T>(told: Option<T>, fact: Fact, judge: impl FnOnce(T) -> Finding) -> Finding {
    told.map_or_else(|| Finding::missing(fact), judge)
}

/// What must be known of a moment whose day is not certain.
fn day_of(moment: Moment) -> Fact {
    match moment {
        Moment::Start => Fact::StartsOn,
        Moment::Notice | Moment::Applying | Moment::FirstDay => Fact::NoticeDay,
    }
}

fn age(min: Option<u8>, max: Option<u8>, on: Moment, facts: &Facts, case: &Case<'_>) -> Finding {
    let Some(born) = facts.born_on else { return Finding::missing(Fact::BornOn) };
    let Some((first, last)) = case.days(on) else { return Finding::missing(day_of(on)) };
    let (youngest, oldest) = (age_on(born, first), age_on(born, last));
    let (min, max) = (min.map(i16::from), max.map(i16::from));
    let moment = || Message::word("support-moment", on.into());
    if let Some(min) = min.filter(|min| oldest < *min) {
        return Finding::NotMet(
            lacks("age-under")
                .with("least", i64::from(min))
                .with("age", i64::from(oldest))
                .with("on", moment()),
        );
    }
    if let Some(max) = max.filter(|max| youngest > *max) {
        return Finding::NotMet(
            lacks("age-over")
                .with("most", i64::from(max))
                .with("age", i64::from(youngest))
                .with("on", moment()),
        );
    }
    let certain = min.is_none_or(|min| youngest >= min) && max.is_none_or(|max| oldest <= max);
    if certain { Finding::Met } else { Finding::missing(day_of(on)) }
}

fn residence(area: &AreaPrefix, months: u32, on: Moment, facts: &Facts, case: &Case<'_>) -> Finding {
    let Some(home) = &facts.residence else { return Finding::missing(Fact::Residence) };
    match area.holds(&home.area) {
        None => return Finding::missing(Fact::Residence),
        Some(false) => {
            return Finding::NotMet(lacks("residence").with("area", super::say::area(area, case.ground)));
        }
        Some(true) => {}
    }
    let Some((first, last)) = case.days(on) else { return Finding::missing(day_of(on)) };
    // Who lives there now does so on a day that is not over.
    if months == 0 && case.today() <= first {
        return Finding::Met;
    }
    let Some(since) = home.since else { return Finding::missing(Fact::ResidenceSince) };
    let by = |day: Date| day.saturating_sub(i64::from(months).months());
    if since <= by(first) {
        Finding::Met
    } else if since > by(last) {
        let name = super::say::area(area, case.ground);
        let why = lacks("residence-since")
            .with("area", name)
            .with("by", by(last).to_string())
            .with("since", since.to_string());
        Finding::NotMet(why)
    } else {
        Finding::missing(day_of(on))
    }
}

fn assets(most_won: i64, aged: Option<AgedLimit>, facts: &Facts, case: &Case<'_>) -> Finding {
    let Some(won) = facts.assets_won else { return Finding::missing(Fact::Assets) };
    let limit = match (aged, facts.born_on) {
        (None, _) => most_won,
        (Some(aged), Some(born)) => {
            let age = age_on(born, case.today());
            let within = (i16::from(aged.min)..=i16::from(aged.max)).contains(&age);
            if within { aged.most_won } else { most_won }
        }
        // Either limit may be the person's.
        (Some(aged), None) if won <= most_won.min(aged.most_won) => return Finding::Met,
        (Some(aged), None) if won > most_won.max(aged.most_won) => most_won.max(aged.most_won),
        (Some(_), None) => return Finding::missing(Fact::BornOn),
    };
    Finding::held(won <= limit, || lacks("assets").with("most", limit).with("told", won))
}

fn unemployed(least_months: u32, facts: &Facts, case: &Case<'_>) -> Finding {
    let why = || lacks("unemployed").with("least", least_months);
    if facts.work.is_some_and(Work::is_working) {
        return Finding::NotMet(why());
    }
    known(facts.unemployed_since, Fact::UnemployedSince, |since| {
        Finding::held(since <= case.today().saturating_sub(i64::from(least_months).months()), why)
    })
}

/// Fewer days within longer is fewer within shorter, and more within shorter more within longer.
fn worked(days: Option<u32>, hours: Option<u32>, within: u32, told: Option<Worked>) -> Finding {
    let Some(told) = told else { return Finding::missing(Fact::Worked) };
    let reached = |least: Option<u32>, told: Option<u32>| match (least, told) {
        (None, _) => Some(false),
        (Some(_), None) => None,
        (Some(least), Some(told)) => Some(told >= least),
    };
    let either = [reached(days, told.days), reached(hours, told.hours)];
    if either.contains(&Some(true)) && told.within_months <= within {
        return Finding::Met;
    }
    if either == [Some(false); 2] && told.within_months >= within {
        let why = match (days, hours) {
            (Some(days), Some(hours)) => lacks("worked").with("days", days).with("hours", hours),
            (Some(days), None) => lacks("worked-days").with("days", days),
            (None, hours) => lacks("worked-hours").with("hours", hours.unwrap_or(0)),
        };
        return Finding::NotMet(why.with("within", within));
    }
    Finding::missing(Fact::Worked)
}

/// One that holds is enough; all must be known not to for it to fail.
fn any_held(held: impl Iterator<Item = Result<bool, Missing>>, why: impl FnOnce() -> Message) -> Finding {
    let mut missing = std::collections::BTreeSet::new();
    for one in held {
        match one {
            Ok(true) => return Finding::Met,
            Ok(false) => {}
            Err(what) => {
                missing.insert(what);
            }
        }
    }
    if missing.is_empty() { Finding::NotMet(why()) } else { Finding::Missing(missing) }
}

fn is_none(of: &[Status], facts: &Facts) -> Finding {
    let held: Vec<Status> = of.iter().copied().filter(|status| facts.is(*status) == Some(true)).collect();
    if !held.is_empty() {
        return Finding::NotMet(lacks("is-none").with("of", super::say::statuses(&held)));
    }
    let unknown =
        of.iter().filter(|status| facts.is(**status).is_none()).map(|status| Missing::Told(*status));
    let unknown: std::collections::BTreeSet<Missing> = unknown.collect();
    if unknown.is_empty() { Finding::Met } else { Finding::Missing(unknown) }
}

fn repeat(most: u32, within_months: u32, facts: &Facts, case: &Case<'_>) -> Finding {
    known(facts.history.as_ref(), Fact::History, |history| {
        let since = case.today().saturating_sub(i64::from(within_months).months());
        let again =
            history.iter().filter(|past| past.program == case.program.id && past.from > since).count();
        let times = u32::try_from(again).unwrap_or(u32::MAX);
        let why = || lacks("repeat").with("most", most).with("within", within_months).with("told", times);
        Finding::held(times < most, why)
    })
}

fn in_a_row(most: u8, facts: &Facts, case: &Case<'_>) -> Finding {
    let Some(history) = &facts.history else { return Finding::missing(Fact::History) };
    // The loader refuses the condition in a version that is no stage.
    let Some(mut stage) = case.version.stage else { return Finding::missing(Fact::Operator) };
    let ours = || history.iter().filter(|past| past.program == case.program.id);
    let mut row = 0;
    while let Some(before) = ours().filter_map(|past| past.stage).find(|past| stage.follows(*past)) {
        (stage, row) = (before, row + 1);
        if row >= most {
            return Finding::NotMet(Message::new("stages-in-a-row").with("most", most));
        }
    }
    let all_known = ours().all(|past| past.stage.is_some());
    if all_known { Finding::Met } else { Finding::missing(Fact::History) }
}

fn not_with(programs: &[ProgramId], kinds: &[Kind], facts: &Facts, case: &Case<'_>) -> Finding {
    let Some(history) = &facts.history else { return Finding::missing(Fact::History) };
    let (from, until) = match case.version.period {
        Some(period) => (period.from.earliest(), period.until.latest()),
        None => (case.today(), case.today()),
    };
    let at_once = history.iter().find(|past| {
        let named = programs.contains(&past.program) || kinds.contains(&past.kind);
        named && past.from <= until && past.until.is_none_or(|end| end >= from)
    });
    at_once.map_or(Finding::Met, |past| {
        let kind = Message::word("support-kind", past.kind.into());
        let program = case.ground.programs.get(&past.program);
        let named = program.map_or_else(|| Arg::from(past.program.as_str()), |other| Arg::from(other.name()));
        let until = past.until.map(|day| day.to_string()).unwrap_or_default();
        let why = lacks("not-with").with("program", named).with("kind", kind);
        Finding::NotMet(why.with("from", past.from.to_string()).with("until", until))
    })
}
