//! Segments of people (청년, 중장년, 고령자 …) by the dated definitions of `data/programmes/segments.toml`: computed from
//! the day of birth, or told by the person, never inferred from anything else.
//!
//! It must not know what a segment is used for.

use jiff::civil::Date;

use crate::counting::age_on;
use crate::message::Message;
use crate::rule_file::{Fields, Problem, RuleFile};
use crate::support_program::{Fact, Facts, Missing, SourceKind, Status};

names! {
    /// A segment's name in files and addresses, such as `youth-goyang`.
    SegmentCode,
}

/// Who belongs to a segment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Definition {
    /// Whoever is of these ages, in whole years, both ends in.
    Ages {
        /// From.
        min: u8,
        /// To; `None` without an end.
        max: Option<u8>,
    },
    /// Whoever says so.
    Told(Status),
}

/// A segment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Segment {
    /// Its name in files and addresses.
    pub code: SegmentCode,
    /// Korean name.
    pub name_ko: String,
    /// English name.
    pub name_en: String,
    /// Its definitions, oldest first; no two hold on one day.
    pub versions: Vec<Version>,
}

/// A definition for a while.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Version {
    /// First day; `None` in the oldest when no source tells.
    pub from: Option<Date>,
    /// Last day; `None` while it holds.
    pub until: Option<Date>,
    /// Who belongs to it.
    pub definition: Definition,
    /// Law, ordinance or notice.
    pub basis: String,
    /// How far that may be relied on.
    pub source_kind: SourceKind,
    /// The line on which it begins.
    pub line: usize,
}

impl Version {
    fn holds_on(&self, day: Date) -> bool {
        self.from.is_none_or(|from| from <= day) && self.until.is_none_or(|until| day <= until)
    }
}

impl Segment {
    /// Its name, in the reader's language.
    pub fn name(&self) -> Message {
        Message::new("support-name").with("ko", self.name_ko.as_str()).with("en", self.name_en.as_str())
    }

    /// The definition of a day.
    pub fn version_on(&self, day: Date) -> Option<&Version> {
        self.versions.iter().find(|version| version.holds_on(day))
    }

    /// Whether a person belongs to it on a day.
    ///
    /// # Errors
    /// What must be known to say.
    pub fn holds(&self, facts: &Facts, on: Date) -> Result<bool, Missing> {
        match self.version_on(on).map(|version| version.definition) {
            None => Ok(false),
            Some(Definition::Ages { min, max }) => {
                let age = facts.born_on.map(|born| age_on(born, on)).ok_or(Missing::Fact(Fact::BornOn))?;
                Ok(age >= i16::from(min) && max.is_none_or(|max| age <= i16::from(max)))
            }
            Some(Definition::Told(status)) => facts.is(status).ok_or(Missing::Told(status)),
        }
    }
}

/// All segments.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct SegmentTable {
    segments: Vec<Segment>,
}

impl SegmentTable {
    /// Reads a file of segments.
    ///
    /// # Errors
    /// Everything that is wrong with it, by line.
    pub fn load(name: &str, text: &str) -> Result<Self, Vec<Problem>> {
        let file = RuleFile::new(name, text);
        let mut segments: Vec<Segment> = Vec::new();
        if let Some(mut fields) = file.fields() {
            for table in fields.must_tables("segment") {
                let line = table.line();
                let Some(segment) = segment(table) else { continue };
                if segments.iter().any(|known| known.code == segment.code) {
                    file.wrong(line, Message::new("data-twice").with("name", segment.code.as_str()));
                }
                segments.push(segment);
            }
            fields.end();
        }
        let problems = file.problems();
        if problems.is_empty() { Ok(Self { segments }) } else { Err(problems) }
    }

    /// The segments, in the order of the file.
    pub fn iter(&self) -> impl Iterator<Item = &Segment> {
        self.segments.iter()
    }

    /// The segment of a name.
    pub fn get(&self, code: &SegmentCode) -> Option<&Segment> {
        self.segments.iter().find(|segment| segment.code == *code)
    }

    /// Whether a person belongs to a segment on a day; to one that there is not, nobody does.
    ///
    /// # Errors
    /// What must be known to say.
    pub fn holds(&self, code: &SegmentCode, facts: &Facts, on: Date) -> Result<bool, Missing> {
        self.get(code).map_or(Ok(false), |segment| segment.holds(facts, on))
    }

    /// The segments to which a person belongs for certain, in the order of the file.
    pub fn of(&self, facts: &Facts, on: Date) -> Vec<SegmentCode> {
        let held = self.segments.iter().filter(|segment| segment.holds(facts, on) == Ok(true));
        held.map(|segment| segment.code.clone()).collect()
    }
}

fn segment(mut table: Fields<'_>) -> Option<Segment> {
    let code = table.spelt_must("code", SegmentCode::parse, "name");
    let (name_ko, name_en) = (table.must("name_ko"), table.must("name_en"));
    let mut versions: Vec<Version> = table.must_tables("version").into_iter().filter_map(version).collect();
    versions.sort_by_key(|version| version.from);
    for pair in versions.windows(2) {
        let (before, next) = (&pair[0], &pair[1]);
        let lines = |what| Message::new(what).with("line", before.line).with("other", next.line);
        let day_after = before.until.and_then(|until| until.tomorrow().ok());
        match (day_after, next.from) {
            (Some(day_after), Some(from)) if day_after == from => {}
            // Definitions of one segment follow each other without a gap.
            (Some(day_after), Some(from)) if day_after < from => {
                let until = from.yesterday().unwrap_or(from).to_string();
                let what = lines("support-gap").with("from", day_after.to_string()).with("until", until);
                table.wrong(next.line, what);
            }
            _ => table.wrong(next.line, lines("support-overlap")),
        }
    }
    table.end();
    Some(Segment { code: code?, name_ko: name_ko?, name_en: name_en?, versions })
}

fn version(mut table: Fields<'_>) -> Option<Version> {
    let line = table.line();
    let (from, until) = (table.may::<Date>("from"), table.may::<Date>("until"));
    if let (Some(from), Some(until)) = (from, until)
        && until < from
    {
        table.wrong(line, Message::new("support-ends-before").with("key", "until"));
    }
    let (min, max) = (table.may::<u8>("min"), table.may::<u8>("max"));
    let told = table.word::<Status>("told");
    let (basis, source_kind) = (table.must("basis"), table.must_word("source_kind"));
    let definition = match (min, max, told) {
        (Some(min), Some(max), None) if min > max => {
            table.wrong(line, Message::new("support-min-over-max").with("min", min).with("max", max));
            None
        }
        (Some(min), max, None) => Some(Definition::Ages { min, max }),
        (None, None, Some(status)) => Some(Definition::Told(status)),
        _ => {
            table.wrong(line, Message::new("segment-by-age-or-word"));
            None
        }
    };
    table.end();
    Some(Version { from, until, definition: definition?, basis: basis?, source_kind: source_kind?, line })
}
