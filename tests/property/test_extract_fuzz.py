"""Any bytes: only the declared errors come out, in bounded time, and what comes out is sound."""

import os
import time
from contextlib import suppress

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from siyaq.errors import DecodeError, ExtractError
from siyaq.extract import BoilerplateModel, extract, learn, listing_links, strip
from siyaq.extract.jsonld import read_json
from siyaq.extract.moment import read_moment

EXAMPLES = int(os.environ.get("SIYAQ_FUZZ_EXAMPLES", "300"))  # `make test-all` asks for more
FUZZ = settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=list(HealthCheck))
LIMIT_S = 2.0  # processor time for 1 MB
SENTENCE = "قال المتحدث إن العمل في الطريق الساحلي يبدأ صباح الغد ويستمر حتى نهاية الشهر."
PIECES = st.sampled_from(
    [
        "<p>",
        "</p>",
        "<div>",
        "</div>",
        '<div class="related">',
        '<div class="article-body" itemprop="articleBody">',
        "<br>",
        "<br><br>",
        "<h1>",
        "</h1>",
        "<h3>",
        "</h3>",
        "<b>",
        "</b>",
        "<table><tr><td>",
        "</table>",
        '<a href="/a/1">',
        '<a href="http://[">',
        "</a>",
        '<script type="application/ld+json">',
        "</script>",
        '{"@type":"NewsArticle","headline":"x",',
        '"datePublished":"2018-99-99"}',
        '[{"@graph":[',
        '<meta property="og:title" content="',
        '<meta name="keywords" content="أ، ب">',
        '<base href="//x">',
        "<title>",
        "</title>",
        "<!--",
        "-->",
        "<ul><li>",
        "</ul>",
        "<img src=x>",
        "<svg>",
        "<template>",
        "<select><option>",
        "&#x202e;",
        "&#0;",
        "&amp;",
        "اقرأ أيضا:",
        "التعليقات",
        "نشر الأحد 10 يونيو 2018 - 14:05",
        "آخر تحديث: 1 كانون الثاني 2020",
        "شارك",
        "كلمات دلالية",
        "بقلم: منى سالم",
        "#وسم_مركب",
        "\x00",
        "\ud800",
        "\u200f",
        '"',
        "'",
        "<",
        ">",
        "=",
        SENTENCE,
    ]
)
SOUP = st.lists(st.one_of(PIECES, st.text(max_size=12)), max_size=60).map("".join)


def read(data: bytes) -> None:
    try:
        found = extract(data, "https://news.example/a/1")
    except (ExtractError, DecodeError):
        return
    paragraphs = found.body.split("\n\n")
    assert all(paragraph.strip() for paragraph in paragraphs)
    assert all(0 <= at < len(paragraphs) for at in found.subheads)
    assert "\x00" not in found.body


@FUZZ
@given(SOUP)
def test_soup_of_markup(text: str) -> None:
    data = text.encode("utf-8", "surrogatepass")
    read(data)
    with suppress(DecodeError):
        assert all(url.startswith("http") and words for url, words in listing_links(data, "https://news.example/"))


@FUZZ
@given(st.binary(max_size=400), st.sampled_from(["", f"<p>{SENTENCE}</p>" * 3]))
def test_bytes(data: bytes, text: str) -> None:
    read(data + text.encode())


@FUZZ
@given(st.text(max_size=80))
def test_json_and_times(text: str) -> None:
    read_json(text)
    read_json('{"@type":"NewsArticle","headline":"' + text + '"}')
    read_moment(text, "Asia/Riyadh")
    read_moment("2018" + text)


@FUZZ
@given(st.lists(st.lists(st.text(max_size=20), max_size=6), max_size=6))
def test_boilerplate_keeps_every_paragraph_somewhere(articles: list[list[str]]) -> None:
    model = BoilerplateModel.from_bytes(learn(BoilerplateModel(), articles).to_bytes())
    for paragraphs in articles:
        kept, dropped = strip(model, paragraphs)
        assert sorted(kept + dropped) == sorted(paragraphs)


PARAGRAPH = f"<p>{SENTENCE}</p>"
HOSTILE = {
    "deep": "<div>" * 90_000 + PARAGRAPH * 5,
    "deep inline": "<p>" + "<b>" * 100_000 + SENTENCE,
    "deep links": "<a href=x>" * 60_000 + SENTENCE,
    "deep tables": "<table><tr><td>" * 30_000 + PARAGRAPH * 5,
    "formatting": "<p>" + "".join(f"<font c={i}><b a={i}>" for i in range(3000)) + "</p>" + PARAGRAPH * 4000,
    "attributes": "<p " + " ".join(f'a{i}="x"' for i in range(70_000)) + ">" + SENTENCE,
    "options": "<select>" + "<option>x" * 80_000,
    "lines": "<div>" + "سطر عربي طويل للغاية هنا<br>" * 20_000,
    "heads": "<h1>عنوان</h1>" + PARAGRAPH * 5 + "<h3>التعليقات</h3>" * 15_000,
    "sections": "".join(f'<section id="s{i}"><h2>عنوان {i}</h2>{PARAGRAPH}</section>' for i in range(5_000)),
    "json": '<script type="application/ld+json">{"@type":"NewsArticle","headline":"'
    + 'a "b" ' * 150_000
    + '"}</script>'
    + PARAGRAPH,
    "json nesting": '<script type="application/ld+json">' + '{"a":[' * 120_000 + "</script>" + PARAGRAPH * 5,
    "open tags": "<" * 900_000,
    "titles": "<title>" + "ا - " * 200_000 + "</title>" + PARAGRAPH * 5,
    "one word": "ا" * 450_000,
    "marks": "\u064b" * 450_000,
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_page_of_one_megabyte(name: str) -> None:
    data = HOSTILE[name].encode()[:1_000_000]
    start = time.process_time()
    read(data)
    assert time.process_time() - start < LIMIT_S
