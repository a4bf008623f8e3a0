//! The staff's pages: one file a noun.

mod action;
mod anomaly;
mod answer;
mod attachment;
mod audit;
mod brief;
mod calendar;
mod clash;
mod cohort;
mod cohort_outcome;
mod compare;
mod connector;
mod contact;
mod contribution;
mod coop_request;
mod council;
mod digest;
mod employer;
mod exchange;
mod fairness;
mod follow_up;
mod hiring_event;
mod idea;
mod import;
mod indicator;
mod label;
mod lead;
mod ledger;
mod measure;
mod meeting;
mod merge;
mod mismatch;
mod mou;
mod neighbour;
mod network;
mod node;
mod opening;
mod organisation;
mod outpost;
mod person;
mod placement;
mod print_job;
mod project;
mod referral;
mod reply_slip;
mod report_book;
mod research;
mod review;
mod roster;
mod route;
mod satisfaction;
mod seeker;
mod statistics;
mod submission;
mod supporter;
mod supporter_shift;
mod system;
mod term_plan;
mod today;
mod work_trial;

pub(crate) use answer::origin;
use answer::qr;
use axum::response::{IntoResponse, Response};
pub(crate) use coop_request::section as requests_on;
use domain::policy::{Reach, UseCase, reach};
pub(crate) use follow_up::answers as satisfaction_answers;
pub(crate) use indicator::indicators;
pub(crate) use lead::table as lead_table;
pub(crate) use ledger::{confirmed, grade, grade_words};
use maud::html;
pub(crate) use measure::unit;
pub(crate) use outpost::banner;
pub(crate) use print_job::to_queue;
pub(crate) use referral::propose;
pub(crate) use seeker::file as seeker_file;
pub(crate) use seeker::hearing::status as hearing_status;
pub(crate) use seeker::suggestion::{competition, own as pair_of_own, pair};
pub(crate) use seeker::why::of_page as why_of_page;
pub(crate) use term_plan::category;
pub(crate) use work_trial::own as own_trials;

use crate::page;
use crate::routes::Routes;
use crate::visit::Visit;

pub(crate) fn routes(routes: &mut Routes) {
    routes.at_counters(|routes| routes.get("/staff", UseCase::ReadOrganisation, home));
    routes.at_counters(answer::routes);
    routes.at_counters(today::routes);
    routes.at_counters(referral::routes);
    routes.at_counters(opening::routes);
    routes.at_counters(employer::routes);
    routes.at_counters(seeker::routes);
    hiring_event::routes(routes);
    routes.at_counters(attachment::routes);
    routes.at_counters(print_job::routes);
    routes.at_counters(reply_slip::routes);
    routes.at_counters(label::routes);
    organisation::routes(routes);
    council::routes(routes);
    meeting::routes(routes);
    action::routes(routes);
    lead::routes(routes);
    route::routes(routes);
    coop_request::routes(routes);
    idea::routes(routes);
    contact::routes(routes);
    network::routes(routes);
    merge::routes(routes);
    import::routes(routes);
    person::routes(routes);
    ledger::routes(routes);
    report_book::routes(routes);
    routes.at_counters(placement::routes);
    cohort::routes(routes);
    satisfaction::routes(routes);
    follow_up::routes(routes);
    cohort_outcome::routes(routes);
    work_trial::routes(routes);
    project::routes(routes);
    supporter::routes(routes);
    supporter_shift::routes(routes);
    mou::routes(routes);
    calendar::routes(routes);
    review::routes(routes);
    anomaly::routes(routes);
    statistics::routes(routes);
    mismatch::routes(routes);
    term_plan::routes(routes);
    measure::routes(routes);
    indicator::routes(routes);
    contribution::routes(routes);
    brief::routes(routes);
    audit::routes(routes);
    fairness::routes(routes);
    research::routes(routes);
    submission::routes(routes);
    neighbour::routes(routes);
    connector::routes(routes);
    system::routes(routes);
    digest::routes(routes);
    node::routes(routes);
    routes.at_counters(outpost::routes);
    clash::routes(routes);
    exchange::routes(routes);
}

/// Places of the staff's pages that belong together, each with what it serves.
pub(crate) struct Group {
    /// Its name.
    pub(crate) key: &'static str,
    places: &'static [(&'static str, &'static str, UseCase)],
    /// Where its pages stand beside its places.
    also: &'static [&'static str],
}

const GROUPS: &[Group] = &[
    Group {
        key: "places-centre",
        places: &[
            ("/staff/today", "today", UseCase::ReadDay),
            ("/staff/openings", "staff-openings", UseCase::ReadOpening),
            ("/staff/referrals", "referrals", UseCase::WriteReferral),
            ("/staff/follow-up", "follow-up", UseCase::ReadLedger),
            ("/staff/seekers", "staff-seekers", UseCase::ReadSeeker),
            ("/staff/work-trials", "trials", UseCase::ReadWorkTrial),
            ("/staff/review/merges", "merges", UseCase::ReadReview),
            ("/staff/review/clashes", "clashes", UseCase::ReadReview),
            ("/staff/nodes", "nodes", UseCase::ReadNode),
            (outpost::PLACE, "outpost", UseCase::MindNode),
            ("/staff/answers", "answer-key-title", UseCase::WriteReferral),
            ("/staff/cohorts", "staff-cohorts", UseCase::ReadCohort),
            ("/staff/events", "events", UseCase::ReadEvent),
            ("/staff/employers", "staff-employers", UseCase::ReadEmployer),
            ("/staff/registers", "registers", UseCase::DecideOpening),
            ("/staff/imports", "staff-imports", UseCase::ImportOpenings),
            ("/staff/print", "print-queue", UseCase::PrintPaper),
            ("/staff/paper-in", "paper-in", UseCase::KeySlip),
        ],
        also: &[
            "/staff/services",
            "/staff/action-plans",
            "/staff/labels",
            "/staff/enrolments",
            "/staff/satisfactions",
        ],
    },
    Group {
        key: "places-network",
        places: &[
            ("/staff/projects", "staff-projects", UseCase::ReadProject),
            ("/staff/calendar", "calendar", UseCase::ReadProject),
            ("/staff/supporters", "supporters", UseCase::ReadProject),
            ("/staff/mous", "staff-mous", UseCase::ReadNetwork),
            ("/staff/leads", "leads", UseCase::ReadNetwork),
            ("/staff/requests", "requests", UseCase::ReadNetwork),
            ("/staff/network", "network", UseCase::ReadNetwork),
            ("/staff/contacts", "contacts", UseCase::ReadContact),
            ("/staff/ideas", "ideas", UseCase::ReadNetwork),
            ("/staff/organisations", "staff-organisations", UseCase::ReadOrganisation),
        ],
        also: &["/staff/route", "/staff/estimates", "/staff/promises", "/staff/rosters"],
    },
    Group {
        key: "places-council",
        places: &[
            ("/staff/council", "staff-council", UseCase::ReadCouncil),
            ("/staff/actions", "staff-actions", UseCase::ReadCouncil),
            ("/staff/submission", "submission-home", UseCase::WriteSubmission),
            ("/staff/submissions", "submission-board", UseCase::ReadSubmission),
            ("/staff/books", "staff-books", UseCase::ReadPlan),
            ("/staff/mentions", "mentions", UseCase::ReadComment),
        ],
        also: &["/staff/councils", "/staff/meetings", "/staff/agenda-items"],
    },
    Group {
        key: "places-plan",
        places: &[
            ("/staff/brief", "staff-brief", UseCase::ReadBrief),
            ("/staff/plan", "staff-plan", UseCase::ReadPlan),
            ("/staff/indicators", "staff-indicators", UseCase::ReadPlan),
            ("/staff/ledger", "staff-ledger", UseCase::ReadLedger),
            ("/staff/statistics", "staff-statistics", UseCase::ReadLedger),
            ("/staff/mismatch", "mismatch", UseCase::ReadPlan),
            ("/staff/contributions", "staff-contributions", UseCase::ReadLedger),
            ("/staff/review", "staff-review", UseCase::ReadReview),
            ("/staff/audit", "staff-audit", UseCase::ReadAudit),
            ("/staff/research", "staff-research", UseCase::ExportResearch),
        ],
        also: &["/staff/measures", "/staff/placements"],
    },
    Group {
        key: "places-system",
        places: &[
            ("/staff/users", "users", UseCase::ManageUsers),
            ("/staff/exchange", "exchange", UseCase::ManageKeys),
            ("/staff/system", "staff-system", UseCase::OperateSystem),
            ("/staff/exchange/neighbours", "neighbours", UseCase::OperateSystem),
            ("/staff/exchange/connectors", "connectors", UseCase::OperateSystem),
        ],
        also: &[],
    },
];

/// What whoever asks may open here, group by group; none that would be empty.
pub(crate) fn groups(
    visit: &Visit,
) -> impl Iterator<Item = (&'static Group, Vec<(&'static str, &'static str)>)> {
    let role = visit.ctx.actor.role;
    GROUPS.iter().filter_map(move |group| {
        let open = group.places.iter().filter(|(href, _, use_case)| {
            // At home there is no machine that one works on.
            let here = visit.has(href) && (visit.is_away() || *href != outpost::PLACE);
            here && reach(role, *use_case) != Reach::No
        });
        let open: Vec<_> = open.map(|(href, key, _)| (*href, *key)).collect();
        (!open.is_empty()).then_some((group, open))
    })
}

/// The group to which a page belongs.
pub(crate) fn group_of(path: &str) -> Option<&'static str> {
    let near = |group: &&Group| {
        let all = group.places.iter().map(|(href, ..)| href).chain(group.also);
        all.filter(|href| within(path, href)).map(|href| href.len()).max()
    };
    let known = GROUPS.iter().filter_map(|group| Some((near(&group)?, group.key)));
    known.max_by_key(|(length, _)| *length).map(|(_, key)| key)
}

/// Whether a page is a place or under it.
pub(crate) fn within(path: &str, place: &str) -> bool {
    path.strip_prefix(place).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}

async fn home(visit: Visit) -> Response {
    let role = visit.ctx.actor.role;
    let body = html! {
        h1 { (visit.t("nav-staff")) }
        p.lead { (visit.t(&format!("role-{role}"))) }
        (crate::comment::waiting(&visit).await)
        (coop_request::waiting(&visit).await)
        @for (group, places) in groups(&visit) { section {
            h2 { (visit.t(group.key)) }
            ul.tiles { @for (href, key) in places { li { a href=(href) { strong { (visit.t(key)) } } } } }
        } }
    };
    page::shell(&visit, &visit.t("nav-staff"), body).into_response()
}
