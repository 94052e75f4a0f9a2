"""Checks that hand in objects and streams of their own, on real parts."""

import pytest

from app.bench import exercise
from app.problems import upgrades
from tests.app.bench.asking import ask
from tests.app.packages import bank

FAIR = """
def test_a_short_stream_comes_back_whole():
    for items in (["a", "a", ""], [0, 0, 7], []):
        assert sorted(reservoir(iter(items), 5, 1)) == sorted(items)

def test_positions():
    drawn = reservoir((n for n in range(50)), 10, seed=3)
    assert len(drawn) == 10 == len(set(drawn)) and set(drawn) <= set(range(50))

def test_fair():
    counts = [0, 0, 0]
    for seed in range(150):
        (item,) = reservoir(iter(range(3)), 1, seed)
        counts[item] += 1
    assert max(abs(count / 150 - 1 / 3) for count in counts) < 0.15

def test_nothing_is_refused():
    try:
        reservoir(iter([1]), 0, 0)
    except ValueError:
        return
    assert False
"""
WATCHED = """
class Mean:
    fits = []
    def fit(self, X, y):
        Mean.fits.append(sorted(y))
        self.mean = float(np.mean(y))
        return self
    def predict(self, X):
        return np.full(len(X), self.mean)

class Watched:
    fits = []
    def fit(self, X):
        Watched.fits.append(sorted(np.ravel(X)))
        return self
    def transform(self, X):
        return np.array(X, dtype=float)
    def fit_transform(self, X):
        return self.fit(X).transform(X)

def measured():
    Mean.fits.clear()
    Watched.fits.clear()
    X, y = np.array([[1.0], [2.0], [3.0], [4.0]]), np.array([10.0, 20.0, 30.0, 60.0])
    return cross_val_mse(Mean, make_scaler=Watched, X=X, y=y, folds=[np.array([0, 1]), np.array([2, 3])])
"""
HANDED_IN = {
    "a stream": (
        "sampling/reservoir",
        FAIR,
        "def test_runs():\n    assert reservoir(iter([1, 2]), 1, 0) is not None\n",
        {"first_k", "counts_first", "falsy_end", "off_by_one", "nothing_allowed", "k_single_draws"},
    ),
    "objects": (
        "splits/cross-val-mse",
        WATCHED
        + "def test_by_hand():\n    assert abs(measured() - 1025) < 1e-9\n"
        + "def test_rows():\n    measured()\n    assert sorted(Watched.fits) == [[1, 2], [3, 4]]\n",
        WATCHED + "def test_runs():\n    assert measured() >= 0\n",
        {"scaled_beforehand", "scaler_fitted_on_all", "own_scaler_for_test", "model_fitted_on_all", "root_of_the_mean"},
    ),
}


@pytest.mark.parametrize("case", HANDED_IN.values(), ids=HANDED_IN)
async def test_checks_hand_in_objects_and_streams_of_their_own(ada, sessions, drain, case) -> None:
    name, good, worthless, bugs = case
    async with sessions.begin() as session:
        await upgrades.sync_package(session, bank(name))
    on = exercise.of(bank(name))
    assert on is not None
    caught = {}
    for checks in (good, worthless):
        run = (await ask(ada, f"/problems/{name}", checks)).json()["id"]
        await drain()
        told = (await ada.browser.get(f"/api/bench/runs/{run}")).json()
        assert ("finished", 0) == (told["status"], told["false_alarms"]), told["right"]
        sound = {on.wrong[each["number"] - 1].path for each in told["wrong"] if each["sound"]}
        caught[checks] = {path.rpartition("/")[2].removesuffix(".py") for path in sound}
    assert bugs <= caught[good]
    assert not bugs & caught[worthless]
    assert "Hand in objects and streams of your own" in (await ada.browser.get(f"/problems/{name}/bench")).text
