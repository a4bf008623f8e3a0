//! Real programs over a line that breaks: what a machine did comes home once, whatever is cut or killed, and the disk of the
//! machine tells nothing of it.
//!
//! `ILJARI_RUNS` says how often (three times when it is not there); `./dev soak` lives through two hundred.

use std::collections::HashMap;
use std::io::{Read, Write};
use std::net::{Shutdown, TcpListener, TcpStream};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use crate::sc_03_senior::MAN;
use crate::served::Served;

const CITY: &str = "goyang";
/// People registered in each run.
const PEOPLE: usize = 4;
/// Strings planted about each.
const PLANTED: usize = 5;
/// Bytes by which a word is recognised before it is compared.
const BEGIN: usize = 8;

/// Numbers that look random and come again with the same seed.
struct Dice(AtomicU64);

impl Dice {
    fn throw(&self, sides: u64) -> u64 {
        let step = |x: u64| {
            let x = x ^ (x << 13);
            let x = x ^ (x >> 7);
            x ^ (x << 17)
        };
        let now = self.0.fetch_update(Ordering::SeqCst, Ordering::SeqCst, |x| Some(step(x))).unwrap();
        step(now) % sides
    }
}

/// A line to `to` of which some connections break somewhere; `u64::MAX` for one that never does.
fn line(to: String, dice: Arc<Dice>, breaks: Arc<AtomicU64>) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = format!("http://{}", listener.local_addr().unwrap());
    thread::spawn(move || {
        for here in listener.incoming().flatten() {
            let Ok(there) = TcpStream::connect(&to) else { continue };
            // Of every so many connections one goes through whole; the others break after some bytes, either way.
            let sides = breaks.load(Ordering::SeqCst);
            let whole = sides == 0 || dice.throw(sides) == 0;
            let after = if whole { usize::MAX } else { dice.throw(6_000) as usize };
            for (from, onto) in [(&here, &there), (&there, &here)] {
                let (from, onto) = (from.try_clone().unwrap(), onto.try_clone().unwrap());
                thread::spawn(move || carry(from, onto, after));
            }
        }
    });
    address
}

fn carry(mut from: TcpStream, mut onto: TcpStream, mut left: usize) {
    let mut bytes = [0; 1024];
    while let Ok(read @ 1..) = from.read(&mut bytes) {
        let pass = read.min(left);
        if onto.write_all(&bytes[..pass]).is_err() || pass < read {
            break;
        }
        left -= pass;
    }
    let _ = (from.shutdown(Shutdown::Both), onto.shutdown(Shutdown::Both));
}

/// What is told of somebody: words that stand nowhere else.
fn words(run: usize, nth: usize, dice: &Dice) -> [String; PLANTED] {
    let syllables = |n: usize| -> String {
        (0..n).filter_map(|_| char::from_u32(0xAC00 + u32::try_from(dice.throw(11_000)).unwrap())).collect()
    };
    let digits = |n: usize| -> String { (0..n).map(|_| char::from(b'0' + dice.throw(10) as u8)).collect() };
    let phone = format!("031{}", digits(8));
    let born = format!("{}-0{}-1{}", 1940 + (run * PEOPLE + nth) % 50, 1 + nth % 9, run % 10);
    [syllables(8), phone, born, format!("견본로 {} {}", digits(9), syllables(4)), syllables(12)]
}

fn register(machine: &Served, session: &str, words: &[String; PLANTED]) {
    let [name, phone, born, address, wish] = words;
    let change = |(field, value)| match field {
        "name" => (field, name.as_str()),
        "phone" => (field, phone.as_str()),
        "born_on" => (field, born.as_str()),
        _ => (field, value),
    };
    let mut fields: Vec<_> = MAN.into_iter().map(change).collect();
    fields.extend([("address", address.as_str()), ("work_time_note", wish.as_str())]);
    machine.post("/staff/seekers/new", session, &fields).to();
}

/// How often, when whoever starts it says so.
#[expect(
    clippy::disallowed_methods,
    reason = "a harness is told how long to run; the program reads no environment"
)]
fn runs() -> usize {
    std::env::var("ILJARI_RUNS").ok().and_then(|runs| runs.parse().ok()).unwrap_or(3)
}

#[test]
fn what_was_done_comes_home_once_over_a_line_that_breaks() {
    let runs = runs();
    let people = [("counselor", "counselor", ""), ("supervisor", "supervisor", "")];
    let mut home = Served::city(CITY, "2016-03-18T01:00:00Z", &people);
    let (dice, breaks) = (Arc::new(Dice(AtomicU64::new(0x1_7a21))), Arc::new(AtomicU64::new(0)));
    let to = home.origin.trim_start_matches("http://").to_owned();
    let line = line(to, dice.clone(), breaks.clone());
    let supervisor = home.session("supervisor");
    let (page, code) = home.invite_machine(&supervisor, "일자리버스", "B1", "덕양구");
    let mut bus = home.machine_by(&line, CITY, &code);
    bus.open();
    let mut planted = Vec::new();
    for run in 0..runs {
        breaks.store(3, Ordering::SeqCst);
        let session = bus.session("counselor");
        for nth in 0..PEOPLE {
            let words = words(run, nth, &dice);
            register(&bus, &session, &words);
            planted.push(words);
            if dice.throw(3) == 0 {
                bus.post("/staff/outpost", &session, &[]).to();
            }
        }
        // The power goes, here or at home, in the middle of it.
        if dice.throw(3) == 0 {
            bus.end();
            bus.machine_again(CITY);
            bus.open();
        }
        if dice.throw(5) == 0 {
            home.end();
            home.again_there(CITY);
        }
        until_home(&bus, &breaks);
        if (run + 1) % 10 == 0 {
            println!("{} runs: everything came home", run + 1);
        }
    }
    bus.end();
    let made = planted.len();
    let supervisor = home.session("supervisor");
    let received = home.get(&page, &supervisor);
    assert!(received.body.contains(&format!("<dd>{made}</dd>")), "{made}: {}", received.body);
    let verified = home.run(CITY, &["verify"]);
    for what in ["chain_ok", "ledger_ok", "projections_ok"] {
        assert_eq!(verified[what], true, "{verified}");
    }
    let counselor = home.session("counselor");
    for (nth, [name, phone, ..]) in planted.iter().enumerate() {
        let found = home.post("/staff/seekers", &counselor, &[("q", name)]);
        let number = format!("S2016-B1-{:06}", nth + 1);
        assert_eq!(found.body.matches(&number).count(), 1, "{number} {phone}: {}", found.body);
    }
    scan(bus.data(), &planted);
}

/// Presses until nothing is only there: the line lets some through.
fn until_home(bus: &Served, breaks: &AtomicU64) {
    #[expect(
        clippy::disallowed_methods,
        reason = "waiting for another process is measured by the real clock"
    )]
    let start = Instant::now();
    let session = bus.session("counselor");
    loop {
        bus.post("/staff/outpost", &session, &[]).to();
        for _ in 0..10 {
            if bus.get("/staff/outpost", &session).body.contains("여기에만 있는 일이 없습니다") {
                return;
            }
        }
        // A line on which nothing comes through for long is mended in the end.
        if start.elapsed() > Duration::from_secs(10) {
            breaks.store(1, Ordering::SeqCst);
        }
        assert!(start.elapsed() < Duration::from_secs(60), "never home");
    }
}

/// None of the words stands on the disk of the machine, as it is or as databases and programs write it.
fn scan(data: &std::path::Path, planted: &[[String; PLANTED]]) {
    let mut bytes = Vec::new();
    for entry in std::fs::read_dir(data).unwrap().flatten() {
        if entry.path().is_file() {
            bytes.extend(std::fs::read(entry.path()).unwrap());
        }
    }
    assert!(bytes.len() > 100_000, "{} bytes", bytes.len());
    assert_eq!(readable(&bytes, planted.iter().flatten()), None, "of {} words", planted.len() * PLANTED);
    // The machine's clock file lies beside it and is found by the same search, which therefore can find.
    let day = "2016-03-18".to_owned();
    assert_eq!(
        readable(&bytes, std::iter::once(&day)),
        Some(day.as_str()),
        "the search finds nothing at all"
    );
}

/// One of the words that stands somewhere in the bytes. They are sorted by how they begin, so that each place is looked at once,
/// however many words there are.
fn readable<'w>(bytes: &[u8], words: impl Iterator<Item = &'w String>) -> Option<&'w str> {
    let hex =
        |text: &[u8]| -> Vec<u8> { text.iter().flat_map(|b| format!("{b:02x}").into_bytes()).collect() };
    let wide = |text: &str| -> Vec<u8> { text.encode_utf16().flat_map(u16::to_le_bytes).collect() };
    let mut sought: HashMap<[u8; BEGIN], Vec<(&str, Vec<u8>)>> = HashMap::new();
    for word in words {
        for written in [word.as_bytes().to_vec(), hex(word.as_bytes()), wide(word)] {
            let begin = *written.first_chunk().expect("a word as long as that");
            sought.entry(begin).or_default().push((word, written));
        }
    }
    bytes.windows(BEGIN).enumerate().find_map(|(at, window)| {
        let begin: [u8; BEGIN] = window.try_into().ok()?;
        let of = sought.get(&begin)?;
        of.iter().find(|(_, written)| bytes[at..].starts_with(written)).map(|(word, _)| *word)
    })
}
