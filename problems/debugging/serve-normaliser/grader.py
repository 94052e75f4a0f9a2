"""Reference, generators and perturbations for the service that scales vital signs."""

import math

import numpy as np


def _spread(column):
    """Mean and scale of the observed values of one feature."""
    observed = [x for x in column if not math.isnan(x)]
    mean = math.fsum(observed) / len(observed)
    if min(observed) == max(observed):
        return observed[0], 1.0
    return mean, math.sqrt(math.fsum((x - mean) ** 2 for x in observed) / len(observed))


def _scaled(x, mean, scale):
    return 0.0 if math.isnan(x) else max(-5.0, min(5.0, (x - mean) / scale))


def reference(history, requests):
    """Feature by feature, reading by reading."""
    history = np.asarray(history, dtype=float)
    if history.ndim != 2 or np.isnan(history).all(axis=0).any():
        raise ValueError("history must be [h, d] with an observed value in every feature")
    spreads = [_spread(column) for column in history.T.tolist()]
    served = []
    for rows in requests:
        rows = np.asarray(rows, dtype=float)
        if rows.ndim != 2 or rows.shape[1] != len(spreads):
            raise ValueError("every request must be [r, d]")
        scaled = [[_scaled(x, *spread) for x, spread in zip(row, spreads, strict=True)] for row in rows.tolist()]
        served.append(np.array(scaled, dtype=float).reshape(rows.shape))
    return served


# --- generators -----------------------------------------------------------------------------------------------------

CENTRES = np.array([80.0, 36.8, 97.0, 120.0])
SPREADS = np.array([15.0, 0.6, 2.0, 18.0])


def _rows(rng, n, d=4, missing=0.1):
    """Readings of n patients; a share of them missing, never in the first row."""
    rows = CENTRES[:d] + SPREADS[:d] * rng.normal(size=(n, d))
    holes = rng.random((n, d)) < missing
    holes[:1] = False
    return np.where(holes, np.nan, rows)


def ordinary_case(rng, i):
    """A history and a few wards whose patients are worse off than the history's."""
    d = 1 + i % 4
    requests = [_rows(rng, 1 + (i + k) % 5, d) + SPREADS[:d] * rng.uniform(-1.5, 1.5) for k in range(3)]
    return _rows(rng, 12 + 3 * i, d), requests


def ward_case(rng, i):
    """Three wards of four patients; the first patient of each is an outlier, though within the limits."""
    requests = [_rows(rng, 4) for _ in range(3)]
    for rows in requests:
        rows[0] = CENTRES + SPREADS * rng.choice([-2.5, 2.5], size=4)
    return _rows(rng, 20 + 5 * i), requests


def complete_case(rng, i):
    """Without missing readings."""
    return _rows(rng, 10 + i, missing=0.0), [_rows(rng, 3, missing=0.0), _rows(rng, 2, missing=0.0)]


def missing_cases(rng):
    history = _rows(rng, 15, missing=0.0)
    gaps = history.copy()
    gaps[2:6, 1] = np.nan
    gaps[1:, 3] = np.where(np.arange(14) % 2, gaps[1:, 3], np.nan)
    nothing = np.full((2, 4), np.nan)
    one = _rows(rng, 1)
    one[0, 2] = np.nan
    return {
        "a sensor off for one patient": (history, [one]),
        "all sensors off": (history, [nothing, _rows(rng, 3)]),
        "a sensor off for a whole ward": (history, [np.where(np.arange(4) == 1, np.nan, _rows(rng, 3))]),
        "missing readings in the history": (gaps, [_rows(rng, 4, missing=0.3)]),
    }


def limit_cases(rng):
    history = np.array([[60.0, 36.0], [80.0, 38.0], [70.0, 37.0], [70.0, 37.0]])
    return {
        "far above and below": (history, [np.array([[300.0, 10.0], [0.0, 60.0]])]),
        "very far": (history, [np.array([[1e9, -1e9]]), np.array([[71.0, 37.1]])]),
        "inside and outside side by side": (history, [np.array([[95.0, 37.5], [140.0, 37.2], [72.0, 45.0]])]),
        "barely inside and barely outside": (history, [np.array([[103.0, 40.8], [37.0, 33.2], [108.0, 33.7], [32.0, 40.3]])]),
        "outside, and a missing reading": (history, [np.array([[500.0, np.nan], [np.nan, 0.0]])]),
    }


def constant_cases(rng):
    history = _rows(rng, 9, missing=0.0)
    history[:, 2] = 98.0
    sparse = np.array([[70.0, 37.0], [np.nan, 37.0], [90.0, np.nan]])
    wards = [_rows(rng, 3, missing=0.0), _rows(rng, 1, missing=0.0)]
    wards[0][:, 2] = [98.0, 96.5, 101.0]
    wards[1][:, 2] = 91.0
    return {
        "one feature never varied": (history, wards),
        "constant apart from missing readings": (sparse, [np.array([[80.0, 39.5], [75.0, 36.0]])]),
        "a feature that hardly varied": (
            np.array([[70.0, 36.9], [80.0, 37.1], [75.0, 37.0]]),
            [np.array([[78.0, 37.05], [71.0, 36.95]])],
        ),
        "a history of one row": (np.array([[70.0, 37.0]]), [np.array([[73.0, 36.5], [70.0, 60.0]])]),
        "a ward of equal patients": (history[:, :2], [np.full((3, 2), 60.0), np.array([[82.0, 37.0]] * 2)]),
    }


def empty_cases(rng):
    history = _rows(rng, 8, missing=0.0)
    return {
        "no requests": (history, []),
        "a ward without patients": (history, [np.zeros((0, 4))]),
        "between two others": (history, [_rows(rng, 2, missing=0.0), np.zeros((0, 4)), _rows(rng, 1, missing=0.0)]),
    }


# --- perturbations --------------------------------------------------------------------------------------------------


def _changed(rng, rows, kind):
    """Other readings for the given rows; `truncate` drops them."""
    if kind == "truncate":
        return rows[:0]
    if kind == "replace":
        return CENTRES + SPREADS * rng.normal(1.0, 4.0, size=rows.shape)
    return rows + 3.0 * SPREADS if kind == "shift" else rows * 1.7


def other_patients(rng, args, kind):
    """Everything about each ward's first patient stays, the others change."""
    history, requests = args
    return history, [np.vstack([rows[:1], _changed(rng, rows[1:], kind)]) for rows in requests]


def first_patients(args, args2, out, out2):
    return [rows[:1] for rows in out], [rows[:1] for rows in out2]


def other_wards(rng, args, kind):
    """The second ward stays, the first and the third change."""
    history, (first, second, third) = args
    if kind == "truncate":
        return history, [first[:1], second]
    return history, [_changed(rng, first, kind), second, _changed(rng, third, kind)]


def second_ward(args, args2, out, out2):
    return out[1], out2[1]
