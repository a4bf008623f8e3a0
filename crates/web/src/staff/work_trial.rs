//! `/staff/work-trials`: agreements of work trials, written and taken through by staff; the page of one is also that of its person
//! and its employer, who read and sign there.

mod form;

use app::work_trial::{Row, View};
use axum::extract::Path;
use axum::response::{IntoResponse, Redirect, Response};
use domain::Role;
use domain::id::{AttachmentId, WorkTrialId};
use domain::message::{Message, thousands};
use domain::policy::{Reach, UseCase, reach};
use domain::work_time::WorkTime;
use domain::work_trial::{BreakReason, Party, State, StateName, Tally, Terms, Way};
use jiff::civil::Date;
use maud::{Markup, html};
use strum::IntoEnumIterator;

use crate::component::{Form, input, select, sent, work_time};
use crate::fields::Fields;
use crate::routes::Routes;
use crate::visit::Visit;
use crate::{error, page};

pub(super) fn routes(routes: &mut Routes) {
    routes.get("/staff/work-trials", UseCase::ReadWorkTrial, list);
    routes.get("/staff/work-trials/new", UseCase::WriteWorkTrial, form::new);
    routes.post("/staff/work-trials/new", UseCase::WriteWorkTrial, form::create);
    routes.get("/staff/work-trials/{id}", UseCase::ReadWorkTrial, show);
    routes.get("/staff/work-trials/{id}/edit", UseCase::WriteWorkTrial, form::edit);
    routes.post("/staff/work-trials/{id}/edit", UseCase::WriteWorkTrial, form::update);
    routes.post("/staff/work-trials/{id}/sign", UseCase::SignWorkTrial, sign);
    routes.post("/staff/work-trials/{id}/signatures", UseCase::WriteWorkTrial, sign_on_paper);
    routes.post("/staff/work-trials/{id}/steps", UseCase::WriteWorkTrial, step);
}

fn place(id: WorkTrialId) -> String {
    format!("/staff/work-trials/{id}")
}

/// Where who asks finds theirs.
fn home(visit: &Visit) -> &'static str {
    match visit.ctx.actor.role {
        Role::Seeker => "/me#work-trials",
        Role::Employer => "/employer#work-trials",
        _ => "/staff/work-trials",
    }
}

fn state(visit: &Visit, name: StateName) -> String {
    visit.t(&format!("work-trial-state-{name}"))
}

fn name(visit: &Visit, row: &Row) -> String {
    if row.name.is_empty() { visit.t("erased") } else { row.name.clone() }
}

fn party(visit: &Visit, party: Party) -> String {
    visit.say(&party.message())
}

async fn list(visit: Visit) -> Response {
    let rows = match app::work_trial::list(&visit.ctx, visit.app()).await {
        Ok(rows) => rows,
        Err(failed) => return error::page(&visit, &failed),
    };
    let title = visit.t("trials");
    let tally = Tally::of(rows.iter().map(|row| &row.trial));
    let body = html! {
        h1 { (title) }
        p.lead { (visit.n("trials-n", rows.len())) " · " (visit.t("as-of")) " " (visit.instant(visit.ctx.now)) }
        p { (visit.t("trials-note")) }
        @if !rows.is_empty() { p { @for (nth, (name, n)) in tally.states.iter().enumerate() { @if nth > 0 { " · " } (state(&visit, *name)) " " (thousands(i64::from(*n))) } } }
        @if reach(visit.ctx.actor.role, UseCase::WriteWorkTrial) != Reach::No { div.actions { a.button href="/staff/work-trials/new" { (visit.t("trial-new")) } } }
        @if rows.is_empty() { p.notice { (visit.t("trials-none")) } } @else { div.scroll tabindex="0" role="region" aria-label=(title) { table {
            caption.same { (title) }
            thead { tr { th scope="col" { (visit.t("work-trial-party-person")) } th scope="col" { (visit.t("employer")) } th scope="col" { (visit.t("project-term")) } th scope="col" { (visit.t("state")) } th scope="col" { (visit.t("trial-awaits")) } } }
            tbody { @for row in &rows { tr {
                th scope="row" { a href=(place(row.trial.id)) { (name(&visit, row)) } }
                td { (row.employer) }
                td { (row.trial.frame.from) " ~ " (row.trial.frame.until) }
                td { span.badge { (state(&visit, row.trial.state.name())) } }
                td { (awaited(&visit, row)) }
            } } }
        } } }
    };
    page::shell(&visit, &title, body).into_response()
}

/// Who has not signed yet, while somebody must.
fn awaited(visit: &Visit, row: &Row) -> String {
    let open = row.trial.parties().into_iter().filter(|party| row.trial.awaits(*party));
    open.map(|one| party(visit, one)).collect::<Vec<_>>().join(", ")
}

/// One's own agreements as a section of one's own page, each to be read and signed; nothing where there are none.
pub(crate) fn own(visit: &Visit, rows: &[Row]) -> Markup {
    let employs = visit.ctx.actor.role == Role::Employer;
    html! { @if !rows.is_empty() { section #work-trials {
        h2 { (visit.t("trials")) }
        ul { @for row in rows { li {
            p {
                a href=(place(row.trial.id)) { @if employs { (name(visit, row)) } @else { (row.employer) } } " · " (row.trial.frame.from) " ~ " (row.trial.frame.until) " "
                span.badge { (state(visit, row.trial.state.name())) }
            }
            @if row.may_sign.is_some() { (signing(visit, row)) }
        } } }
    } } }
}

/// The button that signs what is read, and no later wording.
fn signing(visit: &Visit, row: &Row) -> Markup {
    html! {
        p.hint { (visit.t("trial-sign-note")) }
        form method="post" action={ (place(row.trial.id)) "/sign" } {
            input type="hidden" name="version" value=(row.trial.version);
            button { (visit.t("trial-sign")) }
        }
    }
}

async fn found(visit: &Visit, id: &str) -> Result<View, Response> {
    let found = match id.parse::<WorkTrialId>() {
        Ok(id) => app::work_trial::get(&visit.ctx, visit.app(), id).await,
        Err(_) => Err(app::Error::NotFound),
    };
    found.map_err(|failed| error::page(visit, &failed))
}

async fn show(visit: Visit, Path(id): Path<String>) -> Response {
    match found(&visit, &id).await {
        Ok(view) => render(&visit, &view, &Form::new(&Fields::default())),
        Err(answer) => answer,
    }
}

fn render(visit: &Visit, view: &View, form: &Form<'_>) -> Response {
    let (row, trial) = (&view.row, &view.row.trial);
    let here = place(trial.id);
    let open = matches!(trial.state, State::Drafted | State::PartlySigned { .. });
    let body = html! {
        p.lead { (name(visit, row)) " · " (row.employer) " · " span.badge { (state(visit, trial.state.name())) } @if let State::BrokenOff { on, reason, .. } = &trial.state { " " (on) " · " (visit.t(&format!("work-trial-break-{reason}"))) } }
        p { (visit.t("trial-no-job")) }
        @if !view.warnings.is_empty() { div.notice { h2 { (visit.t("trial-warnings")) } ul { @for why in &view.warnings { li { (visit.say(why)) } } } } }
        @match &view.terms { Some(terms) => (terms_of(visit, view, terms)), None => p.notice { (visit.t("erased-note")) } }
        (signatures(visit, view))
        @if row.may_sign.is_some() { (signing(visit, row)) }
        div.actions {
            @if view.terms.is_some() { a.button.second href={ (here) "/paper" } { (visit.t("trial-paper")) } }
            @if view.may_write && (open || matches!(trial.state, State::Agreed { .. })) { a.button.second href={ (here) "/edit" } { (visit.t("edit")) } }
        }
        @if view.may_write {
            @if open { (on_paper(visit, view, form)) }
            (steps(visit, view, form))
        }
        section { h2 { (visit.t("history")) }
            ol { @for event in &trial.history { li {
                (visit.instant(event.at)) " · " (state(visit, event.state))
                @if let Some(signed) = event.signed { " · " (party(visit, signed)) }
                @if event.voided > 0 { " · " (visit.n("trial-voided-n", event.voided)) }
            } } }
        }
        p { a href=(home(visit)) { (visit.t("trials")) } }
    };
    form.page(visit, &visit.t("trial"), &body)
}

fn terms_of(visit: &Visit, view: &View, terms: &Terms) -> Markup {
    let frame = &view.row.trial.frame;
    let time = WorkTime { weekdays: Some(terms.weekdays), daily: Some(terms.hours), ..WorkTime::default() };
    let facts = [
        ("project-term", format!("{} ~ {}", frame.from, frame.until)),
        ("when", work_time(visit, &time)),
        ("project-place", terms.place.clone()),
        ("trial-tasks", terms.tasks.clone()),
        ("trial-aims", terms.aims.clone()),
        ("trial-mentor", terms.mentor.clone()),
        ("trial-allowance", visit.n("won-n", terms.allowance_won)),
        ("trial-insurance", visit.t(&format!("work-trial-insurance-{}", terms.insurance))),
        ("work-trial-party-guide", view.guide.clone()),
    ];
    html! {
        dl.facts { @for (label, value) in &facts { @if !value.is_empty() { dt { (visit.t(label)) } dd { (value) } } } }
        @if let Some(limit) = visit.app().reference.work_trials.on(frame.from) { p.small { (visit.t("trial-limit")) " " span lang=[visit.content_lang()] { (limit.basis) } " (" (visit.t(&format!("support-source-{}", limit.source_kind))) ")" } }
    }
}

fn signatures(visit: &Visit, view: &View) -> Markup {
    let trial = &view.row.trial;
    let of = |party: Party| trial.state.signatures().iter().find(|one| one.party == party);
    html! { section { h2 { (visit.t("trial-signatures")) }
        table {
            caption.same { (visit.t("trial-signatures")) }
            thead { tr { th scope="col" { (visit.t("trial-party")) } th scope="col" { (visit.t("trial-signed-on")) } th scope="col" { (visit.t("trial-way")) } } }
            tbody { @for one in trial.parties() { tr {
                th scope="row" { (party(visit, one)) }
                @match of(one) {
                    Some(signed) => {
                        td { (signed.on) }
                        td { @match signed.way {
                            Way::Online => (visit.t("trial-online")),
                            Way::Paper { scan } => { @if view.may_write { a href={ "/staff/attachments/" (scan) } { (visit.t("trial-on-paper")) } } @else { (visit.t("trial-on-paper")) } },
                        } }
                    }
                    None => { td { (visit.t("trial-unsigned")) } td {} }
                }
            } } }
        }
    } }
}

/// What was signed on paper, noted with its scan.
fn on_paper(visit: &Visit, view: &View, form: &Form<'_>) -> Markup {
    let trial = &view.row.trial;
    let open = trial.parties().into_iter().filter(|party| trial.awaits(*party));
    let parties: Vec<(String, String)> = open.map(|one| (one.to_string(), party(visit, one))).collect();
    let scan = |paper: &domain::attachment::Attachment| {
        let kind = visit.t(&format!("attached-{}", paper.paper));
        (paper.id.to_string(), format!("{kind} · {}", visit.instant(paper.at)))
    };
    let scans: Vec<(String, String)> = view.scans.iter().map(scan).collect();
    html! { details open[form.opens(&["party", "on", "scan"])] { summary { (visit.t("trial-note-paper")) }
        p.hint { (visit.t("trial-note-paper-hint")) @if let Some(seeker) = trial.seeker() { " " a href={ "/staff/seekers/" (seeker) "/papers" } { (visit.t("papers")) } } }
        form.narrow method="post" action={ (place(trial.id)) "/signatures" } {
            input type="hidden" name="version" value=(trial.version);
            (select(visit, form, "party", "trial-party", &parties))
            (input(visit, form, "on", "trial-signed-on", "date", ""))
            (select(visit, form, "scan", "trial-scan", &scans))
            button { (visit.t("trial-note-paper")) }
        }
    } }
}

fn steps(visit: &Visit, view: &View, form: &Form<'_>) -> Markup {
    let trial = &view.row.trial;
    let to = format!("{}/steps", place(trial.id));
    let version = html! { input type="hidden" name="version" value=(trial.version); };
    let reasons = BreakReason::iter().filter(|reason| *reason != BreakReason::Erased);
    let reasons: Vec<(String, String)> =
        reasons.map(|reason| (reason.to_string(), visit.t(&format!("work-trial-break-{reason}")))).collect();
    let next = match trial.state {
        State::Agreed { .. } => Some(("start", "trial-start")),
        State::Running { .. } => Some(("complete", "trial-complete")),
        _ => None,
    };
    html! {
        @if let Some((step, key)) = next { form method="post" action=(to) { (version) button name="step" value=(step) { (visit.t(key)) } } }
        @if !trial.state.is_over() { details open[form.opens(&["day", "reason"])] { summary { (visit.t("trial-break-off")) }
            form.narrow method="post" action=(to) { (version)
                (input(visit, form, "day", "trial-last-day", "date", ""))
                (select(visit, form, "reason", "reason", &reasons))
                button.danger name="step" value="break_off" { (visit.t("trial-break-off")) }
            }
        } }
    }
}

/// Onward, or the page with what is wrong.
async fn answered(
    visit: &Visit,
    id: &str,
    fields: &Fields,
    done: Result<(), app::Error>,
    to: String,
) -> Response {
    match sent(visit, fields, done, |()| to) {
        Ok(answer) => answer,
        Err(form) => match found(visit, id).await {
            Ok(view) => render(visit, &view, &form),
            Err(answer) => answer,
        },
    }
}

fn version(id: &str, fields: &Fields) -> Result<At, app::Error> {
    let id = id.parse::<WorkTrialId>().map_err(|_| app::Error::NotFound)?;
    Ok((id, fields.parse("version").unwrap_or_default()))
}

async fn sign(visit: Visit, Path(id): Path<String>, fields: Fields) -> Response {
    let done = match version(&id, &fields) {
        Ok(at) => app::work_trial::sign(&visit.ctx, visit.app(), at).await,
        Err(failed) => Err(failed),
    };
    let own = matches!(visit.ctx.actor.role, Role::Seeker | Role::Employer);
    if own && done.is_ok() {
        return Redirect::to(home(&visit)).into_response();
    }
    answered(&visit, &id, &fields, done, format!("/staff/work-trials/{id}")).await
}

async fn sign_on_paper(visit: Visit, Path(id): Path<String>, fields: Fields) -> Response {
    let done = match signed(&id, &fields) {
        Ok((at, signed)) => app::work_trial::sign_on_paper(&visit.ctx, visit.app(), at, signed).await,
        Err(failed) => Err(failed),
    };
    answered(&visit, &id, &fields, done, format!("/staff/work-trials/{id}")).await
}

/// Which wording of which agreement.
type At = (WorkTrialId, i64);

/// What was signed on paper: of whom, when, and its scan.
fn signed(id: &str, fields: &Fields) -> Result<(At, (Party, Date, AttachmentId)), app::Error> {
    let needed = |name: &'static str| app::Error::field(name, Message::new("field-needed"));
    let party = fields.parse::<Party>("party").ok_or_else(|| needed("party"))?;
    let on = fields.day("on").map_err(|wrong| app::Error::Invalid(vec![wrong]))?;
    let scan = fields.parse::<AttachmentId>("scan").ok_or_else(|| needed("scan"))?;
    Ok((version(id, fields)?, (party, on.ok_or_else(|| needed("on"))?, scan)))
}

async fn step(visit: Visit, Path(id): Path<String>, fields: Fields) -> Response {
    let (ctx, app) = (&visit.ctx, visit.app());
    let done = match (version(&id, &fields), fields.text("step")) {
        (Ok(at), "start") => app::work_trial::start(ctx, app, at).await,
        (Ok(at), "complete") => app::work_trial::complete(ctx, app, at).await,
        (Ok(at), "break_off") => match broken(&fields) {
            Ok(broken) => app::work_trial::break_off(ctx, app, at, broken).await,
            Err(failed) => Err(failed),
        },
        (Err(failed), _) => Err(failed),
        _ => Err(app::Error::NotFound),
    };
    answered(&visit, &id, &fields, done, format!("/staff/work-trials/{id}")).await
}

fn broken(fields: &Fields) -> Result<(Date, BreakReason), app::Error> {
    let needed = |name: &'static str| app::Error::field(name, Message::new("field-needed"));
    let reason = fields.parse::<BreakReason>("reason").filter(|reason| *reason != BreakReason::Erased);
    let day = fields.day("day").map_err(|wrong| app::Error::Invalid(vec![wrong]))?;
    Ok((day.ok_or_else(|| needed("day"))?, reason.ok_or_else(|| needed("reason"))?))
}
