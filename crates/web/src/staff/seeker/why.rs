//! Why somebody opens the record of a person whom another body looks after, asked before it is shown.

use app::seeker::Door;
use axum::extract::Path;
use axum::response::{IntoResponse, Redirect, Response};
use domain::id::NodeId;
use domain::look::Why;
use maud::html;

use crate::component::{Form, area, select, sent};
use crate::error;
use crate::fields::Fields;
use crate::staff::node;
use crate::visit::Visit;

/// What the path names, and the page that opens once it was said.
#[derive(Clone, Copy)]
enum Noun {
    Seeker,
    Placement,
    Referral,
    Merge,
}

impl Noun {
    fn door(self, id: &str) -> Option<(Door, String)> {
        Some(match self {
            Self::Seeker => (Door::Seeker(id.parse().ok()?), format!("/staff/seekers/{id}")),
            Self::Placement => (Door::Placement(id.parse().ok()?), format!("/staff/placements/{id}")),
            Self::Referral => (Door::Referral(id.parse().ok()?), format!("/staff/referrals/{id}")),
            Self::Merge => (Door::Merge(id.parse().ok()?), "/staff/review/merges".to_owned()),
        })
    }

    /// Where one goes who does not want to say.
    fn back(self) -> &'static str {
        match self {
            Self::Seeker => "/staff/seekers",
            Self::Placement => "/staff/ledger",
            Self::Referral => "/staff/referrals",
            Self::Merge => "/staff/review",
        }
    }
}

/// Where it is said why of what a path names.
pub(crate) fn of_page(path: &str) -> Option<String> {
    let path = path.split('?').next().unwrap_or_default();
    ["/staff/placements/", "/staff/referrals/", "/staff/review/merges/"].into_iter().find_map(|noun| {
        let id = path.strip_prefix(noun)?.split('/').next()?;
        Some(format!("{noun}{id}/why"))
    })
}

/// The machine along which a person was to be sent when it was asked why.
fn bound_for(visit: &Visit) -> Option<NodeId> {
    let (_, query) = visit.here.split_once('?')?;
    query.split('&').find_map(|pair| pair.strip_prefix("node="))?.parse().ok()
}

pub(super) async fn ask(visit: Visit, Path(id): Path<String>) -> Response {
    render(&visit, Noun::Seeker, &id, Form::new(&Fields::default())).await
}

pub(super) async fn say(visit: Visit, Path(id): Path<String>, fields: Fields) -> Response {
    said(visit, Noun::Seeker, id, fields).await
}

pub(in crate::staff) async fn ask_placement(visit: Visit, Path(id): Path<String>) -> Response {
    render(&visit, Noun::Placement, &id, Form::new(&Fields::default())).await
}

pub(in crate::staff) async fn say_placement(
    visit: Visit,
    Path(id): Path<String>,
    fields: Fields,
) -> Response {
    said(visit, Noun::Placement, id, fields).await
}

pub(in crate::staff) async fn ask_referral(visit: Visit, Path(id): Path<String>) -> Response {
    render(&visit, Noun::Referral, &id, Form::new(&Fields::default())).await
}

pub(in crate::staff) async fn say_referral(visit: Visit, Path(id): Path<String>, fields: Fields) -> Response {
    said(visit, Noun::Referral, id, fields).await
}

pub(in crate::staff) async fn ask_merge(visit: Visit, Path(id): Path<String>) -> Response {
    render(&visit, Noun::Merge, &id, Form::new(&Fields::default())).await
}

pub(in crate::staff) async fn say_merge(visit: Visit, Path(id): Path<String>, fields: Fields) -> Response {
    said(visit, Noun::Merge, id, fields).await
}

async fn said(visit: Visit, noun: Noun, id: String, fields: Fields) -> Response {
    let Some((door, mut page)) = noun.door(&id) else { return error::page(&visit, &app::Error::NotFound) };
    let Some(why) = fields.parse::<Why>("why") else {
        let missing = vec![("why".to_owned(), visit.t("why-choose"))];
        return render(&visit, noun, &id, Form::wrong(&fields, missing)).await;
    };
    let mut said = app::seeker::say_why(&visit.ctx, visit.app(), door, why, fields.text("words")).await;
    if let Some(machine) = bound_for(&visit)
        && let Door::Seeker(seeker) = door
        && said.is_ok()
    {
        said = app::node::carry(&visit.ctx, visit.app(), machine, seeker).await;
        page = node::carried(machine);
    }
    match sent(&visit, &fields, said, |()| page) {
        Ok(answer) => answer,
        Err(form) => render(&visit, noun, &id, form).await,
    }
}

async fn render(visit: &Visit, noun: Noun, id: &str, form: Form<'_>) -> Response {
    let Some((door, page)) = noun.door(id) else { return error::page(visit, &app::Error::NotFound) };
    let back = bound_for(visit).map_or_else(|| noun.back().to_owned(), node::place);
    let seekers = match app::seeker::whose(&visit.ctx, visit.app(), door).await {
        Ok((seekers, true)) => seekers,
        Ok((_, false)) => return Redirect::to(&page).into_response(),
        Err(failed) => return error::page(visit, &failed),
    };
    let reasons: Vec<(String, String)> =
        Why::RECORD.iter().map(|why| (why.to_string(), visit.t(&format!("why-{why}")))).collect();
    let title = visit.t("why-title");
    let body = html! {
        p.lead { @for seeker in &seekers { (seeker.number) " " } }
        p { (visit.t("why-lead")) }
        form.narrow method="post" {
            (select(visit, &form, "why", "why-reason", &reasons))
            (area(visit, &form, "words", "why-words"))
            div.actions { button { (visit.t("why-go")) } a.button.second href=(back) { (visit.t("why-not")) } }
        }
    };
    form.page(visit, &title, &body)
}
