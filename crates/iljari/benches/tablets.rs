//! Three hundred machines that hand over two hundred pieces of work each to one hub, over a line that breaks off one request in ten:
//! none lost, none doubled, and how long it took. The hub is the real program; what is handed over are registrations.
//! Run with `cargo bench -p iljari --bench tablets -- 300 200` (machines, pieces of work each).
#![allow(
    clippy::unwrap_used,
    clippy::print_stdout,
    clippy::disallowed_methods,
    missing_docs,
    reason = "a benchmark"
)]

use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::time::{Duration, Instant};

use app::outpost::{Applicant, Papers};
use app::outward::{Outward, Wanted};
use app::sync::{Answer, Ask};
use app::{Ambient, App};
use domain::city::City;
use domain::id::{NodeId, PersonId};
use domain::reference::Reference;
use domain::seeker::{Consents, Profile};
use domain::{Actor, Channel, Role};
use hdrhistogram::Histogram;
use store::envelope::{Other, Way};
use store::{MasterKeys, Outpost, Settings, Store, Url};
use tokio::sync::Mutex;

/// A registration as one piece of work, with words in the place of what differs.
struct Template(String);

const WORDS: [&str; 3] = ["가상이름가상", "03100001234", "S2026-T0-000001"];

#[tokio::main]
async fn main() {
    let args: Vec<usize> = std::env::args().filter_map(|arg| arg.parse().ok()).collect();
    let (machines, each) = (args.first().copied().unwrap_or(300), args.get(1).copied().unwrap_or(200));
    let place = std::env::temp_dir().join(format!("iljari-tablets-{}", std::process::id()));
    let (hub, away) = (place.join("hub"), place.join("away"));
    std::fs::create_dir_all(&hub).unwrap();
    std::fs::create_dir_all(&away).unwrap();
    let template = Arc::new(template(&away).await);
    let home = open(&hub, None).await;
    let mut papers = Vec::new();
    for n in 0..machines {
        papers.push(enrolled(&home, n).await);
    }
    drop(home);
    let (mut server, address) = serve(&hub);

    let times = Arc::new(Mutex::new(Histogram::<u64>::new_with_bounds(1, 60_000_000, 3).unwrap()));
    let begin = Instant::now();
    let tasks: Vec<_> = papers
        .into_iter()
        .enumerate()
        .map(|(n, papers)| {
            let (template, times, address) = (template.clone(), times.clone(), address.clone());
            tokio::spawn(async move { hand_over(&address, &papers, n, each, &template, &times).await })
        })
        .collect();
    let mut sent = 0;
    for task in tasks {
        sent += task.await.unwrap();
    }
    let seconds = begin.elapsed().as_secs_f64();
    let _ = (server.kill(), server.wait());
    let (came, people) = counted(&hub).await;
    let times = times.lock().await;
    let ms = |q: f64| times.value_at_quantile(q) as f64 / 1_000.0;
    let wanted = machines * each;
    println!(
        "{machines} machines x {each}: {came} came and {people} people of {wanted} in {seconds:.1} s, {:.0}/s, \
         {sent} requests; p50 {:.0} ms, p99 {:.0} ms, most {:.0} ms",
        wanted as f64 / seconds,
        ms(0.5),
        ms(0.99),
        ms(1.0),
    );
    let _ = std::fs::remove_dir_all(&place);
    assert_eq!((came, people), (wanted as i64, wanted as i64), "lost or doubled");
}

fn seed() -> [u8; 32] {
    let mut seed = [0; 32];
    getrandom::fill(&mut seed).unwrap();
    seed
}

async fn open(data: &Path, outpost: Option<Outpost>) -> App {
    let keys = MasterKeys::load_or_create(&data.join("master.key"), seed()).unwrap();
    let url = Url::Sqlite(data.join("iljari.db"));
    let store = Store::open(Settings { outpost, ..Settings::new(url, keys) }).await.unwrap();
    let ambient = Ambient { now: Arc::new(jiff::Timestamp::now), seed: Arc::new(seed) };
    let reader = documents::child::Reader::new(env!("CARGO_BIN_EXE_iljari"), ["read-table"]);
    let city = City::embedded("goyang").unwrap();
    App::open(store, city, Reference::embedded().unwrap(), reader, ambient, web::MESSAGES).await.unwrap()
}

/// What a machine hands over that registered one person.
async fn template(away: &Path) -> Template {
    let outpost = Outpost { node: NodeId(uuid::Uuid::nil()), mark: "T0".to_owned(), lent: [].into() };
    let app = open(away, Some(outpost)).await;
    let ctx = app.ctx(Actor { role: Role::Counselor, ..Actor::system() });
    let profile = Profile {
        name: WORDS[0].into(),
        born_on: "1949-05-06".parse().ok(),
        phone: WORDS[1].into(),
        area: app.city.areas().resolve("화정1동").first().cloned(),
        desired_areas: app.city.areas().resolve("덕양구"),
        consents: Consents { registration: Some(ctx.today()), ..Consents::default() },
        ..Profile::default()
    };
    app::seeker::register(&ctx, &app, profile, Channel::Event).await.unwrap();
    let ask = app::sync::all(&app.system_ctx(), &app).await.unwrap();
    let command = ask.commands.into_iter().find(|command| !command.steps.is_empty()).unwrap();
    let mut text = serde_json::to_string(&command).unwrap();
    let number = text.find("S20").map(|at| text[at..].split('"').next().unwrap().to_owned()).unwrap();
    text = text.replace(&number, WORDS[2]);
    Template(text)
}

impl Template {
    /// Another registration of the same kind.
    fn filled(&self, node: NodeId, mark: &str, nth: usize, name: &str, phone: &str) -> sync::Command {
        let mut command: sync::Command = serde_json::from_str(&self.0).unwrap();
        let fresh = || uuid::Uuid::from_bytes(seed().first_chunk().copied().unwrap());
        let mut text = self.0.clone();
        for id in command.steps.iter().map(|step| step.id.to_string()).chain(person(&command)) {
            text = text.replace(&id, &fresh().to_string());
        }
        text = text.replace(WORDS[0], name).replace(WORDS[1], phone);
        text = text.replace(WORDS[2], &format!("S2026-{mark}-{nth:06}"));
        command = serde_json::from_str(&text).unwrap();
        sync::Command { id: domain::id::CommandId(fresh()), node, previous: None, ..command }
    }
}

fn person(command: &sync::Command) -> Option<String> {
    let of = |step: &sync::Step| step.edits.get("person")?.to.as_str().map(str::to_owned);
    command.steps.iter().find_map(of).filter(|id| id.parse::<PersonId>().is_ok())
}

async fn enrolled(home: &App, n: usize) -> Papers {
    let ctx = home.ctx(Actor { role: Role::Operator, ..Actor::system() });
    let areas = home.city.areas().resolve("덕양구");
    let form =
        app::node::Form {
            name: format!("태블릿 {n}"), mark: format!("T{n:03}"), areas, staff: Vec::new()
        };
    let (_, code) = app::node::invite(&ctx, home, form).await.unwrap();
    let applicant = Applicant {
        home: "http://127.0.0.1".to_owned(),
        trusted: None,
        addresses: Vec::new(),
        seeds: [seed(), seed(), seed()],
    };
    let asked = applicant.application(&code).unwrap();
    let answer = app::node::admit(&home.system_ctx(), home, "bench", &asked).await.unwrap();
    applicant.papers(jiff::Timestamp::now(), &answer).unwrap()
}

fn serve(data: &Path) -> (Child, String) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_iljari"));
    command.args(["serve", "--listen", "127.0.0.1:0", "--json", "--city", "goyang", "--data"]).arg(data);
    let mut child = command.stdout(Stdio::piped()).spawn().unwrap();
    let mut line = String::new();
    BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
    let said: serde_json::Value = serde_json::from_str(&line).unwrap();
    (child, said["listening"].as_str().unwrap().trim_end_matches('/').to_owned())
}

/// Hands over one after the other, each until home has confirmed it; how many requests that took.
async fn hand_over(
    address: &str,
    papers: &Papers,
    n: usize,
    each: usize,
    template: &Template,
    times: &Mutex<Histogram<u64>>,
) -> usize {
    let way = Outward::to(address, None).unwrap();
    let own = papers.own().unwrap();
    let home = Other::from_text(&papers.charter.signing_key, &papers.charter.sealing_key).unwrap();
    let node = papers.charter.node;
    let (mut previous, mut sent) = (None, 0);
    for nth in 0..each {
        let (name, phone) = (format!("이름{n:03}{nth:03}"), format!("031{:08}", n * 1_000 + nth));
        let command = template.filled(node, &papers.charter.mark, nth + 1, &name, &phone);
        let command = sync::Command { previous, ..command };
        previous = Some(command.id);
        let began = Instant::now();
        for attempt in 0.. {
            let ask = Ask {
                now: jiff::Timestamp::now(),
                schema: sync::schema::CURRENT,
                offered: vec![command.id],
                commands: vec![command.clone()],
                looks: Vec::new(),
                from: None,
                extent: app::sync::Extent::default(),
                again: Vec::new(),
                tls: None,
            };
            let letter = own.write(Way::Home, node.0, &home, &serde_json::to_vec(&ask).unwrap(), seed());
            sent += 1;
            let wanted = Wanted { time: Duration::from_secs(60), ..Wanted::new(format!("{address}/sync")) };
            let said = way.post(&wanted, letter.unwrap());
            // One in ten is broken off somewhere on the way there or back.
            let cut = attempt == 0 && (n + nth).is_multiple_of(10);
            let said = match cut {
                true => tokio::time::timeout(Duration::from_millis((nth % 40) as u64), said).await.ok(),
                false => Some(said.await),
            };
            let Some(Ok(answer)) = said else {
                tokio::time::sleep(Duration::from_millis(50)).await;
                continue;
            };
            let plain = own.read(Way::Out, &answer.body, &home).unwrap();
            let answer: Answer = serde_json::from_slice(&plain).unwrap();
            if answer
                .receipts
                .iter()
                .any(|(id, receipt)| *id == command.id && *receipt == sync::Receipt::Applied)
            {
                break;
            }
        }
        times.lock().await.record(began.elapsed().as_micros() as u64).unwrap();
    }
    sent
}

/// What came and whom home knows.
async fn counted(data: &Path) -> (i64, i64) {
    use sqlx::Connection;
    let file = format!("sqlite://{}", data.join("iljari.db").display());
    let mut connection = sqlx::SqliteConnection::connect(&file).await.unwrap();
    let mut count =
        async |sql: &'static str| sqlx::query_scalar::<_, i64>(sql).fetch_one(&mut connection).await.unwrap();
    let came = count("SELECT COUNT(DISTINCT id) FROM command").await;
    (came, count("SELECT COUNT(*) FROM seeker").await)
}
