//! What an opening costs on disk, with its employer and their entries in the log, and that leaving out
//! what equals its default loses nothing.

use domain::area::{AreaCode, Point};
use domain::code::{CareerKind, Education, EmploymentType, WageForm};
use domain::employer::Employer;
use domain::id::{EmployerId, OpeningId};
use domain::opening::{
    Career, Content, Deadline, Environment, Insurance, Mediation, Opening, Origin, Reception, Selection,
    State, Visibility, Workplace,
};
use domain::seeker::{Consents, PastWork, Profile, Seeker, WageWish};
use domain::wage::Wage;
use domain::work_time::{DailyHours, Weekdays, WorkTime};
use domain::{Ctx, actor::Channel};
use jiff::ToSpan;
use store::{Url, change};

use crate::engines::{Kind, World, on_both};

/// Openings that are counted over.
const MANY: usize = 2_000;

fn employer(ctx: &Ctx, n: usize) -> Employer {
    Employer {
        address: "경기도 고양시 일산동구 식사동 가구단지길 12".to_owned(),
        area: AreaCode::parse("4128510900"),
        phone: "0319000000".to_owned(),
        ..Employer::named(ctx.id::<EmployerId>(), format!("한빛가구제작소 {n}호점"))
    }
}

/// As a row of thirteen columns is read.
fn opening(ctx: &Ctx, employer: EmployerId, n: usize) -> Opening {
    let today = ctx.today();
    Opening {
        id: ctx.id::<OpeningId>(),
        employer,
        content: Content {
            title: format!("가구 제작 및 조립 사원 모집 {n}"),
            duties:
                "원목 가구 재단과 조립, 도장 보조, 완제품 포장과 상차를 맡습니다. 초보자도 가르쳐 드립니다."
                    .to_owned(),
            headcount: 2,
            employment_type: Some(EmploymentType::Indefinite),
            career: Some(Career { kind: CareerKind::Any, min_months: None, max_months: None }),
            education_min: Some(Education::Any),
            wage: Wage::new(WageForm::Monthly, 2_300_000, 2_600_000),
            work_time: WorkTime {
                weekdays: Some(Weekdays(0b001_1111)),
                daily: DailyHours::new(540, 1080, 60),
                ..WorkTime::default()
            },
            workplace: Workplace {
                address: "경기도 고양시 일산동구 식사동 가구단지길 12".to_owned(),
                areas: AreaCode::parse("4128510900").into_iter().collect(),
                point: Some(Point::from_degrees(126.81, 37.67)),
                ..Workplace::default()
            },
            insurance: Insurance {
                pension: Some(true),
                employment: Some(true),
                accident: Some(true),
                health: Some(true),
            },
            selection: vec![Selection::Interview],
            reception: vec![Reception::Phone, Reception::Visit],
            deadline: Deadline::On(today.saturating_add(30.days())),
            ..Content::default()
        },
        state: State::fresh(ctx.now, today.saturating_add(60.days())),
        origin: Origin {
            number: format!("2016-{n:06}"),
            received_on: today,
            channel: Channel::Import,
            received_by: None,
            organisation: None,
            wanted_auth_no: None,
            info_service: String::new(),
            source: "goyang-openings".to_owned(),
            source_key: format!("{n:032x}"),
            source_digest: format!("{:032x}", n * 7_919),
            licence: String::new(),
        },
        worsened: Vec::new(),
        reopened: None,
        version: 1,
        created_at: ctx.now,
        updated_at: ctx.now,
        law: None,
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_opening_takes_few_bytes() {
    let world = World::new(Kind::Sqlite).await;
    let empty = bytes_on_disk(&world).await;
    let ctx = world.ctx();
    let employers: Vec<_> = (0..MANY).map(|n| (employer(&ctx, n), None)).collect();
    let openings: Vec<_> = employers.iter().enumerate().map(|(n, (e, _))| opening(&ctx, e.id, n)).collect();
    let work = world.store.write(move |tx| {
        let (ctx, employers, openings) = (ctx.clone(), employers.clone(), openings.clone());
        Box::pin(async move {
            store::employer::insert_many(tx, &ctx, &employers).await?;
            store::opening::insert_many(tx, &ctx, &openings).await
        })
    });
    work.await.unwrap();
    let bytes = (bytes_on_disk(&world).await - empty) / MANY as u64;
    // 10,266 with every field written out, 6,162 with the defaults of the content left out, 5,935 without what
    // finds it by its day, 6,178 now.
    assert!(bytes < 6_300, "{bytes} bytes an opening");
}

/// Openings of which every part that may be left out is there, is not, and is something else.
fn varied(ctx: &Ctx, employer: EmployerId) -> Vec<Opening> {
    let typical = || opening(ctx, employer, 0);
    let contents = [
        Content::default(),
        typical().content,
        Content { deadline: Deadline::UntilFilled(None), ..typical().content },
        Content {
            visibility: Visibility::Counselors,
            mediation: Mediation::Direct,
            workplace: Workplace { remote: true, station: "마두".to_owned(), ..Workplace::default() },
            work_time: WorkTime { shift: true, weekly_min: Some(0), ..WorkTime::default() },
            insurance: Insurance { pension: Some(false), ..Insurance::default() },
            environment: Environment { hands: "양손".to_owned(), ..Environment::default() },
            contract_months: Some(0),
            convertible: Some(false),
            licences: vec![String::new()],
            ..Content::default()
        },
    ];
    let mut openings: Vec<_> = contents.into_iter().map(|content| Opening { content, ..typical() }).collect();
    for (n, opening) in openings.iter_mut().enumerate() {
        opening.origin.source_key = n.to_string();
    }
    openings[0].state = State::Draft;
    openings[0].origin.wanted_auth_no = Some(String::new());
    openings[1].state = State::fresh(ctx.now, ctx.today());
    openings[2].origin.received_by = Some(ctx.id());
    openings
}

on_both! {
    async fn an_opening_reads_back_as_it_was(world: &World) {
        let ctx = world.ctx();
        let owner = employer(&ctx, 0);
        let openings = varied(&ctx, owner.id);
        let (kept, known) = (openings.clone(), owner.clone());
        let work = world.store.write(move |tx| {
            let (ctx, owner, openings) = (ctx.clone(), owner.clone(), openings.clone());
            Box::pin(async move {
                store::employer::insert(tx, &ctx, &owner, None).await?;
                store::opening::insert_many(tx, &ctx, &openings).await
            })
        });
        work.await.unwrap();
        for opening in kept {
            assert_eq!(store::opening::get(&world.store, world.tenant, opening.id).await.unwrap(), opening);
            // The log tells it as well.
            let told = change::of_noun(&world.store, world.tenant, opening.id.0, 1).await.unwrap();
            assert_eq!(serde_json::from_value::<Opening>(told[0].body.clone()).unwrap(), opening);
        }
        assert_eq!(store::employer::get(&world.store, world.tenant, known.id).await.unwrap(), known);
    }

    async fn a_registration_reads_back_as_it_was(world: &World) {
        let profiles = [
            Profile::default(),
            Profile {
                careers: vec![PastWork::default(), PastWork { months: Some(0), ..PastWork::default() }],
                wage: WageWish::AtLeast { form: WageForm::Hourly, won: 10_000 },
                consents: Consents { news: Some(false), ..Consents::default() },
                can_drive: Some(false),
                ..Profile::default()
            },
        ];
        for profile in profiles {
            let ctx = world.ctx();
            let seeker = Seeker {
                id: ctx.id(),
                person: ctx.id(),
                number: String::new(),
                registered_on: ctx.today(),
                channel: Channel::Import,
                organisation: None,
                assigned: None,
                intake_on: None,
                due: None,
                consents: Vec::new(),
                moves: Vec::new(),
                revived: Vec::new(),
                state: domain::seeker::State::Draft,
                source: String::new(),
                source_key: String::new(),
                source_digest: String::new(),
                version: 1,
                created_at: ctx.now,
                updated_at: ctx.now,
            };
            let (kept, told) = (seeker.clone(), profile.clone());
            let work = world.store.write(move |tx| {
                let (ctx, seeker, profile) = (ctx.clone(), seeker.clone(), profile.clone());
                Box::pin(async move { store::seeker::insert(tx, &ctx, &seeker, &profile).await })
            });
            work.await.unwrap();
            let found = store::seeker::find(&world.store, world.tenant, kept.id).await.unwrap();
            assert_eq!(found, Some((kept, Some(told))));
        }
    }
}

/// Of the file, once the write-ahead log is in it.
async fn bytes_on_disk(world: &World) -> u64 {
    let Url::Sqlite(path) = &world.url else { panic!("an SQLite file") };
    assert_eq!(world.tamper("PRAGMA wal_checkpoint(TRUNCATE)").await, 0);
    std::fs::metadata(path).unwrap().len()
}
