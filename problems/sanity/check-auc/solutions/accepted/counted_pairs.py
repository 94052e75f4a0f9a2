"""The definition as a double loop, compared on random tables of several kinds. Policies: none."""
import numpy as np


def share_of_pairs(labels, scores):
    points = pairs = 0.0
    for i in np.flatnonzero(labels == 1):
        for j in np.flatnonzero(labels == 0):
            pairs += 1
            if scores[i] > scores[j]:
                points += 1
            elif scores[i] == scores[j]:
                points += 0.5
    return points / pairs


def check(auc):
    rng = np.random.default_rng(11)
    for round_ in range(12):
        n = 5 + 4 * round_
        labels = rng.permutation(np.r_[1, 0, rng.integers(0, 2, size=n - 2)])
        tables = {
            "spread": rng.normal(scale=20.0, size=n),
            "tied": rng.integers(-1, 2, size=n).astype(float),
            "close": 0.25 + 1e-10 * rng.permutation(n),
        }
        for name, scores in tables.items():
            y, s = labels.copy(), scores.copy()
            try:
                got = auc(y, s)
            except Exception as error:
                raise AssertionError(f"no result on {name} scores") from error
            assert abs(got - share_of_pairs(labels, scores)) < 1e-8, f"wrong value on {name} scores"
            assert (y == labels).all() and (s == scores).all(), "arguments were modified"
