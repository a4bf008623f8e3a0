//! Papers and scans of a jobseeker: the list with its upload, and the file itself, which no browser may open
//! as a page of ours.

use axum::extract::{Multipart, Path};
use axum::http::{HeaderName, header};
use axum::response::{IntoResponse, Response};
use domain::attachment::{Attachment, Paper};
use domain::id::{AttachmentId, SeekerId};
use domain::policy::UseCase;
use maud::{Markup, html};
use strum::IntoEnumIterator;

use crate::component::{Form, sent};
use crate::error;
use crate::fields::Fields;
use crate::routes::Routes;
use crate::visit::Visit;

/// A kept file runs nothing and loads nothing, whatever it turns out to be.
const POLICY: &str = "default-src 'none'; sandbox";

pub(super) fn routes(routes: &mut Routes) {
    routes.get("/staff/seekers/{id}/papers", UseCase::ReadSeeker, list);
    routes.post("/staff/seekers/{id}/papers", UseCase::WriteSeeker, attach);
    routes.get("/staff/attachments/{id}", UseCase::ReadSeeker, download);
}

async fn list(visit: Visit, Path(id): Path<String>) -> Response {
    let Ok(id) = id.parse::<SeekerId>() else { return error::page(&visit, &app::Error::NotFound) };
    list_page(&visit, id, &Form::new(&Fields::default())).await
}

async fn list_page(visit: &Visit, id: SeekerId, form: &Form<'_>) -> Response {
    let papers = match app::attachment::list(&visit.ctx, visit.app(), id).await {
        Ok(papers) => papers,
        Err(failed) => return error::page(visit, &failed),
    };
    let title = visit.t("papers");
    let body = html! {
        @if papers.is_empty() { p { (visit.t("list-empty")) } }
        ul { @for paper in &papers { li {
            a href={ "/staff/attachments/" (paper.id) } { (visit.t(&format!("attached-{}", paper.paper))) " · " (paper.format.to_string().to_uppercase()) " · " (paper.bytes.div_ceil(1024)) " KB" }
            " · " (visit.instant(paper.at))
        } } }
        form.narrow method="post" enctype="multipart/form-data" {
            fieldset { legend { (visit.t("paper-kind")) }
                @for (n, paper) in Paper::iter().enumerate() { label { input type="radio" name="paper" value=(paper) checked[n == 0]; " " (visit.t(&format!("attached-{paper}"))) } } }
            (file_field(visit, !form.errors.is_empty(), ("paper-file-hint", ".pdf,.png,.jpg,.jpeg")))
            button { (visit.t("paper-keep")) }
        }
        p { a href={ "/staff/seekers/" (id) } { (visit.t("back-to-record")) } }
    };
    form.page(visit, &title, &body)
}

async fn attach(visit: Visit, Path(id): Path<String>, mut parts: Multipart) -> Response {
    let Ok(id) = id.parse::<SeekerId>() else { return error::page(&visit, &app::Error::NotFound) };
    let (mut paper, mut file) = (Paper::Other, Vec::new());
    loop {
        let part = match parts.next_field().await {
            Ok(Some(part)) => part,
            Ok(None) => break,
            Err(failed) => return error::unreadable_form(&visit, failed.status()),
        };
        let name = part.name().unwrap_or_default().to_owned();
        let bytes = match part.bytes().await {
            Ok(bytes) => bytes,
            Err(failed) => return error::unreadable_form(&visit, failed.status()),
        };
        match name.as_str() {
            "paper" => paper = std::str::from_utf8(&bytes).ok().and_then(|p| p.parse().ok()).unwrap_or(paper),
            // Its name is not read: it may name a person, and says nothing about what is inside.
            "file" => file = bytes.to_vec(),
            _ => {}
        }
    }
    let attached = app::attachment::attach(&visit.ctx, visit.app(), id, paper, &file).await;
    match sent(&visit, &Fields::default(), attached, |_| format!("/staff/seekers/{id}/papers")) {
        Ok(answer) => answer,
        Err(form) => list_page(&visit, id, &form).await,
    }
}

async fn download(visit: Visit, Path(id): Path<String>) -> Response {
    let Ok(id) = id.parse::<AttachmentId>() else { return error::page(&visit, &app::Error::NotFound) };
    given(&visit, app::attachment::get(&visit.ctx, visit.app(), id).await)
}

/// A kept file given out.
pub(super) fn given(visit: &Visit, found: Result<(Attachment, Vec<u8>), app::Error>) -> Response {
    match found {
        Ok((attachment, bytes)) => {
            let name = disposition(&attachment);
            let headers = [
                (header::CONTENT_TYPE, attachment.format.media_type().to_owned()),
                (header::CONTENT_DISPOSITION, name),
                (header::CACHE_CONTROL, "no-store".to_owned()),
                (HeaderName::from_static("content-security-policy"), POLICY.to_owned()),
            ];
            (headers, bytes).into_response()
        }
        Err(failed) => error::page(visit, &failed),
    }
}

/// How a file is given out: never shown in the browser, with the name it came with (RFC 6266, RFC 8187), beside it one that
/// every program can read.
fn disposition(attachment: &Attachment) -> String {
    let plain = format!("attachment; filename=\"{}.{}\"", attachment.id, attachment.format);
    if attachment.name.is_empty() {
        return plain;
    }
    let keep = |byte: u8| byte.is_ascii_alphanumeric() || b"!#$&+-.^_`|~".contains(&byte);
    let sign = |byte: u8| if keep(byte) { char::from(byte).to_string() } else { format!("%{byte:02X}") };
    let name: String = attachment.name.bytes().map(sign).collect();
    format!("{plain}; filename*=UTF-8''{name}")
}

/// The field that takes one: what is said of it, and what the browser offers.
pub(super) fn file_field(visit: &Visit, wrong: bool, (hint, kinds): (&str, &str)) -> Markup {
    html! { div.field {
        label for="file" { (visit.t("paper-file")) }
        p.hint #file-hint { (visit.t(hint)) }
        input id="file" name="file" type="file" accept=(kinds) required aria-invalid=[wrong.then_some("true")] aria-describedby="file-hint";
    } }
}
