//! Programmes as they ship and as a file may write them, held against people on both sides of every boundary.

mod any_facts;
mod file;
mod people;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::OnceLock;

use domain::message::{Catalogue, Lang, Message};
use domain::reference::Reference;
use domain::support_program::{
    ConditionKind, Fact, Facts, Finding, GapReason, Hire, Kind, Missing, Moment, Paper, ProgramId, Size,
    SourceKind, Status, SupportProgram, SupportPrograms, Target, Terms, Told, Verdict, Version, VersionId,
    Work, Worked,
};
use jiff::ToSpan;
use jiff::civil::{Date, date};
use people::{Case, ground};
use strum::IntoEnumIterator;

fn shipped() -> &'static SupportPrograms {
    &Reference::embedded().unwrap().support_programs
}

fn versions() -> impl Iterator<Item = (&'static SupportProgram, &'static Version)> {
    shipped().iter().flat_map(|program| program.versions.iter().map(move |version| (program, version)))
}

fn program(id: &str) -> &'static SupportProgram {
    shipped().get(&ProgramId::parse(id).unwrap()).unwrap()
}

/// Everything that is asked somewhere in the files and in the programme that has all kinds.
fn everything() -> &'static SupportPrograms {
    static ALL: OnceLock<SupportPrograms> = OnceLock::new();
    ALL.get_or_init(|| {
        let files = [("all.toml", file::ALL_KINDS), ("all_firm.toml", file::ALL_KINDS_FIRM)];
        let files = files.map(|(name, text)| (name.to_owned(), text.to_owned()));
        SupportPrograms::load(&files, ground().segments, ground().industries).unwrap()
    })
}

/// Walks along every edge of every condition and says which kinds it met.
fn walk(program: &SupportProgram, version: &Version) -> (BTreeSet<ConditionKind>, usize) {
    let case = Case::of(program, version);
    let (mut kinds, mut people) = (BTreeSet::new(), 0);
    let rules = case.edges();
    let fitting = case.fitting();
    assert_eq!(case.verdict(&fitting), Verdict::Eligible, "{} {}", program.id, version.id);
    for rule in &rules {
        let asked_of_operator = rule.any_of.iter().any(|(kind, _)| *kind == ConditionKind::Ask);
        if rule.any_of.len() > 1 {
            kinds.insert(ConditionKind::AnyOf);
        }
        for (nth, (kind, edges)) in rule.any_of.iter().enumerate() {
            kinds.insert(*kind);
            for edge in edges {
                let mut who = fitting.clone();
                for (_, others) in
                    rule.any_of.iter().enumerate().filter(|(other, _)| *other != nth).map(|(_, one)| one)
                {
                    others.iter().take(1).for_each(|other| (other.fail)(&mut who));
                }
                let name = format!("{} {} line {} {kind}", program.id, version.id, rule.line);
                (edge.pass)(&mut who);
                assert_eq!(case.verdict(&who), Verdict::Eligible, "{name}: the last who passes");
                (edge.fail)(&mut who);
                people += 2;
                match case.verdict(&who) {
                    Verdict::Unknown { missing } if asked_of_operator => {
                        assert_eq!(missing, BTreeSet::from([Missing::Fact(Fact::Operator)]), "{name}");
                    }
                    Verdict::NotEligible { reasons } => {
                        let reason = if rule.any_of.len() > 1 { "support-lacks-any-of" } else { edge.reason };
                        let codes: Vec<&str> = reasons.iter().map(|why| why.code.as_ref()).collect();
                        assert_eq!(codes, [reason], "{name}: the first who fails");
                    }
                    other => panic!("{name}: the first who fails is {other:?}"),
                }
            }
        }
    }
    (kinds, people)
}

#[test]
fn all_twenty_three_decide_rightly_on_both_sides_of_every_boundary() {
    let mut people = 0;
    for (program, version) in versions() {
        people += walk(program, version).1;
    }
    assert_eq!(versions().count(), 23 + 3, "those of the source, and those of the invented city");
    assert!(people > 150, "only {people} people");
}

#[test]
fn every_kind_of_condition_is_walked_along() {
    let ours = everything()
        .iter()
        .flat_map(|program| program.versions.iter().map(move |version| (program, version)));
    let mut kinds = BTreeSet::new();
    for (program, version) in ours.chain(versions()) {
        kinds.extend(walk(program, version).0);
    }
    assert_eq!(kinds, ConditionKind::iter().collect());
}

#[test]
fn one_may_apply_from_the_first_instant_to_the_last() {
    let mut windows = 0;
    for (program, version) in versions() {
        let Some(window) = version.apply else { continue };
        windows += 1;
        let case = Case::of(program, version);
        let mut who = case.fitting();
        who.person.residence.as_mut().into_iter().for_each(|home| home.since = None);
        let reason = |at| {
            let answer = program.assess(version, &who.person, at, ground()).unwrap();
            match &answer.lines[0].finding {
                Finding::Met => None,
                Finding::NotMet(why) => Some(why.code.to_string()),
                Finding::Missing(what) => panic!("{what:?}"),
            }
        };
        let moment = 1.nanosecond();
        assert_eq!(reason(window.from - moment).as_deref(), Some("support-lacks-not-yet"), "{}", program.id);
        assert_eq!(reason(window.from), None);
        assert_eq!(reason(window.until), None);
        assert_eq!(reason(window.until + moment).as_deref(), Some("support-lacks-over"), "{}", program.id);
    }
    assert_eq!(windows, 15);
    let six = program("goyang-youth-administration").version(&VersionId::parse("2026-1").unwrap()).unwrap();
    assert_eq!(six.apply.unwrap().until, date(2026, 3, 5).at(18, 0, 0, 0));
}

#[test]
fn each_row_of_the_source_is_one_version_with_its_figures() {
    let csv = include_str!("../../../../data/programmes/programmes.csv");
    let mut reader = csv::Reader::from_reader(csv.as_bytes());
    let rows: Vec<BTreeMap<String, String>> = reader.deserialize().collect::<Result<_, _>>().unwrap();
    assert_eq!(rows.len(), 23);
    for row in &rows {
        let mark = format!("programmes.csv: {}", row["name"]);
        let found: Vec<_> = versions().filter(|(_, version)| version.sources.contains(&mark)).collect();
        assert_eq!(found.len(), 1, "{mark}");
        let (program, version) = found[0];
        assert_eq!(program.operator, row["operator"], "{mark}");
        assert_eq!(version.quota.map(|n| n.to_string()).unwrap_or_default(), row["quota"], "{mark}");
        for source in row["source"].trim_matches('"').split(';') {
            let source = source.trim();
            let told = version.sources.iter().any(|known| known.starts_with(source));
            assert!(told, "{mark}: {source} in {:?}", version.sources);
        }
        let secondary = row["source"].contains("secondary");
        assert_eq!(version.source_kind == SourceKind::Secondary, secondary, "{mark}");
        let kind = match row["measure_category"].split('(').next().unwrap() {
            "직접일자리" => Kind::DirectJob,
            "고용서비스" => Kind::EmploymentService,
            "고용장려금" => Kind::EmployerSubsidy,
            _ => Kind::Infrastructure,
        };
        assert_eq!(program.kind, kind, "{mark}");
        if let Some(window) = version.apply {
            assert!(row["apply_window"].starts_with(&window.from.date().to_string()), "{mark}");
            let last = window.until.date().strftime("%d").to_string();
            let until = row["apply_window"].rsplit('~').next().unwrap();
            assert!(until.split(' ').next().unwrap().ends_with(&last), "{mark}: {until}");
        } else {
            assert!(matches!(row["apply_window"].as_str(), "" | "상시" | "연중"), "{mark}");
        }
        if let Some(period) = version.period {
            let from = period.from.earliest().to_string();
            assert!(row["period"].starts_with(&from[..7]), "{mark}: {from}");
        }
        check_limits(&mark, version, row);
    }
}

fn check_limits(mark: &str, version: &Version, row: &BTreeMap<String, String>) {
    use domain::support_program::Asked;
    let (Terms::Person(rules) | Terms::Employer { hired: rules, .. }) = &version.terms;
    let alone = || rules.iter().filter(|rule| rule.any_of.len() == 1).map(|rule| &rule.any_of[0]);
    let age = alone().find_map(|asked| match asked {
        Asked::Age { min, max, .. } => Some((*min, *max)),
        _ => None,
    });
    let (min, max) = age.unwrap_or_default();
    let text = |age: Option<u8>| age.map(|age| age.to_string()).unwrap_or_default();
    assert_eq!((text(min), text(max)), (row["age_min"].clone(), row["age_max"].clone()), "{mark}");
    let income = alone().find_map(|asked| match asked {
        Asked::Income { most_percent } => Some(format!("{most_percent}%")),
        _ => None,
    });
    assert_eq!(income.is_some(), row["income_rule"].contains('%'), "{mark}");
    assert!(row["income_rule"].contains(&income.unwrap_or_default()), "{mark}");
    let assets = alone().find_map(|asked| match asked {
        Asked::Assets { most_won, .. } => Some(format!("{}억", *most_won as f64 / 1e8)),
        _ => None,
    });
    assert_eq!(assets.is_some(), !row["asset_rule"].is_empty(), "{mark}");
    assert!(row["asset_rule"].contains(&assets.unwrap_or_default()), "{mark}: {}", row["asset_rule"]);
    let residence = alone().any(|asked| matches!(asked, Asked::Residence { .. }));
    assert_eq!(residence, !row["residence"].is_empty(), "{mark}");
}

#[test]
fn who_says_nothing_is_eligible_for_nothing() {
    for (program, version) in versions() {
        let case = Case::of(program, version);
        match case.verdict(&Hire::default()) {
            Verdict::Unknown { missing } => assert!(!missing.is_empty(), "{}", program.id),
            other => panic!("{} {}: {other:?}", program.id, version.id),
        }
    }
}

#[test]
fn what_is_missing_says_what_to_bring() {
    let case_of = |id: &str| program(id).versions.last().unwrap();
    let works = program("goyang-public-works");
    let case = Case::of(works, case_of("goyang-public-works"));
    let mut who = case.fitting();
    (who.person.residence, who.person.income_percent, who.person.work) = (None, None, None);
    let Verdict::Unknown { missing } = case.verdict(&who) else { panic!() };
    let papers: Vec<Paper> = missing.iter().filter_map(|what| what.paper()).collect();
    assert_eq!(papers, [Paper::ResidentAbstract, Paper::HealthInsurance, Paper::InsuranceHistory]);
    let catalogue = Catalogue::new(&[]);
    let said: Vec<String> = papers
        .iter()
        .map(|paper| catalogue.say(Lang::Ko, &Message::word("support-paper", paper.into())))
        .collect();
    assert_eq!(said, ["주민등록초본", "건강보험료 납부확인서", "고용보험 이력내역서"]);
    // Something known that fails outweighs whatever is not known.
    who.person.assets_won = Some(480_000_001);
    let Verdict::NotEligible { reasons } = case.verdict(&who) else { panic!() };
    assert_eq!(
        catalogue.say(Lang::Ko, &reasons[0]),
        "가구 재산이 480,000,000원 이하여야 하는데 480,000,001원입니다."
    );
    assert_eq!(
        catalogue.say(Lang::En, &reasons[0]),
        "Household assets must be 480,000,000 won or less; yours are 480,000,001 won."
    );
}

#[test]
fn reasons_name_the_area_and_every_alternative_that_failed() {
    let catalogue = Catalogue::new(&[]);
    let said = |lang, case: &Case<'_>, who: &Hire| match case.verdict(who) {
        Verdict::NotEligible { reasons } => catalogue.say(lang, &reasons[0]),
        other => panic!("{other:?}"),
    };
    let works = program("goyang-public-works");
    let case = Case::of(works, works.versions.last().unwrap());
    let mut who = case.fitting();
    who.person.residence.as_mut().unwrap().area = domain::area::AreaCode::parse("41480").unwrap();
    assert_eq!(said(Lang::Ko, &case, &who), "경기도 고양시에 주민등록이 되어 있어야 합니다.");
    let all = everything().get(&ProgramId::parse("all-kinds").unwrap()).unwrap();
    let case = Case::of(all, &all.versions[0]);
    let mut who = case.fitting();
    who.person.worked = Some(Worked { within_months: 12, days: Some(29), hours: Some(0) });
    who.person.education = Some(domain::code::Education::Bachelor);
    assert_eq!(
        said(Lang::En, &case, &who),
        "One of these must change. One must have worked 30 days within 12 months. Schooling must be high school or less."
    );
}

#[test]
fn a_day_that_no_source_tells_is_missing_only_where_the_answer_hangs_on_it() {
    let mid = program("goyang-mid-life-careers");
    let case = Case::of(mid, &mid.versions[0]);
    let first = case.version.apply.unwrap().from.date();
    let born = |day: Date| {
        let mut who = case.fitting();
        who.person.born_on = Some(day);
        case.verdict(&who)
    };
    let only = |what| Verdict::Unknown { missing: BTreeSet::from([Missing::Fact(what)]) };
    let earliest = first - 60.days();
    assert_eq!(born(earliest - 50.years()), Verdict::Eligible);
    assert_eq!(born(earliest - 50.years() + 1.day()), only(Fact::NoticeDay));
    assert_eq!(born(first - 50.years()), only(Fact::NoticeDay));
    assert!(matches!(born(first - 50.years() + 1.day()), Verdict::NotEligible { .. }));
    assert_eq!(born(first - 65.years() + 1.day()), Verdict::Eligible);
    assert_eq!(born(first - 65.years()), only(Fact::NoticeDay));
    assert_eq!(born(earliest - 65.years() + 1.day()), only(Fact::NoticeDay));
    assert!(matches!(born(earliest - 65.years()), Verdict::NotEligible { .. }));
    let mut who = case.fitting();
    who.person.residence.as_mut().unwrap().since = Some(first);
    assert_eq!(case.verdict(&who), only(Fact::NoticeDay));
}

#[test]
fn what_cannot_be_so_is_refused_at_its_field() {
    let at = date(2026, 5, 1).at(9, 0, 0, 0);
    let fit = |facts: &Facts| {
        let faults = shipped().fit(facts, at, ground()).unwrap_err();
        faults.into_iter().map(|(field, what)| (field, what.code.to_string())).collect::<Vec<_>>()
    };
    let born = Facts { born_on: Some(date(2026, 5, 2)), ..Facts::default() };
    assert_eq!(fit(&born), [(Missing::Fact(Fact::BornOn), "support-born-in-future".to_owned())]);
    let poor = Facts { assets_won: Some(-1), ..Facts::default() };
    assert_eq!(fit(&poor), [(Missing::Fact(Fact::Assets), "support-below-nothing".to_owned())]);
    let since = |day| Facts {
        born_on: Some(date(1990, 1, 1)),
        unemployed_since: Some(day),
        work: Some(Work::Unemployed),
        ..Facts::default()
    };
    let field = Missing::Fact(Fact::UnemployedSince);
    assert_eq!(fit(&since(date(2026, 5, 2))), [(field, "support-since-in-future".to_owned())]);
    assert_eq!(fit(&since(date(1989, 12, 31))), [(field, "support-since-before-birth".to_owned())]);
    let both = Facts { work: Some(Work::Employed), ..since(date(2026, 1, 1)) };
    assert_eq!(fit(&both), [(field, "support-works-and-does-not".to_owned())]);
    let told = [(Status::UniversityStudent, true), (Status::Student, false)].into();
    let wrong = Facts { told, ..Facts::default() };
    assert_eq!(fit(&wrong), [(Missing::Told(Status::UniversityStudent), "support-told-both".to_owned())]);
    assert!(shipped().fit(&since(date(2026, 5, 1)), at, ground()).is_ok());
}

#[test]
fn an_applicant_stays_on_the_version_they_began() {
    let works = program("goyang-public-works");
    let id = |day: Date| works.version_on(day).map(|version| version.id.as_str());
    assert_eq!(id(date(2011, 8, 9)), None);
    assert_eq!(id(date(2011, 8, 10)), Some("2011-4"));
    assert_eq!(id(date(2011, 12, 17)), None, "nobody recorded what held then");
    assert_eq!(id(date(2019, 7, 1)), Some("2019-3"));
    assert_eq!(id(date(2025, 11, 19)), Some("2026-1"));
    assert_eq!(id(date(2026, 4, 30)), Some("2026-1"));
    assert_eq!(id(date(2026, 5, 1)), None);
    assert_eq!(works.nearest(date(2026, 5, 1)).unwrap().id.as_str(), "2026-1", "the last one is shown");
    assert_eq!(works.nearest(date(2011, 1, 1)).unwrap().id.as_str(), "2011-4", "the next one is shown");
    assert!(works.gaps.iter().all(|gap| gap.why == GapReason::Unrecorded));
    // Who had 150 million won in 2019 is judged by the limit of 2019, whatever holds now.
    let begun = works.version(&VersionId::parse("2019-3").unwrap()).unwrap();
    let case = Case::of(works, begun);
    let mut who = case.fitting();
    who.person.assets_won = Some(150_000_000);
    assert_eq!(case.verdict(&who), Verdict::Eligible);
    who.person.residence.as_mut().unwrap().since = None;
    let older = works.version(&VersionId::parse("2011-4").unwrap()).unwrap();
    let answer = works.assess(older, &who.person, older.apply.unwrap().from, ground()).unwrap();
    let Verdict::NotEligible { reasons } = answer.verdict() else { panic!() };
    assert!(reasons.iter().any(|why| why.code == "support-lacks-assets"), "{reasons:?}");
}

#[test]
fn programmes_are_asked_by_target_and_shown_where_they_are_offered() {
    let at = date(2026, 5, 1).at(9, 0, 0, 0);
    let ids = |answers: Vec<domain::support_program::Assessment<'_>>| {
        answers.into_iter().map(|answer| answer.program.id.to_string()).collect::<Vec<_>>()
    };
    let firms = ids(shipped().fit_hire(&Hire::default(), at, ground()).unwrap());
    assert_eq!(firms, ["haneul-silver-makers", "youth-job-leap-1", "youth-job-leap-2"]);
    assert_eq!(ids(shipped().fit(&Facts::default(), at, ground()).unwrap()).len(), 18);
    let firm = program("youth-job-leap-2");
    assert_eq!(firm.target(), Target::Employer);
    let answer = firm.assess(&firm.versions[0], &Facts::default(), at, ground()).unwrap();
    assert!(
        matches!(answer.verdict(), Verdict::NotEligible { .. }),
        "a person asks for an employer's programme"
    );
    let code = |text: &str| domain::area::AreaCode::parse(text).unwrap();
    let seongnam = program("seongnam-public-works");
    assert!(seongnam.is_offered_in(&code("41130")) && !seongnam.is_offered_in(&code("41280")));
    assert!(firm.is_offered_in(&code("41280")));
}

#[test]
fn every_word_of_an_answer_is_in_both_catalogues() {
    let catalogue = Catalogue::new(&[]);
    let mut codes: BTreeSet<String> = BTreeSet::new();
    macro_rules! words {
        ($($prefix:literal $name:ty),+ $(,)?) => {$(
            codes.extend(<$name>::iter().map(|word| format!("{}-{word}", $prefix)));
        )+};
    }
    words!(
        "support-fact" Fact, "support-status" Status, "support-paper" Paper, "support-kind" Kind,
        "support-work" Work, "support-size" Size, "support-moment" Moment, "support-target" Target,
        "support-source" SourceKind, "support-gap" GapReason,
    );
    codes.extend((1..=7).map(|n| format!("support-education-{n:02}")));
    let ours = everything()
        .iter()
        .flat_map(|program| program.versions.iter().map(move |version| (program, version)));
    for (program, version) in ours.chain(versions()) {
        let case = Case::of(program, version);
        let who = Hire::default();
        let answer = match version.terms {
            Terms::Person(_) => program.assess(version, &who.person, case.at, ground()),
            Terms::Employer { .. } => program.assess_hire(version, &who, case.at, ground()),
        };
        for line in answer.unwrap().lines {
            for lang in [Lang::Ko, Lang::En] {
                let said = catalogue.say(lang, &line.says(ground()));
                assert!(!said.contains("support-") && !said.contains('{') && !said.is_empty(), "{said}");
            }
        }
        assert!(!catalogue.say(Lang::En, &program.name()).is_empty());
    }
    let missing: Vec<_> = codes
        .iter()
        .filter(|code| [Lang::Ko, Lang::En].iter().any(|lang| !catalogue.has(*lang, code)))
        .collect();
    assert_eq!(missing, Vec::<&String>::new());
}

#[test]
fn months_without_days_hold_for_every_day_of_them() {
    let month = Told::Month(domain::counting::Month::parse("2026-02").unwrap());
    assert_eq!((month.earliest(), month.latest()), (date(2026, 2, 1), date(2026, 2, 28)));
}
