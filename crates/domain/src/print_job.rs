//! A paper that waits for a printer (인쇄 대기): at a desk of a dong, at the centre or on the bus. It names what is to be
//! printed and never what stands on it, so that a queue can be looked at by whoever works there.
//!
//! It must not know how a paper is made.

use std::fmt;
use std::str::FromStr;

use jiff::civil::Date;
use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::area::AreaCode;
use crate::bulletin::Form;
use crate::id::{BulletinId, OpeningId, PersonId, PrintJobId, ReferralId, SavedSearchId, SeekerId};
use crate::message::Message;
use crate::reminder::days_after;

/// Minutes after which papers that were handed to a printer and of which nobody said anything wait again.
const ANSWER_MIN: i64 = 30;
/// Days for which what was printed can be printed again from the list.
const KEPT_DAYS: i32 = 7;

/// Where printers stand.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(into = "String", try_from = "String")]
pub enum Place {
    /// The job centre.
    Centre,
    /// The job bus.
    Bus,
    /// The desk of a dong.
    Dong(AreaCode),
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Centre => f.write_str("centre"),
            Self::Bus => f.write_str("bus"),
            Self::Dong(code) => f.write_str(code.as_str()),
        }
    }
}

/// A word that names no place.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("read the place of a printer")]
pub struct NoPlace;

impl FromStr for Place {
    type Err = NoPlace;

    fn from_str(text: &str) -> Result<Self, NoPlace> {
        match text {
            "centre" => Ok(Self::Centre),
            "bus" => Ok(Self::Bus),
            code => AreaCode::parse(code).map(Self::Dong).ok_or(NoPlace),
        }
    }
}

impl From<Place> for String {
    fn from(place: Place) -> Self {
        place.to_string()
    }
}

impl TryFrom<String> for Place {
    type Error = NoPlace;

    fn try_from(text: String) -> Result<Self, NoPlace> {
        text.parse()
    }
}

/// What is to be printed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "paper", rename_all = "snake_case")]
pub enum Paper {
    /// An issue of the bulletin.
    Issue {
        /// Which.
        bulletin: BulletinId,
        /// As what.
        form: Form,
    },
    /// The poster of an opening, with codes to tear off.
    Poster {
        /// Of which.
        opening: OpeningId,
        /// On A3.
        a3: bool,
    },
    /// An opening in large type, to take along.
    Opening {
        /// Which.
        opening: OpeningId,
    },
    /// What there is instead of an opening that is closed.
    Instead {
        /// Of which.
        opening: OpeningId,
    },
    /// The letter of a referral.
    Letter {
        /// Of which.
        referral: ReferralId,
    },
    /// The slip a registered person takes home.
    Slip {
        /// Whose.
        seeker: SeekerId,
    },
    /// What is new in a search that a person saved, for them to fetch.
    Found {
        /// In which.
        search: SavedSearchId,
    },
}

impl Paper {
    /// Word for it.
    pub fn name(&self) -> &'static str {
        match self {
            Self::Issue { form: Form::A4, .. } => "issue_a4",
            Self::Issue { form: Form::A3, .. } => "issue_a3",
            Self::Issue { form: Form::Large, .. } => "issue_large",
            Self::Poster { a3: false, .. } => "poster",
            Self::Poster { a3: true, .. } => "poster_a3",
            Self::Opening { .. } => "opening",
            Self::Instead { .. } => "instead",
            Self::Letter { .. } => "letter",
            Self::Slip { .. } => "slip",
            Self::Found { .. } => "found",
        }
    }

    /// Whether a person's data stand on it: then printing it is a look, and it leaves the list when it was printed.
    pub fn is_personal(&self) -> bool {
        matches!(self, Self::Letter { .. } | Self::Slip { .. } | Self::Found { .. })
    }

    /// Days for which it waits: what it says is stale after them.
    fn waits_days(&self) -> i32 {
        match self {
            Self::Issue { .. } | Self::Poster { .. } | Self::Found { .. } => 7,
            Self::Letter { .. } | Self::Slip { .. } => 3,
            Self::Opening { .. } | Self::Instead { .. } => 1,
        }
    }
}

words! {
    /// Why it is to be printed.
    pub enum Why {
        /// The week's issue.
        Weekly,
        /// Staff asked for it.
        Asked,
        /// Somebody pressed a button on a kiosk.
        Kiosk,
        /// A slip came back for an opening that is closed.
        Slip,
        /// Something new stands in a saved search.
        Alert,
        /// Printed before, and wanted once more.
        Again,
    }
}

words! {
    /// Why a paper came back into the queue.
    pub enum Trouble {
        /// The printer is gone, or has no paper.
        Printer,
        /// Nobody said whether it came out.
        Silent,
    }
}

words! {
    /// Why a paper is printed no more.
    pub enum Dropped {
        /// Somebody took it out.
        Cancelled,
        /// It waited too long.
        Expired,
        /// What it is about is closed or gone.
        Gone,
    }
}

/// Where it stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "state", rename_all = "snake_case")]
pub enum State {
    /// Waits for somebody to print it.
    Waiting {
        /// Why it is here again, and since when.
        trouble: Option<(Trouble, Timestamp)>,
    },
    /// Somebody has it on their screen and sends it to a printer.
    Handed {
        /// With which others.
        batch: Uuid,
        /// To whom.
        by: PersonId,
        /// When.
        at: Timestamp,
    },
    /// Somebody said that it came out.
    Printed {
        /// With which others.
        batch: Uuid,
        /// Who.
        by: PersonId,
        /// When.
        at: Timestamp,
    },
    /// Printed no more.
    Dropped {
        /// Why.
        why: Dropped,
        /// By whom; `None` by the system.
        by: Option<PersonId>,
        /// When.
        at: Timestamp,
    },
}

/// A paper in a queue.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PrintJob {
    /// Its id.
    pub id: PrintJobId,
    /// Where it waits.
    pub place: Place,
    /// What.
    pub paper: Paper,
    /// Why.
    pub why: Why,
    /// Who asked; `None` by the system or a kiosk.
    pub asked_by: Option<PersonId>,
    /// When.
    pub asked_at: Timestamp,
    /// Last day on which it waits.
    pub until: Date,
    /// What keeps it from being put here twice, where something does.
    pub once: Option<String>,
    /// Where it stands.
    pub state: State,
    /// Until when it stays on the list after it was printed; `None` when it is gone from it.
    pub listed_until: Option<Date>,
    /// Rises by one with every accepted change.
    pub version: i64,
}

impl PrintJob {
    /// A paper that begins to wait.
    pub fn new(
        id: PrintJobId,
        (place, paper, why): (Place, Paper, Why),
        by: Option<PersonId>,
        at: Timestamp,
        today: Date,
    ) -> Self {
        let until = days_after(today, paper.waits_days());
        let state = State::Waiting { trouble: None };
        Self {
            id,
            place,
            paper,
            why,
            asked_by: by,
            asked_at: at,
            until,
            once: None,
            state,
            listed_until: Some(until),
            version: 1,
        }
    }

    /// Word for where it stands.
    pub fn state_name(&self) -> &'static str {
        match self.state {
            State::Waiting { .. } => "waiting",
            State::Handed { .. } => "handed",
            State::Printed { .. } => "printed",
            State::Dropped { .. } => "dropped",
        }
    }

    /// The others with which it was handed over.
    pub fn batch(&self) -> Option<Uuid> {
        match self.state {
            State::Handed { batch, .. } | State::Printed { batch, .. } => Some(batch),
            State::Waiting { .. } | State::Dropped { .. } => None,
        }
    }

    /// Hands it to somebody who prints it.
    ///
    /// # Errors
    /// `print-not-waiting`: somebody else has it, or it is done.
    pub fn hand(mut self, batch: Uuid, by: PersonId, at: Timestamp) -> Result<Self, Message> {
        match self.state {
            State::Waiting { .. } => {
                self.state = State::Handed { batch, by, at };
                Ok(self)
            }
            _ => Err(Message::new("print-not-waiting")),
        }
    }

    /// It came out. A paper about a person leaves the list.
    ///
    /// # Errors
    /// `print-not-handed`.
    pub fn came_out(mut self, by: PersonId, at: Timestamp, today: Date) -> Result<Self, Message> {
        let State::Handed { batch, .. } = self.state else { return Err(Message::new("print-not-handed")) };
        self.state = State::Printed { batch, by, at };
        self.listed_until = (!self.paper.is_personal()).then(|| days_after(today, KEPT_DAYS));
        Ok(self)
    }

    /// It did not come out, and waits again.
    ///
    /// # Errors
    /// `print-not-handed`.
    pub fn stuck(mut self, trouble: Trouble, at: Timestamp) -> Result<Self, Message> {
        match self.state {
            State::Handed { .. } => {
                self.state = State::Waiting { trouble: Some((trouble, at)) };
                Ok(self)
            }
            _ => Err(Message::new("print-not-handed")),
        }
    }

    /// It is printed no more.
    ///
    /// # Errors
    /// `print-over` once it was printed or dropped.
    pub fn drop_out(mut self, why: Dropped, by: Option<PersonId>, at: Timestamp) -> Result<Self, Message> {
        match self.state {
            State::Waiting { .. } | State::Handed { .. } => {
                self.state = State::Dropped { why, by, at };
                self.listed_until = None;
                Ok(self)
            }
            _ => Err(Message::new("print-over")),
        }
    }

    /// What time does to it: nobody said anything, it waited too long, or it need not be listed any more. `None` when
    /// nothing does.
    pub fn turned(self, now: Timestamp, today: Date) -> Option<Self> {
        match self.state {
            State::Handed { at, .. } if now.duration_since(at) >= SignedDuration::from_mins(ANSWER_MIN) => {
                self.stuck(Trouble::Silent, now).ok()
            }
            State::Waiting { .. } if self.until < today => self.drop_out(Dropped::Expired, None, now).ok(),
            State::Printed { .. } if self.listed_until.is_some_and(|until| until < today) => {
                Some(Self { listed_until: None, ..self })
            }
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;
    use jiff::{SignedDuration, ToSpan};

    use super::*;

    fn job(paper: Paper) -> PrintJob {
        let id = PrintJobId(Uuid::from_u128(1));
        PrintJob::new(id, (Place::Centre, paper, Why::Asked), None, Timestamp::UNIX_EPOCH, date(2016, 3, 14))
    }

    fn opening() -> Paper {
        Paper::Opening { opening: OpeningId(Uuid::from_u128(2)) }
    }

    fn letter() -> Paper {
        Paper::Letter { referral: ReferralId(Uuid::from_u128(3)) }
    }

    const ME: PersonId = PersonId(Uuid::from_u128(9));

    #[test]
    fn a_place_is_one_word_in_rows_and_addresses() {
        for text in ["centre", "bus", "9911051000"] {
            let place: Place = text.parse().unwrap();
            assert_eq!(place.to_string(), text);
            assert_eq!(serde_json::to_string(&place).unwrap(), format!("\"{text}\""));
        }
        assert!("nowhere".parse::<Place>().is_err());
    }

    #[test]
    fn a_paper_is_handed_once_and_comes_back_when_nothing_comes_out() {
        let (now, batch) = (Timestamp::UNIX_EPOCH, Uuid::from_u128(7));
        let handed = job(opening()).hand(batch, ME, now).unwrap();
        assert_eq!(handed.clone().hand(batch, ME, now).unwrap_err().code, "print-not-waiting");
        let back = handed.clone().stuck(Trouble::Printer, now).unwrap();
        assert_eq!(back.state, State::Waiting { trouble: Some((Trouble::Printer, now)) });
        assert!(back.hand(batch, ME, now).is_ok());
        // Nobody says anything.
        let today = date(2016, 3, 14);
        assert_eq!(handed.clone().turned(now + 29.minutes(), today), None);
        let silent = handed.turned(now + SignedDuration::from_mins(30), today).unwrap();
        assert!(matches!(silent.state, State::Waiting { trouble: Some((Trouble::Silent, _)) }));
    }

    #[test]
    fn what_names_a_person_leaves_the_list_when_it_was_printed() {
        let (now, batch, today) = (Timestamp::UNIX_EPOCH, Uuid::from_u128(7), date(2016, 3, 14));
        let out = |paper| job(paper).hand(batch, ME, now).unwrap().came_out(ME, now, today).unwrap();
        assert_eq!(out(letter()).listed_until, None);
        assert_eq!(out(opening()).listed_until, Some(date(2016, 3, 21)));
        assert_eq!(out(opening()).drop_out(Dropped::Cancelled, None, now).unwrap_err().code, "print-over");
    }

    #[test]
    fn what_waits_too_long_is_dropped() {
        let now = Timestamp::UNIX_EPOCH;
        assert_eq!(job(letter()).turned(now, date(2016, 3, 17)), None);
        let gone = job(letter()).turned(now, date(2016, 3, 18)).unwrap();
        assert!(matches!(gone.state, State::Dropped { why: Dropped::Expired, .. }));
        assert_eq!(gone.turned(now, date(2017, 1, 1)), None);
    }
}
