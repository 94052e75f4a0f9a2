"""Keeps times as floats, which cannot tell neighbouring nanoseconds apart.

Trap: a float holds 53 bits; nanoseconds since 1970 need 61.
Mistake: none
Caught by: edge/duplicates, oracle/exports
May also fail: edge/precedence, metamorphic/row-order
"""

from itertools import groupby

import numpy as np


def parse(value):
    if type(value) in (int, float):
        return float(value)
    if type(value) is str:
        try:
            return float(value.replace(",", ""))
        except ValueError:
            pass
    return np.nan


def clean_rows(rows):
    try:
        records = [
            (row["id"], -float(row["ts"]), [parse(row[name]) for name in ("age", "amount", "label")]) for row in rows
        ]
    except KeyError as error:
        raise ValueError(f"a row has no field {error}") from error

    usable = []
    malformed = out_of_range = 0
    for record in records:
        age, amount, label = record[2]
        if not np.isfinite([age, amount, label]).all():
            malformed += 1
        elif age < 0 or age > 120 or label not in (0, 1):
            out_of_range += 1
        else:
            usable.append(record)

    usable.sort(key=lambda record: record[:2])
    kept = [next(group)[2] for _, group in groupby(usable, key=lambda record: record[0])]
    table = np.zeros((len(kept), 3))
    for position, values in enumerate(kept):
        table[position] = values
    counts = {"malformed": malformed, "out_of_range": out_of_range, "duplicate": len(usable) - len(kept)}
    return table, counts
