//! The house as a whole: its dependencies, its files, its commands as real processes.

mod command;
mod dependency;
mod tidy;
