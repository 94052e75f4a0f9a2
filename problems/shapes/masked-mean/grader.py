"""Masked mean: the definition token by token, and the inputs that separate it from its look-alikes."""

import math

import numpy as np

NONFINITE = (np.nan, np.inf, -np.inf)


def reference(x, mask, empty_row="zeros"):
    """The definition: gather the real tokens of one query, one feature at a time, and sum them exactly."""
    x, mask = np.asarray(x), np.asarray(mask)
    if x.ndim != 3 or mask.shape != x.shape[:2]:
        raise ValueError("shapes do not fit")
    empty = 0.0 if empty_row == "zeros" else math.nan
    out = np.full((x.shape[0], x.shape[2]), empty)
    for query in range(x.shape[0]):
        real = [step for step in range(x.shape[1]) if mask[query, step] == 1]
        for feature in range(x.shape[2]):
            if real:
                out[query, feature] = math.fsum(float(x[query, step, feature]) for step in real) / len(real)
    return out


def _values(rng, b, t, d):
    """Features on different scales, away from zero, so that a step or feature taken for another shows."""
    return rng.normal(size=(b, t, d)) * rng.uniform(0.5, 20, size=d) + rng.uniform(-10, 10, size=d)


def _scattered(rng, b, t):
    """A random mask with at least one real token in every query."""
    mask = rng.random((b, t)) < rng.uniform(0.3, 0.8)
    mask[np.arange(b), rng.integers(0, t, size=b)] = True
    return mask


def _trailing(rng, b, t):
    """A mask of leading ones: queries of lengths 1..t, padded at the end."""
    return np.arange(t) < rng.integers(1, t + 1, size=b)[:, None]


def _sizes(rng, i):
    """Three different sizes, in every order of magnitude relative to each other."""
    sizes = rng.choice(np.arange(2, 6 + i), size=3, replace=False)
    return tuple(int(size) for size in sizes)


def padded_case(rng, i):
    b, t, d = _sizes(rng, i)
    return _values(rng, b, t, d), _trailing(rng, b, t)


def scattered_case(rng, i):
    b, t, d = _sizes(rng, i)
    return _values(rng, b, t, d), _scattered(rng, b, t)


def square_case(rng, i):
    """Sizes that coincide, where a broadcast along the wrong axis raises nothing."""
    p, q = (int(size) for size in rng.choice(np.arange(2, 8), size=2, replace=False))
    b, t, d = [(p, q, p), (q, p, p), (p, p, q), (p, p, p)][i % 4]
    return _values(rng, b, t, d), _scattered(rng, b, t)


def numbered_case(rng, i):
    """The same masks as numbers: integers, unsigned bytes and floats."""
    x, mask = scattered_case(rng, i)
    return x, mask.astype([np.int64, np.float64, np.uint8, np.int8, np.float32][i % 5])


def small_shapes(rng):
    """Sizes of one and an empty batch."""
    return {
        "an empty batch": (np.zeros((0, 4, 3)), np.zeros((0, 4), dtype=bool)),
        "one query": (_values(rng, 1, 5, 3), _scattered(rng, 1, 5)),
        "one step": (_values(rng, 4, 1, 3), np.ones((4, 1), dtype=bool)),
        "one feature": (_values(rng, 4, 3, 1), _scattered(rng, 4, 3)),
        "one number": (_values(rng, 1, 1, 1), np.ones((1, 1), dtype=bool)),
        "no padding": (_values(rng, 3, 4, 2), np.ones((3, 4), dtype=bool)),
    }


def real_nonfinite(rng):
    """A NaN or an infinity at a real token belongs to one query and one feature."""
    cases = {}
    for name, value in (("nan", np.nan), ("plus infinity", np.inf), ("minus infinity", -np.inf)):
        x, mask = _values(rng, 4, 6, 3), _scattered(rng, 4, 6)
        mask[2, 1] = mask[2, 4] = True
        x[2, 1, 1] = value
        cases[name + " at a real token"] = (x, mask)
    x, mask = _values(rng, 3, 2, 2), np.ones((3, 2), dtype=bool)
    x[1, :, 0] = np.nan
    cases["every real token of a feature is nan"] = (x, mask)
    return cases


def change_padding(rng, args, kind):
    """Another content of the masked steps; `nonfinite` fills them with NaN and infinities."""
    x, mask = args
    x, padding = np.array(x), ~np.asarray(mask, dtype=bool)
    old = x[padding]
    if kind == "nonfinite":
        x[padding] = rng.choice(NONFINITE, size=old.shape)
    elif kind == "replace":
        x[padding] = rng.normal(size=old.shape) * 50
    elif kind == "shift":
        x[padding] = old + 1000
    else:
        x[padding] = old * 1e6
    return x, mask


def keep_all(args, args2, out, out2):
    return out, out2


def change_others(rng, args, kind):
    """Other queries than the first get other tokens, and, on replacement, another mask."""
    x, mask = np.array(args[0]), np.array(args[1])
    if kind == "replace":
        x[1:] = rng.normal(size=x[1:].shape) * 30
        mask[1:] = _scattered(rng, *mask[1:].shape)
    elif kind == "scale":
        x[1:] *= 1e3
    else:
        x, mask = x[: 1 + len(x) // 2], mask[: 1 + len(x) // 2]
    return x, mask


def keep_first(args, args2, out, out2):
    return np.asarray(out)[:1], np.asarray(out2)[:1]


def more_padding(rng, args):
    """The same queries in a longer block: masked steps before and after."""
    x, mask = args
    before, after = int(rng.integers(1, 4)), int(rng.integers(1, 4))
    b, _, d = x.shape
    blocks = [rng.normal(size=(b, before, d)) * 9, x, rng.normal(size=(b, after, d)) * 9]
    masks = [np.zeros((b, before), dtype=bool), mask, np.zeros((b, after), dtype=bool)]
    return np.concatenate(blocks, axis=1), np.concatenate(masks, axis=1)


def same_result(args, out, args2, out2):
    first, second = np.asarray(out, dtype=float), np.asarray(out2, dtype=float)
    if first.shape != second.shape:
        return "the shape of the result changed"
    if not np.allclose(first, second, rtol=1e-9, atol=1e-12):
        return "the result changed"
    return None


def low_precision(rng):
    """Long queries of small dtypes: their own arithmetic overflows or rounds long before float64 does."""
    mask = _scattered(rng, 2, 600)
    half = rng.uniform(150, 250, size=(2, 600, 2)).astype(np.float16)
    single = (1e4 + rng.uniform(0, 10, size=(2, 600, 2))).astype(np.float32)
    bytes_ = rng.integers(60, 127, size=(2, 600, 2)).astype(np.int8)
    return {
        "float16": (half, mask),
        "float32": (single, mask),
        "int8": (bytes_, mask.astype(np.int8)),
        "int8 with a boolean mask": (bytes_[:, :40], mask[:, :40] | True),
    }


def wrong_masks(rng):
    """Masks that do not fit, most of which broadcast without a word."""
    x = _values(rng, 3, 4, 5)
    cube = _values(rng, 3, 3, 3)
    return {
        "mask of one row": (x, np.ones((1, 4), dtype=bool)),
        "mask of one column": (x, np.ones((3, 1), dtype=bool)),
        "mask without a batch axis": (cube, np.ones(3, dtype=bool)),
        "mask with a trailing axis": (x, np.ones((3, 4, 1), dtype=bool)),
        "mask per feature": (x, np.ones((3, 4, 5), dtype=bool)),
        "mask transposed": (x, np.ones((4, 3), dtype=bool)),
        "mask with a step too many": (x, np.ones((3, 5), dtype=bool)),
        "mask with a step too few": (x, np.ones((3, 3), dtype=bool)),
        "mask with a query too many": (x, np.ones((4, 4), dtype=bool)),
    }


def wrong_blocks(rng):
    """Blocks that are not three-dimensional."""
    x = _values(rng, 3, 4, 5)
    cube = _values(rng, 3, 3, 3)
    return {
        "x without a feature axis": (x[:, :, 0], np.ones((3, 4), dtype=bool)),
        "x without a feature axis, as many queries as steps": (cube[:, :, 0], np.ones((3, 3), dtype=bool)),
        "x with an axis too many": (x[..., None], np.ones((3, 4), dtype=bool)),
        "x with an axis too many, all sizes equal": (np.stack([cube, cube, cube]), np.ones((3, 3), dtype=bool)),
    }


def probe_empty_row(rng):
    """Queries without a real token: among others, alone, everywhere, as numbers, over unclean memory."""
    x, mask = _values(rng, 4, 5, 3), _scattered(rng, 4, 5)
    mask[1] = False
    dirty = x.copy()
    dirty[1] = rng.choice(NONFINITE, size=dirty[1].shape)
    square = np.ones((3, 3), dtype=bool)
    square[0] = False
    return {
        "one empty query among others": (x, mask),
        "one empty query, mask of numbers": (x, mask.astype(np.int64)),
        "an empty query over unclean memory": (dirty, mask),
        "only one query, and it is empty": (x[1:2], mask[1:2]),
        "every query is empty": (x, np.zeros((4, 5), dtype=bool)),
        "an empty query in a cube": (_values(rng, 3, 3, 3), square),
    }
