"""Whether the code defines the entry point, and in a form that takes the arguments."""

from collections.abc import Mapping

from sandbox.judge.replies import Names
from sandbox.judge.spec import Entry

_MOST_NAMES = 12


def complaint(entry: Entry, names: Mapping[str, Names]) -> str | None:
    """What is wrong with the entry point, in words for the candidate, or None."""
    if entry.name not in names:
        defined = ", ".join(f"`{name:.60}`" for name in list(names)[:_MOST_NAMES])
        rest = f"Your code defines: {defined}." if defined else "Your code defines no function."
        return f"`{entry.name}` is not defined. {rest}"
    parameters = names[entry.name]
    wanted = len(entry.args)
    if parameters is None or _accepts(parameters, wanted):
        return None
    takes = ", ".join(f"{parameter:.60}" for parameter in parameters) or "no arguments"
    asked = ", ".join(role.name for role in entry.args)
    return f"`{entry.name}` takes ({takes}); here it is called with {wanted}: ({asked})."


def _accepts(parameters: list[str], count: int) -> bool:
    """Whether `count` positional arguments fit parameters written as `str(inspect.Parameter)`."""
    named = [parameter for parameter in parameters if not parameter.startswith("*")]
    required = sum("=" not in parameter for parameter in named)
    open_ended = any(parameter.startswith("*") and not parameter.startswith("**") for parameter in parameters)
    return required <= count and (open_ended or count <= len(named))
