"""Take the pictures of the README from a running demo: `siyaq demo --port 8000`, then `tools/make_screenshots.py`.

Needs the development installation (playwright) and a Chromium on the path.
"""

import argparse
import json
import shutil
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Literal
from urllib.parse import quote
from urllib.request import urlopen

from playwright.sync_api import Browser, ViewportSize, sync_playwright

OUT = Path(__file__).resolve().parents[1] / "docs" / "images"
DESKTOP: ViewportSize = {"width": 1280, "height": 900}
PHONE: ViewportSize = {"width": 390, "height": 844}
Theme = Literal["light", "dark"]
QUERY = "نهر الفيروز"


def main(arguments: Sequence[str] | None = None) -> None:
    """Write docs/images/*.png."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("base", nargs="?", default="http://127.0.0.1:8000", help="address of the demo")
    parser.add_argument("--out", type=Path, default=OUT, help="folder of the pictures")
    options = parser.parse_args(arguments)
    story, article = _shown(options.base)
    shots: tuple[tuple[str, str, ViewportSize, Theme], ...] = (
        ("home", "/", DESKTOP, "light"),
        ("story", f"/story/{story}", DESKTOP, "light"),
        ("article", f"/article/{quote(article, safe='')}", DESKTOP, "light"),
        ("search", f"/search?q={quote(QUERY)}", DESKTOP, "light"),
        ("phone", "/", PHONE, "dark"),
    )
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        for name, path, size, theme in shots:
            _shoot(browser, options.base + path, size, theme, options.out / f"{name}.png")
        browser.close()


def _shown(base: str) -> tuple[str, str]:
    """The day's biggest story, and its longest report of an outlet's own."""
    story = _json(f"{base}/api/v1/front")["stories"][0]["story"]
    ids = [report["id"] for report in _json(f"{base}/api/v1/stories/{story}")["articles"] if not report["copy"]]
    return story, max(ids, key=lambda name: len(_json(f"{base}/api/v1/articles/{quote(name, safe='')}").get("text") or ""))


def _json(url: str) -> Any:
    with urlopen(url, timeout=30) as answer:
        return json.load(answer)


def _shoot(browser: Browser, url: str, size: ViewportSize, theme: Theme, path: Path) -> None:
    scale = 2 if size is PHONE else 1
    context = browser.new_context(
        viewport=size, color_scheme=theme, locale="ar", timezone_id="Asia/Amman", device_scale_factor=scale
    )
    page = context.new_page()
    page.goto(url)
    page.evaluate("document.fonts.ready")
    page.wait_for_load_state("networkidle")
    page.screenshot(path=path)
    context.close()


if __name__ == "__main__":
    main()
