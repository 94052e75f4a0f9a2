"""What an engine says of itself, for readiness, the doctor and the log."""

from datetime import datetime

from pydantic import BaseModel, ConfigDict

from sandbox.job import Priority


class _Record(BaseModel):
    model_config = ConfigDict(frozen=True)


class PoolStatus(_Record):
    """One environment's pairs.

    ``spare`` have served nobody, ``idle`` have and wait, ``leased`` are the idle ones that belong to one interview
    or owner, ``running`` serve or are being looked at. ``failures`` counts starts that failed in a row; ``error`` is
    what the last one said, else empty. One that is ``resting`` has no pair after that, and the next start is under way
    or due soon: a job would only wait for it to fail. ``started`` and ``recycled`` count what has come up and what was
    found unfit or worn since the beginning.
    """

    environment: str
    spare: int
    idle: int
    leased: int
    running: int
    starting: int
    failures: int
    error: str
    resting: bool
    started: int
    recycled: int


class EngineStatus(_Record):
    """The whole engine. Before the first connection version, runtime and budget are unknown.

    ``connected`` says that there was one; whether pairs can be started now is told by the pools' ``failures``.
    """

    id: str
    since: datetime
    connected: bool
    version: str | None
    runtime: str | None
    jail: str
    jail_refused: str | None
    memory_budget_mb: int | None
    memory_used_mb: int
    running: int
    waiting: dict[Priority, int]
    orphans_removed: int
    pools: list[PoolStatus]
