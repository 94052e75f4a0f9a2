def reference(train, test):
    train, test = list(train), list(test)
    categories = sorted(text for text in set(train) if train.count(text) >= 3)
    return _with_rest(train, categories), _with_rest(test, categories), categories


def _with_rest(texts, categories):
    own = _encoded(texts, categories)
    rest = [[0.0 if text in categories else 1.0] for text in texts]
    return np.hstack([own, np.reshape(rest, (len(texts), 1))])


def rare_texts(rng):
    once, twice, thrice, often, unseen = _words(rng, 5)
    train = [once] + 2 * [twice] + 3 * [thrice] + 6 * [often]
    order = [train[int(j)] for j in rng.permutation(len(train))]
    return {
        "one, two, three and six": (order, [twice, often, thrice, once, unseen, twice]),
        "rarer in training, common later": (order, 4 * [twice] + 5 * [unseen] + [thrice]),
        "all rare": ([once, twice, twice], [once, unseen]),
        "none rare": (3 * [thrice] + 6 * [often], [often, thrice]),
        "nothing in training": ([], [once, once, once]),
    }
