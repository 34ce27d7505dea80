"""Numbers in digits and in words."""

import re
from dataclasses import dataclass

from siyaq.arabic.memo import Memo
from siyaq.arabic.normal import fold
from siyaq.arabic.token import PIECE, Token, piece_tokens


@dataclass(frozen=True, slots=True, kw_only=True)
class NumberMention:
    """A number in a text: its value, and where it stands in the original."""

    value: float
    start: int
    end: int


_ONES = {
    "واحد": 1, "واحده": 1, "اثنان": 2, "اثنين": 2, "اثنتان": 2, "اثنتين": 2, "ثلاثه": 3, "ثلاث": 3, "اربعه": 4,
    "اربع": 4, "خمسه": 5, "خمس": 5,
    "سته": 6, "ست": 6, "سبعه": 7, "سبع": 7, "ثمانيه": 8, "ثماني": 8, "ثمان": 8, "تسعه": 9, "تسع": 9, "عشره": 10, "عشر": 10,
}  # fmt: skip
_TENS = {"عشر": 20, "ثلاث": 30, "اربع": 40, "خمس": 50, "ست": 60, "سبع": 70, "ثمان": 80, "تسع": 90}
_HUNDREDS = {
    "مئه": 100,
    "مائه": 100,
    "ميه": 100,
    "مئتان": 200,
    "مئتين": 200,
    "مائتان": 200,
    "مائتين": 200,
    "مئتا": 200,
    "مائتا": 200,
}
_SCALES = {
    "الف": 1e3, "الاف": 1e3, "الفا": 1e3, "الفان": 2e3, "الفين": 2e3, "مليون": 1e6, "ملايين": 1e6, "مليونا": 1e6,
    "مليوني": 2e6,
    "الفي": 2e3,
    "ملياري": 2e9,
    "مليونان": 2e6, "مليونين": 2e6,
    "مليار": 1e9, "مليارات": 1e9, "مليارا": 1e9, "ملياران": 2e9, "مليارين": 2e9, "بليون": 1e9, "بلايين": 1e9,
    "تريليون": 1e12, "تريليونات": 1e12,
}  # fmt: skip
_LETTER = re.compile(r"[^\W_]")
_DIGITS = re.compile(r"\d+(?:\.\d+)?")


def _word_values() -> dict[str, float]:
    values: dict[str, float] = dict(_ONES)
    values |= {stem + end: n for stem, n in _TENS.items() for end in ("ون", "ين")}
    values |= _HUNDREDS
    values |= {unit.rstrip("ه") + h: n * 100 for unit, n in _ONES.items() if 3 <= n <= 9 for h in ("مئه", "مائه")}
    return values


_VALUES = _word_values()


@Memo
def _values(norm: str) -> tuple[tuple[float, bool] | None, tuple[float, bool] | None]:
    """Value of a number word and whether it multiplies what stands before it; the same where it may carry a «و»."""
    alone = _value(norm)
    return alone, _value(norm[1:]) if alone is None and norm.startswith("و") else alone


def _value(norm: str) -> tuple[float, bool] | None:
    if norm in _SCALES:
        return _SCALES[norm], True
    if norm in _VALUES:
        return _VALUES[norm], False
    return (float(norm), False) if _DIGITS.fullmatch(norm) else None


def _joins(text: str, left: Token, right: Token) -> bool:
    between = text[left.end : right.start]
    return between.isspace() or (not _LETTER.search(between) and fold(between).isspace())


def numbers(text: str) -> tuple[NumberMention, ...]:
    """Numbers of a text, in order, in digits of either kind, in words, or mixed («3.5 مليون»).

    A single «واحد» or «واحدة» and the like count too. Ordinals do not.

    >>> [n.value for n in numbers("مقتل خمسة وعشرين وجرح ٣٫٥ آلاف")]
    [25.0, 3500.0]
    """
    found: list[NumberMention] = []
    run: list[tuple[Token, float, bool]] = []
    for token in (t.moved(m.start()) for m in PIECE.finditer(text) for t in _number_words(m[0])):
        joined = bool(run) and _joins(text, run[-1][0], token)
        value = _values(token.norm)[joined]
        if run and (value is None or not joined or not _continues(run, token, value)):
            found.append(_mention(run))
            run = []
        if value is not None:
            run.append((token, *value))
    if run:
        found.append(_mention(run))
    return tuple(found)


@Memo
def _number_words(piece: str) -> tuple[Token, ...]:
    """Words that are numbers, or may be after another one."""
    return tuple(token for token in piece_tokens(piece) if _values(token.norm) != (None, None))


def _continues(run: list[tuple[Token, float, bool]], token: Token, value: tuple[float, bool]) -> bool:
    last_token, last, _ = run[-1]
    if value[1] and value[0] in (1e3, 1e6, 1e9, 1e12):
        return not token.norm.startswith("و") or len(token.norm) > 3
    if token.norm.startswith("و") and token.norm not in _VALUES:
        return not token.norm[1:2].isdigit()
    return value[0] == 10 and 1 <= last <= 9 and token.norm in ("عشر", "عشره") and not last_token.norm[0].isdigit()


def _mention(run: list[tuple[Token, float, bool]]) -> NumberMention:
    total = part = 0.0
    for _, value, scales in run:
        if scales and value in (1e3, 1e6, 1e9, 1e12):
            total, part = total + (part or 1.0) * value, 0.0
        elif scales:
            total += value
        else:
            part += value
    return NumberMention(value=total + part, start=run[0][0].start, end=run[-1][0].end)


__all__ = ["NumberMention", "numbers"]
