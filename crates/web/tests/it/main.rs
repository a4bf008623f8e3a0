//! The pages from outside: an in-process router over a real system with a small demo city.
#![allow(clippy::unwrap_used, clippy::panic, missing_docs, reason = "tests")]

mod answer;
mod bad_input;
mod brief;
mod canary;
mod catalogue;
mod comment;
mod council;
mod counter;
mod day;
mod employer;
mod entitled;
mod filled;
mod form;
mod health;
mod lead;
mod ledger;
mod link;
mod matrix;
mod me;
mod network;
mod opening;
mod pages;
mod paper;
mod placement;
mod plan;
mod planted;
mod privacy;
mod project;
mod report_book;
mod review;
mod seeker;
mod site;
mod staff;
mod submission;
mod together;
