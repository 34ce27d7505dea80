"""All notes on one article, made from one reading of its text."""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime

from siyaq.analyze.entity import entities_from, groups_of
from siyaq.analyze.citation import find_citations
from siyaq.analyze.claim import find_claims
from siyaq.analyze.speaker import Names
from siyaq.analyze.language import language
from siyaq.analyze.stream import HARD, read
from siyaq.arabic import NameLedger, find_dates, is_stop
from siyaq.types import Analysis, Tag

_MOST_TAGS = 9


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
    """
    whole = f"{title}\n{text}"
    stream = read(whole)
    pairs: Counter[tuple[str, ...]] = Counter()
    written: dict[tuple[str, ...], str] = {}
    for i in range(len(stream) - 1):
        key = (stream.norms[i], stream.norms[i + 1])
        if not stream.gaps[i + 1] & HARD and not any(is_stop(w) for w in key):
            pairs[key] += 1
            written.setdefault(key, stream.written(i, i + 2))
    groups = groups_of(stream, ledger)
    names = Names.of(stream, groups)
    claims = find_claims(stream, names, len(title))
    tags = [Tag(tag=t, origin="publisher") for t in publisher_tags if t.strip()]
    tags += [Tag(tag=written[k], score=min(1.0, n / 10)) for k, n in pairs.most_common(_MOST_TAGS) if n > 1]
    return Analysis(language=language(whole), tags=tuple(tags[:_MOST_TAGS]), dates=find_dates(whole, published), entities=entities_from(stream, groups), claims=claims, sources_cited=find_citations(stream, names, claims))
