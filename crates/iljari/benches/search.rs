//! Search over 50,000 openings beside SQLite FTS5 and PostgreSQL full text on the same tokens, phrases,
//! filters and orders: time to build, and p50 to p99.9 of the same questions. The peers give twenty rows and
//! a count; ours counts occupations and areas too, follows synonyms, and loosens what finds nothing.
//!
//! Run with `cargo bench -p iljari --bench search`. PostgreSQL 15 is started in a temporary directory, as
//! the user `postgres` when root runs it; without its programs its column is left out.
#![allow(
    clippy::unwrap_used,
    clippy::print_stdout,
    clippy::disallowed_methods,
    missing_docs,
    reason = "a benchmark"
)]

use std::path::Path;
use std::process::Command;
use std::str::FromStr;
use std::time::Instant;

use domain::area::AreaCode;
use domain::id::OpeningId;
use domain::occupation::OccupationCode;
use domain::reference::Reference;
use domain::work_time::Weekdays;
use search::{Document, Index, Query, Sort, tokens};
use sqlx::{Connection, Row};
use uuid::Uuid;

const DOCUMENTS: u64 = 50_000;
/// How often each question is put to ours.
const ROUNDS: usize = 20;
/// And to a peer, which takes longer.
const PEER_ROUNDS: usize = 2;
const PROGRAMS: &str = "/usr/lib/postgresql/15/bin";
const TEXTS: [&str; 26] = [
    "",
    "요양보호사",
    "급식",
    "조리",
    "가구 조립",
    "영상 편집",
    "지게차",
    "주말",
    "간호사",
    "사무원",
    "청소",
    "경비",
    "운전",
    "용접",
    "바리스타",
    "주말 근무 조리사",
    "고양시",
    "덕양구 돌봄",
    "없는낱말들",
    "연구원",
    "교사",
    "판매",
    "기사",
    "관리원",
    "일",
    "용접 기능",
];
const SORTS: [Sort; 3] = [Sort::Relevance, Sort::Newest, Sort::Wage];

/// SplitMix64, so that every run sees the same city.
fn next(state: &mut u64) -> u64 {
    *state = state.wrapping_add(0x9e37_79b9_7f4a_7c15);
    let mut z = *state;
    z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    z ^ (z >> 31)
}

fn documents(reference: &Reference) -> Vec<Document> {
    let units: Vec<_> = reference.occupations.iter().filter(|o| o.code.level() == 4).collect();
    let places = ["41281", "41285", "41287", "41480", "11380"];
    let mut state = 7;
    (0..DOCUMENTS)
        .map(|n| {
            let unit = units[next(&mut state) as usize % units.len()];
            let other = units[next(&mut state) as usize % units.len()];
            let place = places[next(&mut state) as usize % places.len()];
            Document {
                id: OpeningId(Uuid::from_u128(u128::from(n))),
                title: format!("{} 모집합니다", unit.name),
                employer: format!("가상상회{}", n % 5_000),
                body: format!("{} 업무를 맡습니다. {} 경험이 있으면 좋습니다. 주말 근무가 있을 수 있으며 처음이신 분도 환영합니다. 고양시 덕양구 가까운 역에서 걸어서 {}분.", unit.name, other.name, n % 20),
                occupation: OccupationCode::parse(unit.code.as_str()),
                areas: AreaCode::parse(place).into_iter().collect(),
                monthly_won: Some(2_000_000 + (next(&mut state) % 2_000_000) as i64),
                hourly_won: Some(10_320),
                weekly_min: Some(2_400),
                weekdays: Some(Weekdays::WORKING),
                point: None,
                opened_ms: n as i64,
                confirmed_ms: None,
                doubted: false,
                last_day: None,
            }
        })
        .collect()
}

/// A question as all three are asked it.
struct Question {
    text: &'static str,
    sort: Sort,
    narrow: bool,
}

fn questions(rounds: usize) -> Vec<Question> {
    let of_text = |text| {
        SORTS.into_iter().flat_map(move |sort| {
            [false, true].into_iter().map(move |narrow| Question { text, sort, narrow })
        })
    };
    (0..rounds).flat_map(|_| TEXTS.into_iter().flat_map(of_text)).collect()
}

/// Each word of a question as the phrase of its pairs.
fn phrases(text: &str) -> Vec<Vec<String>> {
    text.split_whitespace().map(tokens).filter(|phrase| !phrase.is_empty()).collect()
}

struct Line {
    name: String,
    build_s: f64,
    micros: Vec<u128>,
    hits: usize,
}

impl Line {
    fn at(&self, per_mille: usize) -> f64 {
        self.micros[(self.micros.len() - 1) * per_mille / 1000] as f64 / 1e3
    }
}

fn ours(documents: &[Document], reference: &Reference) -> Line {
    let index = Index::new(reference.occupations.synonyms()).unwrap();
    let start = Instant::now();
    index.apply(documents, &[]).unwrap();
    let build_s = start.elapsed().as_secs_f64();
    let start = Instant::now();
    index.apply(&documents[..1], &[]).unwrap();
    println!("one change until it is seen: {:.1} ms", start.elapsed().as_secs_f64() * 1e3);
    let (mut micros, mut hits) = (Vec::new(), 0);
    for question in questions(ROUNDS) {
        let area = question.narrow.then(|| AreaCode::parse("41281")).flatten();
        let query = Query {
            text: question.text.into(),
            areas: area.into_iter().collect(),
            min_monthly_won: question.narrow.then_some(2_500_000),
            sort: question.sort,
            limit: 20,
            ..Query::default()
        };
        let start = Instant::now();
        hits += index.search(&query).unwrap().total;
        micros.push(start.elapsed().as_micros());
    }
    micros.sort_unstable();
    Line { name: "ours".into(), build_s, micros, hits }
}

async fn fts5(documents: &[Document]) -> Line {
    let mut db = sqlx::SqliteConnection::connect("sqlite::memory:").await.unwrap();
    let start = Instant::now();
    for sql in [
        "CREATE TABLE opening (id INTEGER PRIMARY KEY, area TEXT, monthly BIGINT, opened BIGINT)",
        "CREATE VIRTUAL TABLE words USING fts5(tokens, content='', tokenize='unicode61')",
        "CREATE INDEX by_area ON opening (area)",
        "CREATE INDEX by_opened ON opening (opened)",
        "CREATE INDEX by_monthly ON opening (monthly)",
    ] {
        sqlx::raw_sql(sql).execute(&mut db).await.unwrap();
    }
    let mut tx = db.begin().await.unwrap();
    for document in documents {
        sqlx::query("INSERT INTO opening VALUES ($1, $2, $3, $4)")
            .bind(document.opened_ms)
            .bind(document.areas[0].as_str())
            .bind(document.monthly_won)
            .bind(document.opened_ms)
            .execute(&mut *tx)
            .await
            .unwrap();
        sqlx::query("INSERT INTO words (rowid, tokens) VALUES ($1, $2)")
            .bind(document.opened_ms)
            .bind(all_tokens(document))
            .execute(&mut *tx)
            .await
            .unwrap();
    }
    tx.commit().await.unwrap();
    let build_s = start.elapsed().as_secs_f64();
    let version: String = sqlx::query("SELECT sqlite_version()").fetch_one(&mut db).await.unwrap().get(0);
    let (mut micros, mut hits) = (Vec::new(), 0);
    for question in questions(PEER_ROUNDS) {
        let wanted: Vec<String> =
            phrases(question.text).iter().map(|phrase| format!("\"{}\"", phrase.join(" "))).collect();
        let (from, by_rank) = match wanted.is_empty() {
            true => ("opening o WHERE $1 = ''", "o.opened DESC"),
            false => (
                "words w CROSS JOIN opening o ON o.id = w.rowid WHERE words MATCH $1",
                "bm25(words), o.opened DESC",
            ),
        };
        let wanted = wanted.join(" AND ");
        let (page, count) = statements(from, by_rank, &question);
        let start = Instant::now();
        let rows = sqlx::query(sqlx::AssertSqlSafe(page)).bind(&wanted).fetch_all(&mut db).await.unwrap();
        let total: i64 =
            sqlx::query(sqlx::AssertSqlSafe(count)).bind(&wanted).fetch_one(&mut db).await.unwrap().get(0);
        micros.push(start.elapsed().as_micros());
        assert!(rows.len() <= 20);
        hits += usize::try_from(total).unwrap();
    }
    micros.sort_unstable();
    Line { name: format!("SQLite {version} FTS5"), build_s, micros, hits }
}

async fn postgres(documents: &[Document], socket: &Path) -> Line {
    let options =
        sqlx::postgres::PgConnectOptions::from_str("postgres://postgres@localhost/postgres").unwrap();
    let mut db = sqlx::PgConnection::connect_with(&options.socket(socket)).await.unwrap();
    let start = Instant::now();
    for sql in [
        "CREATE TABLE opening (id BIGINT PRIMARY KEY, words TSVECTOR, area TEXT, monthly BIGINT, opened BIGINT)",
    ] {
        sqlx::raw_sql(sql).execute(&mut db).await.unwrap();
    }
    let mut tx = db.begin().await.unwrap();
    for document in documents {
        sqlx::query("INSERT INTO opening VALUES ($1, to_tsvector('simple', $2), $3, $4, $1)")
            .bind(document.opened_ms)
            .bind(all_tokens(document))
            .bind(document.areas[0].as_str())
            .bind(document.monthly_won)
            .execute(&mut *tx)
            .await
            .unwrap();
    }
    tx.commit().await.unwrap();
    for sql in [
        "CREATE INDEX ON opening USING gin (words)",
        "CREATE INDEX ON opening (area)",
        "CREATE INDEX ON opening (opened)",
        "CREATE INDEX ON opening (monthly)",
        "ANALYZE opening",
    ] {
        sqlx::raw_sql(sql).execute(&mut db).await.unwrap();
    }
    let build_s = start.elapsed().as_secs_f64();
    let (mut micros, mut hits) = (Vec::new(), 0);
    for question in questions(PEER_ROUNDS) {
        let wanted: Vec<String> = phrases(question.text)
            .iter()
            .map(|phrase| phrase.iter().map(|t| format!("'{t}'")).collect::<Vec<_>>().join(" <-> "))
            .map(|phrase| format!("({phrase})"))
            .collect();
        let (from, by_rank) = match wanted.is_empty() {
            true => ("opening o WHERE $1 = ''", "o.opened DESC"),
            false => (
                "opening o WHERE o.words @@ $1::tsquery",
                "ts_rank(o.words, $1::tsquery) DESC, o.opened DESC",
            ),
        };
        let wanted = wanted.join(" & ");
        let (page, count) = statements(from, by_rank, &question);
        let start = Instant::now();
        let rows = sqlx::query(sqlx::AssertSqlSafe(page)).bind(&wanted).fetch_all(&mut db).await.unwrap();
        let total: i64 =
            sqlx::query(sqlx::AssertSqlSafe(count)).bind(&wanted).fetch_one(&mut db).await.unwrap().get(0);
        micros.push(start.elapsed().as_micros());
        assert!(rows.len() <= 20);
        hits += usize::try_from(total).unwrap();
    }
    micros.sort_unstable();
    Line { name: "PostgreSQL 15".into(), build_s, micros, hits }
}

fn all_tokens(document: &Document) -> String {
    tokens(&format!("{} {} {}", document.title, document.employer, document.body)).join(" ")
}

/// The page and the count of a question, in the SQL that both peers know.
fn statements(from: &str, by_rank: &str, question: &Question) -> (String, String) {
    let narrow = if question.narrow { " AND o.area = '41281' AND o.monthly >= 2500000" } else { "" };
    let order = match question.sort {
        Sort::Relevance => by_rank,
        Sort::Wage => "o.monthly DESC, o.opened DESC",
        _ => "o.opened DESC",
    };
    (
        format!("SELECT o.id FROM {from}{narrow} ORDER BY {order} LIMIT 20"),
        format!("SELECT COUNT(*) FROM {from}{narrow}"),
    )
}

/// A PostgreSQL server of its own, stopped and removed at the end.
struct Server(tempfile::TempDir);

impl Server {
    fn start() -> Option<Self> {
        if !Path::new(PROGRAMS).join("initdb").exists() {
            return None;
        }
        let server = Self(tempfile::Builder::new().prefix("iljari-bench-").tempdir().unwrap());
        let at = server.0.path().display().to_string();
        if is_root() {
            run(Command::new("chown").args(["postgres", &at]));
        }
        let data = format!("{at}/data");
        run(program("initdb").args([
            "-D",
            &data,
            "-A",
            "trust",
            "-U",
            "postgres",
            "-E",
            "UTF8",
            "--locale=C",
        ]));
        let options = format!("-k {at} -c listen_addresses='' -c shared_buffers=512MB -c work_mem=64MB");
        run(program("pg_ctl").args(["-D", &data, "-l", &format!("{at}/log"), "-o", &options, "-w", "start"]));
        Some(server)
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        run(program("pg_ctl").arg("-D").arg(self.0.path().join("data")).args(["-m", "immediate", "stop"]));
    }
}

/// A program of the server; it refuses to run as root.
fn program(name: &str) -> Command {
    let path = format!("{PROGRAMS}/{name}");
    if !is_root() {
        return Command::new(path);
    }
    let mut command = Command::new("runuser");
    command.args(["-u", "postgres", "--", &path]).current_dir("/");
    command
}

fn is_root() -> bool {
    Command::new("id").arg("-u").output().unwrap().stdout.trim_ascii() == b"0"
}

fn run(command: &mut Command) {
    let output = command.output().unwrap();
    assert!(output.status.success(), "{command:?}: {}", String::from_utf8_lossy(&output.stderr));
}

#[tokio::main(flavor = "current_thread")]
async fn main() {
    let reference = Reference::embedded().unwrap();
    let documents = documents(reference);
    let mut lines = vec![ours(&documents, reference), fts5(&documents).await];
    match Server::start() {
        Some(server) => lines.push(postgres(&documents, server.0.path()).await),
        None => println!("PostgreSQL 15 is not installed: left out"),
    }
    println!(
        "{} questions over {DOCUMENTS} openings, {PEER_ROUNDS} of {ROUNDS} rounds to the peers",
        lines[0].micros.len()
    );
    println!(
        "{:<24} {:>8} {:>9} {:>9} {:>9} {:>9} {:>10}",
        "", "build s", "p50 ms", "p99 ms", "p99.9 ms", "sum s", "hits"
    );
    for line in &lines {
        let sum = line.micros.iter().sum::<u128>() as f64 / 1e6;
        println!(
            "{:<24} {:>8.2} {:>9.2} {:>9.2} {:>9.2} {:>9.2} {:>10}",
            line.name,
            line.build_s,
            line.at(500),
            line.at(990),
            line.at(999),
            sum,
            line.hits
        );
    }
    for peer in &lines[1..] {
        println!(
            "{} / ours: p50 {:.1}, p99 {:.1}",
            peer.name,
            peer.at(500) / lines[0].at(500),
            peer.at(990) / lines[0].at(990)
        );
    }
}
