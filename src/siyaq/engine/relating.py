"""Similar articles, what to read next, and all that an article's page shows."""

from collections import OrderedDict
from collections.abc import Mapping
from threading import Lock

from siyaq.engine.knowing import stored_features
from siyaq.engine.report import ArticleContext
from siyaq.link import ArticleFeatures, Candidate, Ranking, query_terms, rank_similar
from siyaq.ports import Place, SearchIndex, Store
from siyaq.types import Analysis, Article, CopyNote, Source, Story

_CANDIDATES = 60  # taken from the index for one page: ten happenings remain after copies and repeats are left out
_CACHED = 4_000  # feature sets kept, some 40 KB each


class Relations:
    """Reads links out of the store and the index. Safe to use from many threads."""

    def __init__(self, store: Store, index: SearchIndex) -> None:
        self._store = store
        self._index = index
        self._features: OrderedDict[tuple[str, int], ArticleFeatures] = OrderedDict()
        self._lock = Lock()

    def rank(self, article: Article, k: int) -> Ranking:
        """The article to read next and up to `k` similar ones."""
        return self._ranked(article, k)[0]

    def _ranked(self, article: Article, k: int) -> tuple[Ranking, dict[str, Place]]:
        """The ranking, and where the candidates and the article itself stand."""
        mine = self.known({article.id: article.version})[article.id]
        near = [i for i, _ in self._index.related(query_terms(mine), k=_CANDIDATES + 2 * k, exclude=(article.id,))]
        places = self._store.places([*near, article.id])
        own = places[article.id].story if article.id in places else None
        candidates = self._candidates({i: places[i] for i in near if i in places})
        return rank_similar(mine, candidates, query_story=own, k=k), places

    def context(self, article: Article, source: Source, k: int) -> ArticleContext:
        """Everything that an article's page shows."""
        ranking, places = self._ranked(article, k)
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
            story_outlets={link.story: places[link.target].outlets for link in links if link.story},
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

    def _candidates(self, places: dict[str, Place]) -> list[Candidate]:
        """Those of the articles that may be shown, in their order: copies never are."""
        shown = {i: place for i, place in places.items() if not (place.gone or place.is_copy)}
        known = self.known({i: place.version for i, place in shown.items()})
        return [Candidate(features=known[i], story=p.story, outlets=p.outlets) for i, p in shown.items() if i in known]

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
