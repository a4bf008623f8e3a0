//! The form of a claim: a hire found alone, or referred by another body.

use app::placement::Claim;
use axum::extract::Query;
use axum::response::Response;
use domain::placement::{How, Terms};
use domain::policy::{Reach, UseCase, reach};
use maud::html;

use super::{choices, missing};
use crate::component::{Form, codes, field_errors, input, select, sent, tick};
use crate::fields::Fields;
use crate::visit::Visit;

/// People of one name shown to choose from.
const MOST_CHOICES: usize = 20;

pub(super) async fn ask(visit: Visit, Query(pairs): Query<Vec<(String, String)>>) -> Response {
    render(&visit, Form::new(&Fields(pairs))).await
}

pub(super) async fn claim(visit: Visit, fields: Fields) -> Response {
    let wanted = match read(&visit, &fields).await {
        Ok(wanted) => wanted,
        Err(errors) => return render(&visit, Form::wrong(&fields, errors)).await,
    };
    let claimed = app::placement::claim(&visit.ctx, visit.app(), wanted).await;
    match sent(&visit, &fields, claimed, |id| format!("/staff/placements/{id}")) {
        Ok(answer) => answer,
        Err(form) => render(&visit, form).await,
    }
}

async fn read(visit: &Visit, fields: &Fields) -> Result<Claim, Vec<(String, String)>> {
    let mut errors = Vec::new();
    let mut told =
        |failed: app::FieldError| errors.push((failed.field.to_string(), visit.say(&failed.message)));
    let mut number = |name, most| {
        fields.count(name, most).unwrap_or_else(|failed| {
            told(failed);
            None
        })
    };
    let months = number("contract_months", 600);
    let hours = number("weekly_hours", 168);
    let days = number("person_days", 366);
    let employer = match app::employer::named(&visit.ctx, visit.app(), fields.text("employer")).await {
        Ok(employer) => Some(employer),
        Err(failed) => {
            errors.extend(field_errors(visit, &failed).unwrap_or_else(|| vec![missing(visit, "employer")]));
            None
        }
    };
    let (how, start_on) = (fields.parse("how"), fields.parse("start_on"));
    // One of several of that name, chosen from the list, or whoever the text names.
    let wanted = if fields.text("chosen").is_empty() { fields.text("seeker") } else { fields.text("chosen") };
    let seeker = match app::seeker::named(&visit.ctx, visit.app(), wanted).await {
        _ if wanted.is_empty() => None,
        Ok(found) => Some(found),
        Err(failed) => {
            errors.extend(field_errors(visit, &failed).unwrap_or_else(|| vec![missing(visit, "seeker")]));
            None
        }
    };
    for (name, there) in
        [("seeker", !wanted.is_empty()), ("how", how.is_some()), ("start_on", start_on.is_some())]
    {
        if !there {
            errors.push(missing(visit, name));
        }
    }
    match (seeker, employer, how, start_on) {
        (Some(seeker), Some(employer), Some(how), Some(start_on)) if errors.is_empty() => Ok(Claim {
            seeker,
            employer,
            how,
            letter: fields.text("letter").to_owned(),
            born_on: fields.parse("born_on"),
            referred_on: fields.parse("referred_on"),
            start_on,
            terms: Terms {
                employment_type: domain::code::EmploymentType::from_code(fields.text("employment_type")),
                contract_months: months.and_then(|months| u16::try_from(months).ok()),
                weekly_minutes: hours.map(|hours| hours * 60),
                day_labour: fields.ticked("day_labour"),
                person_days: days,
            },
            work_area: None,
            project: fields.text("project").to_owned(),
        }),
        _ => Err(errors),
    }
}

async fn render(visit: &Visit, form: Form<'_>) -> Response {
    // Several people of one name or telephone: whoever knows them chooses.
    let several = match form.fields.text("seeker") {
        text if text.is_empty() || form.error("seeker").is_none() => Vec::new(),
        text => {
            let filter =
                app::seeker::Filter { text: text.to_owned(), size: MOST_CHOICES, ..Default::default() };
            app::seeker::list(&visit.ctx, visit.app(), &filter)
                .await
                .map(|found| found.items)
                .unwrap_or_default()
        }
    };
    let form = form.needing(&["seeker", "employer", "how", "start_on"]);
    let title = visit.t("placement-new");
    let body = html! {
        p.lead { (visit.t("placement-new-note")) }
        form.narrow method="post" action="/staff/placements/new" {
            (input(visit, &form, "seeker", "placement-seeker", "search", "placement-seeker-hint"))
            @if several.len() > 1 { fieldset.field {
                legend { (visit.t("placement-seeker-which")) }
                @for row in &several { label {
                    input type="radio" name="chosen" value=(row.seeker.number); " " (row.seeker.number)
                    @if let Some(profile) = &row.profile { " · " (profile.name) @if let Some(born) = profile.born_on { " · " (born) } }
                } }
            } }
            @if reach(visit.ctx.actor.role, UseCase::WritePlacement) == Reach::Own { (input(visit, &form, "born_on", "born-on", "date", "placement-born-on-hint")) }
            (input(visit, &form, "employer", "employer", "text", "placement-employer-hint"))
            (select(visit, &form, "how", "placement-how", &choices::<How>(visit, "how")))
            (input(visit, &form, "start_on", "placement-start", "date", ""))
            (input(visit, &form, "letter", "placement-letter", "text", "placement-letter-hint"))
            // Whether it is answered there or was answered before, that page tells.
            @if form.error("letter").is_some() && !form.fields.text("letter").is_empty() { p { a href={ "/staff/letters" (Fields::default().but("code", form.fields.text("letter")).query()) } { (visit.t("letters")) } } }
            (input(visit, &form, "referred_on", "placement-referred", "date", "placement-referred-hint"))
            (select(visit, &form, "employment_type", "employment-type", &codes(visit, "empTp")))
            (input(visit, &form, "contract_months", "placement-months", "number", "placement-months-hint"))
            (input(visit, &form, "weekly_hours", "placement-hours", "number", ""))
            (tick(&form, "day_labour", &visit.t("placement-day-labour")))
            (input(visit, &form, "person_days", "unit-person_days", "number", "placement-days-hint"))
            (input(visit, &form, "project", "placement-project", "text", ""))
            button { (visit.t("placement-new")) }
        }
    };
    form.page(visit, &title, &body)
}
