//! The index: documents by id beside a tantivy index of their words. Words are looked up in tantivy,
//! filters and facets are computed over the documents themselves, exactly.

use std::cmp::Ordering;
use std::collections::{BTreeMap, HashMap};
use std::sync::{Mutex, PoisonError, RwLock};

use domain::area::AreaCode;
use domain::id::OpeningId;
use domain::occupation::OccupationCode;
use tantivy::collector::Collector;
use tantivy::collector::SegmentCollector;
use tantivy::query::{BooleanQuery, BoostQuery, Occur, PhraseQuery, Query as TantivyQuery, TermQuery};
use tantivy::schema::{FAST, Field, INDEXED, IndexRecordOption, Schema, TextFieldIndexing, TextOptions};
use tantivy::tokenizer::TextAnalyzer;
use tantivy::{DocId, IndexReader, IndexWriter, ReloadPolicy, Score, SegmentReader, TantivyDocument, Term};

use crate::document::Document;
use crate::query::{Found, Hit, Query, Sort};
use crate::token::{Bigrams, Run, of_run, runs};

/// Memory of the writing thread, the least tantivy takes.
const WRITER_BYTES: usize = 20_000_000;
/// Longest question, in characters; more is not read.
const TEXT_MOST: usize = 200;
/// Share of the words that suffices when no opening has all of them, in percent.
const RELAXED_PERCENT: usize = 60;

/// Why the index failed: a fault of the machine, never of a question.
#[derive(Debug, thiserror::Error)]
#[error("use the search index")]
pub struct Error(#[from] tantivy::TantivyError);

/// Slots with their score.
type Scored = Option<Vec<(u64, Score)>>;

/// The fields of the index.
#[derive(Debug, Clone, Copy)]
struct Fields {
    slot: Field,
    title: Field,
    employer: Field,
    body: Field,
}

/// Openings by their words.
pub struct Index {
    fields: Fields,
    reader: IndexReader,
    writer: Mutex<IndexWriter>,
    shelf: RwLock<Shelf>,
    /// Everyday word → the words that mean the same, both as typed.
    synonyms: HashMap<String, Vec<String>>,
}

/// Documents by slot; tantivy knows only the slot's number.
#[derive(Debug, Default)]
struct Shelf {
    documents: HashMap<u64, Document>,
    slots: HashMap<OpeningId, u64>,
    next: u64,
}

impl std::fmt::Debug for Index {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Index").finish_non_exhaustive()
    }
}

impl Index {
    /// An empty index; `synonyms` are pairs of an everyday word and what it means.
    ///
    /// # Errors
    /// When tantivy cannot start.
    pub fn new(synonyms: &[(String, String)]) -> Result<Self, Error> {
        let indexing = TextFieldIndexing::default()
            .set_tokenizer("bigrams")
            .set_index_option(IndexRecordOption::WithFreqsAndPositions);
        let text = TextOptions::default().set_indexing_options(indexing);
        let mut schema = Schema::builder();
        let fields = Fields {
            slot: schema.add_u64_field("slot", FAST | INDEXED),
            title: schema.add_text_field("title", text.clone()),
            employer: schema.add_text_field("employer", text.clone()),
            body: schema.add_text_field("body", text),
        };
        let index = tantivy::Index::create_in_ram(schema.build());
        index.tokenizers().register("bigrams", TextAnalyzer::from(Bigrams));
        let writer = index.writer_with_num_threads(1, WRITER_BYTES)?;
        let reader = index.reader_builder().reload_policy(ReloadPolicy::Manual).try_into()?;
        let mut known: HashMap<String, Vec<String>> = HashMap::new();
        for (word, meaning) in synonyms {
            known.entry(bare(word)).or_default().push(meaning.clone());
        }
        Ok(Self { fields, reader, writer: Mutex::new(writer), shelf: RwLock::default(), synonyms: known })
    }

    /// Adds or replaces documents and takes others out; afterwards both are seen by every question.
    ///
    /// # Errors
    /// When tantivy fails.
    pub fn apply(&self, upserts: &[Document], removals: &[OpeningId]) -> Result<(), Error> {
        if upserts.is_empty() && removals.is_empty() {
            return Ok(());
        }
        // Of several with one id the last counts.
        let last: HashMap<OpeningId, &Document> =
            upserts.iter().map(|document| (document.id, document)).collect();
        let mut upserts: Vec<&Document> = last.into_values().collect();
        upserts.sort_by_key(|document| document.id);
        let mut writer = self.writer.lock().unwrap_or_else(PoisonError::into_inner);
        let mut placed = Vec::with_capacity(upserts.len());
        let mut freed = Vec::new();
        {
            let shelf = self.shelf.read().unwrap_or_else(PoisonError::into_inner);
            freed.extend(
                removals.iter().chain(upserts.iter().map(|d| &d.id)).filter_map(|id| shelf.slots.get(id)),
            );
            for (offset, document) in upserts.iter().copied().enumerate() {
                placed.push((shelf.next + offset as u64, document));
            }
        }
        for slot in &freed {
            writer.delete_term(Term::from_field_u64(self.fields.slot, *slot));
        }
        for (slot, document) in &placed {
            let mut row = TantivyDocument::default();
            row.add_u64(self.fields.slot, *slot);
            row.add_text(self.fields.title, &document.title);
            row.add_text(self.fields.employer, &document.employer);
            row.add_text(self.fields.body, &document.body);
            writer.add_document(row)?;
        }
        writer.commit()?;
        let mut shelf = self.shelf.write().unwrap_or_else(PoisonError::into_inner);
        self.reader.reload()?;
        for slot in freed {
            if let Some(document) = shelf.documents.remove(&slot) {
                shelf.slots.remove(&document.id);
            }
        }
        for (slot, document) in placed {
            shelf.slots.insert(document.id, slot);
            shelf.documents.insert(slot, document.clone());
            shelf.next = slot + 1;
        }
        Ok(())
    }

    /// Answers a question.
    ///
    /// # Errors
    /// When tantivy fails; never because of what was typed.
    pub fn search(&self, query: &Query) -> Result<Found, Error> {
        let shelf = self.shelf.read().unwrap_or_else(PoisonError::into_inner);
        let text: String = query.text.chars().take(TEXT_MOST).collect();
        let words = runs(&text);
        let asked_text = words.iter().any(|word| !of_run(word).is_empty());
        let (scored, relaxed) = if asked_text { self.by_words(&words)? } else { (None, false) };
        let mut hits: Vec<(Hit, &Document)> = Vec::new();
        let mut consider = |document, score| {
            if let Some(distance_m) = query.passes(document) {
                hits.push((Hit { id: document.id, score, distance_m }, document));
            }
        };
        match scored {
            Some(scored) => {
                for (slot, score) in scored {
                    if let Some(document) = shelf.documents.get(&slot) {
                        consider(document, score);
                    }
                }
            }
            None => shelf.documents.values().for_each(|document| consider(document, 0.0)),
        }
        let mut found = Found { total: hits.len(), relaxed, ..Found::default() };
        facets(&hits, &mut found);
        let end = query.offset.saturating_add(query.limit).min(hits.len());
        if query.offset < end {
            let order = |a: &(Hit, &Document), b: &(Hit, &Document)| compare(query.sort, a, b);
            // Only the part that is shown is put in order.
            if end < hits.len() {
                hits.select_nth_unstable_by(end, order);
                hits.truncate(end);
            }
            hits.sort_unstable_by(order);
            found.hits = hits[query.offset..end].iter().map(|(hit, _)| *hit).collect();
        }
        Ok(found)
    }

    /// Slots with their score: all words, else most of them.
    fn by_words(&self, words: &[Run]) -> Result<(Scored, bool), Error> {
        let clauses: Vec<(Occur, Box<dyn TantivyQuery>)> = words.iter().map(|word| self.word(word)).collect();
        let only_helpers = clauses.iter().all(|(occur, _)| *occur != Occur::Must);
        let strict = BooleanQuery::new(if only_helpers {
            // Only one-syllable words: then they are all there is to go by.
            clauses.into_iter().map(|(_, query)| (Occur::Must, query)).collect()
        } else {
            clauses
        });
        let searcher = self.reader.searcher();
        let found = searcher.search(&strict, &Slots)?;
        if !found.is_empty() || only_helpers {
            return Ok((Some(found), false));
        }
        let pairs: Vec<String> =
            words.iter().flat_map(of_run).filter(|token| token.chars().count() > 1).collect();
        let any: Vec<_> = pairs.iter().map(|pair| (Occur::Should, self.anywhere(pair))).collect();
        let least = (pairs.len() * RELAXED_PERCENT).div_ceil(100).max(1);
        let found = searcher.search(&BooleanQuery::with_minimum_required_clauses(any, least), &Slots)?;
        let relaxed = !found.is_empty();
        Ok((Some(found), relaxed))
    }

    /// One word of the question: its pairs in a row, or a synonym's; a lone syllable only helps.
    fn word(&self, word: &Run) -> (Occur, Box<dyn TantivyQuery>) {
        let typed: String = match word {
            Run::Hangul(run) if run.len() == 1 => {
                return (Occur::Should, self.anywhere(&format!("\u{1}{}", run[0])));
            }
            Run::Hangul(run) => run.iter().collect(),
            Run::Word(word) => word.clone(),
        };
        let mut ways: Vec<(Occur, Box<dyn TantivyQuery>)> =
            vec![(Occur::Should, self.in_a_row(&of_run(word)))];
        for meaning in self.synonyms.get(&bare(&typed)).into_iter().flatten() {
            let all = runs(meaning);
            let all: Vec<_> = all.iter().map(|run| (Occur::Must, self.in_a_row(&of_run(run)))).collect();
            ways.push((Occur::Should, Box::new(BooleanQuery::new(all))));
        }
        (Occur::Must, if ways.len() == 1 { ways.remove(0).1 } else { Box::new(BooleanQuery::new(ways)) })
    }

    fn in_a_row(&self, tokens: &[String]) -> Box<dyn TantivyQuery> {
        if let [only] = tokens {
            return self.anywhere(only);
        }
        let phrase = |field: Field, boost: Score| -> (Occur, Box<dyn TantivyQuery>) {
            let terms = tokens.iter().map(|token| Term::from_field_text(field, token)).collect();
            (Occur::Should, Box::new(BoostQuery::new(Box::new(PhraseQuery::new(terms)), boost)))
        };
        Box::new(BooleanQuery::new(self.weighted().map(|(field, boost)| phrase(field, boost)).into()))
    }

    fn anywhere(&self, token: &str) -> Box<dyn TantivyQuery> {
        let term = |field: Field, boost: Score| -> (Occur, Box<dyn TantivyQuery>) {
            let term = TermQuery::new(Term::from_field_text(field, token), IndexRecordOption::WithFreqs);
            (Occur::Should, Box::new(BoostQuery::new(Box::new(term), boost)))
        };
        Box::new(BooleanQuery::new(self.weighted().map(|(field, boost)| term(field, boost)).into()))
    }

    fn weighted(&self) -> [(Field, Score); 3] {
        [(self.fields.title, 3.0), (self.fields.employer, 1.5), (self.fields.body, 1.0)]
    }
}

/// A word as synonyms are compared: composed, lower case, without spaces and signs.
fn bare(text: &str) -> String {
    runs(text)
        .into_iter()
        .map(|run| match run {
            Run::Hangul(run) => run.into_iter().collect(),
            Run::Word(word) => word,
        })
        .collect::<Vec<String>>()
        .concat()
}

fn compare(sort: Sort, (a, da): &(Hit, &Document), (b, db): &(Hit, &Document)) -> Ordering {
    let newest = || db.opened_ms.cmp(&da.opened_ms).then_with(|| a.id.cmp(&b.id));
    let known_first = |a: Option<i64>, b: Option<i64>| match (a, b) {
        (Some(a), Some(b)) => a.cmp(&b),
        (Some(_), None) => Ordering::Less,
        (None, Some(_)) => Ordering::Greater,
        (None, None) => Ordering::Equal,
    };
    let sorted = match sort {
        Sort::Relevance => b.score.total_cmp(&a.score).then_with(newest),
        Sort::Newest => newest(),
        Sort::Closing => match (da.last_day, db.last_day) {
            (Some(x), Some(y)) => x.cmp(&y),
            (x, y) => y.is_some().cmp(&x.is_some()),
        }
        .then_with(newest),
        Sort::Wage => {
            known_first(da.monthly_won.map(|won| -won), db.monthly_won.map(|won| -won)).then_with(newest)
        }
        Sort::Distance => known_first(a.distance_m, b.distance_m).then_with(newest),
    };
    da.doubted.cmp(&db.doubted).then(sorted)
}

fn facets(hits: &[(Hit, &Document)], found: &mut Found) {
    let mut occupations: BTreeMap<OccupationCode, usize> = BTreeMap::new();
    let mut areas: BTreeMap<&AreaCode, usize> = BTreeMap::new();
    for (_, document) in hits {
        if let Some(code) = &document.occupation {
            *occupations.entry(code.ancestor(1)).or_insert(0) += 1;
        }
        for area in &document.areas {
            *areas.entry(area).or_insert(0) += 1;
        }
    }
    found.occupation_facets = occupations.into_iter().collect();
    found.occupation_facets.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
    found.area_facets = areas.into_iter().map(|(code, count)| (code.clone(), count)).collect();
    found.area_facets.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
}

/// Collects every matching slot with its score.
struct Slots;

struct SegmentSlots {
    slots: tantivy::columnar::Column<u64>,
    found: Vec<(u64, Score)>,
}

impl Collector for Slots {
    type Fruit = Vec<(u64, Score)>;
    type Child = SegmentSlots;

    fn for_segment(&self, _: u32, segment: &SegmentReader) -> tantivy::Result<SegmentSlots> {
        Ok(SegmentSlots { slots: segment.fast_fields().u64("slot")?, found: Vec::new() })
    }

    fn requires_scoring(&self) -> bool {
        true
    }

    fn merge_fruits(&self, fruits: Vec<Vec<(u64, Score)>>) -> tantivy::Result<Self::Fruit> {
        Ok(fruits.concat())
    }
}

impl SegmentCollector for SegmentSlots {
    type Fruit = Vec<(u64, Score)>;

    fn collect(&mut self, doc: DocId, score: Score) {
        if let Some(slot) = self.slots.first(doc) {
            self.found.push((slot, score));
        }
    }

    fn harvest(self) -> Self::Fruit {
        self.found
    }
}
