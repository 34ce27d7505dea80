"""What each outlet alone reports of a happening: the sentence and the names that the others do not have."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from itertools import chain

from siyaq.link import Reading, told_sentences
from siyaq.survey.frame import Frame
from siyaq.survey.profile import key_of

_COMPARED = 3  # reports of an outlet whose sentences may be shown; of all of them is known what they tell
MIN_TERMS = 5  # a shorter sentence is a cross-reference or a caption
MAX_SHARED = 0.4  # of a sentence's terms: above, the others tell it too, in other words
MAX_SENTENCE_CHARS = 260  # longer ones are no quotation but a paragraph
MAX_NAMES = 5

Told = tuple[Reading, str]  # a report as linking reads it, and its text


def lone_sentences(told: Mapping[str, Sequence[Told]]) -> dict[str, str]:
    """For each outlet the sentence whose lemmas the others' reports share least, where there is one that stands alone.

    Only openings are compared (`link.Reading`): what comes later is background that every outlet keeps in its archive.

    Args:
        told: an outlet's reports, by outlet.
    """
    if len(told) < 2:
        return {}
    outlets: Counter[str] = Counter()
    for own in told.values():
        outlets.update(set(chain.from_iterable((*reading.head, *reading.body) for reading, _ in own)))
    found = {outlet: _lone(own[:_COMPARED], outlets) for outlet, own in told.items()}
    return {outlet: sentence for outlet, sentence in found.items() if sentence}


def _lone(own: Sequence[Told], outlets: Mapping[str, int]) -> str:
    best, least = "", MAX_SHARED
    for reading, text in own:
        for sentence, lemmas in told_sentences(reading, text):
            if len(lemmas) < MIN_TERMS or len(sentence) > MAX_SENTENCE_CHARS:
                continue
            shared = sum(outlets[lemma] > 1 for lemma in lemmas) / len(lemmas)
            if shared < least:
                best, least = sentence, shared
    return best


def names_by_outlet(frame: Frame) -> dict[str, dict[str, str]]:
    """Names in the outlets' own reports: outlet -> folded name -> name."""
    names: dict[str, dict[str, str]] = {}
    for article in frame.articles:
        if article.id not in frame.copy_of:
            mine = names.setdefault(article.source, {})
            for entity in frame.notes(article.id).entities:
                mine.setdefault(key_of(entity.name), entity.name)
    return names


def lone_names(names: Mapping[str, Mapping[str, str]]) -> dict[str, tuple[str, ...]]:
    """For each outlet the names that only it mentions, in the order of its reports."""
    if len(names) < 2:
        return {}
    counts = Counter(key for mine in names.values() for key in mine)
    return {outlet: tuple(name for key, name in mine.items() if counts[key] == 1)[:MAX_NAMES] for outlet, mine in names.items()}


def shared_names(names: Mapping[str, Mapping[str, str]], *, k: int = 10) -> tuple[str, ...]:
    """Names that more than half of the outlets mention, those of most outlets first; empty for less than two outlets."""
    if len(names) < 2:
        return ()
    counts: Counter[str] = Counter()
    spelling: dict[str, str] = {}
    for mine in names.values():
        counts.update(list(mine))
        spelling.update({key: name for key, name in mine.items() if key not in spelling})
    agreed: Sequence[str] = [key for key, n in counts.most_common() if n > max(1, len(names) / 2)]
    return tuple(spelling[key] for key in agreed[:k])
