//! `/fit`: "which openings suit me", from a short form that is not stored.

use app::fit::{ConstraintState, Explanation, Fit, Form as Wishes, Stands, Suitability};
use app::suggestion::Judged;
use app::support_program::{Wanted, list};
use axum::response::{IntoResponse, Response};
use domain::area::AreaCode;
use domain::code::{Education, EmploymentType, WageForm};
use domain::message::{Lang, Message};
use domain::policy::UseCase;
use domain::support_program::{StandingName, Target};
use domain::work_time::DailyHours;
use maud::{Markup, html};

use crate::component::{Form, area, checks, codes, days, input, opening_row, select};
use crate::fields::Fields;
use crate::page;
use crate::routes::Routes;
use crate::staff::{competition, pair};
use crate::visit::Visit;

/// Programmes and counters that are named; all of them stand on their own pages.
const PROGRAMS: usize = 5;
const COUNTERS: usize = 3;

pub(crate) fn routes(routes: &mut Routes) {
    routes.get("/fit", UseCase::ReadPublic, ask);
    routes.post("/fit", UseCase::ReadPublic, answer);
}

async fn ask(visit: Visit) -> Response {
    let body = form(&visit, &Form::new(&Fields::default()));
    page::shell(
        &visit,
        &visit.t("nav-fit"),
        html! { h1 { (visit.t("nav-fit")) } p.lead { (visit.t("fit-note")) } (body) },
    )
    .into_response()
}

async fn answer(visit: Visit, fields: Fields) -> Response {
    let (ctx, app, number) = (&visit.ctx, visit.app(), fields.text("opening_number"));
    let found = match read(&visit, &fields) {
        Ok(wishes) => match asked(&visit, &wishes, number).await {
            Ok(judged) => app::fit::find(ctx, app, &wishes).await.map(|fit| (fit, judged)),
            Err(failed) => Err(failed),
        },
        Err(errors) => Err(app::Error::Invalid(errors)),
    };
    let title = visit.t("nav-fit");
    let home = visit.app().city.areas().resolve(fields.text("area_text")).into_iter().next();
    let events = app::path::events(ctx, app, home.as_ref()).await.unwrap_or_default();
    match found {
        Ok((fit, judged)) => {
            let body = html! {
                h1 { (title) }
                @if let Some(judged) = &judged { (pair(&visit, judged)) }
                @if unknown_occupation(&visit, &fields) { p.notice { (visit.say(&Message::new("fit-occupation-unknown").with("text", fields.text("occupation_text")))) } }
                (results(&visit, &fit))
                @if !events.is_empty() { section { h2 { (visit.t("path-events")) } (crate::path::events(&visit, &events)) } }
                details { summary { (visit.t("fit-again")) } (form(&visit, &Form::new(&fields))) }
            };
            page::shell(&visit, &title, body).into_response()
        }
        Err(failed) => Form::refused(&visit, &fields, &failed)
            .unwrap_or_else(|filled| filled.page(&visit, &title, &form(&visit, &filled))),
    }
}

/// Why the one opening that was asked about suits or does not.
async fn asked(visit: &Visit, wishes: &Wishes, number: &str) -> Result<Option<Judged>, app::Error> {
    match number {
        "" => Ok(None),
        number => app::suggestion::of_form(&visit.ctx, visit.app(), wishes, number).await.map(Some),
    }
}

/// Words that are no occupation still count as a description, but not as a wish for an occupation.
fn unknown_occupation(visit: &Visit, fields: &Fields) -> bool {
    let typed = fields.text("occupation_text");
    !typed.is_empty() && visit.app().occupations(typed).is_empty()
}

fn read(visit: &Visit, fields: &Fields) -> Result<Wishes, Vec<app::FieldError>> {
    let mut errors = Vec::new();
    let wage = fields.won("wage_won").unwrap_or_else(|error| {
        errors.push(error);
        None
    });
    let mut count = |name: &'static str, most: u32| {
        fields.count(name, most).unwrap_or_else(|error| {
            errors.push(error);
            None
        })
    };
    let (commute, career) = (count("commute_max_min", 600), count("career_months", 900));
    let weekly = count("weekly_hours", 168);
    let area = fields.text("area_text");
    if !area.is_empty() && visit.app().city.areas().resolve(area).is_empty() {
        let why = Message::new("form-area-unknown").with("text", area);
        errors.push(app::FieldError::new("area_text", why));
    }
    let form = WageForm::from_code(fields.text("wage_form")).unwrap_or(WageForm::Monthly);
    let wishes = Wishes {
        occupation_text: fields.text("occupation_text").to_owned(),
        area_text: fields.text("area_text").to_owned(),
        desired_areas: fields.all("desired_area").filter_map(AreaCode::parse).collect(),
        commute_max_min: commute,
        wage: wage.map(|won| (form, won)),
        career_months: career,
        education: Education::from_code(fields.text("education")),
        weekdays: fields.weekdays("days"),
        hours: fields
            .clock("from")
            .zip(fields.clock("to"))
            .and_then(|(from, to)| DailyHours::new(from, to, 0)),
        weekly_hours: weekly,
        employment_types: fields.all("employment_type").filter_map(EmploymentType::from_code).collect(),
        licences: fields.text("licences").to_owned(),
        skills: fields.text("skills").to_owned(),
        desired_work: fields.text("desired_work").to_owned(),
    };
    if errors.is_empty() { Ok(wishes) } else { Err(errors) }
}

fn form(visit: &Visit, form: &Form<'_>) -> Markup {
    let city = &visit.app().city;
    let areas: Vec<(String, String)> = city
        .districts()
        .into_iter()
        .map(|area| (area.code.to_string(), area.name.clone()))
        .chain(city.neighbours().iter().map(|code| (code.to_string(), city.areas().name(code).to_owned())))
        .collect();
    html! {
        form.narrow method="post" action="/fit" {
            (input(visit, form, "occupation_text", "fit-occupation", "text", "fit-occupation-hint"))
            (input(visit, form, "area_text", "fit-area", "text", "fit-area-hint"))
            (checks(visit, form, "desired_area", "fit-desired-areas", &areas))
            (input(visit, form, "commute_max_min", "fit-commute", "number", "fit-commute-hint"))
            (select(visit, form, "wage_form", "fit-wage-form", &codes(visit, "salTp")))
            (input(visit, form, "wage_won", "fit-wage", "text", "fit-wage-hint"))
            (checks(visit, form, "days", "fit-days", &days(visit)))
            (input(visit, form, "from", "fit-from", "time", ""))
            (input(visit, form, "to", "fit-to", "time", ""))
            (input(visit, form, "weekly_hours", "fit-weekly-hours", "number", ""))
            (input(visit, form, "career_months", "fit-career", "number", ""))
            (select(visit, form, "education", "education", &codes(visit, "education")))
            (checks(visit, form, "employment_type", "employment-type", &codes(visit, "empTp")))
            (input(visit, form, "licences", "licences", "text", "fit-list-hint"))
            (input(visit, form, "skills", "skills", "text", "fit-list-hint"))
            (area(visit, form, "desired_work", "fit-desired-work"))
            (input(visit, form, "opening_number", "fit-opening", "text", "fit-opening-hint"))
            div.actions { button { (visit.t("fit-go")) } }
        }
    }
}

/// Matches, near matches and proposals; also used for registered people.
pub(crate) fn results(visit: &Visit, fit: &Fit) -> Markup {
    html! {
        @if fit.can_match { p.lead { (visit.n("fit-full", fit.full_total)) } } @else { p.notice { (visit.t("fit-nothing-told")) } }
        @if fit.can_match && fit.full_total == 0 && fit.near.is_empty() && !fit.missing.is_empty() { p.notice { (visit.t("fit-too-little")) } }
        @if !fit.understood.is_empty() { p { (visit.t("fit-understood")) ": " (fit.understood.join(", ")) } }
        @if !fit.missing.is_empty() { ul.small { @for missing in &fit.missing { li { (visit.say(missing)) } } } }
        @if fit.plan.is_some() { p.small { (visit.t("fit-planned-note")) } }
        @if !fit.full.is_empty() { h2.heard { (visit.t("openings-listed")) } }
        ul.openings { @for fitting in &fit.full { li { ul.openings { (opening_row(visit, &fitting.listed)) } @if fitting.planned { p { span.badge { (visit.t("fit-planned")) } } } (why(visit, &fitting.explanation)) (stands(visit, &fitting.stands)) } } }
        @if !fit.relax.is_empty() {
            section { h2 { (visit.t("fit-relax")) } ul { @for (message, _) in &fit.relax { li { (visit.say(message)) } } } }
        }
        @if !fit.near.is_empty() {
            section {
                h2 { (visit.t("fit-near")) }
                ul.openings { @for near in &fit.near { li {
                    p { span.badge { (visit.t("fit-one-thing")) } " " strong { (visit.say(&near.failed)) } }
                    ul.openings { (opening_row(visit, &near.listed)) } (why(visit, &near.explanation)) (stands(visit, &near.stands))
                } } }
            }
        }
        (crate::abroad::fitting(visit, fit, None))
        (ways(visit, fit))
        section {
            h2 { (visit.t("fit-next")) }
            p { (visit.t("fit-call")) " " a.phone href={ "tel:" (visit.app().city.phone()) } { (visit.app().city.phone()) } " · " a href="/openings" { (visit.t("nav-openings")) } }
            (counters(visit))
            p { a href="/centres" { (visit.t("nav-centres")) } }
            button.second type="button" data-print="" hidden { (visit.t("print")) }
        }
    }
}

/// The sectors and the training that lead further.
pub(crate) fn ways(visit: &Visit, fit: &Fit) -> Markup {
    html! { section {
        h2 { (visit.t("fit-ways")) }
        p { a href="/programmes/fit" { (visit.t("programmes-fit")) } " · " a href="/programmes" { (visit.t("programmes")) } " · " a href="/youth" { (visit.t("youth-policies")) } }
        (open_programs(visit))
        @if !fit.sectors.is_empty() { p { (visit.t("fit-sectors")) ": " @for (nth, sector) in fit.sectors.iter().enumerate() {
            @if nth > 0 { ", " } a href={ "/sectors/" (sector.id) } { @match visit.lang { Lang::Ko => (sector.name_ko), Lang::En => (sector.name_en) } }
        } } }
        @if fit.trainings.is_empty() { p { a href="/centres" { (visit.t("fit-trainings-none")) } } } @else {
            p { a href="/plan#measures" { (visit.t("fit-trainings")) } }
            ul lang=[visit.content_lang()] { @for one in &fit.trainings { li { a href={ "/plan#category-" (one.category) } { (one.name) " · " (one.body) } } } }
        }
    } }
}

/// Programmes to which one may apply today. Which of them fit is asked on their own page: it takes other questions.
fn open_programs(visit: &Visit) -> Markup {
    let wanted = Wanted { target: Some(Target::Person), standing: Some(StandingName::Open), kind: None };
    let open = list(&visit.ctx, visit.app(), wanted).unwrap_or_default();
    html! { @if !open.is_empty() {
        p { (visit.t("fit-programmes")) }
        ul { @for offer in open.iter().take(PROGRAMS) { li { a href={ "/programmes/" (offer.program.id) } { (visit.say(&offer.program.name())) } " · " span lang=[visit.content_lang()] { (offer.program.operator) } } } }
    } }
}

/// Whom to ask, where and when.
fn counters(visit: &Visit) -> Markup {
    html! { ul { @for centre in visit.app().city.centres().iter().take(COUNTERS) { li {
        @match visit.lang { Lang::Ko => (centre.name), Lang::En => (centre.name_en) }
        " · " span lang=[visit.content_lang()] { (centre.hours) } " · " a.phone href={ "tel:" (centre.phone) } { (centre.phone) }
    } } } }
}

/// The mark of a condition: never colour alone.
fn held(state: ConstraintState) -> &'static str {
    match state {
        ConstraintState::Met { .. } => "○ ",
        ConstraintState::Failed { .. } => "✕ ",
        ConstraintState::Unknown => "? ",
    }
}

/// How many want an opening and whether anybody may still be referred, apart from how it suits.
pub(crate) fn stands(visit: &Visit, stands: &Stands) -> Markup {
    html! { p.small {
        (competition(visit, stands.competition))
        @match &stands.referred {
            Some(referral) => { " · " (visit.t("competition-referred")) " " span.badge { (crate::referral::standing(visit, &referral.state)) } }
            None => @if stands.is_full() { " · " (visit.t("competition-full")) },
        }
    } }
}

/// The score as a table of parts that sum to it, and every condition. Where too little was told there is no score.
pub(crate) fn why(visit: &Visit, explanation: &Explanation) -> Markup {
    html! {
        details {
            summary { (visit.t("fit-why")) " " @match explanation.score() {
                Some(score) => { span.score { (domain::message::thousands(i64::from(score))) } " / 10,000" }
                None => (visit.t("fit-untold")),
            } }
            @if let Suitability::Scored { score, parts, .. } = &explanation.suitability {
                div.scroll tabindex="0" role="region" aria-label=(visit.t("fit-parts")) { table {
                    caption { (visit.t("fit-parts")) }
                    thead { tr { th scope="col" { (visit.t("fit-part")) } th.num scope="col" { (visit.t("fit-points")) } th scope="col" { (visit.t("fit-reason")) } } }
                    tbody {
                        @for part in parts { tr {
                            th scope="row" { (visit.t(&format!("match-part-{}", part.kind))) }
                            td.num { (part.points) " / " (part.max) " " meter min="0" max=(part.max) value=(part.points) aria-hidden="true" {} }
                            td { (visit.say(&part.reason)) }
                        } }
                        tr { th scope="row" { (visit.t("fit-sum")) } td.num { (score) } td {} }
                    }
                } }
            }
            ul { @for constraint in &explanation.constraints {
                li { (held(constraint.state)) (visit.say(&constraint.reason)) }
            } }
        }
    }
}
