"""Terse: Counter.most_common gives the cameras from the largest, min over the loads the fold (the last of equal ones). Folds are returned
in reverse order of number, as their order is free."""
from collections import Counter

import numpy as np


def group_kfold(groups, k):
    g = [x.item() if isinstance(x, np.generic) else x for x in groups]
    sizes = Counter(g)
    if not 1 < k <= len(sizes):
        raise ValueError("k")
    load, home = [0] * k, {}
    for name, n in sizes.most_common():
        home[name] = min(reversed(range(k)), key=load.__getitem__)
        load[home[name]] += n
    return [np.array([i for i, name in enumerate(g) if home[name] == f], int) for f in range(k)][::-1]
