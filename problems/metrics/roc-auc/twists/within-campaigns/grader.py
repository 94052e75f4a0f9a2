"""Pairs within campaigns: half points and pairs are added up campaign by campaign, in whole numbers."""

_one_campaign = reference


def reference(y_true, scores, campaign, single_class="raise"):
    labels, values, names = np.asarray(y_true), np.asarray(scores), np.asarray(campaign)
    if labels.ndim != 1 or not labels.shape == values.shape == names.shape:
        raise ValueError("three equally long one-dimensional arguments are needed")
    labels, values = labels.tolist(), values.tolist()
    if any(label not in (0, 1) for label in labels) or any(math.isnan(v) for v in values):
        raise ValueError("labels are 0 or 1 and scores are numbers")
    groups = {}
    for label, value, name in zip(labels, values, names.tolist(), strict=True):
        groups.setdefault(name, ([], []))[int(label)].append(value)
    half_points = pairs = 0
    for below, above in groups.values():
        below.sort()
        half_points += sum(bisect_left(below, v) + bisect_right(below, v) for v in above)
        pairs += len(above) * len(below)
    if not pairs:
        if single_class == "raise":
            raise ValueError("no campaign has both classes")
        return math.nan
    return half_points / (2 * pairs)


def _campaigns(rng, labels, k):
    """k campaigns of random names and skewed sizes; one of them has both classes, others hardly any clicks."""
    names = rng.choice(np.arange(-50, 950), size=k, replace=False)
    of_row = names[np.minimum(rng.integers(0, k, len(labels)), rng.integers(0, k, len(labels)))]
    of_row[np.flatnonzero(np.asarray(labels) == 1)[0]] = of_row[np.flatnonzero(np.asarray(labels) == 0)[0]]
    return of_row


def _with_campaigns(make, most=6):
    def made(rng, i):
        labels, scores = make(rng, i)
        campaign = _campaigns(rng, labels, 1 + i % most)
        return labels, scores + 0.75 * (campaign % 7), campaign

    return made


def _in_one(cases):
    def made(rng):
        return {name: (*args, np.full(len(args[0]), 3)) for name, args in cases(rng).items()}

    return made


_large = large_case
distinct_case, tied_case = _with_campaigns(distinct_case), _with_campaigns(tied_case)


def whole_number_case(rng, i, make=whole_number_case):
    labels, scores = make(rng, i)
    return labels, scores, _campaigns(rng, labels, 3)


def large_case(rng, size):
    """A campaign has four rows on average."""
    labels, scores = _large(rng, size)
    return labels, scores, rng.integers(0, size // 4, size=size)


def large_table(rng, i):
    """More pairs than 32 bits can count, in two campaigns."""
    labels, scores = _large(rng, 140_000)
    return labels, scores, rng.integers(0, 2, size=140_000)


def swap_labels(rng, args):
    labels, scores, campaign = args
    return 1 - labels, scores, campaign


def reorder_rows(rng, args):
    order = np.argsort(-args[0], kind="stable")
    return tuple(column[order] for column in args)


_scaled = other_scale


def other_scale(rng, args):
    return *_scaled(rng, args[:2]), args[2]


def own_scales(rng, args):
    """Each campaign's scores by a change of its own, far from those of the others."""
    labels, scores, campaign = args
    scores = scores.copy()
    for name in np.unique(campaign):
        own = campaign == name
        scores[own] = _scaled(rng, (labels[own], scores[own]))[1] + 100.0 * rng.normal()
    return labels, scores, campaign


small_rankings, close_scores = _in_one(small_rankings), _in_one(close_scores)
foreign_labels, missing_scores_of, one_class_of = map(_in_one, (foreign_labels, missing_scores, one_class_tables))


def missing_scores(rng):
    labels, scores, campaign = distinct_case(rng, 3)
    cases = {}
    for label in (0, 1):
        broken = scores.copy()
        broken[np.flatnonzero(labels == label)[0]] = np.nan
        cases[f"in a row with label {label}"] = (labels, broken, campaign)
    return cases


def one_class_tables(rng):
    return one_class_of(rng) | {
        "one class in each of two campaigns": (np.array([1, 0, 1, 0]), np.array([0.1, 0.2, 0.9, 0.4]), np.array([4, 7, 4, 7])),
        "every row a campaign of its own": (np.array([1, 0, 1]), np.array([0.5, 0.2, 0.5]), np.array([2, 1, 0])),
    }


def probe_single_class(rng):
    labels, scores = rng.permutation(np.repeat([0, 1], [5, 4])), rng.normal(size=9)
    return {
        "clicks only": (np.ones(9, dtype=int), scores, np.full(9, 1)),
        "no click": (np.zeros(9, dtype=int), scores, np.full(9, 1)),
        "both classes, never in one campaign": (labels, scores, 10 + labels),
    }


def mismatched_inputs(rng):
    labels, scores, campaign = distinct_case(rng, 3)
    return {
        "one score for all rows": (labels, scores[:1].copy(), campaign),
        "a score too few": (labels, scores[:-1].copy(), campaign),
        "a label too few": (labels[:-1].copy(), scores, campaign),
        "scores as a column": (labels, scores[:, None].copy(), campaign),
        "labels as a column": (labels[:, None].copy(), scores, campaign),
        "all as columns": (labels[:, None].copy(), scores[:, None].copy(), campaign[:, None].copy()),
    }


def mismatched_campaigns(rng):
    labels, scores, campaign = distinct_case(rng, 3)
    return {
        "one campaign for all rows": (labels, scores, campaign[:1].copy()),
        "a campaign too few": (labels, scores, campaign[:-1].copy()),
        "campaigns as a column": (labels, scores, campaign[:, None].copy()),
    }


def odd_campaigns(rng):
    scores = np.array([1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0])
    return {
        "one right pair, six wrong ones": (np.array([0, 1, 1, 1, 0, 0, 1]), scores, np.array([8, 8, 2, 2, 2, 2, 2])),
        "one campaign without clicks": (np.array([0, 0, 0, 1, 0, 1, 0]), scores, np.array([1, 1, 1, 0, 0, 0, 0])),
        "one campaign with clicks only": (np.array([1, 1, 0, 1, 1, 0, 1]), scores, np.array([1, 1, 0, 0, 0, 0, 0])),
        "single rows beside a pair": (np.array([0, 1, 0, 1, 1, 0, 1]), scores, np.array([6, 5, 4, 3, 1, 1, 0])),
        "equal scores across campaigns": (
            np.array([1, 0, 1, 0, 1, 0]), np.array([2.0, 2.0, 2.0, 1.0, 1.0, 2.0]), np.array([1, 2, 2, 1, 3, 3])
        ),
        "names far apart": (np.array([1, 0, 0, 1]), scores[:4].copy(), np.array([-(2**62), -(2**62), 2**62, 2**62])),
    }
