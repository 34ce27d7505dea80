"""Similar articles, what to read next, and all that an article's page shows."""

from collections import OrderedDict
from collections.abc import Iterable
from threading import Lock

from siyaq.engine.knowing import known_features
from siyaq.engine.report import ArticleContext
from siyaq.link import ArticleFeatures, Candidate, Ranking, query_terms, rank_similar
from siyaq.ports import SearchIndex, Store
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
        mine = self.known([article])[article.id]
        near = [i for i, _ in self._index.related(query_terms(mine), k=_CANDIDATES + 2 * k, exclude=(article.id,))]
        candidates, stories = self._candidates(near, article.id)
        return rank_similar(mine, candidates, query_story=stories.get(article.id), k=k)

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
            story_outlets=self._outlet_counts(link.story for link in links),
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

    def _candidates(self, ids: list[str], article_id: str) -> tuple[list[Candidate], dict[str, str]]:
        articles = self._store.articles(ids)
        known = self.known(articles.values())
        stories = self._store.story_of([*ids, article_id])
        outlets = self._outlet_counts(stories.values())
        copies = {note.article for note in self._store.copies(ids)}
        candidates = [
            Candidate(
                features=known[i],
                story=stories.get(i),
                is_copy=i in copies,
                outlets=outlets.get(stories.get(i, ""), 1),
            )
            for i in ids
            if i in articles and not articles[i].gone
        ]
        return candidates, stories

    def _outlet_counts(self, story_ids: Iterable[str | None]) -> dict[str, int]:
        return self._store.story_outlet_counts(sorted({i for i in story_ids if i}))

    def known(self, articles: Iterable[Article]) -> dict[str, ArticleFeatures]:
        """Features by id, from the cache where it has them."""
        known: dict[str, ArticleFeatures] = {}
        missing: list[Article] = []
        with self._lock:
            for article in articles:
                found = self._features.get((article.id, article.version))
                if found is None:
                    missing.append(article)
                else:
                    known[article.id] = found
                    self._features.move_to_end((article.id, article.version))
        made = known_features(self._store, missing)
        with self._lock:
            self._features.update({(article.id, article.version): made[article.id] for article in missing})
            while len(self._features) > _CACHED:
                self._features.popitem(last=False)
        return known | made
