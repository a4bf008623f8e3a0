//! Lists of everybody through the engine's columns: nothing unverified comes out, little is lost on the way, whatever may not
//! be looked at changes nothing, and what is shown is fair to groups that are drawn blindly.

use std::sync::OnceLock;

use domain::area::{AreaCode, Point};
use domain::city::City;
use domain::code::{CareerKind, Education, EmploymentType};
use domain::id::{OpeningId, SeekerId};
use domain::occupation::OccupationCode;
use domain::opening::{Career, Content, Workplace};
use domain::seeker::{Profile, Sex, WageWish};
use domain::wage::{Wage, WageForm};
use domain::work_time::{DailyHours, Weekdays, WorkTime};
use matching::allotment::{Allotment, Coding, Offered, Rules, allot, columns};
use matching::engine::{OpeningRow, SeekerRow, certify, judge};
use matching::mismatch::seed::SplitMix64;
use matching::{ACCEPTABLE, Candidate, Job, Market};
use proptest::prelude::*;
use uuid::Uuid;

const RULES: Rules = Rules { most: 5, least: 3, times_percent: 500, threads: 1 };

const CODES: [&str; 14] = [
    "4166", "4164", "4153", "416", "8831", "8832", "88", "5501", "5502", "0244", "6152", "6171", "5210",
    "5230",
];
const AREAS: [&str; 9] =
    ["41285", "41281", "4128151000", "4128152000", "41480", "11380", "41280", "41570", "41"];
const LICENCES: [&str; 9] = [
    "지게차운전기능사",
    "운전면허",
    "요양보호사",
    "한식조리기능사",
    "간호조무사",
    "전기기사",
    "용접기능사",
    "제과기능사",
    "사회복지사",
];
const SKILLS: [&str; 6] = ["포토샵", "엑셀", "영상 편집", "용접", "배달", "말벗"];
const TEXTS: [&str; 5] =
    ["영상 편집과 촬영", "가구를 조립합니다", "어르신을 돌봅니다", "식당에서 음식을 만듭니다", ""];
const SHIFTS: [(u16, u16); 8] = [
    (540, 1_080),
    (510, 1_050),
    (540, 780),
    (840, 1_080),
    (1_320, 360),
    (600, 1_140),
    (480, 1_020),
    (0, 300),
];

pub(crate) fn city() -> &'static City {
    static CITY: OnceLock<City> = OnceLock::new();
    CITY.get_or_init(|| City::embedded("goyang").unwrap())
}

struct Draw(SplitMix64);

impl Draw {
    fn n(&mut self, below: usize) -> usize {
        self.0.below(below as u64) as usize
    }

    fn odds(&mut self, percent: usize) -> bool {
        self.n(100) < percent
    }

    fn one<T: Copy>(&mut self, of: &[T]) -> T {
        of[self.n(of.len())]
    }

    fn some(&mut self, of: &[&str], most: usize) -> Vec<String> {
        let mut words: Vec<String> = (0..self.n(most + 1)).map(|_| self.one(of).to_owned()).collect();
        words.sort_unstable();
        words.dedup();
        words
    }

    fn code(&mut self) -> OccupationCode {
        OccupationCode::parse(self.one(&CODES)).unwrap()
    }

    fn area(&mut self) -> AreaCode {
        AreaCode::parse(self.one(&AREAS)).unwrap()
    }

    fn near(&mut self) -> Point {
        let mut off = || self.n(300_000) as i64 - 150_000;
        Point { lon_e6: 126_830_000 + off(), lat_e6: 37_660_000 + off() }
    }

    fn hours(&mut self) -> DailyHours {
        let (from, to) = match self.odds(80) {
            true => self.one(&SHIFTS),
            false => (self.n(48) as u16 * 30, self.n(48) as u16 * 30 + 30),
        };
        DailyHours::new(from, to, 0).unwrap_or(DailyHours { start_min: 540, end_min: 1_080, break_min: 0 })
    }

    fn content(&mut self) -> Content {
        let code = self.odds(97).then(|| self.code());
        let related = if self.odds(10) { vec![self.code()] } else { Vec::new() };
        let won = 1_900_000 + self.n(30) as i64 * 50_000;
        let days = self.one(&[0b001_1111, 0b001_1111, 0b011_1111, 0b110_0000, 0b111_1111]);
        let remote = self.odds(5);
        let areas = if remote && self.odds(50) { Vec::new() } else { vec![self.area()] };
        Content {
            title: self.one(&TEXTS).to_owned(),
            occupation: code,
            related_occupations: related,
            headcount: 1,
            wage: self.odds(95).then(|| Wage::new(WageForm::Monthly, won, won).unwrap()),
            work_time: WorkTime {
                weekdays: self.odds(80).then_some(Weekdays(days)),
                daily: self.odds(80).then(|| self.hours()),
                weekly_min: self.odds(30).then(|| 900 + self.n(30) as u32 * 60),
                ..WorkTime::default()
            },
            workplace: Workplace {
                areas,
                point: self.odds(60).then(|| self.near()),
                remote,
                ..Workplace::default()
            },
            licences: if self.odds(30) { self.some(&LICENCES, 2) } else { Vec::new() },
            skills: self.some(&SKILLS, 3),
            career: self.odds(80).then(|| Career {
                kind: self.one(CareerKind::ALL),
                min_months: Some(self.n(4) as u32 * 12),
                max_months: None,
            }),
            education_min: self.odds(40).then(|| self.one(&Education::ALL[..5])),
            employment_type: self.odds(90).then(|| self.one(EmploymentType::ALL)),
            ..Content::default()
        }
    }

    fn profile(&mut self) -> Profile {
        let wage = match self.n(10) {
            0 | 1 => WageWish::Unknown,
            2 => WageWish::AtLeast { form: WageForm::Hourly, won: 9_500 + self.n(8) as i64 * 250 },
            _ => WageWish::AtLeast { form: WageForm::Monthly, won: 1_700_000 + self.n(20) as i64 * 50_000 },
        };
        Profile {
            occupations: (0..self.n(3) + 1).map(|_| self.code()).collect(),
            area: self.odds(95).then(|| self.area()),
            home: self.odds(50).then(|| self.near()),
            desired_areas: (0..self.n(3)).map(|_| self.area()).collect(),
            remote: self.odds(10),
            wage,
            work_time: WorkTime {
                weekdays: self.odds(50).then(|| Weekdays(self.one(&[0b001_1111, 0b011_1111, 0b111_1111]))),
                daily: self.odds(40).then(|| self.hours()),
                weekly_min: self.odds(30).then(|| 1_200 + self.n(30) as u32 * 60),
                ..WorkTime::default()
            },
            licences: self.some(&LICENCES, 3),
            skills: self.some(&SKILLS, 4),
            career_months: self.odds(90).then(|| self.n(60) as u32),
            education: self.odds(90).then(|| self.one(&Education::ALL[1..])),
            commute_max_min: self.odds(50).then(|| self.one(&[15, 30, 40, 60, 90])),
            employment_types: if self.odds(50) {
                EmploymentType::ALL[..self.n(5) + 1].to_vec()
            } else {
                Vec::new()
            },
            desired_work: self.one(&TEXTS).to_owned(),
            ..Profile::default()
        }
    }
}

fn candidate(profile: &Profile) -> Candidate {
    Candidate::from_profile(profile, city().areas(), city().stations())
}

fn offered(n: usize, content: &Content, heads: u32) -> Offered {
    let id = OpeningId(Uuid::from_u128(n as u128));
    let job = Job::from_content(id, content, None, city().areas(), city().stations());
    Offered { job, heads, answered_percent: 100, under_way: 0 }
}

struct World {
    offered: Vec<Offered>,
    profiles: Vec<Profile>,
    people: Vec<(SeekerId, Candidate)>,
}

impl World {
    fn new(seed: u64, people: usize, openings: usize) -> Self {
        let mut draw = Draw(SplitMix64::new(seed));
        let contents: Vec<(Content, u32)> =
            (0..openings).map(|_| (draw.content(), draw.n(3) as u32 + 1)).collect();
        let profiles: Vec<Profile> = (0..people).map(|_| draw.profile()).collect();
        Self {
            offered: contents
                .iter()
                .enumerate()
                .map(|(n, (content, heads))| offered(n, content, *heads))
                .collect(),
            people: people_of(&profiles),
            profiles,
        }
    }

    fn market(&self) -> Market {
        Market::build(self.offered.iter().map(|one| one.job.clone()).collect())
    }

    fn allot(&self, rules: &Rules, before: Option<&Allotment>) -> Allotment {
        allot(&self.market(), &self.offered, &referred(&self.people), rules, before)
    }
}

fn people_of(profiles: &[Profile]) -> Vec<(SeekerId, Candidate)> {
    let id = |n: usize| SeekerId(Uuid::from_u128(1_000_000 + n as u128));
    profiles.iter().enumerate().map(|(n, profile)| (id(n), candidate(profile))).collect()
}

fn referred(people: &[(SeekerId, Candidate)]) -> Vec<(SeekerId, &Candidate)> {
    people.iter().map(|(id, one)| (*id, one)).collect()
}

fn holds(world: &World, told: &Allotment) {
    let market = world.market();
    assert_eq!(told.people.len(), world.people.len());
    let mut meant = vec![0u32; world.offered.len()];
    for ((id, person), listed) in world.people.iter().zip(&told.people) {
        assert_eq!(*id, listed.seeker);
        assert!(listed.places.len() <= RULES.most);
        for place in &listed.places {
            let found = market.explain(person, place.opening).unwrap();
            assert!(found.is_relevant() && found.failed().count() == 0, "{found:?}");
            assert_eq!(found.score().filter(|score| *score >= ACCEPTABLE), Some(place.score));
            meant[place.opening.0.as_u128() as usize] += u32::from(place.meant);
        }
        assert!(listed.places.iter().filter(|place| place.meant).count() <= 1);
    }
    assert!(
        meant.iter().zip(&world.offered).all(|(meant, one)| *meant <= one.heads),
        "more meant than heads"
    );
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn nothing_unverified_comes_out(seed in any::<u64>(), people in 0usize..120, openings in 0usize..60) {
        let world = World::new(seed, people, openings);
        let told = world.allot(&RULES, None);
        holds(&world, &told);
        let more = world.allot(&Rules { threads: 3, ..RULES }, None);
        prop_assert_eq!(told.hash(), more.hash());
    }

    #[test]
    fn an_allotment_carried_over_holds_as_well(seed in any::<u64>(), gone in 0usize..4, new in 0usize..4) {
        let mut world = World::new(seed, 100, 40);
        let before = world.allot(&RULES, None);
        let same = world.allot(&RULES, Some(&before));
        prop_assert!(same.carried);
        prop_assert_eq!(same.hash(), before.hash(), "nothing changed");
        let mut draw = Draw(SplitMix64::new(seed ^ 1));
        for _ in 0..gone {
            world.offered.remove(draw.n(world.offered.len()));
            world.people.remove(draw.n(world.people.len()));
        }
        for n in 0..new {
            world.offered.push(offered(1_000 + n, &draw.content(), 1));
            let at = draw.n(world.people.len());
            world.people[at].1 = candidate(&draw.profile());
        }
        let later = allot(&world.market(), &world.offered, &referred(&world.people), &RULES, Some(&before));
        prop_assert!(later.carried);
        let market = world.market();
        for ((id, person), listed) in world.people.iter().zip(&later.people) {
            prop_assert_eq!(*id, listed.seeker);
            for place in &listed.places {
                prop_assert_eq!(market.matched(person, place.opening).map(|found| found.score), Some(place.score));
            }
        }
    }
}

/// The first thing that keeps a pair apart in columns.
fn lacking(columns: &matching::engine::Columns, seeker: &SeekerRow, opening: &OpeningRow) -> &'static str {
    let lacks = opening.requires & !seeker.has;
    let far = || {
        let (dx, dy) =
            (i32::from(seeker.x) - i32::from(opening.x), i32::from(seeker.y) - i32::from(opening.y));
        seeker.radius > 0 && dx * dx + dy * dy > i32::from(seeker.radius) * i32::from(seeker.radius)
    };
    let judged = judge(&columns.tree, seeker, opening);
    match () {
        () if lacks & 0xffff_ffff != 0 => "days, schooling, type or hourly pay",
        () if lacks != 0 => "licence or shift",
        () if opening.zone < 64 && seeker.zones >> opening.zone & 1 == 0 => "zone",
        () if judged.fits && !judged.relevant => "kind of work",
        () if judged.fits => "score",
        () if seeker.x != i16::MIN && opening.x != i16::MIN && far() => "way",
        () => "anything else",
    }
}

/// Of all pairs that the rich rules call matches, those that columns lose; and pairs that only columns call matches.
#[test]
fn columns_lose_few_pairs_and_invent_almost_none() {
    let world = World::new(7, 1_200, 500);
    let market = world.market();
    let candidates: Vec<Candidate> = world.people.iter().map(|(_, one)| one.clone()).collect();
    let coding = Coding::new(world.offered.iter().map(|one| &one.job), &candidates);
    let columns = columns(&coding, &world.offered, &referred(&world.people));
    columns.check().unwrap();
    let (mut both, mut lost, mut invented, mut off) = (0u64, 0u64, 0u64, 0i64);
    let mut why: std::collections::BTreeMap<&str, u64> = std::collections::BTreeMap::new();
    for (at, (_, person)) in world.people.iter().enumerate() {
        let row = columns.seekers.row(at);
        for (place, one) in world.offered.iter().enumerate() {
            let rich = market.matched(person, one.job.id());
            let packed = judge(&columns.tree, &row, &columns.openings.row(place)).suggested();
            match (rich, packed) {
                (Some(rich), Some(packed)) => {
                    both += 1;
                    off += i64::from((rich.score - packed).abs());
                }
                (Some(_), None) => {
                    lost += 1;
                    *why.entry(lacking(&columns, &row, &columns.openings.row(place))).or_default() += 1;
                }
                (None, Some(_)) => invented += 1,
                (None, None) => {}
            }
        }
    }
    let percent = |n: u64| n as f64 * 100.0 / (both + lost) as f64;
    println!(
        "{both} pairs in both, lost {:.2} %, invented {:.2} %, mean difference {}: {why:?}",
        percent(lost),
        percent(invented),
        off / both as i64
    );
    assert!(both > 2_000, "something to compare");
    assert!(percent(lost) < 12.0, "{lost} of {}", both + lost);
    assert!(percent(invented) < 1.0, "{invented} of {}", both + lost);
    assert!(off / (both as i64) < 150, "scores differ by {} on average", off / both as i64);
    // The allocation is the best there is over what columns call matches.
    let told = world.allot(&RULES, None);
    assert!(
        f64::from(told.dropped) < 0.02 * told.people.iter().map(|one| one.places.len()).sum::<usize>() as f64
    );
}

#[test]
fn the_allocation_over_these_columns_is_certified() {
    use matching::engine::{OpeningIndex, SeekerIndex, Terms, allocate};
    let world = World::new(11, 300, 120);
    let candidates: Vec<Candidate> = world.people.iter().map(|(_, one)| one.clone()).collect();
    let coding = Coding::new(world.offered.iter().map(|one| &one.job), &candidates);
    let columns = columns(&coding, &world.offered, &referred(&world.people));
    let (openings, seekers) = (OpeningIndex::build(&columns), SeekerIndex::build(&columns));
    let done = allocate(&columns, &openings, &seekers, &Terms::default());
    let found = certify(&columns, &done, true, 1).unwrap();
    assert!(found.primal > 0 && found.gap() < 0.000_5, "{found:?}");
}

#[test]
fn what_may_not_be_looked_at_changes_nothing() {
    let world = World::new(3, 200, 80);
    let mut draw = Draw(SplitMix64::new(99));
    let other = |profile: &Profile, draw: &mut Draw| Profile {
        name: format!("이름{}", draw.n(99)),
        sex: Some(if profile.sex == Some(Sex::Female) { Sex::Male } else { Sex::Female }),
        born_on: jiff::civil::Date::new(1940 + draw.n(60) as i16, 5, 1).ok(),
        school: "가상대학교".to_owned(),
        major: "가상학".to_owned(),
        schooling_note: "중퇴".to_owned(),
        vulnerable: vec!["장애인".to_owned(), "한부모".to_owned(), "북한이탈주민".to_owned()],
        health_note: "무거운 것을 못 듭니다".to_owned(),
        military: "면제".to_owned(),
        benefits: "생계급여".to_owned(),
        contact_note: "외국인, 기혼".to_owned(),
        address: "다른 주소".to_owned(),
        ..profile.clone()
    };
    let changed: Vec<Profile> = world.profiles.iter().map(|profile| other(profile, &mut draw)).collect();
    let changed = World { people: people_of(&changed), profiles: changed, offered: world.offered.clone() };
    assert_ne!(world.profiles, changed.profiles);
    let packed = |world: &World| {
        let candidates: Vec<Candidate> = world.people.iter().map(|(_, one)| one.clone()).collect();
        let coding = Coding::new(world.offered.iter().map(|one| &one.job), &candidates);
        columns(&coding, &world.offered, &referred(&world.people))
    };
    assert_eq!(packed(&world), packed(&changed));
    let (one, other) = (world.allot(&RULES, None), changed.allot(&RULES, None));
    assert_eq!((one.hash(), &one.people, &one.openings), (other.hash(), &other.people, &other.openings));
    assert!(one.people.iter().any(|one| !one.places.is_empty()), "there is something to be the same");
    // The comparison can fail: what may be looked at changes the columns.
    let mut wish = changed.profiles.clone();
    wish.iter_mut().for_each(|profile| profile.occupations.truncate(1));
    wish[0].career_months = Some(777);
    assert_ne!(
        packed(&world),
        packed(&World { people: people_of(&wish), profiles: wish, offered: world.offered.clone() })
    );
}
