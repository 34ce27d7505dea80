"""What is known of single articles beside their texts, kept from one survey to the next and dropped by the change feed."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass
from threading import Lock
from typing import TYPE_CHECKING
from weakref import WeakKeyDictionary, proxy

from siyaq.ports import Digest
from siyaq.types import CopyNote

if TYPE_CHECKING:
    from siyaq.engine import Engine

MAX_ROWS = 8192  # some 4 KB each; a page surveys 240 articles, most of them recent ones that other pages survey too
_MAX_BEHIND = 2000  # changes; from here on all rows are read anew


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """An article's notes in short, story, and copy note."""

    notes: Digest | None
    story: str | None
    copy: CopyNote | None  # None where it is no copy


class Rows:
    """Rows by article id. Safe to use from many threads.

    Whatever changes an article's notes, story or copy note tells the change feed of the article, so that a row is good as long
    as the feed does not name it.
    """

    def __init__(self, engine: Engine, size: int = MAX_ROWS) -> None:
        self._engine = engine
        self._size = size
        self._lock = Lock()
        self._rows: OrderedDict[str, Row] = OrderedDict()
        self._seq = -1

    def get(self, ids: Sequence[str]) -> dict[str, Row]:
        """Rows of articles; those that are not here are read in three store calls."""
        with self._lock:
            self._follow()
            seq = self._seq
            known = {i: row for i in ids if (row := self._rows.get(i)) is not None}
            for i in known:
                self._rows.move_to_end(i)
        missing = [i for i in ids if i not in known]
        if not missing:
            return known
        found = read_rows(self._engine, missing)
        with self._lock:
            if seq == self._seq:  # else they may be older than what was dropped meanwhile
                self._rows.update(found)
                while len(self._rows) > self._size:
                    self._rows.popitem(last=False)
        return known | found

    def _follow(self) -> None:
        seq = self._engine.store.last_seq()
        if seq == self._seq:
            return
        changes = self._engine.store.changes(self._seq, _MAX_BEHIND) if self._seq >= 0 else ()
        if self._seq < 0 or len(changes) == _MAX_BEHIND:
            self._rows.clear()
        for change in changes:
            self._rows.pop(change.article, None)
        self._seq = max(seq, changes[-1].seq) if changes else seq


def read_rows(engine: Engine, ids: Sequence[str]) -> dict[str, Row]:
    """Rows of articles, read now."""
    if not ids:
        return {}
    digests, stories = engine.store.digests(ids), engine.store.story_of(ids)
    copies = {note.article: note for note in engine.store.copies(ids) if note.article != note.original}
    return {i: Row(notes=digests.get(i), story=stories.get(i), copy=copies.get(i)) for i in ids}


_ROWS: WeakKeyDictionary[Engine, Rows] = WeakKeyDictionary()
_MAKING = Lock()


def rows_of(engine: Engine) -> Rows:
    """The rows of an engine: one memory for site and API together."""
    with _MAKING:
        return _ROWS.setdefault(engine, Rows(proxy(engine)))
