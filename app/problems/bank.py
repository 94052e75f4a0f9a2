"""The bank on disk: finding packages by name, and loading them. Needs no database."""

from pathlib import Path

from app.problems.loader import Package, load_folder
from app.problems.package import DEFAULT_ENVIRONMENT
from app.problems.package_error import PackageError, named_from
from sandbox.images import catalogue


def find_folders(bank: Path) -> list[Path]:
    """The packages of a bank: every `<pattern>/<slug>/` that holds a problem.yaml."""
    return sorted(path.parent for path in bank.glob("*/*/problem.yaml"))


def find_folder(bank: Path, name: str) -> Path:
    """The folder of `<pattern>/<slug>` or `<pattern>/<n>`; PackageError when there is none."""
    pattern, _, rest = name.partition("/")
    for folder in find_folders(bank):
        if folder.parent.name == pattern and (
            folder.name == rest or (rest.isdigit() and _said(folder, "number") == rest)
        ):
            return folder
    raise PackageError(
        name, "there is no such problem", remedy="Name it as <pattern>/<slug> or <pattern>/<n>, e.g. preprocessing/1."
    )


def next_number(bank: Path, pattern: str) -> int:
    """One more than the largest number of a pattern, as far as its packages say one."""
    said = [_said(folder, "number") or "" for folder in find_folders(bank) if folder.parent.name == pattern]
    return max((int(number) for number in said if number.isdigit()), default=0) + 1


def environments(bank: Path) -> set[str]:
    """The environments its problems name; a package broken elsewhere counts, so that nothing is missing later."""
    named = {_said(folder, "environment") or DEFAULT_ENVIRONMENT for folder in find_folders(bank)}
    return named & set(catalogue.candidate_environments())


def _said(folder: Path, key: str) -> str | None:
    """What problem.yaml says on a line of its own, read as text: the file may be broken further down."""
    for line in (folder / "problem.yaml").read_text(errors="replace").splitlines():
        if line.startswith(f"{key}:"):
            return line.removeprefix(f"{key}:").partition("#")[0].strip()
    return None


def load_package(folder: Path) -> Package:
    """Read and check a package; the file of a PackageError is then named from the bank's folder."""
    with named_from(f"{folder.parent.name}/{folder.name}"):
        return load_folder(folder)
