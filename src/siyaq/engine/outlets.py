"""Lists of outlets: the bundled one, a file, or an address."""

from importlib import resources
from pathlib import Path

from siyaq.errors import FetchError, ParseError, SettingsError
from siyaq.feeds import parse_opml, parse_outlets_toml
from siyaq.ports import Fetcher, Store
from siyaq.types import Feed, Source

_MAX_BYTES = 5_000_000


def bundled_outlets() -> tuple[Source, ...]:
    """The list of Arabic outlets that comes with Siyaq."""
    return parse_outlets_toml(resources.files("siyaq.data").joinpath("outlets.toml").read_bytes())


def outlets_from_bytes(data: bytes, where: str) -> tuple[Source, ...]:
    """Read a list: TOML where its name says so, else OPML.

    Raises:
        SettingsError: it is neither, or names no feed.
    """
    try:
        is_toml = where.lower().partition("?")[0].endswith(".toml")
        found = parse_outlets_toml(data) if is_toml else parse_opml(data, where if "://" in where else "")
    except ParseError as exc:
        raise SettingsError(f"list of outlets {where}: {exc}") from exc
    if not any(source.feeds for source in found):
        raise SettingsError(f"list of outlets {where}: no feed in it")
    return found


def outlets_from_file(path: str) -> tuple[Source, ...]:
    """Read a list from a file.

    Raises:
        SettingsError: it cannot be read.
    """
    try:
        with Path(path).open("rb") as file:
            data = file.read(_MAX_BYTES + 1)
    except OSError as exc:
        raise SettingsError(f"list of outlets {path}: {exc.strerror or exc}") from exc
    if len(data) > _MAX_BYTES:
        raise SettingsError(f"list of outlets {path}: over {_MAX_BYTES // 1_000_000} MB")
    return outlets_from_bytes(data, path)


async def load_outlets(where: str, fetcher: Fetcher) -> tuple[Source, ...]:
    """Read a list: "" is the bundled one; else a path, or an http(s) address.

    Raises:
        SettingsError: it cannot be read.
    """
    if not where:
        return bundled_outlets()
    if not where.lower().startswith(("http://", "https://")):
        return outlets_from_file(where)
    try:
        page = await fetcher.get(where, max_bytes=_MAX_BYTES)
    except FetchError as exc:
        raise SettingsError(f"list of outlets {where}: {exc}") from exc
    return outlets_from_bytes(page.body, where)


def register(store: Store, sources: tuple[Source, ...]) -> int:
    """Save outlets and their feeds; what is known of a feed (its validators, its rhythm) stays.

    Returns:
        How many outlets are new.
    """
    with store.transaction():
        known = {source.id for source in store.sources()}
        have = {feed.url for feed in store.feeds()}
        for source in sources:
            store.put_source(source)
            for url in source.feeds:
                if url not in have:
                    store.put_feed(Feed(url=url, source=source.id))
                    have.add(url)
    return sum(source.id not in known for source in sources)
