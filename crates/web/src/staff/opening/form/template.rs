//! Beginning an opening at the telephone: whose it is and which work, and the form comes filled with the last one
//! of that work, or with what the city says of it.

use domain::id::EmployerId;
use domain::message::Message;
use maud::{Markup, html};

use super::fill;
use crate::fields::Fields;
use crate::visit::Visit;

/// The inputs filled from a template, and where it came from; as they were when there is none, or when nobody
/// asked for one.
pub(super) async fn begin(visit: &Visit, fields: Fields) -> Result<(Fields, Option<Message>), app::Error> {
    let typed = fields.text("occupation");
    if typed.is_empty() || !fields.ticked("begin") {
        return Ok((fields, None));
    }
    let Some(work) = visit.app().occupations(typed).into_iter().next() else {
        let why = crate::component::unknown_occupation(visit, typed);
        return Ok((fields, Some(why)));
    };
    let employer = employer(visit, &fields).await?;
    let Some(found) = app::opening::template(&visit.ctx, visit.app(), employer, &work).await? else {
        return Ok((fields, Some(Message::new("template-none"))));
    };
    let said = match found.number {
        Some(number) => Message::new("template-last").with("number", number),
        None => Message::new("template-city"),
    };
    let mut filled = fill::content(visit, &found.content);
    for name in ["employer", "employer_phone", "employer_address", "employer_number"] {
        filled.0.push((name.to_owned(), fields.text(name).to_owned()));
    }
    Ok((filled, Some(said)))
}

/// Whose: one's own, or the one that was named, if there is one already.
async fn employer(visit: &Visit, fields: &Fields) -> Result<Option<EmployerId>, app::Error> {
    if let Some(own) = visit.ctx.actor.employer {
        return Ok(Some(own));
    }
    match fields.text("employer") {
        "" => Ok(None),
        name => match app::employer::named(&visit.ctx, visit.app(), name).await {
            Ok(id) => Ok(Some(id)),
            Err(app::Error::Invalid(_)) => Ok(None),
            Err(failed) => Err(failed),
        },
    }
}

/// The short form before the form.
pub(super) fn form(visit: &Visit, fields: &Fields) -> Markup {
    let named = visit.ctx.actor.employer.is_none();
    let field = |name: &str, label: &str| {
        html! { div.field { label for={ "begin-" (name) } { (visit.t(label)) } input id={ "begin-" (name) } name=(name) value=(fields.text(name)); } }
    };
    html! {
        section {
            h2 { (visit.t("template-begin")) }
            form.narrow method="get" action="/staff/openings/new" {
                input type="hidden" name="begin" value="yes";
                @if named { (field("employer", "employer-search")) }
                (field("occupation", "occupation"))
                button.second { (visit.t("template-go")) }
            }
        }
    }
}
