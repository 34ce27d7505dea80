"""Dates of an article, by the Arabic core; only sentences that hold a word of time are searched, which takes half the time."""

import re
from collections.abc import Iterator
from datetime import date, datetime
from functools import lru_cache
from unicodedata import is_normalized

from siyaq.analyze.stream import Stream, unglue
from siyaq.arabic import fold, normalize
from siyaq.arabic.date import dates_in_norm
from siyaq.arabic.date_grammar import DECADES, Found
from siyaq.arabic.memo import Memo
from siyaq.arabic.month import HIJRI_MONTHS, MONTHS, WEEKDAYS
from siyaq.arabic.normal import IGNORABLE
from siyaq.arabic.stopword import is_stop
from siyaq.types import DateMention

_DELETED = re.compile(f"[{IGNORABLE}]")
# Every pattern of a date holds a year, a name of a month, weekday or decade, one of these words, ...
_TIMES = frozenset(fold("أمس الأمس البارحة الليلة ليلة اليوم غدا غد الغد الصباح المساء يوم بتاريخ تاريخ").split())
# ... or one of these with a word of order beside it: قبل يومين, العام الماضي, هذا الشهر.
_UNITS = frozenset(
    fold(
        "الأسبوع الشهر العام السنة ساعة ساعات يوما أيام الأيام أسبوع أسبوعا أسابيع الأسابيع شهر شهرا أشهر الأشهر شهور "
        "سنة سنوات السنوات سنين عام عاما أعوام الأعوام ساعتين يومين أسبوعين شهرين عامين سنتين الصيف الشتاء الربيع الخريف"
    ).split()
)
_ORDERS = frozenset(
    fold(
        "قبل منذ من بعد هذا هذه مطلع بداية بدايات أوائل منتصف أواسط أواخر نهاية نهايات ختام مستهل غرة "
        "الماضي الماضية الماضيين الفائت الفائتة المنصرم المنصرمة المنقضي المنقضية "
        "المقبل المقبلة المقبلين القادم القادمة القادمين "
        "الآتي الآتية الجاري الجارية الحالي الحالية"
    ).split()
)
_STRONG = 2  # what `_strength` says of a word that needs no other beside it
_BESIDE = 5  # words
_ROOM_BEFORE, _ROOM_AFTER = 18, 10  # words; the core looks 90 characters back and 40 on for words of the future


@lru_cache(maxsize=1)
def _anchors() -> frozenset[str]:
    names = " ".join([*MONTHS, *HIJRI_MONTHS, *WEEKDAYS, *DECADES]).split()
    return _TIMES | {w for w in names if not is_stop(w)} | {"ال" + w for w in DECADES}


@Memo
def _strength(norm: str) -> int:
    """2: a date may stand here; 1: with a word of order beside it; 0: none. A number alone is none unless it may be a year."""
    if norm[0].isdigit():
        return _STRONG if len(norm) >= 4 else 0
    forms = (norm, *(rest for _, rest in unglue(norm)))
    if any(f in _anchors() for f in forms):
        return _STRONG
    return 1 if any(f in _UNITS for f in forms) else 0


@Memo
def _orders(norm: str) -> bool:
    return norm in _ORDERS or (norm[0] in "وف" and norm[1:] in _ORDERS)


def _windows(stream: Stream) -> Iterator[tuple[int, int]]:
    """Stretches of sentences that may hold dates, with room for what they look at: words [first, end)."""
    norms = stream.norms
    strengths = _strength.of_all(norms)
    for first, end in stream.sentences:
        here = strengths[first:end]
        if not any(here):
            continue
        strong = [
            i
            for i, s in enumerate(here, first)
            if s == _STRONG or (s and any(map(_orders, norms[max(first, i - _BESIDE) : min(end, i + _BESIDE)])))
        ]
        if strong:
            yield max(first, strong[0] - _ROOM_BEFORE), min(end, strong[-1] + _ROOM_AFTER + 1)


def _dates_in(text: str, day: date | None) -> Iterator[tuple[Found, int, int]]:
    """Dates of a stretch with their places in it."""
    norm = fold(text)
    found = dates_in_norm(norm, day)
    if len(norm) == len(text) and not _DELETED.search(text) and is_normalized("NFKC", text):  # letter by letter
        yield from ((one, one.start, one.end) for one in found)
    elif found:
        places = normalize(text)
        yield from ((one, *places.span(one.start, one.end)) for one in found)


def dates_of(stream: Stream, published: datetime | None) -> tuple[DateMention, ...]:
    """Dates that can be resolved, in order, as `arabic.find_dates` finds them.

    >>> from siyaq.analyze.stream import read
    >>> [(d.mention, d.resolved) for d in dates_of(read("افتتح المعرض عام 2016."), None)]
    [('عام 2016', '2016')]
    """
    text = stream.text
    day = published.date() if published is not None else None
    made = []
    for first, end in _windows(stream):
        begin = stream.ends[first - 1] if first else 0  # what stands before a number tells whether it is one of a date
        stop = stream.starts[end] if end < len(stream) else len(text)
        for one, at, to in _dates_in(text[begin:stop], day):
            at, to = begin + at, begin + to
            made.append(DateMention(mention=text[at:to], resolved=one.resolved, relative=one.relative, start=at, end=to))
    return tuple(made)
