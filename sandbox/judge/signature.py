"""Whether the code defines the entry point, and in a form that takes the arguments."""

from collections.abc import Mapping

from sandbox.judge.replies import Names
from sandbox.judge.spec import Entry, Role

_MOST_NAMES = 12


def complaint(entry: Entry, names: Mapping[str, Names]) -> str | None:
    """What is wrong with the entry point, in words for the candidate, or None."""
    if entry.name not in names:
        rest = _listed("Your code defines", [name for name in names if "." not in name], "function")
        return f"`{entry.name}` is not defined. {rest}"
    if wrong := _misfit(entry.name, entry.args, names):
        return wrong
    for method in entry.methods.values():
        name = f"{entry.name}.{method.name}"
        if name not in names:
            own = [known.partition(".")[2] for known in names if known.startswith(f"{entry.name}.")]
            return f"`{entry.name}` has no method `{method.name}`. {_listed('It has', own, 'public method')}"
        if wrong := _misfit(name, method.args, names):
            return wrong
    return None


def _listed(what: str, names: list[str], kind: str) -> str:
    shown = ", ".join(f"`{name:.60}`" for name in names[:_MOST_NAMES])
    return f"{what}: {shown}." if shown else f"{what} no {kind}."


def _misfit(name: str, roles: tuple[Role, ...], names: Mapping[str, Names]) -> str | None:
    parameters = names[name]
    wanted = len(roles)
    if parameters is None or _accepts(parameters, wanted):
        return None
    takes = ", ".join(f"{parameter:.60}" for parameter in parameters) or "no arguments"
    asked = ", ".join(role.name for role in roles) or "nothing"
    return f"`{name}` takes ({takes}); here it is called with {wanted}: ({asked})."


def _accepts(parameters: list[str], count: int) -> bool:
    """Whether `count` positional arguments fit parameters written as `str(inspect.Parameter)`."""
    named = [parameter for parameter in parameters if not parameter.startswith("*")]
    required = sum("=" not in parameter for parameter in named)
    open_ended = any(parameter.startswith("*") and not parameter.startswith("**") for parameter in parameters)
    return required <= count and (open_ended or count <= len(named))
