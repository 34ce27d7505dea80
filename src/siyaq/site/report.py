"""The reports of one story in order, copies folded under the report they were taken from."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from siyaq.site.desk import Card, Desk
from siyaq.survey import Frame
from siyaq.survey.profile import key_of
from siyaq.types import Article, CopyNote

MAX_ALONE = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """An outlet's own report with its copies and the names that no other report of the story has."""

    card: Card
    copies: tuple[Card, ...] = ()
    alone: tuple[str, ...] = ()


def fold_copies(articles: Sequence[Article], notes: Mapping[str, CopyNote]) -> tuple[tuple[Article, tuple[Article, ...]], ...]:
    """Articles in their order, each with its copies; a copy whose original is not among them stands on its own.

    Args:
        notes: copy notes by the copy's id.
    """
    here = {a.id for a in articles}
    under: dict[str, list[Article]] = defaultdict(list)
    roots: list[Article] = []
    for article in articles:
        root = _root(article.id, notes, here)
        if root == article.id:
            roots.append(article)
        else:
            under[root].append(article)
    return tuple((article, tuple(under[article.id])) for article in roots)


def _root(article_id: str, notes: Mapping[str, CopyNote], here: set[str]) -> str:
    """The report at the end of the chain of originals; where the chain is a ring, the first id of the ring."""
    seen = [article_id]
    while (note := notes.get(seen[-1])) is not None and note.original in here and note.original != seen[-1]:
        if note.original in seen:
            return min(seen[seen.index(note.original) :])
        seen.append(note.original)
    return seen[-1]


def names_alone(frame: Frame) -> dict[str, tuple[str, ...]]:
    """For each article that is no copy, the names that only it mentions among those of the frame."""
    own = [a for a in frame.articles if a.id not in frame.copy_of]
    names = {a.id: {key_of(e.name): e.name for e in frame.notes(a.id).entities} for a in own}
    counts = Counter(key for keys in names.values() for key in keys)
    return {i: tuple(name for key, name in keys.items() if counts[key] == 1)[:MAX_ALONE] for i, keys in names.items()}


def reports(desk: Desk, frame: Frame) -> tuple[Report, ...]:
    """All reports of a story's frame, oldest first."""
    alone = names_alone(frame) if len(frame.articles) > 1 else {}
    return tuple(
        Report(
            card=desk.card(article),
            copies=tuple(desk.card(c, with_lead=False, is_copy=True) for c in copies),
            alone=alone.get(article.id, ()),
        )
        for article, copies in fold_copies(frame.articles, frame.copy_of)
    )
