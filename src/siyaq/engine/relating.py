"""Similar articles, what to read next, and all that an article's page shows."""

from collections import OrderedDict
from collections.abc import Iterable
from threading import Lock

from siyaq.engine.report import ArticleContext
from siyaq.link import ArticleFeatures, Candidate, Ranking, features, query_terms, rank_similar
from siyaq.ports import SearchIndex, Store
from siyaq.types import Analysis, Article, CopyNote, Source, Story

_CANDIDATES = 60  # taken from the index for one page: ten happenings remain after copies and repeats are left out
_CACHED = 20_000  # feature sets kept, some 10 KB each


class Relations:
    """Reads links out of the store and the index. Safe to use from many threads."""

    def __init__(self, store: Store, index: SearchIndex) -> None:
        self._store = store
        self._index = index
        self._features: OrderedDict[tuple[str, int], ArticleFeatures] = OrderedDict()
        self._lock = Lock()

    def rank(self, article: Article, k: int) -> Ranking:
        """The article to read next and up to `k` similar ones."""
        analysis = self._store.analyses([article.id]).get(article.id)
        mine = self._of(article, analysis)
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
        analyses = self._missing_analyses(articles.values())
        stories = self._store.story_of([*ids, article_id])
        outlets = self._outlet_counts(stories.values())
        copies = {note.article for note in self._store.copies(ids)}
        candidates = [
            Candidate(
                features=self._of(articles[i], analyses.get(i)),
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

    def _missing_analyses(self, articles: Iterable[Article]) -> dict[str, Analysis]:
        with self._lock:
            missing = [article.id for article in articles if (article.id, article.version) not in self._features]
        return self._store.analyses(missing)

    def _of(self, article: Article, analysis: Analysis | None) -> ArticleFeatures:
        key = (article.id, article.version)
        with self._lock:
            if key in self._features:
                self._features.move_to_end(key)
                return self._features[key]
        made = features(article, analysis)
        with self._lock:
            self._features[key] = made
            if len(self._features) > _CACHED:
                self._features.popitem(last=False)
        return made
