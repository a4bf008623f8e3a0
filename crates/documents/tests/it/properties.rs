//! Whatever is written, nothing breaks.

use documents::table::{Cell, Limits, read};
use documents::value::{choice, date, headcount, hours, is_blank, list, personal, plain, term, wage};
use proptest::prelude::*;

use crate::words::{openings, seekers, today};

/// Words of cells put together at random, besides wholly arbitrary text.
fn written() -> impl Strategy<Value = String> {
    let words = prop::sample::select(vec![
        "월",
        "250만",
        "~",
        "-",
        "만원",
        "2,500",
        "시급",
        "09:00",
        "18시",
        "주 5일",
        "월~금",
        "휴게",
        "2026",
        ".",
        "/",
        "년",
        "13월",
        "32",
        "(",
        ")",
        "남1",
        "00명",
        "억",
        "천",
        "경력",
        "99999999999999999999",
        "까지",
        "외 3",
        "010",
        "@",
        "오후",
        "시간",
        "분",
        "부터",
        "요일",
        " ",
        "\n",
        "일",
        "%",
        "1.5",
        "△",
    ]);
    prop_oneof![any::<String>(), prop::collection::vec(words, 0..12).prop_map(|words| words.concat())]
}

proptest! {
    #[test]
    fn value_readers_never_panic(text in written()) {
        let cell = Cell::Text(text.clone());
        let _ = (date::read(&cell, today()), date::deadline(&cell, today()), date::born(&cell, today()));
        let told = wage::read(&text, wage::Hint::of(&text));
        if let Ok(Some(wage)) = told.map(|told| told.wage) {
            prop_assert!(wage.min_won > 0 && wage.max_won >= wage.min_won);
        }
        let heads = headcount::read(&text);
        prop_assert!(heads.heads <= 9_999 * 2 && heads.disabled <= heads.heads);
        if let Some(daily) = hours::read(&text).work_time.daily {
            prop_assert!(daily.paid_min() > 0);
        }
        let _ = (term::career(&text), term::months(&text, Some(12)), term::places(&text), term::several_employers(&text));
        let _ = (choice::education(&text), choice::employment_types(&text), choice::languages(&text), choice::yes(&text));
        let _ = (is_blank(&text), list(&text));
    }

    #[test]
    fn numbers_never_panic_as_dates(number in any::<f64>()) {
        let cell = Cell::Number(number);
        let _ = (date::read(&cell, today()), date::deadline(&cell, today()), date::born(&cell, today()));
    }

    #[test]
    fn normal_forms_are_stable(text in any::<String>()) {
        let once = plain(&text);
        prop_assert_eq!(plain(&once), once);
    }

    #[test]
    fn masking_leaves_nothing_to_mask(text in written()) {
        let (masked, _) = personal::mask(&text);
        prop_assert!(!domain::person::looks_like_resident_number(&masked), "{}", masked);
    }

    #[test]
    fn arbitrary_bytes_are_read_or_refused(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
        let limits = Limits::default();
        for start in [&b""[..], b"PK\x03\x04", b"<wantedRoot>", b"[{", b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1"] {
            if let Err(message) = read("a", &[start, &bytes].concat(), &limits) {
                prop_assert!(message.code.starts_with("file-") || message.code == "worknet-error");
            }
        }
    }

    #[test]
    fn arbitrary_cells_make_a_row(cells in prop::collection::vec("[^\"\u{0}]{0,20}", 5)) {
        let line = cells.iter().map(|cell| format!("\"{cell}\"")).collect::<Vec<_>>().join(",");
        for row in openings(&format!("제목,회사명,임금,근무시간,마감일\n{line}\n")) {
            prop_assert!(row.outcome.is_ok() || !row.outcome.unwrap_err().is_empty());
        }
        for row in seekers(&format!("성명,희망직종,희망임금,생년월일,휴대폰\n{line}\n")) {
            prop_assert!(row.outcome.is_ok() || !row.outcome.unwrap_err().is_empty());
        }
    }
}
