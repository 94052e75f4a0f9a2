def level(column):
    """The median."""
    ordered = sorted(column)
    return (ordered[(len(ordered) - 1) // 2] + ordered[len(ordered) // 2]) / 2.0
