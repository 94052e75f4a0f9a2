"""YAML that remembers where things stand, so that an error can name its line; duplicate keys and aliases are errors."""

from collections.abc import Sequence
from typing import Any

import yaml
from yaml.composer import Composer
from yaml.constructor import SafeConstructor
from yaml.cyaml import CParser  # type: ignore[attr-defined]  # it is what the package is for
from yaml.resolver import Resolver


class _Loader(Composer, CParser, SafeConstructor, Resolver):
    """libyaml reads, ten times as fast, but Python composes: libyaml's way falls over text nested to harm it."""

    def __init__(self, text: str) -> None:
        CParser.__init__(self, text)
        Composer.__init__(self)
        SafeConstructor.__init__(self)
        Resolver.__init__(self)

    def construct_object(self, node: yaml.Node, deep: bool = False) -> Any:
        """The value of a part; YamlError for a text that is none of its tag (`!!bool maybe`, a 32nd of May)."""
        try:
            return super().construct_object(node, deep)
        except (yaml.YAMLError, YamlError, RecursionError):
            raise
        except Exception as error:  # the library looks texts up and takes them apart, and what that raises it lets out
            kind = node.tag.rpartition(":")[2][:40]
            raise YamlError(f"this is no {kind}: quote it where a text is meant", node.start_mark.line + 1) from error


class YamlError(ValueError):
    """Text that is not usable YAML; `line` is 1-based."""

    def __init__(self, message: str, line: int | None) -> None:
        self.line = line
        super().__init__(message)


class Document:
    """Parsed YAML with the lines of its parts."""

    def __init__(self, text: str) -> None:
        try:
            loader = _Loader(text)
            self._root = loader.get_single_node()
            _refuse_unusable(self._root, set())
            self.data: Any = None if self._root is None else loader.construct_document(self._root)
        except yaml.MarkedYAMLError as error:
            mark, last = error.problem_mark or error.context_mark, text.rstrip().count("\n")  # the end is no line
            raise YamlError(error.problem or "not valid YAML", min(mark.line, last) + 1 if mark else None) from error
        except YamlError:
            raise
        except (yaml.YAMLError, ValueError, RecursionError) as error:
            raise YamlError(str(error) or "nested too deeply", None) from error

    def line(self, path: Sequence[int | str]) -> int | None:
        """The 1-based line of the part at `path`, or of its nearest parent that exists."""
        node, line = self._root, self._root.start_mark.line + 1 if self._root else None
        for step in path:
            found = _child(node, step)
            if found is None:
                break
            node = found[1]
            line = found[0].start_mark.line + 1
        return line


def _child(node: yaml.Node | None, step: int | str) -> tuple[yaml.Node, yaml.Node] | None:
    """The node to point at (a key, or an item) and the node to go on from."""
    if isinstance(node, yaml.MappingNode):
        return next(((key, value) for key, value in node.value if key.value == str(step)), None)
    if isinstance(node, yaml.SequenceNode) and isinstance(step, int) and step < len(node.value):
        return node.value[step], node.value[step]
    return None


def _storable(text: str) -> bool:
    """Whether a database takes the text."""
    return "\0" not in text and text == text.encode("utf-8", "replace").decode()


def _refuse_unusable(node: yaml.Node | None, seen: set[int]) -> None:
    """Keys that stand twice, texts that cannot be stored, and aliases: a few stand for more than any memory holds."""
    if node is not None and id(node) in seen:
        raise YamlError("an alias (*name) has no place here: write the part out", node.start_mark.line + 1)
    seen.add(id(node))
    if isinstance(node, yaml.ScalarNode) and not _storable(node.value):
        raise YamlError("a text here holds a NUL or half a character, by an escape", node.start_mark.line + 1)
    if isinstance(node, yaml.MappingNode):
        keys: set[str] = set()
        for key, value in node.value:
            if not isinstance(key, yaml.ScalarNode):
                raise YamlError("a key must be a word, not a list or a mapping", key.start_mark.line + 1)
            if key.value in keys:
                raise YamlError(f"the key {key.value!r} stands twice", key.start_mark.line + 1)
            keys.add(key.value)
            _refuse_unusable(value, seen)
    elif isinstance(node, yaml.SequenceNode):
        for item in node.value:
            _refuse_unusable(item, seen)
