//! A call for supporters: one stretch of work on one day of an event, who was asked in which order, what they said, who came
//! and for how long. People are named by their offer only, so that it holds nothing personal.
//!
//! Days worked are days of people, told in a [`crate::roster`]; nothing here is a job.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;
use jiff::{Timestamp, ToSpan};
use serde::{Deserialize, Serialize};

use crate::cohort::Seed;
use crate::escrow::Pool;
use crate::hiring_event::HiringEvent;
use crate::id::{HiringEventId, OrganisationId, ProjectId, RosterId, SupporterId, SupporterShiftId};
use crate::message::Message;
use crate::minimum_wage::MinimumWageTable;
use crate::roster::Taken;
use crate::supporter::{DayPart, Offer, Spoken, Work};
use crate::work_time::DailyHours;

mod order;

pub use order::{Candidate, order};

/// Most paid minutes of a day (근로기준법 §50).
pub const DAY_MIN: u32 = 8 * 60;
/// Most paid minutes of a week (근로기준법 §50, §53).
pub const WEEK_MIN: u32 = 52 * 60;
/// Longest that anybody can be said to have worked: what is beyond is a slip of the pen.
const WORKED_MIN: u32 = 16 * 60;

/// A shift for which supporters are called.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Shift {
    /// Its id.
    pub id: SupporterShiftId,
    /// The body that calls.
    pub organisation: OrganisationId,
    /// What it is.
    pub content: Content,
    /// Its places: taken by whoever says yes.
    pub seats: Pool,
    /// From which lots are drawn among those who waited equally long.
    pub seed: Seed,
    /// Who was called, in order.
    pub calls: Vec<Call>,
    /// Where it stands.
    pub state: State,
    /// Rises by one with every accepted change.
    pub version: i64,
    /// When it was opened.
    pub created_at: Timestamp,
    /// When it last changed.
    pub updated_at: Timestamp,
}

/// What a shift is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Content {
    /// Name of the event.
    pub title: String,
    /// The hiring event at which it is, which gives it title, day and place; `None` for anything else, as conventions are.
    #[serde(default)]
    pub event: Option<HiringEventId>,
    /// The project or event of the city to whose rosters its days belong; `None` for none.
    #[serde(default)]
    pub project: Option<ProjectId>,
    /// Day on which it begins.
    pub day: Date,
    /// From when until when, and the unpaid rest within.
    pub hours: DailyHours,
    /// Where.
    pub place: String,
    /// How many people.
    pub heads: u32,
    /// What there is to do.
    pub work: Work,
    /// In which language, at least how well; `None` when Korean is enough.
    #[serde(default)]
    pub language: Option<Spoken>,
    /// Pay of an hour in won.
    pub wage_won_hourly: i64,
}

/// One supporter who was called.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Call {
    /// Whose offer.
    pub supporter: SupporterId,
    /// When.
    pub asked_at: Timestamp,
    /// What came of it.
    #[serde(flatten)]
    pub answer: Answer,
}

/// What came of a call.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "answer", rename_all = "snake_case")]
pub enum Answer {
    /// Nothing yet.
    None,
    /// They come.
    Yes {
        /// When they said so.
        at: Timestamp,
    },
    /// They do not.
    No {
        /// When they said so.
        at: Timestamp,
    },
    /// They came.
    Came {
        /// Minutes worked, without the rest.
        minutes: u32,
    },
    /// They said yes and did not come.
    Absent,
}

words! {
    /// An answer without its data.
    #[allow(missing_docs, reason = "each is documented at `Answer`")]
    pub enum AnswerName {
        None,
        Yes,
        No,
        Came,
        Absent,
    }
}

/// Where a shift stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "state", rename_all = "snake_case")]
pub enum State {
    /// People are called.
    Open,
    /// It took place.
    Held {
        /// When who came was noted.
        at: Timestamp,
        /// How that was taken (CR-19).
        taken: Taken,
        /// The sheet on which their days stand; `None` without a project, and when all had a day there already.
        #[serde(default)]
        roster: Option<RosterId>,
    },
    /// It does not take place.
    Cancelled {
        /// When.
        at: Timestamp,
    },
}

words! {
    /// A state without its data.
    #[allow(missing_docs, reason = "each is documented at `State`")]
    pub enum StateName {
        Open,
        Held,
        Cancelled,
    }
}

impl State {
    /// The state's name.
    pub fn name(&self) -> StateName {
        match self {
            Self::Open => StateName::Open,
            Self::Held { .. } => StateName::Held,
            Self::Cancelled { .. } => StateName::Cancelled,
        }
    }
}

impl Answer {
    /// The answer's name.
    pub fn name(&self) -> AnswerName {
        match self {
            Self::None => AnswerName::None,
            Self::Yes { .. } => AnswerName::Yes,
            Self::No { .. } => AnswerName::No,
            Self::Came { .. } => AnswerName::Came,
            Self::Absent => AnswerName::Absent,
        }
    }

    /// Whether they are bound, or were there.
    pub fn binds(&self) -> bool {
        matches!(self, Self::Yes { .. } | Self::Came { .. })
    }
}

impl Content {
    /// The same at a hiring event: with its title, day and place, and its project where it has one.
    #[must_use]
    pub fn at(self, event: &HiringEvent) -> Self {
        Self {
            title: event.title.clone(),
            event: Some(event.id),
            project: event.project.or(self.project),
            day: event.on,
            place: event.place.clone(),
            ..self
        }
    }

    /// What is missing or does not fit, by field. A year that the table does not reach takes the last known floor.
    pub fn faults(&self, today: Date, floors: &MinimumWageTable) -> Vec<(&'static str, Message)> {
        let year = self.day.year();
        let known = floors.iter().filter(|(of, _)| *of <= year).last();
        let (floor_year, floor) = known.unwrap_or((year, 0));
        let below = Message::new("wage-below-minimum")
            .with("hourly", self.wage_won_hourly)
            .with("year", floor_year.to_string())
            .with("floor", floor);
        let long = Message::new("supporter-shift-too-long").with("most", DAY_MIN / 60);
        let mute = self.work == Work::Interpretation && self.language.is_none();
        let found = [
            ("title", self.title.trim().is_empty(), Message::new("supporter-shift-no-title")),
            ("day", self.day < today, Message::new("supporter-shift-past")),
            ("until", self.minutes() > DAY_MIN, long),
            ("place", self.place.trim().is_empty(), Message::new("supporter-shift-no-place")),
            ("heads", self.heads == 0, Message::new("supporter-shift-no-heads")),
            ("language", mute, Message::new("supporter-shift-no-language")),
            ("wage", self.wage_won_hourly < floor, below),
        ];
        found.into_iter().filter_map(|(field, wrong, what)| wrong.then_some((field, what))).collect()
    }

    /// Paid minutes.
    pub fn minutes(&self) -> u32 {
        u32::from(self.hours.paid_min())
    }

    /// Whether an offer fits it: work, language, day and part of the day.
    pub fn fits(&self, offer: &Offer) -> bool {
        let begins = u32::from(self.hours.start_min);
        let ends = begins + u32::from(self.hours.presence_min());
        let parts = [DayPart::Night, DayPart::Morning, DayPart::Afternoon, DayPart::Evening];
        let mut touched = parts.into_iter().filter(|part| part.touches(begins, ends));
        offer.agreed_on.is_some()
            && offer.works.contains(&self.work)
            && self.language.is_none_or(|wanted| offer.speaks(wanted))
            && offer.is_free_on(self.day)
            && touched.all(|part| offer.parts.contains(&part))
    }

    /// Whether it is at the same time as another, which may reach into the day of this one.
    fn meets(&self, other: &Self) -> bool {
        let span = |one: &Self| {
            let begins = i64::from((one.day - self.day).get_days()) * 1_440 + i64::from(one.hours.start_min);
            (begins, begins + i64::from(one.hours.presence_min()))
        };
        let ((from, until), (begins, ends)) = (span(self), span(other));
        from < ends && begins < until
    }

    /// Whether somebody who is bound to others may come to this one, too.
    ///
    /// # Errors
    /// `supporter-shift-overlaps`; `supporter-shift-day-full`; `supporter-shift-week-full`.
    pub fn free_beside(&self, bound: &[&Self]) -> Result<(), Message> {
        let monday = |day: Date| day.saturating_sub(i64::from(day.weekday().to_monday_zero_offset()).days());
        if let Some(other) = bound.iter().find(|other| self.meets(other)) {
            let said = Message::new("supporter-shift-overlaps").with("title", other.title.as_str());
            return Err(said.with("day", other.day.to_string()));
        }
        let same_day = bound.iter().filter(|other| other.day == self.day);
        if self.minutes() + same_day.map(|other| other.minutes()).sum::<u32>() > DAY_MIN {
            return Err(Message::new("supporter-shift-day-full").with("most", DAY_MIN / 60));
        }
        let same_week = bound.iter().filter(|other| monday(other.day) == monday(self.day));
        if self.minutes() + same_week.map(|other| other.minutes()).sum::<u32>() > WEEK_MIN {
            return Err(Message::new("supporter-shift-week-full").with("most", WEEK_MIN / 60));
        }
        Ok(())
    }
}

/// The shifts to which somebody is bound, and on which day the last of them is; without one that is left out.
pub fn bound(
    shifts: &[Shift],
    supporter: SupporterId,
    but: Option<SupporterShiftId>,
) -> (Vec<&Content>, Option<Date>) {
    let stands = |shift: &&Shift| Some(shift.id) != but && !matches!(shift.state, State::Cancelled { .. });
    let theirs = shifts
        .iter()
        .filter(stands)
        .filter(|shift| shift.call(supporter).is_some_and(|call| call.answer.binds()));
    let all: Vec<&Content> = theirs.map(|shift| &shift.content).collect();
    let last_on = all.iter().map(|content| content.day).max();
    (all, last_on)
}

/// How many came to what.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Tally {
    /// Everybody who was called.
    pub called: usize,
    /// Who said yes, those who came and who did not among them.
    pub yes: usize,
    /// Who said no.
    pub no: usize,
    /// Who said nothing.
    pub silent: usize,
    /// Different people who came.
    pub came: usize,
    /// Their minutes.
    pub minutes: u64,
}

impl Shift {
    /// Opens one.
    pub fn open(ctx: &crate::Ctx, organisation: OrganisationId, content: Content) -> Self {
        Self {
            id: ctx.id(),
            organisation,
            seats: Pool::of(content.heads),
            content,
            seed: Seed::of(ctx.random()),
            calls: Vec::new(),
            state: State::Open,
            version: 1,
            created_at: ctx.now,
            updated_at: ctx.now,
        }
    }

    /// The call of a supporter.
    pub fn call(&self, supporter: SupporterId) -> Option<&Call> {
        self.calls.iter().find(|call| call.supporter == supporter)
    }

    /// How many came to what.
    pub fn tally(&self) -> Tally {
        let mut tally = Tally { called: self.calls.len(), ..Tally::default() };
        for call in &self.calls {
            match call.answer {
                Answer::None => tally.silent += 1,
                Answer::No { .. } => tally.no += 1,
                Answer::Yes { .. } | Answer::Absent => tally.yes += 1,
                Answer::Came { minutes } => {
                    tally.yes += 1;
                    tally.came += 1;
                    tally.minutes += u64::from(minutes);
                }
            }
        }
        tally
    }

    fn open_still(&self, today: Date) -> Result<(), Message> {
        match self.state {
            State::Open if today <= self.content.day => Ok(()),
            State::Open => Err(Message::new("supporter-shift-past")),
            State::Held { .. } | State::Cancelled { .. } => Err(Message::new("supporter-shift-over")),
        }
    }

    /// Calls the next so many, in the order given; whoever was called is not called again. How many were.
    ///
    /// # Errors
    /// `supporter-shift-over`; `supporter-shift-past`; `supporter-shift-nobody` when there is nobody to call.
    pub fn ask(&mut self, next: &[SupporterId], today: Date, at: Timestamp) -> Result<usize, Message> {
        self.open_still(today)?;
        let before = self.calls.len();
        for supporter in next {
            if self.call(*supporter).is_none() {
                self.calls.push(Call { supporter: *supporter, asked_at: at, answer: Answer::None });
            }
        }
        if self.calls.len() == before {
            return Err(Message::new("supporter-shift-nobody"));
        }
        self.updated_at = at;
        Ok(self.calls.len() - before)
    }

    /// Somebody who was called says yes or no, or something else than before. `bound` are the other shifts to which they said
    /// yes.
    ///
    /// # Errors
    /// `supporter-shift-not-called`; `supporter-shift-over`; `supporter-shift-past`; `supporter-shift-full`; whatever
    /// [`Content::free_beside`] says.
    pub fn answer(
        &mut self,
        supporter: SupporterId,
        yes: bool,
        bound: &[&Content],
        (today, at): (Date, Timestamp),
    ) -> Result<(), Message> {
        self.open_still(today)?;
        let known = self.calls.iter().position(|call| call.supporter == supporter);
        let place = known.ok_or_else(|| Message::new("supporter-shift-not-called"))?;
        let bound_before = self.calls[place].answer.binds();
        if yes && !bound_before {
            self.content.free_beside(bound)?;
            self.seats.take().map_err(|_| Message::new("supporter-shift-full"))?;
        }
        if !yes && bound_before {
            self.seats.undo();
        }
        if yes != bound_before || !yes {
            self.calls[place].answer = if yes { Answer::Yes { at } } else { Answer::No { at } };
        }
        self.updated_at = at;
        Ok(())
    }

    /// Notes who came and for how many minutes; whoever else had said yes did not. A second note replaces the first.
    ///
    /// # Errors
    /// `supporter-shift-ahead` before its day; `supporter-shift-over` once cancelled; `supporter-shift-not-yes` for whoever had
    /// not said yes; `supporter-shift-minutes` for none and for too many.
    pub fn attend(
        &mut self,
        came: &BTreeMap<SupporterId, u32>,
        taken: Taken,
        (today, at): (Date, Timestamp),
    ) -> Result<(), Message> {
        if matches!(self.state, State::Cancelled { .. }) {
            return Err(Message::new("supporter-shift-over"));
        }
        if today < self.content.day {
            return Err(Message::new("supporter-shift-ahead").with("day", self.content.day.to_string()));
        }
        let said: BTreeSet<SupporterId> = self.coming().collect();
        if came.keys().any(|one| !said.contains(one)) {
            return Err(Message::new("supporter-shift-not-yes"));
        }
        if came.values().any(|minutes| !(1..=WORKED_MIN).contains(minutes)) {
            return Err(Message::new("supporter-shift-minutes").with("most", WORKED_MIN / 60));
        }
        for call in self.calls.iter_mut().filter(|call| said.contains(&call.supporter)) {
            let minutes = came.get(&call.supporter);
            call.answer = minutes.map_or(Answer::Absent, |minutes| Answer::Came { minutes: *minutes });
        }
        let roster = match self.state {
            State::Held { roster, .. } => roster,
            State::Open | State::Cancelled { .. } => None,
        };
        self.state = State::Held { at, taken, roster };
        self.updated_at = at;
        Ok(())
    }

    /// Who said yes, whether or not they came.
    pub fn coming(&self) -> impl Iterator<Item = SupporterId> {
        let said = self.calls.iter().filter(|call| call.answer.binds() || call.answer == Answer::Absent);
        said.map(|call| call.supporter)
    }

    /// Who came.
    pub fn came(&self) -> impl Iterator<Item = SupporterId> {
        let there = self.calls.iter().filter(|call| matches!(call.answer, Answer::Came { .. }));
        there.map(|call| call.supporter)
    }

    /// It does not take place.
    ///
    /// # Errors
    /// `supporter-shift-over` once it took place or was cancelled.
    pub fn cancel(&mut self, at: Timestamp) -> Result<(), Message> {
        if self.state != State::Open {
            return Err(Message::new("supporter-shift-over"));
        }
        (self.state, self.updated_at) = (State::Cancelled { at }, at);
        Ok(())
    }

    /// Somebody who was called is not there any more: what they did not do yet they will not, and their place is free. Whether
    /// that changed anything.
    pub fn forget(&mut self, supporter: SupporterId, at: Timestamp) -> bool {
        if self.state != State::Open {
            return false;
        }
        let open = |call: &&mut Call| {
            call.supporter == supporter && matches!(call.answer, Answer::None | Answer::Yes { .. })
        };
        let Some(call) = self.calls.iter_mut().find(open) else { return false };
        if call.answer.binds() {
            self.seats.undo();
        }
        (call.answer, self.updated_at) = (Answer::No { at }, at);
        true
    }
}
