//! `iljari key change`, killed at any point: whatever is left, every record opens with the key that the file names.

use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use domain::city::City;
use domain::policy::Scope;
use store::{MasterKeys, Settings, Store, Url};

/// Kills that must have hit a running change.
const KILLS: usize = 20;
/// Changes begun in all, however few of them are hit.
const ROUNDS: usize = 120;

fn iljari(data: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_iljari"));
    command.args(arguments).arg("--data").arg(data).stdout(Stdio::null()).stderr(Stdio::piped());
    command
}

/// Everything sealed that the directory's store holds of people, opened with the directory's key file.
async fn opened(data: &Path) -> (usize, String) {
    let file = data.join("master.key");
    assert!(file.exists(), "a key file is never missing, not for a moment");
    let keys = MasterKeys::load_or_create(&file, [0; 32]).unwrap();
    let store = Store::open(Settings::new(Url::Sqlite(data.join("iljari.db")), keys)).await.unwrap();
    let city = std::fs::read_to_string(data.join("city")).unwrap();
    let tenant = City::embedded(city.trim()).unwrap().tenant();
    let (found, total) =
        store::seeker::list(&store, tenant, Scope::Everyone, None, 100_000, 0).await.unwrap();
    assert_eq!(found.len(), total);
    let (mut all, mut people) = (String::new(), 0);
    for (seeker, profile) in &found {
        assert!(profile.is_some(), "{}", seeker.number);
        people += 1;
        let services = store::service::of_person(&store, tenant, seeker.person).await.unwrap();
        let plans = store::action_plan::of_person(&store, tenant, seeker.person).await.unwrap();
        all.push_str(&format!("{seeker:?} {profile:?} {services:?} {plans:?}\n"));
    }
    (people, all)
}

#[expect(clippy::disallowed_methods, reason = "another process is measured by the real clock")]
fn now() -> Instant {
    Instant::now()
}

#[expect(clippy::disallowed_methods, reason = "another process is looked at again and again")]
fn a_moment() {
    std::thread::sleep(Duration::from_millis(1));
}

/// Whether it ended by itself within a time; otherwise it is killed as a power cut would.
fn ended_within(child: &mut Child, most: Duration) -> bool {
    let begun = now();
    while begun.elapsed() < most {
        if let Some(status) = child.try_wait().unwrap() {
            assert!(status.success(), "{status}");
            return true;
        }
        a_moment();
    }
    // It may end in this very moment.
    let _ = child.kill();
    child.wait().unwrap().success()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn twenty_kills_of_a_change_of_the_master_key_lose_nobody() {
    let place = tempfile::tempdir().unwrap();
    let data = place.path();
    let made = iljari(data, &["demo", "--small", "--seekers", "600", "--prepare-only"]).status().unwrap();
    assert!(made.success());
    let key = || std::fs::read(data.join("master.key")).unwrap();
    let (first, before) = (key(), opened(data).await);
    assert!(before.0 >= 600, "{} people", before.0);

    // A whole one, to know from when until when it changes anything.
    let begun = now();
    let mut child = iljari(data, &["key", "change"]).spawn().unwrap();
    while key() == first && begun.elapsed() < Duration::from_secs(60) {
        a_moment();
    }
    let from = begun.elapsed();
    assert!(child.wait().unwrap().success());
    let until = begun.elapsed();
    assert_ne!(key(), first);
    assert_eq!(key().len(), 1 + 32 + 33, "the key of the hashes and one that seals");
    assert!(opened(data).await == before, "after the whole change");

    // Points spread over it, a little before and after it as well; in no order. A machine that has grown quicker
    // since is followed by what a change took that was not hit, one that has grown slower is hit all the more.
    let mut span = until - from;
    let (mut killed, mut midway, mut finished, mut at) = (0, 0, 0, 7u32);
    for round in 0..ROUNDS {
        at = at.wrapping_mul(1_103_515_245).wrapping_add(12_345) % (1 << 31);
        let part = f64::from(at) / f64::from(1u32 << 31);
        let (held, begun) = (key(), now());
        let mut child = iljari(data, &["key", "change"]).spawn().unwrap();
        // Every third is killed at any time from its start, the others once it has begun to change something.
        let most = match round % 3 {
            0 => (from + span).mul_f64(part),
            _ => {
                while key() == held && child.try_wait().unwrap().is_none() {
                    a_moment();
                }
                span.mul_f64(part * 1.1)
            }
        };
        let seen = begun.elapsed();
        match ended_within(&mut child, most) {
            true => {
                finished += 1;
                if round % 3 != 0 {
                    span = span.min(begun.elapsed() - seen);
                }
            }
            false => killed += 1,
        }
        let left = key();
        midway += usize::from(left.len() > 1 + 32 + 33);
        assert!(opened(data).await == before, "round {round}, killed after {:?}", begun.elapsed());
        if killed >= KILLS && midway >= KILLS / 4 {
            break;
        }
    }
    println!(
        "{killed} killed, {finished} came to their end, {midway} left two keys; {from:?} to {until:?}, then {span:?}"
    );
    assert!(killed >= KILLS, "only {killed} were killed");
    assert!(midway > 0, "none was killed between its first and its last step");

    // What is left is brought to its end, and the first key opens nothing any more.
    assert!(iljari(data, &["key", "change"]).status().unwrap().success());
    assert_eq!(key().len(), 1 + 32 + 33);
    assert!(opened(data).await == before);
    let verified = iljari(data, &["verify"]).status().unwrap();
    assert!(verified.success());
    let old = tempfile::tempdir().unwrap();
    std::fs::write(old.path().join("master.key"), &first).unwrap();
    let keys = MasterKeys::load_or_create(&old.path().join("master.key"), [0; 32]).unwrap();
    let thief = Store::open(Settings::new(Url::Sqlite(data.join("iljari.db")), keys)).await.unwrap();
    let city = std::fs::read_to_string(data.join("city")).unwrap();
    let tenant = City::embedded(city.trim()).unwrap().tenant();
    let refused = store::seeker::list(&thief, tenant, Scope::Everyone, None, 1, 0).await;
    assert_eq!(refused.err(), Some(store::Error::Sealed("person_key")));
}
