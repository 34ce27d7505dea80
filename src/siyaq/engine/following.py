"""Keeping the search index up to date with the store's change feed.

The index is derived: whoever writes to the store need not know of it, and several processes may write. Each catches the index
up after its own additions; where another process holds the index's writer, that one's next catch-up takes our changes along.
"""

import logging
import time
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime

from siyaq.engine.report import Progress
from siyaq.errors import BusyError
from siyaq.ports import IndexDocument, SearchIndex, Store
from siyaq.types import Analysis, Article

log = logging.getLogger("siyaq.engine")

_BATCH = 2000  # changes per commit: a commit costs some 50 ms whatever its size
_BUSY_TRIES = 20
_BUSY_WAIT_S = 0.25
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def follow(
    store: Store,
    index: SearchIndex,
    progress: Progress | None = None,
    indexed: Callable[[Sequence[Article]], None] | None = None,
) -> bool:
    """Apply all changes that the index has not seen.

    Args:
        store: where the change feed is.
        index: what is brought up to date.
        progress: told how many changes were applied.
        indexed: told the articles that were, as they are stored.

    Returns:
        False where another process kept the index's writer all the while; nothing is lost then.
    """
    for attempt in range(_BUSY_TRIES):
        try:
            _apply_all(store, index, progress, indexed)
            return True
        except BusyError:
            if attempt + 1 < _BUSY_TRIES:
                time.sleep(_BUSY_WAIT_S)
    log.info("the search index is being written by another process; it will take our changes along")
    return False


def _apply_all(
    store: Store, index: SearchIndex, progress: Progress | None, indexed: Callable[[Sequence[Article]], None] | None
) -> None:
    while True:
        changes = store.changes(index.last_seq(), _BATCH)
        if not changes:
            return
        ids = list(dict.fromkeys(change.article for change in changes))
        articles = store.articles(ids)
        present = [articles[i] for i in ids if i in articles and not articles[i].gone]
        index.remove(sorted(set(ids) - {article.id for article in present}))
        index.put(documents(store, present))
        index.commit(changes[-1].seq)
        if indexed:
            indexed(present)
        if progress:
            progress(len(changes))


def documents(store: Store, articles: Sequence[Article]) -> Iterator[IndexDocument]:
    """What the index holds of these articles, in the same order."""
    ids = [article.id for article in articles]
    analyses, stories = store.analyses(ids), store.story_of(ids)
    copies = {note.article for note in store.copies(ids)} & set(ids)
    for article in articles:
        yield document_of(article, analyses.get(article.id, Analysis()), stories.get(article.id, ""), article.id in copies)


def document_of(article: Article, analysis: Analysis, story: str, is_copy: bool) -> IndexDocument:
    """What the index holds of an article."""
    return IndexDocument(
        article=article.id,
        title=article.title,
        text=article.text,
        summary=article.summary or article.subtitle or "",
        source=article.source,
        section=article.section or "",
        when=article.when or _EPOCH,
        story=story,
        tags=tuple(tag.tag for tag in analysis.tags),
        names=tuple(entity.name for entity in analysis.entities),
        is_copy=is_copy,
        external_id=article.external_id or "",
    )
