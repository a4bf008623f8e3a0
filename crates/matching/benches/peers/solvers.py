"""OR-Tools and scipy on the allocation: the greatest sum of scores under seats. All get their edges, every pair
that may be suggested, from our own lists, which they could not find themselves; the time for that is told beside.
"""

import time

import numpy as np


def graph(lists, market):
    starts, rows, scores = lists
    return np.repeat(np.arange(market.seekers, dtype=np.int64), np.diff(starts)), rows.astype(np.int64), scores


class OrTools:
    def __init__(self):
        import ortools
        from ortools.graph.python import min_cost_flow

        self.name = f"OR-Tools {ortools.__version__} SimpleMinCostFlow"
        self.flow = min_cost_flow

    def solve(self, market, edges):
        """Sum of scores, seats filled and core seconds."""
        seekers, openings, scores = edges
        begun = time.process_time()
        people, places = market.seekers, market.openings
        seats = market["openings.seats"].astype(np.int64)
        source, sink = people + places, people + places + 1
        flow = self.flow.SimpleMinCostFlow()
        flow.add_arcs_with_capacity_and_unit_cost(seekers, people + openings, np.ones_like(seekers), -scores)
        everybody, everything = np.arange(people), np.arange(places)
        flow.add_arcs_with_capacity_and_unit_cost(np.full(people, source), everybody, np.ones(people, dtype=np.int64), np.zeros(people, dtype=np.int64))
        flow.add_arcs_with_capacity_and_unit_cost(people + everything, np.full(places, sink), seats, np.zeros(places, dtype=np.int64))
        # Whoever gets nothing goes past all openings.
        flow.add_arc_with_capacity_and_unit_cost(source, sink, people, 0)
        flow.set_node_supply(source, people)
        flow.set_node_supply(sink, -people)
        assert flow.solve() == flow.OPTIMAL
        utility = -flow.optimal_cost()
        return int(utility), None, time.process_time() - begun


class Bipartite:
    def __init__(self):
        import scipy
        from scipy.sparse import csgraph

        self.name = f"scipy {scipy.__version__} min_weight_full_bipartite_matching"
        self.match = csgraph.min_weight_full_bipartite_matching

    def solve(self, market, edges):
        """A column a seat, and one of nothing a seeker, since it knows neither seats nor leaving out."""
        from scipy.sparse import coo_matrix

        seekers, openings, scores = edges
        begun = time.process_time()
        seats = market["openings.seats"].astype(np.int64)
        first = np.concatenate([[0], np.cumsum(seats)])
        times = seats[openings]
        owner = np.repeat(seekers, times)
        within = np.arange(times.sum()) - np.repeat(np.cumsum(times) - times, times)
        columns = np.repeat(first[openings], times) + within
        # Weights must not be nought: everything is lifted by one, which every full matching pays alike.
        weights = np.repeat(-scores, times) - 1
        people = np.arange(market.seekers)
        owner = np.concatenate([owner, people])
        columns = np.concatenate([columns, first[-1] + people])
        weights = np.concatenate([weights, np.full(market.seekers, -1)])
        matrix = coo_matrix((weights, (owner, columns)), shape=(market.seekers, first[-1] + market.seekers)).tocsr()
        rows, found = self.match(matrix)
        utility = -int(np.asarray(matrix[rows, found]).sum()) - market.seekers
        return utility, int((found < first[-1]).sum()), time.process_time() - begun


class Program:
    def __init__(self):
        import scipy

        self.name = f"scipy {scipy.__version__} linprog, HiGHS"

    def solve(self, market, edges):
        from scipy.optimize import linprog
        from scipy.sparse import coo_matrix

        seekers, openings, scores = edges
        begun = time.process_time()
        count = len(scores)
        rows = np.concatenate([seekers, market.seekers + openings])
        columns = np.concatenate([np.arange(count), np.arange(count)])
        matrix = coo_matrix((np.ones(2 * count), (rows, columns)), shape=(market.seekers + market.openings, count)).tocsr()
        most = np.concatenate([np.ones(market.seekers), market["openings.seats"].astype(float)])
        found = linprog(-scores.astype(float), A_ub=matrix, b_ub=most, bounds=(0, None), method="highs")
        assert found.status == 0, found.message
        return round(-found.fun), round(float(found.x.sum())), time.process_time() - begun
