//! The board as a table for a spreadsheet: one figure a row, empty where it is hidden.

use matching::mismatch::publish::KINDS;

use super::view::{Board, Line};

impl Board {
    /// One line a kind of work and place; the parts of the city first.
    pub fn csv(&self) -> String {
        let mut out = String::from("\u{feff}section,occupation_code,occupation,area_code,area,class");
        KINDS.iter().for_each(|kind| out.push_str(&format!(",{kind}")));
        out.push_str(",seekers,openings,heads,as_of,changes\r\n");
        let parts = self.parts.iter().map(|part| part.persons);
        let whole = figures(parts, self.seekers, self.openings, self.heads);
        let stamp = format!("{},{}", self.as_of, self.seq);
        out.push_str(&format!("city,,,,,,{whole},{stamp}\r\n"));
        for line in &self.lines {
            out.push_str(&format!("{},{stamp}\r\n", row(line)));
        }
        out
    }
}

fn row(line: &Line) -> String {
    let code = |code: Option<&str>| code.unwrap_or_default().to_owned();
    let words = [
        "cell".to_owned(),
        code(line.occupation.as_ref().map(domain::occupation::OccupationCode::as_str)),
        quoted(&line.occupation_name),
        code(line.area.as_ref().map(domain::area::AreaCode::as_str)),
        quoted(&line.area_name),
        line.class.map(|class| class.to_string()).unwrap_or_default(),
    ];
    let counts = figures(line.kinds.into_iter(), line.seekers, line.openings, line.heads);
    format!("{},{counts}", words.join(","))
}

fn figures(
    kinds: impl Iterator<Item = Option<u64>>,
    seekers: Option<u64>,
    openings: u64,
    heads: u64,
) -> String {
    let cells = kinds.chain([seekers]).map(|cell| cell.map(|n| n.to_string()).unwrap_or_default());
    let all: Vec<String> = cells.chain([openings.to_string(), heads.to_string()]).collect();
    all.join(",")
}

/// A name as a cell, whatever stands in it.
fn quoted(name: &str) -> String {
    format!("\"{}\"", name.replace('"', "\"\""))
}
