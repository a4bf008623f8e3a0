//! What a new opening may begin with: the employer's last one of that occupation, else what the city's file
//! says of it. What was true of one day only is left open.

use domain::Ctx;
use domain::id::EmployerId;
use domain::occupation::OccupationCode;
use domain::opening::{Content, Deadline};
use domain::policy::{Relation, UseCase, authorise};

use crate::{App, Error};

/// A beginning, and where it comes from.
#[derive(Debug, Clone, PartialEq)]
pub struct Template {
    /// What it says.
    pub content: Content,
    /// Receipt number of the employer's own opening; `None` for the city's template.
    pub number: Option<String>,
}

/// The beginning for an occupation, if there is one.
///
/// # Errors
/// [`Error::Forbidden`].
pub async fn template(
    ctx: &Ctx,
    app: &App,
    employer: Option<EmployerId>,
    occupation: &OccupationCode,
) -> Result<Option<Template>, Error> {
    let own = Relation { employer, organisation: ctx.actor.organisation, ..Relation::default() };
    authorise(&ctx.actor, UseCase::WriteOpening, own)?;
    let earlier = match employer {
        Some(employer) => {
            store::opening::of_employer(&app.store, ctx.tenant, employer).await.map_err(crate::fault)?
        }
        None => Vec::new(),
    };
    // The last received of that very occupation; else of its small group.
    let of = |same: &dyn Fn(&OccupationCode) -> bool| {
        // What nobody has checked, or what was struck out, is no example.
        let checked = earlier.iter().filter(|opening| opening.state.was_published());
        let alike = checked.filter(|opening| opening.content.occupation.as_ref().is_some_and(same));
        alike.max_by_key(|opening| (opening.created_at, opening.id)).cloned()
    };
    let group = occupation.ancestor(3);
    let last = of(&|code| code == occupation).or_else(|| of(&|code| group.covers(code)));
    if let Some(last) = last {
        let number = Some(last.origin.number.clone());
        return Ok(Some(Template { content: fresh(last.content), number }));
    }
    let city = app.city.template(occupation);
    Ok(city.map(|template| Template {
        content: Content { occupation: Some(occupation.clone()), ..template.content.clone() },
        number: None,
    }))
}

/// What an earlier opening said, without what was true of its day only.
pub(super) fn fresh(content: Content) -> Content {
    let deadline = match content.deadline {
        Deadline::UntilFilled(_) => Deadline::UntilFilled(None),
        Deadline::On(_) | Deadline::Unknown => Deadline::Unknown,
    };
    Content { deadline, attachments: Vec::new(), ..content }
}
