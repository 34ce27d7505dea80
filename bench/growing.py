"""Archives of any size out of real articles: sixty days of them in layers, each layer in other words (`rewording`).

The base are the ANT articles of sixty days of spring 2018, the first of every address, added in order by the engine, so that
they have notes, stories and copies. An archive is made of `LAYERS` copies of these days side by side: on a day of the archive
each layer stands at another day of the base, three days from the next one, so that a day has some 3,200 articles of 100
outlets (five of each layer), while within a layer articles come as they came, happenings with all their reports. After
sixty days the layers begin again in new words. Where much is filled at once, texts are whole in the last eight days alone; of
the articles before, the first sixty words are kept with the names there, and all tags.

Rows are written straight into the database, its indexes made afterwards, and into the search index by its own writer. What an
archive that grew by itself has behind it at that size, learning of names and sweeps for boilerplate, is put down as done; what
recurs is learned of the whole texts. The articles that are timed are no such rows: they are drafts of the next days in words of
their own, added by the engine.
"""

import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from pathlib import Path
from typing import Any

from labelled import read_rows
from rewording import Base, Ids, Reworded, Vocabulary, Words, reword, shortened, told

import siyaq
from siyaq.engine.following import document_of
from siyaq.extract import BoilerplateModel, learn
from siyaq.ids import article_id, story_id
from siyaq.index import open_index
from siyaq.ingest import article_from_record
from siyaq.link import reading_from_bytes, reading_to_bytes
from siyaq.ports import IndexDocument, Store
from siyaq.store.codec import encode, micros_from_time
from siyaq.store.label import labels
from siyaq.types import Article, ChangeKind, Rights, Source, Story

BASE_START, BASE_DAYS = datetime(2018, 4, 2, tzinfo=UTC), 60
LAYERS = 20
APART = BASE_DAYS // LAYERS  # days between two layers
START = datetime(2024, 1, 1, tzinfo=UTC)
SHORT = 60  # tokens of a text that is not filled whole
TESTED = 10_000  # wordings from here on are of articles that are timed
_COMMIT = 20_000
_CACHE_KIB = 1_000_000


def make_base(shared: Path, at: Path) -> None:
    """Add the articles of the base to a database, once."""
    last = BASE_START + timedelta(days=BASE_DAYS)
    drafts = (article_from_record({**row, "id": None}) for row in read_rows(shared, "ant_multisource"))
    with siyaq.open(f"sqlite:///{at}") as engine:
        engine.add((d for d in drafts if d.when and BASE_START <= d.when < last), workers=1, index=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class _BaseStory:
    story: Story
    title: Ids
    tags: tuple[Ids, ...]


class Corpus:
    """The base, taken apart."""

    def __init__(self, store: Store) -> None:
        vocabulary = Vocabulary()
        articles = store.find(newest_first=False)
        ids = [a.id for a in articles]
        notes, readings = store.analyses(ids), store.readings(ids)
        self.days: list[list[Base]] = [[] for _ in range(BASE_DAYS)]
        for article in articles:
            reading = reading_from_bytes(readings[article.id])
            assert reading is not None and article.when is not None
            if len(article.title.split()) > 2:
                base = vocabulary.base(article, notes[article.id], reading)
                self.days[(article.when - BASE_START).days].append(base)
        self.story_of = store.story_of(ids)
        stories = [s for i in set(self.story_of.values()) if (s := store.story(i)) is not None]
        self.stories = {
            s.id: _BaseStory(story=s, title=vocabulary.ids(s.title), tags=tuple(map(vocabulary.ids, s.tags))) for s in stories
        }
        self.articles = {a.id: a for a in articles}
        self.copies = {n.article: n for n in store.copies(ids)}
        self.short = {base.article.id: shortened(base, SHORT) for day in self.days for base in day}
        vocabulary.close(base for day in self.days for base in day)
        self._vocabulary = vocabulary
        self._words: dict[int, Words] = {}

    def words(self, wording: int) -> Words:
        """A wording; it is kept until the next one of the same layer is asked for."""
        if wording not in self._words:
            self._words.pop(wording - LAYERS, None)
            self._words[wording] = self._vocabulary.words(wording)
        return self._words[wording]


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where a base day stands in the archive: in which wording, of which layer, and how much later."""

    wording: int
    layer: int
    base_day: int
    shift: timedelta

    def id(self, base_id: str) -> str:
        """Id of the article that a base article becomes."""
        return _id(self.layer, self.wording, base_id)

    def article(self, base: Base) -> Article:
        """The article without headline and text."""
        old = base.article
        assert old.when is not None
        when = old.when + self.shift
        return Article(
            id=self.id(old.id),
            url=f"https://n{self.layer}.example/{self.wording}/{old.id}",
            source=f"{old.source.lower()}-{self.layer}",
            published=when,
            section=old.section,
            language=old.language,
            first_seen=when,
            last_seen=when,
        )


@lru_cache(maxsize=100_000)
def _id(layer: int, wording: int, base_id: str) -> str:
    return article_id(f"https://n{layer}.example/{wording}/{base_id}")


@lru_cache(maxsize=100_000)
def _story_id(opener: str) -> str:
    return story_id(opener)


def places(day: int) -> Iterator[Place]:
    """The layers on a day of the archive, counted from 0."""
    for layer in range(LAYERS):
        turn, base_day = divmod(day + layer * APART, BASE_DAYS)
        shift = START + timedelta(days=day) - (BASE_START + timedelta(days=base_day))
        yield Place(wording=turn * LAYERS + layer, layer=layer, base_day=base_day, shift=shift)


def day_of(corpus: Corpus, day: int) -> list[tuple[Place, Base]]:
    """What a day of the archive has, in order of publication."""
    found = [(place, base) for place in places(day) for base in corpus.days[place.base_day]]
    return sorted(found, key=lambda pair: (pair[0].article(pair[1]).published or START, pair[0].layer))


def drafts_of(corpus: Corpus, day: int, wording: int, count: int) -> list[Article]:
    """Articles to be added on a day of the archive, evenly over it, in a wording of their own."""
    found = day_of(corpus, day)
    chosen = found[:: max(1, len(found) // count)][:count]
    words = corpus.words(TESTED + wording)
    made = [reword(base, words, replace(place, wording=TESTED + wording).article(base)).article for place, base in chosen]
    return [replace(article, first_seen=None, last_seen=None) for article in made]


class Filler:
    """Writes rows into a database and its search index in bulk, until `close`.

    Args:
        at: the database, which an engine has made; nothing else may have it open.
        corpus: what the rows are made of.
    """

    def __init__(self, at: Path, corpus: Corpus) -> None:
        self._corpus = corpus
        self._db = sqlite3.connect(at, isolation_level=None)
        for pragma in ("synchronous = OFF", "journal_mode = MEMORY", f"cache_size = -{_CACHE_KIB}", "foreign_keys = OFF"):
            self._db.execute(f"PRAGMA {pragma}")
        made = "SELECT name, sql FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL"
        self._indexes = self._db.execute(made).fetchall()
        self._db.execute("BEGIN")
        for name, _ in self._indexes:
            self._db.execute(f"DROP INDEX {name}")
        self._db.execute("CREATE TABLE filled (kind, norm, at, article)")
        self._num = self._db.execute("SELECT coalesce(max(num), 0) FROM article").fetchone()[0]
        self._index = open_index(f"{at}.index")
        self._rows: list[tuple[Reworded, str, bool]] = []
        self._texts: dict[str, list[list[str]]] = {}  # outlet -> paragraphs of its whole texts
        self._running: dict[tuple[int, str], tuple[Place, list[str]]] = {}  # (wording, base story) -> its articles so far
        self.count = 0

    def day(self, day: int, most: int, *, short: bool = False) -> None:
        """Write a day of the archive, `most` articles of it at most; of `short` ones the first words alone."""
        for place, whole in day_of(self._corpus, day)[:most]:
            base = self._corpus.short[whole.article.id] if short else whole
            made = reword(base, self._corpus.words(place.wording), place.article(base))
            self._add(place, made, base.article.id)
            if not short:
                self._texts.setdefault(made.article.source, []).append(made.article.text.split("\n\n"))
            if len(self._rows) >= _COMMIT:
                self._flush()

    def _add(self, place: Place, made: Reworded, base_id: str) -> None:
        self._num += 1
        self.count += 1
        base_story = self._corpus.story_of[base_id]
        members = self._running.setdefault((place.wording, base_story), (place, []))[1]
        members.append(base_id)
        story = _story_id(place.id(members[0]))
        note = self._corpus.copies.get(base_id)
        is_copy = note is not None and note.original in members
        if note is not None and is_copy:
            self._write("copy (article, original, share)", (made.article.id, place.id(note.original), note.share))
        article, at = made.article, micros_from_time(made.article.published or START)
        row = (self._num, article.id, article.source, article.section, at, at, 1, encode(article))
        self._write("article (num, id, source, section, at, first_seen, version, data)", row)
        self._write("analysis (article, data)", (self._num, encode(made.analysis)))
        self._write("reading (article, data)", (self._num, reading_to_bytes(made.reading)))
        self._write("change (kind, article, at)", (ChangeKind.ADDED.value, article.id, at))
        self._write("story_article (article, story)", (article.id, story))
        staged = [(kind, norm, at, self._num) for kind, norm in labels(made.analysis)]
        self._db.executemany("INSERT INTO filled VALUES (?, ?, ?, ?)", staged)
        self._rows.append((made, story, is_copy))
        if len(members) == len(self._corpus.stories[base_story].story.articles):
            self._finish((place.wording, base_story))

    def _write(self, table: str, row: tuple[Any, ...]) -> None:
        marks = ", ".join("?" * len(row))
        self._db.execute(f"INSERT INTO {table} VALUES ({marks})", row)

    def _finish(self, key: tuple[int, str]) -> None:
        """Write a story with the articles that it has."""
        place, members = self._running.pop(key)
        base, words = self._corpus.stories[key[1]], self._corpus.words(place.wording)
        here, copies = set(members), []
        for member in members:
            note = self._corpus.copies.get(member)
            if note is not None and note.original in here:
                copies.append(place.id(member))
        times = [self._time(place, member) for member in members]
        story = Story(
            id=_story_id(place.id(members[0])),
            title=told(base.title, words),
            first=min(times),
            last=max(times),
            articles=tuple(map(place.id, members)),
            outlets=tuple(dict.fromkeys(self._outlet(place, m) for m in members if place.id(m) not in copies)),
            copies=tuple(copies),
            tags=tuple(told(ids, words) for ids in base.tags),
        )
        span = micros_from_time(min(times)), micros_from_time(max(times))
        row = (story.id, *span, len(members), len(story.outlets), encode(story))
        self._write("story (id, first, last, articles, outlets, data)", row)

    def _time(self, place: Place, base_id: str) -> datetime:
        when = self._corpus.articles[base_id].when
        assert when is not None
        return when + place.shift

    def _outlet(self, place: Place, base_id: str) -> str:
        return f"{self._corpus.articles[base_id].source.lower()}-{place.layer}"

    def _flush(self) -> None:
        """Hand what was written to the search index."""
        self._index.put(_document(made, story, copy) for made, story, copy in self._rows)
        self._rows.clear()
        seq = self._db.execute("SELECT max(seq) FROM change").fetchone()[0]
        self._index.commit(seq)

    def close(self) -> None:
        """End stories that still run, make indexes, let the planner know no numbers, as in a database that grew by itself."""
        for key in list(self._running):
            self._finish(key)
        self._flush()
        self._db.execute("INSERT OR IGNORE INTO label SELECT * FROM filled ORDER BY kind, norm, at, article")
        self._db.execute("DROP TABLE filled")
        for _, sql in self._indexes:
            self._db.execute(sql)
        settled = "INSERT OR REPLACE INTO state SELECT '{}', CAST(CAST(count(*) AS TEXT) AS BLOB) FROM article"
        self._db.execute(settled.format("names/learned-from"))
        self._db.execute(settled.format("boilerplate-swept/' || source || '") + " GROUP BY source")
        for source, count in self._db.execute("SELECT source, count(*) FROM article GROUP BY source").fetchall():
            learned = replace(learn(BoilerplateModel(), self._texts.get(source, [])), articles=count)
            self._db.execute("INSERT OR REPLACE INTO state VALUES (?, ?)", (f"boilerplate/{source}", learned.to_bytes()))
        self._db.execute("COMMIT")
        self._db.execute("PRAGMA journal_mode = WAL")
        self._db.close()
        self._index.close()


def _document(made: Reworded, story: str, is_copy: bool) -> IndexDocument:
    """What the index holds of an article, with the forms of its words, without its summary, which is in other words."""
    return replace(document_of(made.article, made.analysis, story, is_copy), summary="", forms=made.forms)


def outlets() -> Iterator[Source]:
    """The outlets of all layers; texts may be shown whole."""
    for layer in range(LAYERS):
        for name in ("skynews", "alarabia", "france24", "bbc", "cnn"):
            yield Source(id=f"{name}-{layer}", name=f"{name} {layer}", rights=Rights.FULL)
