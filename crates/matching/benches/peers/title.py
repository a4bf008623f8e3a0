"""Peers of `matching::title`: BM25 and character TF-IDF on the same files.

Needs `pip install scikit-learn bm25s scipy numpy` in an environment outside the repository.
Run from the top of the repository:  python crates/matching/benches/peers/title.py [MELO_DIRECTORY]
The Korean titles are read with the same words as ours; the peers get no cleaning and no groups but the maximum.
"""
import csv
import re
import sys
import unicodedata
from collections import defaultdict
from pathlib import Path

import bm25s
import numpy as np
from sklearn.feature_extraction.text import TfidfVectorizer

COUNTED = 100
OCCUPATIONS = Path("data/occupations")
TITLES = Path("crates/matching/tests/titles.psv")


def ascii_lower(text):
    return unicodedata.normalize("NFKD", text.lower()).encode("ascii", "ignore").decode()


def words(text):
    return re.findall(r"\w+", text.lower())


def pairs(text):
    bare = "".join(words(text))
    return [bare[i:i + 2] for i in range(max(len(bare) - 1, 1))]


def stem(word):
    return word[:-1] if len(word) > 3 and word.endswith("s") and not word.endswith("ss") else word


def bm25(corpus, queries, tokens):
    """Scores of every corpus text for every query, Lucene's variant, k1 1.5, b 0.75."""
    split = [tokens(text) for text in corpus]
    index = bm25s.BM25()
    index.index(split, show_progress=False)
    known = set(token for text in split for token in text)
    for query in queries:
        asked = [token for token in tokens(query) if token in known]
        yield index.get_scores(asked) if asked else np.zeros(len(corpus))


def tf_idf(corpus, queries, **options):
    vectorizer = TfidfVectorizer(**options)
    matrix = vectorizer.fit_transform(corpus)
    for query in queries:
        yield (vectorizer.transform([query]) @ matrix.T).toarray().ravel()


def melo(directory):
    rows = lambda name: [line.rstrip("\n").split("\t") for line in open(directory / name, encoding="utf-8")]
    queries, corpus = rows("queries.tsv"), rows("corpus_elements.tsv")
    place = {row[0]: number for number, row in enumerate(corpus)}
    relevant = defaultdict(set)
    for query, _, element, label in rows("annotations.tsv"):
        if label != "0":
            relevant[query].add(place[element])
    texts, asked = [ascii_lower(row[1]) for row in corpus], [ascii_lower(row[1]) for row in queries]

    def report(label, scores):
        sums = np.zeros(5)
        for (query, _), score in zip(queries, scores):
            score = np.round(score, 5)
            best = np.argsort(-score, kind="stable")[:COUNTED]
            best = sorted(best, key=lambda element: (-score[element], -element))
            found, precision, first = 0, 0.0, 0
            for rank, element in enumerate(best, 1):
                if element in relevant[query] and score[element] > 0:
                    found += 1
                    precision += found / rank
                    first = first or rank
            sums += [precision / len(relevant[query]), 1 / first if first else 0,
                     first == 1, 0 < first <= 5, 0 < first <= 10]
        names = zip(("MAP", "MRR", "A@1", "A@5", "A@10"), sums / len(queries))
        print(f"MELO {label}: " + "  ".join(f"{name} {value:.4f}" for name, value in names), flush=True)

    report("bm25s, words", bm25(texts, asked, words))
    report("bm25s, words without plural s", bm25(texts, asked, lambda text: [stem(w) for w in words(text)]))
    report("word TF-IDF", tf_idf(texts, asked))
    report("character TF-IDF 1-3 (as published)", tf_idf(texts, asked, analyzer="char", ngram_range=(1, 3)))
    report("character TF-IDF 2-4 inside words", tf_idf(texts, asked, analyzer="char_wb", ngram_range=(2, 4)))


def korean():
    rows = lambda name: csv.DictReader(open(OCCUPATIONS / name, encoding="utf-8"))
    entries = [(row["name"], row["code"]) for row in rows("keco_2025.csv") if len(row["code"]) == 4]
    entries += [(row["term"], row["code"]) for name in ("search_terms.csv", "title_terms.csv") for row in rows(name)]
    unit = {row["ksco"]: row["keco"] for row in rows("keco_ksco.csv")}
    entries += [(row["name"], unit[row["code"][:4]]) for row in rows("ksco_8.csv") if row["code"][:4] in unit]
    texts = [text.lower() for text, _ in entries]
    codes = sorted({code for _, code in entries})
    group = np.array([codes.index(code) for _, code in entries])
    lines = [line.rstrip("\n").split("|") for line in open(TITLES, encoding="utf-8") if not line.startswith("#")]
    judged = [(set(codes.split(",")), title) for split, codes, title in lines if split == "judge" and codes != "-"]

    def report(label, scores):
        right = np.zeros(3)
        for (gold, _), score in zip(judged, scores):
            best = np.zeros(len(codes))
            np.maximum.at(best, group, score)
            order = [codes[i] for i in np.argsort(-best, kind="stable")[:5]]
            right += [any(code in gold for code in order[:most]) for most in (1, 3, 5)]
        a1, a3, a5 = right / len(judged)
        print(f"Korean {label}: {len(judged)} titles, A@1 {a1:.3f}, A@3 {a3:.3f}, A@5 {a5:.3f}", flush=True)

    asked = [title.lower() for _, title in judged]
    report("bm25s, words", bm25(texts, asked, words))
    report("bm25s, pairs of syllables", bm25(texts, asked, pairs))
    report("character TF-IDF 1-3", tf_idf(texts, asked, analyzer="char", ngram_range=(1, 3)))


if __name__ == "__main__":
    korean()
    if len(sys.argv) > 1 and Path(sys.argv[1], "queries.tsv").exists():
        melo(Path(sys.argv[1]))
    else:
        print("MELO: no directory given, nothing measured")
