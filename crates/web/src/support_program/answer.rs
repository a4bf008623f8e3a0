//! Which programmes fit, in three ways: eligible; not known yet, with what to bring; not, and why. Under each every condition
//! with what came of it, and where its rule is written.

use std::collections::BTreeSet;

use app::cohort::Published;
use app::support_program::{ground, sources};
use domain::support_program::{Assessment, Fact, Finding, Line, Missing, Paper, Verdict};
use maud::{Markup, html};

use super::{doubt, phone, standing};
use crate::cohort::list::links;
use crate::visit::Visit;

pub(super) fn results(
    visit: &Visit,
    answers: &[Assessment<'_>],
    understood: &[(&'static str, String)],
    open: &[Published],
) -> Markup {
    let (mut eligible, mut unknown, mut not) = (Vec::new(), Vec::new(), Vec::new());
    let mut papers: BTreeSet<Paper> = BTreeSet::new();
    for answer in answers {
        match answer.verdict() {
            Verdict::Eligible => eligible.push((answer, links(visit, open, &answer.program.id))),
            Verdict::Unknown { missing } => {
                papers.extend(missing.iter().filter_map(|one| one.paper()));
                let cohorts = links(visit, open, &answer.program.id);
                unknown.push((answer, html! { (to_tell(visit, &missing)) (cohorts) }));
            }
            Verdict::NotEligible { reasons } => {
                not.push((answer, html! { ul { @for why in &reasons { li { (visit.say(why)) } } } }));
            }
        }
    }
    html! {
        p.lead { (visit.n("programmes-eligible-n", eligible.len())) " · " (visit.n("programmes-unknown-n", unknown.len())) " · " (visit.n("programmes-not-n", not.len())) " · " (visit.t("as-of")) " " (visit.instant(visit.ctx.now)) }
        @if !understood.is_empty() { section {
            h2 { (visit.t("fit-understood")) }
            dl.facts { @for (key, said) in understood { dt { (visit.t(key)) } dd { (said) } } }
        } }
        (way(visit, "eligible", &eligible))
        (way(visit, "unknown", &unknown))
        @if !papers.is_empty() { section {
            h2 { (visit.t("programmes-bring")) }
            ul { @for paper in &papers { li { (visit.t(&format!("support-paper-{paper}"))) } } }
        } }
        (way(visit, "not", &not))
        section {
            h2 { (visit.t("fit-next")) }
            p { (visit.t("fit-call")) " " (phone(visit)) " · " a href="/centres" { (visit.t("nav-centres")) } }
            p.small { (visit.t("programmes-no-decision")) }
            button.second type="button" data-print="" hidden { (visit.t("print")) }
        }
    }
}

/// One of the three ways with its programmes.
fn way(visit: &Visit, way: &str, answers: &[(&Assessment<'_>, Markup)]) -> Markup {
    html! { section id=(way) {
        h2 { (visit.t(&format!("programmes-{way}"))) }
        @if answers.is_empty() { p { (visit.t("programmes-way-empty")) } }
        ul.openings { @for (answer, why) in answers { (entry(visit, answer, why)) } }
    } }
}

fn entry(visit: &Visit, answer: &Assessment<'_>, why: &Markup) -> Markup {
    let (program, version) = (answer.program, answer.version);
    let at = visit.ctx.zone.to_datetime(visit.ctx.now);
    html! {
        li.opening {
            h3 { a href={ "/programmes/" (program.id) } { (visit.say(&program.name())) } }
            p.employer { span lang=[visit.content_lang()] { (program.operator) } " · " (visit.t(&format!("support-kind-{}", program.kind))) }
            p.small { @if let Some(doubt) = doubt(visit, version.source_kind) { (doubt) " " } (standing(visit, version.standing(at))) }
            (why)
            details {
                summary { (visit.t("programmes-every-condition")) }
                ul { @for line in &answer.lines { li { (came(visit, line)) } } }
            }
            p.small { (visit.t("programmes-rule-from")) " " span lang=[visit.content_lang()] { (sources(version).join(", ")) } " (" (visit.t(&format!("support-source-{}", version.source_kind))) ") · " a href={ "/programmes/" (program.id) "#version-" (version.id) } { (visit.t("programmes-rule")) } }
        }
    }
}

/// A condition with what came of it, in a word and a mark: never colour alone.
fn came(visit: &Visit, line: &Line<'_>) -> Markup {
    let says = visit.say(&line.says(ground(visit.app())));
    html! {
        @match &line.finding {
            Finding::Met => { "○ " strong { (visit.t("programmes-met")) } " " (says) }
            Finding::NotMet(why) => { "✕ " strong { (visit.t("programmes-not-met")) } " " (says) " — " (visit.say(why)) }
            Finding::Missing(_) => { "? " strong { (visit.t("programmes-not-known")) } " " (says) }
        }
    }
}

/// What is not known, and what to bring or whom to ask so that it is.
pub(crate) fn to_tell(visit: &Visit, missing: &BTreeSet<Missing>) -> Markup {
    let how = |one: &Missing| match (one.paper(), one) {
        (Some(paper), _) => visit.t(&format!("support-paper-{paper}")),
        (None, Missing::Fact(Fact::Operator | Fact::NoticeDay)) => visit.t("programmes-ask-operator"),
        (None, _) => visit.t("programmes-say-so"),
    };
    html! { ul { @for one in missing { li { (visit.say(&one.message())) ": " (how(one)) } } } }
}
