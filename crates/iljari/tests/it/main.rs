//! The house as a whole: its dependencies, its files, its commands as real processes.
#![allow(clippy::unwrap_used, clippy::panic, missing_docs, reason = "tests")]

mod bad_input;
mod browser;
mod command;
mod contract;
mod dependency;
mod sc_03_senior;
mod sealed;
mod served;
mod tidy;
