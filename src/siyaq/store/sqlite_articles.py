"""Articles, their versions and notes, and the change feed in SQLite."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any, Final

from siyaq.arabic import fold, section_key
from siyaq.errors import StoreError
from siyaq.ports import Digest, Place
from siyaq.store.codec import (
    analysis_from_bytes,
    article_from_bytes,
    digest_from_bytes,
    encode,
    micros_from_time,
    time_from_micros,
)
from siyaq.store.label import NAME, TAG, labels
from siyaq.store.sqlite_database import SqliteDatabase
from siyaq.store.statement import statements
from siyaq.types import Analysis, Article, Change, ChangeKind

_SQL: Final = statements("articles")
_NO_LIMIT: Final = -1


class SqliteArticles:
    """The `ports.ArticleStore` part."""

    _db: SqliteDatabase

    def article(self, article_id: str) -> Article | None:
        """See `ports.ArticleStore`."""
        row = self._db.row(_SQL["article_by_id"], (article_id,)) or self._db.row(_SQL["article_by_alias"], (article_id,))
        return article_from_bytes(row[0]) if row else None

    def articles(self, ids: Sequence[str]) -> dict[str, Article]:
        """See `ports.ArticleStore`."""
        rows = self._db.rows(_SQL["articles"], (encode(list(ids)).decode(),))
        return {article_id: article_from_bytes(data) for article_id, data in rows}

    def put_article(self, article: Article, *, kind: ChangeKind, at: datetime) -> Change:
        """See `ports.ArticleStore`."""
        time = micros_from_time(article.when or at)
        with self._db.transaction():
            old = self._db.row(_SQL["article_row"], (article.id,))
            if old and kind is ChangeKind.UPDATED and old[2] != article.version:
                self._db.write(_SQL["keep_version"], (article.id, old[2], old[3]))
            self._db.write(_SQL["put_article"], _article_row(article, time))
            if old and old[1] != time:
                self._db.write(_SQL["move_labels"], (old[0], time))
            if article.external_id:
                self._db.write(_SQL["add_alias"], (article.external_id, article.id))
            seq = self._db.write(_SQL["add_change"], (kind.value, article.id, micros_from_time(at))).lastrowid
        return Change(seq=seq or 0, kind=kind, article=article.id, at=at)

    def keep_version(self, article: Article) -> None:
        """Keep a former version of an article that is there (used when a database is copied)."""
        with self._db.transaction():
            self._db.write(_SQL["keep_version"], (article.id, article.version, encode(article)))

    def add_alias(self, alias: str, article_id: str) -> None:
        """See `ports.ArticleStore`. Raises `StoreError` where the article is unknown."""
        with self._db.transaction():
            self._db.write(_SQL["add_alias"], (alias, article_id))

    def versions(self, article_id: str) -> tuple[Article, ...]:
        """See `ports.ArticleStore`."""
        current = self.article(article_id)
        if current is None:
            return ()
        former = self._db.rows(_SQL["former_versions"], (current.id,))
        return (*(article_from_bytes(data) for (data,) in former), current)

    def put_analysis(self, article_id: str, analysis: Analysis) -> None:
        """See `ports.ArticleStore`. Raises `StoreError` where the article is unknown."""
        with self._db.transaction():
            row = self._db.row(_SQL["article_row"], (article_id,))
            if row is None:
                raise StoreError(f"no article {article_id!r} to keep notes of")
            num, time = row[0], row[1]
            self._db.write(_SQL["put_analysis"], (num, encode(analysis)))
            self._db.write(_SQL["remove_labels"], (num,))
            self._db.write_many(_SQL["put_label"], [(kind, norm, time, num) for kind, norm in sorted(labels(analysis))])

    def analyses(self, ids: Sequence[str]) -> dict[str, Analysis]:
        """See `ports.ArticleStore`."""
        rows = self._db.rows(_SQL["analyses"], (encode(list(ids)).decode(),))
        return {article_id: analysis_from_bytes(data) for article_id, data in rows}

    def digests(self, ids: Sequence[str]) -> dict[str, Digest]:
        """See `ports.ArticleStore`."""
        rows = self._db.rows(_SQL["analyses"], (encode(list(ids)).decode(),))
        return {article_id: digest_from_bytes(data) for article_id, data in rows}

    def put_reading(self, article_id: str, data: bytes) -> None:
        """See `ports.ArticleStore`."""
        with self._db.transaction():
            self._db.write(_SQL["put_reading"], (article_id, data))

    def readings(self, ids: Sequence[str]) -> dict[str, bytes]:
        """See `ports.ArticleStore`."""
        rows = self._db.rows(_SQL["readings"], (encode(list(ids)).decode(),))
        return {article_id: bytes(data) for article_id, data in rows}

    def places(self, ids: Sequence[str]) -> dict[str, Place]:
        """See `ports.ArticleStore`."""
        rows = self._db.rows(_SQL["places"], (encode(list(ids)).decode(),))
        return {
            article_id: Place(version=version, gone=bool(gone), story=story, is_copy=bool(is_copy))
            for article_id, version, gone, story, is_copy in rows
        }

    def find(
        self,
        *,
        source: str | None = None,
        section: str | None = None,
        since: datetime | None = None,
        until: datetime | None = None,
        tag: str | None = None,
        name: str | None = None,
        newest_first: bool = True,
        limit: int | None = None,
        offset: int = 0,
    ) -> tuple[Article, ...]:
        """See `ports.ArticleStore`; equal times by id."""
        given = {
            "source": source,
            "section": None if section is None else section_key(section),
            "since": micros_from_time(since),
            "until": micros_from_time(until),
            "name": None if name is None else fold(name),
        }
        sql, label = _find_statement(given, tag, newest_first)
        limits = {"limit": _NO_LIMIT if limit is None else limit, "offset": offset}
        return tuple(article_from_bytes(data) for (data,) in self._db.rows(sql, {**given, **label, **limits}))

    def seen_since(self, source: str, since: datetime) -> tuple[Article, ...]:
        """See `ports.ArticleStore`."""
        rows = self._db.rows(_SQL["seen_since"], (source, micros_from_time(since)))
        return tuple(article_from_bytes(data) for (data,) in rows)

    def changes(self, after: int = 0, limit: int = 1000) -> tuple[Change, ...]:
        """See `ports.ArticleStore`."""
        rows = self._db.rows(_SQL["changes"], (after, limit))
        return tuple(
            Change(seq=seq, kind=ChangeKind(kind), article=article, at=time_from_micros(at)) for seq, kind, article, at in rows
        )

    def last_seq(self) -> int:
        """See `ports.ArticleStore`."""
        return int(self._db.row(_SQL["last_seq"])[0])

    def count(self) -> int:
        """See `ports.ArticleStore`."""
        return int(self._db.row(_SQL["count"])[0])

    def all_articles(self, batch: int = 500) -> Iterator[Article]:
        """See `ports.ArticleStore`."""
        last = ""
        while rows := self._db.rows(_SQL["article_batch"], (last, batch)):
            last = rows[-1][0]
            yield from (article_from_bytes(data) for _, data in rows)


def _article_row(article: Article, time: int) -> tuple[object, ...]:
    seen, gone = micros_from_time(article.first_seen), micros_from_time(article.gone)
    section = None if article.section is None else section_key(article.section)
    return article.id, article.source, section, time, seen, gone, article.version, encode(article)


def _find_statement(given: dict[str, Any], tag: str | None, newest_first: bool) -> tuple[str, dict[str, Any]]:
    """The statement led by a label where one is asked for (its index is in order of time), with the label's parameters."""
    label: dict[str, Any] = {}
    wanted = {key for key, value in given.items() if value is not None}
    if tag is not None:
        label = {"kind": TAG, "norm": fold(tag)}
    elif given["name"] is not None:
        label = {"kind": NAME, "norm": given["name"]}
        wanted.discard("name")
    filters = " ".join(_SQL[f"filter_{key}"] for key in sorted(wanted)).replace("{at}", "l.at" if label else "a.at")
    direction = "DESC" if newest_first else "ASC"
    return _SQL["find_labelled" if label else "find"].format(filters=filters, direction=direction), label
