"""Two days of four live outlets: after every step the database holds what exists, each article once."""

from collections import Counter
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

START = datetime(2018, 6, 10, 12, tzinfo=UTC)
STEPS = 12
STEP = timedelta(hours=4)

Siyaq = Callable[..., list[Any]]
OpenPress = Callable[..., AbstractContextManager[Any]]


def fetch(siyaq: Siyaq, press: Any, *more: str) -> list[Any]:
    return siyaq("fetch", "--once", "--json", "--allow-host", press.host, *more)


def differences(gold: dict[str, Any], rows: list[Any], seen_before: set[str], repeated: set[str]) -> list[str]:
    """What the database has wrong, one line each; lines that an outlet repeats are left out on purpose."""
    wrong = [f"twice: {url}" for url, times in Counter(row["url"] for row in rows).items() if times > 1]
    have = {row["url"]: row for row in rows}
    wrong += [f"never existed: {url}" for url in have.keys() - gold.keys()]
    for url, truth in gold.items():
        row = have.get(url)
        if row is None:
            # What came and was removed between two visits cannot be known.
            wrong += [] if truth["deleted"] and url not in seen_before else [f"missing: {url}"]
            continue
        if row["title"] != truth["title"]:
            wrong.append(f"headline {row['title']!r} should be {truth['title']!r}")
        if bool(row["gone"]) != truth["deleted"]:
            wrong.append(f"gone {row['gone']}: {url}")
        if truth["updated"] and url in seen_before and row["version"] == 1 and row["first_seen"] < truth["modified"]:
            wrong.append(f"no new version: {url}")
        missing = [p for p in truth["body"].split("\n\n") if p not in row["text"] and p not in repeated and p.strip("-_ ")]
        if len(missing) > 0.05 * len(truth["body"].split("\n\n")) + 1:
            wrong.append(f"{len(missing)} paragraphs missing: {url}")
    return wrong


@pytest.mark.shared
@pytest.mark.timeout(600)
def test_two_days_in_twelve_steps(open_press: OpenPress, siyaq: Siyaq, monkeypatch: pytest.MonkeyPatch, tmp_path: Any) -> None:
    with open_press(f"{START:%Y-%m-%dT%H:%MZ}", "http500,http403,reset") as press:
        bad = "".join(f'<outline type="rss" text="{name}" xmlUrl="{url}"/>' for name, url in press.faulty.items())
        (tmp_path / "bad.opml").write_text(f'<opml version="2.0"><head/><body>{bad}</body></opml>', "utf-8")
        siyaq("outlets", "import", str(tmp_path / "bad.opml"))
        seen: set[str] = set()
        for step in range(STEPS):
            now = START + step * STEP
            press.set_clock(now)
            monkeypatch.setenv("SIYAQ_NOW", now.isoformat())
            reports = fetch(siyaq, press, "--outlets", f"{press.base}/outlets.opml")
            by_feed = {report["feed"]: report for report in reports}
            for name, url in press.faulty.items():
                assert by_feed[url]["status"] in ("failed", "waiting") and by_feed[url]["error"], name
            assert [r for url, r in by_feed.items() if r["error"] and url not in press.faulty.values()] == []
            rows = siyaq("export")
            repeated = {line["text"] for line in siyaq("outlets", "learned", "--json")}
            assert differences(press.gold(), rows, seen, repeated) == []
            seen = {row["url"] for row in rows}
        assert any(row["gone"] for row in rows) and any(row["version"] > 1 for row in rows)
        again = fetch(siyaq, press)
        assert {(r["new"], r["updated"], r["gone"], r["failed"]) for r in again} == {(0, 0, 0, 0)}
        assert siyaq("export") == rows
        assert siyaq("check") == []
