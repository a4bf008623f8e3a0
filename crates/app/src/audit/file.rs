//! What is behind a number as a table for a spreadsheet and as a workbook. It must not know how it was found.

use documents::spreadsheet::{Column, Table, Value};
use domain::message::Message;

use super::{Line, Sheet};

/// Columns with their widths.
const COLUMNS: [(&str, f64); 15] = [
    ("claim", 38.0),
    ("start", 12.0),
    ("counts", 8.0),
    ("grade", 12.0),
    ("class", 8.0),
    ("contract", 12.0),
    ("owner", 24.0),
    ("helpers", 30.0),
    ("evidence", 40.0),
    ("evidence_by", 30.0),
    ("evidence_at", 24.0),
    ("entered_at", 22.0),
    ("entered_by", 16.0),
    ("changed_at", 22.0),
    ("rule", 8.0),
];

fn cells(line: &Line) -> Vec<String> {
    let pieces =
        line.evidence.iter().map(|(piece, _)| format!("{} {} {}", piece.grade, piece.kind, piece.on));
    let by = line.evidence.iter().map(|(piece, by)| match by.role {
        Some(role) => format!("{} ({role})", by.name),
        None if by.name.is_empty() => super::nobody(piece).to_owned(),
        None => by.name.clone(),
    });
    let at = line.evidence.iter().map(|(piece, _)| piece.at.map(|at| at.to_string()).unwrap_or_default());
    vec![
        line.id.to_string(),
        line.start.to_string(),
        if line.excluded.is_none() { "yes" } else { "no" }.to_owned(),
        match line.standing {
            Some(domain::counting::Standing::Confirmed) => "filled",
            Some(domain::counting::Standing::Claimed) => "claimed",
            None => "",
        }
        .to_owned(),
        line.class.to_string(),
        line.contract.to_string(),
        line.owner.clone(),
        line.helpers.join("; "),
        pieces.collect::<Vec<_>>().join("; "),
        by.collect::<Vec<_>>().join("; "),
        at.collect::<Vec<_>>().join("; "),
        line.entered.0.to_string(),
        line.entered.1.clone(),
        line.changed.to_string(),
        line.rule().map(|rule| rule.to_string()).unwrap_or_default(),
    ]
}

fn rows(sheet: &Sheet) -> impl Iterator<Item = Vec<String>> {
    sheet.rows.items.iter().chain(&sheet.excluded.items).map(cells)
}

/// One row a claim: those that count, then those that do not, each with its rule; time, rules and digest on each.
pub fn csv(sheet: &Sheet) -> Vec<u8> {
    let stamp = &sheet.stamp;
    let mut header: Vec<String> = COLUMNS.iter().map(|(name, _)| (*name).to_owned()).collect();
    header.extend(["as_of", "rule_set", "digest"].map(str::to_owned));
    let rows: Vec<Vec<String>> = rows(sheet)
        .map(|mut cells| {
            cells.extend([stamp.as_of.to_string(), stamp.rule_set.to_owned(), stamp.digest.clone()]);
            cells
        })
        .collect();
    documents::delimited::csv(&header, &rows)
}

/// The same as a workbook: the claims, and as of when and from what they are.
///
/// # Errors
/// `file-not-written` when a sheet is beyond what the format allows.
pub fn workbook(sheet: &Sheet) -> Result<Vec<u8>, Message> {
    let stamp = &sheet.stamp;
    let text = |text: &str| Value::Text(text.to_owned());
    let number = |n: usize| Value::Integer(i64::try_from(n).unwrap_or(i64::MAX));
    let columns = COLUMNS.iter().map(|(name, width)| Column::new(*name, *width)).collect();
    let claims = rows(sheet).map(|cells| cells.into_iter().map(Value::Text).collect());
    let claims = Table { name: "claims".to_owned(), columns, rows: claims.collect(), chart: None };
    let told = vec![
        vec![text("as_of"), text(&stamp.as_of.to_string())],
        vec![text("rule_set"), text(stamp.rule_set)],
        vec![text("changes"), Value::Integer(stamp.seq)],
        vec![text("digest"), text(&stamp.digest)],
        vec![text("rows"), number(sheet.rows.total)],
        vec![text("excluded"), number(sheet.excluded.total)],
    ];
    let columns = vec![Column::new("what", 16.0), Column::new("value", 70.0)];
    documents::spreadsheet::workbook(&[
        claims,
        Table { name: "stamp".to_owned(), columns, rows: told, chart: None },
    ])
}
