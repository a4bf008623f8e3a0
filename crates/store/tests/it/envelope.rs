//! Letters between a machine and home: read by whom they are for, whole or not at all.

use store::envelope::{MOST, Other, Own, Unread, Way, machine};
use uuid::Uuid;

const MACHINE: Uuid = Uuid::from_u128(7);

fn ends() -> (Own, Own) {
    (Own::new(&[1; 32], [2; 32]), Own::new(&[3; 32], [4; 32]))
}

#[test]
fn a_letter_is_read_by_whom_it_is_for_and_by_nobody_else() {
    let (bus, home) = ends();
    let plain = "박○수 화정1동".repeat(400);
    let letter = bus.write(Way::Home, MACHINE, &home.public(), plain.as_bytes(), [5; 32]).unwrap();
    assert!(letter.len() < plain.len() / 4, "packed: {} of {}", letter.len(), plain.len());
    assert_eq!(machine(&letter), Some(MACHINE));
    assert_eq!(home.read(Way::Home, &letter, &bus.public()).unwrap(), plain.as_bytes());
    assert_eq!(bus.read(Way::Home, &letter, &bus.public()), Err(Unread::OtherReader));
    assert_eq!(home.read(Way::Out, &letter, &bus.public()), Err(Unread::None));
    assert_eq!(home.read(Way::Home, &letter, &home.public()), Err(Unread::Signature));
}

#[test]
fn no_byte_of_it_can_be_changed_or_left_out() {
    let (bus, home) = ends();
    let letter = bus.write(Way::Home, MACHINE, &home.public(), b"one", [5; 32]).unwrap();
    for at in 0..letter.len() {
        let mut changed = letter.clone();
        changed[at] ^= 1;
        assert!(home.read(Way::Home, &changed, &bus.public()).is_err(), "byte {at}");
        assert!(home.read(Way::Home, &letter[..at], &bus.public()).is_err(), "{at} bytes");
    }
}

#[test]
fn a_bomb_is_not_unpacked() {
    let (bus, home) = ends();
    let plain = vec![0; usize::try_from(MOST).unwrap() + 1];
    let letter = bus.write(Way::Home, MACHINE, &home.public(), &plain, [5; 32]).unwrap();
    assert!(letter.len() < 4 << 20);
    assert_eq!(home.read(Way::Home, &letter, &bus.public()), Err(Unread::Huge));
}

#[test]
fn keys_are_told_as_text() {
    let (bus, _) = ends();
    let (verifying, sealing) = bus.public().text();
    assert_eq!(Other::from_text(&verifying, &sealing), Some(bus.public()));
    for wrong in ["", "00", &"A".repeat(43), "!", &"가".repeat(11)] {
        assert_eq!(Other::from_text(wrong, &sealing), None, "{wrong}");
    }
}
