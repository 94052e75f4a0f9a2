"""The gates a package must pass before it is published; each module owns a family of them.

`verify` runs them on the real engine, over all packages at once, as many gradings at a time as there are slots.
"""

from app.problems.verify.bench import Bench, Watch
from app.problems.verify.report import Fault, Report
from app.problems.verify.run import verify, verify_folders

__all__ = ["Bench", "Fault", "Report", "Watch", "verify", "verify_folders"]
