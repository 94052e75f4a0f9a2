"""The job every way runs: softmax on 1000 x 100, twenty times, as candidate source and one argument.

Standard library and numpy only: the programs that measure peers run in an environment of their own.
"""

import functools
import math

SOURCE = """\
import numpy as np


def job(scale):
    x = np.linspace(-scale, scale, 100_000).reshape(1000, 100)
    for _ in range(20):
        shifted = np.exp(x - x.max(axis=1, keepdims=True))
        probabilities = shifted / shifted.sum(axis=1, keepdims=True)
    return float((probabilities[:, -1] * x[:, 0]).sum())
"""
ARGUMENT = 5.0
SCRIPT = f"{SOURCE}\n\nprint(repr(job({ARGUMENT})))\n"
ONE_THREAD = {"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1", "MKL_NUM_THREADS": "1"}


@functools.cache
def expected() -> float:
    """What the job returns, computed here."""
    return run(SOURCE, ARGUMENT)


def run(source: str, argument: float) -> float:
    """Compile the source and call its function, in this process."""
    module: dict[str, object] = {}
    exec(compile(source, "job.py", "exec", dont_inherit=True), module)  # noqa: S102 - the benchmark's own source
    return float(module["job"](argument))  # type: ignore[operator]  # SOURCE defines it


def check(output: str | bytes) -> None:
    """Refuse a result that is not the job's.

    Raises:
        ValueError
    """
    text = output.decode() if isinstance(output, bytes) else output
    if not math.isclose(float(text), expected(), rel_tol=1e-9):
        raise ValueError(f"the job returned {text.strip()[:80]}, not {expected()}")
