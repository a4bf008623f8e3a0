//! A key with which another body's program acts here: for which body, what it may do, until when. What everybody may read
//! needs none.
//!
//! The secret itself is shown once and kept nowhere; the key is known by its hash.

use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::actor::{Actor, Channel, Role, Standing};
use crate::id::{OrganisationId, PartnerKeyId, PersonId};
use crate::message::Message;
use crate::organisation::{Organisation, OrganisationKind};
use crate::person::looks_like_resident_number;
use crate::policy::UseCase;

/// Longest a key may be valid: who runs the program has to be asked again sometimes.
pub const LONGEST_DAYS: i32 = 731;

words! {
    /// What a key may do.
    pub enum Scope {
        /// Hand openings in for its body.
        OpeningsWrite,
        /// Follow how referrals to the openings it handed in stand.
        ReferralsRead,
    }
}

impl Scope {
    /// The use case it opens. There is one, so that nothing else comes with it.
    pub fn use_case(self) -> UseCase {
        match self {
            Self::OpeningsWrite => UseCase::WriteOpening,
            Self::ReferralsRead => UseCase::FollowReferral,
        }
    }

    /// How programs and documents write it.
    pub fn written(self) -> &'static str {
        match self {
            Self::OpeningsWrite => "openings:write",
            Self::ReferralsRead => "referrals:read",
        }
    }
}

words! {
    /// Where a key stands.
    pub enum StateName {
        /// It opens what its scopes say.
        Active,
        /// Its last day is over.
        Expired,
        /// It was taken back.
        Revoked,
    }
}

/// A key.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PartnerKey {
    /// Its id.
    pub id: PartnerKeyId,
    /// What it is for, in the operator's words.
    pub name: String,
    /// The body for which its program acts.
    pub organisation: OrganisationId,
    /// What it may do.
    pub scopes: Vec<Scope>,
    /// Hex SHA-256 of the secret, which is random.
    pub hash: String,
    /// The last four signs of the secret, by which people tell keys apart.
    pub ending: String,
    /// Last day on which it opens anything.
    pub until: Date,
    /// Who made it.
    pub made_by: Option<PersonId>,
    /// When.
    pub made_at: Timestamp,
    /// When it was taken back.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub revoked_at: Option<Timestamp>,
    /// Rises by one with every accepted change.
    pub version: i64,
}

impl PartnerKey {
    /// Where it stands on a day.
    pub fn state(&self, today: Date) -> StateName {
        match self.revoked_at {
            Some(_) => StateName::Revoked,
            None if self.until < today => StateName::Expired,
            None => StateName::Active,
        }
    }

    /// Whether one of its scopes opens a use case.
    pub fn opens(&self, use_case: UseCase) -> bool {
        self.scopes.iter().any(|scope| scope.use_case() == use_case)
    }

    /// Takes it back.
    ///
    /// # Errors
    /// `key-revoked` when it was already.
    pub fn revoke(self, at: Timestamp) -> Result<Self, Message> {
        if self.revoked_at.is_some() {
            return Err(Message::new("key-revoked"));
        }
        Ok(Self { revoked_at: Some(at), ..self })
    }

    /// The one who acts with it: never more than an officer of its body.
    pub fn actor(&self, body: &Organisation) -> Actor {
        let role = if body.kind == OrganisationKind::Agency { Role::Agency } else { Role::Partner };
        Actor {
            role,
            person: None,
            organisation: Some(self.organisation),
            body_kind: Some(body.kind),
            employer: None,
            channel: Channel::Connector,
            standing: Standing::Confirmed,
        }
    }

    /// What must be so before it may be made: field and what is wrong.
    pub fn check(&self, today: Date) -> Vec<(&'static str, Message)> {
        let mut faults = Vec::new();
        if self.name.trim().is_empty() {
            faults.push(("name", Message::new("missing-name")));
        }
        if looks_like_resident_number(&self.name) {
            faults.push(("name", Message::new("resident-number-refused")));
        }
        if self.scopes.is_empty() {
            faults.push(("scopes", Message::new("key-scopes-missing")));
        }
        let latest = crate::reminder::days_after(today, LONGEST_DAYS);
        if self.until < today || self.until > latest {
            faults.push(("until", Message::new("key-until").with("latest", latest.to_string())));
        }
        faults
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::policy::{Reach, reach};
    use strum::IntoEnumIterator;

    #[test]
    fn every_scope_opens_something_of_its_own_that_a_partner_may_do() {
        for scope in Scope::iter() {
            for role in [Role::Partner, Role::Agency] {
                assert_eq!(reach(role, scope.use_case()), Reach::Own, "{scope} {role}");
            }
            let others = Scope::iter().filter(|other| *other != scope);
            assert!(others.into_iter().all(|other| other.use_case() != scope.use_case()));
        }
    }

    #[test]
    fn a_key_ends_after_its_last_day_and_is_taken_back_once() {
        let day = |d| jiff::civil::date(2016, 3, d);
        let key = PartnerKey {
            id: PartnerKeyId(uuid::Uuid::nil()),
            name: "시험".to_owned(),
            organisation: OrganisationId(uuid::Uuid::nil()),
            scopes: vec![Scope::ReferralsRead],
            hash: String::new(),
            ending: String::new(),
            until: day(14),
            made_by: None,
            made_at: Timestamp::UNIX_EPOCH,
            revoked_at: None,
            version: 1,
        };
        assert_eq!((key.state(day(14)), key.state(day(15))), (StateName::Active, StateName::Expired));
        assert!(key.opens(UseCase::FollowReferral) && !key.opens(UseCase::WriteOpening));
        assert!(!key.opens(UseCase::ReadReferral));
        let faults = |until| PartnerKey { until, ..key.clone() }.check(day(14)).len();
        assert_eq!((faults(day(13)), faults(day(14)), faults(jiff::civil::date(2019, 1, 1))), (1, 0, 1));
        let revoked = key.revoke(Timestamp::UNIX_EPOCH).unwrap();
        assert_eq!(revoked.state(day(14)), StateName::Revoked);
        assert!(revoked.revoke(Timestamp::UNIX_EPOCH).is_err());
    }
}
