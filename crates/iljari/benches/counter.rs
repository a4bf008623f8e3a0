//! How long people wait for the pages of a running city, asked for one after the other, each after a first look that
//! is told by itself: the counter's, and the dashboards of plan, mayor, auditor and public. Fill a city, serve it, and
//! name an account of each kind:
//!
//! ```text
//! iljari demo --data DIR --seekers 100000 --results 1000000
//! cargo bench -p iljari --bench counter -- 127.0.0.1:8080 \
//!     counselor:PASSWORD supervisor:PASSWORD manager:PASSWORD auditor:PASSWORD
//! ```
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::print_stdout,
    clippy::disallowed_methods,
    missing_docs,
    reason = "a benchmark"
)]

use std::io::{Read, Write};
use std::net::TcpStream;
use std::time::{Duration, Instant};

/// Requests for each page after the first look.
const TIMES: usize = 300;
/// Requests for what takes long or is seldom asked for: papers and registers.
const FEW: usize = 20;
/// How long to wait for what a start reads in the background, in seconds.
const PATIENCE_S: u64 = 600;

struct Answer {
    status: u16,
    head: String,
    body: String,
    size: usize,
    took: Duration,
}

/// An account that is signed in.
struct Desk {
    address: String,
    cookie: String,
}

impl Desk {
    fn open(address: &str, account: &str) -> Self {
        let (login, password) = account.split_once(':').expect("LOGIN:PASSWORD");
        let desk = Self { address: address.to_owned(), cookie: String::new() };
        let said = desk.ask("POST", "/sign-in", &format!("login={login}&password={password}&next="));
        let set = said.head.lines().find_map(|line| line.strip_prefix("set-cookie: ")).expect("signed in");
        Self { cookie: set.split(';').next().unwrap_or_default().to_owned(), ..desk }
    }

    fn ask(&self, method: &str, path: &str, body: &str) -> Answer {
        let start = Instant::now();
        let mut stream = TcpStream::connect(&self.address).unwrap();
        let request = format!(
            "{method} {path} HTTP/1.0\r\nHost: {}\r\nCookie: {}\r\nSec-Fetch-Site: same-origin\r\n\
             Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {}\r\n\r\n{body}",
            self.address,
            self.cookie,
            body.len()
        );
        stream.write_all(request.as_bytes()).unwrap();
        let mut bytes = Vec::new();
        stream.read_to_end(&mut bytes).unwrap();
        let took = start.elapsed();
        let text = String::from_utf8_lossy(&bytes);
        let (head, body) = text.split_once("\r\n\r\n").unwrap();
        let status = head.split(' ').nth(1).unwrap().parse().unwrap();
        let size = bytes.len() - head.len() - 4;
        Answer { status, head: head.to_owned(), body: body.to_owned(), size, took }
    }

    fn get(&self, path: &str) -> Answer {
        // What is looked for is sent as a form.
        let answer = match path.split_once("?q=") {
            Some((list, words)) => self.ask("POST", list, &format!("q={words}")),
            None => self.ask("GET", path, ""),
        };
        assert!(answer.status == 200, "{path}: {}", answer.status);
        answer
    }

    /// How long after a start this is still being prepared.
    fn prepared(&self, what: &str, path: &str) {
        let start = Instant::now();
        while self.ask("GET", path, "").status == 503 {
            assert!(start.elapsed().as_secs() < PATIENCE_S, "{path} is still being prepared");
            std::thread::sleep(Duration::from_millis(200));
        }
        println!("{what}: prepared after {:.1} s", start.elapsed().as_secs_f64());
    }

    /// Paths on a page that begin so and end with an id.
    fn links(&self, page: &str, start: &str) -> Vec<String> {
        let body = self.get(page).body;
        let links = body.split("href=\"").skip(1).filter_map(|rest| rest.split('"').next());
        let whole = links.filter(|link| link.strip_prefix(start).is_some_and(|id| id.len() == 36));
        let mut all: Vec<String> = whole.map(str::to_owned).collect();
        all.dedup();
        all
    }

    /// Paths of the sectors' pages.
    fn sectors(&self) -> Vec<String> {
        let body = self.get("/sectors").body;
        let links = body.split("href=\"").skip(1).filter_map(|rest| rest.split('"').next());
        links.filter(|link| link.starts_with("/sectors/")).map(str::to_owned).collect()
    }

    /// One line of the table: the first look, then the usual ones.
    fn measure(&self, what: &str, paths: &[String]) {
        self.times(TIMES, what, paths);
    }

    fn times(&self, count: usize, what: &str, paths: &[String]) {
        assert!(!paths.is_empty(), "nothing to ask for: {what}");
        let first = self.get(&paths[0]);
        let mut times: Vec<Duration> =
            (1..=count).map(|nth| self.get(&paths[nth % paths.len()]).took).collect();
        times.sort_unstable();
        let ms = |took: Duration| took.as_secs_f64() * 1_000.0;
        println!(
            "| {what} | {:.0} | {:.1} | {:.1} | {:.1} | {:.0} |",
            ms(first.took),
            ms(times[count / 2]),
            ms(times[count * 99 / 100]),
            ms(times[count - 1]),
            first.size as f64 / 1_000.0
        );
    }
}

/// What is looked at to hold bodies to their word: every figure comes out of the ledger.
fn dashboards(manager: &Desk, auditor: &Desk) {
    let one = |path: &str| vec![path.to_owned()];
    for (what, path) in [
        ("plan of the term", "/staff/plan"),
        ("the mayor's page", "/staff/brief"),
        ("board of departments and months", "/staff/submissions"),
        ("measures", "/staff/measures"),
        ("projects", "/staff/projects"),
        ("contributions", "/staff/contributions"),
        ("network", "/staff/network"),
        ("indicators", "/staff/indicators"),
        ("report books", "/staff/books"),
        ("the public's plan", "/plan"),
    ] {
        manager.measure(what, &one(path));
    }
    manager.measure("a report book", &manager.links("/staff/books", "/staff/books/"));
    manager.measure("a measure", &manager.links("/staff/measures", "/staff/measures/"));
    manager.measure("a project", &manager.links("/staff/projects", "/staff/projects/"));
    manager.measure("a sector", &manager.sectors());
    auditor.measure("the auditor's page", &one("/staff/audit"));
}

fn main() {
    let args: Vec<String> = std::env::args().skip(1).filter(|arg| !arg.starts_with("--")).collect();
    let [address, counselor, supervisor, manager, auditor] = &args[..] else {
        println!("give ADDRESS and LOGIN:PASSWORD of a counsellor, supervisor, plan manager and auditor");
        return;
    };
    let (counter, review) = (Desk::open(address, counselor), Desk::open(address, supervisor));
    let (manager, auditor) = (Desk::open(address, manager), Desk::open(address, auditor));
    // Asked right after the start, these tell how long whoever came first would have waited.
    counter.prepared("people by a part", "/staff/seekers?q=%EA%B0%80");
    review.prepared("ledger", "/staff/ledger");
    let mut people = Vec::new();
    for page in 1..=10 {
        people.extend(counter.links(&format!("/staff/seekers?state=active&page={page}"), "/staff/seekers/"));
    }
    let openings = counter.links("/staff/openings?state=open", "/staff/openings/");
    let under =
        |all: &[String], what: &str| all.iter().map(|path| format!("{path}/{what}")).collect::<Vec<_>>();
    let one = |path: &str| vec![path.to_owned()];
    println!("| page | first look, ms | p50, ms | p99, ms | longest, ms | kB |");
    println!("|---|---:|---:|---:|---:|---:|");
    dashboards(&manager, &auditor);
    counter.measure("the day", &one("/staff/today"));
    counter.measure("list of people", &one("/staff/seekers"));
    counter.measure("a person", &people);
    counter.measure("people by whole name", &one("/staff/seekers?q=%EA%B9%80%EA%B0%80%EB%9E%8C%EA%B2%B0"));
    let phones: Vec<String> = (0..50).map(|n| format!("/staff/seekers?q={:04}", n * 37)).collect();
    counter.measure("people by four digits", &phones);
    counter.measure("what fits a person", &under(&people, "matches"));
    counter.measure("list of openings", &one("/staff/openings"));
    counter.measure("an opening", &openings);
    counter.measure("who fits an opening", &under(&openings, "candidates"));
    review.measure("ledger of the year", &one("/staff/ledger"));
    review.measure("rows behind a figure", &one("/staff/ledger/rows?standing=confirmed&class=R1"));
    review.measure("what was excluded", &one("/staff/ledger/exclusions"));
    review.measure("statistics", &one("/staff/statistics"));
    review.measure("review", &one("/staff/review"));
    // Two syllables, one syllable, and eight digits of a telephone as people say them.
    counter.measure("people by half a name", &one("/staff/seekers?q=%EA%B0%80%EB%9E%8C"));
    counter.measure("people by one syllable", &one("/staff/seekers?q=%EA%B9%80"));
    counter.measure("people by a name that nobody has", &one("/staff/seekers?q=%EB%B7%81%EB%B7%81"));
    let middles: Vec<String> = (0..50).map(|n| format!("/staff/seekers?q={:05}", n * 1_037)).collect();
    counter.measure("people by five digits", &middles);
    let letters = counter.links("/staff/referrals?state=sent", "/staff/referrals/");
    let papers = [
        ("opening application", under(&openings, "paper.pdf")),
        ("seeker application", under(&people, "paper.pdf")),
        ("slip", under(&people, "slip.pdf")),
        ("letter", under(&letters, "letter.pdf")),
        ("result notice", under(&letters, "notice.pdf")),
        (
            "list in large type, 10 openings",
            one("/openings/large.pdf?dong=%ED%99%94%EC%A0%951%EB%8F%99&pages=2"),
        ),
    ];
    for (what, paths) in papers {
        counter.times(FEW, what, &paths);
    }
    // Halves of this year and the last, and the registers of the first day that is offered.
    let offered = counter.get("/staff/registers").body;
    let halves = offered.split("href=\"").skip(1).filter_map(|rest| rest.split('"').next());
    let halves = halves.filter(|link| link.starts_with("/staff/registers/half-year?"));
    for half in halves.map(|link| link.replace("&amp;", "&")) {
        let what = half.rsplit('?').next().unwrap_or_default();
        counter.times(FEW, &format!("half-year's table, {what}"), &one(&half));
    }
    let day = offered.split("name=\"from\" type=\"date\" value=\"").nth(1).and_then(|rest| rest.get(..10));
    let day = day.expect("a day is offered");
    for (what, file) in [("openings", ""), ("openings", ".pdf"), ("seekers", "")] {
        let path = format!("/staff/registers/{what}{file}?from={day}&to={day}");
        counter.times(FEW, &format!("register of {what} of {day} {file}"), &one(&path));
    }
    // A claim changes what is counted: the next look counts everything again.
    let (person, employer) = (&people[0], counter.links("/staff/employers", "/staff/employers/"));
    let id = |path: &str| path.rsplit('/').next().unwrap_or_default().to_owned();
    let name = counter.get(&employer[0]).body;
    let name =
        name.split("<h1>").nth(1).and_then(|rest| rest.split('<').next()).unwrap_or_default().to_owned();
    let mut after: Vec<Duration> = (0..10)
        .map(|_| {
            let encoded: String = name.bytes().map(|byte| format!("%{byte:02X}")).collect();
            let claim =
                format!("seeker={}&employer={encoded}&how=self_found&start_on=2026-01-05", id(person));
            let said = counter.ask("POST", "/staff/placements/new", &claim);
            assert!(said.status == 303, "{}: {}", said.status, said.body);
            review.get("/staff/ledger").took
        })
        .collect();
    after.sort_unstable();
    println!(
        "ledger of the year right after a claim: {:.0} ms, at most {:.0} ms",
        after[5].as_secs_f64() * 1e3,
        after[9].as_secs_f64() * 1e3
    );
}
