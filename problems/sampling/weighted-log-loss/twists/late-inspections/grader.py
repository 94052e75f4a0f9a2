full_reference = reference


def reference(y, p, weights):
    labelled = [i for i, label in enumerate(y) if label == label]
    if not labelled:
        raise ValueError("no row has a label")
    chosen = weights if isinstance(weights, str) else [weights[i] for i in labelled]
    return full_reference([y[i] for i in labelled], [p[i] for i in labelled], chosen)


def late_case(rng, i):
    """A third of the labels missing, at least one of each class left; those rows weigh five times as much."""
    y, p, weights = row_weights_case(rng, 2 + i)
    y, p = np.append(y, [1, 0]), np.append(p, [0.3, 0.2])
    late = rng.random(len(y)) < 0.34
    late[-2:], late[0] = False, True
    weights = np.append(weights, [1.0, 2.0]) * np.where(late, 5.0, 1.0)
    return np.where(late, np.nan, y), p, "balanced" if i % 2 else weights


def nothing_inspected(rng):
    _, p, weights = row_weights_case(rng, 3)
    none = np.full(len(p), np.nan)
    one = none.copy()
    one[0] = 1.0
    return {
        "no label": (none, p, weights),
        "no label, balanced": (none, p, "balanced"),
        "one class left": (one, p, "balanced"),
    }
