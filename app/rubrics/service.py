"""Keeping rubrics, and which one an interview is scored by: chosen with its plan, the same for all its scorecards."""

from dataclasses import dataclass
from datetime import datetime
from functools import cache

from sqlalchemy.ext.asyncio import AsyncSession

from app.audit import service as audit
from app.audit.actions import Action
from app.errors import Invalid
from app.identity.actor import Actor
from app.identity.permissions import Permission
from app.kit.clock import Clock
from app.rubrics import repository, rubric
from app.rubrics.models import KeptRubric
from app.rubrics.rubric import Rubric, RubricError

MAX_SOURCE = 128 * 1024  # characters
MAX_RUBRICS = 200


@dataclass(frozen=True, slots=True)
class Offered:
    """A rubric to choose from."""

    id: str
    title: str


@cache
def default() -> Rubric:
    """The rubric that comes with Holdout."""
    return rubric.read(rubric.DEFAULT)


def name_of(found: Rubric) -> str:
    """The rubric with its version, as plans and scorecards name it."""
    return f"{found.id} {found.version}"


def is_default(rubric_id: str) -> bool:
    """Whether it is the one that comes with Holdout, in its newest version."""
    return rubric_id == name_of(default())


async def offered(session: AsyncSession) -> list[Offered]:
    """What a new plan may choose: the default first, then the installation's own."""
    own = [Offered(each.id, each.title) for each in await repository.listed(session) if each.offered]
    return [Offered(name_of(default()), default().title), *own]


async def chosen(session: AsyncSession, rubric_id: str | None, *, before: str | None = None) -> str:
    """The rubric that a plan names, None for the default. What was chosen `before` may stay when no longer offered.

    Raises:
        Invalid, naming the field `rubric_id`
    """
    wanted = rubric_id or name_of(default())
    if is_default(wanted):
        await keep_default(session)
    elif wanted != before and wanted not in {each.id for each in await offered(session)}:
        raise Invalid.of("rubric_id", "That rubric is no longer offered. Choose another one.")
    return wanted


async def keep_default(session: AsyncSession) -> None:
    """Keep the default as it is now, for those who are judged by it."""
    found, source = default(), rubric.DEFAULT.read_text(encoding="utf-8")
    await repository.keep(session, _row(found, source) | {"created_at": None, "created_by": None})


async def of(session: AsyncSession, rubric_id: str | None) -> Rubric:
    """The rubric of an interview; the default where none was chosen."""
    if rubric_id is None or is_default(rubric_id):
        return default()
    return Rubric.model_validate_json((await repository.kept(session, rubric_id)).text)


# --- an installation's own ---------------------------------------------------------------------------------------


async def listed(session: AsyncSession, actor: Actor) -> list[KeptRubric]:
    """All rubrics, for staff."""
    actor.require(Permission.TAKE_PART)
    await keep_default(session)
    return await repository.listed(session)


async def source_of(session: AsyncSession, actor: Actor, rubric_id: str) -> KeptRubric:
    """A rubric with its file. Forbidden, or NotFound when there is none."""
    actor.require(Permission.TAKE_PART)
    return await repository.kept(session, rubric_id)


async def add(session: AsyncSession, clock: Clock, actor: Actor, source: str) -> str:
    """Keep a rubric that somebody wrote, and offer it to new plans; gives its name.

    Raises:
        Invalid (with `line` where it is known), Forbidden
    """
    actor.require(Permission.RUBRICS)
    if len(source) > MAX_SOURCE:
        raise Invalid.of("source", f"A rubric has at most {MAX_SOURCE:,} characters.")
    try:
        found = rubric.parse("rubric.yaml", source)
    except RubricError as error:
        where = f"Line {error.line}: " if error.line else ""
        raise Invalid.of("source", f"{where}{error.message}", line=error.line) from error
    if found.id == default().id:
        raise Invalid.of(
            "source", f"The id {found.id!r} belongs to the rubric that comes with Holdout. Take another one."
        )
    if await repository.count(session) >= MAX_RUBRICS:
        raise Invalid.of("source", f"There are {MAX_RUBRICS} rubrics already.")
    row = _row(found, source) | {"offered": True, "created_by": actor.id, "created_at": clock.now()}
    if not await repository.keep(session, row):
        message = f"{name_of(found)} is there already, and scorecards may mean it. Raise its version."
        raise Invalid.of("source", message)
    await _audit(session, Action.RUBRIC_ADDED, clock.now(), actor, name_of(found))
    return name_of(found)


async def offer(session: AsyncSession, clock: Clock, actor: Actor, rubric_id: str, *, offered: bool) -> None:
    """Offer a rubric to new plans, or no longer; plans there are keep it. The default is always offered."""
    actor.require(Permission.RUBRICS)
    kept = await repository.kept(session, rubric_id)
    if kept.created_by is None:
        raise Invalid("What comes with Holdout is always offered in its newest version.")
    await repository.offer(session, rubric_id, offered=offered)
    action = Action.RUBRIC_OFFERED if offered else Action.RUBRIC_WITHDRAWN
    await _audit(session, action, clock.now(), actor, rubric_id)


def _row(found: Rubric, source: str) -> dict[str, object]:
    return {"id": name_of(found), "title": found.title, "text": found.model_dump_json(), "source": source}


async def _audit(session: AsyncSession, action: Action, at: datetime, actor: Actor, rubric_id: str) -> None:
    await audit.append(session, action, at=at, actor_id=actor.id, subject=audit.Subject("rubric", rubric_id))
