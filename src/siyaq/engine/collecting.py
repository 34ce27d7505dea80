"""Garbage collection in processes that hold much and make much.

What linking, dictionaries and a site hold are a million objects that stay. Python looks them all through after some hundred
thousand new ones, for a fifth of a second: a seventh of the time of an addition went into that.
"""

import gc
from collections.abc import Iterator
from contextlib import contextmanager

# Objects made since the last collection, and collections of the younger ones, before there is one; 700, 10, 10 by themselves.
_THRESHOLDS = (20_000, 20, 20)


def collect_rarely() -> None:
    """Collect after more new objects than Python does by itself, unless the program has set still more, or turned it off."""
    if 0 < gc.get_threshold()[0] < _THRESHOLDS[0]:
        gc.set_threshold(*_THRESHOLDS)


@contextmanager
def collecting_rarely() -> Iterator[None]:
    """The same for a while."""
    former = gc.get_threshold()
    collect_rarely()
    try:
        yield
    finally:
        gc.set_threshold(*former)
