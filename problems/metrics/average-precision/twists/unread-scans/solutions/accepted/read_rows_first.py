"""Takes the read scans out first; the rest is unchanged. Policies: no_positives=nan."""

import numpy as np


def average_precision(y_true, scores):
    labels, scores = np.asarray(y_true), np.asarray(scores, dtype=float)
    read = labels != -1
    findings, scores = labels[read] == 1, scores[read]
    if not findings.any():
        return float("nan")
    order = np.argsort(-scores)
    scores, findings = scores[order], findings[order]
    group_ends = np.append(np.flatnonzero(np.diff(scores)), len(scores) - 1)
    found = np.cumsum(findings)[group_ends]
    precision = found / (group_ends + 1)
    return float(np.sum(np.diff(found, prepend=0) * precision) / found[-1])
