"""The memory that warm pairs may take together. When it is short, idle pairs give way to a job that needs one."""

from typing import Protocol

from sandbox.errors import HostLimit
from sandbox.settings import EngineSettings

# What a warm container takes after gradings, with the kernel's memory for it and Docker's helper, in MiB, rounded up
# (docs/capacity.md has what was measured); limits of containers are ceilings, not this.
JUDGE_MB = 80
CANDIDATE_MB = {"numpy": 50, "data": 140}
_OTHER_MB = 250


def pair_mb(environment: str) -> int:
    """What a warm pair of this environment is counted with."""
    return JUDGE_MB + CANDIDATE_MB.get(environment, _OTHER_MB)


class Evictable(Protocol):
    """A pool, seen from the budget. `worth` orders its least valuable idle pair among those of other pools."""

    def worth(self) -> tuple[int, float] | None:
        """None when it has no idle pair."""
        ...

    def evict(self) -> None:
        """Remove that pair."""
        ...


class Budget:
    """Counts pairs from the beginning of their start to the beginning of their removal."""

    def __init__(self, settings: EngineSettings) -> None:
        self._places = settings.places
        self.limit_mb: int | None = settings.memory_budget_mb
        self.used_mb = 0
        self.pools: list[Evictable] = []

    def check(self, environment: str, host_mb: int) -> None:
        """Whether every place could run this environment at once. Half of the host's memory is the default budget.

        Raises:
            HostLimit: the budget is too small for that.
        """
        self.limit_mb = self.limit_mb or host_mb // 2
        needed = self._places * pair_mb(environment)
        if needed > self.limit_mb:
            raise HostLimit(
                f"{self._places} gradings at once in `{environment}` need {needed} MiB, the sandbox may take "
                f"{self.limit_mb} MiB. Raise HOLDOUT_SANDBOX_MEMORY_MB or lower HOLDOUT_SANDBOX_SLOTS."
            )

    def claim(self, environment: str, *, spare: bool) -> bool:
        """Count one more pair; False when a spare does not fit: spares push nobody out.

        A job that was admitted gets its pair in any case: idle pairs give way, the least valuable first, and `check`
        saw to it that those at work fit.
        """
        while not self._fits(environment):
            if spare:
                return False
            idle = [(worth, number) for number, pool in enumerate(self.pools) if (worth := pool.worth()) is not None]
            if not idle:
                break
            self.pools[min(idle)[1]].evict()
        self.used_mb += pair_mb(environment)
        return True

    def release(self, environment: str) -> None:
        """One pair of this environment is being removed, or did not start."""
        self.used_mb -= pair_mb(environment)

    def _fits(self, environment: str) -> bool:
        return self.limit_mb is None or self.used_mb + pair_mb(environment) <= self.limit_mb
