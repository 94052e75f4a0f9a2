"""What a sign-in comes from, in words its person recognises."""

from dataclasses import dataclass

from fastapi import Request

MAX_AGENT = 400
_BROWSERS = (("Edg", "Edge"), ("OPR", "Opera"), ("Firefox", "Firefox"), ("Chrome", "Chrome"), ("Safari", "Safari"))
_SYSTEMS = (
    ("iPhone", "an iPhone"),
    ("iPad", "an iPad"),
    ("Android", "Android"),
    ("Windows", "Windows"),
    ("Mac OS X", "macOS"),
    ("CrOS", "ChromeOS"),
    ("Linux", "Linux"),
)


@dataclass(frozen=True, slots=True)
class Device:
    """The address a request came from, and what sent it."""

    address: str = ""
    name: str = ""


def device_of(request: Request) -> Device:
    """The device of a request."""
    address = request.client.host if request.client else "unknown"
    return Device(address=address, name=described(request.headers.get("user-agent", "")))


def described(agent: str) -> str:
    """A browser's self-description in few words; empty when it says nothing known."""
    agent = agent[:MAX_AGENT]
    browser = next((name for mark, name in _BROWSERS if f"{mark}/" in agent), None)
    system = next((name for mark, name in _SYSTEMS if mark in agent), None)
    return " on ".join(part for part in (browser, system) if part)
