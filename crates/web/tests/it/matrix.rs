//! Every route × every account × every relation, against the policy; and every answer against the ten thousand
//! strings that stand in this city. Routes come from the table that serves them: one with a place that has no
//! rule here fails.

use std::collections::BTreeSet;
use std::sync::Arc;

use axum::http::StatusCode;
use domain::Role;
use domain::policy::UseCase;
use domain::seeker::ConsentKind;
use strum::IntoEnumIterator;
use web::Route;

use crate::canary::What;
use crate::entitled::{Noun, Record, Stand, at_door, may_know, may_touch, noun, records, stand};
use crate::planted::{Asker, Group, Planted, Stands};
use crate::site::Answer;

const FORM: &str = "application/x-www-form-urlencoded";

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
        let program = route.path.starts_with("/api/");
        let right = if program && answer.status == StatusCode::UNAUTHORIZED {
            // A program is told that it needs a key, not sent to a page where people sign in.
            true
        } else if at_door(asker, route.use_case) {
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
    let path = path
        .replace("{id}", id)
        .replace("{token}", "nothing")
        .replace("{code}", "nothing")
        .replace("{number}", "nothing")
        .replace("{step}", step)
        .replace("{nth}", "1");
    let path = path.replace("{version}", "0").replace("{name}", "none");
    // Said by everybody who asks, so that whoever may not is refused all the same.
    if path.contains("/registers/seekers") { format!("{path}?why=register") } else { path }
}

/// Setting a page takes long, and its print page says the same; whoever may not is refused at both.
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
            if may && is_set(route) {
                continue;
            }
            let path = filled(route.path, &record.id);
            let what = format!("GET {} of {:?} as {}", route.path, record.group, asker.named());
            let answer = planted.site.send("GET", &path, asker.token.as_deref(), String::new(), FORM).await;
            report.read(&planted, &asker, &what, &answer, "");
            if !may {
                report.refused(route, &asker, &what, &answer);
            }
            if may && noun == Noun::Nothing && answer.text.contains("name=\"q\"") {
                search(&planted, &asker, route.path, &answer.text, &mut report).await;
            }
            if !door {
                break;
            }
        }
    }
    report
}

/// Asks a list for people and openings that it must not hold, and for those that it may.
async fn search(planted: &Planted, asker: &Asker, path: &str, page: &str, report: &mut Report) {
    let mut groups = BTreeSet::new();
    let firsts = planted.subjects.iter().filter(|subject| groups.insert(subject.group));
    let mut wanted: Vec<String> = vec!["qzk".into(), "조립원".into()];
    if path.contains("seekers") {
        wanted.extend(["김".to_owned(), "S2016-".to_owned()]);
        wanted.extend(firsts.flat_map(|s| [s.name.clone(), s.phone.clone(), s.phone[7..].to_owned()]));
    }
    let file = page.contains(&format!("{path}.csv")).then_some(".csv");
    for text in wanted {
        for ext in [Some(""), file].into_iter().flatten() {
            let asked: String = text.bytes().map(|byte| format!("%{byte:02X}")).collect();
            // People are looked for by a form, so that no address names them.
            let (method, to, body) = match path.contains("seekers") {
                true => ("POST", path.to_owned(), format!("q={asked}")),
                false => ("GET", format!("{path}{ext}?q={asked}&size=100"), String::new()),
            };
            let answer = planted.site.send(method, &to, asker.token.as_deref(), body, FORM).await;
            let what = format!("{method} {path}{ext} q={text} as {}", asker.named());
            report.read(planted, asker, &what, &answer, &text);
        }
    }
}

/// A form that any route could take: what it asks for is in it.
fn form(route: &Route, record: &Record, planted: &Planted) -> (String, String) {
    if ["/papers", "/rosters", "/staff/imports", "{id}/file"].iter().any(|end| route.path.ends_with(end)) {
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
        "/staff/contacts/{id}/steps" => "erase",
        "/staff/requests/{id}/steps" => "accept",
        "/staff/ideas/{id}/steps" => "decline",
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
        ("reference", "20160314-1"),
        ("ended_on", "2016-03-14"),
        ("moved_to", "2016-03-15"),
        ("move_reason", &first::<domain::placement::MoveReason>()),
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
        ("ground", &first::<domain::placement::SettleGround>()),
        ("name", "changed"),
        ("title", "changed"),
        ("goal", "changed"),
        ("text", "changed"),
        ("checked", if route.path.ends_with("/account") { "id_card" } else { "yes" }),
        ("login", "changed"),
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
    app::seeker::say_why(&ctx, &app, app::seeker::Door::Seeker(id), domain::look::Why::Audit, "")
        .await
        .unwrap();
    let looks = app::seeker::get(&ctx, &app, id).await.unwrap().looks.items;
    assert!(
        looks
            .iter()
            .any(|look| look.purpose == domain::look::Purpose::ReadSeeker && look.role == Role::Counselor)
    );
}
