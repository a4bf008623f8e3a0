//! What is said to come of a project (추정): put beside other estimates, taken back, never changed and never a result.

use domain::Ctx;
use domain::coefficient::{CoefficientSet, REGIONAL_SOURCE, REGIONAL_YEAR};
use domain::estimate::{Computed, Estimate, Regional, Way};
use domain::id::{EstimateId, ProjectId};
use domain::message::{Message, won_in_words};
use domain::policy::UseCase;
use domain::project::Project;

use crate::{App, Error, record};

/// The years and sectors of national coefficients to choose from, the latest first.
pub fn sets(app: &App) -> Vec<CoefficientSet> {
    app.reference.coefficients.sets()
}

/// The sectors of the regional table, by code and name, in its order.
pub fn sectors(app: &App) -> Vec<(&str, &str)> {
    let rows = app.reference.coefficients.regional.iter();
    rows.map(|row| (row.sector_code.as_str(), row.sector_name.as_str())).collect()
}

/// An estimate from the regional table.
///
/// # Errors
/// [`Error::Invalid`] at `sector` for a sector that the table does not have.
pub fn regional(app: &App, sector: &str, new_spending_won: i64, author: &str) -> Result<Regional, Error> {
    let told = (REGIONAL_YEAR, REGIONAL_SOURCE);
    Regional::from_table(&app.reference.coefficients, told, sector, new_spending_won, author)
        .ok_or_else(|| Error::field("sector", Message::new("estimate-sector-unknown")))
}

/// Puts one more estimate beside the others.
///
/// # Errors
/// [`Error::NotFound`]; [`Error::Invalid`] at `source` when it does not tell what it must (CR-13), at `amount` for more
/// than the project newly spends, or while nobody has said how much that is, at `year` and `direct` for coefficients that
/// cannot be, at `amount` or `value` for one that stands there already; at `amount` for a sum that is small for such a project,
/// unless `in_won` says that it was looked at, and for one of which nobody comes.
pub async fn add(ctx: &Ctx, app: &App, id: ProjectId, way: Way, in_won: bool) -> Result<EstimateId, Error> {
    let project: Project = record::get(ctx, app, UseCase::WriteProject, id).await?;
    let base = match &way {
        Way::Computed(computed) => Some(computed.new_spending_won),
        Way::Regional(regional) => Some(regional.new_spending_won),
        Way::Published(_) => None,
    };
    // Coefficients speak of new spending: on budgets that exist anyway they invent jobs (CR-13).
    match (base, project.content.new_spending_won) {
        (Some(_), None) => return Err(Error::field("amount", Message::new("estimate-base-unknown"))),
        (Some(base), Some(most)) if base > most => {
            return Err(Error::field("amount", Message::new("estimate-base").with("most", most)));
        }
        _ => {}
    }
    if let Some(base) = base.filter(|base| !in_won && *base < project.content.kind.unlikely_below()) {
        return Err(Error::field("amount", in_thousands(base)));
    }
    if let Way::Computed(computed) = &way {
        possible(ctx, app, computed)?;
    }
    let others: Vec<Estimate> =
        store::record::of_parent(&app.store, ctx.tenant, id).await.map_err(crate::fault)?;
    let mut standing = others.iter().filter(|one| one.withdrawn.is_none());
    if let Some(same) = standing.find(|one| one.way.says_the_same(&way)) {
        let field = if matches!(way, Way::Published(_)) { "value" } else { "amount" };
        let day = ctx.zone.to_datetime(same.created_at).date().to_string();
        return Err(Error::field(field, Message::new("estimate-twice").with("day", day)));
    }
    let estimate = Estimate {
        id: ctx.id(),
        project: id,
        organisation: Some(project.owner),
        way,
        withdrawn: None,
        version: 1,
        created_at: ctx.now,
    };
    estimate.check().map_err(|reason| Error::field("source", reason.message))?;
    if people(&estimate.way) == Some(0) {
        return Err(Error::field("amount", Message::new("estimate-nobody")));
    }
    let made = estimate.id;
    record::add(ctx, app, UseCase::WriteProject, estimate).await?;
    Ok(made)
}

/// What is asked about a sum that looks like one of a table in thousands.
fn in_thousands(won: i64) -> Message {
    let thousands = won.saturating_mul(1_000);
    Message::new("estimate-base-unlikely")
        .with("words", won_in_words(won))
        .with("won", won)
        .with("thousands", thousands)
        .with("meant", won_in_words(thousands))
}

/// How many people a computed estimate says; an announcement says what it says.
fn people(way: &Way) -> Option<i64> {
    match way {
        Way::Computed(way) => way.parts().ok().map(|parts| parts.total.value()),
        Way::Regional(way) => way.parts().ok().map(|sides| sides.total.value()),
        Way::Published(_) => None,
    }
}

/// Coefficients that somebody typed cannot be of a year that has not come, nor more be direct than there are in all.
fn possible(ctx: &Ctx, app: &App, computed: &Computed) -> Result<(), Error> {
    let this = ctx.today().year();
    let ships = |set: &CoefficientSet| (set.year, &set.source) == (computed.year, &computed.source);
    if computed.year > this && !sets(app).iter().any(ships) {
        return Err(Error::field("year", Message::new("estimate-year-ahead").with("year", this.to_string())));
    }
    if computed.direct_tenths > computed.induced_tenths {
        return Err(Error::field("direct", Message::new("estimate-direct-more")));
    }
    Ok(())
}

/// An estimate, for whoever may take it back.
///
/// # Errors
/// [`Error::NotFound`].
pub async fn get(ctx: &Ctx, app: &App, id: EstimateId) -> Result<Estimate, Error> {
    record::get(ctx, app, UseCase::WriteProject, id).await
}

/// Takes an estimate back, with the reason; it stays to be read.
///
/// # Errors
/// [`Error::NotFound`]; [`Error::Conflict`] for one that is taken back already, or without a reason.
pub async fn withdraw(ctx: &Ctx, app: &App, id: EstimateId, why: &str) -> Result<ProjectId, Error> {
    let step = |estimate: Estimate| estimate.withdraw(why, ctx.now);
    let done = record::change(ctx, app, UseCase::WriteProject, (id, None), "withdraw", step).await;
    let done = done.map_err(|failed| record::at(failed, &[("estimate-why", "why")]))?;
    Ok(done.project)
}
