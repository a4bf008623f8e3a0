//! The inputs of the form as what a person told; what cannot be meant is said at its field.

use std::borrow::Cow;

use app::FieldError;
use domain::area::{AreaCode, Point};
use domain::code::{ComputerSkill, Education, EmploymentType, Language, WageForm};
use domain::digest::Hearing;
use domain::message::Message;
use domain::occupation::OccupationCode;
use domain::opening::LanguageSkill;
use domain::person::normalise_phone;
use domain::seeker::{Consents, Link, PastWork, Profile, WageWish};
use domain::work_time::{DailyHours, WorkTime};
use jiff::civil::Date;

use super::{rows, unknown};
use crate::component::{said, unknown_area, unknown_occupation};
use crate::fields::Fields;
use crate::visit::Visit;

/// Longest working life, in months.
const MOST_MONTHS: u32 = 960;

/// Inputs being read, and what is wrong with them so far.
struct Reading<'a> {
    visit: &'a Visit,
    fields: &'a Fields,
    errors: Vec<FieldError>,
}

pub(in crate::staff::seeker) fn profile(visit: &Visit, fields: &Fields) -> Result<Profile, Vec<FieldError>> {
    let (profile, errors) = both(visit, fields);
    if errors.is_empty() { Ok(profile) } else { Err(errors) }
}

/// What could be read, and what is wrong with the rest.
pub(in crate::staff::seeker) fn both(visit: &Visit, fields: &Fields) -> (Profile, Vec<FieldError>) {
    let mut reading = Reading { visit, fields, errors: Vec::new() };
    let profile = reading.profile();
    (profile, reading.errors)
}

impl Reading<'_> {
    /// Every field is named, so that a new one cannot be forgotten here.
    fn profile(&mut self) -> Profile {
        let fields = self.fields;
        let (mobile, phone) = self.phones();
        let (area, address) = self.home_area();
        let (desired_areas, from_home) = self.desired_areas();
        Profile {
            name: self.text("name"),
            born_on: self.born_on(),
            work_permit: self.text("work_permit"),
            guardian_agreed_on: self.guardian_agreed_on(),
            sex: fields.parse("sex"),
            address,
            area,
            home: self.home(),
            mobile,
            phone,
            proxy_phone: self.phone("proxy_phone"),
            email: self.text("email"),
            contact_note: self.text("contact_note"),
            education: Education::from_code(fields.text("education")),
            school: self.text("school"),
            major: self.text("major"),
            schooling_note: self.text("schooling_note"),
            occupations: self.occupations(),
            desired_work: self.text("desired_work"),
            career_months: self.number("career_months", 0, MOST_MONTHS),
            careers: self.careers(),
            desired_areas,
            remote: fields.ticked("remote") || from_home,
            commute_max_min: self.number("commute_max_min", 1, 600),
            employment_types: fields.all("employment_types").filter_map(EmploymentType::from_code).collect(),
            wage: self.wage(),
            work_time: self.work_time(),
            licences: fields.list("licences"),
            skills: fields.list("skills"),
            languages: self.languages(),
            computer: fields.all("computer").filter_map(ComputerSkill::from_code).collect(),
            trainings: fields.list("trainings"),
            portfolio: self.portfolio(),
            can_drive: self.yes_no("can_drive"),
            has_car: self.yes_no("has_car"),
            military: self.text("military"),
            vulnerable: fields.list("vulnerable"),
            benefits: self.text("benefits"),
            health_note: self.text("health_note"),
            mediation: fields.parse("mediation"),
            // A wish of its own, with its own form; an address is confirmed by whoever reads there.
            hearing: Hearing::default(),
            consents: self.consents(),
        }
    }

    fn refuse(&mut self, field: impl Into<Cow<'static, str>>, message: Message) {
        self.errors.push(FieldError { field: field.into(), message });
    }

    /// Browsers end the lines of a text in their own way.
    fn text(&self, name: &str) -> String {
        self.fields.text(name).replace("\r\n", "\n")
    }

    fn yes_no(&self, name: &str) -> Option<bool> {
        match self.fields.text(name) {
            "yes" => Some(true),
            "no" => Some(false),
            _ => None,
        }
    }

    fn number(&mut self, name: impl Into<Cow<'static, str>>, least: u32, most: u32) -> Option<u32> {
        let name = name.into();
        let digits: String = self.fields.text(&name).chars().filter(|c| !matches!(c, ',' | ' ')).collect();
        if digits.is_empty() {
            return None;
        }
        let number = digits.parse::<i64>();
        let fitting = number.as_ref().ok().and_then(|n| u32::try_from(*n).ok());
        let fitting = fitting.filter(|n| (least..=most).contains(n));
        if fitting.is_none() {
            let message = match number {
                Ok(_) => Message::new("number-between").with("least", least).with("most", most),
                Err(_) => Message::new("number-unreadable").with("text", digits.as_str()),
            };
            self.refuse(name, message);
        }
        fitting
    }

    fn phone(&mut self, name: &'static str) -> String {
        match self.fields.text(name) {
            "" => String::new(),
            typed => normalise_phone(typed).unwrap_or_else(|message| {
                self.refuse(name, message);
                String::new()
            }),
        }
    }

    /// Mobile and home telephone: whichever was asked first at the counter.
    fn phones(&mut self) -> (String, String) {
        let (first, second) = (self.phone("phone"), self.phone("home_phone"));
        let mobile = |digits: &str| digits.starts_with("01");
        let swapped = !mobile(&first) && (second.is_empty() || mobile(&second));
        if swapped { (second, first) } else { (first, second) }
    }

    /// As people write it: `1949.3.2`, `490302`, `49년 3월 2일`.
    fn born_on(&mut self) -> Option<Date> {
        let typed = self.fields.text("born_on");
        app::born_on(typed, self.visit.ctx.today()).unwrap_or_else(|message| {
            self.refuse("born_on", message);
            None
        })
    }

    /// The day on which the box was first ticked.
    fn guardian_agreed_on(&self) -> Option<Date> {
        let ticked = self.fields.ticked("guardian_consent");
        ticked.then(|| self.fields.parse("guardian_consent").unwrap_or_else(|| self.visit.ctx.today()))
    }

    /// The dong, and the address as written: what was typed beside the dong's name is not lost.
    fn home_area(&mut self) -> (Option<AreaCode>, String) {
        let areas = self.visit.app().city.areas();
        let (typed, address) = (self.text("area"), self.text("address"));
        if typed.is_empty() {
            return (areas.resolve(&address).into_iter().next(), address);
        }
        let Some(code) = areas.resolve(&typed).into_iter().next() else {
            self.refuse("area", unknown_area(self.visit, &typed));
            return (None, address);
        };
        let plain = typed == code.to_string()
            || typed == said(areas.name(&code), &code, &areas.resolve(areas.name(&code)));
        let address = if address.is_empty() && !plain { typed } else { address };
        (Some(code), address)
    }

    /// `37.658400, 126.832000`
    fn home(&mut self) -> Option<Point> {
        let typed = self.fields.text("home");
        let degrees = |text: &str| text.trim().parse::<f64>().ok();
        let read = typed.split_once(',').and_then(|(lat, lon)| degrees(lat).zip(degrees(lon)));
        // Korea and the seas around it: latitude and longitude typed the wrong way round are seen.
        let read = read.filter(|(lat, lon)| (32.0..=44.0).contains(lat) && (123.0..=133.0).contains(lon));
        if read.is_none() && !typed.is_empty() {
            self.errors.push(unknown("home", "home-position-unreadable", typed));
        }
        read.map(|(lat, lon)| Point::from_degrees(lon, lat))
    }

    /// One name may mean several occupations; of several names each means its best.
    fn occupations(&mut self) -> Vec<OccupationCode> {
        let parts = self.fields.list("occupation");
        let each = if parts.len() == 1 { 3 } else { 1 };
        let mut codes = Vec::new();
        for part in &parts {
            let found = self.visit.app().occupations(part);
            if found.is_empty() {
                self.refuse("occupation", unknown_occupation(self.visit, part));
            }
            codes.extend(found.into_iter().take(each));
        }
        if parts.len() > 3 {
            self.refuse("occupation", Message::new("desired-occupations-too-many"));
        }
        without_repeats(codes)
    }

    /// Desired areas, and whether one of them is home itself (재택).
    fn desired_areas(&mut self) -> (Vec<AreaCode>, bool) {
        let (mut codes, mut from_home) = (Vec::new(), false);
        for part in self.fields.list("desired_area") {
            if part.starts_with("재택") {
                from_home = true;
                continue;
            }
            let found = self.visit.app().city.areas().resolve(&part);
            if found.is_empty() {
                self.refuse("desired_area", unknown_area(self.visit, &part));
            }
            codes.extend(found);
        }
        let codes = without_repeats(codes);
        if codes.len() > 2 {
            self.refuse("desired_area", Message::new("desired-areas-too-many"));
        }
        (codes, from_home)
    }

    fn careers(&mut self) -> Vec<PastWork> {
        let mut careers = Vec::new();
        for row in 0..rows(self.fields, "career") {
            let name = |part: &str| format!("career_{row}_{part}");
            let typed = self.text(&name("occupation"));
            let found = self.visit.app().occupations(&typed).into_iter().next();
            if found.is_none() && !typed.is_empty() {
                self.refuse(name("occupation"), unknown_occupation(self.visit, &typed));
            }
            let past = PastWork {
                employer: self.text(&name("employer")),
                work: self.text(&name("work")),
                occupation: found,
                months: self.number(name("months"), 0, MOST_MONTHS),
                left_because: self.text(&name("left_because")),
            };
            if past != PastWork::default() {
                careers.push(past);
            }
        }
        careers
    }

    fn languages(&mut self) -> Vec<LanguageSkill> {
        let mut languages = Vec::new();
        for row in 0..rows(self.fields, "language") {
            let (code, level) = (format!("language_{row}_code"), self.text(&format!("language_{row}_level")));
            match Language::from_code(self.fields.text(&code)) {
                Some(language) => languages.push(LanguageSkill { language, level }),
                None if level.is_empty() => {}
                None => self.refuse(code, Message::new("language-choose")),
            }
        }
        languages
    }

    /// Links with a title or an address; what is wrong with one is said when it is kept.
    fn portfolio(&self) -> Vec<Link> {
        let link = |row: usize| Link {
            title: self.text(&format!("portfolio_{row}_title")),
            url: self.text(&format!("portfolio_{row}_url")),
        };
        (0..rows(self.fields, "portfolio")).map(link).filter(|link| *link != Link::default()).collect()
    }

    fn wage(&mut self) -> WageWish {
        let won = match self.fields.won("wage_won") {
            Ok(won) => won,
            Err(error) => {
                self.errors.push(error);
                return WageWish::Unknown;
            }
        };
        let form = self.fields.text("wage_form");
        match (form, won) {
            ("", None) => WageWish::Unknown,
            ("interview", None) => WageWish::AfterInterview,
            ("interview", Some(_)) => {
                self.refuse("wage_won", Message::new("wage-wish-no-amount"));
                WageWish::Unknown
            }
            (_, None) => {
                self.refuse("wage_won", Message::new("wage-wish-amount"));
                WageWish::Unknown
            }
            (form, Some(won)) => {
                WageWish::AtLeast { form: WageForm::from_code(form).unwrap_or(WageForm::Monthly), won }
            }
        }
    }

    fn work_time(&mut self) -> WorkTime {
        let rest = self.number("rest", 0, 1_439);
        let daily = self.fields.clock("from").zip(self.fields.clock("to")).and_then(|(from, to)| {
            // Midnight as an end is the end of the day.
            let to = if to == 0 { 1_440 } else { to };
            DailyHours::new(from, to, rest.and_then(|rest| u16::try_from(rest).ok()).unwrap_or(0))
        });
        let told = ["from", "to", "rest"].iter().any(|name| self.fields.ticked(name));
        if daily.is_none() && told {
            self.refuse("from", Message::new("form-hours-unreadable"));
        }
        let typed = self.fields.text("weekly_hours");
        let weekly = typed.parse::<f64>().ok().filter(|hours| (0.5..=168.0).contains(hours));
        if weekly.is_none() && !typed.is_empty() {
            self.errors.push(unknown("weekly_hours", "form-weekly-hours-unreadable", typed));
        }
        WorkTime {
            weekdays: self.fields.weekdays("days"),
            daily,
            weekly_min: weekly.map(|hours| (hours * 60.0).round() as u32),
            shift: self.fields.ticked("shift"),
            note: self.text("work_time_note"),
        }
    }

    /// Boxes as they are ticked now; what was agreed before is known to the use case.
    fn consents(&self) -> Consents {
        let ticked = |name: &str| self.fields.ticked(name).then_some(true);
        Consents {
            registration: self.fields.ticked("consent_registration").then(|| self.visit.ctx.today()),
            employment_center: ticked("consent_employment_center"),
            local_government: ticked("consent_local_government"),
            private_agency: ticked("consent_private_agency"),
            lookup: ticked("consent_lookup"),
            sensitive: ticked("consent_sensitive"),
            news: ticked("consent_news"),
            automated: None,
        }
    }
}

/// Codes in their order, each once.
fn without_repeats<C: PartialEq>(codes: Vec<C>) -> Vec<C> {
    let mut out = Vec::new();
    for code in codes {
        if !out.contains(&code) {
            out.push(code);
        }
    }
    out
}
