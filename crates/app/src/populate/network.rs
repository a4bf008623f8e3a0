//! What the bodies of the demo city do together: agreements, requests, leads with visits, ideas, contacts, remarks. Through the same
//! doors as everybody else's, on days gone by, so that some ties live and some are dead.

use domain::comment::Subject;
use domain::contact::{Details, Sharing};
use domain::id::OrganisationId;
use domain::lead::{Need, Source};
use domain::message::with_particle;
use domain::mou::Mou;
use domain::organisation::{Organisation, OrganisationKind, Profile};
use domain::visit::Way;
use domain::{Actor, Ctx, Role};
use jiff::civil::Date;
use jiff::{Timestamp, ToSpan};

use crate::{App, Error, comment, contact, coop_request, idea, lead, organisation, visit};

/// Firms that a field team found, with what they need.
const FIRMS: [(&str, &str, i64); 6] = [
    ("(가상)하늘전시장치", "무대·디스플레이 디자인", 2),
    ("(가상)별빛행사기획", "전시·회의 기획", 3),
    ("(가상)새싹화훼영농", "화훼 재배", 4),
    ("(가상)푸른영상", "영상 편집", 1),
    ("(가상)나루가구", "가구 조립", 2),
    ("(가상)구름호텔", "객실 안내", 5),
];

/// Who does what on which day.
struct Stage<'a> {
    app: &'a App,
    actors: &'a [Actor],
    seed: [u8; 32],
    drawn: u64,
}

impl Stage<'_> {
    fn today(&self) -> Date {
        self.app.system_ctx().today()
    }

    /// Circumstances of a role for a body, so many days ago at ten o'clock, or now while that has not come.
    fn ctx(&mut self, role: Role, body: Option<OrganisationId>, days_ago: i32) -> Option<Ctx> {
        let actor = self.actors.iter().find(|actor| actor.role == role)?;
        let organisation = body.or(actor.organisation);
        let actor = Actor { organisation, ..actor.clone() };
        let day = self.today().saturating_sub(days_ago.days());
        let at: Timestamp = self.app.city.zone().to_timestamp(day.at(10, 0, 0, 0)).ok()?;
        let at = at.min(self.app.system_ctx().now);
        self.drawn += 1;
        let mut seed = self.seed;
        seed[24..32].copy_from_slice(&self.drawn.to_le_bytes());
        Some(Ctx::new(self.app.tenant, actor, at, self.app.city.zone().clone(), seed))
    }
}

/// What the bodies did together; nothing in a city without other bodies.
///
/// # Errors
/// When the store fails, or a rule refuses what this file invents.
pub(super) async fn fill(app: &App, actors: &[Actor], seed: [u8; 32]) -> Result<(), Error> {
    let bodies = store::organisation::all(&app.store, app.tenant).await.map_err(crate::fault)?;
    let of = |kind| bodies.iter().filter(move |body| body.kind == kind).collect::<Vec<_>>();
    let (departments, others) = (
        of(OrganisationKind::Department),
        [of(OrganisationKind::Agency), of(OrganisationKind::Partner), of(OrganisationKind::JobCenter)]
            .concat(),
    );
    let mut stage = Stage { app, actors, seed, drawn: 0 };
    if departments.len() < 2 || others.is_empty() {
        return Ok(());
    }
    profiles(&mut stage, &departments, &others).await?;
    requests(&mut stage, &departments, &others).await?;
    agreements(&mut stage, &departments, &others).await?;
    leads(&mut stage, &departments).await?;
    ideas(&mut stage, &departments).await?;
    contacts(&mut stage, &departments, &others).await
}

async fn profiles(
    stage: &mut Stage<'_>,
    departments: &[&Organisation],
    others: &[&Organisation],
) -> Result<(), Error> {
    let app = stage.app;
    let sectors = app.city.sectors();
    let Some(ctx) = stage.ctx(Role::PlanManager, None, 200) else { return Ok(()) };
    let some = departments.iter().take(8).chain(others.iter().take(6));
    for (body, sector) in some.zip(sectors.iter().cycle()) {
        let profile = Profile {
            sector: sector.id.clone(),
            services: format!("{} 분야 일자리 연계", sector.name_ko),
            ..body.profile.clone()
        };
        organisation::describe(&ctx, app, body.id, profile).await?;
    }
    Ok(())
}

async fn requests(
    stage: &mut Stage<'_>,
    departments: &[&Organisation],
    others: &[&Organisation],
) -> Result<(), Error> {
    let app = stage.app;
    let asked =
        ["입주 예정 기업 명단", "채용 예정 인원", "현장면접 장소", "참여자 모집 홍보", "교육 수료자 연계"];
    let days = [1, 3, 9, 20, 40, 230];
    for (nth, (from, to)) in
        departments.iter().zip(departments.iter().skip(1).chain(others)).take(12).enumerate()
    {
        let ago = days[nth % days.len()];
        let Some(ctx) = stage.ctx(Role::PlanManager, Some(from.id), ago) else { return Ok(()) };
        let form = coop_request::Form {
            to: Some(to.id),
            about: None,
            text: format!("{} 부탁드립니다.", with_particle(asked[nth % asked.len()], "을", "를")),
            answer_by: Some(ctx.today().saturating_add(7.days())),
        };
        let id = coop_request::create(&ctx, app, form).await?;
        let Some(answer) = stage.ctx(Role::PlanManager, Some(to.id), (ago - 2).max(0)) else { continue };
        let step = match nth % 4 {
            0 => coop_request::Step::Accept("이번 주에 보내 드리겠습니다."),
            1 => coop_request::Step::Offer("명단 대신 설명회 일정을 드릴 수 있습니다."),
            2 => coop_request::Step::Decline("아직 정해지지 않았습니다."),
            _ => continue,
        };
        coop_request::step(&answer, app, (id, 1), step).await?;
    }
    Ok(())
}

async fn agreements(
    stage: &mut Stage<'_>,
    departments: &[&Organisation],
    others: &[&Organisation],
) -> Result<(), Error> {
    let app = stage.app;
    for (nth, keeper) in departments.iter().take(3).enumerate() {
        let ago = [60, 210, 400][nth];
        let Some(ctx) = stage.ctx(Role::PlanManager, Some(keeper.id), ago) else { return Ok(()) };
        let mou = Mou {
            id: ctx.id(),
            organisation: Some(keeper.id),
            name: format!("(가상) {} 일자리 협약", keeper.name),
            partners: others.iter().skip(nth).take(3).map(|body| body.id).collect(),
            signed_on: ctx.today(),
            until: None,
            subject: "채용 정보를 먼저 나누고 함께 면접을 엽니다.".to_owned(),
            version: 1,
            created_at: ctx.now,
        };
        crate::record::add(&ctx, app, domain::policy::UseCase::WriteNetwork, mou).await?;
    }
    Ok(())
}

async fn leads(stage: &mut Stage<'_>, departments: &[&Organisation]) -> Result<(), Error> {
    let app = stage.app;
    let dongs: Vec<_> = app.city.dong_facts().iter().map(|dong| dong.code.clone()).collect();
    let sectors: Vec<_> = app.city.sectors().iter().map(|sector| sector.id.clone()).collect();
    for (nth, (firm, work, heads)) in FIRMS.into_iter().enumerate() {
        let Some(ctx) = stage.ctx(Role::Counselor, None, 12) else { return Ok(()) };
        let source = match departments.get(nth) {
            Some(body) if nth % 2 == 0 => Source::Network { organisation: Some(body.id) },
            _ => Source::Field,
        };
        let form = lead::Form {
            name: firm.to_owned(),
            employer: String::new(),
            area: dongs.get(nth * 5 % dongs.len().max(1)).cloned(),
            address: String::new(),
            source,
            assigned: ctx.actor.person,
            next_on: Some(stage.today()),
            sector: sectors.get(nth % sectors.len().max(1)).cloned().unwrap_or_default(),
            need: Need::default(),
            another: false,
        };
        let id = lead::create(&ctx, app, form).await?;
        let mut version = 1;
        if nth % 3 != 2 {
            let Some(ctx) = stage.ctx(Role::Counselor, None, 5) else { continue };
            let need = (nth % 3 == 0).then(|| Need { work: work.to_owned(), heads: Some(heads), by: None });
            let form = visit::Form {
                on: ctx.today(),
                way: if nth % 2 == 0 { Way::There } else { Way::Phone },
                notes: "바쁜 철을 앞두고 사람을 더 쓸지 살피는 중입니다.".to_owned(),
                need,
                next_on: Some(stage.today()),
            };
            visit::pay(&ctx, app, (id, version), form).await?;
            version += 1;
        }
        if nth == 0
            && let Some(ctx) = stage.ctx(Role::Counselor, None, 4)
        {
            let said =
                comment::Form { text: "면접 장소를 함께 찾아봅시다.".to_owned(), answers: None };
            comment::add(&ctx, app, Subject::Lead, id.0, said).await?;
            lead::open(&ctx, app, (id, version)).await?;
        }
    }
    Ok(())
}

async fn ideas(stage: &mut Stage<'_>, departments: &[&Organisation]) -> Result<(), Error> {
    let app = stage.app;
    let brought = [
        ("주말 꽃 시장 도우미", "꽃이 많이 나오는 철에 하루 네 시간만 일할 사람을 이어 주세요.", None),
        ("전시장 안내 통역", "외국인이 많은 행사에 통역할 시민을 미리 모아 두면 좋겠습니다.", Some(0)),
        ("버스 차고지 세차", "차고지마다 새벽 세차를 맡길 사람이 필요합니다.", Some(1)),
    ];
    for (nth, (title, text, to)) in brought.into_iter().enumerate() {
        let ago = 30 - 10 * i32::try_from(nth).unwrap_or(0);
        let Some(manager) = stage.ctx(Role::PlanManager, None, ago - 2) else { return Ok(()) };
        let citizen = manager.acting_as(Actor::citizen());
        let form = idea::Form { title: title.to_owned(), text: text.to_owned(), sector: String::new() };
        let number = idea::bring(&citizen, app, form, "demo").await?;
        let id = idea::by_number(&manager, app, &number).await?.idea.id;
        let step = match to.and_then(|nth: usize| departments.get(nth)) {
            Some(body) if nth == 1 => idea::Step::Screen(body.id),
            Some(_) => {
                idea::Step::Decline("운수 회사가 이미 맡기고 있습니다. 알려 주셔서 고맙습니다.".to_owned())
            }
            None => continue,
        };
        idea::step(&manager, app, (id, 1), step).await?;
    }
    Ok(())
}

async fn contacts(
    stage: &mut Stage<'_>,
    departments: &[&Organisation],
    others: &[&Organisation],
) -> Result<(), Error> {
    let app = stage.app;
    let names = ["김○하", "이○나", "박○솔", "최○린", "정○우", "강○비"];
    let sectors: Vec<_> = app.city.sectors().iter().map(|sector| sector.id.clone()).collect();
    for (nth, (name, other)) in names.into_iter().zip(others.iter().cycle()).enumerate() {
        let body = departments.get(nth % departments.len().max(1)).map(|body| body.id);
        let ago = [3, 15, 45, 90, 190, 260][nth];
        let Some(ctx) = stage.ctx(Role::PlanManager, body, ago) else { return Ok(()) };
        let form = contact::Form {
            firm: other.name.clone(),
            business_number: String::new(),
            body: Some(other.id),
            sector: sectors.get(nth % sectors.len().max(1)).cloned().unwrap_or_default(),
            sharing: [Sharing::City, Sharing::Own, Sharing::Public][nth % 3],
            consented_on: Some(ctx.today()),
            last_on: Some(ctx.today()),
            details: Details {
                name: name.to_owned(),
                position: "채용 담당".to_owned(),
                phone: format!("031-000-{:04}", 5_000 + nth),
                email: String::new(),
            },
        };
        contact::create(&ctx, app, form).await?;
    }
    Ok(())
}
