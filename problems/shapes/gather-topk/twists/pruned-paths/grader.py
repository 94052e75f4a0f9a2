"""Places of pruned hypotheses are filled with zeros."""

reference_of_all = reference


def reference(scores, items, k):
    """The states as before, where the score of the same rank is not minus infinity."""
    out = reference_of_all(scores, items, k)
    for utterance, row in enumerate(np.asarray(scores).tolist()):
        living = sum(score > -math.inf for score in row)
        out[utterance, living:] = 0.0
    return out


def pruned_cases(rng):
    """Beams with fewer living hypotheses than places, over states of any content."""
    scores = rng.normal(size=(4, 6))
    scores[0, [0, 1, 3, 5]] = -math.inf
    scores[1, [0, 2]] = -math.inf
    scores[2] = -math.inf
    items = _states(rng, 4, 6, 2)
    unclean = items.copy()
    unclean[scores == -math.inf] = rng.choice([np.nan, np.inf, -np.inf], size=(int((scores == -math.inf).sum()), 2))
    alive = items.copy()
    alive[0, 2], alive[3, 4] = np.nan, np.inf
    pinned = scores.copy()
    pinned[0, 4], pinned[3, 1] = math.inf, math.inf
    return {
        "fewer living than places": (scores, items, 4),
        "all places": (scores, items, 6),
        "one place": (scores, items, 1),
        "pruned states hold anything": (scores, unclean, 5),
        "living states hold anything": (scores, alive, 6),
        "pinned hypotheses are alive": (pinned, items, 4),
        "the lowest finite scores are alive": (np.array([[-1.7e308, -math.inf, 0.0]]), items[:1, :3], 3),
    }
