"""The system's libraries that write PDF: everything else of Holdout works without them."""

import subprocess

from scripts.setup.report import Screen, StepError
from scripts.setup.state import VENV
from scripts.setup.system import can_install, install

LIBRARIES = ("libpango-1.0-0", "libpangoft2-1.0-0", "libharfbuzz-subset0", "fonts-dejavu-core")


def libraries(screen: Screen) -> str:
    """Use what is there; else install it, as root; else say what to do, which is no reason to stop."""
    if _load():
        return ""
    remedy = f"sudo apt-get install {' '.join(LIBRARIES)}"
    if not can_install():
        return f"missing, so reports come without PDF: {remedy}"
    install(screen, LIBRARIES)
    if not _load():
        raise StepError("The libraries for PDF were installed and do not load.", remedy)
    return "installed"


def _load() -> bool:
    answer = subprocess.run([VENV / "bin" / "python", "-c", "import weasyprint"], capture_output=True, check=False)
    return answer.returncode == 0
