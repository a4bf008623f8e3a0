//! Somebody's standing offer to be called for conventions and exhibitions (서포터즈): what they speak and do, when they can come,
//! how they want to be called. The row says only that there is an offer; everything in it tells of the person and is kept
//! under their key, as [`Offer`].
//!
//! It must not know what people are called for: that is [`crate::supporter_shift`].

use std::collections::BTreeSet;

use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::code::Language;
use crate::enrolment::Who;
use crate::id::{PersonId, SupporterId};
use crate::message::Message;
use crate::work_time::Weekdays;

/// A supporter.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Supporter {
    /// Its id.
    pub id: SupporterId,
    /// Who.
    pub who: Who,
    /// Where the offer stands.
    pub state: State,
    /// Rises by one with every accepted change.
    pub version: i64,
    /// When they joined first.
    pub created_at: Timestamp,
    /// When it last changed.
    pub updated_at: Timestamp,
}

/// Where an offer stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "state", rename_all = "snake_case")]
pub enum State {
    /// They may be called.
    Offered {
        /// Since when.
        since: Timestamp,
    },
    /// They may not be called any more.
    Left {
        /// Since when.
        at: Timestamp,
    },
}

words! {
    /// A state without its data.
    #[allow(missing_docs, reason = "each is documented at `State`")]
    pub enum StateName {
        Offered,
        Left,
    }
}

words! {
    /// What there is to do.
    pub enum Work {
        /// At the registration desk.
        RegistrationDesk,
        /// Showing the way, minding a hall.
        Guide,
        /// Interpreting.
        Interpretation,
        /// Setting up and taking down.
        SetUp,
    }
}

words! {
    /// How well somebody speaks, the least first.
    pub enum Level {
        /// Greetings and the way.
        Basic,
        /// Everyday talk.
        Conversation,
        /// Interprets.
        Fluent,
    }
}

words! {
    /// A part of the day.
    pub enum DayPart {
        /// From 06:00.
        Morning,
        /// From 12:00.
        Afternoon,
        /// From 18:00.
        Evening,
        /// From midnight.
        Night,
    }
}

words! {
    /// How somebody wants to be called.
    pub enum CallBy {
        /// By telephone.
        Phone,
        /// By text message.
        Text,
        /// They look at their own page.
        Page,
    }
}

impl DayPart {
    /// Minutes after midnight, from and until.
    fn span(self) -> (u32, u32) {
        match self {
            Self::Night => (0, 360),
            Self::Morning => (360, 720),
            Self::Afternoon => (720, 1_080),
            Self::Evening => (1_080, 1_440),
        }
    }

    /// Whether work from one minute after midnight to another, which may be of the next day, falls into it.
    pub(crate) fn touches(self, from: u32, until: u32) -> bool {
        let (begins, ends) = self.span();
        [0, 1_440].into_iter().any(|day| from < ends + day && begins + day < until)
    }
}

/// A language and how well.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Spoken {
    /// Which.
    pub language: Language,
    /// How well; of work, how well at least.
    pub level: Level,
}

/// What somebody offers. It tells of the person, so it is kept under their key only.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Offer {
    /// What they speak.
    pub languages: Vec<Spoken>,
    /// What they do.
    pub works: BTreeSet<Work>,
    /// On which days of the week.
    pub weekdays: Weekdays,
    /// In which parts of those days.
    pub parts: BTreeSet<DayPart>,
    /// On which days not.
    pub not_on: BTreeSet<Date>,
    /// From when.
    pub from: Date,
    /// Until when; then they are asked for their word again.
    pub until: Date,
    /// How to call them.
    pub call_by: CallBy,
    /// On which day they agreed to be called; without that nobody is in the pool.
    pub agreed_on: Option<Date>,
}

impl Offer {
    /// What is missing or does not fit, by field.
    pub fn faults(&self, today: Date) -> Vec<(&'static str, Message)> {
        let needs_language = self.works.contains(&Work::Interpretation) && self.languages.is_empty();
        let found = [
            ("works", self.works.is_empty(), Message::new("supporter-no-work")),
            ("languages", needs_language, Message::new("supporter-no-language")),
            ("weekdays", self.weekdays.is_empty(), Message::new("supporter-no-weekday")),
            ("parts", self.parts.is_empty(), Message::new("supporter-no-part")),
            ("until", self.until < self.from || self.until < today, Message::new("supporter-days-turned")),
            ("agreed", self.agreed_on.is_none(), Message::new("supporter-not-agreed")),
        ];
        found.into_iter().filter_map(|(field, wrong, what)| wrong.then_some((field, what))).collect()
    }

    /// Whether they speak a language that well.
    pub fn speaks(&self, wanted: Spoken) -> bool {
        self.languages.iter().any(|one| one.language == wanted.language && one.level >= wanted.level)
    }

    /// Whether they come on a day at all.
    pub fn is_free_on(&self, day: Date) -> bool {
        let weekday = day.weekday().to_monday_zero_offset();
        (self.from..=self.until).contains(&day)
            && self.weekdays.0 & (1 << weekday) != 0
            && !self.not_on.contains(&day)
    }
}

impl State {
    /// The state's name.
    pub fn name(&self) -> StateName {
        match self {
            Self::Offered { .. } => StateName::Offered,
            Self::Left { .. } => StateName::Left,
        }
    }
}

impl Supporter {
    /// Somebody joins.
    pub fn join(ctx: &crate::Ctx, person: PersonId) -> Self {
        Self {
            id: ctx.id(),
            who: Who::Known { person },
            state: State::Offered { since: ctx.now },
            version: 1,
            created_at: ctx.now,
            updated_at: ctx.now,
        }
    }

    /// The person, unless erased.
    pub fn person(&self) -> Option<PersonId> {
        match self.who {
            Who::Known { person } => Some(person),
            Who::Erased { .. } => None,
        }
    }

    /// Whether they may be called.
    pub fn is_offered(&self) -> bool {
        matches!(self.state, State::Offered { .. })
    }

    /// Offers again, or something else.
    #[must_use]
    pub fn offer(self, at: Timestamp) -> Self {
        let since = match self.state {
            State::Offered { since } => since,
            State::Left { .. } => at,
        };
        Self { state: State::Offered { since }, updated_at: at, ..self }
    }

    /// Leaves the pool.
    ///
    /// # Errors
    /// `supporter-left` for who left before.
    pub fn leave(self, at: Timestamp) -> Result<Self, Message> {
        if !self.is_offered() {
            return Err(Message::new("supporter-left"));
        }
        Ok(Self { state: State::Left { at }, updated_at: at, ..self })
    }

    /// Forgets who it is.
    #[must_use]
    pub fn erase(self, at: Timestamp) -> Self {
        let state = match self.state {
            State::Offered { .. } => State::Left { at },
            left @ State::Left { .. } => left,
        };
        Self { who: Who::Erased { at }, state, updated_at: at, ..self }
    }
}
