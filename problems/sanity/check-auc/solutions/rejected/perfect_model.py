"""One model that ranks every pair rightly, with probabilities.

Trap: many measures agree about a perfect model.
Mistake: no_validation
Caught by: kill/ties-a, kill/ties-b, kill/direction-b, kill/order-a, kill/scale-a, kill/scale-b
May also fail: kill/ties-c, kill/scale-c, kill/arguments, kill/order-b, kill/number-b, kill/number-c
"""
import numpy as np


def check(auc):
    assert abs(auc(np.array([0, 0, 1, 1]), np.array([0.1, 0.2, 0.7, 0.9])) - 1) < 1e-9
