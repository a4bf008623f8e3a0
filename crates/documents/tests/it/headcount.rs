//! Headcounts as people write them.

use documents::value::headcount::read;

#[test]
fn heads() {
    let cases = [
        ("2", 2),
        ("2명", 2),
        ("2 명", 2),
        ("10인", 10),
        ("2명(남1 여1)", 2),
        ("남1 여1", 2),
        ("남 2명, 여 3명", 5),
        ("(남1, 여2)", 3),
        ("3~5명", 3),
        ("1,200명", 1_200),
        ("한 명", 1),
        ("두명", 2),
        ("12명(장애인 2명)", 12),
        ("약 10명", 10),
        ("１５명", 15),
        ("160", 160),
        ("1.0", 1),
        ("0명", 0),
        ("00명", 0),
        ("000명", 0),
        ("○명", 0),
        ("○○명", 0),
        ("O명", 0),
        ("약간명", 0),
        ("다수", 0),
        ("", 0),
        ("미정", 0),
        ("0", 0),
        ("-3", 0),
        ("99999", 0),
        ("1.5", 0),
    ];
    for (written, heads) in cases {
        assert_eq!(read(written).heads, heads, "{written}");
    }
    assert_eq!(read("12명(장애인 2명)").disabled, 2);
    assert!(read("2명(남1 여1)").says_more);
    assert!(!read("2명").says_more);
}
