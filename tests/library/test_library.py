"""What scikit-learn, scipy and pandas compute, graded: docs/library-agreement.md says what becomes of each wrapper."""

import ast
import re
from collections.abc import AsyncIterator
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from app.problems.bank import find_folders, load_package
from app.problems.grade import grade
from app.problems.loader import Package
from sandbox.engine import Engine
from sandbox.images import build
from tests.sandboxes import settings, start

ROOT = Path(__file__).parents[2]
BANK, WRAPPERS = ROOT / "problems", Path(__file__).parent
DOCUMENT = (ROOT / "docs" / "library-agreement.md").read_text()
FAST = "metrics_average_precision", "metrics_average_precision__as_it_is"
SEED = "5c" * 32


@dataclass(frozen=True)
class Row:
    """A row of the table of wrappers."""

    problem: str
    library: str
    wrapper: str
    verdict: str
    broken: set[str]
    at_times: set[str]


def _rows() -> list[Row]:
    link = r"\[(?P<library>[^|]+)\]\(\.\./tests/library/(?P<wrapper>\w+)\.py\)"
    row = rf"^\| (?P<problem>[a-z/0-9-]+) \| {link} \| (?P<verdict>\w+) \|(?P<checks>[^|]*)\| [^|]+ \|$"
    rows = []
    for match in re.finditer(row, DOCUMENT, re.MULTILINE):
        always, _, at_times = match["checks"].partition("at times")
        names = [match[name] for name in ("problem", "library", "wrapper", "verdict")]
        rows.append(Row(*names, _checks(always), _checks(at_times)))
    return rows


def _checks(cell: str) -> set[str]:
    return set(re.findall(r"`([^`]+)`", cell))


ROWS = _rows()
WITHOUT = re.findall(r"^\| ([a-z]+/[a-z0-9-]+) \| [^|]+ \|$", DOCUMENT, re.MULTILINE)


def _problem(wrapper: str) -> str:
    pattern, _, slug = wrapper.partition("__")[0].partition("_")
    return f"{pattern}/{slug.replace('_', '-')}"


def _in_data(problem: str) -> Package:
    """The problem, for an image that has the libraries."""
    package = load_package(BANK / problem)
    return replace(package, spec=package.spec.model_copy(update={"environment": "data"}))


@pytest.fixture(scope="module")
async def engine() -> AsyncIterator[Engine]:
    build.build(["data", "judge"], lambda _: None)
    engine = Engine(settings(slots=1, live_slots=0, spares=0))
    await start(engine)
    yield engine
    await engine.close()


@pytest.mark.parametrize(
    "row",
    [pytest.param(row, id=row.wrapper, marks=[] if row.wrapper in FAST else pytest.mark.thorough) for row in ROWS],
)
async def test_a_library_is_graded_as_the_table_says(engine: Engine, row: Row):
    result = await grade(engine, _in_data(row.problem), (WRAPPERS / f"{row.wrapper}.py").read_text(), SEED)
    assert (row.verdict, row.broken) == (result.verdict, result.broken() - row.at_times), result.as_text()


def test_every_wrapper_has_its_row():
    wrappers = {path.stem for path in WRAPPERS.glob("*.py") if not path.stem.startswith("test_")}
    assert sorted(wrappers) == sorted(row.wrapper for row in ROWS)


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.wrapper)
def test_a_row_says_what_its_wrapper_says(row: Row):
    source = ast.parse((WRAPPERS / f"{row.wrapper}.py").read_text())
    assert (_problem(row.wrapper), ast.get_docstring(source)) == (row.problem, row.library)


def test_every_problem_is_in_one_of_the_two_tables():
    problems = [folder.relative_to(BANK).as_posix() for folder in find_folders(BANK)]
    assert problems == sorted({row.problem for row in ROWS} | set(WITHOUT))
    assert set() == {row.problem for row in ROWS} & set(WITHOUT)


def test_the_document_names_the_versions_of_the_image():
    locked = (ROOT / "sandbox/images/environments/data/requirements.txt").read_text()
    versions = re.findall(r"^(numpy|pandas|scikit-learn|scipy)==(\S+)", locked, re.MULTILINE)
    assert [] == [name for name, version in versions if f"{name} {version}" not in DOCUMENT]
