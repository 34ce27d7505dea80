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
_BESIDE = 5  # words
_ROOM_BEFORE, _ROOM_AFTER = 18, 10  # words; the core looks 90 characters back and 40 on for words of the future


@lru_cache(maxsize=1)
def _anchors() -> frozenset[str]:
    names = " ".join([*MONTHS, *HIJRI_MONTHS, *WEEKDAYS, *DECADES]).split()
    return _TIMES | {w for w in names if not is_stop(w)} | {"ال" + w for w in DECADES}


@lru_cache(maxsize=1 << 16)
def _strength(norm: str) -> int:
    """2: a date may stand here; 1: with a word of order beside it; 0: none. A number alone is none unless it may be a year."""
    if norm[0].isdigit():
        return 2 if len(norm) >= 4 else 0
    forms = (norm, *(rest for _, rest in unglue(norm)))
    if any(f in _anchors() for f in forms):
        return 2
    return 1 if any(f in _UNITS for f in forms) else 0


@lru_cache(maxsize=1 << 16)
def _orders(norm: str) -> bool:
    return norm in _ORDERS or (norm[0] in "وف" and norm[1:] in _ORDERS)


def _window(segment: str) -> tuple[int, int] | None:
    """The stretch of a sentence that may hold dates, with room for what they look at; None if there is none."""
    words = _WORD.findall(segment)
    strengths = list(map(_strength, words))
    if not any(strengths):
        return None
    strong = [
        i for i, s in enumerate(strengths) if s == 2 or (s and any(map(_orders, words[max(0, i - _BESIDE) : i + _BESIDE])))
    ]
    if not strong:
        return None
    spans = [m.span() for m in _WORD.finditer(segment)]
    first, last = max(0, strong[0] - _ROOM_BEFORE), min(len(spans) - 1, strong[-1] + _ROOM_AFTER)
    return (0 if first == 0 else spans[first][0]), (len(segment) if last == len(spans) - 1 else spans[last][1])


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
        window = _window(segment.group())
        if window is None:
            continue
        first = segment.start() + window[0]
        for one in dates_in_norm(norm[first : segment.start() + window[1]], day):
            start, end = places[first + one.start], places[first + one.end - 1] + 1
            while end < len(text) and _DELETED.match(text, end):
                end += 1
            found.append(
                DateMention(mention=text[start:end], resolved=one.resolved, relative=one.relative, start=start, end=end)
            )
    return tuple(found)
