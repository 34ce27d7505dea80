"""What a visit to a feed brought, and the limits of a visit."""

from dataclasses import dataclass
from typing import Literal

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

    def count(self, what: str, number: int = 1) -> None:
        """Add to one of the counts."""
        self.counts[what] += number

    def item_failed(self, cause: str) -> None:
        """Count a failed item and keep the first cause."""
        self.count("failed")
        self._first_cause = self._first_cause or cause

    def fail(self, cause: str) -> None:
        """The feed itself could not be read, or not to its end."""
        self.status = "failed"
        self.error = self.error or cause

    def report(self) -> VisitReport:
        """The line of the report."""
        error = self.error
        if error is None and self._first_cause is not None:
            failed = self.counts["failed"]
            error = f"{failed} item{'s' if failed > 1 else ''} failed; first: {self._first_cause}"
        return VisitReport(outlet=self.outlet, feed=self.feed, status=self.status, error=error, **self.counts)
