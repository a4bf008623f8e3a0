//! The confirmed hires that took two or more bodies (기여): who owns them, who helped, and which bodies work together. One hire
//! has many helpers, so what each helped with is never added (CR-01).

use std::collections::BTreeMap;

use domain::Ctx;
use domain::counting::{Class, Standing};
use domain::id::OrganisationId;
use domain::policy::{Relation, UseCase, authorise};

use crate::ledger::{Cut, Statement, figures};
use crate::{App, Error};

/// The view of a year.
#[derive(Debug, Clone)]
pub struct View {
    /// The figures it is drawn from, by body.
    pub told: Statement,
    /// Bodies with what they own and what they helped with; the first add up to the total, the second to nothing.
    pub lines: Vec<Line>,
    /// Confirmed hires in all, each once.
    pub total: i64,
    /// Of these, in how many two or more bodies had a part.
    pub shared: i64,
    /// Who helped whom how often, most often first.
    pub pairs: Vec<Pair>,
}

/// A body.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// Which; `None` for hires without an owner.
    pub id: Option<OrganisationId>,
    /// Its name.
    pub name: String,
    /// Hires that count as its own.
    pub counted: i64,
    /// Hires it helped with.
    pub contributed: i64,
}

/// Two bodies of one hire.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pair {
    /// Whose the hires are.
    pub owner: (OrganisationId, String),
    /// Who helped.
    pub helper: (OrganisationId, String),
    /// How many.
    pub count: i64,
}

/// What is looked at: the city's confirmed hires of a year.
fn cut(year: Option<i16>) -> Cut {
    Cut {
        year,
        basis: domain::counting::Basis::Residents,
        class: Some(Class::R1),
        standing: Some(Standing::Confirmed),
        ..Cut::default()
    }
}

/// The view of a year, the present one if nothing is said.
///
/// # Errors
/// [`Error::Forbidden`]; when the store cannot be read.
pub async fn view(ctx: &Ctx, app: &App, year: Option<i16>) -> Result<View, Error> {
    authorise(&ctx.actor, UseCase::ReadLedger, Relation::default())?;
    let cut = cut(year);
    let told = figures(ctx, app, &cut).await?;
    let filter = cut.filter(ctx, app);
    let rows = app.ledger.with(|ledger, counted, _| ledger.told(counted, &filter));
    let bodies = store::organisation::all(&app.store, ctx.tenant).await.map_err(crate::fault)?;
    let name = |id: OrganisationId| {
        bodies.iter().find(|body| body.id == id).map(|body| body.name.clone()).unwrap_or_default()
    };
    let (mut shared, mut pairs) = (0, BTreeMap::<(OrganisationId, OrganisationId), i64>::new());
    for row in &rows {
        shared += i64::from(!row.contributors.is_empty());
        for helper in &row.contributors {
            if let Some(owner) = row.owner {
                *pairs.entry((owner, *helper)).or_default() += 1;
            }
        }
    }
    let mut pairs: Vec<Pair> = pairs
        .into_iter()
        .map(|((owner, helper), count)| Pair {
            owner: (owner, name(owner)),
            helper: (helper, name(helper)),
            count,
        })
        .collect();
    pairs.sort_by(|a, b| (b.count, &a.owner.1, &a.helper.1).cmp(&(a.count, &b.owner.1, &b.helper.1)));
    let mut lines: Vec<Line> = told
        .owners
        .iter()
        .map(|owner| Line {
            id: owner.id,
            name: owner.name.clone(),
            counted: owner.figures.class(Class::R1).filled.value(),
            contributed: owner.contributed.0,
        })
        .filter(|line| line.counted + line.contributed > 0)
        .collect();
    lines.sort_by(|a, b| (b.counted, b.contributed, &a.name).cmp(&(a.counted, a.contributed, &b.name)));
    let total = told.total.class(Class::R1).filled.value();
    Ok(View { told, lines, total, shared, pairs })
}
