"""Meeting outlets again: a list's outlets under the ids that the database knows them by."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Final
from urllib.parse import urlsplit

from siyaq.ports import Store
from siyaq.types import Source

_MOVES: Final = "ingest/moved/"  # state: the feed's former address -> the one that it permanently redirects to


def known_moves(store: Store) -> dict[str, str]:
    """Feeds that redirect permanently: former address -> present one."""
    return {key.removeprefix(_MOVES): value.decode() for key, value in store.states(_MOVES).items()}


def note_move(store: Store, old: str, new: str) -> None:
    """Remember that a feed moved, so that a list with its former address does not bring that back."""
    store.put_state(_MOVES + old, new.encode())


def reconcile(listed: Iterable[Source], known: Sequence[Source], moves: Mapping[str, str]) -> tuple[Source, ...]:
    """Outlets of a list as they shall be saved.

    Ids in lists are made from names and addresses; two lists may give one id to two outlets, or two ids to one. An outlet is
    known by a feed in common, else by id and host together; otherwise it is new and gets an id that is free.

    Args:
        listed: outlets as a list has them.
        known: outlets of the database.
        moves: feeds that moved, former address -> present one.

    >>> old = Source(id="x", name="س", feeds=("https://x.org/feed",))
    >>> new = Source(id="x", name="ص", feeds=("https://y.org/feed",))
    >>> [s.id for s in reconcile([new], [old], {})]
    ['x-2']
    """
    by_feed = {feed: source.id for source in known for feed in source.feeds}
    by_id = {source.id: source for source in known}
    taken = set(by_id)
    saved: list[Source] = []
    for source in listed:
        feeds = tuple(dict.fromkeys(_present(feed, moves) for feed in source.feeds))
        found = next((by_feed[feed] for feed in feeds if feed in by_feed), None)
        if found is None and not (source.id in by_id and _hosts(by_id[source.id]) & _hosts(source)):
            found = _free_id(source.id, taken)
        chosen = replace(source, id=found or source.id, feeds=feeds)
        taken.add(chosen.id)
        by_feed |= dict.fromkeys(feeds, chosen.id)
        saved.append(chosen)
    return tuple(saved)


def _present(feed: str, moves: Mapping[str, str]) -> str:
    seen = {feed}
    while feed in moves and moves[feed] not in seen:
        feed = moves[feed]
        seen.add(feed)
    return feed


def _hosts(source: Source) -> set[str]:
    """Hosts with the first folder, as one host may carry several outlets."""
    addresses = (*source.feeds, *([source.home] if source.home else []))
    return {f"{parts.netloc}/{parts.path.split('/')[1] if '/' in parts.path else ''}" for parts in map(urlsplit, addresses)}


def _free_id(wanted: str, taken: set[str]) -> str:
    if wanted not in taken:
        return wanted
    number = 2
    while f"{wanted}-{number}" in taken:
        number += 1
    return f"{wanted}-{number}"
