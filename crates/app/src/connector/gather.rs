//! Reading a list page by page until it ends, and knowing whether it was read to its end: only then may what it lacks be closed.

use std::collections::BTreeSet;
use std::time::Duration;

use documents::open_api::{self, Page, Record, Shape};
use domain::message::Message;

use super::Job;
use crate::outward::{Fault, Wanted};

/// Pages of one run at most.
const PAGES: usize = 200;
/// Between two pages, so as not to press.
const BREATH: Duration = Duration::from_millis(100);

/// A list and how it is asked.
#[derive(Debug, Clone, Copy)]
pub(super) struct List {
    /// How it is written.
    pub(super) shape: Shape,
    /// The part of a record by which it is known.
    pub(super) key: &'static str,
    /// The question for a page.
    pub(super) ask: fn(&Job<'_>, usize) -> Wanted,
}

/// A list as far as it was read.
#[derive(Debug, Default)]
pub(super) struct Gathered {
    /// Its records, each once, by key.
    pub(super) records: Vec<(String, Record)>,
    /// Whether it was read to its end.
    pub(super) whole: bool,
    /// What was noticed.
    pub(super) problems: Vec<Message>,
}

/// Why a list could not be read at all.
#[derive(Debug)]
pub(super) struct Stopped {
    pub(super) why: Message,
    pub(super) wait_s: Option<u64>,
}

impl From<Message> for Stopped {
    fn from(why: Message) -> Self {
        Self { why, wait_s: None }
    }
}

impl From<Fault> for Stopped {
    fn from(fault: Fault) -> Self {
        Self { why: fault.message(), wait_s: fault.wait_s() }
    }
}

/// One page.
pub(super) async fn page(job: &Job<'_>, list: &List, number: usize) -> Result<Page, Stopped> {
    read(job, &(list.ask)(job, number), list.shape).await
}

/// An answer as records. A service that repeats what it was asked must not bring the key into a message.
pub(super) async fn read(job: &Job<'_>, wanted: &Wanted, shape: Shape) -> Result<Page, Stopped> {
    let answer = job.app.outward.get(wanted).await?;
    Ok(open_api::read(&without(answer.body, job.key), shape)?)
}

fn without(body: Vec<u8>, key: &str) -> Vec<u8> {
    let key = key.as_bytes();
    if key.len() < 4 || !body.windows(key.len()).any(|part| part == key) {
        return body;
    }
    let (mut out, mut at) = (Vec::with_capacity(body.len()), 0);
    while at < body.len() {
        if body.get(at..).is_some_and(|rest| rest.starts_with(key)) {
            out.extend_from_slice(b"***");
            at += key.len();
        } else {
            out.extend(body.get(at));
            at += 1;
        }
    }
    out
}

/// Reads a list to its end, or as far as it goes. Only a first page that cannot be read is an error.
pub(super) async fn gather(job: &Job<'_>, list: &List) -> Result<Gathered, Stopped> {
    let mut out = Gathered::default();
    let (mut seen, mut total) = (BTreeSet::new(), None);
    for number in 1..=PAGES {
        let page = match page(job, list, number).await {
            Ok(page) => page,
            Err(stopped) if number == 1 => return Err(stopped),
            Err(stopped) => {
                out.problems.push(stopped.why);
                return Ok(out);
            }
        };
        total = page.total.or(total);
        let came = page.records.len();
        let (mut fresh, mut nameless) = (0, 0);
        for record in page.records {
            match record.get(list.key).map(|key| key.trim().to_owned()).filter(|key| !key.is_empty()) {
                None => nameless += 1,
                Some(key) if seen.insert(key.clone()) => {
                    fresh += 1;
                    out.records.push((key, record));
                }
                Some(_) => {}
            }
        }
        if nameless > 0 {
            out.problems.push(Message::new("connector-nameless").with("count", nameless));
        }
        let all = total.is_some_and(|total| seen.len() >= total);
        if came == 0 || all {
            // Whatever a service says of an empty list: nothing is closed on the strength of nothing.
            out.whole = !seen.is_empty() && total.is_none_or(|total| seen.len() >= total);
            if seen.is_empty() {
                out.problems.push(Message::new("connector-empty"));
            } else if !out.whole {
                out.problems.push(short(seen.len(), total));
            }
            return Ok(out);
        }
        if fresh == 0 {
            // The same page for every number: some servers do that.
            out.problems.push(Message::new("connector-repeated").with("page", number));
            return Ok(out);
        }
        tokio::time::sleep(BREATH).await;
    }
    out.problems.push(short(seen.len(), total));
    Ok(out)
}

fn short(read: usize, total: Option<usize>) -> Message {
    Message::new("connector-short").with("read", read).with("total", total.unwrap_or(0))
}
