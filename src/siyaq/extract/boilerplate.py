"""Boilerplate that pages do not mark: paragraphs that recur in different articles of one outlet.

Teasers of other stories at the end of a text, «حمّلوا تطبيقنا», columnists' disclaimers: on one page nothing tells them from
the text; over many pages their recurrence does (the idea of Yi, Liu and Li, KDD 2003, applied to paragraphs). What an
outlet repeats as background of follow-up reports recurs as well, and is kept: it shares its words with the report around it
and goes on from a sentence before, which notices and teasers do not.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from siyaq import arabic
from siyaq.extract.phrase import goes_on, notice_in
from siyaq.extract.recurrence import (
    MIN_ARTICLES,
    SENTENCE_WORDS,
    TAIL,
    BoilerplateModel,
    Entry,
    frame_of,
    is_in_tail,
    key_of,
    opening_of,
    recurring_entries,
)

# Limits on the share of a paragraph's terms that the rest of its article holds, by the number of articles that hold it. Of
# the background that Sky News and BBC repeat, 1% has less than .1 and half has over .4; of BBC's app line 95% has under .25.
_RARE_OVERLAP: Final = 0.15  # in 3 to 9 articles
_OFTEN, _OFTEN_OVERLAP = 10, 0.4
_ALWAYS: Final = 30  # no background was repeated word for word in so many different articles of the archives measured
_MIN_LINES: Final = 5  # articles for a line that is no sentence
_MIN_FRAMED: Final = 8  # articles for sentences that have only their beginning and end in common
_MIN_WORDS: Final = 4  # shorter lines («كلمة أخيرة:») recur by chance
_RUN_SHARE: Final = 0.6  # paragraphs to the end of a text of which so many are known are one list of teasers
_RUN_MIN: Final = 2
_RUN_SURE: Final = 3  # so many known ones are a list; of two, one must have led its own article, or share little with the text:
_RUN_OVERLAP: Final = 0.25  # statements that several reports quote share more
# Lines that say where a text is from are part of it: readers see who said it first, and so does the analysis.
_ATTRIBUTION: Final = re.compile(
    r"\W*(?:نقلا عن|المصدر|خدمه|بالاتفاق مع|خاص ب|عن صحيفه|وكالات|ترجمه)|.*(?<!\w)(?:ا ف ب|رويترز|د ب ا|ا ب|وكالات|وكاله)(?!\w)"
)
_FORMULAS: Final = re.compile(r"\W*و?(?:السلام عليكم|انا لله وانا اليه|بسم الله|والله الموفق|والله من وراء|الحمد لله)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Recurring:
    """A recurring paragraph, for people to look at."""

    text: str
    articles: int  # different articles that hold it
    tail_share: float  # share of them where it stands at the end


def recurring(model: BoilerplateModel) -> tuple[Recurring, ...]:
    """Paragraphs that `strip` leaves out where nothing speaks for them, most frequent first."""
    found = [entry for entry in recurring_entries(model) if _counts(entry, entry.example)]
    found.sort(key=lambda entry: (-entry.seen, entry.example))
    return tuple(Recurring(text=e.example, articles=e.seen, tail_share=e.tail / e.seen) for e in found)


def strip(model: BoilerplateModel, paragraphs: Sequence[str], title: str = "") -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Leave out an article's recurring paragraphs.

    Args:
        model: what is known of the outlet.
        paragraphs: the article's paragraphs.
        title: its headline.

    Returns:
        (kept, dropped), each in the article's order. The whole text is kept if nothing else were left.

    >>> strip(BoilerplateModel(), ["فقرة"])
    (('فقرة',), ())
    """
    drop = dropped(model, paragraphs, title)
    kept = tuple(text for at, text in enumerate(paragraphs) if at not in drop)
    return kept, tuple(paragraphs[at] for at in sorted(drop))


def dropped(model: BoilerplateModel, paragraphs: Sequence[str], title: str = "") -> frozenset[int]:
    """Numbers of the paragraphs that `strip` leaves out; see there."""
    left = list(range(len(paragraphs))) if model.entries else []
    while left:
        out = _dropped_once(model, [paragraphs[at] for at in left], title)
        if not out:
            break
        left = [at for place, at in enumerate(left) if place not in out]  # what stood above is now nearer to the end
    return frozenset(range(len(paragraphs))).difference(left) if left else frozenset()


def _dropped_once(model: BoilerplateModel, paragraphs: Sequence[str], title: str) -> frozenset[int]:
    known = {at: entry for at, text in enumerate(paragraphs) if (entry := _known(model, text, at, len(paragraphs)))}
    alone = (at for at in known if _is_alone_out(known, paragraphs, at, title))
    found = _with_rules({*alone, *_list_at_end(known, paragraphs, title)}, paragraphs)
    return frozenset(found) if len(found) < len(paragraphs) else frozenset()


def _with_rules(found: set[int], paragraphs: Sequence[str]) -> set[int]:
    """Lines without words («-----») that would stand last go with what stood below them."""
    for at in range(len(paragraphs) - 1, 0, -1):
        if at not in found and (not found or arabic.words(paragraphs[at])):
            break
        found.add(at)
    return found


def _known(model: BoilerplateModel, text: str, at: int, length: int) -> Entry | None:
    """What is known of a paragraph that may be boilerplate where it stands; None for one that may not."""
    if opening_of(text) not in model.openings:
        return None
    entry = model.entries.get(key_of(text))
    if entry is not None and entry.seen >= _ALWAYS and (at > 0 or not entry.led) and _counts(entry, text):
        return entry
    if not is_in_tail(at, length):
        return None
    if entry is not None and (_counts(entry, text) or (entry.led and entry.seen > 1 and _is_sentence(text))):
        return entry
    framed = model.frames.get(frame_of(text) or 0)
    return framed if framed is not None and framed.seen >= _MIN_FRAMED and framed.ends_texts else None


def _counts(entry: Entry, text: str) -> bool:
    """Whether a paragraph recurs as boilerplate does, wherever it now stands."""
    if text.rstrip().endswith(":") or (entry.seen < _ALWAYS and not entry.ends_texts):
        return False
    words = arabic.words(text)
    if len(words) >= SENTENCE_WORDS:
        return entry.seen >= MIN_ARTICLES
    norm = arabic.fold(text)
    if _ATTRIBUTION.match(norm) or _FORMULAS.match(norm):
        return False
    return entry.seen >= _MIN_LINES and len(words) >= _MIN_WORDS


def _is_alone_out(known: dict[int, Entry], paragraphs: Sequence[str], at: int, title: str) -> bool:
    """Whether a known paragraph is left out for its own sake."""
    entry, text = known[at], paragraphs[at]
    if entry.seen < _ALWAYS and at * 2 < len(paragraphs):
        return False
    if entry.seen >= _ALWAYS or not _is_sentence(text) or notice_in(text):
        return True
    limit = _OFTEN_OVERLAP if entry.seen >= _OFTEN and not goes_on(text) else _RARE_OVERLAP
    if entry.seen < _OFTEN and goes_on(text):
        return False
    rest = (other for number, other in enumerate(paragraphs) if number not in known)
    return overlap(text, "\n".join((title, *rest))) <= limit


def _list_at_end(known: dict[int, Entry], paragraphs: Sequence[str], title: str) -> frozenset[int]:
    """A list of teasers at the end also holds new ones: known ones around them give them away."""
    length = len(paragraphs)
    for start in range(max(1, length - TAIL), length):
        whole = [at for at in range(start, length) if _is_sentence(paragraphs[at])]
        have = [at for at in whole if at in known]
        if start not in have or len(have) < _RUN_MIN or len(have) < len(whole) * _RUN_SHARE:
            continue
        if any(goes_on(paragraphs[at]) for at in whole):
            continue
        text = "\n".join((title, *paragraphs[:start]))
        if len(have) >= _RUN_SURE or any(known[at].led or overlap(paragraphs[at], text) <= _RUN_OVERLAP for at in have):
            return frozenset(range(start, length))
    return frozenset()


def _is_sentence(text: str) -> bool:
    return text.count(" ") + 1 >= SENTENCE_WORDS


def overlap(text: str, other: str) -> float:
    """Share of a text's terms (`arabic.terms`, each once) that another text holds, 0 to 1."""
    terms = set(arabic.terms(text))
    return len(terms.intersection(arabic.terms(other))) / len(terms) if terms else 0.0
