//! LAW-10: resident numbers, account numbers, registers and criminal, health and credit records asked of
//! people who are not hired yet (개인정보 보호법 §16, §23, §24의2).

use super::Rule;
use super::pattern::{Phrase, Topic, Weight};

pub(super) static TOPIC: Topic = Topic {
    rule: Rule::Records,
    clause: "개인정보 보호법 제16조, 제23조, 제24조의2",
    lawful: &[
        "주민(?:등록)?번호[^.\n]{0,12}(?:적지|기재하지|쓰지|받지|요구하지|제외|가리|지우)",
        "(?:합격|입사|채용|최종합격)(?:한|자|이)?(?:결정|확정)?(?:후|뒤|자에게|자는)[^.\n/]{0,16}(?:등본|초본|가족관계|범죄경력|건강진단|건강검진|계좌|통장)[^.\n]{0,12}",
        "(?:등본|초본|가족관계증명서|건강진단서|범죄경력)(?:은|는)?(?:합격|입사|채용)(?:한)?(?:후|뒤)",
        "건강진단서발급",
        "신용정보(?:회사|사|업)",
    ],
    unlawful: &[Phrase {
        weight: Weight::Block,
        remedy: "law-remedy-records",
        find: &[
            "주민(?:등록)?번호[^.\n]{0,8}(?:기재|뒷자리|적어|필수)?",
            "(?:주민등록)?(?:등본|초본)",
            "가족관계(?:증명서?|등록부)",
            "호적",
            "범죄경력(?:증명서?|회보서|조회서?)?",
            "(?:건강진단서|건강진단결과서?|채용신체검사서|건강검진결과지?|진료기록)",
            "병력(?:기록|을|사항|조회)",
            "신용(?:조회|정보|등급|불량|평가)[가-힣]{0,4}",
            "계좌번호",
        ],
    }],
};
