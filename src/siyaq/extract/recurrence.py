"""What an outlet's articles repeat: in how many different ones each paragraph was seen, and where it stood there."""

import re
import zlib
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from hashlib import blake2b
from typing import Final, NamedTuple

import msgspec

from siyaq import arabic
from siyaq.arabic.token import PIECE, piece_words
from siyaq.errors import StoreError

MIN_ARTICLES: Final = 3  # different articles that hold a paragraph before it counts as recurring
AGAIN: Final = 2  # different articles that hold a paragraph before anything is asked of it
TAIL: Final = 8  # paragraphs from the end that count as the end of a text, but never its first one
SENTENCE_WORDS: Final = 8  # shorter paragraphs are lines; their numbers tell them apart («تراجع المؤشر 0.4 في المئة»)
_TAIL_SHARE: Final = 0.7  # share of a paragraph's occurrences that stand at the end
_SAME_ARTICLE_SHARE: Final = 0.5  # of the first half of their paragraphs: then two texts are versions of one article
_MAX_GROUPS: Final = 12  # articles remembered by number for each paragraph; more are only counted
_MAX_ENTRIES: Final = 20_000  # of an outlet, some 1,500 articles; then the oldest paragraphs that did not recur are forgotten
_FRAME_HEAD, _FRAME_TAIL = 2, 5  # words that paragraphs of one frame share («هذا المقال بقلم ... ولا يعبر عن رأي الصحيفة»)
_FRAME_MAX_WORDS: Final = 24  # of a paragraph that may be framed
_FORMAT: Final = 2
_NUMBERS: Final = re.compile(r"[0-9]+")


class Entry(NamedTuple):
    """What is known of one paragraph, or of one frame."""

    seen: int = 0  # different articles
    tail: int = 0  # of those, where it stood at the end
    led: bool = False  # it opened an article: there it is the story itself
    last: int = 0  # number of the last article that held it
    groups: tuple[int, ...] = ()  # numbers of articles that held it, the latest ones
    example: str = ""  # from `AGAIN` on

    @property
    def ends_texts(self) -> bool:
        """Whether it mostly stands at the end."""
        return self.tail >= self.seen * _TAIL_SHARE


_decode = msgspec.msgpack.Decoder(tuple[int, int, dict[int, Entry], dict[int, Entry]]).decode


@dataclass(frozen=True, kw_only=True)
class BoilerplateModel:
    """What has been learned of one outlet's recurring paragraphs. A value: `learn` returns a new one."""

    articles: int = 0
    entries: dict[int, Entry] = field(default_factory=dict)
    frames: dict[int, Entry] = field(default_factory=dict)

    @cached_property
    def openings(self) -> frozenset[str]:
        """First words (`opening_of`) of all that was seen more than once: other paragraphs need no key to be known as new."""
        again = (entry for table in (self.entries, self.frames) for entry in table.values() if entry.seen >= AGAIN)
        return frozenset(opening_of(entry.example) for entry in again)

    def to_bytes(self) -> bytes:
        """The model as bytes for a store."""
        return zlib.compress(msgspec.msgpack.encode([_FORMAT, self.articles, self.entries, self.frames]), 3)

    @classmethod
    def from_bytes(cls, data: bytes) -> "BoilerplateModel":
        """Read what `to_bytes` wrote.

        Raises:
            StoreError: the bytes are no model, or one of another version.
        """
        try:
            version, articles, entries, frames = _decode(zlib.decompress(data))
        except (zlib.error, msgspec.MsgspecError) as exc:
            raise StoreError("boilerplate model is damaged; learn it again") from exc
        if version != _FORMAT:
            raise StoreError(f"boilerplate model of version {version!r} cannot be read; learn it again")
        return cls(articles=articles, entries=entries, frames=frames)


def learn(model: BoilerplateModel, articles: Iterable[Sequence[str]]) -> BoilerplateModel:
    """Add articles of the outlet to what is known. Versions and copies of one article count once.

    Args:
        model: what is known so far; `BoilerplateModel()` at first.
        articles: the paragraphs of each article, in order of arrival.

    Returns:
        A new model; the given one stays as it is.
    """
    entries, frames, number = dict(model.entries), dict(model.frames), model.articles
    for paragraphs in articles:
        number += 1
        keys = [key_of(text) for text in paragraphs]
        group = _group(entries, keys, number)
        for at, (key, text) in enumerate(zip(keys, paragraphs, strict=True)):
            place = (group, number, is_in_tail(at, len(keys)), at == 0)
            entries[key] = _counted(entries.get(key), text, *place)
            frame = frame_of(text)
            if frame is not None:
                frames[frame] = _counted(frames.get(frame), text, *place)
    return BoilerplateModel(articles=number, entries=_pruned(entries), frames=_pruned(frames))


def is_in_tail(at: int, length: int) -> bool:
    """Whether a paragraph stands in the last `TAIL` of a text, and does not open it."""
    return at > 0 and length - at <= TAIL


def key_of(text: str) -> int:
    """Key of a paragraph: its words in index form (sentences without their numbers); its signs where it has no words."""
    return _keys_of(text)[0]


def opening_of(text: str) -> str:
    """First word of a paragraph in index form that is not of digits alone; paragraphs of one key have the same one."""
    for piece in PIECE.finditer(text):
        for word in piece_words(piece[0]):
            if bare := _NUMBERS.sub("", word):
                return bare
    return ""


def frame_of(text: str) -> int | None:
    """Key of a paragraph's first and last words, None for one that is too short or too long to be a notice."""
    return _keys_of(text)[1]


@lru_cache(maxsize=1 << 14)  # what is learned is mostly stripped next
def _keys_of(text: str) -> tuple[int, int | None]:
    words = arabic.words(text)
    framed = _FRAME_HEAD + _FRAME_TAIL < len(words) <= _FRAME_MAX_WORDS
    frame = _digest(" ".join(words[:_FRAME_HEAD] + words[-_FRAME_TAIL:])) if framed else None
    joined = " ".join(words)
    if len(words) >= SENTENCE_WORDS and _NUMBERS.search(joined):
        joined = " ".join(_NUMBERS.sub("", joined).split())
    return _digest(joined or text.strip()[:1]), frame


def _digest(text: str) -> int:
    return int.from_bytes(blake2b(text.encode(), digest_size=8).digest(), "big")


def _group(entries: dict[int, Entry], keys: Sequence[int], number: int) -> int:
    """Number of the earlier article of which this one is a version, else its own."""
    opening = list(dict.fromkeys(keys[: (len(keys) + 1) // 2]))
    votes = Counter(group for key in opening if key in entries for group in set(entries[key].groups))
    best = votes.most_common(1)
    return best[0][0] if best and best[0][1] >= len(opening) * _SAME_ARTICLE_SHARE else number


def _counted(known: Entry | None, text: str, group: int, number: int, at_end: bool, led: bool) -> Entry:
    entry = known or Entry()
    if group in entry.groups or (group != number and entry.seen > _MAX_GROUPS):
        return entry._replace(led=entry.led or led, last=number)
    groups = (*entry.groups[-_MAX_GROUPS + 1 :], group)
    seen = entry.seen + 1
    example = entry.example or (text if seen >= AGAIN else "")
    return Entry(seen, entry.tail + at_end, entry.led or led, number, groups, example)


def _pruned(table: dict[int, Entry]) -> dict[int, Entry]:
    """The table without its oldest rare entries, where it is too large: a fifth at once, so that this is seldom done."""
    if len(table) <= _MAX_ENTRIES:
        return table
    rare = sorted((key for key, entry in table.items() if entry.seen < MIN_ARTICLES), key=lambda key: table[key].last)
    forgotten = set(rare[: len(table) - _MAX_ENTRIES * 4 // 5])
    return {key: entry for key, entry in table.items() if key not in forgotten}


def recurring_entries(model: BoilerplateModel) -> Iterator[Entry]:
    """Paragraphs seen in at least `MIN_ARTICLES` articles."""
    return (entry for entry in model.entries.values() if entry.seen >= MIN_ARTICLES)
