//! What to look at before a month is closed. It must not close anything: that is `ledger`'s.

use std::collections::BTreeMap;

use domain::Ctx;
use domain::counting::{Month, Rule};
use domain::id::SubmissionId;
use domain::merge::MergeName;
use domain::policy::{Relation, Scope, UseCase, authorise};
use domain::submission::{State, Submission};

use super::Bodies;
use crate::ledger::Cut;
use crate::{App, Error};

/// What is still open of a month.
#[derive(Debug, Clone)]
pub struct Checklist {
    /// Of which month.
    pub month: Month,
    /// Reports that nobody handed in: which, of whom, and days late.
    pub missing: Vec<(SubmissionId, String, Option<i32>)>,
    /// Reports that were returned and not handed in again.
    pub returned: Vec<(SubmissionId, String)>,
    /// Reports that wait to be looked at, with rows to mend.
    pub waiting: Vec<(SubmissionId, String, i64)>,
    /// Reports that were accepted.
    pub accepted: usize,
    /// Pairs of records that may be one person and were not decided: of all months.
    pub duplicates: usize,
    /// Claims of the month that a rule leaves out.
    pub excluded: BTreeMap<Rule, usize>,
}

impl Checklist {
    /// Whether nothing is open.
    pub fn is_clear(&self) -> bool {
        self.missing.is_empty() && self.returned.is_empty() && self.waiting.is_empty() && self.duplicates == 0
    }
}

/// The checklist of a month.
///
/// # Errors
/// [`Error::Forbidden`]; when the store cannot be read.
pub async fn checklist(ctx: &Ctx, app: &App, month: Month) -> Result<Checklist, Error> {
    authorise(&ctx.actor, UseCase::CloseMonth, Relation::default())?;
    let all: Vec<Submission> = store::record::all(&app.store, ctx.tenant).await.map_err(crate::fault)?;
    let bodies = Bodies::read(ctx, app).await?;
    let mut list = Checklist {
        month,
        missing: Vec::new(),
        returned: Vec::new(),
        waiting: Vec::new(),
        accepted: 0,
        duplicates: 0,
        excluded: BTreeMap::new(),
    };
    for submission in all.into_iter().filter(|submission| submission.month == month) {
        let (id, name) = (submission.id, bodies.name(submission.organisation));
        match submission.state {
            State::Called => list.missing.push((id, name, submission.late_days(ctx.today()))),
            State::Returned { .. } => list.returned.push((id, name)),
            State::Submitted { to_mend, .. } => list.waiting.push((id, name, to_mend)),
            State::Nothing { .. } => list.waiting.push((id, name, 0)),
            State::Accepted { .. } => list.accepted += 1,
        }
    }
    // How many only: who they are is for those who decide.
    let pairs = store::merge::list(&app.store, ctx.tenant, Scope::Everyone, MergeName::Suggested, 1, 0).await;
    list.duplicates = pairs.map_err(crate::fault)?.1;
    let cut = Cut { month: Some(month), ..Cut::default() };
    list.excluded = crate::ledger::figures(ctx, app, &cut).await?.excluded;
    Ok(list)
}
