"""Medians over past rounds and rounds to predict together.

Trap: one convenient frame of everything before the gaps are filled.
Mistake: leakage
Caught by: perturb/test-rows, oracle/tables-with-gaps
May also fail: edge/small-tables, edge/unobserved-column, policy/unobserved_column, stability/timestamps,
  edge/all-numbers
"""

import numpy as np
import pandas as pd


def impute(train, test):
    both = pd.concat([pd.DataFrame(train), pd.DataFrame(test)], ignore_index=True)
    missing = both.isna()
    medians = both.median()
    if medians.isna().any():
        raise ValueError("a column holds no value")
    out = np.hstack([both.fillna(medians), missing]).astype(float)
    return out[: len(train)], out[len(train) :]
