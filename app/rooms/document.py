"""The live document of one room: pycrdt behind the guard.

Texts are the roots `solution:{position}` and `checks:{position}`. Nothing here, or anywhere on the server, edits by
index: pycrdt counts UTF-8 bytes, Yjs UTF-16 units.
"""

from collections.abc import Collection, Iterable

from pycrdt import Doc, Text

from app.rooms import guard, varint
from app.rooms.guard import Known, Refused

MAX_TEXT_BYTES = 256 * 1024
STARTER_CLIENT = 1  # types the starters; no browser may be it
KINDS = ("solution", "checks")


class Broken(Exception):
    """The document library did not take what the guard let through: the room must be read again from its log."""


def roots(problems: int) -> list[str]:
    """The names of a room's texts."""
    return [f"{kind}:{position}" for position in range(problems) for kind in KINDS]


def starting(starters: list[str]) -> bytes:
    """The update that puts the starters into an empty document."""
    doc: Doc[Text] = Doc(client_id=STARTER_CLIENT)
    for name in roots(len(starters)):
        kind, _, position = name.partition(":")
        text = doc.get(name, type=Text)
        if kind == KINDS[0] and starters[int(position)]:
            text += starters[int(position)]
    return doc.get_update()


class Document:
    """A replica that holds what the log holds, and, for the moment of a commit, what is about to be in it."""

    def __init__(self, problems: int, updates: Iterable[bytes] = ()) -> None:
        """`updates` come from the log or a snapshot. Blocking for some milliseconds when they are many."""
        self._doc: Doc[Text] = Doc(allow_multithreading=True)
        self._roots = frozenset(name.encode() for name in roots(problems))
        self._texts = {name: self._doc.get(name, type=Text) for name in roots(problems)}
        with self._doc.transaction():
            for update in updates:
                self._doc.apply_update(update)
        self._known = Known(varint.read_vector(self._doc.get_state()))
        self._measure()
        if any(max(str(text), default="") > "\uffff" for text in self._texts.values()):
            self._known.advance(guard.read(self.encode(), self._roots, trusted=True))

    def _measure(self) -> None:
        self._largest = max((len(text) for text in self._texts.values()), default=0)

    def take(self, update: bytes, own: Collection[int]) -> None:
        """Apply what a client sent that may type as `own`.

        Raises:
            Malformed
            Refused: with the codes of `guard`, or `too-large`.
            Broken
        """
        parsed = guard.read(update, self._roots)
        guard.check(parsed, self._known, own)
        if parsed.size and self._largest + parsed.size > MAX_TEXT_BYTES:
            self._measure()  # it was an upper bound until now
            if self._largest + parsed.size > MAX_TEXT_BYTES:
                raise Refused("too-large", "a text may hold at most 256 KiB; delete something first")
        self._apply(update, parsed)

    def absorb(self, update: bytes) -> None:
        """Apply what another node has put into the log."""
        self._apply(update, guard.read(update, self._roots, trusted=True))

    def _apply(self, update: bytes, parsed: guard.Parsed) -> None:
        try:
            self._doc.apply_update(update)
        except BaseException as error:  # a panic of the library's Rust is no Exception
            if isinstance(error, (KeyboardInterrupt, SystemExit)):
                raise
            raise Broken(repr(error)) from error
        self._known.advance(parsed)
        self._largest += parsed.size

    def encode(self, vector: bytes | None = None) -> bytes:
        """All of it as one update, or what somebody with this state vector lacks."""
        return self._doc.get_update(vector)

    @property
    def vector(self) -> bytes:
        """The state vector."""
        return self._doc.get_state()

    def text(self, name: str) -> str:
        """One of the texts as it is now."""
        return str(self._texts[name])
