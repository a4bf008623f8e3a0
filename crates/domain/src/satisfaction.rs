//! A question to a person after something is over: how was it, and do they still work there? It is put once, by the way on
//! which they hear from us; who does not answer is reminded once, then called once, and never asked about it again.
//!
//! Nothing here says what was answered but [`Answer`], which is kept sealed. It must not know how a question travels.

use std::collections::BTreeMap;

use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::id::{
    CohortId, EmployerId, EnrolmentId, HiringEventId, InterviewId, PersonId, PlacementId, SatisfactionId,
};
use crate::message::Message;
use crate::person::looks_like_resident_number;
use crate::reminder::days_after;

/// Days after which whoever was written to and is silent is reminded.
pub const REMINDED_AFTER_DAYS: i32 = 7;

/// Days after which they are called.
pub const CALLED_AFTER_DAYS: i32 = 14;

/// Days after which it is too late to ask, and for the link of the question.
pub const ASKED_FOR_DAYS: i32 = 60;

/// Days after the thing within which a question about it may begin: nobody is asked about what is long past.
pub const BEGUN_WITHIN_DAYS: i32 = 30;

/// Most letters of a free word.
const LONGEST_WORD: usize = 1_000;

/// A question to one person about one thing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Satisfaction {
    /// Its id.
    pub id: SatisfactionId,
    /// About what.
    pub about: About,
    /// The day of what it is about.
    pub about_on: Date,
    /// Who is asked; `None` once they were erased.
    pub person: Option<PersonId>,
    /// How they are asked.
    pub by: Channel,
    /// On which day it was put.
    pub asked_on: Date,
    /// On which day they were reminded, if they were.
    pub reminded_on: Option<Date>,
    /// Where it stands.
    pub state: State,
    /// Rises by one with every accepted change.
    pub version: i64,
    /// When it was put.
    pub created_at: Timestamp,
    /// When it last changed.
    pub updated_at: Timestamp,
}

/// What a question is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(tag = "about", rename_all = "snake_case")]
pub enum About {
    /// A cohort that they completed.
    Cohort {
        /// Which.
        cohort: CohortId,
        /// By which part in it.
        enrolment: EnrolmentId,
    },
    /// A hiring event at which they talked to an employer.
    Event {
        /// Which.
        event: HiringEventId,
        /// By their first talk there.
        interview: InterviewId,
    },
    /// A job that they began.
    Placement {
        /// Which claim.
        placement: PlacementId,
        /// At which employer.
        employer: EmployerId,
        /// After how many months; after the first also how it is, later only whether they still work there.
        months: u8,
    },
}

words! {
    /// What is asked.
    pub enum Kind {
        /// How a cohort was.
        Cohort,
        /// How a hiring event was.
        Event,
        /// How a job is after a month, and whether they still work there.
        Placement,
        /// Whether they still work there, after more months.
        Retention,
    }
}

impl About {
    /// What is asked.
    pub fn kind(&self) -> Kind {
        match self {
            Self::Cohort { .. } => Kind::Cohort,
            Self::Event { .. } => Kind::Event,
            Self::Placement { months: ..=1, .. } => Kind::Placement,
            Self::Placement { .. } => Kind::Retention,
        }
    }

    /// Whether it is asked how it was.
    pub fn asks_how(&self) -> bool {
        self.kind() != Kind::Retention
    }

    /// Whether they may add a word: where somebody who runs the thing reads it.
    pub fn takes_word(&self) -> bool {
        self.kind() == Kind::Cohort
    }

    /// Whether it is asked if they still work there.
    pub fn asks_still(&self) -> bool {
        matches!(self, Self::Placement { .. })
    }
}

words! {
    /// How a person is asked.
    pub enum Channel {
        /// By mail or text message, with the news of the day.
        Message,
        /// By a counsellor's call.
        Call,
        /// By a letter with a slip to send back.
        Letter,
    }
}

/// Where a question stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "state", rename_all = "snake_case")]
pub enum State {
    /// It waits for an answer.
    Asked,
    /// It was answered.
    Answered {
        /// When.
        at: Timestamp,
        /// Who keyed it for the person, if not they.
        by: Option<PersonId>,
    },
    /// They do not want to answer.
    Refused {
        /// When.
        at: Timestamp,
        /// Who keyed it for the person, if not they.
        by: Option<PersonId>,
        /// Nor to be asked anything of the kind again.
        always: bool,
    },
    /// Nobody reached them.
    Unreachable {
        /// When that was said.
        at: Timestamp,
        /// By whom.
        by: Option<PersonId>,
    },
    /// Nobody answered in time, or nobody is left to ask, or it is known otherwise.
    Lapsed {
        /// When.
        at: Timestamp,
    },
}

words! {
    /// A state without its data.
    #[allow(missing_docs, reason = "each is documented at `State`")]
    pub enum StateName {
        Asked,
        Answered,
        Refused,
        Unreachable,
        Lapsed,
    }
}

impl State {
    /// The state's name.
    pub fn name(&self) -> StateName {
        match self {
            Self::Asked => StateName::Asked,
            Self::Answered { .. } => StateName::Answered,
            Self::Refused { .. } => StateName::Refused,
            Self::Unreachable { .. } => StateName::Unreachable,
            Self::Lapsed { .. } => StateName::Lapsed,
        }
    }
}

words! {
    /// How it was, on five steps.
    pub enum Score {
        /// Very bad (매우 불만족).
        VeryBad,
        /// Bad (불만족).
        Bad,
        /// Neither (보통).
        Middling,
        /// Good (만족).
        Good,
        /// Very good (매우 만족).
        VeryGood,
    }
}

words! {
    /// What was not good. The first three are what visitors of job fairs named most.
    pub enum Reason {
        /// Too little was told (정보부족).
        Information,
        /// Too crowded (혼잡).
        Crowded,
        /// People did not care (무성의).
        Careless,
        /// It was not what was promised (안내와 다름).
        NotAsTold,
        /// It did not help with work (취업에 도움 안 됨).
        NoHelp,
        /// Place or time did not fit (장소·시간).
        PlaceTime,
        /// Pay, hours or duties (근로조건).
        Terms,
        /// Something else (기타).
        Other,
    }
}

/// What a person answers. It is kept sealed under their key, and read in sums.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Answer {
    /// How it was.
    pub score: Option<Score>,
    /// What was not good.
    pub reasons: Vec<Reason>,
    /// What else they say.
    pub word: String,
    /// Whether they still work there.
    pub still: Option<bool>,
}

impl Answer {
    /// What is missing or wrong, by field.
    pub fn check(&self, about: &About) -> Vec<(&'static str, Message)> {
        let mut faults = Vec::new();
        if about.asks_still() && self.still.is_none() {
            faults.push(("still", Message::new("satisfaction-still-needed")));
        }
        if about.asks_how() && self.score.is_none() {
            faults.push(("score", Message::new("satisfaction-score-needed")));
        }
        if self.word.chars().count() > LONGEST_WORD {
            faults.push(("word", Message::new("satisfaction-word-long").with("most", LONGEST_WORD)));
        }
        if looks_like_resident_number(&self.word) {
            faults.push(("word", Message::new("resident-number-refused")));
        }
        faults
    }
}

impl Satisfaction {
    /// A question that is put today.
    pub fn ask(ctx: &crate::Ctx, (about, about_on): (About, Date), person: PersonId, by: Channel) -> Self {
        Self {
            id: ctx.id(),
            about,
            about_on,
            person: Some(person),
            by,
            asked_on: ctx.today(),
            reminded_on: None,
            state: State::Asked,
            version: 1,
            created_at: ctx.now,
            updated_at: ctx.now,
        }
    }

    /// Whether it waits for an answer.
    pub fn is_open(&self) -> bool {
        matches!(self.state, State::Asked)
    }

    /// From which day a counsellor must ask; `None` once it is over.
    pub fn due(&self) -> Option<Date> {
        let wait = if self.by == Channel::Message { CALLED_AFTER_DAYS } else { 0 };
        self.is_open().then(|| days_after(self.asked_on, wait))
    }

    /// On which day it changes by itself: a reminder, then the end; `None` once it is over.
    pub fn turn(&self) -> Option<Date> {
        let reminds = self.by == Channel::Message && self.reminded_on.is_none();
        let wait = if reminds { REMINDED_AFTER_DAYS } else { ASKED_FOR_DAYS };
        self.is_open().then(|| days_after(self.asked_on, wait))
    }

    /// The first day on which it can no longer be answered.
    pub fn until(&self) -> Date {
        days_after(self.asked_on, ASKED_FOR_DAYS)
    }

    /// They are reminded, once.
    ///
    /// # Errors
    /// `satisfaction-over` once it is over or they were.
    pub fn remind(self, today: Date, at: Timestamp) -> Result<Self, Message> {
        if !self.is_open() || self.reminded_on.is_some() {
            return Err(Message::new("satisfaction-over"));
        }
        Ok(Self { reminded_on: Some(today), updated_at: at, ..self })
    }

    /// They answered: themselves, or to whoever keys it.
    ///
    /// # Errors
    /// `satisfaction-over`; `satisfaction-late`.
    pub fn answer(self, today: Date, at: Timestamp, by: Option<PersonId>) -> Result<Self, Message> {
        if self.is_open() && today >= self.until() {
            return Err(Message::new("satisfaction-late"));
        }
        self.end(State::Answered { at, by }, at)
    }

    /// They do not want to answer; `always`: nor anything of the kind again.
    ///
    /// # Errors
    /// `satisfaction-over`.
    pub fn refuse(self, at: Timestamp, by: Option<PersonId>, always: bool) -> Result<Self, Message> {
        self.end(State::Refused { at, by, always }, at)
    }

    /// Nobody reached them.
    ///
    /// # Errors
    /// `satisfaction-over`.
    pub fn unreachable(self, at: Timestamp, by: Option<PersonId>) -> Result<Self, Message> {
        self.end(State::Unreachable { at, by }, at)
    }

    /// Its time is over, or it is known otherwise.
    ///
    /// # Errors
    /// `satisfaction-over`.
    pub fn lapse(self, at: Timestamp) -> Result<Self, Message> {
        self.end(State::Lapsed { at }, at)
    }

    /// Forgets who it is. What was asked and whether it was answered stays counted.
    #[must_use]
    pub fn erase(self, at: Timestamp) -> Self {
        let own = self.person;
        let nobody = |by: Option<PersonId>| by.filter(|by| Some(*by) != own);
        let state = match self.state {
            State::Asked => State::Lapsed { at },
            State::Answered { at, by } => State::Answered { at, by: nobody(by) },
            State::Refused { at, by, always } => State::Refused { at, by: nobody(by), always },
            other => other,
        };
        Self { person: None, state, updated_at: at, ..self }
    }

    fn end(self, state: State, at: Timestamp) -> Result<Self, Message> {
        if !self.is_open() {
            return Err(Message::new("satisfaction-over"));
        }
        Ok(Self { state, updated_at: at, ..self })
    }
}

/// What came of questions about one thing, or of all.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Sums {
    /// Everybody who was asked.
    pub asked: u32,
    /// By where it stands.
    pub states: BTreeMap<StateName, u32>,
    /// How it was, by step.
    pub scores: BTreeMap<Score, u32>,
    /// What was not good.
    pub reasons: BTreeMap<Reason, u32>,
    /// Still there, and no longer.
    pub still: (u32, u32),
}

impl Sums {
    /// Takes one more in, with its answer where that can be read.
    pub fn add(&mut self, one: &Satisfaction, answer: Option<&Answer>) {
        self.asked += 1;
        *self.states.entry(one.state.name()).or_default() += 1;
        let Some(answer) = answer else { return };
        if let Some(score) = answer.score {
            *self.scores.entry(score).or_default() += 1;
        }
        for reason in &answer.reasons {
            *self.reasons.entry(*reason).or_default() += 1;
        }
        match answer.still {
            Some(true) => self.still.0 += 1,
            Some(false) => self.still.1 += 1,
            None => {}
        }
    }

    /// How many stand so.
    pub fn now(&self, state: StateName) -> u32 {
        self.states.get(&state).copied().unwrap_or(0)
    }
}
