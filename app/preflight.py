"""What a process that serves needs beside right settings, looked at before anything is begun and told all at once."""

import os
from collections.abc import Iterator

from app.settings import Part, Settings, SettingsError


def look(settings: Settings, part: Part) -> None:
    """SettingsError names everything that is missing where the settings point, each with its remedy."""
    found = [*_missing(settings, part)]
    if found:
        raise SettingsError("\n".join(found))


def _missing(settings: Settings, part: Part) -> Iterator[str]:
    if not settings.problems_dir.is_dir():
        yield _line("problems_dir", settings.problems_dir, "there is no such folder")
    if settings.database_url:
        return
    folder = settings.data_dir
    there = next(each for each in (folder, *folder.parents) if each.exists())
    if not there.is_dir():
        yield _line("data_dir", folder, f"{there} is no folder")
    elif not os.access(there, os.W_OK | os.X_OK):
        yield _line("data_dir", folder, f"this user may not write in {there}")
    elif part is Part.WORKER and not (folder / "postgres" / "PG_VERSION").exists():
        remedy = Settings.model_fields["database_url"].description
        yield (
            f"DATABASE_URL: it is missing, and {folder} holds no embedded database that this worker could share with "
            f"a web process. Set it to {remedy}, which then must be started first."
        )


def _line(name: str, value: object, wrong: str) -> str:
    return f"HOLDOUT_{name.upper()} ({str(value)!r}): {wrong}. Set it to {Settings.model_fields[name].description}."
