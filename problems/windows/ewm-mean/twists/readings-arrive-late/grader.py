DELAY = 300


def reference(ts, x, halflife):
    times, values = [int(t) for t in ts], [float(v) for v in x]
    out = []
    for now in times:
        known = [(t, v) for t, v in zip(times, values, strict=True) if v == v and t <= now - DELAY]
        weights = [2.0 ** (-(known[-1][0] - t) / halflife) for t, _ in known]
        total = math.fsum(w * v for w, (_, v) in zip(weights, known, strict=True))
        out.append(total / math.fsum(weights) if known else NAN)
    return np.array(out, dtype=float)


def exact(ts, x, halflife):
    out = np.full(len(x), NAN)
    for i, now in enumerate(ts):
        known = [j for j in range(len(x)) if x[j] == x[j] and ts[j] <= now - DELAY]
        with mpmath.workdps(50):
            weights = [mpmath.power(2, -mpmath.mpf(int(now - ts[j])) / mpmath.mpf(halflife)) for j in known]
            total = sum(w * mpmath.mpf(float(x[j])) for w, j in zip(weights, known, strict=True))
            out[i] = float(total / sum(weights)) if known else NAN
    return out


def around_the_delay(rng):
    start = 1_650_000_000
    steps = np.array([0, 1, 299, 300, 301, 599, 600, 600, 601, 2000])
    x = _readings(rng, len(steps))
    gaps = x.copy()
    gaps[[1, 3, 7]] = np.nan
    return {
        "exactly, a second less, a second more": (start + steps, x, 90.25),
        "with gaps": (start + steps, gaps, 90.25),
        "one second": (np.full(4, start), x[:4], 90.25),
        "every second": (start + np.arange(320), np.resize(x, 320), 40.5),
        "long after the last reading": (start + 10**7 * np.arange(5), np.where(np.arange(5) < 2, x[:5], NAN), 0.75),
    }
