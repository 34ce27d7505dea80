"""The cascade that the documentation draws is the cascade that runs."""

import re
import sys
from pathlib import Path
from types import FrameType

from siyaq.extract import cascade, extract, load_rules
from siyaq.extract.page import tame

DRAWING = Path(__file__).parents[3] / "docs" / "explanation" / "extraction.md"
STEP = re.compile(r"^ {4,}│ +(?P<step>[a-z ,]+?) {2,}(?P<module>[a-z_]+)\.(?:py|decode)\b", re.MULTILINE)
STEPS = ("cascade.py", "main_text.py")  # where steps are called from
RULES = load_rules(b'hosts = ["news.example"]\n[[rule]]\nname = "any"\ngolden = "none.html"\nremove = ["table.none"]')
PAGE = """<html><head><title>عنوان الخبر</title></head><body><h1>عنوان الخبر</h1><p>افتتح السوق القديم أبوابه صباح اليوم.</p>
<div>قال مدير السوق إن العمل فيه يبدأ غدا في الساعة الثامنة من دون تأخير.</div></body></html>"""


def drawn() -> list[str]:
    """Modules of the steps, from top to bottom."""
    return [match["module"] for match in STEP.finditer(DRAWING.read_text("utf-8"))]


def run() -> list[str]:
    """Modules whose functions the steps call, in the order of their first call."""
    seen: list[str] = []
    folder = Path(cascade.__file__).parent

    def note(frame: FrameType, event: str, _: object) -> None:
        file, caller = Path(frame.f_code.co_filename), frame.f_back
        if event != "call" or caller is None or Path(caller.f_code.co_filename).name not in STEPS:
            return
        inside = file.parent == folder and not frame.f_code.co_name.startswith(("_", "<"))
        name = file.stem if inside else "web_text" if file.parent.name == "web_text" else ""
        if name and name not in seen:
            seen.append(name)

    extract(PAGE.encode(), "https://news.example/a/1", rules=(RULES,))  # what is loaded once is loaded before
    sys.setprofile(note)
    try:
        extract(PAGE.encode(), "https://news.example/a/1", rules=(RULES,))
    finally:
        sys.setprofile(None)
    return seen


def test_drawn_steps_run_in_the_drawn_order() -> None:
    steps = drawn()
    assert len(steps) >= 12
    assert [name for name in run() if name in steps] == steps


def test_limits_in_the_drawing_are_those_of_the_code() -> None:
    text = DRAWING.read_text("utf-8")
    assert f"{len(tame('x' * 4_000_000)) // 1_000_000} M characters" in text
