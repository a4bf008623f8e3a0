//! The digest that stands with every published figure (CR-21). It must not know how rows are found.

use std::fmt::Write as _;

use domain::counting::{RULE_SET, Told};
use sha2::{Digest, Sha256};

/// A digest of all that the figures are made of, in the order of the ids, so that it does not tell how the rows
/// were sorted and no change of one passes unseen.
pub fn digest(rows: &[Told]) -> String {
    let mut rows: Vec<&Told> = rows.iter().collect();
    rows.sort_unstable_by_key(|row| row.id);
    let mut hash = Sha256::new();
    hash.update(RULE_SET.as_bytes());
    let mut line = String::new();
    for row in rows {
        // Named one by one: a new part of a row does not compile until it is told here too.
        let Told {
            id,
            person,
            start,
            standing,
            class,
            contract,
            how,
            owner,
            contributors,
            project,
            days,
            weekly_minutes,
            looks,
        } = row;
        line.clear();
        // Writing to a string cannot fail.
        let _ = write!(line, "{id}|{person:?}|{start}|{standing:?}|{class}|{contract}|{how}|");
        let _ = writeln!(line, "{owner:?}|{contributors:?}|{project:?}|{days}|{weekly_minutes}|{looks:?}");
        hash.update(&line);
    }
    hex(&hash.finalize())
}

pub(crate) fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
