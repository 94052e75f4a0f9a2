"""Correct: one mean per distinct stamp from two bisections, rounded to thousandths, handed out to its rows."""
from bisect import bisect_right
from statistics import fmean


def rolling_mean(ts, x, w):
    stamps, values = [int(t) for t in ts], [float(v) for v in x]
    means = {}
    for stamp in set(stamps):
        window = values[bisect_right(stamps, stamp - w) : bisect_right(stamps, stamp)]
        means[stamp] = round(fmean(window), 3)
    return [means[stamp] for stamp in stamps]
