"""One table of probabilities with everything else in it.

Trap: the contract allows scores outside 0 to 1, and a table of probabilities cannot show what clipping does.
Mistake: no_validation
Caught by: kill/scale-b
May also fail: kill/ties-c, kill/scale-c, kill/number-c, kill/arguments
"""
import numpy as np


def check(auc):
    labels = [1, 0, 0, 1, 0, 1, 0, 0]
    scores = [0.3, 0.3, 0.8, 0.8, 0.9, 0.10001, 0.10002, 0.95]
    points = sum((a > b) + (a == b) / 2 for a, i in zip(scores, labels) if i for b, j in zip(scores, labels) if not j)
    assert abs(auc(np.array(labels), np.array(scores)) - points / 15) < 1e-8
