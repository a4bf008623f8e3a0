//! LAW-07: age in recruiting (고령자고용법 §4의4). A lower limit set by a law that protects minors, the
//! employer's retirement age and the age of those one works for are lawful. A programme by law may name its own
//! age group (§4의5), and no other.

use super::pattern::{Phrase, Topic, Weight};
use super::{Facts, Rule};
use crate::opening::Programme;

/// Whom a wording names, each with the programmes whose own group that is.
const GROUPS: &[(Programme, &[&str])] = &[
    (Programme::MiddleAged, &["신중년", "중장년", "장년", "중년"]),
    (Programme::Senior, &["고령자", "시니어", "노년", "실버", "어르신", "은퇴", "퇴직", "노인"]),
    (Programme::Youth, &["청년", "젊은", "젊으", "어린", "어리", "어릴"]),
];

/// Wordings that keep a group out. Whoever keeps their own group out does not serve it.
const OUT: &[&str] = &[
    "제외",
    "불가",
    "사절",
    "안됩",
    "어렵",
    "뽑지",
    "받지",
    "채용하지",
    "사양",
    "곤란",
    "힘들",
    "힘드",
    "죄송",
    "거절",
    "넘",
    "지난",
    "초과",
];

/// The youngest and the oldest of a programme's own group (청년고용촉진 특별법 시행령 §2 with the wider bounds of
/// local rules; 고령자고용법 시행령 §2). `None` for a programme that is not about age.
fn own_group(programme: Programme) -> Option<(i64, i64)> {
    match programme {
        Programme::Youth => Some((15, 39)),
        Programme::MiddleAged => Some((40, 69)),
        Programme::Senior => Some((50, i64::MAX)),
        Programme::DisabledOnly => None,
    }
}

/// Whether the words found name the age group of the opening's own programme and nobody else's.
pub(super) fn names_own_group(facts: &Facts<'_>, words: &str) -> bool {
    let Some(programme) = facts.content.programme else { return false };
    let Some((youngest, oldest)) = own_group(programme) else { return false };
    let words: String = words.chars().filter(|c| !c.is_whitespace()).collect();
    let holds = |any: &[&str]| any.iter().any(|word| words.contains(word));
    let mut groups = GROUPS.iter().filter(|(_, group)| holds(group)).map(|(of, _)| *of).peekable();
    let ages = ages(&words, i64::from(facts.day.year()));
    let nobody = groups.peek().is_none() && ages.is_empty();
    if nobody || holds(OUT) || !groups.all(|of| of == programme) {
        return false;
    }
    // An upper limit alone keeps the old out of what is for them, and a lower one alone the young.
    let (upper, lower) = (holds(&["이하", "미만", "까지", "이내"]), holds(&["이상", "부터"]));
    let one_sided = !holds(&["~", "-"])
        && match programme {
            Programme::Senior => upper && !lower,
            Programme::Youth => lower && !upper,
            _ => false,
        };
    !one_sided && ages.iter().all(|age| (youngest..=oldest).contains(age))
}

const DIGITS: [char; 10] = ['0', '1', '2', '3', '4', '5', '6', '7', '8', '9'];

/// The ages that a wording names: of a decade its first and last year, of a year of birth the age of this year.
fn ages(words: &str, year: i64) -> Vec<i64> {
    // After a number only: 우대 is no decade, 청년 no year.
    let counted = |of: char| words.match_indices(of).any(|(at, _)| words[..at].ends_with(DIGITS));
    let (born, decades) = (counted('년'), counted('대'));
    let mut out = Vec::new();
    for number in words.split(|c: char| !c.is_ascii_digit()).filter(|number| !number.is_empty()) {
        let Ok(n) = number.parse::<i64>() else { continue };
        match number.len() {
            4 if born => out.push(year - n),
            // 5060: two decades in one word.
            4 => out.extend([n / 100, n % 100 + 9]),
            _ if born => out.push(year - if n > year % 100 { 1900 + n } else { 2000 + n }),
            _ if decades => out.extend([n, n + 9]),
            _ => out.push(n),
        }
    }
    out.extend(SPELT.iter().filter(|(word, _)| words.contains(word)).map(|(_, age)| *age));
    out
}

/// Ages in words, as far as the patterns below know them.
const SPELT: &[(&str, i64)] = &[
    ("스물", 20),
    ("이십", 20),
    ("서른", 30),
    ("삼십", 30),
    ("마흔", 40),
    ("사십", 40),
    ("쉰", 50),
    ("오십", 50),
    ("예순", 60),
    ("육십", 60),
    ("환갑", 60),
    ("회갑", 60),
    ("칠순", 70),
    ("칠십", 70),
    ("팔십", 80),
];

pub(super) static TOPIC: Topic = Topic {
    rule: Rule::Age,
    clause: "고용상 연령차별금지 및 고령자고용촉진에 관한 법률 제4조의4",
    lawful: &[
        "(?:나이|연령|연세)[^.\n/0-9]{0,14}(?:무관|불문|관계없|상관없|제한없|제한을두지|제한은없|따지지|묻지|보지않|차별)",
        "(?:연령|나이)제한(?:이|은)?없",
        "정년<..>{0,8}[0-9]{2} ?세(?:까지|이상|이하)?",
        "[6-7][0-9] ?세까지[^.\n/]{0,6}(?:근무|고용|일할|정년|계속|계약|다닐|재고용|일하)",
        "[5-7][0-9] ?세(?:이상|도달|이후)[^.\n/]{0,12}(?:촉탁|정년|재고용|국민연금|지원금|장려금|감면|공제대상|계속고용|연금)",
        // Machines and rooms are counted with the same word as decades of age.
        "(?:차량|버스|트럭|화물차|지게차|컴퓨터|pc|노트북|장비|기계|설비|로봇|카메라|자전거|택시|승용차|단말기|키오스크|전화|모니터|프린터|cctv|에어컨|미싱|재봉틀|침대|기기|서버|선반|프레스|냉장고|정수기|휠체어|킥보드|오토바이|공기청정기|굴착기|승강기|엘리베이터|탁구대|운동기구|자판기|주차)[^.\n,]{0,6}[0-9]{1,3} ?(?:여)?대",
        "[0-9]{1,3} ?(?:여)?대(?:규모|를보유|보유|를운영|운영|를정비|를점검|를관리|를수리|를설치|주차|의차량|의버스|의장비|이상주차|를세)",
        "(?:만 ?)?1[5-9] ?세(?:이상)?(?:이면|부터)?(?:$|[^~0-9이미까부\\-])",
        "(?:만 ?)?1[5-9] ?세이상",
        // Those one works for.
        "(?:아동|유아|어린이|영유아|초등|어르신|노인|이용자|고객|학생)[^.\n,0-9]{0,5}[0-9]{1,2} ?[~-] ?[0-9]{1,2} ?세",
        "[0-9]{1,2} ?(?:세|대|살|개월)?(?: ?[~-] ?[0-9]{1,2} ?(?:세|대|살|개월))?(?:이상|이하|미만|전후|안팎)?(?:의|인|된)?(?:어르신|노인|고객|손님|아동|어린이|유아|영아|아이|이용자|환자|회원|영유아|반|학습|학생|부부|독자|관람객|여성고객|남성고객|시민|구민|주민|수강생|교육생|직장인대상|소비자|입소자|수급자|대상자|참가자|유소년|선수|축구|농구|야구|청소년대상|관람가|이용가|초등)",
        "[0-9]{1,2} ?대(?:[ ~,·-]{1,3}[0-9]{1,2} ?대)?(?:여성|남성|직장인|주부|초반|후반|이상)?(?:고객|손님|회원|소비자|독자|관람객|이용자|타깃|타겟)",
        "[0-9]{1,2} ?(?:대|세|0)?(?:여성|남성|직장인|주부|시민|세대)?(?:을|를)(?:겨냥|대상|위한|돌|가르)",
        "(?:고객|이용자|회원|손님|환자|입소자|어르신|대상|대상자|원생|아이들|아동|관람객|수강생)(?:은|는|이|가|의|층은)?[^.\n/]{0,12}[0-9]{1,2} ?(?:세|대|살)(?: ?[~-] ?[0-9]{1,2} ?(?:세|대|살))?(?:이상|이하|미만|가)?",
        "(?:청년|중장년|시니어|신중년|노인|고령자|장년|실버)(?:층)?[^.\n/]{0,8}(?:지원금|장려금|공제|고객|상담|사업|센터|일자리사업|대상|정책|주택|창업|교육|복지|식단|케어|여가|클럽|하우스|타운|스마트폰|를위한|을위한|내일|도약|희망적금|수당)",
        "(?:젊은|어린|고령)(?:층)?(?:부부|고객|손님|엄마|아이|관람객|환자|독자|어르신|자녀)",
        "(?:^|[^0-9])[0-9]{2,3} ?세대",
        "[0-9]{2} ?년(?:전통|역사|경력)",
        "[0-9]{4} ?년대",
        "(?:중소기업|우리은행|국민은행)청년",
    ],
    unlawful: &[
        Phrase {
            weight: Weight::Block,
            remedy: "law-remedy-age",
            find: &[
                "<AGE> ?(?:세|살|대)?(?:이상)? ?(?:~|-|부터|에서|이상) ?<AGE> ?(?:세|살|대)(?:이하|미만|까지|사이)?(?:인분)?",
                "<AGE>(?:세|살)? ?(?:~|-) ?<AGE>(?:세|살)",
                "<AGE> ?(?:세|살|대)(?:초반|중반|후반)?(?:이하|미만|까지|이내|안쪽)(?:만)?",
                "<AGE> ?(?:세|살|대)(?:이상|초과)(?:자|인분)?(?:는|은)?<..>{0,8}(?:불가|사절|제외|안됩|어렵|뽑지|받지|채용하지)",
                "(?:19|20)?[0-9]{2} ?(?:년(?:대)?(?:생)?)? ?(?:~|-|부터|에서) ?(?:19|20)?[0-9]{2} ?년(?:대)?(?:생|출생|사이출생|사이에태어)",
                "(?:19|20)?[0-9]{2} ?년(?:대)?생(?:까지|이하|이상|이후|이전|만)?",
                "[(\\[]?<AGE> ?(?:세|살|대) ?[↓▼]",
                "~ ?<AGE> ?(?:세|살|대)(?:까지|이하)?",
                "<AGE> ?(?:세|살|대)(?:이전|아래|밑|안팎|내외|전후|안쪽|또래|언저리)[^.\n/]{0,8}(?:분|사람|우대|모집|구|환영|지원|선호|만|<END>)",
                "(?:2030|3040|4050)(?:세대|대|분)?(?:만|을|를)?(?:환영|우대|모집|구|선호|위주|채용)[가-힣]{0,2}",
                "(?:19|20)?[0-9]{2} ?년(?:이후|이전|부터)(?:에)?(?:출생|태어)",
                "(?:[2-4]0 ?|[이삼사]십)대[, ·~/-]{0,3}(?:에서)?(?:[2-5]0 ?대)?(?:초|중|후|초반|중반|초중반|중후반|후반)?(?:의|만|도|가|를|을|분만|분을|위주로|위주|중심으로|중심|이신|정도의|정도|로)?(?:환영|우대|구함|구합|구해|모집|만|선호|직원|지원(?:하|가능|바|해|자)|채용|찾|분|남자|남성|여자|여성|뽑|원합|원해|받|적합|알바|인력|젊은|사원|구인|희망|활발|팀원)",
                "(?:[2-4]0 ?|[이삼사]십)대(?: ?[\n./)]|$)",
                "(?:스물|서른|마흔|쉰|예순)(?:한|두|세|네|다섯|여섯|일곱|여덟|아홉)?(?:살)?(?:이하|미만|까지|에서|부터|전|사이|이상)(?:<..>{0,4}(?:서른|마흔|쉰|예순)[가-힣]{0,2})?",
                "젊(?:은|으신|고)[^.\n,]{0,12}(?:분|사람|직원|인력|근무자|인재|일꾼|여성|남성|친구|피)",
                "젊은(?:층|이)(?:를|을|들을|들|만|으로)?(?:위주(?:로)?|중심(?:으로)?)?(?:우대|환영|모집|선호|구합|구해|구함|채용|뽑|원합|위주)[가-힣]{0,2}",
                "(?:나이(?:가|도)?)?어린(?:분|친구|사람|직원|편)(?:들)?(?:이|을|만|우대|환영)?",
                "나이(?:가|도)?어[린리릴](?:신|고|면|수록)?[^.\n/]{0,8}(?:분|우대|환영|선호|좋|유리)",
                "(?:나이|연세)(?:가|도)?(?:많|있|드|지긋|먹)[가-힣]{1,2}<..>{0,16}(?:어렵|사양|불가|사절|제외|안됩|정중히|받지|곤란|힘들|힘드|죄송|거절)[가-힣]{0,2}",
                "(?:나이|연령)(?:에)?(?:제한|상한|조건)(?:이|은|을)?(?:있|둡|두고|적용)[가-힣]{0,2}",
                "젊은이(?:를|만)?(?:우대|환영|모집|구합|찾습)[가-힣]{0,2}",
                "(?:또래|동년배|동갑)[^.\n/]{0,8}(?:분|친구|사람|우대|모집|환영|구)",
                "(?:정년퇴직자|은퇴자|어르신|노인|고령자|중년|노년)(?:분)?(?:는|은)?[^.\n/]{0,4}(?:사절|불가|제외|안됩|받지|사양)",
                "<AGE> ?(?:세|살)(?:를|가|이)?(?:넘|지난|초과)[^.\n/]{0,12}",
                "(?:이|삼|사|오|육)십[일이삼사오육칠팔구]? ?(?:세|살)(?:이하|미만|까지|이내)",
                "(?:연령대?|나이대?) ?[:은는]? ?<AGE> ?[~-] ?<AGE>",
                "(?:환갑|칠순|회갑)(?:이|을)?(?:지난|넘)[^.\n/]{0,10}",
                "(?:mz|엠지|z)세대[^.\n/]{0,6}(?:만|우대|모집|환영)",
                "(?:고령자|노년층|노인)(?:는|은)?(?:사절|불가|제외)",
                "(?:연령|나이)(?:제한|조건|상한)? ?[:은는]? ?<AGE>(?: ?세)?(?:이하|미만|까지|이내)?",
                "비슷한(?:나이|연령|또래)",
            ],
        },
        Phrase {
            weight: Weight::Justify,
            remedy: "law-remedy-age-justify",
            find: &[
                "(?:만 ?)?[2-8][0-9] ?세이상",
                "(?:[5-8]0 ?|[오육칠팔]십)대[, ·~-]{0,3}(?:[6-8]0 ?대)?(?:도|이상|의|분도|분들)?(?:환영|우대|가능|모집|분|구|지원|선호|적합)",
                "(?:청년|중장년|장년|시니어|신중년|노년|실버|고령자|어르신|은퇴자|정년퇴직자|퇴직자|중년|노인)(?:층|분|들)?(?:만|도|을|를|의)?(?:우대|환영|모집|구합|구함|선호|지원환영|지원바랍|찾|채용|적극)[가-힣]{0,2}",
                "(?:은퇴|정년퇴직|퇴직)(?:하신|한)분[^.\n/]{0,4}(?:환영|우대|모집)",
                "(?:5060|6070)(?:세대|대)?(?:환영|우대|모집|구)",
                "젊은(?:분위기|감각)",
            ],
        },
    ],
    documents: &[],
};
