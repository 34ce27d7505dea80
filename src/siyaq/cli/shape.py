"""Articles, stories and links in the shapes of docs/reference/commands.md; `id` is the given id where there was one."""

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from siyaq.types import Analysis, Article, Link, SearchHit, Story

if TYPE_CHECKING:
    from siyaq.engine import Engine, Step


def article_shape(article: Article) -> dict[str, Any]:
    """Article JSONL, as import reads it, with what the database knows beside."""
    return {
        "id": article.public_id,
        "url": article.url,
        "source": article.source,
        "title": article.title,
        "subtitle": article.subtitle,
        "text": article.text,
        "summary": article.summary,
        "published": article.published,
        "modified": article.modified,
        "authors": article.authors,
        "tags": article.tags,
        "section": article.section,
        "language": article.language,
        "image": article.image,
        "version": article.version,
        "first_seen": article.first_seen,
        "gone": article.gone,
    }


def analysis_shape(analysis: Analysis) -> dict[str, Any]:
    """Notes on an article."""
    return {
        "language": analysis.language,
        "tags": analysis.tags,
        "entities": analysis.entities,
        "claims": analysis.claims,
        "sources_cited": analysis.sources_cited,
        "dates": analysis.dates,
    }


class Shapes:
    """Shapes that need other articles and outlets of the database.

    Args:
        engine: where they are looked up.
    """

    def __init__(self, engine: "Engine") -> None:
        self._engine = engine
        self._names = {source.id: source.name for source in engine.sources()}

    def outlet(self, source: str) -> str:
        """Name of an outlet; the given name of one that is not registered."""
        return self._names.get(source, source)

    def public_ids(self, ids: Iterable[str]) -> list[str]:
        """Given ids in place of Siyaq's own where there are some, in the same order."""
        wanted = list(ids)
        articles = self._engine.store.articles(wanted)
        return [articles[i].public_id if i in articles else i for i in wanted]

    def story(self, story: Story) -> dict[str, Any]:
        """A story."""
        return {
            "story": story.id,
            "title": story.title,
            "first": story.first,
            "last": story.last,
            "articles": self.public_ids(story.articles),
            "outlets": [self.outlet(source) for source in story.outlets],
            "copies": self.public_ids(story.copies),
            "tags": story.tags,
        }

    def affair(self, story: Story) -> dict[str, Any]:
        """How the reports of a story stand to its first one, and the happenings before and after it."""
        relations, chain = self._engine.chains.report_relations(story), self._engine.chains.chain(story)
        public = self._engine.store.articles(list(relations))
        return {
            "relations": {public[i].public_id: found.kind for i, found in relations.items() if i in public},
            "before": [self._step(step) for step in chain.before],
            "after": [self._step(step) for step in chain.after],
        }

    def _step(self, step: "Step") -> dict[str, Any]:
        return {**self._link(step.link, step.article), "relation": step.link.kind, "outlets": step.outlets}

    def links(self, links: Iterable[Link]) -> list[dict[str, Any]]:
        """Links to other articles, with their reasons."""
        wanted = list(links)
        articles = self._engine.store.articles([link.target for link in wanted])
        return [self._link(link, articles[link.target]) for link in wanted if link.target in articles]

    def _link(self, link: Link, target: Article) -> dict[str, Any]:
        return {**self._brief(target), "score": round(link.score, 4), "story": link.story, "why": link.why}

    def _brief(self, article: Article) -> dict[str, Any]:
        return {
            "id": article.public_id,
            "title": article.title,
            "source": self.outlet(article.source),
            "published": article.published,
        }

    def hits(self, hits: Iterable[SearchHit]) -> list[dict[str, Any]]:
        """Search results."""
        wanted = list(hits)
        articles = self._engine.store.articles([hit.article for hit in wanted])
        return [self._hit(hit, articles) for hit in wanted if hit.article in articles]

    def _hit(self, hit: SearchHit, articles: Mapping[str, Article]) -> dict[str, Any]:
        return {
            **self._brief(articles[hit.article]),
            "score": round(hit.score, 4),
            "snippet": hit.snippet,
            "highlights": hit.highlights,
            "story": hit.story or None,
            "others": self.public_ids(hit.others),
        }

    def copies(self, article: Article) -> list[dict[str, Any]]:
        """Every member of an article's group of copies, oldest first; none where it has no copies."""
        notes = self._engine.copies(article.id)
        shares = {note.article: note.share for note in notes}
        members = self._engine.store.articles(sorted(shares.keys() | {note.original for note in notes}))
        rows = [
            {
                "id": member.public_id,
                "source": self.outlet(member.source),
                "published": member.published,
                "share": round(shares.get(member.id, 1.0), 4),
                "original": member.id not in shares,
            }
            for member in members.values()
        ]
        return sorted(rows, key=lambda row: (row["published"] is None, row["published"] or 0, row["id"]))
