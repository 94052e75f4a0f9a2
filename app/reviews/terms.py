"""By which rubric an interview is scored: the default as it is when the first scorecard is begun, for all of them."""

from functools import cache

from sqlalchemy.ext.asyncio import AsyncSession

from app.reviews import repository, rubrics
from app.reviews.models import Scorecard
from app.reviews.rubrics import Rubric


@cache
def default() -> Rubric:
    """The rubric that comes with Holdout."""
    return rubrics.read(rubrics.DEFAULT)


def name_of(rubric: Rubric) -> str:
    """The rubric with its version, as scorecards name it."""
    return f"{rubric.id} {rubric.version}"


async def pin(session: AsyncSession, cards: list[Scorecard]) -> str:
    """The name of the rubric for another scorecard beside those there are; its text is kept from now on."""
    if cards:
        return cards[0].rubric_id
    await repository.pin(session, name_of(default()), default().model_dump_json())
    return name_of(default())


async def of(session: AsyncSession, cards: list[Scorecard]) -> Rubric:
    """The rubric that an interview with these scorecards is scored by."""
    if not cards:
        return default()
    return Rubric.model_validate_json(await repository.pinned(session, cards[0].rubric_id))
