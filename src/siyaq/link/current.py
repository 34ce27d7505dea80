"""What a word says these days: in how many running stories it stands.

A word that is rare in general (`background`) says little while half of an archive's stories have it: the king's name in royal
cables, an outlet's byline, the words of a weather alert. Counts go by story and day, not by article, so that a happening which
everybody reports does not take the weight from its own words. They hang on the articles of the window and their stories alone,
so that a restart finds them again.
"""

import math
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from siyaq.link.background import lemma_weight, top_weight
from siyaq.link.feature import ArticleFeatures

# Stories' worth of trust in the background table: about a day of a few outlets. Set by judgement, not swept.
_TRUST = 100.0
_LEAST = 1e-6


@dataclass(slots=True)
class StoryCounts:
    """In how many stories of one day each lemma, and each pair of neighbouring lemmas, stands."""

    lemmas: Counter[str] = field(default_factory=Counter)
    pairs: Counter[tuple[str, str]] = field(default_factory=Counter)
    members: dict[str, list[ArticleFeatures]] = field(default_factory=dict)

    def add(self, known: ArticleFeatures, story: str) -> None:
        """Count an article that joins a story."""
        mates = self.members.setdefault(story, [])
        lemmas, pairs = _alone(known, mates)
        mates.append(known)
        self.lemmas.update(lemmas)
        self.pairs.update(pairs)

    def remove(self, known: ArticleFeatures, story: str) -> None:
        """Take an article out of a story again."""
        mates = [mate for mate in self.members.get(story, ()) if mate.id != known.id]
        if mates:
            self.members[story] = mates
        else:
            self.members.pop(story, None)
        lemmas, pairs = _alone(known, mates)
        self.lemmas.subtract(lemmas)
        self.pairs.subtract(pairs)


def _alone(known: ArticleFeatures, mates: Sequence[ArticleFeatures]) -> tuple[set[str], frozenset[tuple[str, str]]]:
    """Lemmas and pairs that the article has and none of its mates."""
    lemmas = set(known.body).difference(*(mate.body for mate in mates))
    return lemmas, known.pairs.difference(*(mate.pairs for mate in mates))


class Current:
    """Weights of words in a window of days, as they are now: to be made anew when articles come, go or move."""

    def __init__(self, days: Iterable[StoryCounts] = ()) -> None:
        counts = list(days)
        self._lemmas = [day.lemmas for day in counts]
        self._pairs = [day.pairs for day in counts]
        self._stories = sum(len(day.members) for day in counts)
        self._weights: dict[str, float] = {}  # an article meets some sixty others at once

    def lemma_weight(self, lemma: str) -> float:
        """How much a shared lemma says, in nats: few other stories have it, here and in general."""
        if not self._stories:  # nothing is known of these days: the sum below is the weight in general
            return lemma_weight(lemma)
        found = self._weights.get(lemma)
        if found is None:
            found = self._weights[lemma] = self._weigh(lemma)
        return found

    def _weigh(self, lemma: str) -> float:
        others = max(0, sum([day.get(lemma, 0) for day in self._lemmas]) - 1)
        share = (others + _TRUST * math.exp(-lemma_weight(lemma))) / (self._stories + _TRUST)
        return -math.log(min(1.0, max(share, _LEAST)))

    def pair_weight(self, pair: tuple[str, str]) -> float:
        """The same of two neighbouring lemmas, in units of the greatest lemma weight: less the more stories have the pair."""
        whole = self.lemma_weight(pair[0]) + self.lemma_weight(pair[1])
        return whole / (2 * top_weight() * max(1, sum([day.get(pair, 0) for day in self._pairs])))
