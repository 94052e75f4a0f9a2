"""Gathering a warm process's memory in huge pages, so that forking it and ending its children copies and frees less."""

import ctypes
import gc

_MADV_COLLAPSE = 25
_HUGE = 2 << 20


def settle() -> None:
    """Put what is alive out of the collector's sight and its memory into huge pages, where the kernel can (6.1).

    To be called once, when everything is imported and before the first fork.
    """
    gc.collect()
    gc.freeze()
    libc = ctypes.CDLL(None)
    for start, end in _private_ranges():
        first, last = -(-start // _HUGE) * _HUGE, end // _HUGE * _HUGE
        if first < last:
            libc.madvise(ctypes.c_void_p(first), ctypes.c_size_t(last - first), _MADV_COLLAPSE)


def _private_ranges() -> list[tuple[int, int]]:
    """Address ranges of this process's own writable memory that belongs to no file."""
    with open("/proc/self/maps") as maps:  # noqa: PTH123 - standard library only, and little of it
        rows = [line.split() for line in maps]
    anonymous = [row for row in rows if row[1] == "rw-p" and (len(row) < 6 or row[5] == "[heap]")]  # noqa: PLR2004 - five columns and a name
    return [(int(first, 16), int(last, 16)) for first, last in (row[0].split("-") for row in anonymous)]
