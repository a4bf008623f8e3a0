//! The law linter where openings are decided on: what is known of other openings, what refuses, what
//! needs a reason, and the decision that is kept with the opening.

use std::borrow::Cow;
use std::collections::{BTreeMap, HashSet};

use domain::Ctx;
use domain::employer::Employer;
use domain::law::{Act, Decision, Facts, Finding, Justification, Known, Rule, check, rule_set};
use domain::message::Message;
use domain::opening::{Change, Content, Opening, Term, check_minimum_wage};
use domain::person::looks_like_resident_number;

use crate::{App, Error, FieldError};

/// Why an opening may be shown all the same, by the rule that asks.
pub type Reasons = BTreeMap<Rule, String>;

/// What blocks an opening of this content: each with the field that mends it. Missing terms are told by
/// [`Content::missing`].
pub(super) fn blocked(
    app: &App,
    ctx: &Ctx,
    content: &Content,
    employer: &Employer,
) -> Vec<(&'static str, Message)> {
    let known = Known { employer_on_record: true, ..Known::default() };
    let findings = find(app, ctx, content, employer, &known);
    let blocking = findings.iter().filter(|f| f.act == Act::Block && f.rule != Rule::MissingTerms);
    blocking.map(|finding| (field(finding), finding.message())).collect()
}

/// What asks for a reason that was not given yet.
pub(crate) fn unanswered(app: &App, ctx: &Ctx, opening: &Opening, employer: &Employer) -> Vec<Message> {
    let decision = look(app, ctx, opening, employer);
    let open = decision.refused().filter(|finding| finding.act == Act::Justify);
    open.map(Finding::message).collect()
}

/// Why the pay of a shown opening is not enough today, unless the reason that was given once still holds.
pub(super) fn underpaid(app: &App, ctx: &Ctx, opening: &Opening, employer: &Employer) -> Option<Message> {
    let year = ctx.today().year();
    let floor = app.reference.minimum_wages.hourly_won(year)?;
    // Sums first: the words of every opening need not be read again each day.
    check_minimum_wage(&opening.content, year, floor).err()?;
    let decision = look(app, ctx, opening, employer);
    let mut refused = decision.refused();
    refused.find(|finding| finding.rule == Rule::MinimumWage).map(Finding::message)
}

/// The findings of today, with the reasons that were given before.
pub(super) fn look(app: &App, ctx: &Ctx, opening: &Opening, employer: &Employer) -> Decision {
    let known = known(app, opening, employer);
    let mut findings = find(app, ctx, &opening.content, employer, &known);
    findings.retain(|finding| finding.rule != Rule::MissingTerms || finding.act != Act::Block);
    Decision {
        rule_set: Cow::Borrowed(rule_set(ctx.today()).name),
        findings,
        justifications: opening.law.as_ref().map(|law| law.justifications.clone()).unwrap_or_default(),
    }
}

/// Keeps the findings and the reasons with the opening, unless one is missing.
///
/// # Errors
/// [`Error::Invalid`] with every finding that blocks, at its field, and every one without a reason, at
/// the field of that reason.
pub(super) fn decide(
    app: &App,
    ctx: &Ctx,
    opening: &mut Opening,
    employer: &Employer,
    reasons: &Reasons,
) -> Result<(), Error> {
    let mut decision = look(app, ctx, opening, employer);
    let mut errors = Vec::new();
    for (rule, text) in reasons.iter().filter(|(_, text)| !text.trim().is_empty()) {
        if looks_like_resident_number(text) {
            errors.push(FieldError {
                field: reason_field(*rule),
                message: Message::new("resident-number-refused"),
            });
            continue;
        }
        let asking = decision.findings.iter().filter(|f| f.rule == *rule && f.act == Act::Justify);
        let words: Vec<String> = asking.map(|finding| finding.words.clone()).collect();
        if !words.is_empty() {
            let text = text.trim().chars().take(2_000).collect();
            let reason = Justification { text, by: ctx.actor.person, at: ctx.now, words };
            decision.justifications.insert(*rule, reason);
        }
    }
    errors.extend(decision.refused().map(|finding| FieldError {
        field: if finding.act == Act::Justify { reason_field(finding.rule) } else { finding.field.clone() },
        message: finding.message(),
    }));
    if !errors.is_empty() {
        return Err(Error::Invalid(errors));
    }
    // Reasons for words that are gone justify nothing any more.
    let asked: HashSet<Rule> =
        decision.findings.iter().filter(|f| f.act == Act::Justify).map(|finding| finding.rule).collect();
    decision.justifications.retain(|rule, _| asked.contains(rule));
    opening.law = Some(decision);
    Ok(())
}

/// Whether a reason stands with an opening that did not when it was accepted.
pub(super) fn says_more(opening: &Opening, accepted: Option<&Decision>) -> bool {
    let given = opening.law.iter().flat_map(|law| &law.justifications);
    let known = |rule: &Rule, reason: &Justification| {
        let known = accepted.and_then(|law| law.justifications.get(rule));
        known.is_some_and(|known| (&known.text, &known.words) == (&reason.text, &reason.words))
    };
    given.into_iter().any(|(rule, reason)| !known(rule, reason))
}

/// Input of a form that takes the reason for a rule.
fn reason_field(rule: Rule) -> Cow<'static, str> {
    Cow::Owned(format!("reason_{rule}"))
}

/// Several refusals of one step as one answer that says them all.
pub(super) fn together(messages: Vec<Message>) -> Option<Message> {
    messages
        .into_iter()
        .rev()
        .reduce(|rest, first| Message::new("opening-also").with("first", first).with("rest", rest))
}

/// A step has no fields: what is wrong is told together.
pub(super) fn one_conflict(error: Error) -> Error {
    match error {
        Error::Invalid(fields) => together(fields.into_iter().map(|field| field.message).collect())
            .map_or(Error::NotFound, Error::Conflict),
        other => other,
    }
}

fn field(finding: &Finding) -> &'static str {
    match finding.field {
        Cow::Borrowed(field) => field,
        Cow::Owned(_) => "note",
    }
}

fn find(app: &App, ctx: &Ctx, content: &Content, employer: &Employer, known: &Known) -> Vec<Finding> {
    let minimum_wages = &app.reference.minimum_wages;
    check(&Facts { content, employer: Some(employer), day: ctx.today(), minimum_wages, known })
}

/// What its own past and the openings that are shown say of this one: which terms got worse, who shares its
/// telephone or number, and which say the same.
fn known(app: &App, opening: &Opening, employer: &Employer) -> Known {
    let content = &opening.content;
    // Of a term that was made worse several times, the last word on it.
    let changes = opening.worsened.iter().flat_map(|worse| &worse.changes);
    let worse: BTreeMap<Term, Change> = changes.map(|change| (change.term, change.clone())).collect();
    app.projection.with(|state| {
        let mut sharing = HashSet::new();
        let mut known = Known {
            employer_on_record: true,
            worse_terms: worse.into_values().collect(),
            ..Known::default()
        };
        for entry in state.openings.values().filter(|entry| entry.opening.id != opening.id) {
            let other = &entry.employer;
            if other.id == employer.id {
                let said = &entry.opening.content;
                let same = !content.duties.is_empty()
                    && (&said.title, &said.duties, &said.work_time, &said.workplace)
                        == (&content.title, &content.duties, &content.work_time, &content.workplace);
                if same {
                    known.duplicates.push(entry.opening.origin.number.clone());
                }
                continue;
            }
            if !employer.phone.is_empty() && other.phone == employer.phone {
                sharing.insert(other.id);
            }
            known.business_number_shared |=
                employer.business_number.is_some() && other.business_number == employer.business_number;
        }
        known.phone_shared_by = u32::try_from(sharing.len()).unwrap_or(u32::MAX);
        known
    })
}
