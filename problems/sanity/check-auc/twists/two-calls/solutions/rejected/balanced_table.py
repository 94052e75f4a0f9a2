"""One table with everything in it, whose area is one half.

Trap: one half is its own complement, so the direction cannot show.
Mistake: no_validation
Caught by: kill/direction-a, kill/direction-b
May also fail: kill/ties-c, kill/number-a, kill/number-c
"""
import numpy as np


def check(auc):
    labels = [1, 0, 0, 1, 1, 0, 0, 1, 1]
    scores = [5.0, 5.0, 0.3, 0.3 - 5e-13, 0.3 + 1e-12, 0.3 - 1e-12, -3.0, -3.0, -2.0]
    value = sum((a > b) + (a == b) / 2 for a, i in zip(scores, labels) if i for b, j in zip(scores, labels) if not j)
    y, s = np.array(labels), np.array(scores)
    assert abs(value / 20 - 0.5) < 1e-12
    assert abs(auc(y, s) - 0.5) < 1e-8
    assert y.tolist() == labels and s.tolist() == scores
