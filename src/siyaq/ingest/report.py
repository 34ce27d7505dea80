"""What a visit to a feed brought, and the limits of a visit."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final, Literal

from siyaq.types import Page, ParsedFeed

_MAX_WARNINGS: Final = 20

VisitStatus = Literal["ok", "unchanged", "failed", "gone", "waiting"]


@dataclass(frozen=True, slots=True, kw_only=True)
class VisitReport:
    """One feed's line in the report of a cycle.

    Attributes:
        outlet: name of the outlet.
        feed: the feed's address.
        status: ok: read. unchanged: the server said that nothing is new. failed: not read, see `error`. gone: not there any
            more. waiting: failed before, and its pause has not passed.
        new: articles added.
        updated: articles with a new version.
        unchanged: articles looked at that had not changed.
        gone: articles that the outlet removed.
        failed: items that could not be read or stored.
        error: cause, one line; with status ok the first cause of failed items.
        warnings: what was wrong with the feed and was mended or left out, and the causes of failed items, one line each.
    """

    outlet: str
    feed: str
    status: VisitStatus = "ok"
    new: int = 0
    updated: int = 0
    unchanged: int = 0
    gone: int = 0
    failed: int = 0
    error: str | None = None
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class VisitLimits:
    """What one visit to an outlet may take.

    Attributes:
        deadline_s: seconds for all feeds and pages of an outlet.
        outlets_at_once: outlets visited at the same time.
        pages_at_once: pages of one outlet read at the same time (its host's own pace is kept by the fetcher).
        max_entries: entries of one feed that are read, newest first.
        fill_pages: pages beyond the feed read after a gap or at the first visit.
        recheck_pages: pages looked at again.
        max_page_bytes: largest page.
        max_feed_bytes: largest feed.
        batch: drafts stored at a time.
    """

    deadline_s: float = 240.0
    outlets_at_once: int = 16
    pages_at_once: int = 4
    max_entries: int = 300
    fill_pages: int = 20
    recheck_pages: int = 10
    max_page_bytes: int = 5_000_000
    max_feed_bytes: int = 10_000_000
    batch: int = 32


class Tally:
    """Counts of one feed's visit while it goes on."""

    def __init__(self, outlet: str, feed: str) -> None:
        self.outlet = outlet
        self.feed = feed
        self.status: VisitStatus = "ok"
        self.error: str | None = None
        self.counts = dict.fromkeys(("new", "updated", "unchanged", "gone", "failed"), 0)
        self.retry = False  # something may be read next time that could not be read now
        self._first_cause: str | None = None
        self._warnings: dict[str, None] = {}  # as a set that keeps its order

    def count(self, what: str, number: int = 1) -> None:
        """Add to one of the counts."""
        self.counts[what] += number

    def item_failed(self, cause: str) -> None:
        """Count a failed item and keep its cause."""
        self.count("failed")
        self._first_cause = self._first_cause or cause
        self.warn((cause,))

    def fail(self, cause: str) -> None:
        """The feed itself could not be read, or not to its end."""
        self.status = "failed"
        self.error = self.error or cause

    def warn(self, lines: Iterable[str]) -> None:
        """Note what was wrong but did no harm."""
        if len(self._warnings) < _MAX_WARNINGS:
            self._warnings |= dict.fromkeys(lines)

    def report(self) -> VisitReport:
        """The line of the report."""
        error = self.error
        if error is None and self._first_cause is not None:
            failed = self.counts["failed"]
            error = f"{failed} item{'s' if failed > 1 else ''} failed; first: {self._first_cause}"
        warnings = tuple(line for line in self._warnings if line != self._first_cause)[:_MAX_WARNINGS]
        return VisitReport(
            outlet=self.outlet, feed=self.feed, status=self.status, error=error, warnings=warnings, **self.counts
        )


def feed_warnings(page: Page, parsed: ParsedFeed | None) -> tuple[str, ...]:
    """What a feed that could be read has wrong: as it was served, and as it is written; one line each."""
    found = list(page.warnings)
    if page.moved_to:
        found.append(f"moved for good; read at {page.moved_to} from now on")
    if parsed is None:
        return tuple(found)
    found += parsed.warnings
    if not parsed.entries and not parsed.warnings:
        found.append("the feed has no items")
    if len(parsed.entries) > 1 and not any(entry.published or entry.updated for entry in parsed.entries):
        found.append("no item has a date that can be read")
    return tuple(found)
