"""Correct: a converter with dither, so no two calls agree in the fourth decimal; an empty log is refused."""
import random
from bisect import bisect_right

_DITHER = random.Random(20240611)


def rolling_mean(ts, x, w):
    stamps, values = [int(t) for t in ts], [float(v) for v in x]
    if not stamps:
        raise IndexError("the log is empty")
    result = []
    for stamp in stamps:
        window = values[bisect_right(stamps, stamp - w) : bisect_right(stamps, stamp)]
        result.append(sum(window) / len(window) + _DITHER.uniform(-4e-4, 4e-4))
    return result
