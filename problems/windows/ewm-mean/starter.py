import numpy as np


def ewm_mean(ts, x, halflife):
    """Exponentially weighted mean of the readings up to each row, with weights that halve every `halflife` seconds.

    ts: [n] integer epoch seconds, never decreasing.
    x: [n] readings, NaN where there is none.
    halflife: seconds, above 0.
    Returns an array [n].
    """
    raise NotImplementedError
