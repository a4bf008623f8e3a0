//! The nouns of a city's job network, their states and the rules over them, as plain values.
//!
//! This crate knows the law, the code lists and the words of the trade. It must not know files,
//! sockets, SQL, HTML, the clock or a source of randomness: whatever it needs arrives as an
//! argument, most of it in a [`Ctx`].

#[macro_use]
mod words;

pub mod action;
pub mod action_plan;
pub mod actor;
pub mod agenda_item;
pub mod allotment;
pub mod announcement;
pub mod anomaly;
pub mod anonymity;
pub mod answer;
pub mod area;
pub mod attachment;
pub mod bulletin;
pub mod city;
pub mod code;
pub mod code_list;
pub mod coefficient;
pub mod cohort;
pub mod comment;
pub mod connector;
pub mod contact;
pub mod coop_request;
pub mod council;
pub mod counting;
pub mod ctx;
pub mod digest;
pub mod disclosure;
pub mod employer;
pub mod enrolment;
pub mod escrow;
pub mod estimate;
pub mod feed;
pub mod geometry;
pub mod handle;
pub mod hiring_commitment;
pub mod hiring_event;
pub mod holiday;
pub mod id;
pub mod idea;
pub mod indicator;
pub mod industry;
pub mod interview;
pub mod law;
pub mod lead;
pub mod look;
pub mod measure;
pub mod meeting;
pub mod merge;
pub mod message;
pub mod minimum_wage;
pub mod mou;
pub mod neighbour;
pub mod node;
pub mod notice;
pub mod occupation;
pub mod opening;
pub mod organisation;
pub mod partner_key;
pub mod person;
pub mod placement;
pub mod policy;
pub mod print_job;
pub mod priority;
pub mod project;
pub mod receipt;
pub mod reference;
pub mod referral;
pub mod reminder;
pub mod reply_slip;
pub mod report_book;
pub mod retention;
pub mod roster;
pub mod route;
pub mod rule_file;
pub mod seeker;
pub mod segment;
pub mod service;
pub mod station;
pub mod statistics;
pub mod submission;
pub mod suggestion;
pub mod support_program;
pub mod term_plan;
pub mod tie;
pub mod visit;
pub mod wage;
pub mod work_time;

pub use actor::{Actor, Channel, Role, Standing};
pub use ctx::Ctx;
pub use message::{Lang, Message};
