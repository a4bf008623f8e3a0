"""SQLite and DuckDB asked the same questions as the bench, over the same people, in one run:
cargo bench -p domain --bench eligibility -- 100000 1 FOLDER && python peer.py FOLDER   (needs duckdb)
"""

import csv
import json
import pathlib
import sqlite3
import sys
import time

import duckdb

NUMBERS = {"born", "since", "income", "assets", "unemployed", "within", "days", "hours", "insured", "history", "workers", "dismissed", "regular", "weekly", "hourly", "starts"}


def kind(name):
    return "BIGINT" if name in NUMBERS or name.startswith("is_") else "TEXT"


def question(version):
    return (
        "SELECT count(*) FILTER (WHERE v), count(*) FILTER (WHERE NOT v), count(*) FILTER (WHERE v IS NULL) "
        f"FROM (SELECT ({version['holds']}) AS v FROM people WHERE {version['told']})"
    )


def lite(folder):
    base = sqlite3.connect(":memory:")
    for table in ("people", "past"):
        with open(folder / f"{table}.csv", newline="") as file:
            rows = csv.reader(file)
            names = next(rows)
            kinds = ["BIGINT" if name in ("id", "year", "nth", "of_year") else kind(name) for name in names]
            base.execute(f"CREATE TABLE {table} ({', '.join(f'{n} {k}' for n, k in zip(names, kinds))})")
            marks = ", ".join("?" * len(names))
            base.executemany(f"INSERT INTO {table} VALUES ({marks})", ([value or None for value in row] for row in rows))
    base.execute("CREATE INDEX past_id ON past (id, program)")
    return f"SQLite {sqlite3.sqlite_version}", lambda text: base.execute(text).fetchone()


def duck(folder):
    base = duckdb.connect()
    base.execute("SET threads TO 1")
    for table in ("people", "past"):
        names = open(folder / f"{table}.csv").readline().strip().split(",")
        kinds = {name: "BIGINT" if name in ("id", "year", "nth", "of_year") else ("BIGINT" if kind(name) == "BIGINT" else "VARCHAR") for name in names}
        base.execute(f"CREATE TABLE {table} AS SELECT * FROM read_csv('{folder / table}.csv', header = true, columns = {kinds})")
    return f"DuckDB {duckdb.__version__}", lambda text: base.execute(text.replace(" / ", " // ")).fetchone()


folder = pathlib.Path(sys.argv[1])
told = json.loads((folder / "versions.json").read_text())
print(f"ours: {told['seconds']:.2f} s on one thread, with every reason")
for name, ask in (lite(folder), duck(folder)):
    begun, wrong = time.perf_counter(), []
    for version in told["versions"]:
        got = [int(value) for value in ask(question(version))]
        if got != version["counts"]:
            wrong.append((version["version"], got, version["counts"]))
    seconds = time.perf_counter() - begun
    print(f"{name}: {seconds:.2f} s on one thread, counts only, {seconds / told['seconds']:.2f} x ours; {len(told['versions']) - len(wrong)} of {len(told['versions'])} versions with the same counts")
    for one in wrong:
        print("  differs:", one)
