"""Our engine and its peers on the same column files, turn by turn in one run: `./dev bench matching`.

Needs the executable of the bench as first argument. Options: --rounds=N (at least five are published), --draft
(tells, but writes nothing into docs), --only=lists or --only=allocation, --small (leaves out what takes minutes).
Nothing is written when other programs used the machine meanwhile.
"""

import json
import os
import pathlib
import platform
import shutil
import statistics
import subprocess
import sys
import time

os.environ.update(OMP_NUM_THREADS="1", OPENBLAS_NUM_THREADS="1")

import numpy as np

import plot
import solvers
from columns import Market, read_lists, sample
from dense import Faiss, Numpy
from relational import DuckDb, PlainPostgres, Postgres

BENCH, OPTIONS = pathlib.Path(sys.argv[1]).resolve(), sys.argv[2:]
ROOT = pathlib.Path(__file__).resolve().parents[4]
K = 20
# Processor time of other programs that is borne, as a share of one core.
OTHERS = 0.25
LISTS = [("20k-2k", 20_000, 2_000), ("20k-10k", 20_000, 10_000), ("100k-50k", 100_000, 50_000)]
ALLOCATIONS = [("20k-2k", 20_000, 2_000), ("40k-16k", 40_000, 16_000), ("100k-50k", 100_000, 50_000)]


def option(name, default):
    told = [word.split("=", 1)[1] for word in OPTIONS if word.startswith(f"--{name}=")]
    return told[-1] if told else default


class Machine:
    """What the rest of the machine does while we measure; steal counts as the rest."""

    def __init__(self, own):
        self.own = own
        self.worst = 0.0
        self.begin()

    @staticmethod
    def busy():
        words = [int(word) for word in pathlib.Path("/proc/stat").read_text().split("\n", 1)[0].split()[1:]]
        user, nice, system, _idle, _wait, irq, softirq, steal = words[:8]
        return (user + nice + system + irq + softirq + steal) / os.sysconf("SC_CLK_TCK")

    def begin(self):
        told = os.times()
        mine = told.user + told.system + told.children_user + told.children_system + self.own()
        self.before = self.busy(), mine, time.monotonic()

    def check(self):
        busy, mine, at = self.before
        self.begin()
        elapsed = max(self.before[2] - at, 0.1)
        share = (self.before[0] - busy - (self.before[1] - mine)) / elapsed
        self.worst = max(self.worst, share)
        return share


def ours(*words):
    told = subprocess.run([str(BENCH), *map(str, words)], check=True, capture_output=True, text=True).stdout
    return [json.loads(line) for line in told.splitlines()]


def market(name, seekers, openings):
    """The column files of a size, drawn once."""
    place = ROOT / "target" / "peer-markets" / name
    if not (place / "market.json").exists():
        shutil.rmtree(place, ignore_errors=True)
        place.mkdir(parents=True)
        ours("write", f"market={place}", f"seekers={seekers}", f"openings={openings}")
    return place, Market(place)


def median(figures):
    return statistics.median(figures)


def same(found, lists, seekers):
    """Whether a peer's lists are ours, row for row and score for score."""
    starts, rows, scores = lists
    wrong = 0
    for at, (own, own_scores) in zip(seekers, found):
        a, b = starts[at], starts[at + 1]
        wrong += not (np.array_equal(own, rows[a:b]) and np.array_equal(own_scores, scores[a:b]))
    return wrong


def recall(found, lists, seekers):
    starts, rows, _ = lists
    hit = sum(len(np.intersect1d(own, rows[starts[at] : starts[at + 1]])) for at, (own, _) in zip(seekers, found))
    return hit / max(sum(int(starts[at + 1] - starts[at]) for at in seekers), 1)


def measure_lists(rounds):
    """Rows of a table: size, name, core microseconds a seeker by round, remark."""
    table, disturbed = [], 0.0
    for name, seekers, openings in LISTS[: 2 if "--small" in OPTIONS else 3]:
        place, columns = market(name, seekers, openings)
        answers = place / "lists.u32"
        ours("lists", f"market={place}", f"out={answers}", f"k={K}")
        lists = read_lists(answers)
        postgres = Postgres(columns)
        peers = [Numpy(columns), DuckDb(columns), postgres, PlainPostgres(postgres), Faiss(columns)]
        machine = Machine(postgres.core_s)
        figures = {peer.name: [] for peer in peers}
        own, wall, remarks = [], [], {}
        for _ in range(rounds):
            [told] = [line for line in ours("lists", f"market={place}", f"k={K}") if line["task"] == "lists"]
            own.append((told["core_s"] + told["build_core_s"]) * 1e6 / seekers)
            wall.append(told["wall_s"])
            for peer in peers:
                asked = sample(columns, peer.asks)
                clock = peer.core_s if hasattr(peer, "core_s") else time.process_time
                begun = clock()
                found = peer.lists(asked, K)
                figures[peer.name].append((clock() - begun) * 1e6 / len(asked))
                if peer.exact:
                    wrong = same(found, lists, asked)
                    if wrong:
                        sys.exit(f"error: {wrong} of {len(asked)} lists of {peer.name} are not ours at {name}")
                    remarks[peer.name] = f"{len(asked)} seekers, every list the same"
                else:
                    remarks[peer.name] = f"finds {recall(found, lists, asked):.3f} of the right ones"
            disturbed = max(disturbed, machine.check())
        table.append((name, openings, "ours", own, f"{seekers:,} seekers, index included"))
        table.extend((name, openings, peer.name, figures[peer.name], remarks[peer.name]) for peer in peers)
        postgres.close()
        print(name, [(row[2], round(median(row[3]), 2), row[4]) for row in table if row[0] == name], flush=True)
    return table, disturbed


def measure_allocations(rounds):
    """Rows of a table: size, name, core seconds by round, utility, remark."""
    table, disturbed = [], 0.0
    machine = Machine(lambda: 0.0)
    for name, seekers, openings in ALLOCATIONS[: 2 if "--small" in OPTIONS else 3]:
        place, columns = market(name, seekers, openings)
        answers = place / "edges.u32"
        peers = [solvers.OrTools()]
        if seekers <= 20_000:
            peers += [solvers.Bipartite(), solvers.Program()]
        own, edges_s, figures, sums = [], [], {peer.name: [] for peer in peers}, {}
        for _ in range(rounds):
            [told] = [line for line in ours("allocate", f"market={place}") if line["task"] == "allocate"]
            own.append(told["core_s"] + told["opening_build_core_s"] + told["seeker_build_core_s"])
            sums["ours"] = told["utility"]
            [told] = [line for line in ours("lists", f"market={place}", f"out={answers}", "k=4096") if line["task"] == "lists"]
            edges_s.append(told["core_s"] + told["build_core_s"])
            lists = read_lists(answers)
            assert np.diff(lists[0]).max() < 4_096, "a list is full: edges are missing"
            edges = solvers.graph(lists, columns)
            for peer in peers:
                sums[peer.name], _, core = peer.solve(columns, edges)
                figures[peer.name].append(core)
            disturbed = max(disturbed, machine.check())
        best = max(sums.values())
        short = best - sums["ours"]
        table.append((name, seekers, "ours", own, f"{short} points of {best:,} short ({100 * short / best:.5f} %)"))
        for peer in peers:
            remark = "the best sum" if sums[peer.name] == best else f"{best - sums[peer.name]} points short"
            with_edges = [a + b for a, b in zip(figures[peer.name], edges_s)]
            table.append((name, seekers, peer.name, with_edges, f"{remark}; {median(figures[peer.name]):.2f} s without finding its {len(edges[0]):,} edges"))
        print(name, [(row[2], round(median(row[3]), 3), row[4]) for row in table if row[0] == name], flush=True)
    return table, disturbed


def markdown(table, unit, digits):
    lines = [f"| market | program | {unit}, median (least–most) | beside ours | |", "|---|---|---:|---:|---|"]
    base = {name: median(own) for name, _, who, own, _ in table if who == "ours"}
    for name, _, who, own, remark in table:
        figure = f"{median(own):,.{digits}f} ({min(own):,.{digits}f}–{max(own):,.{digits}f})"
        times = "" if who == "ours" else f"{median(own) / base[name]:,.1f} ×"
        lines.append(f"| {name.replace('-', ' × ')} | {who} | {figure} | {times} | {remark} |")
    return "\n".join(lines)


def series(table):
    names = list(dict.fromkeys(row[2] for row in table))
    return [(name, [(size, median(own)) for _, size, who, own, _ in table if who == name]) for name in names]


def put(mark, text):
    """Writes a part of docs/benchmarks.md between its markers."""
    path = ROOT / "docs" / "benchmarks.md"
    told = path.read_text()
    begin, end = f"<!-- {mark}: begin -->", f"<!-- {mark}: end -->"
    assert begin in told and end in told, f"no markers for {mark}"
    head, rest = told.split(begin, 1)
    path.write_text(head + begin + "\n" + text + "\n" + end + rest.split(end, 1)[1])


def main():
    rounds = int(option("rounds", "5"))
    only = option("only", "")
    cores = os.cpu_count() or 1
    load = os.getloadavg()[0]
    draft = "--draft" in OPTIONS or rounds < 5
    if load > cores / 2 and not draft:
        sys.exit(f"error: failed to begin: the load average is {load:.1f} on {cores} cores\nhint: wait until the machine is quiet, or try --draft")
    parts = []
    if only != "allocation":
        table, disturbed = measure_lists(rounds)
        parts.append(("peers of lists", "lists.svg", table, disturbed, "core µs a seeker", 1,
                      ("Core time of one exact list of 20", "openings", "core µs a seeker")))
    if only != "lists":
        table, disturbed = measure_allocations(rounds)
        parts.append(("peers of allocation", "allocation.svg", table, disturbed, "core s", 2,
                      ("Core time of one allocation from columns", "seekers", "core s")))
    for mark, file, table, disturbed, unit, digits, words in parts:
        text = markdown(table, unit, digits)
        print(text, flush=True)
        print(f"others used at most {disturbed:.2f} of a core", flush=True)
        if draft:
            continue
        if disturbed > OTHERS:
            sys.exit(f"error: failed to publish: other programs used {disturbed:.2f} of a core meanwhile, more than {OTHERS}\nhint: wait until the machine is quiet, or try --draft")
        day = time.strftime("%Y-%m-%d")
        said = (f"{day}, {rounds} rounds turn by turn, {cores} cores of {processor()}, Python {platform.python_version()}; "
                f"other programs used at most {max(disturbed, 0):.2f} of a core.")
        put(mark, f"{said}\n\n{text}\n\n![{words[0]}](plots/{file})")
        (ROOT / "docs" / "plots").mkdir(exist_ok=True)
        (ROOT / "docs" / "plots" / file).write_text(plot.draw(*words, series(table)))


def processor():
    told = [line.split(":", 1)[1].strip() for line in pathlib.Path("/proc/cpuinfo").read_text().splitlines() if line.startswith("model name")]
    return told[0] if told else platform.machine()


main()
