//! Openings near a dong in large type, for people who were given it over the counter: five to a page, each
//! with pay, the nearest stop and a telephone that can be read without glasses.

use super::{Align, Block, Office, Sheet};

/// Openings on a page.
pub const LARGE_PER_PAGE: usize = 5;
/// Columns of Latin letters that fit one line, a Hangul syllable counting two; the number leads to the rest.
const LONGEST: usize = 58;
/// Columns of a title that fit one line.
const LONGEST_TITLE: usize = 50;

/// Names of the lines, in the language of the list.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
#[allow(missing_docs, reason = "each is what its name says")]
pub struct LargeWords {
    pub title: String,
    pub employer: String,
    pub pay: String,
    pub hours: String,
    pub way: String,
    pub call: String,
    pub code: String,
    pub none: String,
}

/// An opening on the list.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct LargeOpening {
    /// Number of the opening.
    pub number: String,
    /// What the work is.
    pub title: String,
    /// Who offers it, and where.
    pub employer: String,
    /// Pay per hour and month.
    pub pay: String,
    /// Days and hours.
    pub hours: String,
    /// Nearest station or stop.
    pub way: String,
    /// Telephone, as written.
    pub phone: String,
    /// Code to answer with on paper, in groups.
    pub code: String,
}

/// The list.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct LargeList {
    /// Who issues it.
    pub office: Office,
    /// `en` for an English list; Korean otherwise.
    pub english: bool,
    /// Names of its lines.
    pub words: LargeWords,
    /// What it shows, such as "within 5 km of a dong".
    pub about: String,
    /// The openings, nearest first.
    pub openings: Vec<LargeOpening>,
}

/// Draws the list. Nothing on it is smaller than 14 points.
pub fn large_list(facts: &LargeList) -> Sheet {
    let words = &facts.words;
    let mut sheet = Sheet::new("", &words.title, &facts.office);
    sheet.lang = if facts.english { "en" } else { "ko" };
    sheet.points = 14;
    sheet.text(Align::Left, facts.about.clone());
    if facts.openings.is_empty() {
        sheet.text(Align::Left, words.none.clone());
    }
    for (i, opening) in facts.openings.iter().enumerate() {
        if i > 0 && i % LARGE_PER_PAGE == 0 {
            sheet.blocks.push(Block::NewPage);
        }
        let line = |name: &String, value: &str| (name.clone(), cut(value, LONGEST));
        let lines = [
            line(&words.employer, &opening.employer),
            line(&words.pay, &opening.pay),
            line(&words.hours, &opening.hours),
            line(&words.way, &opening.way),
        ];
        sheet.blocks.push(Block::Card {
            mark: format!("{}.", i + 1),
            title: cut(&opening.title, LONGEST_TITLE),
            lines: lines.into_iter().filter(|(_, value)| !value.is_empty()).collect(),
            call: match opening.code.is_empty() {
                true => format!("{}   ({} {})", cut(&opening.phone, 24), words.call, opening.number),
                false => format!("{}   ({} {})", cut(&opening.phone, 24), words.code, opening.code),
            },
        });
    }
    sheet
}

/// The text on one line, cut at so many columns.
fn cut(text: &str, columns: usize) -> String {
    crate::svg::cut(&text.split_whitespace().collect::<Vec<_>>().join(" "), columns)
}
