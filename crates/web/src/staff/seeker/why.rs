//! Why somebody opens the record of a person whom another body looks after, asked before it is shown.

use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use domain::id::SeekerId;
use domain::look::Why;
use maud::html;

use crate::component::{Form, area, field_errors, select};
use crate::fields::Fields;
use crate::visit::Visit;
use crate::{error, page};

pub(super) async fn ask(visit: Visit, Path(id): Path<String>) -> Response {
    render(&visit, &id, &Fields::default(), &[], StatusCode::OK).await
}

pub(super) async fn say(visit: Visit, Path(id): Path<String>, fields: Fields) -> Response {
    let Ok(seeker) = id.parse::<SeekerId>() else { return error::page(&visit, &app::Error::NotFound) };
    let Some(why) = fields.parse::<Why>("why") else {
        let missing = [("why".to_owned(), visit.t("why-choose"))];
        return render(&visit, &id, &fields, &missing, StatusCode::UNPROCESSABLE_ENTITY).await;
    };
    match app::seeker::say_why(&visit.ctx, visit.app(), seeker, why, fields.text("words")).await {
        Ok(()) => Redirect::to(&format!("/staff/seekers/{seeker}")).into_response(),
        Err(failed) => match field_errors(&visit, &failed) {
            Some(errors) => render(&visit, &id, &fields, &errors, StatusCode::UNPROCESSABLE_ENTITY).await,
            None => error::page(&visit, &failed),
        },
    }
}

async fn render(
    visit: &Visit,
    id: &str,
    fields: &Fields,
    errors: &[(String, String)],
    status: StatusCode,
) -> Response {
    let Ok(id) = id.parse::<SeekerId>() else { return error::page(visit, &app::Error::NotFound) };
    let seeker = match app::seeker::whose(&visit.ctx, visit.app(), id).await {
        Ok((seeker, true)) => seeker,
        Ok((_, false)) => return Redirect::to(&format!("/staff/seekers/{id}")).into_response(),
        Err(failed) => return error::page(visit, &failed),
    };
    let form = Form::new(fields, errors);
    let reasons: Vec<(String, String)> =
        Why::RECORD.iter().map(|why| (why.to_string(), visit.t(&format!("why-{why}")))).collect();
    let title = visit.t("why-title");
    let body = html! {
        h1 { (title) }
        (form.summary(visit))
        p.lead { (seeker.number) }
        p { (visit.t("why-lead")) }
        form.narrow method="post" {
            (select(visit, &form, "why", "why-reason", &reasons))
            (area(visit, &form, "words", "why-words"))
            div.actions { button { (visit.t("why-go")) } a.button.second href="/staff/seekers" { (visit.t("why-not")) } }
        }
    };
    (status, page::shell(visit, &title, body)).into_response()
}
