//! Where the world comes in: the clock and the system's randomness. No other module may ask for them.

use std::path::PathBuf;
use std::sync::Arc;

use app::Ambient;
use jiff::Timestamp;

/// The real world; with a clock file (test builds only) the clock stands where the file says.
pub(crate) fn real(clock_file: Option<PathBuf>) -> Ambient {
    Ambient { now: Arc::new(move || now(clock_file.as_deref())), seed: Arc::new(seed) }
}

#[expect(clippy::disallowed_methods, reason = "the one place that reads the system's clock")]
fn now(clock_file: Option<&std::path::Path>) -> Timestamp {
    #[cfg(any(debug_assertions, feature = "test-clock"))]
    if let Some(at) =
        clock_file.and_then(|path| std::fs::read_to_string(path).ok()).and_then(|t| t.trim().parse().ok())
    {
        return at;
    }
    let _ = clock_file;
    Timestamp::now()
}

/// Thirty-two bytes of the system's randomness.
#[expect(clippy::disallowed_methods, reason = "the one place that asks the system for randomness")]
pub(crate) fn seed() -> [u8; 32] {
    let mut seed = [0; 32];
    // Without randomness no key and no session is safe: stop rather than go on.
    if getrandom::fill(&mut seed).is_err() {
        std::process::abort();
    }
    seed
}
