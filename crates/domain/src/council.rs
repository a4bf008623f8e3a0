//! A body that meets (협의체, 위원회, 작업반, 전담 TF): who sits on it, for how long, and when it can decide.

use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::id::{CouncilId, MeetingId, OrganisationId, PersonId};
use crate::message::Message;
use crate::person::looks_like_resident_number;

/// A council.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Council {
    /// Its id.
    pub id: CouncilId,
    /// What it is.
    pub kind: CouncilKind,
    /// The body that is its secretariat.
    pub organisation: Option<OrganisationId>,
    /// Name.
    pub name: String,
    /// What it is for.
    pub mission: String,
    /// Who sits on it, those whose time is over too.
    pub members: Vec<Member>,
    /// Of a hundred members, how many must be there for it to decide.
    pub quorum_percent: i64,
    /// Days before a meeting on which its agenda closes.
    pub agenda_closes_days: i32,
    /// Since when.
    pub from: Date,
    /// Until when; a task force has an end.
    pub ends_on: Option<Date>,
    /// The council it is a part of.
    pub part_of: Option<CouncilId>,
    /// The meeting that set it up.
    pub set_up_by: Option<MeetingId>,
    /// Rises by one with every accepted change.
    pub version: i64,
    /// When it was entered.
    pub created_at: Timestamp,
}

words! {
    /// What kind of body meets.
    pub enum CouncilKind {
        /// Council of the job network (협의체).
        Council,
        /// Committee (위원회).
        Committee,
        /// Working group (실무분과).
        WorkingGroup,
        /// Dedicated task force (전담 TF).
        TaskForce,
    }
}

/// A seat: a body sits, somebody may sit for it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Member {
    /// The body.
    pub organisation: OrganisationId,
    /// Which seat, such as the chair's; empty for a plain one.
    pub seat: String,
    /// Whoever sits for it, if they have an account.
    pub person: Option<PersonId>,
    /// Since when.
    pub from: Date,
    /// Until when; `None` without an end.
    pub until: Option<Date>,
}

impl Member {
    /// Whether the seat is taken on a day.
    pub fn sits(&self, on: Date) -> bool {
        self.from <= on && self.until.is_none_or(|until| on <= until)
    }

    /// Whether papers go to them and come from them on paper: nobody has an account.
    pub fn by_paper(&self) -> bool {
        self.person.is_none()
    }
}

impl Council {
    /// Who sits on a day.
    pub fn sitting(&self, on: Date) -> impl Iterator<Item = &Member> {
        self.members.iter().filter(move |member| member.sits(on))
    }

    /// How many must be there on a day for it to decide: the share, rounded up.
    pub fn quorum(&self, on: Date) -> usize {
        let members = self.sitting(on).count();
        (members * usize::try_from(self.quorum_percent.clamp(0, 100)).unwrap_or(0)).div_ceil(100)
    }

    /// What must be so before it may be saved: field and what is wrong.
    pub fn check(&self) -> Vec<(&'static str, Message)> {
        let mut faults = Vec::new();
        if self.name.trim().is_empty() {
            faults.push(("name", Message::new("missing-name")));
        }
        if !(1..=100).contains(&self.quorum_percent) {
            faults.push(("quorum_percent", Message::new("council-quorum")));
        }
        if !(0..=60).contains(&self.agenda_closes_days) {
            faults.push(("agenda_closes_days", Message::new("council-agenda-days")));
        }
        match self.ends_on {
            None if self.kind == CouncilKind::TaskForce => {
                faults.push(("ends_on", Message::new("task-force-end")))
            }
            Some(end) if end < self.from => {
                faults.push(("ends_on", Message::new("council-end").with("day", self.from.to_string())))
            }
            _ => {}
        }
        let twice = self.members.iter().enumerate().any(|(at, one)| {
            let others = self.members[at + 1..].iter().filter(|other| other.organisation == one.organisation);
            others.into_iter().any(|other| one.sits(other.from) || other.sits(one.from))
        });
        if twice {
            faults.push(("members", Message::new("council-member-twice")));
        }
        let words = [("name", &self.name), ("mission", &self.mission)];
        for (field, text) in words {
            if looks_like_resident_number(text) {
                faults.push((field, Message::new("resident-number-refused")));
            }
        }
        faults
    }
}

#[cfg(test)]
pub(crate) mod tests {
    use jiff::civil::date;

    use super::*;

    fn body(nth: u128) -> OrganisationId {
        OrganisationId(uuid::Uuid::from_u128(nth))
    }

    pub(crate) fn council(members: u128) -> Council {
        let seat = |nth| Member {
            organisation: body(nth),
            seat: String::new(),
            person: None,
            from: date(2016, 1, 1),
            until: None,
        };
        Council {
            id: CouncilId(uuid::Uuid::nil()),
            kind: CouncilKind::Council,
            organisation: None,
            name: "일자리네트워크 협의체".to_owned(),
            mission: String::new(),
            members: (0..members).map(seat).collect(),
            quorum_percent: 50,
            agenda_closes_days: 3,
            from: date(2016, 1, 1),
            ends_on: None,
            part_of: None,
            set_up_by: None,
            version: 1,
            created_at: Timestamp::UNIX_EPOCH,
        }
    }

    #[test]
    fn half_of_thirteen_are_seven_and_a_seat_given_up_counts_no_more() {
        let mut thirteen = council(13);
        assert_eq!(thirteen.quorum(date(2016, 4, 7)), 7);
        assert_eq!(thirteen.quorum(date(2015, 12, 31)), 0);
        thirteen.members[12].until = Some(date(2016, 3, 31));
        assert_eq!((thirteen.sitting(date(2016, 4, 7)).count(), thirteen.quorum(date(2016, 4, 7))), (12, 6));
    }

    #[test]
    fn a_task_force_ends_and_a_body_sits_once_at_a_time() {
        let fields =
            |council: &Council| council.check().into_iter().map(|(field, _)| field).collect::<Vec<_>>();
        assert_eq!(fields(&council(3)), Vec::<&str>::new());
        let force = Council { kind: CouncilKind::TaskForce, ..council(3) };
        assert_eq!(fields(&force), ["ends_on"]);
        let mut twice = council(2);
        twice.members[1].organisation = body(0);
        assert_eq!(fields(&twice), ["members"]);
        twice.members[0].until = Some(date(2016, 3, 31));
        twice.members[1].from = date(2016, 4, 1);
        assert_eq!(fields(&twice), Vec::<&str>::new());
    }
}
