//! All openings at once: exact top-k for one person or for all of them.
//!
//! Only openings that can pass the relevance gate are looked at: those of the same sub-major groups,
//! found by code, and those that share skills, found by posting lists. What is left out could not have
//! been a match, so the answer equals that of looking at every pair; a test holds it to that.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::atomic::{AtomicUsize, Ordering};

use domain::id::OpeningId;

use crate::candidate::Candidate;
use crate::constraint::{ConstraintState, states};
use crate::explain::{Explanation, explain, relevant};
use crate::job::Job;
use crate::near::{self, Near};
use crate::score::{ACCEPTABLE, points};

/// Persons handed to a thread at a time.
const CHUNK: usize = 64;

/// A match.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Match {
    /// Which opening.
    pub opening: OpeningId,
    /// 0 to 10,000.
    pub score: i32,
    /// Points of the parts in the order of [`crate::PartKind::ALL`].
    pub parts: [i32; 6],
}

/// The openings, by id and by what makes them relevant.
#[derive(Debug, Clone, Default)]
pub struct Market {
    jobs: BTreeMap<OpeningId, Job>,
    by_group: BTreeMap<String, BTreeSet<OpeningId>>,
    by_skill: HashMap<String, BTreeSet<OpeningId>>,
}

impl Market {
    /// A market of these openings; of two with one id the later counts.
    pub fn build(jobs: Vec<Job>) -> Self {
        let mut market = Self::default();
        jobs.into_iter().for_each(|job| market.upsert(job));
        market
    }

    /// Adds or replaces an opening.
    pub fn upsert(&mut self, job: Job) {
        self.remove(job.id);
        for group in groups(&job) {
            self.by_group.entry(group).or_default().insert(job.id);
        }
        for skill in &job.skills {
            self.by_skill.entry(skill.word.clone()).or_default().insert(job.id);
        }
        self.jobs.insert(job.id, job);
    }

    /// Takes an opening out.
    pub fn remove(&mut self, id: OpeningId) {
        let Some(job) = self.jobs.remove(&id) else { return };
        for group in groups(&job) {
            if let Some(ids) = self.by_group.get_mut(&group) {
                ids.remove(&id);
            }
        }
        for skill in &job.skills {
            if let Some(ids) = self.by_skill.get_mut(&skill.word) {
                ids.remove(&id);
            }
        }
    }

    /// How many openings there are.
    pub fn len(&self) -> usize {
        self.jobs.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.jobs.is_empty()
    }

    /// The openings that can pass the relevance gate, by id.
    pub(crate) fn reachable<'a>(&'a self, candidate: &'a Candidate) -> impl Iterator<Item = &'a Job> + 'a {
        let mut ids: Vec<OpeningId> = Vec::new();
        for wish in candidate.occupations.iter().filter(|wish| wish.level() >= 2) {
            ids.extend(self.by_group.get(wish.ancestor(2).as_str()).into_iter().flatten());
        }
        let mut once: BTreeMap<OpeningId, usize> = BTreeMap::new();
        for skill in &candidate.skills {
            for id in self.by_skill.get(&skill.word).into_iter().flatten() {
                *once.entry(*id).or_insert(0) += 1;
            }
        }
        ids.extend(once.into_iter().filter(|(_, shared)| *shared >= 2).map(|(id, _)| id));
        ids.sort_unstable();
        ids.dedup();
        ids.into_iter().filter_map(|id| self.jobs.get(&id)).filter(|job| relevant(candidate, job))
    }

    /// The best `k` openings that meet every condition, best first; ties by id.
    pub fn top_k(&self, candidate: &Candidate, k: usize) -> Vec<Match> {
        best(self.reachable(candidate).filter_map(|job| full(candidate, job)), k)
    }

    /// The same by looking at every opening; slower, and always equal.
    pub fn top_k_of_all_pairs(&self, candidate: &Candidate, k: usize) -> Vec<Match> {
        let looked = self.jobs.values().filter(|job| relevant(candidate, job));
        best(looked.filter_map(|job| full(candidate, job)), k)
    }

    /// How many openings meet every condition.
    pub fn count_full(&self, candidate: &Candidate) -> usize {
        self.reachable(candidate).filter(|job| full(candidate, job).is_some()).count()
    }

    /// The best `k` of each person, in their order, whatever the number of threads. `done` is told how
    /// many persons are finished.
    pub fn top_k_all(
        &self,
        candidates: &[Candidate],
        k: usize,
        threads: usize,
        done: &(dyn Fn(usize) + Sync),
    ) -> Vec<Vec<Match>> {
        let mut out: Vec<Vec<Match>> = vec![Vec::new(); candidates.len()];
        let finished = AtomicUsize::new(0);
        let chunks = std::sync::Mutex::new(candidates.chunks(CHUNK).zip(out.chunks_mut(CHUNK)));
        std::thread::scope(|scope| {
            for _ in 0..threads.max(1) {
                scope.spawn(|| {
                    loop {
                        let next = chunks.lock().unwrap_or_else(std::sync::PoisonError::into_inner).next();
                        let Some((persons, places)) = next else { break };
                        for (person, place) in persons.iter().zip(places.iter_mut()) {
                            *place = self.top_k(person, k);
                        }
                        done(finished.fetch_add(persons.len(), Ordering::Relaxed) + persons.len());
                    }
                });
            }
        });
        out
    }

    /// Why an opening fits a person or does not; `None` for an unknown opening.
    pub fn explain(&self, candidate: &Candidate, opening: OpeningId) -> Option<Explanation> {
        self.jobs.get(&opening).map(|job| explain(candidate, job))
    }

    /// Relevant openings that fail exactly one condition, and what widening one wish would bring.
    pub fn near(&self, candidate: &Candidate, k: usize) -> Near {
        near::near(self, candidate, k)
    }
}

/// The match if every condition holds or cannot be told, and the score is acceptable.
fn full(candidate: &Candidate, job: &Job) -> Option<Match> {
    if states(candidate, job).any(|(_, state)| matches!(state, ConstraintState::Failed { .. })) {
        return None;
    }
    let parts = points(candidate, job);
    let score = parts.iter().sum();
    (score >= ACCEPTABLE).then_some(Match { opening: job.id, score, parts })
}

fn best(matches: impl Iterator<Item = Match>, k: usize) -> Vec<Match> {
    let mut all: Vec<Match> = matches.collect();
    let order = |a: &Match, b: &Match| b.score.cmp(&a.score).then_with(|| a.opening.cmp(&b.opening));
    if all.len() > k && k > 0 {
        all.select_nth_unstable_by(k - 1, order);
    }
    all.truncate(k);
    all.sort_unstable_by(order);
    all
}

/// The sub-major groups in which an opening is looked for.
fn groups(job: &Job) -> BTreeSet<String> {
    let codes = job.occupation.iter().chain(&job.related).filter(|code| code.level() >= 2);
    codes.map(|code| code.ancestor(2).as_str().to_owned()).collect()
}
