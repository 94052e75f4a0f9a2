"""Two random tables ranked backwards: one of few, far scores, one of many, close ones. Policies: none."""
import numpy as np


def check(auc):
    rng = np.random.default_rng(3)
    y = rng.permutation(np.repeat([0, 1], [50, 30]))
    few = rng.integers(-2, 4, size=80) - 1.0 * y
    close = 0.8 + 1e-11 * (rng.permutation(80) - 20.0 * y)
    for scores in (few, close):
        expected = np.mean([0.5 + 0.5 * np.sign(a - b) for a in scores[y == 1] for b in scores[y == 0]])
        labels, given = y.copy(), scores.copy()
        try:
            value = auc(labels, given)
        except ValueError as error:
            raise AssertionError("a table that the contract allows was refused") from error
        assert abs(value - expected) < 1e-8
        assert np.array_equal(labels, y) and np.array_equal(given, scores)
