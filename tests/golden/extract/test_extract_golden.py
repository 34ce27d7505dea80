"""Invented pages and what must be found in each: pairs of NAME.html and NAME.json."""

import json
from pathlib import Path

import pytest

from siyaq.extract import extract

PAGES = Path(__file__).parent / "pages"


@pytest.mark.parametrize("name", sorted(path.stem for path in PAGES.glob("*.html")))
def test_page_gives_its_article(name: str) -> None:
    wanted = json.loads((PAGES / f"{name}.json").read_text("utf-8"))
    found = extract((PAGES / f"{name}.html").read_bytes(), "https://news.example/a/1")
    got = {
        "title": found.title,
        "paragraphs": found.body.split("\n\n"),
        "subheads": list(found.subheads),
        "published": found.published.isoformat() if found.published else None,
        "modified": found.modified.isoformat() if found.modified else None,
        "authors": list(found.authors),
        "tags": list(found.tags),
        "section": found.section,
        "canonical_url": found.canonical_url,
        "site_name": found.site_name,
        "subtitle": found.subtitle,
        "paywalled": found.paywalled,
        "image": found.image,
    }
    assert got == wanted
    assert found.language == "ar"
