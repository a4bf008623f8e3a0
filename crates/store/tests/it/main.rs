//! The store's tests. Whatever is not about one engine runs on both.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

mod backup;
mod bytes;
mod change;
mod contact;
mod day;
mod day_count;
mod digest;
mod disk;
mod engines;
mod enrolment;
mod envelope;
mod job;
mod key;
mod kill;
mod lint;
mod lock;
mod neighbour;
mod person;
mod person_file;
mod pin;
mod placement;
mod planner;
mod postgres;
mod record;
mod referral;
mod seal;
mod size;
mod statement;
mod suggestion;
mod torn;
mod vault;
mod writer;
