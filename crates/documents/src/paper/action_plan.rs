//! An action plan to be signed by the person and their counsellor, and the tailored path to take home. Both are given in words.

use super::{Align, Block, Cell, Column, Office, Sheet};

/// An action plan.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ActionPlanPaper {
    /// Who issues it.
    pub office: Office,
    /// `en` for an English paper; Korean otherwise.
    pub english: bool,
    /// Names of its parts.
    pub words: ActionPlanWords,
    /// Registration number.
    pub number: String,
    /// Name.
    pub name: String,
    /// What it is to lead to; empty when nobody said.
    pub goal: String,
    /// What, who, by when, and what became of it.
    pub steps: Vec<[String; 4]>,
    /// Whether and when the person agreed.
    pub agreed: String,
}

/// Names of the parts of an action plan.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
#[allow(missing_docs, reason = "each is what its name says")]
pub struct ActionPlanWords {
    pub title: String,
    pub number: String,
    pub name: String,
    pub goal: String,
    pub step: String,
    pub owner: String,
    pub due: String,
    pub state: String,
    pub none: String,
    pub promise: String,
    pub day: String,
    pub person: String,
    pub counselor: String,
}

/// Draws the plan with room for both signatures.
pub fn action_plan(facts: &ActionPlanPaper) -> Sheet {
    let words = &facts.words;
    let mut sheet = Sheet::new("", &words.title, &facts.office);
    sheet.lang = if facts.english { "en" } else { "ko" };
    sheet.points = 12;
    sheet.pairs(&[(&words.number, &facts.number), (&words.name, &facts.name)]);
    if !facts.goal.is_empty() {
        sheet.lines(&[(&words.goal, &facts.goal)]);
    }
    sheet.blocks.push(Block::Table {
        columns: vec![
            Column::words(&words.step, 46),
            Column::mark(&words.owner, 14),
            Column::mark(&words.due, 20),
            Column::mark(&words.state, 20),
        ],
        rows: facts.steps.iter().map(|step| step.to_vec()).collect(),
        empty: words.none.clone(),
    });
    sheet.text(Align::Left, facts.agreed.clone());
    sheet.text(Align::Left, words.promise.clone());
    let signed =
        |who: &str| vec![Cell::label(who), Cell::blank("\n\n"), Cell::label(&words.day), Cell::blank("")];
    sheet.boxes(&[16, 44, 12, 28], vec![signed(&words.person), signed(&words.counselor)]);
    sheet
}

/// A part of the tailored path.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct PathPart {
    /// Its heading.
    pub title: String,
    /// Its lines.
    pub lines: Vec<String>,
    /// What to do next where there are none.
    pub empty: String,
}

/// The tailored path of a person.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct PathPaper {
    /// Who issues it.
    pub office: Office,
    /// `en` for an English paper; Korean otherwise.
    pub english: bool,
    /// What it is called.
    pub title: String,
    /// For whom, and what it rests on.
    pub about: String,
    /// Its parts, in reading order.
    pub parts: Vec<PathPart>,
}

/// Draws the path.
pub fn path(facts: &PathPaper) -> Sheet {
    let mut sheet = Sheet::new("", &facts.title, &facts.office);
    sheet.lang = if facts.english { "en" } else { "ko" };
    sheet.points = 12;
    sheet.text(Align::Left, facts.about.clone());
    for part in &facts.parts {
        sheet.heading(&part.title);
        if part.lines.is_empty() {
            sheet.text(Align::Left, part.empty.clone());
        }
        for line in &part.lines {
            sheet.text(Align::Left, format!("· {line}"));
        }
    }
    sheet
}
