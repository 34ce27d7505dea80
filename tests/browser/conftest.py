"""A real server over the invented newsroom and a real Chromium."""

import importlib.util
import os
import shutil
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import pytest
from playwright.sync_api import Browser, sync_playwright

_GOLDEN = Path(__file__).parents[1] / "golden" / "site"
_CANDIDATES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
_ARGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update", "--no-first-run"]
NOW = "2024-03-10T14:00:00+00:00"


@pytest.fixture(scope="module")  # an event loop runs while it is open, which tests of other modules could not bear
def chromium() -> Iterator[Browser]:
    """The browser; without one the tests are skipped, under CI they fail."""
    found = os.environ.get("SIYAQ_CHROMIUM") or next((p for name in _CANDIDATES if (p := shutil.which(name))), None)
    if found is None:
        reason = "no Chromium found on the PATH; install one or name it in SIYAQ_CHROMIUM"
        if os.environ.get("CI"):
            pytest.fail(reason)
        pytest.skip(reason)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found, args=_ARGS)
        yield browser
        browser.close()


def _filled(tmp_path_factory: pytest.TempPathFactory, name: str) -> str:
    """Address of a database that `open_NAME` of golden/site/NAME.py fills."""
    spec = importlib.util.spec_from_file_location(f"siyaq_browser_{name}", _GOLDEN / f"{name}.py")
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    url = f"sqlite:///{tmp_path_factory.mktemp(name)}/news.db"
    getattr(module, f"open_{name}")(url).close()
    return url


@pytest.fixture(scope="session")
def database(tmp_path_factory: pytest.TempPathFactory) -> str:
    """Address of a database filled with the newsroom."""
    return _filled(tmp_path_factory, "newsroom")


def _wait_for(address: str) -> None:
    """Return once the server answers; the line that names its address may come a moment before it listens."""
    last = time.monotonic() + 30
    while True:
        try:
            urllib.request.urlopen(address, timeout=30).close()
            return
        except urllib.error.URLError:
            assert time.monotonic() < last, f"{address} does not answer"
            time.sleep(0.05)


def _serve(url: str) -> Iterator[str]:
    command = [sys.executable, "-m", "siyaq.cli", "serve", "--db", url, "--port", "0"]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True, env=os.environ | {"SIYAQ_NOW": NOW}) as server:
        assert server.stderr is not None
        try:
            line = next((line for line in server.stderr if "serving http" in line), "")
            assert line, "the server did not start"
            address = line.split("serving ")[1].strip()
            _wait_for(address + "/healthz")
            yield address
        finally:
            server.terminate()
            server.wait(30)


@pytest.fixture(scope="session")
def site(database: str) -> Iterator[str]:
    """Base address of the filled site."""
    yield from _serve(database)


@pytest.fixture(scope="session")
def empty_site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Base address of a site without an article."""
    yield from _serve(f"sqlite:///{tmp_path_factory.mktemp('empty')}/none.db")


@pytest.fixture(scope="session")
def hostile_site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Base address of a site whose outlets try to break out of the page."""
    yield from _serve(_filled(tmp_path_factory, "hostile"))


@pytest.fixture(scope="session")
def kinds() -> dict[str, str]:
    """One path of every kind of page, by a name for its screenshot; the story's path is found on the front page."""
    return {
        "home": "/",
        "article-full": "/article/m-dam",
        "article-excerpt": "/article/s-dam",
        "article-link": "/article/u-link",
        "article-copy": "/article/n-dam-copy",
        "article-mixed": "/article/n-evil",
        "section": "/section/" + quote("اقتصاد"),
        "tag": "/tag/" + quote("المياه"),
        "name": "/name/" + quote("ليلى العطار"),
        "source": "/source/manara",
        "search": "/search?q=" + quote("سد الرمان"),
        "search-form": "/search",
        "search-nothing": "/search?q=" + quote("ططططط"),
        "trends": "/trends",
        "statements": "/statements",
        "statements-of": "/statements?speaker=" + quote("ليلى"),
        "statements-none": "/statements?q=" + quote("ططططط"),
        "search-unclear": "/search?q=" + quote("من:32-13-2018"),
        "outlets": "/outlets",
        "preferences": "/preferences",
        "not-found": "/article/none",
        "english": "/?lang=en",
    }
