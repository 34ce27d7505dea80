"""Dates of an article, by the Arabic core; only sentences that hold a word of time are searched, which takes half the time."""

import re
from datetime import datetime
from functools import lru_cache

from siyaq.analyze.stream import unglue
from siyaq.arabic import find_dates, fold
from siyaq.arabic.date import dates_in_norm
from siyaq.arabic.date_grammar import DECADES
from siyaq.arabic.month import HIJRI_MONTHS, MONTHS, WEEKDAYS
from siyaq.arabic.normal import IGNORABLE
from siyaq.arabic.stopword import is_stop
from siyaq.types import DateMention

_DELETED = re.compile(f"[{IGNORABLE}]")
_SEGMENT = re.compile(r"[^.!؟?\n]+(?:[.!؟?](?!\s)[^.!؟?\n]*)*")
_WORD = re.compile(r"\w+")
# Every pattern of a date holds a digit, a name of a month, weekday or decade, or one of these.
_TIMES = frozenset(
    fold(
        "أمس الأمس البارحة الليلة ليلة اليوم غدا غد الغد الصباح المساء الأسبوع الشهر العام السنة ساعة ساعات "
        "يوم يوما أيام الأيام أسبوع أسبوعا أسابيع الأسابيع "
        "شهر شهرا "
        "أشهر الأشهر شهور سنة سنوات السنوات سنين عام عاما أعوام الأعوام ساعتين يومين أسبوعين شهرين عامين سنتين عامي سنتي "
        "الصيف الشتاء الربيع الخريف صيف شتاء ربيع خريف"
    ).split()
)


@lru_cache(maxsize=1)
def _anchors() -> frozenset[str]:
    names = " ".join([*MONTHS, *HIJRI_MONTHS, *WEEKDAYS, *DECADES]).split()
    return _TIMES | {w for w in names if not is_stop(w)} | {"ال" + w for w in DECADES}


@lru_cache(maxsize=1 << 16)
def _tells_time(norm: str) -> bool:
    if any(c.isdigit() for c in norm):
        return True
    return norm in _anchors() or any(rest in _anchors() for _, rest in unglue(norm))


def _places(text: str, norm: str) -> list[int] | None:
    """Place in the text of each character of its index form; None where more than deletions lie between them."""
    if len(text) == len(norm):
        return list(range(len(text)))
    gone = {m.start() for m in _DELETED.finditer(text)}
    kept = [i for i in range(len(text)) if i not in gone]
    return kept if len(kept) == len(norm) else None


def dates_of(text: str, published: datetime | None) -> tuple[DateMention, ...]:
    """Dates that can be resolved, in order, as `arabic.find_dates` finds them.

    >>> [(d.mention, d.resolved) for d in dates_of("افتتح المعرض عام 2016.", None)]
    [('عام 2016', '2016')]
    """
    norm = fold(text)
    places = _places(text, norm)
    if places is None:
        return find_dates(text, published)
    day = published.date() if published is not None else None
    found = []
    for segment in _SEGMENT.finditer(norm):
        if not any(map(_tells_time, _WORD.findall(segment.group()))):
            continue
        for one in dates_in_norm(segment.group(), day):
            start, end = places[segment.start() + one.start], places[segment.start() + one.end - 1] + 1
            found.append(
                DateMention(mention=text[start:end], resolved=one.resolved, relative=one.relative, start=start, end=end)
            )
    return tuple(found)
