//! What the test of every route holds for right: what a path names, whose records they are, who may touch them,
//! and who may know what. Said once more and apart from the policy, except for the reach of a role in a use case.

use std::collections::BTreeSet;

use domain::Role;
use domain::id::{EmployerId, OrganisationId, PersonId};
use domain::policy::{Reach, UseCase, reach};
use web::Route;

use crate::canary::{Secret, What};
use crate::planted::{Asker, Group, Planted, Stands, Subject};

/// The id of nothing.
const NOBODY: &str = "01957b00-0000-7000-8000-000000000000";

/// Stands where a record names a jobseeker, for a contact that is shared.
const SHARED: &str = "01957b00-0000-7000-8000-000000000001";

/// What the place in a path, or the form behind it, names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Noun {
    /// Nothing: a list, a page of one's own.
    Nothing,
    Seeker,
    Service,
    Plan,
    Paper,
    Referral,
    Placement,
    Opening,
    Employer,
    Lead,
    Contact,
    /// What bodies do together: a council, its meeting, a project.
    Together,
    /// A meeting, to which every body brings its own.
    Meeting,
    /// Something that belongs to nobody in particular.
    Other,
}

/// What a path names. A new noun or place needs a rule here before it can be served.
pub(crate) fn noun(route: &Route) -> Noun {
    let path = route.path;
    for place in path.split('{').skip(1).map(|rest| rest.split('}').next().unwrap_or_default()) {
        let known = match place {
            "id" => true,
            "token" => ["/links/", "/answer/", "/result/", "/digest/", "/searches/", "/satisfaction/"]
                .iter()
                .any(|of| path.starts_with(of)),
            "code" => path == "/certificates/{code}",
            "number" => path == "/events/{id}/tickets/{number}",
            "step" => path.starts_with("/staff/seekers/") || path.starts_with("/staff/users/"),
            "version" => path.starts_with("/assets/"),
            "nth" => path.starts_with("/staff/cohorts/") || path.starts_with("/staff/events/"),
            "name" => path.starts_with("/assets/") || path == "/api/v1/codes/{name}",
            _ => false,
        };
        assert!(known, "no rule for the place {{{place}}} of {path}");
    }
    match path.split_once("/{id}").map(|(before, _)| before) {
        // Their forms name a person.
        None if ["/staff/referrals/new", "/staff/placements/new", "/staff/work-trials/new"].contains(&path)
            && route.method == "POST" =>
        {
            Noun::Seeker
        }
        None => Noun::Nothing,
        Some("/staff/seekers") => Noun::Seeker,
        Some("/staff/services") => Noun::Service,
        Some("/staff/action-plans") => Noun::Plan,
        Some("/staff/attachments") => Noun::Paper,
        Some("/staff/referrals" | "/me/referrals") => Noun::Referral,
        Some("/staff/placements" | "/me/results") => Noun::Placement,
        Some("/openings" | "/kiosk/openings" | "/staff/openings" | "/employer/openings") => Noun::Opening,
        Some("/staff/employers") => Noun::Employer,
        Some("/staff/leads") => Noun::Lead,
        Some("/staff/contacts") => Noun::Contact,
        Some("/staff/meetings") if path.ends_with("/items") || path.ends_with("/receipt") => Noun::Meeting,
        Some(
            "/staff/councils"
            | "/staff/meetings"
            | "/staff/agenda-items"
            | "/staff/agenda-papers"
            | "/staff/actions"
            | "/staff/requests"
            | "/staff/projects",
        ) => Noun::Together,
        Some(
            "/sectors"
            | "/programmes"
            | "/cohorts"
            | "/enrolments"
            | "/me/enrolments"
            | "/events"
            | "/me/interviews"
            | "/staff/events"
            | "/feed/neighbours"
            | "/staff/exchange/neighbours"
            | "/staff/exchange/connectors"
            | "/staff/exchange/openings"
            | "/meetings"
            // Keys are the operator's, whoever's body they are for.
            | "/staff/exchange/keys"
            | "/api/v1/openings"
            | "/api/v1/neighbours/openings"
            // Whose it is follows from who asks; an opening of the public lists is everybody's.
            | "/me/openings"
            // Nobody names another's: whoever asks for one that is not theirs finds none.
            | "/me/searches"
            | "/bulletins"
            | "/staff/print"
            | "/staff/print/together"
            | "/staff/paper-in"
            | "/staff/books"
            | "/plan/books"
            | "/staff/comments"
            | "/ideas"
            | "/staff/ideas"
            | "/staff/notices"
            | "/staff/answers"
            | "/staff/satisfactions"
            | "/staff/cohorts"
            | "/staff/users"
            | "/staff/organisations"
            | "/staff/estimates"
            | "/staff/promises"
            | "/staff/rosters"
            | "/staff/enrolments"
            | "/staff/supporters/shifts"
            | "/staff/mous"
            | "/staff/work-trials"
            | "/staff/imports"
            | "/staff/plan/terms"
            | "/staff/measures"
            | "/staff/indicators"
            | "/staff/submissions"
            | "/staff/review/merges"
            | "/staff/review/clashes"
            | "/staff/review/asides"
            | "/staff/nodes"
            | "/staff/review/anomalies"
            | "/staff/review/disputes",
        ) => Noun::Other,
        Some(other) => panic!("no rule for {other}/{{id}}: say whose its records are"),
    }
}

/// A thing that a path can name, and whose it is.
#[derive(Debug, Clone)]
pub(crate) struct Record {
    pub(crate) id: String,
    pub(crate) seeker: String,
    pub(crate) group: Option<Group>,
    pub(crate) person: Option<PersonId>,
    pub(crate) body: Option<OrganisationId>,
    pub(crate) assigned: Option<PersonId>,
    pub(crate) employer: Option<EmployerId>,
}

impl Record {
    fn bare(id: String) -> Self {
        let seeker = NOBODY.to_owned();
        Self { id, seeker, group: None, person: None, body: None, assigned: None, employer: None }
    }

    fn of(subject: &Subject, id: &str) -> Self {
        Self {
            seeker: subject.seeker.clone(),
            group: Some(subject.group),
            person: Some(subject.person),
            body: subject.body,
            assigned: subject.assigned,
            ..Self::bare(id.to_owned())
        }
    }
}

/// One of each relation.
pub(crate) fn records(planted: &Planted, noun: Noun, path: &str) -> Vec<Record> {
    let mut groups = BTreeSet::new();
    // Two of those who registered themselves: each of the two askers is one of them.
    let firsts: Vec<&Subject> =
        planted.subjects.iter().filter(|s| groups.insert(s.group) || s.group == Group::Own).collect();
    let people = |id: fn(&Subject) -> &str| firsts.iter().map(|s| Record::of(s, id(s))).collect();
    match noun {
        Noun::Nothing => vec![Record::bare(String::new())],
        Noun::Seeker => people(|s| &s.seeker),
        Noun::Service => people(|s| &s.service),
        Noun::Plan => people(|s| &s.plan),
        Noun::Paper => people(|s| &s.paper),
        Noun::Referral => {
            let sent = firsts.iter().filter_map(|s| Some((s, s.referral.as_ref()?)));
            sent.map(|(s, (to, id))| Record { employer: Some(*to), ..Record::of(s, id) }).collect()
        }
        Noun::Placement => {
            let placed = firsts.iter().filter_map(|s| Some((s, s.placement.as_ref()?)));
            placed.map(|(s, id)| Record::of(s, id)).collect()
        }
        Noun::Opening | Noun::Employer => {
            let two = planted.employers.iter().take(2);
            let ids = two.flat_map(|e| match noun {
                Noun::Employer => vec![(e.id, e.id.to_string())],
                _ => vec![(e.id, e.draft.to_string()), (e.id, e.listed.to_string())],
            });
            let here = planted.asker(Role::Supervisor, true).body;
            ids.map(|(of, id)| Record { employer: Some(of), body: here, ..Record::bare(id) }).collect()
        }
        Noun::Contact => {
            let of = |(body, id, shared): &(Option<OrganisationId>, String, bool)| Record {
                body: *body,
                seeker: if *shared { SHARED } else { NOBODY }.to_owned(),
                ..Record::bare(id.clone())
            };
            planted.contacts.iter().map(of).collect()
        }
        Noun::Lead => {
            let body = planted.asker(Role::Counselor, true).body;
            vec![Record { body, ..Record::bare(planted.lead.to_string()) }]
        }
        Noun::Together | Noun::Meeting => {
            let body = planted.asker(Role::PlanManager, true).body;
            let under = |(before, _): &&(&str, String)| {
                path.strip_prefix(*before).is_some_and(|rest| rest.starts_with("/{id}"))
            };
            let known = planted.together.iter().filter(under);
            known.map(|(_, id)| Record { body, ..Record::bare(id.clone()) }).collect()
        }
        Noun::Other if path.starts_with("/sectors") => vec![Record::bare("care".into())],
        Noun::Other if path.starts_with("/staff/users") => {
            vec![Record::bare(planted.asker(Role::Mayor, true).person.unwrap().to_string())]
        }
        Noun::Other if path.starts_with("/staff/organisations") => {
            vec![Record { body: Some(planted.far_body), ..Record::bare(planted.far_body.to_string()) }]
        }
        Noun::Other => vec![Record::bare(NOBODY.into())],
    }
}

/// Whether somebody comes to the door of a use case.
pub(crate) fn at_door(asker: &Asker, use_case: UseCase) -> bool {
    let public = matches!(
        use_case,
        UseCase::ReadPublic
            | UseCase::SignIn
            | UseCase::SetUp
            | UseCase::AnswerQuestion
            | UseCase::BringIdea
            | UseCase::PrintAtKiosk
            | UseCase::JoinEvent
            | UseCase::HandOver
    );
    let role = if asker.stands == Stands::Suspended { Role::Citizen } else { asker.role };
    reach(role, use_case) != Reach::No && (public || asker.stands != Stands::Unconfirmed)
}

/// Whether somebody needs to know a person: of the own body or of none yet, assigned, or shared with it.
pub(crate) fn needs(asker: &Asker, record: &Record) -> bool {
    let assigned = record.assigned.is_some() && record.assigned == asker.person;
    record.body.is_none()
        || record.body == asker.body
        || assigned
        || matches!(record.group, Some(Group::Shared | Group::Assigned))
}

/// Whether a record is for somebody who came through the door.
pub(crate) fn may_touch(asker: &Asker, use_case: UseCase, noun: Noun, record: &Record) -> bool {
    match (reach(asker.role, use_case), noun) {
        (Reach::No, _) => false,
        (Reach::All, _) | (_, Noun::Nothing) => true,
        // What waits for a decision is read by a supervisor of the city, whoever's it is; it is changed by its body.
        (Reach::Need, Noun::Placement)
            if asker.role == Role::Supervisor && asker.home && use_case == UseCase::ReadPlacement =>
        {
            true
        }
        (Reach::Need, Noun::Placement) => record.body.is_none() || record.body == asker.body,
        (Reach::Need, Noun::Seeker | Noun::Service | Noun::Plan | Noun::Paper | Noun::Referral) => {
            needs(asker, record)
        }
        // One is shared with nobody, one with every department, which read it and change nothing.
        (Reach::Need, Noun::Contact) => {
            let shared = use_case == UseCase::ReadContact && record.seeker == SHARED;
            record.body == asker.body || shared
        }
        (Reach::Need, _) => true,
        // An officer of a department keys the hire of anybody, for their own body.
        (Reach::Own, Noun::Seeker) if use_case == UseCase::WritePlacement => true,
        (Reach::Own, Noun::Meeting) => true,
        (Reach::Own, _) => match asker.role {
            Role::Seeker => record.person == asker.person,
            Role::Employer => record.employer == asker.employer,
            _ => record.body.is_some() && record.body == asker.body,
        },
    }
}

/// How somebody stands to a secret.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Stand {
    Themself,
    OwnBody,
    NoBody,
    Assigned,
    Shared,
    OtherBody,
    Erased,
    OwnEmployer,
    LetterToEmployer,
    OtherEmployer,
    Nothing,
}

pub(crate) fn stand(planted: &Planted, asker: &Asker, secret: Secret) -> Stand {
    if let Some(subject) = planted.subjects.get(secret.whose) {
        let letter = subject.referral.as_ref().is_some_and(|(to, _)| Some(*to) == asker.employer);
        return match subject.group {
            Group::Erased => Stand::Erased,
            _ if Some(subject.person) == asker.person => Stand::Themself,
            _ if letter => Stand::LetterToEmployer,
            Group::Own => Stand::NoBody,
            _ if subject.body == asker.body => Stand::OwnBody,
            Group::Assigned if subject.assigned == asker.person => Stand::Assigned,
            Group::Shared | Group::Assigned => Stand::Shared,
            _ => Stand::OtherBody,
        };
    }
    if let Some(employer) = planted.employers.get(secret.whose - planted.subjects.len()) {
        let letter = planted.subjects.iter().any(|subject| {
            let to = subject.referral.as_ref().is_some_and(|(to, _)| *to == employer.id);
            to && Some(subject.person) == asker.person
        });
        return match Some(employer.id) == asker.employer {
            true => Stand::OwnEmployer,
            false if letter => Stand::LetterToEmployer,
            false => Stand::OtherEmployer,
        };
    }
    let own = planted.askers[secret.whose - planted.accounts_from].person == asker.person;
    if own && asker.person.is_some() { Stand::Themself } else { Stand::Nothing }
}

/// What a role may read, said once more and apart from the policy: this table is what the pages are held to.
pub(crate) fn may_know(asker: &Asker, what: What, stand: Stand) -> bool {
    use Role as R;
    if what == What::Public {
        return true;
    }
    if asker.stands != Stands::Confirmed || stand == Stand::Erased {
        // Whoever nobody has confirmed is greeted by their name.
        return asker.stands == Stands::Unconfirmed && (what, stand) == (What::Account, Stand::Themself);
    }
    let counsels = matches!(asker.role, R::Counselor | R::Supervisor)
        && matches!(stand, Stand::OwnBody | Stand::NoBody | Stand::Assigned | Stand::Shared);
    let themself = asker.role == R::Seeker && stand == Stand::Themself;
    match what {
        What::Public => true,
        What::Name | What::Phone => {
            counsels || themself || asker.role == R::Auditor || stand == Stand::LetterToEmployer
        }
        What::Told | What::Paper => counsels || themself || asker.role == R::Auditor,
        What::Health | What::Notes => counsels || themself,
        What::Contact => match asker.role {
            R::Counselor | R::Supervisor | R::Clerk | R::Agency | R::PlanManager | R::Auditor => true,
            R::Employer => stand == Stand::OwnEmployer,
            // A letter says whom to ask for.
            R::Seeker => stand == Stand::LetterToEmployer,
            _ => false,
        },
        What::Known => {
            let theirs =
                matches!(asker.role, R::Counselor | R::Supervisor | R::Clerk | R::Agency | R::PlanManager);
            (theirs && asker.home) || asker.role == R::Auditor
        }
        What::Shared => {
            matches!(
                asker.role,
                R::Counselor | R::Supervisor | R::Clerk | R::Agency | R::PlanManager | R::Auditor
            )
        }
        What::Room => !matches!(asker.role, R::Citizen | R::Seeker | R::Employer),
        What::Draft => match asker.role {
            R::Citizen | R::Seeker => false,
            R::Employer => stand == Stand::OwnEmployer,
            _ => true,
        },
        // Who looked at a record is no secret to whom it is about, nor to those who see it.
        What::Account => {
            // Officials know each other, and the network knows whom to ask for.
            let sees = asker.role != R::Citizen && asker.role != R::Employer;
            sees || stand == Stand::Themself
        }
        What::Login => asker.role == R::Operator,
    }
}
