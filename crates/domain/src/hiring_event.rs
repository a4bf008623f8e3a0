//! A hiring event (채용행사): fair, meeting day, small hiring day or stop of the job bus. It lists real openings before the day,
//! hands out times, and stays open as a record until each interview has a result.
//!
//! It must not know who comes: that is [`crate::interview`].

use std::collections::BTreeSet;

use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::area::AreaCode;
use crate::id::{EmployerId, HiringEventId, OpeningId, OrganisationId, ProjectId};
use crate::message::Message;

mod slot;
mod ticket;

pub use slot::Slots;
pub use ticket::{FIRST_FROM_PHONE, read_ticket, spelled};

/// Most booths, and most people who talk to visitors at one.
const MOST_BOOTHS: usize = 300;
const MOST_INTERVIEWERS: u16 = 30;

/// A hiring event.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct HiringEvent {
    /// Its id.
    pub id: HiringEventId,
    /// What it is.
    pub kind: Kind,
    /// What it is called.
    pub title: String,
    /// On which day.
    pub on: Date,
    /// From when until when, in slots.
    pub slots: Slots,
    /// Where, in words: hall or address.
    pub place: String,
    /// In which dong.
    pub area: Option<AreaCode>,
    /// How to come, in words.
    pub directions: String,
    /// Whom to ask.
    pub phone: String,
    /// The body that holds it.
    pub host: Option<OrganisationId>,
    /// Bodies that help.
    pub supporters: Vec<OrganisationId>,
    /// The project whose rosters tell who worked at it and how many days.
    pub project: Option<ProjectId>,
    /// Employers who come, by number of their booth.
    pub booths: Vec<Booth>,
    /// Where it stands.
    pub state: State,
    /// Rises by one with every accepted change.
    pub version: i64,
    /// When it was planned.
    pub created_at: Timestamp,
    /// When it last changed.
    pub updated_at: Timestamp,
}

words! {
    /// What an event is.
    pub enum Kind {
        /// A fair (채용박람회).
        JobFair,
        /// A meeting day (구인·구직 만남의 날).
        MeetingDay,
        /// A standing interview or small hiring day (상설면접, 작은 채용의 날).
        MiniEvent,
        /// A stop of the job bus (찾아가는 일자리버스).
        MobileBus,
    }
}

/// An employer who comes, with the openings that they bring.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Booth {
    /// Its number, from 1.
    pub number: u16,
    /// Who.
    pub employer: EmployerId,
    /// For which openings of theirs they see people.
    pub openings: Vec<OpeningId>,
    /// How many talk to visitors at one time.
    pub interviewers: u16,
}

/// Where an event stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "state", rename_all = "snake_case")]
pub enum State {
    /// Being prepared.
    Planned,
    /// Everybody reads of it and books.
    Published {
        /// Since when.
        since: Timestamp,
    },
    /// Its doors were opened.
    Held {
        /// When.
        since: Timestamp,
    },
    /// Every interview has a result.
    Closed {
        /// When that was said.
        at: Timestamp,
    },
    /// It does not take place.
    Cancelled {
        /// When that was said.
        at: Timestamp,
        /// Why.
        reason: CancelReason,
    },
}

words! {
    /// A state without its data.
    #[allow(missing_docs, reason = "each is documented at `State`")]
    pub enum StateName {
        Planned,
        Published,
        Held,
        Closed,
        Cancelled,
    }
}

words! {
    /// Why an event does not take place.
    pub enum CancelReason {
        /// Too few employers.
        TooFew,
        /// No place for it.
        NoPlace,
        /// Weather, illness, disaster.
        Emergency,
        /// Entered by mistake.
        EnteredWrong,
    }
}

impl State {
    /// The state's name.
    pub fn name(&self) -> StateName {
        match self {
            Self::Planned => StateName::Planned,
            Self::Published { .. } => StateName::Published,
            Self::Held { .. } => StateName::Held,
            Self::Closed { .. } => StateName::Closed,
            Self::Cancelled { .. } => StateName::Cancelled,
        }
    }

    /// Whether nothing more happens.
    pub fn is_over(&self) -> bool {
        matches!(self, Self::Closed { .. } | Self::Cancelled { .. })
    }

    /// Whether everybody may read of it.
    pub fn is_public(&self) -> bool {
        !matches!(self, Self::Planned)
    }

    /// Whether people may book or take a number.
    pub fn takes_people(&self) -> bool {
        matches!(self, Self::Published { .. } | Self::Held { .. })
    }

    /// Its doors open.
    ///
    /// # Errors
    /// `hiring-event-step-refused`.
    pub fn open(self, since: Timestamp) -> Result<Self, Message> {
        match self {
            Self::Published { .. } => Ok(Self::Held { since }),
            other => Err(other.refused("open")),
        }
    }

    /// Every interview has a result; `unsettled` do not.
    ///
    /// # Errors
    /// `hiring-event-step-refused`; `hiring-event-unsettled` with how many have none.
    pub fn close(self, at: Timestamp, unsettled: usize) -> Result<Self, Message> {
        match self {
            Self::Held { .. } if unsettled > 0 => {
                Err(Message::new("hiring-event-unsettled").with("open", unsettled))
            }
            Self::Held { .. } => Ok(Self::Closed { at }),
            other => Err(other.refused("close")),
        }
    }

    /// It does not take place.
    ///
    /// # Errors
    /// `hiring-event-step-refused` once its doors were opened.
    pub fn cancel(self, at: Timestamp, reason: CancelReason) -> Result<Self, Message> {
        match self {
            Self::Planned | Self::Published { .. } => Ok(Self::Cancelled { at, reason }),
            other => Err(other.refused("cancel")),
        }
    }

    /// That a step does not follow from here.
    pub fn refused(&self, step: &'static str) -> Message {
        Message::new("hiring-event-step-refused")
            .with("state", Message::word("hiring-event-state", self.name().into()))
            .with("step", Message::word("hiring-event-step", step))
    }
}

impl HiringEvent {
    /// What is missing or does not fit, whenever it is written.
    pub fn faults(&self) -> Vec<Message> {
        let mut faults = Vec::new();
        for (empty, what) in [
            (self.title.trim().is_empty(), "hiring-event-no-title"),
            (self.place.trim().is_empty(), "hiring-event-no-place"),
        ] {
            faults.extend(empty.then(|| Message::new(what)));
        }
        faults.extend(self.slots.fault());
        faults.extend((self.booths.len() > MOST_BOOTHS).then(|| Message::new("hiring-event-too-large")));
        let (mut numbers, mut employers, mut brought) = (BTreeSet::new(), BTreeSet::new(), BTreeSet::new());
        for booth in &self.booths {
            let said = |what: &'static str| Message::new(what).with("booth", u32::from(booth.number));
            let fresh = booth.openings.iter().filter(|id| brought.insert(**id)).count();
            let found = [
                (booth.number == 0 || !numbers.insert(booth.number), "hiring-event-booth-number"),
                (!employers.insert(booth.employer), "hiring-event-employer-twice"),
                (booth.openings.is_empty(), "hiring-event-booth-empty"),
                (fresh < booth.openings.len(), "hiring-event-opening-twice"),
                (!(1..=MOST_INTERVIEWERS).contains(&booth.interviewers), "hiring-event-interviewers"),
            ];
            faults.extend(found.into_iter().filter(|(applies, _)| *applies).map(|(_, what)| said(what)));
        }
        faults
    }

    /// Everybody may read of it: it has openings, and of each employer at least one that is open now.
    ///
    /// # Errors
    /// `hiring-event-step-refused`; `hiring-event-no-openings`; `hiring-event-booth-closed` with the booth.
    pub fn publish(&self, since: Timestamp, open: &BTreeSet<OpeningId>) -> Result<State, Message> {
        if self.state != State::Planned {
            return Err(self.state.refused("publish"));
        }
        let lives = |booth: &Booth| booth.openings.iter().any(|id| open.contains(id));
        if !self.booths.iter().any(lives) {
            return Err(Message::new("hiring-event-no-openings"));
        }
        match self.booths.iter().find(|booth| !lives(booth)) {
            Some(booth) => {
                Err(Message::new("hiring-event-booth-closed").with("booth", u32::from(booth.number)))
            }
            None => Ok(State::Published { since }),
        }
    }

    /// The booth of a number.
    pub fn booth(&self, number: u16) -> Option<&Booth> {
        self.booths.iter().find(|booth| booth.number == number)
    }

    /// The booth that sees people for an opening.
    pub fn booth_of(&self, opening: OpeningId) -> Option<&Booth> {
        self.booths.iter().find(|booth| booth.openings.contains(&opening))
    }

    /// Whether it lies behind.
    pub fn is_past(&self, today: Date) -> bool {
        self.on < today || self.state.is_over()
    }

    /// Whether numbers are given out: its doors are open, and it is its day.
    pub fn gives_numbers(&self, today: Date) -> bool {
        matches!(self.state, State::Held { .. }) && self.on == today
    }

    /// Whether its day is over and what came of it is awaited.
    pub fn awaits_results(&self, today: Date) -> bool {
        matches!(self.state, State::Held { .. }) && self.on < today
    }
}
