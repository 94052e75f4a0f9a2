"""The table of rubrics."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, false
from sqlalchemy.orm import Mapped, mapped_column

from app.kit.db import Base


class KeptRubric(Base):
    """One version of a rubric, named `<id> <version>`. Its text never changes: scorecards mean what it said.

    `text` is what people score by, as JSON; `source` the file as it was written; `offered` whether a new plan may
    choose it. Nobody made (`created_by`) what comes with Holdout.
    """

    __tablename__ = "rubrics"

    id: Mapped[str] = mapped_column(primary_key=True)
    title: Mapped[str]
    text: Mapped[str]
    source: Mapped[str]
    offered: Mapped[bool] = mapped_column(server_default=false())
    created_by: Mapped[UUID | None] = mapped_column(ForeignKey("users.id"))
    created_at: Mapped[datetime | None]
