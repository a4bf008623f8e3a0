//! Who comes first for an opening, because the law of its programme says so. For every other opening nobody does. It must not
//! know how candidates are ranked.

use domain::measure::Measure;
use domain::message::Message;
use domain::opening::Opening;
use domain::priority::{Facts, Priority};
use jiff::civil::Date;

use crate::{App, Error};

/// The entries that hold for an opening on a day.
pub(crate) struct Prior {
    entries: Vec<&'static Priority>,
    on: Date,
    version: &'static str,
}

impl Prior {
    /// Whether it holds for an opening on a day: for its programme, or for the measure that pays for its project.
    pub(crate) async fn of(app: &App, opening: &Opening, on: Date) -> Result<Self, Error> {
        let (content, table) = (&opening.content, &app.reference.priorities);
        let mut categories = Vec::new();
        if !content.project.is_empty() {
            let measures: Vec<Measure> =
                store::record::all(&app.store, app.tenant).await.map_err(crate::fault)?;
            let paying = measures.into_iter().filter(|one| one.content.query.project == content.project);
            categories.extend(paying.map(|one| one.content.category));
        }
        let entries = table.entries.iter().filter(|one| one.applies(content.programme, &categories, on));
        Ok(Self { entries: entries.collect(), on, version: &table.version })
    }

    /// Whether a person has any.
    pub(crate) fn held(&self, facts: &Facts) -> bool {
        self.entries.iter().any(|one| one.held(facts, self.on))
    }

    /// By which law a person comes first, and in which version of the table.
    pub(crate) fn says(&self, facts: &Facts) -> Option<Message> {
        let held = self.entries.iter().find(|one| one.held(facts, self.on))?;
        Some(Message::new("priority-held").with("law", held.law.as_str()).with("version", self.version))
    }
}
