"""A window: for every position only the last few exist; every input gets a window."""


def reference(Q, K, V, window):
    """The definition: the slice that a position sees, and nothing else."""
    Q, K, V = (np.asarray(each) for each in (Q, K, V))
    if Q.ndim != 4 or Q.shape != K.shape or Q.shape != V.shape or window < 1:
        raise ValueError("one shape [B, H, T, D] and a window of at least 1 are needed")
    out = np.zeros(Q.shape)
    for b, h, t in np.ndindex(*Q.shape[:3]):
        seen = range(max(0, t - window + 1), t + 1)
        query = Q[b, h, t].tolist()
        scores = [math.fsum(q * k for q, k in zip(query, K[b, h, j].tolist(), strict=True)) for j in seen]
        out[b, h, t] = _mean([s / math.sqrt(len(query)) for s in scores], [V[b, h, j].tolist() for j in seen])
    return out


def _with_window(make, size=None):
    def made(rng, i):
        args = make(rng, i)
        return (*args, size or int(rng.integers(2, max(3, args[0].shape[2]))))

    return made


def _all_with_window(cases):
    def made(rng):
        return {name: (*args, 3) for name, args in cases(rng).items()}

    return made


ordinary_case, equal_sizes, whole_case = (_with_window(make) for make in (ordinary_case, equal_sizes, whole_case))
at_scale, session = _with_window(at_scale), _with_window(session, 3)
small_sizes, types, far_scores, other_shapes = (
    _all_with_window(cases) for cases in (small_sizes, types, far_scores, other_shapes)
)
_future, _neighbours = change_future, change_neighbours


def change_future(rng, args, kind):
    return (*_future(rng, args[:3], kind), args[3])


def change_neighbours(rng, args, kind):
    return (*_neighbours(rng, args[:3], kind), args[3])


def change_forgotten(rng, args, kind):
    """Only positions that the fifth one has forgotten change."""
    Q, K, V, window = args
    end = _CUT - window + 1
    for each in (Q, K, V):
        each[:, :, :end] = (
            4.0 * rng.normal(size=each[:, :, :end].shape) if kind == "replace" else each[:, :, :end] + 6.0
        )
    return Q, K, V, window


def keep_recent(args, args2, out, out2):
    return out[:, :, _CUT:], out2[:, :, _CUT:]


def windows(rng):
    shape = (2, 1, 6, 3)
    return {
        "itself alone": (*_tensors(rng, shape), 1),
        "two positions": (*_tensors(rng, shape), 2),
        "all but one": (*_tensors(rng, shape), 5),
        "the whole session": (*_tensors(rng, shape), 6),
        "more than the session": (*_tensors(rng, shape), 50),
        "a high score forgotten": (*_with_scores(rng, [[990.0, 991.0, -990.0, -991.0, -989.0, -990.5]]), 3),
    }


def no_window(rng):
    return {"zero": (*_tensors(rng, (1, 2, 4, 3)), 0), "negative": (*_tensors(rng, (1, 2, 4, 3)), -2)}
