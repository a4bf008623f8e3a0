//! LAW-05, LAW-14, LAW-15 and LAW-16, and LAW-03 and LAW-11 over facts: how an employer behaves
//! towards applicants, hours, and openings that ought to be looked at again.

use std::collections::BTreeMap;

use jiff::ToSpan;

use super::pattern::{Phrase, Topic, Weight};
use super::{Act, Facts, Finding, Rule, fact, version};
use crate::employer::BusinessNumber;
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
        "포괄임금[^.\n/]{0,10}(?:고정연장|연장|야간)[^.\n/]{0,6}[0-9]+ ?시간",
        "(?:연장|야간|휴일|시간외|고정|ot)[^.\n/]{0,10}[0-9]+ ?시간(?:분)?[^.\n/]{0,12}포함",
        "수당[^.\n,]{0,10}(?:미포함|불포함|포함하지|포함되지|포함안|별도|따로|추가지급|제외)",
        "포괄(?:적|하|임금금지|임금을쓰지|임금없)",
        "주 ?(?:당 ?)?[0-9]{2} ?시간[^.\n/]{0,4}(?:미만|을넘지|넘기지|초과하지|초과금지|과정|교육|방송)",
        "(?:휴게|쉬는)(?:시간|공간)?[^.\n/]{0,10}(?:없는날은없|보장|준수|제공)",
    ],
    unlawful: &[
        Phrase {
            weight: Weight::Justify,
            remedy: "law-remedy-hours",
            find: &[
                "(?:휴게|휴식|쉬는)(?:시간|시각|타임)?(?:이|은|도|을|를|따로|별도|거의|전혀| )?(?:이|은|도|을)?[^.\n,]{0,6}(?:없|無|드리지|주지|안줍|못드|못줍|보장안|x)[가-힣]{0,2}",
                "(?:점심|식사|밥)(?:시간|먹을시간)?(?:이|은|도|을)?(?:따로|별도)?[^.\n,]{0,4}(?:없|주지|드리지)[가-힣]{0,2}",
                "쉬(?:지않고|지못하고|지도못하고|는틈없이|지 ?않고)[^.\n/]{0,10}",
                "(?:주|1주|일주일)(?:당|에|간|평균|총)? ?(?:약 ?)?(?:5[3-9]|[6-9][0-9]|1[0-6][0-9]) ?(?:시간|h)[^.\n/]{0,6}",
                "연장(?:근로|근무)?(?:주|주당|매주|1주)? ?(?:1[3-9]|[2-9][0-9]) ?시간",
                "(?:하루|1일|일|매일|일일)(?:에|평균|총)? ?(?:1[3-9]|2[0-3]) ?시간(?:씩)?(?:근무|일|이상|$|[^가-힣])?",
                "(?:휴일|휴무|쉬는날|주휴)(?:이|은|도|일이)?(?:전혀|따로|없이)?[^.\n,]{0,2}(?:없이|없는|없음|없습|없이매일)[^.\n,]{0,6}",
                "(?:주 ?7 ?일|1년365일|연중무휴로매일)(?:근무|출근|일)",
            ],
        },
        Phrase {
            weight: Weight::Warn,
            remedy: "law-remedy-inclusive-pay",
            find: &[
                "포괄(?:임금)(?:제)?",
                "(?:연장|야간|야근|휴일|시간외|잔업|특근|초과|오버타임|ot)(?:근로|근무|및|·|ㆍ|,|/|과|와| )?[^.\n/]{0,8}(?:수당|비|근무)(?:은|이|을|도|까지|등)?[^.\n,]{0,12}포함[가-힣]{0,2}",
                "(?:제수당|각종수당|모든수당|수당일체|수당등)(?:을|이)?(?:모두|다|일체)?(?:가)?포함[가-힣]{0,2}",
                "(?:별도의?|추가)(?:연장|야간|야근|휴일|시간외|잔업)?수당(?:은|이)?(?:없|지급하지|드리지|안)[가-힣]{0,2}",
            ],
        },
    ],
    documents: &[],
};

pub(super) static DOUBTFUL: Topic = Topic {
    rule: Rule::Doubtful,
    clause: "직업안정법 제34조, 시행규칙 제2조",
    lawful: &[],
    unlawful: &[Phrase {
        weight: Weight::Warn,
        remedy: "law-remedy-endless",
        find: &[
            "(?:연중|일년내내|1 ?년내내|365일)[^.\n]{0,4}(?:상시|수시|언제나)?(?:게시|모집|채용|접수)[^.\n]{0,10}",
            "(?:유효기간|마감|마감일|접수기한|모집기한|접수마감|기한)(?:이|은|을)?(?:따로|정하지|별도)?(?:없(?:음|이|습)|않(?:고|습|음))",
        ],
    }],
    documents: &[],
};

pub(super) fn check(facts: &Facts<'_>, found: &mut Vec<Finding>) {
    hours(facts, found);
    notices(facts, found);
    numbers(facts, found);
    employer(facts, found);
    doubtful(facts, found);
    worse(facts, found);
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

/// A number whose check digit is wrong is nobody's, wherever it was told.
fn numbers(facts: &Facts<'_>, found: &mut Vec<Finding>) {
    let told = facts.known.business_number_wrong.iter().map(|number| ("employer", number.clone()));
    let written = facts.content.texts().flat_map(|(field, text)| {
        let numbers = BusinessNumber::named_in(text).filter(|number| BusinessNumber::parse(number).is_err());
        numbers.map(move |number| (field, number.to_owned())).collect::<Vec<_>>()
    });
    for at in told.chain(written) {
        let remedy = Message::new("law-remedy-number-wrong");
        found.push(fact(facts, Rule::Identity, Act::Block, "직업안정법 시행령 제28조", at, remedy));
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
}

/// What was shown and then taken back is what the acts on false advertisements are about, whatever the
/// reason; each change of a term is told once.
fn worse(facts: &Facts<'_>, found: &mut Vec<Finding>) {
    for change in &facts.known.worse_terms {
        let clause = "채용절차의 공정화에 관한 법률 제4조제2항ㆍ제3항, 직업안정법 제34조";
        let term = Message { code: format!("opening-term-{}", change.term).into(), args: BTreeMap::new() };
        let remedy = Message::new("law-remedy-worse").with("term", term);
        let at = (change.term.field(), format!("{} → {}", change.before, change.after));
        found.push(fact(facts, Rule::WorseTerms, Act::Justify, clause, at, remedy));
    }
}
