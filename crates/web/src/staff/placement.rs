//! `/staff/placements`: claiming a hire, and one claim with its evidence, retention and history.

mod form;
mod letter;

use app::placement::{Proof, View};
use axum::extract::Path;
use axum::response::Response;
use domain::area::AreaCode;
use domain::counting::Rule;
use domain::id::PlacementId;
use domain::placement::{
    AmendReason, CancelReason, Contribution, Contributor, EndReason, EvidenceGrade, EvidenceKind,
    ExemptReason, MoveReason, RETENTION_MONTHS, Retention, State,
};
use domain::policy::UseCase;
use maud::{Markup, html};
use strum::IntoEnumIterator;

use super::ledger::rule;
use crate::component::{Form, input, select, sent, yes_no};
use crate::error;
use crate::fields::Fields;
use crate::routes::Routes;
use crate::visit::Visit;

pub(super) fn routes(routes: &mut Routes) {
    routes.get("/staff/placements/new", UseCase::WritePlacement, form::ask);
    routes.post("/staff/placements/new", UseCase::WritePlacement, form::claim);
    routes.get("/staff/placements/{id}", UseCase::ReadPlacement, show);
    routes.get("/staff/placements/{id}/why", UseCase::ReadPlacement, super::seeker::why::ask_placement);
    routes.post("/staff/placements/{id}/why", UseCase::ReadPlacement, super::seeker::why::say_placement);
    routes.post("/staff/placements/{id}/evidence", UseCase::WritePlacement, evidence);
    routes.post("/staff/placements/{id}/start", UseCase::WritePlacement, start);
    routes.post("/staff/placements/{id}/contributors", UseCase::WritePlacement, contributors);
    routes.get("/staff/placements/{id}/letter", UseCase::WritePlacement, letter::show);
    routes.post("/staff/placements/{id}/retention", UseCase::WritePlacement, retention);
    routes.post("/staff/placements/{id}/end", UseCase::WritePlacement, end);
    routes.post("/staff/placements/{id}/cancel", UseCase::WritePlacement, cancel);
}

/// Choices of a closed list, each with its word.
pub(super) fn choices<T>(visit: &Visit, kind: &str) -> Vec<(String, String)>
where
    T: IntoEnumIterator + ToString,
{
    T::iter().map(|one| one.to_string()).map(|one| (one.clone(), visit.t(&format!("{kind}-{one}")))).collect()
}

async fn show(visit: Visit, Path(id): Path<String>) -> Response {
    render(&visit, &id, &Form::new(&Fields::default())).await
}

async fn render(visit: &Visit, id: &str, form: &Form<'_>) -> Response {
    let Ok(id) = id.parse::<PlacementId>() else { return error::page(visit, &app::Error::NotFound) };
    let seen = match app::placement::get(&visit.ctx, visit.app(), id).await {
        Ok(seen) => seen,
        Err(failed) => return error::page(visit, &failed),
    };
    let title = format!("{} · {}", visit.t("placement"), seen.employer);
    let body = html! {
        (facts(visit, &seen))
        @if seen.may_prove && seen.placement.state.is_live() { (steps(visit, &seen, form)) }
        @if seen.may_write && matches!(seen.placement.state, State::Claimed | State::Rejected { rule: Rule::Cr04, .. }) { (moving(visit, &seen, form)) }
        (history(visit, &seen))
    };
    form.page(visit, &title, &body)
}

fn facts(visit: &Visit, seen: &View) -> Markup {
    let placement = &seen.placement;
    let day = |day: Option<jiff::civil::Date>| day.map_or_else(|| "–".to_owned(), |day| day.to_string());
    html! {
        @if let Some(by) = seen.excluded { p.notice role="status" { (rule(visit, by)) " " (visit.t("placement-not-counted")) " " (visit.say(&by.sentence())) } }
        @if let Some(reason) = domain::counting::cr_04_order(&placement.steps, placement.start_on) { p.notice { (visit.say(&reason.message)) } }
        dl.facts {
            dt { (visit.t("state")) } dd { span.badge { (visit.t(&format!("placement-state-{}", seen.state()))) } @if placement.start_on > visit.ctx.today() { " " (visit.t("placement-not-begun")) } @if placement.awaits_second() { " " (visit.t("evidence-awaits-second")) }
                @if placement.state.name() != seen.state() { " " (visit.t("placement-employer-provisional")) } }
            dt { (visit.t("placement-person")) } dd { @match (placement.seeker, seen.person.as_deref()) { (Some(seeker), Some(name)) => a href={ "/staff/seekers/" (seeker) } { (name) }, (_, name) => (name.unwrap_or("–")) } }
            dt { (visit.t("ledger-owner")) } dd { (body_name(visit, seen, placement.owner)) " " (rule(visit, Rule::Cr01)) }
            dt { (visit.t("placement-how")) } dd { (visit.t(&format!("how-{}", placement.how))) }
            dt { (visit.t("placement-registered")) } dd { (day(placement.steps.registered_on)) }
            dt { (visit.t("placement-referred")) } dd { (day(placement.steps.referred_on)) }
            dt { (visit.t("placement-start")) } dd { (placement.start_on) " " (rule(visit, Rule::Cr04)) @for one in &placement.moved { br; span.small { (visit.instant(one.at)) " · " (one.from) " → " (one.to) " · " (visit.t(&format!("move-{}", one.why))) } } }
            @if let Some(home) = placement.residence.as_ref().filter(|_| seen.person.is_some()) { dt { (visit.t("placement-home")) } dd { (place(visit, home)) } }
            dt { (visit.t("where")) } dd { @match &placement.work_area { Some(area) => (place(visit, area)), None => "–" } " " (rule(visit, Rule::Cr20)) }
            dt { (visit.t("placement-confirmed-by-person")) } dd { @if let Some(at) = placement.confirmed_by_person { (visit.instant(at)) @if !placement.is_confirmed_by_person() { " " span.badge.doubt { (visit.t("placement-handed")) } " " (rule(visit, Rule::Cr17)) } } @else { "–" } }
        }
        h2 { (visit.t("placement-evidence")) " " (rule(visit, Rule::Cr06)) }
        @if placement.evidence.is_empty() { p { (visit.t("placement-evidence-none")) } }
        ul { @for piece in &placement.evidence { li {
            strong { (piece.grade) } " " (visit.t(&format!("evidence-{}", piece.kind))) " " (piece.on)
            @if !piece.reference.is_empty() { " · " (visit.t("evidence-reference")) " " (piece.reference) }
            @if !piece.holds(placement.created_by) { " · " (visit.t("evidence-awaits-second")) }
            @if let Some(paper) = piece.attachment { " · " a href={ "/staff/attachments/" (paper) } { (visit.t("evidence-paper")) } }
            @if let Some(why) = piece.exempt { " · " (visit.t(&format!("exempt-{why}"))) " " (rule(visit, Rule::Cr07)) }
        } } }
        @if !placement.contributors.is_empty() || !placement.amended.is_empty() {
            h2 { (visit.t("ledger-contributed")) " " (rule(visit, Rule::Cr01)) }
            ul { @for one in &placement.contributors { li { (body_name(visit, seen, Some(one.organisation))) " · " (visit.t(&format!("contribution-{}", one.what))) } } }
            ul.small { @for change in &placement.amended { li {
                (visit.instant(change.at)) " " (visit.t(if change.added { "contributor-added" } else { "contributor-removed" })) " " (body_name(visit, seen, Some(change.contributor.organisation))) " · " (visit.t(&format!("amend-{}", change.why)))
            } } }
        }
        @if !placement.retention.is_empty() { h2 { (visit.t("grade-retained")) " " (rule(visit, Rule::Cr22)) } }
        ul { @for look in &placement.retention { li { (visit.n("months-n", look.months)) " " (visit.t(if look.still_employed { "yes" } else { "no" })) " " (look.on) " " (look.grade) } } }
        @if placement.is_disputed() { p.notice { (visit.t("placement-disputed")) " " (rule(visit, Rule::Cr18)) } }
    }
}

/// An area in full; its code where our table does not know it.
fn place(visit: &Visit, code: &AreaCode) -> String {
    visit.app().city.areas().get(code).map_or_else(|| code.to_string(), |area| area.full_name.clone())
}

fn body_name(visit: &Visit, seen: &View, id: Option<domain::id::OrganisationId>) -> String {
    let known = id.and_then(|id| seen.bodies.iter().find(|(known, _)| *known == id));
    known.map_or_else(|| visit.t("ledger-no-owner"), |(_, name)| name.clone())
}

/// Who did what to it, and when (CR-17).
fn history(visit: &Visit, seen: &View) -> Markup {
    html! { section {
        h2 { (visit.t("history")) " " (rule(visit, Rule::Cr17)) }
        ol { @for line in &seen.history { li {
            (visit.instant(line.at)) " · " (visit.t(&format!("placement-verb-{}", line.verb))) " · " (visit.t(&format!("role-{}", line.role))) " · " (visit.t(&format!("channel-{}", line.channel)))
            @if !line.who.is_empty() { " " (line.who) }
            @if let Some(state) = line.state { " → " (visit.t(&format!("placement-state-{state}"))) } " " span.small { "#" (line.seq) }
        } } }
    } }
}

/// Correcting a first day that was told wrongly.
fn moving(visit: &Visit, seen: &View, form: &Form<'_>) -> Markup {
    html! { details open[form.error("moved_to").is_some() || form.error("move_reason").is_some()] { summary { (visit.t("placement-move")) " " (rule(visit, Rule::Cr04)) }
        form.narrow method="post" action={ "/staff/placements/" (seen.placement.id) "/start" } {
            input type="hidden" name="version" value=(seen.placement.version);
            (input(visit, form, "moved_to", "placement-start", "date", ""))
            (select(visit, form, "move_reason", "reason", &choices::<MoveReason>(visit, "move")))
            button { (visit.t("placement-move")) }
        }
    } }
}

fn steps(visit: &Visit, seen: &View, form: &Form<'_>) -> Markup {
    let papers: Vec<_> = seen
        .papers
        .iter()
        .map(|paper| {
            (
                paper.id.to_string(),
                format!("{} {}", visit.t(&format!("attached-{}", paper.paper)), visit.instant(paper.at)),
            )
        })
        .collect();
    let bodies: Vec<_> = seen.bodies.iter().map(|(id, name)| (id.to_string(), name.clone())).collect();
    let (id, version) = (seen.placement.id, seen.placement.version);
    let months: Vec<_> = RETENTION_MONTHS.iter().map(|n| (n.to_string(), n.to_string())).collect();
    let grades: Vec<_> = EvidenceGrade::iter().map(|grade| (grade.to_string(), grade.to_string())).collect();
    html! {
        details open[form.opens(&["kind", "on", "exempt", "reference"])] { summary { (visit.t("placement-attach")) }
            form.narrow method="post" action={ "/staff/placements/" (id) "/evidence" } {
                input type="hidden" name="version" value=(version);
                (select(visit, form, "kind", "evidence-kind", &choices::<EvidenceKind>(visit, "evidence")))
                (input(visit, form, "on", "evidence-on", "date", ""))
                (input(visit, form, "reference", "evidence-reference", "text", "evidence-reference-hint"))
                (select(visit, form, "exempt", "evidence-exempt", &choices::<ExemptReason>(visit, "exempt")))
                @if !papers.is_empty() { (select(visit, form, "paper", "evidence-paper", &papers)) }
                @if let Some(seeker) = seen.placement.seeker { p { a href={ "/staff/seekers/" (seeker) "/papers" } { (visit.t("papers")) } } }
                button { (visit.t("placement-attach")) }
            }
        }
        @if seen.may_write {
        @if seen.placement.confirmed_by_person.is_none() && seen.placement.seeker.is_some() { p { a href={ "/staff/placements/" (id) "/letter" } { (visit.t("result-letter")) } " " (rule(visit, Rule::Cr05)) } }
        details open[form.opens(&["organisation", "what", "amend_reason"])] { summary { (visit.t("contributor-change")) " " (rule(visit, Rule::Cr01)) }
            form.narrow method="post" action={ "/staff/placements/" (id) "/contributors" } {
                input type="hidden" name="version" value=(version);
                (select(visit, form, "organisation", "organisation", &bodies))
                (select(visit, form, "what", "contribution", &choices::<Contribution>(visit, "contribution")))
                (select(visit, form, "amend_reason", "reason", &choices::<AmendReason>(visit, "amend")))
                button name="change" value="add" { (visit.t("contributor-add")) } " "
                button.second name="change" value="remove" { (visit.t("contributor-remove")) }
            }
        }
        details open[form.opens(&["months", "still", "looked_on", "grade", "look_number"])] { summary { (visit.t("placement-retain")) }
            form.narrow method="post" action={ "/staff/placements/" (id) "/retention" } {
                input type="hidden" name="version" value=(version);
                (select(visit, form, "months", "ledger-months-after", &months))
                (select(visit, form, "still", "retention-still", &yes_no(visit)))
                (input(visit, form, "looked_on", "retention-on", "date", ""))
                (select(visit, form, "grade", "evidence-grade", &grades))
                (input(visit, form, "look_number", "evidence-reference", "text", "retention-number-hint"))
                button { (visit.t("placement-retain")) }
            }
        }
        details open[form.opens(&["ended_on", "end_reason"])] { summary { (visit.t("placement-end")) }
            form.narrow method="post" action={ "/staff/placements/" (id) "/end" } {
                input type="hidden" name="version" value=(version);
                (input(visit, form, "ended_on", "end-on", "date", ""))
                (select(visit, form, "end_reason", "reason", &choices::<EndReason>(visit, "end")))
                button { (visit.t("placement-end")) }
            }
        }
        details open[form.opens(&["cancel_reason"])] { summary { (visit.t("placement-cancel")) " " (rule(visit, Rule::Cr17)) }
            form.narrow method="post" action={ "/staff/placements/" (id) "/cancel" } {
                input type="hidden" name="version" value=(version);
                (select(visit, form, "cancel_reason", "reason", &choices::<CancelReason>(visit, "placement-cancel")))
                button { (visit.t("placement-cancel")) }
            }
        }
        }
    }
}

fn missing(visit: &Visit, name: &str) -> (String, String) {
    (name.to_owned(), visit.t("field-needed"))
}

/// Back to the page, or the page with what is wrong.
async fn answer(visit: &Visit, id: &str, fields: &Fields, done: Result<(), app::Error>) -> Response {
    match sent(visit, fields, done, |()| format!("/staff/placements/{id}")) {
        Ok(answer) => answer,
        Err(form) => render(visit, id, &form).await,
    }
}

async fn unfilled(visit: &Visit, id: &str, fields: &Fields, names: &[&str]) -> Response {
    let Ok(known) = id.parse() else { return error::page(visit, &app::Error::NotFound) };
    if let Err(failed) = app::placement::may_write(&visit.ctx, visit.app(), known).await {
        return error::page(visit, &failed);
    }
    let empty = names.iter().filter(|name| fields.text(name).is_empty());
    let mut errors: Vec<_> = empty.map(|name| missing(visit, name)).collect();
    if errors.is_empty() {
        errors.extend(names.first().map(|name| missing(visit, name)));
    }
    render(visit, id, &Form::wrong(fields, errors)).await
}

async fn evidence(visit: Visit, Path(id): Path<String>, fields: Fields) -> Response {
    let (Ok(known), Some(version), Some(kind), Some(on)) =
        (id.parse(), fields.parse("version"), fields.parse("kind"), fields.parse("on"))
    else {
        return unfilled(&visit, &id, &fields, &["kind", "on"]).await;
    };
    let proof = Proof {
        kind,
        on,
        exempt: fields.parse("exempt"),
        paper: fields.parse("paper"),
        reference: fields.text("reference").to_owned(),
    };
    let done = app::placement::attach(&visit.ctx, visit.app(), known, version, proof).await;
    answer(&visit, &id, &fields, done).await
}

async fn start(visit: Visit, Path(id): Path<String>, fields: Fields) -> Response {
    let (Ok(known), Some(version), Some(to), Some(why)) =
        (id.parse(), fields.parse("version"), fields.parse("moved_to"), fields.parse("move_reason"))
    else {
        return unfilled(&visit, &id, &fields, &["moved_to", "move_reason"]).await;
    };
    let done = app::placement::move_start(&visit.ctx, visit.app(), known, version, to, why).await;
    answer(&visit, &id, &fields, done).await
}

async fn contributors(visit: Visit, Path(id): Path<String>, fields: Fields) -> Response {
    let (Ok(known), Some(version), Some(organisation), Some(what), Some(why)) = (
        id.parse(),
        fields.parse("version"),
        fields.parse("organisation"),
        fields.parse("what"),
        fields.parse("amend_reason"),
    ) else {
        return unfilled(&visit, &id, &fields, &["organisation", "what", "amend_reason"]).await;
    };
    let (ctx, app, one) = (&visit.ctx, visit.app(), Contributor { organisation, what });
    let done = match fields.text("change") {
        "remove" => app::placement::withdraw(ctx, app, known, version, one, why).await,
        _ => app::placement::contribute(ctx, app, known, version, one, why).await,
    };
    answer(&visit, &id, &fields, done).await
}

async fn retention(visit: Visit, Path(id): Path<String>, fields: Fields) -> Response {
    let look = (|| {
        let still = match fields.text("still") {
            "yes" => true,
            "no" => false,
            _ => return None,
        };
        let (months, on, grade) =
            (fields.parse("months")?, fields.parse("looked_on")?, fields.parse("grade")?);
        Some(Retention { months, still_employed: still, on, grade })
    })();
    let (Ok(known), Some(version), Some(look)) = (id.parse(), fields.parse("version"), look) else {
        return unfilled(&visit, &id, &fields, &["months", "still", "looked_on", "grade"]).await;
    };
    let number = fields.text("look_number");
    let done = app::placement::check_retention(&visit.ctx, visit.app(), known, version, look, number).await;
    answer(&visit, &id, &fields, done).await
}

async fn end(visit: Visit, Path(id): Path<String>, fields: Fields) -> Response {
    let (Ok(known), Some(version), Some(on), Some(reason)) =
        (id.parse(), fields.parse("version"), fields.parse("ended_on"), fields.parse("end_reason"))
    else {
        return unfilled(&visit, &id, &fields, &["ended_on", "end_reason"]).await;
    };
    let done = app::placement::end(&visit.ctx, visit.app(), known, version, on, reason).await;
    answer(&visit, &id, &fields, done).await
}

async fn cancel(visit: Visit, Path(id): Path<String>, fields: Fields) -> Response {
    let (Ok(known), Some(version), Some(reason)) =
        (id.parse(), fields.parse("version"), fields.parse("cancel_reason"))
    else {
        return unfilled(&visit, &id, &fields, &["cancel_reason"]).await;
    };
    let done = app::placement::cancel(&visit.ctx, visit.app(), known, version, reason).await;
    answer(&visit, &id, &fields, done).await
}
