//! The law linter of job openings: sixteen rules, each of which blocks, asks for a justification or
//! warns, and says the clause, the words it found and how to put them instead.
//!
//! Pure: the day decides which version of the rules holds, and whatever must be looked up arrives in
//! [`Facts`]. It must not know how an opening is stored or shown, and it decides nothing about a person.

mod age;
mod barred;
mod body;
mod conduct;
mod equal;
mod fraud;
mod minor;
mod money;
mod pattern;
mod privacy;
mod sex;
mod terms;
mod text;
mod version;

use std::borrow::Cow;
use std::collections::BTreeMap;

use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use strum::{Display, EnumIter, EnumString};

use crate::employer::Employer;
use crate::id::PersonId;
use crate::message::Message;
use crate::minimum_wage::MinimumWageTable;
use crate::opening::{Change, Content};
pub use minor::{needs_guardian, of_tender_age, read_from_words, referral_refusals, registration_refusals};
pub use version::{RULE_SETS, RuleSet, rule_set};

/// A rule, numbered as the table of docs/law.md.
#[derive(
    Debug,
    Clone,
    Copy,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Hash,
    Serialize,
    Deserialize,
    Display,
    EnumIter,
    EnumString,
)]
#[allow(missing_docs, reason = "worded as law-rule-… in the catalogue")]
pub enum Rule {
    #[serde(rename = "LAW-01")]
    #[strum(serialize = "LAW-01")]
    MinimumWage,
    #[serde(rename = "LAW-02")]
    #[strum(serialize = "LAW-02")]
    MissingTerms,
    #[serde(rename = "LAW-03")]
    #[strum(serialize = "LAW-03")]
    Identity,
    #[serde(rename = "LAW-04")]
    #[strum(serialize = "LAW-04")]
    FalseAd,
    #[serde(rename = "LAW-05")]
    #[strum(serialize = "LAW-05")]
    WorseTerms,
    #[serde(rename = "LAW-06")]
    #[strum(serialize = "LAW-06")]
    PersonalTraits,
    #[serde(rename = "LAW-07")]
    #[strum(serialize = "LAW-07")]
    Age,
    #[serde(rename = "LAW-08")]
    #[strum(serialize = "LAW-08")]
    Sex,
    #[serde(rename = "LAW-09")]
    #[strum(serialize = "LAW-09")]
    Money,
    #[serde(rename = "LAW-10")]
    #[strum(serialize = "LAW-10")]
    Records,
    #[serde(rename = "LAW-11")]
    #[strum(serialize = "LAW-11")]
    Harmful,
    #[serde(rename = "LAW-12")]
    #[strum(serialize = "LAW-12")]
    Minors,
    #[serde(rename = "LAW-13")]
    #[strum(serialize = "LAW-13")]
    Exclusion,
    #[serde(rename = "LAW-14")]
    #[strum(serialize = "LAW-14")]
    Notices,
    #[serde(rename = "LAW-15")]
    #[strum(serialize = "LAW-15")]
    Hours,
    #[serde(rename = "LAW-16")]
    #[strum(serialize = "LAW-16")]
    Doubtful,
}

impl Rule {
    /// Its name for people, an entry of the catalogue.
    pub fn name(self) -> Message {
        Message {
            code: format!("law-rule-{}", self.to_string().to_lowercase()).into(),
            args: BTreeMap::new(),
        }
    }
}

words! {
    /// What a finding does, heaviest first.
    pub enum Act {
        /// It may not be published.
        Block,
        /// It may be published with a recorded justification.
        Justify,
        /// It is shown to whoever decides.
        Warn,
    }
}

/// Something that the rules found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Finding {
    /// Which rule.
    pub rule: Rule,
    /// What follows from it.
    pub act: Act,
    /// Law and article, in Korean as it is cited.
    pub clause: Cow<'static, str>,
    /// The words found, exactly as written; for a rule over figures, the figures.
    pub words: String,
    /// Input of the form that holds them.
    pub field: Cow<'static, str>,
    /// Bytes of that field's text from and to; equal where no text is meant.
    pub span: (usize, usize),
    /// How to put it instead.
    pub remedy: Message,
    /// The rules as of which day.
    pub rule_set: Cow<'static, str>,
}

impl Finding {
    /// What to tell beside the field: words, rule, clause and remedy in one.
    pub fn message(&self) -> Message {
        // Pay under the floor says its figures itself and keeps the code other programs know.
        if self.rule == Rule::MinimumWage {
            return self.remedy.clone();
        }
        Message::new("law-found")
            .with("words", self.words.as_str())
            .with("rule", self.rule.name())
            .with("clause", self.clause.as_ref())
            .with("remedy", self.remedy.clone())
    }
}

/// Everything the rules look at.
#[derive(Debug, Clone, Copy)]
pub struct Facts<'a> {
    /// What is offered.
    pub content: &'a Content,
    /// Who offers it, if known.
    pub employer: Option<&'a Employer>,
    /// The day on which it is judged; pay is held against the floor of its year.
    pub day: Date,
    /// Minimum wage by year.
    pub minimum_wages: &'a MinimumWageTable,
    /// What only the caller can know.
    pub known: &'a Known,
}

/// What cannot be read from the opening itself.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Known {
    /// The employer is a record of this office and not just a row of a file, so that what is absent is
    /// missing and not merely untold.
    pub employer_on_record: bool,
    /// What the source has no place for, so that its absence says nothing.
    pub untold: Vec<crate::opening::Missing>,
    /// What was told as the employer's business number and cannot be one.
    pub business_number_wrong: Option<String>,
    /// Another employer has the same business number.
    pub business_number_shared: bool,
    /// Other employers with the same telephone.
    pub phone_shared_by: u32,
    /// Numbers of openings that say the same.
    pub duplicates: Vec<String>,
    /// What became worse since it was first shown.
    pub worse_terms: Vec<Change>,
}

impl Facts<'_> {
    /// Regular workers, if told.
    fn workers(&self) -> Option<u32> {
        self.employer.and_then(|employer| employer.workers)
    }

    /// Whether the act on fair hiring applies to the employer: from 30 regular workers on (채용절차법 §3).
    fn fair_hiring_applies(&self) -> bool {
        self.workers().is_some_and(|workers| workers >= version::fair_hiring_workers(self.day))
    }
}

/// Everything wrong with an opening, heaviest first, then by rule; the words of one rule once.
pub fn check(facts: &Facts<'_>) -> Vec<Finding> {
    let mut found = Vec::new();
    terms::check(facts, &mut found);
    pattern::check(facts, &mut found);
    conduct::check(facts, &mut found);
    found.sort_by(|a, b| (a.act, a.rule, &a.field, a.span).cmp(&(b.act, b.rule, &b.field, b.span)));
    found.dedup_by(|later, first| {
        let key = |finding: &Finding| (finding.rule, finding.field.clone(), finding.span);
        // Facts stand nowhere in a text: what they say tells them apart.
        key(later) == key(first) && later.words == first.words
    });
    found
}

/// A finding over facts that no text holds.
fn fact(
    facts: &Facts<'_>,
    rule: Rule,
    act: Act,
    clause: &'static str,
    at: (&'static str, String),
    remedy: Message,
) -> Finding {
    Finding {
        rule,
        act,
        clause: Cow::Borrowed(clause),
        words: at.1,
        field: Cow::Borrowed(at.0),
        span: (0, 0),
        remedy,
        rule_set: Cow::Borrowed(rule_set(facts.day).name),
    }
}

/// What was found and answered when an opening was decided on; kept with it.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Decision {
    /// Version of the rules.
    pub rule_set: Cow<'static, str>,
    /// What they found.
    pub findings: Vec<Finding>,
    /// Why it may be published all the same, by rule.
    #[serde(default)]
    pub justifications: BTreeMap<Rule, Justification>,
}

/// A recorded reason for publishing what a rule asks about.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Justification {
    /// The reason, in words.
    pub text: String,
    /// Member of staff who gave it.
    pub by: Option<PersonId>,
    /// When.
    pub at: Timestamp,
    /// The words that were justified; other words need a new reason.
    pub words: Vec<String>,
}

impl Decision {
    /// The findings that still stand in the way: blocked, or without a reason for these words.
    pub fn refused(&self) -> impl Iterator<Item = &Finding> {
        self.findings.iter().filter(|finding| match finding.act {
            Act::Block => true,
            Act::Justify => !self.is_justified(finding),
            Act::Warn => false,
        })
    }

    /// Whether these words of that rule have a recorded reason.
    pub fn is_justified(&self, finding: &Finding) -> bool {
        self.justifications.get(&finding.rule).is_some_and(|reason| reason.words.contains(&finding.words))
    }
}
