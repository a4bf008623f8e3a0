//! `./dev soak`: ten thousand lives of the simulation that the tests live a thousand of, from a seed onwards.
//!
//! `cargo bench -p sync --bench soak -- LIVES FIRST_SEED`; a life that fails prints its seed, and is lived again alone with
//! `-- 1 SEED`.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::print_stdout,
    clippy::disallowed_methods,
    reason = "a bench"
)]

#[path = "../tests/it/world.rs"]
mod world;

use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};
use std::time::Instant;

use world::{Broken, live};

fn main() {
    let mut numbers = std::env::args().skip(1).filter_map(|word| word.parse::<u64>().ok());
    let (lives, first) = (numbers.next().unwrap_or(10_000), numbers.next().unwrap_or(0));
    let (next, failed) = (AtomicU64::new(first), AtomicUsize::new(0));
    let sums: [AtomicUsize; 6] = Default::default();
    let began = Instant::now();
    let threads = std::thread::available_parallelism().map_or(1, usize::from);
    std::thread::scope(|scope| {
        for _ in 0..threads {
            scope.spawn(|| {
                loop {
                    let seed = next.fetch_add(1, Ordering::Relaxed);
                    if seed >= first + lives {
                        break;
                    }
                    match live(seed, 200, Broken::Nothing) {
                        Ok(t) => {
                            let parts = [t.commands, t.delivered, t.clashes, t.hires, t.restored, t.crashed];
                            for (sum, part) in sums.iter().zip(parts) {
                                sum.fetch_add(part, Ordering::Relaxed);
                            }
                        }
                        Err(why) => {
                            failed.fetch_add(1, Ordering::Relaxed);
                            println!("seed {seed}: {why}");
                        }
                    }
                }
            });
        }
    });
    let seconds = began.elapsed().as_secs_f64();
    let [commands, delivered, clashes, hires, restored, crashed] = sums.map(AtomicUsize::into_inner);
    let failed = failed.into_inner();
    println!(
        "{lives} lives from seed {first}: {failed} failed; {commands} commands, {delivered} messages, {clashes} clashes, \
         {hires} places given out, {restored} restored from an old copy, {crashed} crashes; {seconds:.1} s"
    );
    for broken in [Broken::Idempotency, Broken::Clashes, Broken::Escrow] {
        let found = (first..first + 50).filter(|seed| live(*seed, 200, broken).is_err()).count();
        println!("control {broken:?}: found in {found} of 50 lives");
    }
    assert_eq!(failed, 0, "some lives failed");
}
