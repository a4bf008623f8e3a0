//! Who may read of a project. It must not know which pages are public, nor who may decide.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::Project;
use crate::id::PersonId;
use crate::message::Message;
use crate::person::looks_like_resident_number;

/// Who may read of a project (공개 여부): it begins as a draft of the offices, and everybody reads of it once its body has said so.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "to", rename_all = "snake_case")]
pub enum Openness {
    /// The offices only (비공개 초안).
    Draft {
        /// Why it was taken back, if everybody could read of it before.
        why: String,
    },
    /// Everybody (공개).
    Published {
        /// Since when; unknown of projects from before there were drafts, which everybody could read of at once.
        at: Option<Timestamp>,
        /// By whom, if a person.
        by: Option<PersonId>,
    },
}

impl Openness {
    /// How a project begins.
    pub fn draft() -> Self {
        Self::Draft { why: String::new() }
    }

    /// What holds for a project that was written before there were drafts.
    pub(super) fn of_old() -> Self {
        Self::Published { at: None, by: None }
    }
}

impl Project {
    /// Whether everybody may read of it, and of what is said and promised of it.
    pub fn is_public(&self) -> bool {
        matches!(self.openness, Openness::Published { .. })
    }

    /// It is shown to everybody. An officer of its own body says with that that what stands here is so; whoever publishes
    /// for the body confirms nothing in its name (A52).
    ///
    /// # Errors
    /// `project-published` for one that everybody may read of already.
    pub fn publish(mut self, ctx: &crate::Ctx) -> Result<Self, Message> {
        if self.is_public() {
            return Err(Message::new("project-published"));
        }
        self.openness = Openness::Published { at: Some(ctx.now), by: ctx.actor.person };
        let own = ctx.actor.organisation == Some(self.owner);
        Ok(if own { self.confirm(ctx) } else { self })
    }

    /// The body takes it back among its drafts, with the reason.
    ///
    /// # Errors
    /// `project-draft-already`; `project-take-back-why` without a reason; `resident-number-refused`.
    pub fn take_back(mut self, why: &str) -> Result<Self, Message> {
        let why = why.trim();
        if !self.is_public() {
            return Err(Message::new("project-draft-already"));
        }
        if why.is_empty() {
            return Err(Message::new("project-take-back-why"));
        }
        if looks_like_resident_number(why) {
            return Err(Message::new("resident-number-refused"));
        }
        self.openness = Openness::Draft { why: why.to_owned() };
        Ok(self)
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::{ctx, project};
    use super::*;

    #[test]
    fn a_draft_is_shown_and_taken_back_with_a_reason() {
        let ctx = ctx();
        let for_it = project().publish(&ctx).unwrap();
        assert!(for_it.is_public() && for_it.confirmed.is_none(), "its body has not looked");
        let mut own = super::super::tests::ctx();
        own.actor.organisation = Some(project().owner);
        let shown = project().publish(&own).unwrap();
        assert!(shown.is_public() && shown.confirmed.is_some());
        assert_eq!(shown.clone().publish(&ctx).unwrap_err().code, "project-published");
        assert_eq!(shown.clone().take_back(" ").unwrap_err().code, "project-take-back-why");
        let back = shown.take_back("금액 확인 중").unwrap();
        assert_eq!(back.openness, Openness::Draft { why: "금액 확인 중".to_owned() });
        assert_eq!(back.take_back("다시").unwrap_err().code, "project-draft-already");
    }

    #[test]
    fn a_project_from_before_there_were_drafts_is_public() {
        let mut told = serde_json::to_value(project()).unwrap();
        told.as_object_mut().unwrap().remove("openness");
        assert!(serde_json::from_value::<Project>(told).unwrap().is_public());
    }
}
