//! Openings of public institutions (잡알리오): the list of the public data portal's service 15125273,
//! `apis.data.go.kr/1051000/recruitment/list`, with `serviceKey`, `pageNo`, `numOfRows`, `resultType=json`.
//!
//! Field names (`recrutPblntSn`, `instNm`, `recrutPbancTtl`, `hireTypeNmLst`, `workRgnNmLst`, `recrutNope`, `pbancBgngYmd`,
//! `pbancEndYmd`, `srcUrl`, …) as public clients of the service read them. Not verified against the service itself: the codes of
//! its regions, so the region is picked by its name here; whether the envelope is `result` or `response.body.items`, so both
//! are read. These announcements tell neither pay nor hours: they are drafts until somebody adds them.

use documents::open_api::{Record, Shape};
use domain::Ctx;
use domain::connector::Kind;

use super::gather::{self, List, Stopped};
use super::{Brought, Job, worknet};
use crate::Error;
use crate::import::File;
use crate::outward::Wanted;

const PLACE: &str = "https://apis.data.go.kr/1051000/recruitment";
const ROWS: usize = 100;

/// What a row of an import is made of.
const TAKEN: [&str; 14] = [
    "instNm",
    "recrutPbancTtl",
    "ncsCdNmLst",
    "hireTypeNmLst",
    "workRgnNmLst",
    "recrutSeNm",
    "recrutNope",
    "pbancBgngYmd",
    "pbancEndYmd",
    "srcUrl",
    "aplyQlfcCn",
    "prefCn",
    "scrnprcdrMthdExpln",
    "acbgCondNmLst",
];

/// The list.
pub(super) const LIST: List = List {
    shape: Shape { record: "result|items", total: "totalCount" },
    key: "recrutPblntSn",
    ask: |job, page| {
        let place = if job.connector.address.is_empty() { PLACE } else { &job.connector.address };
        Wanted::new(format!("{place}/list"))
            .with("serviceKey", job.key)
            .with("pageNo", page.to_string())
            .with("numOfRows", ROWS.to_string())
            .with("resultType", "json")
            .with("ongoingYn", "Y")
    },
};

/// Fetches and takes in what is in the province of the city.
pub(super) async fn openings(ctx: &Ctx, job: &Job<'_>) -> Result<Result<Brought, Stopped>, Error> {
    let mut gathered = match gather::gather(job, &LIST).await {
        Ok(gathered) => gathered,
        Err(stopped) => return Ok(Err(stopped)),
    };
    let province = province(job);
    gathered.records.retain(|(_, record)| {
        let there = record.get("workRgnNmLst").is_some_and(|regions| regions.contains(&province));
        there && record.get("ongoingYn").is_none_or(|ongoing| ongoing != "N")
    });
    let source = Kind::Alio.source();
    let known = store::connector::raw(&job.app.store, ctx.tenant, source).await.map_err(crate::fault)?;
    let rows: Vec<Record> = gathered.records.iter().map(|(key, record)| row(key, record)).collect();
    let file = File { name: "alio.xml".to_owned(), bytes: documents::worknet::records(&rows).into_bytes() };
    worknet::take_in(ctx, job.app, Kind::Alio, file, gathered, &known).await.map(Ok)
}

fn row(key: &str, record: &Record) -> Record {
    let mut row: Record = record
        .iter()
        .filter(|(name, _)| TAKEN.contains(&name.as_str()))
        .map(|(n, v)| (n.clone(), v.clone()))
        .collect();
    row.insert("number".to_owned(), key.to_owned());
    row
}

/// The short name of the province as these announcements write it: 경기, 부산.
fn province(job: &Job<'_>) -> String {
    let areas = job.app.city.areas();
    let root = job.app.city.root();
    let parent = areas.get(root).and_then(|area| area.parent.clone()).unwrap_or_else(|| root.clone());
    let name = areas.name(&parent);
    // 경상북도 is 경북, 전라남도 전남: first and third syllable; 경기도 is 경기.
    let syllables: Vec<char> = name.chars().collect();
    match syllables.as_slice() {
        [first, _, third, '도'] => [*first, *third].iter().collect(),
        [first, second, ..] => [*first, *second].iter().collect(),
        _ => name.to_owned(),
    }
}
