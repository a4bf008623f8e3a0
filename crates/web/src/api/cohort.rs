//! Cohorts of programmes: what stands on `/cohorts/{id}` before its figures, of one programme or of all, in one state or in any.

use app::cohort::{Published, published};
use axum::extract::Query;
use axum::response::Response;
use domain::cohort::{Criterion, StateName};
use serde_json::{Value, json};

use super::{Caller, told};
use crate::fields::Fields;
use crate::problem;
use crate::visit::Visit;

pub(super) async fn list(Caller(visit): Caller, Query(pairs): Query<Vec<(String, String)>>) -> Response {
    match found(&visit, &Fields(pairs)).await {
        Ok(value) => told(&value, visit.app().projection.seq()),
        Err(failed) => problem::of(&visit, &failed),
    }
}

pub(super) async fn found(visit: &Visit, fields: &Fields) -> Result<Value, app::Error> {
    let (programme, state) = (fields.text("programme"), fields.parse::<StateName>("state"));
    let mut all = published(&visit.ctx, visit.app()).await?;
    all.retain(|one| {
        let of = programme.is_empty() || one.cohort.program.as_str() == programme;
        of && state.is_none_or(|state| one.cohort.state.name() == state)
    });
    Ok(json!({ "items": all.iter().map(|one| told_of(visit, one)).collect::<Vec<_>>() }))
}

fn told_of(visit: &Visit, one: &Published) -> Value {
    let cohort = &one.cohort;
    let zone = visit.app().city.zone();
    let at = |day: jiff::civil::Date, minutes: u16| {
        let time = day.at(0, 0, 0, 0).saturating_add(jiff::Span::new().minutes(minutes));
        zone.to_timestamp(time).ok()
    };
    let sessions = cohort.sessions.iter().map(|session| {
        let ends = session.hours.start_min + session.hours.presence_min();
        json!({
            "nth": session.nth,
            "from": at(session.on, session.hours.start_min),
            "until": at(session.on, ends),
            "room": session.room,
            "cancelled": session.is_cancelled(),
        })
    });
    let criteria = cohort.criteria.iter().map(|criterion| match criterion {
        Criterion::Priority { .. } => "priority",
        Criterion::Score => "score",
        Criterion::FirstCome => "first_come",
        Criterion::Draw => "draw",
    });
    json!({
        "id": cohort.id,
        "programme": cohort.program.as_str(),
        "version": cohort.program_version.as_str(),
        "number": cohort.number,
        "name": crate::cohort::name(visit, Some(one.program), cohort),
        "body": one.body.as_ref().map(|body| body.name.as_str()),
        "state": cohort.state.name().to_string(),
        "seats": cohort.seats.capacity,
        "apply_until": cohort.apply_until.map(|day| day.to_string()),
        "takes_applications": cohort.takes_on(visit.ctx.today()),
        "from": cohort.from.to_string(),
        "until": cohort.until.to_string(),
        "sessions": sessions.collect::<Vec<_>>(),
        "criteria": criteria.collect::<Vec<_>>(),
        "updated_at": cohort.updated_at,
        "url": format!("/cohorts/{}", cohort.id),
    })
}
