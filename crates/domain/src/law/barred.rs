//! Places and work that bar the young, by the words with which an opening names them (LAW-12): the laws bar them
//! whatever the employer says of age. It must not know who is looked at.

use std::sync::OnceLock;

use regex::Regex;

use super::text::Folded;
use crate::opening::Content;

/// Why the young are barred, and until when.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Bar {
    /// A place where nobody may be employed before the year in which they turn nineteen (청소년 보호법 §2, §29①).
    Place,
    /// Work that nobody under eighteen may do (근로기준법 §65①, 시행령 §40 별표 4; §72).
    Work,
}

impl Bar {
    /// Law and article, as cited.
    pub(super) fn clause(self) -> &'static str {
        match self {
            Self::Place => "청소년 보호법 제2조제5호, 제29조제1항",
            Self::Work => "근로기준법 제65조제1항, 제72조, 같은 법 시행령 제40조",
        }
    }
}

/// Each with the words in its one group. Unlike the linter's, these patterns know where a word begins and ends: 참여
/// 관리 names no 여관, 전화 방문 no 전화방. Places that the decree divides by how they are run (hotels, bath houses,
/// cafés) are left to whoever decides.
const BARS: [(Bar, &[&str]); 2] = [
    (
        Bar::Place,
        &[
            "(유흥 ?(?:주점|업소)|단란주점|룸살롱|룸싸롱|나이트 ?클럽|카바레|콜라텍)",
            "(노래 ?연습장|노래(?:방|주점|빠)|(?:pc|피씨|피시) ?방|만화방|비디오방|dvd ?방|전화방)(?:[^문송면영]|$)",
            "(오락실|성인 ?게임(?:장|랜드)|카지노|화상 ?경마장|장외 ?발매소|경륜장|경정장)",
            "(모텔|여인숙)",
            "(?:^|[^가-힣])(여관|술집|선술집|(?:티켓)?다방|무도장|성기구|성인용품)(?:[^면가-힣]|[에의은는이을과와도등및내카알직종서청관주야매점객]|$)",
            "(호프집|호프 ?펍|소주방|맥주 ?집|이자카야|포장마차|실내 ?포차|칵테일 ?바)",
        ],
    ),
    (
        Bar::Work,
        &[
            "(정신 ?병원|교도소|구치소|소각(?:장|로| ?업무| ?작업)|갱내|탄광)",
            "(?:^|[^가-힣])(도축|도살|잠수(?:사|부| ?작업))",
            "((?:지게차|굴착기|굴삭기|포클레인|크레인|불도저) ?(?:운전|조종|기사))",
        ],
    ),
];

/// What follows where something only stands near such a place, or supplies it.
const NEAR: &str =
    "^ ?(?:의 ?)?(?:옆|앞|뒤|근처|인근|주변|건너|맞은편|기기|기계|반주기|제외|견학|부품|납품|시공|설치)";

struct Compiled {
    near: Regex,
    bars: Vec<(Bar, Regex)>,
}

fn compile() -> Result<Compiled, regex::Error> {
    let mut bars = Vec::new();
    for (bar, patterns) in BARS {
        for pattern in patterns {
            bars.push((bar, Regex::new(pattern)?));
        }
    }
    Ok(Compiled { near: Regex::new(NEAR)?, bars })
}

/// What in title and duties bars the young, each bar once with its words. Addresses only say what is near.
pub(super) fn of(content: &Content) -> Vec<(Bar, String)> {
    static BOOK: OnceLock<Option<Compiled>> = OnceLock::new();
    // That the patterns are expressions is held by a test.
    let Some(book) = BOOK.get_or_init(|| compile().ok()) else { return Vec::new() };
    let mut found: Vec<(Bar, String)> = Vec::new();
    for text in [&content.title, &content.duties] {
        let folded = Folded::new(text).text;
        for (bar, regex) in &book.bars {
            let words = regex.captures_iter(&folded).filter_map(|found| found.get(1));
            let mut meant = words.filter(|words| !book.near.is_match(&folded[words.end()..]));
            if let (Some(words), false) = (meant.next(), found.iter().any(|(known, _)| known == bar)) {
                found.push((*bar, words.as_str().trim().to_owned()));
            }
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(duties: &str) -> Vec<(Bar, String)> {
        of(&Content { duties: duties.to_owned(), ..Content::default() })
    }

    #[test]
    fn every_pattern_is_an_expression() {
        assert_eq!(
            compile().unwrap().bars.len(),
            BARS.iter().map(|(_, patterns)| patterns.len()).sum::<usize>()
        );
    }

    #[test]
    fn places_and_work_are_known_by_their_words_and_what_is_near_them_is_not() {
        for (text, bar, words) in [
            ("노래 연습장 카운터", Bar::Place, "노래 연습장"),
            ("ＰＣ방 야간 관리", Bar::Place, "pc방"),
            ("모텔 객실 정리", Bar::Place, "모텔"),
            ("동네 호프집 서빙", Bar::Place, "호프집"),
            ("정신 병원 배식", Bar::Work, "정신 병원"),
            ("지게차 운전과 상하차", Bar::Work, "지게차 운전"),
            ("도축 보조", Bar::Work, "도축"),
            ("일산노래방 카운터 알바", Bar::Place, "노래방"),
            ("시내 여관 객실 청소", Bar::Place, "여관"),
            ("술집에서 서빙", Bar::Place, "술집"),
        ] {
            assert_eq!(found(text), [(bar, words.to_owned())], "{text}");
        }
        for text in [
            "노래방 기기 조립",
            "모텔 옆 분식집 서빙",
            "가구 조립",
            "제과점 판매",
            "주유소 주유원",
            "지게차 부품 포장",
            "참여 관리와 전화 방문 상담",
            "노래 방송 진행 보조",
            "미술 집중 지도",
            "업무 도장 정리, 제도 축소 안내",
            "완성 기구 포장, 다방면의 일",
        ] {
            assert_eq!(found(text), [], "{text}");
        }
        let both = found("카지노와 정신병원 청소, 모텔 청소");
        assert_eq!(both.len(), 2, "{both:?}");
        let near = Content { title: "분식집".into(), ..Content::default() };
        assert_eq!(of(&near), []);
    }
}
