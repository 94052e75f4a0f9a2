"""Every generator gets a share of smoothing; the target is written out."""


def reference(logits, y, smoothing):
    """The definition, number by number, with the target as a table of its own."""
    logits, y = np.asarray(logits), np.asarray(y)
    if not 0 <= smoothing < 1:
        raise ValueError("0 <= smoothing < 1")
    if logits.ndim != 2 or len(logits) == 0 or y.shape != logits.shape[:1]:
        raise ValueError("logits must be [n, c] with n >= 1, and y [n]")
    n, c = logits.shape
    if any(not 0 <= label < c for label in y.tolist()):
        raise ValueError("labels must lie in 0 .. c - 1")
    with mp.workdps(60):
        loss, grad = mpf(0), np.zeros((n, c))
        for i, (row, label) in enumerate(zip(logits.tolist(), y.tolist(), strict=True)):
            weights = [mp.exp(mpf(z)) for z in row]
            shares = [w / mp.fsum(weights) for w in weights]
            for j, p in enumerate(shares):
                q = (1 - mpf(smoothing)) * (j == label) + mpf(smoothing) / c
                loss -= q * mp.log(p)
                grad[i, j] = float((p - q) / n)
        return float(loss / n), grad


def _softened(make):
    def made(rng, i):
        return (*make(rng, i), float(rng.choice([0.05, 0.1, 0.3, 0.6])))

    return made


def _all_softened(cases):
    def made(rng):
        return {name: (*args, 0.2) for name, args in cases(rng).items()}

    return made


ordinary_case, small_case, whole_case, at_scale = map(_softened, (ordinary_case, small_case, whole_case, at_scale))
extreme_cases, small_shapes, bad_labels, bad_shapes = map(
    _all_softened, (extreme_cases, small_shapes, bad_labels, bad_shapes)
)
_raised = raised_rows


def raised_rows(rng, args):
    return (*_raised(rng, args[:2]), args[2])


def degrees_of_smoothing(rng):
    logits, y = rng.normal(0.0, 2.0, size=(5, 4)), _labels(rng, 5, 4)
    far = np.array([[1e4, -1e4, 0.0], [-900.0, 0.0, 2.0]]), np.array([0, 2])
    return {
        "none": (logits, y, 0.0),
        "none, as an integer": (logits, y, 0),
        "none, creatives out of reach": (*far, 0.0),
        "very little": (logits, y, 1e-3),
        "nearly all": (logits, y, 0.999),
        "two creatives": (logits[:, :2].copy(), np.array([0, 1, 1, 0, 1]), 0.5),
        "one creative": (logits[:, :1].copy(), np.zeros(5, dtype=np.int64), 0.5),
        "one creative, none": (logits[:, :1].copy(), np.zeros(5, dtype=np.int64), 0.0),
    }


def bad_smoothing(rng):
    logits, y = rng.normal(size=(4, 3)), np.array([0, 2, 1, 1])
    values = (-0.1, 1.0, 1.5, 10.0, float("nan"), float("inf"), float("-inf"))
    return {str(value): (logits, y, value) for value in values}
