"""The site in a real Chromium: the walk of a reader, accessibility, phones, themes, keyboard, and no scripts."""

import re
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page, expect

pytestmark = pytest.mark.browser
SCREENSHOTS = Path(__file__).parents[2] / ".screenshots"
PICTURE = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 16 9"><path fill="#8aa" d="M0 0h16v9H0z"/></svg>'
WIDTHS = (360, 768, 1280)
THEMES = ("light", "dark")


@pytest.fixture
def context(chromium: Browser) -> Iterator[BrowserContext]:
    """A fresh reader in Amman with a desktop window."""
    made = chromium.new_context(viewport={"width": 1280, "height": 900}, locale="ar", timezone_id="Asia/Amman")
    yield made
    made.close()


def watched(context: BrowserContext) -> tuple[Page, list[str]]:
    """A page and the errors that its console gets."""
    page, errors = context.new_page(), []
    page.on("console", lambda message: errors.append(message.text) if message.type in ("error", "warning") else None)
    context.route("https://*.example/**", lambda route: route.fulfill(body=PICTURE, content_type="image/svg+xml"))
    page.on("pageerror", lambda error: errors.append(str(error)))
    return page, errors


def test_a_reader_walks_from_home_to_story_article_tag_and_search(context: BrowserContext, site: str) -> None:
    page, errors = watched(context)
    page.goto(site)
    assert page.locator("html").get_attribute("dir") == "rtl"
    page.locator(".brief-big .brief-title a").click()
    expect(page).to_have_url(re.compile(r"/story/"))
    headline = page.locator(".timeline .item-title a").nth(1)
    title = headline.inner_text()
    headline.click()
    expect(page).to_have_url(re.compile(r"/article/"))
    expect(page.locator("h1")).to_have_text(title)
    tag = page.locator(".tags a").first
    word = tag.inner_text()
    tag.click()
    expect(page.locator("h1")).to_have_text(word)
    page.locator("#q-top").fill("سد الرمان")
    page.locator("#q-top").press("Enter")
    expect(page.locator("mark").first).to_be_visible()
    page.locator(".col-main .item-title a").first.click()
    expect(page.locator("article.piece h1")).to_be_visible()
    assert errors == []


def test_the_walk_needs_no_scripts(chromium: Browser, site: str) -> None:
    context = chromium.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(site)
    page.locator(".brief-big .brief-title a").click()
    page.locator(".timeline .item-title a").first.click()
    assert re.search(r"\d\d:\d\d$", page.locator(".byline time").first.inner_text())
    page.locator(".also h3 a").click()
    assert page.locator("article.piece h1").is_visible()
    page.locator("#q-top").fill("القطار")
    page.locator(".find button").click()
    assert page.locator(".col-main .item").count() > 0
    context.close()


def paths(site: str, kinds: dict[str, str], page: Page) -> dict[str, str]:
    page.goto(site)
    story = page.locator(".brief-big .brief-title a").get_attribute("href")
    assert story and story.startswith("/story/")
    return {**kinds, "story": story}


@pytest.mark.parametrize("theme", THEMES)
def test_no_serious_accessibility_finding(
    chromium: Browser, site: str, empty_site: str, kinds: dict[str, str], theme: Any
) -> None:
    context = chromium.new_context(color_scheme=theme)
    page, axe = context.new_page(), Axe()
    addresses = {name: site + path for name, path in paths(site, kinds, page).items()} | {"empty": empty_site + "/"}
    found: dict[str, list[str]] = {}
    for name, address in addresses.items():
        context.clear_cookies()
        page.goto(address)
        results = axe.run(page).response["violations"]
        serious = [f"{v['id']}: {v['nodes'][0]['html'][:120]}" for v in results if v["impact"] in ("serious", "critical")]
        if serious:
            found[name] = serious
    context.close()
    assert found == {}


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("width", WIDTHS)
def test_every_kind_of_page_fits_its_window(
    chromium: Browser, site: str, empty_site: str, kinds: dict[str, str], width: int, theme: Any
) -> None:
    SCREENSHOTS.mkdir(exist_ok=True)
    context = chromium.new_context(viewport={"width": width, "height": 900}, color_scheme=theme, timezone_id="UTC")
    page, _ = watched(context)
    addresses = {name: site + path for name, path in paths(site, kinds, page).items()} | {"empty": empty_site + "/"}
    wide: dict[str, int] = {}
    for name, address in addresses.items():
        context.clear_cookies()
        page.goto(address)
        page.evaluate("document.fonts.ready")
        if (needed := page.evaluate("document.documentElement.scrollWidth")) > width:
            wide[name] = needed
        page.screenshot(path=SCREENSHOTS / f"{name}-{width}-{theme}.png", full_page=True)
    context.close()
    assert wide == {}


def test_pages_fit_the_smallest_phones(chromium: Browser, site: str, kinds: dict[str, str]) -> None:
    context = chromium.new_context(viewport={"width": 320, "height": 640})
    page = context.new_page()
    for name, path in paths(site, kinds, page).items():
        page.goto(site + path)
        assert page.evaluate("document.documentElement.scrollWidth") <= 320, name
    context.close()


SMALL_TARGETS = """() => {
    const shown = el => el.getClientRects().length && getComputedStyle(el).clipPath === "none" && !el.closest(".vh,.skip");
    const alone = el => {
        let block = el.parentElement;
        while (getComputedStyle(block).display === "inline") block = block.parentElement;
        return block.textContent.trim() === el.textContent.trim();
    };
    return [...document.querySelectorAll("a,button,input:not([type=hidden]),select,summary")]
        .filter(el => shown(el) && el.getBoundingClientRect().height < 43.5)
        .filter(el => getComputedStyle(el).display !== "inline" || alone(el))
        .map(el => el.outerHTML.slice(0, 90));
}"""


def test_what_fingers_press_is_high_enough(chromium: Browser, site: str, empty_site: str, kinds: dict[str, str]) -> None:
    """44 CSS px (WCAG 2.5.5); links within a line of text are excepted there too."""
    context = chromium.new_context(viewport={"width": 360, "height": 800}, has_touch=True)
    page, _ = watched(context)
    addresses = {name: site + path for name, path in paths(site, kinds, page).items()} | {"empty": empty_site + "/"}
    small: dict[str, list[str]] = {}
    for name, address in addresses.items():
        page.goto(address)
        if found := page.evaluate(SMALL_TARGETS):
            small[name] = found
    context.close()
    assert small == {}


def test_the_keyboard_reaches_the_content_first(context: BrowserContext, site: str) -> None:
    page = context.new_page()
    page.goto(site + "/article/m-dam")
    page.keyboard.press("Tab")
    focused = page.locator(":focus")
    assert focused.get_attribute("class") == "skip"
    assert focused.bounding_box()["y"] >= 0  # type: ignore[index]
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"
    page.keyboard.press("Tab")
    assert page.evaluate("!!document.activeElement.closest('main')")
    assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") == "solid"


def test_the_order_of_focus_is_the_order_of_reading(context: BrowserContext, site: str) -> None:
    page = context.new_page()
    page.goto(site)
    order: list[str] = []
    for _ in range(9):
        page.keyboard.press("Tab")
        order.append(page.evaluate("document.activeElement.closest('.skip,.brand,.find,.nav,main').className"))
    assert order == ["skip", "brand", "find", "find", "wrap nav", "wrap nav", "wrap nav", "wrap nav", "wrap"]


@pytest.mark.parametrize("width", [360, 1280])
def test_nothing_moves_while_a_page_loads(chromium: Browser, site: str, kinds: dict[str, str], width: int) -> None:
    context = chromium.new_context(viewport={"width": width, "height": 800}, timezone_id="Asia/Amman")
    page, _ = watched(context)
    page.add_init_script(
        "window.shift = 0; new PerformanceObserver(list => { for (const e of list.getEntries()) window.shift += e.value; })"
        ".observe({type: 'layout-shift', buffered: true});"
    )
    moved: dict[str, float] = {}
    for name, path in paths(site, kinds, page).items():
        context.clear_cookies()  # a first visit: times are rewritten in the reader's zone
        page.goto(site + path)
        page.wait_for_load_state("networkidle")
        if (shift := page.evaluate("window.shift")) > 0.01:  # 0.1 is what browsers call good
            moved[name] = shift
    context.close()
    assert moved == {}


def test_every_kind_of_page_is_light(chromium: Browser, site: str, kinds: dict[str, str]) -> None:
    heavy: dict[str, float] = {}
    finder = chromium.new_page()
    for name, path in paths(site, kinds, finder).items():
        context = chromium.new_context()
        page, _ = watched(context)
        sizes: dict[str, float] = {}
        session = context.new_cdp_session(page)
        session.send("Network.enable")
        session.on(
            "Network.loadingFinished", lambda event, sizes=sizes: sizes.update({event["requestId"]: event["encodedDataLength"]})
        )
        page.goto(site + path)
        page.wait_for_load_state("networkidle")
        if (total := sum(sizes.values())) > 100_000:  # with fonts, style and script of a first visit
            heavy[name] = total
        context.close()
    finder.close()
    assert heavy == {}


def test_every_kind_of_page_begins_with_its_skip_link_and_has_one_heading(
    chromium: Browser, site: str, kinds: dict[str, str]
) -> None:
    context = chromium.new_context()
    page = context.new_page()
    for name, path in paths(site, kinds, page).items():
        page.goto(site + path)
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.className") == "skip", name
        page.keyboard.press("Enter")
        assert page.evaluate("document.activeElement.id") == "main", name
        levels = page.eval_on_selector_all("h1,h2,h3,h4", "all => all.map(h => Number(h.tagName[1]))")
        assert levels.count(1) == 1, name
        assert all(b - a <= 1 for a, b in pairwise(levels)), (name, levels)
    context.close()


def test_the_keyboard_opens_and_closes_folded_copies(context: BrowserContext, site: str, kinds: dict[str, str]) -> None:
    page = context.new_page()
    page.goto(site + paths(site, kinds, page)["story"])
    summary = page.locator(".panel summary").first
    summary.focus()
    page.keyboard.press("Enter")
    expect(page.locator(".panel details[open] .line-title").first).to_be_visible()
    page.keyboard.press("Enter")
    assert page.locator(".panel details[open]").count() == 0


def test_our_fonts_are_used_and_nothing_comes_from_elsewhere(context: BrowserContext, site: str) -> None:
    page, errors = watched(context)
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(site + "/article/s-dam")
    page.evaluate("document.fonts.ready")
    assert page.evaluate(
        "document.fonts.check('1rem \"Siyaq Naskh\"', 'سياق') && document.fonts.check('600 1rem \"Siyaq Sans\"', 'سياق')"
    )
    assert any(url.endswith(".woff2") for url in asked)
    assert all(url.startswith(site) for url in asked)
    assert errors == []


def test_times_are_the_readers_from_the_first_visit(context: BrowserContext, site: str) -> None:
    page = context.new_page()
    page.goto(site + "/article/m-dam")
    assert "12:00" in page.locator(".byline time").first.inner_text()  # 09:00 UTC
    page.reload()
    assert "12:00" in page.locator(".byline time").first.inner_text()
    assert "بتوقيت عمّان" in page.locator(".byline").inner_text()


def test_paper_gets_the_text_only(context: BrowserContext, site: str) -> None:
    page = context.new_page()
    page.goto(site + "/article/m-dam")
    page.emulate_media(media="print")
    assert page.locator(".body").is_visible()
    assert not page.locator(".masthead form").is_visible()
    assert not page.locator(".similar").is_visible()
    address = page.evaluate("getComputedStyle(document.querySelector('.from a[data-address]'), '::after').content")
    assert address.startswith('"manara.example/') and "%" not in address
