"""What the API takes and tells of rubrics."""

from datetime import datetime
from typing import Annotated

from pydantic import BaseModel, ConfigDict, StringConstraints

from app.kit.paging import Next
from app.problems.views import CandidateModel
from app.rubrics.rubric import Rubric


class RubricLine(CandidateModel):
    """A rubric in the list. `offered` to new plans; the `default` always is, and nobody made it."""

    id: str
    title: str
    offered: bool
    default: bool
    created_at: datetime | None


class RubricList(CandidateModel):
    """A page of rubrics."""

    items: list[RubricLine]
    total: int
    next: Next


class RubricShown(CandidateModel):
    """A rubric as people score by it, and the file as it was written."""

    id: str
    offered: bool
    source: str
    rubric: Rubric


class RubricIn(BaseModel):
    """A rubric as a YAML file; docs/rubric.md has the default one."""

    model_config = ConfigDict(extra="forbid")

    source: Annotated[str, StringConstraints(min_length=1)]


class OfferIn(BaseModel):
    """Whether new plans may choose it."""

    model_config = ConfigDict(extra="forbid")

    offered: bool
