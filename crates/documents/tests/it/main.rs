//! Tests of the documents crate, one binary, modules by noun.
#![allow(clippy::unwrap_used, clippy::panic, missing_docs)]

mod archive;
mod atom;
mod bulletin;
mod chart;
mod choice;
mod date;
mod delimited;
mod headcount;
mod header;
mod hostile;
mod hours;
mod message;
mod office;
mod opening;
mod paper;
mod paper_sample;
mod personal;
mod properties;
mod report_book;
mod report_book_sample;
mod result;
mod seeker;
mod spreadsheet;
mod table;
mod term;
mod wage;
mod words;
mod worknet;
