//! The ledger of results: claiming a hire, giving evidence, taking back, counting, closing a month.
//!
//! No number is typed anywhere: every figure is a query over claims, and opens the rows behind it.

mod books;
mod close;
mod read;
mod review;
mod write;

pub(crate) use books::Books;
pub use close::{close, months, Closes};
pub use read::{Cut, OwnerLine, Statement, View, excluded, figures, get, mine, rows};
pub(crate) use review::find;
pub use review::{Review, review, settle_anomaly, settle_dispute};
pub use write::{
    Claim, attach, cancel, check_retention, claim, confirm_mine, dispute, end,
};
