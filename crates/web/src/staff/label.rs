//! `/staff/labels`: labels of numbers, three by eight on A4.

use axum::response::Response;
use domain::policy::UseCase;
use maud::html;

use crate::bulletin::file;
use crate::component::{Form, area, input};
use crate::fields::Fields;
use crate::routes::Routes;
use crate::visit::Visit;

pub(super) fn routes(routes: &mut Routes) {
    routes.get("/staff/labels", UseCase::PrintPaper, ask);
    routes.post("/staff/labels", UseCase::PrintPaper, print);
}

async fn ask(visit: Visit) -> Response {
    render(&visit, &Form::new(&Fields::default()))
}

fn render(visit: &Visit, form: &Form<'_>) -> Response {
    let body = html! {
        p.lead { (visit.t("labels-note")) }
        form.narrow method="post" {
            (area(visit, form, "numbers", "labels-numbers"))
            (input(visit, form, "used", "labels-used", "number", "labels-used-hint"))
            div.actions { button { (visit.t("labels-print")) } }
        }
    };
    form.page(visit, &visit.t("labels"), &body)
}

async fn print(visit: Visit, fields: Fields) -> Response {
    let used = match fields.count("used", 1_000) {
        Ok(used) => used.unwrap_or_default() as usize,
        Err(wrong) => {
            let wrong = app::Error::Invalid(vec![wrong]);
            return Form::refused(&visit, &fields, &wrong).unwrap_or_else(|form| render(&visit, &form));
        }
    };
    match app::paper::labels(&visit.ctx, visit.app(), fields.text("numbers"), used).await {
        Ok(bytes) => file(&visit, "labels.pdf", Ok(bytes)),
        Err(failed) => Form::refused(&visit, &fields, &failed).unwrap_or_else(|form| render(&visit, &form)),
    }
}
