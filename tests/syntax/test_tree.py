"""The decoder gives a tree whatever the scores."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from geo.syntax.tree import best_tree


@given(st.integers(1, 12), st.integers(0, 10_000))
def test_any_scores_give_one_tree(count, seed):
    scores = np.random.default_rng(seed).normal(size=(count, count + 1)).astype(np.float32)
    scores[np.arange(count), np.arange(count)] = -1e9
    heads = best_tree(scores)
    assert heads.count(-1) == 1
    for start in range(count):
        node, steps = start, 0
        while node >= 0:
            node, steps = heads[node], steps + 1
            assert steps <= count


def test_a_cycle_is_broken_where_it_costs_least():
    # Words 0 and 1 prefer each other; 2 is the root; 0 loses less by hanging from 2.
    scores = np.array(
        [[-9, 5, 4, 0], [5, -9, 1, 0], [0, 0, -9, 6]],
        dtype=np.float32,
    )
    assert best_tree(scores) == [2, 0, -1]
