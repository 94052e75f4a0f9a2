"""What is asked of the engine: one grading, as a validated record."""

from collections.abc import Iterable
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field

SOURCE_BYTES = 256 << 10
_DEADLINE_SECONDS = 60.0
_READ_BY_THE_JUDGE = {
    "mode",
    "source",
    "checks_source",
    "seed",
    "only",
    "shrink",
    "hash_seed",
    "stop_at_first",
    "binds",
    "package",
    "deadline_seconds",
}
Priority = Literal["live_run", "live_submit", "practice", "shadow", "regrade"]
NOBODY_WAITS: frozenset[Priority] = frozenset({"shadow", "regrade"})
MEMORY_STEPS = (256, 512, 1024, 2048)  # MiB


def need(environment: str, memory_mb: int) -> str:
    """What a job asks of an engine, as a name: its environment, and above the first step that of its memory."""
    step = step_of(memory_mb)
    return environment if step == MEMORY_STEPS[0] else f"{environment}.{step}"


def step_of(memory_mb: int) -> int:
    """The MiB a candidate's container must have for a job of so many."""
    return next(each for each in MEMORY_STEPS if memory_mb <= each)


def met(environments: Iterable[str], memory_mb: int) -> list[str]:
    """All needs that an engine with these environments meets, whose containers may take so many MiB."""
    return [need(each, step) for each in environments for step in MEMORY_STEPS if step <= memory_mb]


class _Record(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Limits(_Record):
    """Limits of one probe group: cpu seconds, memory in MiB."""

    cpu_seconds: Annotated[int, Field(ge=1, le=20)] = 2
    memory_mb: Annotated[int, Field(ge=64, le=MEMORY_STEPS[-1])] = 256


class PackageFiles(_Record):
    """What the judge needs of a problem package: the specification, the visible examples, the trusted files."""

    spec: dict[str, Any]
    visible: list[dict[str, Any]]
    files: dict[str, str]


class Job(_Record):
    """One grading. ``seed`` is secret (hexadecimal): every hidden input derives from it and the check's id.

    ``binds`` are the open decisions that an answered clarification has settled; ``only`` reruns named checks.
    ``shrink`` makes the counterexamples of failed checks small, which can take seconds. ``owner`` is whose turn it
    takes: owners of one ``priority`` take turns. A ``lease`` names an interview attempt: its containers serve nothing
    else, before or after. ``hash_seed`` is that of the processes whose check names none. ``stop_at_first`` leaves out
    what comes after the first required check that did not pass.
    """

    id: str
    mode: Literal["submit", "run", "check"]
    source: Annotated[str, Field(max_length=SOURCE_BYTES)]
    checks_source: Annotated[str, Field(max_length=SOURCE_BYTES)] = ""
    seed: Annotated[str, Field(pattern="^[0-9a-f]{16,128}$")]
    environment: Annotated[str, Field(pattern="^[a-z]{1,20}$")] = "numpy"
    limits: Limits = Limits()
    only: list[str] | None = None
    hash_seed: Annotated[int, Field(ge=0, lt=2**32)] = 0
    stop_at_first: bool = False
    shrink: bool = False
    binds: dict[str, str] = Field(default_factory=dict)
    package: PackageFiles
    priority: Priority = "practice"
    owner: Annotated[str, Field(max_length=200)] = ""
    lease: Annotated[str, Field(min_length=1, max_length=200)] | None = None
    deadline_seconds: Annotated[float, Field(gt=0, le=600)] = _DEADLINE_SECONDS

    def for_the_judge(self) -> dict[str, Any]:
        """The record the judge reads."""
        return {
            **self.model_dump(include=_READ_BY_THE_JUDGE),
            "gives_way": self.priority in NOBODY_WAITS,
            "limits": {"cpu_seconds": self.limits.cpu_seconds, "memory_bytes": self.limits.memory_mb << 20},
        }
