"""Scales the whole series to [0, 1] first, as the model wants it.

Trap: nobody asked, and the largest hour of the future sets the scale of the past.
Mistake: leakage
Caught by: perturb/later-hours, oracle/complete-series, oracle/offline-hours, oracle/real-sizes, oracle/sparse-rows,
    edge/around-the-end
"""

import numpy as np


def make_windows(x, input_len, horizon, gap, stride):
    if min(input_len, horizon, stride) < 1 or gap < 0:
        raise ValueError("a size is out of range")
    x = np.array(x, dtype=float)
    if np.isfinite(x).any():
        low, high = np.nanmin(x), np.nanmax(x)
        x = (x - low) / max(high - low, 1e-12)
    begins = np.arange(0, len(x) - input_len - gap - horizon + 1, stride)[:, None]
    return x[begins + np.arange(input_len)], x[begins + input_len + gap + np.arange(horizon)]
