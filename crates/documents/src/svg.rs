//! The frame every drawing shares: title and description for screen readers, escaped text, numbers as
//! written in Korea.
//!
//! Only presentation attributes are used, never `style`: pages forbid inline styles. Nothing is told by
//! colour alone, so that a print in black and white says the same.

use std::fmt::Write;

use domain::message::thousands;

/// What stands around a drawing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Frame<'a> {
    /// Short title.
    pub title: &'a str,
    /// What the drawing shows, for those who cannot see it.
    pub description: &'a str,
    /// Id, unique on its page; letters, digits and hyphens.
    pub id: &'a str,
}

/// Text of the drawing's body.
pub(crate) const INK: &str = "#1e2124";
/// Lines and lesser text.
pub(crate) const GREY: &str = "#58616a";
/// Main fill.
pub(crate) const FILL: &str = "#256ef4";
/// Background of empty places.
pub(crate) const PALE: &str = "#e6e8ea";

/// Patterns that tell series apart without colour.
const PATTERNS: &str = concat!(
    "<defs>",
    r##"<pattern id="{id}-p1" width="6" height="6" patternUnits="userSpaceOnUse"><rect width="6" height="6" fill="#fff"/><path d="M0 6L6 0" stroke="#1e2124" stroke-width="1.5"/></pattern>"##,
    r##"<pattern id="{id}-p2" width="5" height="5" patternUnits="userSpaceOnUse"><rect width="5" height="5" fill="#fff"/><circle cx="2.5" cy="2.5" r="1.2" fill="#1e2124"/></pattern>"##,
    "</defs>",
);

/// Puts `body` into a drawing of that size, which is also the widest it is shown unless a page says more.
pub(crate) fn drawing(frame: &Frame<'_>, width: i64, height: i64, body: &str) -> String {
    let id = safe_id(frame.id);
    let (title, description) = (text(frame.title), text(frame.description));
    let patterns = if body.contains("url(#") { PATTERNS.replace("{id}", &id) } else { String::new() };
    // A picture hides what is inside it from screen readers; links must stay reachable.
    let role = if body.contains("<a ") { "group" } else { "img" };
    format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width} {height}\" \
         width=\"{width}\" height=\"{height}\" role=\"{role}\" \
         aria-labelledby=\"{id}-title {id}-desc\" font-family=\"'Pretendard GOV', sans-serif\" font-size=\"14\">\
         <title id=\"{id}-title\">{title}</title><desc id=\"{id}-desc\">{description}</desc>{patterns}{body}</svg>"
    )
}

/// Letters, digits and hyphens of an id.
pub(crate) fn safe_id(id: &str) -> String {
    id.chars().filter(|c| c.is_ascii_alphanumeric() || *c == '-').collect()
}

/// Escaped text without control characters.
pub(crate) fn text(raw: &str) -> String {
    let clean: String = raw.chars().filter(|c| !c.is_control()).collect();
    quick_xml::escape::escape(clean.as_str()).into_owned()
}

/// How many Latin letters wide a text is, a Hangul syllable counting two.
pub(crate) fn columns_of(raw: &str) -> usize {
    raw.chars().map(|c| if c.is_ascii() { 1 } else { 2 }).sum()
}

/// The text cut to about `columns` Latin letters, a Hangul syllable counting two.
pub(crate) fn cut(raw: &str, columns: usize) -> String {
    let mut used = 0;
    let mut out = String::new();
    for c in raw.chars() {
        used += if c.is_ascii() { 1 } else { 2 };
        if used > columns {
            out.push('…');
            break;
        }
        out.push(c);
    }
    out
}

/// A text element; `anchor` is `start`, `middle` or `end`.
pub(crate) fn label(body: &mut String, x: i64, y: i64, anchor: &str, colour: &str, raw: &str) {
    let said = text(raw);
    let _ = write!(body, r#"<text x="{x}" y="{y}" text-anchor="{anchor}" fill="{colour}">{said}</text>"#);
}

/// A figure as it is shown.
pub(crate) fn figure(value: i64) -> String {
    thousands(value)
}

/// `value` of `most` on a length; nothing where there is no length.
pub(crate) fn scale(value: i64, most: i64, length: i64) -> i64 {
    if most <= 0 { 0 } else { value.clamp(0, most).saturating_mul(length) / most }
}
