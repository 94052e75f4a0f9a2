"""The observed rows alone, with a mean that each reading corrects. Policies: missing_row=nan."""

import numpy as np


def ewm_mean(ts, x, halflife):
    out = np.full(len(x), np.nan)
    observed = np.flatnonzero(~np.isnan(x))
    times = np.asarray(ts)[observed]
    steps = np.diff(times, prepend=times[:1])
    mean = weight = 0.0
    for row, decay in zip(observed, np.exp2(-steps / halflife)):
        weight = decay * weight + 1.0
        mean += (x[row] - mean) / weight
        out[row] = mean
    return out
