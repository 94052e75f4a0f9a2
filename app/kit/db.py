"""The database: one engine per process, one session per request that commits at the edge.

Services and repositories never commit. Relationships are not loaded behind anybody's back: models declare
`lazy="raise"`, so a query that was not written down is an error.
"""

from collections.abc import AsyncIterator
from datetime import datetime
from typing import Annotated, Any, ClassVar, TypeVar

from fastapi import Depends, Request
from sqlalchemy import URL, DateTime, LargeBinary, MetaData, Select, String, Text, event, make_url
from sqlalchemy.dialects.postgresql import ARRAY, JSONB
from sqlalchemy.engine import Connection, ExceptionContext
from sqlalchemy.engine.interfaces import DBAPIConnection, Dialect
from sqlalchemy.exc import OperationalError
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession, async_sessionmaker, create_async_engine
from sqlalchemy.orm import DeclarativeBase
from sqlalchemy.pool import ConnectionPoolEntry
from sqlalchemy.types import TypeDecorator
from starlette.requests import HTTPConnection

T = TypeVar("T")
type_map: dict[Any, Any] = {
    datetime: DateTime(timezone=True),
    str: Text(),
    dict[str, Any]: JSONB(),
    list[str]: ARRAY(String()),
}

SessionMaker = async_sessionmaker[AsyncSession]

# A server that vanished without a word is noticed in half a minute, not after the kernel's quarter of an hour.
NOTICED = {
    "connect_timeout": "10",
    "keepalives_idle": "10",
    "keepalives_interval": "5",
    "keepalives_count": "3",
    "tcp_user_timeout": "20000",
}


# A transaction in which nothing is asked for so long ends with its connection, and others get the rows it held: whoever
# opened it hangs. A request has 20 seconds, and nothing that a worker does waits for anybody longer than a minute.
IDLE_SECONDS = 300
_COMMITTING = "committing"
_REFUSED = "refused"  # of a request's state
OVERFLOW = 10  # connections of a pool beyond its size, while there is much to do


class Base(DeclarativeBase):
    """The parent of every table; constraint names follow one convention so that migrations can name them."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    type_annotation_map: ClassVar[dict[Any, Any]] = type_map


class CommitInDoubt(OperationalError):
    """The connection was lost while a transaction was being committed: nobody here knows whether it was."""


class SourceText(TypeDecorator[str]):
    """Typed or pasted text, kept byte for byte: PostgreSQL's own text refuses the NUL of a binary paste."""

    impl = LargeBinary
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> bytes | None:
        """Text to UTF-8."""
        del dialect
        return None if value is None else value.encode()

    def process_result_value(self, value: bytes | None, dialect: Dialect) -> str | None:
        """UTF-8 to text."""
        del dialect
        return None if value is None else bytes(value).decode()


def sqlalchemy_url(url: str) -> URL:
    """The URL for SQLAlchemy with the one driver in use, and NOTICED; takes `postgres://` and `postgresql://`."""
    given = make_url(url.replace("postgres://", "postgresql://", 1))
    return given.set(drivername="postgresql+psycopg", query={**NOTICED, **given.query})


def libpq_url(url: str) -> str:
    """The same URL as psycopg and procrastinate take it."""
    return sqlalchemy_url(url).set(drivername="postgresql").render_as_string(hide_password=False)


def create_engine(url: str, *, pool_size: int = 10) -> AsyncEngine:
    """An engine that notices connections the server closed while they were idle, and keeps no row from others for ever.

    What a hanging client holds is freed after IDLE_SECONDS.
    """
    engine = create_async_engine(
        sqlalchemy_url(url),
        pool_pre_ping=True,
        pool_size=pool_size,
        max_overflow=OVERFLOW,
        hide_parameters=True,  # errors are logged, and parameters are what people typed
    )
    event.listen(engine.sync_engine, "connect", _end_what_is_idle)
    event.listen(engine.sync_engine, "begin", _begins)
    event.listen(engine.sync_engine, "commit", _commits)
    event.listen(engine.sync_engine, "handle_error", _say_what_is_in_doubt)
    return engine


def _begins(connection: Connection) -> None:
    connection.info[_COMMITTING] = False


def _commits(connection: Connection) -> None:
    connection.info[_COMMITTING] = True


def _say_what_is_in_doubt(error: ExceptionContext) -> CommitInDoubt | None:
    """What is raised in place of the error, if anything: a server that still says why it ends has not committed."""
    if error.is_disconnect and error.connection is not None and error.connection.info.get(_COMMITTING):
        return CommitInDoubt("COMMIT", None, error.original_exception)
    return None


def _end_what_is_idle(connection: DBAPIConnection, _: ConnectionPoolEntry) -> None:
    """By a statement, since poolers refuse options at the start of a connection."""
    connection.autocommit = True
    cursor = connection.cursor()
    cursor.execute(f"SET idle_in_transaction_session_timeout = '{IDLE_SECONDS}s'")
    cursor.close()
    connection.autocommit = False


def create_sessionmaker(engine: AsyncEngine) -> SessionMaker:
    """Sessions whose objects stay readable after the commit at the edge."""
    return async_sessionmaker(engine, expire_on_commit=False)


async def request_session(request: Request) -> AsyncIterator[AsyncSession]:
    """The request's session: commits when the endpoint returned, rolls back when it raised or refused by a page."""
    sessionmaker: SessionMaker = request.app.state.sessionmaker
    async with sessionmaker() as session, session.begin():
        yield session
        if request.scope.get("state", {}).get(_REFUSED):
            await session.rollback()


def refuse(request: HTTPConnection) -> None:
    """Have the request's session keep nothing: a form that is shown again has changed nothing, like an error."""
    request.scope.setdefault("state", {})[_REFUSED] = True


SessionDep = Annotated[AsyncSession, Depends(request_session, scope="function")]


async def give_back(session: AsyncSession) -> None:
    """Commit and let the connection go before work that takes long. For endpoints: `session` can be asked no more."""
    await session.commit()


async def one_or_raise(session: AsyncSession, statement: Select[T], error: Exception) -> T:
    """The single row of `statement`, or `error`: how repositories say that something is not there."""
    row = (await session.execute(statement)).unique().scalar_one_or_none()
    if row is None:
        raise error
    return row
