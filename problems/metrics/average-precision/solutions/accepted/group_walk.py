"""A walk down the list in plain Python, one group of equal scores at a time. Policies: no_positives=nan."""

import math
from itertools import groupby


def average_precision(y_true, scores):
    ranked = sorted(
        ((float(score), int(label)) for score, label in zip(scores, y_true)),
        reverse=True,
    )
    total = sum(label for _, label in ranked)
    if total == 0:
        return math.nan

    area = 0.0
    selected = found = 0
    for _, group in groupby(ranked, key=lambda row: row[0]):
        labels = [label for _, label in group]
        selected += len(labels)
        found += sum(labels)
        area += sum(labels) / total * found / selected
    return area
