//! LAW-13: people left out for nationality, disability, religion or union membership (직업안정법 §2).

use super::Rule;
use super::pattern::{Phrase, Topic, Weight};

pub(super) static TOPIC: Topic = Topic {
    rule: Rule::Exclusion,
    clause: "직업안정법 제2조, 장애인차별금지법 제10조",
    lawful: &["(?:외국인|장애인)(?:도|과)", "(?:노동조합|노조)(?:사무실|회의실|건물)", "종교(?:무관|시설)"],
    unlawful: &[Phrase {
        weight: Weight::Justify,
        remedy: "law-remedy-exclusion",
        find: &[
            "(?:외국인|장애인|중국인|조선족|동포|교포|탈북민)(?:은|는|을|의)?(?:지원)?(?:불가|사절|제외|할수없|지원할수없|지원불가|안됩|안받|받지|채용하지|채용안|뽑지)[가-힣]{0,2}",
            "(?:내국인|한국인|한국국적자?)(?:만|에한해|을)?(?:지원|우대|한정|선호|채용|가능|모집)?[^.\n]{0,4}",
            "장애(?:가|인이)?없(?:는|으신)[^.\n]{0,3}",
            "(?:기독교|불교|천주교|크리스천|개신교|원불교|교회|성당)[^.\n,]{0,8}(?:우대|환영|선호|만|구합|모집)",
            "(?:노조|노동조합)[^.\n]{0,12}(?:제외|불가|사절|않을|금지|안됩|안할|가입자)",
            "비노조원?[^.\n]{0,6}",
        ],
    }],
};
