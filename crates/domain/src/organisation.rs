//! The bodies of the network as a tree: the city, its departments and agencies, partner bodies.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::area::AreaCode;
use crate::employer::BusinessNumber;
use crate::id::OrganisationId;
use crate::message::Message;

words! {
    /// What a body is towards the city.
    pub enum OrganisationKind {
        /// The municipality itself; root of the tree.
        City,
        /// Bureau, department, team, district or dong office (부서).
        Department,
        /// Affiliated agency (산하기관).
        Agency,
        /// A national employment centre (고용센터), to whom people consent by itself.
        EmploymentCenter,
        /// Partner body outside the city's own hierarchy (유관기관).
        Partner,
        /// Job centre or neighbourhood counter (일자리센터, 거점 상담창구).
        JobCenter,
    }
}

/// A body of the network.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Organisation {
    /// Its id.
    pub id: OrganisationId,
    /// The body above it; `None` only for the city.
    pub parent: Option<OrganisationId>,
    /// What it is.
    pub kind: OrganisationKind,
    /// Official Korean name.
    pub name: String,
    /// English name, empty if there is none.
    pub name_en: String,
    /// Office telephone, empty if there is none. Never a person's own number.
    pub phone: String,
    /// Whether it still exists; abolished bodies keep their history.
    pub active: bool,
    /// The body that goes on with its work after it was merged, divided or renamed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub successor: Option<Successor>,
    /// What the network knows of it.
    #[serde(default)]
    pub profile: Profile,
}

/// Who goes on with a body's work, and from which day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Successor {
    /// The body that goes on.
    pub id: OrganisationId,
    /// From this day on. What lies before it stays under the old name.
    pub from: Date,
}

impl Organisation {
    /// Leaves its work to another body from a day on; it keeps its own past, and stands until that day.
    ///
    /// # Errors
    /// `organisation-succeeded` when it did already; `organisation-successor-self`.
    pub fn leave_to(self, successor: Successor) -> Result<Self, Message> {
        if self.successor.is_some() {
            return Err(Message::new("organisation-succeeded").with("name", self.name));
        }
        if successor.id == self.id {
            return Err(Message::new("organisation-successor-self"));
        }
        Ok(Self { successor: Some(successor), ..self })
    }

    /// Whether it exists on a day.
    pub fn stands_on(&self, day: Date) -> bool {
        self.active && self.successor.is_none_or(|left| left.from > day)
    }

    /// Whether its day came and what it had still to do is to be handed over.
    pub fn is_to_hand_over(&self, today: Date) -> bool {
        self.active && !self.stands_on(today)
    }

    /// Whether it existed on any day from this one on.
    pub fn stood_after(&self, day: Date) -> bool {
        self.active || self.successor.is_some_and(|left| left.from > day)
    }
}

/// The body that answers on a day for what another did: itself, or the last of those that went on with its work.
pub fn heir(bodies: &[Organisation], id: OrganisationId, on: Date) -> OrganisationId {
    let mut last = id;
    // As many steps as there are bodies: a ring ends here.
    for _ in bodies {
        let left = bodies.iter().find(|body| body.id == last).and_then(|body| body.successor);
        match left.filter(|left| left.from <= on && left.id != id) {
            Some(left) => last = left.id,
            None => break,
        }
    }
    last
}

/// What the network knows of a body: nothing personal.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Profile {
    /// Sector of the city, by its id.
    pub sector: String,
    /// Where it is; a dong at most.
    pub area: Option<AreaCode>,
    /// What it offers, in words.
    pub services: String,
    /// What it shares with the others, in words.
    pub shares: String,
    /// Its business number.
    pub business_number: Option<BusinessNumber>,
    /// When it last said that its list of contacts is as it should be.
    pub network_confirmed_on: Option<Date>,
}

/// The bodies with their tree order, for lists that show a hierarchy: `(depth, body)`.
/// Bodies whose parent is unknown are shown at the top rather than lost.
pub fn in_tree_order(bodies: &[Organisation]) -> Vec<(usize, &Organisation)> {
    fn visit<'a>(
        bodies: &'a [Organisation],
        parent: Option<OrganisationId>,
        depth: usize,
        out: &mut Vec<(usize, &'a Organisation)>,
    ) {
        // Deeper than any real hierarchy: a cycle stops here.
        if depth > 12 {
            return;
        }
        for body in bodies.iter().filter(|b| b.parent == parent) {
            out.push((depth, body));
            visit(bodies, Some(body.id), depth + 1, out);
        }
    }
    let mut out = Vec::with_capacity(bodies.len());
    visit(bodies, None, 0, &mut out);
    for body in bodies {
        if !out.iter().any(|(_, seen)| seen.id == body.id) {
            out.push((0, body));
        }
    }
    out
}

/// Whether `new_parent` may be put above `id`.
///
/// # Errors
/// `organisation-parent-unknown` or `organisation-parent-cycle`.
pub fn check_parent(
    bodies: &[Organisation],
    id: OrganisationId,
    new_parent: Option<OrganisationId>,
) -> Result<(), Message> {
    let mut above = new_parent;
    for _ in 0..=bodies.len() {
        let Some(current) = above else { return Ok(()) };
        if current == id {
            return Err(Message::new("organisation-parent-cycle"));
        }
        above = bodies
            .iter()
            .find(|b| b.id == current)
            .ok_or_else(|| Message::new("organisation-parent-unknown"))?
            .parent;
    }
    Err(Message::new("organisation-parent-cycle"))
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    fn body(n: u128) -> Organisation {
        Organisation {
            id: OrganisationId(uuid::Uuid::from_u128(n)),
            parent: None,
            kind: OrganisationKind::Department,
            name: format!("제{n}과"),
            name_en: String::new(),
            phone: String::new(),
            active: true,
            successor: None,
            profile: Profile::default(),
        }
    }

    #[test]
    fn whoever_went_on_last_answers_from_that_day_on() {
        let ids: Vec<_> = (1..=3).map(|n| body(n).id).collect();
        let to = |nth: usize, from| Successor { id: ids[nth], from };
        let first = body(1).leave_to(to(1, date(2016, 7, 1))).unwrap();
        let second = body(2).leave_to(to(2, date(2016, 9, 1))).unwrap();
        // It stands until the day before.
        assert!(first.stands_on(date(2016, 6, 30)) && !first.stands_on(date(2016, 7, 1)));
        assert!(!first.is_to_hand_over(date(2016, 6, 30)) && first.is_to_hand_over(date(2016, 7, 1)));
        let gone = Organisation { active: false, ..first.clone() };
        assert!(!gone.is_to_hand_over(date(2016, 7, 1)));
        assert!(gone.stood_after(date(2016, 6, 1)) && !gone.stood_after(date(2016, 7, 1)));
        assert_eq!(
            first.clone().leave_to(to(2, date(2016, 8, 1))).unwrap_err().code,
            "organisation-succeeded"
        );
        assert_eq!(
            body(1).leave_to(to(0, date(2016, 8, 1))).unwrap_err().code,
            "organisation-successor-self"
        );
        let bodies = [first, second, body(3)];
        assert_eq!(heir(&bodies, ids[0], date(2016, 6, 30)), ids[0]);
        assert_eq!(heir(&bodies, ids[0], date(2016, 7, 1)), ids[1]);
        assert_eq!(heir(&bodies, ids[0], date(2016, 12, 31)), ids[2]);
        assert_eq!(heir(&bodies, ids[2], date(2016, 12, 31)), ids[2]);
    }
}
