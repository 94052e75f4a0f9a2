"""The engine beside other ways to run a stranger's code: one job, whole gradings, slots, growth.

`python -m benchmarks.engine` measures and ends with one JSON line; `docs/performance.md` has the results.
"""
