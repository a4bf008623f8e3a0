//! Files of programmes: what is wrong is told with its line, all of it at once, and what would be right.

use domain::message::{Catalogue, Lang};
use domain::rule_file::Problem;
use domain::support_program::{ConditionKind, SupportPrograms};
use strum::IntoEnumIterator;

use super::people::ground;

/// An invented programme that asks a person everything that can be asked.
pub(super) const ALL_KINDS: &str = r#"id = "all-kinds"
name_ko = "모두"
name_en = "All"
operator = "하늘시"
kind = "work_trial"
for = "person"
licence = "invented"

[[version]]
id = "2026-2"
name_ko = "2단계"
name_en = "stage 2"
from = 2026-05-01
notice = 2026-04-20
apply = { from = 2026-05-04, until = 2026-05-08 }
period = { from = 2026-06-01, until = "2026-09" }
stage = { year = 2026, nth = 2, of = 3 }
gives_ko = "일경험"
gives_en = "a work trial"
sources = ["invented"]
source_kind = "official"
conditions = [
  { kind = "age", min = 19, max = 64, on = "notice" },
  { kind = "residence", area = "41", months = 6, on = "notice" },
  { kind = "income", most_percent = 100 },
  { kind = "assets", most_won = 300_000_000, aged = { min = 19, max = 34, most_won = 400_000_000 } },
  { kind = "work", of = ["unemployed", "not_in_work"] },
  { kind = "is_none", of = ["own_business"] },
  { kind = "worked", least_days = 100, least_hours = 800, within_months = 24 },
  { kind = "schooling", most = "bachelor" },
  { kind = "insured_under", months = 24 },
  { kind = "segment", of = ["disabled"] },
  { kind = "is_any", of = ["registered_seeker", "near_poverty"] },
  { kind = "is_none", of = ["unemployment_benefit", "student"] },
  { kind = "one_per_household" },
  { kind = "in_a_row", most = 2 },
  { kind = "not_with", kinds = ["direct_job"] },
]

[[version]]
id = "2026-1"
name_ko = "1단계"
name_en = "stage 1"
until = 2026-03-31
gives_ko = "일경험"
gives_en = "a work trial"
sources = ["invented"]
source_kind = "official"
conditions = [
  { kind = "repeat", most = 2, within_months = 36 },
  { kind = "any_of", of = [
    { kind = "worked", least_days = 30, within_months = 12 },
    { kind = "schooling", most = "high" },
  ] },
]

[[gap]]
from = 2026-04-01
until = 2026-04-30
why = "paused"
"#;

/// An invented programme that asks an employer everything that can be asked.
pub(super) const ALL_KINDS_FIRM: &str = r#"id = "all-kinds-firm"
name_ko = "기업 모두"
name_en = "All for firms"
operator = "하늘시"
kind = "employer_subsidy"
for = "employer"
licence = "invented"

[[version]]
id = "2026"
name_ko = "2026년"
name_en = "2026"
gives_ko = "장려금"
gives_en = "a subsidy"
sources = ["invented"]
source_kind = "official"
conditions = [
  { kind = "workers", min = 5, max = 300 },
  { kind = "industry", of = ["C", "J"] },
  { kind = "size", of = ["small", "mid"] },
  { kind = "regular" },
  { kind = "hours", least_weekly = 30 },
  { kind = "wage", least_percent = 110 },
  { kind = "no_dismissal", months = 3 },
]
hired = [
  { kind = "age", max = 34, on = "start" },
  { kind = "any_of", of = [
    { kind = "unemployed", least_months = 4 },
    { kind = "ask", ko = "그 밖에", en = "anything else" },
  ] },
]
"#;

fn load(files: &[(&str, &str)]) -> Result<SupportPrograms, Vec<Problem>> {
    let files: Vec<_> = files.iter().map(|(name, text)| ((*name).to_owned(), (*text).to_owned())).collect();
    SupportPrograms::load(&files, ground().segments, ground().industries)
}

/// What is found once each text is replaced by another, as `line code`.
fn found(text: &str, edits: &[(&str, &str)]) -> Vec<String> {
    let mut text = text.to_owned();
    for (from, to) in edits {
        assert!(text.contains(from), "{from}");
        text = text.replacen(from, to, 1);
    }
    let problems = load(&[("x.toml", &text)]).err().unwrap_or_default();
    assert!(problems.iter().all(|problem| problem.file == "x.toml"));
    problems.into_iter().map(|problem| format!("{} {}", problem.line, problem.what.code)).collect()
}

#[test]
fn each_fault_is_told_with_its_line() {
    let person: [(&str, &str, &[&str]); 42] = [
        ("operator = \"하늘시\"", "operater = \"하늘시\"", &["1 data-key-missing", "4 data-key-unknown"]),
        ("operator = \"하늘시\"", "operator = \"\"", &["4 data-value-unfit"]),
        ("kind = \"work_trial\"", "kind = \"work\"", &["5 data-word-unknown"]),
        ("id = \"all-kinds\"", "id = \"All kinds\"", &["1 data-value-unfit"]),
        ("licence = \"invented\"", "licence = \"invented", &["7 data-unreadable"]),
        (
            "from = 2026-05-01",
            "from = \"2026-05-01\"",
            &["13 data-value-unfit", "40 support-overlap", "57 support-gap-none"],
        ),
        ("kind = \"income\"", "kind = \"incom\"", &["25 data-word-unknown"]),
        ("most_percent = 100", "most = 100", &["25 data-key-missing", "25 data-key-unknown"]),
        ("most_percent = 100", "most_percent = \"100\"", &["25 data-value-unfit"]),
        ("most_percent = 100", "most_percent = 0", &["25 data-out-of-range"]),
        ("most_percent = 100", "most_percent = -5", &["25 data-value-unfit"]),
        ("min = 19, max = 64", "min = 65, max = 64", &["23 support-min-over-max"]),
        ("min = 19, max = 64, ", "", &["23 data-key-missing"]),
        ("min = 19, max = 64", "min = 121", &["23 data-out-of-range"]),
        ("on = \"notice\"", "on = \"tomorrow\"", &["23 data-word-unknown"]),
        ("area = \"41\"", "area = \"고양\"", &["24 data-value-unfit"]),
        ("months = 6", "months = 999", &["24 data-out-of-range"]),
        ("min = 19, max = 34", "min = 34, max = 19", &["26 support-min-over-max"]),
        ("most_won = 300_000_000", "most_won = 0", &["26 data-out-of-range"]),
        ("\"unemployed\", \"not_in_work\"", "", &["27 data-value-unfit"]),
        ("least_days = 100, least_hours = 800, ", "", &["29 data-key-missing"]),
        ("most = \"bachelor\"", "most = \"03\"", &["30 data-value-unfit"]),
        ("of = [\"disabled\"]", "of = [\"tall\"]", &["32 data-word-unknown"]),
        ("\"near_poverty\"", "\"rich\"", &["33 data-word-unknown"]),
        ("\"near_poverty\"", "\"student\"", &["34 support-must-and-must-not"]),
        ("\"unemployment_benefit\"", "\"disabled\"", &["34 support-must-and-must-not"]),
        (
            "{ kind = \"one_per_household\" }",
            "{ kind = \"income\", most_percent = 60 }",
            &["35 support-condition-twice"],
        ),
        ("{ kind = \"one_per_household\" }", "{ kind = \"regular\" }", &["35 support-wrong-target"]),
        (
            "{ kind = \"one_per_household\" }",
            "{ kind = \"one_per_household\", most = 1 }",
            &["35 data-key-unknown"],
        ),
        ("stage = { year = 2026, nth = 2, of = 3 }\n", "", &["35 support-no-stage"]),
        ("nth = 2, of = 3", "nth = 4, of = 3", &["9 support-stage-outside"]),
        ("kinds = [\"direct_job\"]", "programs = [\"nowhere\"]", &["37 support-program-unknown"]),
        ("kinds = [\"direct_job\"]", "kinds = []", &["37 data-key-missing", "37 data-value-unfit"]),
        ("until = 2026-05-08", "until = 2026-05-03", &["9 support-ends-before"]),
        ("apply = { from = 2026-05-04", "apply = { from = 2026-04-30", &["9 support-window-outside"]),
        ("until = \"2026-09\"", "until = \"2026-05\"", &["9 support-ends-before"]),
        (
            "period = { from = 2026-06-01",
            "period = { from = \"2026-04\"",
            &["9 support-period-before-window"],
        ),
        ("notice = 2026-04-20", "notice = 2026-05-05", &["9 support-notice-after-window"]),
        (
            "notice = 2026-04-20\napply = { from = 2026-05-04, until = 2026-05-08 }\n",
            "",
            &["21 support-day-unknown", "22 support-day-unknown"],
        ),
        ("id = \"2026-1\"", "id = \"2026-2\"", &["9 data-twice"]),
        ("from = 2026-05-01", "from = 2026-03-31", &["9 support-overlap", "57 support-gap-none"]),
        (
            "source_kind = \"official\"",
            "source_kind = \"official\"\nhired = []",
            &["22 data-value-unfit", "22 support-hired-of-person"],
        ),
    ];
    let mut wrong = Vec::new();
    for (from, to, wanted) in person {
        let got = found(ALL_KINDS, &[(from, to)]);
        if got != wanted {
            wrong.push((to, got, wanted));
        }
    }
    let firm: [(&str, &str, &[&str]); 7] = [
        ("min = 5, max = 300", "min = 301, max = 300", &["18 support-min-over-max"]),
        ("of = [\"C\", \"J\"]", "of = [\"C\", \"Ж\"]", &["19 data-value-unfit"]),
        ("least_weekly = 30", "least_weekly = 53", &["22 data-out-of-range"]),
        ("least_percent = 110", "least_percent = 99", &["23 data-out-of-range"]),
        ("{ kind = \"regular\" }", "{ kind = \"income\", most_percent = 60 }", &["21 support-wrong-target"]),
        (
            "{ kind = \"ask\", ko = \"그 밖에\", en = \"anything else\" }",
            "{ kind = \"any_of\", of = [] }",
            &["28 support-any-of-one", "30 support-any-of-nested"],
        ),
        (
            "{ kind = \"ask\", ko = \"그 밖에\", en = \"anything else\" }",
            "{ kind = \"workers\", min = 1 }",
            &["28 support-any-of-one", "30 support-wrong-target"],
        ),
    ];
    for (from, to, wanted) in firm {
        let got = found(ALL_KINDS_FIRM, &[(from, to)]);
        if got != wanted {
            wrong.push((to, got, wanted));
        }
    }
    assert_eq!(wrong, [], "(what was written, what was found, what should be)");
}

#[test]
fn conditions_that_nobody_can_meet_name_both_lines() {
    let (twice, nobody) = ("35 support-condition-twice", "35 support-nobody");
    let alternatives =
        |one: &str, other: &str| format!("{{ kind = \"any_of\", of = [{{ {one} }}, {{ {other} }}] }}");
    let age = |limits: &str| format!("{{ kind = \"age\", {limits} }}");
    let other = |kind: &str| format!("{{ kind = {kind} }}");
    let homes = |one: &str, two: &str| {
        let home = |area: &str| format!("kind = \"residence\", area = \"{area}\", on = \"notice\"");
        alternatives(&home(one), &home(two))
    };
    // In line 35, against ages 19 to 64 of line 23, the home of line 24, the work of line 27 and of line 29.
    let cases: [(String, &[&str]); 16] = [
        (age("min = 65, on = \"notice\""), &[twice, nobody]),
        (age("max = 18, on = \"notice\""), &[twice, nobody]),
        (age("min = 64, on = \"notice\""), &[twice]),
        // Who is 64 on the day of the notice may be 65 on that of applying, and not 66.
        (age("min = 65"), &[twice]),
        (age("min = 66"), &[twice, nobody]),
        (alternatives("kind = \"age\", max = 17", "kind = \"age\", min = 66"), &[nobody]),
        (alternatives("kind = \"age\", max = 18", "kind = \"age\", min = 66"), &[]),
        (other("\"segment\", of = [\"elder\"]"), &[]),
        (other("\"unemployed\", least_months = 24"), &[nobody]),
        (other("\"unemployed\", least_months = 23"), &[]),
        (homes("11", "28"), &[nobody]),
        (homes("4128", "28"), &[]),
        (
            alternatives("kind = \"work\", of = [\"employed\"]", "kind = \"work\", of = [\"self_employed\"]"),
            &[nobody],
        ),
        (alternatives("kind = \"work\", of = [\"employed\"]", "kind = \"schooling\", most = \"high\""), &[]),
        (
            alternatives("kind = \"is_any\", of = [\"student\"]", "kind = \"insured_under\", months = 6"),
            &["35 support-must-and-must-not"],
        ),
        (alternatives("kind = \"is_any\", of = [\"disabled\"]", "kind = \"insured_under\", months = 6"), &[]),
    ];
    let mut wrong = Vec::new();
    for (written, wanted) in cases {
        let got = found(ALL_KINDS, &[("{ kind = \"one_per_household\" }", written.as_str())]);
        if got != wanted {
            wrong.push((written, got, wanted));
        }
    }
    assert_eq!(wrong, [], "(what was written, what was found, what should be)");
    let elders = other("\"segment\", of = [\"elder\"]");
    let younger = [("max = 64", "max = 63"), ("{ kind = \"one_per_household\" }", elders.as_str())];
    assert_eq!(found(ALL_KINDS, &younger), [nobody], "a segment by age");
    let working = [
        ("\"unemployed\", \"not_in_work\"", "\"employed\""),
        ("{ kind = \"one_per_household\" }", "{ kind = \"unemployed\", least_months = 1 }"),
    ];
    assert_eq!(found(ALL_KINDS, &working), [nobody], "in work and without");
    let wider = [("\"near_poverty\"", "\"university_student\"")];
    assert_eq!(
        found(ALL_KINDS, &wider),
        ["34 support-must-and-must-not"],
        "a student of a university is one"
    );
    for (least, wanted) in
        [("744", vec![]), ("745", vec!["29 data-out-of-range"]), ("0", vec!["29 data-out-of-range"])]
    {
        let days = format!("least_days = {least}");
        assert_eq!(
            found(ALL_KINDS, &[("least_days = 100", days.as_str())]),
            wanted,
            "{days} within 24 months"
        );
    }
    let sizes = alternatives("kind = \"workers\", max = 4", "kind = \"workers\", min = 301");
    assert_eq!(found(ALL_KINDS_FIRM, &[("{ kind = \"regular\" }", sizes.as_str())]), ["21 support-nobody"]);
}

#[test]
fn a_contradiction_says_what_stands_against_what() {
    let broken = ALL_KINDS.replacen(
        "{ kind = \"one_per_household\" }",
        "{ kind = \"age\", min = 65, on = \"notice\" }",
        1,
    );
    let problems = load(&[("x.toml", &broken)]).unwrap_err();
    let catalogue = Catalogue::new(&[]);
    assert_eq!(
        problems[1].said(&catalogue, Lang::En),
        "x.toml:35: Nobody can meet both “age” here and “age” of line 23. Correct one of them."
    );
    assert_eq!(
        problems[1].said(&catalogue, Lang::Ko),
        "x.toml:35: 이 ‘age’ 조건과 23행의 ‘age’ 조건을 함께 갖출 수는 없습니다. 둘 중 하나를 고쳐 주세요."
    );
}

#[test]
fn everything_wrong_is_told_at_once_and_how_to_mend_it() {
    let broken = ALL_KINDS
        .replacen("min = 19, max = 64", "min = 65, max = 64", 1)
        .replacen("most_percent = 100", "most_percent = 100, household = 3", 1)
        .replacen("from = 2026-05-01", "from = 2026-05-03", 1);
    let problems = load(&[("one.toml", &broken), ("two.toml", "id = 3\n")]).unwrap_err();
    let catalogue = Catalogue::new(&[]);
    let said: Vec<String> = problems.iter().map(|problem| problem.said(&catalogue, Lang::En)).collect();
    assert_eq!(
        said[..4],
        [
            "one.toml:9: Between the versions of lines 40 and 9 nothing holds (2026-04-01 to 2026-05-02). Join the dates, or declare it with [[gap]].",
            "one.toml:23: min (65) is more than max (64).",
            "one.toml:25: There is no entry “household” here. There may be: kind, most_percent",
            "one.toml:57: This is not the time between two versions: it must run from the day after one to the day before the next.",
        ]
    );
    assert!(said[4..].iter().all(|line| line.starts_with("two.toml:1: ")) && said.len() > 8, "{said:#?}");
    let korean = problems[1].said(&catalogue, Lang::Ko);
    assert_eq!(korean, "one.toml:23: min(65)이 max(64)보다 큽니다.");
}

#[test]
fn two_programmes_of_one_name_are_refused() {
    let problems = load(&[("one.toml", ALL_KINDS), ("two.toml", ALL_KINDS)]).unwrap_err();
    let codes: Vec<_> =
        problems.iter().map(|one| (one.file.as_str(), one.line, one.what.code.as_ref())).collect();
    assert_eq!(codes, [("two.toml", 1, "data-twice")]);
}

#[test]
fn years_without_the_programme_may_be_declared() {
    let programs = load(&[("one.toml", ALL_KINDS)]).unwrap();
    let program = programs.iter().next().unwrap();
    assert_eq!(program.gaps.len(), 1);
    assert_eq!(program.version_on(jiff::civil::date(2026, 4, 15)), None);
    let undeclared = ALL_KINDS.split("[[gap]]").next().unwrap();
    assert_eq!(found(undeclared, &[]), ["9 support-gap"]);
}

/// A programme that asks one thing.
fn asking(target: &str, condition: &str) -> String {
    let head = ALL_KINDS.split("conditions = [").next().unwrap();
    head.replacen("for = \"person\"", &format!("for = \"{target}\""), 1)
        + &format!("conditions = [\n  {condition},\n]\n")
}

#[test]
fn the_page_lists_every_kind_with_an_example_that_can_be_read() {
    let page = include_str!("../../../../../docs/programmes.md");
    let section = page.split("## Conditions").nth(1).and_then(|rest| rest.split("\n## ").next()).unwrap();
    let rows = section.lines().filter(|line| line.starts_with("| `"));
    let works = include_str!("../../../../../data/programmes/public-works.toml");
    let mut listed = Vec::new();
    for row in rows {
        let cells: Vec<&str> = row.split('|').map(|cell| cell.trim().trim_matches('`')).collect();
        let [_, kind, whom, example, ..] = cells[..] else { panic!("{row}") };
        assert!(example.starts_with(&format!("{{ kind = \"{kind}\"")), "{example}");
        let target = if whom == "both" { "person" } else { whom };
        let other = if target == "person" { "employer" } else { "person" };
        let read = |target| load(&[("x.toml", &asking(target, example)), ("works.toml", works)]).err();
        assert_eq!(read(target), None, "{example}");
        assert_eq!(read(other).is_some(), whom != "both" || kind == "any_of", "{example} of {other}");
        listed.push(kind.to_owned());
    }
    let kinds: Vec<String> = ConditionKind::iter().map(|kind| kind.to_string()).collect();
    assert_eq!(listed, kinds);
}
