//! One thing done for a person (서비스): what, on which day, by whom. Days and kinds are in the clear, for
//! counting needs them (CR-05); what was said is told to nobody but those who counsel.

use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::actor::Channel;
use crate::id::{OrganisationId, PersonId, SeekerId, ServiceId};
use crate::message::Message;
use crate::placement::Contribution;

/// Something done for a person, without what was said.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Service {
    /// Its id.
    pub id: ServiceId,
    /// For whom; name of the key under which the notes are sealed.
    pub person: PersonId,
    /// The registration it belongs to.
    pub seeker: Option<SeekerId>,
    /// What.
    pub kind: ServiceKind,
    /// On which day.
    pub on: Date,
    /// By whom.
    pub by: Option<PersonId>,
    /// For which body.
    pub organisation: Option<OrganisationId>,
    /// The project it belonged to, by its number; empty for none.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub project: String,
    /// By which way: at the counter, by telephone, at an event.
    pub channel: Channel,
    /// When it was struck out as a mistake; it is kept, and not counted.
    pub cancelled_at: Option<Timestamp>,
    /// Rises by one with every accepted change.
    pub version: i64,
    /// When it was recorded.
    pub created_at: Timestamp,
}

words! {
    /// What may be done for a person (직업안정법 시행령 §4 and the centre's daily practice).
    pub enum ServiceKind {
        /// First counselling: abilities and wishes (초기상담).
        Intake,
        /// Counselling (상담).
        Counselling,
        /// Referral to an opening (알선).
        Referral,
        /// Going along to an interview (동행면접).
        Accompaniment,
        /// Aptitude test (직업심리검사).
        AptitudeTest,
        /// Programme or group counselling (프로그램).
        Programme,
        /// Help with an application (이력서·면접 도움).
        ApplicationHelp,
        /// A telephone call to see how it goes (사후관리 전화).
        FollowUp,
        /// Sent on to another body's service (연계).
        HandOver,
        /// A training or course of ours that the person completed (교육·훈련 수료); no job (CR-11).
        Completion,
        /// A fair or meeting day of ours at which the person met employers (행사 참여).
        FairVisit,
        /// A work trial by agreement, done to its last day (직장체험·일경험); no job.
        WorkTrial,
    }
}

/// What was said: only ever ciphertext under the person's key.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Notes {
    /// What the person can do (취업역량); of a first counselling.
    pub abilities: String,
    /// What they want (희망조건); of a first counselling.
    pub wishes: String,
    /// What was said and agreed.
    pub text: String,
}

impl ServiceKind {
    /// What a body that did this helped with when the person is hired afterwards (CR-01, CR-11).
    pub fn helps(self) -> Option<Contribution> {
        match self {
            Self::Completion => Some(Contribution::Trained),
            Self::FairVisit => Some(Contribution::HeldEvent),
            _ => None,
        }
    }
}

impl Service {
    /// Strikes out what was recorded by mistake.
    ///
    /// # Errors
    /// `service-cancelled` when it is struck out already.
    pub fn cancel(mut self, at: Timestamp) -> Result<Self, Message> {
        if self.cancelled_at.is_some() {
            return Err(Message::new("service-cancelled"));
        }
        self.cancelled_at = Some(at);
        Ok(self)
    }
}
