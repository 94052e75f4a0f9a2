"""Correct: one pass from the highest score down, group by group; whole numbers come back as int."""
from itertools import groupby


def auc(y_true, scores):
    rows = sorted(((float(s), int(label)) for s, label in zip(scores, y_true)), reverse=True)
    seen_defaulted = won = 0
    for _, group in groupby(rows, key=lambda row: row[0]):
        labels = [label for _, label in group]
        defaulted = sum(labels)
        repaid = len(labels) - defaulted
        won += repaid * (2 * seen_defaulted + defaulted)
        seen_defaulted += defaulted
    total = 2 * seen_defaulted * (len(rows) - seen_defaulted)
    return won // total if won % total == 0 else won / total
