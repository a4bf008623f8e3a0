//! Sections of one person's page, shown to their counsellor and to themselves: what comes next, what was
//! done, where they were referred, their plan, their consents, who looked.

use app::page::Page;
use app::seeker::{File, Journey, Look, Record, View};
use domain::Role;
use domain::action_plan::{ActionPlan, Owner, StepState, Words};
use domain::id::SeekerId;
use domain::look::Purpose;
use domain::message::Message;
use domain::referral::{self, DeclineReason};
use domain::reminder::{Act, Due};
use domain::seeker::{ConsentEntry, ConsentKind, Verdict};
use maud::{Markup, html};
use strum::IntoEnumIterator;

use super::short::CHANNELS;
use crate::component::{Form, input, pages, select};
use crate::fields::Fields;
use crate::visit::Visit;

/// Applications as lines with dates, each with its answer once there is one. Their person answers what is
/// proposed right here.
pub(crate) fn journeys(visit: &Visit, journeys: &[Journey]) -> Markup {
    let zone = visit.app().city.zone();
    let day = |at: jiff::Timestamp| zone.to_datetime(at).date().to_string();
    let own = visit.ctx.actor.role == Role::Seeker;
    html! {
        @if journeys.is_empty() { p { (visit.t("journeys-none")) } }
        ul { @for journey in journeys { li {
            @let state = &journey.referral.state;
            p { strong { @if own { (journey.title) } @else { a href={ "/staff/referrals/" (journey.referral.id) } { (journey.title) } } } " · " (journey.employer) " " span.badge { (visit.t(&format!("journey-{}", state.name()))) } }
            p.small {
                (day(journey.referral.proposed_at)) " " (visit.t("journey-proposed"))
                @if let Some(letter) = state.letter() { " → " (letter.sent_on) " " (visit.t("journey-letter")) " " (letter.number) }
                @if let Some(interview) = state.interview() { " → " (visit.instant(interview.at)) " " (visit.t("journey-interview")) }
                @if let referral::State::Ended { at, .. } = state { " → " (day(*at)) " " (crate::referral::standing(visit, state)) }
            }
            @if own && state.is_live() { (own_answer(visit, journey)) }
        } } }
    }
}

/// Yes or no to a proposal; later only no, with the reason.
fn own_answer(visit: &Visit, journey: &Journey) -> Markup {
    let referral = &journey.referral;
    let path = format!("/me/referrals/{}", referral.id);
    let proposed = referral.state == referral::State::Proposed;
    let reason = format!("reason-{}", referral.id);
    html! {
        @if proposed {
            form method="post" action=(path) {
                input type="hidden" name="version" value=(referral.version);
                button name="answer" value="agree" { (visit.t("me-agree")) }
            }
            p.hint { (visit.t("me-agree-note")) }
        }
        details { summary { (visit.t(if proposed { "me-decline" } else { "me-withdraw" })) }
            form.narrow method="post" action=(path) {
                input type="hidden" name="version" value=(referral.version);
                div.field { label for=(reason) { (visit.t("reason")) }
                    select id=(reason) name="reason" { @for one in DeclineReason::iter() { option value=(one) { (visit.t(&format!("decline-reason-{one}"))) } } } }
                button.second name="answer" value="decline" { (visit.t(if proposed { "me-decline" } else { "me-withdraw" })) }
            }
        }
    }
}

/// Everything by day in one list; what has a page leads to it.
pub(super) fn timeline(visit: &Visit, file: &File) -> Markup {
    let moments = app::seeker::timeline(file, visit.app().city.zone());
    let today = visit.ctx.today();
    let page = |about: &domain::notice::About| {
        let referral = about.referral.map(|id| format!("/staff/referrals/{id}"));
        let placement = || about.placement.map(|id| format!("/staff/placements/{id}"));
        let seeker =
            || about.seeker.filter(|id| *id != file.view.seeker.id).map(|id| format!("/staff/seekers/{id}"));
        let enrolment = || about.enrolment.map(|id| format!("/staff/enrolments/{id}"));
        referral.or_else(placement).or_else(enrolment).or_else(seeker)
    };
    html! {
        ol.timeline reversed { @for moment in &moments { li {
            time datetime=(moment.on) { (moment.on) } @if moment.on > today { " " span.badge { (visit.t("timeline-ahead")) } } " "
            @match page(&moment.about) { Some(href) => a href=(href) { (visit.say(&moment.what)) }, None => (visit.say(&moment.what)) }
        } } }
    }
}

/// What was done, latest first.
pub(super) fn services(visit: &Visit, file: &File) -> Markup {
    let may = file.view.may_write && visit.ctx.actor.role != Role::Seeker;
    html! {
        @if file.record.services.is_empty() { p { (visit.t("services-none")) } }
        ul { @for (service, notes) in &file.record.services { li {
            p {
                strong { (service.on) } " · " (visit.t(&format!("service-{}", service.kind))) " · " (visit.t(&format!("channel-{}", service.channel))) @if !service.project.is_empty() { " · " (visit.t("project")) " " (service.project) }
                @if service.cancelled_at.is_some() { " " span.badge { (visit.t("service-struck")) } }
            }
            @if let Some(notes) = notes {
                @for (label, text) in [("service-abilities", &notes.abilities), ("service-wishes", &notes.wishes), ("service-text", &notes.text)] {
                    @if !text.is_empty() { p { strong { (visit.t(label)) } ": " (text) } }
                }
                @if may && service.cancelled_at.is_none() {
                    form method="post" action={ "/staff/services/" (service.id) "/cancel" } { input type="hidden" name="seeker" value=(file.view.seeker.id); button.plain { (visit.t("service-cancel")) } }
                }
            }
        } } }
    }
}

/// The plans; open steps can be settled by whom they belong to.
pub(crate) fn plans(visit: &Visit, file: &File) -> Markup {
    let own = visit.ctx.actor.role == Role::Seeker;
    let staff = file.view.may_write && visit.ctx.actor.role != Role::Seeker;
    let step = |plan: &ActionPlan, words: &Words, nth: usize| {
        let step = &plan.steps[nth];
        let may = plan.ended_at.is_none() && (staff || (own && step.owner == Owner::Person));
        html! { li {
            p {
                (words.steps.get(nth).map(String::as_str).unwrap_or_default()) " · " (visit.t(&format!("action-plan-owner-{}", step.owner))) " · " (visit.n("action-plan-by", step.due_on.to_string())) " "
                span.badge { (visit.t(&format!("action-plan-step-{}", step.state.name()))) }
                @if step.state == StepState::Open && step.due_on < visit.ctx.today() { " " span.badge { (visit.t("action-plan-late")) } }
            }
            @if may && step.state == StepState::Open {
                form method="post" action={ "/staff/action-plans/" (plan.id) "/settle" } {
                    input type="hidden" name="seeker" value=(file.view.seeker.id);
                    input type="hidden" name="step" value=(nth);
                    button.plain name="how" value="done" { (visit.t("action-plan-done")) } " "
                    button.plain name="how" value="missed" { (visit.t("action-plan-missed")) }
                }
            }
        } }
    };
    html! {
        @if file.record.plans.is_empty() { p { (visit.t("action-plans-none")) } }
        @for (plan, words) in &file.record.plans {
            @match words {
                Some(words) => {
                    @if !words.goal.is_empty() { p { strong { (visit.t("action-plan-goal")) } ": " (words.goal) } }
                    ol { @for nth in 0..plan.steps.len() { (step(plan, words, nth)) } }
                    p { (visit.say(&app::paper::agreed(visit.app(), &plan.agreement))) }
                    @if plan.agreement.is_open() && plan.ended_at.is_none() && !plan.steps.is_empty() && (own || staff) {
                        form method="post" action={ "/staff/action-plans/" (plan.id) "/sign" } {
                            input type="hidden" name="seeker" value=(file.view.seeker.id);
                            input type="hidden" name="version" value=(plan.version);
                            button.second { (visit.t(if own { "action-plan-sign" } else { "action-plan-signed" })) }
                        }
                    }
                    @if own || staff { p { a href={ "/staff/action-plans/" (plan.id) "/paper" } { (visit.t("action-plan-print")) } } }
                }
                None => p.small { (visit.n("action-plan-steps-n", plan.steps.len())) },
            }
        }
    }
}

/// The form for one more step.
pub(super) fn plan_form(visit: &Visit, view: &View, form: &Form<'_>) -> Markup {
    let owners: Vec<_> = Owner::iter()
        .map(|owner| (owner.to_string(), visit.t(&format!("action-plan-owner-{owner}"))))
        .collect();
    html! {
        details open[form.opens(&["goal", "step", "due_on"])] { summary { (visit.t("action-plan-add")) }
            form.narrow method="post" action={ "/staff/seekers/" (view.seeker.id) "/plan" } {
                (input(visit, form, "goal", "action-plan-goal", "text", ""))
                (input(visit, form, "step", "action-plan-step", "text", ""))
                (input(visit, form, "due_on", "action-plan-due", "date", ""))
                (select(visit, form, "owner", "action-plan-owner", &owners))
                button { (visit.t("action-plan-agree")) }
            }
        }
    }
}

/// Every consent with its day and way, and a switch for those who may.
pub(crate) fn consents(visit: &Visit, view: &View) -> Markup {
    let Some(profile) = &view.profile else { return html! {} };
    let own = visit.ctx.actor.role == Role::Seeker;
    let label = |kind: ConsentKind| visit.t(&format!("consent-{}", kind.to_string().replace('_', "-")));
    let word = |told: Option<bool>| match told {
        Some(true) => "consent-yes",
        Some(false) => "consent-no",
        None => "consent-not-asked",
    };
    let said = |entry: &ConsentEntry| {
        let verdict = visit.t(&format!("verdict-{}", entry.verdict));
        format!("{} {verdict} ({})", entry.on, visit.t(&format!("channel-{}", entry.by)))
    };
    html! {
        form.narrow method="post" action={ "/staff/seekers/" (view.seeker.id) "/consent" } {
            @if view.may_write && !own {
                div.field { label for="consent-channel" { (visit.t("consent-channel")) } select id="consent-channel" name="channel" { @for c in CHANNELS { option value=(c) { (visit.t(&format!("channel-{c}"))) } } } }
            }
            ul { @for kind in ConsentKind::iter().filter(|kind| *kind != ConsentKind::Automated) { li {
                @let told = profile.consents.told(kind);
                p { (label(kind)) " " span.badge { (visit.t(word(told))) }
                    @if let Some(entry) = view.seeker.consent(kind) { " " span.small { (said(entry)) } }
                    @else if let (ConsentKind::Registration, Some(day)) = (kind, profile.consents.registration) { " " span.small { (visit.n("consent-given-on", day.to_string())) } }
                }
                @if view.may_write {
                    @if told == Some(true) {
                        @if kind == ConsentKind::Registration { p.hint { (visit.t("consent-registration-ends")) } }
                        button.plain name="switch" value={ (kind) ":no" } { (visit.t("consent-take-back")) }
                    } @else if kind != ConsentKind::Registration {
                        button.plain name="switch" value={ (kind) ":yes" } { (visit.t("consent-agree")) }
                    }
                }
            } } }
        }
        @if view.seeker.consents.iter().any(|entry| entry.verdict == Verdict::Withdrawn) || view.seeker.consents.len() > ConsentKind::iter().count() {
            details { summary { (visit.t("consent-history")) } ul { @for entry in view.seeker.consents.iter().rev() { li { (label(entry.kind)) " · " (said(entry)) } } } }
        }
    }
}

/// Who looked, newest first, with a way to those before.
pub(crate) fn looks(visit: &Visit, seeker: SeekerId, looks: &Page<Look>) -> Markup {
    html! {
        @if looks.items.is_empty() { p { (visit.t("looks-none")) } }
        ul { @for look in &looks.items { li { (visit.instant(look.at)) " · " @if look.purpose != Purpose::EmployerCode { (visit.t(&format!("role-{}", look.role))) " " (look.who) @if !look.body.is_empty() { " (" (look.body) ")" } " · " } (visit.t(&format!("purpose-{}", look.purpose)))
            @if let Some(why) = look.why { ": " (visit.t(&format!("why-{why}"))) @if !look.words.is_empty() { " · " (look.words) } }
        } } }
        (pages(visit, &format!("/staff/seekers/{seeker}/looks"), &Fields::default(), looks.page, looks.last()))
    }
}

/// What somebody must do next, in words with its day. The person reads what is theirs to do.
pub(crate) fn next(visit: &Visit, view: &View, record: &Record) -> Vec<String> {
    let own = visit.ctx.actor.role == Role::Seeker;
    let city = &visit.app().city;
    let referred = record.journeys.iter().filter_map(|one| one.referral.due(city.reminders(), city.zone()));
    let looks = record
        .placements
        .iter()
        .filter_map(|(placement, _)| placement.next_look().map(|(_, on)| Due::new(on, Act::CheckRetention)));
    let due = view.seeker.due.into_iter().chain(record.plans.iter().filter_map(|(plan, _)| plan.due()));
    let mut due: Vec<Due> = due.chain(referred.chain(looks).filter(|_| !own)).collect();
    due.sort();
    due.iter()
        .map(|due| {
            let what = visit.t(&format!("{}-{}", if own { "due" } else { "act" }, due.act));
            visit.say(&Message::new("due-by").with("what", what).with("day", due.on.to_string()))
        })
        .collect()
}
