whole_day = reference


def _blank(item):
    return isinstance(item, str) and not item.strip(" ")


def reference(stream, k, seed):
    return whole_day((item for item in stream if not _blank(item)), k, seed)


def ordinary_case(rng, i):
    """As before, with texts that are never blank."""
    k = 1 + i
    n = k + [1, 2, 7, 60, 600][i % 5]
    return [item or "hello" if i % 2 == 0 else item for item in _items(rng, n, i % 2 == 0)], k, _seed(rng)


def silent_case(rng, i):
    """Half of the stream is silence; samples smaller and larger than what is left."""
    spoken = [f"{WORDS[j % 6]} {j}" for j in range(3 + 2 * i)]
    stream = spoken + ["", " ", "   "] * (1 + i)
    return [stream[j] for j in rng.permutation(len(stream))], [2, 4, 300][i % 3], _seed(rng)


def spoken(args, out, args2, out2):
    for drawn in (out, out2):
        if any(_blank(item) for item in drawn):
            return "a blank utterance was drawn"
    return _each(_contents)(args, out, args2, out2)


def seeds_with_silence(rng):
    """Two spoken utterances after ten blank ones, and one before and one after."""
    seeds = [int(seed) for seed in np.unique(rng.integers(0, 2**32 - 1, size=800))]
    late, around = [" "] * 10 + ["one", "two"], ["one"] + [""] * 10 + ["two"]
    return [(late if number % 2 else around, 1, seed) for number, seed in enumerate(seeds)]


def spoken_pvalues(cases, outputs):
    if any(out not in (["one"], ["two"]) for out in outputs):
        return {"one spoken utterance": 0.0}
    hits = {"late": [], "around": []}
    for case, out in zip(cases, outputs, strict=True):
        hits["late" if case[0][0] == " " else "around"].append(out == ["one"])
    return {f"silence {where}": _pvalue(np.array(found), 0.5) for where, found in hits.items()}


def silent_streams(rng):
    return {
        "only silence": (["", "  ", ""], 2, _seed(rng)),
        "one spoken utterance": (["", "stop", " "], 2, _seed(rng)),
        "equal ones around silence": (["stop", "", "stop", " ", "stop"], 2, _seed(rng)),
        "zeros": ([0, 0, 0], 2, _seed(rng)),
    }
