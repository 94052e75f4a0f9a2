"""Weights instead of zeros and ones; ordinary masks are a special case."""


def reference(x, mask, empty_row="zeros"):
    """The definition, one query and one feature at a time, with exact sums."""
    x, mask = np.asarray(x), np.asarray(mask)
    if x.ndim != 3 or mask.shape != x.shape[:2]:
        raise ValueError("shapes do not fit")
    weights = mask.astype(float)
    if not (weights >= 0).all():
        raise ValueError("weights are at least 0")
    empty = 0.0 if empty_row == "zeros" else math.nan
    out = np.full((x.shape[0], x.shape[2]), empty)
    for query, row in enumerate(weights.tolist()):
        real = [(step, w) for step, w in enumerate(row) if w > 0]
        for feature in range(x.shape[2]) if real else ():
            total = math.fsum(w * float(x[query, step, feature]) for step, w in real)
            out[query, feature] = total / math.fsum(w for _, w in real)
    return out


def weighted_case(rng, i):
    """Weights over three orders of magnitude at scattered steps."""
    x, mask = scattered_case(rng, i)
    return x, np.where(mask, 10.0 ** rng.uniform(-2, 1, size=mask.shape), 0.0)


def odd_weights(rng):
    x = _values(rng, 3, 4, 2)
    dirty, faulty = x.copy(), x.copy()
    dirty[:, 1] = [[np.nan, np.inf], [-np.inf, np.nan], [np.inf, np.inf]]
    faulty[0, 2, 1], faulty[2, 0, 0] = np.nan, -np.inf
    small = np.array([[1e-6, 0.0, 3e-6, 2e-6], [0.4, 0.0, 0.2, 0.3], [0.0, 0.0, 1e-5, 0.0]])
    return {
        "far below one": (x, small),
        "far above one": (x, small * 1e6),
        "from smallest to largest": (x, np.array([[1e-6, 1.0, 1e6, 0.0]] * 3)),
        "over unclean memory": (dirty, small),
        "beside a faulty token": (faulty, np.array([[0.5, 0.0, 0.25, 2.0], [1.0, 3.0, 0.0, 0.5], [2.0, 0.0, 1.0, 0.5]])),
        "integers": (x, np.array([[2, 0, 5, 1], [0, 3, 0, 0], [1, 1, 4, 700_000]])),
        "unsigned bytes": (x, np.array([[200, 0, 150, 255], [0, 3, 0, 0], [1, 1, 4, 128]], dtype=np.uint8)),
        "equal in one query": (x, np.array([[0.1] * 4, [7.0, 0.0, 7.0, 7.0], [0.3, 0.3, 0.0, 0.0]])),
    }


def bad_weights(rng):
    x, mask = _values(rng, 3, 4, 2), np.ones((3, 4))
    cases = {}
    for name, value in (("negative", -0.5), ("barely negative", -1e-6), ("missing", np.nan)):
        wrong = mask.copy()
        wrong[1, 2] = value
        cases[name] = (x, wrong)
    return cases | {"negative integers": (x, np.where(np.arange(4) == 3, -1, 1) * np.ones((3, 1), dtype=int))}


_base_probe = probe_empty_row


def probe_empty_row(rng):
    x, weights = weighted_case(rng, 3)
    weights[0] = 0.0
    return _base_probe(rng) | {"one query without weight": (x, weights)}
