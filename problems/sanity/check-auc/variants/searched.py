"""Correct: each defaulted loan is looked up among the sorted repaid ones; refuses a single class."""
from bisect import bisect_left, bisect_right


def auc(y_true, scores):
    repaid = sorted(float(s) for label, s in zip(y_true, scores) if label == 0)
    defaulted = [float(s) for label, s in zip(y_true, scores) if label == 1]
    if not repaid or not defaulted:
        raise ValueError("both classes are needed")
    shares = [(bisect_left(repaid, s) + bisect_right(repaid, s)) / (2 * len(repaid)) for s in defaulted]
    return sum(shares) / len(shares)
