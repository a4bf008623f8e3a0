//! How long it takes to count a million claims: `cargo bench -p domain --bench count`.
#![allow(
    clippy::disallowed_methods,
    clippy::print_stdout,
    clippy::unwrap_used,
    missing_docs,
    reason = "a benchmark reads the clock and tells what it measured"
)]

use std::time::Instant;

use domain::counting::{Class, EmployerKey, Filter, Ledger, Month};
use domain::id::{EmployerId, OrganisationId, PersonId, PlacementId};
use domain::placement::{Evidence, EvidenceKind, How, Placement, State, Steps, Terms};
use jiff::Timestamp;
use jiff::civil::date;
use uuid::Uuid;

const ROWS: u128 = 1_000_000;

fn main() {
    let (first, as_of) = (date(2014, 1, 1), date(2016, 12, 31));
    let mut ledger = Ledger::default();
    for n in 0..20_000 {
        let key = EmployerKey { key: format!("{n}"), provisional: n % 50 == 0 };
        ledger.employer(EmployerId(Uuid::from_u128(n)), key);
    }
    // A multiplicative walk: the same rows on every machine, without any order.
    let mut turn = 1_u64;
    let mut next = |below: u128| {
        turn = turn.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        u128::from(turn >> 33) % below
    };
    let began = Instant::now();
    for n in 0..ROWS {
        let start_on = domain::reminder::days_after(first, next(1_095) as i32);
        let kind = if next(5) == 0 { EvidenceKind::Phone } else { EvidenceKind::EmployerNotice };
        ledger.put(&Placement {
            id: PlacementId(Uuid::from_u128(n)),
            person: PersonId(Uuid::from_u128(next(400_000))),
            seeker: None,
            employer: EmployerId(Uuid::from_u128(next(20_000))),
            opening: None,
            referral: None,
            how: if next(10) == 0 { How::SelfFound } else { How::Referral },
            start_on,
            steps: Steps::default(),
            terms: Terms::default(),
            residence: None,
            age: None,
            work_area: None,
            owner: Some(OrganisationId(Uuid::from_u128(next(60)))),
            contributors: Vec::new(),
            amended: Vec::new(),
            moved: Vec::new(),
            project: String::new(),
            evidence: vec![Evidence::new(kind, start_on, None)],
            handed: None,
            confirmed_by_person: None,
            retention: Vec::new(),
            state: State::Claimed,
            dispute: None,
            version: 1,
            created_by: None,
            created_at: Timestamp::UNIX_EPOCH,
            updated_at: Timestamp::UNIX_EPOCH,
        });
    }
    println!("take in {ROWS} claims: {} ms", began.elapsed().as_millis());
    for _ in 0..5 {
        let began = Instant::now();
        let counted = ledger.count();
        let joined = began.elapsed().as_millis();
        let filter = Filter::default();
        let figures = ledger.figures(&counted, &filter, as_of);
        let total = began.elapsed().as_millis();
        let months = ledger.figures_by(&counted, &filter, as_of, |event| Month::of(event.start));
        let owners = ledger.figures_by(&counted, &filter, as_of, |event| ledger.owner_of(event));
        println!(
            "join {joined} ms, with totals {total} ms, with months and owners {} ms: {} filled, {} months, {} owners",
            began.elapsed().as_millis(),
            figures.class(Class::R1).filled.value(),
            months.len(),
            owners.len(),
        );
    }
}
