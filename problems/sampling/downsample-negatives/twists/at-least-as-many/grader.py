def n_kept(n_negatives, n_positives, keep):
    """The due share, but no fewer than there are positives, and no more than there are."""
    return min(n_negatives, max(n_positives, round(keep * n_negatives)))


def rate(n_negatives, n_positives, keep):
    """The share really kept; nothing to undo where there is nothing to keep."""
    return n_kept(n_negatives, n_positives, keep) / n_negatives if n_negatives else 1.0


def floor_case(rng, i):
    """Malware outweighs the due share; in every third case it outweighs all others."""
    positives, negatives = 6 + 2 * i, 20 + 5 * i if i % 3 else 3 + i
    keep = float(rng.uniform(0.02, 0.2))
    return _labels(rng, positives, negatives), keep, _seed(rng), rng.uniform(0.02, 0.98, size=4)
