//! LAW-01 and LAW-02: pay against the floor of the day's year, and terms that must be told.

use super::{Act, Facts, Finding, Rule, fact};
use crate::message::Message;
use crate::opening::{Missing, check_minimum_wage};

/// The clause that lets nobody show pay under the floor.
const WAGE: &str = "최저임금법 제6조, 직업안정법 시행령 제28조";
const TERMS: &str = "직업안정법 제8조ㆍ제10조, 시행령 제28조";

pub(super) fn check(facts: &Facts<'_>, found: &mut Vec<Finding>) {
    wage(facts, found);
    missing(facts, found);
}

fn wage(facts: &Facts<'_>, found: &mut Vec<Finding>) {
    let (content, year) = (facts.content, facts.day.year());
    let Some(wage) = content.wage else { return };
    let told = format!("{} {}", wage.form.code(), wage.min_won);
    let Some(floor) = facts.minimum_wages.hourly_won(year) else {
        // Nobody held it against anything: whoever decides must know.
        let unknown = Message::new("wage-floor-unknown").with("year", year.to_string());
        found.push(fact(facts, Rule::MinimumWage, Act::Warn, WAGE, ("wage_min", told), unknown));
        return;
    };
    let Err(why) = check_minimum_wage(content, year, floor) else { return };
    let act = if excepted(facts, floor) { Act::Justify } else { Act::Block };
    found.push(fact(facts, Rule::MinimumWage, act, WAGE, ("wage_min", told), why));
}

/// Nine tenths are enough for the first three months of a term of a year or more, but not for simple
/// labour (최저임금법 §5②): the office has to say that it is none. Board and lodging in kind never count
/// to the wage, and neither does this.
fn excepted(facts: &Facts<'_>, floor: i64) -> bool {
    let content = facts.content;
    let term = content.contract_months.is_none_or(|months| months >= 12);
    let trainee = content.probation_months.is_some_and(|months| (1..=3).contains(&months)) && term;
    let reached = content.wage.and_then(|wage| {
        let days = content.work_time.weekdays.map(crate::work_time::Weekdays::count);
        wage.reaches_hourly((floor * 9 + 9) / 10, content.work_time.weekly_minutes(), days)
    });
    trainee && reached == Some(true)
}

fn missing(facts: &Facts<'_>, found: &mut Vec<Finding>) {
    let content = facts.content;
    let mut lacks = |missing: Missing, act, words: String| {
        if facts.known.untold.contains(&missing) {
            return;
        }
        found.push(fact(facts, Rule::MissingTerms, act, TERMS, (missing.field(), words), missing.message()));
    };
    if content.wage.is_none() {
        lacks(Missing::Wage, Act::Block, content.wage_note.clone());
    }
    if content.work_time.weekly_minutes().is_none() {
        lacks(Missing::Hours, Act::Block, content.work_time.note.clone());
    }
    let place = &content.workplace;
    if place.areas.is_empty() && !place.remote && place.address.trim().is_empty() {
        lacks(Missing::Place, Act::Block, String::new());
    }
    if content.employment_type.is_none() {
        lacks(Missing::EmploymentType, Act::Warn, String::new());
    }
    if let Some(employer) = facts.employer {
        let unreachable = employer.address.trim().is_empty() && employer.phone.is_empty();
        if employer.name.trim().is_empty() || unreachable {
            lacks(Missing::EmployerAddress, Act::Block, employer.name.clone());
        }
    }
    // Day labour that ends after some days is no contract without a term, whatever box was ticked.
    let endless = content.employment_type.is_some_and(|kind| {
        use crate::opening::EmploymentType::{Indefinite, IndefinitePartTime};
        matches!(kind, Indefinite | IndefinitePartTime)
    });
    if content.work_days.is_some() && endless {
        let (at, remedy) = ("employment_type", Message::new("law-remedy-day-labour"));
        found.push(fact(facts, Rule::MissingTerms, Act::Warn, TERMS, (at, String::new()), remedy));
    }
    let fixed = content.employment_type.is_some_and(|kind| {
        use crate::opening::EmploymentType::{FixedTerm, FixedTermPartTime};
        matches!(kind, FixedTerm | FixedTermPartTime)
    });
    if fixed && content.contract_months.is_none() {
        let remedy = Message::new("law-remedy-term");
        found.push(fact(
            facts,
            Rule::MissingTerms,
            Act::Warn,
            TERMS,
            ("contract_months", String::new()),
            remedy,
        ));
    }
}
