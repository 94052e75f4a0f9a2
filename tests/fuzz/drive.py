"""`python -m tests.fuzz.drive TARGET SECONDS`: one target under atheris, guided by the coverage of `sandbox` and `app.rooms`.

Needs atheris, which `make fuzz` installs into an environment of its own. What it has found interesting stays in
`.build/fuzz-corpus` for the next time. Ends with status 0 when the time is over, otherwise with libFuzzer's report,
and the input that did it lies beside the corpus; it then belongs into `tests/fuzz/corpus`, named for its target.
"""

import sys
from pathlib import Path

import atheris

with atheris.instrument_imports(include=["sandbox", "app.rooms"]):
    from tests.fuzz.seeds import SEEDS
    from tests.fuzz.targets import TARGETS

CORPORA = Path(__file__).parents[2] / ".build" / "fuzz-corpus"


def main() -> None:
    """Fuzz until the time is over."""
    target, seconds = sys.argv[1:]
    corpus = CORPORA / target
    corpus.mkdir(parents=True, exist_ok=True)
    for number, seed in enumerate(SEEDS[target]):
        (corpus / f"seed-{number}").write_bytes(seed)
    options = [
        f"-max_total_time={seconds}",
        f"-artifact_prefix={CORPORA}/{target}-",
        "-max_len=8192",
        "-timeout=20",
        "-rss_limit_mb=1024",
        "-print_final_stats=1",
        "-verbosity=0",
    ]
    atheris.Setup([sys.argv[0], *options, str(corpus)], TARGETS[target])
    atheris.Fuzz()


if __name__ == "__main__":
    main()
