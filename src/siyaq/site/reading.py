"""What may be shown of an article by its outlet's rights, and its body as paragraphs with links on names."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from siyaq.analyze import excerpt
from siyaq.arabic import clean
from siyaq.site.address import name_href
from siyaq.types import Analysis, Article, Rights

LEAD_CHARS = 220  # three lines of a list on a desktop page
EXCERPT_CHARS = 420  # what an excerpt page shows of a foreign article: about two sentences of Arabic news
_BLANK_LINE = re.compile(r"\n\s*\n")
_LINE = re.compile(r"\n")


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """A stretch of a paragraph; `href` where it is a name with a page."""

    text: str
    href: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Paragraph:
    """A paragraph or sub-head of the body."""

    subhead: bool
    runs: tuple[Run, ...]


def lead(article: Article, rights: Rights, max_chars: int = LEAD_CHARS) -> str:
    """The short text under a headline: the outlet's summary or the article's beginning; nothing where only a link may be."""
    if rights is Rights.LINK:
        return ""
    return clean(excerpt(article.summary or article.text, max_chars=max_chars))


def paragraph_spans(text: str) -> tuple[tuple[int, int], ...]:
    """Spans of the paragraphs of an article's text: by blank lines, or by lines where it has none."""
    breaks = _BLANK_LINE if _BLANK_LINE.search(text) else _LINE
    spans: list[tuple[int, int]] = []
    start = 0
    for match in breaks.finditer(text):
        spans.append((start, match.start()))
        start = match.end()
    spans.append((start, len(text)))
    return tuple((a, b) for a, b in spans if text[a:b].strip())


def body(article: Article, notes: Analysis) -> tuple[Paragraph, ...]:
    """The article's paragraphs; the first mention of each person, place and organisation leads to its page."""
    offset = len(article.title) + 1  # mentions count characters of title + "\n" + text
    firsts = _first_mentions(notes, article.title + "\n" + article.text, offset)
    subheads = set(article.subheads)
    return tuple(
        Paragraph(subhead=i in subheads, runs=_runs(article.text, a, b, () if i in subheads else firsts))
        for i, (a, b) in enumerate(paragraph_spans(article.text))
    )


def _first_mentions(notes: Analysis, whole: str, offset: int) -> tuple[tuple[int, int, str], ...]:
    """(start, end, canonical name) in the text, in order, not overlapping; mentions that do not fit the text are left out."""
    found: list[tuple[int, int, str]] = []
    for entity in notes.entities:
        if entity.type in ("PER", "LOC", "ORG"):
            inside = (m for m in entity.mentions if m.start >= offset and whole[m.start : m.end] == m.text)
            if (first := next(inside, None)) is not None:
                found.append((first.start - offset, first.end - offset, entity.name))
    kept: list[tuple[int, int, str]] = []
    for mention in sorted(found):
        if not kept or mention[0] >= kept[-1][1]:
            kept.append(mention)
    return tuple(kept)


def _runs(text: str, start: int, end: int, mentions: Iterable[tuple[int, int, str]]) -> tuple[Run, ...]:
    runs: list[Run] = []
    at = start
    for a, b, name in mentions:
        if at <= a and b <= end:
            runs += [Run(text=clean_piece(text[at:a])), Run(text=clean_piece(text[a:b]), href=name_href(name))]
            at = b
    runs.append(Run(text=clean_piece(text[at:end])))
    return tuple(run for run in runs if run.text)


def clean_piece(text: str) -> str:
    """`clean` for a stretch inside a line: the white space at its edges separates it from its neighbours and stays."""
    if not text.strip():
        return " " if text else ""
    before = " " if text[0].isspace() else ""
    after = " " if text[-1].isspace() else ""
    return before + clean(text) + after
