import numpy as np
import pandas as pd


def time_split(ts, test_start, embargo):
    """Split orders by time, with a gap before the test period.

    ts: time of each order in nanoseconds since 1970, integers, [n].
    test_start: first moment of the test period.
    embargo: length of the gap before it, in nanoseconds.
    Returns (train_idx, test_idx): integer arrays of positions in ts, each ascending.
    """
    raise NotImplementedError
