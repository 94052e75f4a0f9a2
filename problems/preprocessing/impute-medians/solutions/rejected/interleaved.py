"""Each indicator stands beside its column instead of in a block behind all of them.

Trap: the order of columns that the model was promised.
Mistake: shapes_assumed
Caught by: oracle/tables-with-gaps, edge/small-tables, stability/timestamps
May also fail: edge/all-numbers
"""

import numpy as np


def impute(train, test):
    if np.isnan(train).all(axis=0).any():
        raise ValueError("a column was never observed in training")
    fills = np.nanmedian(train, axis=0)
    outputs = []
    for table in (train, test):
        missing = np.isnan(table)
        filled = np.where(missing, fills, table)
        outputs.append(np.stack([filled, missing], axis=2).reshape(len(table), -1))
    return tuple(outputs)
