"""sklearn.model_selection.GroupKFold"""

import numpy as np
from sklearn.model_selection import GroupKFold


def group_kfold(groups, k):
    groups = np.asarray(groups)
    return [test for _, test in GroupKFold(n_splits=int(k)).split(np.zeros((len(groups), 1)), groups=groups)]
