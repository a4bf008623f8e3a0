//! The locks among the connections of one process to one file.

use sqlite_plugin::flags::LockLevel::{Exclusive, Pending, Reserved, Shared, Unlocked};
use sqlite_plugin::flags::ShmLockMode::{LockExclusive, LockShared, UnlockExclusive, UnlockShared};
use vault::lock::{Held, Levels, Mine, PLACES, Places};

#[test]
fn one_writes_when_all_readers_have_gone_and_new_ones_wait() {
    let (mut levels, mut a, mut b, mut c) = (Levels::default(), Unlocked, Unlocked, Unlocked);
    levels.raise(1, &mut a, Shared).unwrap();
    levels.raise(2, &mut b, Shared).unwrap();
    levels.raise(1, &mut a, Reserved).unwrap();
    assert!(levels.is_reserved());
    assert_eq!((levels.raise(2, &mut b, Reserved), b), (Err(Held), Shared));
    assert_eq!((levels.raise(1, &mut a, Exclusive), a), (Err(Held), Pending));
    assert_eq!((levels.raise(3, &mut c, Shared), c), (Err(Held), Unlocked));
    levels.lower(2, &mut b, Unlocked);
    levels.raise(1, &mut a, Exclusive).unwrap();
    assert_eq!(a, Exclusive);
    levels.lower(1, &mut a, Shared);
    levels.raise(3, &mut c, Shared).unwrap();
    assert!(!levels.is_reserved());
    levels.lower(1, &mut a, Unlocked);
    levels.lower(3, &mut c, Unlocked);
    assert_eq!(levels, Levels::default());
}

#[test]
fn places_are_shared_by_readers_or_had_alone() {
    let (mut places, mut a, mut b) = (Places::default(), Mine::default(), Mine::default());
    places.change(&mut a, 3..4, LockShared).unwrap();
    places.change(&mut a, 3..4, LockShared).unwrap();
    places.change(&mut b, 3..4, LockShared).unwrap();
    assert_eq!(places.change(&mut b, 2..5, LockExclusive), Err(Held));
    assert_eq!(places.0, [0, 0, 0, 2, 0, 0, 0, 0], "a refusal takes nothing");
    places.change(&mut a, 3..4, UnlockShared).unwrap();
    places.change(&mut a, 3..4, UnlockShared).unwrap();
    places.change(&mut b, 0..2, LockExclusive).unwrap();
    assert_eq!(places.change(&mut a, 1..2, LockShared), Err(Held));
    assert_eq!(places.change(&mut a, 7..9, LockShared), Err(Held), "no such place");
    places.change(&mut a, 1..2, UnlockExclusive).unwrap();
    assert_eq!(places.0[1], -1, "nobody gives back what another has");
    places.release(&mut b);
    assert_eq!(places.0, [0; PLACES]);
}
