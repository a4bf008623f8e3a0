//! The use cases over a real store, with a city whose clock stands still until it is moved.
#![allow(clippy::unwrap_used, clippy::panic, missing_docs, reason = "tests")]

mod account;
mod anomaly;
mod answer;
mod council;
mod demo;
mod disclosure;
mod example_files;
mod fit;
mod hire;
mod import;
mod indicator;
mod law;
mod ledger;
mod match_files;
mod measure;
mod minor;
mod opening;
mod opening_life;
mod placement;
mod policy;
mod privacy;
mod project;
mod project_import;
mod referral;
mod register;
mod report_book;
mod research;
mod result;
mod review;
mod seeker;
mod seeker_life;
mod session;
mod statistics;
mod submission;
