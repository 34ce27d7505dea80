"""No regular expression of the product takes quadratic time on a long run of anything, used as it is used."""

import importlib
import pkgutil
import re
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import siyaq

LENGTHS = (1_000, 8_000, 32_000)  # characters; a cubic pattern is seen at the first, before it takes hours at the last
SLOW_S = 0.3  # processor time; a linear search of the longest takes thousandths
MORE = ("a", "ا", "ا ", "و", "في", "ال", "1", "1,", "1.", ". ", "،", "a@", "a.", "a-", "/a", '="', "(a", "a)", "<a ", " \n")
SEARCHES = r"\.(?:search|finditer|findall|subn?|split)\b"
Use = tuple[str, re.Pattern[Any], bool]  # where, the pattern, whether it is sought anywhere or matched at the beginning


def patterns() -> Iterator[Use]:
    """Every compiled pattern of the package, once each."""
    seen: set[tuple[str | bytes, int]] = set()
    for info in pkgutil.walk_packages(siyaq.__path__, "siyaq."):
        if info.name.endswith("__main__"):
            continue
        module = importlib.import_module(info.name)
        source = Path(module.__file__ or "").read_text("utf-8")
        for name, value in vars(module).items():
            group = isinstance(value, tuple | list)
            for pattern in value if group else (value,):
                if isinstance(pattern, re.Pattern):
                    key = (pattern.pattern, pattern.flags)
                    if key not in seen:
                        seen.add(key)
                        searched = group or not name.startswith("_") or bool(re.search(rf"\b{name}{SEARCHES}", source))
                        yield f"{info.name}.{name}", pattern, searched


def seconds(pattern: re.Pattern[Any], shown: str, *, searched: bool = True) -> float:
    """Processor time of finding all matches, or of one at the beginning."""
    text = shown.encode("utf-8", "surrogatepass") if isinstance(pattern.pattern, bytes) else shown
    started = time.process_time()
    if searched:
        for _ in pattern.finditer(text):
            pass
    else:
        pattern.match(text)
    return time.process_time() - started


def first_slow(pattern: re.Pattern[Any], units: tuple[str, ...], *, searched: bool) -> str | None:
    """A run on which it is slow."""
    for unit in units:
        for length in LENGTHS:
            run = unit * (length // len(unit))
            for text in (f"ا نص {run} نص", f"{run}نص"):
                spent = seconds(pattern, text, searched=searched)
                if spent > SLOW_S:
                    return f"{spent:.1f} s on {length} characters of {unit!r}"
    return None


@pytest.mark.timeout(1_800)
def test_long_runs_take_linear_time(scraps: tuple[str, ...]) -> None:
    found = list(patterns())
    assert len(found) > 150
    slow = {
        where: what
        for where, pattern, searched in found
        # asked of single words only, from their beginning
        if where != "siyaq.analyze.lexicon.INFLECTED"
        and (what := first_slow(pattern, (*scraps, *MORE), searched=searched)) is not None
    }
    assert slow == {}


@pytest.mark.parametrize("bad", [r"\s*\n", r"\s*x?\s*$"])
def test_a_pattern_that_is_not_linear_is_seen(bad: str) -> None:
    assert first_slow(re.compile(bad), (" ",), searched=True)
