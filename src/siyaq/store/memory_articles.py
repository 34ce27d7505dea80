"""Articles, their versions and notes, and the change feed in memory."""

from collections.abc import Iterator, Sequence
from datetime import datetime

from siyaq.arabic import fold, section_key
from siyaq.errors import StoreError
from siyaq.ports import Digest, Name, Word
from siyaq.store.label import NAME, TAG, labels
from siyaq.store.memory_tables import MemoryTables
from siyaq.types import Analysis, Article, Change, ChangeKind


class MemoryArticles:
    """The `ports.ArticleStore` part."""

    _tables: MemoryTables
    _articles: dict[str, Article]
    _times: dict[str, datetime]  # Article.when, or the time of the change where an article has none
    _aliases: dict[str, str]
    _former: dict[str, tuple[Article, ...]]
    _analyses: dict[str, Analysis]
    _readings: dict[str, bytes]
    _labels: dict[str, set[tuple[int, str]]]
    _changes: dict[int, Change]

    def article(self, article_id: str) -> Article | None:
        """See `ports.ArticleStore`."""
        with self._tables.locked():
            return self._articles.get(article_id) or self._articles.get(self._aliases.get(article_id, ""))

    def articles(self, ids: Sequence[str]) -> dict[str, Article]:
        """See `ports.ArticleStore`."""
        with self._tables.locked():
            return {i: self._articles[i] for i in ids if i in self._articles}

    def put_article(self, article: Article, *, kind: ChangeKind, at: datetime) -> Change:
        """See `ports.ArticleStore`."""
        with self._tables.transaction():
            old = self._articles.get(article.id)
            if old and kind is ChangeKind.UPDATED and old.version != article.version:
                self._tables.put(self._former, article.id, (*self._former.get(article.id, ()), old))
            self._tables.put(self._articles, article.id, article)
            self._tables.put(self._times, article.id, article.when or at)
            if article.external_id and article.external_id not in self._aliases:
                self._tables.put(self._aliases, article.external_id, article.id)
            change = Change(seq=self.last_seq() + 1, kind=kind, article=article.id, at=at)
            self._tables.put(self._changes, change.seq, change)
        return change

    def add_alias(self, alias: str, article_id: str) -> None:
        """See `ports.ArticleStore`. Raises `StoreError` where the article is unknown."""
        with self._tables.transaction():
            self._require(article_id)
            if alias not in self._aliases:
                self._tables.put(self._aliases, alias, article_id)

    def _require(self, article_id: str) -> None:
        if article_id not in self._articles:
            raise StoreError(f"no article {article_id!r}")

    def versions(self, article_id: str) -> tuple[Article, ...]:
        """See `ports.ArticleStore`."""
        with self._tables.locked():
            current = self.article(article_id)
            return () if current is None else (*self._former.get(current.id, ()), current)

    def put_analysis(self, article_id: str, analysis: Analysis) -> None:
        """See `ports.ArticleStore`. Raises `StoreError` where the article is unknown."""
        with self._tables.transaction():
            self._require(article_id)
            self._tables.put(self._analyses, article_id, analysis)
            self._tables.put(self._labels, article_id, labels(analysis))

    def analyses(self, ids: Sequence[str]) -> dict[str, Analysis]:
        """See `ports.ArticleStore`."""
        with self._tables.locked():
            return {i: self._analyses[i] for i in ids if i in self._analyses}

    def digests(self, ids: Sequence[str]) -> dict[str, Digest]:
        """See `ports.ArticleStore`."""
        return {i: _digest(analysis) for i, analysis in self.analyses(ids).items()}

    def put_reading(self, article_id: str, data: bytes) -> None:
        """See `ports.ArticleStore`."""
        with self._tables.transaction():
            if article_id in self._articles:
                self._tables.put(self._readings, article_id, data)

    def readings(self, ids: Sequence[str]) -> dict[str, bytes]:
        """See `ports.ArticleStore`."""
        with self._tables.locked():
            return {i: self._readings[i] for i in ids if i in self._readings}

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
        wanted, within = _wanted_labels(tag, name), None if section is None else section_key(section)
        with self._tables.locked():
            found = [
                a
                for a in self._articles.values()
                if a.gone is None
                and (source is None or a.source == source)
                and (within is None or (a.section is not None and section_key(a.section) == within))
                and (since is None or self._times[a.id] >= since)
                and (until is None or self._times[a.id] < until)
                and (not wanted or wanted <= self._labels.get(a.id, set()))
            ]
            found.sort(key=lambda a: (self._times[a.id], a.id), reverse=newest_first)
        return tuple(found[offset : None if limit is None else offset + limit])

    def seen_since(self, source: str, since: datetime) -> tuple[Article, ...]:
        """See `ports.ArticleStore`."""
        with self._tables.locked():
            found = [
                (a.first_seen, a.id, a)
                for a in self._articles.values()
                if a.gone is None and a.source == source and a.first_seen is not None and a.first_seen >= since
            ]
        return tuple(a for *_, a in sorted(found, key=lambda row: row[:2], reverse=True))

    def changes(self, after: int = 0, limit: int = 1000) -> tuple[Change, ...]:
        """See `ports.ArticleStore`."""
        with self._tables.locked():
            return tuple(self._changes[seq] for seq in range(after + 1, min(after + limit, self.last_seq()) + 1))

    def last_seq(self) -> int:
        """See `ports.ArticleStore`."""
        with self._tables.locked():
            return len(self._changes)

    def count(self) -> int:
        """See `ports.ArticleStore`."""
        with self._tables.locked():
            return len(self._articles)

    def all_articles(self, batch: int = 500) -> Iterator[Article]:
        """See `ports.ArticleStore`."""
        with self._tables.locked():
            everything = sorted(self._articles.values(), key=lambda a: a.id)
        yield from everything


def _digest(analysis: Analysis) -> Digest:
    return Digest(
        tags=tuple(Word(tag.tag) for tag in analysis.tags),
        entities=tuple(Name(entity.name, entity.type) for entity in analysis.entities),
        claims=analysis.claims,
        sources_cited=analysis.sources_cited,
    )


def _wanted_labels(tag: str | None, name: str | None) -> set[tuple[int, str]]:
    given = ((TAG, tag), (NAME, name))
    return {(kind, fold(text)) for kind, text in given if text is not None}
