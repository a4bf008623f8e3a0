//! `/cohorts/{id}/apply`: whoever is registered applies for themselves with what this version asks; everybody else reads how.
//! Whoever has applied reads how it stands.

use std::collections::BTreeSet;

use app::cohort::{Published, asked};
use app::enrolment::{Part, mine};
use app::seeker::File;
use axum::extract::Path;
use axum::response::{IntoResponse, Response};
use domain::id::SeekerId;
use domain::policy::{UseCase, may_ask};
use domain::seeker::{Profile, State};
use domain::support_program::{Missing, Target};
use maud::{Markup, html};

use super::{apply_until, name, named, part, runs};
use crate::component::{Form, said, sent};
use crate::fields::Fields;
use crate::support_program::person;
use crate::visit::Visit;
use crate::{error, page};

/// How whoever asks stands to a cohort.
enum Asker {
    /// Nobody is signed in, or not as somebody who looks for work.
    Stranger,
    /// No registration of theirs is valid.
    Unregistered,
    /// They may apply.
    Registered(SeekerId, Box<Profile>),
    /// They have.
    Applied(Box<Part>),
}

async fn asker(visit: &Visit, one: &Published) -> Result<Asker, app::Error> {
    let (ctx, app) = (&visit.ctx, visit.app());
    if !may_ask(&ctx.actor, UseCase::WriteEnrolment) || ctx.actor.role != domain::Role::Seeker {
        return Ok(Asker::Stranger);
    }
    if let Some(part) = mine(ctx, app).await?.into_iter().find(|part| part.cohort.id == one.cohort.id) {
        return Ok(Asker::Applied(Box::new(part)));
    }
    Ok(app::seeker::mine(ctx, app).await?.and_then(registered).unwrap_or(Asker::Unregistered))
}

fn registered(file: File) -> Option<Asker> {
    let view = file.view;
    let lives = matches!(view.seeker.state, State::Submitted { .. } | State::Active { .. });
    let profile = view.profile.filter(|_| lives)?;
    Some(Asker::Registered(view.seeker.id, Box::new(profile)))
}

fn title(visit: &Visit, one: &Published) -> String {
    visit.n("cohorts-apply-title", name(visit, Some(one.program), &one.cohort))
}

pub(super) async fn ask(visit: Visit, Path(id): Path<String>) -> Response {
    let (one, _) = match named(&visit, &id).await {
        Ok(found) => found,
        Err(failed) => return error::page(&visit, &failed),
    };
    let asker = match asker(&visit, &one).await {
        Ok(asker) => asker,
        Err(failed) => return error::page(&visit, &failed),
    };
    let (title, here) = (title(&visit, &one), format!("/cohorts/{}/apply", one.cohort.id));
    let takes = one.cohort.takes_on(visit.ctx.today());
    let body = html! {
        h1 { (title) }
        p.lead { (one.cohort.from) " ~ " (one.cohort.until) " · " (visit.t("cohorts-apply-until")) " " (apply_until(&visit, &one.cohort)) " · " (visit.t("as-of")) " " (visit.instant(visit.ctx.now)) }
        @match asker {
            Asker::Applied(own) => { (part::part_of(&visit, &own)) p { a href="/me#programmes" { (visit.t("my-programmes")) } } }
            _ if !takes => p.notice { (visit.t("enrolment-not-recruiting")) },
            Asker::Registered(_, profile) => (form(&visit, &one, &Form::new(&known(&visit, &profile)))),
            Asker::Unregistered => { p { (visit.t("cohorts-apply-register")) } div.actions { a.button href="/staff/seekers/new" { (visit.t("seeker-new")) } } }
            Asker::Stranger => { p { (visit.t("cohorts-apply-sign-in")) } div.actions { a.button href={ "/sign-in?next=" (here) } { (visit.t("sign-in")) } } }
        }
        @if takes { p { (visit.t("cohorts-apply-come")) " " (runs(&visit, &one)) " · " a href="/centres" { (visit.t("nav-centres")) } } }
        p { a href={ "/cohorts/" (one.cohort.id) } { (name(&visit, Some(one.program), &one.cohort)) } }
    };
    page::shell(&visit, &title, body).into_response()
}

pub(super) async fn send(visit: Visit, Path(id): Path<String>, fields: Fields) -> Response {
    let (one, _) = match named(&visit, &id).await {
        Ok(found) => found,
        Err(failed) => return error::page(&visit, &failed),
    };
    let outcome = apply(&visit, &one, &fields).await;
    let here = format!("/cohorts/{}/apply", one.cohort.id);
    sent(&visit, &fields, outcome, |()| here)
        .unwrap_or_else(|filled| filled.page(&visit, &title(&visit, &one), &form(&visit, &one, &filled)))
}

async fn apply(visit: &Visit, one: &Published, fields: &Fields) -> Result<(), app::Error> {
    let (ctx, app) = (&visit.ctx, visit.app());
    let seeker = match asker(visit, one).await? {
        Asker::Registered(seeker, _) => seeker,
        // The use case tells them that they have.
        Asker::Applied(_) => app::seeker::mine(ctx, app).await?.ok_or(app::Error::NotFound)?.view.seeker.id,
        Asker::Stranger | Asker::Unregistered => return Err(app::Error::NotFound),
    };
    let facts = person::read(visit, fields).map_err(app::Error::Invalid)?;
    app::enrolment::apply(ctx, app, one.cohort.id, seeker, facts).await?;
    Ok(())
}

/// What the registration says of what may be asked, to be looked at and mended.
fn known(visit: &Visit, profile: &Profile) -> Fields {
    let areas = visit.app().city.areas();
    let home =
        profile.area.as_ref().map(|code| said(areas.name(code), code, &areas.resolve(areas.name(code))));
    let told = [
        ("born_on", profile.born_on.map(|day| day.to_string())),
        ("residence", home),
        ("education", profile.education.map(|level| level.code().to_owned())),
    ];
    Fields(told.into_iter().filter_map(|(key, value)| Some((key.to_owned(), value?))).collect())
}

fn form(visit: &Visit, one: &Published, form: &Form<'_>) -> Markup {
    let asked: BTreeSet<Missing> = asked(&visit.ctx, visit.app(), &one.cohort);
    html! {
        p { (visit.t("cohorts-apply-note")) }
        form.narrow method="post" action={ "/cohorts/" (one.cohort.id) "/apply" } {
            @if !asked.is_empty() { (person::inputs(visit, form, &asked, Target::Person)) }
            div.actions { button { (visit.t("cohorts-apply-go")) } }
        }
    }
}
