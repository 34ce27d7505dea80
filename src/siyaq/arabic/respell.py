"""Another legal spelling of the same text: what the two-spelling rule must hold for. Used by tests and benchmarks.

Rewrites letters, marks, digits and forms that writers, keyboards and converters exchange freely. Words, their order and
their number stay.
"""

from random import Random
from unicodedata import normalize as unicode_normalize

_ALEFS = "اأإآٱ"
_PERSIAN = {"ك": "ک", "ي": "ی", "ى": "ی", "ه": "ە", "ک": "ك", "ی": "ي"}
_MARKS = "\u064b\u064c\u064d\u064e\u064f\u0650\u0651\u0652"
_NON_JOINING = "اأإآٱدذرزوؤءةى"  # no tatweel after these
_INVISIBLE = "\u200e\u200f\u200c\u200d\u00ad\ufeff"
_DIGIT_ROWS = ("0123456789", "٠١٢٣٤٥٦٧٨٩", "۰۱۲۳۴۵۶۷۸۹")
_COMPOSED = {"أ": "ا\u0654", "إ": "ا\u0655", "آ": "ا\u0653"}
_RATE = 0.25  # share of the characters that are rewritten in each way


def _forms() -> dict[str, str]:
    """Letter -> its presentation forms (Unicode block Arabic Presentation Forms-B)."""
    table: dict[str, str] = {}
    for code in range(0xFE80, 0xFEF5):
        letter = unicode_normalize("NFKC", chr(code))
        table[letter] = table.get(letter, "") + chr(code)
    return table


_FORMS = _forms()


def _is_arabic(c: str) -> bool:
    return "\u0621" <= c <= "\u064a" or c in "ٱکی"


def respell(text: str, rng: Random, *, rate: float = _RATE) -> str:
    """Rewrite a text at random into another legal spelling.

    Args:
        text: any text; only Arabic letters and digits are touched.
        rng: source of chance.
        rate: chance of each kind of change at each character, 0 to 1.

    >>> from siyaq.arabic import fold
    >>> fold(respell("الرئيس 2018", Random(1))) == fold("الرئيس 2018")
    True
    """
    digits = rng.choice(_DIGIT_ROWS)
    out: list[str] = []
    for i, c in enumerate(text):
        if c in _DIGIT_ROWS[0]:
            out.append(digits[int(c)] if rng.random() < 0.5 else c)
        elif _is_arabic(c):
            inside = i + 1 < len(text) and _is_arabic(text[i + 1])
            out.append(_letter(c, inside, rng, rate))
        else:
            out.append(c)
    return "".join(out)


def _letter(c: str, inside: bool, rng: Random, rate: float) -> str:
    """One letter respelled; `inside`: another Arabic letter follows."""
    made = c
    if c in _ALEFS and rng.random() < rate:
        made = rng.choice(_ALEFS)
    elif c in _PERSIAN and rng.random() < rate:
        made = _PERSIAN[c]
    elif c == "ى" and not inside and rng.random() < rate:
        made = "ي"
    if made in _COMPOSED and rng.random() < rate:
        made = _COMPOSED[made]
    elif made in _FORMS and rng.random() < rate:
        made = rng.choice(_FORMS[made])
    if rng.random() < rate / 2:
        made += rng.choice(_MARKS)
    if inside and c not in _NON_JOINING and rng.random() < rate / 2:
        made += "ـ" * rng.randint(1, 3)
    if rng.random() < rate / 8:
        made += rng.choice(_INVISIBLE)
    return made
