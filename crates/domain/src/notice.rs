//! What somebody is told: a person about their own matters, an employer about a referral. Most people here
//! have no e-mail and no account, so an untold notice is a telephone call that a counsellor makes.
//!
//! A notice holds no personal value: names come from its ids when it is read. It must not know how the
//! telling looks.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::id::{EmployerId, NoticeId, OpeningId, PersonId, PlacementId, ReferralId, SeekerId};
use crate::message::Message;

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
        /// A result was credited to the person.
        PlacementClaimed,
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
        /// They read it on their own page.
        Web,
        /// Nobody could be reached after several tries; the letter on paper is sent.
        Unreachable,
    }
}

impl Notice {
    /// Something that happens now and is not told yet.
    pub fn new(ctx: &crate::Ctx, to: To, kind: Kind, about: About) -> Self {
        Self { id: ctx.id(), to, kind, about, detail: None, at: ctx.now, told: None }
    }

    /// With what exactly.
    #[must_use]
    pub fn saying(self, detail: Message) -> Self {
        Self { detail: Some(detail), ..self }
    }

    /// Told, once.
    ///
    /// # Errors
    /// `notice-told-already` when it was told before.
    pub fn tell(self, told: Told) -> Result<Self, Message> {
        match self.told {
            None => Ok(Self { told: Some(told), ..self }),
            Some(_) => Err(Message::new("notice-told-already")),
        }
    }
}
