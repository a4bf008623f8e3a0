//! Openings of 고용24 (WorkNet): the list (210L01) page by page, and the detail (210D01) of each that is new or changed.
//!
//! Addresses, parts and habits as users of the interface describe them (Work24 OpenAPI guide at `www.work24.go.kr`,
//! OPEN-API; field names as in its list and detail). Not verified against the service itself: which of the codes it gives
//! with an error, and whether `smodifyDtm` changes with every correction. Keys of individuals are refused by it.

use std::collections::BTreeMap;

use documents::open_api::{Record, Shape};
use domain::Ctx;
use domain::connector::Kind;
use domain::message::Message;

use super::gather::{self, Gathered, List, Stopped};
use super::{Brought, Job};
use crate::import::{self, File, Options};
use crate::outward::Wanted;
use crate::{App, Error};

/// Where it is.
const PLACE: &str = "https://www.work24.go.kr/cm/openApi/call/wk";
/// Records of a page.
const DISPLAY: usize = 100;
/// Details asked in one run; the rest comes with the next.
const DETAILS: usize = 500;
/// Details in a row without an answer, after which no more are asked.
const SILENT: usize = 3;
const DETAIL: Shape = Shape { record: "wantedDtl", total: "total" };

/// The list.
pub(super) const LIST: List = List {
    shape: Shape { record: "wanted", total: "total" },
    key: "wantedAuthNo",
    ask: |job, page| {
        let wanted = asked(job, "callOpenApiSvcInfo210L01.do", "L")
            .with("startPage", page.to_string())
            .with("display", DISPLAY.to_string());
        // Several values are joined by `|`; the code of a city holds its districts.
        if job.connector.region.is_empty() {
            wanted
        } else {
            wanted.with("region", job.connector.region.as_str())
        }
    },
};

/// A question to one of the services of 고용24.
pub(super) fn asked(job: &Job<'_>, service: &str, call: &'static str) -> Wanted {
    let place = if job.connector.address.is_empty() { PLACE } else { &job.connector.address };
    Wanted::new(format!("{place}/{service}"))
        .with("authKey", job.key)
        .with("callTp", call)
        .with("returnType", "XML")
}

/// Fetches and takes in.
pub(super) async fn openings(ctx: &Ctx, job: &Job<'_>) -> Result<Result<Brought, Stopped>, Error> {
    let mut gathered = match gather::gather(job, &LIST).await {
        Ok(gathered) => gathered,
        Err(stopped) => return Ok(Err(stopped)),
    };
    let source = Kind::WorknetOpenings.source();
    let known = store::connector::raw(&job.app.store, ctx.tenant, source).await.map_err(crate::fault)?;
    let missing = details(job, &mut gathered.records, &known).await;
    if missing > 0 {
        gathered.problems.push(Message::new("connector-detail-missing").with("count", missing));
    }
    let records: Vec<Record> = gathered.records.iter().map(|(_, record)| record.clone()).collect();
    let file =
        File { name: "worknet.xml".to_owned(), bytes: documents::worknet::records(&records).into_bytes() };
    take_in(ctx, job.app, Kind::WorknetOpenings, file, gathered, &known).await.map(Ok)
}

/// Joins to each record its detail: the one that is kept, while the list tells the same of it, else asked anew. How many
/// could not be had.
async fn details(job: &Job<'_>, records: &mut [(String, Record)], known: &BTreeMap<String, Record>) -> usize {
    let (mut asked_for, mut missing, mut silent) = (0, 0, 0);
    for (key, record) in records {
        let kept = known.get(&key.to_lowercase()).filter(|kept| {
            let detailed = kept.len() > record.len();
            detailed && record.iter().all(|(name, value)| kept.get(name) == Some(value))
        });
        if let Some(kept) = kept {
            record.clone_from(kept);
            continue;
        }
        let mut detail = None;
        if asked_for < DETAILS && silent < SILENT {
            asked_for += 1;
            let info = record.get("infoSvc").cloned().unwrap_or_else(|| "VALIDATION".to_owned());
            let wanted = asked(job, "callOpenApiSvcInfo210D01.do", "D")
                .with("wantedAuthNo", key.as_str())
                .with("infoSvc", info);
            let answer = gather::read(job, &wanted, DETAIL).await;
            let away = answer.as_ref().is_err_and(|stopped| stopped.why.code.starts_with("outward"));
            silent = if away { silent + 1 } else { 0 };
            detail = answer.ok().and_then(|page| page.records.into_iter().next());
        }
        let had = detail.filter(|detail| !detail.is_empty());
        missing += usize::from(had.is_none());
        // What was told before is better than nothing: an opening loses no pay because a detail did not come.
        let parts = had.as_ref().or(known.get(&key.to_lowercase())).into_iter().flatten();
        for (name, value) in parts {
            record.entry(name.clone()).or_insert_with(|| value.clone());
        }
    }
    missing
}

/// Takes a file of openings in as the source's list, and keeps the records as they were told.
pub(super) async fn take_in(
    ctx: &Ctx,
    app: &App,
    kind: Kind,
    file: File,
    gathered: Gathered,
    known: &BTreeMap<String, Record>,
) -> Result<Brought, Error> {
    let Gathered { records, whole, mut problems } = gathered;
    let mut brought = Brought { read: records.len(), whole, ..Brought::default() };
    if !records.is_empty() {
        let actor = domain::Actor {
            role: domain::Role::Supervisor,
            channel: domain::Channel::Connector,
            ..domain::Actor::system()
        };
        let (source, licence) = (kind.source().to_owned(), kind.licence().to_owned());
        let how = Options { source, licence, snapshot: whole, ..Options::default() };
        let report = import::run(&ctx.acting_as(actor), app, import::Kind::Openings, &file, &how).await;
        let report = match report {
            Ok(report) => report,
            Err(Error::Invalid(wrong)) => {
                problems.extend(wrong.into_iter().map(|one| one.message));
                return Ok(Brought { problems, whole: false, ..brought });
            }
            Err(failed) => return Err(failed),
        };
        (brought.created, brought.updated) = (report.created, report.updated);
        (brought.unchanged, brought.rejected) = (report.unchanged + report.duplicate, report.rejected);
        brought.closed = report.closed.unwrap_or(0);
        problems.extend(report.problems.into_iter().filter(|one| one.rejected).map(|one| one.message));
        let fresh: Vec<(String, Record)> = records
            .into_iter()
            .filter(|(key, record)| known.get(&key.to_lowercase()) != Some(record))
            .collect();
        let ctx = ctx.clone();
        let kept = app.store.write(move |tx| {
            let (ctx, fresh) = (ctx.clone(), fresh.clone());
            Box::pin(async move { store::connector::keep_raw(tx, &ctx, kind.source(), &fresh).await })
        });
        kept.await.map_err(crate::fault)?;
    }
    brought.problems = problems;
    Ok(brought)
}
