"""The environments there are and what pins them.

A locally built image has another digest on every machine, so an environment is pinned by its fingerprint: a hash
over the recipe, the hash lock, the base package list and the code that goes in. Images are tagged with it.
"""

import hashlib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import docker
from docker.errors import APIError, ImageNotFound

from sandbox.errors import EngineUnavailable, ImageMissing, UnknownEnvironment

SANDBOX = Path(__file__).resolve().parent.parent
ENVIRONMENTS = SANDBOX / "images" / "environments"
RECIPES = SANDBOX / "images" / "recipes"
SUITE = "bookworm"
BASE_PACKAGES = ("python3",)
_CODE = {"judge": ("__init__.py", "wire.py", "inside", "judge")}
_CANDIDATE_CODE = ("__init__.py", "wire.py", "inside")


@dataclass(frozen=True)
class Image:
    """One environment's image: its locked wheels (``dependencies_tag``) and the code on top of them (``tag``)."""

    environment: str
    dependencies_fingerprint: str
    fingerprint: str

    @property
    def dependencies_tag(self) -> str:
        """Tag of the layer with the base system and the wheels."""
        return f"holdout-dependencies-{self.environment}:{self.dependencies_fingerprint[:16]}"

    @property
    def tag(self) -> str:
        """Tag of the image containers are made from."""
        return f"holdout-{self.environment}:{self.fingerprint[:16]}"

    @property
    def preload(self) -> tuple[str, ...]:
        """The modules that the zygote imports ahead of its jobs."""
        return ("numpy",)

    @property
    def lock(self) -> Path:
        """The hash-locked requirements."""
        return ENVIRONMENTS / self.environment / "requirements.txt"


def environments() -> list[str]:
    """All environments, the judge's own among them."""
    return sorted(path.name for path in ENVIRONMENTS.iterdir() if path.is_dir())


def code_files(environment: str) -> list[Path]:
    """The source files that go into an image; none of the judge's reaches a candidate's."""
    roots = [SANDBOX / name for name in _CODE.get(environment, _CANDIDATE_CODE)]
    files = [path for root in roots for path in ([root] if root.is_file() else root.rglob("*.py"))]
    return sorted(files)


@cache
def image(environment: str) -> Image:
    """The image of an environment as its sources stand now.

    Raises:
        UnknownEnvironment
    """
    if environment not in environments():
        raise UnknownEnvironment(f"there is no environment `{environment}`; there are: {', '.join(environments())}")
    dependencies = _hash(
        [
            base_fingerprint().encode(),
            (ENVIRONMENTS / environment / "requirements.txt").read_bytes(),
            (RECIPES / "dependencies.Dockerfile").read_bytes(),
        ]
    )
    code = [
        part
        for path in code_files(environment)
        for part in (str(path.relative_to(SANDBOX)).encode(), path.read_bytes())
    ]
    recipe = (RECIPES / "environment.Dockerfile").read_bytes()
    return Image(environment, dependencies, _hash([dependencies.encode(), recipe, *code]))


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


def digest(client: docker.DockerClient, which: Image) -> str:
    """The digest of the image on this machine.

    Raises:
        ImageMissing, EngineUnavailable
    """
    try:
        return str(client.images.get(which.tag).id)
    except ImageNotFound as error:
        raise ImageMissing(f"image {which.tag} is missing. Build it with `holdout images build`.") from error
    except (APIError, OSError) as error:
        raise EngineUnavailable(f"the Docker engine does not answer: {error}") from error


def exists(client: docker.DockerClient, tag: str) -> bool:
    """Whether the engine holds this tag."""
    try:
        client.images.get(tag)
    except ImageNotFound:
        return False
    return True


def _hash(parts: list[bytes]) -> str:
    digest = hashlib.sha256()
    for part in parts:
        digest.update(len(part).to_bytes(8, "big") + part)
    return digest.hexdigest()
