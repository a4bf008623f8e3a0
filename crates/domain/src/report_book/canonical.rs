//! JSON in one spelling, and its hash: the same value gives the same digits on every machine, whatever order a map was
//! read back in.

use std::fmt::Write as _;

use serde::Serialize;
use serde_json::Value;
use sha2::{Digest, Sha256};

/// The value with the keys of every object in order and without blanks.
pub(super) fn json<T: Serialize>(value: &T) -> String {
    let mut out = String::new();
    // Facts hold text, whole numbers and lists alone, all of which are JSON.
    write(&serde_json::to_value(value).unwrap_or_default(), &mut out);
    out
}

/// SHA-256 of a text in hexadecimal digits.
pub(super) fn hash(text: &str) -> String {
    Sha256::digest(text.as_bytes()).iter().fold(String::with_capacity(64), |mut out, byte| {
        let _ = write!(out, "{byte:02x}");
        out
    })
}

fn write(value: &Value, out: &mut String) {
    match value {
        Value::Object(fields) => {
            let mut fields: Vec<(&String, &Value)> = fields.iter().collect();
            fields.sort_unstable_by_key(|(name, _)| name.as_str());
            out.push('{');
            for (nth, (name, field)) in fields.into_iter().enumerate() {
                if nth > 0 {
                    out.push(',');
                }
                let _ = write!(out, "{}:", Value::from(name.as_str()));
                write(field, out);
            }
            out.push('}');
        }
        Value::Array(items) => {
            out.push('[');
            for (nth, item) in items.iter().enumerate() {
                if nth > 0 {
                    out.push(',');
                }
                write(item, out);
            }
            out.push(']');
        }
        plain => {
            let _ = write!(out, "{plain}");
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_order_of_keys_is_not_told() {
        let one: Value = serde_json::from_str(r#"{"b":[1,{"d":null,"c":"가"}],"a":2}"#).unwrap();
        let other: Value = serde_json::from_str(r#"{ "a": 2, "b": [1, {"c": "가", "d": null}] }"#).unwrap();
        assert_eq!(json(&one), r#"{"a":2,"b":[1,{"c":"가","d":null}]}"#);
        assert_eq!(json(&one), json(&other));
        assert_eq!(hash("abc"), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
        assert_ne!(hash(&json(&one)), hash(&json(&Value::Null)));
    }
}
