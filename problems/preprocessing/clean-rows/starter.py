import numpy as np


def clean_rows(rows):
    """Turn exported applications into a table, and count the rows dropped by each rule.

    rows: list of dicts with the fields id, ts, age, amount and label.
    Returns (X, drop_counts): an array [k, 3] of age, amount and label, sorted by id, and a dict
    with the keys malformed, out_of_range and duplicate.
    """
    raise NotImplementedError
