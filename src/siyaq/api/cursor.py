"""Paging that holds while articles come in: a cursor names the last article's time, not a page number."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from siyaq.errors import UsageError
from siyaq.types import Article

# Up to 10^17 microseconds reach beyond the year 5000. Every text of this form is a cursor that means something.
PATTERN = r"^(t\d{1,17})?s\d{1,7}$"
_CURSOR = re.compile(r"(?:t([0-9]{1,17}))?s([0-9]{1,7})")
_TICK = timedelta(microseconds=1)
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class Cursor:
    """Go on below `until` (microseconds since 1970, exclusive; None from the top), leaving out the first `skip`."""

    until: int | None = None
    skip: int = 0

    @property
    def bound(self) -> datetime | None:
        """`until` as a time."""
        return None if self.until is None else _EPOCH + timedelta(microseconds=self.until)


def read_cursor(text: str | None) -> Cursor:
    """A cursor as given back by the client; none begins at the top.

    Raises:
        UsageError: it is none of ours.
    """
    if not text:
        return Cursor()
    match = _CURSOR.fullmatch(text)
    if match is None:
        raise UsageError(f"the cursor {text!r} is not one that this API gave; leave it out to begin anew")
    return Cursor(until=None if match[1] is None else int(match[1]), skip=int(match[2]))


def write_cursor(cursor: Cursor) -> str:
    """A cursor as text for an address.

    >>> write_cursor(Cursor(until=5, skip=1))
    't5s1'
    """
    return f"{'' if cursor.until is None else f't{cursor.until}'}s{cursor.skip}"


def next_cursor(shown: Sequence[Article], former: Cursor, *, more: bool) -> str | None:
    """The cursor after a page of articles, newest first; None where nothing follows."""
    if not more or not shown:
        return None
    last = shown[-1].when
    if last is None or last < _EPOCH:
        return write_cursor(Cursor(until=former.until, skip=former.skip + len(shown)))
    bound = last + _TICK
    same = sum(a.when == last for a in shown)
    carried = former.skip if former.bound == bound else 0
    return write_cursor(Cursor(until=(bound - _EPOCH) // _TICK, skip=same + carried))
