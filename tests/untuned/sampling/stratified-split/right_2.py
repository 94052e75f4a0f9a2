"""numpy, class by class: np.unique on an object array (so that neither large integers nor odd strings change on the way),
one Generator shared by all classes, choice without replacement. Open points: f * n_c in double precision as written."""
import numpy as np


def stratified_split(y, test_frac, seed):
    if not 0 < test_frac < 1:
        raise ValueError("test_frac")
    y = np.array(y.tolist() if isinstance(y, np.ndarray) else list(y), dtype=object)
    rng = np.random.default_rng(seed)
    mask = np.zeros(len(y), dtype=bool)
    _, codes = np.unique(y, return_inverse=True)
    for c in range(codes.max() + 1 if len(y) else 0):
        rows = np.flatnonzero(codes == c)
        k = int(np.floor(float(test_frac) * len(rows) + 0.5))
        if len(rows) > 1:
            k = min(max(k, 1), len(rows) - 1)
        mask[rng.choice(rows, size=k, replace=False)] = True
    return np.flatnonzero(~mask), np.flatnonzero(mask)
