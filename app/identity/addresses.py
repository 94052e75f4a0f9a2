"""E-mail addresses: the form in which they are compared, and which ones a new account may have.

An address that only looks like another one is refused for new accounts: letters of two scripts in one word, or a word
of letters that all look Latin and are not. Compatibility forms (full-width letters and the like) are folded away.
"""

import re
import unicodedata

from app.errors import Invalid

MAX_EMAIL = 320  # RFC 5321
_SHAPE = re.compile(r"[^\s@,;:<>()\[\]\\\"]+@[^\s@,;:<>()\[\]\\\"]+")
# Words of Japanese and Korean mix these, and nobody mistakes them for one another.
_TOGETHER = frozenset({"HIRAGANA", "KATAKANA", "CJK", "HANGUL", "IDEOGRAPHIC"})
# Letters of Greek, Cyrillic and Armenian that the usual fonts draw like a Latin one.
_LOOKS_LATIN = frozenset("αγικνορτυχаеорсухіјѕһԁԛԝӏցհոսօ")


def fold_email(email: str) -> str:
    """The form in which addresses are compared."""
    return unicodedata.normalize("NFKC", email.strip()).casefold()


def checked_email(email: str) -> str:
    """The address in its compatibility form, without blanks around it; Invalid when it is none."""
    email = unicodedata.normalize("NFKC", email.strip())
    if len(email) > MAX_EMAIL or not _SHAPE.fullmatch(email) or not email.isprintable():
        raise Invalid(f"{email[:MAX_EMAIL]!r} is not an e-mail address. Write it as name@example.com.")
    return email


def distinct_email(email: str) -> str:
    """As `checked_email`, for a new account: Invalid also for an address that can be mistaken for another one."""
    email = checked_email(email)
    for word in re.split(r"[@.]", email.casefold()):
        letters = [letter for letter in word if letter.isalpha()]
        scripts = {_script(letter) for letter in letters}
        if len(scripts - _TOGETHER) + bool(scripts & _TOGETHER) > 1:
            raise Invalid(f"“{word}” in {email} mixes letters of several scripts. Type it anew, in one script.")
        if letters and _LOOKS_LATIN.issuperset(letters):
            raise Invalid(f"“{word}” in {email} is not in Latin letters, though it looks so. Type the address anew.")
    return email


def _script(letter: str) -> str:
    """The script of a letter: the first word of its name in Unicode."""
    return unicodedata.name(letter, "UNKNOWN").partition(" ")[0]
