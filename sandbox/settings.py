"""Settings of the engine. Each has a default that is right for one machine."""

import os
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

MEMORY_MB = 512  # of a candidate's container
Seconds = Annotated[float, Field(gt=0, le=86_400, allow_inf_nan=False)]


class EngineSettings(BaseModel):
    """How many slots, how large, how long they are kept, under which jail and container runtime.

    ``slots`` gradings run at once and ``live_slots`` more that only live runs may take. ``spares`` unused pairs
    are kept ready (None: as many as slots, at most 4). ``memory_mb`` and ``judge_memory_mb`` are ceilings of a
    candidate's and a judge's container; ``memory_budget_mb`` is what all warm pairs may take (None: half of the
    memory of the engine's host). ``jail`` is the wall around each job: ``auto`` takes ``userns`` and falls back to
    ``uid`` where the host forbids it. ``share`` lets a pair serve several owners outside of leases. ``waiting`` is
    how many gradings may wait at each priority. A pair is replaced after ``recycle_after`` gradings. One without
    work is looked at every ``probe_seconds`` and removed after ``idle_seconds``, or ``lease_idle_seconds`` if it
    belongs to a lease or an owner.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    slots: Annotated[int, Field(ge=1, le=256)] = os.cpu_count() or 2
    live_slots: Annotated[int, Field(ge=0, le=16)] = 1
    spares: Annotated[int, Field(ge=0, le=64)] | None = None
    memory_mb: Annotated[int, Field(ge=128, le=65536)] = MEMORY_MB
    judge_memory_mb: Annotated[int, Field(ge=256, le=65536)] = 1280
    memory_budget_mb: Annotated[int, Field(ge=256)] | None = None
    jail: Literal["auto", "userns", "uid"] = "auto"
    runtime: Annotated[str, Field(min_length=1)] | None = None
    share: bool = True
    waiting: Annotated[int, Field(ge=1, le=100_000)] = 1000
    recycle_after: Annotated[int, Field(ge=1)] = 500
    idle_seconds: Seconds = 600.0
    lease_idle_seconds: Seconds = 300.0
    probe_seconds: Seconds = 300.0
    platform_retries: Annotated[int, Field(ge=0, le=5)] = 3  # two faults one after the other may each cost one more

    @property
    def pids_limit(self) -> int:
        """Processes and threads one container may have on the host.

        A runtime of the operator's choice may bring a kernel of its own, whose threads count there; how many
        processes a job may have, it then counts itself.
        """
        return 128 if self.runtime is None else 512

    @property
    def places(self) -> int:
        """Gradings at once, live runs among them."""
        return self.slots + self.live_slots

    @property
    def spares_wanted(self) -> int:
        """Unused pairs kept ready for an environment in use."""
        return min(self.slots, 4) if self.spares is None else self.spares
