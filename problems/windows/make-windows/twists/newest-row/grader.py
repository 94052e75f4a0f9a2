"""Rows are anchored at the end of the series: the package's reference reads it without the hours that are left over."""

_from_the_beginning = reference


def reference(x, input_len, horizon, gap, stride):
    valid = input_len >= 1 and horizon >= 1 and gap >= 0 and stride >= 1
    spare = len(x) - input_len - gap - horizon
    left_over = spare % stride if valid and spare > 0 else 0
    return _from_the_beginning(list(x)[left_over:], input_len, horizon, gap, stride)


def spare_case(rng, i):
    """Two rows and 0 to 3 hours more, at a stride of four; then other strides."""
    sizes, stride = (3, 2, 1), 4 if i < 4 else 2 + i
    return _series(rng, sum(sizes) + stride + i % 4), *sizes, stride


def older_hours(rng, args):
    x, *sizes = args
    return np.concatenate([_series(rng, sizes[-1]), x]), *sizes


def one_row_in_front(args, out, args2, out2):
    for part, longer in zip(out, out2, strict=True):
        if len(longer) != len(part) + 1 or not np.array_equal(longer[1:], part):
            return f"{len(part)} rows became {len(longer)}, and the later ones are not the same"
    return None
