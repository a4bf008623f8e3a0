//! The domain from outside: tables, cities, states and permissions, with the data that ships.
#![allow(clippy::unwrap_used, clippy::panic, missing_docs, reason = "tests")]

mod answers;
mod any_claims;
mod area;
mod city;
mod cohort;
mod cohort_due;
mod counting;
mod dispute;
mod enrolment;
mod evidence;
mod law;
mod law_corpus;
mod message;
mod occupation;
mod opening;
mod policy;
mod reference;
mod referral;
mod retention;
mod segment;
mod support_program;
