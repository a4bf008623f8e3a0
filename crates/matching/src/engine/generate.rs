//! An invented labour market of any size from a seed: a city with outskirts, an occupation tree of KECO's
//! shape, skewed supply and demand, pay, seats, ways, hours, licences. Its adversaries too: markets in which
//! an index gains nothing or a solver has everything to lose. Figures are specified in `docs/matching.md`.
//!
//! Nothing about real people is in it, and nothing found on it says anything about real hiring.

use super::columns::{Columns, OpeningRow, SeekerRow};
use super::draw::{Draw, exp, ln, running};
use super::limit::{OPENINGS_MOST, Refusal, SEEKERS_MOST, place_of_metres};
use super::person;
use super::planted::{self, Planted};
use super::requirement::{LICENCES_MOST, ZONES_MOST};
use super::tree::Tree;
use super::vacancy;

/// Skills of the dictionary.
pub(crate) const SKILLS: usize = 2_000;
/// Zones in the city; the others lie around it.
const CITY_ZONES: usize = 44;
/// Share of openings outside the city, in percent.
const OUTSIDE_PERCENT: usize = 30;
/// City's breadth and length, in metres.
const CITY_M: (f64, f64) = (16_000.0, 17_000.0);

/// What kind of market.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, strum::Display, strum::EnumString, strum::EnumIter)]
#[strum(serialize_all = "kebab-case")]
pub enum Shape {
    /// A city as one would expect it.
    City,
    /// Everybody wants and every opening offers one occupation.
    OneOccupation,
    /// Everybody and everything is in one place.
    OnePlace,
    /// Every opening has one seat, and there are as many seats as openings.
    OneSeat,
    /// No condition of any pair holds.
    Nobody,
    /// All people are alike, and all openings.
    Ties,
    /// Occupations, skills, places and words have nothing to do with each other.
    Unstructured,
    /// Islands of one occupation each whose best allocation and mismatch are known.
    Planted,
}

/// What to draw.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Spec {
    /// People.
    pub seekers: usize,
    /// Openings.
    pub openings: usize,
    /// Seekers per seat; as the seats fall when not given.
    pub tightness: Option<f64>,
    /// The seed.
    pub seed: u64,
    /// The kind.
    pub shape: Shape,
    /// Distinct licences; the mask has 24 bits for them.
    pub licences: u32,
}

impl Spec {
    /// A city of this size.
    pub fn city(seekers: usize, openings: usize, seed: u64) -> Self {
        Self { seekers, openings, tightness: None, seed, shape: Shape::City, licences: LICENCES_MOST }
    }
}

/// A drawn market, with its known optimum if it has one.
#[derive(Debug, Clone)]
pub struct Market {
    /// The columns.
    pub columns: Columns,
    /// What is known of a planted market.
    pub planted: Option<Planted>,
}

/// The city's facts from which people and openings are drawn.
pub(crate) struct City {
    pub(crate) tree: Tree,
    pub(crate) supply: Vec<f64>,
    pub(crate) demand: Vec<f64>,
    /// Skills of each leaf and of each minor group.
    pub(crate) unit_skills: Vec<Vec<u16>>,
    pub(crate) minor_skills: Vec<Vec<u16>>,
    /// Skills everybody may have, with running weights.
    pub(crate) any_skills: Vec<u16>,
    pub(crate) any_sums: Vec<f64>,
    /// Weight of each skill, 1 to 3.
    pub(crate) weights: Vec<u8>,
    /// Usual pay of each leaf, in won a month.
    pub(crate) pay: Vec<f64>,
    /// Words of each leaf, as bits of a signature.
    pub(crate) words: Vec<Vec<u8>>,
    /// Licences usual in each leaf.
    pub(crate) licences: Vec<Vec<u32>>,
    /// Middle of each zone in metres, and its spread.
    pub(crate) zones: Vec<(f64, f64, f64)>,
    pub(crate) zone_sums: Vec<f64>,
    /// Minutes between zones.
    pub(crate) minutes: Vec<[u16; ZONES_MOST as usize]>,
    pub(crate) unstructured: bool,
}

/// Draws a market.
///
/// # Errors
/// A [`Refusal`] when the sizes, the licences or the tightness are beyond the limits.
pub fn generate(spec: &Spec) -> Result<Market, Refusal> {
    if spec.seekers > SEEKERS_MOST {
        return Err(Refusal::TooManySeekers(spec.seekers));
    }
    if spec.openings > OPENINGS_MOST {
        return Err(Refusal::TooManyOpenings(spec.openings));
    }
    if spec.licences > LICENCES_MOST {
        return Err(Refusal::TooManyLicences(spec.licences));
    }
    // Their seats are what they are known by.
    if spec.tightness.is_some() && matches!(spec.shape, Shape::OneSeat | Shape::Planted) {
        return Err(Refusal::SeatsGiven);
    }
    if spec.shape == Shape::Planted {
        return planted::generate(spec);
    }
    let city = City::draw(spec);
    let mut columns = Columns { tree: city.tree.clone(), skills: SKILLS as u16, ..Columns::default() };
    let mut draw = Draw::new(spec.seed, 2);
    for _ in 0..spec.openings {
        columns.openings.push(vacancy::draw(&city, &mut draw)?);
    }
    let mut draw = Draw::new(spec.seed, 3);
    for _ in 0..spec.seekers {
        columns.seekers.push(person::draw(&city, &mut draw)?);
    }
    reshape(spec, &mut columns);
    share_out_seats(spec, &mut columns)?;
    columns.check()?;
    Ok(Market { columns, planted: None })
}

/// Makes the adversaries out of a city.
fn reshape(spec: &Spec, columns: &mut Columns) {
    let change =
        |columns: &mut Columns, seeker: &dyn Fn(&mut SeekerRow), opening: &dyn Fn(&mut OpeningRow)| {
            for at in 0..columns.seekers.len() {
                let mut row = columns.seekers.row(at);
                seeker(&mut row);
                columns.seekers.set(at, row);
            }
            for at in 0..columns.openings.len() {
                let mut row = columns.openings.row(at);
                opening(&mut row);
                columns.openings.set(at, row);
            }
        };
    match spec.shape {
        Shape::City | Shape::Unstructured | Shape::Planted => {}
        Shape::OneOccupation => {
            change(columns, &|seeker| seeker.wishes = [0; 3], &|opening| opening.occupation = 0);
        }
        Shape::OnePlace => change(columns, &|seeker| (seeker.x, seeker.y) = (0, 0), &|opening| {
            (opening.x, opening.y, opening.zone) = (0, 0, 0)
        }),
        Shape::OneSeat => columns.openings.seats.fill(1),
        Shape::Nobody => {
            change(columns, &|seeker| seeker.has = 0, &|opening| opening.requires |= 1);
        }
        Shape::Ties => {
            if columns.seekers.is_empty() || columns.openings.is_empty() {
                return;
            }
            let (first, offer) = (columns.seekers.row(0), columns.openings.row(0));
            let (mut person, mut place) = (first, offer);
            (person.has, person.pay, person.zones, person.radius) = (u64::MAX, 0, u64::MAX, 0);
            (person.career, person.weekly) = (240, 0);
            place.occupation = first.wishes[0];
            columns.openings.seats.clone().iter().enumerate().for_each(|(at, seats)| {
                place.seats = *seats;
                columns.openings.set(at, place);
            });
            (0..columns.seekers.len()).for_each(|at| columns.seekers.set(at, person));
        }
    }
}

/// Scales seats to the tightness asked for, every opening keeping at least one.
fn share_out_seats(spec: &Spec, columns: &mut Columns) -> Result<(), Refusal> {
    let Some(tightness) = spec.tightness else { return Ok(()) };
    if !(tightness.is_finite() && tightness > 0.0) {
        return Err(Refusal::Tightness);
    }
    let wanted = (spec.seekers as f64 / tightness).round();
    let openings = spec.openings as f64;
    if !(openings..=openings * 60_000.0).contains(&wanted) {
        return Err(Refusal::Tightness);
    }
    let spare = wanted as u128 - spec.openings as u128;
    // What lies above one seat each is shared out by how far each lies above it, without a remainder.
    let weights: Vec<u128> = columns.openings.seats.iter().map(|seats| u128::from(*seats) * 4 - 3).collect();
    let total: u128 = weights.iter().sum::<u128>().max(1);
    let mut before = 0;
    for (seats, weight) in columns.openings.seats.iter_mut().zip(&weights) {
        let after = before + weight;
        let share = after * spare / total - before * spare / total;
        *seats = u16::try_from(share + 1).map_err(|_| Refusal::Tightness)?;
        before = after;
    }
    Ok(())
}

impl City {
    fn draw(spec: &Spec) -> Self {
        let tree = Tree::keco_shaped();
        let mut draw = Draw::new(spec.seed, 1);
        let units = tree.len();
        let mut popularity = vec![0.0; units];
        for (rank, unit) in draw.order(units).into_iter().enumerate() {
            // Zipf with exponent 0.9 and a flattened head.
            popularity[unit] = exp(-0.9 * ln(rank as f64 + 7.0));
        }
        let demand: Vec<f64> = popularity.iter().map(|supply| supply * draw.lognormal(0.0, 0.8)).collect();
        let pools = |draw: &mut Draw, n: usize, size: usize| -> Vec<Vec<u16>> {
            (0..n).map(|_| (0..size).map(|_| draw.below(SKILLS) as u16).collect()).collect()
        };
        let unit_skills = pools(&mut draw, units, 25);
        let minor_skills = pools(&mut draw, 136, 40);
        let any_skills = draw.order(SKILLS).into_iter().map(|skill| skill as u16).collect();
        let weights = (0..SKILLS).map(|_| [1, 1, 2, 2, 2, 2, 2, 2, 3, 3][draw.below(10)]).collect();
        let pay = (0..units).map(|_| 2_090_000.0 * draw.lognormal(0.25, 0.25)).collect();
        let words = (0..units).map(|_| (0..24).map(|_| draw.below(256) as u8).collect()).collect();
        let licence = |draw: &mut Draw| draw.below(spec.licences.max(1) as usize) as u32;
        let few = if spec.licences == 0 { 1 } else { 3 };
        let licences = (0..units)
            .map(|_| {
                let n = draw.below(few);
                (0..n).map(|_| licence(&mut draw)).collect()
            })
            .collect();
        let (zones, zone_sums) = zones(&mut draw);
        let minutes = zones.iter().map(|from| minutes(*from, &zones)).collect();
        Self {
            supply: running(popularity.into_iter()),
            demand: running(demand.into_iter()),
            unit_skills,
            minor_skills,
            any_skills,
            any_sums: running((0..SKILLS).map(|rank| 1.0 / (rank as f64 + 5.0))),
            weights,
            pay,
            words,
            licences,
            zones,
            zone_sums,
            minutes,
            unstructured: spec.shape == Shape::Unstructured,
            tree,
        }
    }

    /// A skill usual in this leaf.
    pub(crate) fn skill(&self, draw: &mut Draw, leaf: usize) -> u16 {
        let part = if self.unstructured { 99 } else { draw.below(100) };
        if part < 60 {
            self.unit_skills[leaf][draw.below(25)]
        } else if part < 85 {
            let minor = usize::from(self.tree.groups()[leaf][2]);
            self.minor_skills[minor][draw.below(40)]
        } else {
            self.any_skills[draw.weighted(&self.any_sums)]
        }
    }

    /// A zone and a place in it.
    pub(crate) fn place(&self, draw: &mut Draw, outside_percent: usize) -> Result<(u8, i16, i16), Refusal> {
        let zone = if draw.percent(outside_percent) {
            CITY_ZONES + draw.below(ZONES_MOST as usize - CITY_ZONES)
        } else {
            draw.weighted(&self.zone_sums)
        };
        let (x, y, spread) = self.zones[zone];
        let x = place_of_metres(x + spread * draw.normal())?;
        let y = place_of_metres(y + spread * draw.normal())?;
        Ok((zone as u8, x, y))
    }

    /// Share of openings outside the city, in percent.
    pub(crate) fn outside_percent(&self) -> usize {
        OUTSIDE_PERCENT
    }

    /// A signature with `own` words usual in a leaf and `other` words of any.
    pub(crate) fn text(&self, draw: &mut Draw, leaf: usize, own: usize, other: usize) -> [u64; 4] {
        let mut text = [0; 4];
        for at in 0..own + other {
            let bit = if at < own && !self.unstructured {
                self.words[leaf][draw.below(24)]
            } else {
                draw.below(256) as u8
            };
            text[usize::from(bit >> 6)] |= 1 << (bit & 63);
        }
        text
    }
}

/// The zones' middles and spreads, and running weights of those in the city.
fn zones(draw: &mut Draw) -> (Vec<(f64, f64, f64)>, Vec<f64>) {
    let mut zones: Vec<(f64, f64, f64)> =
        (0..CITY_ZONES).map(|_| (draw.unit() * CITY_M.0, draw.unit() * CITY_M.1, 700.0)).collect();
    while zones.len() < ZONES_MOST as usize {
        let (x, y) = (draw.unit() * 60_000.0 - 22_000.0, draw.unit() * 60_000.0 - 21_500.0);
        let inside = |at: f64, size: f64| at > -3_000.0 && at < size + 3_000.0;
        if !(inside(x, CITY_M.0) && inside(y, CITY_M.1)) {
            zones.push((x, y, 1_500.0));
        }
    }
    let sums = running((0..CITY_ZONES).map(|_| draw.lognormal(0.0, 0.6)));
    (zones, sums)
}

/// Minutes from one zone to all: ten, and one for 330 m of a way 30 % longer than the straight line.
fn minutes(from: (f64, f64, f64), zones: &[(f64, f64, f64)]) -> [u16; ZONES_MOST as usize] {
    let mut out = [0; ZONES_MOST as usize];
    for (minutes, to) in out.iter_mut().zip(zones) {
        let (dx, dy) = (from.0 - to.0, from.1 - to.1);
        let metres = ((dx * dx + dy * dy) as u64).isqrt();
        *minutes = (10 + metres * 130 / 100 / 330) as u16;
    }
    out
}
