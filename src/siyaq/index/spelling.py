"""Other spellings of query words that the index really holds: like sounds and vowels of foreign names, typing errors.

A key only proposes; the company a word keeps decides. «جواتيمالا» stands for «غواتيمالا» because articles that have the latter
have the query's other words about as often, while words that merely look alike do not.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from difflib import SequenceMatcher
from math import log

import tantivy
from tantivy import Occur

from siyaq import arabic
from siyaq.index.compile import Alternative, Slot, term
from siyaq.index.schema import shown_of
from siyaq.index.snippet import forms_in
from siyaq.index.vocabulary import LEAST_TYPO, Vocabulary, sound_key

_LEAST_KEY_ALONE = 4  # consonants of a query's only word, where no company can decide
_MOST_SLOTS = 5  # words of a query; longer ones say enough, and gain nothing (ARCD loses .01)
_SURE = 0.005  # of all articles; a word that is in more of them needs no other spelling (short queries flat from .002 to .005)
_SURE_LEAST = 100  # articles
_KNOWN = 1e-4  # of all articles; a word in fewer of them may be a typing error
_KNOWN_LEAST = 3  # articles
_COMPANY = 0.3  # a spelling is accepted that keeps the company at least so often as the word itself
_LIFT = 3.0  # times as often as chance would have it
_NEARLY_ALL = 0.8  # of a proposal's articles; enough where the company is so common that nothing can be thrice as common
_TYPO_COMPANY = 5.0  # a typing error is accepted whose correction keeps the company so many times more often
_SAME_SOUND_WEIGHT = 0.9
_TYPO_WEIGHT = 0.7
_MOST = 3  # spellings added to a word
_TRIED = 4  # proposals looked up for a word; more find no more
_SHOWN_ARTICLES = 5  # in which the written form of a corrected word is looked for


class Speller:
    """Adds spellings to the words of one query."""

    def __init__(self, searcher: tantivy.Searcher, vocabulary: Vocabulary) -> None:
        self._searcher = searcher
        self._vocabulary = vocabulary
        self._articles = max(1, searcher.num_docs)
        self._known = max(_KNOWN_LEAST, _KNOWN * searcher.num_docs)
        self._sure = max(_SURE_LEAST, _SURE * searcher.num_docs)

    def widen(self, slots: Sequence[Slot]) -> tuple[list[Slot], dict[str, str]]:
        """Slots with the spellings added, and corrections (folded word as typed -> better known one) to suggest."""
        if len(slots) > _MOST_SLOTS:
            return list(map(self._balanced, slots)), {}
        widened, better = [], {}
        for slot in slots:
            company = self._rarest(other.lemma for other in slots if other is not slot)
            found = self._accepted(slot, company)
            if found and self.count(slot.lemma) < self._known:
                better[slot.typed] = self._written(found[0].lemmas[0], slot.typed)
            widened.append(self._balanced(replace(slot, alternatives=(*slot.alternatives, *found))))
        return widened, better

    def _balanced(self, slot: Slot) -> Slot:
        """The slot with its rarer spellings weighed down to the rarity of the most frequent one.

        Spellings of one word are one word: an article gains nothing by an unusual one (Robertson and Zaragoza 2009, 3.6).
        """
        alternatives = slot.alternatives
        if len(alternatives) == 1:
            return slot
        usual = self._rarity(max(self.count(a.lemmas[0]) for a in alternatives if len(a.lemmas) == 1))
        means = [sum(self._rarity(self.count(lemma)) for lemma in a.lemmas) / len(a.lemmas) for a in alternatives]
        pairs = zip(alternatives, means, strict=True)
        return replace(slot, alternatives=tuple(replace(a, weight=a.weight * min(1.0, usual / mean)) for a, mean in pairs))

    def _rarity(self, count: int) -> float:
        """Inverse document frequency as tantivy's BM25 has it."""
        return log(1 + (self._articles - count + 0.5) / (count + 0.5))

    def count(self, lemma: str) -> int:
        """Articles that have a lemma."""
        return int(self._searcher.doc_freq("text", lemma))

    def _rarest(self, lemmas: Iterable[str]) -> str | None:
        counted = [(count, lemma) for lemma in lemmas if (count := self.count(lemma))]
        return min(counted)[1] if counted else None

    def _together(self, lemma: str, company: str) -> int:
        both = tantivy.Query.boolean_query([(Occur.Must, term("text", lemma)), (Occur.Must, term("text", company))])
        return int(self._searcher.search(both, limit=1, count=True).count or 0)  # type: ignore[attr-defined]

    def _accepted(self, slot: Slot, company: str | None) -> list[Alternative]:
        lemma = slot.lemma
        own = self.count(lemma)
        if own > self._sure or (company is None and own >= self._known):
            return []
        own_together = self._together(lemma, company) if company is not None and own else 0
        scored = []
        for word, weight in self._proposals(slot, alone=company is None).items():
            count = self.count(word)
            fits = count if company is None else self._together(word, company)
            expected = self.count(company) / self._articles if company is not None else 0.0
            least = self._least_together(weight, count, own, own_together)
            if company is None or (fits >= least and fits > count * min(_LIFT * expected, _NEARLY_ALL)):
                scored.append((fits, Alternative(lemmas=(word,), weight=weight)))
        scored.sort(key=lambda pair: (-pair[0], pair[1].lemmas))
        return [alternative for fits, alternative in scored[:_MOST] if fits]

    @staticmethod
    def _least_together(weight: float, count: int, own: int, own_together: int) -> float:
        """With how many articles a proposal must meet the company."""
        if weight == _TYPO_WEIGHT:
            return _TYPO_COMPANY * (own_together + 1)
        return max(2.0, _COMPANY * count * own_together / own if own else 0.0)

    def _proposals(self, slot: Slot, alone: bool) -> Mapping[str, float]:
        """Words that sound alike, or are one typing error away, with their weights; those that look most alike first.

        The word as typed is looked up besides its lemma: of «اردوقان» the lemma loses an ending that «أردوغان» keeps.
        """
        found: dict[str, float] = {}
        lemma = slot.lemma
        for form in dict.fromkeys((lemma, slot.typed)):
            if len(form) >= LEAST_TYPO:
                found.update(dict.fromkeys(self._vocabulary.near(form), _TYPO_WEIGHT))
        for form in dict.fromkeys((lemma, slot.typed)):
            if not alone or len(sound_key(form)) >= _LEAST_KEY_ALONE:
                found.update(dict.fromkeys(self._vocabulary.alike(form), _SAME_SOUND_WEIGHT))
        found.pop(lemma, None)
        likeness = {word: round(SequenceMatcher(None, lemma, word, autojunk=False).ratio(), 1) for word in found}
        best = sorted(found, key=lambda word: (-found[word], -likeness[word], -self.count(word), word))[:_TRIED]
        return {word: found[word] for word in best}

    def _written(self, lemma: str, typed: str) -> str:
        """The form of a lemma that looks most like what was typed, as articles write it."""
        found = self._searcher.search(term("text", lemma), limit=_SHOWN_ARTICLES, count=False)
        texts = [f"{s.title}\n{s.text}" for s in (shown_of(self._searcher.doc(address)) for _, address in found.hits)]
        forms = {arabic.exact(text[a:b]) for text in texts for a, b, _ in forms_in(text, [lemma])}
        return max(sorted(forms), key=lambda form: SequenceMatcher(None, arabic.fold(form), typed).ratio(), default=lemma)
