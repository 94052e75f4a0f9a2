"""Reference and generators of `entity_features`: the definition read literally, every row against every row.

Amounts in the leakage checks are multiples of a quarter, so sums are exact in any order and any way of summing agrees.
"""

import math

import numpy as np

DAY = 86_400


def reference(entity, ts, amount, horizon):
    if not len(entity) == len(ts) == len(amount):
        raise ValueError("entity, ts and amount differ in length")
    if horizon < 1:
        raise ValueError("the horizon is below one second")
    cards, times, euros = list(map(int, entity)), list(map(int, ts)), list(map(float, amount))
    rows = []
    for card, now in zip(cards, times, strict=True):
        seen = [a for c, t, a in zip(cards, times, euros, strict=True) if c == card and now - horizon <= t < now]
        rows.append((float(len(seen)), math.fsum(seen)))
    return np.array(rows, dtype=float).reshape(len(rows), 2)


def _cards(rng, n, k):
    """n draws from k fingerprints of any size and sign, in pairs one apart; the first card is the busiest."""
    names = rng.integers(-(2**62), 2**62, size=k)
    names[1::2] = names[: k // 2 * 2 : 2] + 1
    return names[np.minimum(rng.integers(0, k, n), rng.integers(0, k, n))]


def _log(rng, n, k, horizon):
    """A log in random order whose time span is some six horizons, with rows of the same second and rows exactly `horizon` apart."""
    cards = _cards(rng, n, k)
    ts = 1_700_000_000 + rng.integers(0, 6 * horizon + 1, size=n)
    for i in range(2, n, 5):
        cards[i], ts[i] = cards[i - 1], ts[i - 1] + [0, horizon, horizon + 1, 1][(i // 5) % 4]
    amount = np.round(rng.gamma(0.8, 60.0, size=n) * rng.choice([1.0, 1.0, 1.0, -1.0], size=n), 2)
    order = rng.permutation(n)
    return cards[order], ts[order], amount[order]


def many_cards_case(rng, i):
    """From three rows to sixty, one card to six, windows from a minute to a day."""
    horizon = [60, 600, 3600, DAY][i % 4]
    return *_log(rng, 3 + 6 * i, 1 + i % 6, horizon), horizon


def crowded_case(rng, i):
    """Few different seconds, so that many payments share one, and windows of one to three seconds."""
    n, horizon = 12 + 8 * i, 1 + i % 3
    cards = _cards(rng, n, 2 + i % 2)
    return cards, 1_700_000_000 + rng.integers(0, 7, size=n), np.round(rng.uniform(1.0, 90.0, n), 2), horizon


def quarters_case(rng, i):
    """A log for the leakage checks: quarters only, and a very large early payment that every later window could see."""
    horizon = 4000
    cards, ts, _ = _log(rng, 30 + 10 * i, 2 + i, horizon)
    amount = rng.integers(-200, 2000, size=len(ts)) / 4
    amount[np.argmin(ts)] = 500_000.25
    return cards, ts, amount, horizon


def whole_number_case(rng, i):
    cards, ts, amount, horizon = many_cards_case(rng, 4 + i)
    return cards, ts, np.round(amount), horizon


def large_log(rng, size):
    """Fifty-one cards, one of which owns half of the rows; its window holds about a tenth of them."""
    cards = np.where(rng.random(size) < 0.5, 1, rng.integers(2, 52, size=size)).astype(np.int64)
    ts = 1_700_000_000 + rng.integers(0, 30 * DAY, size=size)
    return cards, ts, rng.integers(1, 2000, size=size) / 4, 3 * DAY


def _moment(ts):
    """The second that parts past from future: one in the middle that holds a row."""
    return np.sort(ts)[len(ts) // 2]


def change_future(rng, args, kind):
    """Change everything about payments later than the moment; none of them becomes earlier."""
    cards, ts, amount, horizon = args
    later = ts > _moment(ts)
    if kind == "truncate":
        return cards[~later], ts[~later], amount[~later], horizon
    cards, ts, amount = cards.copy(), ts.copy(), amount.copy()
    if kind == "replace":
        amount[later] = rng.integers(-400_000, 400_000, size=later.sum()) / 4
        cards[later] = rng.choice(cards, size=later.sum())
    elif kind == "shift":
        ts[later] += horizon // 3
        amount[later] += 1024.25
    else:
        amount[later] *= -64.0
    return cards, ts, amount, horizon


def past_rows(args, args2, out, out2):
    """The results of payments up to the moment, matched by position or, where the future was dropped, by order."""
    up_to_now = args[1] <= _moment(args[1])
    out2 = np.asarray(out2)
    return np.asarray(out)[up_to_now], out2 if len(args2[1]) < len(args[1]) else out2[up_to_now]


def change_same_second(rng, args, kind):
    """Change the amounts of the payments made in the moment itself."""
    cards, ts, amount, horizon = args
    now, amount = ts == _moment(ts), amount.copy()
    if kind == "replace":
        amount[now] = rng.integers(-400_000, 400_000, size=now.sum()) / 4
    elif kind == "shift":
        amount[now] += 1024.25
    else:
        amount[now] *= -64.0
    return cards, ts, amount, horizon


def same_second_case(rng, i):
    """A log in which several payments of one card, and of others, share the moment."""
    cards, ts, amount, horizon = quarters_case(rng, i)
    now = _moment(ts)
    card = cards[np.flatnonzero(ts == now)[0]]
    extra = np.array([card, card, cards[0], cards[-1]])
    places = rng.integers(0, len(ts), size=len(extra))
    return (
        np.insert(cards, places, extra),
        np.insert(ts, places, now),
        np.insert(amount, places, [10.25, -3.5, 70.0, 8.75]),
        horizon,
    )


def reverse_rows(rng, args):
    cards, ts, amount, horizon = args
    return cards[::-1].copy(), ts[::-1].copy(), amount[::-1].copy(), horizon


def reversed_result(args, out, args2, out2):
    if not np.allclose(np.asarray(out)[::-1], out2, rtol=1e-9, atol=1e-6):
        return "the rows of the result did not follow the rows of the input"
    return None


def rename_cards(rng, args):
    """Every card gets another fingerprint, in another order."""
    cards, ts, amount, horizon = args
    names, position = np.unique(cards, return_inverse=True)
    return (rng.permutation(len(names)) - 2**61)[position], ts, amount, horizon


def drop_other_cards(rng, args):
    """Keep the payments of the card with the greatest fingerprint: in any sorted log it has neighbours."""
    cards, ts, amount, horizon = args
    own = cards == cards.max()
    return cards[own], ts[own], amount[own], horizon


def same_result(args, out, args2, out2):
    if not np.allclose(out, out2, rtol=1e-9, atol=1e-6):
        return "the result changed with the names of the cards"
    return None


def same_own_rows(args, out, args2, out2):
    own = args[0] == args[0].max()
    if not np.allclose(np.asarray(out)[own], out2, rtol=1e-9, atol=1e-6):
        return "the result of a card changed with the payments of other cards"
    return None


def window_edges(rng):
    start = 1_700_000_000
    one = np.array([5, 5])
    euros = np.array([10.5, 4.0])
    burst = start + np.array([0, 1, 59, 60, 61, 119, 120, 121, 180])
    order = rng.permutation(len(burst))
    return {
        "exactly one horizon earlier": (one, start + np.array([0, 60]), euros, 60),
        "one second more than the horizon": (one, start + np.array([0, 61]), euros, 60),
        "one second earlier": (one, start + np.array([0, 1]), euros, 1),
        "two seconds earlier, horizon of one": (one, start + np.array([0, 2]), euros, 1),
        "the same second": (one, start + np.array([7, 7]), euros, 60),
        "both edges at once": (np.full(9, 3), burst[order], (np.arange(9) * 2.25)[order], 60),
    }


def small_logs(rng):
    none, no_euros = np.zeros(0, dtype=np.int64), np.zeros(0)
    five = np.array([4, 4, 4, 4, 4])
    euros = np.array([1.0, 2.0, 4.0, 8.0, 16.0])
    return {
        "no rows": (none, none, no_euros, 60),
        "one row": (np.array([12]), np.array([1_700_000_000]), np.array([9.99]), 60),
        "every payment in one second": (five, np.full(5, 1_700_000_000), euros, 60),
        "five cards": (np.arange(5) * 2**40 - 2**41, 1_700_000_000 + np.arange(5), euros, 60),
        "a horizon longer than the log": (five, 1_700_000_000 + np.array([4, 0, 2, 1, 3]), euros, 10**9),
        "refunds that cancel": (five, 1_700_000_000 + np.arange(5), np.array([5.0, -5.0, 2.5, -2.5, 0.0]), 60),
    }


def mismatched_lengths(rng):
    cards, ts, amount, horizon = many_cards_case(rng, 1)
    return {
        "an amount too few": (cards, ts, amount[:-1].copy(), horizon),
        "a time too few": (cards, ts[:-1].copy(), amount, horizon),
        "a card too few": (cards[:-1].copy(), ts, amount, horizon),
        "one amount for all rows": (cards, ts, amount[:1].copy(), horizon),
        "one card for all rows": (cards[:1].copy(), ts, amount, horizon),
    }


def impossible_horizons(rng):
    cards, ts, amount, _ = many_cards_case(rng, 1)
    return {"zero": (cards, ts, amount, 0), "below zero": (cards, ts, amount, -3600)}
