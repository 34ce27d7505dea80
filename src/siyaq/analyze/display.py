"""Spelling of names and tags as an Arabic editor prints them."""

import re
from collections import Counter
from collections.abc import Iterable
from unicodedata import normalize

from siyaq.arabic import fold
from siyaq.arabic.memo import Memo

_NOT_PRINTED = re.compile(
    "[\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06ed\u0640\u200b-\u200f\u061c\u202a-\u202e\u2060-\u2069\ufeff\u00ad]"
)
_LETTERS = str.maketrans("کڪیېےۀەھہٱ", "ككيييهههها")
_FINAL_YA = re.compile("ی(?![\u0620-\u064a])")
_EDGES = " \t\n\r\x0b\x0c\u00a0\"“”„‟«»‹›″'‘’`()[]{}.,،؛;:!؟?…-–—#_|/\\*•"
_SPACES = re.compile(r"[\s_]+")
_HASH = re.compile(r"(?<!\w)#(?=[^\W\d])")
_SPELLED = re.compile("[آأإىئؤء]")


@Memo
def printed(text: str) -> str:
    """A name or tag in plain Arabic letters: without tatweel, marks, invisible characters, Persian letters, quotation marks.

    >>> printed("#کوریا_الشمالیة"), printed("«رويــترز»"), printed("مطار #الحديدة")
    ('كوريا الشمالية', 'رويترز', 'مطار الحديدة')
    """
    text = _HASH.sub("", normalize("NFKC", _NOT_PRINTED.sub("", text)))
    return _SPACES.sub(" ", text.translate(_LETTERS)).strip(_EDGES)


def best_spelling(spelled: Iterable[str]) -> str:
    """The spelling to print of one name: of its commonest form, the one with most hamzas written among the commonest.

    >>> best_spelling(["الانفاق", "الأنفاق"])
    'الأنفاق'
    """
    counts = Counter(spelled)
    forms: Counter[str] = Counter()
    for text, count in counts.items():
        forms[fold(text)] += count
    form = max(forms, key=lambda norm: (forms[norm], norm))
    same = [text for text in counts if fold(text) == form]
    return max(same, key=lambda s: (len(_SPELLED.findall(s)) > 0, counts[s], len(_SPELLED.findall(s)), s))
