//! Every route × every account × every relation, against the policy; and every answer against the ten thousand
//! strings that stand in this city. Routes come from the table that serves them: one with a place that has no
//! rule here fails.

use std::collections::BTreeSet;
use std::sync::Arc;

use axum::http::StatusCode;
use domain::Role;
use domain::id::{EmployerId, OrganisationId, PersonId};
use domain::policy::{Reach, UseCase, reach};
use domain::seeker::ConsentKind;
use strum::IntoEnumIterator;
use web::Route;

use crate::canary::{Secret, What};
use crate::planted::{Asker, Group, Planted, Stands, Subject};
use crate::site::Answer;

const FORM: &str = "application/x-www-form-urlencoded";
const NOBODY: &str = "01957b00-0000-7000-8000-000000000000";

/// What the place in a path, or the form behind it, names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Noun {
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
    /// Something that belongs to nobody in particular.
    Other,
}

/// What a path names. A new noun or place needs a rule here before it can be served.
fn noun(route: &Route) -> Noun {
    let path = route.path;
    for place in path.split('{').skip(1).map(|rest| rest.split('}').next().unwrap_or_default()) {
        let known = match place {
            "id" => true,
            "token" => path.starts_with("/links/") || path.starts_with("/answer/"),
            "step" => path.starts_with("/staff/seekers/") || path.starts_with("/staff/users/"),
            "version" | "name" => path.starts_with("/assets/"),
            _ => false,
        };
        assert!(known, "no rule for the place {{{place}}} of {path}");
    }
    match path.split_once("/{id}").map(|(before, _)| before) {
        // Their forms name a person.
        None if ["/staff/referrals/new", "/staff/placements/new"].contains(&path)
            && route.method == "POST" =>
        {
            Noun::Seeker
        }
        None => Noun::Nothing,
        Some("/staff/seekers") => Noun::Seeker,
        Some("/staff/services") => Noun::Service,
        Some("/staff/plans") => Noun::Plan,
        Some("/staff/attachments") => Noun::Paper,
        Some("/staff/referrals") => Noun::Referral,
        Some("/staff/placements" | "/me/results") => Noun::Placement,
        Some("/openings" | "/staff/openings") => Noun::Opening,
        Some("/staff/employers") => Noun::Employer,
        Some(
            "/sectors"
            | "/staff/notices"
            | "/staff/users"
            | "/staff/organisations"
            | "/staff/imports"
            | "/staff/review/merges"
            | "/staff/review/anomalies"
            | "/staff/review/disputes",
        ) => Noun::Other,
        Some(other) => panic!("no rule for {other}/{{id}}: say whose its records are"),
    }
}

/// A thing that a path can name, and whose it is.
#[derive(Debug, Clone)]
struct Record {
    id: String,
    seeker: String,
    group: Option<Group>,
    person: Option<PersonId>,
    body: Option<OrganisationId>,
    assigned: Option<PersonId>,
    employer: Option<EmployerId>,
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
fn records(planted: &Planted, noun: Noun, path: &str) -> Vec<Record> {
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
        Noun::Other if path.starts_with("/sectors") => vec![Record::bare("care".into())],
        Noun::Other if path.starts_with("/staff/users") => {
            vec![Record::bare(planted.asker(Role::Mayor, true).person.unwrap().to_string())]
        }
        Noun::Other if path.starts_with("/staff/organisations") => {
            vec![Record::bare(planted.far_body.to_string())]
        }
        Noun::Other => vec![Record::bare(NOBODY.into())],
    }
}

/// Whether somebody comes to the door of a use case.
fn at_door(asker: &Asker, use_case: UseCase) -> bool {
    let public =
        matches!(use_case, UseCase::ReadPublic | UseCase::SignIn | UseCase::SetUp | UseCase::AnswerQuestion);
    let role = if asker.stands == Stands::Suspended { Role::Citizen } else { asker.role };
    reach(role, use_case) != Reach::No && (public || asker.stands != Stands::Unconfirmed)
}

/// Whether somebody needs to know a person: of the own body or of none yet, assigned, or shared with it.
fn needs(asker: &Asker, record: &Record) -> bool {
    let assigned = record.assigned.is_some() && record.assigned == asker.person;
    record.body.is_none() || record.body == asker.body || assigned || record.group == Some(Group::Shared)
}

/// Whether a record is for somebody who came through the door.
fn may_touch(asker: &Asker, use_case: UseCase, noun: Noun, record: &Record) -> bool {
    match (reach(asker.role, use_case), noun) {
        (Reach::No, _) => false,
        (Reach::All, _) | (_, Noun::Nothing) => true,
        (Reach::Need, Noun::Placement) => record.body.is_none() || record.body == asker.body,
        (Reach::Need, Noun::Seeker | Noun::Service | Noun::Plan | Noun::Paper | Noun::Referral) => {
            needs(asker, record)
        }
        (Reach::Need, _) => true,
        // An officer of a department keys the hire of anybody, for their own body.
        (Reach::Own, Noun::Seeker) if use_case == UseCase::WritePlacement => true,
        (Reach::Own, _) => match asker.role {
            Role::Seeker => record.person == asker.person,
            Role::Employer => record.employer == asker.employer,
            _ => record.body.is_some() && record.body == asker.body,
        },
    }
}

/// How somebody stands to a secret.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Stand {
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

fn stand(planted: &Planted, asker: &Asker, secret: Secret) -> Stand {
    if let Some(subject) = planted.subjects.get(secret.whose) {
        let letter = subject.referral.as_ref().is_some_and(|(to, _)| Some(*to) == asker.employer);
        return match subject.group {
            Group::Erased => Stand::Erased,
            _ if Some(subject.person) == asker.person => Stand::Themself,
            _ if letter => Stand::LetterToEmployer,
            Group::Own => Stand::NoBody,
            _ if subject.body == asker.body => Stand::OwnBody,
            Group::Assigned if subject.assigned == asker.person => Stand::Assigned,
            Group::Shared => Stand::Shared,
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
fn may_know(asker: &Asker, what: What, stand: Stand) -> bool {
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
        What::Draft => match asker.role {
            R::Citizen | R::Seeker => false,
            R::Employer => stand == Stand::OwnEmployer,
            _ => true,
        },
        // Who did something to an opening or looked at a record is no secret to those who may see it.
        What::Account => asker.role != R::Citizen,
        // Whoever confirms an employer's contact must know them.
        What::Login => matches!(asker.role, R::Operator) || stand == Stand::Themself,
    }
}

/// What came of asking.
#[derive(Debug, Default)]
struct Report {
    asked: usize,
    refused: usize,
    wrong: Vec<String>,
    seen: BTreeSet<(What, Role, Stand)>,
}

impl Report {
    fn join(&mut self, other: Self) {
        self.asked += other.asked;
        self.refused += other.refused;
        self.wrong.extend(other.wrong);
        self.seen.extend(other.seen);
    }

    /// Holds an answer against what its asker may know. `asked` may be said again.
    fn read(&mut self, planted: &Planted, asker: &Asker, what: &str, answer: &Answer, asked: &str) {
        self.asked += 1;
        if answer.status.is_server_error() {
            self.wrong.push(format!("{what}: {}", answer.status));
        }
        let again = planted.canaries.found(asked);
        for n in planted.canaries.found(&answer.text).difference(&again) {
            let secret = planted.canaries.secret(*n);
            let stand = stand(planted, asker, secret);
            if may_know(asker, secret.what, stand) {
                self.seen.insert((secret.what, asker.role, stand));
            } else {
                self.wrong.push(format!("{what} shows {secret:?}, {stand:?}"));
            }
        }
    }

    /// Holds a refusal against what the policy says.
    fn refused(&mut self, route: &Route, asker: &Asker, what: &str, answer: &Answer) {
        self.refused += 1;
        let visitor = asker.role == Role::Citizen || asker.stands == Stands::Suspended;
        let confidential =
            matches!(route.use_case, UseCase::ReadSeeker | UseCase::WriteSeeker | UseCase::ErasePerson);
        let right = if at_door(asker, route.use_case) {
            [StatusCode::NOT_FOUND, StatusCode::FORBIDDEN].contains(&answer.status)
        } else if visitor && route.method == "GET" {
            answer.status == StatusCode::SEE_OTHER
        } else if confidential {
            answer.status == StatusCode::NOT_FOUND
        } else {
            answer.status == StatusCode::FORBIDDEN
        };
        if !right {
            self.wrong.push(format!("{what} is answered {}", answer.status));
        }
    }
}

fn filled(path: &str, id: &str) -> String {
    let step = if path.starts_with("/staff/users/") { "suspend" } else { "cancel" };
    let path = path.replace("{id}", id).replace("{token}", "nothing").replace("{step}", step);
    path.replace("{version}", "0").replace("{name}", "none")
}

/// Setting a page takes long, and its print page says the same.
fn is_set(route: &Route) -> bool {
    route.path.ends_with(".pdf")
}

/// Of another body's people nothing is shown before it was said why; then it is said.
async fn say_why(planted: &Planted, asker: &Asker, report: &mut Report) {
    for record in records(planted, Noun::Seeker, "") {
        let own = record.body.is_none() || record.body == asker.body || record.person == asker.person;
        let assigned = record.assigned.is_some() && record.assigned == asker.person;
        let erased = record.group == Some(Group::Erased);
        let may = at_door(asker, UseCase::ReadSeeker)
            && may_touch(asker, UseCase::ReadSeeker, Noun::Seeker, &record);
        if own || assigned || erased || !may {
            continue;
        }
        let path = format!("/staff/seekers/{}", record.seeker);
        let token = asker.token.as_deref();
        let answer = planted.site.send("GET", &path, token, String::new(), FORM).await;
        let to = answer.headers.get("location").and_then(|to| to.to_str().ok());
        if to != Some(format!("{path}/why").as_str()) || !planted.canaries.found(&answer.text).is_empty() {
            report.wrong.push(format!("{path} is shown to {} without a reason", asker.named()));
        }
        let said = "why=audit&words=checked".to_owned();
        let answer = planted.site.send("POST", &format!("{path}/why"), token, said, FORM).await;
        report.read(planted, asker, "a reason", &answer, "");
        report.asked += 1;
    }
}

/// Everything that an account can open.
async fn read_all(planted: Arc<Planted>, asker: Asker) -> Report {
    let mut report = Report::default();
    say_why(&planted, &asker, &mut report).await;
    for route in web::table().iter().filter(|route| route.method == "GET") {
        let noun = noun(route);
        let door = at_door(&asker, route.use_case);
        for record in records(&planted, noun, route.path) {
            let may = door && may_touch(&asker, route.use_case, noun, &record);
            let sample = asker.role == Role::Supervisor && asker.home && record.group == Some(Group::Home);
            if may && is_set(route) && !sample {
                continue;
            }
            let path = filled(route.path, &record.id);
            let what = format!("GET {} of {:?} as {}", route.path, record.group, asker.named());
            let answer = planted.site.send("GET", &path, asker.token.as_deref(), String::new(), FORM).await;
            report.read(&planted, &asker, &what, &answer, "");
            if !may {
                report.refused(route, &asker, &what, &answer);
            }
            if may && answer.text.contains("name=\"q\"") {
                search(&planted, &asker, route.path, &mut report).await;
            }
            if !door {
                break;
            }
        }
    }
    report
}

/// Asks a list for people and openings that it must not hold, and for those that it may.
async fn search(planted: &Planted, asker: &Asker, path: &str, report: &mut Report) {
    let mut groups = BTreeSet::new();
    let firsts = planted.subjects.iter().filter(|subject| groups.insert(subject.group));
    let mut wanted: Vec<String> =
        firsts.flat_map(|s| [s.name.clone(), s.phone.clone(), s.phone[7..].to_owned()]).collect();
    wanted.extend(["qzk", "김", "조립원", "S2016-"].map(str::to_owned));
    for text in wanted {
        for ext in ["", ".csv"] {
            let asked: String = text.bytes().map(|byte| format!("%{byte:02X}")).collect();
            let asked = format!("{path}{ext}?q={asked}&size=100");
            let answer = planted.site.send("GET", &asked, asker.token.as_deref(), String::new(), FORM).await;
            let what = format!("GET {path}{ext}?q={text} as {}", asker.named());
            report.read(planted, asker, &what, &answer, &text);
        }
    }
}

/// A form that any route could take: what it asks for is in it.
fn form(route: &Route, record: &Record, planted: &Planted) -> (String, String) {
    if route.path.ends_with("/papers") || route.path == "/staff/imports" {
        let file = "%PDF-1.4\n1 0 obj (a) endobj\n%%EOF";
        let part = "--x\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.pdf\"\r\n";
        let body = format!("{part}Content-Type: application/pdf\r\n\r\n{file}\r\n--x--\r\n");
        return (body, "multipart/form-data; boundary=x".into());
    }
    let reason = match route.path {
        "/staff/seekers/{id}/steps/{step}" => first::<domain::seeker::CancelReason>(),
        "/staff/referrals/{id}/steps" => first::<domain::referral::RejectReason>(),
        "/staff/openings/{id}/steps" => first::<domain::opening::CloseReason>(),
        "/me/results/{id}/dispute" => first::<domain::placement::DisputeReason>(),
        _ => domain::person::ErasureReason::Requested.to_string(),
    };
    let kind = match route.path {
        "/staff/openings/{id}/questions" => first::<domain::answer::Kind>(),
        "/staff/placements/{id}/evidence" => first::<domain::placement::EvidenceKind>(),
        _ => first::<domain::service::ServiceKind>(),
    };
    let step = match route.path {
        "/staff/referrals/{id}/steps" => "reject",
        "/staff/openings/{id}/steps" => "close",
        _ => "0",
    };
    let opening = planted.employers[3].listed.to_string();
    let employer = planted.employers[3].id.to_string();
    let consent = format!("{}:no", ConsentKind::LocalGovernment);
    let pairs = [
        ("version", if route.path.contains("referrals") { "3" } else { "1" }),
        ("reason", &reason),
        ("kind", &kind),
        ("step", step),
        ("seeker", &record.seeker),
        ("opening", &opening),
        ("employer", &employer),
        ("switch", &consent),
        ("how", "self_found"),
        ("on", "2016-03-14"),
        ("start_on", "2016-03-14"),
        ("ended_on", "2016-03-14"),
        ("looked_on", "2016-03-14"),
        ("due_on", "2016-03-20"),
        ("end_reason", &first::<domain::placement::EndReason>()),
        ("cancel_reason", &first::<domain::placement::CancelReason>()),
        ("grade", &first::<domain::placement::EvidenceGrade>()),
        ("months", "1"),
        ("still", "yes"),
        ("decision", "same"),
        ("why", "audit"),
        ("verdict", &first::<domain::anomaly::Verdict>()),
        ("upheld", "yes"),
        ("name", "changed"),
        ("title", "changed"),
        ("goal", "changed"),
        ("text", "changed"),
        ("checked", "yes"),
        ("consent_registration", "2016-03-14"),
        ("employment_type", "10"),
        ("weekly_hours", "40"),
        ("month", "2016-02"),
        ("role", "operator"),
    ]
    .map(|(name, value)| format!("{name}={value}"));
    (pairs.join("&"), FORM.into())
}

fn first<T: IntoEnumIterator + std::fmt::Display>() -> String {
    T::iter().next().unwrap().to_string()
}

/// Routes whose form ends or begins a session, or takes a hash of a password each time: `counter.rs` and the
/// tests of `app` have them.
fn of_sessions(route: &Route) -> bool {
    ["/sign-out", "/sign-in", "/role", "/links/{token}"].contains(&route.path)
}

/// Everything that an account can send: what it may not (`may` is false), or what it may.
async fn write_all(planted: Arc<Planted>, asker: Asker, wanted: bool) -> Report {
    let mut report = Report::default();
    let table = web::table();
    for route in table.iter().filter(|route| route.method == "POST" && !of_sessions(route)) {
        let noun = noun(route);
        let door = at_door(&asker, route.use_case);
        for record in records(&planted, noun, route.path) {
            let may = door && may_touch(&asker, route.use_case, noun, &record);
            if may == wanted {
                let path = filled(route.path, &record.id);
                let (body, kind) = match may {
                    true => ("version=0".to_owned(), FORM.to_owned()),
                    false => form(route, &record, &planted),
                };
                let what = format!("POST {} of {:?} as {}", route.path, record.group, asker.named());
                let answer = planted.site.send("POST", &path, asker.token.as_deref(), body, &kind).await;
                report.read(&planted, &asker, &what, &answer, "");
                if !may {
                    report.refused(route, &asker, &what, &answer);
                }
            }
            if !door {
                break;
            }
        }
    }
    report
}

/// All accounts at once.
async fn everybody<F>(planted: &Arc<Planted>, ask: impl Fn(Arc<Planted>, Asker) -> F) -> Report
where
    F: Future<Output = Report> + Send + 'static,
{
    let running: Vec<_> =
        planted.askers.iter().map(|asker| tokio::spawn(ask(planted.clone(), asker.clone()))).collect();
    let mut report = Report::default();
    for one in running {
        report.join(one.await.unwrap());
    }
    report
}

fn assert_right(report: &Report) {
    let mut wrong = report.wrong.clone();
    wrong.sort();
    wrong.dedup();
    // One line for each kind of wrong, not for each person.
    wrong.dedup_by_key(|line| line.split(" shows ").next().map(str::to_owned));
    assert!(wrong.is_empty(), "{} wrong:\n{}", wrong.len(), wrong.join("\n"));
}

#[tokio::test(flavor = "multi_thread")]
async fn everybody_reads_and_changes_what_they_may_and_nothing_else() {
    let planted = Arc::new(Planted::new().await);
    assert!(planted.canaries.len() >= 10_000, "{} canaries", planted.canaries.len());
    let app = planted.app();
    let mut report = everybody(&planted, read_all).await;

    // Whatever was refused changed nothing; whoever looks at it later sees that somebody tried.
    let head = async || app::system::health(&app).await.unwrap().head;
    let before = head().await;
    report.join(everybody(&planted, |planted, asker| write_all(planted, asker, false)).await);
    let after = head().await;
    if before != after {
        report.wrong.push(format!("refused requests wrote {} changes", after - before));
    }
    report.join(everybody(&planted, |planted, asker| write_all(planted, asker, true)).await);
    println!("{} requests, {} refused, {} canaries", report.asked, report.refused, planted.canaries.len());
    assert_right(&report);

    // What each may see they do see somewhere: otherwise the search would find nothing whatever leaked.
    let mut missed = BTreeSet::new();
    for asker in planted.askers.iter().filter(|asker| asker.stands == Stands::Confirmed) {
        for secret in planted.canaries.all() {
            let stand = stand(&planted, asker, *secret);
            let seen = (secret.what, asker.role, stand);
            if may_know(asker, secret.what, stand) && !report.seen.contains(&seen) {
                missed.insert(seen);
            }
        }
    }
    assert!(missed.is_empty(), "never seen: {missed:?}");

    // And what was shown to one is found where it would be shown to another.
    let (auditor, counselor) = (planted.asker(Role::Auditor, true), planted.asker(Role::Counselor, true));
    let far = planted.subjects.iter().find(|subject| subject.group == Group::Far).unwrap();
    let path = format!("/staff/seekers/{}", far.seeker);
    let answer = planted.site.send("GET", &path, auditor.token.as_deref(), String::new(), FORM).await;
    let mut leak = Report::default();
    leak.read(&planted, counselor, "a page of another body", &answer, "");
    assert!(leak.wrong.len() > 20, "{} of the page's canaries were found", leak.wrong.len());
    let ctx = planted.site.city.as_role(Role::Auditor).await;
    let id = far.seeker.parse().unwrap();
    app::seeker::say_why(&ctx, &app, id, domain::look::Why::Audit, "").await.unwrap();
    let looks = app::seeker::get(&ctx, &app, id).await.unwrap().looks;
    assert!(looks.iter().any(|look| look.purpose == "read_seeker" && look.role == Role::Counselor));
}
