//! Words of code lists as people write them, and their codes.

use domain::code::{
    ComputerSkill, Education, EmploymentType, EnterpriseKind, Language, Preference, Welfare, WorkPattern,
};
use domain::opening::{Insurance, LanguageSkill, Mediation, Reception, Selection};

use super::{list, tight};

/// Entries whose word the text contains, in the table's order, each once.
fn contained<T: Copy + PartialEq>(text: &str, table: &[(&str, T)]) -> Vec<T> {
    let tight = tight(text);
    let mut found = Vec::new();
    for (word, entry) in table {
        if tight.contains(word) && !found.contains(entry) {
            found.push(*entry);
        }
    }
    found
}

/// Entries by code (`05|14`) or by words.
fn by_code_or_word<T: Copy + PartialEq>(
    text: &str,
    code: fn(&str) -> Option<T>,
    table: &[(&str, T)],
) -> Vec<T> {
    let parts = list(text);
    let coded: Option<Vec<T>> = parts.iter().map(|part| code(part)).collect();
    coded.filter(|coded| !coded.is_empty()).unwrap_or_else(|| contained(text, table))
}

/// Least schooling: `학력무관`, `고졸↑`, `대졸(2~3년)`, `초대졸`, a code.
pub fn education(text: &str) -> Option<Education> {
    let tight = tight(text);
    if let Some(entry) = Education::from_code(&tight) {
        return Some(entry);
    }
    let words = [
        ("무관", Education::Any),
        ("관계없음", Education::Any),
        ("초졸", Education::Primary),
        ("초등학교", Education::Primary),
        ("초대졸", Education::Associate),
        ("전문대", Education::Associate),
        ("전문학사", Education::Associate),
        ("2~3년", Education::Associate),
        ("2,3년", Education::Associate),
        ("2년제", Education::Associate),
        ("중졸", Education::Middle),
        ("중학교", Education::Middle),
        ("고졸", Education::High),
        ("고등학교", Education::High),
        ("검정고시", Education::High),
        ("박사", Education::Doctor),
        ("석사", Education::Master),
        ("대학원", Education::Master),
        ("학사", Education::Bachelor),
        ("대졸", Education::Bachelor),
        ("대학교", Education::Bachelor),
        ("4년", Education::Bachelor),
        ("highschool", Education::High),
        ("bachelor", Education::Bachelor),
        ("master", Education::Master),
    ];
    words.iter().find(|(word, _)| tight.contains(word)).map(|(_, entry)| *entry)
}

/// Employment type. Words that leave the term open, such as 시간제 alone (see [`part_time`]), or several
/// types in one cell tell nothing for sure.
pub fn employment_type(text: &str) -> Option<EmploymentType> {
    let types = employment_types(text);
    if types.len() == 1 { types.first().copied() } else { None }
}

/// Every employment type that the text names. 시간제 names both part-time types: with a term and without.
pub fn employment_types(text: &str) -> Vec<EmploymentType> {
    const PART_TIME: [EmploymentType; 2] =
        [EmploymentType::IndefinitePartTime, EmploymentType::FixedTermPartTime];
    let mut types: Vec<EmploymentType> = Vec::new();
    for part in text.split([',', '|', '·', '/', '\n']) {
        let one = one_employment_type(part);
        let both = if one.is_none() && part_time(part) { &PART_TIME[..] } else { &[] };
        for found in one.iter().chain(both) {
            if !types.contains(found) {
                types.push(*found);
            }
        }
    }
    types
}

/// Whether the text says 시간제 in any of its words, such as 알바.
pub fn part_time(text: &str) -> bool {
    let tight = tight(text);
    let words = [
        "시간(선택)제",
        "시간선택제",
        "시간제",
        "파트",
        "단시간",
        "알바",
        "아르바이트",
        "parttime",
        "part-time",
    ];
    words.iter().any(|word| tight.contains(word))
}

fn one_employment_type(text: &str) -> Option<EmploymentType> {
    let tight = tight(text);
    if let Some(entry) = EmploymentType::from_code(&tight.to_uppercase()) {
        return Some(entry);
    }
    let has = |words: &[&str]| words.iter().any(|word| tight.contains(word));
    let part_time = part_time(text);
    if has(&["파견"]) {
        return Some(EmploymentType::Dispatched);
    }
    if has(&["대체인력", "휴직대체"]) {
        return Some(EmploymentType::Substitute);
    }
    if has(&[
        "정함이있는",
        "계약직",
        "기간제",
        "인턴",
        "위촉",
        "단기",
        "일용",
        "비정규",
        "임시",
        "contract",
        "temporary",
        "intern",
    ]) {
        let part_time_type = EmploymentType::FixedTermPartTime;
        return Some(if part_time { part_time_type } else { EmploymentType::FixedTerm });
    }
    if has(&["정함이없는", "정규직", "무기계약", "공무직", "상용직", "fulltime", "full-time", "permanent"])
    {
        let part_time_type = EmploymentType::IndefinitePartTime;
        return Some(if part_time { part_time_type } else { EmploymentType::Indefinite });
    }
    None
}

/// Whether the text speaks of working from home.
pub fn from_home(text: &str) -> bool {
    let tight = tight(text);
    ["재택", "workfromhome", "remotework"].iter().any(|word| tight.contains(word))
}

/// Days a week in the words of the code list.
pub fn pattern(text: &str) -> Option<WorkPattern> {
    WorkPattern::from_code(&tight(text)).or_else(|| super::hours::read(text).pattern)
}

/// Kind of enterprise.
pub fn enterprise(text: &str) -> Option<EnterpriseKind> {
    let table = [
        ("대기업", EnterpriseKind::Large),
        ("벤처", EnterpriseKind::Venture),
        ("공공", EnterpriseKind::Public),
        ("공기업", EnterpriseKind::Public),
        ("외국", EnterpriseKind::Foreign),
        ("청년친화", EnterpriseKind::YouthFriendly),
    ];
    by_code_or_word(text, EnterpriseKind::from_code, &table).first().copied()
}

/// Preferred applicants.
pub fn preferences(text: &str) -> Vec<Preference> {
    let table = [
        ("차량소지", Preference::HasCar),
        ("자차", Preference::HasCar),
        ("고용촉진", Preference::PromotionSubsidy),
        ("보훈", Preference::Veteran),
        ("국가유공", Preference::Veteran),
        ("제대군인", Preference::LongServiceSoldier),
        ("북한이탈", Preference::NorthKoreanDefector),
        ("운전가능", Preference::Driver),
        ("운전면허", Preference::Driver),
        ("장애인", Preference::Disabled),
        ("고령", Preference::Senior),
        ("50세이상", Preference::Senior),
    ];
    by_code_or_word(text, Preference::from_code, &table)
}

/// Benefits.
pub fn welfare(text: &str) -> Vec<Welfare> {
    let table = [
        ("기숙사", Welfare::Dormitory),
        ("통근버스", Welfare::CommuterBus),
        ("셔틀", Welfare::CommuterBus),
        ("중식", Welfare::Lunch),
        ("점심", Welfare::Lunch),
        ("식사제공", Welfare::Lunch),
        ("주택자금", Welfare::HousingFund),
        ("차량유지", Welfare::CarAllowance),
        ("교육비", Welfare::Training),
        ("자녀학자금", Welfare::Tuition),
        ("학자금", Welfare::Tuition),
    ];
    by_code_or_word(text, Welfare::from_code, &table)
}

/// Computer skills.
pub fn computer(text: &str) -> Vec<ComputerSkill> {
    let table = [
        ("문서작성", ComputerSkill::WordProcessing),
        ("한글", ComputerSkill::WordProcessing),
        ("워드", ComputerSkill::WordProcessing),
        ("스프레드", ComputerSkill::Spreadsheet),
        ("엑셀", ComputerSkill::Spreadsheet),
        ("excel", ComputerSkill::Spreadsheet),
        ("프리젠테이션", ComputerSkill::Presentation),
        ("프레젠테이션", ComputerSkill::Presentation),
        ("파워포인트", ComputerSkill::Presentation),
        ("회계", ComputerSkill::Accounting),
    ];
    by_code_or_word(text, ComputerSkill::from_code, &table)
}

/// Foreign languages, each with the words it stands in as its level.
pub fn languages(text: &str) -> Vec<LanguageSkill> {
    let table = [
        ("영어", Language::English),
        ("일본어", Language::Japanese),
        ("일어", Language::Japanese),
        ("독일어", Language::German),
        ("프랑스어", Language::French),
        ("불어", Language::French),
        ("스페인어", Language::Spanish),
        ("중국어", Language::Chinese),
        ("러시아어", Language::Russian),
        ("아랍어", Language::Arabic),
        ("베트남어", Language::Vietnamese),
        ("태국어", Language::Thai),
        ("한국어", Language::Korean),
        ("몽골어", Language::Mongolian),
        ("인도네시아어", Language::Indonesian),
        ("우즈베크어", Language::Uzbek),
        ("네팔어", Language::Nepali),
    ];
    let mut skills: Vec<LanguageSkill> = Vec::new();
    for part in list(text) {
        for language in by_code_or_word(&part, Language::from_code, &table) {
            if !skills.iter().any(|skill| skill.language == language) {
                let coded = Language::from_code(&part).is_some();
                skills.push(LanguageSkill {
                    language,
                    level: if coded { String::new() } else { part.clone() },
                });
            }
        }
    }
    skills
}

/// Steps of selection.
pub fn selection(text: &str) -> Vec<Selection> {
    let table = [
        ("서류", Selection::Documents),
        ("면접", Selection::Interview),
        ("필기", Selection::Test),
        ("시험", Selection::Test),
        ("인성검사", Selection::Test),
        ("실기", Selection::Practical),
        ("documents", Selection::Documents),
        ("interview", Selection::Interview),
    ];
    contained(text, &table)
}

/// Ways to apply.
pub fn reception(text: &str) -> Vec<Reception> {
    let table = [
        ("방문", Reception::Visit),
        ("내방", Reception::Visit),
        ("내사", Reception::Visit),
        ("우편", Reception::Post),
        ("팩스", Reception::Fax),
        ("fax", Reception::Fax),
        ("이메일", Reception::Email),
        ("e-mail", Reception::Email),
        ("email", Reception::Email),
        ("메일", Reception::Email),
        ("고용24", Reception::Worknet),
        ("워크넷", Reception::Worknet),
        ("홈페이지", Reception::Homepage),
        ("온라인", Reception::Homepage),
        ("인터넷", Reception::Homepage),
        ("전화", Reception::Phone),
        ("phone", Reception::Phone),
        ("고용센터", Reception::JobCenter),
        ("일자리센터", Reception::JobCenter),
    ];
    contained(text, &table)
}

/// Social insurance. `4대보험` is all four; a list names what there is and leaves the rest unsaid.
pub fn insurance(text: &str) -> Insurance {
    let tight = tight(text);
    let all = ["4대", "사대보험"].iter().any(|word| tight.contains(word));
    let said = |words: &[&str]| (all || words.iter().any(|word| tight.contains(word))).then_some(true);
    Insurance {
        pension: said(&["국민연금"]),
        employment: said(&["고용보험"]),
        accident: said(&["산재"]),
        health: said(&["건강보험", "의료보험"]),
    }
}

/// How actively candidates are to be referred.
pub fn mediation(text: &str) -> Mediation {
    let tight = tight(text);
    if tight.contains("적극") {
        Mediation::Active
    } else if tight.contains("직접") {
        Mediation::Direct
    } else {
        Mediation::Normal
    }
}

/// Yes or no; `None` when it says neither.
pub fn yes(text: &str) -> Option<bool> {
    let tight = tight(text);
    let no = ["n", "no", "x", "0", "아니오", "아니요", "부", "무", "false", "거부", "×"];
    let yes = [
        "y", "yes", "o", "1", "예", "네", "여", "유", "true", "동의", "가능", "있음", "희망", "○", "●", "v",
        "✓",
    ];
    if no.contains(&tight.as_str())
        || ["미동의", "부동의", "비동의", "안함", "불가", "없음", "비희망", "비공개", "거부"]
            .iter()
            .any(|word| tight.contains(word))
    {
        Some(false)
    } else if yes.contains(&tight.as_str())
        || ["동의", "가능", "있음", "희망", "보유", "공개"].iter().any(|word| tight.contains(word))
    {
        Some(true)
    } else {
        None
    }
}
