//! Employers of the demo city and where they stand. All names are invented.

use domain::area::{AreaCode, Point};
use domain::city::City;
use domain::employer::{BusinessNumber, Contact, Employer};

use super::Ground;
use super::words::{Dice, Job};

/// Where things may be.
pub(super) struct Places {
    /// Dongs with the sum of population up to and including them.
    cumulative: Vec<usize>,
}

impl Places {
    pub(super) fn of(city: &City) -> Self {
        let mut sum = 0;
        let grow = |dong: &domain::city::Dong| {
            sum += usize::try_from(dong.population.max(1)).unwrap_or(1);
            sum
        };
        Self { cumulative: city.dong_facts().iter().map(grow).collect() }
    }

    /// The index of a dong, likelier the more people live there.
    pub(super) fn by_population(&self, dice: &Dice) -> usize {
        let draw = dice.below(self.cumulative.last().copied().unwrap_or(0));
        self.cumulative.partition_point(|sum| *sum <= draw)
    }
}

/// The code of the `nth` dong and a point in it; the middle if chance finds none in sixty throws.
pub(super) fn spot(ground: &Ground<'_>, nth: usize) -> Option<(AreaCode, Point)> {
    let dongs = ground.city.dong_facts();
    let dong = dongs.get(nth.checked_rem(dongs.len())?)?;
    let middle = ground.city.areas().get(&dong.code)?.centroid;
    let within = |from: i64, to: i64| {
        from + i64::try_from(ground.dice.below((to - from).unsigned_abs() as usize)).unwrap_or(0)
    };
    let thrown = dong.outline.bounds().and_then(|(low, high)| {
        (0..60)
            .map(|_| Point {
                lon_e6: within(low.lon_e6, high.lon_e6),
                lat_e6: within(low.lat_e6, high.lat_e6),
            })
            .find(|point| dong.outline.contains(*point))
    });
    Some((dong.code.clone(), thrown.unwrap_or(middle)))
}

/// An address in an area, on a street that does not exist.
pub(super) fn address(ground: &Ground<'_>, area: &AreaCode) -> String {
    let name = ground.city.areas().get(area).map_or("", |area| &area.full_name);
    format!("{name} 견본로 {}", 1 + ground.dice.below(99))
}

/// An employer with its contact.
pub(super) type WithContact = (Employer, Option<Contact>);

/// Employers with the kind of work each mostly offers; every kind and every dong in turn.
pub(super) fn all(ground: &Ground<'_>, count: usize) -> Vec<(WithContact, Job)> {
    let jobs = ground.jobs.iter().cycle().take(count);
    jobs.enumerate().filter_map(|(nth, job)| Some((one(ground, nth, job)?, job.clone()))).collect()
}

fn one(ground: &Ground<'_>, nth: usize, job: &Job) -> Option<WithContact> {
    let dice = &ground.dice;
    let (area, _) = spot(ground, nth)?;
    let first = dice.word(&[
        "가온", "누리", "다솜", "라온", "마루", "바름", "새론", "아라", "이음", "초록", "한결", "해솔",
        "고운", "너울", "도담", "모아", "보듬", "소담", "예담", "온새", "참빛", "큰솔", "튼튼", "푸른",
    ]);
    let second = dice.word(&[
        "나래",
        "들",
        "마당",
        "물결",
        "미르",
        "별",
        "샘",
        "숲",
        "터",
        "하늘",
        "가람",
        "고을",
        "노을",
        "다리",
        "달",
        "둥지",
        "뜰",
        "봄",
        "여울",
        "울타리",
    ]);
    // Two throws, the lesser counts: most employers are small.
    let workers = 1 + dice.below(120).min(dice.below(120)).min(dice.below(120));
    let id = dice.id();
    let employer = Employer {
        business_number: Some(BusinessNumber::from_first_nine(900_000_000 + u32::try_from(nth).unwrap_or(0))),
        industry: job.industry.clone(),
        business: job.name.to_owned(),
        workers: u32::try_from(workers).ok(),
        capital_won: dice.percent(70).then(|| 10_000_000 * dice.amount(90)),
        sales_won: dice.percent(50).then(|| 100_000_000 * dice.amount(200)),
        address: address(ground, &area),
        area: Some(area),
        // A name that can belong to nobody (RFC 2606).
        homepage: format!("https://w{nth:04}.example/"),
        phone: format!("031000{:04}", nth % 10_000),
        contact: dice.percent(60).then(|| dice.id()),
        ..Employer::named(id, format!("(가상){first}{second}{}", job.suffix))
    };
    let contact = employer.contact.map(|_| Contact {
        name: dice.name(),
        phone: employer.phone.clone(),
        may_publish: dice.percent(30),
        ..Contact::default()
    });
    Some((employer, contact))
}
