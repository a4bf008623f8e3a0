//! Pay as people write it.

use documents::value::wage::{Hint, amount, read, text, won};
use domain::wage::WageForm::{self, Daily, Hourly, Monthly, Yearly};
use proptest::prelude::*;

const NO: Hint = Hint { form: None, unit_won: None };

fn figures(written: &str, hint: Hint) -> Option<(WageForm, i64, i64)> {
    read(written, hint).unwrap().wage.map(|wage| (wage.form, wage.min_won, wage.max_won))
}

#[test]
fn figures_are_read() {
    let cases = [
        ("월 250만원 이상", Monthly, 2_500_000, 2_500_000),
        ("월250만원", Monthly, 2_500_000, 2_500_000),
        ("월급 2500000", Monthly, 2_500_000, 2_500_000),
        ("월급 2,185,890원", Monthly, 2_185_890, 2_185_890),
        ("월급 218만원 ~ 218만원", Monthly, 2_180_000, 2_180_000),
        ("월급 270~310만원", Monthly, 2_700_000, 3_100_000),
        ("월 200-250만원", Monthly, 2_000_000, 2_500_000),
        ("월급 : 300만", Monthly, 3_000_000, 3_000_000),
        ("250만", Monthly, 2_500_000, 2_500_000),
        ("250만원", Monthly, 2_500_000, 2_500_000),
        ("월 250만 5천원", Monthly, 2_505_000, 2_505_000),
        ("월 2.5백만원", Monthly, 2_500_000, 2_500_000),
        ("250만원(월)", Monthly, 2_500_000, 2_500_000),
        ("2,500~3,000만원", Yearly, 25_000_000, 30_000_000),
        ("연봉 3,000 만원 이상", Yearly, 30_000_000, 30_000_000),
        ("연봉 2,700 만원 ~ 3,200 만원", Yearly, 27_000_000, 32_000_000),
        ("연 3600만원", Yearly, 36_000_000, 36_000_000),
        ("연봉 3천5백만원", Yearly, 35_000_000, 35_000_000),
        ("연봉 3천~4천만원", Yearly, 30_000_000, 40_000_000),
        ("연봉 1억 2천만원", Yearly, 120_000_000, 120_000_000),
        ("연봉 1억", Yearly, 100_000_000, 100_000_000),
        ("3500만원", Yearly, 35_000_000, 35_000_000),
        ("시급 10,320원", Hourly, 10_320, 10_320),
        ("시급 10,320 원 ~ 10,320 원", Hourly, 10_320, 10_320),
        ("시급 1만2천원", Hourly, 12_000, 12_000),
        ("시간당 11000", Hourly, 11_000, 11_000),
        ("10,320원/시간", Hourly, 10_320, 10_320),
        ("시급 10,320원 (월 환산 2,156,880원)", Hourly, 10_320, 10_320),
        ("일당 15만", Daily, 150_000, 150_000),
        ("일급 150,000원", Daily, 150_000, 150_000),
        ("일당 12만~15만원", Daily, 120_000, 150_000),
        ("월급 200만원 (주 40시간)", Monthly, 2_000_000, 2_000_000),
        ("월급 220만원 상여 400%", Monthly, 2_200_000, 2_200_000),
        ("월２５０만원", Monthly, 2_500_000, 2_500_000),
    ];
    for (written, form, min, max) in cases {
        assert_eq!(figures(written, NO), Some((form, min, max)), "{written}");
    }
}

#[test]
fn headers_give_unit_and_form() {
    let hint = Hint::of("월급(만원)");
    assert_eq!(hint, Hint { form: Some(Monthly), unit_won: Some(10_000) });
    assert_eq!(figures("250", hint), Some((Monthly, 2_500_000, 2_500_000)));
    assert_eq!(figures("250~300", hint), Some((Monthly, 2_500_000, 3_000_000)));
    assert_eq!(figures("2,500,000원", hint), Some((Monthly, 2_500_000, 2_500_000)));
    assert_eq!(figures("시급 10,320원", hint), Some((Hourly, 10_320, 10_320)));
    assert_eq!(figures("3,000", Hint::of("연봉 (단위: 만원)")), Some((Yearly, 30_000_000, 30_000_000)));
    assert_eq!(figures("2500", Hint::of("월급(천원)")), Some((Monthly, 2_500_000, 2_500_000)));
    assert_eq!(figures("10320", Hint { form: Some(Hourly), unit_won: None }), Some((Hourly, 10_320, 10_320)));
}

#[test]
fn what_is_not_certain_stays_a_note() {
    let cases = [
        ("회사내규에 따름", None),
        ("면접 후 협의", None),
        ("협의", None),
        ("최저임금 이상", None),
        ("10,320원", Some("wage-form-unknown")),
        ("1,200만원", Some("wage-form-unknown")),
        ("월급 2,500,000만원", Some("wage-implausible")),
        ("월급 250", Some("wage-implausible")),
        ("연봉 220 만원", Some("wage-implausible")),
        ("시급 250만원", Some("wage-implausible")),
        ("월급 300만원 ~ 250만원", Some("wage-implausible")),
        ("월급 300만원 이하", Some("wage-no-lower")),
        ("~300만원", Some("wage-no-lower")),
        ("월 세후 230만원", Some("wage-net")),
    ];
    for (written, doubt) in cases {
        let told = read(written, NO).unwrap();
        assert_eq!(told.wage, None, "{written}");
        assert_eq!(told.note, written, "{written}");
        assert_eq!(told.doubt.as_ref().map(|m| m.code.as_ref()), doubt, "{written}");
    }
    for written in ["", "-", "0", "0원", "정보 없음"] {
        let told = read(written, NO).unwrap();
        assert_eq!((told.wage, told.note.as_str()), (None, ""), "{written}");
    }
}

#[test]
fn more_than_figures_is_kept_as_a_note() {
    assert_eq!(read("월 250만원 이상", NO).unwrap().note, "월 250만원 이상");
    assert_eq!(read("월급 250만원 + 식대", NO).unwrap().note, "월급 250만원 + 식대");
    assert_eq!(read("월급 250만원", NO).unwrap().note, "");
}

#[test]
fn pay_below_zero_is_refused() {
    for written in ["-100", "월급 -250만원", "△2,500,000", "-1"] {
        assert_eq!(read(written, NO).unwrap_err().code, "wage-below-zero", "{written}");
    }
    assert!(read("월 200-250만원", NO).is_ok());
}

#[test]
fn single_amounts() {
    assert_eq!(won("5억", NO), Some(500_000_000));
    assert_eq!(won("300", Hint::of("자본금(백만원)")), Some(300_000_000));
    assert_eq!(won("비공개", NO), None);
}

#[test]
fn one_typed_amount() {
    let cases = [
        ("250만", 2_500_000),
        ("250만원", 2_500_000),
        ("2,500,000", 2_500_000),
        (" 2500000 원 ", 2_500_000),
        ("₩10,320", 10_320),
        ("1만 2천", 12_000),
        ("1만2천원", 12_000),
        ("2.5백만", 2_500_000),
        ("３００만", 3_000_000),
        ("1억", 100_000_000),
        ("0", 0),
    ];
    for (written, won) in cases {
        assert_eq!(amount(written), Ok(Some(won)), "{written}");
    }
    for written in ["", "  ", "없음"] {
        assert_eq!(amount(written), Ok(None), "{written}");
    }
    for (written, code) in
        [("-5", "wage-below-zero"), ("- 250만", "wage-below-zero"), ("△100", "wage-below-zero")]
    {
        assert_eq!(amount(written).unwrap_err().code, code, "{written}");
    }
    for written in [
        "많이",
        "만",
        "월급",
        "1,2,3",
        "2,50,000",
        "10.5",
        "250만~300만",
        "40시간",
        "1e9",
        "=1+1",
        "99999999999999999999999",
        "9999999999999999",
        "250만 정도",
    ] {
        assert_eq!(
            amount(written).map_err(|m| m.code.to_string()),
            Err("wage-amount-unreadable".into()),
            "{written}"
        );
    }
}

proptest! {
    #[test]
    fn any_typed_text_is_answered(text in "[0-9,.만천백원 -]{0,24}") {
        if let Ok(Some(won)) = amount(&text) {
            prop_assert!(won >= 0);
        }
    }


    #[test]
    fn what_is_written_is_read_back(form in 0_usize..4, min in 20_000_i64..400_000, more in 0_i64..90_000) {
        let form = WageForm::ALL[form];
        let times = match form { Hourly => 1, Daily => 1, Monthly => 20, Yearly => 200 };
        let wage = domain::wage::Wage::new(form, min * times, (min + more) * times).unwrap();
        prop_assert_eq!(read(&text(&wage), NO).unwrap().wage, Some(wage));
    }
}
