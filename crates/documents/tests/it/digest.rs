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
            Line::Link { words: "보기".to_owned(), url: "https://city.example/me?a=1&b=2".to_owned() },
        ],
    };
    let (plain, html) = (plain(&sheet), html(&sheet));
    assert!(plain.contains("■ 소식") && plain.contains("보기: https://city.example/me?a=1&b=2"));
    assert!(html.contains("&lt;script&gt;") && !html.contains("<script"));
    assert!(html.contains("href=\"https://city.example/me?a=1&amp;b=2\"") && html.contains("lang=\"ko\""));
}
