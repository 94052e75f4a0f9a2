"""A few known values, and relations between calls: other scales, other orders, labels exchanged. Policies: none."""
import numpy as np

CLOSE = 1e-8


def same(a, b):
    return abs(a - b) < CLOSE


def check(auc):
    y = np.array([0, 1, 1, 0, 1, 0, 0, 1])
    good = np.array([0.2, 0.7, 0.4, 0.1, 0.9, 0.4, 0.3, 0.4])
    kept = y.copy(), good.copy()
    value = auc(y, good)
    assert np.array_equal(y, kept[0]) and np.array_equal(good, kept[1]), "modified"
    assert same(value, 15 / 16), "one defaulted loan ties twice with 0.4"
    rng = np.random.default_rng(5)
    for scores in (good, np.where(y == 1, 0.3, good), -good):
        value = auc(y.copy(), scores.copy())
        assert same(value + auc(1 - y, scores.copy()), 1.0), "exchanged labels"
        assert same(value + auc(y.copy(), -scores), 1.0), "reversed scores"
        for scaled in (1e-10 * scores, 1 + 1e-10 * scores, 700 + 100 * scores, scores - 9):
            assert same(value, auc(y.copy(), scaled)), "another scale"
        order = rng.permutation(8)
        assert same(value, auc(y[order], scores[order])), "another order"
