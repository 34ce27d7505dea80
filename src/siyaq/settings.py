"""One frozen `Settings` made from the environment and an optional TOML file.

Every setting is defined once, in the fields of `Settings`; docs/reference/settings.md is checked against them. Precedence:
arguments of the command line, then `SIYAQ_*` variables, then the file named by `SIYAQ_CONFIG`, then the defaults.
"""

import os
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from siyaq.errors import SettingsError

DEFAULT_DB = "sqlite:///siyaq.db"
DEFAULT_USER_AGENT = "Siyaq/0.1 (+https://github.com/siyaq/siyaq; news aggregator; respects robots.txt)"


def _setting(default: Any, env: str, meaning: str) -> Any:
    return field(default=default, metadata={"env": env, "meaning": meaning})


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """All that can be set. Each field carries the name of its variable and its meaning."""

    db: str = _setting(DEFAULT_DB, "SIYAQ_DB", "Database address: `sqlite:///PATH`, `memory:` or `postgresql://...`")
    host: str = _setting("127.0.0.1", "SIYAQ_HOST", "Address that the site listens on")
    port: int = _setting(8000, "SIYAQ_PORT", "Port that the site listens on, 0 to 65535; 0 takes a free one")
    base_url: str = _setting(
        "",
        "SIYAQ_BASE_URL",
        "Public address of the site, for feeds, site maps and WebSub hubs; empty: as requested, and no hubs",
    )
    outlets: str = _setting(
        "", "SIYAQ_OUTLETS", "List of outlets (OPML or TOML, a path or an address); empty: the bundled list"
    )
    allow_hosts: tuple[str, ...] = _setting(
        (), "SIYAQ_ALLOW_HOSTS", "Comma list of HOST[:PORT] exempt from the private-address guard and from per-host delays"
    )
    now: datetime | None = _setting(None, "SIYAQ_NOW", "Sets the current time (ISO 8601), for archives and tests")  # noqa: RUF009
    user_agent: str = _setting(DEFAULT_USER_AGENT, "SIYAQ_USER_AGENT", "How Siyaq names itself to outlets")
    fetch_concurrency: int = _setting(16, "SIYAQ_FETCH_CONCURRENCY", "Feeds visited at the same time, 1 to 256")
    fetch_timeout_s: float = _setting(
        30.0, "SIYAQ_FETCH_TIMEOUT_S", "Deadline of one request with its redirects and repetitions, in seconds"
    )
    feed_deadline_s: float = _setting(
        240.0, "SIYAQ_FEED_DEADLINE_S", "Deadline of one visit to an outlet with all its pages, in seconds"
    )
    workers: int = _setting(
        0, "SIYAQ_WORKERS", "Processes that analyse articles on large imports; 0: one less than the cores, at least 1"
    )
    web_workers: int = _setting(
        0, "SIYAQ_WEB_WORKERS", "Processes that serve the site; 0: two where the machine has several cores, else one"
    )
    pages_kept: int = _setting(
        1024, "SIYAQ_PAGES_KEPT", "Rendered pages kept by each serving process, some 50 KB each; 0 renders every page anew"
    )
    surveys_kept: int = _setting(
        2048,
        "SIYAQ_SURVEYS_KEPT",
        "What pages are made of, kept by each serving process, some 30 KB each; 0 reads everything anew for every page",
    )
    vectors: str = _setting(
        "",
        "SIYAQ_VECTORS",
        "Vectors that search results are re-ranked by: empty for none, or `e5` (with the extra `e5` installed)",
    )
    language: str = _setting("ar", "SIYAQ_LANGUAGE", "Language of the interface: `ar` or `en`")
    timezone: str = _setting("UTC", "SIYAQ_TIMEZONE", "IANA time zone of times on pages where the reader's is not known")

    @staticmethod
    def load(env: Mapping[str, str] | None = None, **overrides: Any) -> "Settings":
        """Settings from the environment and the file that `SIYAQ_CONFIG` names.

        Args:
            env: variables; None means the process's own.
            **overrides: fields that win over all else; None values are ignored.

        Raises:
            SettingsError: a value cannot be read, or the file is missing or has an unknown key.
        """
        env = os.environ if env is None else env
        values = _from_file(env.get("SIYAQ_CONFIG", ""))
        for item in fields(Settings):
            raw = env.get(item.metadata["env"])
            if raw:
                values[item.name] = _value(item.name, raw, item.metadata["env"])
        values.update({k: v for k, v in overrides.items() if v is not None})
        return _checked(replace(Settings(), **values))


def _from_file(path: str) -> dict[str, Any]:
    if not path:
        return {}
    try:
        data = tomllib.loads(Path(path).read_text("utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as exc:
        raise SettingsError(f"settings file {path}: {exc}") from exc
    known = {item.name for item in fields(Settings)}
    unknown = sorted(set(data) - known)
    if unknown:
        raise SettingsError(f"settings file {path}: unknown setting {unknown[0]!r}; known are {', '.join(sorted(known))}")
    return {name: _value(name, value, f"{path}: {name}") for name, value in data.items()}


def _value(name: str, raw: Any, where: str) -> Any:
    default = getattr(Settings(), name)
    try:
        if name == "now":
            return _time(raw)
        if isinstance(default, tuple):
            parts = raw.split(",") if isinstance(raw, str) else raw
            return tuple(part.strip() for part in parts if part.strip())
        return type(default)(raw)
    except (TypeError, ValueError, AttributeError) as exc:
        raise SettingsError(f"{where}: {raw!r} is not a valid value for {name}") from exc


def _time(raw: Any) -> datetime:
    when = raw if isinstance(raw, datetime) else datetime.fromisoformat(str(raw).strip())
    return when.astimezone(UTC) if when.tzinfo else when.replace(tzinfo=UTC)


def _checked(settings: Settings) -> Settings:
    rules = (
        (0 <= settings.port <= 65535, f"port {settings.port} is not in 0..65535"),
        (1 <= settings.fetch_concurrency <= 256, f"fetch_concurrency {settings.fetch_concurrency} is not in 1..256"),
        (settings.fetch_timeout_s > 0, f"fetch_timeout_s {settings.fetch_timeout_s} is not above 0"),
        (settings.feed_deadline_s > 0, f"feed_deadline_s {settings.feed_deadline_s} is not above 0"),
        (settings.workers >= 0, f"workers {settings.workers} is below 0"),
        (0 <= settings.web_workers <= 64, f"web_workers {settings.web_workers} is not in 0..64"),
        (settings.pages_kept >= 0, f"pages_kept {settings.pages_kept} is below 0"),
        (settings.surveys_kept >= 0, f"surveys_kept {settings.surveys_kept} is below 0"),
        (settings.vectors in ("", "e5"), f"vectors {settings.vectors!r} is not e5"),
        (settings.language in ("ar", "en"), f"language {settings.language!r} is not ar or en"),
    )
    for holds, message in rules:
        if not holds:
            raise SettingsError(message)
    return settings
