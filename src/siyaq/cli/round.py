"""What an operator is told of fetching without an end: how the first round went, and when nothing can be reached."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from siyaq.cli.output import say

if TYPE_CHECKING:
    from siyaq.ingest import VisitReport

_CUT_OFF_AFTER = 10  # failures in a row: more than a dead outlet or two beside each other in a list


class Rounds:
    """Counts visits; tells of the first round, and of changes between reachable and not.

    Args:
        count_feeds: how many feeds there are; asked once, at the first visit.
    """

    def __init__(self, count_feeds: Callable[[], int]) -> None:
        self._count_feeds = count_feeds
        self._feeds = self._visits = self._read = self._new = 0
        self._failures = 0  # in a row
        self._cut_off = False

    def note(self, report: "VisitReport") -> None:
        """Count one visit."""
        self._feeds = self._feeds or self._count_feeds()
        self._visits += 1
        if report.status in ("ok", "unchanged"):
            self._read += 1
            self._new += report.new
            self._failures = 0
        else:
            self._failures += 1
        self._tell_of_reach(report.error)
        if self._visits == self._feeds and self._read:
            say(f"{self._read} of {self._feeds} feeds read, {self._new:,} new articles")

    def _tell_of_reach(self, error: str | None) -> None:
        if self._cut_off and not self._failures:
            self._cut_off = False
            say("outlets can be reached again")
        elif not self._cut_off and self._failures >= min(self._feeds, _CUT_OFF_AFTER):
            self._cut_off = True
            say(f"no outlet can be read at present ({error}); is this machine online? They are tried again by and by")
