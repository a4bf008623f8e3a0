//! `/me/supporter`: what somebody offers to be called for, for what they were called, and their yes or no. The same page at
//! `/staff/seekers/{id}/supporter`, for whoever writes it down with them.

use std::collections::BTreeSet;

use app::FieldError;
use app::supporter::{Called, Mine};
use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use domain::code::Language;
use domain::id::{SupporterId, SupporterShiftId};
use domain::message::Message;
use domain::policy::UseCase;
use domain::supporter::{CallBy, DayPart, Level, Offer, Spoken, Work};
use domain::supporter_shift::{Answer, Content, StateName};
use jiff::civil::Date;
use maud::{Markup, html};
use strum::IntoEnumIterator;

use crate::component::{Form, checks, clock, codes, days, input, select, sent, tick};
use crate::fields::Fields;
use crate::routes::Routes;
use crate::visit::Visit;
use crate::{error, page};

/// Languages that somebody may name.
const SPOKEN: [[&str; 2]; 3] =
    [["language_1", "level_1"], ["language_2", "level_2"], ["language_3", "level_3"]];

pub(crate) fn routes(routes: &mut Routes) {
    routes.get("/me/supporter", UseCase::WriteSupporter, show_own);
    routes.post("/me/supporter", UseCase::WriteSupporter, join_own);
    routes.post("/me/supporter/answers", UseCase::WriteSupporter, answer_own);
    routes.post("/me/supporter/leave", UseCase::WriteSupporter, leave_own);
    routes.get("/staff/seekers/{id}/supporter", UseCase::WriteSupporter, show_of);
    routes.post("/staff/seekers/{id}/supporter", UseCase::WriteSupporter, join_of);
    routes.post("/staff/seekers/{id}/supporter/answers", UseCase::WriteSupporter, answer_of);
    routes.post("/staff/seekers/{id}/supporter/leave", UseCase::WriteSupporter, leave_of);
}

/// When a shift is: `2016-04-04 (Mon) 09:00~18:00`.
pub(crate) fn when(visit: &Visit, content: &Content) -> String {
    let weekday = visit.t(&format!("day-{}", content.day.weekday().to_monday_zero_offset()));
    let hours = content.hours;
    format!("{} ({weekday}) {}~{}", content.day, clock(hours.start_min), clock(hours.end_min))
}

/// What there is to do, with the language that it takes.
pub(crate) fn what(visit: &Visit, content: &Content) -> String {
    let work = visit.t(&format!("supporter-work-{}", content.work));
    content.language.map_or_else(|| work.clone(), |wanted| format!("{work} · {}", spoken(visit, wanted)))
}

/// A language and how well it is spoken.
pub(crate) fn spoken(visit: &Visit, one: Spoken) -> String {
    let level = visit.t(&format!("supporter-level-{}", one.level));
    format!("{} {level}", visit.label(Language::LIST, one.language.code()))
}

/// Words of a closed list, to choose from.
pub(crate) fn words<W: IntoEnumIterator + std::fmt::Display>(
    visit: &Visit,
    prefix: &str,
) -> Vec<(String, String)> {
    W::iter().map(|word| (word.to_string(), visit.t(&format!("{prefix}-{word}")))).collect()
}

/// What somebody said to a call, or did.
pub(crate) fn answered(visit: &Visit, answer: Answer) -> Markup {
    html! {
        span.badge { (visit.t(&format!("supporter-answer-{}", answer.name()))) }
        @if let Answer::Came { minutes } = answer { " " (visit.say(&Message::new("supporter-worked").with("hours", minutes / 60).with("minutes", minutes % 60))) }
    }
}

/// Whose page it is, with its address; an answer when there is none.
async fn whose(visit: &Visit, id: Option<&str>) -> Result<(Mine, String), Response> {
    let (ctx, app) = (&visit.ctx, visit.app());
    let Some(id) = id else {
        return match app::supporter::mine(ctx, app).await {
            Ok(Some(mine)) => Ok((mine, "/me/supporter".to_owned())),
            Ok(None) => Err(unregistered(visit)),
            Err(failed) => Err(error::page(visit, &failed)),
        };
    };
    let found = match id.parse() {
        Ok(id) => app::supporter::of_seeker(ctx, app, id).await,
        Err(_) => Err(app::Error::NotFound),
    };
    match found {
        Ok(mine) => Ok((mine, format!("/staff/seekers/{id}/supporter"))),
        Err(failed) => Err(error::page(visit, &failed)),
    }
}

/// Whoever is not registered registers first: nobody could call them.
fn unregistered(visit: &Visit) -> Response {
    let title = visit.t("supporter");
    let body = html! {
        h1 { (title) }
        p.lead { (visit.t("supporter-note")) }
        p.notice { (visit.t("my-registrations-none")) }
        div.actions { a.button href="/staff/seekers/new" { (visit.t("seeker-new")) } }
    };
    (StatusCode::NOT_FOUND, page::shell(visit, &title, body)).into_response()
}

async fn show_own(visit: Visit) -> Response {
    show(&visit, None).await
}

async fn join_own(visit: Visit, fields: Fields) -> Response {
    join(&visit, None, &fields).await
}

async fn answer_own(visit: Visit, fields: Fields) -> Response {
    answer(&visit, None, &fields).await
}

async fn leave_own(visit: Visit, fields: Fields) -> Response {
    leave(&visit, None, &fields).await
}

async fn show_of(visit: Visit, Path(id): Path<String>) -> Response {
    show(&visit, Some(&id)).await
}

async fn join_of(visit: Visit, Path(id): Path<String>, fields: Fields) -> Response {
    join(&visit, Some(&id), &fields).await
}

async fn answer_of(visit: Visit, Path(id): Path<String>, fields: Fields) -> Response {
    answer(&visit, Some(&id), &fields).await
}

async fn leave_of(visit: Visit, Path(id): Path<String>, fields: Fields) -> Response {
    leave(&visit, Some(&id), &fields).await
}

async fn show(visit: &Visit, id: Option<&str>) -> Response {
    match whose(visit, id).await {
        Ok((mine, here)) => render(visit, &mine, &here, &Form::new(&kept(visit, &mine))),
        Err(answer) => answer,
    }
}

async fn join(visit: &Visit, id: Option<&str>, fields: &Fields) -> Response {
    let (mine, here) = match whose(visit, id).await {
        Ok(found) => found,
        Err(answer) => return answer,
    };
    let done = match read(visit, fields) {
        Ok(offer) => app::supporter::join(&visit.ctx, visit.app(), mine.seeker, offer).await,
        Err(wrong) => Err(app::Error::Invalid(wrong)),
    };
    match sent(visit, fields, done, |_| here.clone()) {
        Ok(answer) => answer,
        Err(form) => render(visit, &mine, &here, &form),
    }
}

async fn answer(visit: &Visit, id: Option<&str>, fields: &Fields) -> Response {
    let (mine, here) = match whose(visit, id).await {
        Ok(found) => found,
        Err(answer) => return answer,
    };
    let named = fields.parse::<SupporterShiftId>("shift").zip(fields.parse::<SupporterId>("supporter"));
    let theirs = named.filter(|(_, supporter)| mine.calls.iter().any(|call| call.supporter == *supporter));
    let yes = fields.text("answer") == "yes";
    let done = match theirs {
        Some((shift, supporter)) => {
            app::supporter_shift::answer(&visit.ctx, visit.app(), shift, supporter, yes).await
        }
        None => Err(app::Error::NotFound),
    };
    stepped(visit, (&mine, &here), fields, done)
}

async fn leave(visit: &Visit, id: Option<&str>, fields: &Fields) -> Response {
    let (mine, here) = match whose(visit, id).await {
        Ok(found) => found,
        Err(answer) => return answer,
    };
    let done = app::supporter::leave(&visit.ctx, visit.app(), mine.seeker).await;
    stepped(visit, (&mine, &here), fields, done)
}

/// After a step that does not write the offer: what is wrong stands above the offer as it is.
fn stepped(
    visit: &Visit,
    (mine, here): (&Mine, &str),
    fields: &Fields,
    done: Result<(), app::Error>,
) -> Response {
    match sent(visit, fields, done, |()| here.to_owned()) {
        Ok(answer) => answer,
        Err(refused) => {
            let kept = kept(visit, mine);
            let form = Form { errors: refused.errors, status: refused.status, ..Form::new(&kept) };
            render(visit, mine, here, &form)
        }
    }
}

/// The offer as it stands, as inputs; of whoever offers nothing yet a year from today.
fn kept(visit: &Visit, mine: &Mine) -> Fields {
    let today = visit.ctx.today();
    let mut pairs: Vec<(&str, String)> = Vec::new();
    match &mine.offer {
        Some((_, offer)) => {
            for ([language, level], one) in SPOKEN.into_iter().zip(&offer.languages) {
                pairs.push((language, one.language.code().to_owned()));
                pairs.push((level, one.level.to_string()));
            }
            pairs.extend(offer.works.iter().map(|work| ("works", work.to_string())));
            pairs.extend(offer.weekdays.days().map(|day| ("weekdays", day.to_string())));
            pairs.extend(offer.parts.iter().map(|part| ("parts", part.to_string())));
            let not_on: Vec<String> = offer.not_on.iter().map(ToString::to_string).collect();
            pairs.push(("not_on", not_on.join(", ")));
            pairs.push(("from", offer.from.to_string()));
            pairs.push(("until", offer.until.to_string()));
            pairs.push(("call_by", offer.call_by.to_string()));
        }
        None => {
            let until = domain::reminder::days_after(today, 364);
            pairs.extend([("from", today.to_string()), ("until", until.to_string())]);
        }
    }
    Fields(pairs.into_iter().map(|(name, value)| (name.to_owned(), value)).collect())
}

/// What was typed.
///
/// # Errors
/// What cannot be read, by its input.
fn read(visit: &Visit, fields: &Fields) -> Result<Offer, Vec<FieldError>> {
    let mut errors = Vec::new();
    let (from, until) = (day(fields, "from", &mut errors), day(fields, "until", &mut errors));
    let mut languages = Vec::new();
    for [language, level] in SPOKEN {
        let Some(known) = Language::from_code(fields.text(language)) else { continue };
        match fields.parse::<Level>(level) {
            Some(level) => languages.push(Spoken { language: known, level }),
            None => errors.push(FieldError::new(level, Message::new("supporter-level-needed"))),
        }
    }
    let mut not_on = BTreeSet::new();
    for text in fields.list("not_on") {
        match text.parse::<Date>() {
            Ok(day) => {
                not_on.insert(day);
            }
            Err(_) => {
                let what = Message::new("day-impossible").with("text", text);
                errors.push(FieldError::new("not_on", what));
            }
        }
    }
    let call_by = fields.parse("call_by");
    if call_by.is_none() {
        errors.push(FieldError::new("call_by", Message::new("field-needed")));
    }
    let (Some(from), Some(until), Some(call_by), true) = (from, until, call_by, errors.is_empty()) else {
        return Err(errors);
    };
    Ok(Offer {
        languages,
        works: fields.all("works").filter_map(|work| work.parse().ok()).collect(),
        weekdays: fields.weekdays("weekdays").unwrap_or_default(),
        parts: fields.all("parts").filter_map(|part| part.parse().ok()).collect(),
        not_on,
        from,
        until,
        call_by,
        agreed_on: fields.ticked("agreed").then(|| visit.ctx.today()),
    })
}

/// A day that must be there.
fn day(fields: &Fields, name: &'static str, errors: &mut Vec<FieldError>) -> Option<Date> {
    let read = fields
        .day(name)
        .and_then(|day| day.ok_or_else(|| FieldError::new(name, Message::new("field-needed"))));
    read.map_err(|wrong| errors.push(wrong)).ok()
}

fn render(visit: &Visit, mine: &Mine, here: &str, form: &Form<'_>) -> Response {
    let form = form.clone().needing(&["works", "weekdays", "parts", "from", "until", "call_by"]);
    let title = visit.t("supporter");
    let in_pool = mine.offer.as_ref().is_some_and(|(one, _)| one.is_offered());
    let own = here.starts_with("/me");
    let body = html! {
        p.lead { @if !own { a href={ "/staff/seekers/" (mine.seeker) } { (mine.name) } " · " } (visit.t(if in_pool { "supporter-in" } else { "supporter-out" })) " · " (visit.t("as-of")) " " (visit.instant(visit.ctx.now)) }
        p { (visit.t("supporter-note")) }
        section { h2 { (visit.t("supporter-calls")) } (calls(visit, &mine.calls, here)) }
        section { h2 { (visit.t("supporter-offer")) } (inputs(visit, &form, here)) }
        @if in_pool { section {
            h2 { (visit.t("supporter-leave")) }
            p { (visit.t("supporter-leave-note")) }
            form method="post" action={ (here) "/leave" } { button.second { (visit.t("supporter-leave")) } }
        } }
        p { @if own { a href="/me" { (visit.t("nav-me")) } } @else { a href={ "/staff/seekers/" (mine.seeker) } { (mine.name) } } }
    };
    form.page(visit, &title, &body)
}

fn inputs(visit: &Visit, form: &Form<'_>, here: &str) -> Markup {
    let (languages, levels) = (codes(visit, Language::LIST), words::<Level>(visit, "supporter-level"));
    let error = form.error("languages");
    html! {
        form.narrow method="post" action=(here) {
            (checks(visit, form, "works", "supporter-works", &words::<Work>(visit, "supporter-work")))
            fieldset.field #languages tabindex="-1" aria-describedby=[error.map(|_| "languages-error")] {
                legend { (visit.t("supporter-languages")) }
                p.hint { (visit.t("supporter-languages-hint")) }
                @for (nth, [language, level]) in SPOKEN.into_iter().enumerate() { fieldset {
                    legend { (visit.n("supporter-language-n", nth + 1)) }
                    (select(visit, form, language, "supporter-language", &languages))
                    (select(visit, form, level, "supporter-level", &levels))
                } }
                @if let Some(error) = error { p.error #languages-error { (error) } }
            }
            (checks(visit, form, "weekdays", "supporter-weekdays", &days(visit)))
            (checks(visit, form, "parts", "supporter-parts", &words::<DayPart>(visit, "supporter-part")))
            (input(visit, form, "not_on", "supporter-not-on", "text", "supporter-not-on-hint"))
            (input(visit, form, "from", "supporter-from", "date", ""))
            (input(visit, form, "until", "supporter-until", "date", "supporter-until-hint"))
            (select(visit, form, "call_by", "supporter-call-by", &words::<CallBy>(visit, "supporter-call")))
            (tick(form, "agreed", &visit.t("supporter-agree")))
            button { (visit.t("supporter-save")) }
        }
    }
}

/// What somebody was called for, with a yes and a no while it is open.
fn calls(visit: &Visit, calls: &[Called], here: &str) -> Markup {
    let today = visit.ctx.today();
    html! {
        @if calls.is_empty() { p { (visit.t("supporter-calls-none")) } } @else { ul.openings { @for call in calls {
            li.opening {
                h3 lang=[visit.content_lang()] { (call.content.title) }
                p { strong { (when(visit, &call.content)) } " · " span lang=[visit.content_lang()] { (call.content.place) } }
                p { (what(visit, &call.content)) " · " (visit.n("supporter-wage-n", call.content.wage_won_hourly)) }
                p.small { span lang=[visit.content_lang()] { (call.organisation) } @if !call.phone.is_empty() { " " a.phone href={ "tel:" (call.phone) } { (call.phone) } } }
                p { @if call.state == StateName::Cancelled { span.badge { (visit.t("supporter-shift-state-cancelled")) } } @else { (answered(visit, call.answer)) } }
                @if call.state == StateName::Open && call.content.day >= today { form method="post" action={ (here) "/answers" } {
                    input type="hidden" name="shift" value=(call.shift);
                    input type="hidden" name="supporter" value=(call.supporter);
                    div.actions { (buttons(visit, call.answer, &call.content.title)) }
                } }
            }
        } } }
    }
}

/// Yes and no, less what was said already.
pub(crate) fn buttons(visit: &Visit, said: Answer, about: &str) -> Markup {
    let named = |key: &str| format!("{}: {about}", visit.t(key));
    html! {
        @if !said.binds() { button name="answer" value="yes" aria-label=(named("supporter-yes")) { (visit.t("supporter-yes")) } }
        @if !matches!(said, Answer::No { .. }) { button.second name="answer" value="no" aria-label=(named("supporter-no")) { (visit.t("supporter-no")) } }
    }
}
