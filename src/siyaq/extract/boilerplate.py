"""Boilerplate that pages do not mark: paragraphs that recur in different articles of one outlet.

Teasers of other stories at the end of a text, «حمّلوا تطبيقنا», columnists' disclaimers: on one page nothing tells them from
the text; over many pages their recurrence does (the idea of Yi, Liu and Li, KDD 2003, applied to paragraphs). What an
outlet repeats as background inside of follow-up reports is kept: it stands amid the text, not at its end.
"""

import re
import zlib
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from hashlib import blake2b

import msgspec

from siyaq import arabic
from siyaq.errors import StoreError

MIN_ARTICLES = 3  # different articles that hold a paragraph before it counts as recurring
MIN_ANYWHERE = 10  # so many, and it is left out wherever it stands, not only near the end
MIN_SAME_ENDING = 8  # short paragraphs that only begin differently («هذا المقال بقلم ... ولا يعبر عن رأي ...»)
_MIN_WORDS = 4  # shorter lines («كلمة أخيرة:») recur by chance
_ENDING_WORDS = 6
_ENDING_MAX_WORDS = 40
_TAIL = 8  # paragraphs from the end that count as the end of a text
_TAIL_SHARE = 0.7  # share of a paragraph's occurrences that stand there
_SAME_ARTICLE_SHARE = 0.5  # of the first half of their paragraphs: then two texts are versions of one article
_RUN_SHARE = 0.6  # a run to the end of a text with so many known teasers is one list of teasers
_RUN_MIN = 2
_RUN_WORDS = 8  # teasers are whole sentences
_MAX_GROUPS = 12  # articles remembered by number for each paragraph; more are only counted
_MAX_ENTRIES = 80_000  # of an outlet; beyond, the oldest paragraphs that did not recur are forgotten
_FORMAT = 1
_NUMBERS = re.compile(r"[0-9]+")


@dataclass(slots=True)
class _Entry:
    """What is known of one paragraph (or of one ending)."""

    count: int = 0  # different articles
    tail: int = 0  # of those, where it stood near the end
    led: bool = False  # it opened an article: there it is the story itself
    last: int = 0  # number of the last article that held it
    groups: list[int] = field(default_factory=list)
    example: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Recurring:
    """A recurring paragraph, for people to look at."""

    text: str
    articles: int  # different articles that hold it
    tail_share: float  # share of them where it stands near the end


@dataclass(frozen=True, slots=True, kw_only=True)
class BoilerplateModel:
    """What has been learned of one outlet's recurring paragraphs. A value: `learn` returns a new one."""

    articles: int = 0
    _entries: dict[str, _Entry] = field(default_factory=dict)
    _endings: dict[str, _Entry] = field(default_factory=dict)

    def recurring(self) -> tuple[Recurring, ...]:
        """Paragraphs that `strip` leaves out, most frequent first."""
        found = [entry for entry in self._entries.values() if _recurs(entry)]
        found.sort(key=lambda entry: (-entry.count, entry.example))
        return tuple(Recurring(text=e.example, articles=e.count, tail_share=e.tail / e.count) for e in found)

    def to_bytes(self) -> bytes:
        """The model as bytes for a store."""
        tables = [{key: _row(entry) for key, entry in table.items()} for table in (self._entries, self._endings)]
        return zlib.compress(msgspec.msgpack.encode([_FORMAT, self.articles, *tables]))

    @classmethod
    def from_bytes(cls, data: bytes) -> "BoilerplateModel":
        """Read what `to_bytes` wrote.

        Raises:
            StoreError: the bytes are no model, or one of another version.
        """
        try:
            version, articles, *tables = msgspec.msgpack.decode(zlib.decompress(data))
            if version != _FORMAT:
                raise StoreError(f"boilerplate model of version {version!r} cannot be read; learn it again")
            entries, endings = ({key: _Entry(*row) for key, row in table.items()} for table in tables)
        except (zlib.error, msgspec.DecodeError, ValueError, TypeError, AttributeError) as exc:
            raise StoreError("boilerplate model is damaged; learn it again") from exc
        return cls(articles=articles, _entries=entries, _endings=endings)


def _row(entry: _Entry) -> list[object]:
    example = entry.example if entry.count >= MIN_ARTICLES else ""
    return [entry.count, entry.tail, entry.led, entry.last, entry.groups, example]


def learn(model: BoilerplateModel, articles: Iterable[Sequence[str]]) -> BoilerplateModel:
    """Add articles of the outlet to what is known. Versions and copies of one article count once.

    Args:
        model: what is known so far; `BoilerplateModel()` at first.
        articles: the paragraphs of each article, in order of arrival.

    Returns:
        A new model; the given one stays as it is.
    """
    entries = {key: replace(entry, groups=list(entry.groups)) for key, entry in model._entries.items()}
    endings = {key: replace(entry, groups=list(entry.groups)) for key, entry in model._endings.items()}
    number = model.articles
    for paragraphs in articles:
        number += 1
        keys = [_key(text) for text in paragraphs]
        group = _group(entries, keys, number)
        for at, (key, text) in enumerate(zip(keys, paragraphs, strict=True)):
            tail = len(keys) - at <= _TAIL and at > 0
            _count(entries, key, group, number, text, tail=tail, led=at == 0)
            ending = _ending(text)
            if ending:
                _count(endings, ending, group, number, text, tail=tail, led=at == 0)
    for table in (entries, endings):
        _forget(table)
    return BoilerplateModel(articles=number, _entries=entries, _endings=endings)


def _key(text: str) -> str:
    """Key of a paragraph: its words in index form without numbers; the kind of line where it has no words."""
    words = _NUMBERS.sub("", " ".join(arabic.words(text))).split()
    return _digest(" ".join(words)) if words else "#" + text.strip()[:1]


def _ending(text: str) -> str | None:
    words = arabic.words(text)
    return _digest(" ".join(words[-_ENDING_WORDS:])) if _ENDING_WORDS < len(words) <= _ENDING_MAX_WORDS else None


def _digest(text: str) -> str:
    return blake2b(text.encode(), digest_size=8).hexdigest()


def _group(entries: dict[str, _Entry], keys: Sequence[str], number: int) -> int:
    """Number of the earlier article of which this one is a version, else its own."""
    opening = list(dict.fromkeys(keys[: (len(keys) + 1) // 2]))
    votes = Counter(group for key in opening if key in entries for group in set(entries[key].groups))
    best = votes.most_common(1)
    return best[0][0] if best and best[0][1] >= len(opening) * _SAME_ARTICLE_SHARE else number


def _count(table: dict[str, _Entry], key: str, group: int, number: int, text: str, *, tail: bool, led: bool) -> None:
    entry = table.setdefault(key, _Entry(example=text))
    entry.led |= led
    entry.last = number
    if group in entry.groups or (group != number and entry.count > _MAX_GROUPS):
        return
    entry.count += 1
    entry.tail += tail
    entry.groups = [*entry.groups[-_MAX_GROUPS + 1 :], group]


def _forget(table: dict[str, _Entry]) -> None:
    if len(table) <= _MAX_ENTRIES:
        return
    rare = sorted((key for key, entry in table.items() if entry.count < MIN_ARTICLES), key=lambda key: table[key].last)
    for key in rare[: len(table) - _MAX_ENTRIES]:
        del table[key]


def _recurs(entry: _Entry) -> bool:
    if entry.count >= MIN_ANYWHERE and (not entry.led or entry.tail >= entry.count * _TAIL_SHARE):
        return True
    return entry.count >= MIN_ARTICLES and entry.tail >= entry.count * _TAIL_SHARE


def strip(model: BoilerplateModel, paragraphs: Sequence[str]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Leave out an article's recurring paragraphs.

    The first paragraph stays unless it recurs everywhere without ever being a story's own beginning, and so does
    everything if nothing else were left.

    Args:
        model: what is known of the outlet.
        paragraphs: the article's paragraphs.

    Returns:
        (kept, dropped), each in the article's order.

    >>> strip(BoilerplateModel(), ["فقرة"])
    (('فقرة',), ())
    """
    drop = [_is_boilerplate(model, paragraphs, at) for at in range(len(paragraphs))]
    _extend_run(paragraphs, drop)
    if all(drop):
        return tuple(paragraphs), ()
    kept = tuple(text for text, out in zip(paragraphs, drop, strict=True) if not out)
    return kept, tuple(text for text, out in zip(paragraphs, drop, strict=True) if out)


def _is_boilerplate(model: BoilerplateModel, paragraphs: Sequence[str], at: int) -> bool:
    text = paragraphs[at]
    key = _key(text)
    entry = model._entries.get(key)
    if not key.startswith("#") and len(text.split()) < _MIN_WORDS:
        return False
    near_end = at > 0 and len(paragraphs) - at <= _TAIL
    if entry is not None and _recurs(entry):
        everywhere = entry.count >= MIN_ANYWHERE and (at > 0 or not entry.led)
        return everywhere or (near_end and not _goes_on(text))
    if entry is not None and entry.led and near_end and entry.count > 1:
        return not _goes_on(text)  # the beginning of another story
    ending = model._endings.get(_ending(text) or "")
    return ending is not None and near_end and ending.count >= MIN_SAME_ENDING and ending.tail >= ending.count * _TAIL_SHARE


def _goes_on(text: str) -> bool:
    """True if a paragraph begins with «و» before a word, as background inside of a report does and a teaser does not."""
    first = next(iter(arabic.words(text[:40])), "")
    return first[:1] == "و" and arabic.frequency(first[1:]) > arabic.frequency(first)


def _extend_run(paragraphs: Sequence[str], drop: list[bool]) -> None:
    """A list of teasers at the end also holds new ones: known ones around them give them away."""
    full = [len(text.split()) >= _RUN_WORDS for text in paragraphs]
    for start in range(max(1, len(drop) - _TAIL), len(drop)):
        known = sum(1 for out, whole in zip(drop[start:], full[start:], strict=True) if out and whole)
        length = len(drop) - start
        if drop[start] and full[start] and known >= _RUN_MIN and known >= length * _RUN_SHARE:
            drop[start:] = [True] * length
            return
