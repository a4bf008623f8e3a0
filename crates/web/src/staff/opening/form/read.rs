//! The inputs of the form as an opening's content; what cannot be meant is said at its field.

use app::FieldError;
use domain::code::{
    CareerKind, ComputerSkill, Education, EmploymentType, Language, Preference, WageForm, Welfare,
    WorkPattern,
};
use domain::message::Message;
use domain::occupation::OccupationCode;
use domain::opening::{Career, Content, Deadline, Environment, Insurance, LanguageSkill, Workplace};
use domain::wage::Wage;
use domain::work_time::{DailyHours, WorkTime};

use crate::component::{unknown_area, unknown_occupation};
use crate::fields::Fields;
use crate::visit::Visit;

pub(super) fn content(visit: &Visit, fields: &Fields) -> Result<Content, Vec<FieldError>> {
    let mut errors: Vec<FieldError> = Vec::new();
    let mut number = |name: &'static str| {
        fields.count(name, 100_000).unwrap_or_else(|error| {
            errors.push(error);
            None
        })
    };
    let (headcount, headcount_disabled) = (number("headcount"), number("headcount_disabled"));
    let (contract_months, probation_months) = (number("contract_months"), number("probation_months"));
    let work_days = number("work_days").filter(|days| *days > 0);
    let (career_min, career_max) = (number("career_min"), number("career_max"));
    let (rest, walk_min) = (number("rest"), number("walk_min"));
    let most = visit.app().city.headcount_asked();
    if let Some(heads) = headcount.filter(|heads| *heads > most)
        && !fields.ticked("headcount_sure")
    {
        errors.push(FieldError::new("headcount_sure", Message::new("headcount-many").with("n", heads)));
    }
    let text = |name: &str| fields.text(name).to_owned();
    let list = |name: &str| fields.list(name);
    let yes_no = |name: &str| match fields.text(name) {
        "yes" => Some(true),
        "no" => Some(false),
        _ => None,
    };
    let occupation = occupation(visit, fields, &mut errors);
    let related = related(visit, fields, &mut errors);
    let wage = wage(fields, &mut errors);
    let areas = areas(visit, fields, &mut errors);
    let content = Content {
        title: text("title"),
        occupation,
        worknet_occupation: None,
        related_occupations: related,
        duties: text("duties"),
        headcount: headcount.unwrap_or(0),
        headcount_disabled: headcount_disabled.unwrap_or(0),
        employment_type: EmploymentType::from_code(fields.text("employment_type")),
        contract_months,
        work_days,
        convertible: yes_no("convertible"),
        probation_months,
        career: CareerKind::from_code(fields.text("career")).map(|kind| Career {
            kind,
            min_months: career_min,
            max_months: career_max,
        }),
        education_min: Education::from_code(fields.text("education_min")),
        education_max: Education::from_code(fields.text("education_max")),
        majors: list("majors"),
        licences: list("licences"),
        skills: list("skills"),
        languages: fields
            .all("languages")
            .filter_map(Language::from_code)
            .map(|language| LanguageSkill { language, level: String::new() })
            .collect(),
        computer: fields.all("computer").filter_map(ComputerSkill::from_code).collect(),
        military_substitute: yes_no("military_substitute"),
        employment_permit: yes_no("employment_permit"),
        preferences: fields.all("preferences").filter_map(Preference::from_code).collect(),
        preference_note: text("preference_note"),
        wage,
        wage_note: text("wage_note"),
        bonus: text("bonus"),
        pattern: WorkPattern::from_code(fields.text("pattern")),
        work_time: work_time(fields, rest, &mut errors),
        meals: text("meals"),
        workplace: Workplace {
            address: text("address"),
            areas,
            point: None,
            station: text("station"),
            station_exit: text("station_exit"),
            walk_min,
            remote: yes_no("remote") == Some(true),
        },
        insurance: Insurance {
            pension: yes_no("insurance_pension"),
            employment: yes_no("insurance_employment"),
            accident: yes_no("insurance_accident"),
            health: yes_no("insurance_health"),
        },
        retirement: text("retirement"),
        welfare: fields.all("welfare").filter_map(Welfare::from_code).collect(),
        welfare_note: text("welfare_note"),
        accessibility: text("accessibility"),
        environment: Environment {
            hands: text("environment_hands"),
            eyesight: text("environment_eyesight"),
            handwork: text("environment_handwork"),
            lifting: text("environment_lifting"),
            hearing: text("environment_hearing"),
            standing: text("environment_standing"),
        },
        selection: fields.all("selection").filter_map(|s| s.parse().ok()).collect(),
        reception: fields.all("reception").filter_map(|s| s.parse().ok()).collect(),
        apply_url: text("apply_url"),
        documents: text("documents"),
        deadline: deadline(fields, &mut errors),
        attachments: Vec::new(),
        mediation: fields.parse("mediation").unwrap_or_default(),
        visibility: fields.parse("visibility").unwrap_or_default(),
        first_look_until: fields.day("first_look_until").unwrap_or_else(|why| {
            errors.push(why);
            None
        }),
        programme: fields.parse("programme"),
        project: text("project"),
        lead: text("lead"),
        note: text("note"),
    };
    if errors.is_empty() { Ok(content) } else { Err(errors) }
}

/// Whoever names no occupation is taken by the title.
fn occupation(visit: &Visit, fields: &Fields, errors: &mut Vec<FieldError>) -> Option<OccupationCode> {
    let typed = fields.text("occupation");
    if typed.is_empty() {
        return visit
            .app()
            .read_title(fields.text("title"), 1)
            .answers
            .into_iter()
            .next()
            .map(|one| one.code);
    }
    let found = visit.app().occupations(typed).into_iter().next();
    if found.is_none() {
        errors.push(FieldError::new("occupation", unknown_occupation(visit, typed)));
    }
    found
}

fn related(visit: &Visit, fields: &Fields, errors: &mut Vec<FieldError>) -> Vec<OccupationCode> {
    let mut found = Vec::new();
    for typed in fields.list("related") {
        match visit.app().occupations(&typed).into_iter().next() {
            Some(code) => found.push(code),
            None => {
                let why = unknown_occupation(visit, &typed);
                errors.push(FieldError::new("related", why));
            }
        }
    }
    found
}

fn areas(visit: &Visit, fields: &Fields, errors: &mut Vec<FieldError>) -> Vec<domain::area::AreaCode> {
    let typed = fields.text("area");
    let mut found = Vec::new();
    for part in typed.split(',').map(str::trim).filter(|part| !part.is_empty()) {
        found.extend(visit.app().city.areas().resolve(part));
    }
    if found.is_empty() && !typed.is_empty() {
        errors.push(FieldError::new("area", unknown_area(visit, typed)));
    }
    if found.is_empty() {
        found = visit.app().city.areas().resolve(fields.text("address"));
    }
    found.dedup();
    found
}

fn wage(fields: &Fields, errors: &mut Vec<FieldError>) -> Option<Wage> {
    let mut won = |name: &'static str| {
        fields.won(name).unwrap_or_else(|error| {
            errors.push(error);
            None
        })
    };
    let (min, max) = (won("wage_min"), won("wage_max"));
    let min = min?;
    let form = WageForm::from_code(fields.text("wage_form"));
    let wage = form.and_then(|form| Wage::new(form, min, max.unwrap_or(min)));
    if wage.is_none() {
        let (field, code) = if form.is_none() {
            ("wage_form", "form-wage-form-choose")
        } else {
            ("wage_min", "form-wage-unreadable")
        };
        errors.push(FieldError::new(field, Message::new(code)));
    }
    wage
}

fn work_time(fields: &Fields, rest: Option<u32>, errors: &mut Vec<FieldError>) -> WorkTime {
    let daily = fields.clock("from").zip(fields.clock("to"));
    let rest = rest.and_then(|rest| u16::try_from(rest).ok()).unwrap_or(0);
    let read = daily.and_then(|(from, to)| DailyHours::new(from, to, rest));
    if daily.is_some() && read.is_none() {
        errors.push(FieldError::new("from", Message::new("form-hours-unreadable")));
    }
    let typed = fields.text("weekly_hours");
    let weekly = typed.parse::<f64>().ok().filter(|hours| (0.5..=168.0).contains(hours));
    if weekly.is_none() && !typed.is_empty() {
        errors.push(FieldError::new(
            "weekly_hours",
            Message::new("form-weekly-hours-unreadable").with("text", typed),
        ));
    }
    WorkTime {
        weekdays: fields.weekdays("days"),
        daily: read,
        weekly_min: weekly.map(|hours| (hours * 60.0).round() as u32),
        shift: fields.text("shift") == "yes",
        note: String::new(),
    }
}

fn deadline(fields: &Fields, errors: &mut Vec<FieldError>) -> Deadline {
    let typed = fields.text("deadline_on");
    let day = typed.parse::<jiff::civil::Date>().ok();
    if day.is_none() && !typed.is_empty() {
        errors.push(FieldError::new("deadline_on", Message::new("form-date-unreadable").with("text", typed)));
    }
    if fields.text("deadline_kind") == "on" && typed.is_empty() {
        errors.push(FieldError::new("deadline_on", Message::new("form-deadline-day")));
    }
    match (fields.text("deadline_kind"), day) {
        ("until_filled", day) => Deadline::UntilFilled(day),
        (_, Some(day)) => Deadline::On(day),
        _ => Deadline::Unknown,
    }
}
