"""A walk down the list, one group of equal scores at a time, past the unread scans. Policies: no_positives=raise."""

from itertools import groupby


def average_precision(y_true, scores):
    read = [(float(score), int(label)) for score, label in zip(scores, y_true, strict=True) if label != -1]
    if not any(label for _, label in read):
        raise ValueError("no finding among the scans that were read")
    seen, found, total = 0, 0, 0.0
    for _, group in groupby(sorted(read, reverse=True), key=lambda scan: scan[0]):
        labels = [label for _, label in group]
        seen += len(labels)
        found += sum(labels)
        total += sum(labels) * found / seen
    return total / found
