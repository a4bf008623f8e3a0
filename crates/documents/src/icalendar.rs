//! Days of the offices as an iCalendar feed (RFC 5545): whole days or times of day, one event each, lines folded and text
//! escaped. Times are instants of UTC, which every calendar shows by its reader's clock. It must not know what an entry is.

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

/// An entry at a time of day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Timed {
    /// What it is known by for ever, unique in the world.
    pub uid: String,
    /// When it last changed.
    pub changed_at: Timestamp,
    /// When it begins.
    pub from: Timestamp,
    /// When it ends.
    pub until: Timestamp,
    /// That it does not take place: who had it in their calendar sees so.
    pub cancelled: bool,
    /// What it is.
    pub title: String,
    /// Where; empty for nowhere in particular.
    pub place: String,
    /// More words; empty for none.
    pub note: String,
    /// Where more is told.
    pub url: String,
}

/// How an instant is written.
const INSTANT: &str = "%Y%m%dT%H%M%SZ";

/// Octets of a line, its break left out.
const LINE: usize = 75;

/// The feed of days.
pub fn feed(name: &str, entries: &[Entry]) -> String {
    calendar(name, |out| {
        for entry in entries {
            // The end is the first day that is no more part of it.
            let after = entry.until.saturating_add(jiff::Span::new().days(1));
            let days = [
                format!("DTSTART;VALUE=DATE:{}", entry.from.strftime("%Y%m%d")),
                format!("DTEND;VALUE=DATE:{}", after.strftime("%Y%m%d")),
            ];
            let told = [&entry.title, &entry.place, &entry.note, &entry.url].map(String::as_str);
            event(out, (entry.uid.as_str(), entry.changed_at), &days, told);
        }
    })
}

/// The feed of times.
pub fn timed(name: &str, entries: &[Timed]) -> String {
    calendar(name, |out| {
        for entry in entries {
            let mut lines = vec![
                format!("DTSTART:{}", entry.from.strftime(INSTANT)),
                format!("DTEND:{}", entry.until.strftime(INSTANT)),
            ];
            if entry.cancelled {
                lines.push("STATUS:CANCELLED".to_owned());
            }
            let told = [&entry.title, &entry.place, &entry.note, &entry.url].map(String::as_str);
            event(out, (entry.uid.as_str(), entry.changed_at), &lines, told);
        }
    })
}

fn calendar(name: &str, events: impl FnOnce(&mut String)) -> String {
    let mut out = String::new();
    for line in ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Iljari//Iljari//KO", "CALSCALE:GREGORIAN"] {
        put(&mut out, line);
    }
    put(&mut out, &format!("X-WR-CALNAME:{}", escaped(name)));
    events(&mut out);
    put(&mut out, "END:VCALENDAR");
    out
}

/// One event: what it is known by and when it changed, when it is, and its title, place, note and address.
fn event(
    out: &mut String,
    (uid, changed_at): (&str, Timestamp),
    when: &[String],
    [title, place, note, url]: [&str; 4],
) {
    put(out, "BEGIN:VEVENT");
    put(out, &format!("UID:{}", escaped(uid)));
    put(out, &format!("DTSTAMP:{}", changed_at.strftime(INSTANT)));
    for line in when {
        put(out, line);
    }
    put(out, &format!("SUMMARY:{}", escaped(title)));
    for (key, text) in [("LOCATION", place), ("DESCRIPTION", note)] {
        if !text.is_empty() {
            put(out, &format!("{key}:{}", escaped(text)));
        }
    }
    if !url.is_empty() {
        put(out, &format!("URL:{url}"));
    }
    put(out, "END:VEVENT");
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
