//! The digest that stands with every published figure (CR-21). It must not know how rows are found.

use std::fmt::Write as _;

use domain::counting::{RULE_SET, Told};
use sha2::{Digest, Sha256};

/// A digest of all that the figures are made of, in the order of the ids, so that it does not tell how the rows
/// were sorted and no change of one passes unseen.
pub(crate) fn digest(rows: &[Told]) -> String {
    let mut rows: Vec<&Told> = rows.iter().collect();
    rows.sort_unstable_by_key(|row| row.id);
    let mut hash = Sha256::new();
    hash.update(RULE_SET.as_bytes());
    let mut line = String::new();
    for row in rows {
        // Named one by one: a new part of a row does not compile until it is told here too.
        let Told {
            id,
            person,
            start,
            standing,
            class,
            contract,
            how,
            owner,
            contributors,
            project,
            days,
            weekly_minutes,
            looks,
        } = row;
        line.clear();
        // Writing to a string cannot fail.
        let _ = write!(line, "{id}|{person:?}|{start}|{standing:?}|{class}|{contract}|{how}|");
        let _ = writeln!(line, "{owner:?}|{contributors:?}|{project:?}|{days}|{weekly_minutes}|{looks:?}");
        hash.update(&line);
    }
    hex(&hash.finalize())
}

pub(crate) fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests {
    use domain::counting::{Class, Contract, Standing};
    use domain::id::{OrganisationId, PersonId, PlacementId};
    use domain::placement::{EvidenceGrade, How};
    use jiff::civil::date;
    use uuid::Uuid;

    use super::*;

    fn row(n: u128) -> Told {
        Told {
            id: PlacementId(Uuid::from_u128(n)),
            person: Some(PersonId(Uuid::from_u128(n))),
            start: date(2016, 3, 2),
            standing: Standing::Confirmed,
            class: Class::R1,
            contract: Contract::Lasting,
            how: How::Referral,
            owner: Some(OrganisationId(Uuid::from_u128(1))),
            contributors: Vec::new(),
            project: String::new(),
            days: 0,
            weekly_minutes: 2_400,
            looks: [None; 4],
        }
    }

    #[test]
    fn cr_21_every_part_of_a_row_is_in_the_digest_and_their_order_is_not() {
        let (one, two) = (row(1), row(2));
        let whole = digest(&[one.clone(), two.clone()]);
        assert_eq!(digest(&[two.clone(), one.clone()]), whole);
        assert_ne!(digest(std::slice::from_ref(&one)), whole);
        let changes: [fn(&mut Told); 13] = [
            |row| row.id = PlacementId(Uuid::from_u128(3)),
            |row| row.person = None,
            |row| row.start = date(2016, 3, 3),
            |row| row.standing = Standing::Claimed,
            |row| row.class = Class::R8,
            |row| row.contract = Contract::Short,
            |row| row.how = How::Event,
            |row| row.owner = None,
            |row| row.contributors = vec![OrganisationId(Uuid::from_u128(9))],
            |row| row.project = "P-1".to_owned(),
            |row| row.days = 1,
            |row| row.weekly_minutes = 600,
            |row| row.looks[0] = Some((true, EvidenceGrade::E3)),
        ];
        let mut told = vec![whole];
        for change in changes {
            let mut other = two.clone();
            change(&mut other);
            told.push(digest(&[one.clone(), other]));
        }
        told.sort_unstable();
        told.dedup();
        assert_eq!(told.len(), 1 + changes.len(), "each change its own digest");
    }
}
