//! Anonymised rows of the year's confirmed results for the city's institute: a row an event, told as exactly as enough alike rows
//! allow, in an order that tells nothing, without any id (docs/research.md).
//!
//! There is no route back: what leaves here holds no id, no day, no name, no dong and no employer.

use std::collections::HashMap;

use domain::anonymity::{Generalise, Released, release};
use domain::counting::{Basis, Class, Contract, RULE_SET, Standing, age_on};
use domain::id::PlacementId;
use domain::placement::{How, Placement};
use domain::policy::{Relation, UseCase, authorise};
use domain::{Ctx, area::AreaCode};
use jiff::civil::Date;

use crate::ledger::Cut;
use crate::measure::Stamp;
use crate::{App, Error};

/// Columns, in the order of the file.
pub const COLUMNS: [&str; 14] = [
    "period",
    "residence",
    "industry",
    "age",
    "class",
    "contract",
    "way",
    "hours",
    "kept_3",
    "kept_6",
    "kept_12",
    "exactness",
    "as_of",
    "rule_set",
];
/// What is not told.
const NOT_TOLD: &str = "*";
/// What is not known.
const UNKNOWN: &str = "";

/// What is given away.
#[derive(Debug, Clone)]
pub struct Export {
    /// Of which year.
    pub year: i16,
    /// As of when, by which rules, from which rows.
    pub stamp: Stamp,
    /// So many rows look alike at least.
    pub least: usize,
    /// The rows, by the columns.
    pub rows: Vec<Vec<String>>,
    /// Whether some rows could not hide and were kept back.
    pub kept_back: bool,
}

/// An event as it may be told at most.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// First day of work.
    pub start: Date,
    /// Code of the district of residence.
    pub district: String,
    /// Letter of the industry's section.
    pub industry: String,
    /// Band of age on the first day.
    pub age: &'static str,
    /// Its class.
    pub class: Class,
    /// For how long.
    pub contract: Contract,
    /// How the work was found.
    pub how: How,
    /// Band of hours a week.
    pub hours: &'static str,
    /// Still there after three, six and twelve months; `None` where nobody looked.
    pub kept: [Option<bool>; 3],
}

/// What of a row could point to somebody, by column; `None` where it is not told.
pub type Mark = [Option<String>; 8];

impl Generalise for Row {
    type Mark = Mark;
    type Secret = [Option<bool>; 3];
    const STEPS: usize = 7;

    fn mark(&self, step: usize) -> Mark {
        let year = self.start.year();
        let month = self.start.month();
        let period = match step {
            0 => format!("{year}-Q{}", (month - 1) / 3 + 1),
            1..=3 => format!("{year}-H{}", (month - 1) / 6 + 1),
            _ => year.to_string(),
        };
        let until = |last: usize, text: &str| (step <= last).then(|| text.to_owned());
        [
            until(5, &period),
            until(1, &self.district),
            until(2, &self.industry),
            until(4, self.age),
            until(5, &self.class.to_string()),
            until(3, &self.contract.to_string()),
            until(3, &self.how.to_string()),
            until(2, self.hours),
        ]
    }

    fn secret(&self) -> Option<Self::Secret> {
        self.kept.iter().any(Option::is_some).then_some(self.kept)
    }
}

/// The band of age on a day; empty where it is not known.
pub fn age(born_on: Option<Date>, start: Date) -> &'static str {
    match born_on.map(|born_on| age_on(born_on, start)) {
        None => UNKNOWN,
        Some(..=34) => "15-34",
        Some(35..=54) => "35-54",
        Some(55..=64) => "55-64",
        Some(_) => "65-",
    }
}

/// The band of hours a week; empty where they are not known.
pub fn hours(weekly_minutes: u32) -> &'static str {
    match weekly_minutes / 60 {
        0 => UNKNOWN,
        1..=14 => "under_15",
        15..=34 => "15-34",
        _ => "35-",
    }
}

/// The rows of a year, the present one if nothing is said.
///
/// # Errors
/// [`Error::Forbidden`]; when the store cannot be read.
pub async fn export(ctx: &Ctx, app: &App, year: Option<i16>) -> Result<Export, Error> {
    authorise(&ctx.actor, UseCase::ExportResearch, Relation::default())?;
    let year = year.unwrap_or_else(|| ctx.today().year());
    let (rows, stamp) = gathered(ctx, app, year).await?;
    // A cell of the public's tables may be smaller than a group of people with everything about them.
    let least = usize::try_from(app.city.ledger().least_shown).unwrap_or(5).max(5);
    let Released { rows, kept_back } = release(&rows, least);
    let mut rows: Vec<Vec<String>> = rows.iter().map(|(row, step)| told(row, *step, &stamp)).collect();
    // In the order of what they say: the order of entering tells who is who.
    rows.sort_unstable();
    Ok(Export { year, stamp, least, rows, kept_back: kept_back > 0 })
}

fn told(row: &Row, step: usize, stamp: &Stamp) -> Vec<String> {
    let mut cells: Vec<String> =
        row.mark(step).into_iter().map(|cell| cell.unwrap_or_else(|| NOT_TOLD.to_owned())).collect();
    let kept = |look: Option<bool>| look.map_or(UNKNOWN, |there| if there { "yes" } else { "no" }).to_owned();
    cells.extend(row.kept.map(kept));
    cells.extend([step.to_string(), stamp.as_of.to_string(), stamp.rule_set.to_owned()]);
    cells
}

/// The confirmed events of the city's people in a year, as they may be told at most.
async fn gathered(ctx: &Ctx, app: &App, year: i16) -> Result<(Vec<Row>, Stamp), Error> {
    app.ledger.ready(app).await?;
    let standing = Some(Standing::Confirmed);
    let cut = Cut { year: Some(year), basis: Basis::Residents, standing, ..Cut::default() };
    let filter = cut.filter(ctx, app);
    let (events, seq) = app.ledger.with(|ledger, counted, seq| (ledger.told(counted, &filter), seq));
    let stamp = Stamp { as_of: ctx.now, seq, rule_set: RULE_SET, digest: crate::ledger::digest(&events) };
    let employers = store::employer::all(&app.store, ctx.tenant).await.map_err(crate::fault)?;
    let sections: HashMap<_, String> = employers
        .iter()
        .map(|employer| {
            let section = employer.industry.as_ref().map(|code| section(app, code)).unwrap_or_default();
            (employer.id, section)
        })
        .collect();
    let mut rows = Vec::with_capacity(events.len());
    for event in events {
        let claim = claim(ctx, app, event.id).await?;
        let born_on = match claim.seeker {
            Some(seeker) => {
                let found =
                    store::seeker::find(&app.store, ctx.tenant, seeker).await.map_err(crate::fault)?;
                found.and_then(|(_, profile)| profile).and_then(|profile| profile.born_on)
            }
            None => None,
        };
        let district = claim.residence.as_ref().and_then(AreaCode::district).unwrap_or_default().to_owned();
        rows.push(Row {
            start: event.start,
            district,
            industry: sections.get(&claim.employer).cloned().unwrap_or_default(),
            age: age(born_on, event.start),
            class: event.class,
            contract: event.contract,
            how: event.how,
            hours: hours(event.weekly_minutes),
            // After one month nearly everybody is still there: it would tell little and set many apart.
            kept: [1, 2, 3].map(|nth: usize| event.looks[nth].map(|(there, _)| there)),
        });
    }
    Ok((rows, stamp))
}

async fn claim(ctx: &Ctx, app: &App, id: PlacementId) -> Result<Placement, Error> {
    store::placement::get(&app.store, ctx.tenant, id).await.map_err(crate::fault)
}

/// The letter of an industry's section.
fn section(app: &App, code: &domain::industry::IndustryCode) -> String {
    let mut at = app.reference.industries.get(code);
    while let Some(parent) = at.and_then(|class| class.parent.as_ref()) {
        at = app.reference.industries.get(parent);
    }
    at.map(|class| class.code.to_string()).unwrap_or_default()
}

/// The rows as a table for a spreadsheet.
pub fn csv(export: &Export) -> Vec<u8> {
    let header: Vec<String> = COLUMNS.iter().map(|name| (*name).to_owned()).collect();
    documents::delimited::csv(&header, &export.rows)
}
