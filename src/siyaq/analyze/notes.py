"""All notes on one article, made from one reading of its text."""

from collections.abc import Sequence
from datetime import datetime

from siyaq.analyze.citation import find_citations
from siyaq.analyze.claim import find_claims
from siyaq.analyze.entity import entities_from, groups_of
from siyaq.analyze.language import language
from siyaq.analyze.speaker import Names
from siyaq.analyze.stream import read
from siyaq.analyze.tag import find_tags
from siyaq.analyze.when import dates_of
from siyaq.arabic import NameLedger, default_ledger
from siyaq.types import Analysis


def analyze(
    title: str,
    text: str,
    published: datetime | None = None,
    publisher_tags: Sequence[str] = (),
    *,
    ledger: NameLedger | None = None,
) -> Analysis:
    """Notes on one article.

    Args:
        title: headline, may be empty.
        text: paragraphs separated by blank lines or line ends.
        published: time of publication, from which relative dates are resolved.
        publisher_tags: the outlet's own tags, as written.
        ledger: names that people joined or split; the bundled ledger where None.

    Returns:
        Notes whose offsets count characters of title + "\\n" + text.

    >>> notes = analyze("لافروف: نأمل في اتفاق قريب", "قال وزير الخارجية الروسي سيرغي لافروف لوكالة تاس إن المحادثات مستمرة.")
    >>> [(e.name, e.type) for e in notes.entities]
    [('سيرغي لافروف', 'PER'), ('تاس', 'ORG')]
    >>> [(c.speaker, c.text) for c in notes.claims]
    [('سيرغي لافروف', 'نأمل في اتفاق قريب'), ('سيرغي لافروف', 'المحادثات مستمرة')]
    """
    whole = f"{title}\n{text}"
    ledger = ledger or default_ledger()
    stream = read(whole)
    groups = groups_of(stream, ledger)
    names = Names.of(stream, groups)
    claims = find_claims(stream, names, len(title))
    return Analysis(
        language=language(whole),
        tags=find_tags(stream, groups, len(title), publisher_tags, ledger=ledger),
        entities=entities_from(stream, groups),
        claims=claims,
        sources_cited=find_citations(stream, names, claims),
        dates=dates_of(stream, published),
    )
