//! Outside figures of the labour market, kept with base, period, publication day and source; corrected in the open, never
//! computed (CR-24). What ships of a city is taken in once, by a press.

use domain::Ctx;
use domain::id::IndicatorId;
use domain::indicator::{Indicator, Series};
use domain::message::Message;
use domain::policy::{Relation, UseCase, authorise};
use jiff::civil::Date;

use crate::{App, Error, FieldError, record};

/// A value as it is keyed.
#[derive(Debug, Clone)]
pub struct Form {
    /// Which series.
    pub series: Series,
    /// Whom it counts.
    pub base: String,
    /// The period it speaks of.
    pub period: String,
    /// Whether it is what is aimed at.
    pub aim: bool,
    /// Tenths of a percent for a rate, whole otherwise.
    pub value: i64,
    /// When it was published.
    pub published_on: Date,
    /// By whom.
    pub source: String,
}

/// One line of a chart: a series with one base, aimed at or measured, its values in the order of their periods.
#[derive(Debug, Clone)]
pub struct Strand {
    /// Which series.
    pub series: Series,
    /// Whom it counts.
    pub base: String,
    /// Whether it is what is aimed at.
    pub aim: bool,
    /// The values.
    pub values: Vec<Indicator>,
}

/// All values as strands: bases stand side by side and are never joined.
///
/// # Errors
/// [`Error::Forbidden`]; when the store cannot be read.
pub async fn list(ctx: &Ctx, app: &App) -> Result<Vec<Strand>, Error> {
    authorise(&ctx.actor, UseCase::ReadPlan, Relation::default())?;
    strands(app).await
}

/// The same for the pages of everybody: what is published already.
pub(crate) async fn strands(app: &App) -> Result<Vec<Strand>, Error> {
    let all: Vec<Indicator> = store::record::all(&app.store, app.tenant).await.map_err(crate::fault)?;
    let mut out: Vec<Strand> = Vec::new();
    for one in all {
        let same = |strand: &&mut Strand| {
            (strand.series, &strand.base, strand.aim) == (one.series, &one.base, one.aim)
        };
        match out.iter_mut().find(same) {
            Some(strand) => strand.values.push(one),
            None => {
                let (series, base, aim) = (one.series, one.base.clone(), one.aim);
                out.push(Strand { series, base, aim, values: vec![one] });
            }
        }
    }
    for strand in &mut out {
        strand.values.sort_by(|a, b| (&a.period, a.published_on).cmp(&(&b.period, b.published_on)));
    }
    out.sort_by(|a, b| (a.series, a.aim, &a.base).cmp(&(b.series, b.aim, &b.base)));
    Ok(out)
}

/// Writes a value down.
///
/// # Errors
/// [`Error::Forbidden`]; [`Error::Invalid`] with every field that is wrong; at `value` when the same source said
/// something of the same period and base already.
pub async fn create(ctx: &Ctx, app: &App, form: Form) -> Result<IndicatorId, Error> {
    authorise(&ctx.actor, UseCase::WritePlan, Relation::default())?;
    let made = made(ctx, form);
    let errors: Vec<FieldError> =
        made.check(ctx.today()).into_iter().map(|(field, why)| FieldError::new(field, why)).collect();
    if !errors.is_empty() {
        return Err(Error::Invalid(errors));
    }
    if known(app, &made).await? {
        return Err(Error::field("value", Message::new("indicator-known")));
    }
    let id = made.id;
    record::add(ctx, app, UseCase::WritePlan, made).await?;
    Ok(id)
}

fn made(ctx: &Ctx, form: Form) -> Indicator {
    Indicator {
        id: ctx.id(),
        series: form.series,
        base: form.base.trim().to_owned(),
        period: form.period.trim().to_owned(),
        aim: form.aim,
        value: form.value,
        published_on: form.published_on,
        source: form.source.trim().to_owned(),
        version: 1,
        created_at: ctx.now,
    }
}

async fn known(app: &App, one: &Indicator) -> Result<bool, Error> {
    let name = store::record::Record::columns(one).known_as.unwrap_or_default();
    let found = store::record::known_as::<Indicator>(&app.store, app.tenant, &name).await;
    Ok(found.map_err(crate::fault)?.is_some())
}

/// The file of what ships of a city.
fn shipped_file(app: &App) -> Option<String> {
    domain::reference::text(&format!("targets/{}_indicators.csv", app.city.id()))
}

/// Whether anything ships of this city.
pub fn ships(app: &App) -> bool {
    shipped_file(app).is_some()
}

/// Takes in what ships of this city and is not known yet; gives how many. A second time gives none.
///
/// # Errors
/// [`Error::Forbidden`]; [`Error::NotFound`] when nothing ships of it.
pub async fn take_shipped(ctx: &Ctx, app: &App) -> Result<usize, Error> {
    authorise(&ctx.actor, UseCase::WritePlan, Relation::default())?;
    let text = shipped_file(app).ok_or(Error::NotFound)?;
    let rows = domain::indicator::shipped(&text).map_err(Error::internal)?;
    let mut fresh: Vec<Indicator> = Vec::new();
    for row in rows {
        let made = Indicator { id: ctx.id(), version: 1, created_at: ctx.now, ..row };
        // What is not published yet on this day is not known yet.
        if made.published_on <= ctx.today() && !known(app, &made).await? {
            fresh.push(made);
        }
    }
    let count = fresh.len();
    if count > 0 {
        app.write(ctx, move |tx, ctx| {
            let fresh = fresh.clone();
            Box::pin(async move {
                for one in &fresh {
                    store::record::insert(tx, &ctx, one).await?;
                }
                Ok(())
            })
        })
        .await?;
    }
    Ok(count)
}

/// Corrects a value; what it was stays in the change log.
///
/// # Errors
/// [`Error::NotFound`]; [`Error::Invalid`]; [`Error::Conflict`] when it was changed meanwhile.
pub async fn update(
    ctx: &Ctx,
    app: &App,
    (id, seen): (IndicatorId, i64),
    (value, published_on): (i64, Date),
) -> Result<(), Error> {
    let known: Indicator = record::get(ctx, app, UseCase::WritePlan, id).await?;
    let wanted = Indicator { value, published_on, ..known };
    let errors: Vec<FieldError> =
        wanted.check(ctx.today()).into_iter().map(|(field, why)| FieldError::new(field, why)).collect();
    if !errors.is_empty() {
        return Err(Error::Invalid(errors));
    }
    record::change(ctx, app, UseCase::WritePlan, (id, Some(seen)), "update", |_: Indicator| Ok(wanted))
        .await?;
    Ok(())
}

/// One value.
///
/// # Errors
/// [`Error::NotFound`].
pub async fn get(ctx: &Ctx, app: &App, id: IndicatorId) -> Result<Indicator, Error> {
    record::get(ctx, app, UseCase::ReadPlan, id).await
}
