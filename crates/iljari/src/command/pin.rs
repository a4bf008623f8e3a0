//! `iljari pin`: another PIN for a machine that works away from home; and asking for PINs.

use std::io::{BufRead, IsTerminal};
use std::process::ExitCode;

use store::pin::{self, Cost, Pin, PinError};

use crate::ambient;
use crate::failure::Failure;
use crate::field::Files;
use crate::output::Output;
use crate::wiring::Place;

/// Changes the PIN of this machine: the present one is asked for, then the new one. Without a terminal they are the first two lines
/// of the standard input.
#[derive(Debug, clap::Args)]
pub(crate) struct Options {}

pub(crate) fn run(_: &Options, place: &Place, output: &Output) -> Result<ExitCode, Failure> {
    let (old, new) = (ask(Ask::Present)?, ask(Ask::New)?);
    let key = Files::of(&place.data).key();
    pin::change(&key, &old, &new, Cost::USUAL, ambient::seed()).map_err(|why| refused(&why))?;
    output.result(&serde_json::json!({ "changed": true }), &["changed".to_owned()]);
    Ok(ExitCode::SUCCESS)
}

/// Which PIN is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Ask {
    /// The one that opens it.
    Present,
    /// One that is to open it, keyed twice.
    New,
}

/// Asks for one.
pub(super) fn ask(which: Ask) -> Result<Pin, Failure> {
    let what = "read the PIN";
    let failed = |error: std::io::Error| Failure::new(what).because(&error);
    let text = if std::io::stdin().is_terminal() {
        let prompt = if which == Ask::New { "new PIN / 새 PIN: " } else { "PIN: " };
        let text = rpassword::prompt_password(prompt).map_err(failed)?;
        if which == Ask::New && rpassword::prompt_password("again / 한 번 더: ").map_err(failed)? != text {
            return Err(Failure::new(what).cause("the two are not the same").hint("try again"));
        }
        text
    } else {
        let mut line = String::new();
        std::io::stdin().lock().read_line(&mut line).map_err(failed)?;
        line
    };
    Pin::parse(&text)
        .map_err(|weak| Failure::new(what).because(&weak).hint("six digits or more, or a phrase"))
}

/// Why a PIN opened nothing.
pub(super) fn refused(why: &PinError) -> Failure {
    let failure = Failure::new("open this machine").because(why);
    match why {
        PinError::Missing => failure.hint("run iljari enrol first, or name its directory with --data"),
        PinError::Wiped | PinError::OtherHub => {
            failure.hint("at home, `iljari recover DIR` reads what is only there and gives it a new PIN")
        }
        _ => failure,
    }
}
