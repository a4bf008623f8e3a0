//! The bodies of the network as a tree: the city, its departments and agencies, partner bodies.

use serde::{Deserialize, Serialize};

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
