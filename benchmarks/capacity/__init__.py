"""What one machine of Holdout holds, and what stops it: a day's work, rooms, the idle system, the database alone.

`python -m benchmarks.capacity` measures and ends with one JSON line; `docs/capacity.md` has the results.
"""
