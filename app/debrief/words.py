"""How things are called on the pages of a debrief."""

WORDS: dict[str, tuple[str, str, str]] = {  # icon, state for the colour, words
    "stated_and_kept": ("passed", "passed", "Stated and kept"),
    "stated_but_contradicted": ("silent", "silent", "Stated, but contradicted"),
    "unstated_but_consistent": ("skipped", "waiting", "Not stated, but consistent"),
    "inconsistent": ("silent", "silent", "Inconsistent"),
}
STATES: dict[str, tuple[str, str]] = {  # icon, word
    "failed_silently": ("silent", "Failed silently"),
    "failed_loudly": ("loud", "Failed loudly"),
}
RUNGS: dict[str, str] = {"accurate": "accurate", "failed": "not accurate", "unknown": "not known"}
SUPERSCRIPT = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")


def scale(value: float) -> str:
    """A scale as one reads it: a power of ten as such, where its digits would be many."""
    text = f"{value:g}"
    digits, _, exponent = text.partition("e")
    if not exponent:
        return text
    power = f"10{str(int(exponent)).translate(SUPERSCRIPT)}"
    return power if digits == "1" else f"{digits}·{power}"


EVERYTHING = {"words": WORDS, "states": STATES, "rungs": RUNGS, "scale": scale}
