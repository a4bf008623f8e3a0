//! What other bodies announce: hiring events of 고용24 (210L11, 210D11) and youth policies of 온통청년 (`getPlcy`), shown in their
//! own words with their name beside them.
//!
//! Field names as public clients of the services read them: `empEvent` with `areaCd`, `eventNo`, `eventNm`, `eventTerm`,
//! `startDt`, its detail `empEventDtl` with `eventPlc`, `joinCoWantedInfo`, `subMatter`; `result.youthPolicyList` with `plcyNo`,
//! `plcyNm`, `plcyExplnCn`, `plcySprtCn`, `sprvsnInstCdNm`, `aplyYmd`, `bizPrdBgngYmd`, `zipCd`, `sprtTrgtMinAge`. Not verified
//! against the services themselves: what `zipCd` holds of a policy for the whole country; an empty one is taken for that.

use std::collections::{BTreeMap, BTreeSet};

use documents::open_api::{Record, Shape, span};
use domain::Ctx;
use domain::announcement::{Announcement, Kind as What};
use domain::connector::Kind;
use sha2::{Digest, Sha256};

use super::gather::{self, Gathered, List, Stopped};
use super::{Brought, Job, worknet};
use crate::Error;
use crate::outward::Wanted;

const YOUTH_PLACE: &str = "https://www.youthcenter.go.kr/go/ythip";
const ROWS: usize = 100;
/// Details of events asked in one run.
const DETAILS: usize = 100;
const DETAIL: Shape = Shape { record: "empEventDtl", total: "total" };

/// Hiring events.
pub(super) const EVENTS: List = List {
    shape: Shape { record: "empEvent", total: "total" },
    key: "eventNo",
    ask: |job, page| {
        let wanted = worknet::asked(job, "callOpenApiSvcInfo210L11.do", "L")
            .with("startPage", page.to_string())
            .with("display", ROWS.to_string());
        if job.connector.region.is_empty() {
            wanted
        } else {
            wanted.with("areaCd", job.connector.region.as_str())
        }
    },
};

/// Youth policies.
pub(super) const YOUTH: List = List {
    shape: Shape { record: "youthPolicyList", total: "totCount" },
    key: "plcyNo",
    ask: |job, page| {
        let place = if job.connector.address.is_empty() { YOUTH_PLACE } else { &job.connector.address };
        Wanted::new(format!("{place}/getPlcy"))
            .with("apiKeyNm", job.key)
            .with("pageNum", page.to_string())
            .with("pageSize", ROWS.to_string())
            .with("rtnType", "json")
    },
};

/// Fetches events.
pub(super) async fn events(ctx: &Ctx, job: &Job<'_>) -> Result<Result<Brought, Stopped>, Error> {
    let mut gathered = match gather::gather(job, &EVENTS).await {
        Ok(gathered) => gathered,
        Err(stopped) => return Ok(Err(stopped)),
    };
    for (key, record) in gathered.records.iter_mut().take(DETAILS) {
        let mut wanted =
            worknet::asked(job, "callOpenApiSvcInfo210D11.do", "D").with("eventNo", key.as_str());
        if let Some(area) = record.get("areaCd") {
            wanted = wanted.with("areaCd", area.as_str());
        }
        // An event without its detail is told as far as the list goes.
        if let Ok(page) = gather::read(job, &wanted, DETAIL).await {
            for (name, value) in page.records.into_iter().next().unwrap_or_default() {
                record.entry(name).or_insert(value);
            }
        }
    }
    let told = |key: &str, record: &Record| {
        let part = |name: &str| record.get(name).cloned().unwrap_or_default();
        let term = part("eventTerm");
        let (from, until) =
            span(if term.is_empty() { record.get("startDt").map_or("", String::as_str) } else { &term });
        Announcement {
            text: joined(&[part("subMatter"), part("joinCoWantedInfo")]),
            place: if part("eventPlc").is_empty() { part("area") } else { part("eventPlc") },
            from: from.or(until),
            until,
            term,
            ..blank(ctx, What::Event, Kind::WorknetEvents, key, &part("eventNm"))
        }
    };
    replace(ctx, job, Kind::WorknetEvents, gathered, told).await.map(Ok)
}

/// Fetches youth policies for the country and for this city.
pub(super) async fn youth(ctx: &Ctx, job: &Job<'_>) -> Result<Result<Brought, Stopped>, Error> {
    let mut gathered = match gather::gather(job, &YOUTH).await {
        Ok(gathered) => gathered,
        Err(stopped) => return Ok(Err(stopped)),
    };
    // The codes of a city's districts begin as its own does.
    let root = job.app.city.root().as_str().trim_end_matches('0').to_owned();
    gathered.records.retain(|(_, record)| {
        let codes = record.get("zipCd").map_or("", String::as_str);
        codes.is_empty() || codes.split([',', '|']).any(|code| code.trim().starts_with(&root))
    });
    let told = |key: &str, record: &Record| {
        let part = |name: &str| record.get(name).cloned().unwrap_or_default();
        let business = joined(&[part("bizPrdBgngYmd"), part("bizPrdEndYmd")]).replace('\n', " ~ ");
        let term = if part("aplyYmd").is_empty() { business } else { part("aplyYmd") };
        let (from, until) = span(&term);
        let age = |name: &str| record.get(name).and_then(|age| age.parse::<u8>().ok()).filter(|age| *age > 0);
        let urls = ["aplyUrlAddr", "refUrlAddr1", "refUrlAddr2"].map(part);
        let web = |url: &&String| url.starts_with("https://") || url.starts_with("http://");
        Announcement {
            text: joined(&[part("plcyExplnCn"), part("plcySprtCn")]),
            body: part("sprvsnInstCdNm"),
            from,
            until,
            term,
            ages: age("sprtTrgtMinAge").zip(age("sprtTrgtMaxAge")),
            url: urls.iter().find(web).cloned().unwrap_or_default(),
            ..blank(ctx, What::Youth, Kind::Youth, key, &part("plcyNm"))
        }
    };
    replace(ctx, job, Kind::Youth, gathered, told).await.map(Ok)
}

fn joined(parts: &[String]) -> String {
    parts.iter().filter(|part| !part.is_empty()).cloned().collect::<Vec<_>>().join("\n")
}

fn blank(ctx: &Ctx, kind: What, of: Kind, key: &str, title: &str) -> Announcement {
    Announcement {
        id: ctx.id(),
        kind,
        source: of.source().to_owned(),
        source_key: key.to_owned(),
        title: title.to_owned(),
        text: String::new(),
        body: String::new(),
        place: String::new(),
        term: String::new(),
        from: None,
        until: None,
        ages: None,
        url: String::new(),
        licence: of.licence().to_owned(),
        digest: String::new(),
        read_at: ctx.now,
    }
}

fn digest(record: &Record) -> String {
    let told = serde_json::to_vec(record).unwrap_or_default();
    Sha256::digest(told).iter().take(16).map(|byte| format!("{byte:02x}")).collect()
}

/// Writes what is new or changed; what the list lacks goes only when it was read to its end.
async fn replace(
    ctx: &Ctx,
    job: &Job<'_>,
    of: Kind,
    gathered: Gathered,
    told: impl Fn(&str, &Record) -> Announcement,
) -> Result<Brought, Error> {
    let app = job.app;
    let known = store::announcement::of_source(&app.store, ctx.tenant, of.source()).await;
    let known: BTreeMap<String, Announcement> =
        known.map_err(crate::fault)?.into_iter().map(|one| (one.source_key.clone(), one)).collect();
    let Gathered { records, whole, problems } = gathered;
    let mut brought = Brought { read: records.len(), whole, problems, ..Brought::default() };
    let mut fresh = Vec::new();
    for (key, record) in &records {
        let mut one = Announcement { digest: digest(record), ..told(key, record) };
        if one.title.is_empty() {
            brought.rejected += 1;
            continue;
        }
        match known.get(key) {
            Some(before) if before.digest == one.digest => brought.unchanged += 1,
            Some(before) => {
                one.id = before.id;
                brought.updated += 1;
                fresh.push(one);
            }
            None => {
                brought.created += 1;
                fresh.push(one);
            }
        }
    }
    let here: BTreeSet<&String> = records.iter().map(|(key, _)| key).collect();
    let gone: BTreeSet<String> = known.keys().filter(|key| whole && !here.contains(key)).cloned().collect();
    brought.closed = gone.len();
    let raw: Vec<(String, Record)> =
        records.iter().filter(|(key, _)| fresh.iter().any(|one| one.source_key == *key)).cloned().collect();
    let ctx = ctx.clone();
    let written = app.store.write(move |tx| {
        let (ctx, fresh, gone, raw) = (ctx.clone(), fresh.clone(), gone.clone(), raw.clone());
        Box::pin(async move {
            store::announcement::replace(tx, &ctx, of.source(), &fresh, &gone).await?;
            store::connector::keep_raw(tx, &ctx, of.source(), &raw).await
        })
    });
    written.await.map_err(crate::fault)?;
    Ok(brought)
}
