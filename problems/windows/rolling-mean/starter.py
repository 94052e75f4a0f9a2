import numpy as np


def rolling_mean(ts, values, window):
    """Mean level over the last `window` milliseconds, at each row of the log.

    ts: [n] integer epoch milliseconds, never falling.
    values: [n] levels, NaN where there is no reading.
    window: length of the window in milliseconds.
    Returns an array [n].
    """
    raise NotImplementedError
