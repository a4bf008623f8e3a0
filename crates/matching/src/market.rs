//! All openings at once: exact top-k for one person or for all of them.
//!
//! Only openings that can pass the relevance gate are looked at: those of the same sub-major groups,
//! found by code, and those that share skills, found by posting lists. What is left out could not have
//! been a match, so the answer equals that of looking at every pair; a test holds it to that.

use std::collections::{BTreeSet, HashMap};
use std::sync::atomic::{AtomicUsize, Ordering};

use domain::area::AreaTable;
use domain::id::OpeningId;

use crate::candidate::Candidate;
use crate::constraint::{ConstraintState, states};
use crate::explain::{Explanation, explain, relevant};
use crate::flip::{Flip, flips};
use crate::job::Job;
use crate::near::{self, Miss, Near};
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

/// The openings, by slot and by what makes them relevant.
#[derive(Debug, Clone, Default)]
pub struct Market {
    jobs: Vec<Option<Job>>,
    slots: HashMap<OpeningId, u32>,
    free: Vec<u32>,
    by_group: HashMap<String, Vec<u32>>,
    by_skill: HashMap<String, Vec<u32>>,
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
        let slot = self.free.pop().unwrap_or_else(|| {
            self.jobs.push(None);
            u32::try_from(self.jobs.len() - 1).unwrap_or(u32::MAX)
        });
        for group in groups(&job) {
            self.by_group.entry(group).or_default().push(slot);
        }
        for skill in &job.skills {
            self.by_skill.entry(skill.word.clone()).or_default().push(slot);
        }
        self.slots.insert(job.id, slot);
        self.jobs[slot as usize] = Some(job);
    }

    /// Takes an opening out.
    pub fn remove(&mut self, id: OpeningId) {
        let Some(slot) = self.slots.remove(&id) else { return };
        let Some(job) = self.jobs[slot as usize].take() else { return };
        let forget = |slots: Option<&mut Vec<u32>>| {
            if let Some(slots) = slots {
                slots.retain(|known| *known != slot);
            }
        };
        groups(&job).iter().for_each(|group| forget(self.by_group.get_mut(group)));
        job.skills.iter().for_each(|skill| forget(self.by_skill.get_mut(&skill.word)));
        self.free.push(slot);
    }

    /// How many openings there are.
    pub fn len(&self) -> usize {
        self.slots.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.slots.is_empty()
    }

    /// The openings that pass the relevance gate, in no particular order.
    pub(crate) fn reachable<'a>(&'a self, candidate: &'a Candidate) -> impl Iterator<Item = &'a Job> + 'a {
        // How often a slot was met: two skills are needed, or one occupation group, which counts as two.
        let mut met = vec![0u8; self.jobs.len()];
        let mut reached: Vec<u32> = Vec::new();
        let mut meet = |slot: u32, weight: u8| {
            let count = &mut met[slot as usize];
            let before = *count;
            *count = before.saturating_add(weight);
            if before < 2 && *count >= 2 {
                reached.push(slot);
            }
        };
        for wish in candidate.occupations.iter().filter(|wish| wish.level() >= 2) {
            self.by_group
                .get(wish.ancestor(2).as_str())
                .into_iter()
                .flatten()
                .for_each(|slot| meet(*slot, 2));
        }
        for skill in &candidate.skills {
            self.by_skill.get(&skill.word).into_iter().flatten().for_each(|slot| meet(*slot, 1));
        }
        let jobs = reached.into_iter().filter_map(|slot| self.jobs[slot as usize].as_ref());
        jobs.filter(|job| relevant(candidate, job))
    }

    /// The best `k` openings that meet every condition, best first; ties by id.
    pub fn top_k(&self, candidate: &Candidate, k: usize) -> Vec<Match> {
        best(self.reachable(candidate).filter_map(|job| full(candidate, job)), k)
    }

    /// The same by looking at every opening; slower, and always equal.
    pub fn top_k_of_all_pairs(&self, candidate: &Candidate, k: usize) -> Vec<Match> {
        let looked = self.jobs.iter().flatten().filter(|job| relevant(candidate, job));
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

    /// How an opening stands to a person, without a word of why: conditions that fail, and points. `None` when the
    /// work has nothing to do with what they want or know, or is not here.
    pub fn rank(&self, candidate: &Candidate, opening: OpeningId) -> Option<(usize, i32)> {
        let slot = self.slots.get(&opening)?;
        let job = self.jobs[*slot as usize].as_ref().filter(|job| relevant(candidate, job))?;
        let failed = |(_, state): &(_, ConstraintState)| matches!(state, ConstraintState::Failed { .. });
        Some((states(candidate, job).filter(failed).count(), points(candidate, job).iter().sum()))
    }

    /// The match of a person and an opening, if it is one.
    pub fn matched(&self, candidate: &Candidate, opening: OpeningId) -> Option<Match> {
        let slot = self.slots.get(&opening)?;
        let job = self.jobs[*slot as usize].as_ref().filter(|job| relevant(candidate, job))?;
        full(candidate, job)
    }

    /// Why an opening fits a person or does not; `None` for an unknown opening.
    pub fn explain(&self, candidate: &Candidate, opening: OpeningId) -> Option<Explanation> {
        let slot = self.slots.get(&opening)?;
        self.jobs[*slot as usize].as_ref().map(|job| explain(candidate, job))
    }

    /// For each condition of a pair that fails, the smallest change of the person and the smallest of the opening that makes
    /// it hold; `None` for an unknown opening. Places stand in their words by the names of `areas`.
    pub fn flips(&self, candidate: &Candidate, opening: OpeningId, areas: &AreaTable) -> Option<Vec<Flip>> {
        let slot = self.slots.get(&opening)?;
        self.jobs[*slot as usize].as_ref().map(|job| flips(candidate, job, areas))
    }

    /// Relevant openings that fail exactly one condition, and what widening one wish would bring.
    pub fn near(&self, candidate: &Candidate, k: usize) -> Near {
        near::near(self, candidate, k)
    }

    /// The `k` relevant openings that come nearest to a match without being one: fewest failed conditions
    /// first, then by score; ties by id. Each names everything that fails.
    pub fn misses(&self, candidate: &Candidate, k: usize) -> Vec<Miss> {
        near::misses(self, candidate, k)
    }
}

/// The match if every condition holds or cannot be told, and the score is acceptable.
pub(crate) fn full(candidate: &Candidate, job: &Job) -> Option<Match> {
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
