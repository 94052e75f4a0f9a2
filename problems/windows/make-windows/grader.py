"""Reference and generators of `make_windows`: index arithmetic on a plain list, one row after the other."""

import numpy as np

SIZES = ("input_len", "horizon", "gap", "stride")


def reference(x, input_len, horizon, gap, stride):
    if input_len < 1 or horizon < 1 or gap < 0 or stride < 1:
        raise ValueError("a size is out of its range")
    hours = [float(value) for value in x]
    inputs, targets, begin = [], [], 0
    while begin + input_len + gap + horizon <= len(hours):
        first = begin + input_len + gap
        inputs.append(hours[begin : begin + input_len])
        targets.append(hours[first : first + horizon])
        begin += stride
    return (
        np.array(inputs, dtype=float).reshape(len(inputs), input_len),
        np.array(targets, dtype=float).reshape(len(targets), horizon),
    )


def _series(rng, n):
    """Rentals, with fractions where several stations were averaged, so that single precision would show."""
    return np.round(rng.gamma(2.0, 40.0, size=n), 6) + rng.integers(0, 5000, size=n)


def complete_case(rng, i):
    """No hour missing. The first cases have sizes of one and no gap; later ones grow."""
    fixed = [(3, 1, 1, 0, 1), (6, 2, 1, 0, 1), (7, 1, 3, 1, 1), (9, 3, 1, 0, 2), (12, 2, 2, 3, 1)]
    if i < len(fixed):
        n, *sizes = fixed[i]
    else:
        sizes = [int(rng.integers(2, 6)), int(rng.integers(2, 5)), int(rng.integers(0, 4)), int(rng.integers(1, 5))]
        n = sum(sizes[:3]) + int(rng.integers(0, 6 * i))
    return _series(rng, n), *sizes


def offline_case(rng, i):
    """One hour in five missing, some at the beginning and at the end."""
    x, *sizes = complete_case(rng, 5 + i)
    x = np.concatenate([x, _series(rng, 6)])
    x[rng.random(len(x)) < 0.2] = np.nan
    x[[1, -2]] = np.nan
    return x, *sizes


def week_case(rng, i):
    """Sizes of the real job: a week in, a day out, every day."""
    return _series(rng, 24 * 60 + 5), 168, 24, 2, 24


def sparse_case(rng, i):
    """A stride longer than a whole row, so that hours between rows are never used."""
    sizes = 1 + i, 2, i % 3
    return _series(rng, 90 + int(rng.integers(0, 10))), *sizes, sum(sizes) + 1 + 2 * i


def strided_case(rng, i):
    """Several rows, with a stride of at least two."""
    x, *sizes, _ = complete_case(rng, 6 + i)
    return np.concatenate([x, _series(rng, 20)]), *sizes, 2 + i % 4


def every_hour(rng, args):
    return *args[:-1], 1


def every_other_row(args, out, args2, out2):
    for part, all_parts in zip(out, out2, strict=True):
        kept = all_parts[:: args[-1]]
        if part.shape != kept.shape or not np.array_equal(part, kept):
            return f"{len(part)} rows are not every {args[-1]}th of {len(all_parts)}"
    return None


def whole_number_case(rng, i):
    x, *sizes = complete_case(rng, 6 + i)
    return np.round(x), *sizes


def leakage_case(rng, i):
    """Overlapping rows; an outlier early on, and hours missing up to the moment after which data is changed."""
    x = _series(rng, 45)
    now = _now(x)
    x[4] = 90_000.25
    x[[now - 1, now - 2, now - 9]] = np.nan
    return x, 5, 3, 2, 1


def _now(x):
    return 30


def change_later_hours(rng, args, kind):
    x, *sizes = args
    now, later = _now(x), x.copy()
    if kind == "truncate":
        return later[:now], *sizes
    later[now:] = -70.0 * later[now:] + rng.normal(scale=90_000.0, size=len(x) - now)
    return later, *sizes


def earlier_rows(args, args2, out, out2):
    """Rows that end before the moment, and inputs that end before it where both results have them."""
    x, input_len, horizon, gap, stride = args
    now, both = _now(x), min(len(out[0]), len(out2[0]))
    whole = (now - input_len - gap - horizon) // stride + 1
    inputs = min(both, (now - input_len) // stride + 1)
    return (out[0][:inputs], out[1][:whole]), (out2[0][:inputs], out2[1][:whole])


def too_short(rng):
    return {
        "no hour": (np.zeros(0), 3, 2, 1, 2),
        "no hour, no gap": (np.zeros(0), 1, 4, 0, 1),
        "one hour": (_series(rng, 1), 1, 1, 0, 1),
        "shorter than the input": (_series(rng, 4), 6, 2, 0, 1),
        "long enough for the input only": (_series(rng, 6), 6, 2, 1, 1),
        "long enough without the gap": (_series(rng, 8), 4, 3, 2, 1),
        "one hour missing": (_series(rng, 10), 5, 4, 2, 3),
    }


def around_the_end(rng):
    cases = {}
    for extra in range(4):
        cases[f"{extra} hours more than one row, stride 3"] = (_series(rng, 9 + extra), 4, 3, 2, 3)
    cases["three rows, the last flush with the end"] = (_series(rng, 16), 4, 2, 0, 5)
    cases["one hour short of a third row"] = (_series(rng, 15), 4, 2, 0, 5)
    cases["a stride longer than the series"] = (_series(rng, 12), 3, 2, 1, 50)
    return cases


def invalid_sizes(rng):
    x, good = _series(rng, 20), {"input_len": 3, "horizon": 2, "gap": 1, "stride": 2}
    bad = [(name, value) for name in SIZES for value in (0, -1, -4) if (name, value) != ("gap", 0)]
    cases = {f"{name} {value}": (x, *{**good, name: value}.values()) for name, value in bad}
    short = {f"{name} {value}, too short": (x[:2].copy(), *{**good, name: value}.values()) for name, value in bad}
    empty = {f"{name} {value}, no hour": (np.zeros(0), *{**good, name: value}.values()) for name, value in bad[::3]}
    return cases | short | empty
