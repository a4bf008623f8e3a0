//! The seeker application (구직표) as a form: fourteen questions as one asks them at a counter, and
//! everything else folded under them.

pub(super) mod fill;
pub(super) mod read;

use axum::extract::{Path, Query};
use axum::http::StatusCode;
use axum::response::Response;
use domain::id::SeekerId;
use domain::look::Purpose;
use domain::message::Message;
use domain::seeker::MOST_LINKS;
use domain::{Channel, Role};
use jiff::civil::Date;
use maud::{Markup, html};

use super::{conflict, short};
use crate::component::{
    Form, area, checks, codes, days, dong_input, input, occupation_input, select, sent, tick, yes_no,
};
use crate::error;
use crate::fields::Fields;
use crate::visit::Visit;

/// Inputs of the counter's part, which is never folded.
const COUNTER: [&str; 16] = [
    "name",
    "born_on",
    "work_permit",
    "guardian_consent",
    "phone",
    "area",
    "occupation",
    "desired_area",
    "wage_form",
    "wage_won",
    "days",
    "career_months",
    "education",
    "licences",
    "desired_work",
    "consent_registration",
];

/// Consents that may be refused, each its own box: name of the input and its wording.
const CONSENTS: [(&str, &str); 6] = [
    ("consent_employment_center", "consent-employment-center"),
    ("consent_local_government", "consent-local-government"),
    ("consent_private_agency", "consent-private-agency"),
    ("consent_lookup", "consent-lookup"),
    ("consent_sensitive", "consent-sensitive"),
    ("consent_news", "consent-news"),
];

/// Rows of one kind that a form is read for; nobody writes more.
const MOST_ROWS: usize = 100;

/// Empty rows offered after the filled ones.
const SPARE_ROWS: usize = 2;

/// At the counter the short form; the whole one for who registers themselves, and for who asks for it.
pub(super) async fn new(visit: Visit, Query(pairs): Query<Vec<(String, String)>>) -> Response {
    let asked = Fields(pairs);
    if visit.ctx.actor.role != Role::Seeker && asked.text("full").is_empty() {
        return short::new(&visit, asked.parse("slip")).await;
    }
    render(&visit, Form::new(&Fields::default()), None)
}

pub(super) async fn create(visit: Visit, fields: Fields) -> Response {
    if visit.ctx.actor.role != Role::Seeker {
        return short::create(&visit, &fields).await;
    }
    let made = match read::profile(&visit, &fields) {
        Ok(profile) => app::seeker::register(&visit.ctx, visit.app(), profile, Channel::Web).await,
        Err(errors) => Err(app::Error::Invalid(errors)),
    };
    sent(&visit, &fields, made, |id| format!("/staff/seekers/{id}"))
        .unwrap_or_else(|form| render(&visit, form, None))
}

pub(super) async fn edit(visit: Visit, Path(id): Path<String>) -> Response {
    let Ok(id) = id.parse::<SeekerId>() else { return error::page(&visit, &app::Error::NotFound) };
    match app::seeker::open(&visit.ctx, visit.app(), id, Purpose::Edit).await {
        Ok((seeker, profile)) => {
            let fields = fill::fields(&visit, seeker.version, &profile);
            render(&visit, Form::new(&fields), Some(id))
        }
        Err(failed) => error::page(&visit, &failed),
    }
}

pub(super) async fn update(visit: Visit, Path(id): Path<String>, fields: Fields) -> Response {
    let (Ok(id), Some(version)) = (id.parse::<SeekerId>(), fields.parse::<i64>("version")) else {
        return error::page(&visit, &app::Error::NotFound);
    };
    let fields = match conflict::settle(&visit, id, fields).await {
        Ok(fields) => fields,
        Err(page) => return page,
    };
    let version = fields.parse::<i64>("version").unwrap_or(version);
    let updated = match read::profile(&visit, &fields) {
        Ok(profile) => app::seeker::update(&visit.ctx, visit.app(), id, version, profile).await,
        Err(errors) => Err(app::Error::Invalid(errors)),
    };
    sent(&visit, &fields, updated, |()| format!("/staff/seekers/{id}"))
        .unwrap_or_else(|form| render(&visit, form, Some(id)))
}

pub(super) fn render(visit: &Visit, form: Form<'_>, id: Option<SeekerId>) -> Response {
    let form = form.needing(&["name", "consent_registration"]);
    let title = visit.t(if id.is_some() { "seeker-edit" } else { "seeker-new" });
    // What is there or wrong must be seen; at the counter the short form is enough.
    let unfolded = id.is_some() || form.errors.iter().any(|(field, _)| !COUNTER.contains(&field.as_str()));
    let body = html! {
        @if let Some(id) = id.filter(|_| form.status == StatusCode::CONFLICT) {
            p.notice { (visit.t("conflict-compare")) " " a href={ "/staff/seekers/" (id) "/edit" } target="_blank" { (visit.t("conflict-open")) } }
        }
        form.narrow method="post" {
            @if id.is_some() { input type="hidden" name="version" value=(form.fields.text("version")); }
            (counter(visit, &form))
            details open[unfolded] {
                summary { (visit.t("seeker-more")) }
                (person(visit, &form)) (schooling(visit, &form)) (careers(visit, &form)) (wishes(visit, &form))
                (abilities(visit, &form)) (portfolio(visit, &form)) (circumstances(visit, &form)) (consents(visit, &form))
            }
            @if id.is_none() { p.hint { (visit.t("hearing-after")) } }
            div.actions { button { (visit.t("save-form")) } }
        }
    };
    form.page(visit, &title, &body)
}

fn counter(visit: &Visit, form: &Form<'_>) -> Markup {
    let mut pay = codes(visit, "salTp");
    pay.push(("interview".to_owned(), visit.t("wage-after-interview")));
    let agreed = form.fields.text("consent_registration").parse::<Date>();
    let agreed = agreed.map(|day| format!(" {}", visit.n("consent-given-on", day.to_string())));
    let consent = visit.t("consent-registration") + &agreed.unwrap_or_default();
    html! {
        (input(visit, form, "name", "name", "text", ""))
        (input(visit, form, "born_on", "born-on", "date", "born-on-hint"))
        (young(visit, form))
        (input(visit, form, "phone", "seeker-phone", "tel", "seeker-phone-hint"))
        (dong_input(visit, form, "area", "fit-area", "fit-area-hint"))
        (occupation_input(visit, form, "occupation", "desired-occupation", "desired-occupation-hint"))
        (input(visit, form, "desired_area", "fit-desired-areas", "text", "desired-area-hint"))
        (select(visit, form, "wage_form", "fit-wage-form", &pay))
        (input(visit, form, "wage_won", "fit-wage", "text", "seeker-wage-hint"))
        (checks(visit, form, "days", "fit-days", &days(visit)))
        (input(visit, form, "career_months", "fit-career", "number", "career-months-hint"))
        (select(visit, form, "education", "education", &codes(visit, "education")))
        (input(visit, form, "licences", "licences", "text", "fit-list-hint"))
        (area(visit, form, "desired_work", "fit-desired-work"))
        (tick(form, "consent_registration", &consent))
    }
}

/// What is asked of the very young alone: only once the day of birth asked for it.
pub(super) fn young(visit: &Visit, form: &Form<'_>) -> Markup {
    let asked = |name: &str| form.error(name).is_some() || form.fields.ticked(name);
    html! {
        @if asked("work_permit") || asked("guardian_consent") {
            (input(visit, form, "work_permit", "work-permit", "text", "work-permit-hint"))
            (tick(form, "guardian_consent", &visit.t("guardian-consent")))
        }
    }
}

fn person(visit: &Visit, form: &Form<'_>) -> Markup {
    let sexes = ["female", "male"].map(|sex| (sex.to_owned(), visit.t(&format!("sex-{sex}"))));
    html! {
        fieldset {
            legend { (visit.t("seeker-person")) }
            (select(visit, form, "sex", "sex", &sexes))
            (input(visit, form, "home_phone", "home-phone", "tel", ""))
            (input(visit, form, "proxy_phone", "proxy-phone", "tel", "proxy-phone-hint"))
            (input(visit, form, "email", "email", "email", ""))
            (input(visit, form, "contact_note", "contact-note", "text", ""))
            (input(visit, form, "address", "address", "text", "seeker-address-hint"))
            (input(visit, form, "home", "home-position", "text", "home-position-hint"))
        }
    }
}

fn schooling(visit: &Visit, form: &Form<'_>) -> Markup {
    html! {
        fieldset {
            legend { (visit.t("education")) }
            (input(visit, form, "school", "school", "text", ""))
            (input(visit, form, "major", "majors", "text", ""))
            (input(visit, form, "schooling_note", "schooling-note", "text", "schooling-note-hint"))
        }
    }
}

fn careers(visit: &Visit, form: &Form<'_>) -> Markup {
    html! {
        @for row in 0..rows(form.fields, "career") + SPARE_ROWS {
            fieldset {
                legend { (visit.n("career-n", row + 1)) }
                (input(visit, form, &format!("career_{row}_employer"), "career-employer", "text", ""))
                (area(visit, form, &format!("career_{row}_work"), "career-work"))
                (input(visit, form, &format!("career_{row}_occupation"), "career-occupation", "text", ""))
                (input(visit, form, &format!("career_{row}_months"), "career-months", "number", ""))
                (input(visit, form, &format!("career_{row}_left_because"), "career-left-because", "text", ""))
            }
        }
    }
}

fn wishes(visit: &Visit, form: &Form<'_>) -> Markup {
    let mediation = ["wanted", "information_only", "refused"];
    let mediation = mediation.map(|wish| (wish.to_owned(), visit.t(&format!("mediation-{wish}"))));
    html! {
        fieldset {
            legend { (visit.t("seeker-wishes")) }
            (tick(form, "remote", &visit.t("remote-wish")))
            (input(visit, form, "commute_max_min", "fit-commute", "number", "fit-commute-hint"))
            (checks(visit, form, "employment_types", "employment-type", &codes(visit, "empTp")))
            (input(visit, form, "from", "fit-from", "time", ""))
            (input(visit, form, "to", "fit-to", "time", ""))
            (input(visit, form, "rest", "rest", "number", ""))
            (input(visit, form, "weekly_hours", "fit-weekly-hours", "text", ""))
            (tick(form, "shift", &visit.t("shift-wish")))
            (input(visit, form, "work_time_note", "work-time-note", "text", ""))
            (select(visit, form, "mediation", "mediation-wish", &mediation))
        }
    }
}

fn abilities(visit: &Visit, form: &Form<'_>) -> Markup {
    html! {
        fieldset {
            legend { (visit.t("seeker-abilities")) }
            (input(visit, form, "skills", "skills", "text", "fit-list-hint"))
            (checks(visit, form, "computer", "computer", &codes(visit, "comPreferential")))
            (input(visit, form, "trainings", "trainings", "text", "fit-list-hint"))
            (select(visit, form, "can_drive", "can-drive", &yes_no(visit)))
            (select(visit, form, "has_car", "has-car", &yes_no(visit)))
        }
        @for row in 0..rows(form.fields, "language") + SPARE_ROWS {
            fieldset {
                legend { (visit.n("language-n", row + 1)) }
                (select(visit, form, &format!("language_{row}_code"), "language", &codes(visit, "foreignLanguage")))
                (input(visit, form, &format!("language_{row}_level"), "language-level", "text", ""))
            }
        }
    }
}

fn portfolio(visit: &Visit, form: &Form<'_>) -> Markup {
    html! {
        fieldset {
            legend { (visit.t("portfolio")) }
            p.hint { (visit.t("portfolio-hint")) }
            @for row in 0..MOST_LINKS.max(rows(form.fields, "portfolio")) {
                (input(visit, form, &format!("portfolio_{row}_title"), "portfolio-link-title", "text", ""))
                (input(visit, form, &format!("portfolio_{row}_url"), "portfolio-link-url", "url", ""))
            }
        }
    }
}

fn circumstances(visit: &Visit, form: &Form<'_>) -> Markup {
    html! {
        fieldset {
            legend { (visit.t("seeker-circumstances")) }
            (input(visit, form, "military", "military", "text", ""))
            (input(visit, form, "benefits", "benefits", "text", ""))
            (input(visit, form, "vulnerable", "vulnerable", "text", "vulnerable-hint"))
            (area(visit, form, "health_note", "health-note"))
        }
    }
}

fn consents(visit: &Visit, form: &Form<'_>) -> Markup {
    html! {
        fieldset {
            legend { (visit.t("consents-optional")) }
            p.hint { (visit.t("consents-hint")) }
            @for (name, label) in CONSENTS { (tick(form, name, &visit.t(label))) }
        }
    }
}

/// How many rows of a kind (`career_0_work`, `language_3_level`) have something in them, gaps counted.
fn rows(fields: &Fields, kind: &str) -> usize {
    let row = |key: &str| {
        let row = key.strip_prefix(kind)?.strip_prefix('_')?.split_once('_')?.0.parse::<usize>().ok()?;
        (row < MOST_ROWS).then_some(row + 1)
    };
    let filled = fields.0.iter().filter(|(_, value)| !value.trim().is_empty());
    filled.filter_map(|(key, _)| row(key)).max().unwrap_or(0)
}

/// What was typed and is not known.
fn unknown(
    field: impl Into<std::borrow::Cow<'static, str>>,
    code: &'static str,
    typed: &str,
) -> app::FieldError {
    app::FieldError { field: field.into(), message: Message::new(code).with("text", typed) }
}
