//! The pages from outside: an in-process router over a real system with a small demo city.
#![allow(clippy::unwrap_used, clippy::panic, missing_docs, reason = "tests")]

mod answer;
mod catalogue;
mod counter;
mod filled;
mod ledger;
mod matrix;
mod pages;
mod paper;
mod privacy;
mod seeker;
mod site;
mod staff;
