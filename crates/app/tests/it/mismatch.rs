//! Why people and jobs do not meet, as each may see it: counted anew when the log has moved, small cells hidden from whoever
//! need not know their people, frozen with a book.

use app::import::{File, Kind, Options, run};
use app::mismatch::{self, Board, MismatchKind, Standing};
use app::testing::TestCity;
use app::{Error, seeker};
use domain::area::AreaCode;
use domain::id::SeekerId;
use domain::occupation::OccupationCode;
use domain::person::ErasureReason;
use domain::seeker::{Profile, WageWish};
use domain::wage::WageForm;
use domain::{Channel, Ctx, Role};

use crate::placement::profile;
use crate::report_book::{body, freeze, recounted, world};

/// Two heads of care work for 1,900,000 won, and one of sewing.
const OPENINGS: &str = "사업장명,구인제목,모집직종,직무내용,모집인원,고용형태,임금,근무시간,근무요일,근무지,접수방법,대표전화\n\
    가상요양원,요양보호사 모집,요양보호사,어르신을 돌봅니다,2명,정규직,월 190만원,09:00~18:00,월~금,하늘시 별빛동,전화,054-000-1111\n\
    가상의류,재단사 모집,재단사,옷감을 자릅니다,1명,정규직,월 210만원,09:00~18:00,월~금,하늘시 별빛동,전화,054-000-2222\n";

async fn with_openings(city: &TestCity) {
    let ctx = city.as_role(Role::Supervisor).await;
    let file = File { name: "o.csv".into(), bytes: OPENINGS.as_bytes().to_vec() };
    let report = run(&ctx, &city.app, Kind::Openings, &file, &Options::default()).await.unwrap();
    assert_eq!((report.created, report.drafts), (2, 0), "{:?}", report.problems);
    city.settle().await;
}

/// Somebody who wants care work for at least so much.
async fn carer(city: &TestCity, ctx: &Ctx, n: u32, won: i64) -> SeekerId {
    let wage = WageWish::AtLeast { form: WageForm::Monthly, won };
    let profile = Profile { wage, ..profile(ctx, n) };
    seeker::register(ctx, &city.app, profile, Channel::Counter).await.unwrap()
}

async fn told(city: &TestCity, ctx: &Ctx) -> Board {
    city.settle().await;
    // A small city is counted while one waits, unless the machine is busy.
    for _ in 0..100 {
        let told = mismatch::board(ctx, &city.app).await.unwrap();
        if let (Some(board), false) = (told.board, told.renewing) {
            return board;
        }
    }
    panic!("it is never counted")
}

fn persons(board: &Board, kind: MismatchKind) -> Option<u64> {
    board.parts.iter().find(|part| part.kind == kind).unwrap().persons
}

#[tokio::test(flavor = "multi_thread")]
async fn the_parts_sum_to_all_and_follow_the_log() {
    let city = TestCity::new().await;
    let counselor = city.as_role(Role::Counselor).await;
    with_openings(&city).await;
    let empty = told(&city, &counselor).await;
    assert_eq!((empty.openings, empty.heads, empty.seekers), (2, 3, Some(0)));
    // Two fit the two heads, one of three more would with less pay, and one names a work that nobody offers.
    for n in 1..=5 {
        carer(&city, &counselor, n, if n <= 2 { 1_800_000 } else { 2_000_000 }).await;
    }
    let board = told(&city, &counselor).await;
    assert_eq!(persons(&board, MismatchKind::Placeable), Some(2), "{board:?}");
    assert_eq!(persons(&board, MismatchKind::DemandShortage), Some(3), "both heads are taken");
    assert_eq!(board.parts.iter().map(|part| part.persons.unwrap()).sum::<u64>(), 5);
    let line = board.lines.iter().find(|line| line.occupation == OccupationCode::parse("5501")).unwrap();
    assert_eq!((line.seekers, line.openings, line.heads), (Some(5), 1, 2));
    assert_eq!((line.reason, line.per_head_tenths), (Some(Standing::NoHeadLeft), Some(25)));
    assert!(board.seq > empty.seq);
    // Whoever refuses to be referred is nobody's seeker here.
    let refuses =
        Profile { mediation: Some(domain::seeker::MediationWish::Refused), ..profile(&counselor, 9) };
    seeker::register(&counselor, &city.app, refuses, Channel::Counter).await.unwrap();
    assert_eq!(told(&city, &counselor).await.seekers, Some(5));
    // The command counts the same.
    let manager = city.as_role(Role::PlanManager).await;
    let (page, now) = (told(&city, &manager).await, mismatch::now(&manager, &city.app).await.unwrap());
    assert_eq!(page, now);
}

#[tokio::test(flavor = "multi_thread")]
async fn cr_23_small_cells_are_told_to_nobody_who_need_not_know_their_people() {
    let city = TestCity::new().await;
    let counselor = city.as_role(Role::Counselor).await;
    with_openings(&city).await;
    let hers = carer(&city, &counselor, 1, 2_000_000).await;
    let own = told(&city, &counselor).await;
    let cell = |board: &Board| {
        let code = OccupationCode::parse("5501");
        board.lines.iter().find(|line| line.occupation == code && line.area.is_some()).cloned().unwrap()
    };
    assert_eq!(
        (cell(&own).class, cell(&own).reason),
        (Some(MismatchKind::Frictional), Some(Standing::Terms))
    );
    assert_eq!(cell(&own).changes.len(), 1, "less pay");
    let dong = AreaCode::parse("9911051000");
    let on_map = |board: &Board| board.dongs.iter().find(|one| Some(&one.area) == dong.as_ref()).cloned();
    assert_eq!(on_map(&own).unwrap().seekers, Some(1));

    let other = body(&city, "복지과", domain::organisation::OrganisationKind::Department).await;
    let stranger = counselor.acting_as(domain::Actor {
        organisation: Some(other),
        person: None,
        ..counselor.actor.clone()
    });
    let others = [city.as_role(Role::PlanManager).await, city.as_role(Role::Mayor).await, stranger];
    let public =
        mismatch::public(&city.as_role(Role::Citizen).await, &city.app).await.unwrap().board.unwrap();
    let mut boards = vec![public];
    for ctx in &others {
        boards.push(told(&city, ctx).await);
    }
    for board in &boards {
        let line = cell(board);
        assert_eq!((line.class, line.reason, line.seekers, line.per_head_tenths), (None, None, None, None));
        assert!(line.changes.is_empty() && line.kinds.iter().all(|n| n.is_none_or(|n| n == 0)), "{line:?}");
        assert_eq!((board.seekers, board.levels.len(), board.together), (None, 0, None));
        assert!(
            board
                .levers
                .iter()
                .all(|lever| lever.share_tenths.is_none() && lever.alone.is_none_or(|n| n == 0))
        );
        assert!(on_map(board).is_none_or(|dong| dong.class.is_none() && dong.seekers.is_none()));
        assert!(!board.csv().contains("frictional,1"), "{}", board.csv());
        assert_eq!((board.openings, board.heads), (2, 3), "openings are public");
    }
    // Her number is told to whom it concerns.
    let (code, area) = (cell(&own).occupation, cell(&own).area);
    let people = async |ctx: &Ctx| mismatch::people(ctx, &city.app, code.as_ref(), area.as_ref()).await;
    let found = people(&counselor).await.unwrap().people;
    assert_eq!(found.iter().map(|one| (one.id, one.standing)).collect::<Vec<_>>(), [(hers, Standing::Terms)]);
    assert!(people(&others[2]).await.unwrap().people.is_empty());
    assert!(matches!(people(&others[0]).await, Err(Error::Forbidden(_))));
    let citizen = city.as_role(Role::Citizen).await;
    assert!(matches!(mismatch::board(&citizen, &city.app).await, Err(Error::Forbidden(_))));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_book_freezes_what_everybody_may_read_and_counts_it_again_as_it_was() {
    let world = world().await;
    let (city, counselor) = (&world.city, world.city.as_role(Role::Counselor).await);
    with_openings(city).await;
    // Eight whose work nobody offers: more than the least that is told.
    let mut made = Vec::new();
    for n in 500..508 {
        let occupations = OccupationCode::parse("8831").into_iter().collect();
        let profile = Profile { occupations, ..profile(&counselor, n) };
        made.push(seeker::register(&counselor, &city.app, profile, Channel::Counter).await.unwrap());
    }
    let before = freeze(&world).await;
    let frozen = before.facts.mismatch.clone().unwrap();
    assert_eq!((frozen.openings, frozen.heads), (2, 3));
    let told = frozen.parts.iter().map(|part| part.persons);
    let told = told.chain(frozen.lines.iter().map(|line| line.seekers));
    assert!(told.flatten().all(|n| n == 0 || n >= 5), "{frozen:?}");
    assert_eq!(frozen.parts.len(), 5);
    // What changes afterwards does not reach it: others come and one goes.
    crate::placement::at(city, jiff::civil::date(2016, 6, 2), 10);
    let counselor = city.as_role(Role::Counselor).await;
    for n in 510..520 {
        carer(city, &counselor, n, 1_000_000).await;
    }
    seeker::withdraw(&counselor, &city.app, made[0]).await.unwrap();
    city.settle().await;
    assert_eq!(recounted(&world, before.id).await, Some(true));
    let later = freeze(&world).await;
    assert_ne!(later.facts.mismatch, before.facts.mismatch);
    // Of whoever is erased nothing comes back: the book stands as it was frozen.
    let supervisor = city.as_role(Role::Supervisor).await;
    seeker::erase(&supervisor, &city.app, made[1], ErasureReason::Requested).await.unwrap();
    city.settle().await;
    assert_eq!(recounted(&world, before.id).await, Some(true));
    assert_eq!(recounted(&world, later.id).await, Some(true));
}

/// What everybody is told, once it is counted.
async fn published(city: &TestCity) -> Board {
    let citizen = city.as_role(Role::Citizen).await;
    for _ in 0..100 {
        let told = mismatch::public(&citizen, &city.app).await.unwrap();
        if let (Some(board), false) = (told.board, told.renewing) {
            return board;
        }
    }
    panic!("it is never counted")
}

#[tokio::test(flavor = "multi_thread")]
async fn cr_23_two_readings_of_one_day_do_not_tell_who_came_between_them() {
    let city = TestCity::new().await;
    let counselor = city.as_role(Role::Counselor).await;
    with_openings(&city).await;
    for n in 1..=9 {
        carer(&city, &counselor, n, if n <= 2 { 1_800_000 } else { 2_000_000 }).await;
    }
    city.settle().await;
    let first = published(&city).await;
    assert_eq!(first.seekers, Some(9));
    for n in 10..=11 {
        carer(&city, &counselor, n, 2_000_000).await;
        city.settle().await;
        let again = published(&city).await;
        assert_eq!(again, first);
        assert_eq!(again.csv(), first.csv());
    }
    // The offices see the running count.
    assert_eq!(told(&city, &counselor).await.seekers, Some(11));
    let changes = |board: &Board| board.lines.iter().map(|line| line.changes.clone()).collect::<Vec<_>>();
    assert_eq!(changes(&published(&city).await), changes(&first));
    // On the next day there is another, and nobody waits for it without being told anything.
    let tomorrow = counselor.today().tomorrow().unwrap();
    crate::placement::at(&city, tomorrow, 10);
    let citizen = city.as_role(Role::Citizen).await;
    let meanwhile = mismatch::public(&citizen, &city.app).await.unwrap().board.unwrap();
    assert!(meanwhile == first || meanwhile.seekers == Some(11), "{meanwhile:?}");
    assert_eq!(published(&city).await.seekers, Some(11));
}

/// The lists of somebody and the board of a city whose people differ in what must not count.
async fn seen_with(change: impl Fn(usize, &mut Profile)) -> (Vec<String>, Board) {
    let city = TestCity::new().await;
    let counselor = city.as_role(Role::Counselor).await;
    with_openings(&city).await;
    let mut ids = Vec::new();
    for n in 1..=8u32 {
        let wage = WageWish::AtLeast { form: WageForm::Monthly, won: 1_700_000 + i64::from(n) * 100_000 };
        let mut profile = Profile { wage, ..profile(&counselor, n) };
        change(n as usize, &mut profile);
        ids.push(seeker::register(&counselor, &city.app, profile, Channel::Counter).await.unwrap());
    }
    let board = told(&city, &counselor).await;
    let mut lists = Vec::new();
    for id in ids {
        let fit = seeker::matches(&counselor, &city.app, id, 10).await.unwrap();
        let full = fit.full.iter().map(|one| (&one.listed.opening.content.title, &one.explanation));
        let near = fit.near.iter().map(|one| (&one.listed.opening.content.title, &one.explanation));
        lists.push(format!("{:?} {:?} {:?}", full.collect::<Vec<_>>(), near.collect::<Vec<_>>(), fit.relax));
    }
    (lists, Board { as_of: jiff::Timestamp::UNIX_EPOCH, seq: 0, ..board })
}

#[tokio::test(flavor = "multi_thread")]
async fn sc_05_sex_age_school_and_family_change_nothing_in_lists_and_board() {
    use domain::seeker::Sex;
    let plain = seen_with(|_, _| {}).await;
    let other = seen_with(|n, profile| {
        profile.sex = Some(if n % 2 == 0 { Sex::Female } else { Sex::Male });
        profile.born_on = Some(jiff::civil::date(1950 + 5 * n as i16, 3, 2));
        profile.school = ["가상대학교", "견본고등학교", ""][n % 3].to_owned();
        profile.major = "가상학".to_owned();
        profile.military = "필".to_owned();
        profile.consents.sensitive = Some(true);
        profile.vulnerable = vec!["한부모가족".to_owned()];
        profile.health_note = "없음".to_owned();
        profile.name = format!("{}○", ["가", "나", "다"][n % 3]);
    })
    .await;
    assert_eq!(other.0, plain.0);
    assert_eq!(other.1, plain.1);
    // What counts does change them.
    let dearer =
        seen_with(|_, profile| profile.wage = WageWish::AtLeast { form: WageForm::Monthly, won: 9_000_000 })
            .await;
    assert_ne!(dearer.0, plain.0);
    assert_ne!(dearer.1, plain.1);
}

#[tokio::test(flavor = "multi_thread")]
async fn cr_23_what_easing_would_bring_is_not_told_beside_a_part_that_it_would_bound() {
    let city = TestCity::new().await;
    let (supervisor, manager) = (city.as_role(Role::Supervisor).await, city.as_role(Role::PlanManager).await);
    let counselor = city.as_role(Role::Counselor).await;
    let file = File { name: "o.csv".into(), bytes: OPENINGS.replace("2명", "20명").into_bytes() };
    run(&supervisor, &city.app, Kind::Openings, &file, &Options::default()).await.unwrap();
    // Two are placeable and six would be for less pay: the two are hidden, and so are the six, or they would tell them.
    for n in 1..=8 {
        carer(&city, &counselor, n, if n <= 2 { 1_800_000 } else { 2_000_000 }).await;
    }
    let board = told(&city, &manager).await;
    assert_eq!((board.seekers, persons(&board, MismatchKind::Placeable)), (Some(8), None), "{board:?}");
    assert_eq!(board.together, None, "six of eight would leave two");
    assert!(
        board.levers.iter().all(|lever| lever.alone.is_none() && lever.share_tenths.is_none()),
        "{board:?}"
    );
    assert!(board.lines.iter().all(|line| line.changes.is_empty()), "{board:?}");
    // With five placeable nobody is hidden, and the six may be told.
    for n in 9..=11 {
        carer(&city, &counselor, n, 1_800_000).await;
    }
    let board = told(&city, &manager).await;
    assert_eq!((persons(&board, MismatchKind::Placeable), board.together), (Some(5), Some(6)), "{board:?}");
    assert!(board.levers.iter().any(|lever| lever.alone == Some(6)), "{board:?}");
    assert!(board.lines.iter().any(|line| !line.changes.is_empty()), "{board:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_cells_to_which_a_change_brings_most_come_first_whoever_seeks_there() {
    let city = TestCity::new().await;
    let counselor = city.as_role(Role::Counselor).await;
    with_openings(&city).await;
    let sewing = city.app.occupations("재단사");
    // Four want to sew, of whom less pay would place one; two want to care, of whom it would place both.
    for n in 1..=6 {
        let (occupations, won) = match n {
            1..=4 => (sewing.clone(), 2_400_000),
            _ => (OccupationCode::parse("5501").into_iter().collect(), 2_000_000),
        };
        let wage = WageWish::AtLeast { form: WageForm::Monthly, won };
        let profile = Profile { wage, occupations, ..profile(&counselor, n) };
        seeker::register(&counselor, &city.app, profile, Channel::Counter).await.unwrap();
    }
    let board = told(&city, &counselor).await;
    assert_eq!(board.lines[0].seekers, Some(4), "{board:?}");
    let eased = board.eased();
    let brought: Vec<Vec<u64>> =
        eased.iter().map(|line| line.changes.iter().map(|(_, more)| *more).collect()).collect();
    assert_eq!(brought, [[2], [1]], "{eased:?}");
    assert_eq!(eased[0].occupation, OccupationCode::parse("5501"));
}
