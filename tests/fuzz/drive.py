"""`python -m tests.fuzz.drive TARGET SECONDS CORPUS`: one target under atheris, guided by the coverage of `sandbox`.

Needs atheris, which `make fuzz` installs into an environment of its own. Ends with status 0 when the time is over,
otherwise with libFuzzer's report and the input that did it, in ``CORPUS/..``.
"""

import sys

import atheris

with atheris.instrument_imports(include=["sandbox"]):
    from tests.fuzz.targets import TARGETS


def main() -> None:
    """Fuzz until the time is over."""
    target, seconds, corpus = sys.argv[1:]
    options = [
        f"-max_total_time={seconds}",
        f"-artifact_prefix={corpus}/../{target}-",
        "-max_len=8192",
        "-timeout=20",
        "-rss_limit_mb=1024",
        "-print_final_stats=1",
        "-verbosity=0",
    ]
    atheris.Setup([sys.argv[0], *options, corpus], TARGETS[target])
    atheris.Fuzz()


if __name__ == "__main__":
    main()
