"""What an incoming article means for the store: pure, from the article we have, the one that came, and the time."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import Final

from siyaq.arabic import fold
from siyaq.types import Article

_FIRST_YEAR: Final = 1990  # dates before the web's first pages are defaults of broken clocks (1970, year 1), not news
_FORMER: Final = 20  # newest former versions that may come back; a live page has hundreds, and each is read again to compare


class IntentKind(StrEnum):
    """NEW: add it. UPDATED: put it in the place of the one we have. UNCHANGED: nothing to write but aliases."""

    NEW = "new"
    UPDATED = "updated"
    UNCHANGED = "unchanged"


@dataclass(frozen=True, slots=True, kw_only=True)
class ArticleIntent:
    """What to do: `article` as it shall stand in the store, `aliases` that shall lead to it."""

    kind: IntentKind
    article: Article
    aliases: tuple[str, ...] = ()


def decide(existing: Article | None, draft: Article, now: datetime, former: Sequence[Article] = ()) -> ArticleIntent:
    """Decide between a new item, a new version of an item, and nothing.

    An item is known by its canonical address (`Article.id`), or within its source by its given id. A changed headline or text
    is a new version; changes of white space, diacritics and spelling alone are not. A draft without text (its page could not be
    read) never takes away the text we have.

    Args:
        existing: the article found under the draft's id, address or given id; None if there is none.
        draft: as it came. `last_seen` is set where it was fetched just now, None where it comes from an archive.
        now: current time, aware UTC.
        former: earlier versions of `existing`. An archive's article that equals one of them is no news.

    Returns:
        The intent; published and modified are never later than first seen and now, nor before 1990.

    >>> from datetime import UTC
    >>> now = datetime(2024, 1, 1, tzinfo=UTC)
    >>> first = decide(None, Article(id="a", title="خبر", published=datetime(2030, 1, 1, tzinfo=UTC)), now)
    >>> first.kind.value, first.article.published == now
    ('new', True)
    >>> decide(first.article, Article(id="a", title="خَبَر"), now).kind.value
    'unchanged'
    """
    if existing is None or not is_same_item(existing, draft):
        return ArticleIntent(kind=IntentKind.NEW, article=_first_version(draft, now))
    aliases = _aliases(existing, draft)
    incoming = _with_kept_text(existing, draft)
    if _is_same_content(existing, incoming):
        if existing.gone and draft.last_seen:
            back = replace(existing, gone=None, last_seen=now)
            return ArticleIntent(kind=IntentKind.UPDATED, article=back, aliases=aliases)
        return ArticleIntent(kind=IntentKind.UNCHANGED, article=existing, aliases=aliases)
    if draft.last_seen is None and _is_old_news(existing, incoming, former):
        return ArticleIntent(kind=IntentKind.UNCHANGED, article=existing, aliases=aliases)
    return ArticleIntent(kind=IntentKind.UPDATED, article=_next_version(existing, incoming, now), aliases=aliases)


def is_same_item(existing: Article, draft: Article) -> bool:
    """Whether two records are one item: one id or address, or one given id within one source.

    An item without a given id is exported under its own one, and comes back with that as the given id.
    """
    if existing.id == draft.id or (draft.url is not None and existing.url == draft.url):
        return True
    if draft.external_id is not None and existing.external_id == draft.external_id:
        return existing.source == draft.source
    return existing.external_id is None and draft.external_id == existing.id


def plausible_time(time: datetime | None, latest: datetime) -> datetime | None:
    """The time, cut to `latest`; None where it cannot be true (1970 and the like).

    >>> from datetime import UTC
    >>> plausible_time(datetime(1970, 1, 1, tzinfo=UTC), datetime(2024, 1, 1, tzinfo=UTC)) is None
    True
    """
    if time is None or time.year < _FIRST_YEAR:
        return None
    return min(time, latest)


def _first_version(draft: Article, now: datetime) -> Article:
    seen = draft.first_seen or now
    published, modified = plausible_time(draft.published, seen), plausible_time(draft.modified, seen)
    return replace(draft, first_seen=seen, last_seen=draft.last_seen or seen, published=published, modified=modified, version=1)


def _aliases(existing: Article, draft: Article) -> tuple[str, ...]:
    known = {existing.id, existing.url, existing.external_id, None}
    found = dict.fromkeys(alias for alias in (draft.url, draft.external_id) if alias not in known)
    return tuple(alias for alias in found if alias)


def _with_kept_text(existing: Article, draft: Article) -> Article:
    title = draft.title or existing.title
    if draft.text or not existing.text:
        return replace(draft, title=title)
    return replace(draft, title=title, text=existing.text, subheads=existing.subheads, subtitle=existing.subtitle)


def content_key(article: Article) -> str:
    """What makes two versions one: headline and text without differences of spelling, marks and white space."""
    return fold(f"{article.title}\n{article.text}").replace("\n", " ")


def _is_same_content(a: Article, *others: Article) -> bool:
    """Whether an article has the content of any of the others."""
    if any((a.title, a.text) == (b.title, b.text) for b in others):
        return True
    key = content_key(a).split()
    return any(content_key(b).split() == key for b in others)


def _is_old_news(existing: Article, incoming: Article, former: Sequence[Article]) -> bool:
    have, came = _stamp(existing), _stamp(incoming)
    if have is not None and came is not None and came < have:
        return True
    return _is_same_content(incoming, *former[-_FORMER:])


def _stamp(article: Article) -> datetime | None:
    times = [time for time in (article.published, article.modified) if time is not None]
    return max(times, default=None)


def _next_version(existing: Article, incoming: Article, now: datetime) -> Article:
    came = plausible_time(incoming.modified, now) or plausible_time(incoming.published, now)
    published = existing.published or plausible_time(incoming.published, existing.first_seen or now)
    return replace(
        existing,
        title=incoming.title,
        subtitle=incoming.subtitle,
        text=incoming.text,
        subheads=incoming.subheads,
        summary=incoming.summary or existing.summary,
        published=published,
        modified=came if came is not None and (published is None or came > published) else existing.modified,
        authors=incoming.authors or existing.authors,
        tags=incoming.tags or existing.tags,
        section=incoming.section or existing.section,
        language=incoming.language or existing.language,
        image=incoming.image or existing.image,
        paywalled=incoming.paywalled,
        version=existing.version + 1,
        last_seen=now,
        gone=None if incoming.last_seen else existing.gone,
    )
