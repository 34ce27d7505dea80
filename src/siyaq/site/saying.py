"""Statements as pages show them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from siyaq.arabic import clean, fold
from siyaq.site.address import name_href
from siyaq.site.desk import Card, Desk
from siyaq.survey import Frame, Notes, Statement
from siyaq.types import Article, Claim

_QUOTES = (("«", "»"), ("“", "”"), ('"', '"'), ("”", "“"), ("''", "''"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Saying:
    """Who said what, in which article. `href` leads to the speaker's page where the speaker is a name that has one."""

    speaker: str
    href: str | None
    words: str
    language: str  # of the article, BCP 47: quotation marks are those of the words, not of the interface
    direct: bool
    card: Card


def saying(desk: Desk, article: Article, claim: Claim, notes: Notes) -> Saying:
    """A claim as pages show it."""
    return Saying(
        speaker=clean(claim.speaker),
        href=name_page(claim.speaker, notes),
        words=unquote(claim.text),
        language=article.language or "ar",
        direct=claim.kind == "direct",
        card=desk.card(article, with_lead=False),
    )


def sayings(desk: Desk, said: Iterable[Statement], frame: Frame) -> tuple[Saying, ...]:
    """Statements as pages show them."""
    return tuple(saying(desk, s.article, s.claim, frame.notes(s.article.id)) for s in said)


def name_page(name: str, notes: Notes) -> str | None:
    """Address of a name's page if the notes have it among their names, so that the page exists."""
    key = fold(name)
    known = next((e.name for e in notes.entities if fold(e.name) == key), None)
    return name_href(known) if known is not None else None


def unquote(text: str) -> str:
    """Words without the quotation marks around them: <q> writes its own.

    >>> unquote("«نعم»")
    'نعم'
    """
    stripped = clean(text).strip()
    for first, last in _QUOTES:
        if len(stripped) > len(first) + len(last) and stripped.startswith(first) and stripped.endswith(last):
            inner = stripped[len(first) : -len(last)]
            return stripped if first in inner or last in inner else inner.strip()
    return stripped
