"""The pieces of HTML that stand on a page by the dozen: times, outlets, lines, items, statements, chips.

Made by hand where everything else is made by templates: a list of thirty articles takes a twentieth of the template engine's
time so, and lists are what most pages consist of. Every text goes through `escape` here, as the templates do by themselves.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime, tzinfo
from functools import lru_cache
from typing import TYPE_CHECKING, Literal

from markupsafe import Markup, escape

from siyaq.arabic import clean
from siyaq.site.address import name_href, source_href, tag_href
from siyaq.site.cause import cause_text
from siyaq.site.clock import day_text, iso, moment_text
from siyaq.site.text import Language
from siyaq.types import Source

if TYPE_CHECKING:
    from siyaq.site.desk import Card, Desk
    from siyaq.site.reading import Paragraph, Run
    from siyaq.site.saying import Saying
    from siyaq.site.view_home import StoryBrief

DOT = '&nbsp;<span class="dot">·</span> '
_KEPT = 1 << 13
_shown = lru_cache(maxsize=_KEPT)(lambda word: str(escape(clean(word))))  # names and tags, the same ones on many pages


class Pieces:
    """Pieces for one reader: language, zone and moment are the desk's."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._comma = escape(desk.t("list.comma"))
        self._copy = f'{DOT}<span class="flag">{escape(desk.t("card.copy"))}</span>'

    def when(self, at: datetime) -> Markup:
        """A time as lists show it: «منذ ساعتين», the date where it is older than a week, the exact moment on pointing at it."""
        return Markup(self._when(at))  # noqa: S704

    def moment(self, at: datetime) -> Markup:
        """A time as an article's head shows it: date and hour, which a script may turn into the reader's zone."""
        return Markup(f'<time datetime="{iso(at)}" data-moment>{escape(self._desk.moment(at))}</time>')  # noqa: S704

    def soon(self, at: datetime) -> Markup:
        """A time to come: «بعد 20 دقيقة»."""
        return Markup(_time(at, self._desk.zone, self._desk.language, self._desk.soon(at)))  # noqa: S704

    def cause(self, line: str) -> Markup:
        """What was wrong with a feed, and the error's own line unfolded under it."""
        told = escape(cause_text(line, self._desk.language))
        return Markup(  # noqa: S704
            f'<details class="cause"><summary>{told}</summary><bdi dir="ltr">{escape(clean(line))}</bdi></details>'
        )

    def outlet(self, source: Source) -> Markup:
        """An outlet's name that leads to its page."""
        return Markup(_outlet(source.id, source.name))  # noqa: S704

    def outlets(self, sources: Sequence[Source], most: int = 4) -> Markup:
        """The first few outlets' names, and how many more there are."""
        names = f"{self._comma} ".join(f"<bdi>{escape(source.name)}</bdi>" for source in sources[:most])
        more = self._desk.t("outlets.and-more", n=len(sources) - most) if len(sources) > most else ""
        return Markup(f"{names} {escape(more)}" if more else names)  # noqa: S704

    def meta(self, card: Card) -> Markup:
        """The line under a headline: outlet, time, and whether it is a copy."""
        return Markup(self._meta(card))  # noqa: S704

    def lines(self, cards: Iterable[Card]) -> Markup:
        """Short entries for an `ul.lines`: headline and what stands under it."""
        return Markup("".join(map(self._line, cards)))  # noqa: S704

    def items(self, cards: Iterable[Card]) -> Markup:
        """Entries of a list of articles: headline (a third-level heading), lead, and what stands under them."""
        return Markup("".join(map(self._item, cards)))  # noqa: S704

    def briefs(self, briefs: Iterable[StoryBrief], *, big: bool = False) -> Markup:
        """Stories as the front page has them; a big one with its whole lead and other outlets' headlines."""
        return Markup("".join(self._brief(b, big) for b in briefs))  # noqa: S704

    def sayings(self, said: Iterable[Saying], *, with_article: bool = True) -> Markup:
        """Statements for an `ul.sayings`: who, what, and in which article."""
        return Markup("".join(self._said(s, with_article) for s in said))  # noqa: S704

    def chips(self, words: Iterable[tuple[str, int]], kind: Literal["name", "tag"]) -> Markup:
        """Names or tags that lead to their pages, with how often each occurred where that is more than once."""
        href = name_href if kind == "name" else tag_href
        return Markup(  # noqa: S704
            "".join(f'<li><a href="{href(w)}"><bdi>{_shown(w)}</bdi>{_count(n) if n > 1 else ""}</a></li>\n' for w, n in words)
        )

    def facet(self, entries: Iterable[tuple[str, int, str]]) -> Markup:
        """(text, count, address) entries for an `ul.facet`; crawlers need not follow them."""
        told = (f'<a href="{escape(to)}" rel="nofollow"><bdi>{_shown(w)}</bdi></a>{_count(n)}' for w, n, to in entries)
        return Markup("".join(f"<li>{one}</li>" for one in told))  # noqa: S704

    def names(self, names: Sequence[str], *, linked: bool = True) -> Markup:
        """Names in a line of text, with commas."""
        told = (f'<a href="{name_href(n)}"><bdi>{_shown(n)}</bdi></a>' if linked else f"<bdi>{_shown(n)}</bdi>" for n in names)
        return Markup(f"{self._comma} ".join(told))  # noqa: S704

    def body(self, paragraphs: Iterable[Paragraph]) -> Markup:
        """An article's text."""
        return Markup("".join(map(_paragraph, paragraphs)))  # noqa: S704

    def _when(self, at: datetime) -> str:
        desk = self._desk
        if desk.is_recent(at):
            return _time(at, desk.zone, desk.language, desk.ago(at))
        return _day(at, desk.zone, desk.language)

    def _meta(self, card: Card) -> str:
        when = f"{DOT}{self._when(card.when)}" if card.when else ""
        copy = self._copy if card.is_copy else ""
        return f'<p class="meta">{_outlet(card.source.id, card.source.name)}{when}{copy}</p>\n'

    def _line(self, card: Card) -> str:
        title = f'<a class="line-title" dir="auto" href="{card.href}">{escape(card.title)}</a>'
        return f'<li class="line">{title}\n{self._meta(card)}</li>\n'

    def _item(self, card: Card) -> str:
        lead = f'<p class="item-lead" dir="auto">{escape(card.lead)}</p>\n' if card.lead else ""
        title = f'<h3 class="item-title" dir="auto"><a href="{card.href}">{escape(card.title)}</a></h3>'
        return f'<article class="item">\n{title}\n{lead}{self._meta(card)}</article>\n'

    def _brief(self, brief: StoryBrief, big: bool) -> str:
        title = f'<h3 class="brief-title" dir="auto"><a href="{brief.href}">{escape(brief.title)}</a></h3>'
        told = brief.card.lead if big else brief.lead
        lead = f'<p class="brief-lead" dir="auto">{escape(told)}</p>\n' if told else ""
        when = f"{DOT}{self._when(brief.last)}" if brief.last else ""
        names = f'<p class="meta brief-names">{self.names(brief.names)}</p>\n' if brief.names else ""
        others = f'<ul class="lines others-said">{self.lines(brief.others)}</ul>\n' if big and brief.others else ""
        meta = f'<p class="meta">\n{self._outlets_of(brief)}{when}\n</p>\n'
        return f'<article class="brief{" brief-big" if big else ""}">\n{title}\n{lead}{meta}{names}{others}</article>\n'

    def _outlets_of(self, brief: StoryBrief) -> str:
        if len(brief.outlets) < 2:
            return _outlet(brief.card.source.id, brief.card.source.name)
        count = escape(self._desk.t("story.outlets", n=len(brief.outlets)))
        spark = f" {brief.spark}" if brief.spark else ""
        return f'<span class="count">{count}</span>{spark} <span class="meta-outlets">{self.outlets(brief.outlets)}</span>'

    def _said(self, said: Saying, with_article: bool) -> str:
        speaker, words = escape(said.speaker), escape(said.words)
        who = f'<a href="{said.href}" dir="auto">{speaker}</a>' if said.href else f'<span dir="auto">{speaker}</span>'
        what = f'<q lang="{escape(said.language)}">{words}</q>' if said.direct else words
        where = self._where(said.card) if with_article else ""
        return f'<li class="said">\n<p class="said-who">{who}</p>\n<p class="said-what" dir="auto">{what}</p>\n{where}</li>\n'

    def _where(self, card: Card) -> str:
        when = f"{DOT}{self._when(card.when)}" if card.when else ""
        title = f'<a class="said-in" href="{card.href}" dir="auto">{escape(card.title)}</a>'
        return f'<p class="meta">{title}\n{_outlet(card.source.id, card.source.name)}{when}</p>\n'


def _paragraph(paragraph: Paragraph) -> str:
    if paragraph.subhead:
        return f'<h2 dir="auto">{"".join(escape(run.text) for run in paragraph.runs)}</h2>\n'
    return f'<p dir="auto">{"".join(map(_run, paragraph.runs))}</p>\n'


def _run(run: Run) -> str:
    text = escape(run.text)
    return f'<a class="named" href="{run.href}">{text}</a>' if run.href else str(text)


def _count(n: int) -> str:
    return f' <span class="n">{n}</span>'


@lru_cache(maxsize=1024)
def _outlet(source_id: str, name: str) -> str:
    return f'<a class="outlet" href="{source_href(source_id)}"><bdi>{escape(name)}</bdi></a>'


def _time(at: datetime, zone: tzinfo, language: Language, shown: str) -> str:
    return f'<time datetime="{iso(at)}" title="{escape(moment_text(at, zone, language))}">{escape(shown)}</time>'


@lru_cache(maxsize=_KEPT)
def _day(at: datetime, zone: tzinfo, language: Language) -> str:
    return _time(at, zone, language, day_text(at, zone, language, weekday=False, both=False))
