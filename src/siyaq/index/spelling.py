"""Other spellings of query words that the index really holds: like sounds and vowels of foreign names, typing errors.

A key only proposes; the company a word keeps decides. «جواتيمالا» stands for «غواتيمالا» because articles that have the latter
have the query's other words about as often, while words that merely look alike do not.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

import tantivy
from tantivy import Occur

from siyaq.index.compile import Alternative, Slot, term

_SOUNDS = str.maketrans("غجقگڤپچطصضظذث", "ككككفبكتسدزدت")
_VOWELS = str.maketrans("", "", "اوىيئؤءةآأإ")
_LEAST_KEY = 3  # consonants of a key; shorter ones are in too many words
_LEAST_KEY_ALONE = 4  # the same for a query of one word, where no company can decide
_LEAST_TYPO = 5  # letters of a word that may be mistyped
_KNOWN = 3  # articles; a word in fewer of them may be a typing error
_MOST_WORDS = 60_000  # most frequent lemmas that are proposed; a year of five outlets has 25,000 in five articles or more
_LEAST_DF = 3
_COMPANY = 0.3  # a spelling is accepted that keeps the company at least so often as the word itself
_TYPO_COMPANY = 5.0  # a typing error is accepted whose correction keeps the company so many times more often
_SAME_SOUND_WEIGHT = 0.9
_TYPO_WEIGHT = 0.7
_MOST = 3  # spellings added to a word
_TRIED = 12  # proposals looked up for a word


def sound_key(word: str) -> str:
    """Consonants of a folded word with like sounds made equal and doubled letters single.

    >>> sound_key("جواتيمالا") == sound_key("غواتيمالا"), sound_key("تليجرام") == sound_key("تيليغرام")
    (True, True)
    """
    plain = word.translate(_SOUNDS).translate(_VOWELS)
    key = "".join(ch for i, ch in enumerate(plain) if i == 0 or ch != plain[i - 1])
    return key[:-1] if len(key) > _LEAST_KEY and key[-1] == "ه" else key


def shortened(word: str) -> set[str]:
    """The word with any one letter left out (Garbe's symmetric deletes): two words one typing error apart share one."""
    return {word[:i] + word[i + 1 :] for i in range(len(word))} | {word}


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Lemmas of the index with the number of articles that have them, and what finds them."""

    counts: Mapping[str, int]
    by_sound: Mapping[str, Sequence[str]]
    by_short: Mapping[str, Sequence[str]]


def read_vocabulary(searcher: tantivy.Searcher) -> Vocabulary:
    """Collect the lemmas of all texts and headlines."""
    pairs = [
        (lemma, count) for lemma, count in searcher.terms_with_prefix("body", "") if count >= _LEAST_DF and lemma.isalpha()
    ]
    pairs.sort(key=lambda pair: (-pair[1], pair[0]))
    by_sound: defaultdict[str, list[str]] = defaultdict(list)
    by_short: defaultdict[str, list[str]] = defaultdict(list)
    for lemma, _ in pairs[:_MOST_WORDS]:
        if len(key := sound_key(lemma)) >= _LEAST_KEY:
            by_sound[key].append(lemma)
        if len(lemma) >= _LEAST_TYPO - 1:
            for short in shortened(lemma):
                by_short[short].append(lemma)
    return Vocabulary(dict(pairs[:_MOST_WORDS]), by_sound, by_short)


class Speller:
    """Adds spellings to the words of one query."""

    def __init__(self, searcher: tantivy.Searcher, vocabulary: Vocabulary) -> None:
        self._searcher = searcher
        self._words = vocabulary

    def widen(self, slots: Sequence[Slot]) -> tuple[list[Slot], dict[str, str]]:
        """Slots with the spellings added, and corrections (typed word -> better known one) to suggest."""
        widened, better = [], {}
        for slot in slots:
            lemma = slot.alternatives[0].lemmas[0]
            company = self._rarest(other.alternatives[0].lemmas[0] for other in slots if other is not slot)
            found = self._accepted(lemma, company)
            if found and self._count(lemma) < _KNOWN:
                better[slot.typed] = found[0].lemmas[0]
            widened.append(replace(slot, alternatives=(*slot.alternatives, *found)) if found else slot)
        return widened, better

    def _rarest(self, lemmas: Iterable[str]) -> str | None:
        counted = [(count, lemma) for lemma in lemmas if (count := self._count(lemma))]
        return min(counted)[1] if counted else None

    def _count(self, lemma: str) -> int:
        return int(self._searcher.doc_freq("body", lemma))

    def _together(self, lemma: str, company: str) -> int:
        both = tantivy.Query.boolean_query([(Occur.Must, term("body", lemma)), (Occur.Must, term("body", company))])
        return int(self._searcher.search(both, limit=1, count=True).count or 0)  # type: ignore[attr-defined]

    def _accepted(self, lemma: str, company: str | None) -> list[Alternative]:
        scored = []
        own = self._count(lemma)
        own_together = self._together(lemma, company) if company is not None and own else 0
        for word, weight in self._proposals(lemma, alone=company is None).items():
            typo = weight == _TYPO_WEIGHT
            if company is None:
                fits = self._words.counts[word] if own < _KNOWN else 0
            else:
                fits = self._together(word, company)
                least = _TYPO_COMPANY * (own_together + 1) if typo else self._least_together(word, own, own_together)
                fits = fits if fits >= least else 0
            if fits:
                scored.append((fits, Alternative(lemmas=(word,), weight=weight)))
        scored.sort(key=lambda pair: (-pair[0], pair[1].lemmas))
        return [alternative for _, alternative in scored[:_MOST]]

    def _least_together(self, word: str, own: int, own_together: int) -> float:
        rate = own_together / own if own else 0.0
        return max(2.0, _COMPANY * rate * self._words.counts[word])

    def _proposals(self, lemma: str, alone: bool) -> dict[str, float]:
        """Words that sound alike, or are one typing error away, with their weights; the most frequent ones."""
        found: dict[str, float] = {}
        if len(lemma) >= _LEAST_TYPO - 1 and self._count(lemma) < 100:
            for short in shortened(lemma):
                for word in self._words.by_short.get(short, ()):
                    if abs(len(word) - len(lemma)) <= 1:
                        found[word] = _TYPO_WEIGHT
        key = sound_key(lemma)
        if len(key) >= (_LEAST_KEY_ALONE if alone else _LEAST_KEY):
            found.update(dict.fromkeys(self._words.by_sound.get(key, ()), _SAME_SOUND_WEIGHT))
        found.pop(lemma, None)
        best = sorted(found, key=lambda word: (-found[word], -self._words.counts[word], word))[:_TRIED]
        return {word: found[word] for word in best}
