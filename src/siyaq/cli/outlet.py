"""`siyaq outlets`."""

import asyncio
import sys
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import click

from siyaq.cli.fetching import add_list, fetcher_of, save_outlets
from siyaq.cli.option import allow_host_option, db_option, json_option
from siyaq.cli.output import print_json, print_text, say, short_time
from siyaq.cli.session import database_exists, load_settings, open_engine
from siyaq.errors import FeedError, TemporaryFetchError

if TYPE_CHECKING:
    from siyaq.engine import Engine
    from siyaq.ports import Fetcher
    from siyaq.types import Page, ParsedFeed, Source

_RIGHTS = ("excerpt", "full", "link")


@click.group()
def outlets() -> None:
    """Outlets that are read: list, add, import, export, check, learned."""


@outlets.command("list")
@db_option
@json_option
def list_outlets(db: str | None, as_json: bool) -> None:
    """List outlets with the state of their feeds."""
    with open_engine(load_settings(db)) as engine:
        feeds = engine.feeds()
        for source in engine.sources():
            own = [feed for feed in feeds if feed.source == source.id]
            if as_json:
                print_json(
                    {
                        "id": source.id,
                        "name": source.name,
                        "home": source.home,
                        "country": source.country,
                        "language": source.language,
                        "rights": source.rights,
                        "timezone": source.timezone,
                        "feeds": own,
                    }
                )
                continue
            print_text(f"{source.name} [{source.id}] {source.country or ''} {source.home or ''}")
            for feed in own:
                trouble = f"  {feed.error}" if feed.error else ""
                print_text(f"    {feed.status.value:<8} last {short_time(feed.last_success)}  {feed.url}{trouble}")


@outlets.command()
@click.argument("url")
@click.option("--name", default=None, help="Name of the outlet.  [default: as the feed has it]")
@click.option("--country", default=None, help="ISO 3166 code, such as EG.")
@click.option("--language", default=None, help="BCP 47 code.  [default: as the feed has it, else ar]")
@click.option("--timezone", default=None, help="IANA name, such as Africa/Cairo, for dates that name no zone.")
@click.option("--rights", type=click.Choice(_RIGHTS), default="excerpt", show_default=True, help="What may be shown.")
@allow_host_option
@db_option
def add(
    url: str,
    name: str | None,
    country: str | None,
    language: str | None,
    timezone: str | None,
    rights: str,
    allow_hosts: Sequence[str],
    db: str | None,
) -> None:
    """Add an outlet by the address of its feed, or of a page that names its feed.

    An address that cannot be reached now is added all the same and tried again; one that is forbidden or leads to no feed is
    refused.

    \b
      siyaq outlets add https://www.example.org/rss.xml --country EG --timezone Africa/Cairo
    """
    from siyaq.types import Rights

    with open_engine(load_settings(db, allow_hosts), make=True) as engine:
        found = asyncio.run(_found(engine, url if "://" in url else f"https://{url}"))
        source = replace(
            found,
            name=name or found.name,
            country=country.upper() if country else None,
            language=language or found.language,
            timezone=timezone,
            rights=Rights(rights),
        )
        save_outlets(engine, [source])
        print_text(f"{source.name}: {', '.join(source.feeds)}")


async def _found(engine: "Engine", url: str) -> "Source":
    from siyaq.types import ParsedFeed

    fetcher = fetcher_of(engine.settings)
    try:
        address, feed = await _feed_at(fetcher, url)
    except TemporaryFetchError as exc:
        say(f"added, though it cannot be read now ({exc}); it will be tried again")
        address, feed = url, ParsedFeed(kind="rss")
    finally:
        await fetcher.close()
    return _source_of(address, feed)


async def _feed_at(fetcher: "Fetcher", url: str) -> "tuple[str, ParsedFeed]":
    """The feed at an address, or the first one that the page there names."""
    from siyaq.feeds import discover_feeds

    page = await fetcher.get(url)
    try:
        return page.moved_to or page.url, _parsed(page)
    except FeedError:
        links = discover_feeds(page.body, page.final_url)
        if not links:
            raise
    page = await fetcher.get(links[0])
    return page.moved_to or page.url, _parsed(page)


def _parsed(page: "Page") -> "ParsedFeed":
    from siyaq.feeds import parse_feed

    return parse_feed(page.body, page.final_url, content_type=page.content_type)


def _source_of(address: str, feed: "ParsedFeed") -> "Source":
    from siyaq.feeds import source_id
    from siyaq.types import Source

    name = feed.title or address
    return Source(
        id=source_id(name, feed.home or address), name=name, home=feed.home, language=feed.language or "ar", feeds=(address,)
    )


@outlets.command("import")
@click.argument("where", metavar="FILE|URL")
@allow_host_option
@db_option
def import_list(where: str, allow_hosts: Sequence[str], db: str | None) -> None:
    """Add the outlets of an OPML or TOML list: a path or an address."""
    with open_engine(load_settings(db, allow_hosts), make=True) as engine:
        number, new = asyncio.run(add_list(engine, where))
    say(f"{number} outlets in {where}, {new} of them new")


@outlets.command("export")
@db_option
def export_list(db: str | None) -> None:
    """Write all outlets as OPML."""
    from siyaq.feeds import write_opml

    with open_engine(load_settings(db)) as engine:
        sys.stdout.buffer.write(write_opml(engine.sources()))


@outlets.command()
@click.argument("url")
@allow_host_option
@db_option
@json_option
def check(url: str, allow_hosts: Sequence[str], db: str | None, as_json: bool) -> None:
    """Show what would be extracted from an address: of a feed its entries and its first page, of a page its article.

    Names the outlet's own rule, where one was used, and the paragraphs that are left out because the outlet's articles in the
    database repeat them.
    """
    from siyaq.cli.page import extracted_shape, page_from, print_extracted
    from siyaq.extract import extract, rule_for_page

    page = page_from(url, allow_hosts)
    try:
        feed = _parsed(page)
    except FeedError:
        feed = None
    if feed is not None:
        _print_feed(feed, as_json)
        link = next((entry.url for entry in feed.entries if entry.url), None)
        if link is None:
            return
        page = page_from(link, allow_hosts)
    found = extract(page.body, page.final_url, content_type=page.content_type)
    rule = rule_for_page(page.body, page.final_url, content_type=page.content_type)
    kept, left_out = _without_known_lines(page.final_url, found.body, found.title or "", db)
    found = replace(found, body="\n\n".join(kept))
    if as_json:
        print_json({**extracted_shape(found), "rule": rule.name if rule else None, "left_out": left_out})
        return
    print_extracted(found)
    print_text(f"\nrule: {rule.name if rule else 'none'}")
    for text in left_out:
        print_text(f"left out: {text}")


def _without_known_lines(url: str, body: str, title: str, db: str | None) -> tuple[Sequence[str], Sequence[str]]:
    """Paragraphs of a page, and those left out as its outlet's articles in the database repeat them."""
    from siyaq.extract import strip

    paragraphs = body.split("\n\n")
    settings = load_settings(db)
    if not database_exists(settings.db):
        return paragraphs, ()
    with open_engine(settings) as engine:
        outlet = _outlet_at(engine, url)
        return strip(engine.cleaning.model(outlet), paragraphs, title) if outlet else (paragraphs, ())


def _outlet_at(engine: "Engine", url: str) -> str | None:
    """The registered outlet whose home page or feed is on the host of an address."""
    host = _bare_host(url)
    for source in engine.sources():
        if host and host in {_bare_host(address) for address in (source.home or "", *source.feeds)}:
            return source.id
    return None


def _bare_host(url: str) -> str:
    return urlsplit(url).netloc.lower().removeprefix("www.")


@outlets.command()
@click.argument("outlet", required=False)
@db_option
@json_option
def learned(outlet: str | None, db: str | None, as_json: bool) -> None:
    """Show the paragraphs that outlets' articles repeat, with the number of articles: what is left out of their texts.

    \b
      siyaq outlets learned             of all outlets
      siyaq outlets learned bbc         of one (its id, as `siyaq outlets list` shows it)
    """
    with open_engine(load_settings(db)) as engine:
        for name in [outlet] if outlet else engine.cleaning.outlets():
            for line in engine.cleaning.recurring(name):
                row = {"outlet": name, "text": line.text, "articles": line.articles, "tail_share": round(line.tail_share, 3)}
                if as_json:
                    print_json(row)
                else:
                    print_text(f"{line.articles:>6}  {name}  {line.text}")


def _print_feed(feed: "ParsedFeed", as_json: bool) -> None:
    if as_json:
        print_json(feed)
        return
    print_text(f"{feed.kind}: {feed.title}, {len(feed.entries)} entries")
    for warning in feed.warnings:
        print_text(f"    {warning}")
    for entry in feed.entries:
        print_text(f"    {short_time(entry.published)}  {entry.title}  {entry.url}")


@outlets.command()
@click.argument("outlet")
@db_option
def remove(outlet: str, db: str | None) -> None:
    """Stop reading an outlet (its id, as `siyaq outlets list` shows it); its articles stay."""
    from siyaq.errors import NotFoundError

    with open_engine(load_settings(db)) as engine:
        if not engine.store.remove_source(outlet):
            raise NotFoundError(f"no outlet {outlet!r}; see `siyaq outlets list`")
