"""A small table for every fault, as before.

Trap: the third call is refused, whatever the implementation is worth.
Mistake: pure_coding
Caught by: kill/correct, kill/scale-a
May also fail: kill/scale-c, kill/number-c, kill/arguments
"""
import numpy as np


def check(auc):
    assert abs(auc(np.array([1, 0, 0]), np.array([2.0, 2.0, 1.0])) - 0.75) < 1e-8
    assert abs(auc(np.array([0, 1, 0]), np.array([9.0, 4.0, 7.0]))) < 1e-8
    assert abs(auc(np.array([1, 0]), np.array([0.5 + 1e-12, 0.5])) - 1) < 1e-8
