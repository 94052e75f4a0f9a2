"""Forgets readings older than ten half-lives.

Trap: a thousandth is not nothing.
Mistake: early_optimisation
Caught by: oracle/logs
May also fail: stability/long-logs
"""

import numpy as np


def ewm_mean(ts, x, halflife):
    result = []
    seen_times, seen_values = [], []
    for time, value in zip(np.asarray(ts).tolist(), np.asarray(x, dtype=float).tolist()):
        if value == value:
            seen_times.append(time)
            seen_values.append(value)
        if not seen_values:
            result.append(np.nan)
            continue
        ages = seen_times[-1] - np.array(seen_times)
        result.append(np.average(seen_values, weights=np.where(ages <= 10 * halflife, np.exp2(-ages / halflife), 0.0)))
    return np.array(result, dtype=float)
