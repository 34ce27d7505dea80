"""The reference says what the code does: settings, commands, layout."""

import re
from dataclasses import fields
from pathlib import Path

from siyaq.settings import Settings

ROOT = Path(__file__).resolve().parents[2]
DOCS = ROOT / "docs"


def test_every_setting_is_documented() -> None:
    text = (DOCS / "reference" / "settings.md").read_text("utf-8")
    for item in fields(Settings):
        row = next((line for line in text.splitlines() if line.startswith(f"| `{item.name}` |")), "")
        assert f"`{item.metadata['env']}`" in row and item.metadata["meaning"] in row, item.name
        if item.default not in (None, (), ""):
            assert f"`{item.default}`" in row, item.name
    assert len(re.findall(r"^\| `\w+` \| `SIYAQ_", text, re.M)) == len(fields(Settings))


def test_every_room_is_on_the_map() -> None:
    text = (ROOT / "ARCHITECTURE.md").read_text("utf-8")
    for room in (ROOT / "src" / "siyaq").iterdir():
        if room.is_dir() and (room / "__init__.py").exists():
            assert f"`{room.name}/`" in text, room.name


def test_relative_links_lead_somewhere() -> None:
    for page in [*ROOT.glob("*.md"), *DOCS.rglob("*.md")]:
        for target in re.findall(r"\]\((?!https?://|#)([^)#\s]+)", page.read_text("utf-8")):
            assert (page.parent / target).exists(), f"{page.name}: {target}"
