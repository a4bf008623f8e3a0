"""A market's column files, as docs/matching.md tells them, and answers of the engine to compare with.

Must not know any peer.
"""

import json
import pathlib

import numpy as np

KINDS = {"u8": "<u1", "u16": "<u2", "i16": "<i2", "u32": "<u4", "u64": "<u8"}
UNKNOWN_PLACE = -32_768
NO_WISH = NO_SKILL = UNKNOWN_MONTHS = 65_535
UNKNOWN_ZONE = 64
ACCEPTABLE = 3_000
# Points of the occupation by shared level and rank of the wish.
OCCUPATION = [[3_500 * level // 1_000 * rank // 100 for rank in (100, 90, 80)] for level in (0, 100, 350, 700, 1_000)]


class Market:
    """Columns by name, such as `openings.pay`."""

    def __init__(self, directory):
        directory = pathlib.Path(directory)
        manifest = json.loads((directory / "market.json").read_text())
        assert manifest["version"] == 1
        self.seekers, self.openings, self.skills = (manifest[name] for name in ("seekers", "openings", "skills"))
        self.tree = np.array(manifest["leaves"], dtype=np.int32)
        self.columns = {}
        for name, kind, width in manifest["columns"]:
            kind = kind.strip("[]").split(";")[0].strip()
            own = np.frombuffer((directory / name).read_bytes(), dtype=KINDS[kind])
            per_row = width // own.dtype.itemsize
            self.columns[name] = own.reshape(-1, per_row) if per_row > 1 else own

    def __getitem__(self, name):
        return self.columns[name]


def read_lists(path):
    """Lists the engine wrote: lengths by seeker, rows and scores one after another."""
    words = np.fromfile(path, dtype="<u4")
    people = int(words[0])
    lens = words[1 : people + 1].astype(np.int64)
    pairs = words[people + 1 :].reshape(-1, 2)
    return np.concatenate([[0], np.cumsum(lens)]), pairs[:, 0], pairs[:, 1].astype(np.int64)


def sample(market, count):
    """The same seekers for every peer."""
    count = min(count, market.seekers)
    return (np.arange(count, dtype=np.int64) * 7_919) % market.seekers
