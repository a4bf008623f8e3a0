//! Tests of the documents crate, one binary, modules by noun.
#![allow(clippy::unwrap_used, clippy::panic, missing_docs)]

mod archive;
mod atom;
mod attendance;
mod bulletin;
mod chart;
mod choice;
mod date;
mod delimited;
mod digest;
mod headcount;
mod header;
mod hostile;
mod hours;
mod icalendar;
mod message;
mod office;
mod open_api;
mod opening;
mod paper;
mod paper_sample;
mod personal;
mod project;
mod properties;
mod report_book;
mod report_book_sample;
mod result;
mod roster;
mod seeker;
mod spreadsheet;
mod table;
mod term;
mod timeline;
mod wage;
mod words;
mod worknet;
