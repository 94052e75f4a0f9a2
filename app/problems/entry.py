"""What the candidate writes, as problem.yaml says it: the entry point, its arguments, methods and results."""

import keyword
from typing import Annotated, Literal, Self

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, model_validator


def _identifier(value: str) -> str:
    if not value.isidentifier() or keyword.iskeyword(value):
        raise ValueError(f"{value!r} is not a Python name")
    return value


Identifier = Annotated[str, AfterValidator(_identifier)]
Kind = Literal["array", "float", "int", "bool", "str", "list", "tuple", "dict", "callable", "object", "stream", "any"]
OWNED = ("callable", "object", "stream")


class Strict(BaseModel):
    """Unknown keys are errors; nothing changes after loading."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Role(Strict):
    """What an argument or a result is."""

    kind: Kind = "any"
    dtype: Literal["float", "int", "bool", "str"] | None = None
    shape: str | None = None
    about: str = ""
    items: list["Role"] = Field(default_factory=list)
    methods: list[Identifier] = Field(default_factory=list)
    returns: "Role | None" = None

    @model_validator(mode="after")
    def _owned_by_the_grader(self) -> Self:
        if (self.kind == "object") != bool(self.methods):
            raise ValueError("kind object, and no other, lists the `methods` that may be called")
        if self.returns is not None and self.kind != "callable":
            raise ValueError("`returns` of an argument belongs to kind callable")
        if any(item.kind in OWNED for item in self.items):
            raise ValueError(f"{', '.join(OWNED)} are arguments themselves, never inside lists, tuples or dicts")
        return self


class Argument(Role):
    """A named argument of the entry point."""

    name: Identifier


class Method(Strict):
    """A method of a class entry point; the value of one without `returns` is ignored."""

    name: Identifier
    args: list[Argument] = Field(default_factory=list)
    returns: Role | None = None
    about: str = ""

    def signature(self) -> str:
        """As it is shown: `name(a, b)`."""
        return _signature(self.name, self.args)


class Entry(Strict):
    """What the candidate writes; of a class, `args` are the constructor's."""

    name: Identifier
    kind: Literal["function", "class"] = "function"
    args: list[Argument]
    returns: Role = Role()
    methods: list[Method] = Field(default_factory=list)

    @model_validator(mode="after")
    def _methods_belong_to_a_class(self) -> Self:
        if (self.kind == "class") != bool(self.methods):
            raise ValueError("a class needs `methods`, and a function has none")
        if self.methods and self.returns != Role():
            raise ValueError("a class has no `returns`; its methods have")
        results = [self.returns, *(method.returns for method in self.methods if method.returns)]
        if any(role.kind in OWNED for role in results):
            raise ValueError(f"a result is plain data, not one of {', '.join(OWNED)}")
        for what, names in (
            ("methods", [method.name for method in self.methods]),
            ("arguments", [argument.name for argument in self.args]),
            *((f"arguments of {method.name}", [each.name for each in method.args]) for method in self.methods),
        ):
            if twice := sorted({name for name in names if names.count(name) > 1}):
                raise ValueError(f"two of the {what} are equal: {', '.join(twice)}")
        return self

    def signature(self) -> str:
        """As it is shown: `name(a, b)`; a class with a line for each of its methods."""
        own = _signature(self.name, self.args)
        return (
            "\n".join([f"class {own}", *(f"    {method.signature()}" for method in self.methods)])
            if self.methods
            else own
        )


def _signature(name: str, args: list[Argument]) -> str:
    return f"{name}({', '.join(argument.name for argument in args)})"
