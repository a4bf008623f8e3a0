//! Days of the offices as an iCalendar feed (RFC 5545): whole days, one event each, lines folded and text escaped. It must
//! not know what an entry is.

use jiff::Timestamp;
use jiff::civil::Date;

/// An entry of whole days.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// What it is known by for ever, unique in the world.
    pub uid: String,
    /// When it last changed.
    pub changed_at: Timestamp,
    /// First day.
    pub from: Date,
    /// Last day.
    pub until: Date,
    /// What it is.
    pub title: String,
    /// Where; empty for nowhere in particular.
    pub place: String,
    /// More words; empty for none.
    pub note: String,
    /// Where more is told.
    pub url: String,
}

/// Octets of a line, its break left out.
const LINE: usize = 75;

/// The feed.
pub fn feed(name: &str, entries: &[Entry]) -> String {
    let mut out = String::new();
    for line in ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Iljari//Iljari//KO", "CALSCALE:GREGORIAN"] {
        put(&mut out, line);
    }
    put(&mut out, &format!("X-WR-CALNAME:{}", escaped(name)));
    for entry in entries {
        put(&mut out, "BEGIN:VEVENT");
        put(&mut out, &format!("UID:{}", escaped(&entry.uid)));
        put(&mut out, &format!("DTSTAMP:{}", entry.changed_at.strftime("%Y%m%dT%H%M%SZ")));
        put(&mut out, &format!("DTSTART;VALUE=DATE:{}", entry.from.strftime("%Y%m%d")));
        // The end is the first day that is no more part of it.
        let after = entry.until.saturating_add(jiff::Span::new().days(1));
        put(&mut out, &format!("DTEND;VALUE=DATE:{}", after.strftime("%Y%m%d")));
        put(&mut out, &format!("SUMMARY:{}", escaped(&entry.title)));
        for (key, text) in [("LOCATION", &entry.place), ("DESCRIPTION", &entry.note)] {
            if !text.is_empty() {
                put(&mut out, &format!("{key}:{}", escaped(text)));
            }
        }
        if !entry.url.is_empty() {
            put(&mut out, &format!("URL:{}", entry.url));
        }
        put(&mut out, "END:VEVENT");
    }
    put(&mut out, "END:VCALENDAR");
    out
}

/// Text as a value: what would end it is escaped, and control characters are left out.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\\' | ';' | ',' => {
                out.push('\\');
                out.push(c);
            }
            '\n' => out.push_str("\\n"),
            c if c.is_control() => {}
            c => out.push(c),
        }
    }
    out
}

/// A line, folded after so many octets without cutting a character.
fn put(out: &mut String, line: &str) {
    let mut used = 0;
    for c in line.chars() {
        if used + c.len_utf8() > LINE {
            out.push_str("\r\n ");
            used = 1;
        }
        out.push(c);
        used += c.len_utf8();
    }
    out.push_str("\r\n");
}
