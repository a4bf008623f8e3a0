//! The tailored path and the action plan on paper: the same facts as on their pages, in words.

use documents::paper::{self, ActionPlanPaper, ActionPlanWords, PathPaper, PathPart, Sheet};
use domain::Ctx;
use domain::action_plan::{Agreement, StepState};
use domain::id::{ActionPlanId, SeekerId};
use domain::look::Purpose;
use domain::message::{Lang, Message};
use domain::support_program::Verdict;

use super::poster;
use crate::opening::Listed;
use crate::path::{Program, Tailored, tailored};
use crate::{App, Error};

/// The tailored path of one person, to take home.
///
/// # Errors
/// [`Error::NotFound`], also for those who may not know that they exist.
pub async fn path(ctx: &Ctx, app: &App, id: SeekerId, lang: Lang) -> Result<Sheet, Error> {
    let path = tailored(ctx, app, id).await?;
    crate::look::leave(ctx, app, vec![path.seeker.person], Purpose::Print).await?;
    let about = Message::new("path-about")
        .with("name", path.name.as_str())
        .with("number", path.seeker.number.as_str());
    Ok(paper::path(&PathPaper {
        office: poster::office(ctx, app, lang),
        english: lang == Lang::En,
        title: app.catalogue.word(lang, "path"),
        about: app.catalogue.say(lang, &about),
        parts: parts(app, &path, lang),
    }))
}

fn parts(app: &App, path: &Tailored, lang: Lang) -> Vec<PathPart> {
    let word = |code: &str| app.catalogue.word(lang, code);
    let say = |message: &Message| app.catalogue.say(lang, message);
    let part = |title: &str, lines: Vec<String>, empty: &str| PathPart {
        title: word(title),
        lines,
        empty: word(empty),
    };
    let opening = |listed: &Listed| {
        let line = super::bulletin_line(app, &crate::bulletin::line(app, listed), lang, "");
        let told = [line.title, line.employer, line.pay, line.place, line.until, line.phone];
        told.into_iter().filter(|one| !one.is_empty()).collect::<Vec<_>>().join(" · ")
    };
    let none = if path.fit.is_some() { "path-openings-empty" } else { "path-no-list" };
    let (mut full, mut near, mut learn) = (Vec::new(), Vec::new(), Vec::new());
    if let Some(fit) = &path.fit {
        full.extend(fit.full.iter().map(|one| opening(&one.listed)));
        near.extend(fit.near.iter().map(|one| format!("{} → {}", say(&one.failed), opening(&one.listed))));
        near.extend(fit.widening().map(say));
        learn.extend(fit.learn.iter().map(|(said, _)| say(said)));
        learn.extend(fit.trainings.iter().map(|one| format!("{} · {}", one.name, one.body)));
    }
    let mut segments: Vec<String> = path.segments.iter().map(|one| say(&one.says())).collect();
    if !segments.is_empty() {
        segments.push(word("path-segments-note"));
    }
    vec![
        part("path-openings", full, none),
        part("path-near", near, "path-near-empty"),
        part(
            "path-programs",
            path.programs.iter().map(|one| program(app, one, lang)).collect(),
            "path-programs-empty",
        ),
        part("path-learning", learn, "path-learning-empty"),
        part(
            "path-events",
            path.events.iter().map(|one| say(&crate::path::event(one))).collect(),
            "path-events-empty",
        ),
        part("path-call", path.care.says(lang).iter().map(say).collect(), "path-call"),
        part("path-segments", segments, "path-segments-empty"),
    ]
}

/// A programme with what is not known of it, what to bring, and when one may begin.
fn program(app: &App, one: &Program, lang: Lang) -> String {
    let say = |message: &Message| app.catalogue.say(lang, message);
    let mut parts = vec![say(&one.says())];
    if let Verdict::Unknown { missing } = &one.verdict {
        let papers: std::collections::BTreeSet<_> = missing.iter().filter_map(|what| what.paper()).collect();
        let papers: Vec<String> = papers
            .into_iter()
            .map(|paper| app.catalogue.word(lang, &format!("support-paper-{paper}")))
            .collect();
        if !papers.is_empty() {
            parts.push(say(&Message::new("path-bring").with("papers", papers.join(", "))));
        }
    }
    parts.extend(one.cohorts.iter().map(|cohort| say(&crate::path::cohort(cohort))));
    parts.join(" · ")
}

/// An action plan, for both to sign.
///
/// # Errors
/// [`Error::NotFound`], also for those who may not know that it exists.
pub async fn action_plan(ctx: &Ctx, app: &App, id: ActionPlanId, lang: Lang) -> Result<Sheet, Error> {
    let (plan, words, _) = crate::action_plan::own_or_counselled(ctx, app, id).await?;
    let (seeker, profile) = crate::seeker::open(ctx, app, plan.seeker, Purpose::Print).await?;
    let word = |code: &str| app.catalogue.word(lang, code);
    let steps = plan.steps.iter().enumerate().map(|(nth, step)| {
        let state = match step.state {
            StepState::Open => String::new(),
            settled => word(&format!("action-plan-step-{}", settled.name())),
        };
        let said = words.steps.get(nth).cloned().unwrap_or_default();
        [said, word(&format!("action-plan-owner-{}", step.owner)), step.due_on.to_string(), state]
    });
    Ok(paper::action_plan(&ActionPlanPaper {
        office: poster::office(ctx, app, lang),
        english: lang == Lang::En,
        words: ActionPlanWords {
            title: word("action-plan"),
            number: word("action-plan-number"),
            name: word("action-plan-name"),
            goal: word("action-plan-goal"),
            step: word("action-plan-step"),
            owner: word("action-plan-owner"),
            due: word("action-plan-due"),
            state: word("action-plan-result"),
            none: word("action-plan-none"),
            promise: word("action-plan-promise"),
            day: word("action-plan-day"),
            person: word("action-plan-sign-person"),
            counselor: word("action-plan-sign-counselor"),
        },
        number: seeker.number,
        name: profile.name,
        goal: words.goal.clone(),
        steps: steps.collect(),
        agreed: app.catalogue.say(lang, &agreed(app, &plan.agreement)),
    }))
}

/// Whether and when the person agreed, in words.
pub fn agreed(app: &App, agreement: &Agreement) -> Message {
    match agreement {
        Agreement::Proposed => Message::new("action-plan-proposed"),
        Agreement::Agreed { at, how } => {
            let day = app.city.zone().to_datetime(*at).date().to_string();
            Message::word("action-plan-agreed", (*how).into()).with("day", day)
        }
    }
}
