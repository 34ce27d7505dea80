"""Similar articles, what to read next, and all that an article's page shows."""

from collections import Counter, OrderedDict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import chain, islice, pairwise, zip_longest
from threading import Lock
from typing import NamedTuple

from siyaq.engine.knowing import stored_features
from siyaq.engine.report import ArticleContext
from siyaq.link import ArticleFeatures, Candidate, Ranking, query_terms, rank_similar
from siyaq.ports import Place, SearchIndex, Store
from siyaq.types import Analysis, Article, CopyNote, Source, Story

# Asked of the index twice, of all time and of the days around, which a great archive would drown; the greater one where the
# first is full of a few happenings. Copies are left out there: an agency's text in a hundred outlets would fill it.
_POOLS = (100, 1000)
_PART = 50  # of a pool whose places are read at a time
_DAYS_AROUND = timedelta(days=21)
_CANDIDATES = 30  # of each pool that are looked at, where no long list is asked for
_OF_A_STORY, _OF_OWN_STORY = 3, 4  # most of one story among them; the own one may have a chapter worth reading
_BESIDE = 4  # threads that search the second pool while the caller's searches the first
_CACHED = 8_000  # feature sets kept, some 20 KB each

Terms = tuple[tuple[str, float], ...]  # lemmas with their weights


class Span(NamedTuple):
    """A time: [since, until), without end where None."""

    since: datetime | None = None
    until: datetime | None = None


class Relations:
    """Reads links out of the store and the index. Safe to use from many threads."""

    def __init__(self, store: Store, index: SearchIndex) -> None:
        self._store = store
        self._index = index
        self._features: OrderedDict[tuple[str, int], ArticleFeatures] = OrderedDict()
        self._lock = Lock()
        self._beside = ThreadPoolExecutor(_BESIDE, "siyaq-related")

    def close(self) -> None:
        """End the threads that search beside the caller's."""
        self._beside.shutdown()

    def rank(self, article: Article, k: int) -> Ranking:
        """The article to read next and up to `k` similar ones."""
        mine = self.known({article.id: article.version})[article.id]
        own = self._store.story_of([article.id]).get(article.id)
        asked, most = query_terms(mine), max(_CANDIDATES, 2 * k)
        spans = [Span()]
        if article.when is not None:  # the shorter search first: its articles are looked at while the other one runs
            spans.insert(0, Span(article.when - _DAYS_AROUND, article.when + _DAYS_AROUND))
        pools: list[dict[str, Place]] = []
        for span, hits in zip(spans, self.near(asked, spans, _POOLS[0], (mine.id,)), strict=True):
            pools.insert(0, self._nearest(mine.id, asked, span, hits, own, most))
            self.known({i: place.version for i, place in pools[0].items()})
        first = rank_similar(mine, self._candidates(_in_turns(pools, _CANDIDATES)), query_story=own, k=k)
        if most == _CANDIDATES or first.read_also is None:
            return first
        next_one, wide = first.read_also, self._candidates(_in_turns(pools, most))
        return replace(rank_similar(mine, wide, query_story=own, k=k, read_also=next_one.target), read_also=next_one)

    def context(self, article: Article, source: Source, k: int) -> ArticleContext:
        """Everything that an article's page shows."""
        ranking = self.rank(article, k)
        story = self.story_of(article.id)
        copies = self.copy_group(article.id)
        links = (*((ranking.read_also,) if ranking.read_also else ()), *ranking.similar)
        named = {link.target for link in links} | set(story.articles if story else ())
        named |= {i for note in copies for i in (note.article, note.original)}
        return ArticleContext(
            article=article,
            source=source,
            analysis=self._store.analyses([article.id]).get(article.id, Analysis()),
            story=story,
            read_also=ranking.read_also,
            similar=ranking.similar,
            copies=copies,
            versions=self._store.versions(article.id),
            articles=self._store.articles(sorted(named)),
            story_outlets=self._store.story_outlet_counts(sorted({link.story for link in links if link.story})),
        )

    def story_of(self, article_id: str) -> Story | None:
        """The story that an article is in."""
        story_id = self._store.story_of([article_id]).get(article_id)
        return self._store.story(story_id) if story_id else None

    def copy_group(self, article_id: str) -> tuple[CopyNote, ...]:
        """Every note of the group of copies around an article: its original's, and all others of that original."""
        own = self._store.copies([article_id])
        originals = sorted({note.original for note in own})
        return self._store.copies(originals) if originals else own

    def near(self, asked: Terms, spans: Sequence[Span], k: int, exclude: Sequence[str]) -> Iterator[list[str]]:
        """Articles near weighted lemmas in several times, which are searched side by side; no copies.

        Args:
            asked: the lemmas.
            spans: the times.
            k: how many articles of each time.
            exclude: articles that are not wanted.

        Yields:
            Ids for each time, nearest first; later times are searched while the caller looks at the ones before.
        """
        beside = [self._beside.submit(self._hits, asked, span, k, exclude) for span in spans[1:]]
        yield self._hits(asked, spans[0], k, exclude)
        yield from (search.result() for search in beside)

    def _hits(self, asked: Terms, span: Span, k: int, exclude: Sequence[str]) -> list[str]:
        found = self._index.related(asked, k=k, since=span.since, until=span.until, exclude=exclude, copies=False)
        return [i for i, _ in found]

    def _nearest(
        self, article_id: str, asked: Terms, span: Span, hits: Sequence[str], own: str | None, most: int
    ) -> dict[str, Place]:
        """Near articles of a time that are worth a closer look, nearest first.

        Args:
            article_id: the article.
            asked: its strongest lemmas.
            span: the time.
            hits: the first pool.
            own: the story of the article.
            most: how many.
        """
        known: dict[str, Place] = {}
        chosen = _chosen(self._placed(hits, known), own, most)
        for pool, greater in pairwise(_POOLS):
            if len(hits) < pool or len(chosen) >= most // 2:
                break
            hits = self._hits(asked, span, greater, (article_id,))
            chosen = _chosen(self._placed(hits, known), own, most)
        return chosen

    def _placed(self, ids: Sequence[str], known: dict[str, Place]) -> Iterator[tuple[str, Place]]:
        """Articles with where they stand, read in parts: of a thousand the first few hundred are mostly enough.

        Args:
            ids: the articles.
            known: places that were read before; those read now are added.
        """
        for start in range(0, len(ids), _PART):
            part = ids[start : start + _PART]
            known |= self._store.places([i for i in part if i not in known])
            yield from ((i, known[i]) for i in part if i in known)

    def _candidates(self, places: Mapping[str, Place]) -> list[Candidate]:
        known = self.known({i: place.version for i, place in places.items()})
        return [Candidate(features=known[i], story=place.story) for i, place in places.items() if i in known]

    def known(self, versions: Mapping[str, int]) -> dict[str, ArticleFeatures]:
        """Features of articles of these versions, by id; from the cache where it has them."""
        known: dict[str, ArticleFeatures] = {}
        with self._lock:
            for key in versions.items():
                found = self._features.get(key)
                if found is not None:
                    known[key[0]] = found
                    self._features.move_to_end(key)
        made = stored_features(self._store, [i for i in versions if i not in known])
        with self._lock:
            self._features.update({(i, versions[i]): features for i, features in made.items()})
            while len(self._features) > _CACHED:
                self._features.popitem(last=False)
        return known | made


def _in_turns(pools: Sequence[Mapping[str, Place]], most: int) -> dict[str, Place]:
    """The first ones of each pool, by turns."""
    turns = chain.from_iterable(zip_longest(*(islice(pool.items(), most) for pool in pools)))
    return dict(one for one in turns if one is not None)


def _chosen(places: Iterable[tuple[str, Place]], own: str | None, wanted: int) -> dict[str, Place]:
    """Of near articles the first that are worth a closer look: no copies, a few of each story; `own` is the query's."""
    taken: Counter[str | None] = Counter()
    chosen: dict[str, Place] = {}
    for i, place in places:
        most = _OF_OWN_STORY if place.story == own else _OF_A_STORY
        if not (place.gone or place.is_copy) and taken[place.story] < most:
            taken[place.story] += place.story is not None
            chosen[i] = place
        if len(chosen) == wanted:
            break
    return chosen
