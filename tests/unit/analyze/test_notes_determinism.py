"""Notes do not depend on the process that makes them: the seed of Python's string hashes changes nothing."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

TEXT = """كمال كيليشدار أوغلو يلتقي زيد رعد الحسين
قال كمال كيليشدار أوغلو للصحفيين في أنقرة إن اللقاء مفيد. وأضاف كيليشدار أوغلو أن كيليشدار لا ينوي السفر، بينما أكد أوغلو الصغير
أن الحزب جاهز. والتقى ساندرو روسيل وساندرو روسيل الأب أمس. وقال ساندرو إن روسيل حضر.
وفي جنيف صرح زيد رعد الحسين بأن المفوضية تتابع. وأوضح رعد الحسين أن زيد يعود غدا، ثم قال الحسين إن التقرير جاهز.
وحكمت المحكمة على سيف الدين مصطفى محمد، وسيف الدين مصطفى من الإسكندرية، وقال مصطفى إن محمد لم يحضر.
"""
READ_ONE = """
import sys
from siyaq.analyze import analyze
title, _, text = sys.stdin.read().partition("\\n")
print(analyze(title, text))
"""
READ_ARCHIVE = """
import gzip, itertools, json, sys
from siyaq.analyze import analyze
with gzip.open(sys.stdin.read(), "rt", encoding="utf-8") as lines:
    for line in itertools.islice(lines, 0, 12_000, 60):
        one = json.loads(line)
        print(analyze(one["title"] or "", one["text"] or ""))
"""


def run(code: str, given: str, seed: int) -> str:
    environment = {**os.environ, "PYTHONHASHSEED": str(seed), "PYTHONIOENCODING": "utf-8"}
    done = subprocess.run(
        [sys.executable, "-c", code], input=given, env=environment, check=True, capture_output=True, encoding="utf-8"
    )
    return done.stdout


def test_every_process_makes_the_same_notes() -> None:
    first, *others = (run(READ_ONE, TEXT, seed) for seed in range(4))
    assert "كيليشدار" in first
    assert [other == first for other in others] == [True] * 3


@pytest.mark.shared
@pytest.mark.slow
def test_every_process_makes_the_same_notes_on_the_archive(shared: Path) -> None:
    archive = str(shared / "data/ant_multisource.jsonl.gz")
    assert run(READ_ARCHIVE, archive, 0) == run(READ_ARCHIVE, archive, 3)
