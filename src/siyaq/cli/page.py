"""`siyaq extract`."""

import asyncio
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import click

from siyaq.cli.option import allow_host_option, json_option, unused_db_option
from siyaq.cli.output import print_json, print_text
from siyaq.cli.session import load_settings
from siyaq.types import Extracted, Page

_MAX_PAGE_BYTES = 20_000_000


@click.command("extract")
@click.argument("where", metavar="FILE|URL")
@click.option("--url", default=None, help="Address of the page in FILE, to resolve its links.")
@allow_host_option
@unused_db_option
@json_option
def extract_page(where: str, url: str | None, allow_hosts: Sequence[str], as_json: bool) -> None:
    """Extract the article of a page: a file, "-" for standard input, or an address.

    Prints one object: url, canonical_url, title, subtitle, body (paragraphs by a blank line), published, modified, authors,
    tags (the publisher's own), site_name, image, language, section.

    \b
      siyaq extract page.html --url https://example.org/a --json
    """
    from siyaq.extract import extract

    page = page_from(where, allow_hosts)
    found = extract(page.body, url or (page.final_url or None), content_type=page.content_type)
    if as_json:
        print_json(extracted_shape(found))
    else:
        print_extracted(found)


def page_from(where: str, allow_hosts: Sequence[str]) -> Page:
    """A page from a file, standard input or an address; `final_url` is empty for the first two."""
    if "://" in where and not Path(where).exists():
        return asyncio.run(_fetched(where, allow_hosts))
    if where == "-":
        body = sys.stdin.buffer.read(_MAX_PAGE_BYTES)
    else:
        with Path(where).open("rb") as file:
            body = file.read(_MAX_PAGE_BYTES)
    return Page(url="", final_url="", status=200, body=body)


async def _fetched(url: str, allow_hosts: Sequence[str]) -> Page:
    from siyaq.fetch import HttpFetcher

    settings = load_settings(None, allow_hosts)
    fetcher = HttpFetcher(settings.user_agent, settings.allow_hosts)
    try:
        return await fetcher.get(url, max_bytes=_MAX_PAGE_BYTES)
    finally:
        await fetcher.close()


def extracted_shape(found: Extracted) -> dict[str, Any]:
    """An extracted article as CONTRACT's object."""
    return {
        "url": found.url,
        "canonical_url": found.canonical_url,
        "title": found.title,
        "subtitle": found.subtitle,
        "body": found.body,
        "published": found.published,
        "modified": found.modified,
        "authors": found.authors,
        "tags": found.tags,
        "site_name": found.site_name,
        "image": found.image,
        "language": found.language,
        "section": found.section,
        "paywalled": found.paywalled,
    }


def print_extracted(found: Extracted) -> None:
    """An extracted article for people."""
    for label, value in extracted_shape(found).items():
        if value and label not in ("body", "title"):
            print_text(f"{label}: {'، '.join(value) if isinstance(value, tuple) else value}")
    print_text(f"\n{found.title or ''}\n\n{found.body}")
