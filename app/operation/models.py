"""What pages have noticed of the way between browsers and this server, and the built files of releases."""

from datetime import datetime

from sqlalchemy import Integer, LargeBinary
from sqlalchemy.orm import Mapped, mapped_column

from app.kit.db import Base


class ConnectionTrouble(Base):
    """Something between browsers and the server that stands in the way of live pages; one row for each kind."""

    __tablename__ = "connection_troubles"

    kind: Mapped[str] = mapped_column(primary_key=True)
    times: Mapped[int] = mapped_column(Integer)
    first_at: Mapped[datetime]
    last_at: Mapped[datetime]


class StaticFile(Base):
    """A built file whose name holds its content's hash; `kept_at` is when a release that has it was last seen."""

    __tablename__ = "static_files"

    name: Mapped[str] = mapped_column(primary_key=True)
    content: Mapped[bytes] = mapped_column(LargeBinary)
    kept_at: Mapped[datetime]
