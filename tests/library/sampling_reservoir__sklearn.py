"""sklearn.utils.random.sample_without_replacement(method="reservoir_sampling")"""

from sklearn.utils.random import sample_without_replacement


def reservoir(stream, k, seed):
    if k < 1:
        raise ValueError("k is below 1")
    items = list(stream)
    places = sample_without_replacement(
        len(items), min(k, len(items)), method="reservoir_sampling", random_state=int(seed)
    )
    return [items[place] for place in places]
