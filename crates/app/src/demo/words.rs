//! Dice over a seed and the lists of invented words.

use domain::Ctx;
use domain::industry::IndustryCode;
use domain::occupation::OccupationCode;
use domain::reference::Reference;
use uuid::Uuid;

/// Chance from a seed.
pub(super) struct Dice(Ctx);

impl Dice {
    pub(super) fn new(ctx: Ctx) -> Self {
        Self(ctx)
    }

    /// A number below `n`; 0 when `n` is 0.
    pub(super) fn below(&self, n: usize) -> usize {
        let draw = u32::from_le_bytes(self.0.random::<4>());
        usize::try_from((u64::from(draw) * n as u64) >> 32).unwrap_or(0)
    }

    /// A number from 1 to `n`.
    pub(super) fn amount(&self, n: usize) -> i64 {
        i64::try_from(1 + self.below(n)).unwrap_or(1)
    }

    /// True in so many of a hundred cases.
    pub(super) fn percent(&self, n: usize) -> bool {
        self.below(100) < n
    }

    /// One of the slice, `None` only when it is empty.
    pub(super) fn pick<'a, T>(&self, from: &'a [T]) -> Option<&'a T> {
        from.get(self.below(from.len()))
    }

    /// One of the words, empty only when there is none.
    pub(super) fn word(&self, from: &[&'static str]) -> &'static str {
        self.pick(from).copied().unwrap_or("")
    }

    /// A fresh id.
    pub(super) fn id<T: From<Uuid>>(&self) -> T {
        self.0.id()
    }

    /// A person's name: a surname and a given name longer than anybody bears, so that it is nobody's.
    pub(super) fn name(&self) -> String {
        let surname =
            self.word(&["김", "이", "박", "최", "정", "강", "조", "윤", "장", "임", "한", "오", "서", "신"]);
        let first = self.word(&[
            "가람", "나래", "다솜", "도담", "라온", "마루", "보람", "새벽", "아람", "이슬", "초롱", "푸름",
            "하늘", "햇살",
        ]);
        let second =
            self.word(&["결", "꽃", "들", "별", "빛", "샘", "솔", "숲", "온", "울", "찬", "터", "품", "해"]);
        format!("{surname}{first}{second}")
    }
}

/// A kind of work with everything its openings are put together from.
#[derive(Debug, Clone)]
pub(super) struct Job {
    pub(super) occupation: OccupationCode,
    pub(super) name: &'static str,
    pub(super) industry: Option<IndustryCode>,
    pub(super) suffix: &'static str,
    pub(super) wage_percent: i64,
    pub(super) pattern: &'static str,
    pub(super) licence: &'static str,
    pub(super) skills: Vec<&'static str>,
    pub(super) duties: Vec<&'static str>,
}

/// The kinds of work whose occupation the tables know.
pub(super) fn jobs(reference: &Reference) -> Vec<Job> {
    let mut jobs: Vec<Job> =
        include_str!("../../../../data/demo/occupations.psv").lines().filter_map(job).collect();
    jobs.retain(|job| reference.occupations.get(&job.occupation).is_some());
    for job in &mut jobs {
        job.industry = job.industry.take().filter(|code| reference.industries.get(code).is_some());
    }
    jobs
}

fn job(line: &'static str) -> Option<Job> {
    let cells: Vec<&'static str> = line.split('|').collect();
    let [code, name, industry, suffix, percent, pattern, licence, skills, duties @ ..] = cells.as_slice()
    else {
        return None;
    };
    Some(Job {
        occupation: OccupationCode::parse(code)?,
        name,
        industry: IndustryCode::parse(industry),
        suffix,
        wage_percent: percent.parse().ok()?,
        pattern,
        licence,
        skills: skills.split(',').filter(|skill| !skill.is_empty()).collect(),
        duties: duties.to_vec(),
    })
}
