//! Days as an iCalendar feed.

use documents::icalendar::{Entry, feed};
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
