"""Which packages have changed since they last passed: kept by content, so that a checkout of any age can be compared.

What passed holds for this package, these images and this code of the gates; when one differs it is verified anew.
"""

import hashlib
import json
from collections.abc import Iterable, Sequence
from pathlib import Path

from app.problems.bank import load_package
from app.problems.loader import Package
from app.problems.package_error import PackageError
from app.problems.verify.report import Report
from app.settings import ROOT
from sandbox.images import catalogue

CACHE = ROOT / ".build" / "verified.json"
_GATES = Path(__file__).parent.parent


def fingerprint(package: Package) -> str:
    """Of all that its verdict rests on."""
    images = [catalogue.image(catalogue.JUDGE), catalogue.candidate_image(package.spec.environment)]
    code = [path.read_bytes() for path in sorted(_GATES.rglob("*.py"))]
    parts = [package.digest.encode(), *(image.fingerprint.encode() for image in images), *code]
    return hashlib.sha256(b"".join(hashlib.sha256(part).digest() for part in parts)).hexdigest()


def unverified(folders: Iterable[Path], *, mutants: bool, cache: Path = CACHE) -> list[Path]:
    """The folders whose package has not passed as it stands now; with `mutants`, not with them."""
    passed = _read(cache)
    return [folder for folder in folders if _fingerprint(folder) not in passed[mutants]]


def remember(reports: Sequence[Report], *, mutants: bool, cache: Path = CACHE) -> None:
    """Keep which packages have passed, each in its newest form."""
    known = _read_names(cache)
    for report in reports:
        if report.passed:
            entry = known.setdefault(report.name, {})
            entry["gates"] = report.fingerprint
            if mutants:
                entry["mutants"] = report.fingerprint
    cache.parent.mkdir(parents=True, exist_ok=True)
    beside = cache.with_suffix(".new")
    beside.write_text(json.dumps(known, indent=1, sort_keys=True))
    beside.replace(cache)


def _fingerprint(folder: Path) -> str | None:
    try:
        return fingerprint(load_package(folder))
    except PackageError:
        return None


def _read(cache: Path) -> dict[bool, set[str]]:
    known = _read_names(cache).values()
    return {
        mutants: {entry[name] for entry in known if name in entry}
        for mutants, name in ((False, "gates"), (True, "mutants"))
    }


def _read_names(cache: Path) -> dict[str, dict[str, str]]:
    try:
        known = json.loads(cache.read_text())
    except (OSError, ValueError):
        return {}  # nothing has passed yet, as far as is known
    return known if isinstance(known, dict) else {}
