"""Tampering submissions against every pattern: none is accepted, and what each does is noted for a person to see."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from app.problems.bank import load_package
from app.problems.grade import Result, grade
from app.problems.loader import Package
from sandbox.engine import Engine
from sandbox.images import build
from tests.hostile.tampers import TAMPERS, Tamper
from tests.sandboxes import settings, start

pytestmark = pytest.mark.hostile

BANK = Path(__file__).parents[2] / "problems"
PROBLEMS = (
    "components/softmax-xent",
    "debugging/serve-normaliser",
    "metrics/roc-auc",
    "preprocessing/standardize",
    "sampling/stratified-split",
    "sanity/check-split",
    "shapes/masked-mean",
    "splits/oof-target-encode",
    "windows/entity-features",
)
FAST = "preprocessing/standardize", "sanity/check-split"
SEED = "7a" * 32


@pytest.fixture(scope="module")
async def engine() -> AsyncIterator[Engine]:
    build.build(["numpy", "judge"], lambda _: None)
    engine = Engine(settings(slots=2, live_slots=0, spares=0))
    await start(engine)
    yield engine
    await engine.close()


def right(package: Package) -> str:
    return package.solutions("accepted")[0].source


@pytest.mark.parametrize("problem", PROBLEMS)
async def test_what_the_tricks_are_made_of_is_accepted_by_itself(engine: Engine, problem: str):
    package = load_package(BANK / problem)
    assert "accepted" == (await grade(engine, package, right(package), SEED)).verdict
    wrong = Tamper("no trick", "def ENTRY(*args):\n    return wrong(*args)", ())
    assert "rejected" == (await grade(engine, package, wrong.source(package, right(package)), SEED)).verdict


@pytest.mark.parametrize(
    "problem", [pytest.param(name, marks=[pytest.mark.fast] if name in FAST else []) for name in PROBLEMS]
)
async def test_no_trick_is_accepted_and_each_is_noted(engine: Engine, problem: str, request: pytest.FixtureRequest):
    package = load_package(BANK / problem)
    chosen = [tamper for tamper in TAMPERS if tamper.fast or not request.config.getoption("markexpr")]

    async def run(tamper: Tamper) -> Result:
        return await grade(engine, package, tamper.source(package, right(package)), SEED)

    results = await asyncio.gather(*(run(tamper) for tamper in chosen))
    assert {} == {
        tamper.name: found.verdict for tamper, found in zip(chosen, results, strict=True) if found.verdict != "rejected"
    }
    unseen = {
        tamper.name: sorted({notice.kind for notice in found.notices})
        for tamper, found in zip(chosen, results, strict=True)
        if tamper.kinds and not {notice.kind for notice in found.notices} & set(tamper.kinds)
    }
    assert {} == unseen


def test_there_are_enough_of_them():
    assert 40 <= len({tamper.name for tamper in TAMPERS}) == len(TAMPERS)
