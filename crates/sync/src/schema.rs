//! Versions of the fields. A machine that was away for months writes the fields that its program knew; home lifts them
//! to its own, and lowers what it says to theirs. Adding a field needs nothing here: a machine that does not know it
//! never writes it, and only what was changed is ever written. Only a field with a new name or place is a new version.

use crate::{Command, Edit, Fields, Quarantine};

/// The version that this program writes.
pub const CURRENT: u32 = 1;

/// A field that got another name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rename {
    /// The first version that has the new name.
    pub since: u32,
    /// Of which noun.
    pub noun: &'static str,
    /// Its old name.
    pub from: &'static str,
    /// Its new one.
    pub to: &'static str,
}

/// All of them, in order.
pub const LADDER: &[Rename] = &[];

/// Lifts a command to a version.
///
/// # Errors
/// [`Quarantine::UnknownSchema`] for one of a later version.
pub fn lift(mut command: Command, ladder: &[Rename], current: u32) -> Result<Command, Quarantine> {
    if command.schema > current {
        return Err(Quarantine::UnknownSchema);
    }
    for rename in ladder.iter().filter(|rename| rename.since > command.schema && rename.since <= current) {
        for step in command.steps.iter_mut().filter(|step| step.noun == rename.noun) {
            let moved: Vec<(String, Edit)> = step
                .edits
                .iter()
                .filter_map(|(path, edit)| Some((renamed(path, rename.from, rename.to)?, edit.clone())))
                .collect();
            step.edits.retain(|path, _| renamed(path, rename.from, rename.to).is_none());
            step.edits.extend(moved);
        }
    }
    command.schema = current;
    Ok(command)
}

/// Lowers a record to the names of an earlier version.
pub fn lower(noun: &str, fields: Fields, ladder: &[Rename], version: u32) -> Fields {
    let steps = ladder.iter().rev().filter(|rename| rename.since > version && rename.noun == noun);
    steps.fold(fields, |fields, rename| {
        let old = |path: String| renamed(&path, rename.to, rename.from).unwrap_or(path);
        fields.into_iter().map(|(path, value)| (old(path), value)).collect()
    })
}

/// A path under another name, if it is that field or lies in it.
fn renamed(path: &str, from: &str, to: &str) -> Option<String> {
    let rest = path.strip_prefix(from)?;
    (rest.is_empty() || rest.starts_with('.')).then(|| format!("{to}{rest}"))
}
