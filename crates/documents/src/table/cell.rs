//! How a cell is shown as text and how it travels between the child process and its parent.

use std::fmt;

use jiff::civil::{Date, DateTime};
use serde::de::{Error as _, MapAccess, Visitor};
use serde::ser::SerializeMap;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::Cell;

impl Cell {
    /// Whether it holds nothing but white space.
    pub fn is_empty(&self) -> bool {
        match self {
            Self::Empty => true,
            Self::Text(text) => text.trim().is_empty(),
            _ => false,
        }
    }

    /// What a reader of the spreadsheet sees, trimmed; whole numbers without decimals.
    pub fn text(&self) -> String {
        match self {
            Self::Empty => String::new(),
            Self::Text(text) => text.trim().to_owned(),
            Self::Number(number) => number.to_string(),
            Self::Date(day) => day.to_string(),
            Self::DateTime(at) => at.strftime("%Y-%m-%d %H:%M").to_string(),
            Self::Bool(true) => "Y".to_owned(),
            Self::Bool(false) => "N".to_owned(),
            Self::Error(error) => error.clone(),
        }
    }
}

impl Serialize for Cell {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let (key, value) = match self {
            Self::Empty => return serializer.serialize_unit(),
            Self::Text(text) => return serializer.serialize_str(text),
            Self::Number(number) if number.is_finite() => return serializer.serialize_f64(*number),
            Self::Number(_) => ("error", "#NUM!".to_owned()),
            Self::Bool(value) => return serializer.serialize_bool(*value),
            Self::Date(day) => ("date", day.to_string()),
            Self::DateTime(at) => ("at", at.to_string()),
            Self::Error(error) => ("error", error.clone()),
        };
        let mut map = serializer.serialize_map(Some(1))?;
        map.serialize_entry(key, &value)?;
        map.end()
    }
}

impl<'de> Deserialize<'de> for Cell {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(CellVisitor)
    }
}

struct CellVisitor;

impl<'de> Visitor<'de> for CellVisitor {
    type Value = Cell;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a cell")
    }

    fn visit_unit<E>(self) -> Result<Cell, E> {
        Ok(Cell::Empty)
    }

    fn visit_bool<E>(self, value: bool) -> Result<Cell, E> {
        Ok(Cell::Bool(value))
    }

    fn visit_f64<E>(self, value: f64) -> Result<Cell, E> {
        Ok(Cell::Number(value))
    }

    fn visit_i64<E>(self, value: i64) -> Result<Cell, E> {
        Ok(Cell::Number(value as f64))
    }

    fn visit_u64<E>(self, value: u64) -> Result<Cell, E> {
        Ok(Cell::Number(value as f64))
    }

    fn visit_str<E>(self, value: &str) -> Result<Cell, E> {
        Ok(Cell::Text(value.to_owned()))
    }

    fn visit_string<E>(self, value: String) -> Result<Cell, E> {
        Ok(Cell::Text(value))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Cell, A::Error> {
        let Some((key, value)) = map.next_entry::<String, String>()? else { return Ok(Cell::Empty) };
        match key.as_str() {
            "date" => value.parse::<Date>().map(Cell::Date).map_err(A::Error::custom),
            "at" => value.parse::<DateTime>().map(Cell::DateTime).map_err(A::Error::custom),
            "error" => Ok(Cell::Error(value)),
            other => Err(A::Error::custom(format!("`{other}` is no kind of cell"))),
        }
    }
}
