"""Recurring paragraphs of outlets: learned from what arrives, left out of what is stored.

What is learned of an outlet is kept in the store as small state. Articles that were stored before a line of theirs was known
to recur are cleaned later, whenever the outlet has grown by half: their versions do not count that as the outlet's change.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import datetime
from itertools import islice

from siyaq.engine.adding import Adder
from siyaq.engine.analysing import Notes
from siyaq.engine.paging import newest_first
from siyaq.extract import BoilerplateModel, Recurring, dropped, learn, recurring
from siyaq.ports import Store
from siyaq.types import Article, ChangeKind

_KEY = "boilerplate/"  # and the outlet
_SWEPT_KEY = "boilerplate-swept/"
_BATCH = 500  # articles looked up at once
_SAVE_AGAIN = 1.02  # a model of 1 MB takes .3 s to write: not for every handful of articles
_IN_MEMORY = 500_000  # paragraphs of all models, some 100 MB; with more, models are read again when their outlets are visited
_SWEEP_FROM = 6  # articles of an outlet; fewer show too little
_SWEEP_AGAIN = 1.5
SWEEP_MOST = 5000  # newest articles of an outlet; older ones were looked through several times, as it grew


class Cleaning:
    """What is known of all outlets of one database. The caller serialises `learn`, `sweep` and `save`."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._models: dict[str, BoilerplateModel] = {}
        self._saved: dict[str, int] = {}  # articles that the stored model of each outlet was learned from

    def prepared(self, drafts: Sequence[Article]) -> Iterator[Article]:
        """Learn from the drafts that are new, then give all of them without what recurs."""
        self._learn(drafts)
        return map(self.clean, drafts)

    def clean(self, article: Article) -> Article:
        """The article without its outlet's recurring paragraphs."""
        if not article.source or not article.text:
            return article
        paragraphs = article.text.split("\n\n")
        out = dropped(self.model(article.source), paragraphs, article.title)
        return without_paragraphs(article, paragraphs, out) if out else article

    def outlets(self) -> tuple[str, ...]:
        """Outlets of which something was learned and saved, by id."""
        return tuple(sorted(key.removeprefix(_KEY) for key in self._store.states(_KEY)))

    def recurring(self, source: str) -> tuple[Recurring, ...]:
        """What is known to recur in an outlet's articles, most frequent first."""
        return recurring(self.model(source))

    def model(self, source: str) -> BoilerplateModel:
        """What has been learned of an outlet, empty at first."""
        if source not in self._models:
            data = self._store.state(_KEY + source)
            self._models[source] = BoilerplateModel.from_bytes(data) if data else BoilerplateModel()
            self._saved[source] = self._models[source].articles
        return self._models[source]

    def _learn(self, drafts: Sequence[Article]) -> None:
        fresh: dict[str, list[list[str]]] = {}
        for draft in self._unknown(drafts):
            if draft.source and draft.text:
                fresh.setdefault(draft.source, []).append(draft.text.split("\n\n"))
        for source, articles in fresh.items():
            before = self.model(source)
            self._models[source] = learn(before, articles)
            if not before.articles and len(articles) >= _SWEEP_FROM:
                self._note_swept(source)  # all of them are cleaned before they are stored

    def _unknown(self, drafts: Sequence[Article]) -> Iterator[Article]:
        """Drafts that the store does not have: what is learned once is not learned again."""
        rest = iter(drafts)
        while part := list(islice(rest, _BATCH)):
            known = self._store.articles([draft.id for draft in part])
            yield from (draft for draft in part if draft.id not in known)

    def save(self, *, everything: bool = False) -> None:
        """Store what was learned; of outlets that have grown by little since only if `everything` is to be saved."""
        crowded = sum(len(model.entries) + len(model.frames) for model in self._models.values()) > _IN_MEMORY
        for source, model in list(self._models.items()):
            if model.articles > self._saved[source] * (1.0 if everything or crowded else _SAVE_AGAIN):
                with self._store.transaction():
                    self._store.put_state(_KEY + source, model.to_bytes())
                self._saved[source] = model.articles
            if crowded:
                del self._models[source]

    def sweep(self, adder: Adder, notes: Callable[[Article], Notes], now: datetime) -> int:
        """Clean stored articles of the outlets that have grown by half since.

        Args:
            adder: places the cleaned articles anew.
            notes: makes the notes of an article.
            now: current time, aware UTC.

        Returns:
            The number of articles changed.
        """
        return sum(self._sweep(source, adder, notes, now) for source in list(self._models) if self._is_due(source))

    def _is_due(self, source: str) -> bool:
        articles = self._models[source].articles
        if articles < _SWEEP_FROM or articles == self._saved[source]:
            return False
        return articles >= int(self._store.state(_SWEPT_KEY + source) or b"0") * _SWEEP_AGAIN

    def _sweep(self, source: str, adder: Adder, notes: Callable[[Article], Notes], now: datetime) -> int:
        changed = 0
        for part in newest_first(self._store, SWEEP_MOST, source=source, part=_BATCH):
            cleaned = [new for article in part if (new := self.clean(article)) is not article]
            adder.read_again(cleaned, list(map(notes, cleaned)), now, ChangeKind.UPDATED)
            changed += len(cleaned)
        self._note_swept(source)
        return changed

    def _note_swept(self, source: str) -> None:
        with self._store.transaction():
            self._store.put_state(_SWEPT_KEY + source, str(self._models[source].articles).encode())


def without_paragraphs(article: Article, paragraphs: Sequence[str], out: Iterable[int]) -> Article:
    """The article without some of its paragraphs; its sub-heads are numbered anew."""
    gone = frozenset(out)
    kept = [at for at in range(len(paragraphs)) if at not in gone]
    number = {at: place for place, at in enumerate(kept)}
    return replace(
        article,
        text="\n\n".join(paragraphs[at] for at in kept),
        subheads=tuple(number[at] for at in article.subheads if at in number),
    )
