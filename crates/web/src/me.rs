//! `/me`: what waits for a jobseeker, where their applications and their parts in programmes stand, what fits and why, their
//! plan, their consents, who looked, and their data to take away or to erase.

use app::fit::Fit;
use app::seeker::File;
use axum::extract::Path;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Redirect, Response};
use domain::Channel;
use domain::enrolment;
use domain::hiring_event::HiringEvent;
use domain::id::ReferralId;
use domain::interview::{self, Interview};
use domain::message::Message;
use domain::notice::Notice;
use domain::policy::{Reach, UseCase, reach};
use domain::referral::{self, DeclineReason, RejectReason};
use domain::seeker::State;
use maud::{Markup, html};

use crate::fields::Fields;
use crate::routes::Routes;
use crate::staff::seeker_file as parts;
use crate::visit::Visit;
use crate::{error, page};

pub(crate) fn routes(routes: &mut Routes) {
    routes.get("/me", UseCase::ReadOwn, show);
    routes.get("/me/data", UseCase::ReadOwn, data);
    routes.get("/me/openings/{id}", UseCase::ReadOwn, crate::staff::pair_of_own);
    routes.post("/me/referrals/{id}", UseCase::AnswerReferral, answer);
    routes.post("/me/enrolments/{id}/withdraw", UseCase::WriteEnrolment, withdraw);
}

/// One's own page; whoever holds another role finds the ways on.
pub(crate) async fn show(visit: Visit) -> Response {
    render(&visit, None).await
}

/// The page, with why an answer could not be taken.
async fn render(visit: &Visit, refused: Option<&Message>) -> Response {
    match gather(visit).await {
        Ok(mine) => {
            let name = visit.signed.as_ref().map(|signed| signed.name.clone()).unwrap_or_default();
            let status = if refused.is_some() { StatusCode::CONFLICT } else { StatusCode::OK };
            (status, page::shell(visit, &name, body(visit, &name, &mine, refused))).into_response()
        }
        Err(failed) => error::page(visit, &failed),
    }
}

/// What stands on one's own page.
#[derive(Default)]
struct Mine {
    file: Option<File>,
    fit: Option<Fit>,
    news: Vec<Notice>,
    results: Vec<app::placement::View>,
    parts: Vec<app::enrolment::Part>,
    trials: Vec<app::work_trial::Row>,
    interviews: Vec<(Interview, HiringEvent)>,
}

async fn gather(visit: &Visit) -> Result<Mine, app::Error> {
    let (ctx, app) = (&visit.ctx, visit.app());
    let seeks = reach(ctx.actor.role, UseCase::WriteSeeker) == Reach::Own;
    let file = app::seeker::mine(ctx, app).await?.filter(|_| seeks);
    let Some(file) = file else { return Ok(Mine::default()) };
    let fit = app::seeker::suggested(ctx, app, &file, 3).await?;
    // Putting them before the person is telling them.
    let news = app::notice::mine(ctx, app).await?;
    let results = app::placement::mine(ctx, app).await?;
    let parts = app::enrolment::mine(ctx, app).await?;
    let trials = app::work_trial::list(ctx, app).await?;
    let interviews = app::interview::mine(ctx, app).await?;
    Ok(Mine { file: Some(file), fit, news, results, parts, trials, interviews })
}

fn body(visit: &Visit, name: &str, mine: &Mine, refused: Option<&Message>) -> Markup {
    let seeks = reach(visit.ctx.actor.role, UseCase::WriteSeeker) == Reach::Own;
    html! {
        h1 { (name) }
        p.lead { (visit.t(&format!("role-{}", visit.ctx.actor.role))) }
        @if let Some(refused) = refused { div.errors role="alert" tabindex="-1" { h2 { (visit.t("me-not-taken")) } p { (visit.say(refused)) } } }
        @match &mine.file {
            Some(file) => {
                (waiting(visit, file, &mine.interviews))
                p { a.button href="/me/path" { (visit.t("path")) } " " a.button.second href="/me/searches" { (visit.t("saved-searches")) } }
                @if !mine.news.is_empty() { section { h2 { (visit.t("me-news")) } (news(visit, file, &mine.news)) } }
                (crate::staff::own_trials(visit, &mine.trials))
                section #applications { h2 { (visit.t("me-applications")) } (parts::journeys(visit, &file.record.journeys)) }
                (crate::cohort::part::parts(visit, &mine.parts))
                (crate::hiring_event::booked(visit, &mine.interviews, ""))
                @if let Some(fit) = &mine.fit {
                    section { h2 { (visit.t("me-suggestions")) } (crate::fit::results(visit, fit))
                        p { a.button.second href={ "/staff/seekers/" (file.view.seeker.id) "/matches" } { (visit.t("me-suggestions-all")) } } }
                }
                @if let Some(profile) = &file.view.profile { section #hearing {
                    @if !profile.may_be_matched() { p.notice { (visit.t("automated-refused-own")) } }
                    h2 { (visit.t("hearing")) } p { (crate::staff::hearing_status(visit, profile)) }
                    p { a.button.second href={ "/staff/seekers/" (file.view.seeker.id) "/hearing" } { (visit.t("hearing-change")) } }
                } }
                section { h2 { (visit.t("my-results")) } (results(visit, &mine.results)) }
                section #plan { h2 { (visit.t("action-plan")) } (parts::plans(visit, file)) }
                section { h2 { (visit.t("consent")) } (parts::consents(visit, &file.view)) }
                section { h2 { (visit.t("looks")) } (parts::looks(visit, file.view.seeker.id, &file.view.looks)) }
                @if completed(&mine.parts) { section { h2 { (visit.t("supporter")) } p { (visit.t("me-supporter")) } p { a.button.second href="/me/supporter" { (visit.t("me-supporter-go")) } } } }
                (own_data(visit, file))
            }
            None => @if seeks { p.notice { (visit.t("my-registrations-none")) } div.actions { a.button href="/staff/seekers/new" { (visit.t("seeker-new")) } } },
        }
        ul {
            li { a href="/openings" { (visit.t("nav-openings")) } }
            li { a href="/fit" { (visit.t("nav-fit")) } }
            li { a href="/centres" { (visit.t("nav-centres")) } }
        }
    }
}

/// Whether they completed a cohort, after which they may offer to be called for events.
fn completed(parts: &[app::enrolment::Part]) -> bool {
    parts.iter().any(|part| matches!(part.enrolment.state, enrolment::State::Completed { .. }))
}

/// What the person was told, newest first, with the work it is about; what they answered or what is past is gone.
fn news(visit: &Visit, file: &File, news: &[Notice]) -> Markup {
    let journey = |notice: &Notice| {
        file.record.journeys.iter().find(|one| Some(one.referral.id) == notice.about.referral)
    };
    let over = |notice: &Notice| {
        let zone = &visit.ctx.zone;
        let past = journey(notice).is_some_and(|one| notice.outlived_by(&one.referral, visit.ctx.now, zone));
        notice.moot_at.is_some() || past
    };
    html! { ul { @for notice in news.iter().filter(|notice| !over(notice)).take(10) { li {
        (visit.instant(notice.at)) " · " (visit.t(&format!("news-{}", notice.kind)))
        @if let Some(id) = notice.about.satisfaction { " " a href={ "/satisfaction/" (app::satisfaction::token(visit.app(), id)) } { (visit.t("satisfaction-answer")) } }
        @if let Some(one) = journey(notice) { " · " (one.title) " · " (one.employer) }
        @if let Some(detail) = &notice.detail { " · " (visit.say(detail)) }
    } } } }
}

/// Results credited to the person; whoever finds one wrong says so on their page.
fn results(visit: &Visit, credited: &[app::placement::View]) -> Markup {
    html! {
        p { (visit.t("my-results-note")) }
        @if credited.is_empty() { p { (visit.t("my-results-none")) } } @else {
            ul { @for seen in credited { li {
                (seen.employer) " · " (seen.placement.start_on) " " (crate::result::counted(visit, seen))
                @if seen.placement.is_disputed() { " " span.badge { (visit.t("my-result-dispute")) } }
                (crate::result::settled(visit, &seen.placement))
            } } }
            p { a.button.second href="/me/results" { (visit.t("me-results-say")) } }
        }
    }
}

/// A jobseeker's yes or no to what was proposed, an employer's word on one who was sent.
async fn answer(visit: Visit, Path(id): Path<String>, fields: Fields) -> Response {
    let (Ok(id), Some(version)) = (id.parse::<ReferralId>(), fields.parse::<i64>("version")) else {
        return error::page(&visit, &app::Error::NotFound);
    };
    let (ctx, app) = (&visit.ctx, visit.app());
    let done = match (fields.text("answer"), fields.parse::<DeclineReason>("reason")) {
        ("agree", _) => app::referral::agree(ctx, app, id, version, Channel::Web).await,
        ("decline", Some(reason)) => {
            app::referral::answer(ctx, app, id, version, app::referral::Answer::Declined(reason)).await
        }
        ("decline", None) => Err(app::Error::Conflict(Message::new("me-decline-reason"))),
        ("undecided", _) => app::referral::undecided(ctx, app, id, version).await,
        ("hired", _) => match fields.day("start_on") {
            Ok(Some(day)) => {
                app::referral::answer(ctx, app, id, version, app::referral::Answer::Hired(day)).await
            }
            Ok(None) => Err(app::Error::Conflict(Message::new("day-unreadable"))),
            Err(wrong) => Err(app::Error::Conflict(wrong.message)),
        },
        ("rejected", _) => match fields.parse::<RejectReason>("reason") {
            Some(reason) => {
                app::referral::answer(ctx, app, id, version, app::referral::Answer::Rejected(reason)).await
            }
            None => Err(app::Error::Conflict(Message::new("reason-choose"))),
        },
        _ => Err(app::Error::NotFound),
    };
    let employs = ctx.actor.employer.is_some();
    match done {
        Ok(()) if employs => Redirect::to("/employer").into_response(),
        Ok(()) => Redirect::to("/me#applications").into_response(),
        Err(app::Error::Conflict(why)) if employs => crate::employer::render(&visit, None, Some(&why)).await,
        Err(app::Error::Invalid(wrong)) if employs => {
            let why = wrong.first().map(|wrong| &wrong.message);
            crate::employer::render(&visit, None, why).await
        }
        // Somebody was quicker: the page shows how it stands now.
        Err(app::Error::Conflict(why)) => render(&visit, Some(&why)).await,
        Err(failed) => error::page(&visit, &failed),
    }
}

/// Takes one's own application to a cohort back; the page shows how it stands then.
async fn withdraw(visit: Visit, Path(id): Path<String>) -> Response {
    let done = match id.parse() {
        Ok(id) => app::enrolment::withdraw(&visit.ctx, visit.app(), id).await,
        Err(_) => Err(app::Error::NotFound),
    };
    match done {
        Ok(()) => Redirect::to("/me#programmes").into_response(),
        Err(app::Error::Conflict(why)) => render(&visit, Some(&why)).await,
        Err(failed) => error::page(&visit, &failed),
    }
}

/// What the person can do now, and until when they are registered.
fn waiting(visit: &Visit, file: &File, talks: &[(Interview, HiringEvent)]) -> Markup {
    let seeker = &file.view.seeker;
    let proposed =
        file.record.journeys.iter().filter(|j| j.referral.state == referral::State::Proposed).count();
    let steps = parts::next(visit, &file.view, &file.record);
    let interviews = file.record.journeys.iter().filter_map(|journey| match &journey.referral.state {
        referral::State::InterviewScheduled { interview, .. } => Some((interview.at, journey)),
        _ => None,
    });
    let interviews: Vec<_> = interviews.collect();
    let booked: Vec<_> = talks.iter().filter(|(talk, _)| talk.state == interview::State::Booked).collect();
    html! {
        section {
            h2 { (visit.t("me-waiting")) }
            p {
                (seeker.number) " " span.badge { (visit.t(&format!("seeker-state-{}", seeker.state.name()))) }
                @if let State::Active { valid_until, .. } = &seeker.state { " · " (visit.n("valid-until", valid_until.to_string())) }
            }
            ul {
                @if proposed > 0 { li { a href="#applications" { (visit.n("me-proposed-n", proposed)) } } }
                @for (at, journey) in &interviews { li { (visit.instant(*at)) " " (visit.t("journey-interview")) " · " (journey.title) " · " (journey.employer) } }
                @for (talk, event) in &booked { li { a href="#booked" { (event.on) " " (crate::hiring_event::way(visit, talk.way)) } " · " span lang=[visit.content_lang()] { (event.title) } } }
                @for step in &steps { li { (step) } }
            }
            @if proposed == 0 && steps.is_empty() && interviews.is_empty() && booked.is_empty() { p { (visit.t("me-nothing")) } }
            @if matches!(seeker.state, State::Active { .. } | State::Expired { .. }) {
                form method="post" action={ "/staff/seekers/" (seeker.id) "/renew" } { button { (visit.t("me-renew")) } }
            } @else if !matches!(seeker.state, State::Draft | State::Submitted { .. }) {
                div.actions { a.button href="/staff/seekers/new" { (visit.t("seeker-new")) } }
            }
        }
    }
}

fn own_data(visit: &Visit, file: &File) -> Markup {
    let path = format!("/staff/seekers/{}", file.view.seeker.id);
    html! {
        section {
            h2 { (visit.t("me-data")) }
            ul {
                li { a href=(path) { (visit.t("me-data-show")) } }
                li { a href={ (path) "/suggestions" } { (visit.t("suggestions")) } }
                @if file.view.may_write { li { a href={ (path) "/edit" } { (visit.t("me-data-correct")) } } }
                li { a href="/me/data" { (visit.t("me-data-download")) } }
                @if file.view.may_erase { li { a href={ (path) "/erase" } { (visit.t("erase")) } } }
            }
            button.second type="button" data-print="" hidden { (visit.t("print")) }
            @if file.record.registrations.len() > 1 {
                h3 { (visit.t("my-registrations")) }
                ul { @for seeker in &file.record.registrations { li { a href={ "/staff/seekers/" (seeker.id) } { (seeker.number) } " " span.badge { (visit.t(&format!("seeker-state-{}", seeker.state.name()))) } " · " (seeker.registered_on) } } }
            }
        }
    }
}

/// Everything kept about oneself, for another program to read (개인정보 보호법 §35의2).
async fn data(visit: Visit) -> Response {
    let file = match app::seeker::mine(&visit.ctx, visit.app()).await {
        Ok(Some(file)) => file,
        Ok(None) => return error::page(&visit, &app::Error::NotFound),
        Err(failed) => return error::page(&visit, &failed),
    };
    match app::seeker::export(&visit.ctx, visit.app(), file.view.seeker.id).await {
        Ok(exported) => {
            let headers = [
                (header::CONTENT_DISPOSITION, "attachment; filename=\"iljari-my-data.json\""),
                (header::CACHE_CONTROL, "no-store"),
            ];
            (headers, axum::Json(exported)).into_response()
        }
        Err(failed) => error::page(&visit, &failed),
    }
}
