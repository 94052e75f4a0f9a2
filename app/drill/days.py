"""Which day it is for a person: the date on the calendar of their own time zone."""

from datetime import date, datetime
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from app.errors import Invalid

DEFAULT_ZONE = "UTC"


def zone(name: str) -> ZoneInfo:
    """The zone of that name, as browsers tell it; Invalid when there is none."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise Invalid(f"There is no time zone {name[:80]!r}. Names look like Europe/Berlin.") from error


def today(now: datetime, name: str) -> date:
    """The date there; UTC's where a zone was taken out of the database since it was kept."""
    try:
        return now.astimezone(zone(name)).date()
    except Invalid:
        return now.date()
