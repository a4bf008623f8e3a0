//! Links and codes that open something without an account, with real secrets: what their holder learns, whoever
//! that is, and nothing more; of each body, live, answered, taken back and run out.

use std::collections::BTreeSet;

use axum::http::StatusCode;
use domain::Role;
use domain::answer::{Kind, Reply};
use domain::id::{OrganisationId, PlacementId, ReferralId, SeekerId};
use domain::placement::CancelReason;
use domain::referral::RejectReason;
use strum::IntoEnumIterator;

use crate::canary::What;
use crate::planted::{Asker, Group, Planted, Stands, acting};
use crate::site::Answer;

const FORM: &str = "application/x-www-form-urlencoded";
/// An employer that nobody is referred to.
const QUIET: usize = 4;

/// A person sent with a letter.
struct Letter {
    /// Their place among the people, which their canaries name.
    whose: usize,
    /// The place of the employer it goes to.
    to: usize,
    body: Option<OrganisationId>,
    referral: ReferralId,
    /// The code on it, unless the person is erased.
    code: Option<String>,
    /// Whether its answer is awaited.
    live: bool,
}

/// A question about the listed opening of an employer.
struct Question {
    token: String,
    code: String,
    to: usize,
    body: Option<OrganisationId>,
}

/// A letter about a result.
struct Outcome {
    token: String,
    number: String,
    code: String,
}

struct Links {
    planted: Planted,
    letters: Vec<Letter>,
    questions: Vec<Question>,
    /// One that was answered for good.
    answered: String,
    results: Vec<Outcome>,
}

/// As whom somebody who holds a link is heard.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Heard {
    Employer,
    Staff,
    Nobody,
}

fn heard(asker: &Asker, employer: domain::id::EmployerId) -> Heard {
    let role = if asker.stands == Stands::Suspended { Role::Citizen } else { asker.role };
    match role {
        Role::Citizen => Heard::Employer,
        Role::Employer if asker.employer == Some(employer) => Heard::Employer,
        Role::Counselor | Role::Supervisor if asker.stands == Stands::Confirmed => Heard::Staff,
        _ => Heard::Nobody,
    }
}

impl Links {
    async fn new() -> Self {
        let planted = Planted::new().await;
        let app = planted.app();
        let home = planted.asker(Role::Supervisor, true).body;
        let staff = |body| acting(&planted.site, Role::Supervisor, Some(app.system_ctx().id()), body);
        let mut letters = Vec::new();
        for (whose, subject) in planted.subjects.iter().enumerate() {
            let Some((to, referral)) = &subject.referral else { continue };
            let to = planted.employers.iter().position(|one| one.id == *to).unwrap();
            let referral = referral.parse().unwrap();
            let live = subject.group != Group::Erased;
            let seen = app::referral::get(&staff(subject.body), &app, referral).await.ok();
            let code = seen.and_then(|seen| seen.code);
            assert_eq!(code.is_some(), live);
            letters.push(Letter { whose, to, body: subject.body, referral, code, live });
        }
        let mut questions = Vec::new();
        for (body, to) in [(home, 0), (Some(planted.far_body), 0), (home, 1)] {
            let (ctx, opening) = (staff(body), planted.employers[to].listed);
            let put = app::answer::put(&ctx, &app, opening, Kind::Result).await.unwrap();
            questions.push(Question { token: put.token, code: put.code, to, body });
        }
        // Two more of the city's own people: of one the employer has said no, the other took everything back.
        for (whose, rejected) in [(2, true), (3, false)] {
            let (ctx, subject) = (staff(home), &planted.subjects[whose]);
            let seeker: SeekerId = subject.seeker.parse().unwrap();
            let referral =
                app::referral::propose(&ctx, &app, seeker, planted.employers[0].listed).await.unwrap();
            app::referral::agree(&ctx, &app, referral, 1, domain::Channel::Phone).await.unwrap();
            app::referral::send(&ctx, &app, referral, 2).await.unwrap();
            let code = app::referral::get(&ctx, &app, referral).await.unwrap().code;
            let citizen = planted.site.city.as_role(Role::Citizen).await;
            if rejected {
                let no = Reply::Rejected { referral, reason: RejectReason::Distance };
                let token = app::answer::Secret::Token(&questions[0].token);
                app::answer::answer(&citizen, &app, token, no).await.unwrap();
            } else {
                app::seeker::withdraw(&ctx, &app, seeker).await.unwrap();
            }
            letters.push(Letter { whose, to: 0, body: home, referral, code, live: false });
        }
        let quiet = planted.employers[QUIET].listed;
        let answered = app::answer::put(&staff(home), &app, quiet, Kind::StillOpen).await.unwrap().token;
        let citizen = planted.site.city.as_role(Role::Citizen).await;
        let token = app::answer::Secret::Token(&answered);
        app::answer::answer(&citizen, &app, token, Reply::NotNeeded).await.unwrap();

        let mut results = Vec::new();
        for (group, nth) in [(Group::Home, 0), (Group::Home, 1), (Group::Far, 0), (Group::Far, 1)] {
            let subject = planted.subjects.iter().filter(|one| one.group == group).nth(nth).unwrap();
            let id: PlacementId = subject.placement.as_ref().unwrap().parse().unwrap();
            let ctx = staff(subject.body);
            let (number, code) = app::placement::code(&ctx, &app, id).await.unwrap();
            let token = app::placement::link(&app, id);
            match (group, nth) {
                (Group::Home, 1) => app::placement::confirm(&citizen, &app, &token, "here").await.unwrap(),
                (Group::Far, 1) => {
                    let reason = CancelReason::iter().next().unwrap();
                    app::placement::cancel(&ctx, &app, id, 1, reason).await.unwrap();
                }
                _ => {}
            }
            results.push(Outcome { token, number, code });
        }
        Self { planted, letters, questions, answered, results }
    }

    async fn ask(&self, asker: &Asker, method: &str, path: &str, body: &str) -> (Answer, BTreeSet<usize>) {
        let (planted, token) = (&self.planted, asker.token.as_deref());
        let answer = planted.site.send(method, path, token, body.to_owned(), FORM).await;
        let found = planted.canaries.found(&answer.text);
        // What is on the lists everybody knows, and whoever is signed in is greeted.
        let learned = found.into_iter().filter(|n| {
            let secret = planted.canaries.secret(*n);
            let own = secret.what == What::Account
                && asker.person.is_some()
                && planted.askers[secret.whose - planted.accounts_from].person == asker.person;
            secret.what != What::Public && !own
        });
        let learned = learned.collect();
        (answer, learned)
    }

    /// The names of people, and nothing else of them.
    fn names(&self, letters: impl Iterator<Item = usize>) -> BTreeSet<usize> {
        let whose: BTreeSet<usize> = letters.collect();
        let all = self.planted.canaries.all().iter().enumerate();
        all.filter(|(_, s)| s.what == What::Name && whose.contains(&s.whose)).map(|(n, _)| n).collect()
    }

    /// What the holder of a question's link reads: whom its body sent there, or nobody did, and is waited for; staff
    /// only those whom they need to know.
    fn expected(&self, asker: &Asker, question: &Question) -> (StatusCode, BTreeSet<usize>) {
        let heard = heard(asker, self.planted.employers[question.to].id);
        if heard == Heard::Nobody {
            return (StatusCode::FORBIDDEN, BTreeSet::new());
        }
        let letters = self.letters.iter().filter(|letter| {
            letter.live
                && letter.to == question.to
                && (letter.body.is_none() || letter.body == question.body)
                && (heard == Heard::Employer || letter.body.is_none() || letter.body == asker.body)
        });
        (StatusCode::OK, self.names(letters.map(|letter| letter.whose)))
    }

    /// What a letter's code shows: its own person while the answer is awaited. To staff who need not know of the
    /// person it is no code at all.
    fn of_letter(&self, asker: &Asker, letter: &Letter) -> (StatusCode, BTreeSet<usize>) {
        let heard = heard(asker, self.planted.employers[letter.to].id);
        let knows = heard == Heard::Employer || letter.body.is_none() || letter.body == asker.body;
        let shown = self.names(letter.live.then_some(letter.whose).into_iter());
        match heard {
            Heard::Nobody if matches!(asker.role, Role::Seeker | Role::Employer | Role::Partner) => {
                (StatusCode::FORBIDDEN, BTreeSet::new())
            }
            Heard::Nobody => (StatusCode::UNPROCESSABLE_ENTITY, BTreeSet::new()),
            _ if knows => (StatusCode::OK, shown),
            _ => (StatusCode::UNPROCESSABLE_ENTITY, BTreeSet::new()),
        }
    }

    /// Everybody, with a session of now.
    async fn askers(&self) -> Vec<Asker> {
        let mut askers = self.planted.askers.clone();
        for asker in &mut askers {
            if let Some(person) = asker.person {
                asker.token = Some(self.planted.site.city.session(person).await);
            }
        }
        askers
    }

    async fn head(&self) -> i64 {
        app::system::health(&self.planted.app()).await.unwrap().head
    }
}

/// Writes down what is not as it should be.
fn hold<T: PartialEq + std::fmt::Debug>(wrong: &mut Vec<String>, what: &str, got: &T, expected: &T) {
    if got != expected {
        wrong.push(format!("{what}: {got:?}, not {expected:?}"));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_holds_a_link_or_a_code_learns_what_it_asks_and_nobody_learns_more() {
    // A new place for a secret needs a rule here.
    let places = web::table().into_iter().filter(|route| route.path.contains("{token}"));
    let places: BTreeSet<_> = places.map(|route| route.path).collect();
    // The two links of a digest say and change nothing but how somebody is written to (`digest.rs`).
    let digests = ["/digest/confirm/{token}", "/digest/stop/{token}"];
    // Neither do a list of openings and a question how something was: they name nobody (`satisfaction.rs`; of `app`, `saved_search.rs`).
    let nameless = ["/searches/{token}/openings.atom", "/satisfaction/{token}"];
    let others = ["/answer/{token}", "/links/{token}", "/result/{token}"];
    assert_eq!(places, digests.into_iter().chain(nameless).chain(others).collect());

    let links = Links::new().await;
    let (mut wrong, mut asked) = (Vec::new(), 0);
    let mut seen = BTreeSet::new();
    let before = links.head().await;
    for asker in &links.askers().await {
        for (nth, question) in links.questions.iter().enumerate() {
            let named = format!("question {nth} as {}", asker.named());
            let (status, names) = links.expected(asker, question);
            let path = format!("/answer/{}", question.token);
            let (answer, learned) = links.ask(asker, "GET", &path, "").await;
            hold(&mut wrong, &named, &(answer.status, learned), &(status, names.clone()));
            // What answers nothing shows the same again.
            let again = if status == StatusCode::OK { StatusCode::UNPROCESSABLE_ENTITY } else { status };
            let (answer, learned) = links.ask(asker, "POST", &path, "reply=nonsense").await;
            hold(&mut wrong, &format!("POST {named}"), &(answer.status, learned), &(again, names.clone()));
            let code = format!("code={}", question.code);
            let (answer, learned) = links.ask(asker, "POST", "/answer", &code).await;
            hold(
                &mut wrong,
                &format!("code of {named}"),
                &(answer.status, learned),
                &(status, names.clone()),
            );
            if !names.is_empty() {
                seen.insert((heard(asker, links.planted.employers[question.to].id), nth));
            }
            // Nobody answers for people about whom it does not ask, nor staff for those of another body.
            for letter in links.letters.iter().filter(|letter| {
                !names.iter().any(|n| links.planted.canaries.secret(*n).whose == letter.whose)
            }) {
                let reply = format!("reply=no_show&referral={}", letter.referral);
                let (answer, learned) = links.ask(asker, "POST", &path, &reply).await;
                let refused = [StatusCode::NOT_FOUND, StatusCode::FORBIDDEN, StatusCode::CONFLICT]
                    .contains(&answer.status);
                let more = learned.difference(&names).count();
                hold(
                    &mut wrong,
                    &format!("answer for {} by {named}: {}", letter.whose, answer.status),
                    &(refused, more),
                    &(true, 0),
                );
                asked += 1;
            }
            asked += 3;
        }
        for letter in links.letters.iter().filter(|letter| letter.code.is_some()) {
            let code = format!("code={}", letter.code.as_deref().unwrap());
            let (answer, learned) = links.ask(asker, "POST", "/answer", &code).await;
            let named = format!("letter of {} as {}", letter.whose, asker.named());
            hold(&mut wrong, &named, &(answer.status, learned), &links.of_letter(asker, letter));
            asked += 1;
        }
        let path = format!("/answer/{}", links.answered);
        let (answer, learned) = links.ask(asker, "GET", &path, "").await;
        let heard = heard(asker, links.planted.employers[QUIET].id);
        let status = if heard == Heard::Nobody { StatusCode::FORBIDDEN } else { StatusCode::OK };
        hold(
            &mut wrong,
            &format!("an answered question as {}", asker.named()),
            &(answer.status, learned),
            &(status, BTreeSet::new()),
        );
        let (answer, _) = links.ask(asker, "POST", &path, "reply=still_open").await;
        let status = if heard == Heard::Nobody { StatusCode::FORBIDDEN } else { StatusCode::CONFLICT };
        hold(
            &mut wrong,
            &format!("an answered question again as {}", asker.named()),
            &answer.status,
            &status,
        );

        // A result names nobody, and only its person or whoever holds the letter without an account says anything.
        let visitor = asker.role == Role::Citizen || asker.stands == Stands::Suspended;
        for (nth, result) in links.results.iter().enumerate() {
            let named = format!("result {nth} as {}", asker.named());
            let path = format!("/result/{}", result.token);
            let (answer, learned) = links.ask(asker, "GET", &path, "").await;
            hold(&mut wrong, &named, &(answer.status, learned), &(StatusCode::OK, BTreeSet::new()));
            let (reply, status) = match visitor {
                true => ("reply=wrong", StatusCode::UNPROCESSABLE_ENTITY),
                false => ("reply=wrong&reason=never_worked", StatusCode::CONFLICT),
            };
            let (answer, learned) = links.ask(asker, "POST", &path, reply).await;
            hold(&mut wrong, &format!("POST {named}"), &(answer.status, learned), &(status, BTreeSet::new()));
            let keyed = format!("number={}&code={}", result.number, result.code);
            let (answer, learned) = links.ask(asker, "POST", "/result", &keyed).await;
            hold(
                &mut wrong,
                &format!("code of {named}"),
                &(answer.status, learned),
                &(StatusCode::SEE_OTHER, BTreeSet::new()),
            );
            asked += 3;
        }
        asked += 2;
    }
    let other = format!("number={}&code={}", links.results[2].number, links.results[0].code);
    let (answer, learned) = links.ask(&links.planted.askers[0], "POST", "/result", &other).await;
    let unknown = (StatusCode::UNPROCESSABLE_ENTITY, BTreeSet::new());
    hold(&mut wrong, "a code beside another's number", &(answer.status, learned), &unknown);
    hold(&mut wrong, "changes that all of this wrote", &links.head().await, &before);

    // Run out: a question first, then a result. Whoever asks has a session of that day.
    for (days, of_question, of_result) in
        [(31, StatusCode::GONE, StatusCode::OK), (60, StatusCode::GONE, StatusCode::NOT_FOUND)]
    {
        links.planted.site.city.clock.advance_days(days);
        for asker in &links.askers().await {
            for question in &links.questions {
                let heard = heard(asker, links.planted.employers[question.to].id);
                let status = if heard == Heard::Nobody { StatusCode::FORBIDDEN } else { of_question };
                let (answer, learned) =
                    links.ask(asker, "GET", &format!("/answer/{}", question.token), "").await;
                hold(
                    &mut wrong,
                    &format!("a late question as {}", asker.named()),
                    &(answer.status, learned),
                    &(status, BTreeSet::new()),
                );
            }
            for result in &links.results {
                let (answer, learned) =
                    links.ask(asker, "GET", &format!("/result/{}", result.token), "").await;
                hold(
                    &mut wrong,
                    &format!("a late result as {}", asker.named()),
                    &(answer.status, learned),
                    &(of_result, BTreeSet::new()),
                );
            }
            asked += links.questions.len() + links.results.len();
        }
    }
    println!("{asked} requests with real secrets");
    assert!(wrong.is_empty(), "{} wrong:\n{}", wrong.len(), wrong.join("\n"));
    // Employers and staff read names by each of the questions; otherwise nothing that leaks would be found.
    let expected: BTreeSet<_> = [Heard::Employer, Heard::Staff]
        .into_iter()
        .flat_map(|heard| (0..3).map(move |nth| (heard, nth)))
        .collect();
    assert_eq!(seen, expected);
    // A question of another body would be found out.
    let counselor = links.planted.asker(Role::Counselor, true);
    let (_, theirs) = links.expected(&links.planted.askers[0], &links.questions[1]);
    let (_, own) = links.expected(counselor, &links.questions[1]);
    assert!(theirs.len() > own.len() && !own.is_empty(), "{theirs:?} {own:?}");
}
