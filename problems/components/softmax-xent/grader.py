"""Exact reference in 60-digit arithmetic, and the generators for softmax cross-entropy."""

import numpy as np
from mpmath import mp, mpf


def reference(logits, y):
    """The definition, number by number; nothing overflows or cancels at this precision."""
    logits = np.asarray(logits)
    y = np.asarray(y)
    if logits.ndim != 2 or len(logits) == 0:
        raise ValueError("logits must be [n, c] with n >= 1")
    n, c = logits.shape
    if y.shape != (n,):
        raise ValueError("y must be [n]")
    if any(not 0 <= label < c for label in y.tolist()):
        raise ValueError("labels must lie in 0 .. c - 1")
    with mp.workdps(60):
        rows = [[mp.exp(mpf(z)) for z in row] for row in logits.tolist()]
        shares = [[e / mp.fsum(row) for e in row] for row in rows]
        labels = y.tolist()
        loss = -mp.fsum(mp.log(share[label]) for share, label in zip(shares, labels, strict=True)) / n
        grad = [
            [float((p - (j == label)) / n) for j, p in enumerate(share)]
            for share, label in zip(shares, labels, strict=True)
        ]
        return float(loss), np.array(grad)


# --- generators -----------------------------------------------------------------------------------------------------


def _labels(rng, n, c):
    return rng.integers(0, c, size=n)


def ordinary_case(rng, i):
    """Logits of ordinary size; n = c, n < c and n > c take turns."""
    n = 2 + i
    c = (n, n + 2, max(2, n - 2))[i % 3]
    return rng.normal(0.0, 2.0, size=(n, c)), _labels(rng, n, c)


def small_case(rng, i):
    n, c = ((3, 4), (4, 4), (1, 5), (5, 2))[i % 4]
    return rng.normal(0.0, 1.5, size=(n, c)), _labels(rng, n, c)


def whole_case(rng, i):
    """Whole numbers held as floats, so that the same logits can arrive as integers."""
    n, c = ((4, 3), (3, 3), (2, 5))[i % 3]
    return rng.integers(-4, 5, size=(n, c)).astype(float), _labels(rng, n, c)


def at_scale(rng, scale):
    """Rows of the given size with signs of all kinds, labels on likely and unlikely creatives alike."""
    logits = rng.uniform(-scale, scale, size=(6, 4))
    logits[0] = scale * np.array([1.0, -1.0, 0.5, -0.5])
    y = _labels(rng, 6, 4)
    y[0] = 1
    return logits, y


def extreme_cases(rng):
    near = rng.normal(0.0, 1.0, size=(4, 3))
    mixed = np.array([[1e4, 9_999.0, 9_998.0], [-1e4, -9_999.0, -9_998.0], [0.5, -0.5, 0.0], [1e4, -1e4, 0.0]])
    return {
        "all near the upper end": (near + 9_990.0, _labels(rng, 4, 3)),
        "all near the lower end": (near - 9_990.0, _labels(rng, 4, 3)),
        "rows of very different height": (mixed, np.array([2, 0, 1, 0])),
        "clicked creative was almost impossible": (np.array([[40.0, 0.0], [0.0, 30.0], [0.0, -60.0]]), np.array([1, 0, 1])),
        "clicked creative was out of reach": (np.array([[1e4, -1e4, 0.0], [-800.0, 0.0, 0.0]]), np.array([1, 0])),
        "clicked creative was certain": (np.array([[1e4, -1e4, 0.0], [0.0, 700.0, 0.0]]), np.array([0, 1])),
        "equal logits": (np.full((3, 5), -1e4), np.array([0, 4, 2])),
    }


def small_shapes(rng):
    return {
        "one impression": (rng.normal(size=(1, 4)), np.array([3])),
        "one creative": (rng.normal(size=(3, 1)), np.array([0, 0, 0])),
        "one impression, one creative": (np.array([[-2.5]]), np.array([0])),
        "two creatives": (rng.normal(size=(5, 2)), np.array([0, 1, 1, 0, 1])),
        "every label the last one": (rng.normal(size=(4, 3)), np.array([2, 2, 2, 2])),
        "bytes": (np.array([[-128, 127, -3], [-2, 3, 5]], dtype=np.int8), np.array([1, int(rng.integers(3))])),
        "unsigned bytes": (np.array([[1, 0, 3], [250, 255, 253]], dtype=np.uint8), _labels(rng, 2, 3)),
        "two-byte numbers": (rng.permuted([[0, 2, 3], [-5, -6, -8]], axis=1).astype(np.int16), _labels(rng, 2, 3)),
        "single precision": (rng.normal(size=(3, 4)).astype(np.float32), _labels(rng, 3, 4)),
    }


def bad_labels(rng):
    logits = rng.normal(size=(4, 3))
    return {
        "label below": (logits, np.array([0, -1, 1, 1])),
        "label far below": (logits, np.array([0, -3, 1, 1])),
        "label c": (logits, np.array([0, 2, 3, 1])),
        "label far above": (logits, np.array([0, 2, 70, 1])),
    }


def bad_shapes(rng):
    logits = rng.normal(size=(4, 3))
    y = np.array([0, 2, 1, 1])
    return {
        "y too short": (logits, y[:3]),
        "y too long": (logits, np.array([0, 2, 1, 1, 0])),
        "y of length one": (logits, y[:1]),
        "y as a column": (logits, y[:, None]),
        "one-hot y": (logits, np.eye(3, dtype=np.int64)[y]),
        "logits of one dimension": (logits[0], y[:3]),
        "logits of three dimensions": (logits[None], y),
        "no rows": (np.zeros((0, 3)), np.zeros(0, dtype=np.int64)),
    }


# --- relations ------------------------------------------------------------------------------------------------------


def raised_rows(rng, args):
    """Each row moved as a whole, each by another amount of up to a few thousand."""
    logits, y = args
    heights = rng.permutation(np.linspace(-4000.0, 4000.0, len(logits)))
    return logits + heights[:, None], y


def same_result(args, out, args2, out2):
    loss, grad = out
    loss2, grad2 = out2
    if not abs(loss - loss2) <= 1e-9:
        return f"the loss moved from {loss!r} to {loss2!r}"
    if np.shape(grad) != np.shape(grad2) or not np.all(np.abs(np.subtract(grad, grad2)) <= 1e-9):
        return "the gradient moved"
    return None


# --- views for the gradient check -----------------------------------------------------------------------------------


def loss_of(out):
    return out[0]


def grad_of(out):
    return out[1]
