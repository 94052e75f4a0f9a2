"""statistical: do the results follow the right distribution?

Exact tests with Bonferroni at a tiny level: a correct sampler must not be rejected by bad luck.
"""

from dataclasses import dataclass

from sandbox.judge.context import Context
from sandbox.judge.how import How, Outcome, passed, silent
from sandbox.judge.params import Function, SpecError
from sandbox.judge.replies import Returned


@dataclass(frozen=True)
class Params:
    """Parameters of `statistical`."""

    cases: Function
    pvalues: Function
    alpha: float = 1e-6

    def __post_init__(self) -> None:
        """Refuse a level that would reject correct code by bad luck."""
        if not 0 < self.alpha <= 1e-5:  # noqa: PLR2004 - the false-alarm budget of one grading
            raise ValueError("alpha must be in (0, 1e-5]")


def run(ctx: Context, params: Params) -> Outcome:
    """Call all replicates in one process and ask the grader for one p-value per hypothesis."""
    made = [ctx.arguments(params.cases, args) for args in ctx.trusted(params.cases, ctx.rng())]
    if not made:
        raise SpecError(f"{ctx.label}: {params.cases} made no cases")
    replies = ctx.call_many(made)
    bad = next((i for i, reply in enumerate(replies) if not isinstance(reply, Returned)), 0)
    ctx.result(made[bad], replies[bad])
    outputs = [reply.value for reply in replies if isinstance(reply, Returned)]
    found = ctx.consult(params.pvalues, (made, outputs), lambda: (made, [ctx.reference_value(args) for args in made]))
    limit = params.alpha / max(1, len(found))
    name, least = min(found.items(), key=lambda item: (item[1] >= limit, item[1]))
    statement = f"least p-value {least:.3g} for {name} over {len(made)} replicates (limit {limit:.3g})"
    if least >= limit:
        return passed(statement)
    return silent(How.DISTRIBUTION, statement, {"pvalues": found, "args": made[0], "got": outputs[0]})
