//! Two hands at one record: the second sees both values of every field that differs and chooses. What only
//! one of them changed is taken from that one; what both changed must be chosen. Nothing typed is lost.

use std::collections::BTreeSet;

use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use domain::id::SeekerId;
use maud::html;

use super::form::fill;
use crate::fields::Fields;
use crate::visit::Visit;
use crate::{error, page};

/// Begins the name of the input by which a field's value is chosen.
const TAKE: &str = "take.";

/// The inputs as they may be saved: unchanged while nobody else has saved meanwhile, merged as chosen when
/// somebody had; or the page on which to choose.
pub(super) async fn settle(visit: &Visit, id: SeekerId, fields: Fields) -> Result<Fields, Response> {
    let Some(base) = fields.parse::<i64>("version") else { return Ok(fields) };
    let versions = match app::seeker::versions(&visit.ctx, visit.app(), id, base).await {
        Ok(Some(versions)) => versions,
        Ok(None) => return Ok(fields),
        Err(failed) => return Err(error::page(visit, &failed)),
    };
    let theirs = fill::fields(visit, versions.now.0, &versions.now.1);
    let before = versions.before.map(|profile| fill::fields(visit, base, &profile));
    let mut out: Vec<(String, String)> = Vec::new();
    let mut open = Vec::new();
    for name in names(&fields, &theirs) {
        let (mine, there) = (values(&fields, &name), values(&theirs, &name));
        let was = before.as_ref().map(|before| values(before, &name));
        let chosen = fields.text(&format!("{TAKE}{name}"));
        let taken = match chosen {
            _ if mine == there => mine.clone(),
            "mine" => mine.clone(),
            "theirs" => there.clone(),
            _ if was.as_ref() == Some(&mine) => there.clone(),
            _ if was.as_ref() == Some(&there) => mine.clone(),
            _ => {
                open.push((name.clone(), there, mine.clone()));
                mine.clone()
            }
        };
        out.extend(taken.into_iter().map(|value| (name.clone(), value)));
    }
    if open.is_empty() {
        out.push(("version".to_owned(), versions.now.0.to_string()));
        return Ok(Fields(out));
    }
    Err(choose(visit, id, &fields, &open))
}

/// Names of all inputs, each once, without those that only steer.
fn names(mine: &Fields, theirs: &Fields) -> Vec<String> {
    let all = mine.0.iter().chain(&theirs.0).map(|(name, _)| name.as_str());
    let kept = all.filter(|name| *name != "version" && !name.starts_with(TAKE));
    kept.collect::<BTreeSet<_>>().into_iter().map(str::to_owned).collect()
}

/// What stands in an input, in one form; nothing for an empty one.
fn values(fields: &Fields, name: &str) -> Vec<String> {
    fields.all(name).map(|value| value.replace("\r\n", "\n")).collect()
}

fn choose(
    visit: &Visit,
    id: SeekerId,
    fields: &Fields,
    open: &[(String, Vec<String>, Vec<String>)],
) -> Response {
    let title = visit.t("both-title");
    let shown = |values: &[String]| match values {
        [] => visit.t("both-empty"),
        values => values.join(", "),
    };
    let body = html! {
        h1 { (title) }
        p.lead { (visit.t("both-note")) }
        form.narrow method="post" action={ "/staff/seekers/" (id) "/edit" } {
            @for (name, value) in &fields.0 { @if !value.trim().is_empty() && !name.starts_with(TAKE) { input type="hidden" name=(name) value=(value); } }
            @for (name, theirs, mine) in open {
                fieldset id=(name) {
                    legend { (label(visit, name)) }
                    div.checks {
                        label { input type="radio" name={ (TAKE) (name) } value="theirs" required; " " (visit.t("both-theirs")) ": " (shown(theirs)) }
                        label { input type="radio" name={ (TAKE) (name) } value="mine" required; " " (visit.t("both-mine")) ": " (shown(mine)) }
                    }
                }
            }
            div.actions { button { (visit.t("both-save")) } a.button.second href={ "/staff/seekers/" (id) "/edit" } target="_blank" { (visit.t("conflict-open")) } }
        }
    };
    (StatusCode::CONFLICT, page::shell(visit, &title, body)).into_response()
}

/// The words beside an input on the form, by its name.
fn label(visit: &Visit, name: &str) -> String {
    const WORDS: [(&str, &str); 40] = [
        ("name", "name"),
        ("born_on", "born-on"),
        ("work_permit", "work-permit"),
        ("guardian_consent", "guardian-consent"),
        ("phone", "seeker-phone"),
        ("area", "fit-area"),
        ("occupation", "desired-occupation"),
        ("desired_area", "fit-desired-areas"),
        ("wage_form", "fit-wage-form"),
        ("wage_won", "fit-wage"),
        ("days", "fit-days"),
        ("career_months", "fit-career"),
        ("licences", "licences"),
        ("desired_work", "fit-desired-work"),
        ("sex", "sex"),
        ("home_phone", "home-phone"),
        ("proxy_phone", "proxy-phone"),
        ("contact_note", "contact-note"),
        ("home", "home-position"),
        ("major", "majors"),
        ("schooling_note", "schooling-note"),
        ("remote", "remote-wish"),
        ("commute_max_min", "fit-commute"),
        ("employment_types", "employment-type"),
        ("from", "fit-from"),
        ("to", "fit-to"),
        ("weekly_hours", "fit-weekly-hours"),
        ("shift", "shift-wish"),
        ("work_time_note", "work-time-note"),
        ("mediation", "mediation-wish"),
        ("can_drive", "can-drive"),
        ("has_car", "has-car"),
        ("health_note", "health-note"),
        ("consent_registration", "consent-registration"),
        ("consent_employment_center", "consent-employment-center"),
        ("consent_local_government", "consent-local-government"),
        ("consent_private_agency", "consent-private-agency"),
        ("consent_lookup", "consent-lookup"),
        ("consent_sensitive", "consent-sensitive"),
        ("consent_news", "consent-news"),
    ];
    if let Some((_, key)) = WORDS.iter().find(|(input, _)| *input == name) {
        return visit.t(key);
    }
    // Rows are `career_0_work`, `language_1_level`; the rest are called as their words are.
    match name.split('_').collect::<Vec<_>>().as_slice() {
        ["career", _, part @ ..] => visit.t(&format!("career-{}", part.join("-"))),
        ["language", _, "code"] => visit.t("language"),
        ["language", _, "level"] => visit.t("language-level"),
        ["portfolio", _, part] => visit.t(&format!("portfolio-link-{part}")),
        _ => visit.t(name),
    }
}
