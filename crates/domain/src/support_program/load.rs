//! Reading the files of programmes, one programme a file. Whatever is wrong is told with its line, all of it at once.
//!
//! It must not know how a condition is judged. What fits together and what does not is `check.rs`.

use jiff::civil::{Date, DateTime, Time};

use toml::de::DeValue;

use crate::code::Education;
use crate::counting::Month;
use crate::industry::{IndustryCode, IndustryTable};
use crate::message::Message;
use crate::rule_file::{DayOrTime, Fields, Problem, RuleFile, Value};
use crate::segment::{SegmentCode, SegmentTable};

use super::condition::{
    AgedLimit, AreaPrefix, Asked, Bilingual, ConditionKind, Offered, Period, Rule, Stage, Told, Window,
};
use super::{Gap, ProgramId, SupportProgram, Target, Terms, Version, VersionId, check};

/// What a file may name that stands elsewhere.
pub(super) struct Known<'k> {
    pub(super) segments: &'k SegmentTable,
    pub(super) industries: &'k IndustryTable,
}

pub(super) fn all(
    files: &[(String, String)],
    segments: &SegmentTable,
    industries: &IndustryTable,
) -> Result<Vec<SupportProgram>, Vec<Problem>> {
    let known = Known { segments, industries };
    let files: Vec<RuleFile<'_>> = files.iter().map(|(name, text)| RuleFile::new(name, text)).collect();
    let read: Vec<(&RuleFile<'_>, SupportProgram)> =
        files.iter().filter_map(|file| Some((file, program(file.fields()?, &known)?))).collect();
    check::together(&read);
    let mut programs: Vec<SupportProgram> = read.into_iter().map(|(_, program)| program).collect();
    programs.sort_by(|one, other| one.id.cmp(&other.id));
    let problems: Vec<Problem> = files.into_iter().flat_map(RuleFile::problems).collect();
    if problems.is_empty() { Ok(programs) } else { Err(problems) }
}

impl Value for Told {
    const KIND: &'static str = "day_or_month";

    fn read(value: &DeValue<'_>) -> Option<Self> {
        let month = |text: &str| Month::parse(text).map(Self::Month);
        value.as_str().map_or_else(|| Date::read(value).map(Self::Day), month)
    }
}

fn program(mut file: Fields<'_>, known: &Known<'_>) -> Option<SupportProgram> {
    let id = file.spelt_must("id", ProgramId::parse, "name");
    let (name_ko, name_en) = (file.must("name_ko"), file.must("name_en"));
    let operator = file.must("operator");
    let area = file.spelt("area", AreaPrefix::parse, "area");
    let kind = file.must_word("kind");
    let target = file.must_word("for");
    let contact = file.may("contact").unwrap_or_default();
    let licence = file.must("licence");
    let target_known = target.unwrap_or(Target::Person);
    let mut versions: Vec<Version> = file
        .must_tables("version")
        .into_iter()
        .filter_map(|table| version(table, target_known, known))
        .collect();
    versions.sort_by_key(|version| version.from);
    let gaps: Vec<(usize, Gap)> = file.tables("gap").into_iter().filter_map(gap).collect();
    check::versions(&file, &versions, &gaps);
    file.end();
    target?;
    Some(SupportProgram {
        id: id?,
        name_ko: name_ko?,
        name_en: name_en?,
        operator: operator?,
        area,
        kind: kind?,
        contact,
        licence: licence?,
        versions,
        gaps: gaps.into_iter().map(|(_, gap)| gap).collect(),
    })
}

fn gap(mut table: Fields<'_>) -> Option<(usize, Gap)> {
    let line = table.line();
    let (from, until, why) = (table.must("from"), table.must("until"), table.must_word("why"));
    table.end();
    Some((line, Gap { from: from?, until: until?, why: why? }))
}

fn version(mut table: Fields<'_>, target: Target, known: &Known<'_>) -> Option<Version> {
    let line = table.line();
    let id = table.spelt_must("id", VersionId::parse, "name");
    let (name_ko, name_en) = (table.must("name_ko"), table.must("name_en"));
    let (from, until, notice) = (table.may("from"), table.may("until"), table.may("notice"));
    let apply = table.table("apply").and_then(window);
    let period = table.table("period").and_then(period);
    let stage = table.table("stage").and_then(stage);
    let quota = table.may("quota");
    let (gives_ko, gives_en) = (table.must("gives_ko"), table.must("gives_en"));
    if !table.has("sources") {
        table.wrong(line, Message::new("data-key-missing").with("key", "sources"));
    }
    let sources = table.texts("sources").into_iter().map(|(_, text)| text).collect();
    let source_kind = table.must_word("source_kind");
    let not_told = table.tables("not_told").into_iter().filter_map(bilingual).collect();
    let conditions = table.must_tables("conditions");
    let terms = match target {
        Target::Person => {
            if table.has("hired") {
                table.wrong(table.line_of("hired"), Message::new("support-hired-of-person"));
                table.tables("hired");
            }
            Terms::Person(rules(conditions, &|kind, fields| asked(kind, fields, known)))
        }
        Target::Employer => Terms::Employer {
            firm: rules(conditions, &|kind, fields| offered(kind, fields, known)),
            hired: rules(table.tables("hired"), &|kind, fields| asked(kind, fields, known)),
        },
    };
    table.end();
    let version = Version {
        id: id?,
        name_ko: name_ko?,
        name_en: name_en?,
        from,
        until,
        notice,
        apply,
        period,
        stage,
        quota,
        gives_ko: gives_ko?,
        gives_en: gives_en?,
        sources,
        source_kind: source_kind?,
        not_told,
        terms,
        line,
    };
    check::version(&table, &version, known);
    Some(version)
}

fn window(mut table: Fields<'_>) -> Option<Window> {
    let (from, until) = (table.must("from"), table.must("until"));
    table.end();
    let at = |told: DayOrTime, time: Time| match told {
        DayOrTime::Day(day) => DateTime::from_parts(day, time),
        DayOrTime::Time(time) => time,
    };
    Some(Window { from: at(from?, Time::midnight()), until: at(until?, Time::MAX) })
}

fn period(mut table: Fields<'_>) -> Option<Period> {
    let (from, until) = (table.must("from"), table.must("until"));
    table.end();
    Some(Period { from: from?, until: until? })
}

fn stage(mut table: Fields<'_>) -> Option<Stage> {
    let (year, nth, of) = (table.must("year"), table.must("nth"), table.must("of"));
    table.end();
    Some(Stage { year: year?, nth: nth?, of: of? })
}

/// What came of reading the rest of a condition.
enum Read<C> {
    Is(C),
    /// Told already.
    Faulty,
    /// A condition for somebody else.
    OtherTarget,
}

impl<C> From<Option<C>> for Read<C> {
    fn from(read: Option<C>) -> Self {
        read.map_or(Self::Faulty, Self::Is)
    }
}

type ReadKind<'r, C> = &'r dyn Fn(ConditionKind, &mut Fields<'_>) -> Read<C>;

fn rules<C>(tables: Vec<Fields<'_>>, read: ReadKind<'_, C>) -> Vec<Rule<C>> {
    tables.into_iter().filter_map(|table| rule(table, read)).collect()
}

fn rule<C>(mut table: Fields<'_>, read: ReadKind<'_, C>) -> Option<Rule<C>> {
    let line = table.line();
    let kind = table.must_word("kind")?;
    if kind != ConditionKind::AnyOf {
        return Some(Rule { line, any_of: vec![condition(kind, table, read)?] });
    }
    let mut any_of = Vec::new();
    for mut table in table.must_tables("of") {
        match table.must_word("kind") {
            Some(ConditionKind::AnyOf) => table.wrong(table.line(), Message::new("support-any-of-nested")),
            Some(kind) => any_of.extend(condition(kind, table, read)),
            None => {}
        }
    }
    if any_of.len() == 1 {
        table.wrong(line, Message::new("support-any-of-one"));
    }
    table.end();
    (!any_of.is_empty()).then_some(Rule { line, any_of })
}

fn condition<C>(kind: ConditionKind, mut table: Fields<'_>, read: ReadKind<'_, C>) -> Option<C> {
    match read(kind, &mut table) {
        Read::Is(condition) => {
            table.end();
            Some(condition)
        }
        Read::Faulty => {
            table.end();
            None
        }
        Read::OtherTarget => {
            table.wrong(table.line(), Message::new("support-wrong-target").with("kind", kind.to_string()));
            None
        }
    }
}

fn asked(kind: ConditionKind, table: &mut Fields<'_>, known: &Known<'_>) -> Read<Asked> {
    use ConditionKind as Kind;
    let read = match kind {
        Kind::Age => age(table),
        Kind::Residence => {
            let (area, months) = (table.spelt_must("area", AreaPrefix::parse, "area"), table.may("months"));
            let on = table.word("on").unwrap_or_default();
            area.map(|area| Asked::Residence { area, months: months.unwrap_or(0), on })
        }
        Kind::Income => table.must("most_percent").map(|most_percent| Asked::Income { most_percent }),
        Kind::Assets => {
            let (most_won, aged) = (table.must("most_won"), table.table("aged").and_then(aged));
            most_won.map(|most_won| Asked::Assets { most_won, aged })
        }
        Kind::Work => some(table, "of", Fields::words).map(|of| Asked::Work { of }),
        Kind::Unemployed => table.must("least_months").map(|least_months| Asked::Unemployed { least_months }),
        Kind::Worked => {
            let (least_days, least_hours) = (table.may("least_days"), table.may("least_hours"));
            let within = table.must("within_months");
            if least_days.is_none() && least_hours.is_none() {
                table.wrong(table.line(), Message::new("data-key-missing").with("key", "least_days"));
            }
            within.map(|within_months| Asked::Worked { least_days, least_hours, within_months })
        }
        Kind::Schooling => {
            table.spelt_must("most", schooling, "schooling").map(|most| Asked::Schooling { most })
        }
        Kind::InsuredUnder => table.must("months").map(|months| Asked::InsuredUnder { months }),
        Kind::Segment => segments(table, known),
        Kind::IsAny => some(table, "of", Fields::words).map(|of| Asked::IsAny { of }),
        Kind::IsNone => some(table, "of", Fields::words).map(|of| Asked::IsNone { of }),
        Kind::OnePerHousehold => Some(Asked::OnePerHousehold),
        Kind::Repeat => {
            let (most, within) = (table.must("most"), table.must("within_months"));
            most.zip(within).map(|(most, within_months)| Asked::Repeat { most, within_months })
        }
        Kind::InARow => table.must("most").map(|most| Asked::InARow { most }),
        Kind::NotWith => not_with(table),
        Kind::Ask => words(table).map(Asked::Ask),
        _ => return Read::OtherTarget,
    };
    read.into()
}

fn offered(kind: ConditionKind, table: &mut Fields<'_>, known: &Known<'_>) -> Read<Offered> {
    use ConditionKind as Kind;
    let read = match kind {
        Kind::Workers => {
            let (min, max) = (table.may("min"), table.may("max"));
            limits(table, min, max).then_some(Offered::Workers { min, max })
        }
        Kind::Industry => industries(table, known),
        Kind::Size => some(table, "of", Fields::words).map(|of| Offered::Size { of }),
        Kind::Regular => Some(Offered::Regular),
        Kind::Hours => table.must("least_weekly").map(|least_weekly| Offered::Hours { least_weekly }),
        Kind::Wage => table.must("least_percent").map(|least_percent| Offered::Wage { least_percent }),
        Kind::NoDismissal => table.must("months").map(|months| Offered::NoDismissal { months }),
        Kind::Ask => words(table).map(Offered::Ask),
        _ => return Read::OtherTarget,
    };
    read.into()
}

fn age(table: &mut Fields<'_>) -> Option<Asked> {
    let (min, max) = (table.may("min"), table.may("max"));
    let on = table.word("on").unwrap_or_default();
    limits(table, min, max).then_some(Asked::Age { min, max, on })
}

fn aged(mut table: Fields<'_>) -> Option<AgedLimit> {
    let (min, max, most_won) = (table.must("min"), table.must("max"), table.must("most_won"));
    let right = limits(&table, min, max);
    table.end();
    right.then_some(AgedLimit { min: min?, max: max?, most_won: most_won? })
}

/// Whether two limits leave anything between them; one of them may be absent.
fn limits<N: PartialOrd + Into<crate::message::Arg> + Copy>(
    table: &Fields<'_>,
    min: Option<N>,
    max: Option<N>,
) -> bool {
    match (min, max) {
        (None, None) => table.wrong(table.line(), Message::new("data-key-missing").with("key", "min")),
        (Some(min), Some(max)) if min > max => {
            table.wrong(table.line(), Message::new("support-min-over-max").with("min", min).with("max", max));
        }
        _ => return true,
    }
    false
}

/// A list that must be there.
fn some<'f, T>(
    table: &mut Fields<'f>,
    key: &'static str,
    read: fn(&mut Fields<'f>, &'static str) -> Vec<T>,
) -> Option<Vec<T>> {
    if !table.has(key) {
        table.wrong(table.line(), Message::new("data-key-missing").with("key", key));
    }
    let list = read(table, key);
    (!list.is_empty()).then_some(list)
}

fn segments(table: &mut Fields<'_>, known: &Known<'_>) -> Option<Asked> {
    let mut of = Vec::new();
    for (line, text) in some(table, "of", Fields::texts)? {
        match SegmentCode::parse(&text).filter(|code| known.segments.get(code).is_some()) {
            Some(code) => of.push(code),
            None => {
                let may: Vec<&str> = known.segments.iter().map(|segment| segment.code.as_str()).collect();
                let what = Message::new("data-word-unknown").with("word", text).with("key", "of");
                table.wrong(line, what.with("may", may.join(", ")));
            }
        }
    }
    (!of.is_empty()).then_some(Asked::Segment { of })
}

fn industries(table: &mut Fields<'_>, known: &Known<'_>) -> Option<Offered> {
    let mut of = Vec::new();
    for (line, text) in some(table, "of", Fields::texts)? {
        match IndustryCode::parse(&text).filter(|code| known.industries.get(code).is_some()) {
            Some(code) => of.push(code),
            None => {
                let kind = Message::word("data-kind", "industry");
                table.wrong(line, Message::new("data-value-unfit").with("key", "of").with("kind", kind));
            }
        }
    }
    (!of.is_empty()).then_some(Offered::Industry { of })
}

fn not_with(table: &mut Fields<'_>) -> Option<Asked> {
    let kinds = table.words("kinds");
    let mut programs = Vec::new();
    for (line, text) in table.texts("programs") {
        match ProgramId::parse(&text) {
            Some(id) => programs.push(id),
            None => {
                let kind = Message::word("data-kind", "name");
                table
                    .wrong(line, Message::new("data-value-unfit").with("key", "programs").with("kind", kind));
            }
        }
    }
    if kinds.is_empty() && programs.is_empty() {
        table.wrong(table.line(), Message::new("data-key-missing").with("key", "programs"));
        return None;
    }
    Some(Asked::NotWith { programs, kinds })
}

fn bilingual(mut table: Fields<'_>) -> Option<Bilingual> {
    let words = words(&mut table);
    table.end();
    words
}

fn words(table: &mut Fields<'_>) -> Option<Bilingual> {
    let (ko, en) = (table.must("ko"), table.must("en"));
    Some(Bilingual { ko: ko?, en: en? })
}

fn schooling(text: &str) -> Option<Education> {
    Some(match text {
        "primary" => Education::Primary,
        "middle" => Education::Middle,
        "high" => Education::High,
        "associate" => Education::Associate,
        "bachelor" => Education::Bachelor,
        "master" => Education::Master,
        "doctor" => Education::Doctor,
        _ => return None,
    })
}
