"""Sets Holdout up: `python3 -m scripts.setup run` for using it, `check` or `test` for working on it."""

import sys

if sys.version_info < (3, 11):  # noqa: UP036 - an older Python gets a sentence here instead of a syntax error later
    sys.exit(
        "Holdout needs Python 3.11 or newer, and this is {}.{}.\n"
        "Install one with its venv module and name it: make PYTHON=python3.11 run".format(*sys.version_info)
    )

from scripts.setup.plan import main

sys.exit(main(sys.argv[1:]))
