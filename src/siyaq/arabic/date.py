"""Dates in Arabic text, resolved against the day of publication in the outlet's zone."""

import re
from bisect import bisect_right
from datetime import date, datetime
from functools import partial
from zoneinfo import ZoneInfo

from siyaq.arabic.date_absolute import ABSOLUTE_RULES
from siyaq.arabic.date_grammar import DateContext, Found, Rule, rules_for
from siyaq.arabic.date_relative import RELATIVE_RULES
from siyaq.arabic.normal import normalize
from siyaq.types import DateMention

_RULES: tuple[Rule, ...] = (*ABSOLUTE_RULES, *RELATIVE_RULES)
_SENTENCE_EDGE = re.compile(r"[.!؟?\n]\s")
# Words that look ahead: «سيعقد», «سوف», «المقرر»; nouns that begin with the same letters are left out.
_FUTURE = re.compile(
    r"(?<!\w)[وف]?(?:س(?!ياس|يار|يطر|ين|يد|ير|يل|يف|يئ|يم|يناريو|يرا|تين|ته|تار|تاد|تراتيج|نو|نه|ني|ند|نغ|نت)[يتن]\w{3,}|سوف|"
    r"(?<!كان من )(?<!كانت من )(?:ال)?مقرر(?:ه)?|(?:ال)?مرتقب(?:ه)?|"
    r"[يت]عتزم|(?:ال)?مزمع|من المتوقع|يتوقع ان|[يت]ستعد(?:ون)?|موعدا)(?!\w)"
)
_LOOK_BACK, _LOOK_ON = 90, 40  # characters around a date in which a word that looks ahead counts


def _looks_ahead(norm: str, position: int) -> bool:
    """Whether a word of the future stands near, in the same sentence."""
    before = norm[max(0, position - _LOOK_BACK) : position]
    edges = [m.end() for m in _SENTENCE_EDGE.finditer(before)]
    after = norm[position : position + _LOOK_ON]
    edge = _SENTENCE_EDGE.search(after)
    window = before[edges[-1] if edges else 0 :] + (after[: edge.start()] if edge else after)
    return _FUTURE.search(window) is not None


def _day_of(published: datetime | date | None, zone: str | None) -> date | None:
    if isinstance(published, datetime):
        return (published.astimezone(ZoneInfo(zone)) if zone and published.tzinfo else published).date()
    return published


def _candidates(norm: str, context: DateContext) -> list[Found]:
    found: list[Found] = []
    for one in rules_for(norm, _RULES):
        for m in one.pattern.finditer(norm):
            made = one.resolve(m, context)
            if made is not None:
                found.append(Found(start=m.start("x"), end=m.end("x"), resolved=made[0], relative=made[1]))
    return found


def _without_overlaps(found: list[Found]) -> list[Found]:
    """The longest of overlapping mentions, in order of the text."""
    kept: list[Found] = []
    for one in sorted(found, key=lambda f: (f.start - f.end, f.start)):
        at = bisect_right(kept, one.start, key=lambda f: f.start)
        if (at == 0 or kept[at - 1].end <= one.start) and (at == len(kept) or one.end <= kept[at].start):
            kept.insert(at, one)
    return kept


def dates_in_norm(norm: str, day: date | None) -> list[Found]:
    """Dates of a folded text, with places in it."""
    context = DateContext(day=day, ahead=partial(_looks_ahead, norm))
    return _without_overlaps(_candidates(norm, context))


def find_dates(text: str, published: datetime | date | None, zone: str | None = None) -> tuple[DateMention, ...]:
    """Dates of a text, in order, those only that can be resolved.

    Args:
        text: any text; month names of all Arab countries, English and French, Hijri dates, both kinds of digits.
        published: when the text was published; without it relative dates are left out.
        zone: IANA name of the outlet's zone; without it the offset of `published` counts.

    Returns:
        Mentions without glued proclitics; resolved as YYYY-MM-DD, YYYY-MM, YYYY or a range with a slash (ISO 8601); weeks run
        from Monday to Sunday.

    >>> from datetime import UTC
    >>> [(d.mention, d.resolved) for d in find_dates("وصل أمس الثلاثاء", datetime(2018, 6, 13, 9, tzinfo=UTC))]
    [('أمس الثلاثاء', '2018-06-12')]
    """
    n = normalize(text)
    made = []
    for found in dates_in_norm(n.norm, _day_of(published, zone)):
        start, end = n.span(found.start, found.end)
        made.append(
            DateMention(mention=text[start:end], resolved=found.resolved, relative=found.relative, start=start, end=end)
        )
    return tuple(made)
