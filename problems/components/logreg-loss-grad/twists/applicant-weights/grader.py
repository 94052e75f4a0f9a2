"""The weighted objective: a normalised sum in place of the mean; every input gets weights."""


def reference(w, b, X, y, lam, weights):
    """The weighted definition, number by number."""
    w, X, a = np.asarray(w).tolist(), np.asarray(X).tolist(), np.asarray(weights).tolist()
    labels = [int(label) for label in np.asarray(y).tolist()]
    with mp.workdps(60):
        total = mp.fsum(a)
        if total == 0:
            raise ValueError("all weights are 0")
        scores = [mpf(b) + mp.fdot(row, w) for row in X]
        losses = [_softplus(-z if label else z) for z, label in zip(scores, labels, strict=True)]
        errors = [v * (1 / (1 + mp.exp(-z)) - label) for v, z, label in zip(a, scores, labels, strict=True)]
        loss = mp.fdot(a, losses) / total + mpf(lam) / 2 * mp.fsum(mpf(v) ** 2 for v in w)
        grad_w = [float(mp.fdot(errors, [row[j] for row in X]) / total + mpf(lam) * mpf(w[j])) for j in range(len(w))]
        return float(loss), np.array(grad_w), float(mp.fsum(errors) / total)


def _with_weights(make, *, whole=False):
    def made(rng, i):
        args = make(rng, i)
        n = len(args[3])
        return (*args, rng.integers(1, 4, size=n).astype(float) if whole else rng.uniform(0.1, 3.0, size=n))

    return made


def _all_with_weights(cases):
    def made(rng):
        return {name: (*args, rng.uniform(0.1, 3.0, size=len(args[2]))) for name, args in cases(rng).items()}

    return made


ordinary_case = _with_weights(ordinary_case)
small_case = _with_weights(small_case)
whole_case = _with_weights(whole_case, whole=True)
at_scale = _with_weights(at_scale)
typed_inputs, extreme_cases, small_inputs, misshapen_labels, miscoded_labels = (
    _all_with_weights(cases) for cases in (typed_inputs, extreme_cases, small_inputs, misshapen_labels, miscoded_labels)
)


def rows_twice(rng, args):
    w, b, X, y, lam, a = args
    order = rng.permutation(2 * len(y))
    return w, b, np.concatenate([X, X])[order], np.concatenate([y, y])[order], lam, np.concatenate([a, a])[order]


def other_unit(rng, args):
    return (*args[:5], 1000.0 * args[5])


def rows_for_weights(rng, args):
    w, b, X, y, lam, a = args
    rows = np.repeat(np.arange(len(y)), a.astype(int))
    return w, b, X[rows], y[rows], lam, np.ones(len(rows))


def uneven_weights(rng):
    plain = _case(rng, 5, 3)
    return {
        "one applicant without weight": (*_case(rng, 4, 2), np.array([1.0, 0.0, 2.5, 0.5])),
        "one applicant with weight": (*_case(rng, 4, 3), np.array([0.0, 0.0, 3.0, 0.0])),
        "very uneven": (*plain, np.array([1e-6, 1.0, 1e6, 10.0, 1e-3])),
        "equal weights": (*plain, np.full(5, 0.2)),
        "whole weights": (*plain, np.array([3, 1, 0, 2, 1])),
    }


def weightless(rng):
    return {
        "all weights zero": (*_case(rng, 4, 2), np.zeros(4)),
        "one applicant, no weight": (*_case(rng, 1, 2), np.zeros(1)),
    }
