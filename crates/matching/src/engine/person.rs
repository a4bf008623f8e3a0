//! Draws one seeker of an invented city.

use super::columns::SeekerRow;
use super::draw::Draw;
use super::generate::City;
use super::limit::Refusal;
use super::requirement::{
    EMPLOYMENT_BIT, NO_SKILL, NO_WISH, SKILLS_HELD_MOST, SLOT_BIT, UNKNOWN_MONTHS, WEEKDAY_BIT, schooling,
};
use super::vacancy::fresh;

/// Skills an invented person holds.
const SKILLS_HELD: usize = 12;

/// One seeker.
pub(crate) fn draw(city: &City, draw: &mut Draw) -> Result<SeekerRow, Refusal> {
    let first = draw.weighted(&city.supply);
    let mut wishes = [first as u16, NO_WISH, NO_WISH];
    for wish in &mut wishes[1..] {
        *wish = another(city, draw, first as u16);
    }
    for at in 1..3 {
        if wishes[..at].contains(&wishes[at]) {
            wishes[at] = NO_WISH;
        }
    }
    let (zone, x, y) = city.place(draw, 0)?;
    let mut has = 0;
    for wish in wishes.iter().filter(|wish| **wish != NO_WISH) {
        for licence in &city.licences[usize::from(*wish)] {
            if draw.percent(50) {
                has |= 1 << licence;
            }
        }
    }
    has |= [0b001_1111, 0b011_1111, 0b111_1111, 0b111_1111][draw.below(4)] << WEEKDAY_BIT;
    has |= schooling([2, 3, 3, 4, 4, 5, 5, 6][draw.below(8)]);
    has |= 1 << EMPLOYMENT_BIT;
    for kind in 1..6 {
        if draw.percent(60) {
            has |= 1 << (EMPLOYMENT_BIT + kind);
        }
    }
    let hours: u64 =
        [0b0011_1000, 0b0011_1100, 0b1111_1000, 0b0111_1100, 0b1111_1111, 0b0001_1000][draw.below(6)];
    has |= hours << SLOT_BIT;
    let (radius, zones) = way(city, draw, usize::from(zone));
    let pay = if draw.percent(10) {
        0
    } else {
        let won = city.pay[first] * draw.lognormal(-0.08, 0.2);
        (won / 10_000.0).round() as u32 * 10_000
    };
    let career = if draw.percent(4) {
        UNKNOWN_MONTHS
    } else if draw.percent(18) {
        0
    } else {
        draw.lognormal(3.4, 1.0).clamp(0.0, 480.0) as u16
    };
    let weekly = [0, 0, 0, 3_120, 2_640, 2_400][draw.below(6)];
    let mut skills = [NO_SKILL; SKILLS_HELD_MOST];
    for at in 0..SKILLS_HELD {
        let wish = wishes[[0, 0, 0, 1, 2][draw.below(5)]];
        let leaf = if wish == NO_WISH { first } else { usize::from(wish) };
        skills[at] = fresh(&skills, || city.skill(draw, leaf));
    }
    let text = city.text(draw, first, 7, 3);
    Ok(SeekerRow { wishes, x, y, zones, radius, has, pay, career, weekly, skills, text })
}

/// A further wish: mostly near the first.
fn another(city: &City, draw: &mut Draw, first: u16) -> u16 {
    let level = match draw.below(100) {
        0..45 => 3,
        45..70 => 2,
        70..90 => return draw.weighted(&city.supply) as u16,
        _ => return NO_WISH,
    };
    let range = city.tree.range(first, level);
    range.start + draw.below(range.len()) as u16
}

/// A radius, and for half of the people the zones within their minutes.
fn way(city: &City, draw: &mut Draw, zone: usize) -> (u16, u64) {
    let radius = (draw.lognormal(7.09, 0.5) as u16).clamp(100, 4_000);
    if draw.percent(50) {
        return (radius, u64::MAX);
    }
    let most = [40, 50, 60, 75, 90][draw.below(5)];
    let near = city.minutes[zone].iter().enumerate().filter(|(_, minutes)| **minutes <= most);
    (radius, near.fold(0, |mask, (zone, _)| mask | 1 << zone))
}
