//! Open-loop load on a running portal: requests leave when they are due, whether or not earlier ones have
//! been answered, and time counts from when they were due.
//! Run with `cargo bench -p iljari --bench portal -- 127.0.0.1:8080 1000 20` (address, requests/s, seconds).
#![allow(
    clippy::unwrap_used,
    clippy::print_stdout,
    clippy::disallowed_methods,
    missing_docs,
    reason = "a benchmark"
)]

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use hdrhistogram::Histogram;
use tokio::io::{AsyncReadExt, AsyncWriteExt, BufStream};
use tokio::net::TcpStream;
use tokio::sync::Mutex;

/// Kept connections; each carries one request at a time.
const CONNECTIONS: u64 = 64;

#[tokio::main]
async fn main() {
    let args: Vec<String> = std::env::args().skip(1).filter(|arg| !arg.starts_with("--")).collect();
    let address = args.first().cloned().unwrap_or_else(|| "127.0.0.1:8080".into());
    let rate: u64 = args.get(1).and_then(|n| n.parse().ok()).unwrap_or(500);
    let seconds: u64 = args.get(2).and_then(|n| n.parse().ok()).unwrap_or(10);
    let paths = [
        "/openings",
        "/openings?q=%EC%9A%94%EC%96%91%EB%B3%B4%ED%98%B8%EC%82%AC",
        "/openings?q=%EC%A1%B0%EB%A6%AC&sort=wage",
        "/openings?near=%ED%99%94%EC%A0%95%EC%97%AD&km=3&sort=distance",
        "/",
        "/sectors",
    ];
    let times = Arc::new(Mutex::new(Histogram::<u64>::new_with_bounds(1, 60_000_000, 3).unwrap()));
    let failed = Arc::new(AtomicU64::new(0));
    let begin = Instant::now();
    let tasks = (0..CONNECTIONS).map(|lane| {
        let (address, times, failed) = (address.clone(), times.clone(), failed.clone());
        tokio::spawn(async move {
            let mut stream = BufStream::new(TcpStream::connect(&address).await.unwrap());
            let mut n = lane;
            while n < rate * seconds {
                let due = begin + Duration::from_nanos(n * 1_000_000_000 / rate);
                tokio::time::sleep_until(due.into()).await;
                let path = paths[(n % paths.len() as u64) as usize];
                match ask(&mut stream, &address, path).await {
                    Ok(true) => times.lock().await.record(due.elapsed().as_micros() as u64).unwrap(),
                    _ => {
                        failed.fetch_add(1, Ordering::Relaxed);
                        stream = BufStream::new(TcpStream::connect(&address).await.unwrap());
                    }
                }
                n += CONNECTIONS;
            }
        })
    });
    for task in tasks.collect::<Vec<_>>() {
        task.await.unwrap();
    }
    let times = times.lock().await;
    let ms = |share: f64| times.value_at_quantile(share) as f64 / 1e3;
    println!(
        "{} answers in {:.1} s at {rate}/s planned: p50 {:.2} ms, p99 {:.2} ms, p99.9 {:.2} ms, worst {:.2} ms, failed {}",
        times.len(),
        begin.elapsed().as_secs_f64(),
        ms(0.5),
        ms(0.99),
        ms(0.999),
        times.max() as f64 / 1e3,
        failed.load(Ordering::Relaxed)
    );
}

/// One request; whether it was answered with 200.
async fn ask(stream: &mut BufStream<TcpStream>, host: &str, path: &str) -> std::io::Result<bool> {
    stream.write_all(format!("GET {path} HTTP/1.1\r\nHost: {host}\r\n\r\n").as_bytes()).await?;
    stream.flush().await?;
    let mut head = Vec::new();
    while !head.ends_with(b"\r\n\r\n") {
        head.push(stream.read_u8().await?);
    }
    let head = String::from_utf8_lossy(&head).to_lowercase();
    let length =
        head.lines().find_map(|line| line.strip_prefix("content-length: ")?.trim().parse::<usize>().ok());
    let mut body = vec![0; length.ok_or(std::io::ErrorKind::InvalidData)?];
    stream.read_exact(&mut body).await?;
    Ok(head.starts_with("http/1.1 200"))
}
