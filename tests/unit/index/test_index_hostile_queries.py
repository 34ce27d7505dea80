"""Whatever people paste is answered or refused in one line, and soon."""

import time
from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

from siyaq.errors import QueryError
from siyaq.index import EmbeddedIndex, open_index
from siyaq.ports import IndexDocument
from siyaq.query import parse_query

WORDS = "الجسر النهر المدينة القرية الطريق السوق المدرسة المطار"
MOST_S = 2.0  # of processor time; ten times what it takes on a slow machine

HOSTILE = {
    "ten thousand letters": "سوريا " * 1700,
    "one long word": "س" * 10_000,
    "marks without end": "س" + "\u064b" * 5000,
    "tatweel": "ســـــ" * 1000 + "وق",
    "thousand choices": " OR ".join(f"السوق{i}" for i in range(1000)),
    "thousand phrases": " ".join(f'"السوق {i}"' for i in range(1000)),
    "thousand exclusions": "السوق " + " ".join(f"-قرية{i}" for i in range(1000)),
    "thousand outlets": " OR ".join(f"source:s{i}" for i in range(1000)),
    "brackets": "(" * 5000 + "السوق" + ")" * 5000,
    "deep choices": "(السوق OR (" * 300 + "x",
    "long phrase": '"' + f"{WORDS} " * 300 + '"',
    "operators only": "OR OR | - -- () AND NOT &",
    "dashes": "-" * 5000,
    "unbalanced quotes": 'قال "السوق "الجديد" "',
    "curly quotes": "“السوق ”” „",
    "regular expression": r".*[a-z]+(?:س|ص){1,3}$ \d+ ^السوق",
    "nul": "السو\x00ق \x00",
    "nul in a field": 'source:"\x00" السوق',
    "emoji": "😀 السوق 👨\u200d👩\u200d👧 🇸🇾",
    "direction signs": "\u202eالسوق\u202c \u2067النهر\u2069\u200f",
    "lone surrogate": "السوق \ud800",
    "lone surrogate in fields": "source:\ud800x name:\ud800x tag:\ud800x السوق",
    "many denials": "NOT " * 5000 + "السوق",
    "denials and groups": "NOT -(" * 3000 + "السوق",
    "signs without letters": "\u202e\ud800" * 5000,
    "controls": "".join(map(chr, range(32))) + "السوق",
    "presentation forms": "ﺍﻟﺴﻮﻕ ﻻ ﷲ",
    "fields without values": "source: tag: name: section: from: to: السوق",
    "impossible date": 'from:"0000-00-00" السوق',
    "endless number": "from:" + "9" * 4000,
    "sql": "'; drop table article; --",
    "address": "https://example.org/سوق?q=1&x=%D8%B3#%00",
    "format signs": "%00 %d {0} ${x} \\",
}


@pytest.fixture(scope="module")
def index() -> Iterator[EmbeddedIndex]:
    made, words = open_index(None), WORDS.split()
    rest = {"summary": "", "source": "s", "section": "", "story": "", "tags": (), "names": (), "is_copy": False}
    made.put(
        IndexDocument(
            article=f"a{i}",
            title=" ".join(words[i % 5 :]),
            text=f"{WORDS} {i} " * 5,
            when=datetime(2024, 3, 5, tzinfo=UTC),
            **rest,  # type: ignore[arg-type]
        )
        for i in range(300)
    )
    made.commit(1)
    yield made
    made.close()


@pytest.mark.parametrize("name", HOSTILE)
@pytest.mark.parametrize("page", [{}, {"collapse": True, "facets": True}, {"sort": "time"}])
def test_hostile_queries_are_answered_or_refused(index: EmbeddedIndex, name: str, page: dict[str, object]) -> None:
    start = time.process_time()
    try:
        query = parse_query(HOSTILE[name])
    except QueryError as exc:
        assert "\n" not in str(exc) and len(str(exc)) < 200
        return
    result = index.search(query, **page)  # type: ignore[arg-type]
    assert len(result.hits) <= min(10, result.total)
    assert all(0 <= a < b <= len(hit.snippet) for hit in result.hits for a, b in hit.highlights)
    assert parse_query(str(query)) == query
    assert time.process_time() - start < MOST_S
