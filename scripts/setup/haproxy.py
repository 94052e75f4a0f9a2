"""HAProxy, by which the tests try what `deploy/engine-proxy` lets through; nothing but those tests needs it."""

import os
import shutil

from scripts.setup.report import Screen
from scripts.setup.system import can_install, install


def program(screen: Screen) -> str:
    """Use what is there; else install it, as root; else say what to do, which is no reason to stop."""
    if shutil.which("haproxy", path=f"{os.environ['PATH']}:/usr/sbin"):
        return ""
    if not can_install():
        return "missing, so the engine's proxy is not tested: sudo apt-get install haproxy"
    install(screen, ["haproxy"])
    return "installed"
