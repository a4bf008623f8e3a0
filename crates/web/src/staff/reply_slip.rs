//! `/staff/paper-in`: keying what came back on paper. One line a slip: the code, a name, a telephone, Enter; the cursor
//! stands at the next code. What was keyed last, and what follows from it, stands above.

use app::reply_slip::{Form as Slip, Keyed, Row};
use axum::extract::{Multipart, Path};
use axum::response::{IntoResponse, Redirect, Response};
use domain::id::ReplySlipId;
use domain::person::written_phone;
use domain::policy::UseCase;
use domain::reply_slip::{Outcome, Wish};
use maud::{Markup, html};
use strum::IntoEnumIterator;

use super::attachment::{file_field, given};
use crate::component::{Form, input, opening_row, sent};
use crate::fields::Fields;
use crate::routes::Routes;
use crate::visit::Visit;
use crate::{error, page};

pub(super) fn routes(routes: &mut Routes) {
    routes.get("/staff/paper-in", UseCase::KeySlip, ask);
    routes.post("/staff/paper-in", UseCase::KeySlip, key);
    routes.get("/staff/paper-in/scan", UseCase::KeySlip, ask_scan);
    routes.post("/staff/paper-in/scan", UseCase::KeySlip, key_scan);
    routes.get("/staff/paper-in/waiting", UseCase::KeySlip, waiting);
    routes.get("/staff/paper-in/{id}/scan", UseCase::KeySlip, scan);
    routes.post("/staff/paper-in/{id}/settle", UseCase::KeySlip, settle);
}

async fn ask(visit: Visit) -> Response {
    render(&visit, &Form::new(&Fields::default()), None)
}

fn read(fields: &Fields, scan: Vec<u8>) -> Slip {
    let text = |name: &str| fields.text(name).to_owned();
    Slip {
        code: text("code"),
        wish: fields.parse("wish"),
        name: text("name"),
        phone: text("phone"),
        seeker: text("seeker"),
        scan,
    }
}

async fn key(visit: Visit, fields: Fields) -> Response {
    match app::reply_slip::key(&visit.ctx, visit.app(), read(&fields, Vec::new())).await {
        // What is usual in this pile stays chosen for the next one.
        Ok(keyed) => {
            let kept = Fields(vec![("wish".to_owned(), fields.text("wish").to_owned())]);
            render(&visit, &Form::new(&kept), Some(&keyed))
        }
        Err(failed) => {
            Form::refused(&visit, &fields, &failed).unwrap_or_else(|form| render(&visit, &form, None))
        }
    }
}

/// The fields of a slip, in the order of the keys: the choice that seldom changes comes last.
fn asked(visit: &Visit, form: &Form<'_>, wishes: &[Wish]) -> Markup {
    let chosen = form.fields.parse::<Wish>("wish").unwrap_or(Wish::Interest);
    let error = form.error("code");
    // The cursor stands here, unless it stands in another field that is wrong.
    let wrong = form.errors.first().map(|(field, _)| field.as_str());
    let first = wrong.is_none() || form.keyed && !matches!(wrong, Some("name" | "phone" | "seeker"));
    html! {
        div.field {
            label for="code" { (visit.t("bulletin-code")) }
            p.hint #code-hint { (visit.t("slip-code-hint")) }
            input id="code" name="code" type="text" value=(form.fields.text("code")) autofocus[first] autocomplete="off" autocapitalize="characters" spellcheck="false"
                aria-invalid=[error.map(|_| "true")] aria-describedby=(if error.is_some() { "code-hint code-error" } else { "code-hint" });
            @if let Some(error) = error { p.error #code-error { (error) } }
        }
        (input(visit, form, "name", "name", "text", ""))
        (input(visit, form, "phone", "phone", "tel", ""))
        (input(visit, form, "seeker", "slip-seeker", "text", "slip-seeker-hint"))
        fieldset { legend { (visit.t("slip-wish")) }
            @for wish in wishes { label { input type="radio" name="wish" value=(wish) checked[*wish == chosen]; " " (visit.t(&format!("slip-wish-{wish}"))) } }
        }
    }
}

fn render(visit: &Visit, form: &Form<'_>, keyed: Option<&Keyed>) -> Response {
    let title = visit.t("paper-in");
    let form = &Form { keyed: true, ..form.clone() };
    let body = html! {
        p.lead { (visit.t("paper-in-note")) }
        @if let Some(keyed) = keyed { (result(visit, keyed)) }
        form.narrow method="post" action="/staff/paper-in" {
            (asked(visit, form, &[Wish::Interest, Wish::Call]))
            div.actions { button { (visit.t("slip-key")) } }
        }
        ul.plain {
            li { a href="/staff/paper-in/waiting" { (visit.t("slip-waiting")) } }
            li { a href="/staff/paper-in/scan" { (visit.t("slip-scan")) } }
            li { a href="/staff/answers" { (visit.t("answer-key-title")) } }
        }
    };
    form.page(visit, &title, &body)
}

/// What was keyed last: its opening, whether that is still there, what there is instead. No name stands here.
fn result(visit: &Visit, keyed: &Keyed) -> Markup {
    let ko = visit.content_lang();
    html! {
        div.done role="status" {
            p { strong { (visit.t("slip-keyed")) } @if let Some(opening) = &keyed.opening { " " span lang=[ko] { (opening.content.title) " · " (opening.origin.number) } } }
            @match &keyed.referred {
                Some(Ok(id)) => p { a href={ "/staff/referrals/" (id) } { (visit.t("slip-referred")) } },
                Some(Err(why)) => p { (visit.t("slip-not-referred")) " " (visit.say(why)) },
                None if !keyed.slip.late => p { (visit.t("slip-to-call")) },
                None => {}
            }
        }
        @if let (true, Some(opening)) = (keyed.slip.late, &keyed.opening) {
            section.notice {
                h2 { (visit.t("slip-late")) " " span.badge { (visit.t(&format!("opening-state-{}", opening.state.name()))) } }
                @if keyed.instead.is_empty() { p { (visit.t("slip-instead-none")) } }
                @else { p { (visit.t("slip-instead")) } ul.openings { @for listed in &keyed.instead { (opening_row(visit, listed)) } } }
                form method="post" action="/staff/print" {
                    input type="hidden" name="what" value={ "instead:" (opening.id) };
                    input type="hidden" name="why" value="slip";
                    button.second { (visit.t("slip-print-instead")) }
                }
                form method="post" action={ "/staff/paper-in/" (keyed.slip.id) "/settle" } {
                    input type="hidden" name="how" value=(Outcome::Told);
                    button.second { (visit.t("slip-told")) }
                }
            }
        }
    }
}

async fn ask_scan(visit: Visit) -> Response {
    render_scan(&visit, &Form::new(&Fields::default()))
}

/// A slip or a form with its scan.
fn render_scan(visit: &Visit, form: &Form<'_>) -> Response {
    let wishes: Vec<Wish> = Wish::iter().collect();
    let wrong = form.error("file").is_some();
    let body = html! {
        p.lead { (visit.t("slip-scan-note")) }
        form.narrow method="post" enctype="multipart/form-data" {
            (file_field(visit, wrong, ("paper-file-hint", ".pdf,.png,.jpg,.jpeg")))
            (asked(visit, form, &wishes))
            div.actions { button { (visit.t("slip-key")) } }
        }
        p { a href="/staff/paper-in" { (visit.t("slip-without-scan")) } }
    };
    form.page(visit, &visit.t("slip-scan"), &body)
}

async fn key_scan(visit: Visit, mut parts: Multipart) -> Response {
    let (mut pairs, mut scan) = (Vec::new(), Vec::new());
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
            // Its name is not read: it may name a person.
            "file" => scan = bytes.to_vec(),
            _ => pairs.push((name, String::from_utf8_lossy(&bytes).into_owned())),
        }
    }
    let fields = Fields(pairs);
    let slip = read(&fields, scan);
    let form_wanted = slip.wish == Some(Wish::Form);
    match app::reply_slip::key(&visit.ctx, visit.app(), slip).await {
        // A form is copied at once, with its scan waiting to be kept with the registration.
        Ok(keyed) if form_wanted && keyed.slip.seeker.is_none() => {
            Redirect::to(&format!("/staff/seekers/new?slip={}", keyed.slip.id)).into_response()
        }
        Ok(keyed) => {
            let kept = Fields(vec![("wish".to_owned(), fields.text("wish").to_owned())]);
            render(&visit, &Form::new(&kept), Some(&keyed))
        }
        Err(failed) => {
            Form::refused(&visit, &fields, &failed).unwrap_or_else(|form| render_scan(&visit, &form))
        }
    }
}

async fn waiting(visit: Visit) -> Response {
    let rows = match app::reply_slip::waiting(&visit.ctx, visit.app()).await {
        Ok(rows) => rows,
        Err(failed) => return error::page(&visit, &failed),
    };
    let title = visit.t("slip-waiting");
    let body = html! {
        h1 { (title) }
        p.lead { (visit.n("slip-waiting-n", rows.len())) }
        @if rows.is_empty() { p.notice { (visit.t("list-empty")) } }
        @else { div.scroll tabindex="0" role="region" aria-label=(title) { table.cards {
            caption.same { (title) }
            thead { tr { th scope="col" { (visit.t("slip-who")) } th scope="col" { (visit.t("slip-about")) } th scope="col" { (visit.t("print-do")) } } }
            tbody { @for row in &rows { tr { (one(&visit, row)) } } }
        } } }
        p { a.button href="/staff/paper-in" { (visit.t("paper-in")) } }
    };
    page::shell(&visit, &title, body).into_response()
}

fn one(visit: &Visit, row: &Row) -> Markup {
    let slip = &row.slip;
    html! {
        th scope="row" {
            (row.sender.name) " " @if !row.sender.phone.is_empty() { a.phone href={ "tel:" (row.sender.phone) } { (written_phone(&row.sender.phone)) } }
            @if let Some(seeker) = slip.seeker { br; a href={ "/staff/seekers/" (seeker) } { (row.number) } }
        }
        td {
            (visit.t(&format!("slip-wish-{}", slip.wish)))
            @if let Some(opening) = slip.opening { br; a href={ "/staff/openings/" (opening) } { (row.title) } " · " span.code { (row.code) } @if slip.late { " " span.badge.late { (visit.t("slip-late")) } } }
            br; span.small { (visit.instant(slip.at)) " · " (visit.n("print-until", slip.until.to_string())) }
            @if slip.scan.is_some() { br; a href={ "/staff/paper-in/" (slip.id) "/scan" } { (visit.t("slip-scan-see")) } }
        }
        td {
            form method="post" action={ "/staff/paper-in/" (slip.id) "/settle" } {
                button.second name="how" value=(Outcome::Called) { (visit.t("slip-called")) } " "
                button.plain name="how" value=(Outcome::Unreached) { (visit.t("slip-unreached")) }
            }
            @if slip.seeker.is_none() { p { a href={ "/staff/seekers/new?slip=" (slip.id) } { (visit.t("slip-register")) } } }
        }
    }
}

async fn scan(visit: Visit, Path(id): Path<String>) -> Response {
    let Ok(id) = id.parse::<ReplySlipId>() else { return error::page(&visit, &app::Error::NotFound) };
    given(&visit, app::reply_slip::scan(&visit.ctx, visit.app(), id).await)
}

async fn settle(visit: Visit, Path(id): Path<String>, fields: Fields) -> Response {
    let (Ok(id), Some(how)) = (id.parse::<ReplySlipId>(), fields.parse::<Outcome>("how")) else {
        return error::page(&visit, &app::Error::NotFound);
    };
    let done = app::reply_slip::settle(&visit.ctx, visit.app(), id, how).await;
    let onward = if how == Outcome::Told { "/staff/paper-in" } else { "/staff/paper-in/waiting" };
    sent(&visit, &fields, done, |()| onward.to_owned()).unwrap_or_else(|form| render(&visit, &form, None))
}
