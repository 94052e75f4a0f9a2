"""The environments there are and what pins them. Knows no Docker.

An environment is a folder of `environments/`: its requirements, their hash locks, and in `preload.txt` the modules
its zygote imports ahead, one per line; a folder without that file is no candidate's. A locally built image has
another digest on every machine, so an environment is pinned by its fingerprint: a hash over the recipe, the locks,
the base package list, the modules and the code that goes in. Images are tagged and labelled with it.
"""

import hashlib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from sandbox.errors import UnknownEnvironment

SANDBOX = Path(__file__).resolve().parent.parent
ENVIRONMENTS = SANDBOX / "images" / "environments"
RECIPES = SANDBOX / "images" / "recipes"
SUITE = "bookworm"
BASE_PACKAGES = ("python3",)
JUDGE = "judge"
ENVIRONMENT_LABEL = "holdout.environment"
FINGERPRINT_LABEL = "holdout.fingerprint"
TORCH_LOCK = "torch.txt"
# Memory of a container beyond a job's own: two warm processes of the environment, one per hash seed.
_WARM_MB = {"data": 256, "torch": 640}
_PRELOAD = "preload.txt"
_CODE = {JUDGE: ("__init__.py", "wire.py", "inside", "judge")}
_CANDIDATE_CODE = ("__init__.py", "wire.py", "inside")


@dataclass(frozen=True)
class Image:
    """One environment's image: its locked wheels (``dependencies_tag``) and the code on top of them (``tag``).

    ``preload`` are the modules a candidate's zygote imports ahead; the judge's has none.
    """

    environment: str
    dependencies_fingerprint: str
    fingerprint: str
    preload: tuple[str, ...]

    @property
    def warm_mb(self) -> int:
        """MiB of memory that a container needs beyond what its jobs may take."""
        return _WARM_MB.get(self.environment, 0)

    @property
    def dependencies_tag(self) -> str:
        """Tag of the layer with the base system and the wheels."""
        return f"holdout-dependencies-{self.environment}:{self.dependencies_fingerprint[:16]}"

    @property
    def tag(self) -> str:
        """Tag of the image containers are made from."""
        return f"holdout-{self.environment}:{self.fingerprint[:16]}"

    @property
    def locks(self) -> list[Path]:
        """The hash-locked requirements; torch has a file of its own."""
        return _locks(self.environment)


def environments() -> list[str]:
    """All environments, the judge's own among them."""
    return sorted(path.name for path in ENVIRONMENTS.iterdir() if path.is_dir())


def candidate_environments() -> list[str]:
    """The environments a problem may name."""
    return [name for name in environments() if (ENVIRONMENTS / name / _PRELOAD).exists()]


def code_files(environment: str) -> list[Path]:
    """The source files that go into an image; none of the judge's reaches a candidate's."""
    roots = [SANDBOX / name for name in _CODE.get(environment, _CANDIDATE_CODE)]
    files = [path for root in roots for path in ([root] if root.is_file() else root.rglob("*.py"))]
    return sorted(files)


def candidate_image(environment: str) -> Image:
    """The image of an environment a problem may name.

    Raises:
        UnknownEnvironment
    """
    if environment not in candidate_environments():
        raise _unknown(environment, candidate_environments())
    return image(environment)


@cache
def image(environment: str) -> Image:
    """The image of an environment, or of the judge, as its sources stand now.

    Raises:
        UnknownEnvironment
    """
    if environment not in environments():
        raise _unknown(environment, environments())
    recipe, base = (RECIPES / "dependencies.Dockerfile").read_bytes(), base_fingerprint().encode()
    dependencies = _hash([base, *(path.read_bytes() for path in _locks(environment)), recipe])
    preload = _preload(environment)
    code = [
        part
        for path in code_files(environment)
        for part in (str(path.relative_to(SANDBOX)).encode(), path.read_bytes())
    ]
    recipe = (RECIPES / "environment.Dockerfile").read_bytes()
    modules = " ".join(preload).encode()
    return Image(environment, dependencies, _hash([dependencies.encode(), recipe, modules, *code]), preload)


def base_fingerprint() -> str:
    """Pins the base system: suite, package list, recipe."""
    return _hash(
        [
            SUITE.encode(),
            *(name.encode() for name in BASE_PACKAGES),
            (RECIPES / "base.Dockerfile").read_bytes(),
        ]
    )


def base_tag() -> str:
    """Tag of the base system."""
    return f"holdout-base:{base_fingerprint()[:16]}"


def _locks(environment: str) -> list[Path]:
    return sorted(path for path in (ENVIRONMENTS / environment).glob("*.txt") if path.name != _PRELOAD)


def _preload(environment: str) -> tuple[str, ...]:
    modules = ENVIRONMENTS / environment / _PRELOAD
    return tuple(modules.read_text().split()) if modules.exists() else ()


def _unknown(environment: str, known: list[str]) -> UnknownEnvironment:
    return UnknownEnvironment(f"there is no environment `{environment}`; there are: {', '.join(known)}")


def _hash(parts: list[bytes]) -> str:
    digest = hashlib.sha256()
    for part in parts:
        digest.update(len(part).to_bytes(8, "big") + part)
    return digest.hexdigest()
