//! A batch: lines, and a last one that says whose it is, from where and up to where it tells.

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::{Fault, LONGEST_LINE, Line, PublicKey, Signed, VERSION};

/// A part of a feed, or all of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Batch {
    /// The city whose feed it is.
    pub source: String,
    /// The cursor that was asked for; `None` of a snapshot, which holds every opening that is shown.
    pub from: Option<i64>,
    /// The cursor to go on from.
    pub to: i64,
    /// Whether there is more to be had at once.
    pub more: bool,
    /// One line an opening, in the order of their changes.
    pub lines: Vec<Line>,
}

/// The last line.
#[derive(Debug, Serialize, Deserialize)]
struct End {
    version: u32,
    source: String,
    from: Option<i64>,
    cursor: i64,
    #[serde(default)]
    more: bool,
}

impl Batch {
    /// The bytes of a batch: one JSON object a line. These, before any packing for the way, are what is signed.
    pub fn bytes(&self) -> Vec<u8> {
        let end = End {
            version: VERSION,
            source: self.source.clone(),
            from: self.from,
            cursor: self.to,
            more: self.more,
        };
        let mut out = Vec::with_capacity(self.lines.len() * 1_024 + 128);
        for line in &self.lines {
            match line {
                Line::Shown(shown) => push(&mut out, shown),
                Line::Removed(removed) => push(&mut out, removed),
            }
        }
        push(&mut out, &end);
        out
    }

    /// The batch that bytes hold.
    ///
    /// # Errors
    /// The first [`Fault`] from the top. A batch is wholly good or wholly refused.
    pub fn parse(body: &[u8]) -> Result<Self, Fault> {
        let mut lines = Vec::new();
        let mut end: Option<End> = None;
        let mut last = 0;
        for (at, text) in body.split(|byte| *byte == b'\n').enumerate().map(|(at, text)| (at + 1, text)) {
            if text.is_empty() {
                continue;
            }
            if end.is_some() {
                return Err(Fault::AfterEnd(at));
            }
            match read(at, text)? {
                Read::End(read) => end = Some(read),
                Read::Line(line) => {
                    if line.seq() < last {
                        return Err(Fault::Order(at));
                    }
                    last = line.seq();
                    lines.push(line);
                }
            }
        }
        let end = end.ok_or(Fault::NoEnd)?;
        let from = end.from.unwrap_or(0);
        if end.cursor < from || from < 0 {
            return Err(Fault::Order(lines.len() + 1));
        }
        for (at, line) in lines.iter().enumerate() {
            if line.source() != end.source {
                return Err(Fault::Source(at + 1));
            }
            // A snapshot is told for the very change it ends with, which is zero of an empty log.
            if line.seq() > end.cursor || end.from.is_some_and(|from| line.seq() <= from) {
                return Err(Fault::Order(at + 1));
            }
        }
        Ok(Self { source: end.source, from: end.from, to: end.cursor, more: end.more, lines })
    }
}

/// The batch in an answer to "what changed after `asked`" (`None`: the snapshot) put to the city `source`, if it is signed
/// with that city's key and is such an answer.
///
/// # Errors
/// The first [`Fault`]; nothing of the body is parsed before its signature was found to fit.
pub fn check(
    body: &[u8],
    signed: &Signed,
    key: &PublicKey,
    source: &str,
    asked: Option<i64>,
) -> Result<Batch, Fault> {
    if signed.source != source || signed.from != asked {
        return Err(Fault::NotAsked);
    }
    signed.verify(key, body)?;
    let batch = Batch::parse(body)?;
    let same = batch.source == signed.source && batch.from == signed.from && batch.to == signed.to;
    if same { Ok(batch) } else { Err(Fault::NotAsked) }
}

enum Read {
    Line(Line),
    End(End),
}

fn read(at: usize, text: &[u8]) -> Result<Read, Fault> {
    if text.len() > LONGEST_LINE {
        return Err(Fault::TooLong(at));
    }
    let value: Value = serde_json::from_slice(text).map_err(|_| Fault::Line(at))?;
    match value["version"].as_u64() {
        Some(version) if version == u64::from(VERSION) => {}
        Some(version) if version > u64::from(VERSION) => return Err(Fault::Version(at)),
        _ => return Err(Fault::Line(at)),
    }
    let line = |read: Result<Line, serde_json::Error>| read.map(Read::Line).map_err(|_| Fault::Line(at));
    match (&value["cursor"], &value["removed"]) {
        (Value::Number(_), _) => serde_json::from_value(value).map(Read::End).map_err(|_| Fault::Line(at)),
        (_, Value::Bool(true)) => line(serde_json::from_value(value).map(Line::Removed)),
        (_, Value::Null) => line(serde_json::from_value(value).map(|shown| Line::Shown(Box::new(shown)))),
        _ => Err(Fault::Line(at)),
    }
}

/// Values of ours always become JSON.
fn push(out: &mut Vec<u8>, line: &impl Serialize) {
    let _ = serde_json::to_writer(&mut *out, line);
    out.push(b'\n');
}

#[cfg(test)]
mod tests {
    use super::super::{CityKey, Removed, Shown};
    use super::*;
    use crate::id::OpeningId;
    use crate::opening::{Content, State};

    fn shown(seq: i64) -> Line {
        Line::Shown(Box::new(Shown {
            version: VERSION,
            source: "99000".to_owned(),
            seq,
            id: OpeningId(uuid::Uuid::from_u128(7)),
            number: "2016-000001".to_owned(),
            employer: "하늘가구".to_owned(),
            business_number: None,
            occupation_name: "가구 조립원".to_owned(),
            area_name: "구름동".to_owned(),
            content: Content { title: "가구 조립".to_owned(), ..Content::default() },
            state: State::Open {
                since: jiff::Timestamp::UNIX_EPOCH,
                valid_until: jiff::civil::date(2016, 5, 1),
                confirmed_at: None,
                asked: 0,
                asked_on: None,
                doubted_since: None,
            },
            licence: String::new(),
            expires: jiff::Timestamp::UNIX_EPOCH,
            updated_at: jiff::Timestamp::UNIX_EPOCH,
        }))
    }

    fn batch(from: Option<i64>, to: i64, lines: Vec<Line>) -> Batch {
        Batch { source: "99000".to_owned(), from, to, more: false, lines }
    }

    #[test]
    fn what_is_written_is_read_again() {
        let gone = Line::removed("99000", 9, OpeningId(uuid::Uuid::from_u128(8)));
        let written = batch(Some(3), 12, vec![shown(5), gone]);
        assert_eq!(Batch::parse(&written.bytes()), Ok(written));
        let empty = batch(None, 0, Vec::new());
        assert_eq!(Batch::parse(&empty.bytes()), Ok(empty));
    }

    #[test]
    fn what_is_no_batch_is_refused_at_its_place() {
        let bytes = |batch: Batch| batch.bytes();
        let with = |lines: Vec<Line>| bytes(batch(Some(3), 12, lines));
        let good = with(vec![shown(5)]);
        let cut = good[..good.len() - 40].to_vec();
        let (first, _) = good.split_at(good.iter().position(|byte| *byte == b'\n').unwrap() + 1);
        let text = |text: &str| text.as_bytes().to_vec();
        let later = Line::Removed(Removed {
            version: VERSION + 1,
            source: "99000".to_owned(),
            seq: 5,
            id: OpeningId(uuid::Uuid::from_u128(8)),
            removed: true,
        });
        let foreign = Line::removed("99001", 5, OpeningId(uuid::Uuid::from_u128(8)));
        let long = format!("{{\"version\":1,\"x\":\"{}\"}}\n", "x".repeat(LONGEST_LINE));
        let deep = format!("{}{}\n", "[".repeat(100_000), "]".repeat(100_000));
        let table = [
            (cut, Fault::Line(2)),
            (first.to_vec(), Fault::NoEnd),
            (Vec::new(), Fault::NoEnd),
            ([good.as_slice(), first].concat(), Fault::AfterEnd(3)),
            (with(vec![later]), Fault::Version(1)),
            (with(vec![foreign]), Fault::Source(1)),
            (with(vec![shown(3)]), Fault::Order(1)),
            (with(vec![shown(13)]), Fault::Order(1)),
            (with(vec![shown(6), shown(5)]), Fault::Order(2)),
            (bytes(batch(Some(3), 2, Vec::new())), Fault::Order(1)),
            (bytes(batch(Some(-1), 2, Vec::new())), Fault::Order(1)),
            (text("{}\n"), Fault::Line(1)),
            (text("[]\n"), Fault::Line(1)),
            (text("{\"version\":1,\"removed\":\"yes\"}\n"), Fault::Line(1)),
            (text("{\"version\":1,\"source\":\"99000\",\"cursor\":1e400}\n"), Fault::Line(1)),
            (text("{\"version\":\"1\",\"cursor\":1}\n"), Fault::Line(1)),
            (vec![0xff, 0xfe, b'\n'], Fault::Line(1)),
            (text(&long), Fault::TooLong(1)),
            (text(&deep), Fault::Line(1)),
        ];
        for (at, (body, fault)) in table.into_iter().enumerate() {
            assert_eq!(Batch::parse(&body), Err(fault), "case {at}");
        }
    }

    #[test]
    fn only_the_answer_to_what_was_asked_is_taken() {
        let key = CityKey::from_seed("99000", &[3; 32]);
        let body = batch(Some(3), 12, vec![shown(5)]).bytes();
        let signed = key.sign(Some(3), 12, &body);
        let take = |signed: &Signed, source: &str, asked| check(&body, signed, &key.public(), source, asked);
        assert_eq!(take(&signed, "99000", Some(3)).map(|batch| batch.to), Ok(12));
        assert_eq!(take(&signed, "99001", Some(3)), Err(Fault::NotAsked), "of another city");
        assert_eq!(take(&signed, "99000", Some(12)), Err(Fault::NotAsked), "an old batch again");
        assert_eq!(take(&signed, "99000", None), Err(Fault::NotAsked), "no snapshot");
        let says_other = key.sign(Some(3), 13, &body);
        assert_eq!(take(&says_other, "99000", Some(3)), Err(Fault::NotAsked), "header and last line differ");
        let other = CityKey::from_seed("99000", &[4; 32]).public();
        assert_eq!(check(&body, &signed, &other, "99000", Some(3)), Err(Fault::Forged));
    }
}
