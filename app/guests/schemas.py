"""What the tour shows, and what signing up sends."""

from typing import Annotated

from pydantic import BaseModel, StringConstraints

from app.attempts.schemas import ExecutionView
from app.guests.service import Step, Taken
from app.problems.views import CandidateModel


class TourStep(CandidateModel):
    """A step: its code is told once the step before it was judged."""

    step: Step
    code: str | None
    execution: ExecutionView | None


class TourView(CandidateModel):
    """The tour, in order."""

    steps: list[TourStep]


class SignUpIn(BaseModel):
    """The address that a link is mailed to."""

    email: Annotated[str, StringConstraints(strip_whitespace=True, max_length=320)]


def shown(steps: list[Taken]) -> TourView:
    """What somebody who is so far may see."""
    told = [True, *(each.judged for each in steps)]
    return TourView(
        steps=[
            TourStep(step=each.step, code=each.code if known else None, execution=each.execution)
            for each, known in zip(steps, told, strict=False)
        ]
    )
