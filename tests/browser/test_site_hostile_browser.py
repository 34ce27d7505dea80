"""A browser walks a site whose outlets try to run scripts in it: nothing runs, and nothing is even blocked."""

import re

import pytest
from playwright.sync_api import Browser

pytestmark = pytest.mark.browser
MAX_PAGES = 60
BOARDS = ("/", "/trends", "/statements", "/outlets", "/search?q=الصنوبر", "/search", "/nothing-here")
_PAGE = re.compile(r"^/(?!/|api|opml)(?!.*\.(rss|atom|json)(\?|$))")


def test_nothing_of_an_outlet_runs(chromium: Browser, hostile_site: str) -> None:
    context = chromium.new_context()
    context.route(re.compile(r"^https?://(?!127\.0\.0\.1)"), lambda route: route.fulfill(body="", content_type="image/png"))
    page = context.new_page()
    alarms: list[str] = []
    page.on("dialog", lambda dialog: (alarms.append(f"dialog {dialog.message}"), dialog.dismiss()))
    page.on("pageerror", lambda error: alarms.append(str(error)))
    page.on("console", lambda message: alarms.append(message.text) if "Content Security Policy" in message.text else None)
    waiting, seen = list(BOARDS), set[str]()
    while waiting and len(seen) < MAX_PAGES:
        path = waiting.pop(0)
        if path in seen:
            continue
        seen.add(path)
        page.goto(hostile_site + path)
        assert page.evaluate("window.pwned") is None, path
        assert page.evaluate("getComputedStyle(document.body).display") != "none", path
        assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth"), path
        hrefs = page.eval_on_selector_all("a[href]", "links => links.map(a => a.getAttribute('href'))")
        waiting += [href for href in dict.fromkeys(hrefs) if _PAGE.match(href)]
    context.close()
    assert len(seen) >= 40
    assert alarms == []
