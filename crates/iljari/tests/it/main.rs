//! The house as a whole: its dependencies, its files, its commands as real processes.
#![allow(clippy::unwrap_used, clippy::panic, missing_docs, reason = "tests")]

mod atomic;
mod bad_input;
mod browser;
mod bulletin;
mod cohort_desk;
mod command;
mod contract;
mod dependency;
mod field;
mod hands;
mod key_change;
mod kiosk;
mod live;
mod lossy;
mod market;
mod offline;
mod paper_in;
mod sc_01_project_to_jobs;
mod sc_02_monthly_results;
mod sc_03_bus;
mod sc_03_senior;
mod sc_04_furniture_maker;
mod sc_05_youth;
mod sc_06_career_break;
mod sc_07_council;
mod sc_08_report_meeting;
mod sc_09_days_are_not_people;
mod sc_10_counting_guard;
mod sc_11_feed;
mod sealed;
mod served;
mod tidy;
