//! What goes out by itself: how a person wants to hear from us, one basket of news a person and day, and where its delivery
//! stands. It must not know how mail or text messages travel, nor any address: that stays with what the person told.

use jiff::civil::Date;
use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

mod hearing;

pub use hearing::{Hearing, Way, check_mail};

use crate::id::{DeliveryId, NoticeId, OpeningId, PersonId, SavedSearchId};
use crate::message::Message;
use crate::notice::Kind as NoticeKind;

/// Most openings in a basket.
pub const OPENINGS: usize = 5;

/// Messages that ask to confirm an address, to one person on one day: nobody is flooded at an address of somebody else.
pub const CONFIRMS_A_DAY: usize = 3;

/// For how long the link in such a message works.
pub const CONFIRM_DAYS: i64 = 7;

/// How long what was begun may take before it is taken for broken off, and tried again.
const BROKEN_OFF: SignedDuration = SignedDuration::from_mins(30);

/// First wait after a failure, doubled each time.
const WAIT: SignedDuration = SignedDuration::from_mins(10);

/// Longest wait.
const LONGEST_WAIT: SignedDuration = SignedDuration::from_hours(4);

/// Tries after which one whose server wants it later for ever is given up. A basket ends before: the next day's takes its place.
const TRIES: u32 = 12;

words! {
    /// What is delivered.
    pub enum Kind {
        /// The basket of a day.
        Digest,
        /// The question whether an address is the person's own.
        Confirm,
    }
}

words! {
    /// Why something did not go out. No word of a server is kept: it may repeat the address.
    pub enum Fault {
        /// The mail server could not be reached.
        Away,
        /// It wants to be asked later.
        Later,
        /// It does not take mail from us: settings, rights, its own rules.
        Settings,
        /// It does not know the address, or the address cannot be one.
        Address,
        /// The folder of text messages cannot be written.
        Outbox,
    }
}

words! {
    /// Why something needs no sending any more.
    pub enum Moot {
        /// What it would have told was told, answered or is past.
        Told,
        /// The next day's basket holds what it held.
        Superseded,
        /// The address was changed or confirmed already.
        Address,
        /// Nobody is there any more to hear it.
        Gone,
    }
}

/// Where a delivery stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "name", rename_all = "snake_case")]
pub enum State {
    /// Not tried yet.
    Waiting,
    /// Handed to the server in this moment. Written before it is handed over: whoever finds this after half an hour knows that a
    /// process ended in between and sends again, with the same mark, so that it comes twice rather than never.
    Sending {
        /// Since when.
        since: Timestamp,
    },
    /// Taken by the server or put into the folder.
    Sent {
        /// When.
        at: Timestamp,
        /// The number of its answer.
        answer: String,
    },
    /// To be tried again.
    Deferred {
        /// When it failed.
        at: Timestamp,
        /// Not before.
        until: Timestamp,
        /// Why.
        why: Fault,
        /// The number of the answer, if there was one.
        answer: String,
    },
    /// Given up: a counsellor calls.
    Refused {
        /// When.
        at: Timestamp,
        /// Why.
        why: Fault,
        /// The number of the answer, if there was one.
        answer: String,
    },
    /// The person wanted no more of it.
    Unsubscribed {
        /// When that was found.
        at: Timestamp,
    },
    /// Its ground went before it was sent.
    Moot {
        /// When that was found.
        at: Timestamp,
        /// Why.
        why: Moot,
    },
}

words! {
    /// The states by name.
    pub enum StateName {
        /// Not tried yet.
        Waiting,
        /// Being handed over.
        Sending,
        /// Taken.
        Sent,
        /// To be tried again.
        Deferred,
        /// Given up.
        Refused,
        /// Wanted no more.
        Unsubscribed,
        /// Without ground.
        Moot,
    }
}

impl State {
    /// Its name.
    pub fn name(&self) -> StateName {
        match self {
            Self::Waiting => StateName::Waiting,
            Self::Sending { .. } => StateName::Sending,
            Self::Sent { .. } => StateName::Sent,
            Self::Deferred { .. } => StateName::Deferred,
            Self::Refused { .. } => StateName::Refused,
            Self::Unsubscribed { .. } => StateName::Unsubscribed,
            Self::Moot { .. } => StateName::Moot,
        }
    }
}

/// One message to one person. It holds no address and no word of what is in it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Delivery {
    /// Its id; the mark by which a mailbox knows a second copy comes from it.
    pub id: DeliveryId,
    /// To whom.
    pub person: PersonId,
    /// What.
    pub kind: Kind,
    /// Which way.
    pub way: Way,
    /// Of which day.
    pub on: Date,
    /// When it was made.
    pub made_at: Timestamp,
    /// How often it was tried.
    pub tries: u32,
    /// Where it stands.
    pub state: State,
    /// Rises by one with every change.
    pub version: i64,
}

/// What is in a basket: sealed under the person's key.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Basket {
    /// Notices that nobody has told.
    pub news: Vec<NoticeId>,
    /// Openings that are suggested.
    pub openings: Vec<OpeningId>,
    /// What is new in searches that the person saved.
    pub found: Vec<Found>,
    /// Searches of theirs that ran their time.
    pub ended: Vec<SavedSearchId>,
}

/// What is new in a saved search.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Found {
    /// In which.
    pub search: SavedSearchId,
    /// Openings, the newest first; never empty.
    pub openings: Vec<OpeningId>,
}

impl Basket {
    /// How many things are in it.
    pub fn len(&self) -> usize {
        let found: usize = self.found.iter().map(|one| one.openings.len()).sum();
        self.news.len() + self.openings.len() + found + self.ended.len()
    }

    /// Every opening in it, suggested or found.
    pub fn every_opening(&self) -> impl Iterator<Item = OpeningId> {
        let found = self.found.iter().flat_map(|one| one.openings.iter());
        self.openings.iter().chain(found).copied()
    }

    /// Whether there is nothing to tell.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }
}

/// What came of handing it over.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome {
    /// Taken, with the number of the answer.
    Taken(String),
    /// Not taken, and may be taken later.
    Later(Fault, String),
    /// Not taken, and never will be.
    Refused(Fault, String),
}

impl Outcome {
    /// What a mail server's no means: its code, and its words, which may begin with a code of RFC 3463. It is the address's only
    /// where the server says so by its number; whatever else it dislikes is for the operator, and no reason to forget where a
    /// person reads.
    pub fn of_no(code: String, said: &str) -> Self {
        if code.starts_with('4') {
            return Self::Later(Fault::Later, code);
        }
        let enhanced = said.split_whitespace().next().unwrap_or_default();
        let of_address = match enhanced.split('.').collect::<Vec<_>>().as_slice() {
            // 5.1.7 and 5.1.8 are of the sender's address.
            ["5", "1", detail] => !["7", "8"].contains(detail),
            ["5", "2", detail] => ["0", "1"].contains(detail),
            ["5", _, _] => false,
            _ => ["550", "551", "553"].contains(&code.as_str()),
        };
        match of_address {
            true => Self::Refused(Fault::Address, code),
            false => Self::Later(Fault::Settings, code),
        }
    }
}

impl Delivery {
    /// Something to be sent.
    pub fn new(ctx: &crate::Ctx, person: PersonId, kind: Kind, way: Way) -> Self {
        Self {
            id: ctx.id(),
            person,
            kind,
            way,
            on: ctx.today(),
            made_at: ctx.now,
            tries: 0,
            state: State::Waiting,
            version: 1,
        }
    }

    /// From when on somebody looks at it again; `None` once it has ended.
    pub fn due_at(&self) -> Option<Timestamp> {
        match self.state {
            State::Waiting => Some(self.made_at),
            State::Sending { since } => Some(since + BROKEN_OFF),
            State::Deferred { until, .. } => Some(until),
            _ => None,
        }
    }

    /// Begins to hand it over.
    ///
    /// # Errors
    /// `digest-not-due` for one that has ended or is not due.
    pub fn begin(self, now: Timestamp) -> Result<Self, Message> {
        match self.due_at() {
            Some(due) if due <= now => {
                Ok(Self { tries: self.tries + 1, state: State::Sending { since: now }, ..self })
            }
            _ => Err(Message::new("digest-not-due")),
        }
    }

    /// After it was handed over. What is wanted later for ever is given up one day, but for a server that is away: that is
    /// no fault of the address.
    #[must_use]
    pub fn end(self, now: Timestamp, outcome: Outcome) -> Self {
        let state = match outcome {
            Outcome::Taken(answer) => State::Sent { at: now, answer },
            Outcome::Later(why, answer) if self.tries >= TRIES && why == Fault::Later => {
                State::Refused { at: now, why, answer }
            }
            Outcome::Later(why, answer) => State::Deferred { at: now, until: now + self.wait(), why, answer },
            Outcome::Refused(why, answer) => State::Refused { at: now, why, answer },
        };
        Self { state, ..self }
    }

    /// Ten minutes, twenty, forty, up to four hours.
    fn wait(&self) -> SignedDuration {
        let doubled = 1_i32 << self.tries.saturating_sub(1).min(10);
        (WAIT * doubled).min(LONGEST_WAIT)
    }
}

impl NoticeKind {
    /// Whether a person may be told of it by a message that goes out by itself. A request to introduce them is a counsellor's
    /// call, and what a body has to do stands on its own pages.
    pub fn goes_out(self) -> bool {
        !matches!(
            self,
            Self::IntroductionAsked | Self::ActionsDue | Self::OpeningUnfit | Self::PersonUnavailable
        )
    }

    /// Whether such a message is telling it. That data will be removed counts as told only where somebody is known to
    /// have heard it: thirty days run from there.
    pub fn is_told_by_message(self) -> bool {
        self.goes_out() && self != Self::RemovalAhead
    }
}

/// The city's own figures (`[digest]` of its file).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Clock {
    /// From which hour of the day baskets are filled.
    pub hour: i8,
    /// Days after which what was sent is forgotten.
    pub kept_days: u32,
}

impl Default for Clock {
    fn default() -> Self {
        Self { hour: 8, kept_days: 180 }
    }
}

impl Clock {
    /// Whether a city may choose these figures.
    ///
    /// # Errors
    /// The first that it may not, with what it may be. Nobody is written to at night (정보통신망법 §50), and the link by which
    /// somebody says "no more" works for a month at least.
    pub fn check(&self) -> Result<(), String> {
        let chosen =
            [("hour", i64::from(self.hour), 8..=20), ("kept_days", i64::from(self.kept_days), 30..=730)];
        crate::city::within("digest", chosen)
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "tests")]
mod tests {
    use strum::IntoEnumIterator;

    use super::*;

    fn made(at: i64) -> Delivery {
        Delivery {
            id: DeliveryId(uuid::Uuid::nil()),
            person: PersonId(uuid::Uuid::nil()),
            kind: Kind::Digest,
            way: Way::Mail,
            on: "2016-03-14".parse().unwrap(),
            made_at: Timestamp::from_second(at).unwrap(),
            tries: 0,
            state: State::Waiting,
            version: 1,
        }
    }

    #[test]
    fn a_server_that_is_away_is_asked_ever_less_often_and_never_given_up_by_its_own_fault() {
        let mut delivery = made(0);
        let mut waits = Vec::new();
        for _ in 0..20 {
            let now = delivery.due_at().unwrap();
            delivery = delivery.begin(now).unwrap();
            assert!(delivery.clone().begin(now).is_err(), "two at once");
            delivery = delivery.end(now, Outcome::Later(Fault::Away, String::new()));
            waits.push(delivery.due_at().unwrap().duration_since(now).as_mins());
        }
        assert_eq!(waits[..6], [10, 20, 40, 80, 160, 240]);
        assert_eq!(waits[19], 240);
        let now = delivery.due_at().unwrap();
        let ended = delivery.begin(now).unwrap().end(now, Outcome::Later(Fault::Later, "451".to_owned()));
        assert_eq!((ended.state.name(), ended.due_at()), (StateName::Refused, None));
    }

    #[test]
    fn what_was_broken_off_is_taken_up_after_half_an_hour() {
        let sending = made(0).begin(Timestamp::UNIX_EPOCH).unwrap();
        let at = |minutes: i64| Timestamp::from_second(minutes * 60).unwrap();
        assert!(sending.clone().begin(at(29)).is_err());
        let again = sending.begin(at(30)).unwrap();
        assert_eq!((again.tries, again.id), (2, made(0).id));
        let sent = again.end(at(31), Outcome::Taken("250".to_owned()));
        assert!(sent.begin(at(9_999)).is_err());
    }

    #[test]
    fn only_what_is_a_persons_own_goes_out_and_a_removal_is_still_rung_for() {
        let stays: Vec<NoticeKind> = NoticeKind::iter().filter(|kind| !kind.is_told_by_message()).collect();
        assert_eq!(
            stays,
            [
                NoticeKind::OpeningUnfit,
                NoticeKind::PersonUnavailable,
                NoticeKind::RemovalAhead,
                NoticeKind::ActionsDue,
                NoticeKind::IntroductionAsked
            ]
        );
        assert!(NoticeKind::RemovalAhead.goes_out());
    }

    #[test]
    fn a_city_writes_by_day() {
        assert!(Clock::default().check().is_ok());
        assert!(Clock { hour: 5, ..Clock::default() }.check().is_err());
        assert!(Clock { kept_days: 7, ..Clock::default() }.check().is_err());
    }

    #[test]
    fn only_a_no_to_the_address_is_the_addresss() {
        let of = |code: &str, said: &str| Outcome::of_no(code.to_owned(), said);
        let address = |code: &str| Outcome::Refused(Fault::Address, code.to_owned());
        let settings = |code: &str| Outcome::Later(Fault::Settings, code.to_owned());
        assert_eq!(of("550", "5.1.1 no such user"), address("550"));
        assert_eq!(of("550", "no such user"), address("550"));
        assert_eq!(of("550", "5.7.1 relaying denied"), settings("550"));
        assert_eq!(of("553", "5.1.8 sender unknown"), settings("553"));
        assert_eq!(of("552", "5.2.2 mailbox full"), settings("552"));
        assert_eq!(of("554", "we do not like you"), settings("554"));
        assert_eq!(of("535", "5.7.8 wrong password"), settings("535"));
        assert_eq!(of("451", "4.7.1 try again"), Outcome::Later(Fault::Later, "451".to_owned()));
    }
}
