//! Where a registration stands, and the steps from one state to the next. Each step consumes the state and
//! may refuse; nothing is ever deleted.

use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::Missing;
use crate::id::{OrganisationId, PersonId, SeekerId};
use crate::message::Message;

/// Where a registration stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "state", rename_all = "snake_case")]
pub enum State {
    /// Being taken down; lacks something.
    Draft,
    /// Handed in, to be accepted.
    Submitted {
        /// When.
        at: Timestamp,
    },
    /// Accepted: may be matched and referred.
    Active {
        /// Since when.
        since: Timestamp,
        /// Last day of validity.
        valid_until: Date,
    },
    /// Found work.
    Placed {
        /// When.
        at: Timestamp,
    },
    /// Validity ran out.
    Expired {
        /// When.
        at: Timestamp,
    },
    /// The person withdrew.
    Withdrawn {
        /// When.
        at: Timestamp,
    },
    /// Another centre took over. Earlier releases ended a registration so; now it moves, see [`State::transfer`].
    Transferred {
        /// When.
        at: Timestamp,
        /// Who.
        to: OrganisationId,
    },
    /// Entered by mistake; kept, and never counted.
    Cancelled {
        /// When.
        at: Timestamp,
        /// Why.
        reason: CancelReason,
    },
    /// A dated notice says that the person has died: neither active, referred nor counted (CR-16).
    Deceased {
        /// Day of death by the notice.
        on: Date,
        /// When it was recorded.
        at: Timestamp,
        /// Of what the notice was.
        #[serde(default)]
        notice: DatedNotice,
        /// By whom, as far as it was written down.
        #[serde(default)]
        by: Option<PersonId>,
        /// Where it stood before, should the notice be wrong.
        #[serde(default)]
        before: Option<Box<Self>>,
        /// The registration with which the notice came, when that is another one of the same person.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        through: Option<SeekerId>,
    },
}

words! {
    /// Of what a dated notice says that a person is nobody to be counted from then on (CR-16).
    #[derive(Default)]
    pub enum DatedNotice {
        /// Their death (사망).
        #[default]
        Death,
        /// Their identity was struck from the register (말소된 신원).
        IdentityCancelled,
    }
}

words! {
    /// Why a notice of death is taken back.
    pub enum ReviveReason {
        /// It was about somebody else.
        AnotherPerson,
        /// The notice itself was wrong.
        NoticeWrong,
        /// It was keyed by mistake.
        KeyedWrong,
    }
}

words! {
    /// Why a registration is struck out. There is no deleting.
    pub enum CancelReason {
        /// The same registration was entered before.
        EnteredTwice,
        /// It was entered for somebody else.
        WrongPerson,
        /// The person never asked for it.
        NotAskedFor,
        /// It was an exercise.
        Exercise,
    }
}

words! {
    /// A state without its data.
    #[allow(missing_docs, reason = "each is documented at `State`")]
    pub enum StateName {
        Draft,
        Submitted,
        Active,
        Placed,
        Expired,
        Withdrawn,
        Transferred,
        Cancelled,
        Deceased,
    }
}

impl State {
    /// The same, after a notice of another kind than a death.
    #[must_use]
    pub fn noticed(mut self, of: DatedNotice) -> Self {
        if let Self::Deceased { notice, .. } = &mut self {
            *notice = of;
        }
        self
    }

    /// The state's name.
    pub fn name(&self) -> StateName {
        match self {
            Self::Draft => StateName::Draft,
            Self::Submitted { .. } => StateName::Submitted,
            Self::Active { .. } => StateName::Active,
            Self::Placed { .. } => StateName::Placed,
            Self::Expired { .. } => StateName::Expired,
            Self::Withdrawn { .. } => StateName::Withdrawn,
            Self::Transferred { .. } => StateName::Transferred,
            Self::Cancelled { .. } => StateName::Cancelled,
            Self::Deceased { .. } => StateName::Deceased,
        }
    }

    /// Whether the person may be matched on `today`.
    pub fn is_active(&self, today: Date) -> bool {
        matches!(self, Self::Active { valid_until, .. } if *valid_until >= today)
    }

    /// The last day before it changes by itself.
    pub fn turn_on(&self) -> Option<Date> {
        match self {
            Self::Active { valid_until, .. } => Some(*valid_until),
            _ => None,
        }
    }

    /// Hands a draft in.
    ///
    /// # Errors
    /// `seeker-incomplete` or `seeker-step-refused`.
    pub fn submit(self, at: Timestamp, missing: &[Missing]) -> Result<Self, Message> {
        if let Some(first) = missing.first() {
            return Err(Message::new("seeker-incomplete")
                .with("count", missing.len())
                .with("first", first.message()));
        }
        match self {
            Self::Draft => Ok(Self::Submitted { at }),
            other => Err(other.refuse("submit")),
        }
    }

    /// Accepts until `valid_until`.
    ///
    /// # Errors
    /// `seeker-step-refused`; `validity-in-past`.
    pub fn accept(self, since: Timestamp, today: Date, valid_until: Date) -> Result<Self, Message> {
        until(today, valid_until)?;
        match self {
            Self::Submitted { .. } | Self::Expired { .. } => Ok(Self::Active { since, valid_until }),
            other => Err(other.refuse("accept")),
        }
    }

    /// Goes on looking until `valid_until`: before or after the validity ran out.
    ///
    /// # Errors
    /// `seeker-step-refused`; `validity-in-past`.
    pub fn renew(self, at: Timestamp, today: Date, valid_until: Date) -> Result<Self, Message> {
        until(today, valid_until)?;
        match self {
            Self::Active { since, .. } => Ok(Self::Active { since, valid_until }),
            Self::Expired { .. } => Ok(Self::Active { since: at, valid_until }),
            other => Err(other.refuse("renew")),
        }
    }

    /// Looks again after a job that ended, or never began.
    ///
    /// # Errors
    /// `seeker-step-refused`; `validity-in-past`.
    pub fn reactivate(self, since: Timestamp, today: Date, valid_until: Date) -> Result<Self, Message> {
        until(today, valid_until)?;
        match self {
            Self::Placed { .. } => Ok(Self::Active { since, valid_until }),
            other => Err(other.refuse("reactivate")),
        }
    }

    /// Ends by itself, the day after the last day of validity.
    ///
    /// # Errors
    /// `seeker-step-refused` while it is still valid, and for every other state.
    pub fn expire(self, at: Timestamp, today: Date) -> Result<Self, Message> {
        match self {
            Self::Active { valid_until, .. } if valid_until < today => Ok(Self::Expired { at }),
            other => Err(other.refuse("expire")),
        }
    }

    /// Has found work.
    ///
    /// # Errors
    /// `seeker-step-refused`.
    pub fn place(self, at: Timestamp) -> Result<Self, Message> {
        match self {
            Self::Active { .. } | Self::Expired { .. } => Ok(Self::Placed { at }),
            other => Err(other.refuse("place")),
        }
    }

    /// Ends it at the person's wish.
    ///
    /// # Errors
    /// `seeker-step-refused` when it has ended already.
    pub fn withdraw(self, at: Timestamp) -> Result<Self, Message> {
        match self {
            Self::Draft | Self::Submitted { .. } | Self::Active { .. } | Self::Expired { .. } => {
                Ok(Self::Withdrawn { at })
            }
            other => Err(other.refuse("withdraw")),
        }
    }

    /// Goes to another body, where it goes on as it stands.
    ///
    /// # Errors
    /// `seeker-step-refused`.
    pub fn transfer(self) -> Result<Self, Message> {
        match self {
            same @ (Self::Submitted { .. } | Self::Active { .. } | Self::Expired { .. }) => Ok(same),
            other => Err(other.refuse("transfer")),
        }
    }

    /// Strikes out what was entered by mistake.
    ///
    /// # Errors
    /// `seeker-step-refused` once the person found work or has died, and when it is struck out already.
    pub fn cancel(self, at: Timestamp, reason: CancelReason) -> Result<Self, Message> {
        match self {
            other @ (Self::Placed { .. } | Self::Cancelled { .. } | Self::Deceased { .. }) => {
                Err(other.refuse("cancel"))
            }
            _ => Ok(Self::Cancelled { at, reason }),
        }
    }

    /// Records a dated notice of death, perhaps `through` another registration of the same person.
    ///
    /// # Errors
    /// `deceased-in-future`; `deceased-before-birth`, also for a day before anybody alive was born;
    /// `seeker-step-refused` when it is recorded already or struck out.
    pub fn decease(
        self,
        at: Timestamp,
        today: Date,
        on: Date,
        born_on: Option<Date>,
        by: Option<PersonId>,
        through: Option<SeekerId>,
    ) -> Result<Self, Message> {
        if on.year() < 1900 || born_on.is_some_and(|born| on < born) {
            return Err(Message::new("deceased-before-birth").with("day", on.to_string()));
        }
        if on > today {
            return Err(Message::new("deceased-in-future").with("day", on.to_string()));
        }
        match self {
            other @ (Self::Cancelled { .. } | Self::Deceased { .. }) => Err(other.refuse("decease")),
            before => {
                let (notice, before) = (DatedNotice::Death, Some(Box::new(before)));
                Ok(Self::Deceased { on, at, notice, by, before, through })
            }
        }
    }

    /// Takes a notice of death back: it stands where it stood before. Whoever recorded it does not decide that.
    ///
    /// # Errors
    /// `revive-second-person`; `seeker-step-refused` for whoever is not recorded as dead.
    pub fn revive(self, at: Timestamp, second: Option<PersonId>) -> Result<Self, Message> {
        match self {
            Self::Deceased { by, .. } if second.is_none() || by == second => {
                Err(Message::new("revive-second-person"))
            }
            Self::Deceased { before, .. } => Ok(before.map_or(Self::Expired { at }, |before| *before)),
            other => Err(other.refuse("revive")),
        }
    }

    /// Takes a death back that came with the notice of another registration, which is another person's after all.
    /// It says nothing about that notice, so that no second person is needed.
    ///
    /// # Errors
    /// `seeker-step-refused` for a death of their own, and for whoever is not recorded as dead.
    pub fn told_apart(self, at: Timestamp) -> Result<Self, Message> {
        match self {
            Self::Deceased { before, through: Some(_), .. } => {
                Ok(before.map_or(Self::Expired { at }, |before| *before))
            }
            other => Err(other.refuse("revive")),
        }
    }

    fn refuse(&self, step: &'static str) -> Message {
        Message::new("seeker-step-refused")
            .with("state", Message::word("seeker-state", self.name().into()))
            .with("step", Message::word("seeker-step", step))
    }
}

fn until(today: Date, valid_until: Date) -> Result<(), Message> {
    if valid_until < today {
        return Err(Message::new("validity-in-past").with("day", valid_until.to_string()));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Date {
        text.parse().unwrap()
    }

    fn every() -> Vec<State> {
        let at = Timestamp::UNIX_EPOCH;
        let to = OrganisationId(uuid::Uuid::nil());
        vec![
            State::Draft,
            State::Submitted { at },
            State::Active { since: at, valid_until: day("2016-06-14") },
            State::Placed { at },
            State::Expired { at },
            State::Withdrawn { at },
            State::Transferred { at, to },
            State::Cancelled { at, reason: CancelReason::Exercise },
            State::Deceased {
                on: day("2016-03-01"),
                at,
                notice: DatedNotice::Death,
                by: None,
                before: None,
                through: None,
            },
        ]
    }

    #[test]
    fn who_may_go_where() {
        let (at, today, until) = (Timestamp::UNIX_EPOCH, day("2016-06-15"), day("2016-09-15"));
        let may = |step: &dyn Fn(State) -> Result<State, Message>| {
            let names = every().into_iter().filter_map(|state| {
                let name = state.name();
                step(state).is_ok().then(|| name.to_string())
            });
            names.collect::<Vec<_>>().join(" ")
        };
        assert_eq!(may(&|s| s.accept(at, today, until)), "submitted expired");
        assert_eq!(may(&|s| s.renew(at, today, until)), "active expired");
        assert_eq!(may(&|s| s.reactivate(at, today, until)), "placed");
        assert_eq!(may(&|s| s.expire(at, today)), "active");
        assert_eq!(may(&|s| s.expire(at, day("2016-06-14"))), "", "on its last day it is still valid");
        assert_eq!(may(&|s| s.place(at)), "active expired");
        assert_eq!(may(&|s| s.withdraw(at)), "draft submitted active expired");
        assert_eq!(may(&|s| s.transfer()), "submitted active expired");
        let cancel = "draft submitted active expired withdrawn transferred";
        assert_eq!(may(&|s| s.cancel(at, CancelReason::EnteredTwice)), cancel);
        let decease = "draft submitted active placed expired withdrawn transferred";
        assert_eq!(may(&|s| s.decease(at, today, day("2016-06-01"), None, None, None)), decease);
        assert_eq!(
            may(&|s| s.decease(at, today, day("2016-06-16"), None, None, None)),
            "",
            "nobody dies tomorrow"
        );
    }

    #[test]
    fn a_second_person_takes_a_notice_of_death_back_and_it_stands_as_before() {
        let (at, today) = (Timestamp::UNIX_EPOCH, day("2016-06-15"));
        let (one, other) = (PersonId(uuid::Uuid::from_u128(1)), PersonId(uuid::Uuid::from_u128(2)));
        let before = State::Active { since: at, valid_until: day("2016-09-15") };
        let died =
            |through| before.clone().decease(at, today, day("2016-06-01"), None, Some(one), through).unwrap();
        let dead = died(None);
        assert!(dead.clone().told_apart(at).is_err(), "it is their own notice");
        assert_eq!(died(Some(SeekerId(uuid::Uuid::nil()))).told_apart(at).unwrap(), before);
        for same in [Some(one), None] {
            assert_eq!(dead.clone().revive(at, same).unwrap_err().code, "revive-second-person");
        }
        assert_eq!(dead.revive(at, Some(other)).unwrap(), before);
        let names = every().into_iter().filter(|state| state.clone().revive(at, Some(other)).is_ok());
        assert_eq!(names.map(|state| state.name()).collect::<Vec<_>>(), [StateName::Deceased]);
    }

    #[test]
    fn nothing_leads_back_from_death_or_from_being_struck_out() {
        let (at, today, until) = (Timestamp::UNIX_EPOCH, day("2016-06-15"), day("2016-09-15"));
        for state in every().into_iter().skip(7) {
            assert!(!state.is_active(today));
            assert!(state.clone().renew(at, today, until).is_err());
            assert!(state.clone().accept(at, today, until).is_err());
            assert!(state.clone().reactivate(at, today, until).is_err());
            assert!(state.submit(at, &[]).is_err());
        }
    }
}
