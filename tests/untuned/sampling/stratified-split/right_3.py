"""No loop over classes: one permutation of all rows, stably sorted by class code; the first k_c of each class in that order
are tested. The restriction of a uniform permutation to the classes is uniform and independent. f * n_c in double precision."""
import numpy as np


def stratified_split(y, test_frac, seed):
    f = float(test_frac)
    if not (f > 0 and f < 1):
        raise ValueError("test_frac must be in (0, 1)")
    names = {}
    codes = np.fromiter((names.setdefault(v, len(names)) for v in (y.tolist() if hasattr(y, "tolist") else y)), dtype=np.int64)
    n = codes.size
    counts = np.bincount(codes, minlength=len(names))
    k = np.floor(f * counts + 0.5).astype(np.int64)
    k = np.where(counts >= 2, np.clip(k, 1, np.maximum(counts - 1, 1)), k)

    perm = np.random.default_rng(seed).permutation(n)
    order = perm[np.argsort(codes[perm], kind="stable")]      # grouped by class, random inside
    starts = np.cumsum(counts) - counts
    sorted_codes = codes[order]
    rank = np.arange(n) - starts[sorted_codes]
    chosen = rank < k[sorted_codes]
    return np.sort(order[~chosen]), np.sort(order[chosen])
