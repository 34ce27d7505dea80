"""What is remembered of an outlet between visits: its feeds' order and the pages of the last days. Kept as small state."""

from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from hashlib import blake2b
from typing import Annotated, Final

import msgspec

from siyaq.types import FeedEntry, Page

_Aware = Annotated[datetime, msgspec.Meta(tz=True)]
WATCHED: Final = timedelta(hours=48)  # most corrections and removals of news come on the first or second day


@dataclass(frozen=True, slots=True, kw_only=True)
class PageMemory:
    """One page of an outlet.

    Attributes:
        first_seen: when its address was first met.
        checked: when its server was last asked.
        article: `Article.id` once it is stored, else None.
        entry: fingerprint of the feed entry that led to it, None if it was found elsewhere.
        title: headline in the feed, for pages that could not be read yet.
        published: time in the feed, for the same.
        failures: failed readings in a row.
        rejected: it was read and is no article.
        gone: its server said that it is gone.
    """

    first_seen: _Aware
    checked: _Aware
    article: str | None = None
    entry: str | None = None
    title: str | None = None
    published: _Aware | None = None
    etag: str | None = None
    last_modified: str | None = None
    failures: int = 0
    rejected: bool = False
    gone: bool = False


@dataclass(slots=True, kw_only=True)
class OutletMemory:
    """Pages by address as linked to (canonical), and the addresses of each feed in its last order."""

    pages: dict[str, PageMemory] = field(default_factory=dict)
    orders: dict[str, tuple[str, ...]] = field(default_factory=dict)
    trusts_canonical: bool = True  # False once two articles of the outlet named the same canonical address

    def to_bytes(self, now: datetime) -> bytes:
        """Serialise, without pages that are neither recent nor in a feed any more."""
        listed = {url for order in self.orders.values() for url in order}
        kept = {url: page for url, page in self.pages.items() if url in listed or now - page.first_seen <= WATCHED}
        return msgspec.json.encode(replace(self, pages=kept))

    def touch(self, url: str, now: datetime, **changes: object) -> None:
        """Note something about a page, which is met now if it was not before."""
        page = self.pages.get(url) or PageMemory(first_seen=now, checked=now)
        self.pages[url] = replace(page, checked=now, **changes)  # type: ignore[arg-type]

    def note_success(self, url: str, now: datetime, page: Page, article: str) -> None:
        """Note that a page was read and stored."""
        self.touch(
            url,
            now,
            article=article,
            etag=page.etag,
            last_modified=page.last_modified,
            failures=0,
            rejected=False,
            gone=False,
        )


_DECODER: Final = msgspec.json.Decoder(OutletMemory)


def memory_from_bytes(data: bytes | None) -> OutletMemory:
    """What `OutletMemory.to_bytes` wrote; empty for None or for what an incompatible version left."""
    if data is None:
        return OutletMemory()
    try:
        return _DECODER.decode(data)
    except (msgspec.DecodeError, UnicodeDecodeError):
        return OutletMemory()


def entry_fingerprint(entry: FeedEntry) -> str:
    """A short text that changes when the feed says something new about an item."""
    parts = (entry.title, entry.summary, entry.content_html, entry.updated and entry.updated.isoformat())
    raw = "\x1f".join(part or "" for part in parts).encode("utf-8", "surrogatepass")
    return blake2b(raw, digest_size=8).hexdigest()
