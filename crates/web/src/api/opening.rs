//! Openings as JSON: the list with the filters of `/openings`, and one of them by its id or number.

use app::opening::{Listed, Search};
use axum::extract::{Path, Query};
use axum::response::Response;
use domain::id::OpeningId;
use domain::opening::{Deadline, State};
use serde_json::{Value, json};

use super::{Caller, told};
use crate::fields::Fields;
use crate::opening::search_of;
use crate::problem;
use crate::visit::Visit;

pub(super) async fn list(Caller(visit): Caller, Query(pairs): Query<Vec<(String, String)>>) -> Response {
    match found(&visit, &Fields(pairs)).await {
        Ok((value, seq)) => told(&value, seq),
        Err(failed) => problem::of(&visit, &failed),
    }
}

/// A page of the list.
pub(super) async fn found(visit: &Visit, fields: &Fields) -> Result<(Value, i64), app::Error> {
    let (mut value, seq) = page(visit, fields, search_of(fields), "/api/v1/openings", one).await?;
    value["as_of"] = json!(seq);
    Ok((value, seq))
}

/// A page of a list at an address, and the change up to which ours are true.
pub(super) async fn page(
    visit: &Visit,
    fields: &Fields,
    mut wanted: Search,
    path: &str,
    item: fn(&Visit, &Listed) -> Value,
) -> Result<(Value, i64), app::Error> {
    // Programs may ask for a single one.
    wanted.size = fields.parse("size").unwrap_or(20).clamp(1, 100);
    let found = app::opening::search(&visit.ctx, visit.app(), &wanted).await?;
    let last = found.total.div_ceil(wanted.size).max(1);
    let next = (wanted.page < last)
        .then(|| format!("{path}{}", fields.with("page", &(wanted.page + 1).to_string())));
    let items: Vec<Value> = found.items.iter().map(|listed| item(visit, listed)).collect();
    let value = json!({
        "total": found.total,
        "page": wanted.page,
        "size": wanted.size,
        "next": next,
        "not_understood": found.problem.map(|problem| visit.say(&problem)),
        "items": items,
    });
    Ok((value, found.seq))
}

pub(super) async fn show(Caller(visit): Caller, Path(id): Path<String>) -> Response {
    match shown(&visit, &id).await {
        Ok((value, seq)) => told(&value, seq),
        Err(failed) => problem::of(&visit, &failed),
    }
}

/// One opening, by its id or its number.
pub(super) async fn shown(visit: &Visit, id: &str) -> Result<(Value, i64), app::Error> {
    let id = match id.parse::<OpeningId>() {
        Ok(id) => id,
        Err(_) => app::opening::by_number(&visit.ctx, visit.app(), id).await?,
    };
    let shown = app::opening::show(&visit.ctx, visit.app(), id).await?;
    if shown.listed.abroad.is_some() {
        // What a neighbour shares has addresses of its own.
        return Err(app::Error::NotFound);
    }
    Ok((one(visit, &shown.listed), visit.app().projection.seq()))
}

/// What a program reads of an opening: what its page says, in names of this system and codes of the lists.
pub(super) fn one(visit: &Visit, listed: &Listed) -> Value {
    let (opening, city) = (&listed.opening, &visit.app().city);
    let content = &opening.content;
    let place = &content.workplace;
    let valid_until = match &opening.state {
        State::Open { valid_until, .. } => Some(valid_until.to_string()),
        _ => None,
    };
    let area = place.areas.first().map(|code| json!({ "code": code, "name": listed.area_name }));
    // What a neighbour shares stands under its licence, never under ours.
    let own = opening.origin.licence.is_empty() && listed.abroad.is_none();
    let licence = if own { &city.feed().licence } else { &opening.origin.licence };
    json!({
        "id": opening.id,
        "number": opening.origin.number,
        "url": format!("/openings/{}", opening.id),
        "title": content.title,
        "duties": content.duties,
        "employer": {
            "name": listed.employer.name,
            "business_number": listed.employer.business_number.as_ref().map(ToString::to_string),
        },
        "occupation": content.occupation.as_ref().map(|code| json!({ "code": code, "name": listed.occupation_name })),
        "area": area,
        "address": place.address,
        "point": place.point.map(|point| json!({ "lat_e6": point.lat_e6, "lon_e6": point.lon_e6 })),
        "remote": place.remote,
        "headcount": content.headcount,
        "employment_type": content.employment_type.map(|kind| kind.code()),
        "career": content.career.map(|career| career.kind.code()),
        "education_min": content.education_min.map(|least| least.code()),
        "wage": content.wage.map(|wage| json!({ "form": wage.form.code(), "min_won": wage.min_won, "max_won": wage.max_won })),
        "hourly_won": listed.hourly_won,
        "monthly_won": listed.monthly_won,
        "weekly_min": content.work_time.weekly_minutes(),
        "weekdays": content.work_time.weekdays.map(|days| (0..7).filter(|day| days.0 >> day & 1 == 1).collect::<Vec<u8>>()),
        "until_filled": matches!(content.deadline, Deadline::UntilFilled(_)),
        "deadline": content.deadline.last_day().map(|day| day.to_string()),
        "valid_until": valid_until,
        "opened_at": listed.opened_at,
        "updated_at": opening.updated_at,
        "needs_confirmation": listed.doubted,
        "licence": licence,
    })
}
