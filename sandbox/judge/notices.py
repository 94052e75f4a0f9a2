"""What a solution does that a solution rarely does: marks for a person to look at, never a part of the verdict.

Two ways of knowing: the text of the code (`seen in the code`: it may have innocent reasons, or never run), and what
its processes did (`seen at run time`). None of it is a score, and absence proves nothing.
"""

import ast
import math
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from sandbox.judge.how import How, Outcome

IN_CODE, AT_RUN_TIME = "seen in the code", "seen at run time"
KINDS = {
    "overrides_comparison": "defines how its objects compare, convert or answer numpy",
    "subclasses_plain_type": "makes a class of its own from a number, text, container or array",
    "patches_library": "replaces something in a library or in Python itself",
    "ends_process": "ends its own process, or arranges something for its end",
    "walks_frames": "looks into frames, the garbage collector or other objects' insides",
    "touches_channel": "reads or writes files or descriptors",
    "goes_native": "reaches for machine code or raw memory",
    "runs_text": "runs text as code",
    "remembers_calls": "keeps results or inputs from one call to the next",
    "measures_time": "measures time",
    "knows_examples": "holds the expected numbers of a visible example",
    "starts_work": "starts threads or processes",
    "wrong_frame": "wrote to the grader's channel past the sandbox's own code",
    "forbidden_call": "tried a system call that is not allowed",
    "not_plain": "returned something that is not plain data",
    "ended": "ended its own process before it returned",
}
_COMPARISONS = re.compile(
    r"^__(eq|ne|lt|le|gt|ge|bool|float|int|index|len|iter|array\w*|class|instancecheck|getattribute|reduce\w*)__$"
)
_PLAIN = {"int", "float", "str", "bool", "list", "tuple", "dict", "set", "ndarray", "bytes"}
_CALLS = {
    "ends_process": r"^(sys\.exit|exit|quit|os\._exit|os\.abort|os\.kill\w*|atexit\.register|signal\.\w+)$",
    "walks_frames": r"^(sys\.(_getframe|settrace|setprofile|addaudithook)|gc\.\w+|inspect\.\w+|id|vars|globals|locals"
    r"|.*\.__subclasses__)$",
    "touches_channel": r"^(open|io\.open|os\.(write|read|open|fdopen|dup2?|pipe|listdir|scandir|environ\.\w+)"
    r"|socket\.\w+|pathlib\.\w+|Path|wire\.\w+)$",
    "goes_native": r"^(ctypes\.[\w.]+|mmap\.\w+|cffi\.\w+|.*as_strided)$",
    "runs_text": r"^(exec|eval|compile|__import__|importlib\.\w+|marshal\.loads|pickle\.loads)$",
    "patches_library": r"^(setattr|delattr|object\.__setattr__|types\.\w+)$",
    "measures_time": r"^(time\.\w+|perf_counter\w*|process_time|monotonic|datetime\.now|timeit\.\w+)$",
    "starts_work": r"^(threading\.\w+|multiprocessing\.\w+|subprocess\.\w+|os\.(fork|system|popen|spawn\w*)"
    r"|Thread|Process)$",
}
_INSIDES = re.compile(
    r"^(f_back|f_locals|f_globals|tb_frame|__code__|__globals__|__closure__|__traceback__|__dict__|__builtins__|__self__)$"
)
_CACHES = re.compile(r"^(functools\.)?(lru_cache|cache)$")
_AT_RUN_TIME = {How.NOT_PLAIN: "not_plain", How.FORBIDDEN: "forbidden_call", How.EXITED: "ended"}
_TELLING_DIGITS, _TELLING_NUMBERS, _MOST = 4, 2, 40
_MOST_LINES = 1000


@dataclass(frozen=True, slots=True)
class Notice:
    """One mark: its kind, the line of the code where it is known, and how it is known."""

    kind: str
    line: int | None
    how: str

    def as_event(self) -> dict[str, Any]:
        """The plain record."""
        return {"kind": self.kind, "about": KINDS[self.kind], "line": self.line, "how": self.how}


def find(source: str, visible: Iterable[Mapping[str, Any]], outcomes: Iterable[Outcome]) -> list[Notice]:
    """The marks of a submission, each kind once per line, in the order of lines; at most forty."""
    found = {Notice(kind, line, IN_CODE) for kind, line in _in_code(source, visible)} | {*_at_run_time(outcomes)}
    return sorted(found, key=lambda notice: (notice.line or 0, notice.kind))[:_MOST]


def _in_code(source: str, visible: Iterable[Mapping[str, Any]]) -> set[tuple[str, int]]:
    """Kinds and lines; nothing of a file of unreasonable length, or of one that does not compile."""
    if source.count("\n") > _MOST_LINES:
        return set()
    try:
        tree = ast.parse(source)
        return {*_of_nodes(tree), *_examples(tree, visible)}
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return set()


def _of_nodes(tree: ast.Module) -> Iterator[tuple[str, int]]:
    imported = {
        (alias.asname or alias.name).partition(".")[0]
        for node in ast.walk(tree)
        if isinstance(node, ast.Import | ast.ImportFrom)
        for alias in node.names
    }
    for node in ast.walk(tree):
        for kind in _kinds(node, imported):
            yield kind, node.lineno  # type: ignore[attr-defined]  # every node with a kind is a statement or expression


def _kinds(node: ast.AST, imported: set[str]) -> Iterator[str]:
    if isinstance(node, ast.Call):
        called = ast.unparse(node.func) if _short(node.func) else ""
        yield from (kind for kind, names in _CALLS.items() if re.match(names, called))
    elif isinstance(node, ast.ClassDef):
        yield from _of_class(node)
    elif isinstance(node, ast.Attribute | ast.Constant) and _INSIDES.match(_text(node)):
        yield "walks_frames"
    elif isinstance(node, ast.Assign | ast.AugAssign | ast.Delete):
        targets = [node.target] if isinstance(node, ast.AugAssign) else node.targets
        if any(_root(target) in imported for target in targets if not isinstance(target, ast.Name)):
            yield "patches_library"
    elif isinstance(node, ast.Raise) and "SystemExit" in ast.dump(node.exc or node):
        yield "ends_process"
    elif isinstance(node, ast.Global | ast.Nonlocal):
        yield "remembers_calls"
    elif isinstance(node, ast.FunctionDef):
        yield from _of_function(node)


def _of_class(node: ast.ClassDef) -> Iterator[str]:
    names = {part.name for part in node.body if isinstance(part, ast.FunctionDef)}
    names |= {
        t.id for part in node.body if isinstance(part, ast.Assign) for t in part.targets if isinstance(t, ast.Name)
    }
    if any(_COMPARISONS.match(name) for name in names):
        yield "overrides_comparison"
    if any(_last(base) in _PLAIN for base in node.bases):
        yield "subclasses_plain_type"


def _of_function(node: ast.FunctionDef) -> Iterator[str]:
    decorators = [each.func if isinstance(each, ast.Call) else each for each in node.decorator_list]
    mutable = any(isinstance(default, ast.Dict | ast.List | ast.Set) for default in node.args.defaults)
    if mutable or any(_short(each) and _CACHES.match(ast.unparse(each)) for each in decorators):
        yield "remembers_calls"


def _text(node: ast.Attribute | ast.Constant) -> str:
    """The attribute's name, or a text that may be used as one."""
    return node.attr if isinstance(node, ast.Attribute) else str(node.value)


def _short(node: ast.AST) -> bool:
    """Whether a name, plain or dotted."""
    return isinstance(node, ast.Name) or (isinstance(node, ast.Attribute) and _short(node.value))


def _last(node: ast.AST) -> str:
    return node.attr if isinstance(node, ast.Attribute) else node.id if isinstance(node, ast.Name) else ""


def _root(node: ast.AST) -> str:
    while isinstance(node, ast.Attribute | ast.Subscript):
        node = node.value
    return node.id if isinstance(node, ast.Name) else ""


def _examples(tree: ast.Module, visible: Iterable[Mapping[str, Any]]) -> Iterator[tuple[str, int]]:
    """Lines with a telling number that only the expected results of the visible examples have."""
    expected = {number for example in visible for number in _telling(example.get("expected"))}
    expected -= {number for example in visible for number in _telling(example.get("args"))}
    lines = [
        node.lineno
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, float) and abs(node.value) in expected
    ]
    if len(lines) >= _TELLING_NUMBERS:
        yield "knows_examples", min(lines)


def _telling(value: Any) -> Iterator[float]:
    """Numbers of at least four digits, as magnitudes."""
    if isinstance(value, list | tuple):
        for item in value:
            yield from _telling(item)
    elif isinstance(value, dict):
        yield from _telling(list(value.values()))
    elif type(value) is float and math.isfinite(value) and len(re.sub(r"\D", "", repr(value))) >= _TELLING_DIGITS:
        yield abs(value)


def _at_run_time(outcomes: Iterable[Outcome]) -> Iterator[Notice]:
    for outcome in outcomes:
        if outcome.how is How.KILLED and "channel" in outcome.statement:
            yield Notice("wrong_frame", None, AT_RUN_TIME)
        if outcome.how in _AT_RUN_TIME:
            yield Notice(_AT_RUN_TIME[outcome.how], outcome.line, AT_RUN_TIME)
