"""The indicators are read after the gaps have been filled, so all of them are 0.

Trap: the order of two lines.
Mistake: no_validation
Caught by: oracle/tables-with-gaps, edge/small-tables
May also fail: edge/unobserved-column, policy/unobserved_column, stability/timestamps, edge/all-numbers
"""

import numpy as np
import pandas as pd


def impute(train, test):
    medians = pd.DataFrame(train).median().fillna(0.0)
    outputs = []
    for table in (train, test):
        filled = pd.DataFrame(table).fillna(medians)
        outputs.append(np.hstack([filled, filled.isna()]).astype(float))
    return tuple(outputs)
