//! A registration as the inputs of its form. What stands here is read back as exactly the same.

use domain::area::AreaCode;
use domain::occupation::OccupationCode;
use domain::seeker::{Consents, Profile, WageWish};
use domain::work_time::WorkTime;

use crate::component::{clock, said};
use crate::fields::Fields;
use crate::visit::Visit;

/// Inputs as they are collected; what is empty is left out.
struct Inputs(Vec<(String, String)>);

impl Inputs {
    fn put(&mut self, name: impl Into<String>, value: impl Into<String>) {
        let value = value.into();
        if !value.is_empty() {
            self.0.push((name.into(), value));
        }
    }

    fn number(&mut self, name: impl Into<String>, value: Option<u32>) {
        self.put(name, value.map(|n| n.to_string()).unwrap_or_default());
    }

    fn yes_no(&mut self, name: &str, told: Option<bool>) {
        self.put(name, told.map(|yes| if yes { "yes" } else { "no" }).unwrap_or_default());
    }

    fn ticked(&mut self, name: &str, told: bool) {
        self.put(name, if told { "yes" } else { "" });
    }
}

pub(in crate::staff::seeker) fn fields(visit: &Visit, version: i64, p: &Profile) -> Fields {
    let mut out = Inputs(Vec::new());
    let area = |code: &AreaCode| {
        let areas = visit.app().city.areas();
        said(areas.name(code), code, &areas.resolve(areas.name(code)))
    };
    out.put("version", version.to_string());
    out.put("name", &p.name);
    out.put("born_on", p.born_on.map(|day| day.to_string()).unwrap_or_default());
    out.put("work_permit", &p.work_permit);
    out.put("guardian_consent", p.guardian_agreed_on.map(|day| day.to_string()).unwrap_or_default());
    out.put("sex", p.sex.map(|sex| sex.to_string()).unwrap_or_default());
    // One telephone is enough at the counter, whichever it is.
    let (first, second) = if p.mobile.is_empty() { (&p.phone, &p.mobile) } else { (&p.mobile, &p.phone) };
    out.put("phone", first);
    out.put("home_phone", second);
    out.put("proxy_phone", &p.proxy_phone);
    out.put("email", &p.email);
    out.put("contact_note", &p.contact_note);
    out.put("area", p.area.as_ref().map(area).unwrap_or_default());
    out.put("address", &p.address);
    let degrees = |e6: i64| {
        format!("{}{}.{:06}", if e6 < 0 { "-" } else { "" }, e6.abs() / 1_000_000, e6.abs() % 1_000_000)
    };
    out.put(
        "home",
        p.home.map(|at| format!("{}, {}", degrees(at.lat_e6), degrees(at.lon_e6))).unwrap_or_default(),
    );
    out.put("education", p.education.map(|e| e.code()).unwrap_or_default());
    out.put("school", &p.school);
    out.put("major", &p.major);
    out.put("schooling_note", &p.schooling_note);
    let occupations: Vec<String> = p.occupations.iter().map(|code| occupation(visit, code)).collect();
    out.put("occupation", occupations.join(", "));
    out.put("desired_work", &p.desired_work);
    out.number("career_months", p.career_months);
    out.put("desired_area", p.desired_areas.iter().map(area).collect::<Vec<_>>().join(", "));
    out.ticked("remote", p.remote);
    out.number("commute_max_min", p.commute_max_min);
    p.employment_types.iter().for_each(|t| out.put("employment_types", t.code()));
    match p.wage {
        WageWish::Unknown => {}
        WageWish::AfterInterview => out.put("wage_form", "interview"),
        WageWish::AtLeast { form, won } => {
            out.put("wage_form", form.code());
            out.put("wage_won", won.to_string());
        }
    }
    work_time(&mut out, &p.work_time);
    out.put("licences", p.licences.join(", "));
    out.put("skills", p.skills.join(", "));
    p.computer.iter().for_each(|skill| out.put("computer", skill.code()));
    out.put("trainings", p.trainings.join(", "));
    out.yes_no("can_drive", p.can_drive);
    out.yes_no("has_car", p.has_car);
    out.put("military", &p.military);
    out.put("vulnerable", p.vulnerable.join(", "));
    out.put("benefits", &p.benefits);
    out.put("health_note", &p.health_note);
    out.put("mediation", p.mediation.map(|wish| wish.to_string()).unwrap_or_default());
    rows(visit, &mut out, p);
    portfolio(&mut out, p);
    consents(&mut out, &p.consents);
    Fields(out.0)
}

fn occupation(visit: &Visit, code: &OccupationCode) -> String {
    let table = &visit.app().reference.occupations;
    said(table.name(code), code, &table.resolve(table.name(code)))
}

fn work_time(out: &mut Inputs, time: &WorkTime) {
    time.weekdays.iter().flat_map(|days| days.days()).for_each(|day| out.put("days", day.to_string()));
    if let Some(daily) = time.daily {
        out.put("from", clock(daily.start_min));
        // Browsers know no 24:00.
        out.put("to", clock(daily.end_min % 1_440));
        out.put("rest", daily.break_min.to_string());
    }
    let hours = time.weekly_min.map(|minutes| (f64::from(minutes) / 60.0).to_string());
    out.put("weekly_hours", hours.unwrap_or_default());
    out.ticked("shift", time.shift);
    out.put("work_time_note", &time.note);
}

fn rows(visit: &Visit, out: &mut Inputs, p: &Profile) {
    for (row, past) in p.careers.iter().enumerate() {
        out.put(format!("career_{row}_employer"), &past.employer);
        out.put(format!("career_{row}_work"), &past.work);
        let code = past.occupation.as_ref().map(|code| occupation(visit, code));
        out.put(format!("career_{row}_occupation"), code.unwrap_or_default());
        out.number(format!("career_{row}_months"), past.months);
        out.put(format!("career_{row}_left_because"), &past.left_because);
    }
    for (row, skill) in p.languages.iter().enumerate() {
        out.put(format!("language_{row}_code"), skill.language.code());
        out.put(format!("language_{row}_level"), &skill.level);
    }
}

fn portfolio(out: &mut Inputs, p: &Profile) {
    for (row, link) in p.portfolio.iter().enumerate() {
        out.put(format!("portfolio_{row}_title"), &link.title);
        out.put(format!("portfolio_{row}_url"), &link.url);
    }
}

fn consents(out: &mut Inputs, consents: &Consents) {
    out.put("consent_registration", consents.registration.map(|day| day.to_string()).unwrap_or_default());
    for (name, told) in [
        ("consent_employment_center", consents.employment_center),
        ("consent_local_government", consents.local_government),
        ("consent_private_agency", consents.private_agency),
        ("consent_lookup", consents.lookup),
        ("consent_sensitive", consents.sensitive),
        ("consent_news", consents.news),
    ] {
        out.ticked(name, told == Some(true));
    }
}
