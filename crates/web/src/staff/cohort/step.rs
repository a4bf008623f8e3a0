//! What is done with a cohort as a whole; whatever is refused is said on its page, at the field that mends it.

use axum::extract::Path;
use axum::response::Response;
use domain::id::CohortId;
use domain::message::Message;

use super::{id_of, place, session_rows, show};
use crate::component::{Form, sent};
use crate::error;
use crate::fields::Fields;
use crate::visit::Visit;

pub(super) async fn step(visit: Visit, Path(id): Path<String>, fields: Fields) -> Response {
    let Ok(id) = id_of(&id) else { return error::page(&visit, &app::Error::NotFound) };
    // Whether it is there is said before what is wrong with the form.
    if let Err(answer) = minded(&visit, id).await {
        return answer;
    }
    answer(&visit, id, &fields, take(&visit, id, &fields).await).await
}

/// The page of a cohort is only for those who take steps with it here.
pub(super) async fn minded(visit: &Visit, id: CohortId) -> Result<app::cohort::View, Response> {
    match app::cohort::get(&visit.ctx, visit.app(), id).await {
        Ok(view) if view.may_mind => Ok(view),
        Ok(_) => Err(error::page(visit, &app::Error::NotFound)),
        Err(failed) => Err(error::page(visit, &failed)),
    }
}

async fn answer(visit: &Visit, id: CohortId, fields: &Fields, done: Result<(), app::Error>) -> Response {
    match sent(visit, fields, done, |()| place(id)) {
        Ok(answer) => answer,
        Err(form) => show::render(visit, id, &form).await,
    }
}

async fn take(visit: &Visit, id: CohortId, fields: &Fields) -> Result<(), app::Error> {
    let (ctx, app) = (&visit.ctx, visit.app());
    match fields.text("step") {
        "publish" => app::cohort::publish(ctx, app, id).await,
        "choose" => app::cohort::select(ctx, app, id).await.map(|_| ()),
        "start" => app::cohort::start(ctx, app, id).await,
        "promote" => app::enrolment::promote(ctx, app, id).await.map(|_| ()),
        "complete" => app::cohort::complete(ctx, app, id).await,
        "resize" => {
            let seats = fields.count("seats", 10_000).map_err(|wrong| app::Error::Invalid(vec![wrong]))?;
            let seats = seats.ok_or_else(|| app::Error::field("seats", Message::new("field-needed")))?;
            app::cohort::resize(ctx, app, id, seats).await
        }
        "cancel" => {
            let reason = fields.parse("reason");
            let reason = reason.ok_or_else(|| app::Error::field("reason", Message::new("reason-choose")))?;
            app::cohort::cancel(ctx, app, id, reason).await
        }
        _ => Err(app::Error::NotFound),
    }
}

pub(super) async fn add_session(visit: Visit, Path(id): Path<String>, fields: Fields) -> Response {
    let Ok(id) = id_of(&id) else { return error::page(&visit, &app::Error::NotFound) };
    if let Err(answer) = minded(&visit, id).await {
        return answer;
    }
    let done = match session_rows::one(&fields) {
        Ok(session) => app::cohort::add_session(&visit.ctx, visit.app(), id, session).await,
        Err(errors) => Err(app::Error::Invalid(errors)),
    };
    answer(&visit, id, &fields, done.map_err(at_hours)).await
}

/// Hours are two inputs; what is wrong with them together is said at the first.
fn at_hours(failed: app::Error) -> app::Error {
    let app::Error::Invalid(mut errors) = failed else { return failed };
    for error in errors.iter_mut().filter(|error| error.field == "hours") {
        error.field = "from".into();
    }
    app::Error::Invalid(errors)
}
