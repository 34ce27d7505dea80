"""One happening outlet by outlet: each one's headline, when it came, what it alone tells, and whom it cites."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from siyaq.arabic import clean, terms
from siyaq.site.clock import span
from siyaq.site.desk import Card, Desk
from siyaq.survey import Frame
from siyaq.survey.exclusive import lone_names, lone_sentences, names_by_outlet
from siyaq.survey.profile import key_of
from siyaq.types import Article, Rights

_AT_ONCE = timedelta(minutes=1)
MAX_COPIES = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class Panel:
    """An outlet's coverage. `later` tells in words how long after the first report it came, empty for the first."""

    card: Card
    more: int  # further reports of its own
    later: str
    sentence: str  # that only it has
    names: tuple[str, ...]  # that only it has
    cited: tuple[str, ...]
    copied_by: tuple[Card, ...]


def panels(desk: Desk, frame: Frame, title: str) -> tuple[Panel, ...]:
    """A panel for each outlet with a report of its own, in the order in which they reported; none for a single outlet.

    Of several reports of an outlet the one whose headline is nearest to the story's stands for it.

    Args:
        title: headline of the story.
    """
    own: dict[str, list[Article]] = {}
    for article in frame.articles:
        if article.id not in frame.copy_of:
            own.setdefault(article.source, []).append(article)
    if len(own) < 2:
        return ()
    quotable = {s: reports for s, reports in own.items() if desk.source(s).rights is not Rights.LINK}
    alone = lone_sentences({s: "\n\n".join(a.text or a.summary or "" for a in reports) for s, reports in quotable.items()})
    names = lone_names(names_by_outlet(frame))
    first = next((a.when for a in frame.articles if a.when), None)
    return tuple(
        Panel(
            card=desk.card(nearest_to_title(reports, title)),
            more=len(reports) - 1,
            later=_later(desk, first, reports[0].when),
            sentence=clean(alone.get(source, "")),
            names=names.get(source, ()),
            cited=cited_names(desk, frame, reports),
            copied_by=_copies(desk, frame, reports),
        )
        for source, reports in own.items()
    )


def nearest_to_title(reports: Sequence[Article], title: str) -> Article:
    """The report whose headline shares most terms with a title, the first of them where several do."""
    wanted = set(terms(title))
    return max(reports, key=lambda a: (a.title == title, len(wanted.intersection(terms(a.title)))))


def _later(desk: Desk, first: datetime | None, when: datetime | None) -> str:
    if first is None or when is None or when - first < _AT_ONCE:
        return ""
    return desk.t("story.later", span=span(when - first, desk.language))


def cited_names(desk: Desk, frame: Frame, reports: Sequence[Article]) -> tuple[str, ...]:
    """Agencies and papers that the reports name as their sources, without the outlet itself."""
    found: dict[str, str] = {}
    for article in reports:
        own = {key_of(article.source), key_of(desk.source(article.source).name)}
        for cited in frame.notes(article.id).sources_cited:
            if (key := key_of(cited.name)) and key not in own:
                found.setdefault(key, clean(cited.name))
    return tuple(found.values())[:4]


def _copies(desk: Desk, frame: Frame, reports: Sequence[Article]) -> tuple[Card, ...]:
    ids = {a.id for a in reports}
    copied = (a for a in frame.articles if (note := frame.copy_of.get(a.id)) and note.original in ids)
    return tuple(desk.card(a, with_lead=False, is_copy=True) for a in copied)[:MAX_COPIES]
