"""The definition for each row, with ages counted from its last reading. Policies: missing_row=carry."""

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
        result.append(np.average(seen_values, weights=np.exp2(-ages / halflife)))
    return np.array(result, dtype=float)
