//! One record: what the person told, what it lacks, who looked, and what may be done with it.

use app::seeker::{File, View};
use axum::extract::{Path, Query};
use axum::response::{IntoResponse, Redirect, Response};
use domain::Role;
use domain::id::{OrganisationId, PersonId, SeekerId};
use domain::person::written_phone;
use domain::policy::{Reach, UseCase, reach};
use domain::seeker::{PastWork, Profile, State, StateName, WageWish};
use domain::wage::Wage;
use maud::{Markup, html};

use super::suggestion::{ask, competition, proposal};
use super::{file, step};
use crate::component::{Form, wage, work_time};
use crate::fields::Fields;
use crate::visit::Visit;
use crate::{error, page};

/// Openings suggested on the page; the others are a click away.
const SUGGESTED: usize = 3;

pub(super) async fn show(visit: Visit, Path(id): Path<String>) -> Response {
    let Ok(id) = id.parse::<SeekerId>() else { return error::page(&visit, &app::Error::NotFound) };
    show_with(&visit, id, &Form::new(&Fields::default())).await
}

/// The page, with what was typed into one of its forms and what is wrong with it.
pub(super) async fn show_with(visit: &Visit, id: SeekerId, form: &Form<'_>) -> Response {
    let file = match app::seeker::file(&visit.ctx, visit.app(), id).await {
        Ok(file) => file,
        Err(failed) => return error::page(visit, &failed),
    };
    let counsels = file.view.may_write && visit.ctx.actor.role != Role::Seeker;
    let (counselors, bodies) =
        if counsels { helpers(visit, &file.view).await } else { (Vec::new(), Vec::new()) };
    let fit = match counsels {
        true => match app::seeker::suggested(&visit.ctx, visit.app(), &file, SUGGESTED).await {
            Ok(fit) => fit,
            Err(failed) => return error::page(visit, &failed),
        },
        false => None,
    };
    let steps = html! { @if counsels && file.view.profile.is_some() { (step::forms(visit, &file.view, &counselors, &bodies, form)) } };
    let care = counselors.iter().find(|(id, _)| Some(*id) == file.view.seeker.assigned);
    let top = html! {
        @if let Some((_, name)) = care { p { (visit.t("seeker-assigned")) ": " (name) } }
        (steps)
    };
    let body = render(visit, &file, counsels, &top, fit.as_ref(), form);
    (form.status, body).into_response()
}

/// Who looked, a page at a time.
pub(super) async fn looks(
    visit: Visit,
    Path(id): Path<String>,
    Query(pairs): Query<Vec<(String, String)>>,
) -> Response {
    let Ok(id) = id.parse::<SeekerId>() else { return error::page(&visit, &app::Error::NotFound) };
    let page = Fields(pairs).parse("page").unwrap_or(1);
    let looks = match app::seeker::looks(&visit.ctx, visit.app(), id, page).await {
        Ok(looks) => looks,
        Err(failed) => return error::page(&visit, &failed),
    };
    let title = visit.t("looks");
    let back = step::home(&visit, id);
    let body = html! { h1 { (title) } (file::looks(&visit, id, &looks)) p { a href=(back) { (visit.t("back-to-record")) } } };
    page::shell(&visit, &title, body).into_response()
}

/// Whom a registration may be given to: counsellors, and other bodies.
async fn helpers(visit: &Visit, view: &View) -> (Vec<(PersonId, String)>, Vec<(OrganisationId, String)>) {
    let counselors = match &view.profile {
        Some(profile) => app::seeker::counselors(&visit.ctx, visit.app(), &view.seeker, profile).await,
        None => Ok(Vec::new()),
    };
    let bodies = app::organisation::tree(&visit.ctx, visit.app()).await.unwrap_or_default();
    let others = bodies.into_iter().filter(|(_, body)| Some(body.id) != view.seeker.organisation);
    (counselors.unwrap_or_default(), others.map(|(_, body)| (body.id, body.name)).collect())
}

fn render(
    visit: &Visit,
    file: &File,
    counsels: bool,
    steps_of_staff: &Markup,
    fit: Option<&app::fit::Fit>,
    form: &Form<'_>,
) -> page::Page {
    let view = &file.view;
    let name = view.profile.as_ref().map_or_else(|| visit.t("erased"), |profile| profile.name.clone());
    let next = file::next(visit, view, &file.record);
    let path = format!("/staff/seekers/{}", view.seeker.id);
    let others: Vec<_> = file.record.registrations.iter().filter(|s| s.id != view.seeker.id).collect();
    let body = html! {
        h1 { (name) }
        (form.summary(visit))
        p.lead {
            (view.seeker.number) " · " span.badge { (visit.t(&format!("seeker-state-{}", view.seeker.state.name()))) }
            @if let State::Active { valid_until, .. } = &view.seeker.state { " · " (visit.n("valid-until", valid_until.to_string())) }
            @if let State::Deceased { on, notice, .. } = &view.seeker.state { " · " (visit.t(&format!("dated-notice-{notice}"))) " " (on) }
            @if let State::Cancelled { reason, .. } = &view.seeker.state { " · " (visit.t(&format!("cancel-{reason}"))) }
        }
        @match &view.profile {
            Some(profile) => {
                @if asks_to_erase(view) { div.notice { h2 { (visit.t("erase-ask")) } p { (visit.t("erase-ask-note")) }
                    @if view.may_erase { p { a.button.second href={ (path) "/erase" } { (visit.t("erase")) } } } } }
                @if !view.missing.is_empty() { div.notice { h2 { (visit.n("seeker-lacks-n", view.missing.len())) } ul { @for missing in &view.missing { li { (visit.say(&missing.message())) } } } } }
                @if view.may_write && is_running(view) && profile.hearing.by.is_none() {
                    p.notice { (visit.t("hearing-unasked")) " " a href={ (path) "/hearing" } { (visit.t("hearing-ask-now")) } }
                }
                @if !next.is_empty() { section { h2 { (visit.t("seeker-next")) } ul { @for step in &next { li { (step) } } } } }
                (steps(visit, view, counsels))
                (steps_of_staff)
                dl.facts {
                    @for (label, value) in facts(visit, profile, view.may_write) {
                        @if !value.is_empty() { dt { (visit.t(label)) } dd { (value) } }
                    }
                    (crate::referral::portfolio(visit, &profile.portfolio))
                }
            }
            None => p.notice { (visit.t("erased-note")) },
        }
        @if let (true, Some(profile)) = (counsels, &view.profile) {
            @if !profile.may_be_matched() { section #suggestions { h2 { (visit.t("me-suggestions")) } p.notice { (visit.t("automated-refused-staff")) } } }
        }
        @if let Some(fit) = fit { (suggestions(visit, &view.seeker.id.to_string(), fit)) }
        @if counsels && view.may_match { section #pair { h2 { (visit.t("pair-title")) } (ask(visit, view.seeker.id)) } }
        section #timeline { h2 { (visit.t("timeline")) } (file::timeline(visit, file)) }
        section {
            h2 { (visit.t("services")) }
            @if counsels && view.profile.is_some() { div.actions { a.button.second href={ (path) "/services/new" } { (visit.t("service-new")) } } }
            @if counsels && view.profile.is_some() && visit.has("/staff/work-trials/new") { p { a href={ "/staff/work-trials/new?seeker=" (view.seeker.id) } { (visit.t("trial-new")) } } }
            (file::services(visit, file))
        }
        section { h2 { (visit.t("me-applications")) } (file::journeys(visit, &file.record.journeys)) @if counsels && visit.has("/staff/events") { p { a href={ (path) "/interviews" } { (visit.t("event-of-person")) } } } }
        section #plan {
            h2 { (visit.t("action-plan")) }
            (file::plans(visit, file))
            @if counsels && view.profile.is_some() { (file::plan_form(visit, view, form)) }
        }
        @if view.profile.is_some() { section { h2 { (visit.t("consent")) } (file::consents(visit, view)) } }
        @if !others.is_empty() { section { h2 { (visit.t("seeker-others")) } ul { @for other in others { li { a href={ "/staff/seekers/" (other.id) } { (other.number) } " " span.badge { (visit.t(&format!("seeker-state-{}", other.state.name()))) } " · " (other.registered_on) } } } } }
        section { h2 { (visit.t("looks")) } (file::looks(visit, view.seeker.id, &view.looks)) }
    };
    page::shell(visit, &name, body)
}

/// Whether the person took back the consent by which this is kept and has not been asked about the rest.
fn asks_to_erase(view: &View) -> bool {
    use domain::seeker::{ConsentKind, Verdict};
    view.seeker.consent(ConsentKind::Registration).is_some_and(|entry| entry.verdict == Verdict::Withdrawn)
}

/// Whether the registration has not ended.
fn is_running(view: &View) -> bool {
    matches!(view.seeker.state.name(), StateName::Draft | StateName::Submitted | StateName::Active)
}

/// Only what the policy and the state allow.
fn steps(visit: &Visit, view: &View, counsels: bool) -> Markup {
    let path = format!("/staff/seekers/{}", view.seeker.id);
    html! {
        div.actions {
            @if view.may_match { a.button href={ (path) "/matches" } { (visit.t("matches")) } }
            @if view.may_match { a.button.second href={ (path) "/path" } { (visit.t("path")) } }
            a.button.second href={ (path) "/suggestions" } { (visit.t("suggestions")) }
            @if view.may_write { a.button.second href={ (path) "/edit" } { (visit.t("edit")) } }
            @if view.may_write { a.button.second href={ (path) "/hearing" } { (visit.t("hearing")) } }
            @if view.may_write { a.button.second href={ (path) "/papers" } { (visit.t("papers")) } }
            @if counsels && view.may_invite { a.button.second href={ (path) "/account" } { (visit.t("seeker-account")) } }
            @if counsels && view.profile.is_some() && visit.has("/staff/seekers/{id}/supporter") { a.button.second href={ (path) "/supporter" } { (visit.t("supporter")) } }
            a.button.second href={ (path) "/paper" } { (visit.t("paper-seeker")) }
            a.button.second href={ (path) "/slip" } { (visit.t("paper-slip")) }
            @if view.may_match { a.button.second href={ (path) "/list" } { (visit.t("paper-own-list")) } }
        }
        @if view.may_write && is_running(view) {
            details { summary { (visit.t("withdraw")) }
                p { (visit.t("withdraw-note")) }
                form method="post" action={ (path) "/withdraw" } { button.danger { (visit.t("withdraw-go")) } }
            }
        }
        @if view.may_erase { p { a href={ (path) "/erase" } { (visit.t("erase")) } } }
    }
}

/// Label and value of everything that was told, in the order of the form.
fn facts(visit: &Visit, p: &Profile, counsels: bool) -> Vec<(&'static str, String)> {
    let (occupations, areas) = (&visit.app().reference.occupations, visit.app().city.areas());
    let yes_no = |told: Option<bool>| told.map(|yes| visit.t(if yes { "yes" } else { "no" }));
    let months = |n: Option<u32>| n.map(|n| visit.n("months-n", n)).unwrap_or_default();
    let code = |list: &str, code: Option<&str>| code.map(|code| visit.label(list, code)).unwrap_or_default();
    let codes = |list: &str, codes: Vec<&str>| {
        codes.into_iter().map(|code| visit.label(list, code)).collect::<Vec<_>>().join(", ")
    };
    let joined = |parts: &[&str]| {
        parts.iter().copied().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" · ")
    };
    let wish = match p.wage {
        WageWish::Unknown => String::new(),
        WageWish::AfterInterview => visit.t("wage-after-interview"),
        WageWish::AtLeast { form, won } => wage(visit, Wage::new(form, won, won), ""),
    };
    let career =
        |past: &PastWork| joined(&[&past.employer, &past.work, &months(past.months), &past.left_because]);
    let languages = p.languages.iter().map(|l| {
        format!("{} {}", visit.label("foreignLanguage", l.language.code()), l.level).trim_end().to_owned()
    });
    let time = if p.work_time.is_unknown() { String::new() } else { work_time(visit, &p.work_time) };
    let mut facts = vec![
        ("born-on", p.born_on.map(|day| day.to_string()).unwrap_or_default()),
        ("work-permit", p.work_permit.clone()),
        ("guardian-consent", p.guardian_agreed_on.map(|day| day.to_string()).unwrap_or_default()),
        ("sex", p.sex.map(|sex| visit.t(&format!("sex-{sex}"))).unwrap_or_default()),
        ("seeker-phone", joined(&[&written_phone(&p.mobile), &written_phone(&p.phone)])),
        ("proxy-phone", written_phone(&p.proxy_phone)),
        ("email", p.email.clone()),
        ("contact-note", p.contact_note.clone()),
        ("fit-area", p.area.as_ref().map(|code| areas.name(code).to_owned()).unwrap_or_default()),
        ("address", p.address.clone()),
        ("education", code("education", p.education.map(domain::code::Education::code))),
        ("school", joined(&[&p.school, &p.major, &p.schooling_note])),
        (
            "desired-occupation",
            p.occupations.iter().map(|c| occupations.name(c)).collect::<Vec<_>>().join(", "),
        ),
        ("fit-desired-work", p.desired_work.clone()),
        ("career", months(p.career_months)),
        ("seeker-careers", p.careers.iter().map(career).collect::<Vec<_>>().join(" / ")),
        ("fit-desired-areas", p.desired_areas.iter().map(|c| areas.name(c)).collect::<Vec<_>>().join(", ")),
        ("remote", if p.remote { visit.t("yes") } else { String::new() }),
        ("fit-commute", p.commute_max_min.map(|n| n.to_string()).unwrap_or_default()),
        ("employment-type", codes("empTp", p.employment_types.iter().map(|t| t.code()).collect())),
        ("seeker-wage", wish),
        ("when", joined(&[&time, &p.work_time.note])),
        ("licences", p.licences.join(", ")),
        ("skills", p.skills.join(", ")),
        ("languages", languages.collect::<Vec<_>>().join(", ")),
        ("computer", codes("comPreferential", p.computer.iter().map(|s| s.code()).collect())),
        ("trainings", p.trainings.join(", ")),
        ("can-drive", yes_no(p.can_drive).unwrap_or_default()),
        ("has-car", yes_no(p.has_car).unwrap_or_default()),
        ("military", p.military.clone()),
        ("vulnerable", p.vulnerable.join(", ")),
        ("benefits", p.benefits.clone()),
        ("mediation-wish", p.mediation.map(|m| visit.t(&format!("mediation-{m}"))).unwrap_or_default()),
    ];
    if counsels {
        // In the person's own words, for those who counsel them; whoever only checks need not read it.
        facts.push(("health-note", p.health_note.clone()));
    }
    facts
}

pub(super) async fn matches(visit: Visit, Path(id): Path<String>) -> Response {
    let Ok(id) = id.parse::<SeekerId>() else { return error::page(&visit, &app::Error::NotFound) };
    match app::seeker::matches(&visit.ctx, visit.app(), id, 10).await {
        Ok(fit) => {
            let title = visit.t("matches");
            page::shell(&visit, &title, html! { h1 { (title) } (proposals(&visit, &id.to_string(), &fit)) (crate::abroad::fitting(&visit, &fit, Some(id))) (crate::fit::results(&visit, &fit)) })
                .into_response()
        }
        Err(failed) => error::page(&visit, &failed),
    }
}

pub(super) async fn withdraw(visit: Visit, Path(id): Path<String>) -> Response {
    let Ok(id) = id.parse::<SeekerId>() else { return error::page(&visit, &app::Error::NotFound) };
    match app::seeker::withdraw(&visit.ctx, visit.app(), id).await {
        Ok(()) => Redirect::to(&step::home(&visit, id)).into_response(),
        Err(failed) => error::page(&visit, &failed),
    }
}

/// The few best openings with why they fit, and a button to propose each.
fn suggestions(visit: &Visit, seeker: &str, fit: &app::fit::Fit) -> Markup {
    let refers = reach(visit.ctx.actor.role, UseCase::WriteReferral) != Reach::No;
    html! {
        section #suggestions {
            h2 { (visit.t("me-suggestions")) }
            @if fit.plan.is_some() { p.small { (visit.t("fit-planned-note")) } }
            @if fit.full.is_empty() {
                p { (visit.t("suggestions-none")) }
                ul { @for (message, _) in &fit.relax { li { (visit.say(message)) } } @for missing in &fit.missing { li { (visit.say(missing)) } } }
                (crate::fit::ways(visit, fit))
            }
            ul.openings { @for fitting in &fit.full { li.opening {
                h3 { a href={ "/staff/openings/" (fitting.listed.opening.id) } { (fitting.listed.opening.content.title) } }
                @if fitting.planned { p { span.badge { (visit.t("fit-planned")) } } }
                p { (fitting.listed.employer.name) " · " (wage(visit, fitting.listed.opening.content.wage, &fitting.listed.opening.content.wage_note)) }
                (crate::fit::why(visit, &fitting.explanation))
                p.small { (competition(visit, fitting.stands.competition)) }
                @if refers { (proposal(visit, seeker, &fitting.listed.opening.id.to_string(), &fitting.stands)) }
            } } }
            p { a href={ "/staff/seekers/" (seeker) "/matches" } { (visit.t("me-suggestions-all")) } }
        }
    }
}

/// A button to propose each opening that fits or fails one thing, for those who refer.
fn proposals(visit: &Visit, seeker: &str, fit: &app::fit::Fit) -> Markup {
    let refers = reach(visit.ctx.actor.role, UseCase::WriteReferral) != Reach::No;
    html! {
        @if refers && !(fit.full.is_empty() && fit.near.is_empty()) {
            section { h2 { (visit.t("referral-propose-opening")) }
                ul { @for fitting in &fit.full { li {
                    (fitting.listed.opening.content.title) " · " (fitting.listed.employer.name)
                    (proposal(visit, seeker, &fitting.listed.opening.id.to_string(), &fitting.stands))
                } }
                @for near in &fit.near { li {
                    (near.listed.opening.content.title) " · " (near.listed.employer.name) " · ✕ " (visit.say(&near.failed))
                    (proposal(visit, seeker, &near.listed.opening.id.to_string(), &near.stands))
                } } }
            }
        }
    }
}
