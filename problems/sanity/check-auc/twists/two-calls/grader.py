_unlimited = rounding


def reference(auc):
    """One table that mixes ties, far and close scores in no order, ranked worse than by chance."""
    labels = [0, 1, 1, 0, 0, 1, 0, 1, 0]
    scores = [5.0, 5.0, 1 + 1e-12, 1.0, 70.0, -3.0, 0.2, 0.2, -3.0]
    y_true, given = np.array(labels), np.array(scores)
    try:
        value = auc(y_true, given)
    except Exception as error:
        raise AssertionError(f"it raised {error!r}") from error
    assert abs(float(value) - float(_share(labels, scores))) <= TOLERANCE, "the value"
    assert y_true.tolist() == labels and given.tolist() == scores, "point 4"


def rounding(rng, auc):
    """The disguise of every implementation, which now answers two calls."""
    disguised, calls = _unlimited(rng, auc), []

    def counted(y_true, scores):
        calls.append(len(y_true))
        if len(calls) > 2:
            raise RuntimeError("the two calls are used up")
        return disguised(y_true, scores)

    return counted
