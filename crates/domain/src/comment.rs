//! A remark on a project, a measure, a lead, an opening, an action: in a thread, with the people it is meant for.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::id::{CommentId, OrganisationId, PersonId};
use crate::message::Message;
use crate::person::looks_like_resident_number;
use crate::policy::UseCase;

/// Most letters of a remark.
pub const MOST_LETTERS: usize = 2_000;

words! {
    /// What a remark can be on, and what is shared with everybody who may read it.
    pub enum Subject {
        /// A project.
        Project,
        /// A measure of the plan.
        Measure,
        /// A lead.
        Lead,
        /// An opening.
        Opening,
        /// What somebody has to do.
        Action,
        /// A meeting.
        Meeting,
        /// What a meeting talks about.
        AgendaItem,
        /// A request between bodies.
        CoopRequest,
        /// An idea.
        Idea,
        /// An agreement.
        Mou,
        /// A remark itself: it is read, not answered here.
        Comment,
    }
}

impl Subject {
    /// What whoever reads the remarks must be allowed to read.
    pub fn use_case(self) -> UseCase {
        match self {
            Self::Project => UseCase::ReadProject,
            Self::Measure => UseCase::ReadPlan,
            Self::Lead | Self::CoopRequest | Self::Idea | Self::Mou => UseCase::ReadNetwork,
            Self::Opening => UseCase::ReadOpening,
            Self::Action | Self::Meeting | Self::AgendaItem => UseCase::ReadCouncil,
            Self::Comment => UseCase::ReadComment,
        }
    }
}

/// Whom a text calls by name: each `@` at the start of a word, with the longest of the names that stands behind it. Korean
/// puts its particles behind a name without a space, so names are looked for in the text and not words among the names.
///
/// # Errors
/// `comment-mention-unknown` with the word behind an `@` that calls nobody.
pub fn called<T: Copy>(text: &str, names: &[(String, T)]) -> Result<Vec<T>, Message> {
    let mut found = Vec::new();
    for (at, _) in text.match_indices('@') {
        let before = text.get(..at).and_then(|before| before.chars().next_back());
        if before.is_some_and(char::is_alphanumeric) {
            continue;
        }
        let rest = text.get(at + 1..).unwrap_or_default();
        let fits = || names.iter().filter(|(name, _)| !name.is_empty() && rest.starts_with(name.as_str()));
        match fits().map(|(name, _)| name.len()).max() {
            Some(longest) => {
                found.extend(fits().filter(|(name, _)| name.len() == longest).map(|(_, who)| *who));
            }
            None => {
                let word = rest.split_whitespace().next().unwrap_or_default();
                return Err(Message::new("comment-mention-unknown").with("name", format!("@{word}")));
            }
        }
    }
    Ok(found)
}

/// A remark.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Comment {
    /// Its id.
    pub id: CommentId,
    /// What it is on: the noun's word.
    pub noun: String,
    /// Which one.
    pub about: Uuid,
    /// The remark it answers.
    pub answers: Option<CommentId>,
    /// Who says it.
    pub by: PersonId,
    /// For which body.
    pub organisation: Option<OrganisationId>,
    /// What.
    pub text: String,
    /// The members of staff it is meant for.
    pub mentions: Vec<PersonId>,
    /// The bodies it is meant for.
    #[serde(default)]
    pub bodies: Vec<OrganisationId>,
    /// When its writer took it back; the words are then gone.
    pub withdrawn_at: Option<Timestamp>,
    /// Rises by one with every accepted change.
    pub version: i64,
    /// When it was said.
    pub created_at: Timestamp,
}

impl Comment {
    /// What must be so before it may be saved.
    ///
    /// # Errors
    /// `comment-words` without any; `comment-long`; `resident-number-refused`.
    pub fn check(&self) -> Result<(), Message> {
        if self.text.trim().is_empty() {
            return Err(Message::new("comment-words"));
        }
        if self.text.chars().count() > MOST_LETTERS {
            return Err(Message::new("comment-long").with("most", MOST_LETTERS));
        }
        if looks_like_resident_number(&self.text) {
            return Err(Message::new("resident-number-refused"));
        }
        Ok(())
    }

    /// Its writer takes it back.
    ///
    /// # Errors
    /// `comment-not-yours` for anybody else.
    pub fn withdraw(mut self, by: Option<PersonId>, now: Timestamp) -> Result<Self, Message> {
        if by != Some(self.by) {
            return Err(Message::new("comment-not-yours"));
        }
        self.withdrawn_at.get_or_insert(now);
        self.text.clear();
        Ok(self)
    }

    /// Whether it calls somebody, by name or by their body.
    pub fn calls(&self, person: Option<PersonId>, organisation: Option<OrganisationId>) -> bool {
        let by_name = person.is_some_and(|person| self.mentions.contains(&person));
        by_name || organisation.is_some_and(|body| self.bodies.contains(&body))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_longest_name_behind_a_sign_is_called_and_particles_do_not_matter() {
        let names = [
            ("관광과".to_owned(), 1),
            ("관광".to_owned(), 2),
            ("김담당".to_owned(), 3),
            ("김담당".to_owned(), 4),
        ];
        let of = |text: &str| called(text, &names);
        assert_eq!(of("@관광과에서 봐 주세요"), Ok(vec![1]));
        assert_eq!(of("(@김담당) 확인"), Ok(vec![3, 4]), "two of one name are both called");
        assert_eq!(of("job@city.example 로 보냈습니다"), Ok(vec![]), "an address calls nobody");
        assert_eq!(of("값은 3@ 입니다"), Ok(vec![]));
        let unknown = of("@없는과 확인").unwrap_err();
        assert_eq!(unknown.code, "comment-mention-unknown");
    }
}
