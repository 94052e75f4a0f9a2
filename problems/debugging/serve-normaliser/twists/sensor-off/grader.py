"""Flags for missing readings stand behind the scaled ones."""

_scaled_rows = reference


def reference(history, requests):
    """The scaled rows, and reading by reading whether it is there."""
    served = []
    for rows, scaled in zip(requests, _scaled_rows(history, requests), strict=True):
        flags = [[float(math.isnan(x)) for x in row] for row in np.asarray(rows, dtype=float).tolist()]
        served.append(np.concatenate([scaled, np.array(flags, dtype=float).reshape(scaled.shape)], axis=1))
    return served


def sensors_off(rng):
    """Missing readings beside readings whose scaled value is 0, or at the limit, or whose feature has gaps in the history."""
    history = np.array([[60.0, 36.0, 98.0], [80.0, np.nan, 98.0], [70.0, 38.0, 98.0]])
    nan = np.nan
    return {
        "one off, others at the mean": (history, [np.array([[nan, 37.0, 98.0], [70.0, nan, 99.0]])]),
        "one off, others at the limit": (history, [np.array([[nan, 90.0, 10.0], [500.0, 10.0, nan]])]),
        "off in the history only": (history, [np.array([[71.0, 36.5, 97.0]]), np.array([[75.0, 37.5, 96.0]])]),
        "all off": (history, [np.full((2, 3), nan), np.array([[65.0, 38.0, 98.5]])]),
        "one feature": (history[:, :1].copy(), [np.array([[nan], [66.0]]), np.zeros((0, 1)), np.array([[nan]])]),
    }
