//! Visits and calls to firms: written down with what they need, and the way of a field team's day (일자리발굴단).

use domain::Ctx;
use domain::area::{AreaCode, Point};
use domain::id::LeadId;
use domain::lead::{Lead, Need};
use domain::policy::{Relation, UseCase, authorise};
use domain::visit::{Visit, Way};
use jiff::civil::Date;

use crate::comment::Names;
use crate::lead::Row;
use crate::{App, Error, FieldError, record};

/// A visit as it is keyed.
#[derive(Debug, Clone)]
pub struct Form {
    /// On which day.
    pub on: Date,
    /// In which way.
    pub way: Way,
    /// What was found out.
    pub notes: String,
    /// What the firm said it needs.
    pub need: Option<Need>,
    /// When it is to be seen to again.
    pub next_on: Option<Date>,
}

/// Writes a visit down; a need said then confirms the lead's.
///
/// # Errors
/// [`Error::NotFound`]; [`Error::Invalid`]; [`Error::Conflict`] for a lead that is over or was changed meanwhile.
pub async fn pay(ctx: &Ctx, app: &App, (id, seen): (LeadId, i64), form: Form) -> Result<(), Error> {
    let lead: Lead = record::get(ctx, app, UseCase::WriteNetwork, id).await?;
    let visit = Visit {
        id: ctx.id(),
        lead: id,
        organisation: ctx.actor.organisation,
        by: ctx.actor.person,
        on: form.on,
        way: form.way,
        notes: form.notes.trim().to_owned(),
        need: form.need.clone(),
        created_at: ctx.now,
    };
    let faults = visit.check(ctx.today());
    if !faults.is_empty() {
        return Err(Error::Invalid(
            faults.into_iter().map(|(field, why)| FieldError::new(field, why)).collect(),
        ));
    }
    if lead.version != seen {
        return Err(Error::Conflict(domain::Message::new("changed-meanwhile")));
    }
    let lead = lead.visited(form.on, form.need, form.next_on).map_err(Error::Conflict)?;
    app.write(ctx, move |tx, ctx| {
        let (visit, lead) = (visit.clone(), lead.clone());
        Box::pin(async move {
            store::record::insert(tx, &ctx, &visit).await?;
            store::record::update(tx, &ctx, "visit", &lead).await
        })
    })
    .await
}

/// A place to go to.
#[derive(Debug, Clone)]
pub struct Stop {
    /// The lead.
    pub row: Row,
    /// Where it is; the middle of its dong.
    pub point: Point,
    /// How far from the stop before.
    pub leg_m: i64,
}

/// The way of a day.
#[derive(Debug, Clone, Default)]
pub struct Route {
    /// Where it begins: the first of the city's counters.
    pub from: Option<(String, Point)>,
    /// In order.
    pub stops: Vec<Stop>,
    /// What is to be seen to and says no place.
    pub placeless: Vec<Row>,
    /// How far in all, as the crow flies.
    pub length_m: i64,
}

/// What is to be gone to by a day, in order of nearness: of whoever asks, or of everybody's.
///
/// # Errors
/// [`Error::Forbidden`]; when the store cannot be read.
pub async fn route(ctx: &Ctx, app: &App, day: Date, mine: bool) -> Result<Route, Error> {
    authorise(&ctx.actor, UseCase::ReadNetwork, Relation::default())?;
    let mut due = store::record::due::<Lead>(&app.store, ctx.tenant, day).await.map_err(crate::fault)?;
    due.retain(|lead| !mine || (lead.assigned.is_some() && lead.assigned == ctx.actor.person));
    let centre = app.city.centres().first();
    let place = |code: &AreaCode| app.city.areas().get(code).map(|area| area.centroid);
    let from = centre.and_then(|centre| Some((centre.name.clone(), place(&centre.area)?)));
    let (mut names, mut placed, mut placeless) = (Names::default(), Vec::new(), Vec::new());
    for lead in due {
        let point = lead.area.as_ref().and_then(place);
        let row = crate::lead::row(ctx, app, &mut names, lead).await?;
        match point {
            Some(point) => placed.push((row, point)),
            None => placeless.push(row),
        }
    }
    let points: Vec<Point> = placed.iter().map(|(_, point)| *point).collect();
    let start = from.as_ref().map(|(_, point)| *point);
    let order = domain::route::order(start, &points);
    let legs = domain::route::legs_m(start, &points, &order);
    let stops: Vec<Stop> = order
        .iter()
        .zip(legs)
        .filter_map(|(at, leg_m)| {
            placed.get(*at).map(|(row, point)| Stop { row: row.clone(), point: *point, leg_m })
        })
        .collect();
    let length_m = stops.iter().map(|stop| stop.leg_m).sum();
    Ok(Route { from, stops, placeless, length_m })
}
