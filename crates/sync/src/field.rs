//! Records as fields, and what becomes of a field that two places changed. It must not know what a field means.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map, Value};

use crate::{Edit, Fields};

/// How the record of a noun is taken apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Shape {
    /// Objects whose own fields are fields.
    pub nested: &'static [&'static str],
    /// Lists that only grow: what two places add to one is added from both.
    pub grows: &'static [&'static str],
    /// What follows from the rest or counts changes, and is nobody's word: left out, and made anew by whoever writes.
    pub follows: &'static [&'static str],
}

impl Shape {
    /// Takes a record apart. What is `null` is as good as not there.
    pub fn fields(&self, prefix: &str, record: &Value) -> Fields {
        let mut fields = Fields::new();
        self.gather(prefix, record, &mut fields);
        fields
    }

    fn gather(&self, prefix: &str, record: &Value, into: &mut Fields) {
        let Value::Object(object) = record else { return };
        for (key, value) in object {
            let path = format!("{prefix}{key}");
            if self.follows.contains(&path.as_str()) {
                continue;
            }
            match value {
                Value::Object(_) if self.nested.contains(&path.as_str()) => {
                    self.gather(&format!("{path}."), value, into);
                }
                Value::Null => {}
                value => {
                    into.insert(path, value.clone());
                }
            }
        }
    }

    /// Puts what [`Shape::fields`] took apart together again; what stands under another prefix is left out.
    pub fn record(&self, prefix: &str, fields: &Fields) -> Value {
        let mut record = Map::new();
        for (path, value) in fields {
            let Some(path) = path.strip_prefix(prefix) else { continue };
            if prefix.is_empty() && path.starts_with(TOLD) {
                continue;
            }
            let full = format!("{prefix}{path}");
            let parent = self
                .nested
                .iter()
                .find(|parent| full.strip_prefix(**parent).is_some_and(|rest| rest.starts_with('.')));
            match parent {
                Some(parent) => {
                    let own = &parent[prefix.len()..];
                    let inner = record.entry(own).or_insert_with(|| Value::Object(Map::new()));
                    if let Some(inner) = inner.as_object_mut() {
                        inner.insert(full[parent.len() + 1..].to_owned(), value.clone());
                    }
                }
                None => {
                    record.insert(path.to_owned(), value.clone());
                }
            }
        }
        Value::Object(record)
    }

    /// Whether what two places add to this field is added from both.
    pub fn grows(&self, path: &str) -> bool {
        self.grows.contains(&path)
    }
}

/// Prefix of the fields that are sealed under the person's key.
pub const TOLD: &str = "told.";

/// What must be written so that `before` becomes `after`.
pub fn edits(before: &Fields, after: &Fields) -> BTreeMap<String, Edit> {
    let paths: BTreeSet<&String> = before.keys().chain(after.keys()).collect();
    paths
        .into_iter()
        .filter(|path| before.get(*path) != after.get(*path))
        .map(|path| {
            let of = |fields: &Fields| fields.get(path).cloned().unwrap_or(Value::Null);
            (path.clone(), Edit { from: of(before), to: of(after) })
        })
        .collect()
}

/// What becomes of a field of which home says `now`.
#[derive(Debug, Clone, PartialEq)]
pub enum Joined {
    /// It says that already.
    Same,
    /// It becomes this.
    Becomes(Value),
    /// Both places changed it to something else.
    Clash,
}

/// Joins one edit with what home says.
pub fn join(grows: bool, now: &Value, edit: &Edit) -> Joined {
    if *now == edit.to {
        Joined::Same
    } else if *now == edit.from {
        Joined::Becomes(edit.to.clone())
    } else if grows {
        match grown(now, edit) {
            Some(list) if list == *now => Joined::Same,
            Some(list) => Joined::Becomes(list),
            None => Joined::Clash,
        }
    } else {
        Joined::Clash
    }
}

/// What home has with what the edit added, each thing once; `None` when one of them is no list that grew.
fn grown(now: &Value, edit: &Edit) -> Option<Value> {
    let list = |value: &Value| match value {
        Value::Array(items) => Some(items.clone()),
        Value::Null => Some(Vec::new()),
        _ => None,
    };
    let (mut all, from, to) = (list(now)?, list(&edit.from)?, list(&edit.to)?);
    let added = to.strip_prefix(from.as_slice())?;
    if !from.iter().all(|item| all.contains(item)) {
        return None;
    }
    for item in added {
        if !all.contains(item) {
            all.push(item.clone());
        }
    }
    Some(Value::Array(all))
}

/// Writes a value into a field; `null` takes it away.
pub fn set(fields: &mut Fields, path: &str, value: Value) {
    match value {
        Value::Null => fields.remove(path),
        value => fields.insert(path.to_owned(), value),
    };
}

/// JSON in one spelling: keys sorted, whatever order a library keeps them in.
pub fn canonical(value: &Value) -> Vec<u8> {
    let mut out = Vec::with_capacity(512);
    spell(value, &mut out);
    out
}

fn spell(value: &Value, out: &mut Vec<u8>) {
    match value {
        Value::Object(fields) => {
            let mut sorted: Vec<_> = fields.iter().collect();
            sorted.sort_unstable_by_key(|(key, _)| key.as_str());
            out.push(b'{');
            for (at, (key, value)) in sorted.into_iter().enumerate() {
                if at > 0 {
                    out.push(b',');
                }
                plain(key, out);
                out.push(b':');
                spell(value, out);
            }
            out.push(b'}');
        }
        Value::Array(items) => {
            out.push(b'[');
            for (at, item) in items.iter().enumerate() {
                if at > 0 {
                    out.push(b',');
                }
                spell(item, out);
            }
            out.push(b']');
        }
        scalar => plain(scalar, out),
    }
}

fn plain(value: &(impl serde::Serialize + ?Sized), out: &mut Vec<u8>) {
    // Writing into memory and a plain value cannot fail.
    let _ = serde_json::to_writer(out, value);
}
