"""Paging that holds while articles come in: a cursor names the last article's time, not a page number."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

import msgspec

from siyaq.errors import UsageError
from siyaq.types import Article

_TICK = timedelta(microseconds=1)


class Cursor(msgspec.Struct, frozen=True, array_like=True):
    """Go on below `until` (microseconds since 1970, exclusive; None from the top), leaving out the first `skip`."""

    until: int | None = None
    skip: int = 0

    @property
    def bound(self) -> datetime | None:
        """`until` as a time."""
        return None if self.until is None else datetime.fromtimestamp(0, UTC) + timedelta(microseconds=self.until)


def read_cursor(text: str | None) -> Cursor:
    """A cursor as given back by the client.

    Raises:
        UsageError: it is none of ours.
    """
    if not text:
        return Cursor()
    try:
        cursor = msgspec.json.decode(base64.urlsafe_b64decode(text.encode("ascii") + b"=="), type=Cursor)
        _ = cursor.bound
    except (binascii.Error, msgspec.MsgspecError, UnicodeError, OverflowError, ValueError) as exc:
        raise UsageError(f"the cursor {text!r} is not one that this API gave; leave it out to begin anew") from exc
    if cursor.skip < 0:
        raise UsageError(f"the cursor {text!r} is not one that this API gave; leave it out to begin anew")
    return cursor


def write_cursor(cursor: Cursor) -> str:
    """A cursor as text for an address.

    >>> read_cursor(write_cursor(Cursor(until=5, skip=1)))
    Cursor(until=5, skip=1)
    """
    return base64.urlsafe_b64encode(msgspec.json.encode(cursor)).decode("ascii").rstrip("=")


def next_cursor(shown: Sequence[Article], former: Cursor, *, more: bool) -> str | None:
    """The cursor after a page of articles, newest first; None where nothing follows."""
    if not more or not shown:
        return None
    last = shown[-1].when
    if last is None:
        return write_cursor(Cursor(until=former.until, skip=former.skip + len(shown)))
    bound = last + _TICK
    same = sum(a.when == last for a in shown)
    carried = former.skip if former.bound == bound else 0
    micros = (bound - datetime.fromtimestamp(0, UTC)) // _TICK
    return write_cursor(Cursor(until=micros, skip=same + carried))
