//! From text to what is indexed.

use search::tokens;

#[test]
fn pairs_words_and_lone_syllables() {
    assert_eq!(tokens("학교급식"), ["학교", "교급", "급식"]);
    assert_eq!(tokens("CNC선반 3명"), ["cnc", "선반", "3", "명"]);
    assert_eq!(tokens(" ·!? "), Vec::<String>::new());
}
