"""One happening outlet by outlet, in the reader's words: each one's headline, when it came, and what it alone tells."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from siyaq.arabic import clean
from siyaq.engine import Step
from siyaq.link import Relation
from siyaq.site.address import article_href, story_href
from siyaq.site.clock import span
from siyaq.site.desk import Card, Desk
from siyaq.site.reason import reason
from siyaq.survey import Frame
from siyaq.survey.coverage import OutletCoverage, outlet_coverage

_AT_ONCE = timedelta(minutes=1)
_TELLING = ("follow-up", "background", "reaction")  # updates are what a story is made of, copies are folded


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


@dataclass(frozen=True, slots=True, kw_only=True)
class AffairLine:
    """Another happening of the same affair; `why` tells how the two stand to each other, and by what."""

    href: str
    title: str
    when: datetime
    outlets: int
    source: str
    why: str


def panels(desk: Desk, frame: Frame, title: str) -> tuple[Panel, ...]:
    """A panel for each outlet with a report of its own, in the order in which they reported; none for a single outlet."""
    hidden = desk.unquotable(frame.articles)
    covered = outlet_coverage(desk.engine, frame, title, unquotable=hidden, name_of=lambda source: desk.source(source).name)
    first = next((a.when for a in frame.articles if a.when), None)
    return tuple(_panel(desk, one, first) for one in covered)


def _panel(desk: Desk, covered: OutletCoverage, first: datetime | None) -> Panel:
    return Panel(
        card=desk.card(covered.shown),
        more=covered.reports - 1,
        later=_later(desk, first, covered.first),
        sentence=covered.sentence,
        names=covered.names,
        cited=covered.cited,
        copied_by=tuple(desk.card(a, with_lead=False, is_copy=True) for a in covered.copies),
    )


def _later(desk: Desk, first: datetime | None, when: datetime | None) -> str:
    if first is None or when is None or when - first < _AT_ONCE:
        return ""
    return desk.t("story.later", span=span(when - first, desk.language))


def affair_line(desk: Desk, step: Step, *, earlier: bool) -> AffairLine:
    """A step of the chain as pages show it: its story, or the article.

    Args:
        earlier: it came before the story that is shown, so that the relation is told from that one's side.
    """
    story, article = step.story, step.article
    told = desk.t(f"relation.{'to' if earlier else 'of'}.{step.link.kind}")
    return AffairLine(
        href=story_href(story.id) if story else article_href(article),
        title=clean((story.title if story else "") or article.title) or desk.t("article.untitled"),
        when=step.when,
        outlets=step.outlets,
        source=desk.source(article.source).name,
        why=f"{told} · {reason(step.link, desk.language)}",
    )


def relation_labels(desk: Desk, relations: Mapping[str, Relation]) -> dict[str, str]:
    """What stands beside a report that is more than another report of the happening, by its id."""
    return {i: desk.t(f"relation.of.{found.kind}") for i, found in relations.items() if found.kind in _TELLING}
