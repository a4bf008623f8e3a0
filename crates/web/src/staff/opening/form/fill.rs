//! An opening as the inputs of its form.

use domain::area::AreaCode;
use domain::occupation::OccupationCode;
use domain::opening::{Content, Deadline, Opening};

use crate::component::{clock, said};
use crate::fields::Fields;
use crate::visit::Visit;

pub(super) fn fields(visit: &Visit, opening: &Opening) -> Fields {
    let mut fields = content(visit, &opening.content);
    fields.0.insert(0, ("version".to_owned(), opening.version.to_string()));
    fields
}

/// What an opening says, as inputs.
pub(super) fn content(visit: &Visit, c: &Content) -> Fields {
    let occupations = &visit.app().reference.occupations;
    let work = |code: &OccupationCode| {
        let name = occupations.name(code);
        // Only the first that a name means is taken when it is read back.
        said(name, code, &occupations.resolve(name).into_iter().take(1).collect::<Vec<_>>())
    };
    let areas = visit.app().city.areas();
    let place = |code: &AreaCode| said(areas.name(code), code, &areas.resolve(areas.name(code)));
    let mut out: Vec<(String, String)> = Vec::new();
    let mut put = |name: &str, value: String| {
        if !value.is_empty() {
            out.push((name.to_owned(), value));
        }
    };
    let number = |n: Option<u32>| n.map(|n| n.to_string()).unwrap_or_default();
    let yes_no = |b: Option<bool>| b.map(|b| if b { "yes" } else { "no" }.to_owned()).unwrap_or_default();
    put("title", c.title.clone());
    put("occupation", c.occupation.as_ref().map(work).unwrap_or_default());
    put("related", c.related_occupations.iter().map(work).collect::<Vec<_>>().join(", "));
    put("duties", c.duties.clone());
    put("headcount", if c.headcount > 0 { c.headcount.to_string() } else { String::new() });
    put(
        "headcount_disabled",
        if c.headcount_disabled > 0 { c.headcount_disabled.to_string() } else { String::new() },
    );
    put("employment_type", c.employment_type.map(|t| t.code().to_owned()).unwrap_or_default());
    put("contract_months", number(c.contract_months));
    put("work_days", number(c.work_days));
    put("convertible", yes_no(c.convertible));
    put("probation_months", number(c.probation_months));
    put("career", c.career.map(|career| career.kind.code().to_owned()).unwrap_or_default());
    put("career_min", number(c.career.and_then(|career| career.min_months)));
    put("career_max", number(c.career.and_then(|career| career.max_months)));
    put("education_min", c.education_min.map(|e| e.code().to_owned()).unwrap_or_default());
    put("education_max", c.education_max.map(|e| e.code().to_owned()).unwrap_or_default());
    put("majors", c.majors.join(", "));
    put("licences", c.licences.join(", "));
    put("skills", c.skills.join(", "));
    c.languages.iter().for_each(|l| put("languages", l.language.code().to_owned()));
    c.computer.iter().for_each(|s| put("computer", s.code().to_owned()));
    put("military_substitute", yes_no(c.military_substitute));
    put("employment_permit", yes_no(c.employment_permit));
    c.preferences.iter().for_each(|p| put("preferences", p.code().to_owned()));
    put("preference_note", c.preference_note.clone());
    if let Some(wage) = c.wage {
        put("wage_form", wage.form.code().to_owned());
        put("wage_min", wage.min_won.to_string());
        put("wage_max", if wage.max_won > wage.min_won { wage.max_won.to_string() } else { String::new() });
    }
    put("wage_note", c.wage_note.clone());
    put("bonus", c.bonus.clone());
    put("pattern", c.pattern.map(|p| p.code().to_owned()).unwrap_or_default());
    c.work_time.weekdays.iter().flat_map(|days| days.days()).for_each(|day| put("days", day.to_string()));
    if let Some(daily) = c.work_time.daily {
        put("from", clock(daily.start_min));
        put("to", clock(daily.end_min % 1_440));
        put("rest", daily.break_min.to_string());
    }
    put(
        "weekly_hours",
        c.work_time.weekly_min.map(|minutes| (f64::from(minutes) / 60.0).to_string()).unwrap_or_default(),
    );
    put("shift", if c.work_time.shift { "yes".to_owned() } else { String::new() });
    put("meals", c.meals.clone());
    put("address", c.workplace.address.clone());
    put("area", c.workplace.areas.iter().map(place).collect::<Vec<_>>().join(", "));
    put("station", c.workplace.station.clone());
    put("station_exit", c.workplace.station_exit.clone());
    put("walk_min", number(c.workplace.walk_min));
    put("remote", if c.workplace.remote { "yes".to_owned() } else { String::new() });
    put("insurance_pension", yes_no(c.insurance.pension));
    put("insurance_employment", yes_no(c.insurance.employment));
    put("insurance_accident", yes_no(c.insurance.accident));
    put("insurance_health", yes_no(c.insurance.health));
    put("retirement", c.retirement.clone());
    c.welfare.iter().for_each(|w| put("welfare", w.code().to_owned()));
    put("welfare_note", c.welfare_note.clone());
    put("accessibility", c.accessibility.clone());
    let e = &c.environment;
    for (name, value) in [
        ("hands", &e.hands),
        ("eyesight", &e.eyesight),
        ("handwork", &e.handwork),
        ("lifting", &e.lifting),
        ("hearing", &e.hearing),
        ("standing", &e.standing),
    ] {
        put(&format!("environment_{name}"), value.clone());
    }
    c.selection.iter().for_each(|s| put("selection", s.to_string()));
    c.reception.iter().for_each(|r| put("reception", r.to_string()));
    put("apply_url", c.apply_url.clone());
    put("documents", c.documents.clone());
    put(
        "deadline_kind",
        match c.deadline {
            Deadline::Unknown => "",
            Deadline::On(_) => "on",
            Deadline::UntilFilled(_) => "until_filled",
        }
        .to_owned(),
    );
    put("deadline_on", c.deadline.last_day().map(|day| day.to_string()).unwrap_or_default());
    put("mediation", c.mediation.to_string());
    put("visibility", c.visibility.to_string());
    put("first_look_until", c.first_look_until.map(|day| day.to_string()).unwrap_or_default());
    put("programme", c.programme.map(|programme| programme.to_string()).unwrap_or_default());
    put("project", c.project.clone());
    put("lead", c.lead.clone());
    put("note", c.note.clone());
    Fields(out)
}
