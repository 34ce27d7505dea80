"""Pages per second and body F1 of Siyaq's extraction beside four others, on one core.

    python bench/extract.py [--pages ../shared/gold/dev/pages] [--seconds 2] [--only NAME,NAME]

Speed: an invented page is padded with the menus, lists and scripts of real ones to 10, 50 and 150 KB. Each extractor gets
decoded text, or bytes where it wants them, and its best settings for news. F1 (multiset of words) is of the real pages in
--pages, if that folder exists; the four run with the settings that score best there.
"""

import argparse
import json
import sys
import time
from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path

import lxml.html
import newspaper
import readability
import trafilatura
from resiliparse.extract.html2text import extract_plain_text
from resiliparse.parse.html import HTMLTree

from siyaq.extract import extract

SIZES_KB = (10, 50, 150)
SENTENCE = "قال المتحدث باسم البلدية إن العمل في الطريق الساحلي رقم {} يبدأ صباح الغد ويستمر حتى نهاية الشهر المقبل."
MENU = '<li class="menu-item"><a href="/section/{0}"><span>القسم رقم {0}</span></a></li>'
CARD = (
    '<div class="card"><a href="/a/{0}"><img src="/i/{0}.jpg" alt=""><h3>عنوان خبر آخر من أخبار المدينة رقم {0}</h3></a>'
    "<p>نبذة قصيرة عن الخبر رقم {0} تقف تحت عنوانه.</p></div>"
)
SCRIPT = (
    "<script>window.q=window.q||[];q.push({{id:{0},kind:'slot',sizes:[[300,250],[728,90]],zone:'/99/inread/{0}'}});</script>"
)


def invented_page(size_kb: int) -> str:
    """A page of about that size: a third of it lists, a third scripts and style, the text about 4 KB."""
    text = "".join(f"<p>{SENTENCE.format(n)}</p>" for n in range(12))
    page = (
        '<!DOCTYPE html><html lang="ar" dir="rtl"><head><meta charset="utf-8"><title>عنوان الخبر | المثال</title>'
        '<meta property="og:title" content="عنوان الخبر">'
        '<meta property="article:published_time" content="2021-05-04T10:30:00+03:00">'
        "</head><body><nav><ul>{menu}</ul></nav>{script}<main><article><h1>عنوان الخبر</h1><div class='text'>" + text + "</div>"
        "</article><div class='related'>{cards}</div></main></body></html>"
    )
    parts: dict[str, list[str]] = {"menu": [], "script": [], "cards": []}
    sizes = dict.fromkeys(parts, 0)
    room = size_kb * 1000 - len(page.encode())
    forms = {"menu": MENU, "script": SCRIPT, "cards": CARD}
    number = 0
    while sum(sizes.values()) < room:
        number += 1
        name = min(sizes, key=sizes.__getitem__)
        parts[name].append(forms[name].format(number))
        sizes[name] += len(parts[name][-1].encode())
    return page.format(**{name: "".join(items) for name, items in parts.items()})


def by_readability(html: str) -> str:
    """readability-lxml, its summary as text."""
    summary = readability.Document(html).summary(html_partial=True)
    return str(lxml.html.fromstring(summary).text_content()) if summary.strip() else ""


def by_newspaper(html: str) -> str:
    """newspaper4k, with its Arabic tokenizer where nltk is installed."""
    language = "ar" if find_spec("nltk") else "en"
    article = newspaper.Article("https://news.example/a/1", language=language, fetch_images=False)
    article.download(input_html=html)
    article.parse()
    return str(article.text)


def by_trafilatura(html: str) -> str:
    """trafilatura with metadata, as an aggregator needs it."""
    found = trafilatura.bare_extraction(html, with_metadata=True, include_comments=False)
    return str(found.text or "") if found else ""


EXTRACTORS: dict[str, Callable[[str], str]] = {
    "siyaq": lambda html: extract(html.encode(), "https://news.example/a/1").body,
    "trafilatura": by_trafilatura,
    "readability-lxml": by_readability,
    "newspaper4k": by_newspaper,
    "resiliparse": lambda html: str(extract_plain_text(HTMLTree.parse(html), main_content=True, alt_texts=False, links=False)),
}


def pages_per_second(run: Callable[[str], str], html: str, seconds: float) -> float:
    """Pages a second of processor time, after a first page that is not counted."""
    run(html)
    start, count = time.process_time(), 0
    while (spent := time.process_time() - start) < seconds:
        run(html)
        count += 1
    return count / spent


def mean_f1(run: Callable[[str], str], folder: Path, news_only: bool) -> float:
    """Mean word F1 of the bodies of a folder of pages with gold."""
    sys.path.insert(0, str(folder.parents[1] / "score"))
    from score_pages import NEWS, word_f1  # the reference scorer

    scores = []
    for path in sorted(folder.glob("*.json")):
        if news_only and path.stem not in NEWS:
            continue
        gold = json.loads(path.read_text("utf-8"))
        html = path.with_suffix(".html").read_bytes().decode("utf-8", "replace")
        try:
            scores.append(word_f1(run(html), gold["body"]))
        except (ValueError, readability.readability.Unparseable, newspaper.ArticleException):
            scores.append(0.0)
    return sum(scores) / len(scores)


def main() -> None:
    """Print a table, one extractor a line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pages", type=Path, default=Path(__file__).resolve().parents[2] / "shared" / "gold" / "dev" / "pages")
    parser.add_argument("--seconds", type=float, default=2.0)
    parser.add_argument("--only", default=",".join(EXTRACTORS))
    options = parser.parse_args()
    samples = {size: invented_page(size) for size in SIZES_KB}
    print("extractor         " + "".join(f"{size:>7} KB" for size in SIZES_KB) + "    F1 all   F1 news")
    for name in options.only.split(","):
        run = EXTRACTORS[name]
        speeds = "".join(f"{pages_per_second(run, html, options.seconds):>10.1f}" for html in samples.values())
        folder = options.pages.resolve()
        found = "".join(f"{mean_f1(run, folder, news):>10.4f}" for news in (False, True)) if folder.is_dir() else ""
        print(f"{name:<18}{speeds}{found}", flush=True)


if __name__ == "__main__":
    main()
