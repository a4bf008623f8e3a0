//! LAW-12: work of people under eighteen (근로기준법 §64 to §70).

use super::pattern::{Phrase, Topic, Weight};
use super::{Facts, Rule};

pub(super) static TOPIC: Topic = Topic {
    rule: Rule::Minors,
    clause: "근로기준법 제64조, 제65조, 제70조",
    lawful: &[
        "(?:청소년|미성년자|고등학생|중학생)(?:은|는)?(?:지원)?(?:불가|할수없|지원할수없|안됩|고용하지)",
        "(?:청소년|고등학생|중학생|고등학교|중학교)(?:에게|을|를|의|수련|상담|보호|센터|시설|대상|수학|영어|국어|급식)",
        "(?:만 ?)?1[89] ?세",
    ],
    unlawful: &[
        Phrase {
            weight: Weight::Block,
            remedy: "law-remedy-minors",
            find: &[
                "(?:만 ?)?1[0-4] ?세(?:이상|도|가능)[^.\n]{0,4}",
                "(?:만 ?)?15 ?세미만[^.\n]{0,6}",
                "(?:중학생|초등학생)(?:도|은|알바)?(?:가능|지원|환영|모집)",
                "(?:고등학생|미성년자|청소년|고교생|1[5-7] ?세)[^.\n]{0,10}(?:야간|심야|밤|새벽|22 ?시|24 ?시)[^.\n]{0,12}",
            ],
        },
        Phrase {
            weight: Weight::Justify,
            remedy: "law-remedy-minors-justify",
            find: &[
                "(?:고등학생|미성년자|청소년|고교생)(?:도|은|는)?(?:알바)?(?:가능|지원|환영|채용|모집|우대)",
                "(?:만 ?)?1[5-7] ?세(?:도|부터|이상)?(?:이상|가능|지원|환영|도)?",
            ],
        },
    ],
};

/// Whether the work reaches into the night, where minors may not be employed (§70).
pub(super) fn at_night(facts: &Facts<'_>) -> bool {
    facts.content.work_time.daily.is_some_and(crate::work_time::DailyHours::touches_night)
}
