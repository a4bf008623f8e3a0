//! Openings as staff and employers see them: every state, office data, what is missing, what happened.

use std::collections::HashMap;

use domain::Ctx;
use domain::employer::{Contact, Employer};
use domain::id::{EmployerId, OpeningId, PersonId};
use domain::opening::{Missing, Opening, StateName};
use domain::policy::{Reach, Relation, UseCase, authorise, reach};
use jiff::Timestamp;

use super::write::relation;
use crate::page::Page;
use crate::{App, Error};

/// Which openings to list.
#[derive(Debug, Clone, Default)]
pub struct Filter {
    /// Only those whose number, title or employer holds this text; empty for all.
    pub text: String,
    /// Only in this state.
    pub state: Option<StateName>,
    /// Only of this employer.
    pub employer: Option<EmployerId>,
    /// Page, from 1.
    pub page: usize,
    /// Rows on a page, 1 to 100.
    pub size: usize,
}

/// An opening as a row of a staff list.
#[derive(Debug, Clone)]
pub struct StaffRow {
    /// The opening.
    pub opening: Opening,
    /// Who offers it.
    pub employer: Employer,
    /// What it lacks before publication.
    pub missing: Vec<Missing>,
    /// Heads taken by people who were referred and hired.
    pub taken: u32,
}

/// One opening with everything staff need.
#[derive(Debug, Clone)]
pub struct StaffView {
    /// The opening.
    pub opening: Opening,
    /// Who offers it.
    pub employer: Employer,
    /// The person to talk to.
    pub contact: Option<Contact>,
    /// What it lacks before publication.
    pub missing: Vec<Missing>,
    /// Heads taken by people who were referred and hired.
    pub taken: u32,
    /// What the law linter finds today, with the reasons given before.
    pub law: domain::law::Decision,
    /// What happened to it, newest first.
    pub history: Vec<HistoryLine>,
    /// Whether who asks may correct it.
    pub may_write: bool,
    /// Whether who asks may accept, pause and end it.
    pub may_decide: bool,
}

/// A line of an opening's history.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HistoryLine {
    /// Its entry in the change log.
    pub seq: i64,
    /// When.
    pub at: Timestamp,
    /// In which role.
    pub role: String,
    /// Who, if still known.
    pub who: String,
    /// What was done.
    pub verb: String,
    /// The version after it, as it could be read.
    pub version: Option<Box<Opening>>,
}

/// Openings in every state, last changed first; an employer sees only their own.
///
/// # Errors
/// [`Error::Forbidden`].
pub async fn list(ctx: &Ctx, app: &App, filter: &Filter) -> Result<Page<StaffRow>, Error> {
    let own = reach(ctx.actor.role, UseCase::ReadOpening) == Reach::Own;
    let employer = if own { ctx.actor.employer } else { filter.employer };
    authorise(&ctx.actor, UseCase::ReadOpening, Relation { employer, ..Relation::default() })?;
    let (page, size) = (filter.page.max(1), filter.size.clamp(1, 100));
    let offset = (page - 1).saturating_mul(size);
    let (openings, total) = match employer {
        None if !filter.text.trim().is_empty() => {
            store::opening::search(&app.store, ctx.tenant, &filter.text, filter.state, size, offset)
                .await
                .map_err(crate::fault)?
        }
        None => store::opening::list(&app.store, ctx.tenant, filter.state, size, offset)
            .await
            .map_err(crate::fault)?,
        Some(employer) => {
            let mut all =
                store::opening::of_employer(&app.store, ctx.tenant, employer).await.map_err(crate::fault)?;
            all.retain(|opening| filter.state.is_none_or(|state| opening.state.name() == state));
            let total = all.len();
            (all.into_iter().skip(offset).take(size).collect(), total)
        }
    };
    let mut employers: HashMap<EmployerId, Employer> = HashMap::new();
    let mut items = Vec::with_capacity(openings.len());
    for opening in openings {
        let employer = match employers.get(&opening.employer) {
            Some(known) => known.clone(),
            None => {
                store::employer::get(&app.store, ctx.tenant, opening.employer).await.map_err(crate::fault)?
            }
        };
        employers.insert(employer.id, employer.clone());
        let missing = opening.content.missing(&employer);
        let taken = store::referral::taken(&app.store, ctx.tenant, opening.id).await.map_err(crate::fault)?;
        items.push(StaffRow { opening, employer, missing, taken });
    }
    Ok(Page { items, total, page, size })
}

/// One opening with its history.
///
/// # Errors
/// [`Error::NotFound`].
pub async fn get(ctx: &Ctx, app: &App, id: OpeningId) -> Result<StaffView, Error> {
    let opening = store::opening::get(&app.store, ctx.tenant, id).await.map_err(crate::fault)?;
    let employer =
        store::employer::get(&app.store, ctx.tenant, opening.employer).await.map_err(crate::fault)?;
    let relation = relation(ctx, &employer, Some(&opening));
    authorise(&ctx.actor, UseCase::ReadOpening, relation)?;
    let may = |use_case| authorise(&ctx.actor, use_case, relation).is_ok();
    let (may_write, may_decide) = (may(UseCase::WriteOpening), may(UseCase::DecideOpening));
    // The contact is personal: only for those who may read employers.
    let may_call = reach(ctx.actor.role, UseCase::ReadEmployer) != Reach::No;
    let contact = match employer.contact.filter(|_| may_call) {
        Some(person) => store::employer::contact(&app.store, ctx.tenant, employer.id, person)
            .await
            .map_err(crate::fault)?,
        None => None,
    };
    let changes = store::change::of_noun(&app.store, ctx.tenant, id.0, 100).await.map_err(crate::fault)?;
    let mut names: HashMap<PersonId, String> = HashMap::new();
    let mut history = Vec::with_capacity(changes.len());
    // Places lent to machines are logged under the same id; they are no versions of the opening.
    for change in changes.into_iter().filter(|change| change.noun == "opening") {
        let who = match change.actor {
            None => String::new(),
            Some(person) => match names.get(&person) {
                Some(name) => name.clone(),
                None => {
                    let found =
                        store::person::find(&app.store, ctx.tenant, person).await.map_err(crate::fault)?;
                    let name = found.map(|(_, identity)| identity.name).unwrap_or_default();
                    names.insert(person, name.clone());
                    name
                }
            },
        };
        let version = serde_json::from_value::<Opening>(change.body).ok().map(Box::new);
        history.push(HistoryLine {
            seq: change.seq,
            at: change.at,
            role: change.role,
            who,
            verb: change.verb,
            version,
        });
    }
    let missing = opening.content.missing(&employer);
    let taken = store::referral::taken(&app.store, ctx.tenant, opening.id).await.map_err(crate::fault)?;
    let law = super::law::look(app, ctx, &opening, &employer);
    Ok(StaffView { opening, employer, contact, missing, taken, law, history, may_write, may_decide })
}
