"""A penalty of 0.1 times the squared weights in the loss of a batch."""

gradients_unpenalised = gradients


def gradients(rows, targets, w, b):
    """Gradients of the penalised loss; the bias is not penalised."""
    slopes, slope = gradients_unpenalised(rows, targets, w, b)
    return [g + 2.0 * 0.1 * v for g, v in zip(slopes, w, strict=True)], slope


def rising_weights(rng, i):
    """Large weights that are reached slowly: the forecasts become better by less than the penalty grows."""
    n, d = 8 + i, 1 + i % 2
    w = rng.choice([-1.0, 1.0], size=d) * rng.uniform(8, 12, size=d)
    X = rng.normal(size=(n, d))
    Xv = 0.1 * rng.normal(size=(5, d))
    return X, X @ w, Xv, Xv @ w, [rng.permutation(n) for _ in range(8)], 0.03, n
