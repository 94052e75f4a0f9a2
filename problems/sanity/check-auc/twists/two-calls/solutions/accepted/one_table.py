"""One table of twelve rows on which every fault gives another number. Policies: none."""
import numpy as np


def check(auc):
    labels = [1, 0, 0, 1, 0, 1, 0, 1, 0, 1, 0, 0]
    scores = [0.3, 0.3, 8.0, 6.0, 0.7, 0.7 - 1e-12, -4.0, -4.0, 6.0, 0.1, 0.1, 9.0]
    points = sum((a > b) + (a == b) / 2 for a, i in zip(scores, labels) if i for b, j in zip(scores, labels) if not j)
    expected = points / (5 * 7)
    assert expected < 0.5
    given_labels, given_scores = np.array(labels), np.array(scores)
    try:
        value = auc(given_labels, given_scores)
    except Exception as error:
        raise AssertionError(f"no value: {error!r}") from error
    assert abs(value - expected) < 1e-8, f"{value} instead of {expected}"
    assert given_labels.tolist() == labels and given_scores.tolist() == scores, "the arguments were modified"
