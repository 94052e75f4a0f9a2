"""Loading the candidate's source and describing what it raises, inside the candidate's process.

Everything here may be undone by the code it loads, so nothing here is trusted by the judge.
"""

import builtins
import inspect
import linecache
import sys
import types
from typing import Any

MODULE = "solution"
_KNOWN = ("builtins", "numpy.exceptions", "numpy.linalg")
_TEXT = 2000


def load(source: str, name: str = MODULE) -> types.ModuleType:
    """Execute ``source`` as module ``name``; whatever it raises goes to the caller."""
    filename = f"{name}.py"
    linecache.cache[filename] = (len(source), None, source.splitlines(keepends=True), filename)
    module = types.ModuleType(name)
    module.__file__ = filename
    sys.modules[name] = module
    if "\0" in source:
        raise SyntaxError("the source holds a null byte: it looks like a binary file, not Python text")
    exec(compile(source, filename, "exec", dont_inherit=True), module.__dict__)
    return module


def names(module: types.ModuleType) -> dict[str, list[str] | None]:
    """Public callables of the source with their parameters as text (None where unknown), imported ones left out.

    Public methods of its classes stand beside them as ``Class.method``.
    """
    found: dict[str, list[str] | None] = {}
    for name, value in vars(module).items():
        if not name.startswith("_") and callable(value) and not _imported(value, module):
            found[name] = _parameters(value)
            found.update(_methods(name, value) if isinstance(value, type) else {})
    return found


def _methods(name: str, cls: type) -> dict[str, list[str] | None]:
    """The methods as an instance has them: the first parameter of a plain function is taken."""
    found = {}
    for method in dir(cls):
        value = inspect.getattr_static(cls, method)
        if not method.startswith("_") and callable(getattr(cls, method)):
            parameters = _parameters(getattr(cls, method))
            named = isinstance(value, types.FunctionType) and parameters and not parameters[0].startswith("*")
            found[f"{name}.{method}"] = parameters[1:] if named and parameters else parameters
    return found


def _imported(value: Any, module: types.ModuleType) -> bool:
    """A function or class made elsewhere; callable objects (a partial, a vectorised function) are the source's own."""
    made_like_one = isinstance(value, (types.FunctionType, types.BuiltinFunctionType, type))
    return made_like_one and value.__module__ != module.__name__


def describe(error: BaseException) -> dict[str, Any]:
    """What was raised, as plain data: the kind, built-in classes in its ancestry, the own line, the message."""
    own = [cls.__name__ for cls in type(error).__mro__ if cls.__module__ in _KNOWN]
    theirs = type(error).__module__.partition(".")[0] in ("builtins", "numpy")
    return {
        "kind": own[0] if theirs else "custom exception",
        "classes": own,
        "line": own_line(error),
        "message": _message(error),
        "syntax": isinstance(error, SyntaxError) and error.filename == f"{MODULE}.py",
    }


def own_line(error: BaseException) -> int | None:
    """The innermost line of the candidate's own file on the way of the error."""
    if isinstance(error, SyntaxError) and error.filename in (f"{MODULE}.py", "checks.py"):
        return error.lineno
    line, step = None, error.__traceback__
    while step is not None:
        if step.tb_frame.f_code.co_filename in (f"{MODULE}.py", "checks.py"):
            line = step.tb_lineno
        step = step.tb_next
    return line


def _parameters(value: Any) -> list[str] | None:
    try:
        return [str(parameter) for parameter in inspect.signature(value).parameters.values()]
    except (TypeError, ValueError):
        return None


def _message(error: BaseException) -> str:
    try:
        return builtins.str(error)[:_TEXT]
    except BaseException:
        return "(the exception's message could not be read)"
