//! The seeker application of a registration the slip and the list to take home. All are looks at the person's record.

use documents::paper::{self, LARGE_PER_PAGE, LargeList, SeekerForm, Sheet, Slip, Variant};
use domain::Ctx;
use domain::id::SeekerId;
use domain::look::Purpose;
use domain::message::{Lang, Message, thousands};
use domain::person::written_phone;
use domain::seeker::{Consents, MediationWish, Profile, Seeker, Sex, State, WageWish};
use domain::wage::WageForm;

use super::{large_list, office, poster, word};
use crate::seeker::open;
use crate::{App, Error};

/// Pages of one person's list: as much as anybody reads at home.
const OWN_PAGES: usize = 2;

/// The seeker application (별지 제2호서식): for disabled people where somebody told so and agreed to its being kept,
/// else by the day where pay by the day is wanted.
///
/// # Errors
/// [`Error::NotFound`], also for those who may not know that it exists.
pub async fn seeker_form(ctx: &Ctx, app: &App, id: SeekerId) -> Result<Sheet, Error> {
    let (seeker, p) = open(ctx, app, id, Purpose::Print).await?;
    let labels = |list: &str, codes: Vec<&'static str>| {
        word::list(codes.into_iter().map(|code| word::label(app, list, code)))
    };
    let languages = p.languages.iter().map(|l| {
        format!("{} {}", word::label(app, "foreignLanguage", l.language.code()), l.level).trim().to_owned()
    });
    let can = |told: Option<bool>, what: &'static str| if told == Some(true) { what } else { "" };
    let careers =
        p.careers.iter().map(|past| [past.employer.clone(), past.work.clone(), word::months(past.months)]);
    let form = SeekerForm {
        variant: variant(&p),
        office: office(ctx, app),
        name: p.name.clone(),
        born_on: p.born_on.map(|day| day.to_string()).unwrap_or_default(),
        sex: p.sex.map_or("", |sex| if sex == Sex::Female { "여" } else { "남" }).to_owned(),
        address: if p.address.is_empty() {
            p.area.as_ref().map(|code| app.city.areas().name(code).to_owned()).unwrap_or_default()
        } else {
            p.address.clone()
        },
        mobile: written_phone(&p.mobile),
        phone: written_phone(&p.phone),
        proxy_phone: written_phone(&p.proxy_phone),
        email: p.email.clone(),
        contact_note: p.contact_note.clone(),
        education: p
            .education
            .map(|e| word::label(app, "education", e.code()).to_owned())
            .unwrap_or_default(),
        school: word::list([p.school.as_str(), p.major.as_str(), p.schooling_note.as_str()]),
        occupations: numbered(p.occupations.iter().map(|c| app.reference.occupations.name(c))),
        desired_work: p.desired_work.clone(),
        career: match p.career_months {
            Some(0) => "신입".to_owned(),
            months => word::months(months),
        },
        careers: careers.collect(),
        areas: areas(app, &p),
        employment_types: labels("empTp", p.employment_types.iter().map(|t| t.code()).collect()),
        wage: wish(app, p.wage),
        hours: word::list([word::hours(&p.work_time).as_str(), word::weekly(&p.work_time).as_str()]),
        licences: word::list(p.licences.iter().map(String::as_str)),
        languages: languages.collect::<Vec<_>>().join(", "),
        computer: labels("comPreferential", p.computer.iter().map(|c| c.code()).collect()),
        trainings: word::list(p.trainings.iter().map(String::as_str)),
        driving: word::list([can(p.can_drive, "운전 가능"), can(p.has_car, "차량 있음")]),
        military: p.military.clone(),
        mediation: p.mediation.map_or("", mediation).to_owned(),
        consents: consents(&p.consents),
        number: seeker.number.clone(),
        registered_on: seeker.registered_on.to_string(),
        channel: word::channel(seeker.channel).to_owned(),
        valid_until: valid_until(&seeker),
        state: app.catalogue.word(Lang::Ko, &format!("seeker-state-{}", seeker.state.name())),
        counselor: crate::referral::named(ctx, app, seeker.assigned).await?,
    };
    Ok(paper::seeker_form(&form))
}

fn variant(profile: &Profile) -> Variant {
    let told = || profile.vulnerable.iter().any(|group| group.contains("장애"));
    if profile.consents.sensitive == Some(true) && told() {
        Variant::Disabled
    } else if matches!(profile.wage, WageWish::AtLeast { form: WageForm::Daily, .. }) {
        Variant::Daily
    } else {
        Variant::Regular
    }
}

/// The slip that a person takes home.
///
/// # Errors
/// [`Error::NotFound`], also for those who may not know that it exists.
pub async fn slip(ctx: &Ctx, app: &App, id: SeekerId) -> Result<Sheet, Error> {
    let (seeker, profile) = open(ctx, app, id, Purpose::Print).await?;
    Ok(paper::slip(&Slip {
        office: office(ctx, app),
        number: seeker.number.clone(),
        name: profile.name.clone(),
        registered_on: seeker.registered_on.to_string(),
        valid_until: valid_until(&seeker),
        wanted: word::list(profile.occupations.iter().map(|c| app.reference.occupations.name(c))),
        areas: areas(app, &profile),
    }))
}

/// The openings that suit one person, best first, in large type, to take home.
///
/// # Errors
/// [`Error::NotFound`], also for those who may not know that the person exists; whatever looking for them says.
pub async fn own_list(ctx: &Ctx, app: &App, id: SeekerId, lang: Lang) -> Result<Sheet, Error> {
    let fit = crate::seeker::matches(ctx, app, id, OWN_PAGES * LARGE_PER_PAGE).await?;
    let (_, profile) = open(ctx, app, id, Purpose::Print).await?;
    let about = Message::new("own-list-about").with("name", profile.name.as_str());
    let mut list = LargeList {
        about: app.catalogue.say(lang, &about),
        openings: fit.full.iter().map(|one| large_list::line(app, &one.listed, lang)).collect(),
        ..large_list::blank(poster::office(ctx, app, lang), app, lang)
    };
    list.words.none = app.catalogue.word(lang, "own-list-none");
    Ok(paper::large_list(&list))
}

fn numbered<'a>(items: impl Iterator<Item = &'a str>) -> String {
    items.zip(1..).map(|(item, i)| format!("{i}. {item}")).collect::<Vec<_>>().join("  ")
}

fn areas(app: &App, profile: &Profile) -> String {
    let remote = profile.remote.then_some("재택");
    numbered(profile.desired_areas.iter().map(|code| app.city.areas().name(code)).chain(remote))
}

pub(super) fn wish(app: &App, wish: WageWish) -> String {
    match wish {
        WageWish::Unknown => String::new(),
        WageWish::AfterInterview => "면접 후 결정".to_owned(),
        WageWish::AtLeast { form, won } => {
            format!("{} {}원 이상", word::label(app, "salTp", form.code()), thousands(won))
        }
    }
}

fn mediation(wish: MediationWish) -> &'static str {
    match wish {
        MediationWish::Wanted => "알선을 원함",
        MediationWish::InformationOnly => "정보만 원함",
        MediationWish::Refused => "알선을 원하지 않음",
    }
}

/// Each consent by itself (개인정보 보호법 §22), asked or not.
fn consents(consents: &Consents) -> Vec<(String, String)> {
    let told = |answer: Option<bool>| {
        answer
            .map_or("□ 동의   □ 동의하지 않음", |yes| {
                if yes { "동의" } else { "동의하지 않음" }
            })
            .to_owned()
    };
    let registration = consents.registration.map_or_else(|| told(None), |day| format!("동의 ({day})"));
    [
        ("구직등록을 위한 개인정보 수집·이용 (필수)", registration),
        ("고용센터에 구직정보 제공 (선택)", told(consents.employment_center)),
        ("지방자치단체에 구직정보 제공 (선택)", told(consents.local_government)),
        ("민간 기관에 구직정보 제공 (선택)", told(consents.private_agency)),
        ("다른 기관에 있는 본인 정보 조회 (선택)", told(consents.lookup)),
        ("민감정보 보관 (선택)", told(consents.sensitive)),
        ("일자리 소식 받기 (선택)", told(consents.news)),
    ]
    .map(|(what, answer)| (what.to_owned(), answer))
    .to_vec()
}

pub(super) fn valid_until(seeker: &Seeker) -> String {
    match &seeker.state {
        State::Active { valid_until, .. } => valid_until.to_string(),
        _ => String::new(),
    }
}
