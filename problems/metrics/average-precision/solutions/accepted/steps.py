"""Running counts at the end of each group of equal scores. Policies: no_positives=zero."""

import numpy as np


def average_precision(y_true, scores):
    findings = np.asarray(y_true).astype(bool)
    if not findings.any():
        return 0.0
    scores = np.asarray(scores, dtype=float)
    order = np.argsort(-scores)
    scores, findings = scores[order], findings[order]

    group_ends = np.append(np.flatnonzero(np.diff(scores)), len(scores) - 1)
    found = np.cumsum(findings)[group_ends]
    precision = found / (group_ends + 1)
    recall = found / found[-1]
    return float(np.sum(np.diff(recall, prepend=0.0) * precision))
