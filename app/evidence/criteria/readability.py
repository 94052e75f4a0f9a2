"""Readability: facts of the final code, for a person to weigh."""

import ast
from collections.abc import Iterator
from typing import Any

from app.evidence.kinds import row
from app.evidence.reading import code_lines, stories
from app.evidence.rows import Evidence
from app.evidence.session import Session

_NESTING = (ast.For, ast.AsyncFor, ast.While, ast.If, ast.With, ast.AsyncWith, ast.Try, ast.FunctionDef, ast.ClassDef)


def evidence(session: Session) -> Iterator[Evidence]:
    """All of it, where the final code is not the starter."""
    for story in stories(session):
        final = story.final
        if final is None or final.grading.solution == story.problem.starter:
            continue
        told = facts(final.grading.solution)
        yield row("readability_facts", final.since, final.where(), claim=_claim(told), **told)
        yield row("code_to_change", final.since, final.where())


def facts(source: str) -> dict[str, Any]:
    """Lines of code; and, of code that can be read: functions, the longest of them, nesting, names of one letter."""
    told: dict[str, Any] = {"lines": len(code_lines(source))}
    try:
        tree = ast.parse(source)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return told
    functions = [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)]
    names = {node.id for node in ast.walk(tree) if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)}
    longest = max(((node.end_lineno or node.lineno) - node.lineno + 1 for node in functions), default=0)
    return told | {
        "functions": len(functions),
        "longest_function": longest,
        "nesting": _depth(tree),
        "names": len(names),
        "one_letter_names": sum(len(name) == 1 for name in names),
    }


def _depth(node: ast.AST) -> int:
    inner = max((_depth(child) for child in ast.iter_child_nodes(node)), default=0)
    return inner + isinstance(node, _NESTING)


def _claim(told: dict[str, Any]) -> str:
    if "functions" not in told:
        return f"{told['lines']} lines of code that cannot be read as Python."
    return (
        f"{told['lines']} lines of code in {told['functions']} functions (the longest has {told['longest_function']} "
        f"lines), nested {told['nesting']} deep, {told['one_letter_names']} of {told['names']} names of one letter."
    )
