//! The body's own spreadsheet on the page of its month: taken to the preview of imports.

use app::import::For;
use app::submission::View;
use axum::extract::{Multipart, Path};
use axum::response::Response;
use domain::id::SubmissionId;
use domain::policy::UseCase;
use maud::{Markup, html};

use super::show;
use crate::component::{Form, sent};
use crate::error;
use crate::fields::Fields;
use crate::routes::Routes;
use crate::staff::import::sent_file;
use crate::visit::Visit;

pub(super) fn routes(routes: &mut Routes) {
    routes.post("/staff/submissions/{id}/file", UseCase::WriteSubmission, upload);
}

/// The file to add, and what is left to mend of earlier ones.
pub(super) fn section(visit: &Visit, view: &View, form: &Form<'_>) -> Markup {
    let known = &view.submission;
    html! { section {
        h2 { (visit.t("submission-file")) }
        @if !known.mending.is_empty() {
            ul { @for (file, rows) in &known.mending { li { a href={ "/staff/imports/" (file) } { (visit.n("submission-to-mend-n", *rows)) } } } }
        }
        form.narrow method="post" enctype="multipart/form-data" action={ "/staff/submissions/" (known.id) "/file" } {
            div.field {
                label for="file" { (visit.t("import-file")) }
                p.hint #file-hint { (visit.t("submission-file-hint")) }
                @if let Some(error) = form.error("file") { p.error #file-error { (error) } }
                input id="file" name="file" type="file" required aria-describedby="file-hint" aria-invalid=[form.error("file").map(|_| "true")];
            }
            @if !known.mending.is_empty() { fieldset.field {
                legend { (visit.t("submission-instead")) }
                @for (nth, (file, rows)) in known.mending.iter().enumerate() {
                    label { input type="radio" name="instead_of" value=(file) checked[nth == 0]; " " (visit.n("submission-instead-yes", *rows)) } br;
                }
                label { input type="radio" name="instead_of" value=""; " " (visit.t("submission-instead-no")) }
            } }
            button.second { (visit.t("submission-upload")) }
        }
    } }
}

async fn upload(visit: Visit, Path(id): Path<String>, mut parts: Multipart) -> Response {
    let Ok(submission) = id.parse::<SubmissionId>() else {
        return error::page(&visit, &app::Error::NotFound);
    };
    // Whose it is comes before what was sent.
    if let Err(failed) = app::submission::get(&visit.ctx, visit.app(), submission).await {
        return error::page(&visit, &failed);
    }
    let (fields, file) = match sent_file(&visit, &mut parts).await {
        Ok(sent) => sent,
        Err(form) => return show(&visit, &id, form).await,
    };
    let to = For { submission, instead_of: fields.parse("instead_of") };
    let kept = app::import::upload_for(&visit.ctx, visit.app(), to, file).await;
    match sent(&visit, &Fields::default(), kept, |file| format!("/staff/imports/{file}")) {
        Ok(answer) => answer,
        Err(form) => show(&visit, &id, form).await,
    }
}
