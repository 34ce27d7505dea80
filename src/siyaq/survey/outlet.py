"""An outlet as its articles show it: rhythm, what it reports first, what it copies."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, tzinfo

from siyaq.survey.frame import Frame
from siyaq.survey.profile import daily_counts
from siyaq.types import Article, Story


@dataclass(frozen=True, slots=True, kw_only=True)
class OutletProfile:
    """Figures over the outlet's newest articles."""

    articles: int = 0
    copies: int = 0  # of those articles, copies of others' reports
    first_in: tuple[str, ...] = ()  # ids of stories of several outlets that it opened, newest first
    copied_from: tuple[tuple[str, int], ...] = ()  # (Source.id, articles), most first
    days: tuple[int, ...] = ()  # articles a day, oldest first
    hours: tuple[int, ...] = ()  # articles by hour of the day 0..23


def outlet_profile(
    frame: Frame,
    stories: Sequence[Story],
    originals: Mapping[str, Article],
    *,
    until: datetime,
    zone: tzinfo,
    days: int = 30,
) -> OutletProfile:
    """Figures of one outlet.

    Args:
        frame: its articles, newest first.
        stories: stories that any of them is in.
        originals: articles that its copies were taken from, by id.
        zone: time zone in which the hours are counted.
    """
    own = {a.id for a in frame.articles}
    taken = Counter(originals[n.original].source for i, n in frame.copy_of.items() if i in own and n.original in originals)
    taken.pop(frame.articles[0].source if frame.articles else "", None)
    hours = Counter(a.when.astimezone(zone).hour for a in frame.articles if a.when)
    return OutletProfile(
        articles=len(frame.articles),
        copies=sum(i in frame.copy_of for i in own),
        first_in=tuple(s.id for s in stories if s.articles and s.articles[0] in own and len(s.outlets) > 1),
        copied_from=tuple(taken.most_common(8)),
        days=daily_counts((a.when for a in frame.articles), until=until, days=days),
        hours=tuple(hours[h] for h in range(24)),
    )
