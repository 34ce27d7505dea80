"""What a word says these days: in how many running stories it stands.

A word that is rare in general (`background`) says little while half of an archive's stories have it: the king's name in royal
cables, an outlet's byline, the words of a weather alert. Counts go by story and day, not by article, so that a happening which
everybody reports does not take the weight from its own words. They hang on the articles of the window and their stories alone,
so that a restart finds them again.
"""

import math
from collections import Counter
from collections.abc import Iterable
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

    def add(self, known: ArticleFeatures, story: str) -> "Change":
        """Count an article that joins a story; what is new in the story that day."""
        mates = self.members.setdefault(story, [])
        change = _alone(known, mates)
        mates.append(known)
        self.lemmas.update(change.lemmas)
        self.pairs.update(change.pairs)
        return change

    def remove(self, known: ArticleFeatures, story: str) -> "Change":
        """Take an article out of a story again; what the story lacks now."""
        mates = [mate for mate in self.members.get(story, ()) if mate.id != known.id]
        if mates:
            self.members[story] = mates
        else:
            self.members.pop(story, None)
        change = _alone(known, mates)
        self.lemmas.subtract(change.lemmas)
        self.pairs.subtract(change.pairs)
        return change


@dataclass(frozen=True, slots=True)
class Change:
    """Lemmas and pairs that a story gained or lost, and stories that a day did."""

    lemmas: frozenset[str]
    pairs: frozenset[tuple[str, str]]
    stories: int


def _alone(known: ArticleFeatures, mates: list[ArticleFeatures]) -> Change:
    """What the article has and none of its mates."""
    lemmas = set(known.body).difference(*(mate.body for mate in mates))
    pairs = known.pairs.difference(*(mate.pairs for mate in mates))
    return Change(frozenset(lemmas), pairs, int(not mates))


class Current:
    """Weights of words in a window of days."""

    def __init__(self, days: Iterable[StoryCounts] = ()) -> None:
        self._lemmas: Counter[str] = Counter()
        self._pairs: Counter[tuple[str, str]] = Counter()
        self._stories = 0
        self._weights: dict[str, float] = {}  # until something changes: an article meets some sixty others at once
        self._pair_weights: dict[tuple[str, str], float] = {}
        for day in days:
            self._lemmas.update(day.lemmas)
            self._pairs.update(day.pairs)
            self._stories += len(day.members)

    def apply(self, change: Change, sign: int) -> None:
        """Follow what one of the days gained (1) or lost (-1)."""
        step = self._lemmas.update if sign > 0 else self._lemmas.subtract
        step(change.lemmas)
        pairs = self._pairs.update if sign > 0 else self._pairs.subtract
        pairs(change.pairs)
        self._stories += sign * change.stories
        self._weights.clear()
        self._pair_weights.clear()

    def lemma_weight(self, lemma: str) -> float:
        """How much a shared lemma says, in nats: few other stories have it, here and in general."""
        found = self._weights.get(lemma)
        if found is None:
            found = self._weights[lemma] = self._weigh(lemma)
        return found

    def _weigh(self, lemma: str) -> float:
        others = max(0, self._lemmas[lemma] - 1)
        share = (others + _TRUST * math.exp(-lemma_weight(lemma))) / (self._stories + _TRUST)
        return -math.log(min(1.0, max(share, _LEAST)))

    def pair_weight(self, pair: tuple[str, str]) -> float:
        """The same of two neighbouring lemmas, in units of the greatest lemma weight: less the more stories have the pair."""
        found = self._pair_weights.get(pair)
        if found is None:
            found = self._pair_weights[pair] = self._weigh_pair(pair)
        return found

    def _weigh_pair(self, pair: tuple[str, str]) -> float:
        whole = self.lemma_weight(pair[0]) + self.lemma_weight(pair[1])
        return whole / (2 * top_weight() * max(1, self._pairs[pair]))
