def _training(args, fold):
    car = [int(number) for number in np.asarray(args[5])]
    tested = {car[int(row)] for row in fold}
    return [row for row in range(len(car)) if car[row] not in tested]


def reference(make_model, make_scaler, X, y, folds, car):
    return _error((make_model, make_scaler, X, y, folds, car))


def _advertised(rng, args):
    """Some cars are advertised more than once, as long as every fold keeps two training rows, or the one it has."""
    n = len(args[2])
    car = rng.permutation(np.arange(n) * 7 - 20)
    least = [min(2, len(_training((*args, car), fold))) for fold in args[4]]
    for one, two in rng.integers(n, size=(n // 2, 2)):
        merged = car.copy()
        merged[one] = merged[two]
        if all(len(_training((*args, merged), fold)) >= few for fold, few in zip(args[4], least, strict=True)):
            car = merged
    return (*args, car)


def _with_cars(generator):
    def cases(rng, *i):
        made = generator(rng, *i)
        if isinstance(made, dict):
            return {name: _advertised(rng, args) for name, args in made.items()}
        return _advertised(rng, made)

    return cases


even_case, any_folds_case = _with_cars(even_case), _with_cars(any_folds_case)
extreme_folds, whole_number_case = _with_cars(extreme_folds), _with_cars(whole_number_case)
_misfits, _small_integers = impossible_folds, small_integers


def small_integers(rng):
    return {name: (*args, np.arange(len(args[2]))) for name, args in _small_integers(rng).items()}


def impossible_folds(rng):
    cases = {name: (*args, np.arange(len(args[2]))) for name, args in _misfits(rng).items()}
    args = cases["no fold"]
    return cases | {"every car is tested": (*args[:4], [np.arange(3)], np.array([4, 5, 6, 5, 6, 4]))}


def cars_on_both_sides(rng):
    X, y = _cars(rng, 10, 2)
    folds = [np.array([0, 5]), np.array([7, 2, 9])]
    numbers = {
        "one row of three is tested": [3, 1, 2, 3, 4, 5, 6, 7, 3, 8],
        "neighbours and others": [3, 3, 8, 5, 3, 9, 9, 8, 1, 2],
        "no car twice": [5, 4, 3, 2, 1, 0, -1, -2, -3, -4],
        "both test rows of one car": [6, 0, 1, 2, 3, 6, 4, 5, 5, 7],
        "repeats within the training side only": [0, 1, 2, 1, 3, 4, 3, 5, 1, 6],
        "a test row in another fold": [5, 0, 5, 1, 2, 6, 3, 6, 4, 7],
        "a car numbered zero": [0, 1, 2, 0, 4, 5, 0, 7, 9, 8],
    }
    return {
        name: ((RidgeModel, NearestModel)[k % 2], StandardScaler, X, y, folds, np.array(car))
        for k, (name, car) in enumerate(numbers.items())
    }
