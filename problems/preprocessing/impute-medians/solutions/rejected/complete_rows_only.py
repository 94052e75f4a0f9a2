"""The medians come from the training rows without any gap.

Trap: `dropna` throws away every row with a gap somewhere.
Mistake: edge_cases_late
Caught by: oracle/tables-with-gaps
May also fail: edge/small-tables, edge/unobserved-column, policy/unobserved_column, stability/timestamps
"""

import numpy as np
import pandas as pd


def impute(train, test):
    medians = pd.DataFrame(train).dropna().median().fillna(0.0).to_numpy()
    return tuple(np.hstack([np.where(np.isnan(t), medians, t), np.isnan(t)]) for t in (train, test))
