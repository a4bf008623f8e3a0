//! The opening application of an opening as it stands, and the question to its employer.

use documents::paper::{self, OpeningForm, Question, Sheet, Variant};
use domain::Ctx;
use domain::employer::{Contact, Employer};
use domain::id::{AnswerId, OpeningId};
use domain::look::Purpose;
use domain::opening::{Content, Opening, Programme, State};
use domain::person::written_phone;

use super::{office, word};
use crate::opening::StaffView;
use crate::{App, Error};

/// The opening application (별지 제1호서식): for disabled people where places are for them, else by the day where
/// days of day labour are told.
///
/// # Errors
/// [`Error::NotFound`], [`Error::Forbidden`].
pub async fn opening_form(ctx: &Ctx, app: &App, id: OpeningId) -> Result<Sheet, Error> {
    let view = crate::opening::get(ctx, app, id).await?;
    if let Some(person) = view.employer.contact.filter(|_| view.contact.is_some()) {
        crate::look::leave(ctx, app, vec![person], Purpose::Print).await?;
    }
    let variant = variant(&view.opening.content);
    let mut form = OpeningForm { variant, office: office(ctx, app), ..OpeningForm::default() };
    of_employer(app, &mut form, &view.employer, view.contact.as_ref());
    of_job(app, &mut form, &view.opening.content);
    of_conditions(app, &mut form, &view.opening.content);
    of_office(app, &mut form, &view);
    Ok(paper::opening_form(&form))
}

fn variant(content: &Content) -> Variant {
    if content.headcount_disabled > 0 || content.programme == Some(Programme::DisabledOnly) {
        Variant::Disabled
    } else if content.work_days.is_some() {
        Variant::Daily
    } else {
        Variant::Regular
    }
}

fn of_employer(app: &App, form: &mut OpeningForm, employer: &Employer, contact: Option<&Contact>) {
    form.employer.clone_from(&employer.name);
    form.business_number = employer.business_number.as_ref().map(ToString::to_string).unwrap_or_default();
    form.industry =
        employer.industry.as_ref().map(|c| app.reference.industries.name(c).to_owned()).unwrap_or_default();
    form.business.clone_from(&employer.business);
    form.workers = employer.workers.map(word::heads).unwrap_or_default();
    form.capital = word::won(employer.capital_won);
    form.sales = word::won(employer.sales_won);
    form.enterprise_kind =
        employer.kind.map(|kind| word::label(app, "coTp", kind.code()).to_owned()).unwrap_or_default();
    form.address.clone_from(&employer.address);
    form.homepage.clone_from(&employer.homepage);
    form.phone = written_phone(&employer.phone);
    form.fax = written_phone(&employer.fax);
    form.insurance_number.clone_from(&employer.insurance_number);
    form.wage_arrears = employer.wage_arrears.as_ref().map_or_else(String::new, |check| {
        format!("{} ({} 확인)", if check.listed { "명단에 있음" } else { "명단에 없음" }, check.on)
    });
    if let Some(contact) = contact {
        form.representative.clone_from(&contact.representative);
        form.contact = format!("{} {}", contact.department, contact.name).trim().to_owned();
        form.contact_phone = written_phone(&contact.phone);
        form.contact_email.clone_from(&contact.email);
    }
}

fn of_job(app: &App, form: &mut OpeningForm, content: &Content) {
    let occupations = &app.reference.occupations;
    let labels = |list: &str, codes: Vec<&'static str>| {
        word::list(codes.into_iter().map(|code| word::label(app, list, code)))
    };
    form.title.clone_from(&content.title);
    form.occupation =
        content.occupation.as_ref().map(|c| format!("{} ({c})", occupations.name(c))).unwrap_or_default();
    form.related = word::list(content.related_occupations.iter().map(|c| occupations.name(c)));
    form.duties.clone_from(&content.duties);
    form.headcount = word::heads(content.headcount);
    form.headcount_disabled = word::heads(content.headcount_disabled);
    form.employment_type =
        content.employment_type.map(|t| word::label(app, "empTp", t.code()).to_owned()).unwrap_or_default();
    let convertible = if content.convertible == Some(true) { "정규직 전환 가능" } else { "" };
    form.work_days = content.work_days.map(|days| format!("일용 {days}일")).unwrap_or_default();
    form.contract = word::list([word::months(content.contract_months).as_str(), convertible]);
    form.probation = word::months(content.probation_months);
    form.career = content.career.map_or_else(String::new, |career| {
        let least = word::months(career.min_months);
        format!("{} {least}", word::label(app, "career", career.kind.code())).trim().to_owned()
    });
    let education = [content.education_min, content.education_max].into_iter().flatten();
    form.education =
        education.map(|e| word::label(app, "education", e.code())).collect::<Vec<_>>().join(" ~ ");
    form.majors = word::list(content.majors.iter().map(String::as_str));
    form.licences = word::list(content.licences.iter().map(String::as_str));
    let languages = content.languages.iter().map(|l| {
        format!("{} {}", word::label(app, "foreignLanguage", l.language.code()), l.level).trim().to_owned()
    });
    form.languages = languages.collect::<Vec<_>>().join(", ");
    form.computer = labels("comPreferential", content.computer.iter().map(|c| c.code()).collect());
    form.military = word::yes_no(content.military_substitute);
    form.permit = word::yes_no(content.employment_permit);
    let preferred = labels("pfPreferential", content.preferences.iter().map(|p| p.code()).collect());
    form.preferences = word::list([preferred.as_str(), content.preference_note.as_str()]);
}

fn of_conditions(app: &App, form: &mut OpeningForm, content: &Content) {
    let place = &content.workplace;
    form.wage = word::wage(app, content.wage, &content.wage_note);
    form.bonus.clone_from(&content.bonus);
    form.pattern =
        content.pattern.map(|p| word::label(app, "holidayTp", p.code()).to_owned()).unwrap_or_default();
    if form.pattern.is_empty() {
        form.pattern = word::weekdays(&content.work_time);
    }
    form.hours = word::hours(&content.work_time);
    form.weekly_hours = word::weekly(&content.work_time);
    form.meals.clone_from(&content.meals);
    form.workplace = workplace(app, content);
    let station = match place.station.as_str() {
        stop if is_station(app, stop) => format!("{}역", bare(stop)),
        stop => stop.to_owned(),
    };
    let walk = place.walk_min.map(|min| format!("걸어서 {min}분")).unwrap_or_default();
    form.station = [station.as_str(), &place.station_exit, &walk].join(" ").trim().to_owned();
    let insured = &content.insurance;
    let insurances = [
        (insured.pension, "국민연금"),
        (insured.employment, "고용보험"),
        (insured.accident, "산재보험"),
        (insured.health, "건강보험"),
    ];
    form.insurance = word::list(insurances.into_iter().filter(|(has, _)| *has == Some(true)).map(|(_, n)| n));
    form.retirement.clone_from(&content.retirement);
    let welfare: Vec<&str> = content.welfare.iter().map(|w| word::label(app, "welfare", w.code())).collect();
    form.welfare = word::list(welfare.into_iter().chain([content.welfare_note.as_str()]));
    form.accessibility.clone_from(&content.accessibility);
    let e = &content.environment;
    form.environment =
        [&e.hands, &e.eyesight, &e.handwork, &e.lifting, &e.hearing, &e.standing].map(String::clone);
    form.selection = word::list(content.selection.iter().map(word::selection));
    form.reception = word::list(content.reception.iter().map(word::reception));
    form.documents.clone_from(&content.documents);
    form.deadline = word::deadline(content.deadline);
    form.mediation = word::mediation(content.mediation).to_owned();
    form.visibility = word::visibility(content.visibility).to_owned();
}

fn of_office(app: &App, form: &mut OpeningForm, view: &StaffView) {
    let origin = &view.opening.origin;
    form.number.clone_from(&origin.number);
    form.received_on = origin.received_on.to_string();
    form.channel = word::channel(origin.channel).to_owned();
    form.state = state(app, &view.opening);
    form.valid_until = valid_until(&view.opening);
    form.wanted_auth_no = origin.wanted_auth_no.clone().unwrap_or_default();
    form.project.clone_from(&view.opening.content.project);
    // Who received it stands in its history, which names only those who are still known.
    let first = view.history.last().filter(|line| line.verb == "create" || line.verb == "insert");
    form.received_by = first.map(|line| line.who.clone()).unwrap_or_default();
}

/// A question put to an employer, with the code and the link by which it is answered; `url` is where the
/// secret of the link follows.
///
/// # Errors
/// [`Error::NotFound`], [`Error::Forbidden`].
pub async fn question(ctx: &Ctx, app: &App, id: AnswerId, url: &str) -> Result<Sheet, Error> {
    let put = crate::answer::again(ctx, app, id).await?;
    let id = put.question.opening;
    let view = crate::opening::get(ctx, app, id).await?;
    let referrals = store::referral::of_opening(&app.store, ctx.tenant, id).await.map_err(crate::fault)?;
    let unanswered = referrals.iter().filter(|r| r.state.is_live() && put.question.asks_about(r));
    let confirmed_on = match &view.opening.state {
        State::Open { confirmed_at: Some(at), .. } => app.city.zone().to_datetime(*at).date().to_string(),
        _ => String::new(),
    };
    let content = &view.opening.content;
    Ok(paper::question(&Question {
        office: office(ctx, app),
        asked_on: word::long_day(app.city.zone().to_datetime(put.question.made_at).date()),
        employer: view.employer.name.clone(),
        number: view.opening.origin.number.clone(),
        title: content.title.clone(),
        wage: word::wage(app, content.wage, &content.wage_note),
        headcount: word::heads(content.headcount),
        confirmed_on,
        unanswered: unanswered.filter_map(|r| Some(r.state.letter()?.number.clone())).collect(),
        code: put.code,
        url: format!("{url}/{}", put.token),
        answer_by: word::long_day(app.city.zone().to_datetime(put.question.until).date()),
    }))
}

pub(super) fn workplace(app: &App, content: &Content) -> String {
    let place = &content.workplace;
    let areas = word::list(place.areas.iter().map(|code| app.city.areas().name(code)));
    let remote = if place.remote { "재택" } else { "" };
    let address = if place.address.is_empty() { areas.as_str() } else { place.address.as_str() };
    word::list([address, remote])
}

pub(super) fn state(app: &App, opening: &Opening) -> String {
    app.catalogue.word(domain::message::Lang::Ko, &format!("opening-state-{}", opening.state.name()))
}

pub(super) fn valid_until(opening: &Opening) -> String {
    match &opening.state {
        State::Open { valid_until, .. } | State::Paused { valid_until, .. } => valid_until.to_string(),
        _ => String::new(),
    }
}

/// Whether the stop that an employer named is a station, rather than where a bus stops.
pub(super) fn is_station(app: &App, stop: &str) -> bool {
    let known = |station: &domain::station::Station| bare(&station.name) == bare(stop);
    !stop.is_empty() && (stop.ends_with('역') || app.city.stations().iter().any(known))
}

pub(super) fn bare(station: &str) -> &str {
    station.strip_suffix('역').filter(|bare| !bare.is_empty()).unwrap_or(station)
}
