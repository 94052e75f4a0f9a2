"""The one error of packages."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager


class PackageError(ValueError):
    """A package that cannot be used: which file, which line where it is known, what is wrong, what to do.

    `also` are the other faults that were found with it.
    """

    def __init__(
        self, file: str, message: str, *, remedy: str, line: int | None = None, also: Sequence["PackageError"] = ()
    ) -> None:
        self.file, self.message, self.remedy, self.line, self.also = file, message, remedy, line, tuple(also)
        where = f"{file}:{line}" if line else file
        super().__init__("\n".join([f"{where}: {message}. {remedy}", *map(str, also)]))

    @property
    def each(self) -> list["PackageError"]:
        """This fault alone, then the others."""
        return [PackageError(self.file, self.message, remedy=self.remedy, line=self.line), *self.also]

    def within(self, folder: str) -> "PackageError":
        """The same, of files in this folder."""
        also = [other.within(folder) for other in self.also]
        return PackageError(f"{folder}/{self.file}", self.message, remedy=self.remedy, line=self.line, also=also)


def raise_together(found: Iterable[PackageError]) -> None:
    """Raise what was found as one error; nothing when there is nothing."""
    errors = list(found)
    if errors:
        first = errors[0]
        raise PackageError(first.file, first.message, remedy=first.remedy, line=first.line, also=errors[1:])


@contextmanager
def noted(found: list[PackageError]) -> Iterator[None]:
    """What is wrong inside is added to `found`, so that what comes after it is looked at too."""
    try:
        yield
    except PackageError as error:
        found += error.each


@contextmanager
def named_from(folder: str) -> Iterator[None]:
    """The files of a PackageError raised inside are named with this folder before them."""
    try:
        yield
    except PackageError as error:
        raise error.within(folder) from error
