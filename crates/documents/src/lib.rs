//! Files in and out: spreadsheets, delimited text, WorkNet XML, charts and maps.
//!
//! This crate turns bytes into rows, rows into drafts of openings and seekers, and complete facts into
//! files. It is synchronous and must not query anything, know the clock, or decide what may be
//! published: whatever it needs arrives as an argument.

pub mod atom;
pub mod chart;
pub mod child;
pub mod contact;
pub mod delimited;
pub mod digest;
pub mod graph;
pub mod header;
pub mod icalendar;
pub mod jobposting;
pub mod map;
pub mod match_book;
pub mod office;
pub mod open_api;
pub mod opening;
pub mod paper;
pub mod posting;
pub mod project;
pub mod report_book;
pub mod result;
pub mod roster;
pub mod row;
pub mod seeker;
pub mod sitemap;
pub mod spreadsheet;
mod svg;
pub mod table;
pub mod timeline;
pub mod value;
mod vocabulary;
pub mod worknet;

use domain::Lang;

pub use svg::Frame;
pub use vocabulary::Vocabulary;

/// Wording of this crate's messages, for [`domain::message::Catalogue::new`].
pub const MESSAGES: &[(Lang, &str)] =
    &[(Lang::Ko, include_str!("../messages/ko.ftl")), (Lang::En, include_str!("../messages/en.ftl"))];
