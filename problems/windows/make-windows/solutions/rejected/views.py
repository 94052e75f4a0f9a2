"""Returns views of the series.

Trap: a view costs nothing, until the next step scales its rows and everybody else's series with them.
Mistake: none
Caught by: hygiene/inputs
"""

import numpy as np


def make_windows(x, input_len, horizon, gap, stride):
    if min(input_len, horizon, stride) < 1 or gap < 0:
        raise ValueError("a size is out of range")
    x = np.asarray(x, dtype=float)
    whole = input_len + gap + horizon
    if len(x) < whole:
        return np.zeros((0, input_len)), np.zeros((0, horizon))
    rows = np.lib.stride_tricks.sliding_window_view(x, whole, writeable=x.flags.writeable)[::stride]
    return rows[:, :input_len], rows[:, input_len + gap :]
