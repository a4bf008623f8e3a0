//! LAW-05, LAW-14, LAW-15 and LAW-16, and LAW-03 and LAW-11 over facts: how an employer behaves
//! towards applicants, hours, and openings that ought to be looked at again.

use jiff::ToSpan;

use super::pattern::{Phrase, Topic, Weight};
use super::{Act, Facts, Finding, Rule, fact, version};
use crate::message::Message;
use crate::opening::{EmploymentType, Selection};

/// Longest an opening should run, in days (docs/law.md).
const LONGEST_DAYS: i64 = 60;

pub(super) static HOURS: Topic = Topic {
    rule: Rule::Hours,
    clause: "근로기준법 제50조, 제53조, 제54조, 제56조",
    lawful: &[
        "주 ?52 ?시간",
        "(?:휴게|쉬는시간)(?:실|에)",
        "포괄임금(?:제)?(?:이|은|를|을)?(?:아닙|아님|적용하지|없)",
        "포괄임금[^.\n]{0,10}(?:고정연장|연장|야간)[^.\n]{0,6}[0-9]+ ?시간",
    ],
    unlawful: &[
        Phrase {
            weight: Weight::Justify,
            remedy: "law-remedy-hours",
            find: &[
                "휴게(?:시간)?(?:이|은|도)?없[가-힣]{0,2}",
                "쉬는시간(?:이|은|도)?[^.\n]{0,4}없[가-힣]{0,2}",
                "주 ?(?:당 ?)?(?:5[3-9]|[6-9][0-9]|1[0-6][0-9]) ?시간[^.\n]{0,6}",
                "연장(?:근로|근무)? ?(?:1[3-9]|[2-9][0-9]) ?시간",
            ],
        },
        Phrase {
            weight: Weight::Warn,
            remedy: "law-remedy-inclusive-pay",
            find: &[
                "포괄(?:임금)(?:제)?",
                "(?:연장|야간|야근|휴일|시간외)[^.\n]{0,8}수당(?:은|이|을)?[^.\n]{0,10}포함",
                "제수당(?:을|이)?(?:모두)?포함",
            ],
        },
    ],
};

pub(super) static DOUBTFUL: Topic = Topic {
    rule: Rule::Doubtful,
    clause: "직업안정법 제34조, 시행규칙 제2조",
    lawful: &[],
    unlawful: &[Phrase {
        weight: Weight::Warn,
        remedy: "law-remedy-endless",
        find: &[
            "(?:연중|일년내내|1 ?년내내)[^.\n]{0,4}(?:상시)?(?:게시|모집)[^.\n]{0,10}",
            "(?:유효기간|마감|마감일)(?:이)?없(?:음|이|습)",
        ],
    }],
};

pub(super) fn check(facts: &Facts<'_>, found: &mut Vec<Finding>) {
    hours(facts, found);
    notices(facts, found);
    employer(facts, found);
    doubtful(facts, found);
    for worse in &facts.known.worse_terms {
        let clause = "채용절차의 공정화에 관한 법률 제4조제2항ㆍ제3항, 직업안정법 제34조";
        let remedy = Message::new("law-remedy-worse");
        found.push(fact(facts, Rule::WorseTerms, Act::Justify, clause, ("note", worse.clone()), remedy));
    }
}

fn hours(facts: &Facts<'_>, found: &mut Vec<Finding>) {
    let Some(minutes) = facts.content.work_time.weekly_minutes() else { return };
    let Some(most) = version::most_weekly_hours(facts.day, facts.workers()) else { return };
    if minutes > most * 60 {
        let told = format!("{}.{}h", minutes / 60, minutes % 60 / 6);
        let remedy = Message::new("law-remedy-weekly-hours").with("most", most);
        found.push(fact(
            facts,
            Rule::Hours,
            Act::Justify,
            "근로기준법 제53조",
            ("weekly_hours", told),
            remedy,
        ));
    }
}

/// Larger employers who ask for documents owe word of the schedule, the result and the way back.
fn notices(facts: &Facts<'_>, found: &mut Vec<Finding>) {
    let content = facts.content;
    let asks = !content.documents.trim().is_empty() || content.selection.contains(&Selection::Documents);
    let says = |text: &str| text.contains("반환") || text.contains("돌려");
    if asks && facts.fair_hiring_applies() && !says(&content.documents) && !says(&content.note) {
        let clause = "채용절차의 공정화에 관한 법률 제8조, 제10조, 제11조";
        let at = ("documents", content.documents.clone());
        found.push(fact(facts, Rule::Notices, Act::Warn, clause, at, Message::new("law-remedy-notices")));
    }
}

fn employer(facts: &Facts<'_>, found: &mut Vec<Finding>) {
    let Some(employer) = facts.employer else { return };
    let name = || ("employer", employer.name.clone());
    if facts.known.business_number_shared {
        let number = employer.business_number.as_ref().map(ToString::to_string).unwrap_or_default();
        let remedy = Message::new("law-remedy-number-shared");
        found.push(fact(
            facts,
            Rule::Identity,
            Act::Block,
            "직업안정법 시행령 제28조",
            ("employer", number),
            remedy,
        ));
    } else if facts.known.employer_on_record && employer.business_number.is_none() {
        let remedy = Message::new("law-remedy-unverified");
        found.push(fact(
            facts,
            Rule::Identity,
            Act::Warn,
            "직업안정법 시행령 제5조제2항, 제28조",
            name(),
            remedy,
        ));
    }
    if employer.wage_arrears.as_ref().is_some_and(|check| check.listed) {
        let remedy = Message::new("law-remedy-arrears");
        found.push(fact(facts, Rule::Harmful, Act::Justify, "직업안정법 제8조, 제25조", name(), remedy));
    }
    let dispatches = facts.content.employment_type == Some(EmploymentType::Dispatched);
    if dispatches && !employer.certificates.iter().any(|held| held.contains("파견")) {
        let remedy = Message::new("law-remedy-dispatch");
        found.push(fact(
            facts,
            Rule::Harmful,
            Act::Justify,
            "파견근로자 보호 등에 관한 법률 제7조",
            name(),
            remedy,
        ));
    }
}

fn doubtful(facts: &Facts<'_>, found: &mut Vec<Finding>) {
    let mut warn = |field, words: String, remedy| {
        found.push(fact(
            facts,
            Rule::Doubtful,
            Act::Warn,
            DOUBTFUL.clause,
            (field, words),
            Message::new(remedy),
        ));
    };
    let latest = facts.day.saturating_add(LONGEST_DAYS.days());
    if let Some(day) = facts.content.deadline.last_day().filter(|day| *day > latest) {
        warn("deadline_on", day.to_string(), "law-remedy-endless");
    }
    if let Some(number) = facts.known.duplicates.first() {
        warn("title", number.clone(), "law-remedy-duplicate");
    }
    if facts.known.phone_shared_by > 0 {
        let phone = facts.employer.map(|employer| employer.phone.clone()).unwrap_or_default();
        warn("employer", phone, "law-remedy-phone-shared");
    }
    if facts.known.known_false {
        warn("duties", facts.content.title.clone(), "law-remedy-known-false");
    }
}
