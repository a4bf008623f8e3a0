//! An issue of the weekly bulletin (일자리소식지): which openings a dong or a group of people was shown on paper, at which
//! change number, and which of the last issue are no longer there. Frozen when it is made: it is printed again as it was.
//!
//! It must not know how openings are found nor how a page looks.

use jiff::Timestamp;
use jiff::civil::{Date, DateTime, Weekday};
use jiff::tz::TimeZone;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::area::AreaCode;
use crate::code::{CareerKind, EnterpriseKind, Preference};
use crate::id::{BulletinId, OpeningId, PersonId};
use crate::message::Lang;
use crate::occupation::OccupationCode;
use crate::opening::{Content, Programme};

mod code;
mod rules;
pub use code::{read_reply_code, reply_code, spaced_reply_code};
pub use rules::Rules;

words! {
    /// For whom openings are picked.
    pub enum Segment {
        /// For everybody.
        All,
        /// Openings that ask for older people, by programme or by word.
        Senior,
        /// Openings for the young by programme, of firms that are known to be good to them, or for newcomers.
        Youth,
        /// Openings a short walk from a station or stop.
        NearStop,
    }
}

words! {
    /// What an issue is printed as.
    pub enum Form {
        /// Columns on A4, every opening.
        A4,
        /// A poster of a few openings, to be read from two metres.
        A3,
        /// Eighteen points and more, on A4.
        Large,
    }
}

impl Segment {
    /// Whether an opening is picked. Nobody is left out by it: it says for whom the opening itself asks, and the list for
    /// everybody has all of them.
    pub fn suits(self, content: &Content, firm: Option<EnterpriseKind>, near_stop: bool) -> bool {
        match self {
            Self::All => true,
            Self::Senior => {
                content.programme == Some(Programme::Senior)
                    || content.preferences.contains(&Preference::Senior)
            }
            Self::Youth => {
                content.programme == Some(Programme::Youth)
                    || firm == Some(EnterpriseKind::YouthFriendly)
                    || content.career.is_some_and(|career| career.kind == CareerKind::New)
            }
            Self::NearStop => near_stop,
        }
    }
}

/// Which openings: of a dong or of the whole city, for whom, of which sector.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Choice {
    /// Near this dong; the whole city without one.
    pub dong: Option<AreaCode>,
    /// For whom.
    pub segment: Segment,
    /// Of this sector of the city, by its id.
    pub sector: Option<String>,
    /// Of this occupation and everything below it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub occupation: Option<OccupationCode>,
}

impl Choice {
    /// The whole city, for everybody.
    pub fn city() -> Self {
        Self { dong: None, segment: Segment::All, sector: None, occupation: None }
    }

    /// Everything near a dong.
    pub fn near(dong: AreaCode) -> Self {
        Self { dong: Some(dong), ..Self::city() }
    }

    /// What it is known by beside the week: one spelling for each.
    pub fn key(&self) -> String {
        let dong = self.dong.as_ref().map_or("city", AreaCode::as_str);
        let sector = self.sector.as_deref().unwrap_or_default();
        let occupation = self.occupation.as_ref().map_or("", OccupationCode::as_str);
        format!("{dong}/{}/{sector}/{occupation}", self.segment)
    }
}

/// A text in both languages of the city.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Said {
    /// Korean.
    pub ko: String,
    /// English.
    pub en: String,
}

impl Said {
    /// In one of them.
    pub fn in_lang(&self, lang: Lang) -> &str {
        match lang {
            Lang::Ko => &self.ko,
            Lang::En => &self.en,
        }
    }
}

/// An opening as paper says it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Line {
    /// Which.
    pub opening: OpeningId,
    /// Its receipt number.
    pub number: String,
    /// The code that is keyed when somebody answers on paper.
    pub code: String,
    /// What the work is.
    pub title: String,
    /// Who offers it.
    pub employer: String,
    /// Where.
    pub place: String,
    /// Metres from the middle of the dong.
    pub distance_m: Option<i64>,
    /// Nearest stop or station and how far it is.
    pub way: Said,
    /// Least pay per hour.
    pub hourly_won: Option<i64>,
    /// Least pay per month.
    pub monthly_won: Option<i64>,
    /// What was written of pay.
    pub wage_note: String,
    /// Days of work; bit 0 is Monday.
    pub days: u8,
    /// Days and hours in words.
    pub hours: Said,
    /// Heads wanted; 0 while unknown.
    pub heads: u32,
    /// Telephone at which one asks for it.
    pub phone: String,
    /// Whether that is the employer's own.
    pub direct: bool,
    /// Last day on which one may apply.
    pub until: Option<Date>,
    /// Whether the employer did not confirm it when asked.
    pub doubted: bool,
}

/// Why an opening of the last issue is no longer there.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Erratum {
    /// Which.
    pub opening: OpeningId,
    /// The code under which it was shown.
    pub code: String,
    /// Its title then.
    pub title: String,
    /// Who offered it.
    pub employer: String,
    /// Word of where it stands now.
    pub state: String,
}

/// An issue.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Bulletin {
    /// Its id.
    pub id: BulletinId,
    /// What is said.
    pub facts: Facts,
    /// SHA-256 of [`Facts::canonical`], in hexadecimal digits.
    pub digest: String,
    /// Who made it; `None` by the system.
    pub made_by: Option<PersonId>,
    /// Rises by one with every accepted change.
    pub version: i64,
}

/// What an issue says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Facts {
    /// Its number: year and week, such as `2016-11`.
    pub number: String,
    /// Monday of its week.
    pub week_of: Date,
    /// Which openings.
    pub choice: Choice,
    /// Name of the dong, or of the city.
    pub place: Said,
    /// Name of the sector, if it is of one.
    pub sector: Said,
    /// Change up to which it is true.
    pub seq: i64,
    /// When it was made.
    pub as_of: Timestamp,
    /// The centre's telephone then.
    pub phone: String,
    /// Openings that were chosen; those beyond what an issue holds are not in [`Self::lines`].
    pub total: usize,
    /// The openings, in order.
    pub lines: Vec<Line>,
    /// What the last issue showed and is no longer there.
    pub errata: Vec<Erratum>,
}

impl Facts {
    /// What is hashed: JSON with its fields in one order.
    pub fn canonical(&self) -> String {
        serde_json::to_string(self).unwrap_or_default()
    }

    /// SHA-256 of it in hexadecimal digits.
    pub fn digest(&self) -> String {
        Sha256::digest(self.canonical().as_bytes()).iter().map(|byte| format!("{byte:02x}")).collect()
    }

    /// What the issue is known by outside: no second one of a week and choice.
    pub fn known_as(&self) -> String {
        format!("{} {}", self.number, self.choice.key())
    }
}

impl Bulletin {
    /// Freezes what was gathered.
    pub fn freeze(id: BulletinId, facts: Facts, made_by: Option<PersonId>) -> Self {
        Self { id, digest: facts.digest(), facts, made_by, version: 1 }
    }

    /// Whether nobody changed what is said since it was frozen.
    pub fn holds(&self) -> bool {
        self.digest == self.facts.digest()
    }
}

/// Number of the issue and Monday of its week.
pub fn issue_of(day: Date) -> (String, Date) {
    let week = day.iso_week_date();
    let monday = jiff::civil::ISOWeekDate::new(week.year(), week.week(), Weekday::Monday);
    (format!("{}-{:02}", week.year(), week.week()), monday.map_or(day, |monday| monday.date()))
}

/// Whether the hour of this week's issue has struck.
pub fn is_due(rules: &Rules, now: Timestamp, zone: &TimeZone) -> bool {
    let local: DateTime = zone.to_datetime(now);
    let today = local.date().weekday().to_monday_one_offset();
    (today, local.hour()) >= (rules.weekday, rules.hour)
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn an_issue_has_the_number_of_its_week_and_a_week_is_of_the_year_of_its_thursday() {
        assert_eq!(issue_of(date(2016, 3, 18)), ("2016-11".to_owned(), date(2016, 3, 14)));
        assert_eq!(issue_of(date(2016, 1, 1)), ("2015-53".to_owned(), date(2015, 12, 28)));
        assert_eq!(issue_of(date(2016, 1, 4)), ("2016-01".to_owned(), date(2016, 1, 4)));
    }

    #[test]
    fn it_is_due_from_the_hour_of_its_day_to_the_end_of_the_week() {
        let (rules, zone) = (Rules::default(), TimeZone::get("Asia/Seoul").unwrap());
        let at = |text: &str| zone.to_timestamp(text.parse::<DateTime>().unwrap()).unwrap();
        assert!(!is_due(&rules, at("2016-03-14T06:59"), &zone));
        assert!(is_due(&rules, at("2016-03-14T07:00"), &zone));
        assert!(is_due(&rules, at("2016-03-20T00:00"), &zone));
        let friday = Rules { weekday: 5, ..Rules::default() };
        assert!(!is_due(&friday, at("2016-03-17T23:00"), &zone));
    }

    #[test]
    fn a_segment_takes_what_the_opening_itself_says() {
        let plain = Content::default();
        let senior = Content { preferences: vec![Preference::Senior], ..Content::default() };
        let programme = Content { programme: Some(Programme::Youth), ..Content::default() };
        assert!(Segment::All.suits(&plain, None, false));
        assert!(!Segment::Senior.suits(&plain, None, true) && Segment::Senior.suits(&senior, None, false));
        assert!(Segment::Youth.suits(&programme, None, false));
        assert!(Segment::Youth.suits(&plain, Some(EnterpriseKind::YouthFriendly), false));
        assert!(!Segment::Youth.suits(&senior, None, false));
        assert!(Segment::NearStop.suits(&plain, None, true) && !Segment::NearStop.suits(&plain, None, false));
    }
}
