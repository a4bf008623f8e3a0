//! What somebody is told: a person about their own matters, an employer about a referral. Most people here
//! have no e-mail and no account, so an untold notice is a telephone call that a counsellor makes.
//!
//! A notice holds no personal value: names come from its ids when it is read. It must not know how the
//! telling looks.

use jiff::Timestamp;
use jiff::tz::TimeZone;
use serde::{Deserialize, Serialize};

use crate::enrolment::{Enrolment, StateName as Part};
use crate::id::{
    EmployerId, EnrolmentId, NoticeId, OpeningId, PersonId, PlacementId, ReferralId, SatisfactionId, SeekerId,
};
use crate::message::Message;
use crate::referral::{Referral, State, StateName};
use crate::seeker::{Seeker, StateName as SeekerState};

/// Something to be told.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Notice {
    /// Its id.
    pub id: NoticeId,
    /// To whom.
    pub to: To,
    /// What happened.
    pub kind: Kind,
    /// To which things it happened.
    #[serde(default)]
    pub about: About,
    /// What exactly, in words without anything personal: old and new pay, a reason, a day.
    #[serde(default)]
    pub detail: Option<Message>,
    /// When it happened.
    pub at: Timestamp,
    /// When and how it was told; `None` while it was not.
    #[serde(default)]
    pub told: Option<Told>,
    /// When it became pointless before anybody told it: answered already, over, or nobody left to hear it.
    #[serde(default)]
    pub moot_at: Option<Timestamp>,
}

/// Who is told.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum To {
    /// A person.
    Person(PersonId),
    /// An employer's contact.
    Employer(EmployerId),
}

/// The things a notice is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct About {
    /// A referral.
    pub referral: Option<ReferralId>,
    /// An opening.
    pub opening: Option<OpeningId>,
    /// A registration.
    pub seeker: Option<SeekerId>,
    /// A row of the ledger.
    pub placement: Option<PlacementId>,
    /// A question to the person.
    pub satisfaction: Option<SatisfactionId>,
    /// A part in a cohort of a programme.
    pub enrolment: Option<EnrolmentId>,
}

words! {
    /// What happened. Each has its own words, `notice-kind-…`.
    pub enum Kind {
        /// A counsellor suggests an opening; does the person agree?
        ReferralProposed,
        /// An interview was arranged or moved.
        InterviewScheduled,
        /// The person was hired.
        ReferralHired,
        /// The employer said no.
        ReferralRejected,
        /// The employer said that the person did not come to the interview.
        ReferralNoShow,
        /// No answer came and the referral was closed.
        ReferralClosed,
        /// The opening ended before an answer.
        OpeningEnded,
        /// To the employer: the opening does not meet the law as it is now and was taken off the lists.
        OpeningUnfit,
        /// The opening's terms became worse after the letter (직업안정법 §34).
        TermsWorsened,
        /// To the employer: the person takes back what they agreed to, or is not available any more.
        PersonUnavailable,
        /// The person's data will be removed.
        RemovalAhead,
        /// A result was credited to the person, or its first day was changed.
        PlacementClaimed,
        /// Their objection to a result was settled.
        DisputeSettled,
        /// What their body has to do soon or should have done, once a week.
        ActionsDue,
        /// To the counsellor's list of calls: an employer asks that the person be introduced. The person is not told
        /// before somebody has spoken to them.
        IntroductionAsked,
        /// A question waits for them: how was it, do they still work there? Who does not answer is called from a list of its
        /// own.
        SatisfactionAsked,
        /// A hiring event at which the person had booked an interview does not take place.
        EventCancelled,
        /// They were chosen for a cohort of a programme.
        CohortChosen,
        /// They wait for a seat in it, at the place that the detail tells.
        CohortWaiting,
        /// They were refused. Why stands on their own page and is no part of any message.
        CohortRefused,
        /// They were taken from the waiting list.
        CohortPromoted,
        /// A session of it that they attend does not take place.
        CohortSessionCancelled,
        /// It does not take place, or not to its end.
        CohortCancelled,
        /// It is over, and no seat fell free for them.
        CohortOver,
    }
}

/// How something was told.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Told {
    /// When.
    pub at: Timestamp,
    /// By whom, if a member of staff told it.
    pub by: Option<PersonId>,
    /// How.
    pub how: How,
}

words! {
    /// The way of telling.
    pub enum How {
        /// By telephone.
        Phone,
        /// At the counter.
        Counter,
        /// By letter.
        Paper,
        /// By a mail that the mail server took.
        Mail,
        /// By a text message that was handed to the city's gateway.
        Text,
        /// They read it on their own page.
        Web,
        /// Nobody could be reached after several tries; the letter on paper is sent.
        Unreachable,
    }
}

impl Notice {
    /// Something that happens now and is not told yet.
    pub fn new(ctx: &crate::Ctx, to: To, kind: Kind, about: About) -> Self {
        Self { id: ctx.id(), to, kind, about, detail: None, at: ctx.now, told: None, moot_at: None }
    }

    /// With what exactly.
    #[must_use]
    pub fn saying(self, detail: Message) -> Self {
        Self { detail: Some(detail), ..self }
    }

    /// Whether somebody still has to tell it.
    pub fn waits(&self) -> bool {
        self.told.is_none() && self.moot_at.is_none()
    }

    /// Told, once.
    ///
    /// # Errors
    /// `notice-told-already` when it was told before; `notice-moot` when there is nothing left to tell.
    pub fn tell(self, told: Told) -> Result<Self, Message> {
        match (&self.told, self.moot_at) {
            (Some(_), _) => Err(Message::new("notice-told-already")),
            (None, Some(_)) => Err(Message::new("notice-moot")),
            (None, None) => Ok(Self { told: Some(told), ..self }),
        }
    }

    /// Whether a referral as it stands now makes telling it pointless: the question was answered, the interview
    /// moved or is past, the person is sent no more. How a referral ended is told whatever comes after.
    pub fn outlived_by(&self, referral: &Referral, now: Timestamp, zone: &TimeZone) -> bool {
        if self.about.referral != Some(referral.id) || self.to != To::Person(referral.person) {
            return false;
        }
        match self.kind {
            Kind::ReferralProposed => referral.state.name() != StateName::Proposed,
            Kind::InterviewScheduled => match &referral.state {
                State::InterviewScheduled { interview, .. } => {
                    interview.at < now || self.detail.as_ref() != Some(&interview_at(interview.at, zone))
                }
                _ => true,
            },
            Kind::TermsWorsened => !referral.state.is_live(),
            _ => false,
        }
    }

    /// Whether a part in a cohort as it stands now makes telling it pointless: whoever waited was taken, whoever was chosen has
    /// come or will not. What it came to in the end is told whatever follows.
    pub fn outlived_by_part(&self, part: &Enrolment) -> bool {
        if self.about.enrolment != Some(part.id) {
            return false;
        }
        let state = part.state.name();
        match self.kind {
            Kind::CohortWaiting => state != Part::Waiting,
            Kind::CohortChosen | Kind::CohortPromoted => state != Part::Selected,
            Kind::CohortSessionCancelled => !matches!(state, Part::Selected | Part::Enrolled),
            _ => false,
        }
    }

    /// Whether a registration as it stands now makes telling it pointless. Nobody rings for the dead; whoever
    /// withdrew is rung only for what is not about looking for work.
    pub fn outlived_by_registration(&self, seeker: &Seeker) -> bool {
        let theirs = self.to == To::Person(seeker.person);
        let about_it = theirs && self.about.seeker == Some(seeker.id);
        match seeker.state.name() {
            SeekerState::Draft | SeekerState::Submitted | SeekerState::Active | SeekerState::Transferred => {
                false
            }
            SeekerState::Deceased => theirs,
            SeekerState::Withdrawn | SeekerState::Cancelled => {
                about_it
                    && !matches!(
                        self.kind,
                        Kind::RemovalAhead | Kind::PlacementClaimed | Kind::DisputeSettled
                    )
            }
            SeekerState::Expired | SeekerState::Placed => {
                about_it && matches!(self.kind, Kind::ReferralProposed | Kind::IntroductionAsked)
            }
        }
    }
}

/// What a notice of an interview says: when it is.
pub fn interview_at(at: Timestamp, zone: &TimeZone) -> Message {
    let when = zone.to_datetime(at).strftime("%Y-%m-%d %H:%M").to_string();
    Message::new("notice-interview-at").with("at", when)
}
