"""Fragments of the patterns of dates, over folded text, and the values that resolvers work with."""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache

from siyaq.arabic.month import HIJRI_MONTHS, MONTHS, WEEKDAYS
from siyaq.arabic.normal import fold


def any_of(words: Iterable[str]) -> str:
    """Alternation of words, longest first."""
    return "|".join(re.escape(w).replace("\\ ", r"\s+") for w in sorted(set(words), key=lambda w: (-len(w), w)))


def _ordinals() -> dict[str, int]:
    """«الأول» to «الحادي والثلاثين», folded -> day of the month."""
    ones = ["الاول", "الثاني", "الثالث", "الرابع", "الخامس", "السادس", "السابع", "الثامن", "التاسع"]
    table = {word: n for n, word in enumerate([*ones, "العاشر"], start=1)}
    units = ["الحادي", *ones[1:]]
    table |= {f"{word} عشر": n for n, word in enumerate(units, start=11)}
    for base, ten in ((20, "العشر"), (30, "الثلاث")):
        for case in ("ين", "ون"):
            table[ten + case] = base
            table |= {f"{word} و{ten}{case}": base + n for n, word in enumerate(units, start=1) if base + n <= 31}
    return table | {"فاتح": 1, "اول": 1, "1er": 1}


ORDINALS = _ordinals()
COUNTS = {
    **{w: n for n, w in enumerate(["واحد", "اثنين", "ثلاث", "اربع", "خمس", "ست", "سبع", "ثماني", "تسع", "عشر"], start=1)},
    **{w: n for n, w in enumerate(["ثلاثه", "اربعه", "خمسه", "سته", "سبعه", "ثمانيه", "تسعه", "عشره"], start=3)},
    **{
        f"{w} عشر": n
        for n, w in enumerate(["احد", "اثني", "ثلاثه", "اربعه", "خمسه", "سته", "سبعه", "ثمانيه", "تسعه"], start=11)
    },
    **{f"{w} عشره": n for n, w in enumerate(["احدي", "اثنتي", "ثلاث", "اربع", "خمس", "ست", "سبع", "ثماني", "تسع"], start=11)},
    **{w + "ين": n * 10 for n, w in enumerate(["عشر", "ثلاث", "اربع", "خمس", "ست", "سبع", "ثمان", "تسع"], start=2)},
}  # fmt: skip
DECADES = {
    f"{w}{end}": n * 10
    for n, w in enumerate(["عشرين", "ثلاثين", "اربعين", "خمسين", "ستين", "سبعين", "ثمانين", "تسعين"], start=2)
    for end in ("يات", "ات")
}


def _one_blank(text: str) -> str:
    """A text for a look-behind, which takes no white space of any length (see `rule`)."""
    return text.replace(" ", r"\x20")


def _same_month_again() -> str:
    """The month's other name after it, with a space alone between them: «يوليو تموز», «كانون الأول ديسمبر»."""
    names: dict[int, list[str]] = {}
    for name, number in MONTHS.items():
        names.setdefault(number, []).append(name)
    again = []
    for same in names.values():
        seen = "|".join(rf"(?<={_one_blank(name)})" for name in same)
        again.append(rf"(?:{seen})\s(?:{any_of(same)})(?!\w)")
    return "|".join(again)


START = r"(?<!\w)(?:[وفبلك])?"  # a word may carry a proclitic, which is no part of the mention
END = r"(?!\w)"
MONTH = rf"(?:{any_of(MONTHS)})"
MONTH_PAIR = rf"(?P<m>{MONTH})(?:\s?[/\\|(\-–]\s?(?P<m2>{MONTH})\)?|{_same_month_again()})?"
HIJRI_MONTH = rf"(?:{any_of(HIJRI_MONTHS)})"
WEEKDAY = rf"(?:{any_of(WEEKDAYS)})"
DAY = rf"(?:(?<!\d)(?<!\d[.:/])\d{{1,2}}(?!\d)|{any_of(ORDINALS)})"
GREGORIAN = r"(?:1[5-9]\d\d|20\d\d)"
HIJRI_YEAR = r"1[34]\d\d"
YEAR_WORD = r"(?:(?:ال)?(?:عام|سنه))"
YEAR_TAIL = rf"(?:[\s,،]+(?:من\s+)?(?:{YEAR_WORD}\s+)?\(?(?P<y>{GREGORIAN})(?!\d)(?:\s?م{END}|\s?ميلادي(?:ه)?{END})?)"
PAST = r"(?:الماضي(?:ه|ين)?|الفائت(?:ه)?|المنصرم(?:ه)?|المنقضي(?:ه)?)"
NEXT = r"(?:المقبل(?:ه|ين)?|القادم(?:ه|ين)?|الاتي(?:ه)?)"
THIS = r"(?:الجاري(?:ه)?|الحالي(?:ه)?)"
PART_OF_DAY = r"(?:(?:منتصف\s+)?(?:مساء|صباح|ظهر|فجر|عصر|ليل|ليله|نهار|ضحي|مغرب|ظهيره)\s+)"
EDGE = r"(?:(?:مطلع|بدايه|بدايات|اوائل|منتصف|اواسط|اواخر|نهايه|نهايات|ختام|مستهل|غره)\s+)"
SEASON = r"(?:صيف|شتاء|ربيع|خريف)"
RELATIVE_YEAR = rf"(?:[\s,،]+(?:من\s+)?(?:هذا\s+العام|هذه\s+السنه|(?:العام|السنه)\s+(?:قبل\s+)?(?P<ry>{PAST}|{NEXT}|{THIS})))"


@dataclass(frozen=True, slots=True, kw_only=True)
class DateContext:
    """What a relative date counts from.

    Attributes:
        day: day of publication in the outlet's zone, or None if unknown.
        ahead: whether the words around a place in the folded text speak of the future.
    """

    day: date | None
    ahead: Callable[[int], bool]


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A resolved stretch of the folded text; `relative`: the publication date was needed."""

    start: int
    end: int
    resolved: str
    relative: bool


Resolver = Callable[[re.Match[str], DateContext], tuple[str, bool] | None]


# What a text must hold one of for a rule to match: letters (a tuple) or words, with or without a glued letter (a set).
Needs = tuple[str, ...] | frozenset[str]


@dataclass(frozen=True, slots=True)
class Rule:
    """A pattern whose group `x` is the mention, and what it means: (resolved, relative) or None if it is no date.

    `needs` saves the search: a pattern fails at every letter, what it needs is looked up in a microsecond; () for nothing.
    """

    source: str
    resolve: Resolver
    needs: Needs = ()

    @property
    def pattern(self) -> re.Pattern[str]:
        """Compiled at first use: all rules take a tenth of a second, which not every process needs."""
        return _compiled(self.source)


@cache
def _compiled(source: str) -> re.Pattern[str]:
    return re.compile(source)


def rule(body: str, resolve: Resolver, *, start: str = START, end: str = END, needs: Needs = ()) -> Rule:
    """Make a rule; white space in `body` stands for any white space."""
    return Rule(start + "(?P<x>" + body.replace(" ", r"\s+") + ")" + end, resolve, needs)


def first_words(names: Iterable[str]) -> frozenset[str]:
    """The first words of names: a text without all of them holds none of the names."""
    return frozenset(name.split()[0] for name in names)


_LETTERS = re.compile(r"[^\W\d_]+")


def rules_for(norm: str, rules: Iterable[Rule]) -> Iterator[Rule]:
    """The rules that may match in a folded text."""
    words = set(_LETTERS.findall(norm))
    words.update([word[1:] for word in words if word[0] in "وفبلك"])
    present: dict[Needs, bool] = {(): True}
    for one in rules:
        needs = one.needs
        if needs not in present:
            held = not words.isdisjoint(needs) if isinstance(needs, frozenset) else any(letters in norm for letters in needs)
            present[needs] = held
        if present[needs]:
            yield one


DIGITS = tuple("0123456789")


def calendar_day(year: int, month: int, day: int) -> date | None:
    """A Gregorian day, None if the calendar has no such day."""
    try:
        return date(year, month, day)
    except ValueError:
        return None


def day_number(text: str) -> int:
    """Day of the month from digits or an ordinal."""
    return int(text) if text.isdigit() else ORDINALS[_one_space(text)]


def month_number(text: str) -> int:
    """Month of the year from a name of any country."""
    return MONTHS[_one_space(text)]


def count_number(text: str) -> int:
    """A count from digits or words up to ninety."""
    return int(text) if text.isdigit() else COUNTS[_one_space(text)]


def _one_space(text: str) -> str:
    return " ".join(fold(text).split())


def span_text(first: date, last: date) -> str:
    """ISO 8601 interval."""
    return f"{first.isoformat()}/{last.isoformat()}"
