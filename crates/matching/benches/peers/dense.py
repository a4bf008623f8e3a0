"""numpy: every opening for one seeker after another, whole columns at a time; exact, and so an oracle too.
faiss: the nearest of 32-d vectors without any condition; another question, kept as a reference for speed.
"""

import numpy as np

from columns import ACCEPTABLE, NO_SKILL, NO_WISH, OCCUPATION, UNKNOWN_MONTHS, UNKNOWN_PLACE, UNKNOWN_ZONE


class Numpy:
    name = f"numpy {np.__version__}"
    exact = True
    asks = 300

    def __init__(self, market):
        self.market = market
        self.x = market["openings.x"].astype(np.int32)
        self.y = market["openings.y"].astype(np.int32)
        self.pay = market["openings.pay"].astype(np.int64)
        self.least = np.where(market["openings.career"] == 2, np.maximum(market["openings.career_min"], 1), 0)
        self.zone = np.minimum(market["openings.zone"], 63).astype(np.uint64)
        self.groups = market.tree[market["openings.occupation"]]
        self.asked = market["openings.weights"].sum(axis=1).astype(np.int64)

    def one(self, at, k):
        m = self.market
        s = {name.split(".")[1]: column[at] for name, column in m.columns.items() if name.startswith("seekers.")}
        fits = (m["openings.requires"] & ~s["has"]) == 0
        fits &= (self.pay >= int(s["pay"])) | (self.pay == 0)
        fits &= self.least <= s["career"]
        if s["weekly"]:
            fits &= m["openings.weekly"] <= s["weekly"]
        fits &= (m["openings.zone"] == UNKNOWN_ZONE) | ((s["zones"] >> self.zone) & np.uint64(1)).astype(bool)
        rows = np.flatnonzero(fits)
        dx, dy = self.x[rows] - int(s["x"]), self.y[rows] - int(s["y"])
        squared = dx * dx + dy * dy
        told = (self.x[rows] != UNKNOWN_PLACE) & (s["x"] != UNKNOWN_PLACE)
        if s["radius"]:
            near = ~told | (squared <= int(s["radius"]) ** 2)
            rows, squared, told = rows[near], squared[near], told[near]
        held_skills = np.zeros(65_536, dtype=bool)
        held_skills[s["skills"]] = True
        held_skills[NO_SKILL] = False
        has = held_skills[m["openings.skills"][rows]]
        groups, leaves = self.groups[rows], m["openings.occupation"][rows]
        level = np.zeros(len(rows), dtype=np.int64)
        occupation = np.zeros(len(rows), dtype=np.int64)
        for rank, wish in enumerate(s["wishes"]):
            if wish == NO_WISH:
                continue
            own = m.tree[wish]
            same = groups == own
            shared = same[:, 0].astype(np.int64)
            shared += same[:, 0] & same[:, 1]
            shared += same[:, 0] & same[:, 1] & same[:, 2]
            shared[leaves == wish] = 4
            level = np.maximum(level, shared)
            occupation = np.maximum(occupation, np.array([points[rank] for points in OCCUPATION])[shared])
        keep = (level >= 2) | (has.sum(axis=1) >= 2)
        rows, squared, told, has, occupation = rows[keep], squared[keep], told[keep], has[keep], occupation[keep]
        asked = self.asked[rows]
        held = (has * m["openings.weights"][rows]).sum(axis=1).astype(np.int64)
        score = occupation + np.where(asked > 0, 2_500 * held // np.maximum(asked, 1), 0)
        if s["pay"]:
            share = np.clip(self.pay[rows] * 1_000 // int(s["pay"]), 700, 1_200)
            score += 1_500 * (share - 700) // 500
        career, least = m["openings.career"][rows], m["openings.career_min"][rows].astype(np.int64)
        months = int(s["career"])
        if months != UNKNOWN_MONTHS:
            experienced = np.where(least == 0, 1_000 * min(months, 1), 1_000 * np.minimum(months, least) // np.maximum(least, 1))
            score += np.select([career == 0, career == 1, career == 2], [1_000, 1_000 if months <= 12 else 600, experienced], 0)
        root = np.sqrt(np.where(told, squared, 0).astype(np.float64)).astype(np.int64)
        score += np.where(told, 1_000 * np.maximum(2_000 - root, 0) // 2_000, 0)
        words = int(np.bitwise_count(s["text"]).sum())
        if words:
            score += 500 * np.bitwise_count(m["openings.text"][rows] & s["text"]).sum(axis=1).astype(np.int64) // words
        good = score >= ACCEPTABLE
        rows, score = rows[good], score[good]
        best = np.lexsort((rows, -score))[:k]
        return rows[best], score[best]

    def lists(self, seekers, k):
        return [self.one(int(at), k) for at in seekers]


class Faiss:
    exact = False
    asks = 2_000

    def __init__(self, market):
        import faiss

        faiss.omp_set_num_threads(1)
        self.name = f"faiss-cpu {faiss.__version__} flat, 32-d, no conditions"
        draw = np.random.default_rng(1)
        leaves, skills = draw.normal(size=(len(market.tree), 32)), draw.normal(size=(65_536, 32))
        skills[NO_SKILL] = 0
        vectors = 3 * leaves[market["openings.occupation"]]
        for at in range(market["openings.skills"].shape[1]):
            vectors += skills[market["openings.skills"][:, at]]
        self.index = faiss.IndexFlatIP(32)
        self.index.add(vectors.astype(np.float32))
        wishes = market["seekers.wishes"]
        self.people = np.zeros((market.seekers, 32))
        for rank in range(wishes.shape[1]):
            told = wishes[:, rank] != NO_WISH
            self.people[told] += (3 - rank) * leaves[wishes[told, rank]]
        for at in range(market["seekers.skills"].shape[1]):
            self.people += skills[market["seekers.skills"][:, at]]
        self.people = self.people.astype(np.float32)

    def lists(self, seekers, k):
        # One seeker after another, as the others are asked.
        found = [self.index.search(self.people[at : at + 1], k) for at in seekers]
        return [(rows[0], None) for _, rows in found]
