//! Days as an iCalendar feed.

use documents::icalendar::{Entry, Timed, feed, timed};
use jiff::Timestamp;
use jiff::civil::date;
use proptest::prelude::*;

fn entry(title: &str) -> Entry {
    Entry {
        uid: "P-1@haneul".to_owned(),
        changed_at: Timestamp::UNIX_EPOCH,
        from: date(2016, 5, 28),
        until: date(2016, 6, 1),
        title: title.to_owned(),
        place: String::new(),
        note: "가, 나; 다\n라".to_owned(),
        url: String::new(),
    }
}

#[test]
fn a_day_ends_before_the_next_and_text_cannot_end_its_line() {
    let told = feed("달력", &[entry("국제로타리세계대회\r\nBEGIN:VEVENT")]);
    assert!(told.contains("DTSTART;VALUE=DATE:20160528\r\nDTEND;VALUE=DATE:20160602\r\n"), "{told}");
    assert!(told.contains("SUMMARY:국제로타리세계대회\\nBEGIN:VEVENT\r\n"));
    assert!(told.contains("DESCRIPTION:가\\, 나\\; 다\\n라\r\n"));
    assert_eq!(told.matches("\r\nBEGIN:VEVENT\r\n").count(), 1);
}

#[test]
fn a_time_is_an_instant_of_utc_and_what_does_not_take_place_says_so() {
    let at = |text: &str| text.parse::<Timestamp>().unwrap();
    let session = |nth: u32, cancelled| Timed {
        uid: format!("1-{nth}@haneul"),
        changed_at: Timestamp::UNIX_EPOCH,
        // 09:30 to 16:30 in Seoul.
        from: at("2016-04-04T00:30:00Z"),
        until: at("2016-04-04T07:30:00Z"),
        cancelled,
        title: "집단상담".to_owned(),
        place: "교육실, 2층".to_owned(),
        note: String::new(),
        url: "https://jobs.example.org/cohorts/1".to_owned(),
    };
    let told = timed("기수", &[session(1, false), session(2, true)]);
    assert_eq!(told.matches("DTSTART:20160404T003000Z\r\nDTEND:20160404T073000Z\r\n").count(), 2, "{told}");
    assert_eq!(told.matches("STATUS:CANCELLED\r\n").count(), 1);
    assert!(told.split("UID:1-2@haneul").nth(1).unwrap().contains("STATUS:CANCELLED"));
    assert!(
        told.contains("LOCATION:교육실\\, 2층\r\n")
            && told.contains("URL:https://jobs.example.org/cohorts/1\r\n")
    );
}

proptest! {
    #[test]
    fn no_line_is_longer_than_75_octets_and_unfolding_gives_the_text_back(title in "[가-힣a-z ,;]{0,200}") {
        let told = feed("달력", &[entry(&title)]);
        prop_assert!(told.split("\r\n").all(|line| line.len() <= 75));
        let unfolded = told.replace("\r\n ", "");
        let expected = format!("SUMMARY:{}\r\n", title.replace(',', "\\,").replace(';', "\\;"));
        prop_assert!(unfolded.contains(&expected));
    }
}
