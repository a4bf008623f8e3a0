//! Who acts: a role, the person behind it if signed in, and the bodies they act for.

use serde::{Deserialize, Serialize};

use crate::id::{EmployerId, OrganisationId, PersonId};
use crate::organisation::OrganisationKind;

words! {
    /// What a person may be towards the system. One account may hold several; one is active at a time.
    pub enum Role {
        /// Anyone, without an account (시민).
        Citizen,
        /// A registered jobseeker (구직자).
        Seeker,
        /// An employer's contact (구인자).
        Employer,
        /// A job counsellor at a counter, a dong or a bus (직업상담사).
        Counselor,
        /// Who reviews merges, anomalies and exclusions (수퍼바이저).
        Supervisor,
        /// A department's job officer (부서 일자리 담당).
        Clerk,
        /// An affiliated agency's job officer (산하기관 담당).
        Agency,
        /// A partner body of the network (유관기관).
        Partner,
        /// The plan manager of the job creation division (총괄 담당).
        PlanManager,
        /// The mayor and vice-mayor: read-only, one page (시장).
        Mayor,
        /// An auditor or council member (감사).
        Auditor,
        /// The person who runs the server (운영자).
        Operator,
    }
}

impl Role {
    /// Whether this role belongs to the city's own staff.
    pub fn is_staff(self) -> bool {
        !matches!(self, Self::Citizen | Self::Seeker | Self::Employer | Self::Partner)
    }
}

words! {
    /// The way in which something reached the city.
    pub enum Channel {
        /// Keyed in a browser by the person concerned.
        Web,
        /// Keyed by staff with the person at the counter.
        Counter,
        /// Told by telephone.
        Phone,
        /// Copied from a paper form.
        Paper,
        /// Keyed by whoever holds a letter, by the code on it.
        LetterCode,
        /// At an event or the job bus.
        Event,
        /// Read from a file.
        Import,
        /// Pulled from another system's interface.
        Connector,
        /// Done by the system itself (expiry, reminders).
        System,
    }
}

/// Whether somebody checked that the one who acts may act for whom they say.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Standing {
    /// Yes, or there is nothing to check.
    #[default]
    Confirmed,
    /// Not yet: an employer's contact whom staff have not confirmed. They read what everyone may read.
    Unconfirmed,
}

/// The one who acts. States nothing about permission: that is [`crate::policy`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Actor {
    /// The active role.
    pub role: Role,
    /// The person signed in; `None` for citizens and for the system.
    pub person: Option<PersonId>,
    /// The body the person works for.
    pub organisation: Option<OrganisationId>,
    /// What that body is; decides what a jobseeker's consents open to it.
    #[serde(default)]
    pub body_kind: Option<OrganisationKind>,
    /// The employer the person may speak for.
    pub employer: Option<EmployerId>,
    /// How the action arrives.
    pub channel: Channel,
    /// Whether the grant behind all this was confirmed.
    #[serde(default)]
    pub standing: Standing,
}

impl Actor {
    /// Anyone at all, on the public pages.
    pub fn citizen() -> Self {
        Self {
            role: Role::Citizen,
            person: None,
            organisation: None,
            body_kind: None,
            employer: None,
            channel: Channel::Web,
            standing: Standing::Confirmed,
        }
    }

    /// The system itself: expiry, projections, first-run set-up.
    pub fn system() -> Self {
        Self { role: Role::Operator, channel: Channel::System, ..Self::citizen() }
    }

    /// A signed-in member of staff.
    pub fn staff(role: Role, person: PersonId, organisation: Option<OrganisationId>) -> Self {
        Self { role, person: Some(person), organisation, ..Self::citizen() }
    }
}
