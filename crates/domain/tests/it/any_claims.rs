//! What must hold for any claims, however they meet: sums, no order, nobody twice.

use domain::counting::{Class, Filter, Ledger, Standing};
use domain::id::{MergeId, ServiceId};
use domain::placement::{CancelReason, Evidence, EvidenceKind, How, Placement, Terms};
use jiff::civil::date;
use proptest::prelude::*;
use uuid::Uuid;

use crate::counting::{AS_OF, NOW, body, claim, given, ledger, person};

/// Any claim among few people, employers and bodies, so that they meet often.
pub(crate) fn any_claim() -> impl Strategy<Value = Placement> {
    let rest = (0u32..500, 0u8..4, 0u8..7, any::<bool>(), 0u8..5);
    (1u128..40, 1u128..5, 1u128..4, 0u128..4, rest).prop_map(|(id, who, employer, owner, rest)| {
        let (days, kind, how, cancelled, terms) = rest;
        let start = domain::reminder::days_after(date(2015, 6, 1), days as i32);
        let mut made = claim(id, who, employer, start);
        made.owner = (owner > 0).then(|| body(owner));
        let kinds = [
            EvidenceKind::Phone,
            EvidenceKind::EmployerNotice,
            EvidenceKind::InsuranceLookup,
            EvidenceKind::OwnWord,
        ];
        made.evidence = vec![Evidence::new(kinds[usize::from(kind)], start, None)];
        made.how = [
            How::Referral,
            How::SelfFound,
            How::DirectJob,
            How::Training,
            How::Event,
            How::Subsidised,
            How::Startup,
        ][usize::from(how)];
        if how > 0 || id % 3 == 0 {
            made.referral = None;
        }
        if id % 7 == 0 {
            made.steps.registered_on = Some(domain::reminder::days_after(start, 3));
        }
        made.confirmed_by_person = (id % 2 == 0).then_some(NOW);
        made.terms = match terms {
            0 => Terms { day_labour: true, person_days: Some(days % 20), ..Terms::default() },
            1 => Terms { contract_months: Some(0), ..Terms::default() },
            2 => Terms { contract_months: Some(6), ..Terms::default() },
            _ => Terms::default(),
        };
        if cancelled && id % 5 == 0 {
            made = made.cancel(CancelReason::Duplicate, None, NOW).unwrap();
        }
        made
    })
}

/// What is known of people beside the claims.
#[derive(Debug, Clone)]
struct Facts {
    services: Vec<(u128, u32)>,
    died: Option<(u128, u32)>,
    merged: Vec<(u128, u128)>,
}

impl Facts {
    fn tell(&self, mut ledger: Ledger) -> Ledger {
        let day = |days: u32| domain::reminder::days_after(date(2015, 6, 1), days as i32);
        for (nth, (who, on)) in (0u128..).zip(&self.services) {
            ledger.service(ServiceId(Uuid::from_u128(nth)), person(*who), given(day(*on)));
        }
        if let Some((who, on)) = self.died {
            ledger.died(person(who), Some(day(on)));
        }
        for (nth, (first, second)) in (0u128..).zip(&self.merged) {
            ledger.merge(MergeId(Uuid::from_u128(nth)), (person(*first), person(*second)), true);
        }
        ledger
    }

    /// One of the records that are one person, the same for all of them.
    fn least(&self, who: u128) -> u128 {
        let mut group = vec![who];
        for _ in 0..self.merged.len() {
            for (first, second) in &self.merged {
                if group.contains(first) || group.contains(second) {
                    group.extend([*first, *second]);
                }
            }
        }
        group.into_iter().min().unwrap_or(who)
    }
}

fn any_facts() -> impl Strategy<Value = Facts> {
    let services = prop::collection::vec((1u128..5, 0u32..500), 0..12);
    let merged = prop::collection::vec((1u128..5, 1u128..5), 0..3);
    (services, prop::option::of((1u128..5, 0u32..500)), merged).prop_map(|(services, died, merged)| Facts {
        services,
        died,
        merged,
    })
}

fn snapshot(ledger: &Ledger) -> String {
    let counted = ledger.count();
    let figures = ledger.figures(&counted, &Filter::default(), AS_OF);
    let by_owner = ledger.figures_by(&counted, &Filter::default(), AS_OF, |event| ledger.owner_of(event));
    format!(
        "{figures:?} {by_owner:?} {:?} {:?}",
        counted.excluded,
        ledger.contributions(&counted, &Filter::default())
    )
}

proptest! {
    #[test]
    fn cr_01_owners_events_add_up_to_the_citys(claims in prop::collection::vec(any_claim(), 0..40), facts in any_facts()) {
        let ledger = facts.tell(ledger(&claims));
        let counted = ledger.count();
        let city = ledger.figures(&counted, &Filter::default(), AS_OF);
        let by_owner = ledger.figures_by(&counted, &Filter::default(), AS_OF, |event| ledger.owner_of(event));
        for class in [Class::R1, Class::R2, Class::R4, Class::R5, Class::R8] {
            let sum = by_owner.values().map(|figures| figures.class(class).filled).sum::<domain::counting::Figure<_, _>>();
            prop_assert_eq!(sum, city.class(class).filled);
            let days = by_owner.values().map(|figures| figures.class(class).days).sum::<domain::counting::Figure<_, _>>();
            prop_assert_eq!(days, city.class(class).days);
        }
        // Every claim is in one event or excluded, never both and never lost.
        let mut seen: Vec<_> = counted.events.iter().flat_map(|event| ledger.claims_of(&counted, event)).collect();
        seen.extend(counted.excluded.iter().map(|(id, _)| *id));
        seen.sort_unstable();
        let mut ids: Vec<_> = claims.iter().map(|claim| claim.id).collect();
        ids.sort_unstable();
        ids.dedup();
        prop_assert_eq!(seen, ids);
    }

    #[test]
    fn the_order_of_entry_changes_no_figure(claims in prop::collection::vec(any_claim(), 0..30), seed in any::<u64>(), facts in any_facts()) {
        let mut last: std::collections::BTreeMap<_, _> = std::collections::BTreeMap::new();
        for claim in &claims {
            last.insert(claim.id, claim.clone());
        }
        let mut shuffled: Vec<_> = last.into_values().collect();
        shuffled.sort_by_key(|claim| claim.id.0.as_u128().wrapping_mul(u128::from(seed) | 1) % 1_000_003);
        // The history with its corrections, and its last word in any order.
        prop_assert_eq!(snapshot(&facts.tell(ledger(&claims))), snapshot(&facts.tell(ledger(&shuffled))));
    }

    #[test]
    fn cr_03_nobody_is_counted_twice(claims in prop::collection::vec(any_claim(), 0..40), facts in any_facts()) {
        let ledger = facts.tell(ledger(&claims));
        let counted = ledger.count();
        let classes = [Class::R1, Class::R2, Class::R4, Class::R5, Class::R8];
        let standings = [Standing::Confirmed, Standing::Claimed];
        for (class, standing) in classes.into_iter().flat_map(|class| standings.map(|standing| (class, standing))) {
            let filter = Filter { standing: Some(standing), class: Some(class), ..Filter::default() };
            let line = ledger.figures(&counted, &filter, AS_OF).class(class);
            let mut people: Vec<_> = ledger.rows(&counted, &filter).iter()
                .filter_map(|id| claims.iter().find(|claim| claim.id == *id).map(|claim| claim.id))
                .filter_map(|id| claims.iter().rev().find(|claim| claim.id == id).map(|claim| facts.least(claim.person.0.as_u128()))).collect();
            people.sort_unstable();
            people.dedup();
            let counted = line.filled_persons.value() + line.claimed_persons.value();
            prop_assert_eq!(counted, people.len() as i64);
        }
    }
}
