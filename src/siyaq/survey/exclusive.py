"""What each outlet alone reports of a happening: the sentence and the names that the others do not have."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence

from siyaq.link import Reading, lemma_weight, told_sentences
from siyaq.survey.frame import Frame
from siyaq.survey.profile import key_of

_READ = 40  # reports whose sentences are looked through, the first ones of each outlet; what is told is known of all
MIN_TERMS = 5  # a shorter sentence is a cross-reference or a caption
MAX_SHARED = 1 / 3  # of the weight of a sentence's lemmas: from there on a report tells it too, in other words
MAX_SENTENCE_CHARS = 260  # longer ones are no quotation but a paragraph
MAX_NAMES = 5

Told = tuple[Reading, str]  # a report as linking reads it, and its text


def lone_sentences(told: Mapping[str, Sequence[Told]]) -> dict[str, str]:
    """For each outlet the sentence that no report of another one tells, the least shared where there are several.

    A report tells a sentence that it shares a third of the lemmas' weight with: names and rare words count, not what all news
    says. Asking of all reports together would find nothing in great stories, for among thirty reports nearly every word stands
    somewhere. Only openings are compared (`link.Reading`): what comes later is background that every outlet keeps.

    Args:
        told: an outlet's reports, by outlet.
    """
    if len(told) < 2:
        return {}
    reports = _Reports([(outlet, reading) for outlet, own in told.items() for reading, _ in own])
    each = max(1, _READ // len(told))
    found = {outlet: _lone(outlet, own[:each], reports) for outlet, own in told.items()}
    return {outlet: sentence for outlet, sentence in found.items() if sentence}


def _lone(outlet: str, own: Sequence[Told], reports: _Reports) -> str:
    best, least = "", MAX_SHARED
    for reading, text in own:
        for sentence, lemmas in told_sentences(reading, text):
            if len(lemmas) >= MIN_TERMS and len(sentence) <= MAX_SENTENCE_CHARS and _is_whole(sentence):
                shared = reports.most_shared(outlet, lemmas)
                if shared < least:
                    best, least = sentence, shared
    return best


def _is_whole(sentence: str) -> bool:
    """Whether it can stand by itself: quotation marks open and close in it, and it announces nothing."""
    pairs = ((sentence.count(start), sentence.count(end)) for start, end in ("«»", "“”"))
    return sentence.count('"') % 2 == 0 and all(a == b for a, b in pairs) and not sentence.endswith(":")


class _Reports:
    """Which report has which lemma."""

    def __init__(self, reports: Sequence[tuple[str, Reading]]) -> None:
        import numpy as np  # late: a tenth of a second

        self._numbers: dict[str, int] = {}
        number = self._numbers.setdefault
        places = [[number(lemma, len(self._numbers)) for lemma in {*one.head, *one.body}] for _, one in reports]
        self._weights = np.array([lemma_weight(lemma) for lemma in self._numbers])  # (lemmas,) float64
        self._has = np.zeros((len(self._numbers), len(reports)), dtype=np.bool_)  # (lemmas, reports)
        for column, rows in enumerate(places):
            self._has[rows, column] = True
        outlets = np.array([outlet for outlet, _ in reports])
        self._own = {outlet: np.flatnonzero(outlets == outlet) for outlet, _ in reports}

    def most_shared(self, outlet: str, lemmas: Collection[str]) -> float:
        """Share 0..1 of the weight of an outlet's lemmas that the report of another one has which has most of it."""
        numbers = [self._numbers[lemma] for lemma in lemmas]
        weights = self._weights[numbers]
        shared = weights @ self._has[numbers]
        shared[self._own[outlet]] = 0.0
        return float(shared.max() / max(weights.sum(), 1e-9))


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
