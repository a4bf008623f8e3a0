//! Draws one opening of an invented city.

use super::columns::OpeningRow;
use super::draw::Draw;
use super::generate::City;
use super::limit::Refusal;
use super::requirement::{
    CAREER_ANY, CAREER_EXPERIENCED, CAREER_NEW, EMPLOYMENT_BIT, NO_SKILL, SKILLS_ASKED_MOST, SLOT_BIT,
    WEEKDAY_BIT, schooling,
};

/// Skills an invented opening names.
const SKILLS_ASKED: usize = 6;
/// The least a full month pays, in won.
const LEAST_PAY: f64 = 2_090_000.0;
/// Months of experience asked for.
const MONTHS: [u16; 7] = [6, 12, 12, 24, 36, 60, 120];

/// Hours of the day as bits of three hours: day, early, evening, night, morning, afternoon.
const SHIFTS: [u64; 6] = [0b0011_1000, 0b0001_1100, 0b1110_0000, 0b1000_0011, 0b0001_1000, 0b0011_0000];

/// One opening.
pub(crate) fn draw(city: &City, draw: &mut Draw) -> Result<OpeningRow, Refusal> {
    let occupation = draw.weighted(&city.demand);
    let (zone, x, y) = city.place(draw, city.outside_percent())?;
    let mut requires = 0;
    for licence in &city.licences[occupation] {
        if draw.percent(35) {
            requires |= 1 << licence;
        }
    }
    let days: u64 = [0b001_1111, 0b001_1111, 0b001_1111, 0b011_1111, 0b111_0110, 0b110_0000][draw.below(6)];
    requires |= days << WEEKDAY_BIT;
    requires |= schooling([0, 0, 3, 3, 3, 4, 5, 5][draw.below(8)]);
    requires |= 1 << (EMPLOYMENT_BIT + [0, 0, 0, 0, 1, 1, 2, 3, 4, 5][draw.below(10)]);
    requires |= SHIFTS[[0, 0, 0, 0, 0, 1, 2, 3, 4, 5][draw.below(10)]] << SLOT_BIT;
    let pay = if draw.percent(3) {
        0
    } else {
        let won = (city.pay[occupation] * draw.lognormal(0.0, 0.18)).max(LEAST_PAY);
        (won / 10_000.0).round() as u32 * 10_000
    };
    let (career, career_min) = match draw.below(100) {
        0..45 => (CAREER_ANY, 0),
        45..65 => (CAREER_NEW, 0),
        _ => (CAREER_EXPERIENCED, MONTHS[draw.below(7)]),
    };
    let mut skills = [NO_SKILL; SKILLS_ASKED_MOST];
    let mut weights = [0; SKILLS_ASKED_MOST];
    for at in 0..SKILLS_ASKED {
        let skill = fresh(&skills, || city.skill(draw, occupation));
        skills[at] = skill;
        weights[at] = if skill == NO_SKILL { 0 } else { city.weights[usize::from(skill)] };
    }
    let text = city.text(draw, occupation, 14, 14);
    let weekly = [2_400, 2_400, 2_400, 2_400, 2_640, 3_120, 1_200, 900][draw.below(8)];
    let seats = draw.lognormal(0.55, 0.75).round().clamp(1.0, 60.0) as u16;
    Ok(OpeningRow {
        occupation: occupation as u16,
        x,
        y,
        zone,
        requires,
        pay,
        career,
        career_min,
        weekly,
        seats,
        skills,
        weights,
        text,
    })
}

/// A skill that is not in the list yet, or none after some attempts.
pub(crate) fn fresh(known: &[u16], mut next: impl FnMut() -> u16) -> u16 {
    (0..8).map(|_| next()).find(|skill| !known.contains(skill)).unwrap_or(NO_SKILL)
}
