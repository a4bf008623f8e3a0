//! Vacancies: the heads that openings still look for today. They are no results, and are never added to any.

use domain::Ctx;
use domain::counting::{Figure, Open, Vacancies};
use domain::opening::Opening;
use domain::policy::{Relation, UseCase, authorise};

use crate::page::Page;
use crate::{App, Error};

/// An opening that looks for somebody.
#[derive(Debug, Clone)]
pub struct Vacancy {
    /// The opening.
    pub opening: Opening,
    /// Whose.
    pub employer: String,
    /// How many heads it still looks for.
    pub left: i64,
}

/// How many heads are looked for today.
pub(super) async fn heads(ctx: &Ctx, app: &App) -> Result<Figure<Open, Vacancies>, Error> {
    let vacant = store::opening::vacant(&app.store, ctx.tenant, ctx.today()).await.map_err(crate::fault)?;
    Ok(vacant.into_iter().map(|(_, left)| Figure::new(left)).sum())
}

/// The openings behind that number.
///
/// # Errors
/// [`Error::Forbidden`]; when the store cannot be read.
pub async fn vacancies(ctx: &Ctx, app: &App, page: usize, size: usize) -> Result<Page<Vacancy>, Error> {
    authorise(&ctx.actor, UseCase::ReadLedger, Relation::default())?;
    let (store, tenant) = (&app.store, ctx.tenant);
    let vacant = store::opening::vacant(store, tenant, ctx.today()).await.map_err(crate::fault)?;
    let (total, page, size) = (vacant.len(), page.max(1), size.clamp(1, 100));
    let mut items = Vec::new();
    for (id, left) in vacant.into_iter().skip((page - 1).saturating_mul(size)).take(size) {
        let opening = store::opening::get(store, tenant, id).await.map_err(crate::fault)?;
        let employer = store::employer::find(store, tenant, opening.employer).await.map_err(crate::fault)?;
        let employer = employer.map(|known| known.name).unwrap_or_default();
        items.push(Vacancy { opening, employer, left });
    }
    Ok(Page { items, total, page, size })
}
