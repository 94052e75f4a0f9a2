"""Reference and generators of `mean_error`: exact sums in plain Python."""

import math

import numpy as np


def reference(batches):
    errors = [abs(float(error)) for batch in batches for error in batch]
    return math.fsum(errors) / len(errors)


def uneven_case(rng, i):
    """At least two batches, whose sizes and whose levels of error differ."""
    sizes = [1 + i, 4 + 2 * i, *rng.integers(1, 9, size=i)]
    return ([(1.0 + 3.0 * k) * rng.normal(size=int(size)) for k, size in enumerate(sizes)],)


def one_batch(rng, args):
    """The same errors in one batch."""
    (batches,) = args
    return ([np.concatenate(batches)],)


def same_figure(args, out, args2, out2):
    return None if math.isclose(out, out2, rel_tol=1e-9) else f"{out} became {out2} when the errors were put into one batch"
