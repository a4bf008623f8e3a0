//! What the engine and its generator refuse, each with a message code, a size that was found and the size
//! that is allowed. Nothing is wrapped or cut silently.

use domain::message::Message;

/// Seekers in one market.
pub(crate) const SEEKERS_MOST: usize = 4_000_000;
/// Openings in one market.
pub(crate) const OPENINGS_MOST: usize = 1_000_000;
/// Skills in the dictionary.
pub(crate) const SKILLS_MOST: usize = 8_192;
/// Coordinates in ten metres: 150 km either way, so that a squared distance fits 31 bits.
pub(crate) const PLACE_MOST: i16 = 15_000;
/// Longest radius, in ten metres.
pub(crate) const RADIUS_MOST: u16 = 4_000;
/// Longest list anybody may ask for.
pub(crate) const K_MOST: usize = 4_096;
/// Highest pay, in won a month.
pub(crate) const PAY_MOST: u32 = 1_000_000_000;

/// Why a market or a question was refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Refusal {
    /// `k` is nought.
    NoRows,
    /// `k` is more than there are rows or than the limit.
    TooManyRows {
        /// Asked for.
        asked: usize,
        /// Allowed.
        most: usize,
    },
    /// More seekers than the limit.
    TooManySeekers(usize),
    /// More openings than the limit.
    TooManyOpenings(usize),
    /// More licences than the mask has bits.
    TooManyLicences(u32),
    /// A skill outside the dictionary, or named twice, or without weight.
    Skill(usize),
    /// An occupation outside the tree.
    Occupation(usize),
    /// A coordinate that is no number or too far away.
    Place(usize),
    /// A zone outside the mask.
    Zone(usize),
    /// A radius beyond the limit.
    Radius(usize),
    /// Pay beyond the limit.
    Pay(usize),
    /// An opening without a seat.
    Seats(usize),
    /// A kind of experience that does not exist.
    Career(usize),
    /// Tightness that is not a positive number or leaves openings without seats.
    Tightness,
    /// A tightness for a market whose seats are given by its kind.
    SeatsGiven,
    /// Columns that are not those the manifest was written for.
    Hash,
    /// Columns of different lengths, or a file of another length than its column.
    Length(&'static str),
    /// A manifest that cannot be read.
    Manifest,
}

impl Refusal {
    /// The code of the message and its figures.
    pub fn message(&self) -> Message {
        let row = |code: &'static str, row: &usize| Message::new(code).with("row", *row);
        match self {
            Self::NoRows => Message::new("engine-no-rows"),
            Self::TooManyRows { asked, most } => {
                Message::new("engine-too-many-rows").with("asked", *asked).with("most", *most)
            }
            Self::TooManySeekers(found) => {
                Message::new("engine-too-many-seekers").with("found", *found).with("most", SEEKERS_MOST)
            }
            Self::TooManyOpenings(found) => {
                Message::new("engine-too-many-openings").with("found", *found).with("most", OPENINGS_MOST)
            }
            Self::TooManyLicences(found) => {
                Message::new("engine-too-many-licences").with("found", *found as usize)
            }
            Self::Skill(at) => row("engine-skill", at),
            Self::Occupation(at) => row("engine-occupation", at),
            Self::Place(at) => row("engine-place", at),
            Self::Zone(at) => row("engine-zone", at),
            Self::Radius(at) => row("engine-radius", at),
            Self::Pay(at) => row("engine-pay", at),
            Self::Seats(at) => row("engine-seats", at),
            Self::Career(at) => row("engine-career", at),
            Self::Tightness => Message::new("engine-tightness"),
            Self::SeatsGiven => Message::new("engine-seats-given"),
            Self::Hash => Message::new("engine-hash"),
            Self::Length(column) => Message::new("engine-length").with("column", *column),
            Self::Manifest => Message::new("engine-manifest"),
        }
    }
}

impl std::fmt::Display for Refusal {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::NoRows => write!(f, "list nothing"),
            Self::TooManyRows { asked, most } => write!(f, "list {asked} rows where {most} are possible"),
            Self::TooManySeekers(n) => write!(f, "hold {n} seekers, more than {SEEKERS_MOST}"),
            Self::TooManyOpenings(n) => write!(f, "hold {n} openings, more than {OPENINGS_MOST}"),
            Self::TooManyLicences(n) => write!(f, "hold {n} licences in the requirement mask"),
            Self::Skill(at) => write!(f, "read the skills of row {at}"),
            Self::Occupation(at) => write!(f, "read the occupation of row {at}"),
            Self::Place(at) => write!(f, "read the place of row {at}"),
            Self::Zone(at) => write!(f, "read the zone of row {at}"),
            Self::Radius(at) => write!(f, "read the radius of row {at}"),
            Self::Pay(at) => write!(f, "read the pay of row {at}"),
            Self::Seats(at) => write!(f, "read the seats of row {at}"),
            Self::Career(at) => write!(f, "read the experience of row {at}"),
            Self::Tightness => write!(f, "share out seats at this tightness"),
            Self::SeatsGiven => write!(f, "share out seats that this kind of market gives itself"),
            Self::Hash => write!(f, "read the columns: they are not those of the manifest"),
            Self::Length(column) => write!(f, "read column {column}: its length is wrong"),
            Self::Manifest => write!(f, "read the manifest"),
        }
    }
}

impl std::error::Error for Refusal {}

/// A coordinate in ten metres from metres on the city's plane.
///
/// # Errors
/// [`Refusal::Place`] for what is no number or lies more than 150 km away.
pub fn place_of_metres(metres: f64) -> Result<i16, Refusal> {
    let tens = (metres / 10.0).round();
    let most = f64::from(PLACE_MOST);
    // What is no number is in no range.
    if (-most..=most).contains(&tens) { Ok(tens as i16) } else { Err(Refusal::Place(0)) }
}
