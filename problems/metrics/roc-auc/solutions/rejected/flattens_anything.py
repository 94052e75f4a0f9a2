"""Flattens the arguments and pairs up rows as far as they go.

Trap: `zip` and `ravel` accept shapes that do not fit.
Mistake: shapes_assumed
Caught by: loud/shape-mismatch
"""

import numpy as np


def roc_auc(y_true, scores):
    labels, values = np.ravel(y_true).tolist(), np.ravel(scores).tolist()
    if any(label not in (0, 1) for label in labels) or any(v != v for v in values):
        raise ValueError("labels must be 0 or 1 and scores must be numbers")
    rows = sorted(zip(values, labels))
    points, below, clicked_total, i = 0.0, 0, 0, 0
    while i < len(rows):
        j = i
        while j < len(rows) and rows[j][0] == rows[i][0]:
            j += 1
        clicked = sum(label for _, label in rows[i:j])
        points += clicked * (below + (j - i - clicked) / 2)
        below += j - i - clicked
        clicked_total += clicked
        i = j
    if not clicked_total or not below:
        raise ValueError("both classes are needed")
    return points / (clicked_total * below)
