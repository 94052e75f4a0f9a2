"""Plain Python: one walk over the sorted rows, group by group of equal scores. Policies: single_class=nan."""

from itertools import groupby

import numpy as np


def as_list(values, name):
    array = np.asarray(values)
    if array.ndim != 1:
        raise ValueError(f"{name} must be one-dimensional")
    return array.tolist()


def roc_auc(y_true, scores):
    labels, values = as_list(y_true, "y_true"), as_list(scores, "scores")
    if len(labels) != len(values):
        raise ValueError("y_true and scores differ in length")
    if any(label != 0 and label != 1 for label in labels):
        raise ValueError("labels must be 0 or 1")
    if any(value != value for value in values):
        raise ValueError("a score is NaN")

    others_below = clicked_total = 0
    points = 0.0
    rows = sorted(zip(values, labels))
    for _, group in groupby(rows, key=lambda row: row[0]):
        group_labels = [label for _, label in group]
        clicked = sum(group_labels)
        others = len(group_labels) - clicked
        points += clicked * (others_below + 0.5 * others)
        others_below += others
        clicked_total += clicked
    if not clicked_total or not others_below:
        return float("nan")
    return points / (clicked_total * others_below)
