//! The only place that prints: text for people on stderr and stdout, or exactly one JSON object.

use std::io::{IsTerminal, Write};

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use serde_json::Value;

use crate::failure::Failure;

/// How results are shown.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Output {
    pub(crate) json: bool,
}

impl Output {
    pub(crate) fn new(json: bool) -> Self {
        Self { json }
    }

    /// The result: one JSON object, or lines for people.
    pub(crate) fn result(&self, value: &Value, lines: &[String]) {
        if self.json {
            self.data(format!("{value}\n").as_bytes());
        } else {
            lines.iter().for_each(|line| self.data(format!("{line}\n").as_bytes()));
        }
    }

    /// Bytes as they are. A reader that has gone away is no failure of ours.
    pub(crate) fn data(&self, bytes: &[u8]) {
        let mut out = std::io::stdout().lock();
        let _ = out.write_all(bytes).and_then(|()| out.flush());
    }

    pub(crate) fn failure(&self, failure: &Failure) {
        let mut err = std::io::stderr().lock();
        let _ = writeln!(err, "error: failed to {}", failure.what);
        for cause in &failure.causes {
            let _ = writeln!(err, "  caused by: {cause}");
        }
        if let Some(hint) = &failure.hint {
            let _ = writeln!(err, "hint: {hint}");
        }
    }

    /// A bar for work that may take over a second; hidden with `--json` and where nobody looks.
    pub(crate) fn progress(&self, what: &'static str, total: usize) -> ProgressBar {
        let bar = ProgressBar::new(total as u64);
        if self.json || !std::io::stderr().is_terminal() {
            bar.set_draw_target(ProgressDrawTarget::hidden());
        }
        if let Ok(style) = ProgressStyle::with_template("{msg} {bar:30} {pos}/{len} ({eta})") {
            bar.set_style(style);
        }
        bar.set_message(what);
        bar
    }
}
