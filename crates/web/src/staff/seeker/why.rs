//! Why somebody opens the record of a person whom another body looks after, asked before it is shown.

use axum::extract::Path;
use axum::response::{IntoResponse, Redirect, Response};
use domain::id::SeekerId;
use domain::look::Why;
use maud::html;

use crate::component::{Form, area, select, sent};
use crate::error;
use crate::fields::Fields;
use crate::visit::Visit;

pub(super) async fn ask(visit: Visit, Path(id): Path<String>) -> Response {
    render(&visit, &id, Form::new(&Fields::default())).await
}

pub(super) async fn say(visit: Visit, Path(id): Path<String>, fields: Fields) -> Response {
    let Ok(seeker) = id.parse::<SeekerId>() else { return error::page(&visit, &app::Error::NotFound) };
    let Some(why) = fields.parse::<Why>("why") else {
        let missing = vec![("why".to_owned(), visit.t("why-choose"))];
        return render(&visit, &id, Form::wrong(&fields, missing)).await;
    };
    let said = app::seeker::say_why(&visit.ctx, visit.app(), seeker, why, fields.text("words")).await;
    match sent(&visit, &fields, said, |()| format!("/staff/seekers/{seeker}")) {
        Ok(answer) => answer,
        Err(form) => render(&visit, &id, form).await,
    }
}

async fn render(visit: &Visit, id: &str, form: Form<'_>) -> Response {
    let Ok(id) = id.parse::<SeekerId>() else { return error::page(visit, &app::Error::NotFound) };
    let seeker = match app::seeker::whose(&visit.ctx, visit.app(), id).await {
        Ok((seeker, true)) => seeker,
        Ok((_, false)) => return Redirect::to(&format!("/staff/seekers/{id}")).into_response(),
        Err(failed) => return error::page(visit, &failed),
    };
    let reasons: Vec<(String, String)> =
        Why::RECORD.iter().map(|why| (why.to_string(), visit.t(&format!("why-{why}")))).collect();
    let title = visit.t("why-title");
    let body = html! {
        p.lead { (seeker.number) }
        p { (visit.t("why-lead")) }
        form.narrow method="post" {
            (select(visit, &form, "why", "why-reason", &reasons))
            (area(visit, &form, "words", "why-words"))
            div.actions { button { (visit.t("why-go")) } a.button.second href="/staff/seekers" { (visit.t("why-not")) } }
        }
    };
    form.page(visit, &title, &body)
}
