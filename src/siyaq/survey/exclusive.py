"""What each outlet alone reports of a happening: the sentence and the names that the others do not have."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from siyaq.arabic import sentences, terms
from siyaq.survey.frame import Frame
from siyaq.survey.profile import key_of

MAX_TEXT_CHARS = 4000  # of each report: what comes later is background that every outlet keeps in its archive
MIN_TERMS = 5  # a shorter sentence is a cross-reference or a caption
MAX_SHARED = 0.4  # of a sentence's terms: above, the others tell it too, in other words
MAX_SENTENCE_CHARS = 260  # longer ones are no quotation but a paragraph
MAX_NAMES = 5


def lone_sentences(texts: Mapping[str, str]) -> dict[str, str]:
    """For each key the sentence whose terms the other texts share least, where there is one that stands alone.

    Args:
        texts: an outlet's report or reports, by outlet.
    """
    if len(texts) < 2:
        return {}
    told = {key: _sentences(text[:MAX_TEXT_CHARS]) for key, text in texts.items()}
    known = {key: Counter(set().union(*(words for _, words in own))) for key, own in told.items()}
    everywhere: Counter[str] = Counter()
    for words in known.values():
        everywhere.update(words)
    found = {key: _lone(own, everywhere - known[key]) for key, own in told.items()}
    return {key: sentence for key, sentence in found.items() if sentence}


def _sentences(text: str) -> list[tuple[str, set[str]]]:
    """Sentences of a text, each with its terms."""
    return [(text[start:end].strip(), set(terms(text[start:end]))) for start, end in sentences(text)]


def _lone(own: Sequence[tuple[str, set[str]]], others: Mapping[str, int]) -> str:
    best, least = "", MAX_SHARED
    for sentence, words in own:
        if len(words) < MIN_TERMS or len(sentence) > MAX_SENTENCE_CHARS:
            continue
        shared = sum(word in others for word in words) / len(words)
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
