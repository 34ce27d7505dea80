"""Keeping the search index up to date with the store's change feed.

The index is derived: whoever writes to the store need not know of it, and several processes may write. Each catches the index
up after its own additions; where another process holds the index's writer, that one's next catch-up takes our changes along.
"""

import logging
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime

from siyaq.engine.analysing import Notes, summary_of
from siyaq.engine.report import Progress
from siyaq.errors import BusyError, SearchIndexError
from siyaq.index import open_index, remove_index
from siyaq.ports import Digest, IndexDocument, IndexForms, SearchIndex, Store
from siyaq.store import address_from_url
from siyaq.types import Analysis, Article

log = logging.getLogger("siyaq.engine")

_BATCH = 2000  # changes per commit: a commit costs some 50 ms whatever its size
_PREPARED = 4096  # articles whose index forms are kept, some 12 KB each
_BUSY_TRIES = 40  # an index of a million articles may merge for some seconds
_BUSY_WAIT_S = 0.25
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


class Prepared:
    """Index forms that were made with articles' notes, until the index has them."""

    def __init__(self) -> None:
        self._forms: dict[str, tuple[tuple[str, str, str], IndexForms]] = {}  # article -> the texts and their forms

    def keep(self, articles: Iterable[Article], notes: Iterable[Notes]) -> None:
        """Keep the forms of articles; of more than `_PREPARED` none, the index makes them anew."""
        if len(self._forms) < _PREPARED:
            for article, made in zip(articles, notes, strict=True):
                if made.forms is not None:
                    self._forms[article.id] = (article.title, article.text, summary_of(article)), made.forms

    def with_forms(self, document: IndexDocument) -> IndexDocument:
        """The document with its forms, where they are known and of these very texts."""
        texts, forms = self._forms.get(document.article, (None, None))
        return replace(document, forms=forms) if texts == (document.title, document.text, document.summary) else document

    def clear(self) -> None:
        """Forget all forms."""
        self._forms.clear()


def follow(
    store: Store,
    index: SearchIndex,
    progress: Progress | None = None,
    indexed: Callable[[Sequence[Article]], None] | None = None,
    prepared: Prepared | None = None,
) -> bool:
    """Apply all changes that the index has not seen.

    Args:
        store: where the change feed is.
        index: what is brought up to date.
        progress: told how many changes were applied.
        indexed: told the articles that were, as they are stored.
        prepared: index forms that were made with the articles' notes; forgotten when all is done.

    Returns:
        False where another process kept the index's writer all the while; nothing is lost then.
    """
    for attempt in range(_BUSY_TRIES):
        try:
            _apply_all(store, index, progress, indexed, prepared or Prepared())
            return True
        except BusyError:
            if attempt + 1 < _BUSY_TRIES:
                time.sleep(_BUSY_WAIT_S)
    log.info("the search index is being written by another process; it will take our changes along")
    return False


def _apply_all(
    store: Store,
    index: SearchIndex,
    progress: Progress | None,
    indexed: Callable[[Sequence[Article]], None] | None,
    prepared: Prepared,
) -> None:
    while True:
        changes = store.changes(index.last_seq(), _BATCH)
        if not changes:
            prepared.clear()
            return
        ids = list(dict.fromkeys(change.article for change in changes))
        articles = store.articles(ids)
        present = [articles[i] for i in ids if i in articles and not articles[i].gone]
        index.remove(sorted(set(ids) - {article.id for article in present}))
        index.put(map(prepared.with_forms, documents(store, present)))
        index.commit(changes[-1].seq)
        if indexed:
            indexed(present)
        if progress:
            progress(len(changes))


def documents(store: Store, articles: Sequence[Article]) -> Iterator[IndexDocument]:
    """What the index holds of these articles, in the same order."""
    ids = [article.id for article in articles]
    notes, stories = store.digests(ids), store.story_of(ids)
    copies = {note.article for note in store.copies(ids)} & set(ids)
    for article in articles:
        yield document_of(article, notes.get(article.id, Digest()), stories.get(article.id, ""), article.id in copies)


def document_of(article: Article, notes: Analysis | Digest, story: str, is_copy: bool) -> IndexDocument:
    """What the index holds of an article."""
    return IndexDocument(
        article=article.id,
        title=article.title,
        text=article.text,
        summary=summary_of(article),
        source=article.source,
        section=article.section or "",
        when=article.when or _EPOCH,
        story=story,
        tags=tuple(tag.tag for tag in notes.tags),
        names=tuple(entity.name for entity in notes.entities),
        is_copy=is_copy,
        external_id=article.external_id or "",
    )


def drop_damaged_index(url: str) -> bool:
    """Remove the index of a database where it cannot be opened, so that the next `open` starts a new one; True if it did.

    Raises:
        SearchIndexError: something else lies in its place.
    """
    path = index_path(url)
    try:
        open_index(path).close()
    except SearchIndexError:
        remove_index(path or "")
        return True
    return False


def index_path(url: str) -> str | None:
    """Where the index of a database lies: a folder beside its file; None keeps it in memory."""
    address = address_from_url(url)
    return f"{address.path}.index" if address.kind == "sqlite" else None
