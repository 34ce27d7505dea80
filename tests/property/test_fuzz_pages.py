"""Every parser of pages, of files of articles and of what people type: 200,000 damaged inputs each in `make test-all`.

Only the declared errors come out, what comes out keeps its promises, and nothing takes over two seconds.
"""

import gzip
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from random import Random

import pytest

from siyaq.arabic import exact, find_dates, fold, normalize, numbers, parse_date, sentences, tokens
from siyaq.cli.record_file import RecordFile, record_from_line
from siyaq.errors import DecodeError, ExtractError, ParseError, QueryError, RecordError, StoreError
from siyaq.extract import BoilerplateModel, extract, listing_links
from siyaq.ingest import article_from_record
from siyaq.ingest.fill import section_links
from siyaq.ingest.memory import memory_from_bytes
from siyaq.query import parse_query

NOW = datetime(2024, 5, 1, tzinfo=UTC)
URL = "https://sada.example/news/7"
NO_URLS = (None, "", "http://[::1", "news/7", "//", "http://a]/")  # what saved pages and web archives may call an address
MEGABYTE_OF_ARABIC = 500_000  # characters; of Latin letters a megabyte holds twice as many


@dataclass(frozen=True)
class Case:
    """A parser with good input for it, the errors that it declares, and the bytes that it ever gets."""

    run: Callable[[bytes, Random], object]
    seeds: Sequence[str]
    errors: tuple[type[Exception], ...] = ()
    limit: int | None = None

    def take(self, data: bytes, rng: Random) -> object:
        """Run the parser on as much of the input as it would get."""
        return self.run(data[: self.limit], rng)


def text_of(data: bytes) -> str:
    """Any text, lone surrogates too."""
    return data.decode("utf-8", "surrogateescape")


def read_page(data: bytes, rng: Random) -> None:
    found = extract(data, rng.choice((URL, URL, *NO_URLS)), content_type=rng.choice((None, "text/html; charset=windows-1256")))
    paragraphs = found.body.split("\n\n")
    assert all(paragraph.strip() for paragraph in paragraphs) or not found.body
    assert all(0 <= at < len(paragraphs) for at in found.subheads)
    assert "\x00" not in f"{found.title}{found.body}"
    for url in (found.canonical_url, found.image):
        assert url is None or url.startswith(("http://", "https://"))


def read_listing(data: bytes, rng: Random) -> None:
    listing_links(data, rng.choice(NO_URLS) or "")
    assert all(url.startswith(("http://", "https://")) and words for url, words in listing_links(data, URL))
    assert all(url.startswith("https://sada.example/") for url in section_links(data, URL, "https://sada.example/"))


def read_record(data: bytes, _: Random) -> None:
    article = article_from_record(record_from_line(data), source="sada")
    assert article.id and (article.title or article.text)
    assert article.published is None or article.published.utcoffset() is not None
    assert article.url is None or article.url.startswith(("http://", "https://"))


def read_words(data: bytes, _: Random) -> None:
    text = text_of(data)
    for token in tokens(text):
        assert text[token.start : token.end] == token.text
    assert all(0 <= start < end <= len(text) for start, end in sentences(text))


def read_letters(data: bytes, _: Random) -> None:
    text = text_of(data)
    norm = normalize(text)
    assert all(0 <= at <= len(text) for at in norm.span(0, len(norm.norm)))
    assert fold(norm.norm) == norm.norm == fold(text)
    assert exact(exact(text)) == exact(text)


def read_dates(data: bytes, _: Random) -> None:
    text = text_of(data)[:MEGABYTE_OF_ARABIC]
    for mention in find_dates(text, NOW, "Asia/Riyadh"):
        assert text[mention.start : mention.end] == mention.mention


def read_numbers(data: bytes, _: Random) -> None:
    text = text_of(data)[:MEGABYTE_OF_ARABIC]
    assert all(0 <= number.start < number.end <= len(text) for number in numbers(text))


def read_date_line(data: bytes, _: Random) -> None:
    found = parse_date(text_of(data), "Asia/Riyadh", NOW)
    assert found is None or isinstance(found, date)
    assert not isinstance(found, datetime) or found.utcoffset() is not None


def read_query(data: bytes, _: Random) -> None:
    query = parse_query(text_of(data), now=NOW)
    assert parse_query(str(query), now=NOW) == query


def read_state(data: bytes, _: Random) -> None:
    """What a damaged database may hold in place of our own small state."""
    assert memory_from_bytes(data).to_bytes(NOW)
    BoilerplateModel.from_bytes(data)


SENTENCE = "قال المتحدث إن العمل في الطريق الساحلي يبدأ صباح الغد ويستمر حتى نهاية الشهر."
WRONG_LINKS = "".join(f'<p><a href="{url}">رابط قصير {url}</a></p>' for url in NO_URLS)
PAGE = f"""<!doctype html><html lang="ar"><head><meta charset="utf-8"><title>خبر الطريق - صدى</title>
<link rel="canonical" href="/news/7?utm_source=x"><meta property="og:title" content="خبر الطريق">
<meta property="article:published_time" content="2018-06-10T14:05:00+03:00"><meta name="keywords" content="أ، ب">
<script type="application/ld+json">{{"@graph":[{{"@type":"NewsArticle","headline":"خبر الطريق","datePublished":"2018-06-10",
"author":[{{"name":"منى"}}],"articleBody":"{SENTENCE}"}}]}}</script></head><body><nav><a href="/">الرئيسية</a></nav>
<article itemprop="articleBody"><h1>خبر الطريق</h1><p>نشر الأحد 10 يونيو 2018 - 14:05</p><p>{SENTENCE}</p><h3>تفاصيل</h3>
<p>{SENTENCE} <b>وأضاف</b></p>
<div class="related"><a href="/news/8">اقرأ أيضا: خبر آخر طويل بعض الشيء</a></div>
</article></body></html>"""
OLD_PAGE = f"""<table><tr><td><font size=5>خبر الطريق</font><br><br>{SENTENCE}<br><br>{SENTENCE}<br>بقلم: منى سالم<br>
12 حزيران/يونيو 2018{WRONG_LINKS}</td></tr></table><ul><li><a href="8.html">خبر آخر عن الطريق الساحلي الجديد</a></ul>"""
RECORD = (
    '{"id": "7", "url": "https://sada.example/7", "source": "sada", "title": "خبر", "subtitle": null, "text": "سطر\\nسطر ثان", '
    '"published": "2018-06-10T14:05:00+03:00", "modified": "2018-06-11", "authors": ["منى"], "tags": ["طريق", "بحر"]}'
)
WARC = (
    "WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: https://sada.example/7\r\nWARC-Record-ID: <urn:uuid:7>\r\n"
    "Content-Type: application/http; msgtype=response\r\nContent-Length: {}\r\n\r\n{}\r\n\r\n"
)
HTTP = f"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\n{OLD_PAGE}"
PROSE = (
    f"{SENTENCE} وفي 12 حزيران/يونيو 2018، أي يوم الثلاثاء الماضي، بلغ العدد ٣٫٥ مليون و1,200 شخص؛ "
    "أمس الأول «مساء» قبل يومين. CNN 25 يناير كانون الثاني 1440 هـ"
)
QUERIES = [
    'صواريخ كوريا "كوريا الشمالية" -رياضة',
    "(بوتين OR زيلينسكي) source:bbc وسم:حرب from:2018-06-01 to:2018-07",
    "من:2018 إلى:“12 حزيران”",
]
STATE = '{"pages":{"https://a.example/":{"first_seen":"2024-05-01T00:00:00Z","checked":"2024-05-01T00:00:00Z"}},"orders":{}}'

CASES = {
    "pages": Case(read_page, [PAGE, OLD_PAGE], (ExtractError, DecodeError)),
    "listings": Case(read_listing, [PAGE, OLD_PAGE], (ExtractError, DecodeError)),
    "records": Case(read_record, [RECORD], (RecordError,)),
    "words": Case(read_words, [PROSE]),
    "letters": Case(read_letters, [PROSE]),
    "dates": Case(read_dates, [PROSE]),
    "numbers": Case(read_numbers, [PROSE]),
    "date lines": Case(
        read_date_line, ["الثلاثاء 12 حزيران/يونيو 2018 - 14:05", "قبل ساعتين", "١٤٤٠/٩/٢٧ هـ", "Jun 12, 2018 2:05 م"]
    ),
    "queries": Case(read_query, QUERIES, (QueryError,)),
    "own state": Case(read_state, [STATE], (StoreError,)),
}


@pytest.mark.timeout(7_200)
@pytest.mark.parametrize("name", CASES)
def test_only_declared_errors_come_out(name: str, grind: Callable[..., None]) -> None:
    case = CASES[name]
    grind(case.take, [seed.encode() for seed in case.seeds], case.errors)


@pytest.mark.timeout(7_200)
def test_any_file_is_articles_or_a_declared_error(tmp_path: Path, grind: Callable[..., None]) -> None:
    path = tmp_path / "file"
    skipped: list[str] = []

    def read(data: bytes, rng: Random) -> None:
        path.write_bytes(gzip.compress(data, 1) if rng.random() < 0.2 else data)
        skipped.clear()
        file = RecordFile(
            str(path), rng.choice((None, "jsonl", "html", "warc")), "sada", lambda where, why: skipped.append(why)
        )
        try:
            assert all(article.id for article in file.articles())
        finally:
            file.close()
        assert all("\n" not in why for why in skipped)

    seeds = [RECORD + "\n" + RECORD, OLD_PAGE, WARC.format(len(HTTP.encode()), HTTP) * 2]
    grind(read, [seed.encode() for seed in seeds], (ParseError,))


@pytest.mark.slow
@pytest.mark.timeout(1_800)
@pytest.mark.parametrize("name", CASES)
def test_a_megabyte_of_anything_ends_within_two_seconds(name: str, swell: Callable[..., list[str]]) -> None:
    case = CASES[name]
    assert swell(case.take, [seed.encode() for seed in case.seeds], case.errors) == []
