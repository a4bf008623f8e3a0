//! News as a letter, said in two ways.

use documents::digest::{Line, Sheet, html, plain};
use domain::message::Lang;

#[test]
fn both_say_the_same_and_a_title_cannot_become_a_tag() {
    let sheet = Sheet {
        lang: Lang::Ko,
        title: "새 소식 2건".to_owned(),
        lines: vec![
            Line::Head("소식".to_owned()),
            Line::Item("<script>alert(1)</script> & \"업체\"".to_owned()),
            Line::Way {
                words: "조립 <원>".to_owned(),
                about: "월 200만원 · 별빛동".to_owned(),
                url: "https://city.example/openings/1".to_owned(),
            },
            Line::Link { words: "보기".to_owned(), url: "https://city.example/me?a=1&b=2".to_owned() },
        ],
    };
    let (plain, html) = (plain(&sheet), html(&sheet));
    assert!(plain.contains("■ 소식") && plain.contains("보기: https://city.example/me?a=1&b=2"));
    assert!(
        plain.contains("- 조립 <원>\n  월 200만원 · 별빛동\n  https://city.example/openings/1\n"),
        "{plain}"
    );
    let way = "<a href=\"https://city.example/openings/1\">조립 &lt;원&gt;</a><br>월 200만원 · 별빛동";
    assert!(html.contains(way), "{html}");
    assert!(html.contains("&lt;script&gt;") && !html.contains("<script"));
    assert!(html.contains("href=\"https://city.example/me?a=1&amp;b=2\"") && html.contains("lang=\"ko\""));
}
