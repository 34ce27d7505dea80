"""Who said what: statements of the whole archive, searched and filtered by speaker, words, outlet and time."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from hashlib import blake2b
from typing import Any

from siyaq.arabic import clean
from siyaq.feeds import Item
from siyaq.site.address import query_href
from siyaq.site.desk import Desk
from siyaq.site.page import Page
from siyaq.site.saying import Saying, sayings
from siyaq.site.view_home import page_number, pager
from siyaq.site.view_search import Asked, asked_from_params, day_from_text
from siyaq.survey import Frame, Quotes, Wanted, find_quotes
from siyaq.types import Rights

PAGE_STATEMENTS = 30
MAX_SPEAKER_CHARS = 200


def statements_page(desk: Desk, params: Mapping[str, str]) -> Page:
    """Statements, newest first; `speaker`, `q`, `source`, `from` and `to` narrow them."""
    asked, page = asked_from_params(params), page_number(params)
    speaker = " ".join(clean(params.get("speaker", "")).split())[:MAX_SPEAKER_CHARS]
    given = {**asked.params(), "section": "", "sort": "", "speaker": speaker}
    key = ("statements", tuple(given.items()), page, desk.zone_name, desk.language)
    quotes, said = desk.memo.get(key, lambda: _find(desk, asked, speaker, page))
    pages = pager("/statements", given, page, shown=len(said), more=quotes.more)
    return Page(
        template="statements.html",
        title=desk.t("statements.of", name=speaker) if speaker else desk.t("statements.title"),
        path=query_href("/statements", **given, page=page if page > 1 else None),
        indexable=False,
        values=_values(desk, asked, given, quotes) | {"said": said, "pager": pages},
        items=tuple(_item(desk, s) for s in said),
    )


def _find(desk: Desk, asked: Asked, speaker: str, page: int) -> tuple[Quotes, tuple[Saying, ...]]:
    wanted = Wanted(
        speaker=desk.engine.ledger().canonical(speaker) or speaker if speaker else "",
        words=asked.q,
        source=asked.source,
        since=day_from_text(asked.since, desk.zone),
        until=day_from_text(asked.until, desk.zone, end=True),
    )
    hidden = frozenset(s.id for s in desk.engine.sources() if s.rights is Rights.LINK)
    start = (page - 1) * PAGE_STATEMENTS
    found = find_quotes(desk.engine, wanted, leave_out=hidden, offset=start, k=PAGE_STATEMENTS)
    return replace(found, items=(), frame=Frame()), sayings(desk, found.items, found.frame)  # without the articles: it is kept


def _values(desk: Desk, asked: Asked, given: Mapping[str, str], quotes: Quotes) -> dict[str, Any]:
    return {
        "asked": asked,
        "speaker": given["speaker"],
        "filtered": any(given.values()),
        "read": quotes.read,
        "speakers": [(clean(name), n, query_href("/statements", **{**given, "speaker": name})) for name, n in quotes.speakers],
        "outlets": desk.outlets(),
    }


def _item(desk: Desk, said: Saying) -> Item:
    address = desk.url(said.card.href)
    return Item(
        id=f"{address}#{blake2b(said.words.encode(), digest_size=6).hexdigest()}",
        url=address,
        title=f"{said.speaker}: {said.words}",
        published=said.card.when,
        source_name=said.card.source.name,
        source_url=said.card.out,
    )
