"""Which new story goes on under which old address, and where the other old addresses lead.

A story keeps its id where most of its articles went to one new story and came from it: each is the other's largest part. Other
new stories keep the id that their opening article gives them. Old ids that no story has any more lead to the new story that
holds most of their articles. Pure.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from siyaq.ids import story_id


class Overlap(NamedTuple):
    """Two stories have `articles` articles in common."""

    new: str
    old: str
    articles: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Succession:
    """Final ids.

    Attributes:
        renamed: new stories that go by another id.
        moved: old ids that no new story has -> the final id of the story they lead to.
    """

    renamed: Mapping[str, str]
    moved: Mapping[str, str]

    def final(self, new: str) -> str:
        """The id that a new story has in the end."""
        return self.renamed.get(new, new)


def succession(new: Iterable[str], overlaps: Iterable[Overlap], is_known: Callable[[str], bool]) -> Succession:
    """Settle ids.

    Args:
        new: ids of all new stories that have articles.
        overlaps: all pairs of a new and an old story that share articles.
        is_known: whether an id was ever that of a story; such a one is not given to a story that needs another id.
    """
    heirs: dict[str, Overlap] = {}  # old -> its largest part
    sources: dict[str, Overlap] = {}  # new -> its largest part
    for pair in overlaps:
        if pair.old not in heirs or _rank(pair) > _rank(heirs[pair.old]):
            heirs[pair.old] = pair
        if pair.new not in sources or _rank(pair) > _rank(sources[pair.new]):
            sources[pair.new] = pair
    kept = {old: pair.new for old, pair in heirs.items() if sources[pair.new].old == old}
    renamed = {name: old for old, name in kept.items() if name != old}
    names, taken = set(new), set(kept)
    for name in sorted(names - set(kept.values())):
        final = name if name not in taken else _free_id(name, lambda i: i in taken or i in names or is_known(i))
        taken.add(final)
        if final != name:
            renamed[name] = final
    moved = {old: renamed.get(pair.new, pair.new) for old, pair in heirs.items() if old not in taken}
    return Succession(renamed=renamed, moved=moved)


def _rank(pair: Overlap) -> tuple[int, bool, str, str]:
    """Larger parts first, then the story that goes by the same id."""
    return pair.articles, pair.new == pair.old, pair.new, pair.old


def _free_id(name: str, is_taken: Callable[[str], bool]) -> str:
    made, turn = story_id(f"{name}/1"), 2
    while is_taken(made):
        made, turn = story_id(f"{name}/{turn}"), turn + 1
    return made
