//! Reading a file of rules (TOML) value by value, so that everything that is wrong with it is told at once, each with
//! its line and with what would be right. It must not know what the values mean.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::fmt::Display;
use std::str::FromStr;

use jiff::civil::{Date, DateTime};
use serde::{Deserialize, Serialize};
use strum::IntoEnumIterator;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

use crate::message::{Catalogue, Lang, Message};

/// Something that is wrong with a file of rules.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Problem {
    /// File under `data`.
    pub file: String,
    /// Line, from 1.
    pub line: usize,
    /// What is wrong, and what would be right.
    pub what: Message,
}

impl Problem {
    /// `file:line: what`, for whoever mends the file.
    pub fn said(&self, catalogue: &Catalogue, lang: Lang) -> String {
        format!("{}:{}: {}", self.file, self.line, catalogue.say(lang, &self.what))
    }
}

/// One file and what was found wrong with it so far.
#[derive(Debug)]
pub(crate) struct RuleFile<'t> {
    name: &'t str,
    text: &'t str,
    problems: RefCell<Vec<Problem>>,
}

impl<'t> RuleFile<'t> {
    pub(crate) fn new(name: &'t str, text: &'t str) -> Self {
        Self { name, text, problems: RefCell::default() }
    }

    /// Its outermost table; none, with a problem, when it is no TOML.
    pub(crate) fn fields(&self) -> Option<Fields<'_>> {
        let (table, errors) = DeTable::parse_recoverable(self.text);
        for error in &errors {
            let line = error.span().map_or(1, |span| self.line(span.start));
            self.wrong(line, Message::new("data-unreadable").with("why", error.message()));
        }
        errors.is_empty().then(|| Fields::new(self, 1, table.into_inner()))
    }

    /// Says that something is wrong on a line.
    pub(crate) fn wrong(&self, line: usize, what: Message) {
        self.problems.borrow_mut().push(Problem { file: self.name.to_owned(), line, what });
    }

    /// Everything that is wrong, by line.
    pub(crate) fn problems(self) -> Vec<Problem> {
        let mut problems = self.problems.into_inner();
        problems.sort();
        problems
    }

    fn line(&self, at: usize) -> usize {
        self.text.as_bytes().iter().take(at).filter(|byte| **byte == b'\n').count() + 1
    }
}

/// A value that a file may hold.
pub(crate) trait Value: Sized {
    /// Word of `data-kind-…` for it.
    const KIND: &'static str;

    fn read(value: &DeValue<'_>) -> Option<Self>;
}

impl Value for String {
    const KIND: &'static str = "text";

    fn read(value: &DeValue<'_>) -> Option<Self> {
        value.as_str().filter(|text| !text.trim().is_empty()).map(str::to_owned)
    }
}

macro_rules! numbers {
    ($($t:ty),+) => {$(
        impl Value for $t {
            const KIND: &'static str = "number";

            fn read(value: &DeValue<'_>) -> Option<Self> {
                let number = value.as_integer()?;
                i64::from_str_radix(number.as_str(), number.radix()).ok()?.try_into().ok()
            }
        }
    )+};
}
numbers!(u8, i16, u32, i64);

impl Value for Date {
    const KIND: &'static str = "day";

    fn read(value: &DeValue<'_>) -> Option<Self> {
        value.as_datetime()?.to_string().parse().ok().filter(|_| !has_time(value))
    }
}

fn has_time(value: &DeValue<'_>) -> bool {
    value.as_datetime().is_some_and(|told| told.time.is_some())
}

/// A day, or a day with the time on the city's clocks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum DayOrTime {
    Day(Date),
    Time(DateTime),
}

impl Value for DayOrTime {
    const KIND: &'static str = "day_or_time";

    fn read(value: &DeValue<'_>) -> Option<Self> {
        let told = value.as_datetime().filter(|told| told.offset.is_none())?.to_string();
        if has_time(value) { told.parse().ok().map(Self::Time) } else { told.parse().ok().map(Self::Day) }
    }
}

/// The entries of one table. What is asked for is what may stand there: [`Fields::end`] tells of everything else.
#[derive(Debug)]
pub(crate) struct Fields<'f> {
    file: &'f RuleFile<'f>,
    line: usize,
    entries: BTreeMap<String, (usize, Spanned<DeValue<'f>>)>,
    asked: Vec<&'static str>,
}

impl<'f> Fields<'f> {
    fn new(file: &'f RuleFile<'f>, line: usize, table: DeTable<'f>) -> Self {
        let entries = table
            .into_iter()
            .map(|(key, value)| (key.get_ref().to_string(), (file.line(key.span().start), value)));
        Self { file, line, entries: entries.collect(), asked: Vec::new() }
    }

    /// The line on which it begins.
    pub(crate) fn line(&self) -> usize {
        self.line
    }

    /// The line of an entry that was not taken yet, else that of the table.
    pub(crate) fn line_of(&self, key: &str) -> usize {
        self.entries.get(key).map_or(self.line, |(line, _)| *line)
    }

    /// Says that something is wrong with the table.
    pub(crate) fn wrong(&self, line: usize, what: Message) {
        self.file.wrong(line, what);
    }

    /// An entry that may be absent.
    pub(crate) fn may<T: Value>(&mut self, key: &'static str) -> Option<T> {
        let (line, value) = self.take(key)?;
        let read = T::read(value.get_ref());
        if read.is_none() {
            self.unfit(line, key, T::KIND);
        }
        read
    }

    /// An entry that must be there.
    pub(crate) fn must<T: Value>(&mut self, key: &'static str) -> Option<T> {
        self.needed(key);
        self.may(key)
    }

    /// An entry of an own spelling: what its reader makes of the text, or what would be right.
    pub(crate) fn spelt<T>(
        &mut self,
        key: &'static str,
        read: impl Fn(&str) -> Option<T>,
        kind: &'static str,
    ) -> Option<T> {
        let line = self.line_of(key);
        let text: String = self.may(key)?;
        let read = read(&text);
        if read.is_none() {
            self.unfit(line, key, kind);
        }
        read
    }

    /// The same, which must be there.
    pub(crate) fn spelt_must<T>(
        &mut self,
        key: &'static str,
        read: impl Fn(&str) -> Option<T>,
        kind: &'static str,
    ) -> Option<T> {
        self.needed(key);
        self.spelt(key, read, kind)
    }

    /// A word of a closed list that may be absent.
    pub(crate) fn word<W: FromStr + IntoEnumIterator + Display>(&mut self, key: &'static str) -> Option<W> {
        let line = self.line_of(key);
        let text: String = self.may(key)?;
        self.known(line, key, &text)
    }

    /// A word of a closed list that must be there.
    pub(crate) fn must_word<W: FromStr + IntoEnumIterator + Display>(
        &mut self,
        key: &'static str,
    ) -> Option<W> {
        self.needed(key);
        self.word(key)
    }

    /// Words of a closed list; none when absent, never an empty list.
    pub(crate) fn words<W: FromStr + IntoEnumIterator + Display>(&mut self, key: &'static str) -> Vec<W> {
        let texts = self.texts(key);
        texts.into_iter().filter_map(|(line, text)| self.known(line, key, &text)).collect()
    }

    /// Texts with their lines; none when absent, never an empty list.
    pub(crate) fn texts(&mut self, key: &'static str) -> Vec<(usize, String)> {
        let mut texts = Vec::new();
        for (line, value) in self.list(key) {
            match String::read(value.get_ref()) {
                Some(text) => texts.push((line, text)),
                None => self.unfit(line, key, String::KIND),
            }
        }
        texts
    }

    /// A table that may be absent.
    pub(crate) fn table(&mut self, key: &'static str) -> Option<Self> {
        let (line, value) = self.take(key)?;
        self.as_table(line, key, value)
    }

    /// A list of tables; none when absent, never an empty list.
    pub(crate) fn tables(&mut self, key: &'static str) -> Vec<Self> {
        let list = self.list(key);
        list.into_iter().filter_map(|(line, value)| self.as_table(line, key, value)).collect()
    }

    /// The same of a list that must be there.
    pub(crate) fn must_tables(&mut self, key: &'static str) -> Vec<Self> {
        self.needed(key);
        self.tables(key)
    }

    /// Whether an entry is there that was not taken yet.
    pub(crate) fn has(&self, key: &str) -> bool {
        self.entries.contains_key(key)
    }

    /// Tells of every entry that nobody asked for.
    pub(crate) fn end(&self) {
        let may = self.asked.join(", ");
        for (key, (line, _)) in &self.entries {
            let what = Message::new("data-key-unknown").with("key", key.as_str()).with("may", may.as_str());
            self.file.wrong(*line, what);
        }
    }

    fn take(&mut self, key: &'static str) -> Option<(usize, Spanned<DeValue<'f>>)> {
        if !self.asked.contains(&key) {
            self.asked.push(key);
        }
        self.entries.remove(key)
    }

    fn needed(&mut self, key: &'static str) {
        if !self.has(key) {
            self.file.wrong(self.line, Message::new("data-key-missing").with("key", key));
        }
    }

    fn list(&mut self, key: &'static str) -> Vec<(usize, Spanned<DeValue<'f>>)> {
        let Some((line, value)) = self.take(key) else { return Vec::new() };
        match value.into_inner() {
            DeValue::Array(list) if !list.is_empty() => {
                list.into_iter().map(|value| (self.file.line(value.span().start), value)).collect()
            }
            _ => {
                self.unfit(line, key, "list");
                Vec::new()
            }
        }
    }

    fn as_table(&self, line: usize, key: &'static str, value: Spanned<DeValue<'f>>) -> Option<Self> {
        match value.into_inner() {
            DeValue::Table(table) => Some(Self::new(self.file, line, table)),
            _ => {
                self.unfit(line, key, "table");
                None
            }
        }
    }

    fn known<W: FromStr + IntoEnumIterator + Display>(
        &self,
        line: usize,
        key: &'static str,
        text: &str,
    ) -> Option<W> {
        let word = text.parse().ok();
        if word.is_none() {
            let may: Vec<String> = W::iter().map(|word| word.to_string()).collect();
            let what = Message::new("data-word-unknown").with("word", text).with("key", key);
            self.file.wrong(line, what.with("may", may.join(", ")));
        }
        word
    }

    fn unfit(&self, line: usize, key: &'static str, kind: &'static str) {
        let what = Message::new("data-value-unfit").with("key", key);
        self.file.wrong(line, what.with("kind", Message::word("data-kind", kind)));
    }
}
