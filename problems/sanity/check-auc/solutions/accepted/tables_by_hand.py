"""Small tables with the value worked out by hand, each for one fault. Policies: none."""

import numpy as np

TABLES = [
    ("a tie counts one half", [1, 0], [0.3, 0.3], 0.5),
    ("ties, the defaulted loan last", [0, 1, 0], [4.0, 4.0, 9.0], 0.25),
    ("ties, the defaulted loan first", [1, 0, 0], [4.0, 4.0, 9.0], 0.25),
    ("every pair right", [0, 1, 0, 1], [0.2, 0.9, 0.1, 0.6], 1),
    ("every pair wrong", [1, 0, 1, 0], [0.2, 0.9, 0.1, 0.6], 0),
    ("all scores low, every pair right", [1, 0, 0], [0.2, 0.1, 0.15], 1),
    ("points", [0, 1, 1, 0], [640.0, 655.0, 610.0, 580.0], 0.75),
    ("log-odds", [1, 0, 1, 0], [-3.0, -1.0, -0.5, -7.0], 0.75),
    ("close together", [0, 1, 0], [0.5, 0.5 + 1e-12, 0.5 + 2e-12], 0.5),
    ("close together, wrong", [1, 0, 0], [0.5, 0.5 + 1e-12, 0.5 + 2e-12], 0),
    ("unsorted", [1, 0, 0, 1, 0], [0.5, 0.9, 0.1, 0.2, 0.4], 0.5),
    ("one defaulted loan", [0, 0, 1, 0], [3.0, 1.0, 2.0, 4.0], 1 / 3),
]


def check(auc):
    for name, labels, scores, expected in TABLES:
        y, s = np.array(labels), np.array(scores)
        try:
            value = auc(y, s)
        except Exception as error:
            raise AssertionError(f"{name}: {error!r}") from error
        assert abs(value - expected) <= 2e-9, f"{name}: {value} instead of {expected}"
        assert y.tolist() == labels and s.tolist() == scores, f"{name}: the arguments were modified"
