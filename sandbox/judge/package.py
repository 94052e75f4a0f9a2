"""The trusted code of a package: grader.py and the other files, executed in the judge only."""

import ast
import inspect
from collections.abc import Callable, Mapping
from types import ModuleType
from typing import Any

from sandbox.judge.params import SpecError
from sandbox.judge.replies import PlatformFault

TWIST = "twist/grader.py"


class Package:
    """Loads files of the package as modules, each on its first use, and finds functions in them.

    The grader of a twist is run after the package's own, in the same namespace.
    """

    def __init__(self, files: Mapping[str, str]) -> None:
        self._files = files
        self.grader = self.module("grader.py")
        if TWIST in files:
            self._run(TWIST, self.grader)

    def module(self, path: str) -> ModuleType:
        """A fresh module executed from a file of the package.

        Raises:
            SpecError: there is no such file.
            PlatformFault: it does not load.
        """
        if path not in self._files:
            raise SpecError(f"the package has no file {path}")
        module = ModuleType(path.removesuffix(".py").replace("/", "."))
        self._run(path, module)
        return module

    def _run(self, path: str, module: ModuleType) -> None:
        try:
            exec(compile(self._files[path], path, "exec", dont_inherit=True), module.__dict__)  # noqa: S102 - the package's own code
        except Exception as error:
            raise PlatformFault(f"{path} does not load: {type(error).__name__}: {error}") from error

    def paths(self, path: str) -> list[str]:
        """The file itself, or every file of a folder, written with a final slash.

        Raises:
            SpecError: there is no such file, or none in the folder.
        """
        found = sorted(name for name in self._files if name == path or (path.endswith("/") and name.startswith(path)))
        if not found:
            raise SpecError(f"the package has no file {path}")
        return found

    def headline(self, path: str) -> str:
        """The first line of a file's docstring, empty where it has none."""
        return next(iter((ast.get_docstring(ast.parse(self._files[path])) or "").splitlines()), "")

    def function(self, name: str) -> Callable[..., Any]:
        """A function of grader.py by name."""
        return find(self.grader, name)

    def has(self, name: str) -> bool:
        """Whether grader.py defines a function of this name."""
        return callable(getattr(self.grader, name, None))


def find(module: ModuleType, name: str) -> Callable[..., Any]:
    """A function of a package's module by name; SpecError when it is absent."""
    found = getattr(module, name, None)
    if not callable(found):
        raise SpecError(f"{module.__name__}.py defines no function {name}")
    return found  # type: ignore[no-any-return]  # callable() has just been checked


def accepted(function: Callable[..., Any], options: Mapping[str, str]) -> dict[str, str]:
    """Those options that the function has a parameter for."""
    parameters = inspect.signature(function).parameters
    return {name: option for name, option in options.items() if name in parameters}
