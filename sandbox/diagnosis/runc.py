"""Which known ways out of a container the installed runc still has.

Two rows are kept: flaws through which a container reaches its host. A version is fixed by its own release branch, or
by a distribution that patched an older one. Sources: runc's advisories GHSA-xr7r-f8xq-vfvv (CVE-2024-21626) and
GHSA-9493-h29p-rfm2, GHSA-qw9x-cqr3-wc7r, GHSA-cgrx-mc8f-2prm (the three of November 2025); Debian's DSA-5615-1 and the
package's changelog; Ubuntu's USN-6619-1. Ubuntu answered the three with whole releases of 1.3.3 (USN-7851-1), which
need no row. Debian 12 and 13 had no patched package for them when this was written (November 2026).
"""

import re
from dataclasses import dataclass
from typing import Any

from sandbox.diagnosis.finding import Finding, ok, warning

_RELEASED = 1 << 30  # a release is newer than each of its candidates
_VERSION = re.compile(r"^v?(\d+)\.(\d+)\.(\d+)(?:[-~]rc\.?(\d+))?")
Version = tuple[int, int, int, int]


@dataclass(frozen=True)
class _Flaw:
    """``fixed``: the first fixed release of each branch, oldest first; later branches never had the flaw.

    ``patched``: a pattern of a distribution's package and the first revision (its group) with the fix.
    """

    names: str
    fixed: tuple[Version, ...]
    patched: tuple[tuple[str, int], ...] = ()

    def is_in(self, version: Version, package: str) -> bool:
        """Whether this runc has the flaw."""
        if version[:2] > self.fixed[-1][:2] or any(v[:2] == version[:2] and version >= v for v in self.fixed):
            return False
        found = ((re.match(pattern, package), first) for pattern, first in self.patched)
        return not any(match and int(match[1]) >= first for match, first in found)


_FLAWS = (
    _Flaw(
        "CVE-2024-21626",
        fixed=((1, 1, 12, _RELEASED),),
        patched=(
            (r"1\.1\.5\+ds1-1\+deb12u(\d+)", 1),
            (r"1\.0\.0~rc93\+ds1-5\+deb11u(\d+)", 3),
            (r"1\.1\.7-0ubuntu1~2[02]\.04\.(\d+)", 2),
            (r"1\.1\.7-0ubuntu2\.(\d+)", 2),
        ),
    ),
    _Flaw(
        "CVE-2025-31133, CVE-2025-52565, CVE-2025-52881",
        fixed=((1, 2, 8, _RELEASED), (1, 3, 3, _RELEASED), (1, 4, 0, 3)),
    ),
)


def look(version: dict[str, Any]) -> Finding:
    """What the engine's `/version` says of its runc."""
    part = next((each for each in version.get("Components") or [] if each.get("Name") == "runc"), None)
    if part is None:
        return ok("runc", "the engine names no runc; another runtime has its own advisories")
    return judge(str(part.get("Version", "")), str((part.get("Details") or {}).get("GitCommit", "")))


def judge(version: str, commit: str = "") -> Finding:
    """``version`` as the engine gives it; Debian's engines put the package's full version where the commit stands."""
    package = commit if commit.startswith(version) else version
    match = _VERSION.match(version)
    if match is None:
        return warning("runc", f"its version ({version!r}) is not understood", "See that it is 1.2.8, 1.3.3 or newer.")
    numbers = (int(match[1]), int(match[2]), int(match[3]), int(match[4]) if match[4] else _RELEASED)
    open_flaws = [flaw.names for flaw in _FLAWS if flaw.is_in(numbers, package)]
    if not open_flaws:
        return ok("runc", package)
    return warning(
        "runc",
        f"{package} has {', '.join(open_flaws)}. They are used through images and mounts; Holdout starts only its own "
        "images and never runs a command in a used container",
        "Upgrade runc to 1.2.8, 1.3.3 or newer, from your distribution or with Docker's own packages.",
    )
