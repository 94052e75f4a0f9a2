"""Rows that were seen stay in training; every input gets such a column."""


def reference(y, test_frac, seed, seen):
    """Random keys for the unseen rows; within each class those with the smallest keys are the test side."""
    if not 0.0 < test_frac < 1.0 or len(seen) != len(y):
        raise ValueError("test_frac must lie strictly between 0 and 1, and seen must be as long as y")
    labels = [str(label) for label in y]
    keys = np.random.Generator(np.random.PCG64(seed)).random(len(labels)).tolist()
    left = {label: test_size(labels.count(label), test_frac) for label in set(labels)}
    sides = ([], [])
    for i in sorted(range(len(labels)), key=keys.__getitem__):
        drawn = left[labels[i]] > 0 and not seen[i]
        left[labels[i]] -= drawn
        sides[int(drawn)].append(i)
    return tuple(np.array(sorted(side), dtype=np.int64) for side in sides)


def _marked(make, share=0.5):
    def made(rng, i):
        args = make(rng, i)
        return (*args, rng.random(len(args[0])) < share)

    return made


rare_case, plain_case, single_rows_case = map(_marked, (rare_case, plain_case, single_rows_case))
ordinary_case, seeded_case = _marked(ordinary_case, 0.7), _marked(seeded_case, 0.2)
_determined, _fractions, _repeated = determined_cases, bad_fractions, _replicates


def determined_cases(rng):
    cases = {f"{name}, none seen": (*args, np.zeros(len(args[0]), bool)) for name, args in _determined(rng).items()}
    y = np.array([7, 7, 7, 7, 7, 7, -1, -1, 3])
    return cases | {
        "everything seen": (y, 0.5, _seed(rng), np.ones(9, dtype=bool)),
        "as many unseen as are due": (y, 0.5, _seed(rng), np.isin(np.arange(9), [0, 2, 5, 6])),
        "fewer unseen than are due": (y, 0.7, _seed(rng), np.isin(np.arange(9), [1, 2, 3, 4, 6, 7, 8])),
        "no rows, none seen": (np.array([], dtype=np.int64), 0.3, 1, np.zeros(0, dtype=bool)),
    }


def bad_fractions(rng):
    return {name: (*args, np.zeros(6, dtype=bool)) for name, args in _fractions(rng).items()}


def misfits(rng):
    y = np.array([0, 1, 0, 1, 1, 0])
    return {f"{n} of 6": (y, 0.5, _seed(rng), np.zeros(n, dtype=bool)) for n in (0, 1, 5, 7)}


def reshuffled(rng, args):
    y, test_frac, _, seen = args
    order = rng.permutation(len(y))
    return y[order], test_frac, _seed(rng), seen[order]


@_each
def unseen_only(args, out):
    sides = _positions(out)
    if sides is None or any(not 0 <= i < len(args[0]) for i in sides[1]):
        return "the result does not hold positions of rows"
    tested = sum(bool(args[3][i]) for i in sides[1])
    return f"{tested} rows that were seen are tested" if tested else None


@_each
def class_sizes(args, out):
    y, test_frac, _, seen = args
    sides = _positions(out)
    if sides is None or any(not 0 <= i < len(y) for i in sides[0] + sides[1]):
        return "the result does not hold positions of rows"
    labels = [str(label) for label in y]
    for label in sorted(set(labels)):
        unseen = sum(own == label and not known for own, known in zip(labels, seen, strict=True))
        expected = min(test_size(labels.count(label), test_frac), unseen)
        got = sum(labels[i] == label for i in sides[1])
        if expected != got:
            return f"class of {labels.count(label)} rows, {unseen} unseen: {expected} test rows due, {got} found"
    return None


# --- distribution: three rows of the class c and one of d are seen --------------------------------------------------

SEEN = np.isin(np.arange(len(ROWS)), [5, 10, 16, 20])


def _replicates(rng, n):
    return [(*args, SEEN) for args in _repeated(rng, n)]


def _drawable():
    """The unseen rows of each class, and how many of them are due."""
    return {
        name: ([i for i in rows if not SEEN[i]], test_size(len(rows), SHARE)) for name, rows in _members().items()
    }


def row_pvalues(cases, outputs):
    """Each unseen row is drawn with probability k_c / unseen rows of the class, a seen one never."""
    chosen = _chosen(outputs)
    if chosen is None:
        return {"positions of rows": 0.0}
    found = {"rows that were seen": float(not chosen[:, SEEN].any())}
    for rows, due in _drawable().values():
        found |= {f"row {i}": _pvalue(chosen[:, i], due / len(rows)) for i in rows}
    return found


def joint_pvalues(cases, outputs):
    """Pairs of one class, and the two classes of which nothing was seen."""
    chosen = _chosen(outputs)
    if chosen is None:
        return {"positions of rows": 0.0}
    found = {}
    for name in "ac":
        rows, due = _drawable()[name]
        n = len(rows)
        together = due * (due - 1) / (n * (n - 1))
        for i, j in combinations(range(n), 2):
            if j - i == 1 or name == "a":
                found[f"{name}{i} with {name}{j}"] = _pvalue(chosen[:, rows[i]] & chosen[:, rows[j]], together)
    (a, due), (b, _) = _drawable()["a"], _drawable()["b"]
    same = (chosen[:, a] == chosen[:, b]).all(axis=1)
    found["two classes drawn alike"] = _pvalue(same, 1 / comb(len(a), due))
    return found
