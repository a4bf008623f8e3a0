//! Synchronisation from outside: its rules, and over a thousand simulated lives.
#![allow(clippy::unwrap_used, clippy::panic, missing_docs, reason = "tests")]

mod rule;
mod world;
