//! The same rules for a database, which knows unknown values, too: a condition is true, false or null, and so is their
//! conjunction. Days are numbers such as 20260302. What a row cannot hold, other stages, stands in a table of its own.

use std::fmt::Write as _;
use std::path::Path;

use domain::code::Education;
use domain::minimum_wage::MinimumWageTable;
use domain::reference::Reference;
use domain::segment::Definition;
use domain::support_program::{
    Asked, Dismissed, Hire, Moment, Offered, Rule, Status, SupportProgram, Target, Terms, Version, Work,
};
use jiff::ToSpan;
use jiff::civil::{Date, DateTime};
use strum::IntoEnumIterator;

type Of<'a> = (&'a SupportProgram, &'a Version, DateTime, [u64; 3]);

fn number(day: Date) -> i64 {
    i64::from(day.year()) * 10_000 + i64::from(day.month()) * 100 + i64::from(day.day())
}

fn or_null<T: ToString>(value: Option<T>) -> String {
    value.map(|value| value.to_string()).unwrap_or_default()
}

/// Writes `people.csv`, `past.csv` and `versions.json`.
pub(crate) fn write<'a>(
    folder: &Path,
    reference: &Reference,
    people: &[Hire],
    versions: impl Iterator<Item = Of<'a>>,
    seconds: f64,
) {
    std::fs::create_dir_all(folder).unwrap();
    let mut rows = csv::Writer::from_path(folder.join("people.csv")).unwrap();
    let mut past = csv::Writer::from_path(folder.join("past.csv")).unwrap();
    rows.write_record(columns()).unwrap();
    past.write_record(["id", "program", "year", "nth", "of_year"]).unwrap();
    for (id, hire) in people.iter().enumerate() {
        rows.write_record(row(id, hire)).unwrap();
        for one in hire.person.history.iter().flatten() {
            let stage = one.stage.unwrap();
            let numbers = [i64::from(stage.year), i64::from(stage.nth), i64::from(stage.of)];
            let numbers = numbers.map(|number| number.to_string());
            past.write_record([&id.to_string(), one.program.as_str(), &numbers[0], &numbers[1], &numbers[2]])
                .unwrap();
        }
    }
    let told: Vec<serde_json::Value> = versions
        .map(|of| {
            let holds = version(reference, of);
            serde_json::json!({ "version": format!("{} {}", of.0.id, of.1.id), "holds": holds, "told": told_by(of), "counts": of.3 })
        })
        .collect();
    let told = serde_json::json!({ "people": people.len(), "seconds": seconds, "versions": told });
    std::fs::write(folder.join("versions.json"), told.to_string()).unwrap();
}

/// Who tells of no day that had not come at a version's.
fn told_by((program, _, at, _): Of<'_>) -> String {
    let days: &[&str] = match program.target() {
        Target::Person => &["born", "since", "unemployed"],
        Target::Employer => &["born", "since", "unemployed", "dismissed"],
    };
    let past = |day: &&str| format!("coalesce({day}, 0) <= {}", number(at.date()));
    days.iter().map(past).collect::<Vec<_>>().join(" AND ")
}

fn columns() -> Vec<String> {
    let own = [
        "id",
        "born",
        "area",
        "since",
        "income",
        "assets",
        "work",
        "unemployed",
        "within",
        "days",
        "hours",
        "education",
        "insured",
        "history",
        "household",
        "workers",
        "industry",
        "size",
        "dismissed",
        "regular",
        "weekly",
        "hourly",
        "starts",
    ];
    own.into_iter().map(str::to_owned).chain(Status::iter().map(|status| format!("is_{status}"))).collect()
}

fn row(id: usize, hire: &Hire) -> Vec<String> {
    let person = &hire.person;
    let worked = person.worked;
    let home = person.residence.as_ref();
    let dismissed = hire.dismissed.map(|dismissed| match dismissed {
        Dismissed::Never => 0,
        Dismissed::On { on } => number(on),
    });
    let household = person
        .household
        .as_ref()
        .map(|programs| programs.iter().fold(String::from(","), |all, one| all + one.as_str() + ","));
    let own = [
        id.to_string(),
        or_null(person.born_on.map(number)),
        or_null(home.map(|home| home.area.as_str())),
        or_null(home.and_then(|home| home.since).map(number)),
        or_null(person.income_percent),
        or_null(person.assets_won),
        or_null(person.work),
        or_null(person.unemployed_since.map(number)),
        or_null(worked.map(|worked| worked.within_months)),
        or_null(worked.and_then(|worked| worked.days)),
        or_null(worked.and_then(|worked| worked.hours)),
        or_null(person.education.map(Education::code)),
        or_null(person.insured_months),
        or_null(person.history.as_ref().map(|_| 1)),
        or_null(household),
        or_null(hire.workers),
        or_null(hire.industry.as_ref().map(|industry| industry.as_str())),
        or_null(hire.size),
        or_null(dismissed),
        or_null(hire.regular.map(u8::from)),
        or_null(hire.weekly_min),
        or_null(hire.hourly_won),
        or_null(hire.starts_on.map(number)),
    ];
    own.into_iter().chain(Status::iter().map(|status| or_null(person.is(status).map(u8::from)))).collect()
}

/// A version with what its conditions rest on.
struct Case<'a> {
    reference: &'a Reference,
    program: &'a SupportProgram,
    version: &'a Version,
    today: Date,
}

fn version(reference: &Reference, (program, version, at, _): Of<'_>) -> String {
    let case = Case { reference, program, version, today: at.date() };
    let rules = match &version.terms {
        Terms::Person(rules) => rules.iter().map(|rule| case.rule(rule, Case::asked)).collect::<Vec<_>>(),
        Terms::Employer { firm, hired } => {
            let firm = firm.iter().map(|rule| case.rule(rule, Case::offered));
            firm.chain(hired.iter().map(|rule| case.rule(rule, Case::asked))).collect()
        }
    };
    if rules.is_empty() { "TRUE".to_owned() } else { rules.join(" AND ") }
}

fn list<T: ToString>(values: &[T]) -> String {
    values.iter().map(|value| format!("'{}'", value.to_string())).collect::<Vec<_>>().join(", ")
}

impl Case<'_> {
    fn rule<C>(&self, rule: &Rule<C>, says: fn(&Self, &C) -> String) -> String {
        let any: Vec<String> = rule.any_of.iter().map(|one| says(self, one)).collect();
        format!("({})", any.join(" OR "))
    }

    /// The first and the last day that a moment may be, as expressions; null when nobody knows.
    fn days(&self, on: Moment) -> (String, String) {
        let first = self.version.apply.map(|window| window.from.date());
        let span = match on {
            Moment::Applying => Some((self.today, self.today)),
            Moment::FirstDay => first.map(|day| (day, day)),
            Moment::Notice => match self.version.notice {
                Some(day) => Some((day, day)),
                None => first.map(|first| (first.saturating_sub(60.days()), first)),
            },
            Moment::Start if self.program.target() == Target::Employer => {
                return ("starts".to_owned(), "starts".to_owned());
            }
            Moment::Start => self.version.period.map(|period| (period.from.earliest(), period.from.latest())),
        };
        let told = |day: Option<Date>| day.map_or_else(|| "NULL".to_owned(), |day| number(day).to_string());
        (told(span.map(|span| span.0)), told(span.map(|span| span.1)))
    }

    fn months_before(day: Date, months: u32) -> i64 {
        number(day.saturating_sub(i64::from(months).months()))
    }

    fn age(&self, (min, max): (Option<u8>, Option<u8>), on: Moment) -> String {
        let (first, last) = self.days(on);
        let (youngest, oldest) =
            (format!("(({first} - born) / 10000)"), format!("(({last} - born) / 10000)"));
        let mut text = format!("CASE WHEN born IS NULL OR {first} IS NULL THEN NULL");
        if let Some(min) = min {
            let _ = write!(text, " WHEN {oldest} < {min} THEN FALSE");
        }
        if let Some(max) = max {
            let _ = write!(text, " WHEN {youngest} > {max} THEN FALSE");
        }
        let sure =
            [min.map(|min| format!("{youngest} >= {min}")), max.map(|max| format!("{oldest} <= {max}"))];
        let sure: Vec<String> = sure.into_iter().flatten().collect();
        let _ = write!(text, " WHEN {} THEN TRUE END", sure.join(" AND "));
        text
    }

    fn residence(&self, area: &str, months: u32, on: Moment) -> String {
        let (first, last) = self.days(on);
        let mut text = format!(
            "CASE WHEN area IS NULL THEN NULL WHEN NOT area LIKE '{area}%' AND '{area}' LIKE area || '%' THEN NULL \
             WHEN NOT area LIKE '{area}%' THEN FALSE WHEN {first} IS NULL THEN NULL"
        );
        if first == "NULL" {
            return text + " END";
        }
        if months == 0 {
            let _ = write!(text, " WHEN {} <= {first} THEN TRUE", number(self.today));
        }
        let day = |text: &str| {
            let all: i64 = text.parse().unwrap();
            let part = |number: i64| i8::try_from(number).unwrap();
            Date::new(i16::try_from(all / 10_000).unwrap(), part(all / 100 % 100), part(all % 100)).unwrap()
        };
        let by = |text: &str| Self::months_before(day(text), months);
        let _ = write!(
            text,
            " WHEN since IS NULL THEN NULL WHEN since <= {} THEN TRUE WHEN since > {} THEN FALSE END",
            by(&first),
            by(&last)
        );
        text
    }

    fn segment(&self, code: &domain::segment::SegmentCode) -> String {
        let version = self.reference.segments.get(code).and_then(|one| one.version_on(self.today));
        match version.map(|version| version.definition) {
            None => "FALSE".to_owned(),
            Some(Definition::Ages { min, max }) => self.age((Some(min), max), Moment::Applying),
            Some(Definition::Told(status)) => format!("is_{status} = 1"),
        }
    }

    fn asked(&self, asked: &Asked) -> String {
        match asked {
            Asked::Age { min, max, on } => self.age((*min, *max), *on),
            Asked::Residence { area, months, on } => self.residence(area.as_str(), *months, *on),
            Asked::Income { most_percent } => format!("income <= {most_percent}"),
            Asked::Assets { most_won, aged: None } => format!("assets <= {most_won}"),
            Asked::Assets { most_won, aged: Some(aged) } => {
                let age = format!("(({} - born) / 10000)", number(self.today));
                format!(
                    "CASE WHEN assets IS NULL THEN NULL WHEN born IS NULL AND assets <= {low} THEN TRUE \
                     WHEN born IS NULL AND assets > {high} THEN FALSE WHEN born IS NULL THEN NULL \
                     WHEN {age} BETWEEN {} AND {} THEN assets <= {} ELSE assets <= {most_won} END",
                    aged.min,
                    aged.max,
                    aged.most_won,
                    low = (*most_won).min(aged.most_won),
                    high = (*most_won).max(aged.most_won),
                )
            }
            Asked::Work { of } => format!("work IN ({})", list(of)),
            Asked::Unemployed { least_months } => format!(
                "CASE WHEN work IN ({}) THEN FALSE ELSE unemployed <= {} END",
                list(&[Work::Employed, Work::SelfEmployed]),
                Self::months_before(self.today, *least_months)
            ),
            Asked::Worked { least_days, least_hours, within_months } => {
                let reached = |column: &str, least: Option<u32>| {
                    least.map_or_else(|| "FALSE".to_owned(), |least| format!("{column} >= {least}"))
                };
                let (days, hours) = (reached("days", *least_days), reached("hours", *least_hours));
                format!(
                    "CASE WHEN within <= {within_months} AND ({days} OR {hours}) THEN TRUE \
                     WHEN within >= {within_months} AND NOT ({days}) AND NOT ({hours}) THEN FALSE END"
                )
            }
            Asked::Schooling { most } => format!("education <= '{}'", most.code()),
            Asked::InsuredUnder { months } => format!("insured < {months}"),
            Asked::Segment { of } => {
                let any: Vec<String> = of.iter().map(|code| self.segment(code)).collect();
                format!("({})", any.join(" OR "))
            }
            Asked::IsAny { of } => {
                let any: Vec<String> = of.iter().map(|status| format!("is_{status} = 1")).collect();
                format!("({})", any.join(" OR "))
            }
            Asked::IsNone { of } => {
                let none: Vec<String> = of.iter().map(|status| format!("is_{status} = 0")).collect();
                format!("({})", none.join(" AND "))
            }
            Asked::OnePerHousehold => format!("household NOT LIKE '%,{},%'", self.program.id),
            Asked::InARow { most } => self.in_a_row(*most),
            Asked::Ask(_) => "NULL".to_owned(),
            Asked::Repeat { .. } | Asked::NotWith { .. } => {
                unreachable!("no version asks this yet; write it when one does")
            }
        }
    }

    fn in_a_row(&self, most: u8) -> String {
        let stage = self.version.stage.unwrap();
        let program = &self.program.id;
        let follows = |later: [String; 2], earlier: &str| {
            let [year, nth] = later;
            format!(
                "({earlier}.year = {year} AND {earlier}.nth = {nth} - 1 \
                 OR {earlier}.year = {year} - 1 AND {nth} = 1 AND {earlier}.nth = {earlier}.of_year)"
            )
        };
        let mut text = String::from("NOT EXISTS (SELECT 1 FROM past h1");
        for n in 2..=most {
            let later = [format!("h{}.year", n - 1), format!("h{}.nth", n - 1)];
            let on = follows(later, &format!("h{n}"));
            let _ =
                write!(text, " JOIN past h{n} ON h{n}.id = h1.id AND h{n}.program = '{program}' AND {on}");
        }
        let first = follows([stage.year.to_string(), stage.nth.to_string()], "h1");
        let _ = write!(text, " WHERE h1.id = people.id AND h1.program = '{program}' AND {first})");
        format!("CASE WHEN history IS NULL THEN NULL ELSE {text} END")
    }

    fn offered(&self, offered: &Offered) -> String {
        match offered {
            Offered::Workers { min, max } => {
                let ends =
                    [min.map(|min| format!("workers >= {min}")), max.map(|max| format!("workers <= {max}"))];
                ends.into_iter().flatten().collect::<Vec<_>>().join(" AND ")
            }
            Offered::Industry { of } => {
                // A section's letter stands before its divisions.
                let any: Vec<String> =
                    of.iter().map(|code| format!("industry LIKE '{}%'", code.as_str())).collect();
                format!("({})", any.join(" OR "))
            }
            Offered::Size { of } => format!("size IN ({})", list(of)),
            Offered::Regular => "regular = 1".to_owned(),
            Offered::Hours { least_weekly } => format!("weekly >= {}", least_weekly * 60),
            Offered::Wage { least_percent } => wage(&self.reference.minimum_wages, *least_percent),
            Offered::NoDismissal { months } => {
                format!("dismissed <= {}", Self::months_before(self.today, *months))
            }
            Offered::Ask(_) => "NULL".to_owned(),
        }
    }
}

fn wage(wages: &MinimumWageTable, least_percent: u32) -> String {
    let years = (2000_i16..2040).filter_map(|year| Some((year, wages.hourly_won(year)?)));
    let floors = years.fold(String::new(), |all, (year, won)| all + &format!(" WHEN {year} THEN {won}"));
    format!("hourly * 100 >= (CASE starts / 10000{floors} END) * {least_percent}")
}
