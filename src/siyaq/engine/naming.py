"""The ledger of names as one database keeps it: bundled groups, learned ones, and the operator's corrections."""

import re
from collections.abc import Iterator
from threading import Lock

from siyaq.arabic import NamedArticle, NameGroup, NameLedger, default_ledger, find_aliases, learn_variants
from siyaq.engine.paging import newest_first
from siyaq.errors import NotFoundError
from siyaq.link import opening_lemmas, read_article
from siyaq.ports import Store
from siyaq.types import Article

_KEY = "names/ledger"
_COUNT_KEY = "names/learned-from"  # number of articles at the last learning
_LEARN_FROM = 1000  # articles; fewer hold too few contexts of one name
_LEARN_AGAIN, _LEARN_AFTER = 1.5, 50_000  # learned anew when the archive has grown by half, or by so many articles
LEARN_MOST = (
    100_000  # newest articles: what is learned of more takes gigabytes and minutes, and old spellings say little of new ones
)
_CONTEXT_LEMMAS = 100  # headline and lead, some 150 words: who and where; later paragraphs wander
_BATCH = 500
_BRACKET = re.compile(r"\([^()\n]{2,30}\)")
_BEFORE_BRACKET = 80  # characters; the longest full names have six words


class Names:
    """Reads and corrects the ledger in a store. Safe to use from many threads; other processes may correct it too."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._lock = Lock()
        self._saved: bytes | None = None
        self._ledger = default_ledger()

    def ledger(self) -> NameLedger:
        """The ledger in force."""
        saved = self._store.state(_KEY)
        with self._lock:
            if saved != self._saved:
                self._ledger = default_ledger().loaded(saved) if saved else default_ledger()
                self._saved = saved
            return self._ledger

    def groups(self) -> tuple[NameGroup, ...]:
        """All groups in force."""
        return self.ledger().groups

    def spellings(self, *names: str) -> set[str]:
        """The names with all spellings of their groups."""
        ledger = self.ledger()
        return {spelling for name in names for spelling in (name, ledger.canonical(name) or name, *ledger.variants(name))}

    def join(self, a: str, b: str) -> NameGroup:
        """Note that two names are one; `a`'s spelling is preferred. Gives the group they are in."""
        ledger = self._save(self.ledger().with_join(a, b))
        group = ledger.group(a)
        if group is None:
            raise NotFoundError(f"no name in {a!r}")
        return group

    def split(self, a: str, b: str) -> None:
        """Note that `b` does not name what `a` names.

        Raises:
            NotFoundError: they are in no common group.
        """
        ledger = self.ledger()
        if not ledger.same(a, b).same:
            raise NotFoundError(f"{a!r} and {b!r} are not one name")
        self._save(ledger.with_split(a, b))

    def undo(self) -> str:
        """Take back the last correction. Gives what it was, for people.

        Raises:
            NotFoundError: nothing was corrected.
        """
        ledger = self.ledger()
        if not ledger.corrections:
            raise NotFoundError("no correction to undo")
        last = ledger.corrections[-1]
        self._save(ledger.undone())
        return f"{last.kind} {last.a} | {last.b}"

    def learn(self) -> int:
        """Learn spelling variants from the archive, in place of what was learned before; corrections stay.

        Returns:
            The number of groups learned.
        """
        count = self._store.count()
        learned = learn_variants(_named_articles(self._store))
        with self._store.transaction():
            self._store.put_state(_COUNT_KEY, str(count).encode())
            self._save(self.ledger().with_learned(learned.groups, learned.apart))
        return len(learned.groups)

    def is_learning_due(self) -> bool:
        """Whether the archive is large enough, and has grown enough since it was last learned from."""
        before = int(self._store.state(_COUNT_KEY) or b"0")
        return self._store.count() >= max(_LEARN_FROM, min(before * _LEARN_AGAIN, before + _LEARN_AFTER))

    def _save(self, ledger: NameLedger) -> NameLedger:
        with self._store.transaction():
            self._store.put_state(_KEY, ledger.to_bytes())
        return self.ledger()


def _named_articles(store: Store) -> Iterator[NamedArticle]:
    for part in newest_first(store, LEARN_MOST, part=_BATCH):
        ids = [article.id for article in part]
        notes, readings = store.digests(ids), store.readings(ids)
        for article in part:
            made = notes.get(article.id)
            yield NamedArticle(
                names=tuple(entity.name for entity in made.entities) if made else (),
                terms=_context(article, readings.get(article.id)),
                aliases=tuple(find_aliases(_around_brackets(article.text))),
            )


def _context(article: Article, stored: bytes | None) -> tuple[str, ...]:
    """Lemmas of headline and lead, as they were read for linking; read now where no reading of this version is stored."""
    known = opening_lemmas(stored, _CONTEXT_LEMMAS) if stored else None
    if known is not None:
        return known
    reading = read_article(article)
    return (*reading.head, *reading.body)[:_CONTEXT_LEMMAS]


def _around_brackets(text: str) -> str:
    """What stands before brackets, where «long (short)» names are looked for; most of an article has none."""
    return "\n".join(text[max(0, m.start() - _BEFORE_BRACKET) : m.end()] for m in _BRACKET.finditer(text))
