//! Ten thousand planted words about people are in no byte that an engine keeps or an operator takes away.

use domain::action_plan::{ActionPlan, Agreement, Words};
use domain::attachment::{Attachment, Format, Paper};
use domain::employer::{Contact, Employer};
use domain::id::PersonId;
use domain::person::{Account, Identity, Person};
use domain::seeker::{PastWork, Profile, Seeker};
use domain::service::{Notes, Service, ServiceKind};
use domain::{Channel, Ctx};
use store::{action_plan, attachment, employer, person, seeker, service};

use crate::engines::{Kind, World, on_both};
use crate::person_file::registration;

/// How every planted word begins; five digits follow.
const WORD: &str = "qzk";
const PEOPLE: usize = 110;

/// Mints the words.
#[derive(Default)]
struct Mint(usize);

impl Mint {
    fn word(&mut self) -> String {
        self.0 += 1;
        format!("{WORD}{:05}", self.0)
    }

    fn words(&mut self, n: usize) -> String {
        (0..n).map(|_| self.word()).collect::<Vec<_>>().join(" ")
    }

    fn list(&mut self, n: usize) -> Vec<String> {
        (0..n).map(|_| self.word()).collect()
    }
}

fn told(mint: &mut Mint) -> Profile {
    Profile {
        name: mint.word(),
        address: mint.word(),
        mobile: mint.word(),
        phone: mint.word(),
        proxy_phone: mint.word(),
        email: mint.word(),
        contact_note: mint.words(3),
        school: mint.word(),
        major: mint.word(),
        schooling_note: mint.word(),
        desired_work: mint.words(3),
        careers: (0..3)
            .map(|_| PastWork {
                employer: mint.word(),
                work: mint.word(),
                left_because: mint.word(),
                ..PastWork::default()
            })
            .collect(),
        licences: mint.list(4),
        skills: mint.list(4),
        trainings: mint.list(3),
        military: mint.word(),
        vulnerable: mint.list(2),
        benefits: mint.word(),
        health_note: mint.words(3),
        ..Profile::default()
    }
}

fn workplace(ctx: &Ctx, name: String, contact: PersonId) -> Employer {
    Employer { contact: Some(contact), ..Employer::named(ctx.id(), name) }
}

/// Everything that is kept of one person, twice over: as it was first told, and as it was corrected.
async fn plant(world: &World, mint: &mut Mint) -> PersonId {
    let ctx = world.ctx();
    let registration = registration(&ctx);
    let id = registration.person;
    let account = Person { id, account: Account::Active, grants: Vec::new() };
    let identity = Identity { name: mint.word(), login: mint.word(), phone: mint.word() };
    let profiles = [told(mint), told(mint)];
    let notes = Notes { abilities: mint.words(3), wishes: mint.words(3), text: mint.words(6) };
    let words = Words { goal: mint.words(2), steps: mint.list(3) };
    let paper = format!("%PDF-1.4 {}", mint.words(10));
    let done = Service {
        id: ctx.id(),
        person: id,
        seeker: Some(registration.id),
        kind: ServiceKind::Intake,
        on: ctx.today(),
        by: None,
        organisation: None,
        project: String::new(),
        channel: Channel::Counter,
        cancelled_at: None,
        version: 1,
        created_at: ctx.now,
    };
    let agreed = ActionPlan {
        id: ctx.id(),
        person: id,
        seeker: registration.id,
        organisation: None,
        steps: Vec::new(),
        agreement: Agreement::Proposed,
        ended_at: None,
        version: 1,
        created_at: ctx.now,
        updated_at: ctx.now,
    };
    let kept = Attachment {
        id: ctx.id(),
        person: id,
        format: Format::Pdf,
        paper: Paper::Evidence,
        name: String::new(),
        bytes: paper.len() as u64,
        by: None,
        at: ctx.now,
    };
    let contact = Contact {
        representative: mint.word(),
        department: mint.word(),
        name: mint.word(),
        phone: mint.word(),
        email: mint.word(),
        may_publish: false,
        confirmed_on: None,
    };
    let offering = workplace(&ctx, "공개된사업장".to_owned(), ctx.id());
    let work = world.store.write(move |tx| {
        let (ctx, account, identity, registration) =
            (ctx.clone(), account.clone(), identity.clone(), registration.clone());
        let (profiles, notes, words, paper) = (profiles.clone(), notes.clone(), words.clone(), paper.clone());
        let (done, agreed, kept) = (done.clone(), agreed.clone(), kept.clone());
        let (offering, contact) = (offering.clone(), contact.clone());
        Box::pin(async move {
            person::insert(tx, &ctx, &account, &identity).await?;
            seeker::insert(tx, &ctx, &registration, &profiles[0]).await?;
            let changed = Seeker { updated_at: ctx.now, ..registration };
            seeker::update(tx, &ctx, "update", &changed, &profiles[1]).await?;
            service::insert(tx, &ctx, &done, &notes).await?;
            action_plan::insert(tx, &ctx, &agreed, &words).await?;
            attachment::insert(tx, &ctx, &kept, paper.as_bytes()).await?;
            employer::insert(tx, &ctx, &offering, Some(&contact)).await
        })
    });
    work.await.unwrap();
    id
}

/// How often a text stands there, in the clear or as hexadecimal digits.
fn count(bytes: &[u8], text: &str) -> usize {
    let digits: String = text.bytes().map(|byte| format!("{byte:02x}")).collect();
    [text.as_bytes(), digits.as_bytes()]
        .iter()
        .map(|needle| bytes.windows(needle.len()).filter(|part| part == needle).count())
        .sum()
}

/// How often a planted word stands there, digits and all: in sealed bytes three letters come by chance.
fn words(bytes: &[u8]) -> usize {
    let digits = |part: &[u8]| part[WORD.len()..].iter().all(u8::is_ascii_digit);
    let whole =
        bytes.windows(WORD.len() + 5).filter(|part| part.starts_with(WORD.as_bytes()) && digits(part));
    let hex: String = WORD.bytes().map(|byte| format!("{byte:02x}")).collect();
    whole.count() + bytes.windows(hex.len()).filter(|part| *part == hex.as_bytes()).count()
}

on_both! {
    async fn no_planted_word_is_in_any_byte_that_is_kept(world: &World) {
        let mut mint = Mint::default();
        let mut people = Vec::new();
        for _ in 0..PEOPLE {
            people.push(plant(world, &mut mint).await);
        }
        assert!(mint.0 >= 10_000, "{} words", mint.0);
        let erased = people[0];
        let ctx = world.ctx();
        let work = world.store.write(move |tx| {
            let ctx = ctx.clone();
            Box::pin(async move { store::key::destroy(tx, &ctx, erased, "requested").await })
        });
        work.await.unwrap();
        let bytes = world.everything().await;
        assert_eq!(words(&bytes), 0, "of {} words in {} bytes", mint.0, bytes.len());
        // What is public is found by the same search: names of employers, ids of people.
        if world.kind == Kind::Vault {
            assert_eq!(count(&bytes, "공개된사업장") + count(&bytes, &people[1].to_string()), 0);
            return;
        }
        assert!(count(&bytes, "공개된사업장") >= PEOPLE);
        assert!(count(&bytes, &people[1].to_string()) > 3);
    }
}

#[test]
fn the_search_finds_a_word_in_the_clear_and_in_digits() {
    for (bytes, times) in [(&b"a qzk00001 b"[..], 1), (b"\\x61717a6b3030303031", 1), (b"qz k qzkoooo1", 0)] {
        assert_eq!(words(bytes), times);
    }
}
