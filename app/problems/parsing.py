"""The files of a package, each by itself: YAML as checked records, Python and Markdown that can be read.

Every fault of a file is found at once. What takes two files to know is in `loader` and `references`.
"""

import ast
from collections.abc import Callable, Iterator, Mapping
from typing import Any, TypeVar

from pydantic import TypeAdapter, ValidationError
from pydantic_core import ErrorDetails

from app.kit.markdown import MarkdownError
from app.kit.markdown import check as check_markdown
from app.problems.package import MIN_VISIBLE, Equivalent, Example, Spec, TwistSpec
from app.problems.package_error import PackageError, raise_together
from app.problems.yaml_lines import Document, YamlError

_EXAMPLES = TypeAdapter(list[Example])
_EQUIVALENTS = TypeAdapter(list[Equivalent])
T = TypeVar("T")


def parse_spec(text: str) -> Spec:
    """problem.yaml; PackageError with all that is wrong with it."""
    return _parsed("problem.yaml", text, Spec.model_validate)


def parse_twist(text: str, spec: Spec) -> TwistSpec:
    """twist.yaml, a change of this specification; PackageError with all that is wrong with it."""

    def fitting(data: Any) -> TwistSpec:
        twist = TwistSpec.model_validate(data)
        twist.applied_to(spec)
        return twist

    return _parsed("twist.yaml", text, fitting)


def parse_examples(text: str) -> list[Example]:
    """visible.yaml; PackageError with all that is wrong with it."""
    examples = _parsed("visible.yaml", text, _EXAMPLES.validate_python)
    if len(examples) < MIN_VISIBLE:
        raise PackageError("visible.yaml", f"there are fewer than {MIN_VISIBLE} examples", remedy="Add another one.")
    return examples


def parse_equivalents(text: str | None) -> list[Equivalent]:
    """mutants.yaml, where there is one; PackageError with all that is wrong with it."""
    return [] if text is None else _parsed("mutants.yaml", text, _EQUIVALENTS.validate_python)


def document(name: str, text: str) -> Document:
    """The file's YAML with its lines.

    Raises:
        PackageError
    """
    try:
        return Document(text)
    except YamlError as error:
        raise PackageError(name, str(error), line=error.line, remedy="Correct the YAML there.") from error


def _parsed(name: str, text: str, validate: Callable[[Any], T]) -> T:
    read = document(name, text)
    try:
        return validate(read.data)
    except ValidationError as error:
        raise_together(_schema_faults(name, read, error))
        raise


def _schema_faults(name: str, read: Document, error: ValidationError) -> Iterator[PackageError]:
    """One for each place; unknown keys first, since one that is misspelt is missing too."""
    places: dict[tuple[int | str, ...], ErrorDetails] = {}
    for each in sorted(error.errors(), key=lambda each: each["type"] != "extra_forbidden"):
        places.setdefault(each["loc"], each)
    for place, each in places.items():
        message, remedy = each["msg"].removeprefix("Value error, "), "Correct the value."
        if each["type"] == "extra_forbidden":
            message, remedy = "there is no such key", "Correct its spelling or remove it."
        elif each["type"] == "missing":
            message, remedy = "this key is missing", "Add it."
        where = ".".join(str(part) for part in place)
        told = f"{where}: {message}" if where else message
        yield PackageError(name, told, line=read.line(place), remedy=remedy)


def python_faults(files: Mapping[str, str]) -> Iterator[PackageError]:
    """Files that are no Python; a rejected solution may well be one that does not compile."""
    for path, text in files.items():
        if not path.endswith(".py") or "solutions/rejected/" in path:
            continue
        try:
            ast.parse(text)
        except (RecursionError, MemoryError):
            yield PackageError(path, "it is nested too deeply to be read", remedy="Write it in more steps.")
        except (SyntaxError, ValueError) as error:
            line = error.lineno if isinstance(error, SyntaxError) else None
            message = error.msg if isinstance(error, SyntaxError) else str(error)
            yield PackageError(path, message, line=line, remedy="Correct the Python there.")


def prose_faults(files: Mapping[str, str]) -> Iterator[PackageError]:
    """Statements and editorials that are no Markdown of ours."""
    for path, text in files.items():
        if path.endswith(("statement.md", "editorial.md")):
            try:
                check_markdown(text)
            except MarkdownError as error:
                yield PackageError(path, str(error), line=error.line, remedy="Correct the Markdown there.")
