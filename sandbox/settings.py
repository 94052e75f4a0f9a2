"""Settings of the engine. Each has a default that is right for one machine."""

import os
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field


class EngineSettings(BaseModel):
    """How many slots, how large, under which container runtime.

    ``slots`` is the number of judge + candidate pairs kept warm; ``memory_mb`` the limit of a candidate
    container; ``recycle_after`` the gradings a pair serves before it is replaced. ``jail`` is the wall around each job:
    ``auto`` takes ``userns`` and falls back to ``uid`` where the host forbids it.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    slots: Annotated[int, Field(ge=1, le=256)] = os.cpu_count() or 2
    memory_mb: Annotated[int, Field(ge=128, le=65536)] = 512
    judge_memory_mb: Annotated[int, Field(ge=256, le=65536)] = 1280
    jail: Literal["auto", "userns", "uid"] = "auto"
    runtime: str | None = None
    recycle_after: Annotated[int, Field(ge=1)] = 500
    platform_retries: Annotated[int, Field(ge=0, le=5)] = 2
