"""A pseudonym in the place of a name."""

import hashlib
import re
from dataclasses import dataclass
from typing import Any
from uuid import UUID

SOMEBODY = "Somebody without a seat"
_SIGNS = "ABCDEFGHJKMNPQRSTUVWXYZ23456789"  # none that is read for another
_LENGTH = 4
_SHORTEST = 2  # of a part of a name that is looked for by itself


def pseudonym(interview_id: UUID) -> str:
    """What the candidate of an interview is called by those who judge it blind; it is always the same."""
    number = int.from_bytes(hashlib.blake2b(interview_id.bytes, digest_size=8, person=b"pseudonym").digest())
    signs = (_SIGNS[number // len(_SIGNS) ** place % len(_SIGNS)] for place in range(_LENGTH))
    return f"Candidate {''.join(signs)}"


@dataclass(frozen=True, slots=True)
class Veil:
    """Covers a name in what people wrote: whole, each part of it, and the address."""

    pseudonym: str
    name: str
    email: str

    def text(self, text: str) -> str:
        """The text with the pseudonym wherever the candidate is called by name."""
        found = self._whole().sub(self.pseudonym, text)
        return self._parts().sub(self.pseudonym, found)

    def data(self, value: Any) -> Any:
        """The same for every text in JSON."""
        if isinstance(value, str):
            return self.text(value)
        if isinstance(value, dict):
            return {key: self.data(each) for key, each in value.items()}
        return [self.data(each) for each in value] if isinstance(value, list) else value

    def _whole(self) -> re.Pattern[str]:
        return _words([self.email, self.name], re.IGNORECASE)

    def _parts(self) -> re.Pattern[str]:
        """As they are written: Will is a name, will is none."""
        parts = [part for part in re.split(r"[\s.,]+", self.name) if len(part) >= _SHORTEST]
        return _words(parts)


def _words(words: list[str], flags: int = 0) -> re.Pattern[str]:
    longest_first = sorted({word for word in words if word.strip()}, key=len, reverse=True)
    if not longest_first:
        return re.compile(r"(?!)")
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, longest_first))})(?!\w)", flags)
