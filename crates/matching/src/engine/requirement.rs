//! The requirement mask of 64 bits and the values that stand for "not told": an opening fits when every bit
//! it requires is among the bits a person has. One bit a licence, a weekday, a three-hour slot of the day, an
//! employment type; schooling is unary, so that a higher level has the bits of the lower ones.
//!
//! It must not know scores.

/// Licences with a bit of their own.
pub const LICENCES_MOST: u32 = 24;
/// First bit of the seven weekdays, Monday first.
pub(crate) const WEEKDAY_BIT: u32 = 24;
/// First bit of the seven levels of schooling above none.
pub(crate) const SCHOOLING_BIT: u32 = 31;
/// First bit of the eight employment types.
pub(crate) const EMPLOYMENT_BIT: u32 = 38;
/// First bit of the eight three-hour slots of the day.
pub(crate) const SLOT_BIT: u32 = 46;

/// Skills an opening may name.
pub const SKILLS_ASKED_MOST: usize = 8;
/// Skills a person may hold.
pub const SKILLS_HELD_MOST: usize = 16;
/// Occupations a person may wish for.
pub const WISHES_MOST: usize = 3;
/// Words of 64 bits in a text signature.
pub const TEXT_WORDS: usize = 4;
/// Zones of the commute mask.
pub const ZONES_MOST: u32 = 64;

/// No wish in this place of the list.
pub const NO_WISH: u16 = u16::MAX;
/// No skill in this place of the list.
pub const NO_SKILL: u16 = u16::MAX;
/// A coordinate that was not told.
pub const UNKNOWN_PLACE: i16 = i16::MIN;
/// A zone that was not told; it excludes nobody.
pub const UNKNOWN_ZONE: u8 = 64;
/// Months of experience that were not told; they exclude nobody and earn nothing.
pub const UNKNOWN_MONTHS: u16 = u16::MAX;

/// Either newcomers or experienced people are welcome.
pub const CAREER_ANY: u8 = 0;
/// Newcomers are wanted.
pub const CAREER_NEW: u8 = 1;
/// Experience is wanted.
pub const CAREER_EXPERIENCED: u8 = 2;
/// Nothing is told of experience.
pub const CAREER_UNKNOWN: u8 = 3;

/// Bits of a level of schooling, 0 (none) to 7.
pub(crate) fn schooling(level: u32) -> u64 {
    ((1u64 << level.min(7)) - 1) << SCHOOLING_BIT
}
