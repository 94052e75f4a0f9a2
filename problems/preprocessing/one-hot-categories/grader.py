"""Reference and generators of `one_hot`: every row against every category, in plain Python.

The words are drawn for every grading. Some begin with others, so that a text cut to a length would be mistaken for one.
"""

import numpy as np

SYLLABLES = ["ba", "co", "di", "fe", "gu", "ha", "ki", "lo", "mu", "ne", "pa", "ro", "si", "ta", "vu", "ze"]


def reference(train, test, unknown_category="zero_row"):
    categories = []
    for text in train:
        if text not in categories:
            categories.append(text)
    categories.sort()
    if unknown_category == "raise" and any(text not in categories for text in test):
        raise ValueError("a category was never seen in training")
    return _encoded(train, categories), _encoded(test, categories), categories


def _encoded(texts, categories):
    out = np.zeros((len(texts), len(categories)))
    for i, text in enumerate(texts):
        for j, category in enumerate(categories):
            out[i, j] = 1.0 if text == category else 0.0
    return out


def _words(rng, count):
    """Different words of two to five syllables; every third one is the one before it with an ending."""
    words = []
    while len(words) < count:
        word = "".join(rng.choice(SYLLABLES, size=int(rng.integers(2, 6))))
        if len(words) % 3 == 2:
            word = words[-1] + str(rng.choice(["s", "-side", " (part)"]))
        if word not in words:
            words.append(word)
    return words


def _drawn(rng, words, count):
    return [words[int(j)] for j in rng.integers(0, len(words), size=count)]


def known_case(rng, i):
    """All categories occur in training, most of them twice or more; the rows that come later use some of them."""
    words = _words(rng, 2 + i)
    train = words + _drawn(rng, words, 2 * i)
    some = [words[int(j)] for j in rng.permutation(len(words))[: max(1, len(words) // 2)]]
    return [train[int(j)] for j in rng.permutation(len(train))], _drawn(rng, some, 2 + i)


def many_words_case(rng, i):
    words = _words(rng, 24 + 4 * i)
    return _drawn(rng, words, 60) + words, _drawn(rng, words, 10)


def leakage_case(rng, i):
    """Twelve later rows; all of their texts are known, and the second half holds each of them once."""
    words = _words(rng, 6)
    return _drawn(rng, words, 8) + words, _drawn(rng, words, 6) + [words[int(j)] for j in rng.permutation(6)]


def change_later_rows(rng, args, kind, unknown_category="zero_row"):
    """Other texts in the second half of the later rows, more or none; new ones unless the code refuses these."""
    train, test = args
    first = len(test) // 2
    texts = _words(rng, 3) + train[:1] if unknown_category == "zero_row" else train[:2]
    if kind == "truncate":
        return train, test[:first]
    return train, test[:first] + _drawn(rng, texts, first if kind == "replace" else 3 * first)


def kept_parts(args, args2, out, out2):
    """The training rows, the first half of the later rows, and the categories, from both results."""
    first = len(args[1]) // 2
    return tuple((np.asarray(r[0]), np.asarray(r[1])[:first], list(r[2])) for r in (out, out2))


def reorder_rows(rng, args):
    return args[0][::-1], args[1][::-1]


def same_but_reordered(args, out, args2, out2):
    if list(out[2]) != list(out2[2]):
        return "the categories changed with the order of the rows"
    if not all(np.array_equal(np.asarray(a)[::-1], b) for a, b in zip(out[:2], out2[:2], strict=True)):
        return "a row did not keep its encoding when the rows were reordered"
    return None


def look_alikes(rng):
    word, other = _words(rng, 2)
    families = {
        "case": [word, word.upper(), word.capitalize(), other.upper(), other],
        "spaces": [word, word + " ", " " + word, word.replace(word[2], word[2] + " ", 1), other],
        "digits": ["10", "9", "1", "01", "1.0", "100", "-1", "010"],
        "the empty text": [word, "", " ", other],
        "words for nothing": ["nan", "None", "", "NaN", "null", "0", "False"],
        "one within another": [word, word + other, other, word + other + word, word[:2]],
        "other alphabets": [word, "grêle", "gre\u0302le", "grele", "vol à main armée", "Übel", "град", "雹", "Zoll"],
    }
    return {name: (_drawn(rng, texts, 4) + texts, texts[::-1]) for name, texts in families.items()}


def small_columns(rng):
    words = _words(rng, 5)
    return {
        "no later row": (words, []),
        "no row at all": ([], []),
        "one row of each": (words[:1], words[:1]),
        "one category": (words[:1] * 4, words[:1] * 2),
        "as many rows as categories": (words, words),
        "one later row": (words + words[:2], words[3:4]),
    }


def _unknowns(rng):
    """Training words, and for three places in the order a later word that is not among them."""
    words = sorted(_words(rng, 7))
    train = words[1:3] + words[4:6]
    return train + train[::-1], words[0], words[3], words[6] + "y"


def probe_unknown_category(rng):
    train, first, between, last = _unknowns(rng)
    return {
        "sorted before all": (train, [train[0], first, train[1]]),
        "sorted between": (train, [between, train[2], train[2]]),
        "sorted after all": (train, [train[3], train[1], last]),
        "nothing known": (train, [last, first]),
    }


def unknown_categories(rng):
    train, first, between, last = _unknowns(rng)
    longest = max(train, key=len)
    return {
        "known words with an ending": (train, [longest + "x", train[0], longest + " 2", longest]),
        "the beginning of a known word": (train, [longest[:3], longest]),
        "another case": (train, [train[0].upper(), train[0], train[1].capitalize()]),
        "another space": (train, [train[0] + " ", " " + train[1], train[1]]),
        "the empty text": (train, ["", train[3]]),
        "one later row, unknown": (train, [between]),
        "many": (train, [first, train[0], last, between, train[3], last, first]),
        "no training row": ([], [first, last]),
    }
