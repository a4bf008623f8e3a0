//! `/staff/imports`: upload, preview, correct what the columns mean, confirm, report.

use app::import::{Column, Field, File, Kind, Preview, Report, Said};
use axum::extract::{Multipart, Path, Query};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Redirect, Response};
use domain::id::ImportId;
use domain::policy::{Reach, UseCase, reach};
use maud::{Markup, html};
use strum::IntoEnumIterator;

use crate::component::{Form, sent};
use crate::fields::{Fields, encode};

use crate::routes::Routes;
use crate::visit::Visit;
use crate::{error, page};

pub(super) fn routes(routes: &mut Routes) {
    routes.get("/staff/imports", UseCase::ImportOpenings, list);
    routes.post("/staff/imports", UseCase::ImportOpenings, upload);
    routes.get("/staff/imports/{id}", UseCase::ImportOpenings, show);
    routes.post("/staff/imports/{id}/columns", UseCase::ImportOpenings, columns);
    routes.post("/staff/imports/{id}/confirm", UseCase::ImportOpenings, confirm);
    routes.post("/staff/imports/{id}/discard", UseCase::ImportOpenings, discard);
    routes.get("/staff/imports/{id}/rejected.xlsx", UseCase::ImportOpenings, rejected);
}

async fn list(visit: Visit, Query(pairs): Query<Vec<(String, String)>>) -> Response {
    list_page(&visit, &Form::new(&Fields(pairs))).await
}

async fn list_page(visit: &Visit, form: &Form<'_>) -> Response {
    let imports = match app::import::list(&visit.ctx, visit.app()).await {
        Ok(imports) => imports,
        Err(failed) => return error::page(visit, &failed),
    };
    let kinds: Vec<Kind> =
        Kind::iter().filter(|kind| reach(visit.ctx.actor.role, kind.use_case()) != Reach::No).collect();
    // Whoever comes from the list of something is asked for a file of that.
    let asked = form.fields.parse("kind").filter(|kind| kinds.contains(kind)).or(kinds.first().copied());
    let title = visit.t("staff-imports");
    let body = html! {
        form.narrow method="post" enctype="multipart/form-data" {
            fieldset { legend { (visit.t("import-kind")) }
                @for kind in kinds { label { input type="radio" name="kind" value=(kind) checked[asked == Some(kind)]; " " (visit.t(&format!("import-kind-{kind}"))) } } }
            div.field { label for="file" { (visit.t("import-file")) } p.hint #file-hint { (visit.t("import-file-hint")) } input id="file" name="file" type="file" required aria-describedby="file-hint"; }
            div.field { label for="source" { (visit.t("import-source")) } input id="source" name="source"; }
            button { (visit.t("import-upload")) }
        }
        div.scroll tabindex="0" role="region" aria-label=(visit.t("import-latest")) { table {
            caption { (visit.t("import-latest")) }
            thead { tr { th scope="col" { (visit.t("import-file")) } th scope="col" { (visit.t("import-kind")) } th scope="col" { (visit.t("when-uploaded")) } th scope="col" { (visit.t("result")) } } }
            tbody { @for import in &imports { tr {
                th scope="row" { a href={ "/staff/imports/" (import.id) } { (import.file_name) } }
                td { (visit.t(&format!("import-kind-{}", import.kind))) } td { (visit.instant(import.at)) }
                td { @match &import.report { Some(report) => (counts(visit, report)), None => (visit.t("import-waiting")) } }
            } } }
        } }
    };
    form.page(visit, &title, &body)
}

async fn upload(visit: Visit, mut parts: Multipart) -> Response {
    let (fields, file) = match sent_file(&visit, &mut parts).await {
        Ok(sent) => sent,
        Err(form) => return list_page(&visit, &form).await,
    };
    let kind = fields.parse("kind").unwrap_or(Kind::Openings);
    let taken = app::import::upload(&visit.ctx, visit.app(), kind, file, fields.text("source")).await;
    match sent(&visit, &Fields::default(), taken, |id| format!("/staff/imports/{id}")) {
        Ok(answer) => answer,
        Err(form) => list_page(&visit, &form).await,
    }
}

/// A form with a file: its words and the file, or what is wrong at `file`.
pub(super) async fn sent_file(visit: &Visit, parts: &mut Multipart) -> Result<(Fields, File), Form<'static>> {
    static NOTHING: Fields = Fields(Vec::new());
    let wrong = |text: String| Form::wrong(&NOTHING, vec![("file".to_owned(), text)]);
    let too_large = |status: StatusCode| {
        let most = visit.shared.settings.max_upload_bytes / (1024 * 1024);
        Form { status, ..wrong(visit.n("import-too-large", most)) }
    };
    let (mut fields, mut file) = (Fields::default(), None);
    while let Some(part) = parts.next_field().await.map_err(|failed| too_large(failed.status()))? {
        let name = part.name().unwrap_or_default().to_owned();
        let file_name = part.file_name().unwrap_or_default().to_owned();
        let bytes = part.bytes().await.map_err(|failed| too_large(failed.status()))?;
        if name == "file" {
            file = Some(File { name: file_name, bytes: bytes.to_vec() });
        } else {
            fields.0.push((name, String::from_utf8_lossy(&bytes).into_owned()));
        }
    }
    match file.filter(|file| !file.bytes.is_empty()) {
        Some(file) => Ok((fields, file)),
        None => Err(wrong(visit.t("import-no-file"))),
    }
}

async fn show(visit: Visit, Path(id): Path<String>) -> Response {
    let Ok(id) = id.parse::<ImportId>() else { return error::page(&visit, &app::Error::NotFound) };
    let summary = match app::import::report(&visit.ctx, visit.app(), id).await {
        Ok(summary) => summary,
        Err(failed) => return error::page(&visit, &failed),
    };
    let kept = match app::import::is_kept(&visit.ctx, visit.app(), id).await {
        Ok(kept) => kept,
        Err(failed) => return error::page(&visit, &failed),
    };
    let body = match &summary.report {
        Some(report) => html! {
            h1 { (summary.file_name) }
            p.done { (counts(&visit, report)) }
            @if kept {
                p { (visit.t("import-kept")) }
                div.actions {
                    a.button href={ "/staff/imports/" (id) "/rejected.xlsx" } { (visit.t(if report.people.is_some() { "import-mend" } else { "import-rejected" })) }
                    form method="post" action={ "/staff/imports/" (id) "/discard" } { button.second { (visit.t("import-discard")) } }
                }
            }
            (problems(&visit, report))
            p { a href="/staff/imports" { (visit.t("staff-imports")) } }
        },
        None => match app::import::preview(&visit.ctx, visit.app(), id).await {
            Ok(preview) => preview_page(&visit, &preview),
            Err(failed) => return error::page(&visit, &failed),
        },
    };
    page::shell(&visit, &summary.file_name, body).into_response()
}

fn preview_page(visit: &Visit, preview: &Preview) -> Markup {
    let fields: Vec<(String, String)> = app::import::fields(preview.kind)
        .iter()
        .map(|field| (field.to_string(), field.label(visit.lang).to_owned()))
        .collect();
    html! {
        h1 { (preview.file_name) }
        p.lead { (visit.t("import-would")) " " (counts(visit, &preview.report)) }
        (changes(visit, &preview.report))
        (confirming(visit, preview))
        div.actions {
            form method="post" action={ "/staff/imports/" (preview.id) "/discard" } { button.second { (visit.t("import-discard")) } }
        }
        @for (sheet, (mapping, rows)) in preview.mappings.iter().zip(&preview.rows).enumerate() {
            section {
                h2 { (mapping.sheet) }
                form method="post" action={ "/staff/imports/" (preview.id) "/columns" } {
                    input type="hidden" name="sheet" value=(sheet);
                    div.scroll tabindex="0" role="region" aria-label=(visit.t("import-columns")) { table {
                        caption { (visit.t("import-columns")) }
                        thead { tr { th scope="col" { (visit.t("import-header")) } th scope="col" { (visit.t("import-means")) } } }
                        tbody {
                            @for column in &mapping.columns { (column_row(visit, column.column, &column.header, Some(&column.field.to_string()), &fields)) }
                            @for column in &mapping.unknown { (column_row(visit, column.column, &column.header, None, &fields)) }
                        }
                    } }
                    button.second { (visit.t("import-remap")) }
                }
                div.scroll tabindex="0" role="region" aria-label=(visit.t("import-first-rows")) { table {
                    caption { (visit.t("import-first-rows")) }
                    tbody { @for row in rows { tr { @for cell in row.iter().take(20) { td { (cell.chars().take(60).collect::<String>()) } } } } }
                } }
            }
        }
        (problems(visit, &preview.report))
    }
}

/// What a row says otherwise than what is known, field by field.
fn changes(visit: &Visit, report: &Report) -> Markup {
    let shown = |field: &str, value: &str| match field {
        _ if value.is_empty() => "–".to_owned(),
        "contact-sharing" => visit.t(&format!("contact-sharing-{value}")),
        _ => value.to_owned(),
    };
    html! { @if !report.changes.is_empty() { div.scroll { table {
        caption { (visit.n("import-changes", report.changes.len())) }
        thead { tr { th scope="col" { (visit.t("import-sheet")) } th.num scope="col" { (visit.t("import-row")) } th scope="col" { (visit.t("contact-firm")) } th scope="col" { (visit.t("import-change-field")) } th scope="col" { (visit.t("import-change-before")) } th scope="col" { (visit.t("import-change-after")) } } }
        tbody { @for change in report.changes.iter().take(500) { tr {
            td { (change.sheet) } td.num { (change.row) } td { (change.of) } th scope="row" { (visit.t(change.field)) }
            td { (shown(change.field, &change.before)) } td { (shown(change.field, &change.after)) }
        } } }
    } } } }
}

/// The form that takes the file in, with what is proposed about people and results that are known already.
fn confirming(visit: &Visit, preview: &Preview) -> Markup {
    if preview.report.rows == 0 {
        return html! { p.notice { (visit.t("import-nothing")) } };
    }
    let small = preview.report.problems.iter().any(|one| one.message.code == "project-funds-unlikely");
    html! { form method="post" action={ "/staff/imports/" (preview.id) "/confirm" } {
        @if let Some((_, version)) = preview.submission { input type="hidden" name="version" value=(version); }
        @if !preview.report.links.is_empty() { div.scroll tabindex="0" role="region" aria-label=(visit.n("import-links", preview.report.links.len())) { table {
            caption { (visit.n("import-links", preview.report.links.len())) }
            thead { tr { th scope="col" { (visit.t("import-sheet")) } th.num scope="col" { (visit.t("import-row")) } th scope="col" { (visit.t("import-what")) } th scope="col" { (visit.t("import-apart")) } } }
            tbody { @for link in &preview.report.links { @let name = format!("{}:{}", link.row, link.sheet); tr {
                td { (link.sheet) } td.num { (link.row) }
                td { span.badge { (visit.t(&format!("import-link-{}", link.kind))) } " " (visit.say(&link.message)) }
                td { label { input type="checkbox" name="apart" value=(name); " " (visit.t("import-apart-yes")) } }
            } } }
        } } }
        @if preview.kind == Kind::Results { div.field { div.checks { label { input type="checkbox" name="residents" value="yes"; " " (visit.t("import-residents")) } } } }
        @if small { div.field { div.checks { label { input type="checkbox" name="in_won" value="yes"; " " (visit.t("project-in-won")) } } } }
        div.actions { button { (visit.t("import-confirm")) } }
    } }
}

fn column_row(
    visit: &Visit,
    column: u32,
    header: &str,
    chosen: Option<&str>,
    fields: &[(String, String)],
) -> Markup {
    let name = format!("column-{column}");
    html! { tr {
        th scope="row" { label for=(name) { (header) } input type="hidden" name={ "header-" (column) } value=(header); }
        td { select id=(name) name=(name) {
            option value="" { (visit.t("import-ignore")) }
            @for (value, text) in fields { option value=(value) selected[chosen == Some(value.as_str())] { (text) } }
        } }
    } }
}

fn counts(visit: &Visit, report: &Report) -> String {
    // Rows of results that cannot be taken in yet are the body's to mend, here as on the board of its reports.
    let mends = report.people.is_some();
    let shown = [
        ("import-rows", Some(report.rows)),
        ("import-created", Some(report.created)),
        ("import-people", report.people),
        ("import-drafts", Some(report.drafts).filter(|_| !mends)),
        ("import-updated", Some(report.updated)),
        ("import-unchanged", Some(report.unchanged)),
        ("import-closed", report.closed),
        ("import-duplicate", Some(report.duplicate)),
        (if mends { "submission-mend-n" } else { "import-rejected-n" }, Some(report.rejected)),
    ];
    shown.into_iter().filter_map(|(code, n)| Some(visit.n(code, n?))).collect::<Vec<_>>().join(" · ")
}

fn problems(visit: &Visit, report: &Report) -> Markup {
    html! {
        @if !report.problems.is_empty() {
            div.scroll tabindex="0" role="region" aria-label=(visit.n("import-problems", report.problems.len())) { table {
                caption { (visit.n("import-problems", report.problems.len())) }
                thead { tr { th scope="col" { (visit.t("import-sheet")) } th.num scope="col" { (visit.t("import-row")) } th scope="col" { (visit.t("import-column")) } th scope="col" { (visit.t("import-what")) } } }
                tbody { @for problem in report.problems.iter().take(500) { tr {
                    td { (problem.sheet) } td.num { (problem.row) } td { (problem.column) }
                    td { @if problem.rejected { span.badge { (visit.t(if report.people.is_some() { "import-outcome-mend" } else { "import-outcome-rejected" })) } " " } (visit.say(&problem.message)) }
                } } }
            } }
        }
    }
}

async fn columns(visit: Visit, Path(id): Path<String>, fields: Fields) -> Response {
    let (Ok(id), Some(sheet)) = (id.parse::<ImportId>(), fields.parse::<usize>("sheet")) else {
        return error::page(&visit, &app::Error::NotFound);
    };
    let chosen = fields.0.iter().filter_map(|(name, value)| {
        let column = name.strip_prefix("column-")?.parse::<u32>().ok()?;
        let header = fields.text(&format!("header-{column}")).to_owned();
        Some(Column { column, header, field: value.parse::<Field>().ok()? })
    });
    match app::import::remap(&visit.ctx, visit.app(), id, sheet, chosen.collect()).await {
        Ok(()) => Redirect::to(&format!("/staff/imports/{id}")).into_response(),
        Err(failed) => error::page(&visit, &failed),
    }
}

async fn confirm(visit: Visit, Path(id): Path<String>, fields: Fields) -> Response {
    let Ok(id) = id.parse::<ImportId>() else { return error::page(&visit, &app::Error::NotFound) };
    let row = |named: &str| -> Option<(String, usize)> {
        let (row, sheet) = named.split_once(':')?;
        Some((sheet.to_owned(), row.parse().ok()?))
    };
    let said = Said {
        version: fields.parse("version"),
        apart: fields.all("apart").filter_map(row).collect(),
        residents: fields.ticked("residents"),
        in_won: fields.ticked("in_won"),
    };
    match app::import::confirm(&visit.ctx, visit.app(), id, said).await {
        Ok((_, Some(submission))) => {
            Redirect::to(&format!("/staff/submissions/{submission}")).into_response()
        }
        Ok((_, None)) => Redirect::to(&format!("/staff/imports/{id}")).into_response(),
        Err(app::Error::NotFound) => taken(&visit, id).await,
        Err(failed) => error::page(&visit, &failed),
    }
}

/// A file that is confirmed again was taken in before: that is said, with the way to what came of it.
async fn taken(visit: &Visit, id: ImportId) -> Response {
    let summary = match app::import::report(&visit.ctx, visit.app(), id).await {
        Ok(summary) if summary.report.is_some() => summary,
        Ok(_) => return error::page(visit, &app::Error::NotFound),
        Err(failed) => return error::page(visit, &failed),
    };
    let title = visit.t("import-taken");
    let body = html! {
        h1 { (title) }
        p.notice { (summary.file_name) @if let Some(report) = &summary.report { " · " (counts(visit, report)) } }
        div.actions {
            a.button href={ "/staff/imports/" (id) } { (visit.t("import-taken-report")) }
            @if let Some(submission) = summary.submission { a.button.second href={ "/staff/submissions/" (submission) } { (visit.t("submission-title")) } }
        }
    };
    (StatusCode::CONFLICT, page::shell(visit, &title, body)).into_response()
}

async fn discard(visit: Visit, Path(id): Path<String>) -> Response {
    let Ok(id) = id.parse::<ImportId>() else { return error::page(&visit, &app::Error::NotFound) };
    match app::import::discard(&visit.ctx, visit.app(), id).await {
        Ok(()) => Redirect::to("/staff/imports").into_response(),
        Err(failed) => error::page(&visit, &failed),
    }
}

async fn rejected(visit: Visit, Path(id): Path<String>) -> Response {
    let Ok(id) = id.parse::<ImportId>() else { return error::page(&visit, &app::Error::NotFound) };
    match app::import::rejected_file(&visit.ctx, visit.app(), id, visit.lang).await {
        Ok((name, bytes)) => {
            let kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet".to_owned();
            let disposition = format!("attachment; filename*=UTF-8''{}", encode(&name));
            // Rows of a file of jobseekers name people: no cache on the way may keep them.
            let headers = [
                (header::CONTENT_TYPE, kind),
                (header::CONTENT_DISPOSITION, disposition),
                (header::CACHE_CONTROL, "no-store".to_owned()),
            ];
            (headers, bytes).into_response()
        }
        Err(failed) => error::page(&visit, &failed),
    }
}
