"""The lines of a solution that guard it, each taken out: what then fails shows what the line was for.

Reads the code as text (`ast`) and runs nothing. A guard is recognised by its form, so some are missed, and one that is
found may guard nothing: the grading of the text without it tells.
"""

import ast
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

T = TypeVar("T")
_Node = ast.stmt | ast.expr
MOST = 12
_SMALL = 1e-3
_NAMED_SMALL = re.compile(r"(^|_)(eps|epsilon|tiny|small|floor|min|max|lower|upper|lo|hi)(_|$|\d)", re.IGNORECASE)
_BOUNDS = {"max", "min", "maximum", "minimum", "fmax", "fmin"}
_LARGEST = {"max", "amax", "nanmax"}
_UNSEEING = {
    f"nan{name}": name for name in ("mean", "std", "var", "sum", "median", "min", "max", "percentile", "quantile")
}
_FINITE = {"isnan", "isfinite", "isna", "notna", "isnull", "notnull"}


@dataclass(frozen=True, slots=True)
class Ablated:
    """The source without the guard that stands at `line` of the original, whose text is `code`."""

    line: int
    code: str
    source: str


def ablations(source: str) -> list[Ablated]:
    """The source without each of its guards in turn, at most `MOST`; none of a text that is no Python."""
    try:
        tree = ast.parse(source)
        return [_ablated(source, tree, *guard) for guard in spread(list(_guards(tree)), MOST)]
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return []


def spread(items: Sequence[T], most: int) -> list[T]:
    """At most so many, evenly over all of them, the last among them."""
    if len(items) <= most:
        return list(items)
    return [items[(index + 1) * len(items) // most - 1] for index in range(most)]


def _ablated(source: str, tree: ast.Module, node: _Node, other: ast.AST) -> Ablated:
    text = ast.unparse(_Swap(node, other).visit(tree))
    _Swap(other, node).visit(tree)
    return Ablated(node.lineno, source.splitlines()[node.lineno - 1].strip()[:200], text)


class _Swap(ast.NodeTransformer):
    """Puts a node where another stands."""

    def __init__(self, node: ast.AST, other: ast.AST) -> None:
        self._node, self._other = node, other

    def visit(self, node: ast.AST) -> ast.AST:
        """The node put in its place, or the node with what is inside of it visited."""
        return self._other if node is self._node else self.generic_visit(node)


def _guards(tree: ast.Module) -> Iterator[tuple[_Node, ast.AST]]:
    """Each guard with what stands there without it, in the order of the lines."""
    nodes = [node for node in ast.walk(tree) if isinstance(node, ast.stmt | ast.expr)]
    for node in sorted(nodes, key=lambda each: (each.lineno, each.col_offset)):
        without = _FORMS.get(type(node))
        other = without(node) if without else None
        if other is not None:
            yield node, other


def _early_exit(node: ast.If) -> ast.AST | None:
    leaves = isinstance(node.body[-1], ast.Raise | ast.Return | ast.Continue)
    return ast.Pass() if leaves and not node.orelse else None


def _masked(node: ast.Assign) -> ast.AST | None:
    """Such as `scale[scale == 0] = 1.0`."""
    target = node.targets[0]
    masks = isinstance(target, ast.Subscript) and (
        isinstance(target.slice, ast.Compare) or _asks_for_finite(target.slice)
    )
    return ast.Pass() if masks and _is_number(node.value) else None


def _fallback(node: ast.BoolOp) -> ast.AST | None:
    """Such as `scale or 1.0`."""
    return node.values[0] if isinstance(node.op, ast.Or) and _is_number(node.values[-1]) else None


def _term(node: ast.BinOp) -> ast.AST | None:
    """Such as `x + eps` and `x - x.max()`."""
    if isinstance(node.op, ast.Sub):
        return node.left if _called(node.right) in _LARGEST else None
    if not isinstance(node.op, ast.Add):
        return None
    return node.left if _is_small(node.right) else node.right if _is_small(node.left) else None


def _finite_only(node: ast.Subscript) -> ast.AST | None:
    """Such as `x[~np.isnan(x)]`."""
    return node.value if isinstance(node.ctx, ast.Load) and _asks_for_finite(node.slice) else None


def _call(node: ast.Call) -> ast.AST | None:
    name = _called(node)
    without = _CALLS.get(name, _bound if name in _BOUNDS else None)
    if name in _UNSEEING and isinstance(node.func, ast.Attribute):
        return ast.Call(ast.Attribute(node.func.value, _UNSEEING[name], ast.Load()), node.args, node.keywords)
    return without(node) if without else None


def _clip(node: ast.Call) -> ast.AST | None:
    """Such as `np.clip(x, 0, 1)` and `x.clip(0, 1)`."""
    of_module = isinstance(node.func, ast.Name) or _name(getattr(node.func, "value", node)) in {"np", "numpy"}
    return _first(node) if of_module else getattr(node.func, "value", None)


def _where(node: ast.Call) -> ast.AST | None:
    """Such as `np.where(n > 0, x / n, 0.0)`."""
    return _the_other(*node.args[1:]) if len(node.args) == len(("condition", "one", "two")) else None


def _bound(node: ast.Call) -> ast.AST | None:
    """Such as `max(std, eps)`."""
    if len(node.args) != len(("value", "bound")) or node.keywords:
        return None
    first, second = node.args
    return first if _is_bound(second) else second if _is_bound(first) else None


def _first(node: ast.Call) -> ast.expr | None:
    return node.args[0] if node.args else None


def _the_other(one: ast.expr, two: ast.expr) -> ast.expr | None:
    """Of two branches the one that computes, where the other is a plain number."""
    if _is_number(one) == _is_number(two):
        return None
    return two if _is_number(one) else one


def _called(node: ast.AST) -> str:
    """The name of the function that is called, without its module; empty when it is no call."""
    if not isinstance(node, ast.Call):
        return ""
    return node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")


def _is_number(node: ast.expr) -> bool:
    if isinstance(node, ast.UnaryOp):
        return _is_number(node.operand)
    if isinstance(node, ast.Attribute):
        return node.attr in {"nan", "inf"}
    return isinstance(node, ast.Constant) and isinstance(node.value, int | float | None)


def _name(node: ast.expr) -> str:
    return node.attr if isinstance(node, ast.Attribute) else getattr(node, "id", "")


def _is_bound(node: ast.expr) -> bool:
    return _is_number(node) or bool(_NAMED_SMALL.search(_name(node)))


def _is_small(node: ast.expr) -> bool:
    if isinstance(node, ast.Constant) and isinstance(node.value, float):
        return 0 < node.value <= _SMALL
    return bool(re.search(r"(^|_)(eps|epsilon|tiny)(_|$|\d)", _name(node), re.IGNORECASE))


def _asks_for_finite(node: ast.expr) -> bool:
    return any(_called(inner) in _FINITE for inner in ast.walk(node))


_CALLS: dict[str, Callable[[Any], ast.AST | None]] = {"clip": _clip, "nan_to_num": _first, "where": _where}
_FORMS: dict[type[ast.AST], Callable[[Any], ast.AST | None]] = {  # what stands in its place; None for what is no guard
    ast.If: _early_exit,
    ast.Assert: lambda _: ast.Pass(),
    ast.Assign: _masked,
    ast.IfExp: lambda node: _the_other(node.body, node.orelse),
    ast.BoolOp: _fallback,
    ast.BinOp: _term,
    ast.Subscript: _finite_only,
    ast.Call: _call,
}
