"""The one error of packages."""


class PackageError(ValueError):
    """A package that cannot be used: which file, which line where it is known, what is wrong, what to do."""

    def __init__(self, file: str, message: str, *, remedy: str, line: int | None = None) -> None:
        self.file, self.message, self.remedy, self.line = file, message, remedy, line
        where = f"{file}:{line}" if line else file
        super().__init__(f"{where}: {message}. {remedy}")
