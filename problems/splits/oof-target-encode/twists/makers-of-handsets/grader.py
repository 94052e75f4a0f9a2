"""Two levels: every category gets a maker, and the definition is applied twice."""


def _smoothed(values, m, prior):
    return (math.fsum(values) + m * prior) / (len(values) + m) if values else prior


def reference(cat, maker, y, fold, m):
    """The definition, one row at a time, with exact sums."""
    cat, maker = [str(c) for c in cat], [str(k) for k in maker]
    y, fold = [float(v) for v in y], [int(f) for f in fold]
    if m < 0 or not len(cat) == len(maker) == len(y) == len(fold) or len(set(fold)) < 2:
        raise ValueError("invalid arguments")
    encoded = []
    for own_cat, own_maker, own_fold in zip(cat, maker, fold, strict=True):
        others = [j for j in range(len(y)) if fold[j] != own_fold]
        prior = math.fsum(y[j] for j in others) / len(others)
        of_maker = _smoothed([y[j] for j in others if maker[j] == own_maker], m, prior)
        encoded.append(_smoothed([y[j] for j in others if cat[j] == own_cat], m, of_maker))
    return np.array(encoded)


MAKERS = ["shop", "web", "Nord", ""]


def _made(cat):
    """The maker of each category: few makers, some with the name of a category."""
    return np.array([MAKERS[sum(map(ord, str(c))) % len(MAKERS)] for c in cat], dtype="<U4")


def _of_makers(make):
    def made(rng, i):
        cat, *others = make(rng, i)
        return cat, _made(cat), *others

    return made


def _all_of_makers(cases):
    def made(rng):
        return {name: (args[0], _made(args[0]), *args[1:]) for name, args in cases(rng).items()}

    return made


random_case, folds_case, probe_case = map(_of_makers, (random_case, folds_case, probe_case))
unseen, extremes, negative_strength, _misfits = map(_all_of_makers, (unseen, extremes, negative_strength, misfits))
_changed_fold = change_own_fold


def change_own_fold(rng, args, kind):
    cat, *others = _changed_fold(rng, (args[0], *args[2:]), kind)
    return cat, _made(cat), *others


_kept_fold = keep_own_fold


def keep_own_fold(args, args2, out, out2):
    return _kept_fold((args[0], *args[2:]), (args2[0], *args2[2:]), out, out2)


def shuffle_rows(rng, args):
    order = rng.permutation(len(args[0]))
    return *(column[order] for column in args[:4]), args[4]


_same_values = same_rows_same_values


def same_rows_same_values(args, out, args2, out2):
    return _same_values((args[0], *args[2:]), out, (args2[0], *args2[2:]), out2)


def misfits(rng):
    cases = _misfits(rng)
    for name, (cat, _, y, fold, m) in list(cases.items()):
        if len(y) == len(fold):
            cases[name] = (cat, _made(np.resize(cat, len(y))), y, fold, m)
    cat, maker, y, fold, m = folds_case(rng, 0)
    return cases | {
        "fewer makers than rows": (cat, maker[:-1].copy(), y, fold, m),
        "one maker for all rows": (cat, maker[:1].copy(), y, fold, m),
    }


def makers(rng):
    cat = np.array(["N1", "N2", "N1", "N3", "S1", "S1", "N4", "X1", "N2"])
    maker = np.array(["Nord", "Nord", "Nord", "Nord", "Sol", "Sol", "Nord", "X", "Nord"])
    fold = np.array([3, 3, 1, 1, 1, 2, 2, 2, 1])
    y = rng.normal(size=9) * 2 + 5
    twin = np.array(["Sol", "Nord", "Sol", "Nord", "Nord", "Sol"])
    crossed = np.array(["Nord", "Sol", "Nord", "Sol", "Sol", "Nord"])
    half = np.array([0, 0, 0, 1, 1, 1])
    return {
        "new handsets, smoothed": (cat, maker, y, fold, 3.0),
        "new handsets, not smoothed": (cat, maker, y, fold, 0.0),
        "makers named like categories": (twin, crossed, y[:6].copy(), half, 2.0),
        "makers named like categories, not smoothed": (twin, crossed, y[:6].copy(), half, 0.0),
        "one maker": (cat, np.full(9, "Nord"), y, fold, 1.5),
        "a maker per category": (cat, cat.copy(), y, fold, 1.5),
        "a maker in one fold only": (cat, np.where(np.isin(cat, ["N4", "X1"]), "Sol", "Nord"), y, fold, 1.0),
    }
