"""The expectation step in 50-digit arithmetic, and the records that separate it from its look-alikes."""

import numpy as np
from mpmath import mp, mpf


def reference(X, means, variances, weights):
    """The definition; exponents have no bounds at this precision, so densities can be taken literally."""
    X, means, variances, weights = (np.asarray(each) for each in (X, means, variances, weights))
    if not (variances > 0).all():
        raise ValueError("variances must be above 0")
    resp, loglik = np.zeros((len(X), len(means))), mpf(0)
    with mp.workdps(50):
        modes = [_mode(*mode) for mode in zip(means.tolist(), variances.tolist(), weights.tolist(), strict=True)]
        for i, record in enumerate(X.tolist()):
            joint = [
                height
                * mp.exp(-mp.fsum((x - m) ** 2 * p for x, m, p in zip(record, centre, precision, strict=True)) / 2)
                for height, centre, precision in modes
            ]
            total = mp.fsum(joint)
            resp[i] = [float(q / total) for q in joint]
            loglik += mp.log(total)
        return resp, float(loglik)


def _mode(mean, variance, weight):
    """Weight over the root of the determinant, the centre, and the inverse variances."""
    variance = [mpf(v) for v in variance]
    return (
        mpf(weight) / mp.sqrt(mp.fprod(2 * mp.pi * v for v in variance)),
        [mpf(m) for m in mean],
        [1 / v for v in variance],
    )


# --- generators -----------------------------------------------------------------------------------------------------


def _shares(rng, k):
    return rng.dirichlet(np.full(k, 3.0))


def _mixture(rng, k, d):
    """Modes that overlap, with spreads of their own in every channel."""
    return 1.5 * rng.normal(size=(k, d)), rng.uniform(0.3, 3.0, size=(k, d)), _shares(rng, k)


def _case(rng, n, k, d):
    means, variances, weights = _mixture(rng, k, d)
    X = means[rng.integers(0, k, size=n)] + 1.5 * rng.normal(size=(n, d))
    return X, means, variances, weights


def ordinary_case(rng, i):
    """Three different sizes, small ones first."""
    n, k, d = (int(size) for size in rng.choice(np.arange(2, 6 + i // 3), size=3, replace=False))
    return _case(rng, n, k, d)


def equal_sizes(rng, i):
    """Sizes that coincide, where a wrong axis raises nothing."""
    p, q = ((3, 2), (2, 4), (4, 3))[i % 3]
    return _case(rng, *[(p, p, q), (q, p, p), (p, q, p), (p, p, p)][i % 4])


def plain_case(rng, i):
    return _case(rng, *((4, 3, 2), (3, 3, 3), (5, 2, 4))[i % 3])


def small_inputs(rng):
    X, means, variances, weights = _case(rng, 4, 1, 3)
    twin = rng.normal(size=(1, 2))
    return {
        "no record": (np.zeros((0, 3)), *_mixture(rng, 2, 3)),
        "one record": _case(rng, 1, 3, 2),
        "one mode": (X, means, variances, weights),
        "one channel": _case(rng, 5, 3, 1),
        "one of everything": _case(rng, 1, 1, 1),
        "equal modes": (_points(rng, 3, 2), np.repeat(twin, 3, axis=0), np.full((3, 2), 0.7), _shares(rng, 3)),
        "a record on a mean": (means.copy(), means, variances, weights),
    }


def _points(rng, n, d):
    return rng.normal(size=(n, d))


def empty_modes(rng):
    X, means, variances, _ = _case(rng, 5, 4, 2)
    apart = np.array([[0.0, 0.0], [60.0, -60.0], [200.0, 0.0], [-300.0, 300.0]])
    return {
        "one mode without weight": (X, means, variances, np.array([0.5, 0.0, 0.2, 0.3])),
        "one mode with all the weight": (X, means, variances, np.array([0.0, 0.0, 1.0, 0.0])),
        "records on a mode without weight": (apart[1:2] + X, apart, variances, np.array([0.6, 0.0, 0.3, 0.1])),
    }


def types(rng):
    """Whole numbers and single precision, as the logs hold them."""
    X, means, variances, weights = _case(rng, 5, 3, 2)
    X, means, variances = np.rint(4 * X), np.rint(4 * means), np.rint(5 * variances) + 1
    singles = tuple(each.astype(np.float32) for each in _case(rng, 6, 3, 2)[:3])
    return {
        "whole numbers": (*(each.astype(np.int64) for each in (X, means, variances)), weights),
        "small whole numbers": (*(each.astype(np.int16) for each in (40 * X, 40 * means, variances * 100)), weights),
        "single precision": (*singles, weights),
        "whole variances": (X, means, variances.astype(np.int64), weights),
    }


def at_distance(rng, scale):
    """Records so many standard deviations away from all modes, about equally far from two of them."""
    variances = rng.uniform(0.5, 2.0, size=(3, 3))
    variances[1] = variances[0]
    means = 0.2 / scale * rng.normal(size=(3, 3))
    way = np.sqrt(variances[0]) * rng.choice([-1.0, 1.0], size=(5, 3))
    return 0.45 * scale * way + rng.normal(size=(5, 3)) / scale, means, variances, _shares(rng, 3)


def many_channels(rng):
    """Sixty channels whose densities multiply to more or less than a float holds."""
    cases = {}
    for name, unit in (("tiny", 1e-12), ("huge", 1e12)):
        X, means, variances, weights = _case(rng, 3, 3, 60)
        variances = 1.0 + 0.05 * (variances - 1.5)
        means = 0.1 * means
        size = np.sqrt(unit)
        cases[f"{name} variances"] = (0.3 * X * size, means * size, np.clip(variances, 1.0, 1.2) * unit, weights)
    X, means, variances, weights = _case(rng, 5, 3, 4)
    units = rng.permutation([2e-6, 1e-3, 1.0, 5e5])
    cases["tiny and huge variances side by side"] = (X * units, means * units, variances * units**2, weights)
    X, means, variances, weights = _case(rng, 3, 2, 60)
    cases["plain variances, records far off"] = (
        X + 6.0 * rng.choice([-1, 1], size=60),
        means / 9,
        variances[[0, 0]],
        weights,
    )
    return cases


def uneven_records(rng):
    X, means, variances, weights = _case(rng, 4, 3, 2)
    far = X.copy()
    far[2] = [-480.0, 430.0]
    apart = np.array([[0.0, 0.0], [50.0, 50.0], [-70.0, 40.0]])
    return {
        "one far record among ordinary ones": (far, means, variances, weights),
        "modes far apart": (np.concatenate([apart + 0.3, apart * 0.5]), apart, np.ones((3, 2)), weights),
        "a narrow mode inside a wide one": (
            np.array([[0.0], [0.01], [0.1], [0.9]]),
            np.zeros((2, 1)),
            np.array([[1e-6], [1.0]]),
            np.array([0.1, 0.9]),
        ),
        "a mode of tiny weight": (apart + 0.3, apart, np.ones((3, 2)), np.array([1e-200, 0.5, 0.5])),
        "many far records": (rng.choice([-400.0, 400.0], size=(20, 2)), means, np.ones((3, 2)), weights),
    }


def large_means(rng):
    X, means, variances, weights = _case(rng, 5, 3, 2)
    return {"pressure in pascal": (X + 101_325.0, means + 101_325.0, variances, weights)}


def bad_variances(rng):
    X, means, variances, weights = _case(rng, 4, 3, 2)
    cases = {"all zero": (X, means, np.zeros((3, 2)), weights), "all negative": (X, means, -variances, weights)}
    for name, value in (("one zero", 0.0), ("one negative", -0.5), ("one barely negative", -1e-12)):
        broken = variances.copy()
        broken[1, 1] = value
        cases[name] = (X, means, broken, weights)
    two = variances.copy()
    two[2] = -variances[2]
    cases["two negative in one mode"] = (X, means, two, weights)
    cases["whole numbers, one zero"] = (X, means, np.array([[1, 2], [3, 1], [0, 4]]), weights)
    return cases


def bad_shapes(rng):
    X, means, variances, weights = _case(rng, 4, 3, 2)
    return {
        "one variance per mode": (X, means, variances[:, :1], weights),
        "one variance per channel": (X, means, variances[0], weights),
        "one row of means": (X, means[:1], variances, weights),
        "records of one channel": (X[:, :1], means, variances, weights),
        "one weight": (X, means, variances, np.ones(1)),
        "weights as a column": (X, means, variances, weights[:, None]),
        "one record without its axis": (X[0], means, variances, weights),
    }


# --- relations ------------------------------------------------------------------------------------------------------


def other_units(rng, args):
    """Each channel measured in another unit."""
    X, means, variances, weights = args
    unit = 10.0 ** rng.uniform(-2, 2, size=X.shape[1])
    return X * unit, means * unit, variances * unit**2, weights


def rescaled(args, out, args2, out2):
    """Responsibilities stay; each record's density changes by the product of the units."""
    units = np.log(args2[2][0] / args[2][0]).sum() / 2
    worst = np.abs(out[0] - out2[0]).max(initial=0.0)
    moved = abs(out2[1] - out[1] + len(args[0]) * units)
    return None if max(worst, moved) <= 1e-7 else f"responsibilities moved by {worst:.3g}, loglik is off by {moved:.3g}"


def crowd(rng, i):
    """Two records far from all modes, then ordinary ones."""
    X, means, variances, weights = _case(rng, 6, 3, 2)
    X[:2] += np.array([[90.0, 70.0], [-80.0, 110.0]])
    return X, means, variances, weights


def change_others(rng, args, kind):
    """Only the first two records stay."""
    X, means, variances, weights = args
    if kind == "truncate":
        return X[:2], means, variances, weights
    X[2:] = 150.0 * rng.normal(size=X[2:].shape) if kind == "replace" else means[rng.integers(0, 3, size=4)]
    return X, means, variances, weights


def keep_first(args, args2, out, out2):
    return out[0][:2], out2[0][:2]
