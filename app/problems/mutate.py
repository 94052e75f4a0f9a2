"""Small changes of a Python source that a good grader notices: of comparisons, operators, constants, calls, statements.

Knows nothing of grading. Docstrings, annotations, imports and the words of errors are left alone.
"""

import ast
import difflib
from collections import Counter
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from typing import Any

_OTHERS: dict[type[ast.AST], tuple[type[ast.AST], ...]] = {
    ast.Lt: (ast.LtE, ast.GtE),
    ast.LtE: (ast.Lt, ast.Gt),
    ast.Gt: (ast.GtE, ast.LtE),
    ast.GtE: (ast.Gt, ast.Lt),
    ast.Eq: (ast.NotEq,),
    ast.NotEq: (ast.Eq,),
    ast.Is: (ast.IsNot,),
    ast.IsNot: (ast.Is,),
    ast.In: (ast.NotIn,),
    ast.NotIn: (ast.In,),
    ast.Add: (ast.Sub,),
    ast.Sub: (ast.Add,),
    ast.Mult: (ast.Div,),
    ast.Div: (ast.Mult,),
    ast.FloorDiv: (ast.Div,),
    ast.Mod: (ast.FloorDiv,),
    ast.Pow: (ast.Mult,),
    ast.BitAnd: (ast.BitOr,),
    ast.BitOr: (ast.BitAnd,),
    ast.BitXor: (ast.BitAnd,),
    ast.And: (ast.Or,),
    ast.Or: (ast.And,),
}
_PAIRS = (
    ("min", "max"),
    ("minimum", "maximum"),
    ("nanmin", "nanmax"),
    ("argmin", "argmax"),
    ("any", "all"),
    ("floor", "ceil"),
    ("zeros", "ones"),
    ("zeros_like", "ones_like"),
    ("log", "log1p"),
    ("exp", "expm1"),
    ("left", "right"),
)
_ONE_WAY = {"nanmean": "mean", "nanstd": "std", "nanvar": "var", "nansum": "sum", "nanmedian": "median"}
_COUNTERPART = {one: other for pair in _PAIRS for one, other in (pair, pair[::-1])} | _ONE_WAY
_DROPPED_KEYWORDS = {"axis", "ddof", "keepdims"}
_REMOVED = (ast.Assert, ast.Raise, ast.If, ast.For, ast.While, ast.AugAssign, ast.Expr, ast.Return, ast.Delete)
_LEFT_ALONE: dict[type[ast.AST], set[str]] = {
    ast.FunctionDef: {"decorator_list", "returns"},
    ast.ClassDef: {"decorator_list", "bases"},
    ast.arg: {"annotation"},
    ast.AnnAssign: {"annotation"},
    ast.Assert: {"msg"},
    ast.ExceptHandler: {"type"},
}


@dataclass(frozen=True, slots=True)
class Mutant:
    """A changed source. `before` and `after` are the lines that differ, unindented; `line` is of the original."""

    source: str
    line: int
    before: str
    after: str

    def as_diff(self) -> str:
        """The change, to be read by a person."""
        taken = [f"- {line}" for line in self.before.splitlines()]
        return "\n".join(taken + [f"+ {line}" for line in self.after.splitlines()])


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a node stands, and how another is put there."""

    node: ast.AST
    line: int
    put: Callable[[ast.AST], None]
    in_block: bool


def mutants(source: str, *, skip: Collection[str] = (), constants: bool = True) -> list[Mutant]:
    """Every change that compiles, each text once.

    `skip` names functions and variables of the module that stay as they are; without `constants` numbers stay too.
    """
    tree = ast.parse(source)
    original = ast.unparse(tree)
    seen, found = {original}, []
    stores = _stores(tree)
    for place in _places(tree, skip):
        for other in _changes(place, stores, constants=constants):
            place.put(other)
            text = ast.unparse(ast.fix_missing_locations(tree))
            place.put(place.node)
            if text not in seen and _compiles(text):
                seen.add(text)
                found.append(Mutant(text, place.line, *_difference(original, text)))
    return found


def _compiles(text: str) -> bool:
    try:
        compile(text, "mutant", "exec", dont_inherit=True)
    except (SyntaxError, ValueError):
        return False
    return True


def _difference(original: str, text: str) -> tuple[str, str]:
    lines = [line for line in difflib.ndiff(original.splitlines(), text.splitlines()) if line[:2] in ("- ", "+ ")]
    before, after = ("\n".join(line[2:].strip() for line in lines if line[0] == sign) for sign in "-+")
    return before, after


def _stores(tree: ast.AST) -> Counter[str]:
    """How often each name is given a value."""
    names = [node.id for node in ast.walk(tree) if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)]
    return Counter(names + [node.arg for node in ast.walk(tree) if isinstance(node, ast.arg)])


def _places(tree: ast.Module, skip: Collection[str]) -> Iterator[_Place]:
    for index, node in enumerate(tree.body):
        named = [node.name] if isinstance(node, ast.FunctionDef | ast.ClassDef) else []
        named += [target.id for target in getattr(node, "targets", ()) if isinstance(target, ast.Name)]
        if not set(named) & set(skip):
            yield from _within(node, 1, _item(tree.body, index), in_block=True)


def _within(node: ast.AST, line: int, put: Callable[[ast.AST], None], *, in_block: bool = False) -> Iterator[_Place]:
    """The places of a node and of what it holds; `line` is that of the nearest node that knows its own."""
    if isinstance(node, ast.Import | ast.ImportFrom | ast.JoinedStr) or _is_docstring(node):
        return
    line = getattr(node, "lineno", line)
    yield _Place(node, line, put, in_block)
    if isinstance(node, ast.Raise):
        return
    for name, value in ast.iter_fields(node):
        if name in _LEFT_ALONE.get(type(node), ()):
            continue
        if isinstance(value, ast.AST):
            yield from _within(value, line, _field(node, name))
        elif isinstance(value, list):
            for index, item in enumerate(value):
                if isinstance(item, ast.AST):
                    yield from _within(item, line, _item(value, index), in_block=isinstance(item, ast.stmt))


def _item(items: list[Any], index: int) -> Callable[[ast.AST], None]:
    def put(node: ast.AST) -> None:
        items[index] = node

    return put


def _field(parent: ast.AST, name: str) -> Callable[[ast.AST], None]:
    def put(node: ast.AST) -> None:
        setattr(parent, name, node)

    return put


def _is_docstring(node: ast.AST) -> bool:
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant) and isinstance(node.value.value, str)


def _changes(place: _Place, stores: Counter[str], *, constants: bool) -> Iterator[ast.AST]:
    """What may stand there instead."""
    node = place.node
    yield from (other() for other in _OTHERS.get(type(node), ()))
    if isinstance(node, ast.Constant):
        yield from _other_constants(node, numbers=constants)
    elif isinstance(node, ast.expr):
        yield from _other_expressions(node)
    elif isinstance(node, ast.If | ast.While):
        yield from _negated(node)
    elif isinstance(node, ast.Break | ast.Continue):
        yield ast.Continue() if isinstance(node, ast.Break) else ast.Break()
    if place.in_block and _may_go(node, stores):
        yield ast.Pass()


def _other_expressions(node: ast.expr) -> Iterator[ast.AST]:
    if isinstance(node, ast.UnaryOp):
        yield node.operand
    elif isinstance(node, ast.BoolOp):
        for index in range(len(node.values)):
            rest = node.values[:index] + node.values[index + 1 :]
            yield rest[0] if len(rest) == 1 else ast.BoolOp(node.op, rest)
    elif isinstance(node, ast.Name | ast.Attribute):
        yield from _counterpart(node)
    elif isinstance(node, ast.Call):
        yield from _other_calls(node)
    elif isinstance(node, ast.IfExp):
        yield from _negated(node)


def _negated(node: ast.If | ast.While | ast.IfExp) -> Iterator[ast.AST]:
    """The condition turned round, where no other change does that already."""
    if not isinstance(node.test, ast.Compare | ast.UnaryOp):
        parts = {name: value for name, value in ast.iter_fields(node) if name != "test"}
        yield type(node)(test=ast.UnaryOp(ast.Not(), node.test), **parts)


def _other_constants(node: ast.Constant, *, numbers: bool) -> Iterator[ast.AST]:
    if isinstance(node.value, bool):
        yield ast.Constant(not node.value)
    elif isinstance(node.value, int | float) and numbers:
        yield ast.Constant(node.value + 1)
        yield _signed(node.value - 1)
    elif isinstance(node.value, str) and node.value in _COUNTERPART:
        yield ast.Constant(_COUNTERPART[node.value])


def _signed(value: float) -> ast.expr:
    """As Python itself writes it, so that equal texts are recognised."""
    return ast.UnaryOp(ast.USub(), ast.Constant(-value)) if value < 0 else ast.Constant(value)


def _counterpart(node: ast.Name | ast.Attribute) -> Iterator[ast.AST]:
    if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load) and node.id in _COUNTERPART:
        yield ast.Name(_COUNTERPART[node.id], ast.Load())
    if isinstance(node, ast.Attribute) and node.attr in _COUNTERPART:
        yield ast.Attribute(node.value, _COUNTERPART[node.attr], node.ctx)


def _other_calls(node: ast.Call) -> Iterator[ast.AST]:
    if len(node.args) > 1 and not any(isinstance(each, ast.Starred) for each in node.args[:2]):
        yield ast.Call(node.func, [node.args[1], node.args[0], *node.args[2:]], node.keywords)
    for dropped in node.keywords:
        if dropped.arg in _DROPPED_KEYWORDS:
            yield ast.Call(node.func, node.args, [each for each in node.keywords if each is not dropped])


def _may_go(node: ast.AST, stores: Counter[str]) -> bool:
    """Whether a statement is left out: not where its name would then be missing, which any call notices."""
    if isinstance(node, ast.Assign | ast.AnnAssign):
        return all(stores[name] > 1 for name in _stores(node))
    if isinstance(node, ast.If) and isinstance(node.body[0], ast.Raise):
        return False  # the same as the error left out
    return isinstance(node, _REMOVED)
