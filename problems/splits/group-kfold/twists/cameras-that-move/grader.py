by_label = reference


def _station(label):
    return label.rpartition("/")[0] or label if isinstance(label, str) else label


def _stations(groups):
    return [_station(label) for label in (groups if isinstance(groups, list) else groups.tolist())]


def reference(groups, k):
    return by_label(_stations(groups), k)


def season_case(rng, i):
    """Stations in up to three seasons, every second one of an area with two of them; level when cut by station."""
    k = 2 + i % 3
    sizes = _level_sizes(rng, k, 2 * k + 2 + i)
    names = _labels(rng, len(sizes), True).tolist()
    stations = [f"{names[j // 4]}/{j % 4}" if j % 4 < 2 else names[-1 - j] for j in range(len(sizes))]
    labels = []
    for station, size in zip(stations, sizes):
        seasons = rng.choice([f"{station}/2023", f"{station}/2024", f"{station}/2025"], size=size)
        bare = "/" not in station and rng.random(size) < 0.3
        labels.extend(np.where(bare, station, seasons).tolist())
    return np.array(labels)[rng.permutation(len(labels))], k


def whole_stations(args, out, args2, out2):
    return _whole((_stations(args[0]), args[1]), out) or _whole((_stations(args2[0]), args2[1]), out2)


def too_few_stations(rng):
    two = np.array(["oak", "oak/2023", "oak/2024", "north/3/2024", "north/3/2025"])
    return {
        "five labels, two stations": (two, 3),
        "as many folds as labels": (two, 5),
        "one station": (two[:3].copy(), 2),
    }
