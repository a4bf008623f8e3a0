//! Two records that may be one person: suggested by two of three agreeing, decided by a supervisor, and
//! undone when that was wrong. Nothing is rewritten: a decision only says under which id both are counted.

use std::collections::HashMap;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::handle::HandleKind;
use crate::id::{MergeId, PersonId};
use crate::message::Message;

/// A pair of people and what was decided about it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Merge {
    /// Its id.
    pub id: MergeId,
    /// The smaller of the two ids, which is the earlier record.
    pub first: PersonId,
    /// The other.
    pub second: PersonId,
    /// What agreed when it was suggested.
    pub grounds: Vec<HandleKind>,
    /// Whether whoever registered the second said that it is another person.
    pub said_other: bool,
    /// Where it stands.
    pub state: MergeState,
    /// Rises by one with every accepted change.
    pub version: i64,
    /// When it was suggested.
    pub created_at: Timestamp,
    /// When it last changed.
    pub updated_at: Timestamp,
}

/// Where a pair stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "state", rename_all = "snake_case")]
pub enum MergeState {
    /// To be decided.
    Suggested,
    /// One person.
    Merged {
        /// When.
        at: Timestamp,
        /// By whom.
        by: Option<PersonId>,
    },
    /// Two people.
    Apart {
        /// When.
        at: Timestamp,
        /// By whom.
        by: Option<PersonId>,
    },
}

words! {
    /// A state without its data.
    #[allow(missing_docs, reason = "each is documented at `MergeState`")]
    pub enum MergeName {
        Suggested,
        Merged,
        Apart,
    }
}

words! {
    /// What a supervisor says about a pair.
    pub enum Decision {
        /// One person.
        Same,
        /// Two people.
        Apart,
        /// What was decided was wrong: to be decided again.
        Undo,
    }
}

impl MergeState {
    /// The state's name.
    pub fn name(&self) -> MergeName {
        match self {
            Self::Suggested => MergeName::Suggested,
            Self::Merged { .. } => MergeName::Merged,
            Self::Apart { .. } => MergeName::Apart,
        }
    }

    /// Decides, or takes a decision back.
    ///
    /// # Errors
    /// `merge-step-refused` for a pair that is decided already, or not yet.
    pub fn decide(self, decision: Decision, at: Timestamp, by: Option<PersonId>) -> Result<Self, Message> {
        match (self, decision) {
            (Self::Suggested, Decision::Same) => Ok(Self::Merged { at, by }),
            (Self::Suggested, Decision::Apart) => Ok(Self::Apart { at, by }),
            (Self::Merged { .. } | Self::Apart { .. }, Decision::Undo) => Ok(Self::Suggested),
            _ => Err(Message::new("merge-step-refused")),
        }
    }
}

/// Two ids in the order in which a pair is kept.
pub fn ordered(a: PersonId, b: PersonId) -> (PersonId, PersonId) {
    if a <= b { (a, b) } else { (b, a) }
}

/// Under which id each merged person is counted: the smallest, which is the earliest, of all that are
/// connected. Whoever is not in the answer is counted as themselves. The order of the pairs is no matter.
pub fn canonical(pairs: &[(PersonId, PersonId)]) -> HashMap<PersonId, PersonId> {
    let mut parent: HashMap<PersonId, PersonId> = HashMap::new();
    fn root(parent: &HashMap<PersonId, PersonId>, mut id: PersonId) -> PersonId {
        while let Some(next) = parent.get(&id).filter(|next| **next != id) {
            id = *next;
        }
        id
    }
    for (a, b) in pairs {
        parent.entry(*a).or_insert(*a);
        parent.entry(*b).or_insert(*b);
        let (keep, join) = ordered(root(&parent, *a), root(&parent, *b));
        parent.insert(join, keep);
    }
    let ids: Vec<PersonId> = parent.keys().copied().collect();
    ids.into_iter().map(|id| (id, root(&parent, id))).filter(|(id, root)| id != root).collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn person(n: u8) -> PersonId {
        PersonId(uuid::Uuid::from_u128(u128::from(n)))
    }

    #[test]
    fn a_decision_can_be_taken_back_but_not_made_twice() {
        let at = Timestamp::UNIX_EPOCH;
        let merged = MergeState::Suggested.decide(Decision::Same, at, None).unwrap();
        assert_eq!(merged.name(), MergeName::Merged);
        assert!(merged.clone().decide(Decision::Apart, at, None).is_err());
        let again = merged.decide(Decision::Undo, at, None).unwrap();
        assert!(again.clone().decide(Decision::Undo, at, None).is_err());
        assert_eq!(again.decide(Decision::Apart, at, None).unwrap().name(), MergeName::Apart);
    }

    #[test]
    fn a_chain_is_one_person_and_others_stay_themselves() {
        let found = canonical(&[(person(2), person(3)), (person(1), person(3)), (person(8), person(9))]);
        assert_eq!(found.get(&person(3)), Some(&person(1)));
        assert_eq!(found.get(&person(2)), Some(&person(1)));
        assert_eq!(found.get(&person(9)), Some(&person(8)));
        assert_eq!(found.get(&person(1)), None);
        assert_eq!(found.len(), 3);
    }

    proptest! {
        #[test]
        fn the_order_of_decisions_never_changes_who_is_who(
            pairs in proptest::collection::vec((0u8..12, 0u8..12), 0..20).prop_shuffle(),
        ) {
            let pairs: Vec<_> = pairs.iter().map(|(a, b)| ordered(person(*a), person(*b))).collect();
            let mut reversed = pairs.clone();
            reversed.reverse();
            let found = canonical(&pairs);
            prop_assert_eq!(&found, &canonical(&reversed));
            // Whoever stands for others stands for themselves.
            prop_assert!(found.values().all(|root| !found.contains_key(root)));
        }
    }
}
