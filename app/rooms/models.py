"""Tables of rooms, the log of their updates, and who types under which client id."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import BigInteger, Boolean, ForeignKey, Integer, LargeBinary, text
from sqlalchemy.orm import Mapped, mapped_column

from app.kit.db import Base


class Room(Base):
    """The live document of one interview: where its log is, and a snapshot from which a join starts.

    `seq` is taken under this row's lock, so the log has no gaps and its order is the order of commits.
    """

    __tablename__ = "rooms"

    interview_id: Mapped[UUID] = mapped_column(ForeignKey("interviews.id"), primary_key=True)
    problems: Mapped[int] = mapped_column(Integer)
    seq: Mapped[int] = mapped_column(BigInteger)
    log_bytes: Mapped[int] = mapped_column(BigInteger)
    snapshot: Mapped[bytes] = mapped_column(LargeBinary, deferred=True)
    snapshot_seq: Mapped[int] = mapped_column(BigInteger)
    focus: Mapped[bool] = mapped_column(Boolean, server_default=text("false"))
    opened_at: Mapped[datetime]


class RoomUpdate(Base):
    """One update as it came, with its author (None: the server's starters). A trigger refuses changes.

    Without foreign keys: a row is only ever written together with a move of its room's row, and each key would cost
    every keystroke a look-up and a lock.
    """

    __tablename__ = "room_updates"

    interview_id: Mapped[UUID] = mapped_column(primary_key=True)
    seq: Mapped[int] = mapped_column(BigInteger, primary_key=True)
    at: Mapped[datetime]
    author_id: Mapped[UUID | None]
    client_id: Mapped[int] = mapped_column(BigInteger)
    payload: Mapped[bytes] = mapped_column(LargeBinary)


class RoomClient(Base):
    """Whose a Yjs client id is: the first person to come with it. Nobody else's typing may carry it."""

    __tablename__ = "room_clients"

    interview_id: Mapped[UUID] = mapped_column(ForeignKey("rooms.interview_id"), primary_key=True)
    client_id: Mapped[int] = mapped_column(BigInteger, primary_key=True)
    author_id: Mapped[UUID] = mapped_column(ForeignKey("users.id"), index=True)
