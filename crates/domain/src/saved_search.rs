//! A search of the openings that a person keeps under a name, and how they hear of what is new in it. What they look for is
//! theirs alone: [`Criteria`] are only ever ciphertext under their key.
//!
//! It must not know how openings are found.

use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::Ctx;
use crate::area::AreaCode;
use crate::id::{PersonId, SavedSearchId};
use crate::message::Message;
use crate::occupation::OccupationCode;
use crate::print_job::Place;
use crate::reminder::days_after;
use crate::work_time::Weekdays;

/// Most searches of one person.
pub const MOST: usize = 10;
/// Days for which a search is looked after before the person is asked whether they still want it.
pub const KEPT_DAYS: i32 = 90;
/// Longest name, in letters.
const LONGEST_NAME: usize = 40;
/// Longest text of what is looked for, in letters.
const LONGEST_TEXT: usize = 200;

/// A search without what it looks for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SavedSearch {
    /// Its id.
    pub id: SavedSearchId,
    /// Whose; name of the key under which the criteria are sealed.
    pub person: PersonId,
    /// How they hear of what is new.
    pub alert: Alert,
    /// Where it stands.
    pub state: State,
    /// What opened after this is new.
    pub since: Timestamp,
    /// Rises by one with every accepted change.
    pub version: i64,
    /// When it was made.
    pub made_at: Timestamp,
    /// When it last changed.
    pub updated_at: Timestamp,
}

/// How somebody hears of what is new.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "alert", rename_all = "snake_case")]
pub enum Alert {
    /// In the day's news, by mail or text message.
    News,
    /// At an address of their own that a feed reader asks.
    Feed,
    /// On paper at a counter.
    Print {
        /// At which.
        place: Place,
    },
}

words! {
    /// The ways by name.
    #[allow(missing_docs, reason = "each is documented at `Alert`")]
    pub enum AlertName {
        News,
        Feed,
        Print,
    }
}

/// Where a search stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "state", rename_all = "snake_case")]
pub enum State {
    /// The person hears of what is new.
    Running {
        /// Last day, unless they say that they still want it.
        until: Date,
    },
    /// They want to hear nothing for a while.
    Paused {
        /// Since when.
        on: Date,
    },
    /// It ran its time.
    Expired {
        /// Since when.
        on: Date,
    },
    /// Taken off, or its person was erased.
    Dropped {
        /// When.
        at: Timestamp,
    },
}

words! {
    /// The states by name.
    #[allow(missing_docs, reason = "each is documented at `State`")]
    pub enum StateName {
        Running,
        Paused,
        Expired,
        Dropped,
    }
}

/// What is looked for, and what the person calls it.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Criteria {
    /// Its name.
    pub name: String,
    /// Words.
    pub text: String,
    /// An occupation and everything below it.
    pub occupation: Option<OccupationCode>,
    /// A sector of the city, by id.
    pub sector: Option<String>,
    /// Areas; any of them.
    pub areas: Vec<AreaCode>,
    /// Least pay per month in won.
    pub min_monthly_won: Option<i64>,
    /// Least pay per hour in won.
    pub min_hourly_won: Option<i64>,
    /// Most hours a week.
    pub max_weekly_hours: Option<u32>,
    /// Only work that stays within these days.
    pub days: Option<Weekdays>,
    /// Place from which distance counts, as typed.
    pub near: Option<String>,
    /// How far from it, in metres.
    pub radius_m: Option<i64>,
}

impl Criteria {
    /// What is wrong with them, by the input that mends it: `saved-search-name-missing`, `saved-search-name-long`,
    /// `saved-search-empty` when everything would be found, `saved-search-text-long`.
    pub fn faults(&self) -> Vec<(&'static str, Message)> {
        let nothing = Self { name: self.name.clone(), ..Self::default() };
        let letters = self.name.chars().count();
        let longest = self.text.chars().count().max(self.near.as_deref().unwrap_or_default().chars().count());
        let found = [
            (letters == 0, "name", Message::new("saved-search-name-missing")),
            (
                letters > LONGEST_NAME,
                "name",
                Message::new("saved-search-name-long").with("most", LONGEST_NAME),
            ),
            (*self == nothing, "q", Message::new("saved-search-empty")),
            (longest > LONGEST_TEXT, "q", Message::new("saved-search-text-long").with("most", LONGEST_TEXT)),
        ];
        found.into_iter().filter_map(|(wrong, field, why)| wrong.then_some((field, why))).collect()
    }
}

impl Alert {
    /// Its name.
    pub fn name(&self) -> AlertName {
        match self {
            Self::News => AlertName::News,
            Self::Feed => AlertName::Feed,
            Self::Print { .. } => AlertName::Print,
        }
    }
}

impl State {
    /// Its name.
    pub fn name(self) -> StateName {
        match self {
            Self::Running { .. } => StateName::Running,
            Self::Paused { .. } => StateName::Paused,
            Self::Expired { .. } => StateName::Expired,
            Self::Dropped { .. } => StateName::Dropped,
        }
    }
}

impl SavedSearch {
    /// One that begins today.
    pub fn new(ctx: &Ctx, person: PersonId, alert: Alert) -> Self {
        Self {
            id: ctx.id(),
            person,
            alert,
            state: State::Running { until: days_after(ctx.today(), KEPT_DAYS) },
            since: ctx.now,
            version: 1,
            made_at: ctx.now,
            updated_at: ctx.now,
        }
    }

    /// Last day on which the person hears of it; `None` while they do not.
    pub fn until(&self) -> Option<Date> {
        match self.state {
            State::Running { until } => Some(until),
            _ => None,
        }
    }

    /// Whether the person hears of it on a day.
    pub fn runs_on(&self, day: Date) -> bool {
        self.until().is_some_and(|until| day <= until)
    }

    /// The person wants to hear nothing for a while.
    ///
    /// # Errors
    /// `saved-search-not-running`.
    pub fn pause(self, on: Date) -> Result<Self, Message> {
        match self.state {
            State::Running { .. } => Ok(Self { state: State::Paused { on }, ..self }),
            _ => Err(Message::new("saved-search-not-running")),
        }
    }

    /// The person still wants it, or wants it again. What opened while they wanted to hear nothing is not new to them.
    ///
    /// # Errors
    /// `saved-search-dropped`.
    pub fn renew(self, now: Timestamp, today: Date) -> Result<Self, Message> {
        let since = match self.state {
            State::Dropped { .. } => return Err(Message::new("saved-search-dropped")),
            State::Running { .. } => self.since,
            State::Paused { .. } | State::Expired { .. } => now,
        };
        Ok(Self { state: State::Running { until: days_after(today, KEPT_DAYS) }, since, ..self })
    }

    /// Takes it off for good.
    #[must_use]
    pub fn drop_out(self, at: Timestamp) -> Self {
        Self { state: State::Dropped { at }, ..self }
    }

    /// What time does to it; `None` when nothing.
    pub fn turned(self, today: Date) -> Option<Self> {
        match self.state {
            State::Running { until } if until < today => {
                Some(Self { state: State::Expired { on: today }, ..self })
            }
            _ => None,
        }
    }

    /// What opened until an instant was told on paper.
    #[must_use]
    pub fn told(self, until: Timestamp) -> Self {
        Self { since: until.max(self.since), ..self }
    }
}

#[cfg(test)]
mod tests {
    use jiff::ToSpan;
    use jiff::civil::date;
    use uuid::Uuid;

    use super::*;

    fn search() -> SavedSearch {
        let at = Timestamp::UNIX_EPOCH;
        SavedSearch {
            id: SavedSearchId(Uuid::nil()),
            person: PersonId(Uuid::nil()),
            alert: Alert::News,
            state: State::Running { until: date(2016, 6, 12) },
            since: at,
            version: 1,
            made_at: at,
            updated_at: at,
        }
    }

    #[test]
    fn it_runs_to_its_last_day_and_again_when_the_person_says_so() {
        let last = date(2016, 6, 12);
        assert!(search().runs_on(last) && search().turned(last).is_none());
        let over = last.tomorrow().unwrap();
        let expired = search().turned(over).unwrap();
        assert_eq!((expired.state, expired.until()), (State::Expired { on: over }, None));
        assert!(expired.clone().turned(over).is_none(), "once");
        assert_eq!(expired.clone().pause(over).unwrap_err().code, "saved-search-not-running");
        let now = Timestamp::UNIX_EPOCH + 100.hours();
        let again = expired.renew(now, over).unwrap();
        assert_eq!(again.until(), Some(date(2016, 9, 11)));
        assert_eq!(again.since, now, "what opened meanwhile is not new");
    }

    #[test]
    fn renewing_what_runs_forgets_nothing_that_is_new() {
        let now = Timestamp::UNIX_EPOCH + 100.hours();
        assert_eq!(search().renew(now, date(2016, 4, 1)).unwrap().since, search().since);
        let paused = search().pause(date(2016, 4, 1)).unwrap();
        assert!(!paused.runs_on(date(2016, 4, 1)));
        assert_eq!(paused.renew(now, date(2016, 4, 2)).unwrap().since, now);
        let gone = search().drop_out(now).renew(now, date(2016, 4, 1));
        assert_eq!(gone.unwrap_err().code, "saved-search-dropped");
        assert_eq!(search().told(now).told(Timestamp::UNIX_EPOCH).since, now, "never back");
    }

    #[test]
    fn everything_is_no_search_and_a_name_is_short() {
        let of = |criteria: &Criteria| -> Vec<String> {
            criteria.faults().into_iter().map(|(_, why)| why.code.into_owned()).collect()
        };
        let named = Criteria { name: "집 가까이".to_owned(), ..Criteria::default() };
        assert_eq!(of(&named), ["saved-search-empty"]);
        let near = Criteria { near: Some("화정역".to_owned()), ..named };
        assert!(of(&near).is_empty());
        assert_eq!(of(&Criteria { name: String::new(), ..near.clone() }), ["saved-search-name-missing"]);
        let long = Criteria { name: "가".repeat(41), text: "가".repeat(201), ..near };
        assert_eq!(of(&long), ["saved-search-name-long", "saved-search-text-long"]);
    }
}
