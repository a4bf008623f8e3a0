//! The labelled postings: how many of the labelled findings are found, and how many that are found are
//! labelled. `tune` may be looked at while changing rules; `judge` is what docs/law.md reports.
//!
//! The table is printed by `cargo test -p domain --test it corpus -- --nocapture`.

use std::collections::{BTreeMap, BTreeSet};

use domain::area::AreaCode;
use domain::code::{EmploymentType, WageForm};
use domain::employer::{Employer, Verification};
use domain::id::EmployerId;
use domain::law::{Act, Facts, Known, Rule, check};
use domain::opening::{Content, Workplace};
use domain::reference::Reference;
use domain::wage::Wage;
use domain::work_time::{DailyHours, Weekdays, WorkTime};
use jiff::civil::date;
use serde::Deserialize;
use strum::IntoEnumIterator;

#[derive(Debug, Deserialize)]
struct Posting {
    id: String,
    title: String,
    duties: String,
    preference_note: String,
    note: String,
    documents: String,
    wage_note: String,
    headcount: u32,
    employment_type: Option<String>,
    contract_months: Option<u32>,
    weekly_hours: Option<u32>,
    days: Option<u32>,
    start_hour: Option<u16>,
    workers: Option<u32>,
    address: String,
    phone: String,
    wage: Option<Pay>,
    #[serde(default)]
    no_place: bool,
    labels: Vec<Label>,
}

#[derive(Debug, Deserialize)]
struct Pay {
    form: String,
    won: i64,
}

#[derive(Debug, Deserialize)]
struct Label {
    rule: Rule,
    act: Act,
    /// What of the rule: looks, body, region, marital, family.
    #[serde(default)]
    about: Vec<String>,
}

impl Posting {
    fn content(&self) -> Content {
        let days = self.days.map(|days| Weekdays((1u8 << days) - 1));
        let daily =
            self.weekly_hours.zip(self.days).zip(self.start_hour).and_then(|((week, days), start)| {
                let minutes = u16::try_from(week * 60 / days).unwrap();
                DailyHours::new(start * 60, (start * 60 + minutes + 60) % 1440, 60)
            });
        Content {
            title: self.title.clone(),
            duties: self.duties.clone(),
            preference_note: self.preference_note.clone(),
            note: self.note.clone(),
            documents: self.documents.clone(),
            wage_note: self.wage_note.clone(),
            headcount: self.headcount,
            employment_type: self.employment_type.as_deref().and_then(EmploymentType::from_code),
            contract_months: self.contract_months,
            wage: self
                .wage
                .as_ref()
                .and_then(|pay| Wage::new(WageForm::from_code(&pay.form).unwrap(), pay.won, pay.won)),
            work_time: WorkTime {
                weekdays: days,
                daily,
                weekly_min: self.weekly_hours.map(|hours| hours * 60),
                ..WorkTime::default()
            },
            workplace: Workplace {
                areas: if self.no_place {
                    Vec::new()
                } else {
                    AreaCode::parse("41285").into_iter().collect()
                },
                ..Workplace::default()
            },
            ..Content::default()
        }
    }

    fn employer(&self) -> Employer {
        employer(self.workers, &self.address, &self.phone)
    }
}

/// An invented employer of a size.
pub(crate) fn employer(workers: Option<u32>, address: &str, phone: &str) -> Employer {
    Employer {
        id: EmployerId(uuid::Uuid::nil()),
        name: "(가상)견본상사".into(),
        business_number: None,
        industry: None,
        business: String::new(),
        workers,
        capital_won: None,
        sales_won: None,
        kind: None,
        size_note: String::new(),
        certificates: Vec::new(),
        address: address.into(),
        area: None,
        homepage: String::new(),
        phone: phone.into(),
        fax: String::new(),
        insurance_number: String::new(),
        wage_arrears: None,
        verification: Verification::Unverified,
        contact: None,
    }
}

#[derive(Debug, Default, Clone, Copy)]
struct Tally {
    labelled: usize,
    hit: usize,
    found: usize,
    act_right: usize,
}

impl Tally {
    fn recall(&self) -> f64 {
        100.0 * self.hit as f64 / self.labelled.max(1) as f64
    }
    fn precision(&self) -> f64 {
        100.0 * self.hit as f64 / self.found.max(1) as f64
    }
}

struct Judged {
    postings: usize,
    clean: usize,
    clean_quiet: usize,
    by_rule: BTreeMap<Rule, Tally>,
    /// Labelled and found, by what of the rule the label is about.
    by_about: BTreeMap<String, (usize, usize)>,
    all: Tally,
    misses: Vec<String>,
}

fn judge(text: &str) -> Judged {
    let mut judged = Judged {
        postings: 0,
        clean: 0,
        clean_quiet: 0,
        by_rule: BTreeMap::new(),
        by_about: BTreeMap::new(),
        all: Tally::default(),
        misses: Vec::new(),
    };
    let known = Known::default();
    for line in text.lines() {
        let posting: Posting = serde_json::from_str(line).unwrap();
        let (content, employer) = (posting.content(), posting.employer());
        let facts = Facts {
            content: &content,
            employer: Some(&employer),
            day: date(2026, 11, 2),
            minimum_wages: &Reference::embedded().unwrap().minimum_wages,
            known: &known,
        };
        let findings = check(&facts);
        for finding in &findings {
            assert!(!finding.clause.is_empty() && !finding.remedy.code.is_empty(), "{finding:?}");
            let (from, to) = finding.span;
            if to > from {
                let text = [
                    &content.title,
                    &content.duties,
                    &content.preference_note,
                    &content.note,
                    &content.documents,
                    &content.wage_note,
                ];
                assert!(
                    text.iter().any(|text| text.get(from..to) == Some(finding.words.as_str())),
                    "{finding:?}"
                );
            }
        }
        // Findings come heaviest first: the first of a rule is its act.
        let mut found: BTreeMap<Rule, (Act, String)> = BTreeMap::new();
        for finding in &findings {
            found.entry(finding.rule).or_insert((finding.act, finding.words.clone()));
        }
        let labels: BTreeMap<Rule, Act> = posting.labels.iter().map(|l| (l.rule, l.act)).collect();
        judged.postings += 1;
        for label in &posting.labels {
            for about in &label.about {
                let (labelled, hit) = judged.by_about.entry(about.clone()).or_default();
                *labelled += 1;
                *hit += usize::from(found.contains_key(&label.rule));
            }
        }
        if labels.is_empty() {
            judged.clean += 1;
            judged.clean_quiet += usize::from(found.is_empty());
        }
        for rule in labels.keys().chain(found.keys()).collect::<BTreeSet<_>>() {
            let hit = labels.contains_key(rule) && found.contains_key(rule);
            let right = hit && labels[rule] == found[rule].0;
            for tally in [judged.by_rule.entry(*rule).or_default(), &mut judged.all] {
                tally.labelled += usize::from(labels.contains_key(rule));
                tally.found += usize::from(found.contains_key(rule));
                tally.hit += usize::from(hit);
                tally.act_right += usize::from(right);
            }
            if !right {
                judged.misses.push(format!(
                    "{} {rule}: labelled {:?}, found {:?} | {} | {} | {} | {} | {} | {}",
                    posting.id,
                    labels.get(rule),
                    found.get(rule),
                    posting.title,
                    posting.duties,
                    posting.preference_note,
                    posting.note,
                    posting.documents,
                    posting.wage_note
                ));
            }
        }
    }
    judged
}

#[expect(clippy::print_stdout, reason = "the table is what this test is run for by hand")]
fn print(name: &str, judged: &Judged) {
    println!(
        "{name}: {} postings, {} clean, {} of them quiet",
        judged.postings, judged.clean, judged.clean_quiet
    );
    println!("| rule | labelled | found | recall % | precision % | act right % |\n|---|---|---|---|---|---|");
    let rows = judged.by_rule.iter().map(|(rule, tally)| (rule.to_string(), tally));
    for (rule, tally) in rows.chain([("all".to_owned(), &judged.all)]) {
        let act = 100.0 * tally.act_right as f64 / tally.hit.max(1) as f64;
        println!(
            "| {rule} | {} | {} | {:.1} | {:.1} | {act:.1} |",
            tally.labelled,
            tally.found,
            tally.recall(),
            tally.precision()
        );
    }
    for (about, (labelled, hit)) in &judged.by_about {
        println!("| LAW-06 {about} | {labelled} | | {:.1} | | |", 100.0 * *hit as f64 / *labelled as f64);
    }
}

/// Phrases of a half, without the spaces that people put where they like.
fn phrases(text: &str) -> BTreeSet<String> {
    let lines = text.lines().filter(|line| !line.starts_with('#') && !line.is_empty());
    let phrase = |line: &str| line.splitn(3, '|').nth(2).unwrap().split('#').next().unwrap().replace(' ', "");
    lines.map(phrase).collect()
}

#[test]
fn no_phrase_is_both_tuned_with_and_judged_by() {
    let tune = phrases(include_str!("../corpus/phrases-tune.txt"));
    let judge = phrases(include_str!("../corpus/phrases-judge.txt"));
    assert!(tune.len() > 1_000 && judge.len() > 250, "{} and {}", tune.len(), judge.len());
    let shared: Vec<_> = tune.intersection(&judge).collect();
    assert_eq!(shared, [""; 0], "shared");
    let postings =
        include_str!("../corpus/tune.jsonl").lines().chain(include_str!("../corpus/judge.jsonl").lines());
    assert!(postings.count() >= 2_000);
}

#[test]
fn the_corpus_for_tuning_comes_out_right() {
    let judged = judge(include_str!("../corpus/tune.jsonl"));
    print("tune", &judged);
    judged.misses.iter().for_each(|miss| println!("{miss}"));
    assert!(judged.all.recall() >= 99.0 && judged.all.precision() >= 99.0, "{:?}", judged.all);
}

#[test]
fn the_corpus_for_judging_is_met() {
    let judged = judge(include_str!("../corpus/judge.jsonl"));
    print("judge", &judged);
    assert!(judged.postings >= 1_000 && judged.clean * 100 >= judged.postings * 40);
    // The goal is 95 % recall and 90 % precision over all. These floors hold what was measured blind
    // (docs/law.md), the weak rules among it, so that no change makes it worse unseen.
    for (tally, recall, precision) in [
        (judged.all, 95.0, 93.0),
        (judged.by_rule[&Rule::Age], 95.0, 76.0),
        (judged.by_rule[&Rule::Sex], 88.0, 99.0),
        (judged.by_rule[&Rule::PersonalTraits], 97.0, 99.0),
        (judged.by_rule[&Rule::FalseAd], 81.0, 99.0),
        (judged.by_rule[&Rule::Money], 94.0, 99.0),
        (judged.by_rule[&Rule::Records], 93.0, 77.0),
        (judged.by_rule[&Rule::Exclusion], 81.0, 99.0),
        (judged.by_rule[&Rule::Hours], 99.0, 84.0),
    ] {
        assert!(tally.recall() >= recall && tally.precision() >= precision, "{tally:?}");
    }
    for about in ["looks", "body", "region", "marital", "family"] {
        let (labelled, hit) = judged.by_about[about];
        assert!(hit * 100 >= labelled * 88, "{about}: {hit} of {labelled}");
    }
    // LAW-05 needs an edit, which no single posting shows; every other rule is judged.
    let unjudged: Vec<_> = Rule::iter().filter(|rule| !judged.by_rule.contains_key(rule)).collect();
    assert_eq!(unjudged, [Rule::WorseTerms]);
}
