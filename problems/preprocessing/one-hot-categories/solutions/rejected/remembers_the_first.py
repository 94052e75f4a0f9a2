"""Learns the categories once and keeps them for the life of the process.

Trap: state between calls; the second training run gets the columns of the first.
Mistake: none
Caught by: oracle/known-categories
May also fail: edge/look-alikes, edge/small-columns, edge/unknown-category, metamorphic/row-order,
  hygiene/lists, determinism/processes
"""

import numpy as np

LEARNT = []


def one_hot(train, test):
    if not LEARNT:
        LEARNT.extend(sorted(set(train)))
    columns = np.array(LEARNT, dtype=str)

    def encode(texts):
        return (np.array(texts, dtype=str)[:, None] == columns).astype(int)

    return encode(train), encode(test), list(LEARNT)
