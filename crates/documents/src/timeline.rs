//! A timeline as SVG: what runs from when until when, a row each, over months. Its kinds are told apart by their word and
//! pattern, never by colour alone; the table behind it is the page's to show.

use std::fmt::Write;

use jiff::civil::Date;

use crate::svg::{FILL, Frame, GREY, INK, PALE, cut, drawing, label, safe_id};

/// Width of the drawing.
pub const WIDTH: i64 = 720;
/// Room on the left for names.
pub const NAME: i64 = 200;
/// Height of a row.
const ROW: i64 = 30;
/// Height of the line of months.
const TOP: i64 = 28;

/// How a bar is drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Bar {
    /// Filled.
    Full,
    /// Hatched.
    Hatched,
    /// An outline only.
    Outline,
    /// Dotted.
    Dotted,
}

/// A row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// What runs.
    pub name: String,
    /// Its kind in a word.
    pub kind: String,
    /// From when.
    pub from: Date,
    /// Until when.
    pub until: Date,
    /// How it is drawn.
    pub bar: Bar,
    /// Days on which people are to be hired for it.
    pub marks: Vec<Date>,
}

/// Draws the rows over the days of a span, with a line for the present day when it lies within.
pub fn timeline(frame: &Frame<'_>, (first, last): (Date, Date), today: Date, rows: &[Row]) -> String {
    let days = i64::from((last - first).get_days()).max(1);
    let within = |day: Date| day.clamp(first, last);
    let x = |day: Date| NAME + i64::from((within(day) - first).get_days()) * (WIDTH - NAME - 4) / days;
    let height = TOP + i64::try_from(rows.len()).unwrap_or(0) * ROW + 6;
    let mut body = String::new();
    let mut month = first.first_of_month();
    while month <= last {
        let at = x(month);
        let _ = write!(body, r#"<path d="M{at} 6V{height}" stroke="{PALE}"/>"#);
        label(&mut body, at + 4, 18, "start", GREY, &month.strftime("%y-%m").to_string());
        month = month.last_of_month().saturating_add(jiff::Span::new().days(1));
    }
    if (first..=last).contains(&today) {
        let at = x(today);
        let _ = write!(body, r#"<path d="M{at} 6V{height}" stroke="{INK}" stroke-dasharray="4 3"/>"#);
    }
    let id = safe_id(frame.id);
    let mut said = Vec::new();
    for (line, row) in (0_i64..).zip(rows) {
        let y = TOP + line * ROW;
        let (from, until) = (x(row.from), x(row.until));
        let width = (until - from).max(4);
        let look = match row.bar {
            Bar::Full => format!(r#"fill="{FILL}""#),
            Bar::Hatched => format!(r#"fill="url(#{id}-p1)" stroke="{INK}""#),
            Bar::Dotted => format!(r#"fill="url(#{id}-p2)" stroke="{INK}""#),
            Bar::Outline => format!(r##"fill="#ffffff" stroke="{INK}" stroke-width="2""##),
        };
        label(&mut body, 0, y + 19, "start", INK, &cut(&row.name, 26));
        let _ = write!(body, r#"<rect x="{from}" y="{}" width="{width}" height="16" {look}/>"#, y + 7);
        for day in row.marks.iter().filter(|day| (first..=last).contains(*day)) {
            let at = x(*day);
            let (top, middle, bottom) = (y + 4, y + 15, y + 26);
            let _ = write!(
                body,
                r##"<path d="M{at} {top}L{} {middle}L{at} {bottom}L{} {middle}Z" fill="#ffffff" stroke="{INK}" stroke-width="2"/>"##,
                at + 6,
                at - 6
            );
        }
        said.push(format!("{} ({}) {} ~ {}", row.name, row.kind, row.from, row.until));
    }
    let described = match frame.description {
        "" => said.join(", "),
        description => format!("{description}: {}", said.join(", ")),
    };
    drawing(&Frame { description: &described, ..*frame }, WIDTH, height, &body)
}
