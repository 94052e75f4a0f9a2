"""A delay for every log; the definition has two distances."""


def reference(entity, ts, amount, horizon, delay):
    if not len(entity) == len(ts) == len(amount):
        raise ValueError("entity, ts and amount differ in length")
    if horizon < 1 or delay < 1:
        raise ValueError("the horizon or the delay is below one second")
    cards, times, euros = list(map(int, entity)), list(map(int, ts)), list(map(float, amount))
    rows = []
    for card, now in zip(cards, times, strict=True):
        seen = [
            a
            for c, t, a in zip(cards, times, euros, strict=True)
            if c == card and now - horizon <= t <= now - delay
        ]
        rows.append((float(len(seen)), math.fsum(seen)))
    return np.array(rows, dtype=float).reshape(len(rows), 2)


def _delayed(make):
    """Delays of one second, a part of the horizon, all of it and more."""

    def made(rng, i):
        *log, horizon = make(rng, i)
        return (*log, horizon, [1 + horizon // 10, 1, 1 + horizon // 3, horizon, horizon + 2][i % 5])

    return made


def _all_delayed(cases):
    def made(rng):
        return {name: (*args, 1) for name, args in cases(rng).items()}

    return made


def _with_delay(change):
    def changed(rng, args, *kind):
        return *change(rng, args[:-1], *kind), args[-1]

    return changed


many_cards_case, crowded_case = _delayed(many_cards_case), _delayed(crowded_case)
quarters_case = _delayed(quarters_case)
window_edges, small_logs = _all_delayed(window_edges), _all_delayed(small_logs)
change_future, change_same_second = _with_delay(change_future), _with_delay(change_same_second)
reverse_rows, rename_cards, drop_other_cards = map(_with_delay, (reverse_rows, rename_cards, drop_other_cards))
_large = large_log


def whole_number_case(rng, i):
    *log, amount, horizon, delay = many_cards_case(rng, 4 + i)
    return *log, np.round(amount), horizon, delay


def same_second_case(rng, i):
    """A log in which several payments of one card, and of others, share the moment."""
    cards, ts, amount, *spans = quarters_case(rng, i)
    now = _moment(ts)
    card = cards[np.flatnonzero(ts == now)[0]]
    extra = np.array([card, card, cards[0], cards[-1]])
    places = rng.integers(0, len(ts), size=len(extra))
    amounts = np.insert(amount, places, [10.25, -3.5, 70.0, 8.75])
    return np.insert(cards, places, extra), np.insert(ts, places, now), amounts, *spans


def large_log(rng, size):
    return *_large(rng, size), 7200


def mismatched_lengths(rng):
    cards, ts, amount, *spans = many_cards_case(rng, 1)
    return {
        "an amount too few": (cards, ts, amount[:-1].copy(), *spans),
        "a time too few": (cards, ts[:-1].copy(), amount, *spans),
        "a card too few": (cards[:-1].copy(), ts, amount, *spans),
        "one amount for all rows": (cards, ts, amount[:1].copy(), *spans),
        "one card for all rows": (cards[:1].copy(), ts, amount, *spans),
    }


def impossible_horizons(rng):
    cards, ts, amount, _, _ = many_cards_case(rng, 1)
    return {"zero": (cards, ts, amount, 0, 1), "below zero": (cards, ts, amount, -3600, 1)}


def impossible_delays(rng):
    cards, ts, amount, horizon, _ = many_cards_case(rng, 1)
    return {"zero": (cards, ts, amount, horizon, 0), "below zero": (cards, ts, amount, horizon, -60)}


def unbooked_case(rng, i):
    """The card of the moment made three payments within the delay before it, and three long after."""
    cards, ts, amount, horizon, _ = quarters_case(rng, i)
    now, delay = _moment(ts), horizon // 3
    extra = now + np.array([1 - delay, -delay // 2, -1, 5 * horizon, 6 * horizon, 7 * horizon])
    cards = np.append(cards, np.full(6, cards[ts == now][0]))
    return cards, np.append(ts, extra), np.append(amount, rng.integers(1, 400, size=6) / 4), horizon, delay


def change_unbooked(rng, args, kind):
    """Change the amounts of payments made less than the delay before the moment, and of the moment itself."""
    cards, ts, amount, horizon, delay = args
    now, amount = _moment(ts), amount.copy()
    young = (ts > now - delay) & (ts <= now)
    amount[young] = rng.integers(-400_000, 400_000, size=young.sum()) / 4 if kind == "replace" else amount[young] + 512.5
    return cards, ts, amount, horizon, delay


def rows_of_the_moment(args, args2, out, out2):
    """Payments of the moment, and all that are older."""
    until = args[1] <= _moment(args[1])
    return np.asarray(out)[until], np.asarray(out2)[until]


def delays(rng):
    start = 1_700_000_000
    one, euros = np.array([5, 5]), np.array([10.5, 4.0])
    steps = start + np.array([0, 9, 10, 11, 59, 60, 61, 70])
    order = rng.permutation(8)
    many = np.full(8, 3), steps[order], (np.arange(8) * 2.25 + 1.0)[order]
    return {
        "exactly one delay earlier": (one, start + np.array([0, 30]), euros, 60, 30),
        "one second less than the delay": (one, start + np.array([0, 29]), euros, 60, 30),
        "one second": (one, start + np.array([3, 4]), euros, 60, 1),
        "as long as the horizon": (one, start + np.array([0, 60]), euros, 60, 60),
        "one second beyond the horizon": (one, start + np.array([0, 61]), euros, 60, 61),
        "both ends at once": (*many, 60, 10),
        "both ends in one second": (*many, 10, 10),
        "ends that have crossed": (*many, 10, 50),
        "far beyond everything": (*many, 60, 10**9),
        "no rows": (np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.int64), np.zeros(0), 60, 10),
    }
