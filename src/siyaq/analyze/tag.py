"""Tags: publisher's tags, names and noun phrases, weighed by one logistic score, each printed in one spelling."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cache
from math import exp, log

from siyaq.analyze.display import printed
from siyaq.analyze.entity import Group
from siyaq.analyze.lexicon import DEFINITE, NATION, look, media, nation_of, rows
from siyaq.analyze.phrase import Phrase, find_phrases, maximal, vague_words, written
from siyaq.analyze.stream import HASH, LINE, UNDERSCORE, Stream, norm_word
from siyaq.arabic import NameLedger, fold, frequency, same_spelling_key
from siyaq.arabic.memo import Memo
from siyaq.types import Tag

MOST_TAGS = 9
LEAST_TAGS = 5
LEAST_SCORE = 0.12  # after the fifth: dev sweep .05 to .3, flat
_UNSEEN = 3e-8  # probability of a word that wordfreq does not list
_PHRASE_POOL = 30  # noun phrases that are weighed; the rest are rare and late in the text

FEATURES = (
    "bias",
    "log_count",
    "title",
    "lead",
    "first",
    "spread",
    "rarity",
    "words",
    "per",
    "loc",
    "org",
    "event",
    "misc",
    "nation",
    "unigram",
    "publisher",
    "hashtag",
    "title_phrase",
    "inside",
    "vague_edge",
    "definite",
    "alone",
    "medium",
)


@cache
def weights() -> dict[str, float]:
    """Weight of each feature, from `data/tag_weights.tsv`, which tools/fit_tags.py makes."""
    return {name: float(value) for name, value in rows("tag_weights.tsv")}


@dataclass(slots=True)
class TagCandidate:
    """Something that may be a tag, with its features."""

    text: str
    key: tuple[str, ...]
    origin: str
    kind: str
    features: dict[str, float] = field(default_factory=dict)
    variants: tuple[str, ...] = ()
    places: tuple[int, ...] = ()  # first words of its mentions
    score: float = 0.0


@Memo
def key_of(text: str) -> tuple[str, ...]:
    """Words of a tag without article: what differs in spelling or article only has one key."""
    return tuple(
        w[2:] if w.startswith("ال") and len(w) > 4 else w for w in fold(text).replace("_", " ").replace("-", " ").split()
    )


@Memo
def _rarity(word: str) -> float:
    return -log(max(frequency(word), frequency("ال" + word), _UNSEEN))


@dataclass(slots=True)
class _Article:
    stream: Stream
    title_words: int
    lead_words: int
    lines: list[int]  # paragraph number of each word

    @classmethod
    def of(cls, stream: Stream, title_end: int) -> "_Article":
        lines: list[int] = []
        line = 0
        for i in range(len(stream)):
            line += bool(stream.gaps[i] & LINE)
            lines.append(line)
        title_words = stream.index_at(title_end) if title_end else 0
        lead = next(
            (i for i in range(title_words, len(lines)) if lines[i] > lines[title_words] and i > title_words + 15), len(lines)
        )
        return cls(stream, title_words, lead, lines)

    def features(self, places: Sequence[int], words: Sequence[str]) -> dict[str, float]:
        n = max(1, len(self.stream))
        rarity = _rarity.of_all(words) or [0.0]
        after_title = [p for p in places if p >= self.title_words]
        return {
            "bias": 1.0,
            "log_count": log(1 + len(places)),
            "title": float(len(after_title) < len(places)),
            "lead": float(min(after_title, default=n) < self.lead_words),
            "first": min(places, default=n) / n,
            "spread": len({self.lines[p] for p in places}) / max(1, self.lines[-1] + 1 if self.lines else 1),
            "rarity": sum(rarity) / len(rarity) / 10,
            "words": float(len(words)),
        }


def _from_names(article: _Article, groups: Iterable[Group]) -> list[TagCandidate]:
    found = []
    for group in groups:
        spans = sorted(set(group.spans))
        places = tuple(article.stream.index_at(a) for a, _ in spans)
        text = printed(group.name)
        key = key_of(text)
        if not key:
            continue
        spelled = Counter(printed(article.stream.text[a:b]) for a, b in spans)
        variants = tuple(s for s, _ in spelled.most_common(6) if s != text and len(s) > 2)
        c = TagCandidate(
            text,
            key,
            "knowledge" if group.known and text not in spelled else "text",
            group.type,
            variants=variants,
            places=places,
        )
        c.features = article.features(places, key) | {
            group.type.lower(): 1.0,
            "medium": float(norm_word(group.name) in media()),
        }
        found.append(c)
    return found


def _nations(article: _Article) -> dict[str, list[int]]:
    """Countries whose adjectives stand in the text, with the places."""
    found: dict[str, list[int]] = {}
    for i, (bits, _, core) in enumerate(look.of_all(article.stream.norms)):
        if bits & NATION:
            country = nation_of(core)
            if country is not None:
                found.setdefault(country, []).append(i)
    return found


def _with_nations(article: _Article, named: list[TagCandidate]) -> list[TagCandidate]:
    """Countries named by adjective only are candidates from knowledge; those named anyway are made stronger."""
    by_key = {c.key: c for c in named}
    added = []
    for country, places in _nations(article).items():
        key = key_of(country)
        c = by_key.get(key)
        if c is None:
            c = TagCandidate(printed(country), key, "knowledge", "LOC", places=tuple(places))
            c.features = article.features(places, key) | {"loc": 1.0, "alone": 1.0}
            added.append(c)
        c.features["nation"] = log(1 + len(places))
    return [*named, *added]


def _from_phrases(
    article: _Article, taken: dict[tuple[str, ...], TagCandidate], mentions: Iterable[tuple[int, int]]
) -> list[TagCandidate]:
    phrases = maximal(find_phrases(article.stream, mentions))
    pool = sorted((p for p in phrases if _is_candidate(article, p)), key=lambda p: (-_weight(article, p), p.places[0]))[
        :_PHRASE_POOL
    ]
    names = {w for key in taken for w in key}
    found = []
    for phrase in pool:
        if phrase.key in taken:
            continue
        places = tuple(p[0] for p in phrase.places)
        text = written(article.stream, phrase)
        c = TagCandidate(text, phrase.key, "text", "PHRASE", places=places)
        vague = vague_words()
        c.features = article.features(places, phrase.key) | {
            "unigram": float(len(phrase.key) == 1),
            "title_phrase": float(len(phrase.key) > 1 and places[0] < article.title_words),
            "inside": float(any(w in names for w in phrase.key)),
            "vague_edge": float(phrase.key[0] in vague) + float(phrase.key[-1] in vague),
            "definite": float(fold(text).split()[-1].startswith("ال")),
        }
        found.append(c)
    return found


@Memo
def _says_enough(word: str) -> bool:
    """Whether one word may be a tag: no vague one, no class word, no adjective of a country."""
    return word not in vague_words() and not look(word)[0] and not look("ال" + word)[0] & ~DEFINITE


def _is_candidate(article: _Article, phrase: Phrase) -> bool:
    count = len(phrase.places)
    in_title = phrase.places[0][0] < article.title_words
    if len(phrase.key) == 1:
        return (count >= 3 or (in_title and count >= 2)) and _says_enough(phrase.key[0])
    if not (count >= 2 or in_title or phrase.places[0][0] < article.lead_words):
        return False
    return not all(w in vague_words() for w in phrase.key)


def _weight(article: _Article, phrase: Phrase) -> float:
    rarity = sum(map(_rarity, phrase.key)) / len(phrase.key)
    return (
        len(phrase.places)
        * rarity
        * (2.0 if phrase.places[0][0] < article.title_words else 1.0)
        * (1.0 if len(phrase.key) > 1 else 0.5)
    )


def _hashtags(stream: Stream) -> Iterable[tuple[int, int]]:
    """Word spans of #وسم_مركب."""
    gaps = stream.gaps  # the last one stands after the last word
    for first in [i for i, gap in enumerate(gaps[:-1]) if gap & HASH]:
        end = first + 1
        while gaps[end] & UNDERSCORE and not gaps[end] & HASH and end < len(gaps) - 1:
            end += 1
        yield first, end


def _merge_given(candidates: list[TagCandidate], article: _Article, publisher_tags: Sequence[str]) -> list[TagCandidate]:
    """Add hashtags and the publisher's tags; one that a candidate has already makes it stronger."""
    by_key = {c.key: c for c in candidates}
    spelled = {v: c for c in candidates for v in key_of.of_all(c.variants) if len(v) > 1 or c.kind == "PER"}
    given: list[tuple[str, str, tuple[int, ...]]] = [
        ("hashtag", printed(article.stream.written(i, j)), (i,)) for i, j in _hashtags(article.stream)
    ]
    given += [("publisher", printed(t), ()) for t in publisher_tags]
    for kind, text, places in given:
        key = key_of(text)
        if not key or len(text) > 60 or len(key) > 7:
            continue
        c = by_key.get(key) or spelled.get(key)
        if c is None:
            c = by_key[key] = TagCandidate(text, key, "publisher" if kind == "publisher" else "text", "PHRASE", places=places)
            c.features = article.features(places, key) | {"unigram": float(len(key) == 1)}
            candidates.append(c)
        c.features[kind] = 1.0
        if kind == "publisher":
            c.origin = "publisher"
    return candidates


def find_candidates(
    stream: Stream, groups: Sequence[Group], title_end: int, publisher_tags: Sequence[str] = ()
) -> list[TagCandidate]:
    """All that may be a tag of the article, with features, unscored."""
    article = _Article.of(stream, title_end)
    named = _with_nations(article, _from_names(article, groups))
    taken = {c.key: c for c in named}
    spans = {span for group in groups for span in group.spans}
    mentions = [(stream.index_at(a), stream.index_at(b - 1) + 1) for a, b in spans]
    return _merge_given([*named, *_from_phrases(article, taken, mentions)], article, publisher_tags)


def score(candidate: TagCandidate) -> float:
    """Probability that an editor would take the tag."""
    weight = weights()
    return 1 / (1 + exp(-sum([weight[k] * v for k, v in candidate.features.items()])))


def _same(a: TagCandidate, b: TagCandidate) -> bool:
    """Whether two tags say the same: one spelling key, one a part of the other's name, or mostly the same words."""
    if same_spelling_key(a.text) == same_spelling_key(b.text):
        return True
    x, y = set(a.key), set(b.key)
    if a.kind == "PER" and b.kind == "PER":
        return bool(x <= y or y <= x)
    common = len(x & y)
    return common / len(x | y) >= 0.5 or (a.kind == b.kind == "PHRASE" and common >= min(len(x), len(y)))


def choose(candidates: Iterable[TagCandidate]) -> tuple[Tag, ...]:
    """The best tags, five to nine, no two that say the same."""
    ranked = []
    for c in candidates:
        c.score = score(c)
        if not _is_vague(c):
            ranked.append(c)
    ranked.sort(key=lambda c: (-c.score, c.key))
    chosen: list[TagCandidate] = []
    for c in ranked:
        twin = next((k for k in chosen if _same(c, k)), None)
        if twin is not None:
            if c.text != twin.text and c.text not in twin.variants and set(c.key) == set(twin.key):
                twin.variants = (*twin.variants, c.text)
            continue
        if len(chosen) >= MOST_TAGS or (len(chosen) >= LEAST_TAGS and c.score < LEAST_SCORE):
            break
        chosen.append(c)
    return tuple(Tag(tag=c.text, score=round(c.score, 4), variants=c.variants, origin=c.origin) for c in chosen)  # type: ignore[arg-type]


def _is_vague(c: TagCandidate) -> bool:
    if len(c.text) < 2 or c.text.isdigit():
        return True
    if c.kind == "PHRASE":
        return all(w in vague_words() for w in c.key)
    return False


def find_tags(
    stream: Stream,
    groups: Sequence[Group],
    title_end: int,
    publisher_tags: Sequence[str] = (),
    *,
    ledger: NameLedger | None = None,
) -> tuple[Tag, ...]:
    """Tags of an article, best first, five to nine where the text allows.

    Args:
        stream: title and text.
        groups: its names.
        title_end: length of the title in characters.
        publisher_tags: the outlet's own.
        ledger: joined names; a publisher's tag is printed by its canonical name.
    """
    own = [(ledger.canonical(t) or t) if ledger is not None else t for t in printed.of_all(publisher_tags) if t]
    return choose(find_candidates(stream, groups, title_end, own))
