//! A person's action plan (개인별 취업활동계획, IAP): steps with a day and an owner. Days, owners and states
//! are in the clear, so that a counsellor's day finds them; what the steps are is sealed.

use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::id::{ActionPlanId, OrganisationId, PersonId, SeekerId};
use crate::message::Message;
use crate::reminder::{Act, Due};

/// Most steps of one plan.
pub const MOST_STEPS: usize = 20;

/// A plan without its words.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ActionPlan {
    /// Its id.
    pub id: ActionPlanId,
    /// Whose; name of the key under which the words are sealed.
    pub person: PersonId,
    /// The registration it belongs to.
    pub seeker: SeekerId,
    /// Body that made it with the person.
    pub organisation: Option<OrganisationId>,
    /// Steps in the order in which they were agreed. Their words are in [`Words::steps`], place by place.
    pub steps: Vec<Step>,
    /// Whether the person agreed to it as it stands.
    #[serde(default, skip_serializing_if = "Agreement::is_open")]
    pub agreement: Agreement,
    /// When it ended with the registration; its open steps are then due no more.
    pub ended_at: Option<Timestamp>,
    /// Rises by one with every accepted change.
    pub version: i64,
    /// When it was made.
    pub created_at: Timestamp,
    /// When it last changed.
    pub updated_at: Timestamp,
}

/// Whether the person agreed to a plan. Every further step asks again.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(tag = "agreement", rename_all = "snake_case")]
pub enum Agreement {
    /// It is put to them.
    #[default]
    Proposed,
    /// They agreed.
    Agreed {
        /// When.
        at: Timestamp,
        /// In which way.
        how: Signed,
    },
}

words! {
    /// How somebody agreed to a plan.
    pub enum Signed {
        /// On their own page.
        Online,
        /// With their signature on paper.
        Paper,
    }
}

impl Agreement {
    /// Whether nobody agreed yet.
    pub fn is_open(&self) -> bool {
        *self == Self::Proposed
    }
}

/// A step without its words.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Step {
    /// By when.
    pub due_on: Date,
    /// Who takes it.
    pub owner: Owner,
    /// Where it stands.
    pub state: StepState,
}

words! {
    /// Who takes a step.
    pub enum Owner {
        /// The person themselves.
        Person,
        /// Their counsellor.
        Counselor,
    }
}

/// Where a step stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "state", rename_all = "snake_case")]
pub enum StepState {
    /// To be taken.
    Open,
    /// Taken.
    Done {
        /// On which day.
        on: Date,
    },
    /// Not taken, and let go.
    Missed {
        /// On which day that was said.
        on: Date,
    },
}

impl StepState {
    /// Word for it: `open`, `done`, `missed`.
    pub fn name(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Done { .. } => "done",
            Self::Missed { .. } => "missed",
        }
    }
}

/// What the plan says: only ever ciphertext under the person's key.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Words {
    /// What it is to lead to.
    pub goal: String,
    /// What each step is.
    pub steps: Vec<String>,
}

impl ActionPlan {
    /// The next step that is open, by day.
    pub fn next(&self) -> Option<(usize, &Step)> {
        let open = self.steps.iter().enumerate().filter(|(_, step)| step.state == StepState::Open);
        open.filter(|_| self.ended_at.is_none()).min_by_key(|(nth, step)| (step.due_on, *nth))
    }

    /// From which day somebody must see to it.
    pub fn due(&self) -> Option<Due> {
        self.next().map(|(_, step)| Due::new(step.due_on, Act::TakePlanStep))
    }

    /// Writes one more step into it; the person is asked again.
    ///
    /// # Errors
    /// `action-plan-full`; `action-plan-ended`.
    pub fn agree(mut self, due_on: Date, owner: Owner) -> Result<Self, Message> {
        self = self.running()?;
        if self.steps.len() >= MOST_STEPS {
            return Err(Message::new("action-plan-full").with("most", MOST_STEPS));
        }
        self.steps.push(Step { due_on, owner, state: StepState::Open });
        self.agreement = Agreement::Proposed;
        Ok(self)
    }

    /// The person agrees to it as it stands.
    ///
    /// # Errors
    /// `action-plan-empty` without a step; `action-plan-agreed` when they did before; `action-plan-ended`.
    pub fn sign(mut self, at: Timestamp, how: Signed) -> Result<Self, Message> {
        self = self.running()?;
        if self.steps.is_empty() {
            return Err(Message::new("action-plan-empty"));
        }
        if !self.agreement.is_open() {
            return Err(Message::new("action-plan-agreed"));
        }
        self.agreement = Agreement::Agreed { at, how };
        Ok(self)
    }

    /// Says what became of a step.
    ///
    /// # Errors
    /// `action-plan-step-settled` for a step that is not open or not there; `action-plan-ended`.
    pub fn settle(mut self, nth: usize, state: StepState) -> Result<Self, Message> {
        self = self.running()?;
        let open = self.steps.get_mut(nth).filter(|step| step.state == StepState::Open);
        let Some(step) = open else { return Err(Message::new("action-plan-step-settled")) };
        step.state = state;
        Ok(self)
    }

    fn running(self) -> Result<Self, Message> {
        if self.ended_at.is_some() { Err(Message::new("action-plan-ended")) } else { Ok(self) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn plan() -> ActionPlan {
        let (id, at) = (uuid::Uuid::nil(), Timestamp::UNIX_EPOCH);
        ActionPlan {
            id: ActionPlanId(id),
            person: PersonId(id),
            seeker: SeekerId(id),
            organisation: None,
            steps: Vec::new(),
            agreement: Agreement::Proposed,
            ended_at: None,
            version: 1,
            created_at: at,
            updated_at: at,
        }
    }

    #[test]
    fn the_next_step_is_the_earliest_that_is_open() {
        let day = |text: &str| text.parse::<Date>().unwrap();
        assert_eq!(plan().due(), None);
        let two = plan().agree(day("2016-04-01"), Owner::Person).unwrap();
        let two = two.agree(day("2016-03-20"), Owner::Counselor).unwrap();
        assert_eq!(two.due(), Some(Due::new(day("2016-03-20"), Act::TakePlanStep)));
        let one = two.settle(1, StepState::Done { on: day("2016-03-19") }).unwrap();
        assert_eq!(one.due().map(|due| due.on), Some(day("2016-04-01")));
        assert!(one.clone().settle(1, StepState::Missed { on: day("2016-03-19") }).is_err(), "settled");
        assert!(one.clone().settle(7, StepState::Done { on: day("2016-03-19") }).is_err(), "not there");
        let ended = ActionPlan { ended_at: Some(Timestamp::UNIX_EPOCH), ..one };
        assert_eq!(ended.due(), None);
        assert!(ended.agree(day("2016-04-02"), Owner::Person).is_err());
    }

    #[test]
    fn a_plan_has_an_end() {
        let day = "2016-04-01".parse().unwrap();
        let full = (0..MOST_STEPS).fold(plan(), |plan, _| plan.agree(day, Owner::Person).unwrap());
        assert!(full.agree(day, Owner::Person).is_err());
    }

    #[test]
    fn the_person_agrees_once_and_every_further_step_asks_again() {
        let (day, at) = ("2016-04-01".parse().unwrap(), Timestamp::UNIX_EPOCH);
        assert_eq!(plan().sign(at, Signed::Online).unwrap_err().code, "action-plan-empty");
        let one = plan().agree(day, Owner::Person).unwrap().sign(at, Signed::Paper).unwrap();
        assert_eq!(one.agreement, Agreement::Agreed { at, how: Signed::Paper });
        assert_eq!(one.clone().sign(at, Signed::Online).unwrap_err().code, "action-plan-agreed");
        let done = one.clone().settle(0, StepState::Done { on: day }).unwrap();
        assert!(!done.agreement.is_open(), "what became of a step changes nothing that was agreed");
        assert!(one.agree(day, Owner::Counselor).unwrap().agreement.is_open());
        let ended = ActionPlan { ended_at: Some(at), ..done };
        assert_eq!(ended.sign(at, Signed::Online).unwrap_err().code, "action-plan-ended");
    }

    #[test]
    fn a_plan_from_before_was_never_agreed_to() {
        let written = serde_json::to_value(plan()).unwrap();
        assert!(written.get("agreement").is_none(), "{written}");
        assert_eq!(serde_json::from_value::<ActionPlan>(written).unwrap(), plan());
    }
}
