"""The one error of packages."""

from collections.abc import Iterator
from contextlib import contextmanager


class PackageError(ValueError):
    """A package that cannot be used: which file, which line where it is known, what is wrong, what to do."""

    def __init__(self, file: str, message: str, *, remedy: str, line: int | None = None) -> None:
        self.file, self.message, self.remedy, self.line = file, message, remedy, line
        where = f"{file}:{line}" if line else file
        super().__init__(f"{where}: {message}. {remedy}")


@contextmanager
def named_from(folder: str) -> Iterator[None]:
    """The file of a PackageError raised inside is named with this folder before it."""
    try:
        yield
    except PackageError as error:
        raise PackageError(f"{folder}/{error.file}", error.message, remedy=error.remedy, line=error.line) from error
