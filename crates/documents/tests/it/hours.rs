//! Days and hours as people write them.

use documents::value::hours::{read, text};
use domain::code::WorkPattern::{self, AlternateSaturdays, FiveDays, SixDays};
use domain::work_time::{DailyHours, Weekdays, WorkTime};
use proptest::prelude::*;

/// Weekdays as letters, start, end, rest, told hours a week.
fn told(written: &str) -> (String, Option<(u16, u16, u16)>, Option<u32>) {
    let time = read(written).work_time;
    let days = time.weekdays.map_or(String::new(), |days| {
        days.days().map(|day| ['월', '화', '수', '목', '금', '토', '일'][usize::from(day)]).collect()
    });
    (days, time.daily.map(|d| (d.start_min, d.end_min, d.break_min)), time.weekly_min)
}

#[test]
fn spans_and_days() {
    let nine_to_six = Some((540, 1080, 60));
    let cases = [
        ("09:00~18:00", "", nine_to_six, None),
        ("9:00-18:00", "", nine_to_six, None),
        ("09:00 ~ 18:00", "", nine_to_six, None),
        ("9시~18시", "", nine_to_six, None),
        ("(오전) 9시 00분 ~ (오후) 6시 00분", "", nine_to_six, None),
        ("오전 9시부터 오후 6시까지", "", nine_to_six, None),
        ("오전 9시 반 ~ 오후 1시", "", Some((570, 780, 0)), None),
        ("월~금 09:00~18:00", "월화수목금", nine_to_six, None),
        ("월-토 10:00~15:00", "월화수목금토", Some((600, 900, 30)), None),
        ("월,수,금 13:00~17:00", "월수금", Some((780, 1020, 0)), None),
        ("월·수·금", "월수금", None, None),
        ("월수금", "월수금", None, None),
        ("화요일, 목요일", "화목", None, None),
        ("토요일 10:00~18:00", "토", Some((600, 1080, 30)), None),
        ("평일 09:00~18:00", "월화수목금", nine_to_six, None),
        ("주말 10:00~16:00", "토일", Some((600, 960, 30)), None),
        ("매일 06:00~10:00", "월화수목금토일", Some((360, 600, 0)), None),
        ("22:00~06:00", "", Some((1320, 360, 30)), None),
        ("09:00~18:00 휴게 90분", "", Some((540, 1080, 90)), None),
        ("09:00~18:00 휴게시간 12:00~13:00", "", nine_to_six, None),
        ("09:00~15:00 (점심 1시간)", "", Some((540, 900, 60)), None),
        ("주 40시간", "", None, Some(2_400)),
        ("주40시간", "", None, Some(2_400)),
        ("주당 15시간", "", None, Some(900)),
        ("주 소정근로시간 20시간", "", None, Some(1_200)),
        ("주 17시간 30분", "", None, Some(1_050)),
        ("주5일 주 40시간 근로 09:00 ~ 18:00", "", nine_to_six, Some(2_400)),
        ("주5일 09:00~18:00", "", nine_to_six, Some(2_400)),
        ("주5일(월~금) 09:00~18:00", "월화수목금", nine_to_six, None),
        ("주 3일, 1일 4시간", "", None, Some(720)),
        ("주5일 하루 8시간", "", None, Some(2_400)),
        ("주5일", "", None, None),
    ];
    for (written, days, daily, weekly) in cases {
        assert_eq!(told(written), (days.to_owned(), daily, weekly), "{written}");
    }
}

#[test]
fn what_is_not_certain_stays_a_note() {
    for written in ["협의", "시간 협의 가능", "자율출퇴근", "일요일 휴무", "격일 근무", "3교대"]
    {
        let time = read(written).work_time;
        assert!(time.is_unknown() && time.note == written, "{written}: {time:?}");
    }
    // Two different spans make no one day.
    let two = read("평일 09:00~18:00, 토요일 09:00~13:00").work_time;
    assert_eq!((two.daily, two.weekly_minutes()), (None, None));
    assert!(!two.note.is_empty());
    assert!(read("2교대 08:00~20:00").work_time.shift);
    assert_eq!(read("").work_time, WorkTime::default());
    assert!(read("25:00~26:00").work_time.is_unknown());
}

#[test]
fn patterns() {
    let cases: [(&str, Option<WorkPattern>); 7] = [
        ("주5일", Some(FiveDays)),
        ("주 5일 근무", Some(FiveDays)),
        ("월~금", Some(FiveDays)),
        ("주6일", Some(SixDays)),
        ("월~토", Some(SixDays)),
        ("토요 격주휴무", Some(AlternateSaturdays)),
        ("협의", None),
    ];
    for (written, expected) in cases {
        assert_eq!(read(written).pattern, expected, "{written}");
    }
}

proptest! {
    #[test]
    fn what_is_written_is_read_back(
        days in 1_u8..128, start in 0_u16..1440, length in 300_u16..900, rest in 0_u16..60, weekly in 1_u32..81,
    ) {
        let end = (start + length) % 1440;
        let time = WorkTime {
            weekdays: Some(Weekdays(days)),
            daily: DailyHours::new(start, end, rest),
            weekly_min: Some(weekly * 60),
            shift: false,
            note: String::new(),
        };
        // A rest of no minutes cannot be told from a rest nobody wrote about.
        prop_assume!(rest > 0);
        prop_assert_eq!(read(&text(&time)).work_time, time);
    }
}
