//! Rosters of a project: handing a spreadsheet in, what all of them add up to, taking one back. People (명) and days
//! (인·일) stand in columns of their own and neither is ever shown in the other's unit (CR-12).

use app::import::File;
use app::roster::{Board, Form as Wanted};
use axum::extract::{Multipart, Path};
use axum::http::StatusCode;
use axum::response::Response;
use domain::counting::{GradeName, Rule};
use domain::message::thousands;
use domain::project::Project;
use domain::roster::Taken;
use maud::{Markup, html};
use strum::IntoEnumIterator;

use super::ledger::{grade, rule};
use super::project::writable;
use crate::component::{Form, input, select, sent};
use crate::error;
use crate::fields::Fields;
use crate::visit::Visit;

/// What the rosters of a project tell: short-term work, people and days apart.
pub(super) fn section(visit: &Visit, board: &Board, may_write: bool) -> Markup {
    let worked = &board.worked;
    let people = |n: i64| format!("{}{}", thousands(n), visit.t("unit-people"));
    let days = |n: i64| format!("{}{}", thousands(n), visit.t("unit-person-days"));
    let share = |tenths: Option<i64>| {
        tenths.map(|tenths| format!(" ({}.{} %)", tenths / 10, tenths % 10)).unwrap_or_default()
    };
    html! {
        section id="rosters" {
            h2 { (visit.t("rosters")) " " (rule(visit, Rule::Cr12)) " " (rule(visit, Rule::Cr08)) }
            @if board.rosters.is_empty() { p.notice { (visit.t("rosters-none")) } } @else {
                p { (visit.t("rosters-note")) }
                div.scroll tabindex="0" role="region" aria-label=(visit.t("roster-adds-up")) { table {
                    caption { (visit.t("roster-adds-up")) }
                    thead { tr { th scope="col" { (visit.t("ledger-grade")) } th.num scope="col" { (visit.t("roster-people")) } th.num scope="col" { (visit.t("roster-days-label")) } th.num scope="col" { (visit.t("roster-residents")) } th.num scope="col" { (visit.t("roster-resident-days")) } th.num scope="col" { (visit.t("ledger-full-time")) " " (rule(visit, Rule::Cr09)) } } }
                    tbody {
                        tr {
                            th scope="row" { (grade(visit, GradeName::Filled)) " " (visit.t("roster-short")) }
                            td.num { (people(worked.persons.value())) } td.num { (days(worked.days.value())) }
                            td.num { (people(worked.resident_persons.value())) (share(worked.resident_share())) }
                            td.num { (days(worked.resident_days.value())) (share(worked.resident_days_share())) }
                            td.num { (board.full_time.shown()) (visit.t("unit-people")) }
                        }
                        @if worked.claimed_persons.value() > 0 { tr {
                            th scope="row" { (grade(visit, GradeName::Claimed)) " " (visit.t("roster-short")) " " (rule(visit, Rule::Cr19)) }
                            td.num { (people(worked.claimed_persons.value())) } td.num { (days(worked.claimed_days.value())) } td.num { "–" } td.num { "–" } td.num { "–" }
                        } }
                    }
                } }
                div.scroll tabindex="0" role="region" aria-label=(visit.t("roster-sheets")) { table {
                    caption { (visit.t("roster-sheets")) }
                    thead { tr { th scope="col" { (visit.t("roster-employer-label")) } th scope="col" { (visit.t("project-term")) } th scope="col" { (visit.t("roster-attendance")) } th.num scope="col" { (visit.t("roster-people")) } th.num scope="col" { (visit.t("roster-days-label")) } th scope="col" { (visit.t("state")) } } }
                    tbody { @for one in &board.rosters { tr {
                        th scope="row" { (one.employer) }
                        td { (one.from) " ~ " (one.until) }
                        td { (visit.t(&format!("roster-taken-{}", one.attendance))) }
                        td.num { (people(i64::try_from(one.workers.len()).unwrap_or(i64::MAX))) }
                        td.num { (days(one.workers.iter().map(|worker| worker.days).sum())) }
                        td { @match &one.withdrawn {
                            Some((at, why)) => { span.badge { (visit.t("estimate-taken-back")) } " " (visit.instant(*at)) " · " (why) }
                            None => @if may_write { a href={ "/staff/rosters/" (one.id) "/withdraw" } { (visit.t("estimate-take-back")) } } @else { (visit.t("estimate-stands")) },
                        } }
                    } } }
                } }
            }
        }
    }
}

pub(super) async fn ask(visit: Visit, Path(id): Path<String>) -> Response {
    match writable(&visit, &id).await {
        Ok(project) => {
            let day = |day: Option<jiff::civil::Date>| day.map(|day| day.to_string()).unwrap_or_default();
            let pairs = [("from", day(project.content.from)), ("until", day(project.content.until))];
            let fields = Fields(pairs.map(|(name, value)| (name.to_owned(), value)).into());
            render(&visit, &project, &Form::new(&fields))
        }
        Err(answer) => answer,
    }
}

pub(super) async fn hand_in(visit: Visit, Path(id): Path<String>, mut parts: Multipart) -> Response {
    let project = match writable(&visit, &id).await {
        Ok(project) => project,
        Err(answer) => return answer,
    };
    let (mut fields, mut file) = (Fields::default(), None);
    loop {
        let part = match parts.next_field().await {
            Ok(Some(part)) => part,
            Ok(None) => break,
            Err(failed) => return too_large(&visit, &project, &fields, failed.status()),
        };
        let name = part.name().unwrap_or_default().to_owned();
        let file_name = part.file_name().unwrap_or_default().to_owned();
        let bytes = match part.bytes().await {
            Ok(bytes) => bytes,
            Err(failed) => return too_large(&visit, &project, &fields, failed.status()),
        };
        if name == "file" {
            file =
                Some(File { name: file_name, bytes: bytes.to_vec() }).filter(|file| !file.bytes.is_empty());
        } else {
            fields.0.push((name, String::from_utf8_lossy(&bytes).into_owned()));
        }
    }
    let handed = match (read(&fields), file) {
        (Ok(wanted), Some(file)) => {
            app::roster::hand_in(&visit.ctx, visit.app(), project.id, wanted, file).await
        }
        (Err(failed), _) => Err(failed),
        (Ok(_), None) => Err(app::Error::field("file", domain::Message::new("import-no-file"))),
    };
    match sent(&visit, &fields, handed, |_| format!("/staff/projects/{}#rosters", project.id)) {
        Ok(answer) => answer,
        Err(form) => render(&visit, &project, &form),
    }
}

fn too_large(visit: &Visit, project: &Project, fields: &Fields, status: StatusCode) -> Response {
    let most = visit.shared.settings.max_upload_bytes / (1024 * 1024);
    let errors = vec![("file".to_owned(), visit.n("import-too-large", most))];
    render(visit, project, &Form { status, ..Form::wrong(fields, errors) })
}

fn read(fields: &Fields) -> Result<Wanted, app::Error> {
    let invalid = |why: app::FieldError| app::Error::Invalid(vec![why]);
    let needed = |name: &'static str| app::Error::field(name, domain::Message::new("field-needed"));
    Ok(Wanted {
        employer: fields.text("employer").to_owned(),
        from: fields.day("from").map_err(invalid)?.ok_or_else(|| needed("from"))?,
        until: fields.day("until").map_err(invalid)?.ok_or_else(|| needed("until"))?,
        attendance: fields.parse("attendance").ok_or_else(|| needed("attendance"))?,
    })
}

fn render(visit: &Visit, project: &Project, form: &Form<'_>) -> Response {
    let form = form.clone().needing(&["employer", "from", "until", "attendance"]);
    let ways: Vec<(String, String)> =
        Taken::iter().map(|one| (one.to_string(), visit.t(&format!("roster-taken-{one}")))).collect();
    let error = form.error("file");
    let body = html! {
        p.lead { a href={ "/staff/projects/" (project.id) } { (project.content.name) } }
        p { (visit.t("roster-note")) " " (rule(visit, Rule::Cr12)) }
        form.narrow method="post" enctype="multipart/form-data" {
            (input(visit, &form, "employer", "roster-employer-label", "text", "roster-employer-hint"))
            (input(visit, &form, "from", "project-from", "date", ""))
            (input(visit, &form, "until", "project-until", "date", ""))
            (select(visit, &form, "attendance", "roster-attendance", &ways))
            p.hint { (visit.t("roster-attendance-hint")) " " (rule(visit, Rule::Cr19)) }
            div.field {
                label for="file" { (visit.t("import-file")) }
                p.hint #file-hint { (visit.t("roster-file-hint")) }
                input id="file" name="file" type="file" required aria-describedby="file-hint" aria-invalid=[error.map(|_| "true")];
                @for (_, why) in form.errors.iter().filter(|(field, _)| field == "file") { p.error { (why) } }
            }
            button { (visit.t("roster-new")) }
        }
    };
    form.page(visit, &visit.t("roster-new"), &body)
}

pub(super) async fn ask_back(visit: Visit, Path(id): Path<String>) -> Response {
    let found = match id.parse() {
        Ok(id) => app::roster::get(&visit.ctx, visit.app(), id).await,
        Err(_) => Err(app::Error::NotFound),
    };
    match found {
        Ok(_) => back(&visit, &Form::new(&Fields::default())),
        Err(failed) => error::page(&visit, &failed),
    }
}

pub(super) async fn withdraw(visit: Visit, Path(id): Path<String>, fields: Fields) -> Response {
    let Ok(id) = id.parse() else { return error::page(&visit, &app::Error::NotFound) };
    let done = app::roster::withdraw(&visit.ctx, visit.app(), id, fields.text("why")).await;
    match sent(&visit, &fields, done, |project| format!("/staff/projects/{project}#rosters")) {
        Ok(answer) => answer,
        Err(form) => back(&visit, &form),
    }
}

fn back(visit: &Visit, form: &Form<'_>) -> Response {
    let form = form.clone().needing(&["why"]);
    let body = html! {
        p { (visit.t("roster-take-back-note")) }
        form.narrow method="post" {
            (input(visit, &form, "why", "reason", "text", ""))
            button { (visit.t("estimate-take-back")) }
        }
    };
    form.page(visit, &visit.t("roster-take-back"), &body)
}
