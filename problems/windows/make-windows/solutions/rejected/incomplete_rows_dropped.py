"""Drops rows with a missing hour.

Trap: sensible in many jobs, but the statement leaves that to the next step.
Mistake: pure_coding
Caught by: oracle/offline-hours
"""

import numpy as np


def make_windows(x, input_len, horizon, gap, stride):
    if min(input_len, horizon, stride) < 1 or gap < 0:
        raise ValueError("a size is out of range")
    x = np.asarray(x, dtype=float)
    begins = np.arange(0, len(x) - input_len - gap - horizon + 1, stride)[:, None]
    X, Y = x[begins + np.arange(input_len)], x[begins + input_len + gap + np.arange(horizon)]
    whole = ~(np.isnan(X).any(axis=1) | np.isnan(Y).any(axis=1))
    return X[whole], Y[whole]
