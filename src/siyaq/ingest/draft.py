"""From a feed's entry and its page to a draft of an article: pure."""

import re
from dataclasses import dataclass, replace
from datetime import datetime, tzinfo
from typing import Final
from urllib.parse import urlsplit

from siyaq.arabic import clean
from siyaq.ids import article_id, record_id
from siyaq.ingest.decision import plausible_time
from siyaq.ingest.record import clean_words, details_from_page
from siyaq.types import Article, Extracted, FeedEntry, Source
from siyaq.web_text import canonical_url, paragraphs

_FULL_TEXT_CHARS: Final = 400  # shorter content in a feed is a teaser
_FULLER: Final = 1.5  # a feed's text replaces the page's where it is so many times as long: the page shows a part (pay wall)
_HOST_PREFIXES: Final = re.compile(r"^(?:www|m|mobile|amp)\.")
_VARIANT_TAIL: Final = re.compile(r"(?:amp|print|mobile|\d{1,2})/")  # folders of other forms of the same article
# The line that WordPress puts under every article of a feed, in English and in its Arabic translation.
_FEED_FOOTER: Final = re.compile(
    r"^(?:ظهرت المقالة\b.{0,400}\bأولا?ً? على\b|The post\b.{0,400}\b(?:appeared|first appeared)\b)", re.DOTALL
)
_TEASER_END: Final = re.compile(r"(?:\[?(?:\.\.\.|…)\]?|إقرأ المزيد|اقرأ المزيد)\s*$")


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """An article as it came, with the other addresses that shall lead to it."""

    article: Article
    aliases: tuple[str, ...] = ()


def guid_alias(source: Source, entry: FeedEntry) -> str | None:
    """The alias under which an entry's guid is kept: a guid says nothing outside its outlet."""
    return f"guid:{source.id}:{entry.guid}" if entry.guid else None


def address_of_page(requested: str, final: str, canonical: str | None) -> str | None:
    """The address that identifies an article.

    The page's canonical link counts where it names an article of the same site, not a front page (a common fault of templates);
    else the address that redirects led to. None where they led to a front page: the article is not there any more.

    >>> address_of_page("https://x.org/amp/a", "https://x.org/amp/a", "https://www.x.org/a")
    'https://www.x.org/a'
    >>> address_of_page("https://x.org/a", "https://x.org/a", "https://x.org/")
    'https://x.org/a'
    """
    base = canonical_url(final) or canonical_url(requested)
    own = canonical_url(canonical or "", base)
    if base and own and _site(own) == _site(base) and not _is_front(own) and not _contains(own, base):
        return own
    if base and _is_front(base) and not _is_front(requested):
        return None
    return base


def _site(url: str) -> str:
    return _HOST_PREFIXES.sub("", urlsplit(url).netloc)


def _is_front(url: str) -> bool:
    parts = urlsplit(url)
    return parts.path in ("", "/") and not parts.query


def _contains(section: str, url: str) -> bool:
    """Whether the first is a folder above the second: then it names a section, not the article (but /a is that of /a/amp)."""
    folder, path = urlsplit(section).path.rstrip("/") + "/", urlsplit(url).path.rstrip("/") + "/"
    if not path.startswith(folder) or path == folder or urlsplit(section).query:
        return False
    return not _VARIANT_TAIL.fullmatch(path[len(folder) :])


def draft_from_page(
    found: Extracted, address: str, *, source: Source, entry: FeedEntry | None, zone: tzinfo, now: datetime
) -> Article:
    """A draft from a page that was read, completed by what the feed says of it.

    The page's headline and text come first, so that later visits compare like with like; the feed's time comes first, as feeds
    write it in full.
    """
    title = clean(found.title or "") or _entry_title(entry)
    details = details_from_page(found, zone)
    listed = plausible_time(entry.published, now) if entry else None
    article = Article(id=article_id(address), url=address, source=source.id, title=title, text=clean(found.body), **details)
    article = replace(
        article,
        published=listed or plausible_time(article.published, now),
        modified=article.modified or (entry.updated if entry else None),
        summary=_summary(entry),
        authors=article.authors or clean_words(entry.authors if entry else ()),
        tags=article.tags or clean_words(entry.tags if entry else ()),
        image=article.image or (entry.image if entry else None),
        language=article.language or (entry.language if entry else None) or source.language,
        first_seen=now,
        last_seen=now,
    )
    return with_fuller_text(article, entry)


def draft_from_entry(entry: FeedEntry, *, source: Source, now: datetime) -> Article:
    """A draft from what the feed carries alone, where its page cannot be read or it has none."""
    title = _entry_title(entry)
    text, subheads = feed_text(entry)
    url = entry.url
    return Article(
        id=article_id(url) if url else record_id(source.id, entry.guid, title, text),
        url=url,
        source=source.id,
        title=title,
        text=text,
        subheads=subheads,
        summary=_summary(entry),
        published=plausible_time(entry.published, now),
        modified=plausible_time(entry.updated, now),
        authors=clean_words(entry.authors),
        tags=clean_words(entry.tags),
        image=entry.image,
        language=entry.language or source.language,
        first_seen=now,
        last_seen=now,
    )


def with_fuller_text(article: Article, entry: FeedEntry | None) -> Article:
    """The article with the feed's text where the page shows a small part of it only."""
    if entry is None or not entry.content_html:
        return article
    text, subheads = feed_text(entry)
    if len(text) < _FULL_TEXT_CHARS or len(text) < _FULLER * len(article.text):
        return article
    return replace(article, text=text, subheads=subheads)


def feed_text(entry: FeedEntry) -> tuple[str, tuple[int, ...]]:
    """The full text that a feed carries, with the numbers of its sub-heads; empty for a teaser."""
    parts = [(clean(text), subhead) for text, subhead in paragraphs(entry.content_html or "")]
    parts = [(text, subhead) for text, subhead in parts if text and not _FEED_FOOTER.match(text)]
    if sum(len(text) for text, _ in parts) < _FULL_TEXT_CHARS or _TEASER_END.search(parts[-1][0]):
        return "", ()
    return "\n\n".join(text for text, _ in parts), tuple(i for i, (_, subhead) in enumerate(parts) if subhead)


def _entry_title(entry: FeedEntry | None) -> str:
    return " ".join(clean(entry.title or "").split()) if entry else ""


def _summary(entry: FeedEntry | None) -> str | None:
    if entry is None or not entry.summary:
        return None
    return clean(entry.summary) or None


def entry_key(entry: FeedEntry) -> str | None:
    """The address under which an entry's page is remembered; None without a usable one."""
    return canonical_url(entry.url) if entry.url else None
