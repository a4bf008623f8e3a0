//! Numbers of a hiring event to tear off, two by eight on an A4 sheet: the number large, what it is for, what to do, and a square
//! that leads to the queue.

use jiff::Timestamp;
use serde::Serialize;

use super::press::{PressError, Printed, typeset};

/// How they are drawn.
const TEMPLATE: &str = include_str!("ticket.typ");
/// Numbers on a sheet.
pub const TICKETS_ON_A_SHEET: usize = 16;

/// What every number of an event says.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
pub struct TicketPaper {
    /// What the event is called.
    pub title: String,
    /// Day and place.
    pub when: String,
    /// What to do with it.
    pub todo: String,
    /// Where the square leads, as SVG (`paper::qr`); empty for none.
    pub qr: String,
}

/// Prints numbers, as they are called.
///
/// # Errors
/// When the engine refuses, which no facts should bring about.
pub fn tickets(paper: &TicketPaper, numbers: &[String], at: Timestamp) -> Result<Printed, PressError> {
    typeset(TEMPLATE, serde_json::json!({ "paper": paper, "numbers": numbers }), "tickets", at)
}
