//! The vault's own tests; how SQLite fares in one is tested with the store.
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod lock;
