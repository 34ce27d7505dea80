"""The state of a story while it is loaded, and the `Story` value that people see."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import chain

from siyaq import arabic
from siyaq.arabic.memo import Memo
from siyaq.link.background import dot
from siyaq.link.bucket import DAY_S, Entry
from siyaq.types import Story

_TAGS = 8  # most tags of a story
_tag_key = Memo(arabic.same_spelling_key)  # a story's tags are counted anew with each of its reports
_SAMPLE = 120  # members that stand for a longer story, evenly over its time, where its headline and tags are chosen


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """An article of a story, loaded or not."""

    id: str
    when: float
    source: str
    title: str
    is_copy: bool


@dataclass(slots=True, kw_only=True)
class StoryState:
    """Members by id, with the entries of those that are loaded."""

    id: str
    members: dict[str, Member] = field(default_factory=dict)
    entries: dict[str, Entry] = field(default_factory=dict)
    tags: tuple[str, ...] = ()  # as stored, kept while no loaded member has tags
    reports: int = 0  # number of members that are no copies
    times: float = 0.0  # sum of the members' times, POSIX seconds

    def know(self, member: Member) -> None:
        """Let an article that may not be loaded join, or refresh what is known of it."""
        former = self.members.get(member.id)
        self.reports += (not member.is_copy) - (former is not None and not former.is_copy)
        self.times += member.when - (former.when if former is not None else 0.0)
        self.members[member.id] = member

    def add(self, entry: Entry) -> None:
        """Let an article join, or refresh what is known of it."""
        f = entry.features
        self.entries[f.id] = entry
        self.know(Member(id=f.id, when=f.when, source=f.source, title=f.title, is_copy=bool(entry.original)))

    def discard(self, article: str) -> None:
        """Let an article leave."""
        self.entries.pop(article, None)
        former = self.members.pop(article, None)
        self.reports -= former is not None and not former.is_copy
        self.times -= former.when if former is not None else 0.0

    def days_from(self, when: float) -> float:
        """Days between a time and the middle of the members' times."""
        return abs(when - self.times / len(self.members)) / DAY_S if self.members else 0.0

    def copies_of(self, article: str) -> list[Entry]:
        """Loaded members that are copies of an article."""
        return [entry for entry in self.entries.values() if entry.original == article]

    def value(self) -> Story:
        """The value to store: members by time, outlets with a report of their own, the most central headline."""
        ordered = sorted(self.members.values(), key=lambda m: (m.when, m.id))
        own = [m for m in ordered if not m.is_copy]
        return Story(
            id=self.id,
            title=self._headline(own or ordered),
            first=_time(ordered[0].when) if ordered else None,
            last=_time(ordered[-1].when) if ordered else None,
            articles=tuple(m.id for m in ordered),
            outlets=tuple(dict.fromkeys(m.source for m in own)),
            copies=tuple(m.id for m in ordered if m.is_copy),
            tags=self._common_tags(ordered),
        )

    def _headline(self, members: Sequence[Member]) -> str:
        """Headline of the loaded report that is nearest to all loaded ones; the first one's where none is loaded."""
        chosen = _sample(members)
        loaded = [self.entries[m.id] for m in chosen if m.id in self.entries and m.title]
        if len(loaded) < 3:
            return next((m.title for m in chosen if m.title), "")
        centre: defaultdict[str, float] = defaultdict(float)
        for entry in loaded:
            for term, value in entry.features.lead.items():
                centre[term] += value
        best = max(loaded, key=lambda e: (dot(e.features.head, centre), -e.features.when, e.features.id))
        return best.features.title

    def _common_tags(self, members: Sequence[Member]) -> tuple[str, ...]:
        """Tags of the most members, each in its commonest spelling."""
        loaded = [self.entries[m.id] for m in _sample(members) if m.id in self.entries]
        counts: Counter[str] = Counter()
        spellings: dict[str, dict[str, int]] = {}
        for tag, count in Counter(chain.from_iterable(entry.tags for entry in loaded)).items():
            key = _tag_key(tag)
            counts[key] += count
            spellings.setdefault(key, {})[tag] = count
        if not counts:
            return self.tags
        least = 2 if len(loaded) > 2 else 1
        ranked = sorted((key for key, n in counts.items() if n >= least), key=lambda key: (-counts[key], key))
        return tuple(max(spellings[key].items(), key=lambda pair: (pair[1], pair[0]))[0] for key in ranked[:_TAGS])


def _sample(members: Sequence[Member]) -> Sequence[Member]:
    return members[:: 1 + len(members) // _SAMPLE]


def _time(when: float) -> datetime:
    return datetime.fromtimestamp(when, UTC)
