"""PostgreSQL and DuckDB, asked in SQL for the same exact lists: the same conditions, the same score in whole
numbers, the same ties. Both get the index a relational mind would give them: openings by sub-major group and
by skill, so that only what can be relevant is looked at.
"""

import os
import pathlib
import shutil
import subprocess
import tempfile

import numpy as np

from columns import NO_SKILL, NO_WISH, OCCUPATION, UNKNOWN_MONTHS, UNKNOWN_PLACE, UNKNOWN_ZONE

TICKS = os.sysconf("SC_CLK_TCK")


def signed(column):
    return column.astype(np.uint64).view(np.int64)


def tables(market):
    """Columns of the three tables by name."""
    o = {"id": np.arange(market.openings, dtype=np.int64)}
    for name in ("occupation", "x", "y", "zone", "career", "career_min", "weekly"):
        o[name] = market[f"openings.{name}"].astype(np.int64)
    o["pay"] = market["openings.pay"].astype(np.int64)
    o["requires"] = signed(market["openings.requires"])
    o["zone_bit"] = signed(np.where(o["zone"] == UNKNOWN_ZONE, np.uint64(0), np.uint64(1) << np.minimum(o["zone"], 63).astype(np.uint64)))
    o["least"] = np.where(o["career"] == 2, np.maximum(o["career_min"], 1), 0)
    groups = market.tree[market["openings.occupation"]]
    for level, name in enumerate(("major", "sub", "minor")):
        o[name] = groups[:, level].astype(np.int64)
    o["asked"] = market["openings.weights"].sum(axis=1).astype(np.int64)
    for word in range(4):
        o[f"t{word}"] = signed(market["openings.text"][:, word])
    skills, weights = market["openings.skills"], market["openings.weights"]
    rows, places = np.nonzero(skills != NO_SKILL)
    named = {
        "opening": rows.astype(np.int64),
        "skill": skills[rows, places].astype(np.int64),
        "weight": weights[rows, places].astype(np.int64),
    }
    s = {"id": np.arange(market.seekers, dtype=np.int64)}
    for name in ("x", "y", "career", "weekly", "radius"):
        s[name] = market[f"seekers.{name}"].astype(np.int64)
    s["pay"] = market["seekers.pay"].astype(np.int64)
    s["lacks"] = ~signed(market["seekers.has"])
    s["zones"] = signed(market["seekers.zones"])
    s["told"] = np.bitwise_count(market["seekers.text"]).sum(axis=1).astype(np.int64)
    for word in range(4):
        s[f"t{word}"] = signed(market["seekers.text"][:, word])
    for rank in range(3):
        wish = market["seekers.wishes"][:, rank].astype(np.int64)
        known = wish != NO_WISH
        own = market.tree[np.where(known, wish, 0)]
        s[f"w{rank}"] = np.where(known, wish, -1)
        for level, name in enumerate(("major", "sub", "minor")):
            s[f"w{rank}_{name}"] = np.where(known, own[:, level], -1).astype(np.int64)
    rows, places = np.nonzero(market["seekers.skills"] != NO_SKILL)
    holds = {"seeker": rows.astype(np.int64), "skill": market["seekers.skills"][rows, places].astype(np.int64)}
    return {"opening": o, "named": named, "seeker": s, "holds": holds}


def occupation_points():
    cases = []
    for rank in range(3):
        points = [OCCUPATION[level][rank] for level in range(5)]
        cases.append(
            f"case when o.occupation = s.w{rank} then {points[4]} when o.minor = s.w{rank}_minor then {points[3]} "
            f"when o.sub = s.w{rank}_sub then {points[2]} when o.major = s.w{rank}_major then {points[1]} else 0 end"
        )
    return f"greatest({', '.join(cases)})"


def squared():
    return "((o.x - s.x) * (o.x - s.x) + (o.y - s.y) * (o.y - s.y))"


def fits():
    return f"""(o.requires & s.lacks) = 0 and (o.pay >= s.pay or o.pay = 0) and o.least <= s.career
        and (s.weekly = 0 or o.weekly <= s.weekly) and (o.zone = {UNKNOWN_ZONE} or (o.zone_bit & s.zones) <> 0)
        and (s.radius = 0 or s.x = {UNKNOWN_PLACE} or o.x = {UNKNOWN_PLACE} or {squared()} <= s.radius * s.radius)"""


def score(divide, bits, root):
    shared = " + ".join(bits.format(word) for word in range(4))
    return f"""{occupation_points()}
        + case when o.asked = 0 then 0 else {divide('2500 * held', 'o.asked')} end
        + case when s.pay = 0 then 0
            else {divide(f"1500 * (least(greatest({divide('o.pay * 1000', 's.pay')}, 700), 1200) - 700)", '500')} end
        + case when s.career = {UNKNOWN_MONTHS} then 0 when o.career = 0 then 1000
            when o.career = 1 then case when s.career <= 12 then 1000 else 600 end
            when o.career = 2 then case when o.career_min = 0 then 1000 * least(s.career, 1)
                else {divide('1000 * least(s.career, o.career_min)', 'o.career_min')} end else 0 end
        + case when s.x = {UNKNOWN_PLACE} or o.x = {UNKNOWN_PLACE} then 0
            else {divide(f'1000 * greatest(2000 - {root.format(squared())}, 0)', '2000')} end
        + case when s.told = 0 then 0 else {divide(f'500 * ({shared})', 's.told')} end"""


class DuckDb:
    exact = True
    asks = 1_000

    def __init__(self, market):
        import duckdb
        import pandas

        self.name = f"DuckDB {duckdb.__version__}"
        self.db = duckdb.connect()
        self.db.execute("set threads = 1")
        for table, columns in tables(market).items():
            # DuckDB finds the name in this frame.
            relation = pandas.DataFrame(columns)
            self.db.execute(f"create table {table} as select * from relation")
            del relation

    def lists(self, seekers, k):
        self.db.execute("create or replace table sample as select unnest(?::bigint[]) as seeker", [seekers.tolist()])
        divide = lambda a, b: f"(({a}) // ({b}))"
        by_score = score(divide, "bit_count(o.t{0} & s.t{0})", "floor(sqrt({}))::bigint")
        wishes = ", ".join(f"s.w{rank}_sub" for rank in range(3))
        # Every pair through the conditions beats joining by occupation first: it goes through whole columns.
        rows = self.db.execute(f"""
            with common as (select holds.seeker, named.opening, sum(named.weight)::bigint as held, count(*) as n
                    from sample join holds on holds.seeker = sample.seeker join named on named.skill = holds.skill
                    group by all),
                scored as (select s.id as seeker, o.id as opening, {by_score.replace('held', 'coalesce(c.held, 0)')} as score
                    from sample join seeker s on s.id = sample.seeker join opening o on {fits()}
                    left join common c on c.seeker = s.id and c.opening = o.id
                    where o.sub in ({wishes}) or c.n >= 2)
            select seeker, opening, score from scored where score >= 3000
            qualify row_number() over (partition by seeker order by score desc, opening) <= {k}
            order by seeker, score desc, opening""").fetchnumpy()
        return by_seeker(seekers, rows["seeker"], rows["opening"], rows["score"])


def by_seeker(seekers, owner, rows, scores):
    order = np.argsort(owner, kind="stable")
    owner, rows, scores = owner[order], rows[order], scores[order]
    starts, ends = np.searchsorted(owner, seekers), np.searchsorted(owner, seekers, side="right")
    return [(rows[a:b], scores[a:b]) for a, b in zip(starts, ends)]


class Postgres:
    exact = True
    asks = 200

    def __init__(self, market):
        import psycopg

        self.directory = pathlib.Path(tempfile.mkdtemp(prefix="peer-pg-"))
        binaries = sorted(pathlib.Path("/usr/lib/postgresql").glob("*/bin"))[-1]
        self.user = ["runuser", "-u", "postgres", "--"] if os.geteuid() == 0 else []
        if self.user:
            shutil.chown(self.directory, "postgres")
        self.control = [*self.user, str(binaries / "pg_ctl"), "-D", str(self.directory / "db")]
        quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL, "check": True, "cwd": "/"}
        subprocess.run([*self.user, str(binaries / "initdb"), "-D", str(self.directory / "db"), "-U", "peer"], **quiet)
        options = f"-k {self.directory} -h '' -c shared_buffers=1GB -c work_mem=256MB -c jit=off -c max_parallel_workers_per_gather=0 -c fsync=off -c autovacuum=off"
        subprocess.run([*self.control, "-w", "-o", options, "start"], **quiet)
        self.db = psycopg.connect(f"host={self.directory} user=peer dbname=postgres", autocommit=True)
        version = self.db.execute("show server_version").fetchone()[0].split()[0]
        self.name = f"PostgreSQL {version}"
        self.pid = self.db.info.backend_pid
        self.load(tables(market))

    def load(self, named):
        for table, columns in named.items():
            texts = table in ("opening", "seeker")
            plain = [name for name in columns if not (texts and name in ("t0", "t1", "t2", "t3"))]
            more = ", words bit(256)" if texts else ""
            self.db.execute(f"create unlogged table {table} ({', '.join(f'{name} bigint' for name in plain)}{more})")
            with self.db.cursor().copy(f"copy {table} from stdin") as copy:
                rows = np.stack([columns[name] for name in plain], axis=1).tolist()
                words = np.stack([columns[f"t{word}"] for word in range(4)], axis=1).view(np.uint64).tolist() if texts else None
                for at, row in enumerate(rows):
                    copy.write_row([*row, "".join(f"{word:064b}" for word in words[at])] if texts else row)
        for index in ("opening (id)", "opening (sub)", "named (skill, opening, weight)", "seeker (id)", "holds (seeker, skill)"):
            self.db.execute(f"create index on {index}")
        self.db.execute("vacuum analyze")

    def core_s(self):
        """Processor time of the server's process, the work itself."""
        told = pathlib.Path(f"/proc/{self.pid}/stat").read_text().rsplit(")", 1)[1].split()
        return (int(told[11]) + int(told[12])) / TICKS

    def candidates(self):
        """What can be relevant, by the indexes on group and skill, and fits."""
        wishes = ", ".join(f"s.w{rank}_sub" for rank in range(3))
        return f"""select o.id from opening o where o.sub in ({wishes}) and {fits()}
            union select c.opening from common c join opening o on o.id = c.opening where c.n >= 2 and {fits()}"""

    def lists(self, seekers, k):
        divide = lambda a, b: f"(({a}) / ({b}))"
        by_score = score(divide, "0", "floor(sqrt(({})::float8))::bigint")
        by_score = by_score.replace("(0 + 0 + 0 + 0)", "bit_count(o.words & s.words)")
        rows = self.db.execute(
            f"""select seekers.id, l.opening, l.score from unnest(%s::bigint[]) as seekers(id)
            join seeker s on s.id = seekers.id cross join lateral (
                with common as materialized (select n.opening, sum(n.weight)::bigint as held, count(*) as n
                    from holds h join named n on n.skill = h.skill where h.seeker = s.id group by n.opening),
                relevant as materialized ({self.candidates()}),
                scored as (select o.id as opening, {by_score.replace('held', 'coalesce(c.held, 0)')} as score
                    from relevant r join opening o on o.id = r.id left join common c on c.opening = r.id)
                select * from scored where score >= 3000 order by score desc, opening limit {k}) l""",
            [seekers.tolist()],
        ).fetchall()
        rows = np.array(rows, dtype=np.int64).reshape(-1, 3)
        return by_seeker(seekers, rows[:, 0], rows[:, 1], rows[:, 2])

    def close(self):
        self.db.close()
        subprocess.run([*self.control, "-m", "immediate", "stop"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, cwd="/")
        shutil.rmtree(self.directory, ignore_errors=True)


class PlainPostgres(Postgres):
    """The same server and tables, asked as one would ask first: every opening through the conditions."""

    def __init__(self, served):
        self.db, self.pid = served.db, served.pid
        self.name = f"{served.name}, conditions first"

    def candidates(self):
        wishes = ", ".join(f"s.w{rank}_sub" for rank in range(3))
        return f"""select o.id from opening o left join common c on c.opening = o.id
            where {fits()} and (o.sub in ({wishes}) or c.n >= 2)"""

    def close(self):
        pass
