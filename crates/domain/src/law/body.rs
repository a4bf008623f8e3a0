//! LAW-06: looks, height, weight, birthplace, marriage, property and the family's schooling, job and
//! property (채용절차법 §4의3). A photo, the present address and the school are not on that list.

use super::pattern::{Phrase, Topic, Weight};
use super::{Act, Facts, Rule, version};

pub(super) const FAIR_HIRING: &str = "채용절차의 공정화에 관한 법률 제4조의3";
const EMPLOYMENT_POLICY: &str = "고용정책 기본법 제7조";

pub(super) static TOPIC: Topic = Topic {
    rule: Rule::PersonalTraits,
    clause: FAIR_HIRING,
    lawful: &[
        "(?:키|몸무게|체중|혼인|결혼|재산|출신|가족|외모|용모|신장)[^.\n/]{0,24}(?:묻지|적지마|적지않|보지않|차별|무관|상관없|안봅|요구하지|쓰지)",
        "키(?:가)?(?:큰|작은)(?:나무|화분|작물|식물|선반)",
        "체중(?:계|조절|관리|감량)",
        "신장(?:측정|투석|내과|질환|실)",
        "(?:외모|용모|얼굴)(?:를|을)?(?:가꾸|관리)",
        "미혼(?:모|부)",
        "재산(?:관리|세고지|권)",
        "(?:기혼자|미혼자)차별",
        "결혼식",
        "출신학교",
    ],
    unlawful: &[Phrase {
        weight: Weight::BySize,
        remedy: "law-remedy-traits",
        find: &[
            "(?:외모|용모|인상|얼굴|몸매|첫인상)(?:가|이|도|은|는)?(?:단정|준수|좋|예쁜|예쁘|깔끔|수려|뛰어|밝|호감)[가-힣]{0,3}",
            "(?:호감형|준수한|수려한|빼어난)(?:인상|외모|용모)?",
            "(?:미인|미남|훈남|훈녀|날씬|뚱뚱|비만|늘씬)[가-힣]{0,4}",
            "예쁜(?:분|사람|여성)",
            "키(?:가|는)? ?(?:1[4-9][0-9]|큰분|큰사람|작은분)[^.\n]{0,8}",
            "(?:신장|체중|몸무게)[^.\n]{0,14}(?:[0-9]{2,3} ?(?:cm|kg|이상|이하)?|기재|적어|이상|이하|제출|필수)",
            "키[ ,와및·]{1,3}(?:몸무게|체중)",
            "신체조건",
            "체격(?:이|도)?(?:좋|건장|큰)[가-힣]{0,2}",
            "(?:미혼|기혼|독신|이혼)(?:자|인|인분|남|녀)?(?:은|는|만|을)?[^.\n,]{0,4}(?:우대|환영|만|분|사절|불가|제외|지원|선호|구)",
            "(?:결혼|혼인)(?:여부|유무|상태|관계)(?:를|을)?[^.\n]{0,6}",
            "(?:출신지역?|출신지|출생지|본적|고향)[^.\n]{0,12}(?:기재|적어|적으|제출|확인|알려|필수)[가-힣]{0,2}",
            "(?:출생지|본적지?|고향)",
            "(?:경기도|경상도|전라도|충청도|강원도|제주도?|서울|인천|부산|대구|광주|대전|고양|호남|영남|특정지역|지역)(?:시)?출신(?:자|인|분)?(?:은|는|을|만)?[^.\n]{0,6}(?:우대|제외|사절|환영|불가|받지|선호|안됩)",
            "(?:전라도|경상도|충청도|강원도|제주도|호남|영남)(?:사람)?(?:은|는)?(?:제외|사절|불가)",
            "(?:부모님?|가족|형제|배우자|친척|직계)[^.\n]{0,10}(?:직업|학력|재산)[^.\n]{0,10}",
            "재산(?:상황|정도|사항|목록|규모|현황|상태)[^.\n]{0,6}",
            "(?:주택|자가|부동산|집)소유(?:여부)?[^.\n]{0,8}",
        ],
    }],
};

/// Blocked where the act forbids it, to be justified where only the duty not to discriminate holds; a
/// warning in the years before the act knew it.
pub(super) fn weigh(facts: &Facts<'_>) -> (Act, &'static str) {
    match (version::traits_forbidden(facts.day), facts.fair_hiring_applies()) {
        (true, true) => (Act::Block, FAIR_HIRING),
        (true, false) => (Act::Justify, EMPLOYMENT_POLICY),
        (false, _) => (Act::Warn, EMPLOYMENT_POLICY),
    }
}
