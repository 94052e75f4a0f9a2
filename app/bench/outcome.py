"""What the record of a run says of its tests."""

from collections.abc import Sequence
from typing import Any


def unsound(found: Sequence[dict[str, Any]]) -> set[str]:
    """The tests that refuse right code."""
    return {failed["test"] for each in found if each["right"] for failed in each["failed"]}


def is_sound(told: dict[str, Any], alarms: set[str]) -> bool:
    """Whether a planted bug is caught by a test that accepts all right code; refusing everything is no check."""
    return any(each["kind"] == "AssertionError" and each["test"] not in alarms for each in told["failed"])
