"""The documents keep up with the program: what can be set, run or depended on is written down."""

import json
import re
import subprocess
import tomllib
from collections.abc import Iterator
from enum import StrEnum
from pathlib import Path

import click
import pytest
import typer

from app.cli import cli
from app.problems.patterns import Criterion, Mistake
from app.settings import Settings

ROOT = Path(__file__).resolve().parents[2]
OPERATIONS = (ROOT / "docs" / "operations.md").read_text()
DEPENDENCIES = (ROOT / "docs" / "dependencies.md").read_text()


def _tracked() -> list[Path]:
    """Files in git or about to be."""
    listing = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    return [path for path in map(ROOT.joinpath, listing.stdout.splitlines()) if path.is_file()]


def _rows(text: str) -> set[str]:
    """The first cells of all tables."""
    return {cell.strip("` ") for cell in re.findall(r"^\| ([^|]+) \|", text, re.MULTILINE)}


def _commands(command: click.Command, words: tuple[str, ...] = ("holdout",)) -> Iterator[str]:
    if isinstance(command, click.Group):
        for name, child in command.commands.items():
            yield from _commands(child, (*words, name))
    else:
        yield " ".join(words)


IMAGES = ROOT / "sandbox" / "images" / "environments"


def _direct() -> list[str]:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    python = [*project["dependencies"], *project["optional-dependencies"]["dev"]]
    package = json.loads((ROOT / "package.json").read_text())
    asked = [*IMAGES.glob("*/requirements.in"), *(ROOT / "benchmarks").glob("*.in")]
    locked = [line for path in asked for line in path.read_text().splitlines()]
    inside = [name for name in locked if name[:1].isalpha()] + ["torch"]  # locked apart
    return [re.split(r"[\[<>=~ ]", name)[0] for name in dict.fromkeys(python + inside)] + [
        *package["dependencies"],
        *package["devDependencies"],
    ]


@pytest.mark.parametrize("field", Settings.model_fields)
def test_every_setting_has_its_row(field: str):
    name = "DATABASE_URL" if field == "database_url" else f"HOLDOUT_{field.upper()}"
    assert name in _rows(OPERATIONS)


def test_no_setting_is_described_that_does_not_exist():
    described = {row.removeprefix("HOLDOUT_").lower() for row in _rows(OPERATIONS) if row.startswith("HOLDOUT_")}
    assert described <= set(Settings.model_fields)


@pytest.mark.parametrize("command", [*_commands(typer.main.get_command(cli))])
def test_every_command_has_its_row(command: str):
    assert [row for row in _rows(OPERATIONS) if f"{row} ".startswith(f"{command} ")] != []


@pytest.mark.parametrize("package", _direct())
def test_every_direct_dependency_has_its_row(package: str):
    assert package.lower() in _rows(DEPENDENCIES)


def test_no_dependency_is_described_that_is_gone():
    described = _rows(DEPENDENCIES) - {"package", "---"}
    assert described <= {name.lower() for name in _direct()}


def test_every_relative_link_leads_to_a_file():
    broken = [
        f"{page.relative_to(ROOT)}: {target}"
        for page in _tracked()
        if page.suffix == ".md" and "problems" not in page.relative_to(ROOT).parts
        for target in re.findall(r"\]\(([^)#:\s]+)(?:#[^)]*)?\)", page.read_text())
        if not (page.parent / target).exists()
    ]
    assert broken == []


def test_no_tracked_file_names_a_package_registry_or_a_folder_of_one_machine():
    """Where packages come from is the machine's affair: pip's, npm's, apt's and Docker's own configuration."""
    hosts = ["pypi" + ".org", "python" + "hosted.org", "npm" + "js.org", "yarn" + "pkg.com", "debian" + ".org"]
    registries = [f"{name}.io/" for name in ("quay", "ghcr", "docker")] + ["registry" + "-1"]
    words = [*hosts, *registries, f"{ROOT}/"]
    found = [
        f"{path.relative_to(ROOT)}: {word}"
        for path in _tracked()
        for text in [path.read_bytes().decode(errors="replace")]
        for word in words
        if word in text
    ]
    assert found == []


@pytest.mark.parametrize("words", [Mistake, Criterion])
def test_the_guide_for_authors_lists_every_word_of_a_closed_list(words: type[StrEnum]):
    guide = (ROOT / "docs" / "authoring.md").read_text().replace("\n", " ")
    assert ", ".join(words) in guide


def test_each_claim_of_the_threat_model_has_a_test_that_is_there():
    text = (ROOT / "docs" / "threat-model.md").read_text()
    claims = re.findall(r"^\| (.+?) \| `(tests/[\w/.]+)(?:::(\w+))?` \|$", text.partition("## Claims")[2], re.MULTILINE)
    assert len(claims) >= 30
    for claim, file, name in claims:
        source = ROOT / file
        assert source.is_file(), claim
        assert not name or re.search(rf"^(async )?def {name}\(", source.read_text(), re.MULTILINE), claim


def test_every_row_of_the_claims_is_understood():
    rows = (ROOT / "docs" / "threat-model.md").read_text().partition("## Claims")[2].splitlines()
    tested = [row for row in rows if row.startswith("| ") and "`tests/" in row]
    assert len([row for row in rows if row.startswith("| ")]) - 1 == len(tested)
