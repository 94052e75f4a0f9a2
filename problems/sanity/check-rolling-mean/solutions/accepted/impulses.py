"""One reading of 100 among zeros shows which rows it reaches, and by how much. Policies: none."""
import numpy as np

TS = np.array([0, 4, 4, 7, 10, 11, 11, 14, 30, 31, 39, 40, 41])


def check(rolling_mean):
    for w in (1, 4, 7, 10, 100):
        for source in range(len(TS)):
            x = np.zeros(len(TS))
            x[source] = 100.0
            ts, given = TS.copy(), x.copy()
            result = np.asarray(rolling_mean(ts, given, w), dtype=float)
            assert result.shape == TS.shape, "one number per row"
            for row, now in enumerate(TS):
                inside = int(np.sum((TS > now - w) & (TS <= now)))
                share = 100.0 / inside if now - w < TS[source] <= now else 0.0
                assert abs(result[row] - share) < 0.01, f"w={w}: row {row} after a reading in row {source}"
            assert np.array_equal(ts, TS) and np.array_equal(given, x), "arguments were modified"
